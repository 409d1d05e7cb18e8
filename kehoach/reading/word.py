"""A Word file as a document that was read: `read_word`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from kehoach.diagnostics import Message, UnreadableFile, _
from kehoach.frozen import replace
from kehoach.ooxml.names import w
from kehoach.readers.document import PageBreak, ReadBlock, ReadDocument, ReadTable, TextLine
from kehoach.reading.fields import Fields
from kehoach.reading.graphics import branch
from kehoach.reading.lists import WordLists
from kehoach.reading.package import WordPackage
from kehoach.reading.paragraphs import ParagraphReader, TextSetting, WordContext
from kehoach.reading.remarks import Remarks, of_package
from kehoach.reading.styles import WordStyles, number
from kehoach.reading.tables import MOST_COLUMNS, CellSetting, TooWide, as_lines, read_table
from kehoach.vietnamese import roman

MOST_PARAGRAPHS, MOST_DEEP = 100_000, 20
"""Paragraphs of a document, tables inside of tables."""
_CONTENTS_HEADINGS = ("toc heading", "contents heading", "index heading")
"""Styles of what is printed above a table of contents, in Word and in LibreOffice."""
_PARAGRAPH, _TABLE = w("p"), w("tbl")
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_WRAPPERS = frozenset(w(name) for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))


def read_word(data: bytes, name: str) -> ReadDocument:
    """A .docx or .docm as it reads once its tracked changes are accepted. `name` is what messages call the file.

    Raises UnreadableFile for what is no Word file, is broken, or is made to harm.
    """
    package = WordPackage(data, name)
    try:
        return _Reader(package).read()
    except _TooMuch as refused:
        raise UnreadableFile(
            _("{path} is refused: {problem}", path=name, problem=refused.problem),
            _("split it into several files; if it is an ordinary document, ask where the file comes from"),
        ) from None


class _TooMuch(Exception):
    def __init__(self, problem: Message) -> None:
        self.problem = problem


class _Reader:
    def __init__(self, package: WordPackage) -> None:
        self._package = package
        self._root = package.document()
        if sum(1 for _one in self._root.iter(_PARAGRAPH)) > MOST_PARAGRAPHS:
            raise _TooMuch(_("it has more than {count} paragraphs", count=MOST_PARAGRAPHS))
        styles = WordStyles(package.part("styles"), package.part("theme"))
        self._remarks = Remarks()
        self._notes: dict[tuple[str, str], str] = {}
        self._context = WordContext(
            styles, WordLists(package.part("numbering"), styles), self._remarks, Fields(self._root), self._note
        )
        marks = self._root.iter(w("sectPr"))
        self._sections = [one for one in marks if one.getparent().tag in (w("pPr"), w("body"))]
        self._section = self._depth = 0
        self._called: Counter[str] = Counter()
        self._paragraphs = self._tables = self._boxes = 0

    def read(self) -> ReadDocument:
        body = self._root.find(w("body"))
        blocks: list[ReadBlock] = [PageBreak(landscape=True)] if self._landscape else []
        if body is not None:
            for block in self._body(body):
                if not (isinstance(block, PageBreak) and blocks and isinstance(blocks[-1], PageBreak)):
                    blocks.append(block)
                else:
                    blocks[-1] = block
        while blocks and isinstance(blocks[-1], PageBreak):
            blocks.pop()
        if self._remarks.contents:
            kept = [one for one in blocks if not (isinstance(one, TextLine) and one.style in _CONTENTS_HEADINGS)]
            self._remarks.contents += len(blocks) - len(kept)
            blocks = kept
        notes = self._read_notes()
        for control in self._root.iter(w("showingPlcHdr")):
            texts = control.getparent().getparent().iter(w("t"))
            self._remarks.blanks.append("".join(text.text or "" for text in texts).strip())
        computed = self._context.fields.computed
        if computed:
            self._remarks.others["field"] += computed
        remarks = (*of_package(self._package), *self._remarks.messages())
        return ReadDocument(tuple(blocks), notes, remarks)

    @property
    def _landscape(self) -> bool:
        """Whether the pages of the section at work lie."""
        if self._section >= len(self._sections):
            return False
        size = self._sections[self._section].find(w("pgSz"))
        if size is None:
            return False
        return size.get(w("orient")) == "landscape" or number(size.get(w("w"))) > number(size.get(w("h"))) > 0

    def _next_section(self) -> Iterator[PageBreak]:
        lay = self._landscape
        self._section += 1
        if self._section >= len(self._sections):
            return
        kind = self._sections[self._section].find(w("type"))
        how = "nextPage" if kind is None else kind.get(w("val"), "nextPage")
        if how not in ("continuous", "nextColumn") or self._landscape != lay:
            yield PageBreak(self._landscape)

    def _body(self, parent: Any) -> Iterator[ReadBlock]:
        """The blocks of the body."""
        for child in _blocks(parent):
            if child.tag == _PARAGRAPH:
                yield from self._body_paragraph(child)
            elif child.tag == _TABLE:
                self._tables += 1
                table = self._table(child, f"bảng {self._tables}")
                if table is not None:
                    yield table
            elif child.tag == w("altChunk"):
                self._remarks.others["chunk"] += 1

    def _body_paragraph(self, paragraph: Any) -> Iterator[ReadBlock]:
        number = self._paragraphs + 1
        reader = ParagraphReader(self._context, TextSetting(lambda: f"đoạn {number}"))
        for one in reader.read(paragraph):
            if isinstance(one, TextLine):
                self._paragraphs = number
                yield one
            else:
                yield PageBreak(self._landscape)
        for box in reader.boxes:
            self._boxes += 1
            yield from self._story(box, TextSetting(_constant(f"hộp chữ {self._boxes}")))
        if paragraph.find(f"{w('pPr')}/{w('sectPr')}") is not None:
            yield from self._next_section()

    def _story(self, parent: Any, setting: TextSetting) -> Iterator[TextLine | ReadTable]:
        """The lines and tables of what is not the body: a cell, a text box, a note."""
        for child in _blocks(parent):
            if child.tag == _PARAGRAPH:
                reader = ParagraphReader(self._context, setting)
                yield from (one for one in reader.read(child) if isinstance(one, TextLine))
                for box in reader.boxes:
                    yield from self._story(box, setting)
            elif child.tag == _TABLE:
                table = self._table(child, setting.place())
                if table is not None:
                    yield table
            elif child.tag == w("altChunk"):
                self._remarks.others["chunk"] += 1

    def _lines(self, parent: Any, setting: TextSetting) -> Iterator[TextLine]:
        for one in self._story(parent, setting):
            if isinstance(one, ReadTable):
                yield from as_lines(one)
            else:
                yield one

    def _table(self, table: Any, place: str) -> ReadTable | None:
        def read(cell: Any, setting: CellSetting) -> tuple[TextLine, ...]:
            here = _constant(f"{place}, hàng {setting.row}, ô {setting.cell}")
            return tuple(self._lines(cell, TextSetting(here, setting.run, setting.paragraph)))

        if self._depth == MOST_DEEP:
            raise _TooMuch(_("it has tables inside of tables, {count} deep", count=MOST_DEEP))
        self._depth += 1
        try:
            return read_table(table, self._context.styles, place, read, self._remarks.merged.append)
        except TooWide:
            raise _TooMuch(_("a table has more than {count} columns", count=MOST_COLUMNS)) from None
        finally:
            self._depth -= 1

    def _note(self, kind: str, key: str) -> str:
        """The key of a note: the number that it prints, an endnote's in small Roman digits."""
        if (kind, key) not in self._notes:
            self._called[kind] += 1
            count = self._called[kind]
            self._notes[kind, key] = str(count) if kind == "footnote" else roman(count).lower()
        return self._notes[kind, key]

    def _read_notes(self) -> dict[str, tuple[TextLine, ...]]:
        found: dict[str, tuple[TextLine, ...]] = {}
        for kind in ("footnote", "endnote"):
            if not any(there == kind for there, _key in self._notes):
                continue
            root = self._package.part(f"{kind}s")
            elements = {} if root is None else {str(one.get(w("id"))): one for one in root.iter(w(kind))}
            for (there, key), printed in list(self._notes.items()):
                if there == kind and key in elements:
                    context = replace(self._context, fields=Fields(elements[key]))
                    self._context, before = context, self._context
                    found[printed] = tuple(self._lines(elements[key], TextSetting(_constant(f"chú thích {printed}"))))
                    self._context = before
        return found


def _blocks(parent: Any) -> Iterator[Any]:
    """The blocks in an element, also those in content controls; of contents in two forms, those of one."""
    for child in parent:
        if child.tag in _WRAPPERS:
            yield from _blocks(child)
        elif child.tag == _ALTERNATE:
            yield from _blocks(branch(child))
        else:
            yield child


def _constant(text: str) -> Any:
    return lambda: text
