"""The Typst compiler: PDF, SVG or PNG of a source. It reads only the packaged fonts and the paper's pictures."""

from __future__ import annotations

import os
import re
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from kehoach.diagnostics import EnvironmentFailure, _
from kehoach.typeface import covers
from kehoach.typeset.source import TypstSource

STANDARDS = ["a-2a", "ua-1"]
"""What each PDF is: ISO 19005-2 level A, for archives, and ISO 14289-1, for readers who cannot see it. The compiler
refuses what does not conform."""

_NUMBERED = re.compile(r"\\u\{([0-9a-f]+)\}")
"""How `code.literal` writes a character that is not to be seen."""
_MOST_NAMED = 10


_BEGUN: set[int] = set()
"""The process in which the compiler began its threads. A fork of it has none of them, and would wait for ever."""


def has_begun() -> bool:
    """Whether the compiler was used in this process, or in one that it is a copy of: then no fork of it can use it."""
    return bool(_BEGUN)


def name() -> str:
    """The engine with its version."""
    import typst  # late: only a PDF needs it

    return f"Typst {vars(typst)['__version__']}"


def pdf(source: TypstSource, fonts: Path, day: date) -> bytes:
    """The PDF of a source, dated `day`: the same bytes for the same source, wherever and whenever it is made.

    Raises EnvironmentFailure.
    """
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return bytes(_compile(source, fonts, format="pdf", pdf_standards=STANDARDS, timestamp=moment))


def svg(source: TypstSource, fonts: Path) -> list[bytes]:
    """The pages of a source as SVG. Raises EnvironmentFailure."""
    return _pages(_compile(source, fonts, format="svg"))


def png(source: TypstSource, fonts: Path, dots_per_inch: float) -> list[bytes]:
    """The pages of a source as PNG. Raises EnvironmentFailure."""
    return _pages(_compile(source, fonts, format="png", ppi=dots_per_inch))


def _pages(made: Any) -> list[bytes]:
    return [bytes(page) for page in made] if isinstance(made, list) else [bytes(made)]


def _compile(source: TypstSource, fonts: Path, **wanted: Any) -> Any:
    if _BEGUN and os.getpid() not in _BEGUN:
        raise EnvironmentFailure(
            _("no PDF: this process is a copy, by fork, of one that has made some"),
            _("begin it anew: multiprocessing.get_context({method})", method='"spawn"'),
        )
    _BEGUN.add(os.getpid())
    try:
        with _folder(source.files, fonts) as root:
            return _compiler(fonts, threading.get_ident()).compile(source.text.encode(), root=root, **wanted)
    except OSError as error:
        raise EnvironmentFailure(_("no PDF: temporary files cannot be written: {problem}", problem=error)) from error
    except BaseException as error:  # a panic of the compiler is no Exception
        if isinstance(error, Exception) and not isinstance(error, RuntimeError):
            raise
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        if lacking := _lacking(source.text) if "could not be displayed" in str(error) else []:
            raise EnvironmentFailure(
                _("no PDF: the typeface does not have {characters}", characters=", ".join(lacking)),
                _("write it in another way"),
            ) from error
        raise EnvironmentFailure(
            _("the typesetting engine made no page: {problem}", problem=str(error)[:300]),
            _("make the PDF with another program: --engine libreoffice"),
        ) from error


def _lacking(code: str) -> list[str]:
    """The characters that no face of the typeface has, some of them: each as it is, and by its number."""
    escaped = {chr(int(number, 16)) for number in _NUMBERED.findall(code)}
    letters = sorted(letter for letter in {*code, *escaped} if letter != "\n" and not covers(letter))
    return [
        f"{letter} (U+{ord(letter):04X})" if letter.isprintable() else f"U+{ord(letter):04X}"
        for letter in letters[:_MOST_NAMED]
    ]


@lru_cache(8)
def _compiler(fonts: Path, _thread: int) -> Any:
    """One for a thread: two that use the same one at once fail. What was laid out is kept for all of them, so a paper
    that changed little is quick.
    """
    import typst  # late: 80 MB that only a PDF needs

    faces = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts)])
    place = str(fonts)
    return typst.Compiler(
        font_paths=faces, ignore_system_fonts=True, root=place, package_path=place, package_cache_path=place
    )


@contextmanager
def _folder(files: Mapping[str, bytes], fonts: Path) -> Iterator[str]:
    """The folder that may be read: one with these files, as long as they are needed; without any, that of the fonts."""
    if not files:
        yield str(fonts)
        return
    with tempfile.TemporaryDirectory(prefix="kehoach-typeset-") as folder:
        for file, data in files.items():
            (Path(folder) / file).write_bytes(data)
        yield folder
