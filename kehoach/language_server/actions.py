"""What can be done about a finding: its fix, the word that was probably meant, a comment that silences it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from kehoach.checks.ignores import can_be_ignored
from kehoach.diagnostics import Finding, Message, Selection, _
from kehoach.edits import Edit, apply, with_line_ends
from kehoach.frozen import frozen
from kehoach.language_server.cursor import CursorSlot, cursor_at
from kehoach.patterns import regex
from kehoach.pipeline.examine import Examined
from kehoach.pipeline.fixing import apply_safe_fixes
from kehoach.source import Source

_GUESSES = ("guess", "suggestion")
"""How messages call the word that was probably meant."""
_QUOTED_ID = regex(r'"([a-z0-9-]+)"')
_BLOCK = regex(r"(?:^|[:\-] )[ \t]*[|>][-+0-9]*[ \t]*(?:#.*)?$")
_IGNORE = regex(r"# *kehoach: *ignore\[[^\]]*(?=\])")
_LONGEST = 60


@frozen
class CodeFix:
    """Edits of a file that do something about findings. `is_sure`: kehoach itself would make them."""

    title: Message
    edits: tuple[Edit, ...]
    findings: tuple[Finding, ...]
    is_sure: bool = False


def fixes_for(finding: Finding, source: Source) -> Iterator[CodeFix]:
    """What can be done about one finding in a file, the best first."""
    if finding.fix:
        edits = tuple(with_line_ends(edit, source.text) for edit in finding.fix)
        yield CodeFix(_title(finding, edits, source), edits, (finding,), is_sure=True)
    else:
        for word in _meant(finding):
            edit = Edit(finding.span.start, finding.span.end, word)
            yield CodeFix(_("Write: {text}", text=word), (edit,), (finding,))
    if can_be_ignored(finding) and (ignored := _silenced(finding, source)):
        yield CodeFix(
            _("Silence {code} here, and give the reason", code=finding.code), (ignored,), (finding,)
        )  # fmt: skip


def all_fixes(first: Examined, look: Callable[[Source], Examined], selection: Selection) -> tuple[Edit, ...]:
    """The edits of the text that `kehoach check --fix` would make, of the codes that are selected."""
    last, made = apply_safe_fixes(first, look, selection)
    return tuple(line_edits(first.source.text, last.source.text)) if made else ()


def line_edits(before: str, after: str) -> Iterator[Edit]:
    """The edits, of whole lines, that make one text of another."""
    from difflib import SequenceMatcher  # late: it is needed once a correction

    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    starts = [0]
    for line in old:
        starts.append(starts[-1] + len(line))
    for tag, first, last, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield Edit(starts[first], starts[last], "".join(new[begin:end]))


def fixed(text: str, fix: CodeFix) -> str:
    """The text once the edits are made."""
    return apply(text, fix.edits)


def _title(finding: Finding, edits: Sequence[Edit], source: Source) -> Message:
    """What a fix writes, where that is short; else the hint or the fault."""
    texts = {edit.text for edit in edits}
    (text,) = texts if len(texts) == 1 else ("\n",)
    if text.strip() and len(text) <= _LONGEST and "\n" not in text:
        return _("Write: {text}", text=text.strip())
    gone = source.text[edits[0].start : edits[0].end]
    if text == "" and len(edits) == 1 and gone.strip() and len(gone) <= _LONGEST and "\n" not in gone.strip():
        return _("Take out: {text}", text=gone.strip())
    said = finding.hint or finding.message
    return _("Fix: {what}", what=said)


def _meant(finding: Finding) -> list[str]:
    """The words that the hint proposes in the place of the one that is there."""
    values = finding.hint.values if finding.hint else {}
    for name in _GUESSES:
        if name in values:
            return [str(values[name]).strip('"')]
    return _QUOTED_ID.findall(str(values.get("bodies", "")))


def _silenced(finding: Finding, source: Source) -> Edit | None:
    """The edit that writes a comment for the finding; None in a text that can have none beside it."""
    number = finding.span.line
    slot = cursor_at(source, finding.span.start).slot
    if slot is CursorSlot.TEXT:
        while number > 1 and cursor_at(source, source.line_starts[number - 1]).slot is CursorSlot.TEXT:
            number -= 1
        if not _BLOCK.search(source.line(number)):
            return None
    line, start = source.line(number), source.line_starts[number - 1]
    if match := re.search(_IGNORE.pattern, line):
        if finding.code in match[0]:
            return None
        return Edit(start + match.end(), start + match.end(), f", {finding.code}")
    end = len(line.rstrip())
    return Edit(start + end, start + end, f"  # kehoach: ignore[{finding.code}] ") if end else None
