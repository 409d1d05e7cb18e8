"""What two sequences have in common, found in time that grows as they do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from difflib import Match, SequenceMatcher
from itertools import accumulate

_STEPS = 200
"""For each item of both sequences; between years of the example plans no text took a twentieth of them."""


class BoundedMatcher(SequenceMatcher[Hashable]):
    """difflib's comparison, until so many pairs were looked at; what is left then counts as replaced.

    One word that is a thousand times in both texts makes a million pairs, which difflib looks at again and again.
    """

    def __init__(
        self,
        before: Sequence[Hashable],
        after: Sequence[Hashable],
        *,
        junk: Callable[[Hashable], bool] | None = None,
        least: int = 0,
    ) -> None:
        """`least` are steps that short sequences may take as well, a tenth of a microsecond each."""
        super().__init__(junk, before, after, autojunk=False)
        self._length = len(before)
        self._left = max(_STEPS * (len(before) + len(after)), least)
        there = Counter(item for item in after if not junk or not junk(item))
        self._steps = list(accumulate((1 + there[item] for item in before), initial=0))

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        """The longest stretch of both, or an empty one when no steps are left."""
        last = self._length if ahi is None else ahi
        self._left -= self._steps[last] - self._steps[alo]
        return super().find_longest_match(alo, ahi, blo, bhi) if self._left >= 0 else Match(alo, blo, 0)
