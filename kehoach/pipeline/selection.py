"""`--select` and `--ignore`: which findings a run shows."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.diagnostics import Selection, UnreadableFile, _
from kehoach.pipeline.rule_book import all_rules
from kehoach.vietnamese import nearest


def selection(select: Sequence[str], ignore: Sequence[str]) -> Selection:
    """What was asked for: each item one or more codes or beginnings of codes, separated by commas.

    Raises UnreadableFile for one that fits no rule.
    """
    return Selection(_beginnings(select) if select else None, _beginnings(ignore))


def _beginnings(items: Sequence[str]) -> tuple[str, ...]:
    if not items:
        return ()
    found = tuple(code.strip().upper() for item in items for code in item.split(",") if code.strip())
    book = all_rules()
    for code in found or ("",):
        if not code or not any(known.startswith(code) for known in book):
            guess = nearest(code, (*dict.fromkeys(known[:3] for known in book), *book))
            hint = _("perhaps {guess}?", guess=guess) if guess else _("the list of all: kehoach rule")
            raise UnreadableFile(_("there is no rule {code}", code=code or '""'), hint)
    return found
