"""The tree of a text: each paragraph finds its place by its label, among the open lists.

A label continues an open list; else it begins one at its first value, or begins one again beside an open list; else it
is a slip of the typist; else it is no label but text. How a line is set only breaks ties.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kehoach.diagnostics import Message, _
from kehoach.model.items import ListStyle
from kehoach.readers.document import TextLine
from kehoach.recognising.branches import ANNOUNCES_LIST, Branch, OpenList, finished, follows
from kehoach.recognising.found import Certainty, FoundNode, FoundTable, FoundText
from kehoach.recognising.lines import begins_small, ends_sentence, found, is_capitals, whole
from kehoach.recognising.marks import LabelReading, ReadLabel, label_of_line

_FEW_NATIVE = 2  # labels by a word processor
_MOST_GAP = 3  # a slip: so many numbers may be missing in a list


def tree_of(
    blocks: Sequence[TextLine | FoundTable], headings: Mapping[int, ReadLabel] | None = None
) -> tuple[FoundNode | FoundTable, ...]:
    """The nodes of paragraphs and tables in the order they stand in; `headings` are those that have no label."""
    return Tree(blocks, headings or {}).nodes()


def _labels_of(blocks: Sequence[TextLine | FoundTable]) -> list[ReadLabel | None]:
    """The label of each block. Where a word processor counts, a typed dash before a small letter is of its sentence."""
    labels = [None if isinstance(block, FoundTable) else label_of_line(block) for block in blocks]
    native = [isinstance(block, TextLine) and bool(block.label) for block in blocks]
    typed = sum(label is not None and not counted for label, counted in zip(labels, native, strict=True))
    if sum(native) < max(_FEW_NATIVE, typed):
        return labels
    return [
        None if label and label.is_bullet and not counted and _goes_on_small(block, label) else label
        for block, label, counted in zip(blocks, labels, native, strict=True)
    ]


def _goes_on_small(block: TextLine | FoundTable, label: ReadLabel) -> bool:
    return isinstance(block, TextLine) and begins_small(block.text[label.length :])


class Tree:
    """Builds the tree of one text, paragraph by paragraph."""

    def __init__(self, blocks: Sequence[TextLine | FoundTable], headings: Mapping[int, ReadLabel]) -> None:
        self._root = Branch(FoundText((), ""))
        self._lists: list[OpenList] = []
        self._holder = self._root  # where a new list or a text without a label goes
        self._holders: dict[str, str] = {}  # kind of list: the kind of the entries that held the first of them
        self._labels = [headings.get(at, label) for at, label in enumerate(_labels_of(blocks))]
        for at, block in enumerate(blocks):
            self._add(at, block)

    def nodes(self) -> tuple[FoundNode | FoundTable, ...]:
        """The finished tree."""
        return tuple(finished(self._root.below))

    def _add(self, at: int, block: TextLine | FoundTable) -> None:
        if isinstance(block, FoundTable):
            self._text_holder(at).below.append(block)
            return
        label = self._labels[at]
        if label and (self._continues(block, label) or self._begins(at, block, label) or self._slips(at, block, label)):
            return
        branch = Branch(whole(block), block)
        if label and label.is_sure:
            branch.certainty, branch.why = (
                Certainty.DOUBTFUL,
                _("label {label} fits in no list", label=label.printed),
            )
        self._put_text(at, branch)

    # a label goes on

    def _continues(self, line: TextLine, label: ReadLabel) -> bool:
        fitting = [
            (place, reading)
            for place in range(len(self._lists) - 1, -1, -1)
            for reading in label.readings
            if follows(self._lists[place], reading) and not self._is_deeper(place, reading)
        ]
        if not fitting:
            return False
        place, reading = max(fitting, key=lambda one: _likeness(line, self._lists[one[0]].last))
        self._append(place, line, label, reading)
        return True

    def _is_deeper(self, place: int, reading: LabelReading) -> bool:
        """Whether a bullet begins a list below an open one of the same sign: a point or heading stands between."""
        inner = self._lists[place + 1 :]
        return reading.is_bullet and any(not there.reading.is_bullet for there in inner)

    def _append(
        self,
        place: int,
        line: TextLine,
        label: ReadLabel,
        reading: LabelReading,
        certainty: Certainty = Certainty.CERTAIN,
        why: Message | None = None,
    ) -> None:
        there = self._lists[place]
        del self._lists[place + 1 :]
        branch = Branch(found(line, label.length), line, label.printed, reading, [], certainty, why)
        there.holder.below.append(branch)
        there.reading, there.last = reading, branch
        self._holder = branch

    # a label begins a list

    def _begins(self, at: int, line: TextLine, label: ReadLabel) -> bool:
        fitting = [reading for reading in label.readings if reading.value == 1]
        for reading in fitting or label.readings[:1]:
            if reading.has_outer:
                if self._begins_decimal(at, line, label, reading):
                    return True
            elif reading.value == 1 and self._open_below(self._place_for(at, line, reading), line, label, reading):
                return True
        return False

    def _place_for(self, at: int, line: TextLine, reading: LabelReading) -> int:
        """How many of the open lists stay open above a new one: those of an outer kind, or whose entry announces it."""
        if self._is_announced(line) and not reading.is_bullet:
            return self._depth()
        for place, there in enumerate(self._lists):
            same = there.reading.kind == reading.kind
            if same and not reading.is_bullet and is_capitals(there.last.text.text) and not is_capitals(line.text):
                continue  # the open list is one of sections
            if same and not reading.is_bullet:
                return place if not self._announces(place) else self._depth()
            if there.reading.is_bullet and not reading.is_bullet and not self._announces_points(place, reading):
                return place
            if there.reading.is_bullet and not same and self._is_outer_bullet(at, there, line):
                return place
            known = self._holders.get(reading.kind)
            if (
                there.reading.rank > reading.rank
                and not there.reading.is_bullet
                and known not in (None, there.reading.kind)
            ):
                return place
        return self._depth()

    def _is_announced(self, line: TextLine) -> bool:
        """Whether the entry right above says that a list begins below it."""
        above = self._lists[-1].last if self._lists else None
        announced = above is self._holder and ANNOUNCES_LIST.search(self._holder.text.text.rstrip())
        return bool(announced) and not is_capitals(line.text)

    def _is_outer_bullet(self, at: int, there: OpenList, line: TextLine) -> bool:
        """Whether a bullet of another sign heads the next ones of an open list, which has nothing to announce."""
        after = self._labels[at + 1] if at + 1 < len(self._labels) else None
        heads = after is not None and after.readings[0].kind == there.reading.kind
        text = line.text.rstrip()
        return heads and not there.last.is_open and (text.endswith(":") or not ends_sentence(text))

    def _announces(self, place: int) -> bool:
        """Whether the innermost entry, below that list, ends with a colon: its own list may begin."""
        return place < len(self._lists) - 1 and self._lists[-1].last.text.text.rstrip().endswith(":")

    def _announces_points(self, place: int, reading: LabelReading) -> bool:
        """Whether points may begin below a dash: it ends with a colon, and no list of the kind is open."""
        last = self._lists[-1].last
        text = last.text.text.rstrip()
        opened = any(there.reading.kind == reading.kind for there in self._lists)
        announced = text.endswith(":") if not opened else ANNOUNCES_LIST.search(text)
        return place <= len(self._lists) - 1 and last is self._holder and bool(announced)

    def _depth(self) -> int:
        """How many lists are open above the place where the last text went."""
        for place, there in enumerate(self._lists):
            if there.holder is self._holder:
                return place
        return len(self._lists)

    def _open_below(
        self, place: int, line: TextLine, label: ReadLabel, reading: LabelReading, why: Message | None = None
    ) -> bool:
        restarts = (
            place < len(self._lists) and self._lists[place].reading.kind == reading.kind and not reading.is_bullet
        )
        holder = self._lists[place].holder if place < len(self._lists) else self._holder
        if reading.is_bullet and holder.reading and holder.reading.kind == reading.kind:
            return False
        del self._lists[place:]
        certainty = Certainty.LIKELY if restarts or why else Certainty.CERTAIN
        why = why or (_("{label} begins a list again", label=label.printed) if restarts else None)
        branch = Branch(found(line, label.length), line, label.printed, reading, [], certainty, why)
        holder.below.append(branch)
        self._lists.append(OpenList(holder, reading, branch))
        self._holders.setdefault(reading.kind, holder.reading.kind if holder.reading else "")
        self._holder = branch
        return True

    def _begins_decimal(self, at: int, line: TextLine, label: ReadLabel, reading: LabelReading) -> bool:
        """A decimal begins below the entry that has its outer numbers: `2.1` below `2.`, `1.2.1` below `1.2`."""
        if reading.value != 1 and not self._goes_on_later(at, reading):
            return False
        outer = reading.values[:-1]
        for place in range(len(self._lists) - 1, -1, -1):
            there = self._lists[place]
            numbers = there.reading.values
            if not there.reading.is_bullet and numbers == outer and _may_be_below(reading, there.reading):
                self._holder = there.last
                why = None if reading.value == 1 else _("the list begins at {label}", label=label.printed)
                return self._open_below(place + 1, line, label, reading, why)
        return reading.value == 1 and self._open_below(self._place_for(at, line, reading), line, label, reading)

    # a label is a slip

    def _slips(self, at: int, line: TextLine, label: ReadLabel) -> bool:
        if self._continues_otherwise(line, label):
            return True
        for reading in label.readings:
            if reading.is_bullet:
                continue
            for place in range(len(self._lists) - 1, -1, -1):
                there = self._lists[place]
                if there.reading.kind != reading.kind or there.reading.values[:-1] != reading.values[:-1]:
                    continue
                gap = reading.value - there.reading.value
                if gap == 0 or 1 < gap <= _MOST_GAP or self._goes_on_later(at, reading):
                    why = _("{label} comes after {above}", label=label.printed, above=there.last.label)
                    self._append(place, line, label, reading, Certainty.LIKELY, why)
                    return True
        for reading in label.readings:
            opened = any(there.reading.kind == reading.kind for there in self._lists)
            if not opened and reading.value <= _MOST_GAP and self._goes_on_later(at, reading):
                why = _("the list begins at {label}", label=label.printed)
                return self._open_below(self._place_for(at, line, reading), line, label, reading, why)
        return False

    def _continues_otherwise(self, line: TextLine, label: ReadLabel) -> bool:
        """Whether a label is the next of an open list but for the sign that ends it: `2/` after `1.`."""
        for place in range(len(self._lists) - 1, -1, -1):
            there = self._lists[place]
            for reading in label.readings:
                alike = there.reading.kind[:1] == reading.kind[:1] and reading.kind[:1] in "1Ia"
                if (
                    alike
                    and reading.value == there.reading.value + 1
                    and len(reading.values) == len(there.reading.values)
                ):
                    why = _("{label} comes after {above}", label=label.printed, above=there.last.label)
                    self._append(place, line, label, reading, Certainty.LIKELY, why)
                    return True
        return False

    def _goes_on_later(self, at: int, reading: LabelReading) -> bool:
        """Whether the next label of that list comes before it begins again."""
        for label in self._labels[at + 1 :]:
            for later in label.readings if label else ():
                if later.kind == reading.kind and later.values[:-1] == reading.values[:-1]:
                    if later.value == reading.value + 1:
                        return True
                    if later.value <= reading.value:
                        return False
        return False

    # text without a label

    def _text_holder(self, at: int) -> Branch:
        """The entry that a text or table without a label belongs to: one that announces it, or that it directly follows
        where others of its list have texts too or more of the list comes; else what is around."""
        holder = self._holder
        if holder.reading is None or (holder.is_open and (not holder.reading.is_bullet or holder.is_short)):
            return holder
        if holder.reading.is_bullet:
            return self._around()
        there = next(there for there in self._lists if there.last is holder)
        siblings = [branch for branch in there.holder.below if isinstance(branch, Branch) and branch is not holder]
        if any(branch.below for branch in siblings) or self._list_goes_on(at, there):
            return holder
        return self._around(there)

    def _around(self, inside: OpenList | None = None) -> Branch:
        """The innermost entry around that announces what is below it; around all of a list where one is given."""
        lists = self._lists[: self._lists.index(inside)] if inside else self._lists
        for there in reversed(lists):
            if not there.reading.is_bullet and (there.last.is_open or inside is None):
                return there.last
        return self._root

    def _list_goes_on(self, at: int, there: OpenList) -> bool:
        """Whether the next label of a list comes before one of a list around it."""
        outer = {around.reading.kind for around in self._lists[: self._lists.index(there)]}
        for label in self._labels[at + 1 :]:
            for reading in label.readings if label else ():
                if follows(there, reading):
                    return True
                if reading.kind in outer and not reading.is_bullet:
                    return False
        return False

    def _put_text(self, at: int, branch: Branch) -> None:
        holder = self._text_holder(at)
        holder.below.append(branch)
        self._holder = holder
        inner = next((place for place, there in enumerate(self._lists) if there.holder is holder), len(self._lists))
        self._lists = [
            there
            for place, there in enumerate(self._lists)
            if place < inner or (place == inner or not there.reading.is_bullet)
        ]


def _may_be_below(inner: LabelReading, outer: LabelReading) -> bool:
    """Whether a label with the numbers of outer lists may be below one: `I.1` below `I.`, `a.1)` below `a)`."""
    return inner.style is ListStyle.DECIMAL or inner.kind[0] == outer.kind[0]


def _likeness(line: TextLine, branch: Branch) -> int:
    """In how many ways a line looks like an entry of a list: a section, a heading, a sentence."""
    text, other = line.text.rstrip(), branch.text.text.rstrip()
    return (is_capitals(text) == is_capitals(other)) + (ends_sentence(text) == ends_sentence(other))
