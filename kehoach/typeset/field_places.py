"""Empty places for digital signatures, as large as what will be shown there (Decree 30/2020, Annex I).

In each is a link without text. It is part of the page, so a PDF says where it is and when it is read;
`signing.fields` puts a field in its place.
"""

from __future__ import annotations

from math import ceil

from kehoach.frozen import frozen
from kehoach.nghi_dinh_30 import COMPONENTS, MARGINS
from kehoach.typeface import width_mm
from kehoach.typeset.code import literal, millimetres

SEAL = 36.0
"""The diameter of the seal of a People's Committee, in millimetres. The decree wants the picture of the seal in its
real size and names none (II.8.a): this one is an assumption from practice, not law."""
SEAL_SHARE = 1 / 3
"""About so much of the signer's picture is below that of the seal, on the left (II.8.a)."""
SIGNER_WIDTH, SIGNER_HEIGHT = 28.0, 20.0
"""The picture of the signer's signature, in millimetres; habit. The decree names no size (II.7.d). Where it is not
wider than 30, the seal does not reach the recipients beside it."""
_ABOVE_AND_BELOW_SEAL = 1.0
"""Millimetres between the seal and the title above it, and the name below it; habit."""
_LINE, _AROUND_LINE = 4.1, 2.0
"""The height of a line of size 10, and what is left around it, in millimetres; habit."""


@frozen
class FieldLinks:
    """Where the links lead that keep the places of the two fields: of who signs, and of the body."""

    signer: str
    agency: str


def between_title_and_name(links: FieldLinks) -> str:
    """The space between the title of the signer and the name, high enough for the seal.

    The signer's picture is in its middle (II.7.d), the seal covers the left third of it (II.8.a).
    """
    aside = SIGNER_WIDTH * (SEAL_SHARE - 0.5) - SEAL / 2
    height = SEAL + 2 * _ABOVE_AND_BELOW_SEAL
    return (
        f"block(above: 0pt, below: 0pt, width: 100%, height: {millimetres(height)}, {{ "
        f"place(center + horizon, {_link(links.signer, SIGNER_WIDTH, SIGNER_HEIGHT)}); "
        f"place(center + horizon, dx: {millimetres(aside)}, {_link(links.agency, SEAL, SEAL)}) }})"
    )


def top_right(links: FieldLinks, text: str) -> str:
    """The top right corner of a page, for the body's signature that shows no picture but a text like this one, size 10
    (II.8.b; III.1.d; Part II, I.3)."""
    width = width_mm(text, COMPONENTS["signature_mark"].size) + _AROUND_LINE
    height = ceil(width / MARGINS.text_width) * _LINE + _AROUND_LINE
    link = _link(links.agency, min(width, MARGINS.text_width), height)
    return f"block(above: 0pt, below: 0pt, width: 100%, height: {millimetres(height)}, place(top + right, {link}))"


def _link(address: str, width: float, height: float) -> str:
    return f"link({literal(address)}, box(width: {millimetres(width)}, height: {millimetres(height)}))"
