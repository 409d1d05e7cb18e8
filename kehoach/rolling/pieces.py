"""Stretches of the plan's running text, each with what becomes of it; every stretch is claimed once."""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass, field

from kehoach.diagnostics import Message
from kehoach.rolling.ledger import Fate, LedgerTopic


@dataclass(frozen=True, slots=True)
class Piece:
    """`running.whole[start:end]`: what it says, and what is put there; None leaves it as it is."""

    start: int
    end: int
    topic: LedgerTopic
    fate: Fate
    old: str
    new: str
    reason: Message
    put: str | None = None
    verify: bool = False


@dataclass
class Claims:
    """The pieces found so far. A stretch that overlaps one claimed before is left to the one before."""

    pieces: list[Piece] = field(default_factory=list)
    _taken: list[tuple[int, int]] = field(default_factory=list)

    def is_free(self, start: int, end: int) -> bool:
        """Whether nobody claimed any of it."""
        at = bisect_left(self._taken, (start, start))
        return not any(s < end and start < e for s, e in self._taken[max(at - 1, 0) : at + 1])

    def close(self, start: int, end: int) -> None:
        """Keep a stretch from being claimed."""
        if end > start:
            insort(self._taken, (start, end))

    def add(self, piece: Piece) -> bool:
        """Claim a piece, if it is free."""
        if not self.is_free(piece.start, piece.end):
            return False
        self.close(piece.start, piece.end)
        self.pieces.append(piece)
        return True
