"""KH2: bodies of the registry that no longer exist, named in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from kehoach.checks.agencies import successors_of
from kehoach.checks.past import Past
from kehoach.diagnostics import Message, Severity, _
from kehoach.frozen import attribute, frozen
from kehoach.model.agency import Agencies, Agency
from kehoach.model.base import Todo
from kehoach.model.plan import Plan
from kehoach.model.prose import Call, Form, Sum, Tree
from kehoach.patterns import regex
from kehoach.rules import RuleBook, Violation
from kehoach.vietnamese import YEAR, lower_first, upper_first

book = RuleBook()


@book.rule("KH205", Severity.WARNING)
def dissolved_agency_in_text(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A sentence names an agency that no longer exists when the plan is issued.

    Why: ids are checked, sentences are copied; the duty falls to nobody. In the citation of an older document the old
    name is right, and not reported.
    Bad:
        Giao Phòng Lao động - Thương binh và Xã hội tổng hợp      # until: 30/6/2025
    Good:
        Giao Phòng Văn hóa - Xã hội tổng hợp
    """
    for start, end, agency in dissolved_in_text(plan, agencies):
        name = plan.running.whole[start:end]
        yield Violation(plan.running.place(start, end), _ended(agency, name), successors_of(agency, agencies))
    yield from _asked_for(plan, agencies)


def _asked_for(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """Bodies of the past whose names are asked for: {{ agency('phong-ldtbxh') }}."""
    first, _last = plan.issued_between
    running, past = plan.running, Past(plan)
    for begins, prose in zip(running.starts, running.proses, strict=True):
        last = 0
        for expression in prose.expressions:
            start = last = max(prose.source.find(expression.source, last), last) + 1
            agency = agencies.by_id.get(_argument(expression.tree) or "")
            if agency is None or (day := last_day(agency)) is None or day >= first:
                continue
            opens, closes = prose.source.rfind("{{", 0, start), prose.source.find("}}", start)
            if not past.holds(begins + max(opens, 0), begins + max(closes, start) + 2):
                yield Violation(expression.span, _ended(agency, agency.full_name), successors_of(agency, agencies))


def _argument(tree: Tree) -> str | None:
    """The id in the brackets of `agency('id')`, with a form or without."""
    while isinstance(tree, (Form, Sum)):
        tree = tree.of
    return tree.argument if isinstance(tree, Call) and tree.name == "agency" else None


def _ended(agency: Agency, name: str) -> Message:
    day = f"{agency.until:%d/%m/%Y}" if isinstance(agency.until, date) else f"{last_day(agency):%m/%Y}"
    return _("{name} exists until {day} only", name=upper_first(name), day=day)


def dissolved_in_text(plan: Plan, agencies: Agencies) -> Iterator[tuple[int, int, Agency]]:
    """Where the running text names a body that ended before the plan's day, and not as one of the past."""
    first, _last = plan.issued_between
    gone = [one for one in agencies.by_id.values() if (day := last_day(one)) and day < first]
    if not gone:
        return
    ended = {id(one) for one in gone}
    past, whole = Past(plan), plan.running.whole
    names = _Names.of(gone, (one for one in agencies.by_id.values() if id(one) not in ended))
    for start, end, agency in names.places(whole):
        if agency and not _is_of_another(whole, end, agency, agencies) and not past.holds(start, end):
            yield start, end, agency


_ROUGH = regex(
    r"(?:(?:(?P<day>\d\d?)/)?(?P<month>\d\d?)/|[Tt]háng (?P<month_word>\d\d?) năm |"
    r"[Qq]uý (?P<quarter>[IV]+|\d)(?: năm |/)|"
    rf"(?<![\w/.-]))(?P<year>{YEAR})(?![\d/])"
)
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4}


def last_day(agency: Agency) -> date | None:
    """The last day on which it can have existed: its end, or the latest that an open question leaves for it."""
    if isinstance(agency.until, date):
        return agency.until
    if type(agency.until) is not Todo:
        return None
    days = [_latest(match) for match in _ROUGH.finditer(agency.until.question)]
    return max((day for day in days if day), default=None)


def _latest(match: re.Match[str]) -> date | None:
    year, quarter = int(match["year"]), match["quarter"]
    month = int(match["month"] or match["month_word"] or 0)
    if quarter:
        month = 3 * (int(quarter) if quarter.isdecimal() else _QUARTERS.get(quarter, 4))
    try:
        if match["day"]:
            return date(year, month, int(match["day"]))
        return date(year + (month or 12) // 12, (month or 12) % 12 + 1, 1) - timedelta(days=1)
    except ValueError:
        return None  # no day of a calendar


_BODIES = (
    "Phòng|Sở|Ban|Bộ|Trung tâm|Chi cục|Cục|Văn phòng|Ủy ban|Uỷ ban|UBND|HĐND|Hội|Đoàn|Liên đoàn|Liên minh|Công an|"
    "Ngân hàng|Bảo hiểm|Trạm|Trường|Bệnh viện|Đài|Báo|Thanh tra|Tòa án|Viện|Kho bạc|Mặt trận|MTTQ|Thuế|Hạt|Các|Thành|"
    "Tỉnh|Đảng|Chủ tịch|Thường trực|Xã|Phường|Nhân dân|Đề nghị|Giao|Cấp"
)
_LEVEL = r"(?:tỉnh|thành phố|huyện|quận|thị xã|thị trấn|phường|xã|đặc khu)\b"
_GOES_ON = regex(rf" {_LEVEL}|(?:,| và| -|/)? (?!(?:{_BODIES})\b)(?P<letter>[^\W\d_])")


def _is_of_another(whole: str, end: int, agency: Agency, agencies: Agencies) -> bool:
    """Whether the words go on after a name, so that they are the beginning of another body's name."""
    goes_on = _GOES_ON.match(whole, end)
    if goes_on is None or (goes_on["letter"] and not goes_on["letter"].isupper()):
        return False
    units = (one.unit for one in (agency, agencies.get(agency.parent)) if one)
    return not any(unit and whole.startswith(f" {unit[1]}", end) for unit in units)


@frozen
class _Names:
    """Names of bodies, found in a text in one walk over its words: None is a body that is there."""

    bearers: dict[str, Agency | None] = attribute(factory=dict)
    lengths: dict[str, list[int]] = attribute(factory=dict)
    """Lengths of the names that begin with a word, longest first."""

    @classmethod
    def of(cls, gone: Iterable[Agency], there: Iterable[Agency]) -> _Names:
        """The names of bodies that ended, and of those that are there: a name that both bear says nothing."""
        bearers: dict[str, Agency | None] = {}
        for agency in gone:
            for name in agency.names:
                bearers.update(dict.fromkeys(_forms(name), agency))
        for agency in there:
            for name in agency.names:
                bearers.update(dict.fromkeys(_forms(name)))
        lengths: dict[str, set[int]] = {}
        for name in bearers:
            if head := _WORD.match(name):
                lengths.setdefault(head.group(), set()).add(len(name))
        return cls(bearers, {head: sorted(found, reverse=True) for head, found in lengths.items()})

    def places(self, whole: str) -> Iterator[tuple[int, int, Agency | None]]:
        """Each place of a name, the longest that begins there; none begins inside another."""
        done = 0
        for word in _WORD.finditer(whole):
            start = word.start()
            for length in self.lengths.get(word.group(), ()) if start >= done else ():
                done_here = start + length
                name = whole[start:done_here]
                if name in self.bearers and not whole[done_here : done_here + 1].isalnum():
                    yield start, done_here, self.bearers[name]
                    done = done_here
                    break


_WORD = regex(r"\w+")


def _forms(name: str) -> tuple[str, str]:
    """A name as a heading writes it, and inside a sentence."""
    return upper_first(name), lower_first(name)
