"""Reads Markdown as people and converters write it: headings, bold and italic, lists, tables, quotes, footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kehoach.diagnostics import Message, _
from kehoach.readers.document import LineEnd, PageBreak, ReadBlock, ReadDocument, ReadTable, TextLine, TextRun
from kehoach.readers.pages.typed_tables import table_at

MILLIMETRES = 2.0
"""About the width of a blank."""
_HEADING = re.compile(r"(#{1,6})[ \t]+(\S.*)")
_QUOTE = re.compile(r"(?:>[ \t]?)+")
_BULLET = re.compile(r"[*•][ \t]+(?=\S)")
_ITEM = re.compile(r"(?:[-+*•–]|\d{1,3}\\?[.)])[ \t]")
_NOTE = re.compile(r"\[\^([^\]\s]{1,40})\]:[ \t]*(.*)")
_FENCE = re.compile(r"(?:```|~~~)\w{0,20}")
_BREAK = re.compile(r"<br\s{0,3}/?>", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_LINK = re.compile(r"(!?)\[([^\[\]]{0,2000})\]\(([^()\s]{0,2000})(?:[ \t]+\"[^\"]{0,500}\")?\)")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,2000})>")
_CALL = re.compile(r"\[\^([^\]\s]{1,40})\]")
_EMPHASIS = re.compile(r"(\*{1,3}|_{1,3})")
_KEPT = 0xE000
"""Escaped signs are moved out of the way, into letters that no text has."""


def read_markdown(text: str, remarks: Sequence[Message] = ()) -> ReadDocument:
    """The lines and tables of Markdown text. Links lose their address and pictures are left out, with a remark."""
    text, comments = _without_comments(text)
    reading = _Reading(text.replace("\f", "\n\f\n").split("\n"))
    blocks = tuple(reading.blocks())
    said = [*remarks]
    if comments:
        said.append(_("{count} comments of the Markdown file were left out", count=comments))
    if reading.addresses:
        said.append(_("of {count} links only the text was taken", count=reading.addresses))
    if reading.pictures:
        said.append(_("{count} pictures were left out", count=reading.pictures))
    return ReadDocument(blocks, reading.notes, tuple(said))


def _without_comments(text: str) -> tuple[str, int]:
    """The text with the line breaks of its comments alone, and how many there were."""
    pieces, count, at = [], 0, 0
    while (begin := text.find("<!--", at)) >= 0 and (end := text.find("-->", begin)) >= 0:
        pieces += [text[at:begin], "\n" * text.count("\n", begin, end)]
        at, count = end + 3, count + 1
    return "".join([*pieces, text[at:]]), count


class _Reading:
    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self.notes: dict[str, tuple[TextLine, ...]] = {}
        self.addresses = self.pictures = 0

    def blocks(self) -> Iterator[ReadBlock]:
        """The blocks in their order; notes are put aside."""
        index, number = 0, 1
        as_typed = False
        while index < len(self._lines):
            raw = self._lines[index]
            line = raw.strip()
            where = f"dòng {number}"
            if raw == "\f":
                yield PageBreak()
                index, number = index + 1, number - 1
            elif _FENCE.fullmatch(line):
                as_typed = not as_typed
                index += 1
            elif not line:
                index += 1
            elif as_typed:
                yield TextLine((TextRun(line),), where, end=self._end(index, line))
                index += 1
            elif table := self._table(index, number):
                yield table[0]
                number += table[1] - index - 1
                index = table[1]
            elif note := _NOTE.match(line):
                after = self._note(note[1], note[2], index, where)
                number += after - index - 1
                index = after
            elif re.fullmatch("=+", line) and index and self._lines[index - 1].strip():
                index += 1  # an underlined heading, see `_line`
            else:
                yield from self._line(raw, index, where)
                index += 1
            number += 1

    def _table(self, index: int, number: int) -> tuple[ReadTable, int] | None:
        return table_at(self._lines, index, lambda line: f"dòng {number + line - index}", self._cell)

    def _cell(self, text: str, place: str, end: LineEnd) -> list[TextLine]:
        parts = [part for part in _BREAK.split(text) if part.strip()]
        return (
            [
                TextLine(self._runs(part.strip()), place, end=end if last else LineEnd.BREAK)
                for part, last in zip(parts, [False] * (len(parts) - 1) + [True], strict=True)
            ]
            if parts
            else []
        )

    def _note(self, key: str, text: str, index: int, where: str) -> int:
        """Puts a footnote aside, with the lines below it that are indented; gives the line after it."""
        lines = [TextLine(self._runs(text), where, end=LineEnd.WRAP)] if text else []
        index += 1
        while index < len(self._lines) and self._lines[index].startswith(("  ", "\t")) and self._lines[index].strip():
            lines.append(TextLine(self._runs(self._lines[index].strip()), where, end=LineEnd.WRAP))
            index += 1
        if lines:
            lines[-1] = TextLine(lines[-1].runs, where)
        self.notes[key] = (*self.notes.get(key, ()), *lines)
        return index

    def _line(self, raw: str, index: int, where: str) -> Iterator[TextLine]:
        line = raw.expandtabs(4)
        indent = (len(line) - len(line.lstrip())) * MILLIMETRES
        line, style, label = line.strip(), "", ""
        if quote := _QUOTE.match(line):
            line, style = line[quote.end() :].strip(), "quote"
        if heading := _HEADING.fullmatch(line):
            line, style = re.sub(r"(?<= )#+$", "", heading[2]).strip(), f"heading {len(heading[1])}"
        elif re.fullmatch("=+", self._after(index)):
            style = "heading 1"
        elif bullet := _BULLET.match(line):
            line, label = line[bullet.end() :], "-"
        end = LineEnd.PARAGRAPH if style.startswith("heading") else self._end(index, raw)
        parts = [part.strip() for part in _BREAK.split(line.removesuffix("\\") if raw.endswith("\\") else line)]
        for position, part in enumerate(parts):
            last = position == len(parts) - 1
            if part:
                yield TextLine(
                    self._runs(part), where, label="" if position else label, indent=indent,
                    end=end if last else LineEnd.BREAK, style=style,
                )  # fmt: skip

    def _after(self, index: int) -> str:
        return self._lines[index + 1].strip() if index + 1 < len(self._lines) else ""

    def _end(self, index: int, raw: str) -> LineEnd:
        """How line `index` ends: Markdown says by hand, or by what comes next."""
        after = self._after(index)
        if not after or _HEADING.match(after) or _ITEM.match(after) or _FENCE.fullmatch(after) or _NOTE.match(after):
            return LineEnd.PARAGRAPH
        if table_at(self._lines, index + 1, str):
            return LineEnd.PARAGRAPH
        return LineEnd.BREAK if raw.endswith(("  ", "\\")) else LineEnd.WRAP

    def _runs(self, text: str) -> tuple[TextRun, ...]:
        """Text in runs, without the signs of Markdown."""
        text = _ESCAPED.sub(lambda match: chr(_KEPT + ord(match[1])), text)
        text = _AUTOLINK.sub(lambda match: match[1].removeprefix("mailto:"), _LINK.sub(self._link, text))
        runs: list[TextRun] = []
        bold = italic = False
        for piece in self._pieces(text):
            if isinstance(piece, TextRun):
                runs.append(piece)
            elif piece[0]:
                bold, italic = bold ^ (piece[0] > 1), italic ^ (piece[0] % 2 == 1)
            elif piece[1]:
                whole = "".join(
                    chr(ord(sign) - _KEPT) if _KEPT < ord(sign) < _KEPT + 128 else sign for sign in piece[1]
                )
                runs.append(TextRun(whole, bold, italic))
        return _joined(runs)

    def _link(self, match: re.Match[str]) -> str:
        if match[1]:
            self.pictures += 1
        elif match[3] not in (match[2], f"mailto:{match[2]}"):
            self.addresses += 1
        return match[2]

    @staticmethod
    def _pieces(text: str) -> Iterator[TextRun | tuple[int, str]]:
        """Footnote calls; signs that switch the form, by their length; and text (0, text)."""
        signs = _partners(text)
        start = 0
        for match in re.finditer(f"{_EMPHASIS.pattern}|{_CALL.pattern}", text):
            if match[2] is None and match.start() not in signs:
                continue
            yield 0, text[start : match.start()]
            yield TextRun("", note=match[2]) if match[2] else (len(match[1]), "")
            start = match.end()
        yield 0, text[start:]


def _partners(text: str) -> set[int]:
    """Where signs of emphasis begin that open or close one: the same sign, at the edge of words, before and after."""
    found: set[int] = set()
    open_signs: list[tuple[str, int]] = []
    for match in _EMPHASIS.finditer(text):
        before, after = (
            text[match.start() - 1 : match.start()] if match.start() else " ",
            text[match.end() :][:1] or " ",
        )
        opens = not after.isspace() and (match[1][0] == "*" or not before.isalnum())
        closes = not before.isspace() and (match[1][0] == "*" or not after.isalnum())
        partner = next((one for one in reversed(open_signs) if one[0] == match[1]), None) if closes else None
        if partner:
            del open_signs[open_signs.index(partner) :]
            found |= {partner[1], match.start()}
        elif opens and len(open_signs) < 20:
            open_signs.append((match[1], match.start()))
    return found


def _joined(runs: Sequence[TextRun]) -> tuple[TextRun, ...]:
    """Neighbours of one form together."""
    whole: list[TextRun] = []
    for run in runs:
        if (
            whole
            and not run.note
            and not whole[-1].note
            and (whole[-1].bold, whole[-1].italic) == (run.bold, run.italic)
        ):
            whole[-1] = TextRun(whole[-1].text + run.text, run.bold, run.italic)
        else:
            whole.append(run)
    return tuple(whole)
