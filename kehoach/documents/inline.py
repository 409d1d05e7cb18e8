"""Lines of text on their way to the page: filled in, joined, ended."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from kehoach import undecided
from kehoach.documents.paper import Footnote, Inline, Piece, Styled, shown
from kehoach.frozen import replace
from kehoach.links import links
from kehoach.model.base import Todo
from kehoach.model.prose import Filled, Scope, Turn, UnknownName, fill
from kehoach.vietnamese import bind, cut, sentence_end


def fill_or_mark(paragraph: tuple[object, ...], scope: Scope) -> tuple[Filled, ...]:
    """A paragraph filled in; an expression that has no value, which `check` has reported, as an undecided point."""
    filled: list[Filled] = []
    for piece in paragraph:
        try:
            filled += fill((piece,), scope)  # type: ignore[arg-type]
        except UnknownName as unknown:
            filled.append(Todo(unknown.asked))
    return tuple(filled)


def styled(pieces: Iterable[Filled | Footnote]) -> Inline:
    """The pieces of a paragraph with their turns taken: what is bold or italic as styled text."""
    turn = Turn()
    found: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Turn):
            turn = piece
        elif isinstance(piece, str):
            found.append(Styled(piece, turn.bold, turn.italic) if turn != Turn() else piece)
        elif isinstance(piece, (Todo, Footnote)):
            found.append(piece)
    return merged(found)


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
    whole: list[Piece] = []
    for inline in pieces:
        if not inline:
            continue
        if whole:
            whole.append(separator)
        whole += inline
    return merged(whole)


def merged(pieces: Iterable[Piece]) -> Inline:
    """Neighbouring texts of one style as one."""
    whole: list[Piece] = []
    for piece in pieces:
        last = whole[-1] if whole else None
        if isinstance(piece, str) and isinstance(last, str):
            whole[-1] = last + piece
        elif isinstance(piece, Styled) and isinstance(last, Styled) and last == replace(piece, text=last.text):
            whole[-1] = replace(last, text=last.text + piece.text)
        elif piece not in ("", Styled("")):
            whole.append(piece)
    return tuple(whole)


def changed(inline: Inline, change: Callable[[str], str]) -> Inline:
    """The line with its texts changed, each alone."""
    return tuple(
        change(piece)
        if isinstance(piece, str)
        else replace(piece, text=change(piece.text))
        if isinstance(piece, Styled)
        else piece
        for piece in inline
    )


def as_styled(inline: Inline, *, bold: bool = False, italic: bool = False) -> Inline:
    """The line in bold or italics, beside what is so in it already."""
    texts = (Styled(piece) if isinstance(piece, str) else piece for piece in inline)
    return tuple(
        replace(piece, bold=piece.bold or bold, italic=piece.italic or italic) if isinstance(piece, Styled) else piece
        for piece in texts
    )


def last_text(inline: Inline) -> str | None:
    """The text that ends a line, None where something else does."""
    last = inline[-1] if inline else None
    return last.text if isinstance(last, Styled) else last if isinstance(last, str) else None


def ended(inline: Inline, sign: str) -> Inline:
    """The line with kehoach's own end in place of the drafter's stop."""
    if last_text(inline) is not None:
        return merged((*inline[:-1], *changed(inline[-1:], sentence_end), sign))
    return (*inline, sign)


def with_colon(label: Inline) -> Inline:
    """A label with the colon that it runs in with, as bold as the label."""
    if announces(label):
        return label
    last = label[-1]
    return merged((*label, replace(last, text=":") if isinstance(last, Styled) else ":"))


def announces(text: Inline) -> bool:
    """Whether a paragraph ends with a colon: what it announces must not begin on the next page."""
    last = last_text(text)
    return last is not None and last.rstrip().endswith(":")


def upper(inline: Inline) -> Inline:
    """The line in capitals, but for names that mix them: IoT, VNeID."""
    return changed(inline, _upper)


_MIXED = re.compile(r"(?<!\w)[A-Za-z]*[a-z][A-Z][A-Za-z]*(?!\w)")


def _upper(text: str) -> str:
    kept = [(match.start(), match.end()) for match in _MIXED.finditer(text)]
    whole = text.upper()
    for start, end in kept if len(whole) == len(text) else ():
        whole = whole[:start] + text[start:end] + whole[end:]
    return whole


def bound(inline: Inline) -> Inline:
    """The line bound against bad breaks: numbers with units, dates, citations, also where a style begins inside."""
    if not any(isinstance(piece, Styled) for piece in inline):
        return tuple(bind(piece) if isinstance(piece, str) else piece for piece in inline)
    whole = bind("".join(shown(piece) for piece in inline if isinstance(piece, (str, Styled))))
    pieces: list[Piece] = []
    at = 0
    for piece in inline:
        if isinstance(piece, (str, Styled)):
            text, at = whole[at : at + len(shown(piece))], at + len(shown(piece))
            pieces.append(text if isinstance(piece, str) else replace(piece, text=text))
        else:
            pieces.append(piece)
    return tuple(pieces)


def linked(inline: Inline) -> Inline:
    """The line with its addresses of web pages and mail as links, printed as typed."""
    if not any("://" in text or "@" in text for text in map(shown, inline)):  # nearly always
        return inline
    return merged(
        part for piece in inline for part in (_links(piece) if isinstance(piece, (str, Styled)) else (piece,))
    )


def _links(piece: str | Styled) -> Iterator[Styled | str]:
    styled = Styled(piece) if isinstance(piece, str) else piece
    last = 0
    for start, end, target in links(styled.text):
        yield from _part(styled, last, start)
        yield replace(styled, text=styled.text[start:end], link=target)
        last = end
    yield from _part(styled, last, len(styled.text))


def _part(styled: Styled, start: int, end: int) -> Iterator[Styled | str]:
    if start < end:
        text = styled.text[start:end]
        yield replace(styled, text=text) if styled.bold or styled.italic else text
