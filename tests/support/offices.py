"""A LibreOffice that is none: it listens as a warm one does, and fails as the document it is given says."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from kehoach.pdf import libreoffice
from kehoach.pdf import resident_office as warm
from tests.support.patience import comes_true

PROGRAM = '''#!{python} -SE
import hashlib, os, pathlib, signal, socket, sys, time

folder = pathlib.Path({folder!r})
ASKS, DONE = b"InternalIPC::SendArguments\\0", b"InternalIPC::ProcessingDone\\0"


def log(name, line):
    with open(folder / name, "a") as file:
        file.write(f"{{line}}\\n")


def happens(word, text):
    """A fault that the document names: `crash` each time, `crash-once` the first time."""
    if f"{{word}}-once" in text:
        mark = folder / f"did-{{text}}"
        seen = mark.exists()
        mark.touch()
        return not seen
    return word in text


def make(work):
    text = (work / "document.docx").read_bytes().decode()
    log("asked", text)
    log("workers", os.getpid())
    if "slow" in text:
        time.sleep(0.3)
    if happens("crash", text):
        print("boom", flush=True)
        os.kill(os.getpid(), signal.SIGSEGV)
    if happens("hang", text):
        if not os.fork():
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            time.sleep(97)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        time.sleep(97)
    if happens("silent", text):
        return print("fine", flush=True)
    half = happens("half", text)
    (work / "document.pdf").write_bytes(b"%PDF-" + text.encode() + (b"" if half else b"%%EOF"))


log("starts", os.getpid())
if "--convert-to" in sys.argv:
    make(pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1]))
    sys.exit()
if (folder / "deaf").exists():
    sys.exit("not me")
profile = next(a for a in sys.argv if a.startswith("-env:UserInstallation=")).partition("=")[2]
mark = "".join(f"{{byte:x}}" for byte in hashlib.md5(profile.encode("utf-16-le")).digest())
server = socket.socket(socket.AF_UNIX)
name = f"/tmp/OSL_PIPE_{{os.getuid()}}_SingleOfficeIPC_{{mark}}"
log("sockets", name)
server.bind(name)
server.listen(5)
while True:
    connection = server.accept()[0]
    try:
        connection.sendall(ASKS)
        got = b""
        while not got.endswith(b"\\0") and (more := connection.recv(1000)):
            got += more
    except ConnectionError:
        continue
    if not got:
        continue
    arguments = got.decode().rstrip("\\0").split(",")
    make(pathlib.Path(arguments[arguments.index("--outdir") + 1]))
    connection.sendall(DONE)
    connection.close()
'''


class FakeOffice:
    """A program in a folder, which keeps account of its starts and of what it was asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.temporary = folder / "tmp"
        self.temporary.mkdir()
        self.program = folder / "soffice"
        self.program.write_text(PROGRAM.format(python=sys.executable, folder=str(folder)), encoding="utf-8")
        self.program.chmod(0o755)

    def install(self, monkeypatch: pytest.MonkeyPatch, limit: float = 5) -> None:
        """Let kehoach find it, with so many seconds for a document."""
        monkeypatch.setattr(libreoffice, "find", lambda: str(self.program))
        monkeypatch.setattr(libreoffice, "START_LIMIT", limit)
        monkeypatch.setattr(warm, "fast_place", lambda: self.temporary)

    def lines(self, name: str) -> list[str]:
        """Lines of its account: `starts`, `asked`, `workers`."""
        path = self.folder / name
        return path.read_text(encoding="utf-8").splitlines() if path.exists() else []

    def is_gone(self) -> None:
        """No process, no file and no socket of it is left, at once or within a moment."""
        assert comes_true(lambda: not self._left()), self._left()

    def _left(self) -> list[str]:
        files = [*self.temporary.iterdir(), *(Path(name) for name in self.lines("sockets") if Path(name).exists())]
        return [*map(str, files), *processes(self.folder)]


def processes(folder: Path) -> list[str]:
    """Command lines of the living processes whose command line or environment bears a folder's name."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            line = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
            state = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        except OSError:
            continue
        if state != "Z" and os.fsencode(folder) in line:
            found.append(line.decode("utf-8", "replace"))
    return found
