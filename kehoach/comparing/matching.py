"""Which thing of one plan is which of the other: by id, by what it says, by likeness; and which of them moved.

Everything here answers the same when the plans change places.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator

from kehoach.alike import BoundedMatcher
from kehoach.comparing.plan_items import PlanItem

ALIKE = 0.5
"""Share of words that two texts have in common from which they are one text, changed."""
_MOST_PAIRS = 60_000
"""This many pairs of one holder are looked at; of more, those that are near each other."""

PlanItems = tuple[PlanItem, ...]


def match(old: PlanItems, new: PlanItems) -> dict[int, int]:
    """The index of each thing of the old plan in the new one, where it is still there."""
    found = _Matching(old, new)
    found.everywhere(lambda item: item.sort.by_id)
    found.inside()
    found.everywhere(lambda item: not item.words or item.sort.kind in ("group", "duty"))
    found.inside()
    found.everywhere(lambda item: True)
    found.inside()
    return found.pairs


class _Matching:
    def __init__(self, old: PlanItems, new: PlanItems) -> None:
        self.old, self.new = old, new
        self.pairs: dict[int, int] = {0: 0}
        self._order = [0]
        self._taken = {0}
        self._below = _held(old), _held(new)
        self._words = _all_words(old), _all_words(new)

    def everywhere(self, wanted: Callable[[PlanItem], bool]) -> None:
        """Pair things that bear the same sign, wherever they are."""
        self._by_sign(
            [index for index in range(len(self.old)) if wanted(self.old[index])],
            [index for index in range(len(self.new)) if wanted(self.new[index])],
        )

    def inside(self) -> None:
        """Pair what is inside of each pair, from the outside in: by sign, then by likeness."""
        for before in self._order:  # grows while it is gone through
            ours, theirs = self._below[0][before], self._below[1][self.pairs[before]]
            if ours and theirs:
                self._by_sign(ours, theirs)
                self._by_likeness(ours, theirs)

    def _free(self, ours: Iterable[int], theirs: Iterable[int]) -> tuple[list[int], list[int]]:
        return [i for i in ours if i not in self.pairs], [i for i in theirs if i not in self._taken]

    def _pair(self, before: int, after: int) -> None:
        self.pairs[before] = after
        self._order.append(before)
        self._taken.add(after)

    def _by_sign(self, ours: list[int], theirs: list[int]) -> None:
        """Of several that bear the same sign, the first goes with the first."""
        for strength in range(3):
            ours, theirs = self._free(ours, theirs)
            if not ours or not theirs:
                return
            waiting: dict[Hashable, deque[int]] = defaultdict(deque)
            for index in theirs:
                if sign := _sign(self.new[index], strength):
                    waiting[sign].append(index)
            for index in ours:
                if (sign := _sign(self.old[index], strength)) and waiting.get(sign):
                    self._pair(index, waiting[sign].popleft())

    def _by_likeness(self, ours: list[int], theirs: list[int]) -> None:
        """Pair texts that have most of their words in common, the likest first, then those that are nearest."""
        ours, theirs = self._free(ours, theirs)
        reach = _MOST_PAIRS // max(len(ours), len(theirs), 1)
        rated = []
        for a, before in enumerate(ours):
            first = max(a - reach, 0)
            for b, after in enumerate(theirs[first : a + reach + 1], first):
                if (likeness := self._likeness(before, after)) >= ALIKE:
                    rated.append((-likeness, abs(a - b), min(a, b), before, after))
        for _likeness, _far, _first, before, after in sorted(rated):
            if before not in self.pairs and after not in self._taken:
                self._pair(before, after)

    def _likeness(self, before: int, after: int) -> float:
        """Between 0 and 1: how much of two things is the same. Of those that hold others, all words below count."""
        one, other = self.old[before], self.new[after]
        if one.sort.kind != other.sort.kind or one.sort.by_id:
            return 0
        ours, theirs = self._words[0][before], self._words[1][after]
        size = ours.total() + theirs.total()
        shared = 2 * (ours & theirs).total() / size if size else 0
        if shared < ALIKE or self._below[0][before] or self._below[1][after]:
            return shared
        first, second = sorted((one.words, other.words))  # difflib does not answer the same both ways
        return BoundedMatcher(first, second).ratio()


def _sign(item: PlanItem, strength: int) -> Hashable:
    """What a thing is known again by; None where it has no sign of this strength."""
    key = item.keys[strength] if strength < len(item.keys) else None
    return None if key is None else (item.sort.kind, key)


def _held(items: PlanItems) -> list[list[int]]:
    below: list[list[int]] = [[] for _thing in items]
    for index, item in enumerate(items):
        if item.holder >= 0:
            below[item.holder].append(index)
    return below


def _all_words(items: PlanItems) -> list[Counter[str]]:
    """The words of each thing and of all that it holds."""
    words = [Counter(item.words) for item in items]
    for index in range(len(items) - 1, 0, -1):  # holders are before what they hold
        if items[index].holder > 0:
            words[items[index].holder].update(words[index])
    return words


def moved(old: PlanItems, new: PlanItems, pairs: dict[int, int]) -> set[int]:
    """Which things of the old plan are elsewhere in the new one: in another holder, or passed by their neighbours."""
    found = set()
    siblings: dict[int, list[int]] = defaultdict(list)
    for before, after in sorted(pairs.items()):
        item = old[before]
        if item.sort.kind in ("plan", "agency", "named"):
            continue
        if pairs.get(item.holder) != new[after].holder:
            found.add(before)
        else:
            siblings[item.holder].append(before)
    for neighbours in siblings.values():
        for mixed in _mixed([(before, pairs[before]) for before in neighbours]):
            found |= _passed(mixed, old, new)
    return found


def _mixed(order: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """The stretches of neighbours inside of which the order changed; most often there is none."""
    there = sorted(after for _before, after in order)
    begin, farthest = 0, -1
    for index, (_before, after) in enumerate(order):
        farthest = max(farthest, after)
        if farthest == there[index]:  # all up to here are before all that follow, in both plans
            if index > begin:
                yield order[begin : index + 1]
            begin = index + 1


def _passed(order: list[tuple[int, int]], old: PlanItems, new: PlanItems) -> set[int]:
    """Those that one would take away so that all others keep their order, first who passed most neighbours."""
    crossing: dict[int, set[int]] = defaultdict(set)
    for a, (before, after) in enumerate(order):
        for other, there in order[a + 1 :]:
            if there < after:
                crossing[before].add(other)
                crossing[other].add(before)
    after_of = dict(order)

    def weight(one: int) -> tuple[int, int, list[tuple[str, ...]], list[int]]:
        # of two that changed places the words decide, and not which plan is called old
        there = after_of[one]
        far = abs(old[one].position - new[there].position)
        return len(crossing[one]), far, sorted((old[one].words, new[there].words)), sorted((one, there))

    found = set()
    while crossing:
        passer = max(crossing, key=weight)
        found.add(passer)
        for other in crossing.pop(passer):
            crossing[other].discard(passer)
            if not crossing[other]:
                del crossing[other]
    return found
