"""KH6: how numbers are written in Vietnamese."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kehoach.diagnostics import Severity, _
from kehoach.edits import Edit
from kehoach.model.agency import Agencies
from kehoach.model.plan import Plan
from kehoach.model.quantity import COUNTED, Quantity
from kehoach.rules import RuleBook, Violation
from kehoach.source import Span

book = RuleBook()

_COUNTED = "|".join(("đồng", "đ", "VNĐ", "VND", *COUNTED))
_MEASURED = rf"%|(?:tỷ|tỉ|triệu|nghìn|ngàn|ha|tấn|tạ|kg|km|km²|m²|m³|m|lần|điểm phần trăm|USD|{_COUNTED})\b"
_POINT = rf"(?<![\w.,/-])\d+\.\d{{1,2}}(?= ?(?:{_MEASURED}))"
_COMMA = rf"(?<![\w.,/-])\d{{1,3}}(?:(?:,\d{{3}}){{2,}}(?![\d,.]|,\d)|,\d{{3}}(?= (?:{_COUNTED})\b))"
_WHOLE_UNIT = rf"(?:{_COUNTED})\b"


@book.rule("KH606", Severity.WARNING)
def decimal_point(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A number has a point before its decimals.

    Why: in Vietnamese a comma is before decimals and a dot between thousands; 1.250 is one thousand two hundred and
    fifty, so 1.25 makes people stop and guess. The decree itself writes 1,27 cm.
    Bad:
        giảm còn 1.5%
    Good:
        giảm còn 1,5%
    """
    for span, number in _numbers(plan, r"\d\.\d", _POINT, r"-?\d+\.\d{1,2}(?!\d)"):
        right = number.replace(".", ",")
        yield Violation(
            span, _("use a comma before decimals: {right}", right=right), None,
            (Edit(span.start, span.end, right),),
        )  # fmt: skip


@book.rule("KH607", Severity.WARNING)
def comma_between_thousands(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """Thousands are separated by a comma.

    Why: in Vietnamese a dot parts thousands; 12,500 hộ reads as twelve and a half households, and kehoach adds it up
    as such.
    Bad:
        12,500 hộ; 1,250,000 đồng
    Good:
        12.500 hộ; 1.250.000 đồng
    """
    for span, number in _numbers(plan, r"\d,\d\d\d", _COMMA, r"-?\d{1,3},\d{3}(?!\d)"):
        right = number.replace(",", ".")
        yield Violation(
            span, _("separate thousands with a dot: {right}", right=right), None,
            (Edit(span.start, span.end, right),),
        )  # fmt: skip


def _numbers(plan: Plan, sign: str, in_text: str, in_quantity: str) -> Iterator[tuple[Span, str]]:
    """Numbers that fit: those of texts with `in_text`, those of quantities with `in_quantity`.

    `sign` is what all of them have; most plans have it nowhere, and the long patterns are never compiled.
    """
    if re.search(sign, plan.running.whole):
        for match in re.finditer(in_text, plan.running.whole):
            yield plan.running.place(match.start(), match.end()), match.group()
    for value in plan.values:
        if not isinstance(value, Quantity) or not re.search(sign, value.text):
            continue
        if in_text is _COMMA and not re.match(_WHOLE_UNIT, value.unit):
            continue  # 0,125 tấn is no mistake
        for match in re.finditer(rf"(?<![\d.,]){in_quantity}", value.text):
            offset = value.span.start + value.span.text.find(match.group())
            yield Span(value.span.source, offset, offset + len(match.group())), match.group()
