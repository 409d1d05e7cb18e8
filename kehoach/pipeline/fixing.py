"""The safe fixes of a file, made until none is left: what `kehoach check --fix` does to a text.

What comes out can be read, has no more errors of reading and structure than before, and every kind of finding that was
fixed is rarer than before; fixes that do not keep that promise are not made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache

from kehoach.diagnostics import Finding, Message, Selection
from kehoach.edits import Edit, apply, non_overlapping, with_line_ends
from kehoach.model.agency import Agencies
from kehoach.pipeline.declined import harm, still_unreadable, with_reasons
from kehoach.pipeline.examine import Examined, look_at_plan
from kehoach.pipeline.rule_book import all_rules
from kehoach.source import Source

MAX_ROUNDS = 300
"""A fault of syntax hides the next one, so a file pasted from elsewhere may need as many rounds as it has faults."""
MOST_READ = 8_000_000
"""Characters that are read anew after fixes, some seven seconds: a file of more than 27 kB has fewer rounds."""

Look = Callable[[Source], Examined]


def apply_safe_fixes(first: Examined, look: Look, selection: Selection) -> tuple[Examined, int]:
    """The file with its selected safe fixes made, examined anew by `look`, and how many fixes were made.

    Where nothing can be fixed, `first` itself and 0. A finding whose fix was not made says why.
    """
    last, made = _settled(first, look, selection)
    if not last.readable:
        return _as_refused(first, last, selection), 0

    def reason(finding: Finding) -> Message:
        return harm(last, look(_edited(last.source, [finding])))

    return with_reasons(last, _wanted_by(selection), reason), made


def promised(examined: Examined, registry: Agencies) -> Examined:
    """A plan as it is shown: where no fix makes it readable, its findings promise none, and say why."""
    if examined.readable or not any(finding.fix for finding in examined.findings):
        return examined
    last, _made = _settled(
        examined,
        lambda source: look_at_plan(source, registry, check=False, with_files=False),
        Selection(),
        reading=True,
    )
    return examined if last.readable else _as_refused(examined, last, Selection())


def _as_refused(first: Examined, last: Examined, selection: Selection) -> Examined:
    """The file with every fix refused, since it could not be read after them either."""
    blocked = still_unreadable(first, last)
    return with_reasons(first, _wanted_by(selection), lambda _finding: blocked)


def _settled(first: Examined, look: Look, selection: Selection, *, reading: bool = False) -> tuple[Examined, int]:
    """The file once no fix is left, and how many were made; with `reading` once it can be read."""
    refused: frozenset[str] = frozenset()
    while True:
        last, made, suspects = _settle(first, look, selection, refused, reading)
        if not suspects:
            return last, made
        refused |= suspects


def _wanted_by(selection: Selection) -> Callable[[Finding], bool]:
    return lambda finding: _is_wanted(finding.code, selection)


def _settle(
    first: Examined, look: Look, selection: Selection, refused: frozenset[str], reading: bool
) -> tuple[Examined, int, frozenset[str]]:
    """Make fixes until none is left; the third value are codes whose fixes do not do what they promise."""
    seen, used, made, current = {first.source.text}, set[str](), 0, first
    for _round in range(min(MAX_ROUNDS, MOST_READ // (len(first.source.text) + 1) + 1)):
        wanted = [f for f in current.findings if f.fix and _is_wanted(f.code, selection) and f.code not in refused]
        following, fixed = _one_round(current, wanted, look)
        if not fixed:
            return current, made, _idle(used, first, current)
        if following.source.text in seen:  # a circle: these fixes undo each other, or change nothing
            break
        seen.add(following.source.text)
        used |= {f.code for f in fixed}
        made += len(fixed)
        current = following
        if reading and current.readable:
            return current, made, frozenset()
    else:  # each mended fault brought another to light: what is readable by now stays mended
        return current, made, _idle(used, first, current)
    return first, 0, frozenset(f.code for f in fixed)


@cache
def _on_request() -> frozenset[str]:
    """Codes whose fixes are made where the code itself is selected."""
    return frozenset(code for code, rule in all_rules().items() if rule.on_request)


def _is_wanted(code: str, selection: Selection) -> bool:
    return selection.names(code) if code in _on_request() else selection.shows(code)


def _idle(used: Iterable[str], first: Examined, current: Examined) -> frozenset[str]:
    """The codes whose fixes left as many findings as there were."""
    return frozenset(code for code in used if first.readable and _no_rarer(code, first, current))


def _one_round(current: Examined, findings: Sequence[Finding], look: Look) -> tuple[Examined, list[Finding]]:
    """Make every fix that can be made together and does no harm; faults of characters come first."""
    open_ones = sorted(findings, key=lambda f: f.code)
    while open_ones:
        together = [open_ones[index] for index in non_overlapping([f.fix or () for f in open_ones])]
        best, good = _without_harm(current, together, look)
        if good or not together:
            return best, good
        open_ones = [f for f in open_ones if f not in together]
    return current, []


def _without_harm(current: Examined, together: list[Finding], look: Look) -> tuple[Examined, list[Finding]]:
    """Make the fixes that do no harm, found by halving where some do."""
    best, good = current, list[Finding]()
    waiting = [together] if together else []
    while waiting:
        group = waiting.pop()
        tried = look(_edited(current.source, [*good, *group]))
        if _harmless(current, tried):
            best, good = tried, [*good, *group]
        elif len(group) > 1:
            waiting += [group[len(group) // 2 :], group[: len(group) // 2]]
    return best, good


def _edited(source: Source, findings: Sequence[Finding]) -> Source:
    edits: list[Edit] = [with_line_ends(edit, source.text) for f in findings for edit in f.fix or ()]
    return Source(source.path, apply(source.text, edits))


def _harmless(before: Examined, after: Examined) -> bool:
    """Whether a file that could be read still can, and means no less."""
    return not before.readable or (after.readable and _vital(after) <= _vital(before))


def _vital(examined: Examined) -> int:
    return sum(f.vital for f in examined.findings)


def _no_rarer(code: str, before: Examined, after: Examined) -> bool:
    return sum(f.code == code for f in after.findings) >= sum(f.code == code for f in before.findings)
