"""KH6: the subject (trích yếu) below the type of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kehoach.diagnostics import Severity, _
from kehoach.edits import Edit
from kehoach.model.agency import Agencies
from kehoach.model.plan import Plan
from kehoach.model.prose import BRACES, Prose
from kehoach.nghi_dinh_30 import ANNEX_I, DECREE, DOCUMENT_TYPES
from kehoach.rules import RuleBook, Violation

book = RuleBook()

_LONGEST = 500
"""Characters that the exchange of electronic documents has for the subject (Annex VI, II, field Subject)."""


def _subjects(plan: Plan) -> Iterator[tuple[Prose, str]]:
    """Each subject with the type that prints above it."""
    yield plan.subject, DOCUMENT_TYPES[plan.type]
    if plan.decision:
        yield plan.decision.subject, DOCUMENT_TYPES["QĐ"]


@book.rule("KH615", Severity.WARNING, article=f"{DECREE}, Phụ lục VI, Phần II")
def subject_too_long(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """The subject is longer than 500 characters.

    Why: the subject is one short sentence or phrase, and the field in which documents are exchanged and registered
    holds 500 characters: what is longer is cut or refused.
    Bad:
        subject: Triển khai thực hiện ... (năm dòng)
    Good:
        subject: Giảm nghèo bền vững năm 2026
    """
    for subject, _type in _subjects(plan):
        if len(subject.source) > _LONGEST:
            yield Violation(
                subject.source.at(_LONGEST, len(subject.source)),
                _("{count} characters; the register holds {most}", count=len(subject.source), most=_LONGEST),
                _("say the main thing in one short sentence"),
            )


@book.rule("KH616", Severity.WARNING, article=f"{ANNEX_I} II.5.b")
def subject_with_type(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """The subject begins with "V/v" or with the type of the document again.

    Why: the type is on the line above, and "V/v" belongs to official letters (công văn) only.
    Bad:
        subject: V/v giảm nghèo bền vững
        subject: Kế hoạch giảm nghèo bền vững
    Good:
        subject: Giảm nghèo bền vững
    """
    for subject, type_name in _subjects(plan):
        low = subject.source.lower()
        heads = ("v/v ", "v/v: ") if type_name == DOCUMENT_TYPES["QĐ"] else ("v/v ", "v/v: ", f"{type_name.lower()} ")
        head = next((head for head in heads if low.startswith(head)), "")
        if head:
            typed = subject.source[: len(head)].strip()
            yield Violation(
                subject.source.at(0, len(head)),
                _("{head} is not part of the subject", head=f'"{typed}"'),
                _("delete it"),
                _drop(subject, len(head)),
            )


def _drop(subject: Prose, end: int) -> tuple[Edit, ...] | None:
    """The edit that drops the head; none where the text would then begin with braces, or has a line end in it."""
    span = subject.source.at(0, end + 1)
    if subject.source[end] in "{[\"'" or span.text != subject.source[: end + 1]:
        return None
    return (Edit(span.start, span.end, subject.source[end].upper()),)


@book.rule("KH617", Severity.WARNING, article=f"{ANNEX_I} II.5.b")
def subject_in_capitals(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """The subject is typed in capitals.

    Why: the type of the document is set in capitals, the subject below it is not.
    Bad:
        subject: GIẢM NGHÈO BỀN VỮNG NĂM 2026
    Good:
        subject: Giảm nghèo bền vững năm 2026
    """
    for subject, _type in _subjects(plan):
        text = re.sub(BRACES, "", subject.source)
        if text.isupper() and sum(map(str.isalpha, text)) > 8:
            yield Violation(subject.span, _("the subject is not set in capitals"), _("write it as a sentence"))
