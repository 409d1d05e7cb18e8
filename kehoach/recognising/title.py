"""What stands between the name of the type and the text: subject, the line below it, addressees; bases and opening."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kehoach.readers.document import LineEnd, TextLine
from kehoach.recognising import patterns
from kehoach.recognising.facts_bases import basis_in
from kehoach.recognising.found import FoundText
from kehoach.recognising.lines import ends_sentence, found, is_capitals, is_rule, one, part_of, plain, typed, whole
from kehoach.recognising.marks import label_of_line
from kehoach.recognising.wrapping import WrapWay

_MOST_SUBJECT = 12  # lines
_LONGEST = 600  # characters
_AFTER = re.compile(
    r"(căn cứ|kính gửi|xét|theo đề nghị|ủy ban nhân dân|uỷ ban nhân dân|ubnd|sở|nhằm|để)\b|quyết định\s*:", re.I
)
_DECIDES = re.compile(r"(chủ tịch|giám đốc|hội đồng nhân dân|tổng giám đốc|bộ trưởng|trưởng ban)\b")


@dataclass
class TitleRead:
    """The title of a paper. `used` is how many lines it takes."""

    subject: TextLine | None = None
    below: TextLine | None = None
    used: int = 0


def read_title(lines: Sequence[TextLine], way: WrapWay, bodies: Sequence[str] = ()) -> TitleRead:
    """The subject and the line below it, from the line after the type's name on; `bodies` are names of who issues."""
    title = TitleRead()
    subject: list[TextLine] = []
    at = 0
    while at < len(lines) and len(subject) < _MOST_SUBJECT:
        line = lines[at]
        if is_rule(line.text + line.label):
            at += 1
            if subject:
                break
            continue
        if patterns.ATTACHED.match(line.text) or (subject and line.text.lstrip().startswith("(")):
            break
        if not _is_of_subject(line, subject, way) or (subject and _names_issuer(line, bodies)):
            break
        subject.append(line)
        at += 1
    if subject and sum(len(line.text) for line in subject) < _LONGEST:
        title.subject, title.used = one(subject), at
    else:
        at = 0
    below: list[TextLine] = []
    while at < len(lines) and (
        (not below and patterns.ATTACHED.match(lines[at].text) and not lines[at].label)
        or (below and not _is_closed(below) and not lines[at].label)
    ):
        below.append(lines[at])
        at += 1
    if below:
        title.below, title.used = one(below), at
    return title


def _names_issuer(line: TextLine, bodies: Sequence[str]) -> bool:
    """Whether a line in capitals below the subject of a decision begins with the body, or the head, that decides."""
    said = patterns.spelled(line.text)
    names = [patterns.spelled(name) for name in (" ".join(bodies), *bodies[:1]) if name]
    return is_capitals(line.text) and (any(said.startswith(name) for name in names) or bool(_DECIDES.match(said)))


def _is_closed(lines: Sequence[TextLine]) -> bool:
    """Whether the line below the title is whole: its brackets are closed."""
    text = one(lines).text
    return text.count("(") <= text.count(")") or len(lines) >= 4


def _is_of_subject(line: TextLine, above: Sequence[TextLine], way: WrapWay) -> bool:
    if not above:
        label = label_of_line(line)
        if line.is_bold or line.align == "center":
            return not line.label
        return not line.label and not (label and label.is_bullet) and not line.text.rstrip().endswith((":", ";"))
    if line.label or (label_of_line(line) and not is_capitals(above[0].text)):
        return False
    if is_capitals(above[0].text):
        if not any(sign.isalpha() for sign in line.text):
            return above[-1].end is not LineEnd.PARAGRAPH and not label_of_line(line)
        return is_capitals(line.text) and not re.match(r"[IVX]+\.\s", line.text) and not patterns.type_of(line.text)
    last = above[-1]
    if last.is_bold or last.align == "center":
        if not (line.align or line.is_bold) and line.text[:1].isupper():
            return False  # a sentence below what is in the middle
        goes_on = last.end is LineEnd.WRAP and not last.align  # as wide as the page: nobody sees that it is central
        return line.is_bold == last.is_bold and (line.align == last.align or not line.align or goes_on)
    if line.align == "center" and not (last.align or line.is_bold or ends_sentence(last.text)):
        return True
    if ends_sentence(last.text) or _AFTER.match(line.text) or is_capitals(line.text):
        return False
    if last.end is LineEnd.PARAGRAPH and way.separated:
        return False
    return not patterns.BASIS.match(line.text)


@dataclass
class PreambleRead:
    """What stands between the title and the first section."""

    addressees: list[FoundText] = field(default_factory=list)
    bases: list[FoundText] = field(default_factory=list)
    opening: list[FoundText] = field(default_factory=list)
    typed: list[FoundText] = field(default_factory=list)


def read_preamble(paragraphs: Sequence[TextLine]) -> PreambleRead:
    """Addressees, bases and opening."""
    read = PreambleRead()
    addressing = False
    sure = max((at for at, line in enumerate(paragraphs) if is_basis(line.text)), default=-1)
    for at, paragraph in enumerate(paragraphs):
        line = typed(paragraph)
        text = line.text
        label = label_of_line(line)
        if match := patterns.ADDRESSEES.match(text):
            read.typed.append(found(part_of(line, 0, match.end())))
            if not is_rule(text[match.end() :]):
                read.addressees.append(found(line, match.end()))
            addressing = True
        elif addressing and label and label.is_bullet and not read.bases and not read.opening:
            read.addressees.append(found(line, label.length))
        elif not read.opening and (
            is_basis(text) or cites(line) or (text.rstrip().endswith(";") and (at < sure or line.is_italic))
        ):
            addressing = False
            read.bases.append(whole(line))
        else:
            addressing = False
            read.opening.append(whole(line))
    return read


def cites(line: TextLine) -> bool:
    """Whether a paragraph is a citation and nothing else, set as bases are: in italics, or nobody knows how."""
    return (line.is_italic or not line.align) and basis_in(line.text) is not None


def is_basis(text: str) -> bool:
    """Whether a paragraph is a basis: it cites, ends as one of a row, and does not announce the plan."""
    if not patterns.BASIS.match(text) or text.rstrip().endswith(":"):
        return False
    if text.rstrip().endswith(";"):
        return True
    return bool(patterns.SURE_BASIS.match(text)) and not re.search(r"(như sau|sau đây)\W*$", plain(text))
