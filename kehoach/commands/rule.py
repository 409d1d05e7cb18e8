"""`kehoach rule`: the manual of a check."""

from __future__ import annotations

from kehoach.diagnostics import UnreadableFile, _
from kehoach.pipeline.rule_book import all_rules
from kehoach.rules import Rule
from kehoach.vietnamese import nearest


def rules(code: str | None) -> tuple[Rule, ...]:
    """The rule of that code, or all. Raises UnreadableFile for a code that does not exist."""
    book = all_rules()
    if code is None:
        return tuple(book.values())
    wanted = code.upper()
    if wanted not in book:
        guess = nearest(wanted, book)
        raise UnreadableFile(
            _("there is no rule {code}", code=code), _("perhaps {guess}?", guess=guess) if guess else None
        )
    return (book[wanted],)
