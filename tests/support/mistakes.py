"""Mistakes that people make: each an edit of a text, with the place where a reader must be sent.

The places are computed from the edit, by PyYAML's own marks on the unharmed text: never from what kehoach finds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import yaml

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Mistake:
    """One harmed file (`plan` or `registry`), and the finding that must be told `at` the plan or the registry."""

    name: str
    file: str
    text: str
    code: str
    line: int
    column: int
    at: str


@dataclass(frozen=True)
class Entry:
    """One key of a mapping with its value: offsets into the text."""

    path: Path
    key: tuple[int, int]
    value: tuple[int, int]
    node: yaml.Node
    column: int


class Page:
    """An unharmed YAML text, to be harmed."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root = yaml.compose(text, Loader=yaml.SafeLoader)

    @cached_property
    def entries(self) -> list[Entry]:
        """Every key of every mapping, in the order written."""
        return list(self._entries(self.root, ()))

    def _entries(self, node: yaml.Node, path: Path) -> Iterator[Entry]:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                here = (*path, key.value)
                yield Entry(
                    here,
                    (key.start_mark.index, key.end_mark.index),
                    (value.start_mark.index, self._end(value)),
                    value,
                    key.start_mark.column,
                )
                yield from self._entries(value, here)
        elif isinstance(node, yaml.SequenceNode):
            for index, value in enumerate(node.value):
                yield from self._entries(value, (*path, index))

    def _end(self, node: yaml.Node) -> int:
        end: int = node.end_mark.index
        block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
        flow = getattr(node, "flow_style", True)
        if block or not flow:  # the mark stands before the next token: go back over blanks and comments
            lines = self.text[:end].split("\n")
            while not lines[-1].strip() or lines[-1].lstrip().startswith("#"):
                lines.pop()
            end = len("\n".join(lines))
            end = node.start_mark.index + len(self.text[node.start_mark.index : end].rstrip())
        return end

    @cached_property
    def by_path(self) -> dict[Path, Entry]:
        return {entry.path: entry for entry in self.entries}

    def node(self, path: Path) -> yaml.Node:
        """The node of a path of keys and indices."""
        node = self.root
        for step in path:
            node = node.value[step] if isinstance(step, int) else {k.value: v for k, v in node.value}[step]
        return node

    def line_of(self, offset: int) -> int:
        return self.text.count("\n", 0, offset) + 1

    def column_of(self, offset: int) -> int:
        return offset - (self.text.rfind("\n", 0, offset) + 1) + 1

    def replaced(self, start: int, end: int, new: str) -> str:
        return self.text[:start] + new + self.text[end:]

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")


Slip = tuple[str, str, str, int, int]
"""Kind, place, harmed text, first and last line to which a finding may send the reader."""

TARGET: Path = ("sections", 1, "items", 0, "items", 0)
TASK: Path = ("sections", 4, "items", 0, "items", 0)
PERIOD: Path = ("reporting", 0, "periods", 0)


class _Harm:
    """Builds mistakes on one page."""

    def __init__(self, page: Page, file: str) -> None:
        self.page, self.file = page, file

    def edit(
        self, name: str, code: str, start: int, end: int, new: str, told: int | None = None, *, at: str = ""
    ) -> Mistake:
        """Replace a stretch; the finding is told at `told` of the unharmed text, by default where the edit begins."""
        text = self.page.replaced(start, end, new)
        told = start if told is None else told
        told += len(new) - (end - start) if told >= end and told > start else 0
        line = text.count("\n", 0, told) + 1
        return Mistake(name, self.file, text, code, line, told - text.rfind("\n", 0, told), at or self.file)

    def value(self, name: str, code: str, path: Path, new: str, inside: int = 0) -> Mistake:
        """Type another value; told at its beginning, or `inside` it."""
        start, end = self.page.by_path[path].value
        made = self.edit(name, code, start, end, new)
        return Mistake(name, self.file, made.text, code, made.line, made.column + inside, self.file)

    def key(self, name: str, path: Path, new: str, code: str = "KH101") -> Mistake:
        """Type another key; told at its beginning."""
        start, end = self.page.by_path[path].key
        return self.edit(name, code, start, end, new)

    def drop(self, name: str, code: str, path: Path, told: Path) -> Mistake:
        """Delete a key with its value; told at another key."""
        entry = self.page.by_path[path]
        start = self.page.text.rfind("\n", 0, entry.key[0]) + 1
        end = self.page.text.index("\n", entry.value[1]) + 1
        if self.page.text[start : entry.key[0]].strip():  # behind a dash: the next key takes its place
            start = entry.key[0]
            end += entry.column
        return self.edit(name, code, start, end, "", self.page.by_path[told].key[0])

    def find(self, name: str, code: str, old: str, new: str, inside: int = 0, *, nth: int = 0) -> Mistake:
        """Change a stretch that is found by what it says; told `inside` the new one."""
        start = [m.start() for m in re.finditer(re.escape(old), self.page.text)][nth]
        made = self.edit(name, code, start, start + len(old), new)
        before = new[:inside]
        line = made.line + before.count("\n")
        column = made.column + inside if "\n" not in before else inside - before.rfind("\n")
        return Mistake(name, self.file, made.text, code, line, column, self.file)


def mistakes(plan: Page, registry: Page) -> Iterator[Mistake]:
    """The sixty and more."""
    p, r = _Harm(plan, "plan"), _Harm(registry, "registry")
    yield from _keys(p)
    yield from _values(p)
    yield from _ids(p)
    yield from _lines(p)
    yield from _texts(p)
    yield from _registry(r)


def _keys(p: _Harm) -> Iterator[Mistake]:
    for key in ("issuer", "subject", "opening", "sections", "recipients", "archive", "signature"):
        yield p.drop(f"{key} deleted", "KH102", (key,), ("year",))
    yield p.drop("year deleted", "KH102", ("year",), ("issuer",))
    yield p.drop("title deleted", "KH102", ("signature", "title"), ("signature", "authority"))
    yield p.drop("kind deleted", "KH102", ("sections", 0, "kind"), ("sections", 0, "heading"))
    yield p.drop("target key deleted", "KH102", (*TARGET, "target"), (*TARGET, "name"))
    yield p.drop("task key deleted", "KH102", (*TASK, "task"), (*TASK, "name"))
    yield p.drop("period id deleted", "KH102", (*PERIOD, "id"), (*PERIOD, "name"))
    yield p.drop("to deleted", "KH102", ("reporting", 0, "to"), ("reporting", 0, "from"))
    for path, new in (
        (("year",), "yaer"), (("subject",), "subjct"), (("recipients",), "recipient"), (("sections",), "section"),
        ((*TARGET, "target"), "taget"), ((*TARGET, "value"), "valeu"), ((*TARGET, "better"), "beter"),
        ((*TASK, "task"), "tsak"), ((*TASK, "coordinating"), "cordinating"),
        ((*PERIOD, "due"), "deu"), (("signature", "name"), "nam"),
        (("sections", 0, "heading"), "Heading"), (("reporting",), "reports"),
    ):  # fmt: skip
        yield p.key(f"{path[-1]} misspelt {new}", path, new)
    yield p.key("value twice", (*TARGET, "baseline"), "name", "KH006")


def _values(p: _Harm) -> Iterator[Mistake]:
    for new in ("năm 2024", "2O24", "20244", "2024-2020"):
        yield p.value(f"year {new}", "KH111", ("year",), new)
    for new in ("30/02/2024", "2024-06-15", "15.6.2024", "31/11/2023", "tháng chạp"):
        yield p.value(f"date {new}", "KH302", ("bases", 0, "date"), new)
    for new in ("31/6", "31.6", "2024-06-31", "từ 1/6 đến 31/6", "30/02"):
        yield p.value(f"due {new}", "KH301", (*PERIOD, "due"), new)
    yield p.value("due last year", "KH303", (*PERIOD, "due"), "15/6/2023")
    for new in ("một nửa", "1,5,6%", "O1,5%", "1,5%%"):
        yield p.value(f"value {new}", "KH401", (*TARGET, "value"), new)
    yield p.value("value above the baseline", "KH402", (*TARGET, "value"), "15,0%")
    yield p.value("better in Vietnamese", "KH104", (*TARGET, "better"), "thấp")
    yield p.value("kind in Vietnamese", "KH104", ("sections", 0, "kind"), "mục đích")
    yield p.value("request neither", "KH108", ("sections", 4, "items", 9, "request"), "đúng")
    yield p.value("authority without brackets", "KH104", ("signature", "authority"), "TM, KT")
    yield p.value("a text for a list", "KH103", ("reporting", 0, "periods"), "hai kỳ")
    yield p.value("a list for a text", "KH103", (*TARGET, "name"), "[một, hai]")
    yield p.value("no recipients", "KH102", ("recipients",), "[]").__class__(
        **{**p.edit("", "KH102", *p.page.by_path[("recipients",)].value, "[]").__dict__, "name": "no recipients",
           "line": p.page.line_of(p.page.by_path[("recipients",)].key[0]), "column": 1}
    )  # fmt: skip
    yield p.value("archive without VT", "KH701", ("archive",), "PLĐ")
    yield p.value("a rank", "KH702", ("signature", "name"), "TS. Trần Đình Tiến")
    yield p.value("TODO without brackets", "KH118", (*TARGET, "value"), "TODO")


def _ids(p: _Harm) -> Iterator[Mistake]:
    yield p.value("issuer misspelt", "KH201", ("issuer",), "ubnd-tp-lai-chua")
    yield p.value("through misspelt", "KH201", ("reporting", 0, "through"), "phong-ldtbx")
    yield p.value("ids without brackets", "KH201", (*TASK, "coordinating"), "co-quan-lien-quan, xa-phuong")
    yield p.value("id with a capital", "KH201", ("reporting", 0, "through"), "Phong-ldtbxh")
    yield p.value("id with marks", "KH105", (*TARGET, "target"), "hộ-nghèo")
    yield p.value("id with a low line", "KH105", (*TASK, "task"), "thuong_truc")
    yield p.value("target id taken", "KH109", ("sections", 1, "items", 0, "items", 1, "target"), "ho-ngheo")
    yield p.find("task serves no target", "KH112", "targets: [lao-dong-qua-dao-tao", "targets: [lao-dong", 10)


def _lines(p: _Harm) -> Iterator[Mistake]:
    yield p.find("issuer without colon", "KH001", "issuer: ubnd", "issuer ubnd")
    yield p.find("issuer without space", "KH001", "issuer: ubnd", "issuer:ubnd")
    yield p.find("wide colon", "KH001", "issuer: ubnd", "issuer：ubnd")
    yield p.find("equals", "KH001", "    value: 1,50%", "    value = 1,50%", 4)
    yield p.find("dash without space", "KH001", "- target: ho-ngheo\n", "-target: ho-ngheo\n")
    yield p.find("round bullet", "KH001", "- task: thuong-truc", "• task: thuong-truc")
    yield p.find("tab", "KH002", "            baseline: 1", "\t    baseline: 1")
    yield p.find("non-breaking space", "KH002", "            baseline: 1", "           \u00a0baseline: 1", 11)
    yield p.find("non-breaking behind the colon", "KH002", "baseline: 1", "baseline:\u00a01", 9)
    for shift, new in (("+1", "             baseline"), ("-1", "           baseline")):
        yield p.find(f"indented {shift}", "KH001", "            baseline", new, len(new) - 8)
    yield p.find("quote never closed", "KH001", "name: Tỷ lệ hộ", 'name: "Tỷ lệ hộ', 6)
    yield p.find("bracket never closed", "KH001", "[TM, KT]", "[TM, KT")
    yield p.find("a colon in a text", "KH009", "label: Chiều thiếu hụt", "label: Chiều: thiếu hụt", 12)
    yield p.find("a text begins with a quote", "KH008", "name: Tỷ lệ hộ", 'name: "Tỷ lệ" hộ', 6)
    yield p.find("a text begins with braces", "KH008", "name: Tỷ lệ hộ", "name: {{ year }} hộ", 6)
    yield p.find("an ampersand", "KH008", "name: Tỷ lệ hộ", "name: &Tỷ lệ hộ", 6)


def _texts(p: _Harm) -> Iterator[Mistake]:
    yield p.find("year misspelt in a text", "KH107", "từ {{ baseline }}", "từ {{ yaer }}", 3)
    yield p.find("braces never closed", "KH106", "từ {{ baseline }}", "từ {{ baseline", 3)
    yield p.find("one brace lost", "KH106", "từ {{ baseline }}", "từ { baseline }}", 3)
    yield p.find("single braces", "KH106", "từ {{ baseline }}", "từ { baseline }", 3)
    yield p.find("quotes lost", "KH106", "{{ share('doan-ket') }}", "{{ share(doan-ket) }}")
    yield p.find("curly quotes", "KH106", "{{ share('doan-ket') }}", "{{ share(‘doan-ket’) }}")
    yield p.find("unknown share", "KH107", "{{ share('doan-ket') }}", "{{ share('doan-kat') }}")
    yield p.find("unknown report", "KH107", "{{ due('nam') }}", "{{ due('nm') }}", nth=1)
    yield p.find("unknown agency in a text", "KH107", "{{ agency('phong-ldtbxh')", "{{ agency('phong-ld')")
    yield p.find("TODO half", "KH118", "xuống còn {{ value }} (", "xuống còn TODO: hỏi lại (", 10)


def _registry(r: _Harm) -> Iterator[Mistake]:
    yield r.find("name without colon", "KH001", "name: Phòng Kinh tế", "name Phòng Kinh tế")
    yield r.key("name misspelt", ("phong-kinh-te", "name"), "nmae")
    yield r.key("id with a capital", ("phong-kinh-te",), "Phong-kinh-te", "KH105")
    yield r.key("of twice", ("phong-kinh-te", "name"), "of", "KH006").__class__(
        **{**r.key("of twice", ("phong-kinh-te", "name"), "of", "KH006").__dict__,
           "line": r.page.line_of(r.page.by_path[("phong-kinh-te", "of")].key[0])}
    )  # fmt: skip
    yield r.find("of not indented", "KH119", "\n  of: tỉnh\nbao-hiem", "\nof: tỉnh\nbao-hiem", 1)
    yield r.find("unknown member", "KH204", "members: [doan-ket,", "members: [doan-kat,", 10)
    bank = "  name: Ngân hàng Chính sách xã hội"
    yield r.find("until no day", "KH302", bank, f"{bank}\n  until: 31/6/2025", len(bank) + 10)


def _every_key(page: Page, new: Callable[[str], str]) -> Iterator[tuple[Entry, str, int]]:
    for entry in page.entries:
        key = page.text[slice(*entry.key)]
        yield entry, page.replaced(*entry.key, new(key)), page.line_of(entry.key[0])


def _misspelt(page: Page) -> Iterator[Slip]:
    for entry, text, line in _every_key(page, lambda key: key + key[-1]):
        if entry.path[-2:-1] != ("shares",):
            yield "misspelt", str(entry.path), text, line, line


def _without_colon(page: Page) -> Iterator[Slip]:
    for entry in page.entries:
        line = page.line_of(entry.key[0])
        yield "no colon", str(entry.path), page.replaced(entry.key[1], entry.key[1] + 1, ""), line, line


def _twice(page: Page) -> Iterator[Slip]:
    for entry in page.entries:
        end = page.text.find("\n", entry.value[1]) + 1 or len(page.text)
        text = page.replaced(end, end, " " * entry.column + page.text[entry.key[0] : end])
        line = page.line_of(end)
        yield "twice", str(entry.path), text, line, line


def _tabbed(page: Page) -> Iterator[Slip]:
    start = 0
    for number, line in enumerate(page.lines, 1):
        depth = len(line) - len(line.lstrip())
        if depth > 1 and line.strip():
            yield "tab", str(number), page.replaced(start + depth - 2, start + depth, "\t"), number, number
        start += len(line) + 1


def _dashless(page: Page) -> Iterator[Slip]:
    start = 0
    for number, line in enumerate(page.lines, 1):
        match = re.match(r"( *)- (?!>)", line)
        if match and ":" in line:
            at = start + len(match[1])
            for new in ("-", "• ", "– "):
                yield f"dash as {new}", str(number), page.replaced(at, at + 2, new), number, number
        start += len(line) + 1


def _unquoted(page: Page) -> Iterator[Slip]:
    for match in re.finditer(r"\{\{ [a-z_]+\('[a-z0-9-]+'\)", page.text):
        line = page.line_of(match.start())
        if not page.lines[line - 1].startswith("#"):
            yield "quotes lost", str(line), page.replaced(*match.span(), match[0].replace("'", "")), line, line


def _shifted(page: Page) -> Iterator[Slip]:
    start = 0
    for number, line in enumerate(page.lines, 1):
        if re.match(r" +(?:- )?[a-z_]+: \S", line) and not line.endswith((">", "|")):
            yield "one space more", str(number), page.replaced(start, start, " "), number, number
            yield "one space less", str(number), page.replaced(start, start + 1, ""), number, number
        start += len(line) + 1


SLIPS: dict[str, Callable[[Page], Iterator[Slip]]] = {
    "misspelt": _misspelt,
    "no colon": _without_colon,
    "twice": _twice,
    "tab": _tabbed,
    "dash": _dashless,
    "quotes": _unquoted,
    "shifted": _shifted,
}
"""Operations, each at every place where it can be done."""
