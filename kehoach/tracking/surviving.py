"""Pairs made ready for Word and LibreOffice: which paragraph marks survive, what is a move.

A paragraph whose mark comes or goes is joined with the one after it. Before a table there is none to join: Word drops
the empty paragraph, LibreOffice leaves it; and one without text gets its looks there. So the mark before a table or an
empty paragraph is made one that stays.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from kehoach.frozen import replace
from kehoach.ooxml.elements import PPR, TBL, P, R, T
from kehoach.ooxml.names import w
from kehoach.tracking.pairing import Pair

_RUN_PARTS = {w("rPr"), w("t"), w("br"), w("tab")}
_SHORT = 6
"""Characters; a shorter text that is gone here and new there is chance, no move."""


def survivable(pairs: tuple[Pair, ...]) -> tuple[Pair, ...]:
    """The pairs of a body, a cell or a footnote; every mark before a table or an empty paragraph is one that stays."""
    made = [_inside(pair) for pair in pairs]
    for at in range(len(made) - 1, 0, -1):
        if at < len(made) and _is(made[at - 1], P) and not made[at - 1].both and _stiff(made[at], made[at - 1].kind):
            _settle(made, at)
    return tuple(made)


def _inside(pair: Pair) -> Pair:
    if not pair.inner:
        return pair
    if pair.new.tag == TBL:
        return replace(pair, inner=(tuple(map(_inside, pair.inner[0])),))
    return replace(pair, inner=tuple(map(survivable, pair.inner)))


def _is(pair: Pair, tag: str) -> bool:
    return bool(pair.element.tag == tag)


def _stiff(pair: Pair, kind: str | None) -> bool:
    """Whether no mark should vanish before this: a table, or an empty paragraph, which would take over its looks."""
    return _is(pair, TBL) or (_is(pair, P) and pair.kind != kind and not _text(pair.element))


def _settle(pairs: list[Pair], stiff: int) -> None:
    """Give the paragraph before `stiff` a mark that stays, in place. Where nothing serves, nothing is changed."""
    here = stiff - 1
    if _ends_section(pairs[here]):
        return
    kind = pairs[here].kind
    first = here
    while first > 0 and _is(pairs[first - 1], P) and pairs[first - 1].kind == kind:
        first -= 1
    before = (
        pairs[first - 1] if first > 0 and _is(pairs[first - 1], P) and not _ends_section(pairs[first - 1]) else None
    )
    if before is not None and not before.both:
        pairs[here] = _merged(before, pairs[here])
        del pairs[first - 1]
    elif before is not None and before.mark is None:
        pairs[first - 1] = replace(before, mark=kind)
        pairs[here] = replace(pairs[here], mark=None, joins=before)
    elif before is None and _is(pairs[stiff], TBL):
        _pair_with_next(pairs, here)


def _pair_with_next(pairs: list[Pair], here: int) -> None:
    """Pair a paragraph before a table with the nearest that is after and there on both sides, but not the last."""
    kind = pairs[here].kind
    behind = next((at for at in range(here, len(pairs)) if pairs[at].kind != kind), len(pairs))
    if behind >= len(pairs) - 1:
        return
    after = pairs[behind]
    if after.both and _is(after, P) and not _ends_section(after):
        old, new = Pair(after.old), Pair(None, after.new)
        pairs[here] = _merged(old if kind == "ins" else new, pairs[here])
        pairs[behind] = new if kind == "ins" else old


def _merged(one: Pair, other: Pair) -> Pair:
    old = one.old if one.old is not None else other.old
    return Pair(old, one.new if one.new is not None else other.new)


def _ends_section(pair: Pair) -> bool:
    sides = [side for side in (pair.old, pair.new) if side is not None]
    return any(side.find(f"{PPR}/{w('sectPr')}") is not None for side in sides)


def moves(pairs: tuple[Pair, ...]) -> dict[Any, str]:
    """Names for the paragraphs that only moved: of each such the old and the new element.

    LibreOffice sees moves by itself and then spoils the paragraph after; marked as moves, they stay intact.
    """
    gone = {_text(p.old): p.old for p in pairs if p.kind == "del" and _movable(p)}
    come = {_text(p.new): p.new for p in pairs if p.kind == "ins" and _movable(p)}
    often = Counter(_text(p.element) for p in pairs if not p.both and _is(p, P))
    texts = [text for text in gone if text in come and often[text] == 2]
    return {element: f"move{number}" for number, text in enumerate(texts, 1) for element in (gone[text], come[text])}


def _movable(pair: Pair) -> bool:
    content = [child for child in pair.element if child.tag != PPR]
    plain = all(child.tag == R and all(part.tag in _RUN_PARTS for part in child) for child in content)
    return _is(pair, P) and plain and pair.mark is not None and len(_text(pair.element)) >= _SHORT


def _text(paragraph: Any) -> str:
    return "".join(t.text or "" for t in paragraph.iter(T)).strip()
