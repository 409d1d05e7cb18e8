"""KH6: years typed in texts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kehoach.diagnostics import Severity, _
from kehoach.model.agency import Agencies
from kehoach.model.document_types import NAMED_WITH_YEAR
from kehoach.model.plan import Plan
from kehoach.model.prose import Prose
from kehoach.model.running import Running, Spans
from kehoach.nghi_dinh_30 import LAWS
from kehoach.patterns import regex
from kehoach.rules import RuleBook, Violation, at_lines

book = RuleBook()

_YEAR = (
    r"(?:\b[Nn]ăm |\b[Qq]uý [IV]+/|\b[Tt]háng \d\d?/|(?<![\d/])\d\d?/\d\d?/)"
    r"(?P<year>20\d\d)(?! ?[-\u2013] ?\d|[/.,]\d|[\w/])"
)
_NAMED = rf"\b[Ss]ố \d[^;]*$|(?<!\w)(?:{'|'.join(LAWS)}) (?!năm )\w[^,;]{{0,60}}$"
"""What makes a year part of the name of a document."""
_LEAST = 30
"""Characters of a text that is a sentence; years of shorter ones head columns and rows."""
_IN_A_DATE = r"tháng \d\d? năm $"
_TIED = regex(
    r"(?i)\bsố \d|\b\d+/[A-ZĐ]|"
    rf"\b(?:{NAMED_WITH_YEAR}|tầm nhìn|"
    r"định hướng|so với|so|hiện trạng|kết quả|từ năm|từ \d|kể từ|sau năm|trước năm|hết năm|cuối năm|đến năm|tính đến|"
    r"năm trước|gốc|năm học|tiếp theo|trở đi|trở về sau|hiệu lực|kỷ niệm)\b"
)
"""What ties a year to a cited document, a baseline, or a time after the plan's."""


@book.rule("KH602", Severity.INFO)
def literal_year(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """The plan's year is typed in a text.

    Why: next year somebody must find and change every one of them; `{{ year }}` changes by itself. Reported once, with
    the lines of the others.
    Bad:
        year: 2024
        subject: Giảm nghèo bền vững năm 2024
    Good:
        subject: Giảm nghèo bền vững năm {{ year }}
    """
    if not plan.year.is_one or not plan.year.text:
        return
    year, running = str(plan.year.first), plan.running
    if year not in running.whole:
        return
    places = [
        running.place(match.start(), match.end())
        for match in re.finditer(rf"(?<![\d/.,:-])(?<!\d [-\u2013] ){year}(?![\d/]| ?[-\u2013] ?\d)", running.whole)
        if not _is_of_another(running, match.start())
    ]
    if places:
        yield Violation(places[0], at_lines(_("the plan's year is typed here"), places), _("write {{{{ year }}}}"))


def _is_of_another(running: Running, start: int) -> bool:
    """Whether the year belongs to a date, to the name of a document, or to what a cited document is about."""
    if re.search(_IN_A_DATE, running.whole[max(start - 20, 0) : start]):
        return True
    before = running.sentence_before(start)
    return re.search(_NAMED, before) is not None


@book.rule("KH604", Severity.WARNING)
def stray_year(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A year occurs in a text that is neither the plan's nor that of a cited document or a baseline.

    Why: a plan copied from last year's keeps last year's number somewhere in the middle of a sentence.
    Bad:
        year: 2026
        text: Phấn đấu năm 2025 giảm 03 hộ nghèo
    Good:
        text: Phấn đấu năm {{ year }} giảm 03 hộ nghèo
    """
    if not plan.year.text:
        return
    running = plan.running
    if all(int(year) in plan.year for year in set(re.findall(r"20\d\d", running.whole))):
        return
    ties = Spans(running, _TIED)
    for match in re.finditer(_YEAR, running.whole):
        year, (start, end) = int(match["year"]), match.span("year")
        if year in plan.year or len(running.prose_at(start).source) < _LEAST:
            continue
        sentence = start - len(running.sentence_before(start)), end + len(running.sentence_after(end))
        if ties.within(sentence[0], start) or ties.within(end, sentence[1]):
            continue
        yield Violation(
            running.place(start, end),
            _("{year} is not in {years}", year=year, years=plan.year.text),
            _("is it left over from another plan? If it is a baseline, say so: so với năm {year}", year=year),
        )


_STAGE = regex(r"(?i)(?:giai đoạn|thời kỳ) (?:năm )?(?P<first>20\d\d) ?[-\u2013] ?(?P<last>20\d\d)(?!\d)")
_PAST = regex(
    r"(?i)kết quả|đánh giá|tổng kết|sơ kết|thực trạng|hiện trạng|tình hình|bối cảnh|tồn tại|hạn chế|bài học|thành tựu|"
    r"khái quát|so với|nhìn lại|đã đạt|nguyên nhân|căn cứ|cơ sở"
)
"""Words of a heading about what was before."""
_OF_A_NAME = regex(
    r"(?i)chương trình|ctmtqg|mục tiêu quốc gia|đề án|chiến lược|kế hoạch|nghị quyết|dự án|quy hoạch|quyết định"
    r"|phong trào|cuộc vận động|nghị định|chỉ thị|kết luận|đại hội"
)
"""What has a stage of its own, whatever the plan's."""
_SAME = 4
"""Words before the stage that a heading and the plan's subject have in common where both name one thing."""


@book.rule("KH156", Severity.WARNING)
def heading_of_an_earlier_stage(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A heading has a stage that ended before the plan's years.

    Why: a plan copied from that of the stage before keeps its years in a heading. Headings about what was achieved, and
    names of programmes with years of their own, are left alone.
    Bad:
        year: 2026-2030
        heading: Giải pháp giai đoạn 2021 - 2025
    Good:
        heading: Giải pháp giai đoạn {{ year }}
    """
    if not plan.year.text:
        return
    own = _before(str(plan.subject.source))
    for heading, above in _headings(plan):
        for match in _STAGE.finditer(heading.source):
            before = str(heading.source)[: match.start()]
            named = _OF_A_NAME.search(before) and (not own or _before(f"{before}giai đoạn") != own)
            if int(match["last"]) >= plan.year.first or named or any(map(_PAST.search, (str(heading), *above))):
                continue
            yield Violation(
                heading.source.at(*match.span()),
                _("{stage} is over before {years}", stage=match[0], years=plan.year.text),
                _("is it left over from another plan?"),
            )


def _before(text: str) -> tuple[str, ...]:
    """The last words before the stage or the year in the name of a plan."""
    head = re.split(r"(?i)(?:giai đoạn|thời kỳ|năm (?=\d|\{)|đến năm|trên địa bàn)", text, maxsplit=1)[0]
    return tuple(re.findall(r"\w+", head.lower())[-_SAME:])


def _headings(plan: Plan) -> Iterator[tuple[Prose, tuple[str, ...]]]:
    """Every heading and title, with the headings above it."""
    for section in plan.sections:
        yield from ((one, ()) for one in (section.part, section.heading) if one)
    for appendix in plan.appendices:
        yield appendix.title, ()
    for placed in plan.placed:
        own = getattr(placed.item, "heading", None)
        if own:
            yield own, tuple(str(getattr(one, "heading", None) or "") for one in placed.above)
