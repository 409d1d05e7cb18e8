"""Somebody at an editor who chooses what is offered, fills in the places of it, and types the sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.language_server import Editor

_PLACE = re.compile(r"(?<!\\)\$\{(\d+)(?::((?:[^{}]|\{\{.*?\}\})*))?\}")


@dataclass
class Typist:
    """A cursor in an open file; `places` are those still to fill, each with where it is and how long its text is."""

    editor: Editor
    path: Path
    at: int = 0
    places: list[list[int]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.editor.texts[self.path]

    def offered(self) -> dict[str, dict[str, object]]:
        return {one["label"]: one for one in self.editor.offered(self.path, self.at)}

    def choose(self, label: str) -> None:
        """Choose what is offered under this label; the cursor is then at its first place to fill, or after it."""
        offered = self.offered()
        assert label in offered, f"{label!r} is not offered after {self.text[: self.at][-60:]!r}: {list(offered)}"
        edit = offered[label]["textEdit"]
        assert isinstance(edit, dict)
        start, end = (self.editor.offset(self.text, edit["range"][one]) for one in ("start", "end"))
        written, places, last = "", [], 0
        for match in _PLACE.finditer(edit["newText"]):
            written += _unescaped(edit["newText"][last : match.start()])
            places.append([int(match[1]), start + len(written), len(match[2] or "")])
            written, last = written + (match[2] or ""), match.end()
        written += _unescaped(edit["newText"][last:])
        self._put(start, end, written)
        if places:
            self.places = [place[1:] for place in sorted(places)]
            self.at = self.places[0][0]

    def type(self, text: str) -> None:
        """Type at the cursor; over the text of a place to fill, where it is at one."""
        size = self.places[0][1] if self.places and self.places[0][0] == self.at else 0
        self._put(self.at, self.at + size, text)

    def tab(self) -> None:
        """Go to the next place to fill."""
        self.places.pop(0)
        self.at = self.places[0][0]

    def enter(self, indent: int | None = None) -> None:
        """Begin a line below, indented as this one, as editors do that keep it; then perhaps back to an indentation."""
        end = self.text.find("\n", self.at)
        self.at = len(self.text) if end < 0 else end
        self.places = []
        line = self.text[self.text.rfind("\n", 0, self.at) + 1 : self.at]
        kept = len(line) - len(line.lstrip(" "))
        self._put(self.at, self.at, "\n" + " " * (kept if indent is None else indent))

    def _put(self, start: int, end: int, text: str) -> None:
        self.editor.change(self.path, (start, end, text))
        self.editor.current(self.path)
        for place in self.places:
            if place[0] > start:
                place[0] += len(text) - (end - start)
            elif place[0] + place[1] >= end:
                place[1] += len(text) - (end - start)
        self.at = start + len(text)


def _unescaped(text: str) -> str:
    return text.replace("\\$", "$").replace("\\}", "}")
