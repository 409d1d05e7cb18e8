"""Work in many hands: every item once, whatever happens to the workers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.pipeline import batch
from kehoach.pipeline.batch import MOST, WorkerPool, cores, processes, spread
from tests.support.amounts import LONG
from tests.support.patience import PATIENCE, comes_true
from tests.support.plans import ROOT


def doubled(items: tuple[int, ...]) -> list[int]:
    return [2 * item for item in items]


def deadly(items: tuple[int, ...]) -> list[int]:
    if 13 in items:
        os.kill(os.getpid(), signal.SIGKILL)
    return doubled(items)


def deadly_once(folder: Path, items: tuple[int, ...]) -> list[int]:
    """Every worker dies of its first chunk."""
    mark = folder / str(items[0] % 3)
    if len(items) > 1 and not mark.exists():
        mark.touch()
        os._exit(9)
    return doubled(items)


def faulty(items: tuple[int, ...]) -> list[int]:
    if 13 in items:
        raise ZeroDivisionError("ours")
    return doubled(items)


class Here(Executor):
    """Does the work at once; remembers how large the chunks were."""

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
        from concurrent.futures import Future

        self.sizes.append(len(args[0]))
        future: Future[object] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


@given(st.integers(1, 9), st.integers(0, 200))
def test_every_item_is_given_out_once_in_chunks_of_some(size: int, count: int) -> None:
    here = Here()

    @contextmanager
    def opened(_number: int) -> Iterator[Executor]:
        yield here

    assert sorted(spread(WorkerPool(size, opened), doubled, range(count))) == [(n, 2 * n) for n in range(count)]
    assert sum(here.sizes) == count
    assert max(here.sizes, default=1) <= MOST


@pytest.fixture(autouse=True)
def _copies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers are copies of this process, whatever other tests typeset in it: one that starts anew takes a second."""
    monkeypatch.setattr(batch, "has_begun", lambda: False)


@pytest.mark.parametrize("anew", [False, True], ids=["copied", "started anew"])
def test_by_processes(anew: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "has_begun", lambda: anew)
    found = dict(spread(processes(2), doubled, range(100)))
    assert found == {n: 2 * n for n in range(100)}


@pytest.mark.parametrize(("anew", "count"), [(False, 100), (True, 100 if LONG else 15)], ids=["copied", "started anew"])
def test_an_item_that_kills_its_worker_is_the_only_one_without_a_result(
    anew: bool, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "has_begun", lambda: anew)
    found = dict(spread(processes(2), deadly, range(count)))
    assert found == {n: 2 * n for n in range(count)} | {13: None}


def test_what_a_killed_worker_had_is_given_out_again(tmp_path: Path) -> None:
    found = dict(spread(processes(2), partial(deadly_once, tmp_path), range(100)))
    assert list(tmp_path.iterdir())
    assert found == {n: 2 * n for n in range(100)}


def test_a_fault_of_ours_is_raised_when_everything_else_is_done() -> None:
    seen = {}

    def run() -> None:
        for place, result in spread(processes(2), faulty, range(40)):
            seen[place] = result

    with pytest.raises(ZeroDivisionError) as raised:
        run()
    assert seen == {n: 2 * n for n in range(40) if n != 13}
    assert raised.value.__notes__ == ["at work on 13"]


def test_cores() -> None:
    assert 1 <= cores() <= (os.cpu_count() or 1)


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_worker_outlives_the_one_that_gave_the_work(end: signal.Signals) -> None:
    program = (
        "import os, sys, time\n"
        "from kehoach.pipeline.batch import processes, spread\n"
        "def work(items):\n"
        "    os.write(1, f'{os.getpid()}\\n'.encode())\n"
        "    time.sleep(600)\n"
        "    return items\n"
        "list(spread(processes(3), work, range(9)))\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    workers = [int(process.stdout.readline()) for _worker in range(3)]
    process.send_signal(end)
    process.wait(PATIENCE)
    assert comes_true(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers)), "a worker lives on"
