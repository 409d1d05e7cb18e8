"""KH1: the appendices, and the texts that refer to them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kehoach.diagnostics import Severity, _
from kehoach.model.agency import Agencies
from kehoach.model.appendix import Appendix
from kehoach.model.labels import number_of
from kehoach.model.plan import Plan
from kehoach.model.prose import Call
from kehoach.nghi_dinh_30 import ANNEX_I
from kehoach.patterns import regex
from kehoach.rules import RuleBook, Violation
from kehoach.vietnamese import roman

book = RuleBook()

_NUMBER = r"(?:\d{1,2}(?![\w/])|[IVX]{1,6}\b)"
_NAMED = regex(
    r"(?:[Pp]hụ lục|PHỤ LỤC)(?: số| SỐ)? "
    rf"(?P<numbers>{_NUMBER}(?:(?:, | và | đến | ?[-\u2013] ?)(?:[Pp]hụ lục )?{_NUMBER})*)"
)
"""One or several appendices by their numbers: Phụ lục I; phụ lục số 01, 02 và 03; Phụ lục I đến V."""
_UNNAMED = regex(
    r"(?i)phụ lục(?! (?:số )?(?:\d|[IVX]+\b))|biểu mẫu|mẫu biểu"
    r"|(?:kèm theo|đính kèm)(?! (?:quyết định|nghị định|thông tư|nghị quyết|công văn|tờ trình|kế hoạch|chương trình)\b)"
)
"""What may refer to any appendix."""
_ATTACHED = regex(r"(?:[Pp]hụ lục|PHỤ LỤC)(?: (?:kèm theo|đính kèm)|(?= (?:của )?Kế hoạch này))")
_ANOTHER = regex(
    r"\b(?:Nghị định|Thông tư|Quyết định|Nghị quyết|Luật|Công văn|Hướng dẫn|Chỉ thị|Chương trình|Kế hoạch|Đề án|Văn bản"
    r"|Hiệp định|Công ước|Quy chuẩn|QCVN|TCVN)\b(?! này)"
)
"""Another document in the sentence: the appendix may be one of its own."""


@book.rule("KH115", Severity.WARNING, article=f"{ANNEX_I} III.1.a")
def appendix_without_mention(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """The plan has an appendix, and no text of it refers to that one.

    Why: who reads the plan must know that there is an appendix, and what it is for.
    Bad:
        text: Các cơ quan, đơn vị thực hiện nhiệm vụ được giao
    Good:
        text: Các cơ quan, đơn vị thực hiện nhiệm vụ được giao tại Phụ lục kèm theo
    """
    if not plan.appendices or _UNNAMED.search(plan.running.whole, 0, plan.appendices_at):
        return
    asked = set(arguments(plan, "place"))
    named = {number for number, _start, _end in _named(plan)}
    left = [
        (label, appendix)
        for label, number, appendix in _labelled(plan)
        if not (appendix.id in asked or number in named or (number is None and label in plan.running.whole))
    ]
    if len(left) == len(plan.appendices):
        yield Violation(
            plan.key_at("appendices"),
            _("no text refers to an appendix"),
            _("say where it belongs: ... (chi tiết tại Phụ lục kèm theo)"),
        )
        return
    for label, appendix in left:
        yield Violation(
            appendix.at("title"),
            _("no text refers to {label}", label=label),
            _("say where it belongs: ... (chi tiết tại {label} kèm theo)", label=label),
        )


@book.rule("KH151", Severity.WARNING)
def mention_without_appendix(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A text refers to an appendix that the plan does not have.

    Why: an appendix was taken out, or moved, and the sentence about it stayed. Sentences that name another document are
    left alone: the appendix may be one of that document.
    Bad:
        text: Nhiệm vụ cụ thể tại Phụ lục III   # hai phụ lục
    Good:
        text: Nhiệm vụ cụ thể tại Phụ lục II
    """
    known = {number for _label, number, _appendix in _labelled(plan)}
    if None in known:
        return  # one has a name of its own
    for number, start, end in _named(plan):
        if number not in known and not _names_another(plan, start, end):
            yield Violation(
                plan.running.place(start, end),
                _("there is no appendix {number}", number=plan.running.whole[start:end]),
                _("the appendices are: {known}", known=", ".join(label for label, _number, _one in _labelled(plan)))
                if known
                else _("write it under appendices, or delete the mention"),
            )
    if not known:
        for match in _ATTACHED.finditer(plan.running.whole):
            if not _names_another(plan, *match.span()):
                yield Violation(
                    plan.running.place(*match.span()),
                    _("this plan has no appendix"),
                    _("write it under appendices, or delete the mention"),
                )


def arguments(plan: Plan, name: str) -> Iterator[str]:
    """What texts ask for by `name('...')`."""
    for prose in plan.running.proses:
        for expression in prose.expressions:
            if isinstance(expression.tree, Call) and expression.tree.name == name:
                yield expression.tree.argument


def _labelled(plan: Plan) -> Iterator[tuple[str, int | None, Appendix]]:
    """Each appendix with its label and its number, None where it has a name of its own."""
    for number, appendix in enumerate(plan.appendices, 1):
        if isinstance(appendix.mark, str):
            match = _NAMED.fullmatch(appendix.mark)
            yield appendix.mark, number_of(match["numbers"]) if match else None, appendix
        else:
            yield f"Phụ lục {roman(number)}" if len(plan.appendices) > 1 else "Phụ lục", number, appendix


def _named(plan: Plan) -> Iterator[tuple[int, int, int]]:
    """The number of each appendix that a text names, with where it does; of I đến V all five."""
    whole = plan.running.whole
    titles = {id(appendix.title) for appendix in plan.appendices}
    for match in _NAMED.finditer(whole):
        if id(plan.running.prose_at(match.start())) in titles:
            continue  # there it is the name of the appendix
        last: tuple[int, int] | None = None
        for sign in re.finditer(_NUMBER, match["numbers"]):
            start, end = match.start("numbers") + sign.start(), match.start("numbers") + sign.end()
            number = number_of(sign[0])
            if number is None:
                continue
            joined = whole[last[1] : start] if last else ""
            if last and re.search("đến|[-\u2013]", joined):
                yield from ((between, start, end) for between in range(last[0] + 1, number))
            yield number, start, end
            last = number, end


def _names_another(plan: Plan, start: int, end: int) -> bool:
    """Whether the sentence around a place names another document."""
    running = plan.running
    return bool(_ANOTHER.search(running.sentence_before(start)) or _ANOTHER.search(running.sentence_after(end)))
