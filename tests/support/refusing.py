"""Render while the disk refuses. A program: MODE FOLDER; prints one line of JSON a run.

    nth      the n-th call that changes something under `outputs/` fails, for every n until a run meets no fault
    size     no file may grow beyond so many bytes, from 0 to the size of the document (real: the system says EFBIG)

Each run is forked and tells its exit code, what it said, and whether the document has the old or the new bytes.
"""

from __future__ import annotations

import errno
import io
import json
import os
import resource
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kehoach import cli
from kehoach.commands.render import render
from kehoach.pipeline.production import RunOptions
from tests.support.plans import SMALL, small_workspace

PLAN = "plans/2024/nho.yaml"
FOLDER = Path("outputs/2024/nho")
DOCUMENT = FOLDER / "ke-hoach.docx"
CODES = (errno.ENOSPC, errno.EACCES, errno.EIO, errno.EROFS)
CHANGING = {"os.rename", "os.mkdir", "os.chmod", "os.remove"}


class Faults:
    """Lets the n-th changing call under a folder fail."""

    def __init__(self, n: int, folder: str) -> None:
        self.left = n
        self.folder = folder
        self.code = CODES[n % len(CODES)]
        self.fsync = os.fsync
        os.fsync = self.flush
        sys.addaudithook(self.hook)

    def hook(self, event: str, args: tuple[Any, ...]) -> None:
        if not args or not isinstance(args[0], (str, bytes, os.PathLike)):
            return
        opens = event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR)
        if (opens or event in CHANGING) and self.folder in os.path.abspath(os.fsdecode(args[0])):
            self.count()

    def flush(self, handle: int) -> None:
        self.count()
        self.fsync(handle)

    def count(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise OSError(self.code, os.strerror(self.code))


def run(arm: Callable[[], Any], *options: str) -> dict[str, Any]:
    """Render in a process of its own with faults armed there."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        sys.stderr = io.TextIOWrapper(os.fdopen(write, "wb"), encoding="utf-8")
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
        sys.argv = ["kehoach", "render", PLAN, *options]
        armed = arm()
        code: Any = 99
        try:
            cli.main()
        except SystemExit as ended:
            code = ended.code or 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code if getattr(armed, "left", 1) <= 0 or code else 100)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        said = pipe.read().decode()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return {"code": 0 if code == 100 else code, "said": said, "fault": code != 100}


def each(arms: Iterator[Callable[[], Any]], *options: str) -> None:
    """Run with each fault from the same beginning: an old document, a changed plan."""
    for arm in arms:
        shutil.rmtree(FOLDER)
        shutil.copytree("before", FOLDER)
        seen = run(arm, *options)
        files = {path.name: path.read_bytes() for path in FOLDER.iterdir()}
        old = Path("before/ke-hoach.docx").read_bytes()
        seen["document"] = "old" if files.get("ke-hoach.docx") == old else "new" if "ke-hoach.docx" in files else "gone"
        seen["kept"] = old in files.values()
        seen["temporary"] = any(name.endswith(".tmp") for name in files)
        seen["again"] = run(lambda: None, *options)["code"] if seen["code"] else 0
        print(json.dumps(seen), flush=True)
        if not seen["fault"]:
            return


def main(mode: str, folder: str, *options: str) -> None:
    plan = small_workspace(Path(folder))
    os.chdir(folder)
    render([plan], RunOptions())  # in this process, so that no fork has to import and to compile the same once more
    if "--overwrite" in options:
        DOCUMENT.write_bytes(b"edited by hand")
    plan.write_text(SMALL.replace("Nội dung", "Nội dung mới"), encoding="utf-8")
    shutil.copytree(FOLDER, "before")
    if mode == "nth":
        each((lambda n=n: Faults(n, os.sep + "outputs") for n in range(1, 60)), *options)
        return
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    size = DOCUMENT.stat().st_size
    each((lambda n=n: resource.setrlimit(resource.RLIMIT_FSIZE, (n, n)) for n in range(0, size, size // 12)), *options)


if __name__ == "__main__":
    main(*sys.argv[1:])
