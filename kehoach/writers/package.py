"""Word packages with the same bytes each time: fixed times, fixed order, one level of compression."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_FIRST = ("[Content_Types].xml", "_rels/.rels")
_TIME = (1980, 1, 1, 0, 0, 0)
"""The time that Word itself writes into packages."""


def pack(parts: Mapping[str, str | bytes]) -> bytes:
    """A package of `parts`: content types first, then by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for name in sorted(parts, key=lambda n: (_FIRST.index(n) if n in _FIRST else len(_FIRST), n)):
            content = parts[name]
            info = zipfile.ZipInfo(name, _TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            info.create_system = 0
            package.writestr(info, content.encode() if isinstance(content, str) else content)
    return buffer.getvalue()


def unpack(package: bytes) -> dict[str, bytes]:
    """The parts of a package."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}
