"""Pictures from files: looked at whole, and without what says where and by whom they were taken."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from typing import Any
from warnings import catch_warnings

from kehoach.diagnostics import Message, _
from kehoach.frozen import replace
from kehoach.model.attached import Image, ImageKind
from kehoach.parse.vector import NoDrawing, drawn, is_drawing

MAX_DOTS = 50_000_000
"""Width times height; drawn, each takes four bytes. A camera of a telephone has less."""
MAX_FRAME = 20_000
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_PNG_KEPT = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"pHYs", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT"}
_ORIENTATION = 0x0112
_QUALITY = 90
_USUAL_DOTS, _DOTS = 96.0, (50.0, 2400.0)
"""Dots to the inch: where a picture does not say, and what can be meant."""
_INCH = 25.4


class NoPicture(Exception):
    """A file that cannot be printed as a picture: what is wrong with it, and the way out."""

    def __init__(self, problem: Message, hint: Message | None = None) -> None:
        super().__init__(str(problem))
        self.problem = problem
        self.hint = hint


@lru_cache(64)
def picture(data: bytes) -> Image:
    """The picture that a file holds, ready to print. Raises NoPicture."""
    if data.startswith(_PNG):
        return _looked_at(ImageKind.PNG, data, _png(data))
    if data.startswith(_JPEG):
        return _looked_at(ImageKind.JPEG, data, _jpeg(data))
    if is_drawing(data):
        try:
            dots, width = drawn(data)
        except NoDrawing as refused:
            raise NoPicture(refused.problem, refused.hint) from refused
        return replace(picture(dots), natural=width / _USUAL_DOTS * _INCH)
    raise NoPicture(
        _("it is no picture of the kinds PNG, JPEG and SVG"),
        _("save it as PNG (drawings) or JPEG (photos)"),
    )


def _looked_at(kind: ImageKind, whole: bytes, data: bytes) -> Image:
    from PIL import Image as Pillow  # late: most plans have no picture
    from PIL import ImageOps

    try:
        with catch_warnings(action="ignore"), Pillow.open(io.BytesIO(data), formats=(kind,)) as opened:
            width, height = opened.size
            if width * height > MAX_DOTS or max(width, height) > MAX_FRAME:
                raise _too_large()
            opened.load()
            dots = opened.info.get("dpi", (_USUAL_DOTS,))
            turn = _orientation(whole) if kind is ImageKind.JPEG else 1
            if opened.mode not in ("CMYK", "YCCK") and turn == 1:
                return _image(kind, opened.size, dots, data)
            straight = opened.copy()
            straight.getexif()[_ORIENTATION] = turn
            ImageOps.exif_transpose(straight, in_place=True)
            buffer = io.BytesIO()
            straight.convert("RGB").save(buffer, "JPEG", quality=_QUALITY)
            return _image(kind, straight.size, dots, buffer.getvalue())
    except NoPicture:
        raise
    except Pillow.DecompressionBombError as error:
        raise _too_large() from error
    except Exception as error:  # what a broken file makes of its reader is many things, all faults of the file
        raise NoPicture(_("it is broken, or not whole"), _("open it, and save it again as PNG or JPEG")) from error


def _too_large() -> NoPicture:
    return NoPicture(
        _("it has more than {limit} million dots", limit=MAX_DOTS // 1_000_000),
        _("make it smaller in a program for pictures; 2,000 dots across are enough"),
    )


def _orientation(data: bytes) -> int:
    """How a camera was held, 1 for upright."""
    from PIL import Image as Pillow

    with Pillow.open(io.BytesIO(data), formats=("JPEG",)) as opened:
        turn = opened.getexif().get(_ORIENTATION, 1)
    return turn if isinstance(turn, int) and 1 <= turn <= 8 else 1


def _image(kind: ImageKind, size: tuple[int, int], dots: Any, data: bytes) -> Image:
    width, height = size
    across = float(dots[0]) if _DOTS[0] <= float(dots[0]) <= _DOTS[1] else _USUAL_DOTS
    return Image(kind, width, height, width / across * _INCH, sha256(data).hexdigest(), data)


def _png(data: bytes) -> bytes:
    """The parts of a PNG file that draw it: no text, no time, no camera, no moving frames."""
    kept = [_PNG]
    for kind, chunk in _chunks(data):
        if kind in _PNG_KEPT:
            kept.append(chunk)
        if kind == b"IEND":
            break
    return b"".join(kept)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    while at + 12 <= len(data):
        (length,) = struct.unpack(">L", data[at : at + 4])
        yield data[at + 4 : at + 8], data[at : at + 12 + length]
        at += 12 + length


def _jpeg(data: bytes) -> bytes:
    """The segments of a JPEG file that draw it, up to its end: JFIF, profile of colours, Adobe's; no others of APP."""
    kept, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        if marker == 0xDA:
            end = data.rfind(b"\xff\xd9")
            kept.append(data[at : end + 2] if end > at else data[at:])
            break
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        segment = data[at : at + 2 + length]
        if _draws(marker, segment[4:]):
            kept.append(segment)
        at += 2 + length
    return b"".join(kept)


def _draws(marker: int, content: bytes) -> bool:
    if marker == 0xE2:
        return content.startswith(b"ICC_PROFILE\0")
    return marker in (0xE0, 0xEE) or not (0xE0 <= marker <= 0xEF or marker == 0xFE)
