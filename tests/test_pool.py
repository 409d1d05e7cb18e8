"""Warm offices that fail: what they were at is tried again, told, and nothing of them is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kehoach.diagnostics import EnvironmentFailure, KehoachError
from kehoach.pdf import pool as pool_module
from kehoach.pdf import resident_office as warm
from kehoach.pdf.converter import Converter
from kehoach.pdf.pool import Job, Pool
from kehoach.storage.workspace import fonts
from tests.support.offices import FakeOffice, processes
from tests.support.patience import PATIENCE, comes_true
from tests.support.plans import ROOT


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeOffice]:
    fake = FakeOffice(tmp_path)
    fake.install(monkeypatch)
    yield fake
    fake.is_gone()


@pytest.fixture
def pool(office: FakeOffice) -> Iterator[Pool]:
    made = Pool(fonts())
    yield made
    made.close()


def made_of(pool: Pool, *texts: str) -> dict[str, str]:
    """What became of documents with these texts: the PDF without its frame, or the failure."""
    found = {}
    for index, job, made in pool.convert([Job(text.encode()) for text in texts]):
        assert job.docx.decode() == texts[index]
        assert texts[index] not in found
        found[texts[index]] = str(made) if isinstance(made, KehoachError) else made[5:-5].decode()
    assert set(found) == set(texts)
    return found


@pytest.mark.parametrize("offices", [1, 2, 3])
def test_each_document_comes_back_once_under_its_number(office: FakeOffice, offices: int) -> None:
    pool = Pool(fonts(), offices)
    jobs = [Job(f"number {n}".encode()) for n in range(40)]
    came = [(index, job.docx, made) for index, job, made in pool.convert(jobs)]
    pool.close()
    assert sorted(came) == [(n, f"number {n}".encode(), f"%PDF-number {n}%%EOF".encode()) for n in range(40)]
    assert 1 <= len(office.lines("starts")) <= offices


def test_no_office_starts_before_there_is_a_document(office: FakeOffice) -> None:
    with Converter(fonts(), 2) as converter:
        assert list(converter.convert_all([])) == []
    assert office.lines("starts") == []


def test_one_office_is_enough_for_two_documents_one_after_the_other(office: FakeOffice) -> None:
    pool = Pool(fonts(), 4)
    for turn in range(3):
        made_of(pool, f"turn {turn}")
    pool.close()
    assert len(office.lines("starts")) == 1


def test_no_office_takes_two_while_another_has_none(office: FakeOffice) -> None:
    for _turn in range(3):
        pool = Pool(fonts(), 2)
        made_of(pool, "slow 1", "slow 2")
        pool.close()
    workers = office.lines("workers")
    assert [len(set(workers[turn : turn + 2])) for turn in (0, 2, 4)] == [2, 2, 2]


def test_a_single_document_gets_a_start_of_its_own(office: FakeOffice) -> None:
    with Converter(fonts(), 2) as converter:
        (only,) = converter.convert_all([Job(b"alone")])
    assert isinstance(only.failure, EnvironmentFailure)  # the fake's PDF is none
    assert (only.index, only.pdf) == (0, None)
    assert len(office.lines("starts")) == 1


FAULTS = {
    "crash": "LibreOffice made no PDF: boom",
    "silent": "LibreOffice made no PDF: fine",
    "half": "LibreOffice made no PDF",
    "hang": "did not finish within 1 seconds",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_document_that_failed_once_is_made_by_a_new_office(
    office: FakeOffice, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.install(monkeypatch, limit=1)
    pool = Pool(fonts())
    texts = ("a", f"{fault}-once", "b", "c")
    assert made_of(pool, *texts) == {text: text for text in texts}
    pool.close()
    assert len(office.lines("starts")) == 2


@pytest.mark.parametrize("fault", FAULTS)
def test_a_document_that_failed_twice_is_reported_and_the_others_are_made(
    office: FakeOffice, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.install(monkeypatch, limit=1)
    pool = Pool(fonts())
    found = made_of(pool, "a", fault, "b", "c")
    pool.close()
    assert FAULTS[fault] in found.pop(fault)
    assert found == {"a": "a", "b": "b", "c": "c"}
    assert office.lines("asked").count(fault) == 2
    assert len(office.lines("starts")) == 3


def test_two_that_fail_side_by_side_are_each_tried_twice(office: FakeOffice, pool: Pool) -> None:
    found = made_of(pool, "crash 1", "crash 2", "crash 3", "fine")
    assert found.pop("fine") == "fine"
    assert len(found) == 3
    for text in found:  # one that only waited behind another is not blamed for it
        assert office.lines("asked").count(text) == 2


def test_a_worn_office_is_replaced(office: FakeOffice, pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm, "MOST_DOCUMENTS", 5)
    texts = [f"n{n}" for n in range(20)]
    assert made_of(pool, *texts) == {text: text for text in texts}
    assert len(office.lines("starts")) == 4


def test_an_office_that_grew_is_replaced(office: FakeOffice, pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm, "MOST_MEMORY", 1)
    texts = [f"n{n}" for n in range(4)]
    assert made_of(pool, *texts) == {text: text for text in texts}
    assert len(office.lines("starts")) == 4


def test_an_office_without_work_ends_and_a_new_one_starts(
    office: FakeOffice, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool_module, "IDLE", 0.2)
    made_of(pool, "a")
    office.is_gone()
    assert made_of(pool, "b") == {"b": "b"}
    assert len(office.lines("starts")) == 2


def test_a_table_that_would_not_end_is_refused_and_the_others_are_made(office: FakeOffice, pool: Pool) -> None:
    jobs = [Job(b"short", 5000), Job(b"long", 5001)]
    short, long = (made for _index, _job, made in sorted(pool.convert(jobs), key=lambda found: found[0]))
    assert short == b"%PDF-short%%EOF"
    assert isinstance(long, EnvironmentFailure)
    assert "5001" in str(long)
    assert long.hint
    assert office.lines("asked") == ["short"]


def test_documents_are_taken_only_a_few_ahead(office: FakeOffice, pool: Pool) -> None:
    taken = []

    def jobs() -> Iterator[Job]:
        for n in range(30):
            taken.append(n)
            yield Job(str(n).encode())

    for number, _found in enumerate(pool.convert(jobs())):
        assert len(taken) <= number + pool_module.IN_HAND


def test_a_fault_in_making_the_documents_comes_through(office: FakeOffice, pool: Pool) -> None:
    def jobs() -> Iterator[Job]:
        yield Job(b"a")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(pool.convert(jobs()))


def test_a_fault_of_ours_comes_through(office: FakeOffice, pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm.ResidentOffice, "receive", lambda *_arguments: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        list(pool.convert([Job(b"a"), Job(b"b")]))
    monkeypatch.undo()
    office.install(monkeypatch)
    assert made_of(pool, "c") == {"c": "c"}


def test_closing_ends_a_hanging_office_at_once(office: FakeOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    office.install(monkeypatch, limit=60)
    pool = Pool(fonts(), 2)
    results = pool.convert([Job(b"fine"), Job(b"hang 1"), Job(b"hang 2"), Job(b"hang 3")])
    next(results)
    began = time.monotonic()
    results.close()
    pool.close()
    assert time.monotonic() - began < 30
    office.is_gone()


def test_results_that_nobody_waits_for_do_not_get_into_the_next_ones(office: FakeOffice, pool: Pool) -> None:
    results = pool.convert([Job(f"slow {n}".encode()) for n in range(9)])
    next(results)
    results.close()
    assert made_of(pool, "after") == {"after": "after"}
    assert len(office.lines("asked")) <= 1 + pool_module.IN_HAND


def test_where_offices_do_not_listen_each_document_gets_its_own_start(office: FakeOffice, pool: Pool) -> None:
    (office.folder / "deaf").touch()
    assert made_of(pool, "a", "b", "c") == {"a": "a", "b": "b", "c": "c"}
    assert len(office.lines("starts")) == 1 + 3


def test_a_full_disk_fails_the_document_not_the_run(
    office: FakeOffice, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if data == b"big":
            raise OSError(28, "No space left on device")
        return real(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    found = made_of(pool, "a", "big", "b")
    assert "temporary files cannot be written" in found.pop("big")
    assert found == {"a": "a", "b": "b"}


def test_without_libreoffice_every_document_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kehoach.pdf.libreoffice.find", lambda: None)
    with Converter(fonts(), 2) as converter:
        found = list(converter.convert_all([Job(b"a"), Job(b"b"), Job(b"c")]))
    assert ["not installed" in str(one.failure) for one in found] == [True] * 3


RUN = """
import os, sys, time
from pathlib import Path
from kehoach.storage.workspace import fonts
from kehoach.pdf import libreoffice, resident_office as warm
from kehoach.pdf.pool import Job, Pool

libreoffice.find = lambda: sys.argv[1]
warm.fast_place = lambda: Path(sys.argv[2])
results = Pool(fonts(), 2).convert([Job(b"fine"), Job(b"hang 1"), Job(b"hang 2")])
next(results)
"""


def started(office: FakeOffice, then: str) -> subprocess.Popen[bytes]:
    """A process with two hanging offices, that goes on with these lines."""
    command = [sys.executable, "-c", RUN + then, str(office.program), str(office.temporary)]
    run = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE)
    assert run.stdout is not None
    assert comes_true(lambda: sum("hang" in line for line in office.lines("asked")) == 2)
    return run


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_whatever_ends_the_process_ends_its_offices(office: FakeOffice, number: int) -> None:
    run = started(office, "next(results)")
    run.send_signal(number)
    run.communicate(timeout=PATIENCE)
    assert run.returncode != 0
    office.is_gone()


def test_a_process_that_ends_without_closing_ends_its_offices(office: FakeOffice) -> None:
    run = started(office, f"while not os.path.exists({str(office.folder / 'go')!r}): time.sleep(0.01)")
    (office.folder / "go").touch()
    run.communicate(timeout=PATIENCE)
    assert run.returncode == 0
    office.is_gone()


def test_a_forked_process_does_not_keep_the_offices_of_a_killed_one(office: FakeOffice) -> None:
    """As the workers of a process pool do, which may outlive the process that was killed."""
    run = started(office, "child = os.fork()\nif child: print(child, flush=True)\ntime.sleep(300)")
    assert run.stdout is not None
    child = int(run.stdout.readline())
    run.kill()
    run.wait()
    try:
        assert comes_true(lambda: not list(office.temporary.iterdir()))
        assert len(processes(office.folder)) == 1  # the child itself, whose command line names the folder
    finally:
        os.kill(child, signal.SIGKILL)
