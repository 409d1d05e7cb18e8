"""Old and other office files made into .docx by LibreOffice, for who reads them: .doc, .odt, .rtf."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from kehoach.diagnostics import EnvironmentFailure, UnreadableFile, _
from kehoach.pdf.libreoffice import INSTALL, LibreOffice, find
from kehoach.storage.reasons import reason
from kehoach.storage.workspace import fonts

FILTERS = {"doc": ("MS Word 97", "MS WinWord 6.0"), "odt": ("writer8",), "rtf": ("Rich Text Format",)}
"""The import filters of LibreOffice for each kind of file. They are forced: left to guess, it would open a web page
that is called .doc, and fetch what that links to."""
_LIMIT = 120.0
"""Seconds."""
_MEMORY = 4_000_000
"""Kilobytes of address space: a small file can unpack to more than a machine has."""
_LIMITED = ("/bin/sh", "-c", f'ulimit -v {_MEMORY}; exec "$@"', "sh")


def as_docx(data: bytes, kind: str, name: str) -> bytes:
    """A file of a kind of `FILTERS` as a .docx, without following its links or running its macros.

    Raises EnvironmentFailure where LibreOffice is missing or hangs, UnreadableFile where it cannot open the file.
    """
    if find() is None:
        raise EnvironmentFailure(
            _("{path} is read by way of LibreOffice, which is not installed", path=name),
            _(
                "install it and run again: {command}; or in Word: Save As, Word Document (.docx)",
                command=INSTALL.get(sys.platform, INSTALL["linux"]),
            ),
        )
    with _Rewriter(fonts()) as office:
        for chosen in FILTERS[kind]:
            try:
                made = office.rewritten(data, kind, chosen)
            except OSError as error:
                raise EnvironmentFailure(
                    _("temporary files cannot be written: {problem}", problem=reason(error))
                ) from error
            except subprocess.TimeoutExpired:
                raise EnvironmentFailure(
                    _("LibreOffice did not finish reading {path} within {seconds:.0f} seconds", path=name,
                      seconds=_LIMIT),
                    _("in Word: Save As, Word Document (.docx)"),
                ) from None  # fmt: skip
            if made is not None:
                return made
    raise UnreadableFile(
        _("LibreOffice cannot open {path}: it is broken, or locked with a password", path=name),
        _("in Word: Save As, Word Document (.docx)"),
    )


class _Rewriter(LibreOffice):
    def rewritten(self, data: bytes, kind: str, chosen: str) -> bytes | None:
        """The file as .docx, None when it was not opened. Raises OSError, subprocess.TimeoutExpired."""
        with tempfile.TemporaryDirectory(dir=self.home, ignore_cleanup_errors=True) as folder:
            work = Path(folder)
            source = work / f"document.{kind}"
            source.write_bytes(data)
            (work / "made").mkdir()
            wish = ["--headless", f"--infilter={chosen}", "--convert-to", "docx:MS Word 2007 XML"]
            with open(work / "said", "w+b") as said:
                launched = self.launch([*wish, "--outdir", str(work / "made"), str(source)], work, said)
                try:
                    launched.wait(_LIMIT)
                finally:
                    launched.end()
            made = work / "made" / "document.docx"
            return made.read_bytes() if made.exists() else None

    def command(self, arguments: Sequence[str]) -> list[str]:
        """With a limit of memory, where the system has one."""
        wanted = super().command(arguments)
        return [*_LIMITED, *wanted] if sys.platform == "linux" else wanted
