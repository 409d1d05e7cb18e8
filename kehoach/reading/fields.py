"""Fields of Word: what is printed of them is their result; a table of contents is left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from kehoach.ooxml.names import w

FIELD_CHAR = w("fldChar")
_TYPE = w("fldCharType")
_CONTENTS = re.compile(r"\s*TOC\b")
_COMPUTED = re.compile(r"\s*(?:AUTONUM\w*|LISTNUM|EQ)\b")


@dataclass
class _Field:
    """A field that is open."""

    code: list[str] = field(default_factory=list)
    has_result: bool = False
    is_contents: bool = False


class Fields:
    """The fields that are open at a place of a document, whose root is given.

    A mark of a field that is never closed, or never opened, counts as none; else the rest of the file would be code.
    """

    def __init__(self, root: Any) -> None:
        self.computed = 0
        self._open: list[_Field] = []
        self._codes = self._contents = 0  # how many of them are still in their code, are contents in their result
        self._closed: set[Any] = set()
        waiting: list[list[Any]] = []
        for mark in root.iter(FIELD_CHAR):
            kind = mark.get(_TYPE)
            if kind == "begin":
                waiting.append([mark])
            elif waiting:
                waiting[-1].append(mark)
                if kind == "end":
                    self._closed.update(waiting.pop())

    def mark(self, mark: Any) -> str:
        """Go past a mark. Returns what a form field prints that has no result."""
        if mark not in self._closed:
            return ""
        kind = mark.get(_TYPE)
        if kind == "begin":
            self._open.append(_Field())
            self._codes += 1
            return _form_value(mark)
        if kind == "separate" and self._open and not self._open[-1].has_result:
            last = self._open[-1]
            last.has_result = True
            last.is_contents = is_contents("".join(last.code))
            self._codes -= 1
            self._contents += last.is_contents
        elif kind == "end" and self._open:
            last = self._open.pop()
            self._codes -= not last.has_result
            self._contents -= last.is_contents
            self.computed += not last.has_result and _COMPUTED.match("".join(last.code)) is not None
        return ""

    def code(self, text: str) -> None:
        """Go past a piece of a field's code."""
        if self._open and not self._open[-1].has_result:
            self._open[-1].code.append(text)

    @property
    def is_code(self) -> bool:
        """Whether the text here is code, which does not print."""
        return self._codes > 0

    @property
    def is_contents(self) -> bool:
        """Whether the text here is that of a table of contents."""
        return self._contents > 0


def is_contents(code: str) -> bool:
    """Whether the code of a field makes a table of contents."""
    return _CONTENTS.match(code) is not None


def _form_value(mark: Any) -> str:
    """What is chosen in a drop-down list or a box to tick of an old form."""
    for choice in mark.iter(w("ddList")):
        entries = [str(entry.get(w("val"), "")) for entry in choice.iter(w("listEntry"))]
        result = next((str(one.get(w("val"), "")) for one in choice.iter(w("result"))), "0")
        return entries[int(result)] if result.isdigit() and int(result[:6]) < len(entries) else ""
    for box in mark.iter(w("checkBox")):
        states = [one.get(w("val"), "1") for name in ("default", "checked") for one in box.iter(w(name))]
        return "☒" if states and states[-1] not in ("0", "false") else "☐"
    return ""
