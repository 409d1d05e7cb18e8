"""Two texts laid out on pages: whether they say the same, and where they first differ."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate, chain

from kehoach.frozen import frozen
from kehoach.signing.verification import Words
from kehoach.vietnamese import nfc

_MOST_WORDS = 10
"""Shown of each text."""


@frozen
class TextDifference:
    """Where the words of pages first differ from those expected, and the words there.

    `page` is counted from 1, in the text that is judged.
    """

    page: int
    found: str
    expected: str


def first_difference(found: Words, expected: Words) -> TextDifference | None:
    """The first difference between the words of two papers, None where all are the same.

    Where pages end, and whether a sign stands with a word or alone, makes no difference.
    """
    ours, theirs = ([nfc(word) for word in chain.from_iterable(pages)] for pages in (found, expected))
    one, other = "".join(ours), "".join(theirs)
    if one == other:
        return None
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, more = one[same:][::-1], other[same:][::-1]
    after = next((at for at, (a, b) in enumerate(zip(rest, more, strict=False)) if a != b), min(len(rest), len(more)))
    ends = list(accumulate(len(page) for page in found))
    at = min(_word_at(ours, same), max(len(ours) - 1, 0))
    return TextDifference(
        min(bisect_right(ends, at), max(len(found) - 1, 0)) + 1,
        _excerpt(ours, same, len(one) - after),
        _excerpt(theirs, same, len(other) - after),
    )


def _word_at(words: list[str], sign: int) -> int:
    """Which word has this character of all, the words written without blanks."""
    return bisect_right(list(accumulate(map(len, words))), sign)


def _excerpt(words: list[str], start: int, end: int) -> str:
    """The words that have the characters from `start` to `end`, or the word at `start`, and two before them."""
    first, last = max(_word_at(words, start) - 2, 0), _word_at(words, max(end - 1, start))
    shown = words[first : min(last + 1, first + _MOST_WORDS)]
    return " ".join(shown) + (" …" if last >= first + _MOST_WORDS else "")
