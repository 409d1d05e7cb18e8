"""The pieces of a line as Typst code: undecided points and slots with their colours, footnotes, links, pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import count

from kehoach.documents.origin import Origin
from kehoach.documents.paper import Footnote, Inline, Picture, Piece, Slot, Styled, shown
from kehoach.frozen import attribute, frozen, mutable
from kehoach.model.base import Todo
from kehoach.typeset.code import literal, millimetres, text_code

WORDS = "k:{}:{}"
"""Where the words of a traced paper lead: the index of their line, and of the word in it."""
_WORD = re.compile(r"\S+")


@frozen
class TracedLine:
    """A line as it was written, and what it was made from."""

    inline: Inline
    origin: Origin

    @property
    def words(self) -> tuple[str, ...]:
        """Its words as they are counted: none goes on from one piece into the next."""
        return tuple(word for piece in self.inline for word in _WORD.findall(shown(piece)))

    @property
    def typed(self) -> tuple[str, ...]:
        """The same, "" for those of a blank's prompt, which nobody typed."""
        return tuple(
            "" if isinstance(piece, Slot) else word for piece in self.inline for word in _WORD.findall(shown(piece))
        )


@mutable
class InlineWriter:
    """Writes the lines of one paper. With a `trace` each word is a link, and the lines are kept there."""

    files: dict[str, bytes] = attribute(factory=dict)
    """The pictures that were met, by the names that the code knows them by."""
    trace: list[TracedLine] | None = None
    origin: Origin = ()
    """What the lines that follow are made from."""
    _notes: dict[str, int] = attribute(factory=dict)

    def code(self, inline: Inline) -> str:
        """A line as an expression."""
        return " + ".join(map(self._pieces(inline), inline)) or '""'

    def text(self, text: str) -> str:
        """A text as an expression."""
        return self.code((text,))

    def lines(self, lines: Iterable[Inline]) -> str:
        """Several lines as one expression."""
        return " + linebreak() + ".join(map(self.code, lines)) or '""'

    def _pieces(self, inline: Inline) -> Callable[[Piece], str]:
        """What writes the pieces of a line, one after the other."""
        if self.trace is None:
            return lambda piece: self._piece(piece, text_code)
        line, numbers = len(self.trace), count()
        self.trace.append(TracedLine(inline, self.origin))

        def linked(text: str) -> str:
            return " + linebreak() + ".join(
                " + ".join(_linked(part, line, numbers)) or '""' for part in text.split("\n")
            )

        return lambda piece: self._piece(piece, linked)

    def _piece(self, piece: Piece, write: Callable[[str], str]) -> str:
        match piece:
            case Todo():
                return f"todo({write(shown(piece))})"
            case Slot():
                return f"{'slot' if piece.required else 'slot-optional'}({write(shown(piece))})"
            case Styled():
                return _styled(piece, write(piece.text))
            case Footnote():
                return self._footnote(piece)
            case Picture():
                return self._picture(piece)
        return write(piece)

    def _footnote(self, note: Footnote) -> str:
        """A note, or a second call of one."""
        if note.key in self._notes:
            return f"footnote(<note-{self._notes[note.key]}>)"
        number = self._notes[note.key] = len(self._notes) + 1
        return f"[#footnote({self.code((' ', *note.text))})<note-{number}>]"

    def _picture(self, picture: Picture) -> str:
        name = f"{picture.image.digest}.{picture.image.kind}"
        self.files[name] = picture.image.data
        size = f"width: {millimetres(picture.width)}, height: {millimetres(picture.height)}"
        return f"box(image({literal(name)}, {size}, alt: {literal(picture.description)}))"


def _linked(text: str, line: int, numbers: Iterator[int]) -> Iterator[str]:
    """The words of a text as links, the blanks between them as they are."""
    at = 0
    for word in _WORD.finditer(text):
        if word.start() > at:
            yield literal(text[at : word.start()])
        yield f'link("{WORDS.format(line, next(numbers))}", {text_code(word[0])})'
        at = word.end()
    if at < len(text):
        yield literal(text[at:])


def _styled(piece: Styled, code: str) -> str:
    if piece.bold:
        code = bold(code)
    if piece.italic:
        code = f'text(style: "italic", {code})'
    return f"link({literal(piece.link)}, {code})" if piece.link else code


def bold(code: str) -> str:
    """An expression in bold type."""
    return f'text(weight: "bold", {code})'
