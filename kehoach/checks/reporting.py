"""KH33: the periods of a plan's reports, and who reports to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kehoach.diagnostics import Severity, _
from kehoach.model.agency import Agencies, Agency
from kehoach.model.base import Ref, Todo
from kehoach.model.flows import addressees, issuer_reports
from kehoach.model.plan import Plan, ReportPeriod
from kehoach.model.reporting import CLOSING, stretches
from kehoach.nghi_dinh_30 import ANNEX_I
from kehoach.patterns import regex
from kehoach.rules import RuleBook, Violation
from kehoach.vietnamese import fold

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


@book.rule("KH333", Severity.INFO, article=f"{ANNEX_I} II.9.b, II.9.c")
def superior_not_addressed(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A body above the issuer is among the recipients, but the plan's reports are addressed to nobody.

    Why: a report to a superior body has Kính gửi; kehoach prints it where a flow of `reporting` says that the issuer
    reports to that body. A plan that is only sent for information needs none; so of a ministry this is asked where a
    sentence of the plan says that something is reported to it.
    Bad:
        recipients:
          - UBND tỉnh (b/c)
    Good:
        reporting:
          - from: [ubnd-tp-lai-chau]
            to: UBND tỉnh
            periods:
              - id: nam-len-tinh
                name: năm
    """
    flows = [flow for flow in plan.reporting if issuer_reports(plan, agencies, flow)]
    if not flows or any(addressees(plan, agencies, flow, None) for flow in flows):
        return
    parents = _above(plan, agencies)
    rank = _rank(agencies.get(plan.issuer))
    for line in (prose for recipient in plan.recipients for prose in (recipient.text, *recipient.items)):
        if _is_above(line.source, parents, rank) or (rank and _is_reported_to(plan, line.source)):
            yield Violation(
                line.span,
                _("a body above the issuer, to which no report of the plan is addressed"),
                _("where a report goes there, add to reporting: from the issuer, to this body, with its periods"),
            )
            return


def _above(plan: Plan, agencies: Agencies) -> dict[str, Agency]:
    """The bodies above the issuer in the registry."""
    found: dict[str, Agency] = {}
    agency = agencies.get(plan.issuer)
    while agency and isinstance(agency.parent, Ref) and agency.parent.text not in found:
        key, agency = agency.parent.text, agencies.get(agency.parent)
        if agency:
            found[key] = agency
    return found


_COMMUNE, _DISTRICT, _PROVINCE = 1, 2, 3
_LIKE_PROVINCES = ("Hà Nội", "Hồ Chí Minh", "Đà Nẵng", "Hải Phòng", "Cần Thơ", "Huế")
_CENTRAL = regex(r"(?:(?:van phong )?chinh phu|thu tuong chinh phu|bo (?!chi huy|doi|phan|mon)[a-z]+|ban bi thu)\b")
_PROVINCIAL = regex(r"(?:thuong truc |tt\.? )?(?:tinh uy|hdnd tinh|ubnd tinh)\b")


def _rank(issuer: Agency | None) -> int:
    """How high the unit of a People's Committee is, 0 for any other body."""
    level, name = issuer.unit if issuer and issuer.unit else ("", "")
    if level == "tỉnh" or name in _LIKE_PROVINCES:
        return _PROVINCE
    return _COMMUNE if level in ("xã", "phường", "thị trấn", "đặc khu") else _DISTRICT if level else 0


def _is_above(source: str, parents: Mapping[str, Agency], rank: int) -> bool:
    """Whether a line of the recipients begins with a body above the issuer: a parent, or one of a higher level."""
    line = fold(source)
    if any(f"agency('{key}'" in source for key in parents):
        return True
    if any(re.match(rf"{re.escape(fold(name))}(?!\w)", line) for one in parents.values() for name in one.names):
        return True
    return bool(rank in (_COMMUNE, _DISTRICT) and _PROVINCIAL.match(line))


def _is_reported_to(plan: Plan, source: str) -> bool:
    """Whether a line names a central body, to which a sentence of the plan has something reported."""
    if not _CENTRAL.match(fold(source)):
        return False
    running, name = plan.running, re.split(r"[(;,:]", source)[0].rstrip(" .")
    found = re.finditer(rf"{re.escape(name)}(?!\w)", running.whole)
    return any(re.search(r"\b[Bb]áo cáo\b[^,]*$", running.sentence_before(match.start())) for match in found)
