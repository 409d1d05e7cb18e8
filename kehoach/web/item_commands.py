"""What is done to entries of the outline and to lines of fields: each verb is a row, a function of a document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kehoach.diagnostics import _
from kehoach.editing import Document, Path, Refused, duplicate, insert, move, remove, set_value
from kehoach.edits import Edit
from kehoach.frozen import frozen
from kehoach.source import ListNode, MappingNode
from kehoach.web.new_items import KINDS, add, name_edits, same_kind
from kehoach.web.paths import GENERAL, SIGNING, path_of, written


@frozen
class Done:
    """Edits, the path that is chosen afterwards, and that of the field in which one goes on to type, "" for none."""

    edits: tuple[Edit, ...]
    chosen: str = ""
    field: str = ""


Body = Mapping[str, Any]


def _add(document: Document, body: Body) -> Done:
    """Add an item after the chosen entry, or inside of it; `kind` "" means one of the same kind, beside it."""
    kind, chosen = str(body.get("kind", "")), _chosen(document, body)
    beside = not kind
    kind = kind or same_kind(document, chosen)
    if kind not in KINDS:
        raise Refused(_("there is no such kind of item"))
    made = add(document, kind, chosen, beside=beside)
    return Done(made.edits, written(made.path), written(made.field))


def _remove(document: Document, body: Body) -> Done:
    """Remove an entry; the next one is chosen, else the one before, else the one around it."""
    path = _item(document, body)
    count = len(_items(document, path[:-1]))
    last = int(path[-1])
    if count > 1:
        chosen = written((*path[:-1], last if last < count - 1 else last - 1))
    else:
        chosen = written(path[:-2]) or {"bases": "/bases"}.get(str(path[0]), GENERAL)
    emptied = count == 1 and len(path) > 2
    return Done(remove(document, path[:-1] if emptied else path), chosen)


def _move(document: Document, body: Body) -> Done:
    """Move an entry one place up or down among those beside it."""
    path, step = _item(document, body), 1 if body.get("step") == 1 else -1
    to = int(path[-1]) + step
    if not 0 <= to < len(_items(document, path[:-1])):
        raise Refused(_("it is the first one here already") if step < 0 else _("it is the last one here already"))
    return Done(move(document, path, path[:-1], to), written((*path[:-1], to)))


def _copy(document: Document, body: Body) -> Done:
    """Put a copy of an entry after it."""
    path = _item(document, body)
    return Done(duplicate(document, path), written((*path[:-1], int(path[-1]) + 1)))


def _add_line(document: Document, body: Body) -> Done:
    """Add a line to a list of texts."""
    path = path_of(str(body["path"]), document.root)
    node = document.find(path)
    if node is not None and not isinstance(node, ListNode):  # one value in place of a list
        held = str(getattr(node, "value", ""))
        return Done(set_value(document, path, [held, _LINE]), "", written((*path, 1)))
    at = len(node.items) if isinstance(node, ListNode) else 0
    return Done(insert(document, path, at, _LINE), "", written((*path, at)))


_LINE = "…"
"""What a new line says until somebody types: an empty one would be none."""


def _remove_line(document: Document, body: Body) -> Done:
    """Remove a line of a list, or an entry of a mapping."""
    path = path_of(str(body["path"]), document.root)
    holder = document.find(path[:-1])
    alone = len(getattr(holder, "items", ()) or getattr(holder, "entries", ())) <= 1
    return Done(remove(document, path[:-1] if alone and len(path) > 2 else path))


def _add_key(document: Document, body: Body) -> Done:
    """Add an entry to a mapping whose keys are the drafter's own."""
    path, key = path_of(str(body["path"]), document.root), str(body.get("key", "")).strip()
    if not key:
        raise Refused(_("write what it is for first"))
    if document.find((*path, key)) is not None:
        raise Refused(_("{key} is there already", key=f'"{key}"'))
    return Done(
        set_value(document, (*path, key), str(body.get("value") or "TODO(bao nhiêu)")), "", written((*path, key))
    )


ITEM_COMMANDS: Mapping[str, Callable[[Document, Body], Done]] = {
    "them": _add,
    "xoa": _remove,
    "chuyen": _move,
    "nhan-doi": _copy,
    "them-dong": _add_line,
    "bo-dong": _remove_line,
    "them-khoa": _add_key,
}
"""The verbs by the names that pages send."""


def value_edits(document: Document, text: str, value: Any, *, ends: bool) -> tuple[Edit, ...]:
    """The edits that set a field. Once typing ends, an optional key that says nothing is taken out.

    Raises Refused, ValueError.
    """
    path = path_of(text, document.root)
    is_blank = value in ("", [], None, False)
    node = document.find(path)
    if is_blank and node is None:
        return remove(document, path) if ends and len(path) > 1 and _is_optional(document, path) else ()
    if is_blank and _is_optional(document, path) and (ends or value != ""):
        return remove(document, path)
    if path[-1] == "name" and isinstance(value, str) and document.find((*path[:-1], "agencies")) is None:
        return name_edits(document, path, value, ends=ends)
    return set_value(document, path, "" if value is None else value)


def _is_optional(document: Document, path: Path) -> bool:
    """Whether a key may go when it says nothing; those of the plan itself stay, for who fills them in."""
    holder = document.find(path[:-1]) if len(path) > 1 else None
    shape = document.shape(path)
    if not isinstance(holder, MappingNode) or str(path[-1]) not in holder.by_key or len(holder.entries) < 2:
        return False
    from kehoach.editing.model_types import keys_of  # late: one function of it

    known = keys_of(shape.owner) if shape and shape.owner else {}
    key = known.get(str(path[-1]))
    return key is not None and not key.is_required


def _chosen(document: Document, body: Body) -> Path:
    key = str(body.get("at", ""))
    return () if key in ("", GENERAL, SIGNING) or not key.startswith("/") else path_of(key, document.root)


def _item(document: Document, body: Body) -> Path:
    """The chosen entry, which is an item of a list."""
    path = _chosen(document, body)
    if not path or not isinstance(path[-1], int) or document.find(path) is None:
        raise Refused(_("this entry stays where it is"), _("choose a part or an item of the outline"))
    return path


def _items(document: Document, path: Path) -> tuple[object, ...]:
    node = document.find(path)
    return node.items if isinstance(node, ListNode) else ()
