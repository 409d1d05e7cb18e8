"""Two changes of one text brought together: what is in different fields is merged, what is in the same one is asked.

Both sides are edits of the text from which both began. A field is a value of the file; edits that touch no common field
and no common stretch cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from kehoach.alike import BoundedMatcher
from kehoach.edits import Edit, Moves, apply
from kehoach.frozen import frozen
from kehoach.patterns import regex
from kehoach.readers.yaml import read
from kehoach.source import ListNode, MappingNode, Node, Source, TextNode

Path = tuple[str | int, ...]
"""Where a value is: keys of mappings and indexes of lists, from the whole file down."""

_TOKEN = regex(r"\w+|[^\S\n]+|\n|.")
_STEPS = 3_000_000
"""A third of a second, for one comparison."""


class MergeSide(StrEnum):
    """Whose value is to stay."""

    MINE = "mine"
    THEIRS = "theirs"


@frozen
class Question:
    """Where both sides changed the same: the field by its path in the text that both began from, both values as a
    person reads them, and the edits of that text that make each.
    """

    path: Path
    mine: str
    theirs: str
    edits: Mapping[MergeSide, tuple[Edit, ...]]


@frozen
class Merge:
    """What became of two changes of `base`: the edits on which nobody disagrees, and what a person must decide."""

    base: str
    agreed: tuple[Edit, ...]
    questions: tuple[Question, ...]

    def text(self, *choices: MergeSide) -> str:
        """The merged text, with a choice for each question, in their order."""
        chosen = (one.edits[side] for one, side in zip(self.questions, choices, strict=True))
        return apply(self.base, _in_order([*self.agreed, *(edit for edits in chosen for edit in edits)]))


def merge(base: str, mine: str, theirs: str) -> Merge:
    """Bring together what two sides made of `base`.

    Where the result would be no file that can be read although both sides are, all of it is one question.
    """
    if mine in (theirs, base):
        return Merge(base, difference(base, theirs), ())
    if theirs == base:
        return Merge(base, difference(base, mine), ())
    both = _BothSides(base, {MergeSide.MINE: mine, MergeSide.THEIRS: theirs})
    for apart in (True, False):
        found = both.merged(apart=apart)
        if both.is_sound(found):
            return found
    return Merge(base, (), (both.question((0, len(base)), both.edits),))


class _BothSides:
    """What two sides made of a text: their edits, and what their texts say."""

    def __init__(self, base: str, texts: Mapping[MergeSide, str]) -> None:
        self.base, self.texts = base, texts
        self.edits = {side: difference(base, text) for side, text in texts.items()}
        self._root = _read(base)
        self._fields = sorted(_leaves(self._root)) if self._root else []
        self._nodes = {side: _read(text) for side, text in texts.items()}
        self._moves = {side: Moves(edits) for side, edits in self.edits.items()}

    def merged(self, *, apart: bool) -> Merge:
        """The merge. `apart`: what both put at one place stays, the one after the other; else it is asked."""
        agreed: set[Edit] = set()
        questions = []
        for stretch, edits in _groups(self.edits, self._fields, apart=apart):
            mine, theirs = edits[MergeSide.MINE], edits[MergeSide.THEIRS]
            if not mine or not theirs or mine == theirs:
                agreed |= {*mine, *theirs}
            else:
                questions.append(self.question(stretch, edits))
        in_turn = [edit for side in (MergeSide.THEIRS, MergeSide.MINE) for edit in self.edits[side] if edit in agreed]
        return Merge(self.base, tuple(dict.fromkeys(in_turn)), tuple(questions))

    def question(self, stretch: tuple[int, int], edits: Mapping[MergeSide, tuple[Edit, ...]]) -> Question:
        """What a person must decide on a stretch of the text."""
        inside = [one for one in self._fields if stretch[0] <= one[0] and one[1] <= stretch[1]]
        path, (start, end) = _around(self._root, (inside[0][0], inside[-1][1]) if inside else stretch)
        if stretch[0] == stretch[1]:  # what is put there, not what is around it
            start, end = stretch
            above = [one for one in self._fields if one[1] <= start]
            path = _around(self._root, above[-1])[0][:-1] if above else path
        mine, theirs = (
            _shown(self._nodes[side], self.texts[side], self._moves[side].before(start), self._moves[side].after(end))
            for side in MergeSide
        )
        return Question(path, mine, theirs, edits)

    def is_sound(self, merge: Merge) -> bool:
        """Whether what comes out can be read, whatever is chosen, and has no key twice that neither side has twice.

        Where one side cannot be read itself, nothing is asked of the result.
        """
        nodes = [node for node in self._nodes.values() if node is not None]
        if len(nodes) < len(self._nodes):
            return True
        most = max(map(_twice, nodes))
        choices = MergeSide if merge.questions else (MergeSide.MINE,)
        made = [_read(merge.text(*[side] * len(merge.questions))) for side in choices]
        return all(node is not None and _twice(node) <= most for node in made)


def difference(before: str, after: str) -> tuple[Edit, ...]:
    """The edits that make one text of another: lines, and inside of changed lines the words that differ."""
    start, end, end_after = _changed(before, after)
    old, new = before[start:end].splitlines(keepends=True), after[start:end_after].splitlines(keepends=True)
    found: list[Edit] = []
    for at, removed, put in _replaced(old, new, start):
        found += _words(at, removed, put)
    return tuple(found)


def _changed(before: str, after: str) -> tuple[int, int, int]:
    """Where the lines that differ begin, and where they end in both."""
    lines, others = before.splitlines(keepends=True), after.splitlines(keepends=True)
    first = next((i for i, (one, two) in enumerate(zip(lines, others, strict=False)) if one != two), None)
    first = min(len(lines), len(others)) if first is None else first
    pairs = zip(reversed(lines[first:]), reversed(others[first:]), strict=False)
    last = next((i for i, (one, two) in enumerate(pairs) if one != two), None)
    last = min(len(lines), len(others)) - first if last is None else last
    tail = sum(map(len, lines[len(lines) - last :]))
    return sum(map(len, lines[:first])), len(before) - tail, len(after) - tail


def _replaced(old: Sequence[str], new: Sequence[str], at: int) -> Iterator[tuple[int, str, str]]:
    """What was replaced by what, with its place; `at` is where the first of the old pieces is."""
    places = [at]
    for piece in old:
        places.append(places[-1] + len(piece))
    for tag, i1, i2, j1, j2 in BoundedMatcher(old, new, least=_STEPS).get_opcodes():
        if tag == "replace" and i2 - i1 == j2 - j1:
            for i, j in zip(range(i1, i2), range(j1, j2), strict=True):
                yield places[i], old[i], new[j]
        elif tag != "equal":
            yield places[i1], "".join(old[i1:i2]), "".join(new[j1:j2])


def _words(at: int, removed: str, put: str) -> Iterator[Edit]:
    if not removed or not put:
        yield Edit(at, at + len(removed), put)
        return
    old, new = _TOKEN.findall(removed), _TOKEN.findall(put)
    for start, one, two in _replaced(old, new, at):
        yield Edit(start, start + len(one), two)


# Fields


def _read(text: str) -> Node | None:
    return read(Source("", text))[0]


def _leaves(node: Node) -> Iterator[tuple[int, int]]:
    if isinstance(node, TextNode):
        if node.span.end > node.span.start:
            yield node.span.start, node.span.end
    elif isinstance(node, ListNode):
        for item in node.items:
            yield from _leaves(item)
    else:
        for entry in node.entries:
            yield from _leaves(entry.key)
            yield from _leaves(entry.value)


def _groups(
    sides: Mapping[MergeSide, Sequence[Edit]], fields: Sequence[tuple[int, int]], *, apart: bool
) -> Iterator[tuple[tuple[int, int], dict[MergeSide, tuple[Edit, ...]]]]:
    """The edits of both sides, those together that touch a common field or stretch, with the stretch of each group."""
    touched = sorted(((_touched(edit, fields), side, edit) for side, edits in sides.items() for edit in edits))
    group: list[tuple[MergeSide, Edit]] = []
    start, end = 0, -1
    for stretch, side, edit in touched:
        if group and not _apart((start, end), stretch, at_one_place=apart):
            start, end = min(start, stretch[0]), max(end, stretch[1])
        else:
            if group:
                yield (start, end), _by_side(group)
            group, (start, end) = [], stretch
        group.append((side, edit))
    if group:
        yield (start, end), _by_side(group)


def _apart(one: tuple[int, int], other: tuple[int, int], *, at_one_place: bool) -> bool:
    """Whether two stretches have nothing in common; for two that put something at one place that is said."""
    if one == other and one[0] == one[1]:
        return at_one_place
    if one[0] == one[1] or other[0] == other[1]:
        inner, outer = (one, other) if one[0] == one[1] else (other, one)
        return not outer[0] < inner[0] < outer[1]
    return one[1] <= other[0] or other[1] <= one[0]


def _touched(edit: Edit, fields: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The stretch of an edit with the fields that it touches; what is put right before or after a value is part of it,
    but for whole lines.
    """
    start, end = edit.start, edit.end
    is_line = edit.text.endswith("\n") or edit.text.startswith("\n")
    for first, last in fields:
        if first < end and start < last:
            start, end = min(start, first), max(end, last)
        elif start == end and not is_line and start in (first, last):
            return first, last
    return start, end


def _by_side(group: Sequence[tuple[MergeSide, Edit]]) -> dict[MergeSide, tuple[Edit, ...]]:
    return {side: tuple(edit for whose, edit in group if whose is side) for side in MergeSide}


def _in_order(edits: Sequence[Edit]) -> list[Edit]:
    """Edits in which what several put at one place is one edit, after what others put there first."""
    joined: dict[tuple[int, int], str] = {}
    for edit in edits:
        place = (edit.start, edit.end)
        joined[place] = joined[place] + edit.text if edit.start == edit.end and place in joined else edit.text
    return [Edit(*place, text) for place, text in joined.items()]


def _twice(node: Node) -> int:
    """How many keys are there twice."""
    if isinstance(node, ListNode):
        return sum(map(_twice, node.items))
    if isinstance(node, MappingNode):
        return len(node.entries) - len(node.by_key) + sum(_twice(entry.value) for entry in node.entries)
    return 0


# What is asked


def _around(node: Node | None, stretch: tuple[int, int]) -> tuple[Path, tuple[int, int]]:
    """The innermost value that holds a stretch: its path, and where it is."""
    path: list[str | int] = []
    while node is not None:
        inner = next((one for one in _inside(node) if one[1] <= stretch[0] and stretch[1] <= one[2]), None)
        if inner is None:
            return tuple(path), (min(node.span.start, stretch[0]), max(node.span.end, stretch[1]))
        path.append(inner[0])
        node = inner[3]
    return (), stretch


def _inside(node: Node) -> Iterator[tuple[str | int, int, int, Node]]:
    """What is in a node: key or index, where it begins (with its key) and ends, and itself."""
    if isinstance(node, ListNode):
        for index, item in enumerate(node.items):
            yield index, item.span.start, item.span.end, item
    elif isinstance(node, MappingNode):
        for entry in node.entries:
            yield str(entry.key.value), entry.key.span.start, entry.value.span.end, entry.value


def _shown(node: Node | None, text: str, start: int, end: int) -> str:
    """The values in a stretch of a text, as a person reads them; where it cannot be read, what is written there."""
    if node is None:
        return text[start:end].strip()
    return "\n".join(value for first, last, value in _values(node) if first < end and start < last)


def _values(node: Node) -> Iterator[tuple[int, int, str]]:
    if isinstance(node, TextNode):
        yield node.span.start, node.span.end, str(node.value)
    elif isinstance(node, ListNode):
        for item in node.items:
            yield from _values(item)
    else:
        for entry in node.entries:
            yield from _values(entry.value)
