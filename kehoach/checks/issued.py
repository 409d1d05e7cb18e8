"""Rules that hold a plan against what was issued of it, and against the register of issued documents."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

from kehoach.diagnostics import Message, Severity, _
from kehoach.frozen import frozen
from kehoach.nghi_dinh_30 import ANNEX_I, DECREE
from kehoach.rules import RuleBook, Violation
from kehoach.source import Source, Span
from kehoach.vietnamese import cut

book = RuleBook()

_SHOWN = 60
"""Characters of a line that are shown."""
_BEFORE = 20
"""Characters that are shown before the change."""
_MOST_LINES = 5_000
"""Lines that are held against each other; of more only the first is named."""


@frozen
class IssueCase:
    """A plan file beside what was issued of it. `name` is the number with its symbol, "05/KH-UBND".

    `text` is the plan file as it was issued, `others` are the files besides it that say something else now, `changed`
    are issued files that are not as they were, each with whether it is there. `number` is where the plan's number is.
    """

    source: Source
    name: str
    number: Span
    text: str = ""
    others: tuple[Path, ...] = ()
    changed: tuple[tuple[Path, bool], ...] = ()
    title: str = ""
    reason: str | None = None

    @property
    def start(self) -> Span:
        """The beginning of the plan."""
        return self.source.span(0, min(1, len(self.source.text)))


_AMEND = _("what was issued stays as it is; to issue the change too: kehoach issue PLAN --amend REASON")


@book.rule("KH717", Severity.WARNING)
def changed_since_issue(case: IssueCase) -> Iterator[Violation]:
    """The plan says something else than the paper that was issued.

    Why: an issued paper is changed by another paper, not by an edit. The issued files stay as they are, and all papers
    of the plan are made from the issued text until the change is issued too.
    Bad:
        number: 15
        value: 1,60%        # issued with 1,56%
    Good:
        kehoach issue PLAN --amend "điều chỉnh chỉ tiêu" --number 40 --date 05/3/2024
    """
    for path in case.others:
        yield Violation(
            case.start, _("{path} has changed since {number} was issued", path=path, number=case.name), _AMEND
        )
    for span, message in _differences(case):
        yield Violation(span, message, _AMEND)


def _differences(case: IssueCase) -> Iterator[tuple[Span, Message]]:
    """Each stretch of lines that differs, at its first line, with what was issued there."""
    old, new = case.text.splitlines(), case.source.text.splitlines()
    first = next((n for n, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), None)
    if first is None and len(old) == len(new):
        return
    first = min(len(old), len(new)) if first is None else first
    if max(len(old), len(new)) - first > _MOST_LINES:
        yield _at(case, first), _("from here on it differs from {number} as issued", number=case.name)
        return
    for tag, start, end, there, last in SequenceMatcher(None, old[first:], new[first:], autojunk=False).get_opcodes():
        was, now = (
            " ".join(" ".join(lines).split())
            for lines in (old[first + start : first + end], new[first + there : first + last])
        )
        if tag == "insert":
            yield _at(case, first + there), _("this was not in {number} as issued", number=case.name)
        elif tag != "equal":
            shown = _around_the_change(was, now)
            yield _at(case, first + there), _("{number} was issued with: {text}", number=case.name, text=shown)


def _around_the_change(was: str, now: str) -> str:
    """Of a text the part that is another one now, with some words before it."""
    same = next((n for n, (one, other) in enumerate(zip(was, now, strict=False)) if one != other), 0)
    start = was.rfind(" ", 0, max(same - _BEFORE, 0)) + 1
    return cut(("… " if start else "") + was[start:], _SHOWN)


def _at(case: IssueCase, line: int) -> Span:
    """What is written on a line, counted from 0; of the last one where that is gone."""
    source = case.source
    number = min(line + 1, len(source.line_starts))
    text = source.line(number)
    start = source.line_starts[number - 1] + len(text) - len(text.lstrip())
    return source.span(start, max(source.line_starts[number - 1] + len(text.rstrip()), start))


@book.rule("KH718", Severity.ERROR, article=f"{DECREE}, Điều 18, Điều 19")
def issued_file_changed(case: IssueCase) -> Iterator[Violation]:
    """A file of what was issued is missing, or is not as it was issued.

    Why: the issued paper and its sources are kept unchanged; what is copied, cited or amended later is made from them.
    kehoach never writes to them again.
    Bad:
        ban-hanh/2024/giam-ngheo/1/ke-hoach.pdf: edited
    Good:
        the same file, put back from a copy
    """
    for path, is_there in case.changed:
        said = _("{path} is not as it was issued with {number}", path=path, number=case.name)
        if not is_there:
            said = _("{path} is missing: it was issued with {number}", path=path, number=case.name)
        yield Violation(case.start, said, _("put it back from a copy"))


@book.rule("KH719", Severity.ERROR, article=f"{DECREE}, Điều 15; {ANNEX_I} II.3")
def number_of_another_paper(case: IssueCase) -> Iterator[Violation]:
    """The plan bears a number that the register has for another paper, or for one that was revoked.

    Why: a number belongs to one paper in the year and is not given again, not even after the paper was revoked.
    Bad:
        number: 15          # that of another plan
    Good:
        number:
    """
    if case.reason is not None:
        message = _("number {number} was revoked: {reason}", number=case.name, reason=case.reason)
    else:
        message = _("number {number} belongs to another paper: {title}", number=case.name, title=case.title)
    yield Violation(case.number, message, _("delete it here; kehoach issue enters the number that the plan is given"))


@book.rule("KH720", Severity.WARNING)
def issue_unfinished(case: IssueCase) -> Iterator[Violation]:
    """A run that issues the plan was cut off: its number is taken, its files are not all there.

    Why: the next run goes on where that one was; until then nobody knows whether the paper is out.
    Bad:
        kehoach issue PLAN --number 15 --date 12/01/2024, interrupted
    Good:
        kehoach issue PLAN
    """
    yield Violation(
        case.number,
        _("the plan is being issued as {number}, and the run that does it is not done", number=case.name),
        _("run it again: kehoach issue PLAN; or give it up: kehoach revoke PLAN REASON"),
    )
