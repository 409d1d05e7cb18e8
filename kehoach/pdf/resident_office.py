"""A LibreOffice that stays: one start for many documents.

A second `soffice` of the same profile does not start; it hands its arguments to the first through a socket and ends
when they are done. That little protocol is spoken here, without the second process:

    office    InternalIPC::SendArguments
    kehoach   InternalIPC::Arguments, "1" and the URL of a folder, and each argument after a comma
    office    InternalIPC::ProcessingDone

each ended by a zero byte. The next request may wait at the socket while one is worked on, so that the office never
waits for kehoach.
"""

from __future__ import annotations

import os
import shutil
import socket
import struct
import time
from collections import deque
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Lock

from kehoach.diagnostics import EnvironmentFailure, _
from kehoach.pdf import libreoffice
from kehoach.pdf.contents import with_computed_pages
from kehoach.pdf.libreoffice import LibreOffice, no_pdf, request, room_for_files, too_slow
from kehoach.pdf.process_group import ProcessGroup

MOST_DOCUMENTS = 1000
MOST_MEMORY = 600_000_000
"""Documents, and bytes in memory, after which an office is worn and makes place for a new one. Memory, open files and
threads were the same after 1,200 documents as after 100; a start costs as much as ten documents."""

_ASKS, _DONE = b"InternalIPC::SendArguments\0", b"InternalIPC::ProcessingDone\0"
_KEEPS_OPEN = "private:factory/swriter"
"""An empty text that is opened at the start: with no document open an office ends after its first request."""
_ROOM = 500_000_000
"""Free bytes of the disk in memory that are asked for before files of an office are put there."""


class NotResident(Exception):
    """This machine's LibreOffice does not listen; it can only be started for each document."""


class ResidentOffice:
    """One office, started by the first document. Not to be used by two threads, but for `end`.

    Documents are sent and received in the same order; some may be sent before the first is received.
    """

    def __init__(self, fonts: Path) -> None:
        self._fonts = fonts
        self._stack = ExitStack()
        self._ending = Lock()
        self._office: LibreOffice | None = None
        self._launched: ProcessGroup | None = None
        self._sent: deque[tuple[socket.socket | None, Path]] = deque()
        self._process = 0
        self.documents = 0
        self.is_over = False

    def start(self) -> None:
        """Start it and wait until it listens.

        Raises EnvironmentFailure without LibreOffice, NotResident when it does not listen.
        """
        if not hasattr(socket, "AF_UNIX"):
            raise NotResident  # Windows has pipes of another kind
        try:
            self._office = self._stack.enter_context(LibreOffice(self._fonts, fast_place()))
            with room_for_files(self._office.home), open(self._office.home / "said", "wb") as said:
                self._launched = self._office.launch(["--headless", _KEEPS_OPEN], self._office.home, said)
            self._stack.callback(self._launched.end)
            self._wait_for_it()
        except BaseException:
            self.end()
            raise

    def _wait_for_it(self) -> None:
        assert self._launched is not None
        end = time.monotonic() + libreoffice.START_LIMIT
        while time.monotonic() < end and self._launched.ended() is None and not self.is_over:
            with suppress(OSError, EOFError), self._connected() as connection:
                _read(connection, _ASKS, max(end - time.monotonic(), 0.01))
                self._process = _other_end(connection)
                return
            time.sleep(0.005)
        raise NotResident

    def send(self, docx: bytes) -> None:
        """Hand it a document. Raises EnvironmentFailure when the disk is full."""
        assert self._office is not None
        work = self._office.home / f"document-{self.documents}"
        self.documents += 1
        with room_for_files(self._office.home):
            work.mkdir()
            (work / "document.docx").write_bytes(with_computed_pages(docx))
        connection = None
        with suppress(OSError):  # it may be gone; receiving says
            connection = self._connected()
            connection.sendall(message(request(work), work))
        self._sent.append((connection, work))

    def receive(self, limit: float) -> bytes:
        """The PDF of the document that was sent first, within this many seconds from now. Raises EnvironmentFailure.

        Whatever it raised, the office is to be ended: what else was sent to it is lost.
        """
        connection, work = self._sent.popleft()
        if connection is None:
            raise self._failure()
        with connection:
            try:
                _read(connection, _ASKS + _DONE, limit)
            except TimeoutError:
                raise too_slow(limit) from None
            except (OSError, EOFError):
                raise self._failure() from None
        with room_for_files(work.parent):
            made = work / "document.pdf"
            pdf = made.read_bytes() if made.exists() else b""
            shutil.rmtree(work, ignore_errors=True)
        if not is_whole(pdf):
            raise self._failure()
        return pdf

    @property
    def is_worn(self) -> bool:
        """Whether it should make place for a new one."""
        return self.documents >= MOST_DOCUMENTS or self.memory() > MOST_MEMORY

    def memory(self) -> int:
        """Bytes that it holds in memory, 0 where that is not known."""
        try:
            pages = Path(f"/proc/{self._process}/statm").read_text(encoding="ascii").split()[1]
        except OSError:
            return 0
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def end(self) -> None:
        """End it and remove its files. May be called again, and by another thread."""
        self.is_over = True
        with self._ending:
            self._stack.close()
            if self._office is not None:  # a document that was being sent just then may have been put there again
                shutil.rmtree(self._office.home, ignore_errors=True)

    def _connected(self) -> socket.socket:
        assert self._office is not None
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.settimeout(libreoffice.START_LIMIT)
            connection.connect(str(self._office.socket))
        except BaseException:
            connection.close()
            raise
        return connection

    def _failure(self) -> EnvironmentFailure:
        """What it said last, its reports of conversions left out."""
        said = ""
        if self._office is not None:
            with suppress(OSError):
                said = (self._office.home / "said").read_bytes()[-4000:].decode("utf-8", "replace")
        lines = [line for line in said.splitlines() if not line.startswith(("convert ", "Overwriting: ", "Warning: "))]
        return no_pdf(lines[-1] if lines else _("it ended in the middle of its work"))


def message(arguments: Sequence[str], folder: Path) -> bytes:
    """A request as the socket carries it: comma, backslash and zero are escaped."""
    escaped = (a.replace("\\", "\\\\").replace(",", "\\,").replace("\0", "\\0") for a in (folder.as_uri(), *arguments))
    return f"InternalIPC::Arguments1{','.join(escaped)}\0".encode()


def is_whole(pdf: bytes) -> bool:
    """Whether a PDF was written to its end."""
    return pdf.startswith(b"%PDF-") and b"%%EOF" in pdf[-1024:]


def fast_place() -> Path | None:
    """A disk in memory with room for an office, None without one: then it is the usual place for temporary files."""
    place = Path("/dev/shm")
    with suppress(OSError):
        if os.access(place, os.W_OK | os.X_OK) and shutil.disk_usage(place).free >= _ROOM:
            return place
    return None


def _read(connection: socket.socket, expected: bytes, limit: float) -> None:
    """Read what should come, within this many seconds. Raises EOFError for anything else, TimeoutError, OSError."""
    end = time.monotonic() + limit
    got = b""
    while len(got) < len(expected):
        connection.settimeout(max(end - time.monotonic(), 0.001))
        more = connection.recv(len(expected) - len(got))
        got += more
        if not more or not expected.startswith(got):
            raise EOFError


def _other_end(connection: socket.socket) -> int:
    """The process that listens at a socket, 0 where that is not known."""
    if not hasattr(socket, "SO_PEERCRED"):
        return 0
    credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    return int(struct.unpack("3i", credentials)[0])
