"""LibreOffice as a converter that is kept on a short lead.

It fetches what a file links to, says "success" when it failed, draws missing letters from any font it finds, and leaves
processes behind. So: a private profile that blocks links and macros, a font set of our own, a forced import filter, an
environment of five variables, a process group of its own with a time limit, and a look at the result.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from xml.sax.saxutils import escape

from kehoach.diagnostics import Surroundings, _

START_LIMIT = 30.0
ROW_LIMIT = 0.1
MOST = 600.0
"""Seconds for a conversion: a start, and time for each row of the longest table, which LibreOffice lays out in
quadratic time; never more than MOST."""

_EXPORT = (
    'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},'
    '"ExportBookmarks":{"type":"boolean","value":"true"},'
    '"DisplayPDFDocumentTitle":{"type":"boolean","value":"true"}}'
)
_IMPORT = "MS Word 2007 XML"

_SETTINGS = (
    # headless starts test the graphics card of a profile older than the program, which is two thirds of their time
    ("/org.openoffice.Setup/Product", "ooSetupLastVersion", "99.9"),
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Common/Save/Document", "WarnAlienFormat", "false"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
)


def find() -> str | None:
    """The program of LibreOffice, None when it is not installed."""
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return found
    usual = {
        "win32": [r"C:\Program Files\LibreOffice\program\soffice.exe"],
        "darwin": ["/Applications/LibreOffice.app/Contents/MacOS/soffice"],
    }.get(sys.platform, [])
    return next((path for path in usual if Path(path).exists()), None)


class LibreOffice:
    """One private profile for the conversions of one run. A context manager: leaving it removes the profile."""

    def __init__(self, fonts: Path) -> None:
        program = find()
        if program is None:
            raise Surroundings(
                _("no PDF: LibreOffice is not installed"),
                _("install it (on Debian and Ubuntu: apt-get install libreoffice-writer-nogui) and run again"),
            )
        self.program = program
        self.fonts = fonts

    def __enter__(self) -> LibreOffice:
        self.home = Path(tempfile.mkdtemp(prefix="kehoach-"))
        profile = self.home / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_registry(), encoding="utf-8")
        (self.home / "fonts.conf").write_text(_font_configuration(self.fonts, self.home), encoding="utf-8")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self.home, ignore_errors=True)

    def convert(self, docx: bytes, rows: int = 0) -> bytes:
        """The PDF of a Word file. `rows` is the length of its longest table. Raises Surroundings."""
        work = Path(tempfile.mkdtemp(dir=self.home))
        source, target = work / "document.docx", work / "document.pdf"
        source.write_bytes(docx)
        output = self._run(work, min(START_LIMIT + ROW_LIMIT * rows, MOST))
        if not target.exists():  # its exit code says 0 all the same
            raise Surroundings(_("LibreOffice made no PDF: {problem}", problem=output or "-"))
        return target.read_bytes()

    def _run(self, work: Path, limit: float) -> str:
        command = [
            self.program,
            f"-env:UserInstallation={(self.home / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            f"--infilter={_IMPORT}",
            "--convert-to",
            _EXPORT,
            "--outdir",
            str(work),
            str(work / "document.docx"),
        ]
        process = subprocess.Popen(
            command,
            cwd=work,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            output, _nothing = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            raise Surroundings(
                _("LibreOffice did not finish within {seconds:.0f} seconds", seconds=limit),
                _("split very long tables; run again"),
            ) from None
        finally:
            _end(process)
        return output.decode("utf-8", "replace").strip()

    def _environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
        return {
            **kept,
            "HOME": str(self.home),
            "TMPDIR": str(self.home),
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            "FONTCONFIG_FILE": str(self.home / "fonts.conf"),
        }


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the whole group: the launcher's own end leaves the real program running."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
    if process.stdout:
        process.stdout.close()


def _registry() -> str:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{items}</oor:items>\n"
    )


def _font_configuration(fonts: Path, home: Path) -> str:
    """Our four faces and, where it is installed, real Times New Roman; nothing that could stand in unasked.

    The other fonts of the machine stay out: Debian's older Liberation bears the same name and lacks 92 Vietnamese
    letters, which LibreOffice would fill in from another family without a word.
    """
    directories = [str(fonts), *times_new_roman()]
    listed = "".join(f"<dir>{escape(directory)}</dir>" for directory in directories)
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"{listed}<cachedir>{escape(str(home / 'fontcache'))}</cachedir>"
        '<alias binding="same"><family>Times New Roman</family>'
        "<prefer><family>Times New Roman</family><family>Liberation Serif</family></prefer></alias>"
        "</fontconfig>"
    )


def times_new_roman() -> list[str]:
    """Folders that hold Times New Roman itself, as Microsoft's font packages install it, and no other serif."""
    usual = [
        Path("/usr/share/fonts/truetype/msttcorefonts"),
        Path("/Library/Fonts/Microsoft"),
        Path(r"C:\Windows\Fonts"),
    ]
    return [str(path) for path in usual if any((path / name).exists() for name in ("times.ttf", "Times_New_Roman.ttf"))]
