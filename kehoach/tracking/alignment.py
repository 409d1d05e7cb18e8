"""Two sequences laid side by side: what stayed, what is gone, what is new."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Sequence

Pairs = list[tuple[int | None, int | None]]
"""Places in the old and in the new sequence, in order; None where the other side has nothing of the kind."""

ALIKE = 0.5
_CELLS = 40_000
"""Pairs that are compared in one piece: a longer stretch without anything in common is halved first."""


def align(old: Sequence[Hashable], new: Sequence[Hashable], likeness: Callable[[int, int], float]) -> Pairs:
    """Pair the items of two sequences, in order, so that equal and then like ones meet.

    Equal items that occur once on each side are anchors; between them the pairing with the greatest sum of
    `likeness(i, j)` is taken, 0 to 1, where less than ALIKE is no pair. Nearly linear where the sequences share items.
    """
    matched: list[tuple[int, int]] = []
    waiting = [(0, len(old), 0, len(new))]
    while waiting:
        first, last, begin, end = waiting.pop()
        while first < last and begin < end and old[first] == new[begin]:
            matched.append((first, begin))
            first, begin = first + 1, begin + 1
        while first < last and begin < end and old[last - 1] == new[end - 1]:
            last, end = last - 1, end - 1
            matched.append((last, end))
        if first == last or begin == end:
            continue
        cuts = _anchors(old[first:last], new[begin:end])
        if cuts:
            cuts = [(first + i, begin + j) for i, j in cuts]
        elif (last - first) * (end - begin) <= _CELLS or min(last - first, end - begin) < 2:
            matched += _closest(range(first, last), range(begin, end), likeness)
            continue
        if cuts:
            starts = [(first, begin), *((i, j) for i, j in cuts)]
            stops = [*cuts, (last, end)]
        else:
            middle = ((first + last) // 2, (begin + end) // 2)
            starts, stops = [(first, begin), middle], [middle, (last, end)]
        waiting += [(a, b, c, d) for (a, c), (b, d) in zip(starts, stops, strict=True)]
    return _filled(sorted(matched), len(old), len(new))


def dice(old: frozenset[str], new: frozenset[str]) -> float:
    """How much two texts have in common, by their words: 0 to 1. Two without a word have nothing."""
    return 2 * len(old & new) / (len(old) + len(new)) if old or new else 0.0


def _anchors(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Items that occur once on each side, as many as keep their order."""
    here, there = Counter(old), Counter(new)
    places = {item: j for j, item in enumerate(new) if there[item] == 1}
    pairs = [(i, places[item]) for i, item in enumerate(old) if here[item] == 1 and item in places]
    tails: list[int] = []
    links: list[int | None] = []
    heads: list[int] = []
    for at, (_i, j) in enumerate(pairs):
        length = bisect_left(tails, j)
        links.append(heads[length - 1] if length else None)
        tails[length : length + 1] = [j]
        heads[length : length + 1] = [at]
    chain = []
    step = heads[-1] if heads else None
    while step is not None:
        chain.append(pairs[step])
        step = links[step]
    return chain[::-1]


def _closest(old: range, new: range, likeness: Callable[[int, int], float]) -> list[tuple[int, int]]:
    """The pairing with the greatest sum."""
    if min(len(old), len(new)) == 1 and len(old) * len(new) > _CELLS:
        return []
    scores = [[0.0] * (len(new) + 1) for _row in range(len(old) + 1)]
    likes = [[value if (value := likeness(i, j)) >= ALIKE else 0.0 for j in new] for i in old]
    for i in range(len(old) - 1, -1, -1):
        row, below, like = scores[i], scores[i + 1], likes[i]
        for j in range(len(new) - 1, -1, -1):
            row[j] = max(below[j], row[j + 1], below[j + 1] + like[j] if like[j] else 0.0)
    pairs = []
    i = j = 0
    while i < len(old) and j < len(new):
        if likes[i][j] and scores[i][j] == scores[i + 1][j + 1] + likes[i][j]:
            pairs.append((old[i], new[j]))
            i, j = i + 1, j + 1
        elif scores[i][j] == scores[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _filled(matched: list[tuple[int, int]], old: int, new: int) -> Pairs:
    """The pairs with everything unmatched between them, what is gone before what is new."""
    pairs: Pairs = []
    i = j = 0
    for a, b in [*matched, (old, new)]:
        if i < a:
            pairs += [(gone, None) for gone in range(i, a)]
        if j < b:
            pairs += [(None, added) for added in range(j, b)]
        if (a, b) != (old, new):
            pairs.append((a, b))
        i, j = a + 1, b + 1
    return pairs
