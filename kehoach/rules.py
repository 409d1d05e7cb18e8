"""A rule is one function with one code; its docstring is its manual.

    @book.rule("KH301", Severity.ERROR)
    def deadline_outside_period(plan, agencies):
        '''A task's deadline is outside the plan's period.

        Why: rolling a plan forward easily leaves last year's date behind.
        Bad:
            year: 2026
            deadline: 15/6/2025
        Good:
            deadline: 15/6
        '''
        ...
        yield Found(place, _("deadline {deadline} is not in {year}", ...))

A rule looks and yields; it changes nothing and prints nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from inspect import cleandoc
from typing import Any

from kehoach.diagnostics import Finding, Message, Severity, _
from kehoach.edits import Edit
from kehoach.frozen import frozen, replace
from kehoach.patterns import regex
from kehoach.source import Span

_CODE = regex(r"(KH[0-8]|VB[1-3])\d\d")
_MANUAL = regex(r"^(Why|Bad|Good):[ \n]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Violation:
    """What a rule yields: place, fault, way out. The rule's own row adds code, name and severity."""

    span: Span
    message: Message
    hint: Message | None = None
    fix: tuple[Edit, ...] | None = None


@frozen
class Manual:
    """The docstring of a rule, taken apart."""

    title: str
    why: str
    bad: str
    good: str


MOST_FINDINGS = 20_000
"""So many findings of one rule are listed of one file."""


@frozen
class Rule:
    """One row of the rule book.

    `article` names the provision of Decree 30/2020 (or another law) that the rule enforces; None where no law supports
    it and the rule is habit or plain sense.
    """

    code: str
    severity: Severity
    article: str | None
    look: Callable[..., Iterable[Violation]]
    on_request: bool = False
    """Whether its fixes take back what a drafter wrote on purpose: made only where the code itself is selected."""

    @property
    def name(self) -> str:
        """The function's name as people read it, `deadline-outside-period`."""
        return self.look.__name__.replace("_", "-")

    @property
    def manual(self) -> Manual:
        """Title, reason, a bad and a good example."""
        doc = cleandoc(self.look.__doc__ or "")
        title, *rest = _MANUAL.split(doc)
        parts = {key: cleandoc("\n" + text) for key, text in zip(rest[::2], rest[1::2], strict=True)}
        return Manual(" ".join(title.split()), " ".join(parts["Why"].split()), parts["Bad"], parts["Good"])

    def finding(self, found: Violation) -> Finding:
        """A full finding from what the function yielded."""
        return Finding(
            self.code, self.name, self.severity, found.message, found.span, found.hint, self.article, found.fix,
            self.on_request,
        )  # fmt: skip

    def __call__(self, *subject: Any) -> Iterator[Finding]:
        """Look at a subject: every finding, up to the MOST_FINDINGS that anybody could use."""
        for number, found in enumerate(self.look(*subject), 1):
            if number == MOST_FINDINGS:
                told = _("{message}; what follows of this kind is not listed", message=found.message)
                yield self.finding(replace(found, message=told))
                return
            yield self.finding(found)


class RuleBook:
    """The rules of one family, in the order they were written."""

    def __init__(self) -> None:
        self.rules: dict[str, Rule] = {}

    def rule(
        self, code: str, severity: Severity, *, article: str | None = None, on_request: bool = False
    ) -> Callable[[Callable[..., Iterable[Violation]]], Rule]:
        """File a function under `code`. Raises ValueError for a code that is malformed or taken."""
        if not _CODE.fullmatch(code) or code in self.rules:
            raise ValueError(f"rule code {code} is malformed or taken")

        def file(look: Callable[..., Iterable[Violation]]) -> Rule:
            self.rules[code] = Rule(code, severity, article, look, on_request)
            return self.rules[code]

        return file

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules.values())


def at_lines(message: Message, places: Sequence[Span]) -> Message:
    """A message about several places that have one fault: reported at the first, with the lines of the others."""
    lines = dict.fromkeys(str(place.line) for place in places[1:])
    return _("{message}; so also on line {lines}", message=message, lines=", ".join(lines)) if lines else message
