"""A template that is not ours is run apart: in a process of its own, with limits of time and memory.

The sandbox bounds what a template may reach, not how long it works: nine nested loops are enough. On Linux the process
is a copy of this one, which costs some milliseconds; elsewhere it is started afresh. It stays for further papers of the
same template, which is compiled once. Memory is bounded on Linux only: Windows has no such limit for a process, and
macOS does not keep it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kehoach.diagnostics import EnvironmentFailure, _
from kehoach.documents.paper import Paper, Paragraph, Picture, Table

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

START_LIMIT = 4.0
BLOCK_LIMIT = 0.005
"""Seconds: for any document, and more for each paragraph or row of it. Twenty thousand took 4.4 on a busy machine."""
MEMORY = 400 << 20
BLOCK_MEMORY = 20_000
"""Bytes on top of what the program itself takes, which is under a hundred million."""
MAX_ANSWER = 200_000_000


def write_docx_of(document: Paper, template: bytes, path: Path, ours: bytes) -> bytes:
    """The Word file of a document. A template that is not `ours`, byte for byte, is run apart, under limits."""
    if template != ours:
        return write_docx_isolated(document, template, path)
    from kehoach.word.docx import write_docx  # late: a process of its own imports it there

    return write_docx(document, template, path)


def write_docx_isolated(document: Paper, template: bytes, path: Path) -> bytes:
    """As `word.docx.write_docx`, for a template that is not ours. Raises EnvironmentFailure when it breaks a limit."""
    key = template, path
    worker = _workers.pop(key, None)
    if worker is None or not worker.is_alive():
        while len(_workers) >= _MOST_WORKERS:
            _workers.pop(next(iter(_workers))).end()
        worker = _Worker(template, path)
    try:
        written = worker.write(document)
    except BaseException:
        worker.end()
        raise
    _workers[key] = worker
    return written


class _Worker:
    """A process that writes papers of one template, one after the other, each within limits of its own.

    It compiles the template for the first of them. After a failure of any kind it is ended, so a paper never meets what
    another one left. It ends by itself when this process does: then its pipe does.
    """

    def __init__(self, template: bytes, path: Path) -> None:
        import multiprocessing  # late: packaged templates are printed in this process

        # Workers of Dask may have no children of their own, lest these stay after. Ours ends when its pipe does.
        if (here := multiprocessing.current_process()).daemon:
            here.daemon = False
        forks = sys.platform == "linux"
        context: Any = multiprocessing.get_context("fork" if forks else "spawn")
        self._path = path
        self._pipe, theirs = context.Pipe()
        held = self._pipe if forks else None  # its copy of our end has to be closed there
        self._process = context.Process(target=_work, args=(theirs, held, template, path), daemon=True)
        self._process.start()
        theirs.close()

    def write(self, document: Paper) -> bytes:
        """The Word file of a document. Raises EnvironmentFailure."""
        blocks = size(document)
        limit = START_LIMIT + BLOCK_LIMIT * blocks
        try:
            self._pipe.send((document, MEMORY + BLOCK_MEMORY * blocks + 4 * pictures(document), limit))
            if not self._pipe.poll(limit):
                raise EnvironmentFailure(
                    _(
                        "the template {name} did not finish within {seconds:.0f} seconds",
                        name=self._path,
                        seconds=limit,
                    ),
                    _("look for loops inside of loops, or compare it with the packaged template"),
                )
            answer: bytes = self._pipe.recv_bytes(MAX_ANSWER)
        except (EOFError, OSError):
            raise _too_much(self._path) from None
        if answer[:1] != b"+":
            from kehoach.plain import failure_from_plain

            raise failure_from_plain(json.loads(answer[1:]))
        return answer[1:]

    def is_alive(self) -> bool:
        """Whether it waits for a paper, and nothing has ended it in between."""
        return bool(self._process.is_alive())

    def end(self) -> None:
        """End the process."""
        _end(self._process.pid or 0)
        self._process.join()
        self._pipe.close()


_MOST_WORKERS = 4
_workers: dict[tuple[bytes, Path], _Worker] = {}
"""Those that wait for a paper, the one used last at the end."""

if hasattr(os, "register_at_fork"):  # a fork of this process has no part in its workers, and must not end them
    os.register_at_fork(after_in_child=_workers.clear)


def size(document: Paper) -> int:
    """How many paragraphs and rows a document has."""
    blocks = [block for part in document.parts for block in part.blocks]
    return len(blocks) + sum(len(block.rows) for block in blocks if isinstance(block, Table))


def pictures(document: Paper) -> int:
    """How many bytes the pictures of a document have."""
    blocks = (block for part in document.parts for block in part.blocks if isinstance(block, Paragraph))
    return sum(len(piece.image.data) for block in blocks for piece in block.text if isinstance(piece, Picture))


def _work(pipe: Connection, held: Connection | None, template: bytes, path: Path) -> None:
    """In the process apart: write papers as they come, and send each file, or what failed, as plain text."""
    from kehoach.word.docx import write_docx

    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # by which the process that began this one ends it when it ends
    if held is not None:
        held.close()
    limit = _limits()
    while True:
        try:
            document, memory, seconds = pipe.recv()
        except EOFError:
            return
        try:
            limit(memory, seconds)
            answer = b"+" + write_docx(document, template, path)
        except EnvironmentFailure as failure:
            answer = b"-" + _encoded(failure)
        except MemoryError:
            answer = b"-" + _encoded(_too_much(path))
        except Exception as error:  # what a stranger's template makes of docxtpl and of us is a fault of the template
            problem = f"{type(error).__name__}: {error}"[:300]
            answer = b"-" + _encoded(_cannot(path, problem))
        pipe.send_bytes(answer)


def _limits() -> Callable[[int, float], None]:
    """Bound this process: no file written, a group of its own. What comes back sets the limits of one paper.

    They are its memory, on top of what is taken now, and its time, should nobody be left to end it.
    """
    if sys.platform != "linux":
        return lambda _memory, _seconds: None
    import resource

    os.setsid()
    with open("/proc/self/statm", encoding="ascii") as taken:
        now = int(taken.read().split()[0]) * resource.getpagesize()

    def bound(kind: int, most: int) -> None:
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))

    def limit(memory: int, seconds: float) -> None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        bound(resource.RLIMIT_AS, now + memory)
        bound(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + seconds) + 2)

    for kind in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
        resource.setrlimit(kind, (0, 0))
    return limit


def _end(pid: int) -> None:
    """End the process and whatever it began; before it has a group of its own, itself alone."""
    for end in (getattr(os, "killpg", None), os.kill):
        if end is not None and pid:
            with suppress(OSError):
                end(pid, getattr(signal, "SIGKILL", signal.SIGTERM))


def _cannot(path: Path, problem: str) -> EnvironmentFailure:
    return EnvironmentFailure(
        _("the template {name} cannot be rendered: {problem}", name=path, problem=problem),
        _("compare it with the packaged template"),
    )


def _too_much(path: Path) -> EnvironmentFailure:
    return EnvironmentFailure(
        _("the template {name} takes more memory than any paper needs", name=path),
        _("look for loops inside of loops, or compare it with the packaged template"),
    )


def _encoded(failure: EnvironmentFailure) -> bytes:
    """A failure as text: what comes from a process with a stranger's template is not unpickled."""
    from kehoach.plain import failure_to_plain

    return json.dumps(failure_to_plain(failure)).encode()
