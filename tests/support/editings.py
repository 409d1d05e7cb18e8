"""Edits of every sort by a seed, what the file must say after each, told by naive means, and a judge of both."""

from __future__ import annotations

import copy
import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

from kehoach import editing
from kehoach.editing import Document, Path, Refused
from kehoach.edits import Edit, apply
from kehoach.parse.plan import parse_plan
from kehoach.readers.comments import comments
from kehoach.readers.yaml import read
from kehoach.source import Node, Source
from tests.support import oddyaml
from tests.support.oddyaml import Tree, cells, meaning, said

NASTY = (
    *"\" ' \\ \\n #5 - ? % @ ` &a *a !x | > {{ }} TODO(x?) TODO( 012 0x1F 1_000 no yes ~ null true = << ---".split(),
    *"*nghiêng* **đậm** [a,b] {a:b} ] } 😀 Ke\u0302\u0301 \u200b a:b http://x.vn/?a=1#b … “x” items: 1e3 ...".split(),
    *"&amp; <br> '' \"\" \\x41 \\u00e0 a,b + 1. a) IV. đ) $ ^ C:\\duong\\dan 'tis 5' 6\" – • 2024-01-01 !!str".split(),
    ": ", " #", "- ", "? ", "[a, b]", "{a: b}", ", ", "{{ year }}", "{{ agency('so-y-te') }}", '{{ due("nam") }}',
    "\u00a0", "\t", "  ", "key: value", "text: sai", "# kehoach: ignore[KH1]", "a | b", "\r", "\u2028", "\x85", "* ",
    "+ x", "\u3000", "\ufeff", "TODO(bao nhiêu?)", "hoa\u0323ch",
)  # fmt: skip
WORDS = (
    "Ủy ban nhân dân thành phố triển khai thực hiện kế hoạch giảm nghèo bền vững năm 2026 bảo đảm đúng tiến độ".split()
)


def nasty_text(chance: random.Random) -> str:
    """A text with what YAML, or a reader of plans, could take for something else."""
    kind = chance.random()
    if kind < 0.08:
        return chance.choice(NASTY)
    if kind < 0.2:
        return " ".join(chance.choices(WORDS, k=chance.choice((1, 3, 9))))
    paragraphs = []
    for _number in range(chance.choice((1, 1, 1, 1, 1, 2, 3))):
        words = chance.choices(WORDS, k=chance.choice((1, 2, 5, 15, 40, 120)))
        for _sign in range(chance.choice((0, 1, 1, 2, 5))):
            at = chance.choice((0, 0, len(words), chance.randint(0, len(words))))
            sign = chance.choice(NASTY)
            if chance.random() < 0.4 and words and at < len(words):
                words[at] = sign + words[at] if chance.random() < 0.5 else words[at] + sign
            else:
                words.insert(at, sign)
        paragraphs.append(chance.choice((" ", " ", " ", "  ")).join(words))
    return chance.choice(("\n", "\n", "\n\n", "\r\n")).join(paragraphs) + chance.choice(("", "", "", " ", "\n", "\t "))


def changed_text(old: str, chance: random.Random) -> str:
    """An old text with a few words changed, as somebody does who corrects it."""
    words = old.split(" ")
    for _number in range(chance.choice((1, 1, 2))):
        at = chance.randrange(len(words))
        new = chance.choices(WORDS, k=chance.choice((0, 1, 1, 2, 30)))
        if chance.random() < 0.5:
            new = [chance.choice((nasty_text(chance), *chance.choices(NASTY, k=2)))]
        words[at : at + chance.choice((0, 1, 1, 3))] = new
        words = words or ["x"]
    return " ".join(words)


@dataclass
class Try:
    """An edit that somebody asks for, and the values that the file must have afterwards."""

    name: str
    edit: Callable[[], tuple[Edit, ...]]
    expected: Tree
    only_adds: bool = False
    leaf: Path | None = None
    asked: Any = None


class Asking:
    """Asks for edits of one file."""

    def __init__(self, document: Document, tree: Tree, chance: random.Random) -> None:
        self.document = document
        self.tree = tree
        self.chance = chance
        self.leaves: list[Path] = []
        self.lists: list[Path] = []
        self.maps: list[Path] = [()]
        self._walk(tree, ())

    def _walk(self, tree: Tree, path: Path) -> None:
        if isinstance(tree, dict):
            if path:
                self.maps.append(path)
            for key, one in tree.items():
                self._walk(one, (*path, key))
        elif isinstance(tree, list) and not (path and path[-1] == "rows"):
            self.lists.append(path)
            for at, one in enumerate(tree):
                self._walk(one, (*path, at))
        else:
            self.leaves.append(path)

    def value(self, key: str) -> Any:
        """A value for a key: a text, or what is often there."""
        if key == "rows":
            cell = lambda: self.chance.choice(("", "a", nasty_text(self.chance).replace("\n", " ").replace("\r", " ")))  # noqa: E731
            rows = ["\t".join(cell() for _cell in range(3)) for _row in range(self.chance.choice((1, 3)))]
            return "\n".join(row for row in rows if row.strip("\t \u00a0")) or "x"
        if self.chance.random() < 0.05:
            return self.chance.random() < 0.5
        return nasty_text(self.chance)

    def any(self) -> Try | None:
        """An edit of some sort; None where the file has nothing for that sort."""
        ways = (
            (50, self.leaf), (4, self.emptied), (12, self.missing), (5, self.texts), (9, self.item),
            (6, self.removed_item), (4, self.removed_key), (6, self.moved), (2, self.mapping), (2, self.deep),
        )  # fmt: skip
        way = self.chance.choices([way for _weight, way in ways], [weight for weight, _way in ways])[0]
        return way()

    def leaf(self) -> Try | None:
        path = self.chance.choice(self.leaves)
        old = at(self.tree, path)
        if isinstance(old, str) and self.chance.random() < 0.4:
            return self.set(path, changed_text(old, self.chance), "leaf")
        return self.set(path, self.value(str(path[-1])), "leaf")

    def emptied(self) -> Try | None:
        return self.set(self.chance.choice(self.leaves), "", "leaf")

    def missing(self) -> Try | None:
        path = self.chance.choice(self.maps)
        names = [one.key for one in editing.fields(self.document, path) if not one.is_written]
        names = [one for one in names if one not in (at(self.tree, path) or {})]
        shape = self.document.shape(path)
        if shape and shape.is_map:
            names = [meaning(nasty_text(self.chance))[:60].split("\n")[0].strip() or "x"]
            names = [one for one in names if one not in at(self.tree, path) and printable(one)]
        if not names:
            return None
        key = self.chance.choice(names)
        value = self.new_value(key) if self.chance.random() < 0.5 else self.value(key)
        return self.set((*path, key), value, "missing key", only_adds=True)

    def deep(self) -> Try | None:
        """A value below parents of which some are not there."""
        if not isinstance(self.tree, dict) or "sections" not in self.tree:
            return None
        path = self.chance.choice(
            (("signature", "office"), ("decision", "subject"), ("notes", "ghi-chu"), ("agencies", "a-b", "of"))
        )
        return self.set(path, self.value(str(path[-1])), "deep")

    def new_value(self, key: str) -> Any:
        """A list, or an item with a list, or a text."""
        short = self.chance.choice((["so-y-te"], ["so-y-te", "so-noi-vu"], ["a: b", "x, y"], [nasty_text(self.chance)]))
        if key in ("items", "parts"):
            return [self.new_item() for _number in range(self.chance.choice((1, 2)))]
        return self.chance.choice((short, nasty_text(self.chance), {"khoa": "x", "khoa-2": nasty_text(self.chance)}))

    def new_item(self) -> Any:
        value = lambda: nasty_text(self.chance)  # noqa: E731
        return self.chance.choice(
            (
                value(), {"heading": value(), "items": [value(), value()]},
                {"target": "x-1", "value": "5%", "text": value()},
                {"task": "y-1", "lead": ["so-y-te", value()], "text": value()},
                {"agencies": ["so-y-te"], "items": [value()]},
                {"table": value(), "columns": [value(), "B"], "rows": "a | b\nc\td"}, {"paragraph": value()},
            )
        )  # fmt: skip

    def texts(self) -> Try | None:
        """A list of texts becomes another one."""
        lists = [one for one in self.lists if all(isinstance(item, str) for item in at(self.tree, one))]
        if not lists:
            return None
        path = self.chance.choice(lists)
        value = list(at(self.tree, path))
        for _number in range(self.chance.choice((1, 1, 2, 4))):
            where = self.chance.randint(0, len(value))
            value[where : where + self.chance.choice((0, 1, 1, 2))] = [nasty_text(self.chance)] * self.chance.choice(
                (0, 1, 1, 2)
            )
        value = [one for one in value if meaning(one)]
        return self.set(path, value, "list")

    def item(self) -> Try | None:
        if not self.lists:
            return None
        path = self.chance.choice(self.lists)
        old = at(self.tree, path)
        where = self.chance.randint(0, len(old))
        new: Any = nasty_text(self.chance)
        if path[-1] in ("items", "parts") and path[0] != "recipients":
            new = self.new_item()
        elif any(isinstance(one, dict) for one in old):
            new = {"heading": new, "text": nasty_text(self.chance)}
        expected = copy.deepcopy(self.tree)
        at(expected, path).insert(where, value_of(new))
        return Try("insert", lambda: editing.insert(self.document, path, where, new), expected, only_adds=bool(old))

    def removed_item(self) -> Try | None:
        paths = [one for one in self.lists if at(self.tree, one)]
        if not paths:
            return None
        path = self.chance.choice(paths)
        where = self.chance.randrange(len(at(self.tree, path)))
        expected = copy.deepcopy(self.tree)
        del at(expected, path)[where]
        return Try("remove item", lambda: editing.remove(self.document, (*path, where)), expected)

    def removed_key(self) -> Try | None:
        paths = [one for one in self.maps if len(at(self.tree, one)) > 1]
        path = self.chance.choice(paths)
        key = self.chance.choice(list(at(self.tree, path)))
        expected = copy.deepcopy(self.tree)
        del at(expected, path)[key]
        return Try("remove key", lambda: editing.remove(self.document, (*path, key)), expected)

    def moved(self) -> Try | None:
        paths = [one for one in self.lists if at(self.tree, one)]
        if not paths:
            return None
        path = self.chance.choice(paths)
        where = self.chance.randrange(len(at(self.tree, path)))
        item = (*path, where)
        like = [one for one in self.lists if one[: len(item)] != item and (one == path or one[-1:] == path[-1:])]
        to = self.chance.choice(like)
        expected = copy.deepcopy(self.tree)
        target = at(expected, to)
        value = at(expected, path).pop(where)
        index = self.chance.randint(0, len(target))
        target.insert(index, value)
        return Try("move", lambda: editing.move(self.document, item, to, index), expected)

    def mapping(self) -> Try | None:
        """A mapping gets other keys and values."""
        paths = [one for one in self.maps if one and at(self.tree, one)]
        if not paths:
            return None
        path = self.chance.choice(paths)
        value = copy.deepcopy(at(self.tree, path))
        for key in self.chance.sample(sorted(value), k=min(2, len(value))):
            if isinstance(value[key], str):
                value[key] = nasty_text(self.chance)
            elif len(value) > 1:
                del value[key]
        return self.set(path, typed(value), "mapping")

    def set(self, path: Path, value: Any, name: str, *, only_adds: bool = False) -> Try:
        expected = copy.deepcopy(self.tree)
        holder = expected
        for step in path[:-1]:
            if holder.get(step) is None if isinstance(holder, dict) else False:
                holder[step] = {}
            if isinstance(holder[step], str):  # a text in place of a mapping
                holder[step] = {"name": holder[step]}
            holder = holder[step]
        holder[path[-1]] = value_of(value, str(path[-1]))
        return Try(
            name,
            lambda: editing.set_value(self.document, path, value),
            expected,
            only_adds,
            path if name == "leaf" else None,
            (path, value),
        )


def at(tree: Tree, path: Path) -> Tree:
    """The value at a path."""
    for step in path:
        tree = tree[step]
    return tree


def value_of(value: Any, key: str = "") -> Tree:
    """What a value says once it is written."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return {meaning(name): value_of(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [value_of(one) for one in value]
    return (cells(value) if key == "rows" else meaning(value)) or None


def typed(tree: Tree) -> Any:
    """A tree as somebody types it: rows of a table are lines."""
    if isinstance(tree, dict):
        return {
            key: "\n".join(" | ".join(row) for row in one) if key == "rows" and isinstance(one, list) else typed(one)
            for key, one in tree.items()
        }
    return [typed(one) for one in tree] if isinstance(tree, list) else "" if tree is None else tree


def printable(text: str) -> bool:
    """Whether a text is one that a file can hold: no sign that nobody can print."""
    return text.isprintable()


def same(one: Tree, other: Tree) -> bool:
    """Whether two trees say the same; an empty list, and nothing, are the same."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other if one and other else not one and not other


def faults(document: Document, asked: Try, edits: Sequence[Edit], *, slowly: bool = False) -> list[str]:
    """What is wrong with an edit; nothing where it does what was asked for and no more."""
    before = document.source.text
    text = apply(before, edits)
    found = []
    for loader in (yaml.CBaseLoader, *([yaml.BaseLoader] if slowly else [])):
        if not same(said(text, loader), asked.expected):
            found.append("the values are others than expected")
    source = Source("x", text)
    node, findings = read(source)
    if node is None or not same(_of_kehoach(node), _as_nodes(asked.expected)):
        return [*found, "kehoach reads others than expected"]
    if document.kind == "plan" and re.search(r"[a-z_]{4,}:", str(asked.asked)):
        inside = Counter(one.code for one in parse_plan(node, source)[1])["KH018"]
        if inside > Counter(one.code for one in parse_plan(document.root, document.source)[1])["KH018"]:
            found.append("words of a text look like a key")
    old_findings, old_comments = _before(document.source)
    new = Counter(one.code for one in findings) - old_findings
    allowed = {"KH004", "KH005", "KH016", "KH017"}  # what may be wrong with a text itself
    if asked.asked and value_of(asked.asked[1]) is None:
        allowed.add("KH013")  # a key in braces, of several words, that has no value
    if set(new) - allowed:
        found.append(f"new findings: {set(new)}")
    comments_now = _comments(source, node)
    gone, come = old_comments - comments_now, comments_now - old_comments
    if come or (gone and not asked.name.startswith(("remove", "list", "mapping"))):
        found.append(f"comments: gone {gone}, come {come}")
    if asked.only_adds and (
        more := [before[e.start : e.end] for e in edits if before[e.start : e.end].strip(" '\"~nul")]
    ):
        found.append(f"what was there before is written anew: {more}")
    if asked.leaf and (others := [one for one in edits if not _is_inside(document, asked.leaf, one)]):
        found.append(f"edits beside the text: {others}")
    if "\r\n" in before and before.count("\n") == before.count("\r\n") and text.count("\n") != text.count("\r\n"):
        found.append("line ends of two sorts")
    return found


def _is_inside(document: Document, path: Path, edit: Edit) -> bool:
    """Whether an edit is in the text that was there, or adds at the end of its line, or after its key."""
    node, key_end = yaml.compose(document.source.text, Loader=yaml.CBaseLoader), 0
    for step in path:
        if isinstance(step, int):
            node = node.value[step]
        else:
            key, node = next(pair for pair in node.value if meaning(pair[0].value) == step)
            key_end = key.end_mark.index
    start, end = node.start_mark.index, node.end_mark.index
    text = document.source.text
    line_end = text.find("\n", max(end - 1, start))
    line_end = len(text) if line_end < 0 else line_end
    return (max(key_end, 0) <= edit.start and edit.end <= end and text[edit.start : start].strip() == "") or (
        edit.start == edit.end and start <= edit.start <= line_end
    )


@lru_cache(maxsize=1)
def _before(source: Source) -> tuple[Counter[str], Counter[str]]:
    """The codes of the findings of reading a file, and its comments."""
    node, findings = read(source)
    assert node is not None
    return Counter(one.code for one in findings), _comments(source, node)


def _comments(source: Source, node: Node) -> Counter[str]:
    if "#" not in source.text:
        return Counter()
    return Counter(one.span.text.strip() for one in comments(source, node, re.compile("")))


def _of_kehoach(node: Any) -> Tree:
    if hasattr(node, "entries"):
        return {str(entry.key.value): _of_kehoach(entry.value) for entry in node.entries}
    if hasattr(node, "items"):
        return [_of_kehoach(item) for item in node.items]
    return None if node.is_empty else str(node.value)


def _as_nodes(tree: Tree) -> Tree:
    """A tree with its tables as kehoach's nodes have them: texts with blanks collapsed."""
    if isinstance(tree, dict):
        return {
            key: meaning("\n".join(" | ".join(row) for row in one))
            if key == "rows" and isinstance(one, list)
            else _as_nodes(one)
            for key, one in tree.items()
        }
    return [_as_nodes(one) for one in tree] if isinstance(tree, list) else tree


__all__ = ["Asking", "Refused", "Try", "faults", "oddyaml"]
