"""Work in many hands: chunks of items given out to processes of this machine, or of a cluster, results as they come.

Both are a `concurrent.futures.Executor` with the same work function. A worker that dies takes nothing along but
the item that kills it twice: what it had is given out again, one item at a time.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager, suppress
from multiprocessing.connection import Connection
from socket import create_connection, socket
from typing import Any, TypeVar

from kehoach.diagnostics import EnvironmentFailure, KehoachError, _
from kehoach.frozen import frozen
from kehoach.typeset.engine import has_begun

Item = TypeVar("Item")
Result = TypeVar("Result")
Work = Callable[[tuple[Item, ...]], Sequence[Result]]
"""Takes some items and answers with one result for each. Both it and the items are pickled by name and value."""

MOST = 8
"""Items of a chunk, at most: half a second of documents, beside which handing it out costs nothing."""
ROUNDS = 4
"""Chunks for each worker, at least: the last ones to work then wait for a short one."""
MOST_OF_WINDOWS = 61
"""Processes that one program can wait for there."""
CONNECT = 5.0
"""Seconds to wait for a scheduler."""
GREETING = 100_000
"""Bytes with which a scheduler greets who comes, at most: they are some hundreds."""


@frozen
class WorkerPool:
    """Workers to be had: `size` of them, and how to open an executor on them, as often as one breaks."""

    size: int
    open: Callable[[int], AbstractContextManager[Executor]]


def cores() -> int:
    """Processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def processes(number: int) -> WorkerPool:
    """Processes of this machine. None of them outlives the one that opened them, however that ends."""
    return WorkerPool(min(number, MOST_OF_WINDOWS) if sys.platform == "win32" else number, _pool)


@contextmanager
def cluster(address: str) -> Iterator[WorkerPool]:
    """The workers of a Dask scheduler, `tcp://host:8786`.

    Raises EnvironmentFailure when the address is none, it does not answer, something else does, or it has no workers.

    Its workers need kehoach in the same version, and the workspace under the same path.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise EnvironmentFailure(
            _("a scheduler needs the package distributed, which is not installed"),
            _("install it: pip install kehoach[cluster]"),
        ) from error
    try:
        _must_greet(address)
        connect: Any = Client
        client = connect(address, timeout=CONNECT, set_as_default=False)
    except KehoachError:
        raise
    except Exception as error:  # distributed has a kind of its own for each thing that can be wrong out there
        raise EnvironmentFailure(
            _("the scheduler {address} does not answer", address=address),
            _("start one: dask scheduler; and workers: dask worker {address} --nthreads 1", address=address),
        ) from error
    with client:
        size = sum(client.nthreads().values())
        if not size:
            raise EnvironmentFailure(
                _("the scheduler {address} has no worker", address=address),
                _("start some: dask worker {address} --nthreads 1", address=address),
            )

        @contextmanager
        def opened(_number: int) -> Iterator[Executor]:
            executor: Executor = client.get_executor(pure=False)
            try:
                yield executor
            finally:
                executor.shutdown(wait=False)  # this one cancels what waits

        yield WorkerPool(size, opened)


def _must_greet(address: str) -> None:
    """Raise unless a Dask scheduler is there: EnvironmentFailure for an address that is none, else OSError, EOFError.

    It speaks first: the length of its greeting, the number of its parts, and so on. Whatever else listens at a port may
    keep silent for ever, or seem to name lengths for which no memory is enough; Dask's client has no limit for either.
    """
    import struct
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(address if "://" in address else f"tcp://{address}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or not port or parts.scheme not in ("tcp", "tls") or not address.isprintable():
        raise EnvironmentFailure(
            _("{address} is not the address of a scheduler", address=f'"{address}"'), _("write it so: tcp://host:8786")
        )
    with create_connection((host, port), CONNECT) as there:
        if parts.scheme == "tls":  # greets only who has shown a certificate
            return
        ends = time.monotonic() + CONNECT
        length, count = struct.unpack("<QQ", _received(there, 16, ends))
        if not 8 + 8 * count <= length <= GREETING:
            raise EOFError
        _received(there, length - 8, ends)


def _received(there: socket, count: int, ends: float) -> bytes:
    """So many bytes, before the clock says `ends`. Raises EOFError, TimeoutError."""
    data = b""
    while len(data) < count:
        there.settimeout(max(ends - time.monotonic(), 0.001))
        more = there.recv(count - len(data))
        if not more:
            raise EOFError
        data += more
    return data


Done = tuple[int, Result | None]
"""What came of one item: its place in the sequence, and the result, None where its worker died of it."""


def spread(crew: WorkerPool, work: Work[Item, Result], items: Sequence[Item]) -> Iterator[Done[Result]]:
    """Hand out items to a crew; yields what came of each as soon as it is there, in no order.

    An item that is alone when its worker dies, and dies again, has no result. An exception of `work` itself is a
    fault of ours: it is raised, with the item in a note, when everything else is done.
    """
    size = max(1, min(MOST, len(items) // (crew.size * ROUNDS)))
    places = range(len(items))
    waiting = [tuple(places[start : start + size]) for start in places[::size]]
    fault: Exception | None = None
    while waiting:
        lost: list[tuple[int, ...]] = []
        broken = False
        with crew.open(crew.size) as executor:
            futures = {executor.submit(work, _picked(items, chunk)): chunk for chunk in waiting}
            for future in as_completed(list(futures)):
                chunk = futures.pop(future)
                failure = _failure(future)
                broken = broken or isinstance(failure, BrokenProcessPool)
                if failure is None:
                    yield from _done(chunk, future)
                else:
                    lost.append(chunk)
        lost.sort()
        # A pool that breaks does not say on whom: whoever was at work, or next to it, is looked at alone.
        suspects, waiting = (lost[: 2 * crew.size + 1], lost[2 * crew.size + 1 :]) if broken else (lost, [])
        for place in (place for chunk in suspects for place in chunk):
            with crew.open(1) as executor:
                alone = executor.submit(work, (items[place],))
                failure = _failure(alone)
                if failure is None:
                    yield from _done((place,), alone)
                elif _died(failure):
                    yield place, None
                else:
                    failure.add_note(f"at work on {items[place]}")
                    fault = fault or failure
    if fault is not None:
        raise fault


def _picked(items: Sequence[Item], chunk: tuple[int, ...]) -> tuple[Item, ...]:
    return tuple(items[place] for place in chunk)


def _done(chunk: tuple[int, ...], future: Future[Sequence[Result]]) -> Iterator[Done[Result]]:
    yield from zip(chunk, future.result(), strict=True)


def _failure(future: Future[Any]) -> Exception | None:
    failure = future.exception()
    if failure is not None and not isinstance(failure, Exception):  # an interrupt is nobody's failure
        raise failure
    return failure


def _died(failure: Exception) -> bool:
    """Whether the worker went, not the work: a pool broke, or Dask gave up a task whose workers died one by one."""
    return isinstance(failure, BrokenProcessPool) or type(failure).__name__ in ("KilledWorker", "CancelledError")


@contextmanager
def _pool(number: int) -> Iterator[Executor]:
    import multiprocessing

    # A copy of this process has everything imported already. Elsewhere than on Linux copies are not safe, and those of
    # a process that has typeset something cannot typeset.
    copies = sys.platform == "linux" and not has_begun()
    context: Any = multiprocessing.get_context("fork" if copies else "spawn")
    followed, lead = context.Pipe(duplex=False)  # closes when this process ends, however it ends
    copied = lead if copies else None
    pool = ProcessPoolExecutor(number, context, _begin, (followed, copied))
    try:
        yield pool
        pool.shutdown()
    finally:
        lead.close()
        pool.shutdown(wait=False, cancel_futures=True)
        followed.close()


def _begin(lead: Connection, copied: Connection | None) -> None:
    """In each worker: end at once on an interrupt, and when the process that gave the work is gone or gives up."""
    if copied is not None:
        copied.close()
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # saving is safe at every moment; LibreOffice ends with us

    def follow() -> None:
        with suppress(EOFError, OSError):
            lead.recv_bytes()
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()
