"""KH7: the list of recipients."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kehoach.diagnostics import Severity, _
from kehoach.edits import Edit
from kehoach.model.agency import Agencies
from kehoach.model.plan import Plan
from kehoach.model.prose import Prose
from kehoach.nghi_dinh_30 import ANNEX_I
from kehoach.rules import RuleBook, Violation
from kehoach.vietnamese import fold

book = RuleBook()


def _lines(plan: Plan) -> Iterator[Prose]:
    for recipient in plan.recipients:
        yield recipient.text
        yield from recipient.items


_RECORDS = r"(?:VT(?:UB)?|[Vv]ăn thư)\b"
"""The records office at the beginning of the archive line."""


@book.rule("KH701", Severity.ERROR, article=f"{ANNEX_I} II.9.d")
def archive_without_records(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """The archive line does not begin with VT.

    Why: the last line of the recipients says where the original is kept: "Lưu: VT" (the records office), then the unit
    that drafted the document. "VTUB" and "Văn thư", which issued plans have too, name the same office.
    Bad:
        archive: PLĐ
    Good:
        archive: VT, PLĐ
    """
    if plan.archive.todos:
        return
    text = plan.archive.source
    if re.match(_RECORDS, text):
        return
    head = re.match(rf"-? ?Lưu ?:? ?(?={_RECORDS})", text, re.IGNORECASE)
    span = plan.archive.source.at(0, head.end()) if head else plan.archive.span
    plain = head and span.text == head.group()
    yield Violation(
        plan.archive.span,
        _("the archive line begins with VT"),
        _('write without "Lưu:": archive: VT, PLĐ') if fold(text).startswith("luu") else _("write: archive: VT, ..."),
        (Edit(span.start, span.end, ""),) if plain else None,
    )


@book.rule("KH712", Severity.INFO, article=f"{ANNEX_I} II.9.d")
def archive_without_unit(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """The archive line does not name the unit that drafted the document.

    Why: after VT comes the abbreviation of the unit (or part of it) that drafted the document: it keeps the file, and
    whoever has a question asks there.
    Bad:
        archive: VT
    Good:
        archive: VT, TH
    """
    if not plan.archive.todos and re.fullmatch(rf"{_RECORDS} ?(?:\(\d{{1,3}}\))?[.;]?", plan.archive.source):
        yield Violation(
            plan.archive.span,
            _("the drafting unit is missing after {records}", records=plan.archive.source.rstrip(".; ")),
            _("write: archive: VT, ... with its abbreviation"),
        )


@book.rule("KH709", Severity.ERROR, article=f"{ANNEX_I} II.9.d")
def archive_among_recipients(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """ "Lưu: VT" is typed among the recipients.

    Why: it is the last line of the list and prints from `archive`; typed here it would be in the middle, and twice.
    Bad:
        recipients:
          - Lưu: VT, PLĐ
    Good:
        archive: VT, PLĐ
    """
    for line in _lines(plan):
        if fold(line.source).lstrip("- ").startswith(("luu:", "luu :", "luu vt", "luu van thu")):
            yield Violation(
                line.span, _("the archive line is not one of the recipients"), _("move it to: archive: VT, ...")
            )


@book.rule("KH710", Severity.WARNING, article=f"{ANNEX_I} II.9.b, II.9.c")
def recipients_as_above(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """ "Như trên" is among the recipients.

    Why: it refers to "Kính gửi", which letters, submissions and reports have and a plan has not.
    Bad:
        recipients:
          - Như trên
    Good:
        recipients:
          - UBND các xã, phường
    """
    for line in _lines(plan):
        if fold(line.source).startswith(("nhu tren", "nhu kinh gui")):
            yield Violation(line.span, _("a plan has no Kính gửi that this could mean"), _("name the recipients"))


@book.rule("KH711", Severity.WARNING)
def recipient_twice(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A recipient is listed twice.

    Why: the records office would send it twice, or somebody else was meant.
    Bad:
        - Sở Tài chính
        - Sở Tài chính
    Good:
        - Sở Tài chính
        - Sở Nội vụ
    """
    seen: set[str] = set()
    for line in _lines(plan):
        text = fold(line.source.rstrip(" ;.,"))
        if text and text in seen:
            yield Violation(line.span, _("this recipient is listed already"), _("delete the line"))
        seen.add(text)
