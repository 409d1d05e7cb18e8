"""KH33: the periods of a plan's reports, and who reports to whom."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.diagnostics import Severity, _
from kehoach.model.agency import Agencies
from kehoach.model.base import Todo
from kehoach.model.plan import Plan, ReportPeriod
from kehoach.model.reporting import CLOSING, stretches
from kehoach.rules import RuleBook, Violation

book = RuleBook()


@book.rule("KH331", Severity.WARNING)
def period_of_no_stretch(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """The name of a reporting period does not say which months it is about.

    Why: no report of it can be made; taken for the year's it would state things of the wrong months. Known are năm,
    6 tháng, 9 tháng, quý, quý II, tháng, tháng 3, from ... to, years (2026-2028); of daily and weekly reports, and
    those on demand, it is known that there are no months.
    Bad:
        - id: giua-ky
          name: giữa nhiệm kỳ
    Good:
        - id: giua-ky
          name: giữa nhiệm kỳ
          covers: 2026-2028
    """
    for period in _periods(plan):
        if period.covers is None and not isinstance(period.name, Todo) and stretches(period, plan) is None:
            yield Violation(
                period.at("name"),
                _("{name} does not say which months are reported; no report is made of it", name=f'"{period.name}"'),
                _("add for instance: covers: 6 tháng; covers: none where there is no report of months"),
            )


@book.rule("KH332", Severity.ERROR)
def period_unreadable(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """What a period covers, or the day on which its data close, cannot be read.

    Why: the report's title, its comparisons and what it prints of its data depend on them.
    Bad:
        covers: đầu năm
        data_until: giữa tháng
    Good:
        covers: 6 tháng
        data_until: 14
    """
    for period in _periods(plan):
        covers, until = period.covers, period.data_until
        if isinstance(covers, str) and stretches(period, plan) is None:
            yield Violation(
                period.at("covers"),
                _("{text} is no stretch of time that is known", text=f'"{covers}"'),
                _("write for instance: năm, 6 tháng, 9 tháng, quý, quý II, tháng, từ tháng 3 đến tháng 8, 2026-2028"),
            )
        if isinstance(until, str) and not CLOSING.fullmatch(until):
            yield Violation(
                period.at("data_until"),
                _("{text} is no closing day", text=f'"{until}"'),
                _("write a day of the period's last month, 14, or a day and a month, 31/5"),
            )


def _periods(plan: Plan) -> Iterator[ReportPeriod]:
    return (period for flow in plan.reporting for period in flow.periods)
