"""Faults of characters, found in the text itself before YAML looks at it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kehoach.diagnostics import Severity, _
from kehoach.edits import Edit
from kehoach.patterns import regex
from kehoach.readers.rules import book
from kehoach.rules import Violation
from kehoach.source import Source, Span
from kehoach.vietnamese import is_nfc, nfc

_TAB = regex(r"^(?:[ ]*\t[ \t]*|[ ]*(?:-[ ]*)+\t[ \t]*)", re.MULTILINE)
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_OPENS = regex(r"(?::|[>|][+-]?)\s*$")
_BLANKS = "\u00a0\u2000-\u200a\u202f\u3000"
"""What looks like a space and is none: the non-breaking and the wide spaces that Word and web pages use."""
_BLANK = regex(f"[{_BLANKS}]")
_NO_SPACE = regex(
    rf"^[ ]*(?:-[ ]*)*(?P<blanks>[{_BLANKS}][ {_BLANKS}]*)"
    rf"|^[ ]*(?:-[ ]+)*[a-z][a-z0-9_-]*:[ ]*(?P<behind>[{_BLANKS}])(?!$)",
    re.MULTILINE,
)
_AS_SPACE = dict.fromkeys((160, 8239, *range(8192, 8203)), " ")
# Controls, the line ends that only YAML knows, marks of direction, and the noncharacters that kehoach keeps for itself.
_FORBIDDEN = regex(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    f"\ud800-\udfff{_NONCHARACTERS}]"
)
_INVISIBLE = regex("[\u200b\u200c\u200d\u2060\ufeff\u00ad\U000e0000-\U000e007f]")
_ESCAPE = regex(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "v": "\v",
    "f": "\f",
    "e": "\x1b",
    "N": "\x85",
    "L": "\u2028",
    "P": "\u2029",
}
_DECOMPOSED = regex(r"\w[\u0300-\u036f]+")


def forbidden_in(text: str) -> str:
    """The first character of a text that no printed page can hold, "" for none."""
    found = _FORBIDDEN.search(text)
    return found.group() if found else ""


@book.rule("KH002", Severity.ERROR)
def tab_in_indentation(source: Source) -> Iterator[Violation]:
    """A tab is where YAML counts spaces.

    Why: YAML measures depth in spaces; a tab looks like several and counts as none, so nothing below it can be read.
    Bad:
        - kind: purpose
        →items:
    Good:
        - kind: purpose
          items:
    """
    has_tabs, has_blanks = "\t" in source.letters, any(map(_BLANK.match, source.letters))
    columns = _meant_columns(source) if has_tabs else {}
    for match in _TAB.finditer(source.text) if has_tabs else ():
        start = match.start() + match.group().index("\t")
        column = columns.get(match.start(), 0)
        spaces = " " if "-" in match.group() else " " * max(column - (start - match.start()), 1)
        yield Violation(
            source.span(start, match.end()),
            _("a tab where only spaces may be"),
            _("write spaces: as many as the neighbouring lines have, two more under a line that ends with a colon"),
            (Edit(start, match.end(), spaces),),
        )
    for match in _NO_SPACE.finditer(source.text) if has_blanks else ():
        start, end = match.span("blanks" if match["blanks"] else "behind")
        yield Violation(
            source.span(start, end),
            _("a blank of another kind (U+{code:04X}) where only plain spaces may be", code=ord(source.text[start])),
            _("delete it and press the space bar"),
            (Edit(start, end, source.text[start:end].replace("\u3000", "  ").translate(_AS_SPACE)),),
        )


def _meant_columns(source: Source) -> dict[int, int]:
    """Where the lines indented with tabs probably belong, by the offset at which each line begins.

    Two columns deeper below a line that ends with a colon or opens a block; a bullet below the bullet before it; else
    beside the key above. A line indented like an earlier one, tab for tab, is where that one does.
    """
    meant: dict[int, int] = {}
    alike: dict[str, int] = {}
    beside = bullet = 0
    for number, start in enumerate(source.line_starts, 1):
        line = source.line(number)
        rest = line.lstrip(" \t")
        lead = line[: len(line) - len(rest)]
        if not rest or rest.startswith("#"):
            continue
        if "\t" not in lead:
            alike.clear()
        column = alike.setdefault(lead, bullet if rest[0] == "-" else beside) if "\t" in lead else len(lead)
        meant[start] = column
        opens = 2 * bool(_OPENS.search(rest))
        beside = column + len(rest) - len(rest.lstrip("- \t")) + opens
        if rest[0] == "-" or opens:
            bullet = beside if opens else column
    return meant


@book.rule("KH003", Severity.ERROR)
def forbidden_character(source: Source, quoted: Span | None = None) -> Iterator[Violation]:
    """A control character that no printed page can hold.

    Why: such characters come along when text is pasted from a PDF or a web page; Word refuses a file that has one, and
    marks of direction make a line print otherwise than it reads. An escape between double quotes is one as well.
    Bad:
        text: Thực hiện\\x0bchính sách
    Good:
        text: Thực hiện chính sách
    """
    for start, end, character in _escaped(quoted) if quoted else _written(source):
        if _FORBIDDEN.match(character):
            yield Violation(
                source.span(start, end),
                _("the character U+{code:04X} cannot be printed", code=ord(character)),
                _("delete it; it was probably pasted along with the text"),
                (Edit(start, end, ""),),
            )


def _written(source: Source) -> Iterator[tuple[int, int, str]]:
    for match in _FORBIDDEN.finditer(source.text) if any(map(_FORBIDDEN.match, source.letters)) else ():
        yield match.start(), match.end(), match.group()


def _escaped(quoted: Span) -> Iterator[tuple[int, int, str]]:
    """The characters that a text in double quotes names by an escape, each with its place."""
    for match in _ESCAPE.finditer(quoted.source.text, quoted.start, quoted.end):
        digits = match[1] or match[2] or match[3]
        yield match.start(), match.end(), chr(int(digits, 16)) if digits else _ESCAPED.get(match[4], " ")


@book.rule("KH004", Severity.WARNING)
def invisible_character(source: Source) -> Iterator[Violation]:
    """A character that nobody can see is inside the text.

    Why: a zero-width character makes two words that look the same differ, so a search or a comparison misses one.
    Bad:
        name: Phòng Kinh<U+200B> tế
    Good:
        name: Phòng Kinh tế
    """
    for match in _INVISIBLE.finditer(source.text) if any(map(_INVISIBLE.match, source.letters)) else ():
        yield Violation(
            source.span(match.start(), match.end()),
            _("an invisible character, U+{code:04X}", code=ord(match.group())),
            _("delete it"),
            (Edit(match.start(), match.end(), ""),),
        )


@book.rule("KH005", Severity.INFO)
def decomposed_letter(source: Source) -> Iterator[Violation]:
    """A letter is written as a base and loose marks (Unicode NFD).

    Why: kehoach reads it as the whole letter, but other programs may take "ệ" in two pieces for another word. Text
    copied from some PDF files or from a Mac comes like this.
    Bad:
        name: Ke^´ hoa.ch
    Good:
        name: Kế hoạch
    """
    if is_nfc(source.text):
        return
    for number, start in enumerate(source.line_starts, 1):
        line = source.line(number)
        match = _DECOMPOSED.search(line)
        if match and not is_nfc(line):
            yield Violation(
                source.span(start + match.start(), start + match.end()),
                _("letters with loose marks on this line; read as whole letters"),
                _("the safe fix writes the line with whole letters"),
                (Edit(start, start + len(line), nfc(line)),),
            )
