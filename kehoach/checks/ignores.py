"""KH09: comments that silence a finding, `# kehoach: ignore[KH601] reason`.

A comment speaks for the findings that begin on its line. Where a text of several lines begins or ends there, it speaks
for the whole text: inside of a text YAML knows no comments.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise

from kehoach.diagnostics import Finding, Severity, _, is_vital
from kehoach.edits import Edit
from kehoach.frozen import frozen
from kehoach.patterns import regex
from kehoach.readers.comments import Comment
from kehoach.readers.faults import MAX_FAULTS
from kehoach.rules import Rule, RuleBook, Violation
from kehoach.source import Span
from kehoach.vietnamese import nearest

book = RuleBook()

LOOKS_LIKE = regex(
    r"#[ \t]{0,9}(?:kehoach[ \t]{0,9}:.{0,40}?(?:ignore|\bKH\d|\bVB\d|\[)"
    r"|kehoach\W{0,9}ignore|(?:ignore|noqa)\W{0,9}KH\d)",
    re.IGNORECASE,
)
"""What was probably meant as such a comment."""
_IGNORE = regex(r"#[ \t]*kehoach:[ \t]*ignore\[(?=[\s,]*[^\[\]#\s,])(?P<codes>[^\[\]#]*)\](?P<reason>.*)$")
_HOW = _("write: # kehoach: ignore[KH601] and the reason")


@frozen
class Ignore:
    """A comment that silences: the codes, each with its place, and whether a reason is given."""

    comment: Comment
    span: Span
    codes: tuple[tuple[str, Span], ...]
    list_span: Span
    has_reason: bool

    def without(self, unused: Iterable[str]) -> tuple[Edit, ...]:
        """The edit that takes codes out; a comment that is left without any goes altogether."""
        rest = [code for code, _span in self.codes if code not in unused]
        if rest:
            return (Edit(self.list_span.start, self.list_span.end, ", ".join(rest)),)
        text = self.span.source.text
        line_start = self.span.source.line_starts[self.span.line - 1]
        start, end = self.span.start, self.span.end
        while start > line_start and text[start - 1] in " \t":
            start -= 1
        if start == line_start:  # nothing else on the line: the line goes
            end += len(text[end : end + 2]) - len(text[end : end + 2].removeprefix("\r").removeprefix("\n"))
        return (Edit(start, end, ""),)


@book.rule("KH091", Severity.WARNING)
def malformed_ignore(span: Span) -> Iterator[Violation]:
    """A comment looks as if it should silence a finding, but is not written as such a comment is.

    Why: it silences nothing; who wrote it believes that it does.
    Bad:
        heading: Phòng Kinh tế  # kehoach ignore KH203 đổi tên
    Good:
        heading: Phòng Kinh tế  # kehoach: ignore[KH203] đổi tên
    """
    yield Violation(span, _("this comment silences nothing: it is not written as it must be"), _HOW)


@book.rule("KH092", Severity.WARNING)
def ignore_without_reason(ignore: Ignore) -> Iterator[Violation]:
    """A comment that silences a finding gives no reason.

    Why: whoever reads the plan next year must know why the finding was right to ignore. Without a reason the comment
    silences nothing.
    Bad:
        heading: Phòng Kinh tế  # kehoach: ignore[KH203]
    Good:
        heading: Phòng Kinh tế  # kehoach: ignore[KH203] tên cũ, theo Quyết định 12
    """
    if not ignore.has_reason:
        yield Violation(ignore.span, _("the reason is missing, so this comment silences nothing"), _HOW)


@book.rule("KH093", Severity.WARNING)
def unknown_code_in_ignore(ignore: Ignore, known: Mapping[str, Rule]) -> Iterator[Violation]:
    """A comment that silences a finding names a code that no check has.

    Why: the finding that was meant is still shown.
    Bad:
        heading: Phòng Kinh tế  # kehoach: ignore[KH230] tên cũ
    Good:
        heading: Phòng Kinh tế  # kehoach: ignore[KH203] tên cũ
    """
    for code, span in ignore.codes:
        if code not in known:
            guess = nearest(code.upper(), known)
            yield Violation(
                span,
                _("there is no rule {code}", code=code),
                _("perhaps {guess}?", guess=guess) if guess else _("the list of all: kehoach rule"),
            )


@book.rule("KH094", Severity.WARNING)
def unused_ignore(ignore: Ignore, unused: tuple[str, ...]) -> Iterator[Violation]:
    """A comment silences a finding that is not there, or no longer.

    Why: left standing, it would one day hide a new fault on that line.
    Bad:
        archive: VT, LĐTBXH  # kehoach: ignore[KH701] theo mẫu cũ
    Good:
        archive: VT, LĐTBXH
    """
    if unused:
        yield Violation(
            ignore.span,
            _("nothing here to silence: {codes}", codes=", ".join(unused)),
            _("the safe fix takes it out"),
            ignore.without(unused),
        )


@book.rule("KH095", Severity.WARNING)
def code_cannot_be_ignored(ignore: Ignore, known: Mapping[str, Rule]) -> Iterator[Violation]:
    """A comment names a finding that nobody can silence: an error of reading or structure, or one about such comments.

    Why: with such an error the file's meaning is unknown, so nothing could be printed from it.
    Bad:
        chu-de: Giảm nghèo  # kehoach: ignore[KH101] để sau
    Good:
        subject: Giảm nghèo
    """
    for code, span in ignore.codes:
        if _beyond(code, known):
            yield Violation(
                span, _("{code} cannot be ignored", code=code), _("fix what it reports: kehoach rule {code}", code=code)
            )


def apply_ignores(
    findings: Iterable[Finding],
    comments: Iterable[Comment],
    own: Mapping[str, Rule],
    every: Callable[[], Mapping[str, Rule]],
    *,
    complete: bool,
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The findings that stay, with those about the comments themselves, and the findings that comments silence.

    The rules are those of `own`; where a comment names another code, those that `every` gives. `complete`: every check
    could look; only then can a comment be said to silence nothing.
    """
    ignores: list[Ignore] = []
    reported: list[Finding] = []
    for part in islice((part for comment in comments for part in _parts(comment)), MAX_FAULTS):
        if isinstance(part, Ignore):
            ignores.append(part)
        else:
            reported += malformed_ignore(part)
    known = own if all(code in own for ignore in ignores for code, _span in ignore.codes) else every()
    found = sorted(findings, key=_start)
    silenced: dict[int, Finding] = {}
    for ignore in ignores:
        reported += [*ignore_without_reason(ignore), *unknown_code_in_ignore(ignore, known)]
        reported += code_cannot_be_ignored(ignore, known)
        if ignore.has_reason:
            hit = [finding for finding in _spoken_of(ignore, found) if id(finding) not in silenced]
            silenced |= {id(finding): finding for finding in hit}
            reported += unused_ignore(ignore, _unused(ignore, hit, known) if complete else ())
    kept = (finding for finding in found if id(finding) not in silenced)
    return (*kept, *reported), tuple(silenced.values())


def can_be_ignored(finding: Finding) -> bool:
    """Whether a comment can silence it: no error of reading or structure, nor what is said of such comments."""
    return not finding.vital and finding.code not in book.rules


def _start(finding: Finding) -> int:
    return finding.span.start


def _spoken_of(ignore: Ignore, found: Sequence[Finding]) -> Iterator[Finding]:
    """The findings, of those `found` and sorted by place, that the comment speaks for and may silence."""
    codes = {code for code, _span in ignore.codes}
    for stretch in ignore.comment.covers:
        first, last = (bisect_left(found, place, key=_start) for place in (stretch.start, stretch.stop))
        for finding in found[first:last]:
            if finding.code in codes and not finding.vital and finding.span.source == ignore.span.source:
                yield finding


def _unused(ignore: Ignore, hit: Sequence[Finding], known: Mapping[str, Rule]) -> tuple[str, ...]:
    """The codes of a comment that exist, could be ignored, and silence nothing."""
    used = {finding.code for finding in hit}
    codes = (code for code, _span in ignore.codes if code in known and not _beyond(code, known))
    return tuple(code for code in codes if code not in used)


def _beyond(code: str, known: Mapping[str, Rule]) -> bool:
    return code in known and (is_vital(code, known[code].severity) or code in book.rules)


def _parts(comment: Comment) -> Iterator[Ignore | Span]:
    """What a comment says about findings: ignores well written, and the places of those that are not.

    Other remarks may be before it: `# xem lại # kehoach: ignore[KH601] trích nguyên văn`.
    """
    source, text, at = comment.span.source, comment.span.text, comment.span.start
    starts = [match.start() for match in LOOKS_LIKE.finditer(text)]
    for start, end in pairwise([*starts, len(text)]):
        match = _IGNORE.match(text[start:end].rstrip())
        span = source.span(at + start, at + start + len(text[start:end].rstrip()))
        if match is None:
            yield span
            continue
        first = at + start + match.start("codes")
        codes = tuple(
            (word.group(), source.span(first + word.start(), first + word.end()))
            for word in re.finditer(r"[^\s,][^,]*(?<!\s)", match["codes"])
        )
        list_span = source.span(first, first + len(match["codes"]))
        yield Ignore(comment, span, codes, list_span, bool(re.search(r"\w", match["reason"])))
