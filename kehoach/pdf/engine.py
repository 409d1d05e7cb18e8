"""The programs that can make a PDF."""

from __future__ import annotations

from enum import StrEnum


class Engine(StrEnum):
    """What is to make a PDF. `auto`: the built-in one for papers on the packaged templates, an office for others."""

    AUTO = "auto"
    BUILTIN = "builtin"
    LIBREOFFICE = "libreoffice"
    WORD = "word"
