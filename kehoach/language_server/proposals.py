"""What an editor offers to write, as values; and the YAML that a key begins with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from typing import Any

from kehoach.editing.model_types import ModelType, keys_of
from kehoach.frozen import frozen
from kehoach.language_server.expected import classes_of, is_needed, text_of
from kehoach.model.base import Located
from kehoach.vietnamese import fold


class ProposalKind(Enum):
    """What is offered; an editor shows a sign for it."""

    KEY = "key"
    WORD = "word"
    AGENCY = "agency"
    ITEM = "item"
    NAME = "name"
    VALUE = "value"
    SNIPPET = "snippet"


@frozen
class Proposal:
    """One thing to write. In `insert` `${1:...}` are the places to fill in order; a real `$` is written `\\$`.

    `detail` is one line, `text` Markdown, `prints` what it prints. `also` are other words by which it is found, `rank`
    orders the list. `goes_on`: after it another one can be chosen at once.
    """

    label: str
    insert: str
    kind: ProposalKind
    detail: str = ""
    text: str = ""
    prints: str = ""
    also: str = ""
    rank: int = 1
    is_gone: bool = False
    goes_on: bool = False


@frozen
class Completion:
    """What can be written in place of the text from `start` to `end`, the likeliest first."""

    start: int
    end: int
    proposals: tuple[Proposal, ...]
    is_whole: bool = True
    """Whether no other one is found by what is typed next."""


MOST_OFFERED = 1000
"""A province has two thousand bodies: more than this no list shows, and each takes its time on the way."""
NOTHING_OFFERED = Completion(0, 0, ())
_PLACE_TO_FILL = re.compile(r"(?<!\\)\$\{\d+:((?:[^{}]|\{\{.*?\}\})*)\}|(?<!\\)\$\{?\d+\}?")
_LONG = {"text", "opening", "closing", "paragraph"}
"""Keys whose texts are sentences: they are begun on a line of their own, where any sign may be typed."""


def plain(insert: str) -> str:
    """What a proposal writes into an editor that knows no places to fill."""
    return _PLACE_TO_FILL.sub(lambda match: match[1] or "", insert).replace("\\$", "$").replace("\\}", "}")


def escaped(text: str) -> str:
    """A text as it is written in a proposal."""
    return text.replace("\\", "\\\\").replace("$", "\\$").replace("}", "\\}")


def body_text(body: Any, indent: int) -> str:
    """The body of a snippet of the schema as YAML; its lines but the first are indented."""
    return ("\n" + " " * indent).join(_lines(body))


def _lines(body: Any) -> list[str]:
    if isinstance(body, dict):
        found = []
        for key, value in body.items():
            inner = _lines(value)
            if isinstance(value, (dict, list)):
                found += [f"{key}:", *(f"  {line}" for line in inner)]
            else:
                found.append(f"{key}: {inner[0]}")
        return found
    if isinstance(body, list):
        return [("- " if at == 0 else "  ") + line for one in body for at, line in enumerate(_lines(one))]
    return [str(body)]


class KeyText:
    """The text that a key begins with: its colon, and what is needed below it."""

    def __init__(self) -> None:
        self.count = 0
        self.asks_at_once = True
        """Whether the first place to fill is just after the colon."""

    def of(self, key: str, value: ModelType, indent: int) -> str:
        """A key with the places to fill of what it holds; lines below are indented from that of the key."""
        deeper = indent + 2
        below = "\n" + " " * deeper
        if value.is_list:
            if value.may_be_one:
                return f"{key}: {self._next()}"
            self.asks_at_once = False
            return f"{key}:{below}- {self._item(value.inner, deeper + 2)}"
        cls = value.cls({})
        if cls is not None and not cls.short_form:
            self.asks_at_once = False
            return f"{key}:{below}{self.needed(cls, deeper)}"
        if value.is_map:
            self.asks_at_once = False
            return f"{key}:{below}{self._next()}"
        if value.reads == "prose" and key in _LONG:
            self.asks_at_once = False
            return f"{key}: >{below}{self._next()}"
        return f"{key}: {self._next()}"

    def needed(self, cls: type[Located], indent: int) -> str:
        """The keys that a mapping of the class needs; one place to fill where it needs none."""
        keys = [
            self.of(key, ModelType(field.hint, cls, key), indent)
            for key, field in keys_of(cls).items()
            if is_needed(cls, field)
        ]
        return ("\n" + " " * indent).join(keys) or self._next()

    def _item(self, item: ModelType | None, indent: int) -> str:
        classes = classes_of(item) if item and not text_of(item) else ()
        if len(classes) == 1:
            return self.needed(classes[0], indent)
        if classes and all("kind" in keys_of(cls) for cls in classes):
            return f"kind: {self._next()}"
        return self._next()  # a line, or what the next proposals say

    def _next(self) -> str:
        self.count += 1
        return f"${{{self.count}}}"


def found_by(one: Proposal) -> str:
    """The words by which a proposal is found, with marks and without."""
    words = f"{one.label} {one.also}".strip()
    without = fold(words)
    return words if without == words.lower() else f"{words} {without}"


def offered(start: int, end: int, typed: str, proposals: Iterable[Proposal]) -> Completion:
    """Proposals by rank, each label once; of very many those that have the words that are `typed`."""
    found: dict[tuple[str, str], Proposal] = {}
    for one in sorted(proposals, key=lambda one: one.rank):
        found.setdefault((one.label, one.insert), one)
    every = list(found.values())
    if len(every) <= MOST_OFFERED:
        return Completion(start, end, tuple(every))
    words = fold(typed).split()
    fitting = [one for one in every if all(word in fold(found_by(one)) for word in words)]
    return Completion(start, end, tuple(fitting[:MOST_OFFERED]), is_whole=False)
