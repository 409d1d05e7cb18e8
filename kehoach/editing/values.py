"""Setting, removing, inserting, moving and duplicating values of a file, each as edits of spans.

Every other byte stays. The text that comes out is read again before an edit is given out: it must say the new value
where that was set and the old values everywhere else. Else the edit is refused: a file is never left wrong.
"""

from __future__ import annotations

from kehoach.diagnostics import _
from kehoach.editing.document import Document
from kehoach.editing.edit_sequence import EditSequence, nothing_there
from kehoach.editing.expected import with_inserted, with_value, without
from kehoach.editing.meaning import meaning, plain_value
from kehoach.editing.model_types import Path, Value
from kehoach.editing.refusal import Refused
from kehoach.editing.regions import Lines
from kehoach.edits import Edit


def set_value(document: Document, path: Path, value: Value) -> tuple[Edit, ...]:
    """The edits after which `path` holds `value`: a text, yes or no, or a list or mapping of such.

    Keys and parents that are missing are written, in the order of the model. "" leaves a key empty. Where a mapping or
    list is there already, what stays the same is not touched. Raises Refused.
    """
    shape = document.shape(path)
    wanted = meaning(value, shape)
    work = EditSequence(document)
    work.set(path, wanted)
    return work.proven(with_value(document, path, wanted))


def remove(document: Document, path: Path) -> tuple[Edit, ...]:
    """The edits that take a key with its value, or an item, out; comments directly above go with it. Raises Refused."""
    if document.home(path) is None:
        raise nothing_there(path)
    work = EditSequence(document)
    work.remove(path)
    return work.proven(without(document, path))


def insert(document: Document, list_path: Path, index: int, item: Value) -> tuple[Edit, ...]:
    """The edits that put an item into a list before `index`; the list need not be there yet. Raises Refused."""
    shape = document.shape(list_path)
    wanted = meaning(item, shape.inner if shape else None)
    work = EditSequence(document)
    work.insert(list_path, index, wanted)
    return work.proven(with_inserted(document, list_path, index, wanted))


def move(document: Document, path: Path, list_path: Path, index: int) -> tuple[Edit, ...]:
    """The edits that move an item into a list, where it then has `index`: counted without itself in its own list.

    It moves as it is typed, with the comments directly above. Raises Refused.
    """
    home = document.home(path)
    if home is None or not home.is_item:
        raise nothing_there(path)
    if list_path[: len(path)] == path:
        raise Refused(_("an item cannot be moved into itself"))
    after = _without_item(list_path, path)
    taken = without(document, path)
    work = EditSequence(document)
    typed = Lines(document).item(path) if not home.flow else None
    work.remove(path)
    work.insert_typed(after, index, typed, plain_value(home.node))
    return work.proven(with_inserted(document, after, index, home.node, taken))


def copied(document: Document, path: Path) -> tuple[Edit, ...]:
    """The edits that put a copy of an item after it, as it is typed, ids and all. Raises Refused."""
    home = document.home(path)
    if home is None or not home.is_item:
        raise nothing_there(path)
    work = EditSequence(document)
    typed = Lines(document).item(path) if not home.flow else None
    list_path, index = path[:-1], home.index + 1
    work.insert_typed(list_path, index, typed, plain_value(home.node))
    return work.proven(with_inserted(document, list_path, index, home.node))


def _without_item(path: Path, gone: Path) -> Path:
    """A path once an item before it in a list on its way is gone."""
    level = len(gone) - 1
    step, last = path[level] if len(path) > level else None, gone[-1]
    if path[:level] == gone[:-1] and isinstance(step, int) and isinstance(last, int) and step > last:
        return (*path[:level], step - 1, *path[level + 1 :])
    return path
