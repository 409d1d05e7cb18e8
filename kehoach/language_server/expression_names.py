"""The names inside `{{ }}`: which expression a cursor is in, what may be written there, and what it prints."""

from __future__ import annotations

import re
from contextlib import suppress

from kehoach.diagnostics import Message, _
from kehoach.frozen import frozen
from kehoach.language_server.edited import EditedFile
from kehoach.language_server.named_items import named_items, places_of
from kehoach.language_server.proposals import Proposal, ProposalKind, escaped
from kehoach.model.prose import Expression, Forms, Note, PlaceOf, Prose, Tree, UnknownName, look_up
from kehoach.model.prose import Scope as Names
from kehoach.patterns import regex
from kehoach.schema.name_texts import FORMS, NAMES, meaning_of
from kehoach.vietnamese import upper_first

_LONGEST = 120
"""Characters of an expression: further back no braces are looked for."""
_TYPED = regex(
    r"\s*(?P<name>[a-z_]\w*)?(?P<call>\(\s*(?P<quote>['\"])?(?P<argument>[^'\"()]*)(?P<closed>['\"]\s*\))?)?"
    r"(?P<dot>\.(?P<form>\w*))?"
)


@frozen
class OpenExpression:
    """An expression that is being typed: what is between its braces before the cursor."""

    inside: str
    is_closed: bool
    """Whether the braces after the cursor are there already."""


def open_expression(text: str, offset: int) -> OpenExpression | None:
    """The expression that a cursor is in; None outside of braces."""
    before = text[max(offset - _LONGEST, 0) : offset]
    opened = before.rfind("{{")
    if opened < 0 or "}}" in before[opened:] or "\n\n" in before[opened:]:
        return None
    rest = text[offset : offset + _LONGEST].partition("\n")[0]
    closing, opening = rest.find("}}"), rest.find("{{")
    return OpenExpression(before[opened + 2 :], closing >= 0 and (opening < 0 or closing < opening))


def names_offered(edited: EditedFile, path: tuple[str | int, ...], typed: OpenExpression) -> tuple[int, list[Proposal]]:
    """How many characters before the cursor the word began that is typed, and what may be in its place."""
    names, match = edited.names(path), _TYPED.fullmatch(typed.inside)
    if match is None:
        return 0, []
    if match["dot"]:
        thing = _thing(match, names)
        forms = thing.named if isinstance(thing, Forms) else {}
        shown = {form: printed(value, edited) for form, value in forms.items() if value is not None}
        return len(match["form"]), [
            Proposal(form, form, ProposalKind.NAME, meaning_of(form, FORMS), prints=text)
            for form, text in shown.items()
        ]
    if match["closed"]:
        return 0, []
    if match["call"]:
        quote = "" if match["quote"] else "'"
        return len(match["argument"]), [
            Proposal(one.id, f"{quote}{escaped(one.id)}{quote}", one.kind, one.name, also=one.name)
            for one in named_items(match["name"] or "", edited, path)
        ]
    before = "" if typed.inside else " "
    after = "" if typed.is_closed else " }}"
    name = match["name"] or ""
    return len(name), [_name(one, value, edited, before, after) for one, value in names.items() if value is not None]


def _thing(match: re.Match[str], names: Names) -> object:
    found = names.get(match["name"])
    return found(match["argument"] or "") if callable(found) else found


def _name(name: str, value: object, edited: EditedFile, before: str, after: str) -> Proposal:
    detail = meaning_of(name, NAMES)
    if callable(value):
        written = f"{before}{name}('${{1}}'){after}"
        return Proposal(f"{name}('…')", written, ProposalKind.NAME, detail, rank=2, goes_on=True)
    if isinstance(value, Forms) and value.own is None:
        return Proposal(name, f"{before}{name}.${{1}}{after}", ProposalKind.NAME, detail, goes_on=True)
    return Proposal(name, f"{before}{name}{after}", ProposalKind.NAME, detail, prints=printed(value, edited))


def printed(value: object, edited: EditedFile) -> str:
    """What a value prints, "" where it has no form of its own."""
    if isinstance(value, Forms):
        value = value.own
    if isinstance(value, Note):
        note = edited.plan.notes.get(value.key) if edited.plan else None
        return "" if note is None else str(note)
    if isinstance(value, PlaceOf):
        shown = places_of(edited).get(value.key, "")
        return upper_first(shown) if value.capital else shown
    return "" if value is None else str(value)


def printed_by(tree: Tree, names: Names, edited: EditedFile) -> str:
    """What an expression prints, "" where it cannot be looked up."""
    with suppress(UnknownName):
        return printed(look_up(tree, names), edited)
    return ""


def text_in_print(prose: Prose, names: Names, edited: EditedFile) -> str:
    """A text with its expressions as they print; one that cannot be looked up as it is typed."""
    shown = []
    for piece in (piece for paragraph in prose.paragraphs for piece in paragraph):
        if isinstance(piece, Expression):
            shown.append(printed_by(piece.tree, names, edited) or f"{{{{ {piece.source} }}}}")
        else:
            shown.append(str(piece))
    return "".join(shown)


def in_print(shown: str) -> Message:
    """How what is printed is said."""
    return _("Prints: **{text}**", text=shown)
