"""Which language messages are in, and the catalogue of that language."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from kehoach.diagnostics import ENGLISH, Translator

LANGUAGES = ("vi", "en")
DEFAULT = "vi"
"""Where the system does not say: a drafter in Vietnam on a machine that was never set up."""


def choose(asked: str | None, environment: Mapping[str, str]) -> str:
    """The language: as asked, else KEHOACH_LANG, else the system's locale but on Windows, else Vietnamese."""
    candidates = (asked, environment.get("KEHOACH_LANG"), *_system(environment))
    for candidate in candidates:
        if candidate and candidate[:2].lower() in LANGUAGES:
            return candidate[:2].lower()
    return DEFAULT


def _system(environment: Mapping[str, str]) -> tuple[str | None, ...]:
    """What the system says; not that of Windows, which in an office here is as often English as not."""
    if is_windows():
        return ()
    return tuple(environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))


def is_windows() -> bool:
    """Whether this is Windows."""
    return os.name == "nt"


def translator(language: str) -> Translator:
    """The catalogue of a language; English needs none."""
    if language == "en":
        return ENGLISH
    import gettext

    return gettext.translation("kehoach", Path(__file__).parent / "locale", [language])
