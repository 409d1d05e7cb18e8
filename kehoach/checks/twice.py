"""KH1: words that kehoach prints by itself, typed once more: "Điều 1.", "Phụ lục I", "./.", "trước ngày"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kehoach.checks.marks import with_key, without
from kehoach.diagnostics import Severity, _
from kehoach.edits import Edit
from kehoach.model.agency import Agencies
from kehoach.model.items import Exhibit
from kehoach.model.labels import number_of
from kehoach.model.numbering import begins_part, typed_part_mark
from kehoach.model.plan import Plan
from kehoach.model.prose import BRACES, PlaceOf, Prose, Scope, Tree, UnknownName, look_up
from kehoach.model.scopes import texts
from kehoach.nghi_dinh_30 import CLOSING_SIGN
from kehoach.patterns import regex
from kehoach.rules import RuleBook, Violation
from kehoach.vietnamese import roman

book = RuleBook()

_END = regex(r"(?<![. ])\.? ?\.?/\.(?=\n|$)")


@book.rule("KH153", Severity.WARNING)
def closing_sign_typed_too(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """ "./." is typed at the end of a text.

    Why: kehoach prints it after the last word of the plan and of each appendix. Typed, it prints twice there, and
    anywhere else it says that the paper ends in the middle.
    Bad:
        closing: Trên đây là Kế hoạch phòng, chống thiên tai./.
    Good:
        closing: Trên đây là Kế hoạch phòng, chống thiên tai.
    """
    if "/." not in plan.running.whole:
        return
    spared = {
        id(prose)
        for appendix in plan.appendices
        if not appendix.closing_sign
        for _holder, _name, prose in appendix.walk()
        if isinstance(prose, Prose)
    }
    for match in _END.finditer(plan.running.whole):
        if id(plan.running.prose_at(match.start())) in spared or _is_of_an_address(plan.running.whole, match.start()):
            continue  # in the first the drafter ends the appendix
        place = plan.running.place(match.start(), match.end())
        plain = place.text == match[0]
        yield Violation(
            place,
            _("{sign} is typed, and kehoach prints it by itself", sign=CLOSING_SIGN),
            _("a full stop is enough"),
            (Edit(place.start, place.end, "."),) if plain else None,
        )


_TOKEN = 80
"""Characters of an address that are looked at."""


def _is_of_an_address(whole: str, end: int) -> bool:
    """Whether the word before `end` is an address or a path whose last sign is the stroke: laichau.gov.vn/."""
    words = whole[max(end - _TOKEN, 0) : end].split(" ")
    return whole[end] == "/" and bool(re.search(r"\w[.:/]\w", words[-1]))


_ARTICLE = regex(r"(?:Điều|ĐIỀU) (?P<number>\d{1,3}) ?[.:] *")
_APPENDIX = regex(
    r"(?:Phụ lục|PHỤ LỤC) ?(?:(?:số |SỐ )?(?P<number>\d{1,2}|[IVXLC]{1,6})\b ?(?:[.:]|[-\u2013](?= ))?|[.:])\s*"
)
_PART = regex(r"(?:Phần|PHẦN) (?P<number>\d{1,2}|[IVX]{1,5}) ?[.:] *")
_ADDRESSED = regex(r"Kính gửi ?: *")
_RECIPIENTS = regex(r"Nơi nhận ?: *")
_FOOTNOTE = regex(r"(?:\[\d{1,3}\]|\(\d{1,3}\)) *")
_SIGN = regex(r"[-\u2013+•] *(?=[^\W\d_])")
_DASH = regex(r"[-\u2013•] *(?=[^\W\d_])")
_PLUS = regex(r"\+ *(?=[^\W\d_])")


@book.rule("KH154", Severity.WARNING)
def label_typed_too(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A text begins with words that kehoach prints by itself: Điều 1., Phụ lục I, Phần I, Kính gửi, a dash, [1].

    Why: they print twice. kehoach counts articles, parts and appendices; an appendix that must have a name of its own
    has `mark:`.
    Bad:
        decision:
          articles: [Điều 1. Ban hành kèm theo Quyết định này Kế hoạch ...]
    Good:
        decision:
          articles: [Ban hành kèm theo Quyết định này Kế hoạch ...]
    """
    for prose, pattern, number, printed in _labelled(plan):
        match = pattern.match(prose.source)
        if match is None or match.end() == len(prose.source):
            continue
        typed = match.groupdict().get("number")
        same = number is not None and (typed is None or number_of(typed) == number)
        yield Violation(
            prose.source.at(0, match.end()),
            _("{typed} is typed, and kehoach prints {label} by itself", typed=match[0].strip(), label=printed),
            _("delete it") if same else None,
            without(prose, match.end()) if same else None,
        )
    yield from _appendices(plan)


def _appendices(plan: Plan) -> Iterator[Violation]:
    """Appendices whose titles begin with what prints above them; another number than that is kept as a mark."""
    for number, appendix in enumerate(plan.appendices, 1):
        match = _APPENDIX.match(appendix.title.source)
        if match is None or match.end() == len(appendix.title.source):
            continue
        typed = match["number"]
        printed = str(appendix.mark or (f"Phụ lục {roman(number)}" if len(plan.appendices) > 1 else "Phụ lục"))
        name = f"Phụ lục {typed}" if typed else "Phụ lục"
        same = typed is None or printed in (name, f"Phụ lục {roman(number_of(typed) or 0)}")
        own = without(appendix.title, match.end())
        key = () if same else with_key(appendix, f'mark: "{name}"') if appendix.mark is None else None
        yield Violation(
            appendix.title.source.at(0, match.end()),
            _("{typed} is typed, and kehoach prints {label} by itself", typed=match[0].strip(), label=printed),
            _("delete it") if same else _('write it above the title: mark: "{mark}"', mark=name),
            (*key, *own) if own and key is not None else None,
        )


def _labelled(plan: Plan) -> Iterator[tuple[Prose, re.Pattern[str], int | None, str]]:
    """Texts that print with words of kehoach: what those look like when typed, their number, and how they print.

    The number is None where the typed words say more than the printed ones: a plus begins a line below another.
    """
    for number, article in enumerate(plan.decision.articles if plan.decision else (), 1):
        yield article, _ARTICLE, number, f"Điều {number}."
    parts = [section for section in plan.sections if begins_part(section)]
    for number, section in enumerate(parts, 1):
        if section.part:
            yield section.part, _PART, number, typed_part_mark(section) or f"Phần {roman(number)}"
    for addressee in plan.addressees:
        yield addressee, _ADDRESSED, 0, "Kính gửi:"
        yield addressee, _SIGN, 0, "-"
    for note in plan.notes.values():
        yield note, _FOOTNOTE, 0, "¹"
    for recipient in plan.recipients:
        yield recipient.text, _RECIPIENTS, 0, "Nơi nhận:"
        yield recipient.text, _DASH, 0, "-"
        yield recipient.text, _PLUS, None, "-"
        for line in recipient.items:
            yield line, _SIGN, 0, "+"


@book.rule("KH155", Severity.WARNING)
def words_beside_value_typed_too(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """Words beside `{{ }}` are part of what it prints.

    Why: `{{ deadline }}` prints all that the deadline says, "trước ngày 15/6", and `{{ value }}` the unit too. What is
    typed beside it again prints twice: "trước ngày trước ngày 15/6", "08 hộ hộ".
    Bad:
        deadline: trước ngày 15/6
        text: Hoàn thành trước ngày {{ deadline }}
    Good:
        deadline: trước ngày 15/6
        text: Hoàn thành {{ deadline }}
    """
    for prose, scope in texts(plan, agencies):
        at = {prose.source.offset(match.start()): match.span() for match in re.finditer(BRACES, prose.source)}
        for expression in prose.expressions:
            if (place := at.get(expression.span.start)) is None:
                continue
            value = _value(expression.tree, scope, plan)
            if before := _typed_before(prose.source[max(place[0] - _SEEN, 0) : place[0]], value):
                yield _typed_too(prose, place[0] - len(before) - 1, place[0], before, value)
            elif after := _typed_after(prose.source[place[1] : place[1] + _SEEN], value):
                yield _typed_too(prose, place[1], place[1] + len(after), after.strip(), value)


_LONGEST = 5
"""Words of a value that may be typed beside it again."""
_SEEN = 120
"""Characters beside an expression that are looked at."""


def _value(tree: Tree, scope: Scope, plan: Plan) -> str:
    """What an expression prints; of a place, whose number is known only on paper, the first word."""
    try:
        value = look_up(tree, scope)
    except UnknownName:
        return ""  # KH107 speaks of it
    if isinstance(value, PlaceOf):
        item, above = plan.places[value.key]
        outermost = above[0] if above else item
        in_appendix = any(outermost is one for one in plan.appendices)
        if in_appendix or isinstance(item, Exhibit):
            return "Phụ lục …" if outermost is item else ""
        return "mục …"
    return str(value) if isinstance(value, (str, int)) else ""


def _typed_before(text: str, value: str) -> str:
    """The words at the end of a text with which a value begins; none that hold a digit."""
    words = value.split(" ")[:_LONGEST]
    low = text.lower()
    for count in range(len(words) - 1, 0, -1):
        lead = " ".join(words[:count])
        start = len(text) - len(lead) - 1
        if low.endswith(f"{lead.lower()} ") and lead.replace(" ", "").isalpha() and text[:start][-1:] in ("", " ", "("):
            return text[start:-1]
    if words[0].lower() == _UNTIL and (match := _UNTIL_THE_DAY.search(text)):
        return match[0].strip()
    return ""


_UNTIL = "trước"
_UNTIL_THE_DAY = regex(r"(?i)(?:^|(?<=[ (]))trước ngày $")
"""What a value that says "trước 30/6" says by itself, in other words."""


def _typed_after(text: str, value: str) -> str:
    """The unit at the beginning of a text with which a quantity ends, with the blank before it."""
    if not value[:1].isdigit():
        return ""
    if value.endswith("%"):
        return next((sign for sign in ("%", " %") if text.startswith(sign)), "")
    words = value.split(" ")[1:][-_LONGEST:]
    for count in range(len(words), 0, -1):
        unit = " " + " ".join(words[-count:])
        if text.startswith(unit) and unit.replace(" ", "").isalpha() and not text[len(unit) :][:1].isalnum():
            return unit
    return ""


def _typed_too(prose: Prose, start: int, end: int, typed: str, value: str) -> Violation:
    """What is typed from `start` to `end` beside an expression, and printed by it."""
    place = prose.source.at(start, end)
    begins = start == 0 or (typed[0].isupper() and not value[0].isupper())
    plain = prose.source.is_placed and place.text == prose.source[start:end] and not begins
    return Violation(
        place,
        _("{typed} is typed, and {value} prints beside it", typed=typed, value=value),
        _("delete {typed}", typed=f'"{typed}"') if not begins else None,
        (Edit(place.start, place.end, ""),) if plain else None,
    )
