"""Every rule there is, of whichever room: what `kehoach rule`, `--select` and comments that silence go by."""

from __future__ import annotations

from importlib import import_module

from kehoach.checks import PLAN_BOOKS, REGISTRY_BOOKS, ignores
from kehoach.parse.unclear import book as parsing
from kehoach.readers.rules import book as reading
from kehoach.rules import Rule


def all_rules() -> dict[str, Rule]:
    """Every rule by code. Raises ValueError when two books share a code."""
    from kehoach.checks import issued, namesakes, results  # late: most runs meet no results and no templates
    from kehoach.templates import rules as templates

    for module in ("kehoach.readers.yaml", "kehoach.parse.plan"):
        import_module(module)  # files the rules that reading and parsing apply
    found: dict[str, Rule] = {}
    late = (issued.book, namesakes.book, *results.BOOKS, *templates.BOOKS)
    for book in (reading, parsing, ignores.book, *PLAN_BOOKS, *REGISTRY_BOOKS, *late):
        for rule in book:
            if rule.code in found:
                raise ValueError(f"code {rule.code} is used twice")
            found[rule.code] = rule
    return dict(sorted(found.items()))
