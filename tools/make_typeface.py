"""Writes kehoach/typeface_widths.py from the fonts of the package: `make generated`."""

from __future__ import annotations

import textwrap
from pathlib import Path

from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
FACES = {"regular": "Regular", "bold": "Bold", "italic": "Italic", "bold_italic": "BoldItalic"}
CHARACTERS = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0°±²³·½×–—‘’“”…•≤≥đĐơƠưƯ"


def module() -> str:
    """The text of the module."""
    lines = [
        '"""Advance widths of Liberation Serif 2.1.5 (metrics of Times New Roman), in 1/2048 of the size.',
        "",
        "Generated from the fonts of this package by tools/make_typeface.py; do not edit.",
        '"""',
        "",
        "CHARACTERS = (",
        *(f"    {chunk!r}" for chunk in _chunks(CHARACTERS, 60)),
        ")",
        "",
        "WIDTHS: dict[str, tuple[int, ...]] = {",
    ]
    for face, name in FACES.items():
        font = TTFont(ROOT / "kehoach" / "fonts" / f"LiberationSerif-{name}.ttf")
        cmap, advances = font.getBestCmap(), font["hmtx"]
        widths = ", ".join(str(advances[cmap[ord(c)]][0] if ord(c) in cmap else 0) for c in CHARACTERS)
        lines += [
            f'    "{face}": (',
            *textwrap.wrap(widths + ",", 110, initial_indent=" " * 8, subsequent_indent=" " * 8),
        ]
        lines += ["    ),"]
    ranges = _coverage()
    shown = ", ".join(f"({first}, {last})" for first, last in ranges)
    lines += [
        "}",
        "",
        "COVERAGE: tuple[tuple[int, int], ...] = (",
        *textwrap.wrap(shown + ",", 114, initial_indent=" " * 4, subsequent_indent=" " * 4),
        ")",
        '"""First and last code point of every run of characters that all four faces have."""',
        "",
    ]
    return "\n".join(lines)


def _coverage() -> list[tuple[int, int]]:
    faces = [
        TTFont(ROOT / "kehoach" / "fonts" / f"LiberationSerif-{name}.ttf").getBestCmap() for name in FACES.values()
    ]
    ranges: list[tuple[int, int]] = []
    for point in sorted(set.intersection(*(set(face) for face in faces))):
        if point < 0x20:
            continue
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1] = (ranges[-1][0], point)
        else:
            ranges.append((point, point))
    return ranges


def _chunks(text: str, size: int) -> list[str]:
    return [text[i : i + size] for i in range(0, len(text), size)]
