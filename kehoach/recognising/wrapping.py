"""Joining the lines that only the width of a page has ended."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from kehoach.frozen import frozen
from kehoach.readers.document import LineEnd, PageBreak, ReadBlock, ReadTable, TextLine
from kehoach.recognising import patterns
from kehoach.recognising.lines import begins_small, ended, ends_sentence, is_capitals, one
from kehoach.recognising.marks import ReadLabel, label_of_line

SMALL_SHARE = 0.3
"""From this share of follow-on lines with a small first letter on, a text has been wrapped by hand."""
_FULL_SHARE = 0.9  # of the usual width of a wrapped line: shorter, and the next word would have had room
_FEW = 3  # fewer follow-on lines say nothing
_MOST_HEAD = 40  # lines
_NARROW, _WIDE, _ALIKE_SHARE = 0.75, 1.25, 0.75  # of the usual length of a line, of all such lines
_LONG = 45  # characters: a line so long was ended by the width of the page, where small letters are below it
_LEAST_INDENT = 3.0  # millimetres
_NEW = re.compile(
    r"(Căn cứ|Trên đây|Nơi nhận|Kính gửi|Xét đề nghị|Theo đề nghị|Ghi chú|Đơn vị tính)\b|Điều \d+\s?[.:]|"
    r"(Bước|Giai đoạn|Đợt|Dự án|Tiểu dự án|Nhiệm vụ|Nội dung|Nhóm|Mô hình|Chỉ tiêu|Tiêu chí) "
    r"(\d{1,2}|[IVX]{1,4})\s?[.:(]",
    re.I,
)
_BASIS = re.compile(r"(căn cứ|xét|theo đề nghị|thực hiện|triển khai)\b", re.I)
_UNFINISHED = re.compile(r"(,|\b(và|của|các|với|cho|trong|về|theo|tại|hoặc|là|do|từ|đến))\s*$", re.I)
_AWAITS_NUMBER = re.compile(r"\b(số|ngày|tháng|năm)\s*$", re.I)
_TORN = re.compile(r"(,|\s[-–]|\b(và|của|các|với|hoặc))\s*$", re.I)
_PART = re.compile(r"(PHỤ LỤC|Phụ lục (số )?[IVX\d]+\b)")


@frozen
class WrapWay:
    """How the lines of a document were made. `wrapped`: lines that end by width have to be joined. `separated`: the
    ends of paragraphs are marked. `width` is the usual length of a line that was wrapped, in characters, 0 unknown.
    `indent` is what first lines of paragraphs are farther in than, in millimetres, None where they are not. `native`: a
    word processor counts, and knows where a paragraph ends.
    """

    wrapped: bool
    separated: bool
    width: float = 0.0
    indent: float | None = None
    native: bool = False


def way_of(blocks: Iterable[ReadBlock]) -> WrapWay:
    """The way of a document, by the share of its lines that begin in the middle of a sentence."""
    lines = _running(block for block in blocks if not isinstance(block, PageBreak))
    follow: dict[bool, list[tuple[TextLine, bool]]] = {True: [], False: []}
    labelled = {True: 0, False: 0}
    for above, below in pairwise(lines):
        if isinstance(above, ReadTable) or isinstance(below, ReadTable) or is_capitals(below.text):
            continue
        if below.text[:1].isdigit() and not label_of_line(below):
            continue
        marked = above.end is LineEnd.PARAGRAPH
        if label_of_line(below):
            labelled[marked] += 1
        elif above.end is not LineEnd.BREAK and not above.column:
            follow[marked].append((above, begins_small(below.text)))
    native = any(line.label for line in lines if isinstance(line, TextLine))
    ends_say_nothing = not native and _is_wrapped(follow[True]) and _is_of_one_width(follow[True])
    separated = not ends_say_nothing and labelled[True] > labelled[False]
    wrapped = _is_wrapped(follow[False]) or _fills_the_page(lines, follow[False])
    width = [len(above.text) for marked in (True, False) for above, small in follow[marked] if small]
    return WrapWay(wrapped or ends_say_nothing, separated, median(width) if width else 0.0, _indent_of(lines), native)


def _indent_of(lines: Sequence[TextLine | ReadTable]) -> float | None:
    """The middle between where lines with a label begin and where those begin that go on in small letters."""
    first, follow = [], []
    for line in lines:
        if isinstance(line, TextLine) and not line.column and line.align != "center":
            if label_of_line(line):
                first.append(line.indent)
            elif begins_small(line.text):
                follow.append(line.indent)
    if len(first) < _FEW or len(follow) < _FEW or median(first) - median(follow) < _LEAST_INDENT:
        return None
    return (median(first) + median(follow)) / 2


def _running(blocks: Iterable[TextLine | ReadTable]) -> list[TextLine | ReadTable]:
    """The blocks without letterhead, recipients and signature, which are narrow in every document."""
    result: list[TextLine | ReadTable] = []
    narrow = False
    for block in blocks:
        if isinstance(block, TextLine):
            if patterns.RECIPIENTS.match(block.text):
                narrow = True
            elif patterns.type_of(block.text):
                if not narrow and len(result) < _MOST_HEAD:
                    result = []
                narrow = False
            elif _PART.match(block.text):
                narrow = False
        if not narrow:
            result.append(block)
    return result


def _is_wrapped(follow: Sequence[tuple[TextLine, bool]]) -> bool:
    return len(follow) >= _FEW and sum(small for _above, small in follow) >= SMALL_SHARE * len(follow)


def _is_of_one_width(follow: Sequence[tuple[TextLine, bool]]) -> bool:
    """Whether lines that go on in small letters are about as long as each other, as the width of a page makes them."""
    lengths = [len(above.text) for above, small in follow if small]
    usual = median(lengths)
    alike = sum(_NARROW * usual <= length <= _WIDE * usual for length in lengths)
    return alike >= _ALIKE_SHARE * len(lengths)


def _fills_the_page(lines: Sequence[TextLine | ReadTable], follow: Sequence[tuple[TextLine, bool]]) -> bool:
    """Whether no line is longer than those that go on in small letters below: a short text of headings and sentences,
    where most lines end by themselves.
    """
    lengths = [len(above.text) for above, small in follow if small]
    longest = max((len(line.text) for line in lines if isinstance(line, TextLine)), default=0)
    return len(lengths) >= _FEW and min(lengths) >= _NARROW * longest


def joined(lines: Sequence[TextLine], way: WrapWay) -> list[TextLine]:
    """Lines of running text as paragraphs."""
    groups: list[list[TextLine]] = []
    seen: set[tuple[str, tuple[int, ...]]] = set()
    for line in lines:
        label = label_of_line(line)
        if groups and _goes_on(groups[-1], line, label, way, seen):
            groups[-1].append(line)
            continue
        groups.append([line])
        if label:
            seen |= {(reading.kind, reading.values) for reading in label.readings}
    return [ended(one(group)) for group in groups]


def _goes_on(
    above: Sequence[TextLine],
    below: TextLine,
    label: ReadLabel | None,
    way: WrapWay,
    seen: set[tuple[str, tuple[int, ...]]],
) -> bool:
    """Whether the paragraph of the lines `above` goes on in `below`."""
    last = above[-1]
    if below.label or below.column != last.column or not below.text.strip():
        return False
    if last.end is LineEnd.BREAK:
        return _goes_on_after_break(above, below, label)
    if last.end is LineEnd.PARAGRAPH and (way.separated or not way.wrapped):
        return not (label or way.native) and begins_small(below.text) and bool(_TORN.search(last.text))
    if not way.wrapped:
        is_torn = _TORN.search(last.text) or len(last.text) >= _LONG
        goes_on = begins_small(below.text) or (way.separated and below.text[:1] in "(0123456789")
        goes_on = goes_on or last.indent - below.indent >= _LEAST_INDENT
        goes_on = goes_on or (below.text[:1].isdigit() and bool(_AWAITS_NUMBER.search(last.text)))
        return bool(is_torn and goes_on and not label and not ends_sentence(last.text))
    text = one(above).text
    if way.indent is not None and not way.separated and not below.column and below.align != "center":
        return below.indent <= way.indent and not (_PART.match(below.text) or _NEW.match(below.text))
    if label:
        return not _begins_item(last, below, label, way, seen)
    if _PART.match(below.text) or (_NEW.match(below.text) and ends_sentence(text)):
        return False
    if begins_small(below.text) or _UNFINISHED.search(last.text):
        return True
    if below.text[:1].isdigit() and _AWAITS_NUMBER.search(last.text):
        return True
    capitals = is_capitals(below.text)
    if capitals != is_capitals(text) and len(below.text.split()) > 1:
        return capitals and not way.separated and _is_full(last, below, way)
    if way.separated or capitals:
        return True
    if text.endswith("./.") or (text.endswith(";") and _BASIS.match(text)):
        return False
    return _is_full(last, below, way)


def _goes_on_after_break(above: Sequence[TextLine], below: TextLine, label: ReadLabel | None) -> bool:
    text = one(above).text
    if label or ends_sentence(text):
        return False
    return begins_small(below.text) or is_capitals(below.text) == is_capitals(text)


def _is_full(above: TextLine, below: TextLine, way: WrapWay) -> bool:
    """Whether the first word of `below` would have had no room in the line above it."""
    first = below.text.split(maxsplit=1)[0]
    return len(above.text) + 1 + len(first) > _FULL_SHARE * way.width


def _begins_item(
    above: TextLine, below: TextLine, label: ReadLabel, way: WrapWay, seen: set[tuple[str, tuple[int, ...]]]
) -> bool:
    """Whether what looks like a label is one, and not "- xã hội" or "12. ..." in the middle of a sentence."""
    rest = below.text[label.length :].lstrip()
    if ends_sentence(above.text) or is_capitals(above.text):
        return True
    if label.is_bullet:
        if rest[:1].islower() or (way.separated and above.end is LineEnd.WRAP):
            return False
        return not (rest[:1].isdigit() and re.search(r"\d$", above.text)) and not _is_inside(above, below, way)
    return any(
        reading.value == 1 or (reading.kind, (*reading.values[:-1], reading.value - 1)) in seen
        for reading in label.readings
    ) and not (way.separated and above.end is LineEnd.WRAP and rest[:1].islower())


def _is_inside(above: TextLine, below: TextLine, way: WrapWay) -> bool:
    """Whether a line that begins with a dash goes on: the one above is full and ends as no item does."""
    return label_of_line(above) is None and _is_full(above, below, way) and above.text.rstrip()[-1:] not in ",;"
