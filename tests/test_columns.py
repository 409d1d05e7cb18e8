"""Widths of columns: every word whole, and no line that fits by a hair in one engine and not in another."""

from __future__ import annotations

import re

import pytest

from kehoach.documents import columns as module
from kehoach.documents.columns import CELL_SIZE, columns, header_rows
from kehoach.documents.paper import Align, Column, Row
from kehoach.paragraph_forms import CELL_PADDING
from kehoach.typeface import width_mm, wrap

HEADINGS = ["STT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Đầu năm", "Kế hoạch", "Ghi chú"]
ROWS = (
    ("1", "Rà soát hộ nghèo, hộ cận nghèo trên địa bàn theo chuẩn", "Sở Nội vụ", "1.200 hộ", "95%", ""),
    ("2", "Tập huấn cán bộ làm công tác giảm nghèo cấp xã năm đầu", "UBND các xã", "30/6/2026", "4 lớp", "Mới"),
)
WIDTHS = [width / 4 for width in range(480, 920)]
LEAST = 0.49
"""Of the slack of half a millimetre, widths being rounded."""


def made(width: float, rows: tuple[tuple[str, ...], ...] = ROWS) -> tuple[Column, ...]:
    aligns = [Align.LEFT] * len(HEADINGS)
    cells = [Row(tuple((cell,) for cell in row)) for row in rows]
    return columns(header_rows(HEADINGS), cells, aligns, width)


def near(table: tuple[Column, ...]) -> set[str]:
    """Headings and cells that a hair more or less breaks elsewhere; not those of the text, whose column gives room."""
    found = set()
    for column, *texts in zip(table, HEADINGS, *ROWS, strict=True):
        room = column.width - 2 * CELL_PADDING
        for text, face in zip(texts, ("bold", "regular", "regular"), strict=True):
            if wrap(text, room - LEAST, CELL_SIZE, face) != wrap(text, room + LEAST, CELL_SIZE, face):
                found.add(text)
    return found - {texts[1] for texts in (HEADINGS, *ROWS)}


def test_no_line_nearly_fits() -> None:
    assert [found for width in WIDTHS if (found := near(made(width)))] == []


def test_without_slack_some_would(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_SLACK", 0)
    assert {text for width in WIDTHS for text in near(made(width))} >= {"Cơ quan chủ trì", "Sở Nội vụ", "UBND các xã"}


@pytest.mark.parametrize("width", WIDTHS[::40])
def test_columns_fill_the_table_and_keep_words_whole(width: float) -> None:
    table = made(width)
    assert sum(column.width for column in table) == pytest.approx(width, abs=0.04)
    for column, *texts in zip(table, HEADINGS, *ROWS, strict=True):
        words = [word for text in texts for word in re.split(" ", text)]
        assert column.width - 2 * CELL_PADDING > max(width_mm(word, CELL_SIZE, "bold") for word in words) + 1


def test_a_column_with_lines_of_every_length_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = tuple((str(n), "Rà soát " * 30, " ".join("x" * n), "", "", "") for n in range(1, 60))
    table = made(160, rows)
    monkeypatch.setattr(module, "_SLACK", 0)
    assert table[2] == made(160, rows)[2]
