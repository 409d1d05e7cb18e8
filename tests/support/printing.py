"""PDFs of the tests' own documents by one LibreOffice that stays: a start of its own for each costs more than its page.

That it makes the same bytes as a fresh one is asked in `test_warm`. What is about the start itself uses `Converter`.
"""

from __future__ import annotations

from kehoach.diagnostics import KehoachError
from kehoach.pdf.converter import normalised
from kehoach.pdf.pool import Job, Pool
from kehoach.storage.workspace import fonts
from tests.support.judges import need_office
from tests.support.pdf import Pdf


class Printer:
    """An office that is started by the first document and kept until `close`."""

    def __init__(self) -> None:
        self._pool = Pool(fonts())

    def pdf(self, docx: bytes, rows: int = 0) -> Pdf:
        """The printed document. Raises what the office raised."""
        need_office()
        ((_index, _job, made),) = self._pool.convert([Job(docx, rows)])
        if isinstance(made, KehoachError):
            raise made
        return Pdf(normalised(made))

    def close(self) -> None:
        self._pool.close()
