"""Words of a PDF page with their places: made of character boxes, since pdfium's own rectangles lose accents."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator
from functools import cache
from math import degrees, hypot
from typing import Any

from kehoach.frozen import frozen, replace
from kehoach.readers.legacy_words import from_tcvn3, from_vni
from kehoach.readers.pages.private_signs import PRIVATE_SIGNS
from kehoach.vietnamese import nfc

MOST_SIGNS = 100_000
"""Characters of a page; a full one has 4,000."""
_HYPHENS = ("\x02", "\ufffe")
"""What pdfium shows for a hyphen at the end of a line."""
UPRIGHT = 5.0
"""Degrees by which upright text may be turned."""
_NAME = 128
_ITALIC_FLAG = 1 << 6
_STROKED_TOO = 2


@frozen
class PdfWord:
    """A word: its place in points from the page's lower left corner, as a reader holds it, and its form.

    `size` is that of its font. `blanks` are those after it, `tied` whether they
    bind it to the next word.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool = False
    italic: bool = False
    blanks: int = 0
    tied: bool = False
    angle: float = 0.0


class PageOfWords:
    """A loaded page of pypdfium2: its size and its words, both as a reader holds it."""

    def __init__(self, page: Any) -> None:
        import pypdfium2.raw as pdfium  # late: an extra, and not small

        self._raw = pdfium
        self._page = page
        self._turn: int = page.get_rotation() % 360
        self._box = page.get_cropbox(fallback_ok=True)
        left, bottom, right, top = self._box
        wide, high = right - left, top - bottom
        self.width, self.height = (high, wide) if self._turn in (90, 270) else (wide, high)
        self.font_of = cache(self._font_of)

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A point of the file as the reader sees it."""
        left, bottom, right, top = self._box
        if self._turn == 90:
            return y - bottom, right - x
        if self._turn == 180:
            return right - x, top - y
        if self._turn == 270:
            return top - y, x - left
        return x - left, y - bottom

    def words(self) -> Iterator[PdfWord]:
        """The words as the file has them, in its order. Raises ValueError where there are too many characters."""
        text_page = self._page.get_textpage()
        count = text_page.count_chars()
        if count > MOST_SIGNS:
            raise ValueError(count)
        word: PdfWord | None = None
        form = of_before = (False, False, "", 0.0)
        blanks, tied, before = 0, False, None
        for sign, index in self._signs(text_page, count):
            if sign.isspace():
                blanks += sign in " \u00a0"
                tied = sign == "\u00a0"
                continue
            left, right, base = self._box_of(text_page, index)
            piece = self._piece(text_page, index)
            goes_on = word is not None and not blanks and _is_beside(word, left, base)
            if goes_on and word is not None and word.angle > UPRIGHT:
                goes_on = self._angle(text_page, index) > UPRIGHT
            if piece != before or not goes_on:
                before, of_before = piece, form
                form = self._form(text_page, index)
                goes_on = goes_on and form == of_before
                tied = tied or (not blanks and form != of_before)
            if word is not None and goes_on:
                word = replace(word, text=word.text + sign, right=max(right, word.right))
                continue
            if word is not None:
                yield _whole(word, of_before[2], blanks, tied)
            size, angle = self._size(text_page, index), self._angle(text_page, index)
            word = PdfWord(sign, left, right, base, size, form[0], form[1], angle=angle)
            blanks, tied = 0, False
        if word is not None:
            yield _whole(word, form[2], blanks, tied)

    def _signs(self, text_page: Any, count: int) -> Iterator[tuple[str, int]]:
        """Each character with its number."""
        get = self._raw.FPDFText_GetUnicode
        high = 0
        for index in range(count):
            code = get(text_page, index)
            if 0xD800 <= code < 0xDC00:
                high = code
                continue
            if high and 0xDC00 <= code < 0xE000:
                code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
            high = 0
            sign = "-" if chr(code) in _HYPHENS else chr(code) if not 0xD800 <= code < 0xE000 else "\ufffd"
            sign = PRIVATE_SIGNS.get(sign, sign)
            if sign < " " or "\x7f" <= sign < "\xa0":
                yield "\n", index
            elif unicodedata.category(sign) != "Cf":
                yield sign, index

    def _box_of(self, text_page: Any, index: int) -> tuple[float, float, float]:
        """Left, right and base line."""
        box, x, y = self._raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        self._raw.FPDFText_GetLooseCharBox(text_page, index, box)
        self._raw.FPDFText_GetCharOrigin(text_page, index, x, y)
        first, second = self.place(box.left, box.bottom), self.place(box.right, box.top)
        return min(first[0], second[0]), max(first[0], second[0]), self.place(x.value, y.value)[1]

    def _size(self, text_page: Any, index: int) -> float:
        """The size of the font, enlarged as the text is."""
        matrix = self._raw.FS_MATRIX()
        self._raw.FPDFText_GetMatrix(text_page, index, matrix)
        larger = float(hypot(matrix.c, matrix.d)) or 1.0
        return float(self._raw.FPDFText_GetFontSize(text_page, index)) * larger or 1.0

    def _angle(self, text_page: Any, index: int) -> float:
        """Degrees by which a character is turned for the reader, 0 to 180."""
        turned = degrees(float(self._raw.FPDFText_GetCharAngle(text_page, index))) + self._turn
        return min(turned % 360, -turned % 360)

    def _piece(self, text_page: Any, index: int) -> int | None:
        """Which object of the page a character is of: all of its characters have one form."""
        place: int | None = ctypes.cast(self._raw.FPDFText_GetTextObject(text_page, index), ctypes.c_void_p).value
        return place

    def _form(self, text_page: Any, index: int) -> tuple[bool, bool, str, float]:
        """Whether bold, whether italic, the encoding from before Unicode, the size as the font is chosen."""
        name, flags = ctypes.create_string_buffer(_NAME), ctypes.c_int()
        self._raw.FPDFText_GetFontInfo(text_page, index, name, _NAME, flags)
        weight = self._raw.FPDFText_GetFontWeight(text_page, index)
        bold, italic, encoding = self.font_of(name.value.decode("utf-8", "replace"), flags.value, weight)
        piece = self._raw.FPDFText_GetTextObject(text_page, index)
        if piece and self._raw.FPDFTextObj_GetTextRenderMode(piece) == _STROKED_TOO:
            bold = True
        return bold, italic, encoding, float(self._raw.FPDFText_GetFontSize(text_page, index))

    @staticmethod
    def _font_of(name: str, flags: int, weight: int) -> tuple[bool, bool, str]:
        small = name.lower()
        encoding = "TCVN3" if small.partition("+")[2].startswith(".vn") or small.startswith(".vn") else ""
        encoding = "VNI" if "vni-" in small else encoding
        bold = any(part in small for part in ("bold", "black", "heavy", "demi")) or weight >= 600
        return bold, bool(flags & _ITALIC_FLAG) or "italic" in small or "oblique" in small, encoding


def _is_beside(word: PdfWord, left: float, base: float) -> bool:
    """Whether a character goes on with a word; what is not upright is never on one line."""
    near = -word.size < left - word.right < word.size
    return near and (abs(base - word.base) < 0.12 * word.size or word.angle > UPRIGHT)


def _whole(word: PdfWord, encoding: str, blanks: int, tied: bool) -> PdfWord:
    """The word in Unicode's NFC; fonts from before Unicode say their encoding."""
    text = from_tcvn3(word.text) if encoding == "TCVN3" else from_vni(word.text) if encoding == "VNI" else word.text
    return replace(word, text=nfc(text), blanks=blanks, tied=tied)
