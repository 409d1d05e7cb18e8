"""Undo and redo: the steps that lead back to what the files of a plan said before, kept over a restart.

A step changes one file or several (an id is renamed everywhere). It is made only where each file still says what the
step left there, so undoing never mixes with what somebody else wrote.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from kehoach.diagnostics import KehoachError
from kehoach.edits import Edit, apply
from kehoach.frozen import frozen, replace
from kehoach.storage.files import digest
from kehoach.storage.saving import replace_file
from kehoach.storage.state_files import ForeignState, is_digest, is_document_name, load_state

VERSION = 1
"""Of the form of the file."""
MOST_STEPS = 500
MOST_CHARACTERS = 2_000_000
"""What is kept of replaced texts, for undo and redo each; the oldest steps go first."""
TYPING = 4.0
"""Seconds without a change of a field after which typing in it begins a new step."""
SENTENCE = 60.0
"""Seconds after which a step of typing ends, however fast one types."""


def hash_of(text: str) -> str:
    """What a text is known by."""
    return digest(text.encode(errors="surrogatepass"))


@frozen
class FileChange:
    """What a step changed in one file, by its name in the workspace: the edits that lead from `after` to `before`.

    Both are hashes of the whole text.
    """

    name: str
    back: tuple[Edit, ...]
    before: str
    after: str

    @classmethod
    def between(cls, name: str, before: str, after: str) -> FileChange:
        """The change from one text to another, as the one stretch that differs."""
        return cls(name, one_edit(after, before), hash_of(before), hash_of(after))


@frozen
class Step:
    """One step back. `field` is what was typed in: further typing there, a moment later, is the same step.

    `began` and `ended` are in seconds, by a clock that only goes on; those of a step that was read count as long ago.
    """

    files: tuple[FileChange, ...]
    field: str = ""
    began: float = float("-inf")
    ended: float = float("-inf")

    @property
    def size(self) -> int:
        """Characters that it keeps."""
        return sum(len(edit.text) + 50 for one in self.files for edit in one.back)


def one_edit(text: str, wanted: str) -> tuple[Edit, ...]:
    """The edit that makes `wanted` of `text`: the one stretch between what both begin and end with."""
    if text == wanted:
        return ()
    start = _in_common(text, wanted)
    same = _in_common(text[start:][::-1], wanted[start:][::-1])
    return (Edit(start, len(text) - same, wanted[start : len(wanted) - same]),)


def _in_common(one: str, other: str) -> int:
    """How many characters both begin with."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return low


class Elsewhere(Exception):
    """A file is no longer what the step left there."""


@dataclass
class Journal:
    """The steps of one plan: `undo` back from what its files say, the last one last, `redo` forward again."""

    undo: list[Step] = field(default_factory=list)
    redo: list[Step] = field(default_factory=list)

    def record(self, changes: Mapping[str, tuple[str, str]], field: str, now: float) -> None:
        """Keep a step: of each file the text before and after. What was undone cannot be done again after it."""
        made = tuple(FileChange.between(name, *texts) for name, texts in changes.items() if texts[0] != texts[1])
        if not made:
            return
        self.redo.clear()
        last = self.undo[-1] if self.undo else None
        if last and field and _goes_on(last, made, field, now):
            name, (before, after) = next(iter(changes.items()))
            first = apply(before, last.files[0].back)
            joined = FileChange.between(name, first, after)
            self.undo[-1] = replace(last, files=(joined,), ended=now)
            if not joined.back:  # typed and taken back
                self.undo.pop()
        else:
            self.undo.append(Step(made, field, now, now))
        _bound(self.undo)

    def end_step(self) -> None:
        """What is typed from now on is a step of its own, also in the same field."""
        if self.undo:
            self.undo[-1] = replace(self.undo[-1], field="")

    def undone(self, texts: Mapping[str, str]) -> dict[str, str]:
        """The texts after the last step is undone. Raises Elsewhere, LookupError."""
        return _made(self.undo, self.redo, texts)

    def redone(self, texts: Mapping[str, str]) -> dict[str, str]:
        """The texts after what was undone last is done again. Raises Elsewhere, LookupError."""
        return _made(self.redo, self.undo, texts)

    def files_of_next(self, *, undo: bool) -> tuple[str, ...]:
        """The names of the files that the next step changes; none where there is no step."""
        steps = self.undo if undo else self.redo
        return tuple(one.name for one in steps[-1].files) if steps else ()

    def text_of(self, seen: str, name: str, text: str) -> str | None:
        """An earlier text of a file by its hash, found by undoing from `text`; None where no step left it."""
        current = hash_of(text)
        if current == seen:
            return text
        for step in reversed(self.undo):
            for one in step.files:
                if one.name == name and one.after == current:
                    text, current = apply(text, one.back), one.before
                    if current == seen:
                        return text if hash_of(text) == seen else None
        return None


def _goes_on(last: Step, made: tuple[FileChange, ...], field: str, now: float) -> bool:
    """Whether a change is more typing in the field of the last step."""
    if last.field != field or len(last.files) != 1 or len(made) != 1:
        return False
    follows = last.files[0].name == made[0].name and last.files[0].after == made[0].before
    return follows and now - last.ended < TYPING and now - last.began < SENTENCE


def _made(steps: list[Step], reverse: list[Step], texts: Mapping[str, str]) -> dict[str, str]:
    """Make the last of the steps, which goes over to the steps of the other direction."""
    step = steps[-1] if steps else None
    if step is None:
        raise LookupError
    made = {}
    for one in step.files:
        if hash_of(texts[one.name]) != one.after:
            raise Elsewhere(one.name)
        made[one.name] = apply(texts[one.name], one.back)
        if hash_of(made[one.name]) != one.before:
            raise Elsewhere(one.name)
    steps.pop()
    back = (FileChange.between(one.name, texts[one.name], made[one.name]) for one in step.files)
    reverse.append(Step(tuple(back)))
    _bound(reverse)
    return made


def _bound(steps: list[Step]) -> None:
    size, kept = 0, 0
    for step in reversed(steps):
        size += step.size
        if kept == MOST_STEPS or (kept and size > MOST_CHARACTERS):
            break
        kept += 1
    del steps[: len(steps) - kept]


# The file


def write_journal(path: Path, plan: str, text: str, journal: Journal, mine: str | None = None) -> None:
    """Keep a journal in its file. `text` is what the plan's file says; `mine` what was typed and is not saved, since a
    person has to choose first. Raises OSError.
    """
    value = {
        "kehoach_journal": VERSION,
        "plan": plan,
        "text": text,
        "mine": mine,
        "undo": [_written(step) for step in journal.undo],
        "redo": [_written(step) for step in journal.redo],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass"))


@frozen
class Kept:
    """What a file of a journal said: the journal, the text of the plan at the time, and what was not saved."""

    journal: Journal
    text: str
    mine: str | None = None


def read_journal(path: Path, plan: str) -> Kept | None:
    """What is in the file of a journal. None where there is none, or one that is damaged, foreign, newer or of another
    plan: then nothing can be undone, and nothing wrong is.
    """
    try:
        found = load_state(path, "kehoach_journal", VERSION)
        if found is None or found.get("plan") != plan or not isinstance(found.get("text"), str):
            return None
        mine = found.get("mine")
        if mine is not None and not isinstance(mine, str):
            return None
        journal = Journal(*([_step(one) for one in _list(found.get(key))] for key in ("undo", "redo")))
    except (KehoachError, ForeignState, ValueError):
        return None
    _bound(journal.undo)
    _bound(journal.redo)
    return Kept(journal, found["text"], mine)


def _written(step: Step) -> list[Any]:
    return [
        {
            "name": one.name,
            "before": one.before,
            "after": one.after,
            "back": [[e.start, e.end, e.text] for e in one.back],
        }
        for one in step.files
    ]


def _step(value: Any) -> Step:
    return Step(tuple(_file_change(one) for one in _list(value)))


def _file_change(value: Any) -> FileChange:
    if not isinstance(value, dict) or not is_document_name(value.get("name")):
        raise ValueError
    if not is_digest(value.get("before")) or not is_digest(value.get("after")):
        raise ValueError
    back = tuple(_edit(one) for one in _list(value.get("back")))
    if any(one.end > two.start for one, two in pairwise(back)):
        raise ValueError
    return FileChange(value["name"], back, value["before"], value["after"])


def _edit(value: Any) -> Edit:
    match value:
        case [int(start), int(end), str(text)] if 0 <= start <= end and {type(start), type(end)} == {int}:
            return Edit(start, end, text)
    raise ValueError


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError
    return value
