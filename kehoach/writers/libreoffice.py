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
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from xml.sax.saxutils import escape

from kehoach.diagnostics import Surroundings, _
from kehoach.saving import reason

START_LIMIT = 30.0
ROW_LIMIT = 0.1
MOST = 600.0
"""Seconds for a conversion: a start, and time for each row of the longest table, which LibreOffice lays out in
quadratic time; never more than MOST."""

_HOME = "kehoach-office-"
_STALE = 3600.0

_GUARD = """
exec 3<&0 </dev/null
(trap '' TERM; read -r _ <&3; kill -TERM 0; sleep 0.3; rm -rf "$1"; kill -KILL 0) >/dev/null 2>&1 &
exec 3<&-
shift
exec "$@"
"""
"""Starts the program, and beside it one that waits for kehoach to end. When kehoach is killed nobody else would end
LibreOffice and take its folder away."""

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


INSTALL = {
    "linux": "apt-get install libreoffice-writer-nogui (Debian, Ubuntu), dnf install libreoffice-writer (Fedora)",
    "win32": "winget install TheDocumentFoundation.LibreOffice",
    "darwin": "brew install --cask libreoffice",
}


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
                _("install it and run again: {command}", command=INSTALL.get(sys.platform, INSTALL["linux"])),
            )
        self.program = program
        self.fonts = fonts

    def __enter__(self) -> LibreOffice:
        with _room_for_files():
            self.home = Path(tempfile.mkdtemp(prefix=_HOME))
        _remove_stale(self.home)
        try:
            with _room_for_files():
                self._make_profile()
                (self.home / "fonts.conf").write_text(_font_configuration(self.fonts, self.home), encoding="utf-8")
        except Surroundings:
            shutil.rmtree(self.home, ignore_errors=True)
            raise
        return self

    def _make_profile(self) -> None:
        profile = self.home / "profile"
        shutil.rmtree(profile, ignore_errors=True)
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_registry(), encoding="utf-8")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self.home, ignore_errors=True)

    def version(self) -> str:
        """What the program calls itself, empty when it does not answer."""
        try:
            done = subprocess.run(
                [self.program, f"-env:UserInstallation={(self.home / 'profile').as_uri()}", "--version"],
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=START_LIMIT,
            )
        except (OSError, subprocess.TimeoutExpired):
            return ""
        return done.stdout.decode("utf-8", "replace").strip()

    def convert(self, docx: bytes, rows: int = 0) -> bytes:
        """The PDF of a Word file. `rows` is the length of its longest table. Raises Surroundings.

        When it crashed it is asked once more, with a new profile; when it hung it would only hang again.
        """
        limit = min(START_LIMIT + ROW_LIMIT * rows, MOST)
        with _room_for_files():
            pdf, code, output = self._attempt(docx, limit)
            if pdf is None or code:
                self._make_profile()
                pdf, code, output = self._attempt(docx, limit)
        if pdf is None:  # its exit code says 0 all the same
            problem = output or (_("it ended with code {code}", code=code) if code else "-")
            raise Surroundings(
                _("LibreOffice made no PDF: {problem}", problem=problem),
                _("see whether it works here at all: kehoach doctor"),
            )
        return pdf

    def _attempt(self, docx: bytes, limit: float) -> tuple[bytes | None, int, str]:
        """One run: the PDF if there is one, the exit code, what was said."""
        with tempfile.TemporaryDirectory(dir=self.home, ignore_cleanup_errors=True) as folder:
            work = Path(folder)
            (work / "document.docx").write_bytes(docx)
            code, output = self._run(work, limit)
            made = work / "document.pdf"
            return made.read_bytes() if made.exists() else None, code, output

    def _run(self, work: Path, limit: float) -> tuple[int, str]:
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
        if os.name != "nt":
            command = ["/bin/sh", "-c", _GUARD, "sh", str(self.home), *command]
        alive, ours = os.pipe()  # closes when this process ends, however it ends
        try:
            process = subprocess.Popen(
                command,
                cwd=work,
                env=self._environment(),
                stdin=alive,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                output, _nothing = process.communicate(timeout=limit)
            finally:
                _end(process)
        except subprocess.TimeoutExpired:
            raise Surroundings(
                _("LibreOffice did not finish within {seconds:.0f} seconds", seconds=limit),
                _("split very long tables; run again"),
            ) from None
        finally:
            os.close(alive)
            os.close(ours)
        return process.returncode, output.decode("utf-8", "replace").strip()

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
    if os.name != "nt":
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:  # untested: no machine of ours has Windows
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    process.wait()
    if process.stdout:
        process.stdout.close()


@contextmanager
def _room_for_files() -> Iterator[None]:
    """Tell of a disk for temporary files that refuses."""
    try:
        yield
    except OSError as error:
        place = tempfile.tempdir or os.environ.get("TMPDIR", "/tmp")
        raise Surroundings(
            _("no PDF: temporary files cannot be written to {folder}: {problem}", folder=place, problem=reason(error))
        ) from error


def _remove_stale(home: Path) -> None:
    """Remove what runs that are dead left of their folders: untouched for longer than two conversions may take."""
    newest = home.stat().st_mtime
    for other in home.parent.glob(f"{_HOME}*"):
        with suppress(OSError):
            if newest - other.stat().st_mtime > _STALE:
                shutil.rmtree(other, ignore_errors=True)


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
