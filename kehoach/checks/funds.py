"""KH415 to KH418: the money of a plan: years, parts, and what its sentences say of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kehoach.checks.cells import figure_of, leeway, total_of_figures
from kehoach.diagnostics import Severity, _
from kehoach.frozen import frozen
from kehoach.model.agency import Agencies
from kehoach.model.items import Fund
from kehoach.model.plan import Plan
from kehoach.model.prose import Prose
from kehoach.model.quantity import Quantity
from kehoach.parse.quantities import money_in
from kehoach.patterns import regex
from kehoach.rules import RuleBook, Violation

book = RuleBook()


@book.rule("KH415", Severity.WARNING)
def years_miss_amount(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """The amounts of a source by year add up to more than its amount, or to less though every year has one.

    Why: the sentence and the table of funds would give different sums.
    Bad:
        # year: 2026-2027
        amount: 1,5 tỷ đồng
        amounts:
          2026: 500 triệu đồng
          2027: 900 triệu đồng
    Good:
        amount: 1,5 tỷ đồng
        amounts:
          2026: 600 triệu đồng
          2027: 900 triệu đồng
    """
    years = plan.year
    for fund in plan.funds:
        whole, amounts = fund.amount, _numbers(fund.amounts.values())
        if amounts is None or not isinstance(whole, Quantity) or not whole.is_one_number or years.last is None:
            continue
        complete = set(range(years.first, years.last + 1)) <= set(fund.amounts)
        if (added := _differing(whole, amounts)) and (complete or added.is_more):
            yield Violation(
                fund.at("amount"),
                _("the years add up to {total}, not to {whole}", total=added.text, whole=whole),
                _("look at dots, commas and the unit"),
            )


@book.rule("KH416", Severity.WARNING)
def parts_exceed_amount(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """The sources inside of a source come to more than its amount.

    Why: what is part of an amount cannot be more than it; a total does not count the parts once more.
    Bad:
        - fund: Ngân sách nhà nước
          amount: 1 tỷ đồng
          items:
            - fund: Ngân sách trung ương
              amount: 800 triệu đồng
            - fund: Ngân sách tỉnh
              amount: 300 triệu đồng
    Good:
        - fund: Ngân sách nhà nước
          amount: 1,1 tỷ đồng
          items:
            - fund: Ngân sách trung ương
              amount: 800 triệu đồng
            - fund: Ngân sách tỉnh
              amount: 300 triệu đồng
    """
    parts: dict[int, list[Fund]] = {}
    for placed in plan.placed:
        around = next((one for one in reversed(placed.above) if isinstance(one, Fund)), None)
        if around is not None and isinstance(placed.item, Fund):
            parts.setdefault(id(around), []).append(placed.item)
    for fund in plan.funds:
        whole = fund.amount
        known = _numbers(part.amount for part in parts.get(id(fund), ()) if part.amount is not None)
        if known is None or not isinstance(whole, Quantity) or whole.high or (whole.bound and not whole.is_ceiling):
            continue
        if (added := _differing(whole, known)) and added.is_more:
            yield Violation(
                fund.at("amount"),
                _("the parts of this amount come to {total}, more than {whole}", total=added.text, whole=whole),
                _("look at dots, commas and the unit"),
            )


@book.rule("KH417", Severity.INFO)
def amount_typed_again(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """The text of a source types its amount, or another one, and does not refer to it.

    Why: a number typed twice will differ some day; the text would say one sum and the table of funds another.
    Bad:
        amount: 1.250 triệu đồng
        text: Ngân sách tỉnh bố trí 1.520 triệu đồng.
    Good:
        amount: 1.250 triệu đồng
        text: Ngân sách tỉnh bố trí {{ amount }}.
    """
    for fund in plan.funds:
        amount = fund.amount
        if not isinstance(amount, Quantity) or any(_refers(text) for text in _texts(fund)):
            continue
        yield from _typed(fund, amount)


def _typed(fund: Fund, amount: Quantity) -> Iterator[Violation]:
    """The first place of the amount in the texts; else the only other sum of money that they name."""
    found = [(text, start, end, money) for text in _texts(fund) for start, end, money in money_in(str(text.source))]
    alike = [(money.measured_in(amount.unit), text.source.at(start, end)) for text, start, end, money in found]
    places = [(money, place) for money, place in alike if money is not None]
    same = [place for money, place in places if (money.low, money.high) == (amount.low, amount.high)]
    if same:
        yield Violation(same[0], _("the text does not refer to the amount"), _REFER)
    elif len(places) == 1 and not fund.amounts and not fund.items and not fund.parts:
        place = places[0][1]
        yield Violation(place, _("the text says {text}, amount {amount}", text=place.text, amount=amount), _REFER)


_REFER = _("write {{{{ amount }}}} in place of the number")


def _texts(fund: Fund) -> Iterator[Prose]:
    for text in (fund.fund, fund.heading, fund.label, fund.text):
        if text:
            yield text


def _refers(text: Prose) -> bool:
    return any(re.match(r"amount\b", expression.source) for expression in text.expressions)


@frozen
class _Added:
    """What parts come to, as the whole is written, where that is not the whole."""

    text: str
    is_more: bool


def _numbers(amounts: Iterable[object]) -> list[Quantity] | None:
    """Amounts that can be added; None where there are none, or one of them is undecided or no single number."""
    found = list(amounts)
    known = [one for one in found if isinstance(one, Quantity) and one.is_one_number]
    return known if known and len(known) == len(found) else None


def _differing(whole: Quantity, parts: list[Quantity]) -> _Added | None:
    """What the parts come to; None where that is the whole, as exactly as they are written, or cannot be compared."""
    own, *known = map(figure_of, (whole, *parts))
    added = total_of_figures(known)
    if {figure.of for figure in known} != {own.of} or abs(added - own.value) <= leeway((own, *known)):
        return None
    return _Added(own.written(added), added > own.value)


_WHOLE = regex(r"(?i)\btổng (?:kinh phí|nguồn kinh phí|nhu cầu|vốn|nguồn vốn|số tiền|số vốn|mức|dự toán|cộng)\b")
_OF_WHICH = regex(r"(?i)[,;.:( ]*\b(?P<word>trong đó|gồm|bao gồm)\b(?: có)?(?:[ :]|$)")
_ENDS = regex(r"\.(?=\s|$)|\n|/\.")
_NO_PART = regex(
    r"(?i)\b(?:mỗi|mức|một|hai|ba|bốn|sáu|bảy|tám|chín|mười|bình quân|trong đó|gồm|riêng|còn lại|tăng|giảm|so với|"
    r"hỗ trợ|lãi|hơn|gần|khoảng|trên(?! địa bàn)|dưới|không quá|tối đa|tối thiểu|ít nhất|tới|ước)\b|\d"
)
"""Words before a sum of money that make it a part of a part, one of several, or a rough figure."""
_YEAR = regex(r"\b20\d\d\b")


@book.rule("KH418", Severity.WARNING)
def sentence_miscounts(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A sentence names a total of money and its parts, and the parts come to another sum.

    Why: who reads the sentence adds up. After "trong đó" the parts may come to less, never to more.
    Bad:
        Tổng kinh phí 1.250 triệu đồng, gồm ngân sách tỉnh 800 triệu đồng, vốn khác 350 triệu đồng.
    Good:
        Tổng kinh phí 1.250 triệu đồng, gồm ngân sách tỉnh 800 triệu đồng, vốn khác 450 triệu đồng.
    """
    whole = plan.running.whole
    for match in _WHOLE.finditer(whole):
        ends = _ENDS.search(whole, match.end(), match.end() + _SENTENCE)
        end = ends.start() if ends else min(match.end() + _SENTENCE, len(whole))
        yield from _miscounted(plan, match.end(), end)


_SENTENCE = 800


def _miscounted(plan: Plan, start: int, end: int) -> Iterator[Violation]:
    sentence = plan.running.whole[start:end]
    found = list(money_in(sentence))
    if len(found) < 3 or not all(money.is_one_number for _start, _end, money in found):
        return
    (first, after, total), *parts = found
    of_which = _OF_WHICH.match(sentence, after)
    if of_which is None or _NO_PART.search(_YEAR.sub("", sentence[:first])) or not _is_list(sentence, of_which, parts):
        return
    added = _differing(total, [money for _start, _end, money in parts])
    if added and (added.is_more or of_which["word"].lower() != "trong đó"):
        yield Violation(
            plan.running.place(start + first, start + after),
            _("the parts come to {added}, not to {total}", added=added.text, total=total),
            _("look at dots, commas and the unit"),
        )


def _is_list(sentence: str, of_which: re.Match[str], parts: list[tuple[int, int, Quantity]]) -> bool:
    """Whether the parts follow one another, each after its name, and nothing but the end follows the last."""
    begins = of_which.end()
    for start, end, _money in parts:
        name = _YEAR.sub("", sentence[begins:start])
        if _NO_PART.search(name) or "(" in name or ")" in name or not any(map(str.isalpha, name)):
            return False
        begins = end
    return not sentence[begins:].strip(" ;,)")
