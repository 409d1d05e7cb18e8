"""What stands below the text: recipients, the file copy, who signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kehoach.readers.document import LineEnd, TextLine
from kehoach.recognising import patterns
from kehoach.recognising.found import FoundSignature, FoundText
from kehoach.recognising.lines import found, is_capitals, is_rule, one, part_of, plain, whole
from kehoach.recognising.marks import label_of_line

_MOST_NAME = 7  # words


@dataclass
class TailRead:
    """The end of a paper. `typed` are lines that kehoach prints by itself; `rest` said nothing known."""

    recipients: list[tuple[FoundText, list[FoundText]]] = field(default_factory=list)
    archive: str = ""
    signs: list[str] = field(default_factory=list)
    name: str = ""
    typed: list[FoundText] = field(default_factory=list)
    rest: list[FoundText] = field(default_factory=list)

    @property
    def signature(self) -> FoundSignature:
        """Who signs."""
        return FoundSignature(tuple(self.signs), self.name)


def begins_tail(line: TextLine, after_end: bool) -> bool:
    """Whether the text is over at this line; `after_end`: the line above it closes with `./.`."""
    text = line.text.strip()
    if patterns.RECIPIENTS.match(text) and (len(text) < 15 or text[10:11] in ":."):
        return True
    if patterns.SIGNS_FOR.match(text):
        return is_capitals(text) and len(text) < 90
    return after_end and is_capitals(text) and bool(patterns.TITLE.match(text))


def read_tail(lines: Sequence[TextLine]) -> TailRead:
    """The recipients and the signature that these lines are."""
    tail = TailRead()
    listing = False
    archived: list[str] = []
    recipients: list[tuple[list[TextLine], list[list[TextLine]]]] = []
    column = 0
    for at, line in enumerate(lines):
        text = line.text.strip()
        if line.column > column and recipients:
            listing = False
        column = line.column
        if match := patterns.RECIPIENTS.match(text):
            listing = True
            tail.typed.append(found(part_of(line, 0, match.end())))
            line = part_of(line, match.end())
            if is_rule(line.text):
                continue
        if _is_sign(line, tail) or (tail.signs and not tail.name and _is_office(lines, at)):
            listing = False
            _add_sign(tail, line, lines[at - 1] if at else None)
        elif listing or _is_left(line, tail, recipients, archived):
            _add_recipient(line, recipients, archived, tail)
        elif tail.signs and patterns.SIGNED.fullmatch(text):
            tail.typed.append(whole(line))
        elif not tail.name and tail.signs and _may_be_name(line):
            tail.name = " ".join(text.split())
        else:
            tail.rest.append(whole(line))
    tail.recipients = [(found(one(above)), [found(one(below)) for below in items]) for above, items in recipients]
    tail.archive = "\n".join(archived)
    return tail


def _is_left(
    line: TextLine,
    tail: TailRead,
    recipients: Sequence[tuple[list[TextLine], list[list[TextLine]]]],
    archived: Sequence[str],
) -> bool:
    """Whether a line goes on with recipients that have begun beside the signature."""
    label = label_of_line(line)
    return bool(recipients and not archived and not tail.name and label and label.is_bullet)


def _may_be_name(line: TextLine) -> bool:
    """Whether a line below the title names a person: by its capitals, or by how it is set beside the recipients."""
    if patterns.NAME.fullmatch(line.text.strip()) and len(line.text.split()) <= _MOST_NAME:
        return True
    return line.is_bold and (line.column > 0 or line.align == "center")


def _is_sign(line: TextLine, tail: TailRead) -> bool:
    text = line.text.strip()
    if not is_capitals(text) or tail.name:
        return False
    if patterns.SIGNS_FOR.match(text) or patterns.TITLE.match(text) or (line.column > 1 and not tail.signs):
        return True
    return (bool(tail.signs) and not patterns.NAME.fullmatch(text.title())) or (
        bool(tail.signs) and _goes_on(tail.signs[-1], text)
    )


def _goes_on(above: str, text: str) -> bool:
    """Whether a line of a signature only goes on from the one above: `TM. ỦY BAN NHÂN / DÂN`."""
    return plain(text) in ("dân", "nhân dân", "ban nhân dân") or plain(above).endswith(
        (" nhân", " ban", "ủy ban", "hội đồng")
    )


def _is_office(lines: Sequence[TextLine], at: int) -> bool:
    """Whether a line in capitals is no name: a name comes below it."""
    if not is_capitals(lines[at].text) or at + 1 == len(lines):
        return False
    below = lines[at + 1]
    return below.column == lines[at].column and _may_be_name(below) and not is_capitals(below.text)


def _add_sign(tail: TailRead, line: TextLine, above: TextLine | None) -> None:
    text = " ".join(line.text.split())
    begins = patterns.SIGNS_FOR.match(text) or patterns.TITLE.match(text)
    wrapped = above is not None and above.end is not LineEnd.PARAGRAPH and not begins
    if tail.signs and not begins and (_goes_on(tail.signs[-1], text) or wrapped):
        tail.signs[-1] += f" {text}"
    else:
        tail.signs.append(text)


def _add_recipient(
    line: TextLine,
    recipients: list[tuple[list[TextLine], list[list[TextLine]]]],
    archived: list[str],
    tail: TailRead,
) -> None:
    label = label_of_line(line)
    start = label.length if label else 0
    text = line.text[start:].strip()
    if match := patterns.ARCHIVE.match(text):
        at = line.text.index(text) + match.end()
        tail.typed.append(found(part_of(line, start, at)))
        archived.append(" ".join(line.text[at:].split()))
    elif archived:
        archived.append(" ".join(line.text.split()))
    elif label and label.is_bullet:
        item = part_of(line, start)
        inner = label.printed == "+" or (
            recipients and line.indent > recipients[-1][0][0].indent + 1 and label.printed != "-"
        )
        if inner and recipients:
            recipients[-1][1].append([item])
        else:
            recipients.append(([item], []))
    elif not recipients or _is_whole(recipients, line):
        recipients.append(([line], []))
    else:
        above, items = recipients[-1]
        (items[-1] if items else above).append(line)


def _is_whole(recipients: list[tuple[list[TextLine], list[list[TextLine]]]], line: TextLine) -> bool:
    """Whether a line without a dash is a recipient of its own: so is the first, and each that ends the one above."""
    above, items = recipients[-1]
    last = (items[-1] if items else above)[-1].text.rstrip()
    return last.endswith((";", ".")) and not line.text[:1].islower()
