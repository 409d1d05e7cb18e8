"""What no rule knows: every other number of the file is carried, and said so; so is the old year in a comment."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Generator, Iterable, Iterator

from kehoach.diagnostics import Message, _
from kehoach.model.base import undecided_in
from kehoach.readers.comments import comments
from kehoach.rolling.ledger import MOST_IN_A_TEXT, Fate, LedgerEntry, LedgerTopic
from kehoach.rolling.rollover import Rollover
from kehoach.source import Span

_FIGURE = re.compile(r"\d+(?:[.,/]\d+)*%?")
_REFERENCE = re.compile(
    r"(?i)(?:(?<!\w)(?:điều|khoản|điểm|mục|phụ lục|mẫu|biểu|bảng|số|chương|phần|bước|cấp|khóa|thứ|quý|tháng|ngày|năm|"
    r"đề án|dự án|nội dung|nhiệm vụ|tổ|khu|vùng|loại|nhóm|quốc lộ|dưới|đủ|từ)\s|[\w-])$"
)
_MEASURES = re.compile(r"\s+(?!(?:tháng|năm|ngày|giờ|tuổi|tuần|quý|phút|kỳ)\b)[^\W\d]")
_UNIT = re.compile(r"(?:[ \t]+[^\W\d]+){0,3}")
_ROW_NUMBER = re.compile(r"\n[ \t]*$")
_CELL_ENDS = re.compile(r"\.?[ \t]*[|\t]")


def question_entries(rollover: Rollover) -> Iterator[LedgerEntry]:
    """What was undecided last year still is."""
    for value in rollover.plan.values:
        todos = undecided_in(value)
        for todo in todos[:MOST_IN_A_TEXT]:
            yield _question(todo.span, todo.text, _("was undecided already"))
        if more := todos[MOST_IN_A_TEXT:]:
            why = _("{count} more points of one text were undecided already", count=len(more))
            yield _question(rollover.editor.source.span(more[0].span.start, more[-1].span.end), more[0].text, why)


def _question(place: Span, question: str, why: Message) -> LedgerEntry:
    return LedgerEntry(LedgerTopic.QUESTION, Fate.UNDECIDED, place, question, question, why)


def figure_entries(rollover: Rollover, known: Iterable[LedgerEntry]) -> Iterator[LedgerEntry]:
    """Every number of the file's texts, keys included, that no entry covers.

    Quantities typed in a sentence are to be looked at, and so is each row of a pasted table.
    """
    covered = _joined(sorted((entry.place.start, entry.place.end) for entry in known))
    starts = [start for start, _end in covered]
    text, running = rollover.editor.source.text, rollover.plan.running
    sentences = {prose.span.start for prose in running.proses}
    tables = {one.at("rows").start for one in rollover.plan.tables}
    for scalar in rollover.editor.scalars:
        start, end = scalar.span.start, scalar.span.end
        found = [match for match in _FIGURE.finditer(text, start, end) if not _covers(covered, starts, match)]
        most = MOST_IN_A_TEXT
        if start in tables:  # what is left are the numbers of its rows
            found = yield from _rows(rollover, found)
            most = len(found)
        for match in found[:most]:
            yield _figure(rollover, match, is_told=start in sentences)
        if more := found[most:]:
            yield _rest(rollover, more)


def _rest(rollover: Rollover, found: list[re.Match[str]]) -> LedgerEntry:
    """One entry for all that a text holds beyond what a person would read line by line."""
    place = rollover.editor.source.span(found[0].start(), found[-1].end())
    told = f"{found[0].group()} … {found[-1].group()}"
    why = _(
        "{count} more numbers and years of one text stay as they are: do they hold for the new year?", count=len(found)
    )
    return LedgerEntry(LedgerTopic.FIGURE, Fate.CARRIED, place, told, told, why, verify=True)


def _covers(covered: list[tuple[int, int]], starts: list[int], match: re.Match[str]) -> bool:
    index = bisect_right(starts, match.start()) - 1
    return index >= 0 and match.end() <= covered[index][1]


def _rows(rollover: Rollover, found: list[re.Match[str]]) -> Generator[LedgerEntry, None, list[re.Match[str]]]:
    """One entry for the figures of a row, but its number. Gives those that are no part of one."""
    source, rows, left = rollover.editor.source, dict[int, list[re.Match[str]]](), list[re.Match[str]]()
    for match in found:
        if _ROW_NUMBER.search(source.text[: match.start()][-40:]) and _CELL_ENDS.match(source.text, match.end()):
            left.append(match)
        else:
            rows.setdefault(source.line_of(match.start()), []).append(match)
    for matches in rows.values():
        place = source.span(matches[0].start(), matches[-1].end())
        why = _("figures typed in a table: do they hold for the new year?")
        yield LedgerEntry(LedgerTopic.FIGURE, Fate.CARRIED, place, place.text, place.text, why, verify=True)
    return left


def _figure(rollover: Rollover, match: re.Match[str], *, is_told: bool) -> LedgerEntry:
    source, written = rollover.editor.source, match.group()
    topic, why, verify = LedgerTopic.FIGURE, _("a number that nothing computes"), False
    if any(len(part) == 4 and int(part) in rollover.plan.year for part in re.findall(r"\d+", written)):
        topic, why, verify = LedgerTopic.YEAR, _("is this the plan's year? it stays as it is here"), True
    elif is_told and _is_quantity(source.text, match):
        why, verify = _("a figure typed in a sentence: does it hold for the new year?"), True
    unit = _UNIT.match(source.text, match.end()) if is_told else None
    told = " ".join(f"{written}{unit.group() if unit else ''}".split())
    return LedgerEntry(topic, Fate.CARRIED, source.span(*match.span()), told, told, why, verify=verify)


def _is_quantity(text: str, match: re.Match[str]) -> bool:
    """Whether a number counts or measures: no reference, no age, no length of time."""
    if _REFERENCE.search(text[max(match.start() - 20, 0) : match.start()]):
        return False
    return match.group().endswith("%") or bool(_MEASURES.match(text, match.end()))


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def comment_entries(rollover: Rollover) -> Iterator[LedgerEntry]:
    """Comments are carried as they are; those that name the old year are reported."""
    looks = re.compile(rf"(?<!\d){rollover.plan.year.first}(?!\d)")
    for comment in comments(rollover.editor.source, rollover.editor.root, looks):
        text = comment.span.text
        yield LedgerEntry(
            LedgerTopic.COMMENT, Fate.CARRIED, comment.span, text, text, _("a comment names the old year"), verify=True
        )
