"""One value as an editor sees it: YAML gives it a type, kehoach reads it as text.

An editor takes `2024` for a number and `true` for a yes; to the parsers both are texts. So every kind of text allows
the types that a text of that kind can have in YAML 1.2, and a pattern where it has a form. Blank counts as left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from kehoach.parse import attached, dates, prose, quantities, words
from kehoach.schema.snippets import UNDECIDED
from kehoach.schema.texts import MESSAGES
from kehoach.undecided import PATTERN

Schema = dict[str, Any]

_ANY_TYPE = ("string", "number", "boolean")
_TYPES = {
    "cited_date": ("string", "integer"),
    "column": ("integer", "string"),
    "column_number": _ANY_TYPE,
    "day": ("string",),
    "deadline": _ANY_TYPE,
    "depth": ("boolean", "integer", "string"),
    "every": ("string",),
    "flag": ("boolean", "string"),
    "id": ("string", "integer"),
    "issue_date": ("string", "integer"),
    "picture": _ANY_TYPE,
    "picture_width": ("string",),
    "prose": _ANY_TYPE,
    "quantity": ("string", "number"),
    "ref": _ANY_TYPE,
    "reported_day": ("string",),
    "rows": _ANY_TYPE,
    "name": _ANY_TYPE,
    "share_key": _ANY_TYPE,
    "table_file": _ANY_TYPE,
    "words": _ANY_TYPE,
    "year": ("string", "integer"),
    "years": ("string", "integer"),
}
"""The types that YAML gives to texts of each kind."""

_LIMITS = {kind: {"minimum": 1900, "maximum": 2199} for kind in ("cited_date", "issue_date", "year", "years")}
_LIMITS["column"] = {"minimum": 1, "maximum": words.MOST_COLUMNS}
_DECIDED = {
    "column",
    "column_number",
    "depth",
    "flag",
    "id",
    "name",
    "picture_width",
    "rows",
    "share_key",
    "table_file",
    "year",
}
"""The kinds that cannot be a TODO(...)."""
_ANY_CASE = {"deadline", "depth", "every", "flag", "quantity"}


def scalar(kind: str, required: bool = False) -> Schema:
    """The schema of a text of that kind."""
    message = MESSAGES.get(kind, MESSAGES["text"])
    found: Schema = {**typed(_TYPES[kind], message, required), **_LIMITS.get(kind, {}), "errorMessage": message}
    if may_be_undecided(kind):
        found["defaultSnippets"] = [UNDECIDED]
    if form := pattern(kind):
        found["pattern"] = form
    return {"anyOf": [found]}  # after `anyOf`, an editor that completes the key writes its colon too


def may_be_undecided(kind: str) -> bool:
    """Whether a text of that kind can be a TODO(...)."""
    return kind not in _DECIDED


def typed(types: tuple[str, ...], message: str, required: bool = False) -> Schema:
    """A value of one of these types, or blank where that is allowed.

    Not said by `type`: an editor would offer true, false and null wherever one of the types can be that.
    """
    allowed = [*types] if required else [*types, "null"]
    return {"if": {"not": {"type": allowed}}, "then": {"type": allowed, "errorMessage": message}}


def one_of(texts: dict[str, str], or_todo: bool = False, required: bool = False) -> Schema:
    """The schema of a closed set of words, each with what it means; perhaps also an undecided point."""
    message = MESSAGES["word"] + ", ".join(texts)
    words_: Schema = {"enum": [*texts], "enumDescriptions": [*texts.values()], "errorMessage": message}
    if required and not or_todo:
        return words_
    other = typed(("string",) if or_todo else (), message, required)
    form = _whole(PATTERN) if or_todo else "^$"
    return {"anyOf": [words_, {"title": "Chưa quyết định", **other, "pattern": form, "errorMessage": message}]}


def agency(names: Mapping[str, str], required: bool = False, *, closed: bool = True) -> Schema:
    """A reference to an agency: one of the known ids, or a name, which has a sign that no id has.

    Where it is not closed, other ids are for `check` to judge.
    """
    reported = {"errorMessage": MESSAGES["agency"]}
    known = {"title": "Cơ quan", **reported, "enum": [*names], "enumDescriptions": [*names.values()]}
    no_name = ["object", "array", *(["null"] if required else [])]
    other = {"title": "Tên cơ quan", **reported, "not": {"type": no_name}}
    return {"anyOf": [known, {**other, "pattern": "[^a-z0-9-]"} if closed else other]}


def identifier(names: Mapping[str, str]) -> Schema:
    """A reference to something of the plan's own: the known ids are offered, others are for `check` to judge."""
    known = {"enum": [*names], "enumDescriptions": [*names.values()]}
    return {"anyOf": [known, {"title": "Mã", "not": {"enum": [*names]}, **scalar("id")}]}


def offered(schema: Schema) -> list[Schema]:
    """The words of a closed set as snippets, for a place where an editor does not find them itself."""
    closed = [s for s in (schema, *schema.get("anyOf", ())) if "enum" in s]
    pairs = [pair for s in closed for pair in zip(s["enum"], s["enumDescriptions"], strict=True)]
    return [{"label": word, "description": meaning, "body": word} for word, meaning in pairs]


@cache
def pattern(kind: str) -> str | None:
    """The pattern of a text of that kind, None where it may be any."""
    form = {**dates.forms(), **prose.forms(), **quantities.forms(), **words.forms(), **attached.forms()}.get(kind)
    if form is None:
        return None
    form = _translated(form, any_case=kind in _ANY_CASE)
    return _whole(f"{form}|{PATTERN}" if kind not in _DECIDED | {"prose"} else form)


_TOKEN = re.compile(r"\\u[0-9a-f]{4}|\\.|\(\?P<\w+>| \?|.", re.DOTALL)


def _translated(form: str, any_case: bool) -> str:
    """A regular expression of ours as editors' engines read it.

    They know no named groups and no flag for "capital or small"; and they see blanks as typed.
    """
    found, inside = "", False
    for match in _TOKEN.finditer(form):
        token = match[0]
        if token.startswith("(?P<"):
            token = "("
        elif token in (" ", " ?") and not inside:
            token = r"\s+" if token == " " else r"\s*"
        elif any_case and len(token) == 1 and token.lower() != token.upper():
            both = token.lower() + token.upper()
            token = both if inside else f"[{both}]"
        inside = token == "[" or (inside and token != "]")
        found += token
    return found


def _whole(form: str) -> str:
    return rf"^\s*(?:{form})\s*$"
