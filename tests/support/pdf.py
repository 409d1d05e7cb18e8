"""A PDF as a reader sees it: lines with their places, words in reading order, drawn rules. Lengths in millimetres."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pdfplumber

MM = 25.4 / 72


@dataclass(frozen=True)
class Line:
    """One printed line of one column."""

    page: int
    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    bold: bool
    italic: bool

    @property
    def width(self) -> float:
        return self.right - self.left


@dataclass(frozen=True)
class DrawnRule:
    """One drawn horizontal line."""

    page: int
    left: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left


class Pdf:
    """A PDF, read once."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        with pdfplumber.open(BytesIO(data)) as opened:
            self.sizes = [(page.width * MM, page.height * MM) for page in opened.pages]
            self.lines = [line for page in opened.pages for line in _lines(page)]
            self.rules = [rule for page in opened.pages for rule in _rules(page)]

    @property
    def pages(self) -> int:
        return len(self.sizes)

    def on(self, page: int) -> list[Line]:
        """The lines of a page, page number left out."""
        return [line for line in self.lines if line.page == page and not _is_page_number(line)]

    def page_number(self, page: int) -> Line | None:
        return next((line for line in self.lines if line.page == page and _is_page_number(line)), None)

    def words(self) -> list[str]:
        """All words in the order of the file, page numbers left out, also those of a table of contents."""
        return [
            _LEADER.sub("", word)
            for page in range(1, self.pages + 1)
            for line in self.on(page)
            for word in line.text.split()
        ]


_LEADER = re.compile(r"\.{8,}\d*$")


def _is_page_number(line: Line) -> bool:
    return line.text.strip().isdecimal() and line.bottom < 20


def _lines(page: Any) -> list[Line]:
    """Lines in the order of the file: text that follows on one baseline, cut where a column begins."""
    groups: list[list[Any]] = []
    for char in page.chars:
        last = groups[-1][-1] if groups else None
        if last is not None and abs(char["bottom"] - last["bottom"]) < 1.5 and -2 < char["x0"] - last["x1"] < 30:
            groups[-1].append(char)
        else:
            groups.append([char])
    return [_line(page.page_number, group) for group in groups if "".join(c["text"] for c in group).strip()]


def _line(page: int, chars: list[Any]) -> Line:
    seen = [c for c in chars if c["text"].strip()]
    fonts = {c["fontname"] for c in seen}
    return Line(
        page,
        "".join(c["text"] for c in chars).strip(),
        min(c["x0"] for c in seen) * MM,
        max(c["x1"] for c in seen) * MM,
        min(c["top"] for c in seen) * MM,
        max(c["bottom"] for c in seen) * MM,
        round(max(c["size"] for c in seen), 1),
        all("Bold" in name for name in fonts),
        all("Italic" in name for name in fonts),
    )


def _rules(page: Any) -> list[DrawnRule]:
    drawn = [*page.lines, *page.rects]
    return [
        DrawnRule(page.page_number, d["x0"] * MM, d["x1"] * MM, d["top"] * MM)
        for d in drawn
        if abs(d["bottom"] - d["top"]) < 2 and d["x1"] - d["x0"] > 5
    ]
