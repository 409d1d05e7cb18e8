"""Numbers, days and times of a spreadsheet as Vietnamese writes them, by the number format of their cell."""

from __future__ import annotations

import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from kehoach.patterns import regex

_SECTION = regex(r'(?:"[^"]*"|\\.|[^;"\\])*')
_PLACES = regex(r"[#0?,.]{0,60}[#0?][#0?,.]{0,60}")
_LITERAL = regex(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[[^\]]*\]|(?P<plain>.)'
)
_LETTERS = regex(r'"[^"]{0,255}"|\\.|\[[^\[\]]{0,255}\]')
_MOST_DIGITS = 11
"""As many as Excel itself shows of a number in the format General."""


def shown(value: Any, form: str) -> str:
    """A value as it is seen in its cell: `1234.5` in the format `#,##0.0` is `1.234,5`."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case datetime.datetime() | datetime.date():
            return _day(value, _LETTERS.sub("", form).lower())
        case datetime.time():
            return value.strftime("%H:%M")
        case datetime.timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60:02}:{minutes % 60:02}"
        case int() | float() | Decimal():
            return _number(Decimal(repr(value) if isinstance(value, float) else value), form)
    return str(value)


def _day(value: datetime.date, form: str) -> str:
    time = f" {value:%H:%M}" if isinstance(value, datetime.datetime) and "h" in form else ""
    if "d" not in form and "y" in form:
        return f"{value.month:02}/{value.year}" if "m" in form else str(value.year)
    return f"{value.day:02}/{value.month:02}/{value.year}{time}"


def _number(value: Decimal, form: str) -> str:
    if not value.is_finite():
        return str(value)
    sections = [one for one in _SECTION.findall(form) if one] or ["General"]
    section = sections[0]
    if value < 0 and len(sections) > 1:
        section, value = sections[1], -value
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    bare = _LETTERS.sub(lambda match: " " * len(match.group()), section)
    places = _PLACES.search(bare)
    if "general" in section.lower() or "@" in bare or "/" in bare or places is None or "E" in bare.upper():
        return _general(value)
    begin, end = places.span()
    before, after = _literals(section[:begin]), _literals(section[end:])
    return f"{before}{_placed(value * 100 if '%' in bare else value, places.group())}{after}".strip()


def _placed(value: Decimal, places: str) -> str:
    while places.endswith(","):  # in thousands
        places, value = places[:-1], value / 1000
    whole, _point, decimals = places.partition(".")
    exact = value.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    sign, digits = ("-" if exact < 0 else ""), f"{abs(exact):f}"
    integer, _point, fraction = digits.partition(".")
    while fraction and decimals.endswith(("#", "?")) and fraction.endswith("0"):
        fraction, decimals = fraction[:-1], decimals[:-1]
    if not int(integer) and "0" not in whole and (not fraction or "0" not in decimals):
        integer = "" if "#" not in whole or fraction else "0"
    integer = integer.zfill(whole.replace(",", "").count("0"))
    if "," in whole:
        ends = range(len(integer), 0, -3)
        integer = ".".join(integer[max(end - 3, 0) : end] for end in reversed(ends))
    return f"{sign}{integer or '0'},{fraction}" if fraction else f"{sign}{integer}"


def _general(value: Decimal) -> str:
    """All digits that count, without separators of thousands."""
    if value and not -9 <= value.adjusted() < _MOST_DIGITS:
        return (
            f"{value:.5E}".replace(".", ",")
            if abs(value.adjusted()) > 20
            else f"{value.normalize():f}".replace(".", ",")
        )
    exact = value.quantize(Decimal(1).scaleb(-max(_MOST_DIGITS - 1 - max(value.adjusted(), 0), 0)), ROUND_HALF_UP)
    text = f"{exact:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def _literals(text: str) -> str:
    """The words of a format: what is quoted, signs; not colours, conditions and blanks of a certain width."""
    found = (m["quoted"] or m["escaped"] or m["currency"] or m["plain"] or "" for m in _LITERAL.finditer(text))
    return "".join(found)
