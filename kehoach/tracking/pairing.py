"""The blocks of two Word documents laid side by side: paragraphs, tables, rows, and what is in cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from typing import Any, Literal

from kehoach.frozen import frozen
from kehoach.ooxml.elements import PPR, TBL, TC, TR, P, T, canonical
from kehoach.ooxml.names import w
from kehoach.tracking.alignment import Pairs, align, dice

_WORD = re.compile(r"\w+")
_MARKS = {w(name) for name in ("sectPr", "tcPr", "bookmarkStart", "bookmarkEnd", "proofErr")}


Kind = Literal["ins", "del"]


@frozen
class Pair:
    """An old and a new element that answer each other, or one of them alone.

    `inner` holds for a pair of tables its rows, as one list; for a pair of rows the blocks of each cell; else nothing.
    `mark` says what becomes of a paragraph's mark; `joins` is the pair whose mark a paragraph's own stands for.
    """

    old: Any = None
    new: Any = None
    inner: tuple[tuple[Pair, ...], ...] = ()
    mark: Kind | None = None
    joins: Pair | None = None

    def __post_init__(self) -> None:
        if self.mark is None and self.joins is None:
            object.__setattr__(self, "mark", self.kind)

    @property
    def both(self) -> bool:
        """Whether it is really two."""
        return self.old is not None and self.new is not None

    @property
    def kind(self) -> Kind | None:
        """What became of an element that is alone."""
        return None if self.both else "ins" if self.old is None else "del"

    @property
    def element(self) -> Any:
        """The new element, or the old one where there is no new."""
        return self.old if self.new is None else self.new


def pair_blocks(old: Any, new: Any) -> tuple[Pair, ...]:
    """Pair the blocks of two bodies, cells or footnotes.

    The last paragraphs are always a pair, since the last paragraph mark of a body or a cell cannot be deleted.
    """
    before, after = [_Block(e) for e in blocks(old)], [_Block(e) for e in blocks(new)]
    ends: list[Pair] = []
    if before and after and before[-1].element.tag == after[-1].element.tag == P:
        ends = [Pair(before.pop().element, after.pop().element)]
    pairs = [_pair(a, b) for a, b in _matched(before, after, _like_blocks)]
    return (*pairs, *ends)


def blocks(container: Any) -> list[Any]:
    """The blocks of a body, a cell or a footnote, without its properties and range marks."""
    return [e for e in container if isinstance(e.tag, str) and e.tag not in _MARKS]


class _Block:
    """A paragraph, a table, a row or anything else, with what likeness goes by."""

    def __init__(self, element: Any) -> None:
        self.element = element
        self.text = "".join(t.text or "" for t in element.iter(T))
        self.words = frozenset(_WORD.findall(self.text.lower()))
        self.kind: Hashable = (element.tag, _kind(element))
        self.key: Hashable = (self.kind, self.text if element.tag in (P, TR, TBL) else canonical(element))


def _kind(element: Any) -> Hashable:
    """What two blocks must have in common to be a pair."""
    if element.tag == P:
        style = element.find(f"{PPR}/{w('pStyle')}")
        return (style.get(w("val")) if style is not None else "", element.find(f"{PPR}/{w('sectPr')}") is not None)
    if element.tag == TBL:
        return len(element.findall(f"{w('tblGrid')}/{w('gridCol')}"))
    if element.tag == TR:
        spans = (cell.find(f"{w('tcPr')}/{w('gridSpan')}") for cell in element.findall(TC))
        return tuple(span.get(w("val")) if span is not None else "1" for span in spans)
    return canonical(element)


def _matched(
    old: Sequence[_Block], new: Sequence[_Block], like: Callable[[_Block, _Block], float]
) -> list[tuple[_Block | None, _Block | None]]:
    pairs: Pairs = align([b.key for b in old], [b.key for b in new], lambda i, j: like(old[i], new[j]))
    return [(None if i is None else old[i], None if j is None else new[j]) for i, j in pairs]


def _like_blocks(old: _Block, new: _Block) -> float:
    """Dice's coefficient of the words; tables of the same shape are alike with few words in common."""
    if old.kind != new.kind:
        return 0.0
    if not old.words and not new.words:
        return 1.0 if old.text == new.text else 0.6
    common = dice(old.words, new.words)
    return 0.4 + 0.6 * common if old.element.tag == TBL else common


def _pair(old: _Block | None, new: _Block | None) -> Pair:
    before, after = old.element if old else None, new.element if new else None
    if before is None or after is None or before.tag != TBL:
        return Pair(before, after)
    rows = _matched(
        [_Block(row) for row in before.findall(TR)], [_Block(row) for row in after.findall(TR)], _like_blocks
    )
    return Pair(before, after, (tuple(_pair_row(a, b) for a, b in rows),))


def _pair_row(old: _Block | None, new: _Block | None) -> Pair:
    before, after = old.element if old else None, new.element if new else None
    if before is None or after is None:
        return Pair(before, after)
    cells = zip(before.findall(TC), after.findall(TC), strict=True)
    return Pair(before, after, tuple(pair_blocks(a, b) for a, b in cells))
