"""Files beside the plan, given their meaning: what a picture and a table of a plan hold.

The bytes are read elsewhere; where nobody looked, a file is only its name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kehoach.diagnostics import Finding, Message, Severity, _
from kehoach.model.attached import PictureFile, PictureWidth, TableFile
from kehoach.model.base import Todo
from kehoach.model.prose import Prose
from kehoach.parse.prose import prose
from kehoach.parse.unclear import Unclear, book, todo
from kehoach.parse.words import repr_of
from kehoach.patterns import regex
from kehoach.readers.characters import forbidden_character
from kehoach.rules import Violation
from kehoach.source import ListNode, MappingNode, Node, Source, Text, TextNode
from kehoach.vietnamese import nfc

if TYPE_CHECKING:
    from kehoach.parse.sheets import Sheet

# What reads pictures and sheets is imported when a plan has one: most have none.

_WIDTH = regex(r"([1-9]\d{0,3}(?:[.,]\d{1,2})?) ?(mm|cm)|(100|[1-9]\d?(?:[.,]\d{1,2})?) ?%")
_SHOWN_CELLS = 6
_MANY_BLANKS = regex(r"[ \t\u00a0]+")


class Beside(Protocol):
    """A file beside the plan. `problem` says why it could not be read."""

    @property
    def path(self) -> Path:
        """Where it is."""

    @property
    def data(self) -> bytes:
        """What is in it."""

    @property
    def problem(self) -> Message | None:
        """Why it was not read, None where it was."""


Files = Mapping[str, Beside]
"""Files by their name in the plan, what comes after `#` left out."""


def forms() -> dict[str, str]:
    """What a width looks like to an editor."""
    return {"picture_width": _WIDTH.pattern.replace("(?:", "(")}


def file_name(typed: str) -> str:
    """The name of the file in what a plan says of it: `bang.xlsx#Sheet1!A1:F20`."""
    return typed.partition("#")[0].strip()


def named_files(node: Node) -> Iterator[str]:
    """The name of every file that a plan names, in order."""
    if isinstance(node, ListNode):
        for inner in node.items:
            yield from named_files(inner)
    if isinstance(node, MappingNode):
        for key, entry in node.by_key.items():
            if isinstance(entry.value, TextNode):
                if key in ("picture", "file") and not entry.value.is_empty and not entry.value.value.startswith("TODO"):
                    yield file_name(entry.value.value)
            else:
                yield from named_files(entry.value)


# Pictures


def picture_file(node: TextNode, files: Files | None) -> PictureFile | Todo:
    """A picture beside the plan, or an undecided point. Raises Unclear."""
    if found := todo(node):
        return found
    typed = str(node.value).strip()
    if files is None:
        return PictureFile(typed, span=node.span)
    from kehoach.parse.pictures import NoPicture, picture

    beside = _read(node, typed, files)
    try:
        return PictureFile(typed, picture(beside.data), node.span)
    except NoPicture as wrong:
        raise Unclear(no_picture, node, typed, wrong.problem, wrong.hint) from None


def picture_width(node: TextNode) -> PictureWidth:
    """The width of a picture: `120 mm`, `12 cm`, `80%`."""
    match = _WIDTH.fullmatch(node.value.strip())
    if match is None:
        raise Unclear(no_width, node, stand_in=PictureWidth(str(node.value), share=1.0))
    length, unit, share = match.groups()
    if share:
        return PictureWidth(str(node.value), share=float(share.replace(",", ".")) / 100)
    return PictureWidth(str(node.value), float(length.replace(",", ".")) * (10 if unit == "cm" else 1))


def _read(node: TextNode, name: str, files: Files) -> Beside:
    beside = files.get(name)
    if beside is None or beside.problem is not None:
        problem = beside.problem if beside else _("there is no file {name} beside the plan", name=name)
        raise Unclear(unread_file, node, problem)
    return beside


# Tables


def table_file(node: TextNode, files: Files | None, *, with_header: bool) -> TableFile | Todo:
    """The rows of a table beside the plan; `with_header`, its first row are the names of the columns.

    Raises Unclear, also with the findings of its cells.
    """
    typed = str(node.value).strip()
    if files is None:
        return TableFile(typed, span=node.span)
    from kehoach.parse.sheets import NoTable, read_table

    name, _sign, asked = typed.partition("#")
    beside = _read(node, name.strip(), files)
    try:
        sheet = read_table(name.strip(), beside.data, asked.strip())
    except NoTable as wrong:
        raise Unclear(
            no_table, node, typed, wrong.problem, wrong.hint, stand_in=TableFile(typed, span=node.span)
        ) from None
    return _Texts(node, typed, sheet, beside.path).table(with_header=with_header)


class _Texts:
    """The cells of a sheet as texts of the plan, each at its place in the file."""

    def __init__(self, node: TextNode, typed: str, sheet: Sheet, path: Path) -> None:
        self.node, self.typed, self.sheet = node, typed, sheet
        lines: list[str] = []
        self.starts: dict[tuple[int, int], int] = {}
        self.texts: dict[tuple[int, int], str] = {}
        at = 0
        for number, cells in sheet.rows:
            while len(lines) < number - 1:
                lines.append("")
                at += 1
            texts = [nfc(_MANY_BLANKS.sub(" ", cell.text.strip().replace("\r", ""))) for cell in cells]
            for index, text in enumerate(texts):
                self.starts[number, index], self.texts[number, index] = at, text
                at += len(text.replace("\n", " ")) + 1
            lines.append("\t".join(text.replace("\n", " ") for text in texts))
        self.rows = dict(sheet.rows)
        self.across = {top: right for top, left, bottom, right in sheet.merged if top == bottom and left == 1}
        self.source = Source(str(path), "\n".join(lines), sheet.name)
        self.findings: list[Finding] = []
        self.problems: dict[str, list[tuple[str, Message]]] = {}
        """Cells with what is wrong with them, those alike together."""

    def table(self, *, with_header: bool) -> TableFile:
        from kehoach.parse.sheets import header_depth

        depth = header_depth(self.sheet) if with_header else 0
        columns = tuple(self._headings(depth)) if with_header else ()
        below = self.sheet.rows[depth:]
        rows = tuple(self._row(number, len(cells)) for number, cells in below)
        first = below[0][0] if below else 0
        found = TableFile(self.typed, columns, rows, tuple(self._merged(first)), self.node.span)
        for cells in self.problems.values():
            self.findings += cell_without_value(self.node, self.sheet.name, cells)
        if self.findings:
            raise _with_findings(self.findings, found, self.node)
        return found

    def _headings(self, depth: int) -> Iterator[Prose]:
        from kehoach.parse.sheets import headings

        for index, (at, names) in enumerate(headings(self.sheet, depth)):
            yield self._prose(self.sheet.rows[at][0], index, " > ".join(names))

    def _row(self, number: int, count: int) -> tuple[Prose, ...]:
        cells = tuple(self._prose(number, index) for index in range(count))
        joined = self.across.get(number, 0) >= count
        return cells[:1] if joined and count > 1 else cells

    def _prose(self, number: int, index: int, text: str | None = None) -> Prose:
        cell = self.rows[number][index] if text is None else None
        words = self.texts[number, index] if text is None else text
        start = self.starts[number, index]
        span = self.source.span(start, start + max(len(words), 1))
        place = self.sheet.place(number, index)
        if cell and cell.problem:
            self.problems.setdefault(cell.problem.text, []).append((place, cell.problem))
        node = TextNode(Text(words, span))
        bad = list(forbidden_character(Source(self.source.path, words, self.source.part))) if words else []
        if bad:
            self.problems.setdefault("", []).append((place, bad[0].message))
            node = TextNode(Text("", span))
        try:
            return prose(node)
        except Unclear as fault:
            self.findings += fault.findings
            return fault.stand_in if isinstance(fault.stand_in, Prose) else Prose(node.value, ((words,),))

    def _merged(self, first: int) -> Iterator[int]:
        """The columns whose empty cells all belong to the cell above."""
        boxes = [box for box in self.sheet.merged if box[0] >= first and box[0] < box[2] and box[1] == box[3]]
        for column in sorted({box[1] for box in boxes}):
            spans = [(top, bottom) for top, left, bottom, _right in boxes if left == column]
            empty = [n for n, cells in self.sheet.rows if n >= first and not cells[column - 1].text]
            if all(any(top < n <= bottom for top, bottom in spans) for n in empty):
                yield column


def _with_findings(findings: list[Finding], found: TableFile, node: TextNode) -> Unclear:
    """The fault of a file that could be read, and some of whose cells have no meaning."""
    wrong = Unclear(no_table, node, found.reference, Message(""), None, stand_in=found)
    wrong.findings = tuple(findings)
    return wrong


# Rules


@book.rule("KH139", Severity.ERROR)
def unread_file(node: TextNode, problem: Message) -> Iterator[Violation]:
    """A picture or a table names a file that cannot be read, or may not be.

    Why: what is in it would be missing on the paper. A file is named as seen from the plan, and is inside of the
    workspace, so that everybody who has the folder has all of the plan.
    Bad:
        - picture: C:/Users/an/so-do.png
    Good:
        - picture: so-do.png
    """
    yield Violation(node.span, problem, _("put it beside the plan, and write its name"))


@book.rule("KH140", Severity.ERROR)
def no_picture(node: TextNode, name: str, problem: Message, hint: Message | None) -> Iterator[Violation]:
    """A picture is in a file that cannot be printed.

    Why: Word would show an empty frame, or refuse the whole file.
    Bad:
        - picture: so-do.docx
          alt: Sơ đồ tổ chức
    Good:
        - picture: so-do.png
          alt: Sơ đồ tổ chức
    """
    yield Violation(node.span, _("{name} cannot be printed: {problem}", name=name, problem=problem), hint)


@book.rule("KH141", Severity.ERROR)
def no_table(node: TextNode, name: str, problem: Message, hint: Message | None) -> Iterator[Violation]:
    """The rows of a table are in a file, sheet or range that cannot be read.

    Why: the table would be empty. Old files (.xls) and those with macros (.xlsm) are not opened at all.
    Bad:
        - table: Dự toán
          file: du-toan.xls
    Good:
        - table: Dự toán
          file: du-toan.xlsx#Sheet1!A1:F20
    """
    yield Violation(node.span, _("{name} cannot be read: {problem}", name=name, problem=problem), hint)


@book.rule("KH142", Severity.ERROR)
def cell_without_value(node: TextNode, sheet: str, cells: list[tuple[str, Message]]) -> Iterator[Violation]:
    """A cell of a spreadsheet has no value that could be printed.

    Why: kehoach prints what Excel has computed and computes nothing itself; a formula that was never computed, an
    error like #REF! and signs that no page can hold would leave a hole.
    Bad:
        # C5: =B5*2, saved by a program that computes nothing
        file: du-toan.xlsx
    Good:
        # the same file, opened and saved in Excel
        file: du-toan.xlsx
    """
    shown = ", ".join(place for place, _problem in cells[:_SHOWN_CELLS])
    yield Violation(
        node.span,
        _("{file}, {sheet}{cells}{more}: {problem}", file=file_name(node.value), sheet=f"{sheet}!" if sheet else "",
          cells=shown, more=" ..." if len(cells) > _SHOWN_CELLS else "", problem=cells[0][1]),
        _("open the file in Excel, look at the cell, and save it"),
    )  # fmt: skip


@book.rule("KH144", Severity.ERROR)
def no_width(node: TextNode) -> Iterator[Violation]:
    """The width of a picture is neither in millimetres nor a share of the text's width.

    Why: kehoach would have to guess how large it is to be.
    Bad:
        width: 400 px
    Good:
        width: 120 mm
    """
    yield Violation(
        node.span,
        _("{value} is no width of a picture", value=repr_of(str(node.value))),
        _("write 120 mm, or 80% of the text's width"),
    )
