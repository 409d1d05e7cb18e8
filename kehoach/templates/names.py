"""The names that a template may use, learnt from what a paper of its kind gives to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kehoach.documents.paper import Paper
from kehoach.templates.template import Path, Shape
from kehoach.word.context import context
from kehoach.word.marks import Marks
from kehoach.word.sandbox import methods

FILLED: frozenset[Path] = frozenset(
    tuple(path.split())
    for path in (
        "parts",
        "parts [] letterhead issuer",
        "parts [] blocks [] header",
        "parts [] blocks [] header []",
        "parts [] blocks [] rows [] cells",
    )
)
"""Lists that have an element in every paper: a loop over them leaves its table or cell never empty."""

SETTLED = {"kind", "role", "nation", "motto", "rule", "motto_rule"}
"""Texts that every paper has alike, or that are not printed: a template may do without them."""


def names_of(document: Paper) -> Shape:
    """The shape of the context that a paper gives to its template. A paper that uses everything shows all of it."""
    return _shape([context(document, Marks())], ())


def _shape(values: Iterable[Any], path: Path) -> Shape:
    """One shape for values that are at the same place; None says nothing about the place."""
    present = [value for value in values if value is not None]
    allowed = frozenset[str]().union(*map(methods, present))
    lists = [value for value in present if isinstance(value, list)]
    if lists:
        each = _shape([item for value in lists for item in value], (*path, "[]"))
        return Shape(each=each, filled=path in FILLED, methods=allowed)
    mappings = [value for value in present if isinstance(value, dict)]
    if mappings:
        keys = dict.fromkeys(key for value in mappings for key in value)
        fields = {key: _shape([value.get(key) for value in mappings], (*path, key)) for key in keys}
        return Shape(fields=fields, methods=allowed)
    # a text that even a full paper of this kind leaves empty belongs to other kinds
    own = any(isinstance(value, str) and value for value in present) and path[-1] not in SETTLED
    return Shape(own=own, methods=allowed)
