"""A paragraph of Word as lines: its runs, breaks, fields, notes and native label."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from kehoach.frozen import frozen, replace
from kehoach.ooxml.names import w
from kehoach.readers.document import LineEnd, PageBreak, TextLine, TextRun
from kehoach.reading.fields import FIELD_CHAR, Fields, is_contents
from kehoach.reading.graphics import Graphics, branch
from kehoach.reading.lists import WordLists
from kehoach.reading.remarks import Remarks
from kehoach.reading.styles import PropItems, Props, RunForm, WordStyles
from kehoach.reading.symbols import UNKNOWN, decoded, is_unicode, legacy_encoding, sign, unicode_text
from kehoach.vietnamese import nfc

_TWIPS = 1440 / 25.4
_TAB_STOP, _BLANK = 720.0, 70.0
"""Twentieths of a point: the usual distance of tab stops, and the width of a blank of 14 points."""
_SKIPPED = frozenset(
    w(name) for name in "pPr rPr sdtPr sdtEndPr smartTagPr customXmlPr del moveFrom rt rubyPr delText".split()
)
_GRAPHICS = frozenset((w("drawing"), w("pict"), w("object")))
_HEAP = re.compile("[\u0300-\u036f]{30}")
"""More marks on a letter than any text has; ordering them takes time in the square of their number."""
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
"""Characters that print nothing: soft hyphen, blanks and joiners without width."""
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass
class ParagraphPiece:
    """A stretch of a paragraph in one form; or a mark: `BREAK`, `PAGE` or a note, without a text."""

    text: str
    form: RunForm
    kind: str = ""
    note: str = ""


BREAK, PAGE, NOTE = "break", "page", "note"


@frozen
class TextSetting:
    """Where a paragraph is: what its table sets, its column beside others, and how its place is named."""

    place: Callable[[], str]
    run: PropItems = ()
    paragraph: PropItems = ()
    column: int = 0


@dataclass
class WordContext:
    """What reading any part of a document needs. `note` gives the key of a note that is called, by its kind and id."""

    styles: WordStyles
    lists: WordLists
    remarks: Remarks
    fields: Fields
    note: Callable[[str, str], str]
    old_fonts_hold_unicode: bool = False


class ParagraphReader:
    """Reads one paragraph. `boxes` are its text boxes afterwards, whose text comes after it."""

    def __init__(self, context: WordContext, setting: TextSetting) -> None:
        self._context = context
        self._setting = setting
        self.boxes: list[Any] = []
        self._pieces: list[ParagraphPiece] = []
        self._style = ""
        self._in_contents = False

    def read(self, paragraph: Any) -> Iterator[TextLine | PageBreak]:
        """Its lines, with a `PageBreak` where a page ends inside of it or begins with it."""
        context = self._context
        properties = paragraph.find(_PPR)
        direct = context.styles.paragraph_props(properties)
        self._style = context.styles.paragraph_style(properties)
        self._in_contents = context.fields.is_contents
        self._walk(paragraph)
        if self._in_contents and not self._pieces:
            context.remarks.contents += 1
            return
        style = context.styles.style_paragraph(self._style)
        placed = context.lists.placed(self._style, direct)
        numbered = {} if placed is None else context.lists.paragraph(*placed)
        by_style = (numbered, style) if "num" not in direct else (style, numbered)  # the nearer one wins
        props: dict[str, Any] = dict(context.styles.base_paragraph)
        for one in (dict(self._setting.paragraph), *by_style, direct):
            props.update(one)
        if props.get("break"):
            yield PageBreak()
        is_counted = placed is not None and not self._is_hidden_mark(properties)
        label = context.lists.label(*placed) if placed is not None and is_counted else ""
        yield from self._lines(props, label)

    def _is_hidden_mark(self, properties: Any) -> bool:
        """Whether the paragraph itself is hidden: nothing is printed of it, and its list does not count it."""
        mark = None if properties is None else properties.find(_RPR)
        return self._form(mark).hidden and not self._pieces

    def _form(self, properties: Any) -> RunForm:
        direct = self._context.styles.run_props(properties)
        return self._context.styles.run_form(self._style, tuple(direct.items()), self._setting.run)

    def _walk(self, parent: Any) -> None:
        for child in parent:
            tag = child.tag
            if tag == _RUN:
                self._run(child)
            elif tag in _SKIPPED:
                continue
            elif tag == _ALTERNATE:
                self._walk(branch(child))
            elif tag == _SIMPLE_FIELD and is_contents(str(child.get(_INSTR, ""))):
                self._in_contents = True
            elif tag == _MATH_TEXT:
                self._add(child.text or "", RunForm())
            elif tag in _GRAPHICS:
                self._graphic(child)
            else:
                self._walk(child)

    def _run(self, run: Any) -> None:
        form = self._form(run.find(_RPR))
        fields = self._context.fields
        for child in run:
            tag = child.tag
            if tag == FIELD_CHAR:
                chosen = fields.mark(child)
                if chosen:
                    self._pieces.append(ParagraphPiece(chosen, form))
                continue
            if tag == _CODE:
                fields.code(child.text or "")
                continue
            if fields.is_contents:
                self._in_contents = True
                continue
            if fields.is_code:
                continue
            if tag == _TEXT:
                self._add(_set_off(_typed(child), run), form)
            elif tag in _SIGNS:
                self._add(_SIGNS[tag], form)
            elif tag == _BREAK:
                kind = child.get(_TYPE, "")
                self._pieces.append(ParagraphPiece("", form, PAGE if kind == "page" else BREAK))
            elif tag == _RETURN:
                self._pieces.append(ParagraphPiece("", form, BREAK))
            elif tag == _SYMBOL:
                self._symbol(child, form)
            elif tag in _NOTES:
                key = self._context.note(tag.rpartition("}")[2].removesuffix("Reference"), str(child.get(w("id"))))
                self._pieces.append(ParagraphPiece("", form, NOTE, key))
            elif tag == _ALTERNATE:
                self._graphic(branch(child))
            elif tag in _GRAPHICS:
                self._graphic(child)
            elif tag == _RUBY:
                self._walk(child)

    def _add(self, text: str, form: RunForm) -> None:
        if form.hidden:
            if text.strip():
                self._context.remarks.hidden.append(text.strip())
        elif text:
            last = self._pieces[-1] if self._pieces else None
            if last is not None and not last.kind and last.form == form:
                last.text += text
            else:
                self._pieces.append(ParagraphPiece(text, form))

    def _symbol(self, symbol: Any, form: RunForm) -> None:
        try:
            code = int(str(symbol.get(w("char"))), 16)
        except ValueError:
            code = 0
        found = sign(code, str(symbol.get(w("font"), "")))
        self._add(found, replace(form, font=""))

    def _graphic(self, element: Any) -> None:
        found = Graphics(element)
        self.boxes += found.boxes
        self._context.remarks.pictures += [self._setting.place()] * found.pictures
        self._context.remarks.others.update(found.others)
        for words in found.art:
            self._pieces += [
                ParagraphPiece("", RunForm(), BREAK),
                ParagraphPiece(words, RunForm()),
                ParagraphPiece("", RunForm(), BREAK),
            ]

    def _lines(self, props: Props, label: str) -> Iterator[TextLine | PageBreak]:
        """The pieces cut at breaks; lines without a word are left out, but for what has a label."""
        self._convert()
        lines: list[tuple[list[TextRun], bool]] = [([], False)]
        for piece in self._pieces:
            if piece.kind == NOTE:
                lines[-1][0].append(TextRun("", note=piece.note))
            elif piece.kind:
                lines.append(([], piece.kind == PAGE))
            else:
                lines[-1][0].append(TextRun(piece.text, piece.form.bold, piece.form.italic))
        trimmed = [_trimmed(runs) for runs, _page in lines]
        last = max((at for at, (_shift, runs) in enumerate(trimmed) if runs or (label and not at)), default=-1)
        left = float(props.get("left", 0))
        beginning = left + float(props.get("first", 0))
        for index, (shift, runs) in enumerate(trimmed):
            if lines[index][1]:
                yield PageBreak()
            if runs or label:
                yield TextLine(
                    runs,
                    self._setting.place(),
                    label,
                    str(props.get("align", "left")),
                    round(_tabbed(beginning, shift) / _TWIPS, 1),
                    self._setting.column,
                    LineEnd.PARAGRAPH if index == last else LineEnd.BREAK,
                    self._context.styles.name(self._style),
                )
            beginning, label = left, ""

    def _is_old(self, typed: str) -> bool:
        """Whether text in a font from before Unicode is in its encoding. Few letters may be of either: as those before.

        Old fonts are left in styles of files whose text has long been typed in Unicode.
        """
        decided = is_unicode(typed)
        if decided is not None:
            self._context.old_fonts_hold_unicode = decided
        return not self._context.old_fonts_hold_unicode

    def _convert(self) -> None:
        """Bring texts to Unicode, in NFC, capitals as they print."""
        remarks = self._context.remarks
        old = {id(piece): name for piece in self._pieces if (name := legacy_encoding(piece.form.font))}
        typed = "".join(piece.text for piece in self._pieces if id(piece) in old)
        is_old = bool(old) and self._is_old(typed)
        if is_old and not typed.isascii():
            remarks.legacy.update({name.removesuffix("H") for name in old.values()})
        for piece in self._pieces:
            if is_old and id(piece) in old:
                piece.text = decoded(piece.text, old[id(piece)])
            elif piece.text:
                piece.text = unicode_text(piece.text, piece.form.font).translate(_UNSEEN)
                remarks.unknown_signs += piece.text.count(UNKNOWN)
            if piece.form.caps:
                piece.text = piece.text.upper()
        texts = [piece for piece in self._pieces if not piece.kind]
        for before, after in pairwise(texts):
            marks = len(after.text) - len(after.text.lstrip(_MARKS))
            before.text, after.text = before.text + after.text[:marks], after.text[marks:]
        for piece in texts:
            if not _HEAP.search(piece.text):
                piece.text = nfc(piece.text)


_RUN, _TEXT, _PPR, _RPR, _CODE, _INSTR, _TYPE = (w(name) for name in "r t pPr rPr instrText instr type".split())
_SIMPLE_FIELD, _BREAK, _RETURN, _SYMBOL, _RUBY = (w(name) for name in "fldSimple br cr sym ruby".split())
_NOTES = (w("footnoteReference"), w("endnoteReference"))
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_SIGNS = {w("tab"): "\t", w("ptab"): "\t", w("noBreakHyphen"): "-"}
_MARKS = "".join(chr(code) for code in range(0x300, 0x370) if unicodedata.combining(chr(code)))


def _typed(text: Any) -> str:
    """The text of a `w:t`: blanks at its ends count only where it says so."""
    value = str(text.text or "").replace("\n", " ").replace("\r", " ")
    return value if text.get(_SPACE) == "preserve" else value.strip(" \t")


def _trimmed(runs: list[TextRun]) -> tuple[str, tuple[TextRun, ...]]:
    """The blanks at the begin of a line, and its runs without those at either end."""
    joined: list[TextRun] = []
    for run in runs:
        last = joined[-1] if joined else None
        if not run.text and not run.note:
            continue
        if last is not None and not run.note and not last.note and (last.bold, last.italic) == (run.bold, run.italic):
            joined[-1] = replace(last, text=last.text + run.text)
        else:
            joined.append(run)
    shift = ""
    while joined and not joined[0].note:
        bare = joined[0].text.lstrip()
        shift += joined[0].text[: len(joined[0].text) - len(bare)]
        if bare:
            joined[0] = replace(joined[0], text=bare)
            break
        joined.pop(0)
    while joined and not joined[-1].note:
        if bare := joined[-1].text.rstrip():
            joined[-1] = replace(joined[-1], text=bare)
            break
        joined.pop()
    return shift, tuple(joined)


def _tabbed(beginning: float, shift: str) -> float:
    """Where a line begins whose text begins with blanks and tabs."""
    for one in shift:
        beginning = (beginning // _TAB_STOP + 1) * _TAB_STOP if one == "\t" else beginning + _BLANK
    return beginning


_PLACE = f"{w('rPr')}/{w('vertAlign')}"
_RAISED = str.maketrans("0123456789+-\u2212", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_LOWERED = str.maketrans("0123456789+-\u2212", "₀₁₂₃₄₅₆₇₈₉₊₋₋")


def _set_off(text: str, run: Any) -> str:
    """Raised and lowered digits as signs of their own: `m²`, `CO₂`."""
    found = run.find(_PLACE)
    signs = {"superscript": _RAISED, "subscript": _LOWERED}.get(found.get(w("val")) if found is not None else "")
    return text.translate(signs) if signs and text and not text.strip("0123456789+-\u2212") else text
