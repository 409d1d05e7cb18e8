"""Runs inside a paragraph: undecided points highlighted, slots to fill, footnotes called, small signs raised."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.documents.paper import Footnote, Picture, Slot, Styled, plain, shown
from kehoach.frozen import attribute, mutable
from kehoach.model.base import Todo
from kehoach.ooxml.names import escape, quoteattr
from kehoach.ooxml.offsets import changed, closing, head_end, in_text, opening, tag_end
from kehoach.ooxml.properties import Wanted, run_properties
from kehoach.patterns import regex
from kehoach.vietnamese import LOWERED, RAISED
from kehoach.word.marks import INLINE, Marks
from kehoach.word.pictures import drawing
from kehoach.word.prompts import block_name, style_of

_PLAIN = str.maketrans(LOWERED + RAISED, "0123456789+-" + "0456789+-")
_CUT = regex(f"(\ufdd2\\d+\ufdd3|[{LOWERED}]+|[{RAISED}]+)")
_SIGN_BYTES = regex(rb"\xe2[\x81\x82]")
_BEGINS = regex(rb"\xe2[\x81\x82]|\xef\xb7\x92")
"""How small signs begin in UTF-8, and little else; and how these or an inline mark do."""
_TEXT = regex(rb"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_TEXTS = regex(rb"(?:<w:t(?: [^>]*)?>[^<]*</w:t>)*")
_LINK_STYLE = "DefaultParagraphFont"
"""Every Word file has it. LibreOffice makes no link in a PDF of text without any style of characters."""
_FIELD = ("begin", "separate", "end")
_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_LIT: Wanted = (("highlight", (("val", "yellow"),)),)

NOTE_STYLES = NOTE, NOTE_CALL = "FootnoteText", "FootnoteReference"
"""Styles that kehoach itself uses when it adds a footnote; every template has to have them."""


def has_small_signs(xml: bytes) -> bool:
    """Whether a printed part may hold a sign that is to be raised or lowered."""
    return b"\xe2" in xml and _SIGN_BYTES.search(xml) is not None  # for one byte a search is fast


@mutable
class Runs:
    """Cuts runs of one document. `notes` collects new footnotes, None when there is no part for them.

    `namespaces` declares the prefixes of the part that is cut.
    """

    marks: Marks
    namespaces: str
    notes: list[str] | None = None
    prompts: dict[str, Slot] = attribute(factory=dict)
    """Slots by the name of the building block with their prompt."""
    pictures: list[Picture] = attribute(factory=list)
    """The pictures that were printed, in order."""
    _notes: dict[str, int] = attribute(factory=dict)
    _slots: int = 0

    def part(self, xml: bytes) -> bytes:
        """A printed part with the runs cut that hold an inline mark or a small sign."""
        edits, end = [], 0
        for match in _BEGINS.finditer(xml):
            at = match.start()
            if at >= end and in_text(xml, at):
                start = opening(xml, "r", at, end)
                end = closing(xml, "r", start)
                if _CUT.search(xml[at:end].decode()):
                    edits.append((start, end, "".join(self._cut(xml[start:end])).encode()))
        return changed(xml, edits) if edits else xml

    def _cut(self, xml: bytes) -> Iterator[str]:
        """One run for each piece of a run. A text is cut as it is written: escapes hold no mark and no small sign."""
        end = head_end(xml, 0, "rPr")
        properties, content = xml[tag_end(xml, 0) : end], xml[end : -len(b"</w:r>")]
        if _TEXTS.fullmatch(content):
            inner = [found[0] for found in _TEXT.finditer(content)]
        else:
            from kehoach.ooxml.elements import children  # late: most runs hold text alone

            inner = children(xml, self.namespaces)[bool(properties) :]
        for child in inner:
            text = _TEXT.fullmatch(child)
            if text is None:
                yield f"<w:r>{properties.decode()}{child.decode()}</w:r>"
            else:
                yield self._pieces(properties, text[1].decode())

    def _pieces(self, properties: bytes, text: str) -> str:
        return "".join(self._piece(properties, piece) for piece in _CUT.split(text) if piece)

    def _piece(self, properties: bytes, piece: str) -> str:
        match = INLINE.fullmatch(piece)
        if match is not None:
            meant = self.marks.values[int(match[1])]
            if isinstance(meant, Styled):
                return self._styled(properties, meant)
            if isinstance(meant, Picture):
                self.pictures.append(meant)
                return self._run(properties, (), drawing(meant, len(self.pictures) - 1))
            if isinstance(meant, Todo):
                return self._run(properties, _LIT, _text(escape(shown(meant))))
            return self._slot(properties, meant) if isinstance(meant, Slot) else self._call(properties, meant)
        if piece[0] not in LOWERED + RAISED:
            return self._run(properties, (), _text(piece))
        place = "subscript" if piece[0] in LOWERED else "superscript"
        return self._run(properties, (("vertAlign", (("val", place),)),), _text(piece.translate(_PLAIN)))

    def _run(self, properties: bytes, wanted: Wanted, content: str) -> str:
        head = run_properties(properties, wanted) if wanted else properties
        return f"<w:r>{head.decode()}{content}</w:r>"

    def _styled(self, properties: bytes, styled: Styled) -> str:
        """Bold or italic text, and a link as Word's field, which needs no relation of the part where it is."""
        wanted: Wanted = (("b", ()),) * styled.bold + (("i", ()),) * styled.italic
        if styled.link:
            wanted = (*_style(_LINK_STYLE), *wanted)
        head = run_properties(properties, wanted) if wanted else properties
        runs = self._pieces(head, escape(styled.text).replace("\n", _BREAK))
        if not styled.link:
            return runs
        code = f'<w:instrText xml:space="preserve"> HYPERLINK "{escape(styled.link)}" </w:instrText>'
        begin, separate, end = (self._run(head, (), f'<w:fldChar w:fldCharType="{kind}"/>') for kind in _FIELD)
        return "".join((begin, self._run(head, (), code), separate, runs, end))

    def _slot(self, properties: bytes, slot: Slot) -> str:
        """A content control that shows its prompt until somebody writes there."""
        self._slots += 1
        styled, block = _style(style_of(slot)), block_name(slot)
        self.prompts[block] = slot
        items = "".join(
            f"<w:listItem w:displayText={quoteattr(choice)} w:value={quoteattr(choice)}/>" for choice in slot.choices
        )
        kind = f"<w:dropDownList>{items}</w:dropDownList>" if items else '<w:text w:multiLine="1"/>'
        return (
            f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(slot.prompt[:64])}/><w:tag w:val={quoteattr(slot.key[:64])}/>"
            f'<w:id w:val="{self._slots}"/><w:placeholder><w:docPart w:val="{block}"/></w:placeholder>'
            f"<w:showingPlcHdr/>{kind}</w:sdtPr>"
            f"<w:sdtContent>{self._run(properties, styled, _text(escape(shown(slot))))}</w:sdtContent></w:sdt>"
        )

    def _call(self, properties: bytes, note: Footnote) -> str:
        if self.notes is None:
            return self._run(properties, (), _text(escape(f" ({plain(note.text)})")))
        if note.key in self._notes:
            return self._repeat(properties, self._notes[note.key])
        number = self._notes[note.key] = len(self._notes) + 1
        self.notes.append(_footnote(self.marks.inline(note.text), number))
        call = self._run(properties, _style(NOTE_CALL), f'<w:footnoteReference w:id="{number}"/>')
        mark = f'w:id="{1000 + number}"'
        return f'<w:bookmarkStart {mark} w:name="{_bookmark(number)}"/>{call}<w:bookmarkEnd {mark}/>'

    def _repeat(self, properties: bytes, number: int) -> str:
        """A second call of the same note: a field that repeats its number."""
        code = f'<w:instrText xml:space="preserve"> NOTEREF {_bookmark(number)} \\f \\h </w:instrText>'
        begin, separate, end = (f'<w:fldChar w:fldCharType="{kind}"/>' for kind in _FIELD)
        pieces = (begin, code, separate, _text(str(number)), end)
        return "".join(self._run(properties, _style(NOTE_CALL), piece) for piece in pieces)


def _text(escaped: str) -> str:
    return f'<w:t xml:space="preserve">{escaped}</w:t>'


def _style(name: str) -> Wanted:
    return (("rStyle", (("val", name),)),)


def _bookmark(number: int) -> str:
    return f"_note_{number}"


def _footnote(text: str, number: int) -> str:
    return (
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{NOTE}"/></w:pPr>'
        f'<w:r><w:rPr><w:rStyle w:val="{NOTE_CALL}"/></w:rPr><w:footnoteRef/></w:r>'
        f"<w:r>{_text(f' {escape(text)}')}</w:r></w:p></w:footnote>"
    )
