"""Which lines of a file belong to a key or an item, and edits of whole lines."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.diagnostics import _
from kehoach.editing.document import Document, Home, end_of
from kehoach.editing.model_types import Path
from kehoach.editing.refusal import UNSAFE, Refused
from kehoach.edits import Edit
from kehoach.frozen import frozen
from kehoach.source import ListNode, MappingNode


@frozen
class Lines:
    """The lines of a document.

    Comments directly above a key or dash, at its column, belong to it, and those directly below its value that are
    deeper; but what is above the first key of a file is the file's.
    """

    document: Document

    @property
    def text(self) -> str:
        """The text of the file."""
        return self.document.source.text

    def line_start(self, offset: int) -> int:
        """Where the line that holds `offset` begins."""
        return self.text.rfind("\n", 0, offset) + 1

    def line_end(self, offset: int) -> int:
        """Where the line that holds `offset` ends, before its line end."""
        end = self.text.find("\n", offset)
        end = len(self.text) if end < 0 else end
        return end - 1 if end > offset and self.text[end - 1] == "\r" else end

    def next_line(self, offset: int) -> int:
        """Where the line after the one that holds `offset` begins; where the text ends if there is none."""
        end = self.text.find("\n", offset)
        return len(self.text) if end < 0 else end + 1

    def item(self, path: Path) -> list[str]:
        """The lines of an item of a list as they are typed, comments and all, without the indentation of its dash."""
        home = self.document.home(path)
        assert home is not None
        start, end = self._region_of(home)
        lines = self.text[start:end].splitlines()
        return [line[home.column :] if not line[: home.column].strip() else line.lstrip() for line in lines]

    def removal(self, path: Path, home: Home) -> list[Edit]:
        """Edits that take a key or an item of a holder in lines out."""
        holder = home.holder
        count = len(holder.items) if isinstance(holder, ListNode) else len(holder.entries)
        if isinstance(holder, MappingNode):
            above = self.document.home(path[:-1])
            if count == 1 and (above is None or above.is_item):
                raise Refused(_("nothing would be left of this item"), _("remove the whole item"))
            key = holder.entries[home.index].key
            if home.index == 0 and self.text[self.line_start(key.span.start) : key.span.start].strip():
                return self._first_of_item(holder, home)
        start, end = self._region_of(home)
        if self._is_blank_before(start) and self._is_blank_line(end):
            end = self.next_line(end)
        return [Edit(start, end, "")]

    def _first_of_item(self, holder: MappingNode, home: Home) -> list[Edit]:
        """The first key of an item is on the line of its dash, which stays."""
        first, after = holder.entries[0], holder.entries[1]
        start, end = first.key.span.start, end_of(first.value)
        gap = self.text[end : after.key.span.start]
        if "#" not in gap:
            return [Edit(start, after.key.span.start, "")]
        while self.text[start - 1] in " \t":
            start -= 1
        return [Edit(start, max(self.line_end(end), end), "")]

    def flow_removal(self, home: Home) -> list[Edit]:
        """Edits that take a key or an item out of brackets, with one comma."""
        holder = home.holder
        if isinstance(holder, ListNode):
            places = [(one.span.start, end_of(one)) for one in holder.items]
        else:
            places = [(one.key.span.start, max(end_of(one.value), one.key.span.end)) for one in holder.entries]
        start, end = places[home.index]
        if len(places) == 1:
            comma = self._comma(end, holder.span.end)
            return [Edit(start, end, ""), *([Edit(comma, comma + 1, "")] if comma is not None else [])]
        if home.index + 1 < len(places):
            after = places[home.index + 1][0]
            if "#" not in self.text[end:after]:
                return [Edit(start, after, "")]
            comma = self._comma(end, after)
        else:
            before = places[home.index - 1][1]
            if "#" not in self.text[before:start]:
                return [Edit(before, end, "")]
            comma = self._comma(before, start)
        assert comma is not None
        return sorted([Edit(start, end, ""), Edit(comma, comma + 1, "")])

    def _comma(self, start: int, end: int) -> int | None:
        """Where the comma after a value in brackets is; a comma in a comment is none."""
        at = start
        while at < end:
            if self.text[at] == ",":
                return at
            at = self.next_line(at) if self.text[at] == "#" else at + 1
        return None

    def insertion(self, path: Path, node: ListNode, index: int, lines: Sequence[str]) -> list[Edit]:
        """Edits that put the lines of an item before the item `index`, indented as the list is."""
        column = node.span.column - 1
        homes = [self.document.home((*path, at)) for at in range(len(node.items))]
        known = [home for home in homes if home is not None]
        put = [f"{' ' * column}{line}" if line.strip() else line.strip() for line in lines]
        if index == 0:
            start = self._region_of(known[0])[0]
            gap = self._gap(known, 0)
            return [Edit(start, start, "".join(f"{line}\n" for line in put) + "\n" * gap)]
        at = self._after(known[index - 1])
        return [self._lines_at(at, [*[""] * self._gap(known, index - 1), *put])]

    def _gap(self, homes: Sequence[Home], index: int) -> int:
        """Whether the items of a list are set apart by an empty line, near an item: 1 or 0."""
        for at in (index, index - 1):
            if 0 <= at < len(homes) - 1:
                return int(self._is_blank_line(self._after(homes[at])))
        return 0

    def entry_insertion(self, path: Path, holder: MappingNode, at: int, lines: Sequence[str]) -> list[Edit]:
        """Edits that put the lines of a key before the key `at` of a mapping in lines."""
        if not holder.entries:
            return [self._lines_at(len(self.text), lines)]
        if at == 0:
            key = holder.entries[0].key.span
            lead = self.text[self.line_start(key.start) : key.start]
            if lead.strip():  # after the dash of an item
                indent = " " * (key.column - 1)
                put = [lines[0].lstrip(), *lines[1:], indent]
                return [Edit(key.start, key.start, "\n".join(put))]
            start = self.line_start(key.start)
            return [Edit(start, start, "".join(f"{line}\n" for line in lines))]
        home = self.document.home((*path, str(holder.entries[at - 1].key.value)))
        assert home is not None
        end = self._after(home)
        is_last = at == len(holder.entries)
        if not path and len(lines) > 1 and self._has_gaps(holder):
            lines = ["", *lines, *([] if is_last or self._is_blank_line(end) else [""])]
        return [self._lines_at(end, lines)]

    def _has_gaps(self, holder: MappingNode) -> bool:
        """Whether some key is set off by an empty line."""
        return any(self._is_blank_before(self.line_start(entry.key.span.start)) for entry in holder.entries[1:])

    def _lines_at(self, at: int, lines: Sequence[str]) -> Edit:
        """The edit that puts lines where a line begins, or after a last line that has no end."""
        if at and self.text[at - 1] != "\n":
            return Edit(at, at, "".join(f"\n{line}" for line in lines))
        return Edit(at, at, "".join(f"{line}\n" for line in lines))

    def _region_of(self, home: Home) -> tuple[int, int]:
        """From the first line that belongs to a key or an item, in lines, to the beginning of what follows."""
        holder = home.holder
        if isinstance(holder, ListNode):
            before = end_of(holder.items[home.index - 1]) if home.index else None
            mark = self._dash(holder, home.index)
        else:
            before = end_of(holder.entries[home.index - 1].value) if home.index else None
            mark = holder.entries[home.index].key.span.start
        start = self.line_start(mark)
        if self.text[start:mark].strip():  # a dash and something else on one line
            raise Refused(UNSAFE)
        if holder is not self.document.root or home.index:
            start = self._with_comments_above(start, home.column, before)
        return start, self._after(home)

    def _after(self, home: Home) -> int:
        """Where the lines begin that follow those of a key or an item."""
        holder = home.holder
        if isinstance(holder, ListNode):
            least = self._dash(holder, home.index) + 1
        else:
            least = holder.entries[home.index].key.span.end
        return self._with_comments_below(self.next_line(max(end_of(home.node), least)), home.column)

    def _dash(self, holder: ListNode, index: int) -> int:
        """Where the dash of an item is."""
        column = holder.span.column - 1
        if index == 0:
            return holder.span.start
        at = self.next_line(end_of(holder.items[index - 1]))
        while at < len(self.text):
            if self.text[at + column : at + column + 1] == "-" and not self.text[at : at + column].strip():
                return at + column
            at = self.next_line(at)
        raise Refused(UNSAFE)

    def _with_comments_above(self, start: int, column: int, floor: int | None) -> int:
        while start > 0:
            above = self.line_start(start - 1)
            line = self.text[above:start]
            if floor is not None and above <= floor:
                break
            if not line.lstrip(" ").startswith("#") or len(line) - len(line.lstrip(" ")) != column:
                break
            start = above
        return start

    def _with_comments_below(self, end: int, column: int) -> int:
        while end < len(self.text):
            after = self.next_line(end)
            line = self.text[end:after]
            if not line.lstrip(" ").startswith("#") or len(line) - len(line.lstrip(" ")) <= column:
                break
            end = after
        return end

    def _is_blank_line(self, at: int) -> bool:
        return at < len(self.text) and not self.text[at : self.next_line(at)].strip()

    def _is_blank_before(self, at: int) -> bool:
        return at > 0 and not self.text[self.line_start(at - 1) : at].strip()
