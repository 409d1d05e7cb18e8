"""LibreOffice as a converter that is kept on a short lead.

It fetches what a file links to, says "success" when it failed, draws missing letters from any font it finds, and leaves
processes after. So: a private profile that blocks links and macros, a font set of our own, a forced import filter, an
environment of five variables, a process group of its own with a time limit, and a look at the result.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from hashlib import md5
from html import escape
from mmap import ACCESS_READ, mmap
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from urllib.parse import quote

from kehoach.diagnostics import EnvironmentFailure, Message, _
from kehoach.pdf.contents import with_computed_pages
from kehoach.pdf.process_group import ProcessGroup
from kehoach.storage.reasons import reason
from kehoach.storage.saving import is_abandoned, owner

START_LIMIT = 30.0
ROW_LIMIT = 0.1
MOST = 600.0
"""Seconds for a conversion: a start, and time for each row of the longest table, which LibreOffice lays out in
quadratic time; never more than MOST."""
MOST_ROWS = 5000
"""Rows of a table that LibreOffice lays out within that time."""

_HOME = "kehoach-office-"
_STALE = 3600.0

EXPORT = (
    'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},'
    '"ExportBookmarks":{"type":"boolean","value":"true"},'
    '"DisplayPDFDocumentTitle":{"type":"boolean","value":"true"}}'
)
IMPORT = "MS Word 2007 XML"

_SETTINGS = (  # headless starts test the graphics card of an older profile, which is two thirds of their time
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


def installed() -> str:
    """LibreOffice with its version, without it where that is not known, "" where it is not installed.

    Read from its settings: to ask the program takes half a second, and this is asked by builds that have nothing to do.
    """
    program = find()
    if program is None:
        return ""
    home = Path(program).resolve().parent.parent
    for settings in (home / "share/registry/main.xcd", home / "Resources/registry/main.xcd"):
        with suppress(OSError, ValueError):
            return f"LibreOffice {_version_in(settings, settings.stat().st_mtime_ns)}".strip()
    return "LibreOffice"


_VERSION = re.compile(rb'"ooSetupVersionAboutBox">\s*<value>([\d.]+)')


@lru_cache(4)
def _version_in(settings: Path, _written: int) -> str:
    with open(settings, "rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as text:
        found = _VERSION.search(text)
        return found[1].decode() if found else ""


class LibreOffice:
    """One private profile for the conversions of one run. A context manager: leaving it removes the profile.

    It is in `place`, the folder for temporary files if None is named.
    """

    def __init__(self, fonts: Path, place: Path | None = None) -> None:
        program = find()
        if program is None:
            raise EnvironmentFailure(
                _("no PDF: LibreOffice is not installed"),
                _("install it and run again: {command}", command=INSTALL.get(sys.platform, INSTALL["linux"])),
            )
        self.program = program
        self.fonts = fonts
        self._place = place

    def __enter__(self) -> Self:
        with room_for_files(self._place):
            self.home = Path(tempfile.mkdtemp(prefix=f"{_HOME}{owner()}", dir=self._place)).resolve()
        _remove_stale(self.home)
        try:
            with room_for_files(self._place):
                self._make_profile()
                (self.home / "fonts.conf").write_text(_font_configuration(self.fonts, self.home), encoding="utf-8")
        except EnvironmentFailure:
            shutil.rmtree(self.home, ignore_errors=True)
            raise
        return self

    def _make_profile(self) -> None:
        profile = self.home / "profile"
        shutil.rmtree(profile, ignore_errors=True)
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_registry(), encoding="utf-8")
        if build := _build(self.program):  # a profile of another build is set up by a first start, which ends at once
            (profile / "user" / "extensions").mkdir()
            (profile / "user" / "extensions" / "buildid").write_text(build, encoding="utf-8")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self.home, ignore_errors=True)

    def version(self) -> str:
        """What the program calls itself, empty when it does not answer."""
        try:
            done = subprocess.run(
                [self.program, f"-env:UserInstallation={(self.home / 'profile').as_uri()}", "--version"],
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=START_LIMIT,
            )
        except (OSError, subprocess.TimeoutExpired):
            return ""
        return done.stdout.decode("utf-8", "replace").strip()

    def convert(self, docx: bytes, rows: int = 0) -> bytes:
        """The PDF of a Word file. `rows` is the length of its longest table. Raises EnvironmentFailure.

        When it crashed it is asked once more, with a new profile; when it hung it would only hang again.
        """
        limit = time_limit(rows)
        with room_for_files(self._place):
            pdf, code, output = self._attempt(docx, limit)
            if pdf is None or code:
                self._make_profile()
                pdf, code, output = self._attempt(docx, limit)
        if pdf is None:  # its exit code says 0 all the same
            raise no_pdf(output or (_("it ended with code {code}", code=code) if code else "-"))
        return pdf

    def _attempt(self, docx: bytes, limit: float) -> tuple[bytes | None, int, str]:
        """One run: the PDF if there is one, the exit code, what was said."""
        with tempfile.TemporaryDirectory(dir=self.home, ignore_cleanup_errors=True) as folder:
            work = Path(folder)
            (work / "document.docx").write_bytes(with_computed_pages(docx))
            code, output = self._run(work, limit)
            made = work / "document.pdf"
            return made.read_bytes() if made.exists() else None, code, output

    def _run(self, work: Path, limit: float) -> tuple[int, str]:
        with open(work / "said", "w+b") as said:
            launched = self.launch(request(work), work, said)
            try:
                code = launched.wait(limit)
            except subprocess.TimeoutExpired:
                raise too_slow(limit) from None
            finally:
                launched.end()
            said.seek(0)
            return code, said.read().decode("utf-8", "replace").strip()

    def launch(self, arguments: Sequence[str], work: Path, said: IO[bytes]) -> ProcessGroup:
        """The program, started with this profile in a folder. `said` gets what it prints. Raises OSError."""
        command = self.command(arguments)
        return ProcessGroup(command, self.home, self.socket, work, self.environment(), said)

    def command(self, arguments: Sequence[str]) -> list[str]:
        """How the program is called."""
        profile = f"-env:UserInstallation={(self.home / 'profile').as_uri()}"
        return [self.program, profile, "--norestore", "--nolockcheck", *arguments]

    @property
    def socket(self) -> Path:
        """Where a running LibreOffice of this profile listens for a second one; it leaves it behind when killed.

        The name bears the MD5 of the profile's address in LibreOffice's own spelling, without zeros that begin a byte.
        """
        address = "file://" + quote(str(self.home / "profile"), safe="/!$&'()*+,=:@")
        mark = "".join(f"{byte:x}" for byte in md5(address.encode("utf-16-le"), usedforsecurity=False).digest())
        place = Path("/tmp") if os.access("/tmp", os.W_OK) else Path("/var/tmp")
        return place / f"OSL_PIPE_{getattr(os, 'getuid', int)()}_SingleOfficeIPC_{mark}"

    def environment(self) -> dict[str, str]:
        """What the program is told of its surroundings: nothing of the user's, and no font but these."""
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
        return {
            **kept,
            "HOME": str(self.home),
            "TMPDIR": str(self.home),
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            "FONTCONFIG_FILE": str(self.home / "fonts.conf"),
        }


def request(work: Path) -> list[str]:
    """What LibreOffice is asked for: the PDF of `document.docx` in a folder, made next to it."""
    wish = ["--headless", f"--infilter={IMPORT}", "--convert-to", EXPORT]
    return [*wish, "--outdir", str(work), str(work / "document.docx")]


def time_limit(rows: int) -> float:
    """Seconds for a document whose longest table has this many rows.

    Raises EnvironmentFailure for a table that would take too long.
    """
    if rows > MOST_ROWS:
        raise EnvironmentFailure(
            _(
                "no PDF: a table of {rows} rows is too long for LibreOffice, which lays out {most}",
                rows=rows,
                most=MOST_ROWS,
            ),
            _("split the table, or make the PDF from the Word file with Word"),
        )
    return min(START_LIMIT + ROW_LIMIT * rows, MOST)


def no_pdf(problem: str | Message) -> EnvironmentFailure:
    """LibreOffice ended a conversion without a PDF."""
    return EnvironmentFailure(
        _("LibreOffice made no PDF: {problem}", problem=problem),
        _("see whether it works here at all: kehoach doctor"),
    )


def too_slow(seconds: float) -> EnvironmentFailure:
    """LibreOffice did not end a conversion."""
    return EnvironmentFailure(
        _("LibreOffice did not finish within {seconds:.0f} seconds", seconds=seconds),
        _("split very long tables; run again"),
    )


@contextmanager
def room_for_files(folder: Path | None = None) -> Iterator[None]:
    """Tell of a disk for temporary files that refuses. Raises EnvironmentFailure instead of OSError."""
    try:
        yield
    except OSError as error:
        place = str(folder or tempfile.tempdir or os.environ.get("TMPDIR", "/tmp"))
        raise EnvironmentFailure(
            _("no PDF: temporary files cannot be written to {folder}: {problem}", folder=place, problem=reason(error))
        ) from error


def _remove_stale(home: Path) -> None:
    """Remove what dead runs left of their folders: the process is gone, or two conversions would have ended since."""
    newest = home.stat().st_mtime
    for other in home.parent.glob(f"{_HOME}*"):
        with suppress(OSError):
            if is_abandoned(other.name) or newest - other.stat().st_mtime > _STALE:
                shutil.rmtree(other, ignore_errors=True)


def _build(program: str) -> str | None:
    """The build that a profile of this program bears, None where it is not known."""
    with suppress(OSError, UnicodeDecodeError):
        text = (Path(program).resolve().parent / "versionrc").read_text(encoding="utf-8")
        if found := re.search(r"^buildid=(\S+)", text, re.MULTILINE):
            return found[1]
    return None


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
    """Our four faces and, where it is installed, real Times New Roman; nothing that could be substituted unasked.

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
