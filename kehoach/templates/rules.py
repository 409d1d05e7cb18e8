"""The rule book of Word templates, KH8. It is read only when a template is looked at."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.diagnostics import Finding
from kehoach.templates import rules_form, rules_layout, rules_tags
from kehoach.templates.template import Template

BOOKS = (rules_tags.book, rules_layout.book, rules_form.book)


def check_template(template: Template) -> Iterator[Finding]:
    """Every finding on a template."""
    for book in BOOKS:
        for rule in book:
            yield from rule(template)
