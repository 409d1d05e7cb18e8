"""KH6: years typed in texts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kehoach.diagnostics import Severity, _
from kehoach.model.agency import Agencies
from kehoach.model.document_types import NAMED_WITH_YEAR
from kehoach.model.plan import Plan
from kehoach.model.running import Running, Spans
from kehoach.nghi_dinh_30 import LAWS
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
_TIED = re.compile(
    r"(?i)\bsố \d|\b\d+/[A-ZĐ]|"
    rf"\b(?:{NAMED_WITH_YEAR}|tầm nhìn|"
    r"định hướng|so với|so|hiện trạng|kết quả|từ năm|từ \d|kể từ|sau năm|trước năm|hết năm|cuối năm|đến năm|tính đến|"
    r"năm trước|gốc|năm học|tiếp theo|trở đi|trở về sau|hiệu lực)\b"
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
        for match in re.finditer(rf"(?<![\d/.,:-]){year}(?![\d/]| ?[-\u2013] ?\d)", running.whole)
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
