"""What files beside a plan bring into it: pictures, and the rows of tables."""

from __future__ import annotations

from enum import StrEnum

from kehoach.frozen import attribute, frozen
from kehoach.model.base import NOWHERE
from kehoach.model.prose import Prose
from kehoach.source import Span


class ImageKind(StrEnum):
    """How the bytes of a picture are to be read; the value is the end of its file's name."""

    PNG = "png"
    JPEG = "jpeg"


@frozen
class Image:
    """A picture as it prints. `width` and `height` are in dots, `natural` its width in millimetres.

    `digest` tells pictures apart; nothing but the picture is in `data`: no place where it was taken, no comment.
    """

    kind: ImageKind
    width: int
    height: int
    natural: float
    digest: str
    data: bytes = attribute(repr=False, compare=False)


@frozen
class PictureFile:
    """A picture beside the plan: `reference` as typed, and what is in it; None where nobody has looked."""

    reference: str
    image: Image | None = None
    span: Span = attribute(default=NOWHERE, compare=False, repr=False)

    def __str__(self) -> str:
        return self.reference


@frozen
class TableFile:
    """A table beside the plan: `reference` as typed, the headings of its first row, the other rows.

    `merged` are the columns, counted from 1, in which cells are joined with those below.
    """

    reference: str
    columns: tuple[Prose, ...] = ()
    rows: tuple[tuple[Prose, ...], ...] = ()
    merged: tuple[int, ...] = ()
    span: Span = attribute(default=NOWHERE, compare=False, repr=False)

    def __str__(self) -> str:
        return self.reference


@frozen
class PictureWidth:
    """How wide a picture prints: in millimetres, or as a share of the text's width (0 to 1)."""

    text: str
    millimetres: float = 0.0
    share: float = 0.0

    def within(self, text_width: float) -> float:
        """The width in millimetres beside a text of that width."""
        return min(self.millimetres or self.share * text_width, text_width)

    def __str__(self) -> str:
        return self.text
