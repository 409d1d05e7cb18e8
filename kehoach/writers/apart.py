"""A template that is not ours is run apart: in a process of its own, with limits of time and memory.

The sandbox bounds what a template may reach, not how long it works: ten nested loops are enough. On Linux the process
is a copy of this one, which costs some milliseconds; elsewhere it is started afresh. Memory is bounded on Linux only:
Windows has no such limit for a process, and macOS does not keep it.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from kehoach.diagnostics import Message, Surroundings, _
from kehoach.documents.paper import Paper, Table

START_LIMIT = 4.0
BLOCK_LIMIT = 0.005
"""Seconds: for any document, and more for each paragraph or row of it. Twenty thousand took 4.4 on a busy machine."""
MEMORY = 400 << 20
BLOCK_MEMORY = 20_000
"""Bytes on top of what the program itself takes, which is under a hundred million."""
MAX_ANSWER = 200_000_000


def write_docx_of(document: Paper, template: bytes, name: str, ours: bytes) -> bytes:
    """The Word file of a document. A template that is not `ours`, byte for byte, is run apart, under limits."""
    if template != ours:
        return write_docx_apart(document, template, name)
    from kehoach.writers.docx import write_docx  # late: a process of its own imports it there

    return write_docx(document, template, name)


def write_docx_apart(document: Paper, template: bytes, name: str) -> bytes:
    """As `writers.docx.write_docx`, for a template that is not ours. Raises Surroundings when it breaks a limit."""
    blocks = size(document)
    limit = START_LIMIT + BLOCK_LIMIT * blocks
    context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(
        target=_work, args=(theirs, document, template, name, MEMORY + BLOCK_MEMORY * blocks, limit)
    )
    child.start()
    theirs.close()
    try:
        if not ours.poll(limit):
            raise Surroundings(
                _("the template {name} did not finish within {seconds:.0f} seconds", name=name, seconds=limit),
                _("look for loops inside of loops, or compare it with the packaged template"),
            )
        answer: bytes = ours.recv_bytes(MAX_ANSWER)
    except (EOFError, OSError):
        raise _too_much(name) from None
    finally:
        _end(child.pid or 0)
        child.join()
        ours.close()
    if answer[:1] != b"+":
        raise _failure(answer[1:])
    return answer[1:]


def size(document: Paper) -> int:
    """How many paragraphs and rows a document has."""
    blocks = [block for part in document.parts for block in part.blocks]
    return len(blocks) + sum(len(block.rows) for block in blocks if isinstance(block, Table))


def _work(pipe: Connection, document: Paper, template: bytes, name: str, memory: int, seconds: float) -> None:
    """In the process apart: write, and send the file, or what failed, as plain text."""
    from kehoach.writers.docx import write_docx

    _limit(memory, seconds)
    try:
        answer = b"+" + write_docx(document, template, name)
    except Surroundings as failure:
        answer = b"-" + _told(failure)
    except MemoryError:
        answer = b"-" + _told(_too_much(name))
    except Exception as error:  # what a stranger's template makes of docxtpl and of us is a fault of the template
        problem = f"{type(error).__name__}: {error}"[:300]
        answer = b"-" + _told(_cannot(name, problem))
    pipe.send_bytes(answer)


def _limit(memory: int, seconds: float) -> None:
    """Bound this process: its memory, its time should nobody be left to end it, and no file written."""
    if sys.platform != "linux":
        return
    import resource

    os.setsid()
    with open("/proc/self/statm", encoding="ascii") as taken:
        now = int(taken.read().split()[0]) * resource.getpagesize()
    for kind, most in (
        (resource.RLIMIT_AS, now + memory),
        (resource.RLIMIT_CPU, int(seconds) + 2),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most, most) if hard == resource.RLIM_INFINITY else (min(most, hard), hard))


def _end(pid: int) -> None:
    """End the process and whatever it began; before it has a group of its own, itself alone."""
    for end in (getattr(os, "killpg", None), os.kill):
        if end is not None and pid:
            with suppress(OSError):
                end(pid, getattr(signal, "SIGKILL", signal.SIGTERM))


def _cannot(name: str, problem: str) -> Surroundings:
    return Surroundings(
        _("the template {name} cannot be rendered: {problem}", name=name, problem=problem),
        _("compare it with the packaged template"),
    )


def _too_much(name: str) -> Surroundings:
    return Surroundings(
        _("the template {name} takes more memory than any paper needs", name=name),
        _("look for loops inside of loops, or compare it with the packaged template"),
    )


def _told(failure: Surroundings) -> bytes:
    """A failure as text: what comes from a process with a stranger's template is not unpickled."""
    return json.dumps([_plain(failure.message), _plain(failure.hint)]).encode()


def _plain(message: Message | None) -> list[object] | None:
    if message is None:
        return None
    values = {name: _plain(v) if isinstance(v, Message) else v for name, v in message.values.items()}
    return [
        message.text,
        {name: v if isinstance(v, str | int | float | list) else str(v) for name, v in values.items()},
    ]


def _failure(text: bytes) -> Surroundings:
    message, hint = (_message(part) for part in json.loads(text))
    assert message is not None
    return Surroundings(message, hint)


def _message(plain: list[object] | None) -> Message | None:
    if plain is None:
        return None
    text, values = plain
    assert isinstance(text, str)
    assert isinstance(values, dict)
    return Message(text, {name: _message(v) if isinstance(v, list) else v for name, v in values.items()})
