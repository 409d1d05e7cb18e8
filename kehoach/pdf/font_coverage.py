"""Which characters a font file draws, from its own table: the name of a font does not say it.

Debian's older Liberation Serif bears the same name as ours and lacks 92 Vietnamese letters.
"""

from __future__ import annotations

import struct


def missing(font: bytes, characters: str) -> str:
    """Those of the characters that a TrueType font has no glyph for; all of them when it cannot be read."""
    try:
        table = _table(font, b"cmap")
        count = struct.unpack_from(">H", table, 2)[0]
        entries = (struct.unpack_from(">HHI", table, 4 + 8 * index) for index in range(count))
        offset = next(at for platform, encoding, at in entries if (platform, encoding) in ((3, 1), (3, 10), (0, 3)))
        return "".join(c for c in characters if not _glyph(table[offset:], ord(c)))
    except (struct.error, StopIteration):
        return characters


def _table(font: bytes, wanted: bytes) -> bytes:
    for index in range(struct.unpack_from(">H", font, 4)[0]):
        name, _sum, offset, length = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        if name == wanted:
            return font[offset : offset + length]
    raise struct.error


def _glyph(table: bytes, code: int) -> int:
    """The glyph of a character by a table of format 4 or 12, 0 for none."""
    if struct.unpack_from(">H", table)[0] == 12:
        for index in range(struct.unpack_from(">I", table, 12)[0]):
            start, end, glyph = struct.unpack_from(">III", table, 16 + 12 * index)
            if start <= code <= end:
                return int(glyph) + code - int(start)
        return 0
    segments = struct.unpack_from(">H", table, 6)[0] // 2
    ends, starts, deltas, ranges = (14 + 2 * segments * part + (2 if part else 0) for part in range(4))
    for index in range(segments):
        if code > struct.unpack_from(">H", table, ends + 2 * index)[0]:
            continue
        start, delta = (struct.unpack_from(">H", table, at + 2 * index)[0] for at in (starts, deltas))
        place = ranges + 2 * index
        distance = struct.unpack_from(">H", table, place)[0]
        if code < start:
            return 0
        glyph = struct.unpack_from(">H", table, place + distance + 2 * (code - start))[0] if distance else code
        return int((glyph + delta) % 65536) if glyph else 0
    return 0
