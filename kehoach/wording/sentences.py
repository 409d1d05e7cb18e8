"""KH6: blanks after commas, words written in two ways, the end of the subject."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kehoach.diagnostics import Severity, _
from kehoach.edits import Edit
from kehoach.model.agency import Agencies
from kehoach.model.plan import Plan
from kehoach.model.prose import Prose
from kehoach.patterns import matches_at, regex
from kehoach.rules import RuleBook, Violation
from kehoach.source import Span
from kehoach.vietnamese import letters
from kehoach.wording.quotations import in_quotes, rewrite

book = RuleBook()

_SMALL, _CAPITAL = letters()[: len(letters()) // 2], letters()[len(letters()) // 2 :]
_LIKE_TIGHT = regex(r"(?:[,;:).](?=[^\W\d_])|\((?=\w))(?<=\w.)")
_TIGHT = regex(
    rf"[,;](?=[^\W\d_][^\W\d_])(?:(?<=[^\W\d_][{_SMALL}].)|(?<=\d.))"
    rf"|[:)](?=[{_SMALL}][{_SMALL}])(?<=[{_SMALL}][{_SMALL}].)"
    rf"|\.(?=[{_CAPITAL}][{_SMALL}]+[ ,.])(?<=[{_SMALL}][{_SMALL}].)"
    rf"|\((?=[{_SMALL}{_CAPITAL}\d][{_SMALL}\d, ])(?<=[{_SMALL}][{_SMALL}].)"
)


@book.rule("KH626", Severity.WARNING)
def no_blank_after_sign(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A comma, a semicolon or a full stop has no blank after it, or a bracket none before it.

    Why: the two words run together, and a line cannot break between them.
    Bad:
        cán bộ,công chức,viên chức
    Good:
        cán bộ, công chức, viên chức
    """
    running = plan.running
    skipped = {id(prose) for line in getattr(plan, "recipients", ()) for prose in (line.text, *line.items)}
    skipped.add(id(getattr(plan, "archive", None)))
    for match in matches_at(_LIKE_TIGHT, _TIGHT, running.whole):
        if id(running.prose_at(match.start())) in skipped:
            continue
        span = running.place(match.start(), match.end())
        plain = span.text == match.group() and not in_quotes(plan, span)
        sign, opens = f'"{match.group()}"', match.group() == "("
        at = span.start if opens else span.end
        yield Violation(
            span,
            _("no blank before {sign}", sign=sign) if opens else _("no blank after {sign}", sign=sign),
            _("add one"),
            (Edit(at, at, " "),) if plain else None,
        )


_EACH = regex(r"(?i)(?<!\w)(?P<word>hàng|hằng) (?:năm(?! \d)|tháng(?! \d)|quý(?! [IV\d])|ngày(?! \d)|tuần)(?!\w)")
_GOODS = frozenset("mặt bán khách cửa ngân giao mua đặt nhà xếp đơn hóa hoá xuất nhận chở gian dãy chặng".split())
"""Syllables after which hàng is no "every": khách hàng năm nay."""


@book.rule("KH628", Severity.INFO)
def every_in_two_ways(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """Both hàng năm and hằng năm are in the plan; the rarer is reported.

    Why: both are right, and real plans have both; one paper should keep to one, as with hòa and hoà.
    Bad:
        báo cáo hằng quý; tổng kết hằng năm; sơ kết hàng tháng
    Good:
        báo cáo hằng quý; tổng kết hằng năm; sơ kết hằng tháng
    """
    running = plan.running
    ways: dict[str, list[tuple[Span, str]]] = {"hàng": [], "hằng": []}
    for match in _EACH.finditer(running.whole):
        before = (running.whole[max(match.start() - 10, 0) : match.start()].lower().split() or [""])[-1]
        if before not in _GOODS:
            place = running.place(match.start("word"), match.end("word"))
            ways[match["word"].lower()].append((place, match["word"]))
    rarer, usual = sorted(ways, key=lambda way: len(ways[way]))
    for span, written in ways[rarer] if ways[usual] else ():
        right = usual.capitalize() if written[0].isupper() else usual
        yield Violation(
            span,
            _("{written} here, {right} elsewhere in this plan", written=f'"{written}"', right=f'"{right}"'),
            None,
            rewrite(plan, span, written, right),
        )


@book.rule("KH629", Severity.WARNING)
def stop_after_subject(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """The subject ends in a full stop, a semicolon or a comma.

    Why: the subject is a heading, in the decree's own samples without a stop; in the register and in what others cite
    the stop is copied along.
    Bad:
        subject: Giảm nghèo bền vững năm 2026.
    Good:
        subject: Giảm nghèo bền vững năm 2026
    """
    for subject in _subjects(plan):
        stop = re.search(r"(?<=[\w)”}])[.;,:]$", subject.source[-3:])
        if stop and not re.search(r"(?:v\.v|\b[A-ZĐ]{1,3})\.$", subject.source[-8:]):
            end = len(subject.source)
            span = subject.source.at(end - 1, end)
            edits = (Edit(span.start, span.end, ""),) if span.text == stop.group() else None
            yield Violation(span, _("the subject ends in {sign}", sign=f'"{stop.group()}"'), _("delete it"), edits)


def _subjects(plan: Plan) -> Iterator[Prose]:
    yield plan.subject
    if plan.decision:
        yield plan.decision.subject
