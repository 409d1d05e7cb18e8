"""KH2: units, ministries and departments that the reform of 2025 abolished, in plans issued later."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import cache

from kehoach.checks.abolished_names import (
    CITIES_OF_PROVINCES,
    DEPARTMENTS_UNTIL,
    DISTRICTS_UNTIL,
    FIELDS,
    MINISTRIES_UNTIL,
    OFFICES,
    RENAMED,
    SPELLINGS,
)
from kehoach.checks.agencies import references
from kehoach.checks.dissolved import dissolved_in_text
from kehoach.checks.past import Past, is_old
from kehoach.diagnostics import Message, Severity, _
from kehoach.model.agency import Agencies
from kehoach.model.base import Ref, Todo
from kehoach.model.plan import Plan
from kehoach.patterns import regex
from kehoach.rules import RuleBook, Violation
from kehoach.vietnamese import letters

book = RuleBook()

_Place = tuple[int, int, Message]
"""Where a text names what was abolished, and the way out."""
_Finder = Callable[[str], Iterator[_Place]]


@book.rule("KH213", Severity.WARNING)
def abolished_unit(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A district, a town or a city of a province is named in a plan issued after 30 June 2025.

    Why: since 1 July 2025 there are provinces and communes only: what the plan gives to a district falls to nobody.
    The history is left alone: "huyện X cũ", "trước sáp nhập", names of older documents, sentences on past years.
    Bad:
        date: 15/01/2026
        ...
        - UBND huyện Than Uyên tổng hợp, báo cáo.
    Good:
        - UBND xã Than Uyên tổng hợp, báo cáo.
    """
    if plan.issued_between[0] > DISTRICTS_UNTIL:
        yield from _violations(plan, agencies, _units_in_a_province if _in_a_province(plan, agencies) else _units)


@book.rule("KH214", Severity.WARNING)
def abolished_province(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A province that was merged into another is named in a plan issued after 30 June 2025.

    Why: since 1 July 2025 there are 34 provinces and cities (NQ 202/2025/QH15); the new one answers for its parts.
    Bad:
        date: 15/01/2026
        ...
        - Phối hợp với tỉnh Yên Bái kiểm tra.
    Good:
        - Phối hợp với tỉnh Lào Cai kiểm tra.
    """
    if plan.issued_between[0] > DISTRICTS_UNTIL:
        yield from _violations(plan, agencies, _provinces)


@book.rule("KH215", Severity.WARNING)
def abolished_ministry(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A ministry, or a department of a province, that was merged into another in 2025 is named in a later plan.

    Why: a plan copied from last year's asks bodies that are no longer there; the hint names who has their work now.
    Bad:
        date: 15/01/2026
        ...
        - Báo cáo Bộ Lao động - Thương binh và Xã hội trước ngày 15/12.
    Good:
        - Báo cáo Bộ Nội vụ trước ngày 15/12.
    """
    day, issuer = plan.issued_between[0], agencies.get(plan.issuer)
    if day > DEPARTMENTS_UNTIL:
        of_commune = issuer and issuer.unit and issuer.unit[0] in ("xã", "phường", "đặc khu")
        yield from _violations(plan, agencies, _bodies_of_communes if of_commune else _bodies)
    elif day > MINISTRIES_UNTIL:
        yield from _violations(plan, agencies, _ministries)


def _violations(plan: Plan, agencies: Agencies, find: _Finder) -> Iterator[Violation]:
    running = plan.running
    past = Past(plan)
    places = [place for place in find(running.whole) if not past.holds(place[0], place[1])]
    reported = [place[:2] for place in dissolved_in_text(plan, agencies)] if places else []
    for start, end, hint in places:
        before = bisect_left(reported, (end, end)) - 1
        if before < 0 or reported[before][1] <= start:  # else KH205 says more
            yield Violation(running.place(start, end), _gone(running.whole[start:end]), hint)
    seen: set[str] = set()
    for ref, span in references(plan, cited=False):
        agency = agencies.get(ref)
        if ref.text in seen or (agency and agency.until):
            continue  # whose end is known has rules of its own
        seen.add(ref.text)
        name = agencies.name_of(ref)
        if not is_old(name) and (place := next(find(name), None)):
            yield Violation(span, _gone(name[place[0] : place[1]]), place[2])


def _gone(name: str) -> Message:
    return _("{name} no longer exists when this plan is issued", name=name)


# Units

_CAPITAL = f"[{''.join(one for one in letters() if one.isupper())}]"
_NAME = rf"(?: {_CAPITAL}\w*)+"
_KINDS = "huyện|quận|thị xã|thị trấn"
_UNIT = regex(
    rf"(?<![\w/-])(?:"
    rf"(?:[Cc]ấp (?:huyện|quận)|thành phố thuộc tỉnh|(?:[Hh]uyện|[Qq]uận|[Tt]hị) (?:ủy|uỷ))\b"
    rf"|(?:[Hh]uyện|[Qq]uận|[Tt]hị xã|[Tt]hị trấn){_NAME}"
    rf"|[Qq]uận \d\d?\b"
    rf"|(?:thành phố, )?(?:{_KINDS})\b(?:(?:, | và |/)(?:{_KINDS}|thành phố)\b(?! {_CAPITAL}))*"
    rf"|(?:[Tt]hành phố |TP\.? ?|Tp\.? ?)(?:{CITIES_OF_PROVINCES})\b(?! {_CAPITAL})"
    rf")"
)
_OF_A_PROGRAMME = regex(
    r" (?:nghèo|đạt chuẩn|đạt tiêu chí|nông thôn mới|30[aA]|đảo|lộ\b|trắng|miền núi|biên giới|vùng cao|Đảng)"
)
_INSTITUTION = regex(
    r"\b(?:Trung tâm|Bệnh viện|BVĐK|TTYT|[Tt]rường|[Đđ]ồn|Chi nhánh|Phòng giao dịch|T(?:òa|oà) án|Viện kiểm sát|Thuế|"
    r"Chi cục|Hạt|Trạm|[Nn]ghĩa trang|[Bb]ến xe|[Cc]hợ|Kho bạc|Thi hành án|Công ty|HTX|Hợp tác xã|[Đđ]ường|"
    r"[Qq]uảng trường|[Dd]i tích|[Cc]ầu|[Cc]ảng|[Cc]ụm công nghiệp|[Kk]hu công nghiệp|[Đđ]ô thị|TAND|VKSND)"
    r"(?: (?!(?:tại|ở|trên|của|với|và|do|cho|giao)\b)[^\s,;:.]+){0,6} ?$"
)
_ABROAD = regex(
    r"\b(?:Trung Quốc|Lào|Campuchia|Nhật Bản|Hàn Quốc|Thái Lan|Đài Loan|Myanmar|Vân Nam|Quảng Tây|"
    r"Phong Sa Lỳ|Phông Sa Lỳ|Hủa Phăn|Xiêng Khoảng|Kim Bình|Hà Khẩu|nước ngoài)\b(?! Cai)"
)
_FAR = 60
_LOST = _("since 1 July 2025 communes are below the province; write (cũ) after it where the former unit is meant")


def _units(text: str) -> Iterator[_Place]:
    for match in _UNIT.finditer(text):
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()][-_FAR:]
        around = text[max(match.start() - 2 * _FAR, 0) : match.end() + _FAR]
        if not (_OF_A_PROGRAMME.match(text, match.end()) or _INSTITUTION.search(line) or _ABROAD.search(around)):
            yield match.start(), match.end(), _LOST


_CITY = regex(
    rf"\b(?:(?:UBND|HĐND|[ỦU]y ban nhân dân|Uỷ ban nhân dân|Hội đồng nhân dân|MTTQ|địa bàn|cấp|toàn|Công an|"
    rf"[Pp]hòng [^,.;:\n]{{3,60}}) [Tt]hành phố(?! (?:{_CAPITAL}|trực|lớn|thông minh|khác|kết nghĩa))|"
    rf"Thành (?:ủy|uỷ)(?! {_CAPITAL}))\b"
)


def _units_in_a_province(text: str) -> Iterator[_Place]:
    """Also "thành phố" alone, which in a city of its own right is that city."""
    places = {end: (start, end, _LOST) for start, end, _hint in _units(text)}
    for match in _CITY.finditer(text):
        places.setdefault(match.end(), (match.start(), match.end(), _LOST))
    yield from (places[end] for end in sorted(places))


def _in_a_province(plan: Plan, agencies: Agencies) -> bool:
    """Whether the issuer, or a body above it, is that of a province that is no city."""
    seen: set[str] = set()
    ref: Ref | Todo | None = plan.issuer
    while isinstance(ref, Ref) and ref.text not in seen and (agency := agencies.get(ref)):
        if agency.unit and agency.unit[0] == "tỉnh":
            return True
        seen.add(ref.text)
        ref = agency.parent
    return False


# Provinces

_BESIDE = regex(r"\b[Tt]ỉnh(?: ủy| uỷ)? $")
_LISTED = regex(rf"(?:{_CAPITAL}\w*|và|-|\u2013)[,:]?")


_PERHAPS = regex(rf"(?i:tỉnh):? (?:(?:ủy|uỷ|và|-|\u2013)[,:]? )*{_CAPITAL}")
"""What a text without a former province does not have: the table of the country is read only after it."""


def _provinces(text: str) -> Iterator[_Place]:
    if not _PERHAPS.search(text):
        return
    names, heirs = _former_provinces()
    for match in names.finditer(text):
        before = text[max(match.start() - 2 * _FAR, 0) : match.start()]
        beside = _BESIDE.search(before)
        if beside or _in_a_list_of("tỉnh", before):
            now = heirs[match.group()]
            hint = _("since 1 July 2025: {now}; write (cũ) after it where the former one is meant", now=now)
            yield match.start() - (len(beside.group()) if beside else 0), match.end(), hint


@cache
def _former_provinces() -> tuple[re.Pattern[str], dict[str, str]]:
    """The names of the provinces that were merged, as a pattern; and which unit each of them belongs to."""
    from kehoach.country.units import provinces  # late: a text without a province needs no table

    units = provinces().values()
    heirs = {name: unit.titled for unit in units for name in unit.merged}
    heirs |= {spelling: heirs[name] for spelling, name in SPELLINGS.items()}
    heirs |= {former: next(one.titled for one in units if one.name == now) for former, now in RENAMED.items()}
    names = "|".join(sorted(heirs, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{names})(?![\w-]| - {_CAPITAL}| {_CAPITAL})"), heirs


def _in_a_list_of(word: str, before: str) -> bool:
    """Whether names alone are between the last `word` and the end: "các tỉnh Lào Cai, Sơn La, "."""
    words = before.split(" ")[:-1]
    while words and _LISTED.fullmatch(words[-1]):
        words.pop()
    return bool(words) and words[-1].rstrip(":").lower() == word


# Ministries, departments, offices

_FORMS = "|".join(f"(?P<field{number}>{field.forms})" for number, field in enumerate(FIELDS))
_BODY = regex(rf"\b(?P<head>Bộ|(?<!cơ )[Ss]ở|[Pp]hòng) (?:{_FORMS})(?!\w)|\bỦy ban Dân tộc\b|\bUỷ ban Dân tộc\b")
_LIST = regex(r"\b(?:Các )?(?P<head>[Bb]ộ|[Ss]ở)(?:, (?:ban, )?ngành)?(?: tỉnh| thành phố)?: (?P<names>[^.;:\n]+)")
_IN_LIST = regex(rf"(?:(?<=, )|(?<= và )|^)(?:{_FORMS})(?!\w)")
_OFFICE = regex(rf"\b[Pp]hòng {OFFICES}(?!\w)")


def _ministries(text: str) -> Iterator[_Place]:
    return (place for place in _bodies(text) if text.startswith(("Bộ", "Ủy ban", "Uỷ ban"), place[0]))


def _bodies(text: str) -> Iterator[_Place]:
    """Ministries, departments, and offices of districts that had their fields."""
    for match in _BODY.finditer(text):
        yield match.start(), match.end(), _has_the_work(match["head"], match)
    for listed in _LIST.finditer(text):
        for match in _IN_LIST.finditer(listed["names"]):
            start = listed.start("names")
            yield start + match.start(), start + match.end(), _has_the_work(listed["head"], match)


def _bodies_of_communes(text: str) -> Iterator[_Place]:
    yield from _bodies(text)
    for match in _OFFICE.finditer(text):
        yield match.start(), match.end(), _OF_A_COMMUNE


_OF_A_COMMUNE = _(
    "a commune has Phòng Kinh tế (in a phường Phòng Kinh tế, Hạ tầng và Đô thị), Phòng Văn hóa - Xã hội, Văn phòng "
    "HĐND và UBND (NĐ 150/2025/NĐ-CP)"
)


def _has_the_work(head: str | None, match: re.Match[str]) -> Message:
    if head is None:
        return _("its work is now of: {bodies}", bodies="Bộ Dân tộc và Tôn giáo")
    if head.lower() == "phòng":
        return _OF_A_COMMUNE
    now = next(field.now for number, field in enumerate(FIELDS) if match[f"field{number}"])
    return _("its work is now of: {bodies}", bodies=now.format(head.capitalize()))
