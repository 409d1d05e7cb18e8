"""What kehoach says to people: findings as values, failures as exceptions, one report with the exit code.

A fault in the user's file is a `Finding`; a fault of the surroundings is a `KehoachError`; a fault of ours is a
traceback.

    KehoachError
    ├── Unreadable          a file that cannot be opened or is not text                   exit 2
    ├── WouldOverwrite      a document that a person edited is in the way             exit 3
    ├── Surroundings        disk, permissions, LibreOffice, a broken template             exit 4
    └── Locked              another run holds the workspace                               exit 5
"""

from __future__ import annotations

import gettext
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import ClassVar, Protocol

from kehoach.edits import Change, Edit
from kehoach.frozen import frozen, names_of, replace
from kehoach.patterns import regex
from kehoach.source import Span, display_path


class Severity(StrEnum):
    """How much a finding weighs. `error` stops rendering; `undecided` prints as a visible mark."""

    ERROR = "error"
    UNDECIDED = "undecided"
    WARNING = "warning"
    INFO = "info"


class Translator(Protocol):
    """What a message needs of a gettext catalogue."""

    def gettext(self, message: str, /) -> str:
        """The message in the catalogue's language."""


ENGLISH: Translator = gettext.NullTranslations()


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence whose language is chosen when it is shown. `text` is the English one, the catalogue's key.

    Of the values, messages and paths are put in words only then: a path as seen from where the user is.
    """

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def into(self, translator: Translator) -> str:
        """The sentence in the translator's language, values filled in."""
        values = {name: _in_words(value, translator) for name, value in self.values.items()}
        return translator.gettext(self.text).format(**values)

    def __str__(self) -> str:
        return self.into(ENGLISH)


def _in_words(value: object, translator: Translator) -> object:
    """Only our own sentences have line breaks: what a value says comes from a file, or from the system."""
    if isinstance(value, Message):
        return value.into(translator)
    if isinstance(value, (int, float)):
        return value
    return printable(display_path(value) if isinstance(value, Path) else str(value))


UNSEEN = regex(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
    r"|#(?=#\w*\[)"
)
"""What steers a terminal or the direction of a line instead of being shown; half characters, which no output takes; and
how a command to Azure Pipelines or GitHub Actions begins, `##[error]`. Line breaks and tabs are not among them."""
_LINE_BREAK = regex(r"\r?\n")
_BREAK_SIGN = "⏎"


def printable(text: str) -> str:
    """`text` on one line: characters that would steer a terminal by their number, a sign for each line break."""
    return UNSEEN.sub(lambda match: by_number(match.group()), _LINE_BREAK.sub(_BREAK_SIGN, text))


def by_number(character: str) -> str:
    """A character as its number, `<U+001B>`."""
    return f"<U+{ord(character):04X}>"


def _(text: str, /, **values: object) -> Message:
    """Mark a sentence for the catalogue."""
    return Message(text, values)


SEVERITIES = {
    Severity.ERROR: _("error"),
    Severity.UNDECIDED: _("undecided"),
    Severity.WARNING: _("warning"),
    Severity.INFO: _("note"),
}
"""What each weight is called."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing worth saying about a user's file, with its place and, where there is one, a way out."""

    code: str
    name: str
    severity: Severity
    message: Message
    span: Span
    hint: Message | None = None
    article: str | None = None
    fix: tuple[Edit, ...] | None = None
    on_request: bool = False
    """Whether the fix is made only where the code itself is selected."""

    @property
    def file(self) -> str:
        """The file as the user named it."""
        return self.span.source.file

    @property
    def vital(self) -> bool:
        """An error of reading or structure: what the file means is unknown, so nothing may hide it."""
        return is_vital(self.code, self.severity)


def is_vital(code: str, severity: Severity) -> bool:
    """Whether findings of this code and weight can be hidden by nobody: the errors of reading and of structure."""
    return severity is Severity.ERROR and code.startswith(("KH0", "KH1"))


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by file, place and code."""
    return tuple(sorted(findings, key=_place))


def _place(finding: Finding) -> tuple[str, str, int, int, str]:
    span = finding.span
    return span.source.path, span.source.part, span.start, span.end, finding.code


@frozen
class Selection:
    """Which codes a run shows. `None` for `select` means every code; both hold codes or beginnings of codes.

    The longest beginning that fits a code decides; of two equal ones, `ignore`.
    """

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()

    def shows(self, code: str) -> bool:
        """Whether findings of this code are shown."""
        wanted = 0 if self.select is None else _longest(code, self.select)
        return wanted > _longest(code, self.ignore)

    def names(self, code: str) -> bool:
        """Whether this code itself was asked for."""
        return self.select is not None and code in self.select


def _longest(code: str, beginnings: tuple[str, ...]) -> int:
    """Length of the longest beginning that fits, -1 when none does."""
    return max((len(beginning) for beginning in beginnings if code.startswith(beginning)), default=-1)


@frozen
class Renewed:
    """A file that is made again because what made it has changed: its kind, as it is shown, and why."""

    kind: str
    reason: Message


@frozen
class Report:
    """What a command found and did, and the exit code that follows from it.

    `ignored` are findings that a comment in the file silences, `hidden` those that the run was asked not to show,
    `changes` the safe fixes that were made, or that could be. `unchanged` are documents that already are as they
    would come out, `released` those that a person has taken over,
    `removed` those that kehoach had written and that no longer say what the plan says. `renewed` reports documents
    among `written` that only another version of what makes them called for. `beside` are the files that the plan names,
    pictures and tables, whether they are there or not. `outdated` are the PDF files of an earlier state of their Word
    file, which stay where nobody asked for PDF.
    """

    findings: tuple[Finding, ...] = ()
    written: tuple[Path, ...] = ()
    failures: tuple[KehoachError, ...] = ()
    ignored: tuple[Finding, ...] = ()
    hidden: tuple[Finding, ...] = ()
    changes: tuple[Change, ...] = ()
    unchanged: tuple[Path, ...] = ()
    released: tuple[Path, ...] = ()
    removed: tuple[Path, ...] = ()
    renewed: tuple[Renewed, ...] = ()
    beside: tuple[Path, ...] = ()
    outdated: tuple[Path, ...] = ()

    FINE: ClassVar[int] = 0

    def __add__(self, other: Report) -> Report:
        return Report.of((self, other))

    @classmethod
    def of(cls, reports: Iterable[Report]) -> Report:
        """All reports as one, in their order."""
        several = tuple(reports)
        return cls(*(tuple(chain.from_iterable(getattr(one, name) for one in several)) for name in _REPORTED))

    def only(self, selection: Selection, *, errors: bool = False) -> Report:
        """The report with what the selection leaves out put aside; vital findings stay, with `errors` every error."""

        def stays(finding: Finding) -> bool:
            kept = finding.vital or (errors and finding.severity is Severity.ERROR)
            return kept or selection.shows(finding.code)

        hidden = tuple(f for f in self.findings if not stays(f))
        return replace(self, findings=tuple(f for f in self.findings if stays(f)), hidden=self.hidden + hidden)

    def errors_only(self) -> Report:
        """The errors, and what failed."""
        return Report(tuple(f for f in self.findings if f.severity is Severity.ERROR), failures=self.failures)

    def changes_only(self) -> Report:
        """What could be fixed, and what failed."""
        return Report(changes=self.changes, failures=self.failures)

    def count(self, severity: Severity) -> int:
        """How many findings weigh this much."""
        return sum(f.severity is severity for f in self.findings)

    @property
    def stops(self) -> bool:
        """Whether an error is in the way of rendering."""
        return self.count(Severity.ERROR) > 0

    @property
    def exit_code(self) -> int:
        """0 fine, 1 errors, undecided or fixes not yet made, else what failed; of several the order 5, 4, 3, 2, 1."""
        codes = {failure.exit_code for failure in self.failures}
        if self.stops or self.count(Severity.UNDECIDED) or not all(change.written for change in self.changes):
            codes.add(1)
        return max(codes, default=self.FINE)


_REPORTED = names_of(Report)


class KehoachError(Exception):
    """A fault of the surroundings: one clear line and an exit code."""

    exit_code: ClassVar[int] = 4

    def __init__(self, message: Message, hint: Message | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.hint = hint


class UnreadableFile(KehoachError):
    """A file cannot be opened, or is no text of ours."""

    exit_code = 2


class WouldOverwrite(KehoachError):
    """A document that a person edited would be overwritten."""

    exit_code = 3


class EnvironmentFailure(KehoachError):
    """Disk, permissions, LibreOffice or a template failed."""

    exit_code = 4


class Locked(KehoachError):
    """Another run holds the workspace."""

    exit_code = 5
