"""`kehoach` run in a fork of one process that has imported it: a process of its own for each run, without its start.

For tests of what a command does. What is about the start itself (an interpreter's encodings, a signal, a terminal)
starts a program.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import subprocess
import sys
import tempfile
import traceback
from functools import cache
from importlib import import_module
from pathlib import Path

from tests.support.plans import ROOT

_USED = (
    "kehoach.commands.build", "kehoach.commands.check", "kehoach.commands.diff", "kehoach.commands.history",
    "kehoach.commands.issue", "kehoach.commands.new", "kehoach.commands.next", "kehoach.commands.register",
    "kehoach.commands.render", "kehoach.commands.report", "kehoach.commands.revoke", "kehoach.commands.rule",
    "kehoach.commands.schema", "kehoach.commands.template", "kehoach.commands.verify", "kehoach.checks.results",
    "kehoach.documents.calendar", "kehoach.exports.assignment_json", "kehoach.exports.calendar", "kehoach.exports.xlsx",
    "kehoach.parse.results", "kehoach.pipeline.fixing", "kehoach.pipeline.namesakes", "kehoach.show.diff",
    "kehoach.show.differences", "kehoach.show.history", "kehoach.show.ledger", "kehoach.show.register",
    "kehoach.show.terminal", "kehoach.show.verify",
    "kehoach.storage.index", "kehoach.tracking.tracked", "kehoach.word.charts", "kehoach.word.contents",
    "filelock", "icalendar", "sqlite3", "typst", "xlsxwriter",
)  # fmt: skip
"""What commands load when they come to need it; loaded once, each run has it from its start."""


def run(*args: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one command as a person would in that folder."""
    base = {k: v for k, v in os.environ.items() if k not in ("KEHOACH_LANG", "LANG", "LC_ALL", "NO_COLOR")}
    with tempfile.TemporaryDirectory() as folder:
        said = [Path(folder) / name for name in ("stdout", "stderr")]
        asked = [args, str(cwd), {**base, "PYTHONPATH": str(ROOT), **environment}, *map(str, said)]
        if _server().poll() is not None:
            _server.cache_clear()
        server = _server()
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(json.dumps(asked) + "\n")
        server.stdin.flush()
        code = int(server.stdout.readline())
        return subprocess.CompletedProcess(args, code, *(path.read_text(encoding="utf-8") for path in said))


@cache
def _server() -> subprocess.Popen[str]:
    """It is ended with this process."""
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.support.forked"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # a test may interrupt or end the group of this process
    )
    atexit.register(_end, server)
    return server


def _end(server: subprocess.Popen[str]) -> None:
    """End it: what this process forked meanwhile holds its input open too, so it would never end by itself."""
    server.kill()
    server.wait()


def _serve() -> None:
    from tests.support.plans import SEED, make

    for name in _USED:
        import_module(name)
    make(SEED.read_text(encoding="utf-8"))  # patterns are compiled by their first use
    gc.freeze()  # what a fork looks through for garbage is copied to it, page by page

    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _become(*json.loads(line))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _become(args: list[str], folder: str, environment: dict[str, str], out: str, err: str) -> None:
    """Be that command, to the end of the process."""
    from kehoach import cli

    code: object = 1
    for handle, path in ((0, os.devnull), (1, out), (2, err)):
        os.dup2(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), handle)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["kehoach", *args]
    try:
        cli.main()
        code = 0
    except SystemExit as ended:
        code = ended.code or 0
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 1)


if __name__ == "__main__":
    _serve()
