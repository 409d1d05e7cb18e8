"""What is found in a plan as the screen shows it: each finding with its field, and what one click puts there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from kehoach.diagnostics import Finding, Message, Severity, _
from kehoach.editing import Document
from kehoach.frozen import frozen, replace
from kehoach.language_server.actions import CodeFix, fixes_for
from kehoach.source import Source
from kehoach.web.field_names import NamedInFields, in_field_names
from kehoach.web.paths import GENERAL, entry_of, written

WORDS = {
    Severity.ERROR: _("Error"),
    Severity.UNDECIDED: _("Undecided"),
    Severity.WARNING: _("Warning"),
    Severity.INFO: _("Note"),
}
"""What a finding is called by its weight."""
_ORDER = tuple(WORDS)


@frozen
class EntryRemark:
    """A finding with the entry and the path of its field. `fixes`: the titles of what can be done, the best first."""

    finding: Finding
    entry: str
    path: str
    fixes: tuple[Message, ...]
    item: str = ""
    """The item that it is of, where another finding says the same."""

    @property
    def key(self) -> str:
        """What it is known by in the text that it was found in."""
        return f"{self.finding.code}.{self.finding.span.start}.{self.finding.span.end}"

    @property
    def word(self) -> Message:
        """What it is called by its weight."""
        return WORDS[self.finding.severity]


def remarks(findings: Iterable[Finding], source: Source, document: Document | None) -> tuple[EntryRemark, ...]:
    """The findings of a file, the weightiest first."""
    found = [_remark(one, source, document) for one in findings if one.span.source.path == source.path]
    return tuple(sorted(found, key=lambda one: (_ORDER.index(one.finding.severity), one.finding.span.start)))


def told_apart(found: tuple[EntryRemark, ...], item_of: Callable[[EntryRemark], str]) -> tuple[EntryRemark, ...]:
    """The same findings; those that say the same name the items that they are of."""
    said = Counter(str(one.finding.message) for one in found)
    return tuple(replace(one, item=item_of(one)) if said[str(one.finding.message)] > 1 else one for one in found)


def fix_of(findings: Iterable[Finding], source: Source, key: str, number: int) -> CodeFix | None:
    """What a click on the button of a finding does; None where there is no such finding any more."""
    for one in findings:
        if one.span.source.path == source.path and _remark(one, source, None).key == key:
            return next((fix for at, fix in enumerate(_offered(one, source)) if at == number), None)
    return None


def _remark(finding: Finding, source: Source, document: Document | None) -> EntryRemark:
    path = document.path_at(finding.span.start) if document else ()
    fixes = tuple(_title(one) for one in _offered(finding, source))
    return EntryRemark(in_field_names(finding, document), entry_of(path) if path else GENERAL, written(path), fixes)


def _offered(finding: Finding, source: Source) -> Iterator[CodeFix]:
    """Fixes, and words that were probably meant; to silence a finding is for who writes the text."""
    return (one for one in fixes_for(finding, source) if one.is_sure or one.title.text != _SILENCE)


_SILENCE = "Silence {code} here, and give the reason"


def _title(fix: CodeFix) -> Message:
    """What a button says: what it puts there."""
    said = fix.title.values.get("text") or fix.title.values.get("what") or ""
    title = _("Fix: take out {what}") if fix.title.text.startswith("Take out") else _("Fix: {what}")
    return NamedInFields(title.text, {"what": said})
