"""The forms of one moment: a day, a month, a quarter, a year, or what returns."""

from __future__ import annotations

import re
from collections.abc import Callable

from kehoach.model.period import Frequency, Moment
from kehoach.patterns import regex
from kehoach.vietnamese import YEAR

_YEAR = rf"(?:(?:/|-| năm | )(?P<year>{YEAR}))?"
_YEARLY = r"(?P<yearly> (?:hằng|mỗi) năm)?"
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_WEEKDAYS = {"hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5, **{str(n): n - 2 for n in range(2, 8)}}
_OF_QUARTER = {"đầu": 1, "thứ nhất": 1, "giữa": 2, "thứ hai": 2, "cuối": 3, "cuối cùng": 3, "thứ ba": 3}
_EVERY = "|".join(Frequency)


def read_moment(words: str, before: Moment | None = None) -> Moment | None:
    """The moment that words in small letters mean; None for others.

    `before` is the one typed before it, whose kind a bare number has: `Quý I, II`, `tháng 4, 8`.
    """
    if before and before.every and before.ongoing and (match := _BARE_EVERY.fullmatch(words)):
        return _returning(match)
    if before and before.quarter and (match := _BARE_QUARTER.fullmatch(words)):
        return _quarter(match)
    if before and before.month and not before.day and (match := _BARE_MONTH.fullmatch(words)):
        return _date(match)
    return next((make(match) for form, make in _FORMS if (match := form.fullmatch(words))), None)


def _date(match: re.Match[str]) -> Moment:
    found = match.groupdict()
    day, month, year = (int(found[key]) if found.get(key) else None for key in ("day", "month", "year"))
    return Moment(day, month, year=year, every=Frequency.YEAR if found.get("yearly") else None)


def _quarter(match: re.Match[str]) -> Moment:
    year = int(match["year"]) if match["year"] else None
    return Moment(quarter=_QUARTERS[match["quarter"]], year=year, every=Frequency.YEAR if match["yearly"] else None)


def _part_of_year(match: re.Match[str]) -> Moment:
    count, year = int(match["count"]), int(match["year"]) if match["year"] else None
    return Moment(month=12 if match["end"] == "cuối" else count, months=count, year=year)


def _day_of_month(match: re.Match[str]) -> Moment:
    return Moment(day=int(match["day"]), every=Frequency(match["every"]))


def _last_day_of(match: re.Match[str]) -> Moment:
    quarter = match["every"] == Frequency.QUARTER
    return Moment(day=31, every=Frequency(match["every"]), month_of_quarter=3 if quarter else None)


def _day_of_quarter(match: re.Match[str]) -> Moment:
    return Moment(day=int(match["day"]), every=Frequency.QUARTER, month_of_quarter=_OF_QUARTER[match["which"]])


def _day_of_week(match: re.Match[str]) -> Moment:
    weekday = _WEEKDAYS[match["weekday"]] if match["weekday"] else 6
    return Moment(weekday=weekday, every=Frequency.WEEK)


def _returning(match: re.Match[str]) -> Moment:
    return Moment(every=Frequency(match["every"]), ongoing=True)


def _form(pattern: str, make: Callable[[re.Match[str]], Moment]) -> tuple[re.Pattern[str], Callable[..., Moment]]:
    return re.compile(pattern), make


_BARE_EVERY = regex(rf"(?P<every>{_EVERY})")
_BARE_QUARTER = regex(rf"(?P<quarter>iv|iii|ii|i|[1-4]){_YEAR}{_YEARLY}")
_BARE_MONTH = regex(rf"(?P<month>1[0-2]|0?[1-9]){_YEAR}{_YEARLY}")
_DAY, _MONTH = r"(?P<day>[0-9][0-9]?)", r"(?P<month>[0-9][0-9]?)"
_FORMS = (
    _form(rf"(?:ngày )?{_DAY}/{_MONTH}{_YEAR}{_YEARLY}", _date),
    _form(rf"(?:ngày )?{_DAY}(?P<sign>[-.]){_MONTH}(?P=sign)(?P<year>{YEAR})", _date),
    _form(rf"(?P<year>{YEAR})-{_MONTH}-{_DAY}", _date),
    _form(rf"(?:ngày )?{_DAY} tháng {_MONTH}{_YEAR}{_YEARLY}", _date),
    _form(rf"(?:cuối )?(?:tháng |t)?{_MONTH}/(?P<year>{YEAR})", _date),
    _form(rf"(?:cuối )?tháng {_MONTH}{_YEAR}{_YEARLY}", _date),
    _form(rf"(?:cuối |hết )?(?:năm )?(?P<year>{YEAR})", _date),
    _form(rf"(?:cuối )?quý (?P<quarter>iv|iii|ii|i|[1-4]){_YEAR}{_YEARLY}", _quarter),
    _form(rf"(?P<count>3|6|9) tháng (?P<end>đầu|cuối) năm(?: (?P<year>{YEAR}))?", _part_of_year),
    _form(r"(?:cuối |cả )?năm", lambda _match: Moment(month=12, months=12)),
    _form(rf"ngày {_DAY} (?:của )?(?:hằng |mỗi )?(?P<every>tháng|quý)", _day_of_month),
    _form(rf"{_DAY} (?:hằng|mỗi) (?P<every>tháng|quý)", _day_of_month),
    _form(
        rf"(?:ngày )?{_DAY} (?:của )?tháng (?P<which>{'|'.join(_OF_QUARTER)})(?: của)?(?: hằng| mỗi)? quý(?: sau)?",
        _day_of_quarter,
    ),
    _form(r"ngày cuối(?: cùng)?(?: của)?(?: hằng| mỗi)? (?P<every>tháng|quý)", _last_day_of),
    _form(
        rf"(?:thứ (?P<weekday>{'|'.join(_WEEKDAYS)})|chủ nhật)(?: (?:hằng|mỗi) tuần| của tuần)",
        _day_of_week,
    ),
    _form(rf"(?:hằng|mỗi|định kỳ) (?P<every>{_EVERY})", _returning),
    _form(rf"(?:[0-9][0-9]?|một|hai) lần ?(?:/|trong |mỗi |hằng )(?:01 |1 |một )?(?P<every>{_EVERY})", _returning),
    _form(rf"(?:01 |1 )?(?P<every>{_EVERY})(?:/lần| (?:một|01|1) lần)", _returning),
    _form(r"(?:01 |1 )(?P<every>tháng|quý|năm)", _returning),
    _form(r"(?P<every>6 tháng)", _returning),
    _form(r"thường xuyên(?:,? (?:và )?liên tục)?|liên tục|định kỳ|xuyên suốt", lambda _match: Moment(ongoing=True)),
    _form(rf"ngày {_DAY}|{_DAY.replace('day', 'alone')}", lambda m: Moment(day=int(m["day"] or m["alone"]))),
)
