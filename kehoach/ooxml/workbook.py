"""Excel workbooks: the same bytes each time, and no text that Excel would run."""

from __future__ import annotations

from datetime import datetime
from typing import IO

import xlsxwriter

MADE = datetime(2000, 1, 1)
"""Is where the program would put the clock: the same plan gives the same bytes."""


def open_workbook(target: IO[bytes], **properties: str) -> xlsxwriter.Workbook:
    """An empty workbook. Texts stay texts, whatever they begin with."""
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({**properties, "created": MADE})
    return book
