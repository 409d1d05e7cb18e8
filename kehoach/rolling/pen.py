"""Edits of a YAML file in its writer's own manner: quoting, blocks, flow style and comments stay as they are."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from kehoach.edits import Edit, apply
from kehoach.model.prose import Prose
from kehoach.source import ListNode, MappingNode, Node, Source, Span, TextNode

MARK = "# chuyển tiếp: "
"""How a comment begins that `next` leaves beside a value which a person should look at."""

_NOT_PLAIN = re.compile(r"^[-?:] |^[\s,\[\]{}#&*!|>'\"%@`]|: |:$| #|\s$|^$|^[-?:]$")
_NOT_IN_FLOW = re.compile(r"[,\[\]{}]")


@dataclass(frozen=True)
class _Home:
    """A scalar and what holds it: the mapping or list, and whether that, or one around it, is in flow style."""

    node: TextNode
    holder: MappingNode | ListNode | None
    flow: bool


class Pen:
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
        return Edit(home.node.span.start, home.node.span.end, _written(new, home.node.style, flow=home.flow))

    def clear(self, key: Span, span: Span) -> Edit:
        """Leave nothing behind a key: what stands between its colon and the end of its value goes."""
        colon = self.source.text.index(":", key.end)
        return Edit(colon + 1, self._homes[span.start].node.span.end, "")

    def text(self, prose: Prose, changes: Sequence[tuple[int, int, str]]) -> list[Edit]:
        """Replace stretches of a text, each given by its indices in the value; one edit for each.

        Where the writer's way of quoting could not hold what comes out, the whole text is quoted anew by one edit.
        """
        home = self._homes[prose.span.start]
        whole = apply(str(prose.source), [Edit(*change) for change in changes])
        if prose.source.is_placed and _holds(home, whole, changes):
            spans = [prose.source.at(start, end) for start, end, _new in changes]
            return [Edit(span.start, span.end, new) for span, (_s, _e, new) in zip(spans, changes, strict=True)]
        node = home.node
        return [Edit(node.span.start, node.span.end, json.dumps(whole, ensure_ascii=False))] * len(changes)

    def mark(self, span: Span, words: str) -> tuple[Edit, ...]:
        """A comment at the end of the line on which a value stands; none where the line has no room for one."""
        home = self._homes.get(span.start)
        if home is None or home.flow or home.node.style in ("|", ">") or "\n" in home.node.span.text:
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
        found = re.finditer(rf"[ \t]+{re.escape(MARK)}[^\r\n]*", self.source.text)
        return tuple(Edit(match.start(), match.end(), "") for match in found)

    def remove_entry(self, key: Span) -> Edit:
        """Take the key that stands at `key`, and its value, out of its mapping."""
        holder = self._homes[key.start].holder
        assert isinstance(holder, MappingNode)
        places = [(entry.key.span.start, entry.value.span.end) for entry in holder.entries]
        index = [start for start, _end in places].index(key.start)
        return self._remove(places, index, flow=holder.flow)

    def remove_item(self, span: Span) -> Edit | None:
        """Take the text that begins at `span` out of its list; None where it is in no list, or alone in it."""
        holder = self.list_of(span)
        if holder is None or len(holder.items) < 2:
            return None
        places = [(item.span.start, item.span.end) for item in holder.items]
        if not holder.flow:  # the dash goes too
            places = [(self.source.text.rindex("-", 0, start), end) for start, end in places]
        index = next(index for index, item in enumerate(holder.items) if item.span.start == span.start)
        return self._remove(places, index, flow=holder.flow)

    def _remove(self, places: list[tuple[int, int]], index: int, *, flow: bool) -> Edit:
        start, end = places[index]
        if flow:
            if index + 1 < len(places):
                return Edit(start, places[index + 1][0], "")
            return Edit(places[index - 1][1] if index else start, end, "")
        text = self.source.text
        line_end = text.find("\n", end)
        return Edit(text.rfind("\n", 0, start) + 1, len(text) if line_end < 0 else line_end + 1, "")

    def indentation(self, offset: int) -> str:
        """The blanks before the first sign of the line that holds `offset`."""
        line = self.source.line(self.source.line_of(offset))
        return line[: len(line) - len(line.lstrip(" "))]

    def after_line(self, offset: int) -> int:
        """Where the line behind the one that holds `offset` begins."""
        line_end = self.source.text.find("\n", offset)
        return len(self.source.text) if line_end < 0 else line_end + 1


def _written(new: str, style: str, *, flow: bool) -> str:
    """A text as a scalar of the style; plain texts that YAML would misread are quoted."""
    if style == "'":
        return "'" + new.replace("'", "''") + "'"
    return new if style != '"' and _plain(new, flow=flow) else json.dumps(new, ensure_ascii=False)


def _plain(text: str, *, flow: bool) -> bool:
    return not _NOT_PLAIN.search(text) and not (flow and _NOT_IN_FLOW.search(text))


def _holds(home: _Home, whole: str, changes: Sequence[tuple[int, int, str]]) -> bool:
    """Whether a text may be changed in place: what comes out still means what it says."""
    if home.node.style in ("|", ">"):
        return all(change[1] > change[0] for change in changes)
    if home.node.style in ("'", '"'):
        return not any(home.node.style in new or "\\" in new for _start, _end, new in changes)
    return _plain(whole, flow=home.flow)
