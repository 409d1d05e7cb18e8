"""Mistakes that people make: each an edit of a text, with the place where a reader must be sent.

The places are computed from the edit, by PyYAML's own marks on the unharmed text: never from what kehoach finds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import yaml

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Mistake:
    """One harmed text. `first` and `last` are the lines (1-based) to which a finding may send the reader.

    `harmless` says why no finding is needed; "" where one is.
    """

    kind: str
    where: str
    text: str
    first: int
    last: int
    harmless: str = ""


@dataclass(frozen=True)
class Entry:
    """One key of a mapping with its value: offsets into the text."""

    path: Path
    key: tuple[int, int]
    value: tuple[int, int]
    node: yaml.Node
    column: int

    @property
    def is_text(self) -> bool:
        return isinstance(self.node, yaml.ScalarNode)


class Page:
    """An unharmed YAML text, to be harmed."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root = yaml.compose(text, Loader=yaml.SafeLoader)

    @cached_property
    def entries(self) -> list[Entry]:
        """Every key of every mapping, in the order written."""
        return list(self._entries(self.root, ()))

    def _entries(self, node: yaml.Node, path: Path) -> Iterator[Entry]:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                here = (*path, key.value)
                yield Entry(
                    here,
                    (key.start_mark.index, key.end_mark.index),
                    (value.start_mark.index, self._end(value)),
                    value,
                    key.start_mark.column,
                )
                yield from self._entries(value, here)
        elif isinstance(node, yaml.SequenceNode):
            for index, value in enumerate(node.value):
                yield from self._entries(value, (*path, index))

    def _end(self, node: yaml.Node) -> int:
        end: int = node.end_mark.index
        block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
        flow = getattr(node, "flow_style", True)
        if block or not flow:  # the mark stands before the next token: go back over blanks and comments
            lines = self.text[:end].split("\n")
            while not lines[-1].strip() or lines[-1].lstrip().startswith("#"):
                lines.pop()
            end = len("\n".join(lines))
            end = node.start_mark.index + len(self.text[node.start_mark.index : end].rstrip())
        return end

    @cached_property
    def by_path(self) -> dict[Path, Entry]:
        return {entry.path: entry for entry in self.entries}

    def node(self, path: Path) -> yaml.Node:
        """The node of a path of keys and indices."""
        node = self.root
        for step in path:
            node = node.value[step] if isinstance(step, int) else {k.value: v for k, v in node.value}[step]
        return node

    def line_of(self, offset: int) -> int:
        return self.text.count("\n", 0, offset) + 1

    def column_of(self, offset: int) -> int:
        return offset - (self.text.rfind("\n", 0, offset) + 1) + 1

    def replaced(self, start: int, end: int, new: str) -> str:
        return self.text[:start] + new + self.text[end:]

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")
