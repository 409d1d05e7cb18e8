"""Files of the workspace as they are open: their texts, what the disk was last seen to hold, and how both meet."""

from __future__ import annotations

import os
from collections import Counter, OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kehoach.diagnostics import KehoachError
from kehoach.storage.files import decoded, read_bytes
from kehoach.storage.saving import locked, rewrite
from kehoach.storage.workspace import Workspace, save_new
from kehoach.web.journal import hash_of
from kehoach.web.merging import Merge, MergeSide, merge

RECENT = 200
"""How many earlier texts of a file are remembered, for pages that still show one of them."""
SAVES = 60
"""How many earlier states of a file another program may have begun from."""
UNKNOWN = 3.0
"""Seconds within which another program does not know of a save: nobody reads, thinks and writes so fast."""
WAIT = 5.0
"""Seconds that a save waits for another run of kehoach; it is tried again afterwards."""


@dataclass
class OpenFile:
    """One file. `data` are the bytes that the disk was last seen to hold, `saved` their text.

    `question`: the disk and the text differ in the same field, and a person must choose before anything is saved.
    """

    path: Path
    name: str
    """Its name in the workspace, with strokes."""
    data: bytes
    saved: str
    text: str = ""
    question: Merge | None = None
    failure: KehoachError | None = None
    """Why it could not be saved the last time."""
    unsaved_since: float | None = None
    seen: str = ""
    """The hash of its text."""
    _theirs: bytes = b""
    _base: str = ""
    """What the question is about: the other program's text, and the one that both sides began from."""
    _saves: deque[tuple[float, str]] = field(default_factory=lambda: deque(maxlen=SAVES))
    """What the disk held before each save, with the time of the save, the last one last."""
    _writing: bytes | None = None
    _recent: OrderedDict[str, str] = field(default_factory=OrderedDict)

    @classmethod
    def read(cls, path: Path, workspace: Workspace) -> OpenFile:
        """Open a file. Raises UnreadableFile."""
        data = read_bytes(path)
        text = decoded(path, data).text
        found = cls(path, path.relative_to(workspace.root).as_posix(), data, text)
        found.put(text)
        return found

    @property
    def is_dirty(self) -> bool:
        """Whether what is here is not on the disk."""
        return self.text != self.saved

    def put(self, text: str) -> None:
        """Go on with another text."""
        self.text, self.seen = text, hash_of(text)
        self._recent[self.seen] = text
        self._recent.move_to_end(self.seen)
        while len(self._recent) > RECENT:
            self._recent.popitem(last=False)

    def earlier(self, seen: str) -> str | None:
        """The text that a page saw; None for one that is not remembered."""
        return self._recent.get(seen)

    def look(self, now: float) -> bool:
        """Take in what the disk holds, where another program changed it. Whether anything is other than before.

        What is here and not saved is merged with it; where both changed the same field, `question` says so. A file that
        is gone counts as unchanged: it is written again with the next change. While a save is under way nothing is
        taken in, since nobody knows on which side of it the disk is: who saves looks afterwards. Raises UnreadableFile.
        """
        if self._writing is not None or not os.path.lexists(self.path):
            return False
        data = read_bytes(self.path)
        if data == self.data or (self.question and data == self._theirs):
            return False
        theirs = decoded(self.path, data).text
        base = self._begun_from(theirs, now)
        found = merge(base, self.text, theirs)
        if found.questions:
            self.question, self._theirs, self._base = found, data, base
            return True
        self.question = None
        self.data, self.saved = data, theirs
        self.put(found.text())
        return True

    def _begun_from(self, theirs: str, now: float) -> str:
        """The text that another program probably began from: what was saved last, unless an earlier save is nearer.

        A program that read the file before a save writes what it read, with its own changes. Where that cannot be seen,
        a save a moment ago counts as one that it did not know. One that writes an earlier text itself means it.
        """
        earlier = [text for _gone, text in self._saves]
        if theirs in earlier:
            return self.saved
        lines = Counter(theirs.splitlines())
        shared = {text: (lines & Counter(text.splitlines())).total() for text in {*earlier, self.saved}}
        most = max(shared.values())
        just_gone = [text for gone, text in self._saves if now - gone < UNKNOWN and shared[text] == most]
        if just_gone or shared[self.saved] == most:
            return just_gone[0] if just_gone else self.saved
        return next(text for text in reversed(earlier) if shared[text] == most)

    def ask_anew(self) -> bool:
        """Put the question for the text as it is by now, which went on. Whether there is still one."""
        theirs = decoded(self.path, self._theirs).text
        found = merge(self._base, self.text, theirs)
        if found.questions:
            self.question = found
            return True
        self.question = None
        self.data, self.saved = self._theirs, theirs
        self.put(found.text())
        return False

    def choose(self, choices: Sequence[MergeSide]) -> None:
        """Answer the question."""
        assert self.question is not None
        text = self.question.text(*choices)
        self.question = None
        self.data, self.saved = self._theirs, decoded(self.path, self._theirs).text
        self.put(text)

    def begin_save(self) -> tuple[bytes, str] | None:
        """What is to be written, and in place of what; None where nothing is."""
        if self.question or not self.is_dirty:
            return None
        self._writing = _encoded(self.data, self.text)
        return self.data, self.text

    def end_save(self, text: str | None, now: float) -> None:
        """Note what came of a save: the text that was written, None where none was."""
        if text is not None and self._writing is not None:
            self._saves.append((now, self.saved))
            self.data, self.saved = self._writing, text
        self._writing = None


def write(path: Path, workspace: Workspace, before: bytes, text: str) -> None:
    """Write a text in place of the bytes that a file held, as the only run that writes plans here.

    Raises WouldOverwrite where it holds others by now, KehoachError.
    """
    workspace.editor.mkdir(exist_ok=True)
    with locked(workspace.editor, WAIT, lambda _message: None):
        if os.path.lexists(path):
            rewrite(path, before, text)
        else:
            save_new(path, _encoded(before, text))


def _encoded(before: bytes, text: str) -> bytes:
    mark = b"\xef\xbb\xbf"
    return (mark if before.startswith(mark) else b"") + text.encode()
