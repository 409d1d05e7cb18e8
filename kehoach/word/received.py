"""A template as its owner's program saved it, made ready for the dialect: the same for checking and for printing."""

from __future__ import annotations

from collections.abc import Mapping

from kehoach.ooxml.accepted import accepted
from kehoach.patterns import regex
from kehoach.word.headers import with_shared_headers
from kehoach.word.restored import restored

_OVERRIDE = regex(rb"<Override [^>]*>")
_TEXT = regex(rb"wordprocessingml\.(?:document\.main|header|footer|footnotes)\+xml")
_PART = regex(rb'PartName="/([^"]+)"')


def made_ready(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Parts that were opened: changes accepted, comments left out, lists, styles and headers found again."""
    return with_shared_headers(restored(accepted(parts, tuple(text_parts(parts)))))


def text_parts(parts: Mapping[str, bytes]) -> list[str]:
    """The names of the parts whose tags are filled in."""
    overrides = _OVERRIDE.findall(parts.get("[Content_Types].xml", b""))
    found = [_PART.search(one) for one in overrides if _TEXT.search(one)]
    return [part[1].decode() for part in found if part]
