"""Lines of text on their way to the page: filled in, joined, ended."""

from __future__ import annotations

from collections.abc import Iterable

from kehoach import undecided
from kehoach.documents.paper import Footnote, Inline, Slot, shown
from kehoach.model.base import Todo
from kehoach.model.prose import Note, Scope, UnknownName, fill
from kehoach.vietnamese import bind, cut, sentence_end


def fill_or_mark(paragraph: tuple[object, ...], scope: Scope) -> tuple[str | Todo | Note, ...]:
    """A paragraph filled in; an expression that has no value, which `check` has reported, as an undecided point."""
    filled: list[str | Todo | Note] = []
    for piece in paragraph:
        try:
            filled += fill((piece,), scope)  # type: ignore[arg-type]
        except UnknownName as unknown:
            filled.append(Todo(unknown.asked))
    return tuple(filled)


def marked(text: str, length: int, *, question: int | None = None) -> Inline:
    """A text as a plan writes it, on one line no longer than `length`, its undecided points as marks.

    `question` is the greatest length of what a mark asks.
    """
    pieces: list[str | Todo] = []
    for piece, asked in undecided.split(" ".join(text.split())):
        if length <= 0:
            pieces.append("…")
            break
        pieces.append(cut(piece, length) if asked is None else Todo(cut(asked, min(length, question or length))))
        length -= len(piece)
    return merged(pieces)


def as_plain(text: str) -> str:
    """A text as a plan writes it, its undecided points in the words that print, for where no mark can be."""
    return "".join(piece if asked is None else shown(Todo(asked)) for piece, asked in undecided.split(text))


def value_inline(value: object) -> Inline:
    """A typed value as it prints: nothing, an undecided point, or its text."""
    if value is None or value == "":
        return ()
    return (value,) if isinstance(value, Todo) else (bind(str(value)),)


def joined(pieces: Iterable[Inline], separator: str) -> Inline:
    """Several lines as one; empty ones leave no separator after."""
    whole: list[str | Todo | Footnote | Slot] = []
    for inline in pieces:
        if not inline:
            continue
        if whole:
            whole.append(separator)
        whole += inline
    return merged(whole)


def merged(pieces: Iterable[str | Todo | Footnote | Slot]) -> Inline:
    """Neighbouring plain texts as one."""
    whole: list[str | Todo | Footnote | Slot] = []
    for piece in pieces:
        if whole and isinstance(piece, str) and isinstance(whole[-1], str):
            whole[-1] += piece
        elif piece != "":
            whole.append(piece)
    return tuple(whole)


def ended(inline: Inline, sign: str) -> Inline:
    """The line with kehoach's own end in place of the drafter's stop."""
    if inline and isinstance(inline[-1], str):
        return merged((*inline[:-1], sentence_end(inline[-1]) + sign))
    return (*inline, sign)


def with_colon(label: Inline) -> Inline:
    """A label with the colon that it runs in with."""
    last = label[-1]
    return merged((*label, ":")) if not isinstance(last, str) or not last.rstrip().endswith(":") else label


def announces(text: Inline) -> bool:
    """Whether a paragraph ends with a colon: what it announces must not begin on the next page."""
    return bool(text) and isinstance(text[-1], str) and text[-1].rstrip().endswith(":")


def upper(inline: Inline) -> Inline:
    """The line in capitals."""
    return tuple(piece.upper() if isinstance(piece, str) else piece for piece in inline)


def bound(inline: Inline) -> Inline:
    """The line bound against bad breaks: numbers with units, dates, citations."""
    return tuple(bind(piece) if isinstance(piece, str) else piece for piece in inline)
