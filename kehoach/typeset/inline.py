"""The pieces of a line as Typst code: undecided points and slots with their colours, footnotes, links, pictures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kehoach.documents.paper import Footnote, Inline, Picture, Piece, Slot, Styled, shown
from kehoach.model.base import Todo
from kehoach.typeset.code import literal, millimetres, text_code


@dataclass
class InlineWriter:
    """Writes the lines of one paper."""

    files: dict[str, bytes] = field(default_factory=dict)
    """The pictures that were met, by the names that the code knows them by."""
    _notes: dict[str, int] = field(default_factory=dict)

    def code(self, inline: Inline) -> str:
        """A line as an expression."""
        return " + ".join(map(self._piece, inline)) or '""'

    def lines(self, lines: Iterable[Inline]) -> str:
        """Several lines as one expression."""
        return " + linebreak() + ".join(map(self.code, lines)) or '""'

    def _piece(self, piece: Piece) -> str:
        match piece:
            case Todo():
                return f"todo({text_code(shown(piece))})"
            case Slot():
                return f"{'slot' if piece.required else 'slot-optional'}({text_code(shown(piece))})"
            case Styled():
                return _styled(piece)
            case Footnote():
                return self._footnote(piece)
            case Picture():
                return self._picture(piece)
        return text_code(piece)

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


def _styled(piece: Styled) -> str:
    code = text_code(piece.text)
    if piece.bold:
        code = bold(code)
    if piece.italic:
        code = f'text(style: "italic", {code})'
    return f"link({literal(piece.link)}, {code})" if piece.link else code


def bold(code: str) -> str:
    """An expression in bold type."""
    return f'text(weight: "bold", {code})'
