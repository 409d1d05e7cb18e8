"""Edits of a YAML file in its writer's own manner: quoting, blocks, flow style and comments stay as they are."""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from itertools import accumulate

from kehoach.edits import Edit, apply
from kehoach.frozen import frozen
from kehoach.model.prose import Prose
from kehoach.source import ListNode, MappingNode, Node, Source, Span, TextNode
from kehoach.yaml_text import is_plain, written

MARK = "# chuyển tiếp: "
"""How a comment begins that `next` leaves beside a value which a person should look at."""


@frozen
class _Home:
    """A scalar and what holds it: the mapping or list, and whether that, or one around it, is in flow style."""

    node: TextNode
    holder: MappingNode | ListNode | None
    flow: bool


class YamlEditor:
    """Writes edits for one file. Nothing is changed: an edit is a value."""

    def __init__(self, root: MappingNode, source: Source) -> None:
        self.root = root
        self.source = source
        self._homes: dict[int, _Home] = {}
        self._walk(root, None, flow=False)

    def _walk(self, node: Node, holder: MappingNode | ListNode | None, *, flow: bool) -> None:
        if isinstance(node, TextNode):
            if node.span.end > node.span.start:
                self._homes[node.span.start] = _Home(node, holder, flow)
            return
        flow = flow or node.flow
        for inner in node.items if isinstance(node, ListNode) else ():
            self._walk(inner, node, flow=flow)
        for entry in node.entries if isinstance(node, MappingNode) else ():
            self._walk(entry.key, node, flow=flow)
            self._walk(entry.value, node, flow=flow)

    @property
    def scalars(self) -> tuple[TextNode, ...]:
        """Every text of the file, keys included, in order."""
        return tuple(home.node for _start, home in sorted(self._homes.items()))

    def knows(self, span: Span) -> bool:
        """Whether a text of the file begins there."""
        return span.start in self._homes

    def list_of(self, span: Span) -> ListNode | None:
        """The list that holds the text that begins at `span`, None where none does."""
        holder = self._homes[span.start].holder
        return holder if isinstance(holder, ListNode) else None

    def value(self, span: Span, new: str) -> Edit:
        """Put `new` in place of the whole text that begins at `span`."""
        home = self._homes[span.start]
        return Edit(home.node.span.start, home.node.span.end, written(new, home.node.style, flow=home.flow))

    def clear(self, key: Span, span: Span) -> Edit:
        """Leave nothing after a key: what is between its colon and the end of its value goes."""
        colon = self.source.text.index(":", key.end)
        return Edit(colon + 1, self._homes[span.start].node.span.end, "")

    def text(self, prose: Prose, changes: Sequence[tuple[int, int, str]]) -> list[Edit]:
        """Replace stretches of a text, each given by its indices in the value; one edit for each.

        Where the writer's way of quoting could not hold what comes out, the whole text is quoted anew by one edit.
        """
        home = self._homes.get(prose.span.start)
        if prose.signs:
            changes = _beside_signs(prose, changes)
        typed = _as_typed(prose, changes) if prose.signs else changes
        whole = apply(prose.typed, [Edit(*change) for change in typed])
        if prose.source.is_placed and (home is None or _holds(home, whole, changes)):
            spans = [prose.source.at(start, end) for start, end, _new in changes]
            return [Edit(span.start, span.end, new) for span, (_s, _e, new) in zip(spans, changes, strict=True)]
        if home is None:  # a cell of a pasted table, in the lines of a block
            cell = prose.span
            return [Edit(cell.start, cell.end, whole.replace("\n", " <br> "))] * len(changes)
        node = home.node
        return [Edit(node.span.start, node.span.end, json.dumps(whole, ensure_ascii=False))] * len(changes)

    def mark(self, span: Span, words: str) -> tuple[Edit, ...]:
        """A comment at the end of the line on which a value is; none where the line has no room for one."""
        home = self._homes[span.start]
        if home.flow or home.node.style in ("|", ">") or "\n" in home.node.span.text:
            return ()
        end = home.node.span.end
        line_end = self.source.text.find("\n", end)
        rest = self.source.text[end : len(self.source.text) if line_end < 0 else line_end].rstrip("\r")
        if rest.strip() and not rest.strip().startswith(MARK):
            return ()
        return (Edit(end, end + len(rest), f"  {MARK}{words}"),)

    def is_idle(self, edit: Edit) -> bool:
        """Whether an edit leaves everything as it is."""
        return self.source.text[edit.start : edit.end] == edit.text

    def marks(self) -> tuple[Edit, ...]:
        """Edits that take away the marks of an earlier turn."""
        found = re.finditer(rf"(?<![ \t])[ \t]+{re.escape(MARK)}[^\r\n]*", self.source.text)
        return tuple(Edit(match.start(), match.end(), "") for match in found)

    def remove(self, holder: MappingNode | ListNode, going: Collection[int]) -> dict[int, Edit]:
        """Edits that take some of the entries or items of `holder`, by their indices, out of it; at least one stays."""
        if isinstance(holder, MappingNode):
            places = [(entry.key.span.start, entry.value.span.end) for entry in holder.entries]
        else:
            places = [(item.span.start, item.span.end) for item in holder.items]
        if not holder.flow:
            return {index: self._lines(*places[index]) for index in going}
        # a comma goes with each: up to the first that stays the one after it, then the one before it
        first = min(index for index in range(len(places)) if index not in going)
        return {
            index: Edit(places[index][0], places[index + 1][0], "")
            if index < first
            else Edit(places[index - 1][1], places[index][1], "")
            for index in going
        }

    def _lines(self, start: int, end: int) -> Edit:
        return Edit(self.source.text.rfind("\n", 0, start) + 1, self.after_line(end), "")

    def mapping_of(self, key: Span) -> tuple[MappingNode, int]:
        """The mapping that holds the key that is at `key`, and the index of its entry there."""
        holder = self._homes[key.start].holder
        assert isinstance(holder, MappingNode)
        return holder, next(n for n, entry in enumerate(holder.entries) if entry.key.span.start == key.start)

    def after_line(self, offset: int) -> int:
        """Where the line after the one that holds `offset` begins."""
        line_end = self.source.text.find("\n", offset)
        return len(self.source.text) if line_end < 0 else line_end + 1


def _beside_signs(prose: Prose, changes: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The changes without what stays the same at their begin and end, so that few of them hold a sign of emphasis."""
    narrow = []
    places = [at for at, _count in prose.signs]
    for start, end, new in changes:
        if bisect_right(places, start) == bisect_left(places, end):
            narrow.append((start, end, new))
            continue
        old = str(prose.source[start:end])
        head = _shared(old, new)
        tail = _shared(old[head:][::-1], new[head:][::-1])
        narrow.append((start + head, end - tail, new[head : len(new) - tail]))
    return narrow


def _shared(one: str, other: str) -> int:
    """How many letters two texts share from their beginnings on."""
    return next(
        (index for index, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        min(len(one), len(other)),
    )


def _as_typed(prose: Prose, changes: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The changes by their indices in the text as typed, with its signs of emphasis; a sign inside one goes with it."""
    places = [at for at, _count in prose.signs]
    before = [0, *accumulate(count for _at, count in prose.signs)]
    return [
        (start + before[bisect_right(places, start)], end + before[bisect_left(places, end)], new)
        for start, end, new in changes
    ]


def _holds(home: _Home, whole: str, changes: Sequence[tuple[int, int, str]]) -> bool:
    """Whether a text may be changed in place: what comes out still means what it says."""
    if home.node.style in ("|", ">"):
        return all(change[1] > change[0] for change in changes)
    if home.node.style in ("'", '"'):
        return not any(home.node.style in new or "\\" in new for _start, _end, new in changes)
    return is_plain(whole, flow=home.flow)
