"""Word packages with the same bytes each time: fixed times, fixed order, a level of compression by size.

A zip is written here by hand: what the papers of a template have in common is deflated once (`Member`) and then copied,
which `zipfile` cannot do. The bytes are those that `zipfile` would write.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_FIRST = ("[Content_Types].xml", "_rels/.rels")
_TIME, _DATE = 0, 0x21
"""1980-01-01 00:00 as MS-DOS writes it: the time that Word itself writes into packages."""
LONG = 1_000_000
"""Bytes; a part beyond is a table of a thousand rows."""
_LEVEL, _LONG_LEVEL = 6, 3
"""For a long part zlib's lower level takes two fifths of the time, and makes it a fifth larger."""
_NEEDS, _DEFLATED, _UTF8 = 20, 8, 0x800
_MODE = 0o600 << 16
_LOCAL, _CENTRAL, _END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s4H2LH")
_MOST = 0xFFFF


@dataclass(frozen=True, slots=True)
class Member:
    """A part as it is in a zip: its name, then deflated bytes with checksum and size of what they unpack to."""

    name: bytes
    crc: int
    size: int
    packed: bytes


def member(name: str, content: bytes) -> Member:
    """A part, deflated."""
    level = _LEVEL if len(content) <= LONG else _LONG_LEVEL
    return Member(name.encode(), zlib.crc32(content), len(content), zlib.compress(content, level, -15))


def order(name: str) -> tuple[int, str]:
    """Where a part is in a package, as a key to sort by: content types first, then by name."""
    return (_FIRST.index(name) if name in _FIRST else len(_FIRST), name)


def joined(members: Iterable[Member]) -> bytes:
    """A package of members, in their order. Raises ValueError for what would need the 64-bit form of a zip."""
    pieces: list[bytes] = []
    directory: list[bytes] = []
    at = 0
    for one in members:
        flags = 0 if one.name.isascii() else _UTF8
        reported = (flags, _DEFLATED, _TIME, _DATE, one.crc, len(one.packed), one.size, len(one.name), 0)
        pieces += (_LOCAL.pack(b"PK\x03\x04", _NEEDS, *reported), one.name, one.packed)
        directory += (_CENTRAL.pack(b"PK\x01\x02", _NEEDS, _NEEDS, *reported, 0, 0, 0, _MODE, at), one.name)
        at += _LOCAL.size + len(one.name) + len(one.packed)
    count, length = len(directory) // 2, sum(map(len, directory))
    if count > _MOST or at + length > 0xFFFFFFFF:
        raise ValueError("too much for a Word file")
    return b"".join((*pieces, *directory, _END.pack(b"PK\x05\x06", 0, 0, count, count, length, at, 0)))


def pack(parts: Mapping[str, str | bytes]) -> bytes:
    """A package of `parts`."""
    contents = {name: parts[name] for name in sorted(parts, key=order)}
    return joined(member(name, c.encode() if isinstance(c, str) else c) for name, c in contents.items())


def unpack(package: bytes) -> dict[str, bytes]:
    """The parts of a package."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}
