"""`kehoach build` by many processes and by a Dask cluster: the same tree as by one, whatever happens on the way."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from bench.work import make_work
from kehoach.commands import build as building
from kehoach.commands.build import WorkerChoice, build
from kehoach.diagnostics import ENGLISH, EnvironmentFailure
from kehoach.documents.kinds import KINDS
from kehoach.ooxml.package import pack, unpack
from kehoach.pipeline import batch
from kehoach.pipeline.plan_maker import PlanOutcome, together
from kehoach.pipeline.production import RunOptions
from kehoach.show import as_json
from kehoach.storage.index import INDEX
from kehoach.word import isolated as apart
from kehoach.word.isolated import write_docx_isolated
from tests.support.amounts import LONG
from tests.support.judges import need_office
from tests.support.plans import ROOT

COMMUNES = 9 if LONG else 3
DAY = date(2026, 12, 31)
BROKEN = "plans/2026/ta-leng-001.yaml"


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the plans of some communes, one of which cannot be rendered, and nothing built."""
    folder = tmp_path_factory.mktemp("work")
    make_work(folder, COMMUNES)
    (folder / "templates").mkdir()  # a template of the workspace's own, which runs in a process apart
    parts = unpack((ROOT / "templates" / "extract.docx").read_bytes())
    (folder / "templates" / "extract.docx").write_bytes(pack({**parts, "word/own.xml": b"<own/>"}))
    path = folder / BROKEN
    path.write_text(path.read_text(encoding="utf-8").replace("issuer: ubnd\n", "issuer: khong-co\n"), encoding="utf-8")
    return folder


def built(work: Path, output: Path, hands: WorkerChoice, *, pdf: bool = False) -> list[PlanOutcome]:
    return sorted(
        build([], work, RunOptions(fresh=True, output=output, pdf=pdf, today=DAY), hands), key=lambda made: made.plan
    )


def tree(output: Path) -> dict[str, bytes]:
    """Every file, manifests too; the index holds times."""
    paths = (path for path in output.rglob("*") if path.is_file() and path.name != INDEX)
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in paths}


def told(made: list[PlanOutcome], output: Path) -> list[tuple[str, list[str], str]]:
    """What a person is told, whatever the folder is called."""
    here = f"{output}/"
    return [
        (one.plan, sorted(str(path).replace(here, "") for path in one.report.written), as_json(one.report, ENGLISH))
        for one in made
    ]


class Alone(NamedTuple):
    told: list[tuple[str, list[str], str]]
    files: dict[str, bytes]


@pytest.fixture(scope="module")
def alone(work: Path, tmp_path_factory: pytest.TempPathFactory) -> Alone:
    """What one process says and makes."""
    output = tmp_path_factory.mktemp("alone")
    made = built(work, output, WorkerChoice())
    return Alone(told(made, output), tree(output))


def test_one_tells_of_every_plan(alone: Alone) -> None:
    assert len(alone.told) == COMMUNES + 1
    assert [plan for plan, written, _findings in alone.told if plan and not written] == ["2026/ta-leng-001"]
    assert len([name for name in alone.files if name.endswith(".docx")]) == (COMMUNES - 1) * 23


def test_many_processes_make_the_same_tree(work: Path, alone: Alone, tmp_path: Path) -> None:
    made = built(work, tmp_path, WorkerChoice(jobs=3))
    assert tree(tmp_path) == alone.files
    assert told(made, tmp_path) == alone.told


def test_a_killed_worker_loses_nothing(work: Path, alone: Alone, tmp_path: Path) -> None:
    killed = []
    for made in build([], work, RunOptions(fresh=True, output=tmp_path, today=DAY), WorkerChoice(jobs=2)):
        assert not made.report.failures
        if made.plan and not killed:
            killed = children(os.getpid())[:1]
            os.kill(killed[0], signal.SIGKILL)
    assert killed
    assert tree(tmp_path) == alone.files


def children(pid: int) -> list[int]:
    """Processes that a process has begun and that are alive."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def test_killed_at_any_moment_and_run_again_it_completes_to_the_same_tree(
    work: Path, alone: Alone, tmp_path: Path
) -> None:
    command = [
        sys.executable,
        "-m",
        "kehoach",
        "build",
        "--jobs",
        "2",
        "--today",
        "31/12/2026",
        "-q",
        "-o",
        str(tmp_path),
    ]
    moments = random.Random(7)
    for _turn in range(6 if LONG else 2):
        process = subprocess.Popen(command, cwd=work, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(moments.uniform(0.3, 1.6))
        process.kill()
        process.wait()
    done = subprocess.run(command, cwd=work, capture_output=True)
    assert done.returncode == 1, "one plan has an error"
    found = {name: data for name, data in tree(tmp_path).items() if ".tmp" not in name}
    assert found == alone.files


def test_pdf_by_many_processes(work: Path, tmp_path: Path) -> None:
    need_office()
    plans = sorted((work / "plans/2026").glob("*.yaml"))[:2]
    trees = []
    for hands in (WorkerChoice(), WorkerChoice(jobs=2)):
        output = tmp_path / str(hands.jobs)
        report = together(build(plans, work, RunOptions(fresh=True, output=output, pdf=True, today=DAY), hands))
        assert report.failures == ()
        trees.append(tree(output))
    assert trees[0] == trees[1]
    assert len([name for name in trees[0] if name.endswith(".pdf")]) == 2 * 23


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real scheduler with three worker processes that stand in a folder of their own."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=3,
        threads_per_worker=1,
        dashboard_address=None,
        silence_logs=50,
        local_directory=str(tmp_path_factory.mktemp("elsewhere")),
    ) as cluster:
        yield cluster.scheduler_address


def test_a_cluster_makes_the_same_tree(work: Path, alone: Alone, tmp_path: Path, scheduler: str) -> None:
    made = built(work, tmp_path / "out", WorkerChoice(scheduler=scheduler))
    assert tree(tmp_path / "out") == alone.files
    assert told(made, tmp_path / "out") == alone.told


def test_a_killed_worker_of_a_cluster_loses_nothing(work: Path, alone: Alone, tmp_path: Path, scheduler: str) -> None:
    from distributed import Client

    with Client(scheduler, set_as_default=False) as client:
        workers = list(client.run(os.getpid).values())
    killed = False
    for made in build(
        [], work, RunOptions(fresh=True, output=tmp_path / "out", today=DAY), WorkerChoice(scheduler=scheduler)
    ):
        assert not made.report.failures
        if made.plan and not killed:
            os.kill(workers[0], signal.SIGKILL)
            killed = True
    assert killed
    assert tree(tmp_path / "out") == alone.files


def test_a_scheduler_that_does_not_answer_is_one_clear_line(work: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kehoach", "build", "--lang", "en", "--scheduler", "tcp://127.0.0.1:1"],
        cwd=work, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 4
    (line,) = done.stderr.strip().splitlines()
    assert line.startswith("kehoach: the scheduler tcp://127.0.0.1:1 does not answer. start one: dask scheduler")


def test_a_worker_of_another_version_says_so(work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forked here, so that what is patched is what the workers have."""
    monkeypatch.setattr(building, "__version__", "0.0.1")
    monkeypatch.setattr(batch, "has_begun", lambda: False)  # other tests have typeset here, and no PDF is made
    plans = sorted((work / "plans/2026").glob("*.yaml"))[:2]
    found = together(build(plans, work, RunOptions(fresh=True, output=tmp_path, today=DAY), WorkerChoice(jobs=2)))
    assert found.exit_code == 4
    assert [failure.message.values["theirs"] for failure in found.failures] == ["0.0.1", "0.0.1"]


def test_jobs_and_scheduler_exclude_each_other(work: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kehoach", "build", "--jobs", "2", "--scheduler", "tcp://127.0.0.1:1"],
        cwd=work, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 2


def test_without_the_package_the_way_to_it_is_told(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(EnvironmentFailure) as failed:
        list(
            build(
                [], work, RunOptions(fresh=True, output=work / "never", today=DAY), WorkerChoice(scheduler="tcp://x:1")
            )
        )
    assert "pip install kehoach[cluster]" in str(failed.value.hint)


def test_a_process_has_no_part_in_the_templates_that_run_apart_for_the_one_it_was_forked_from(tmp_path: Path) -> None:
    """It would end them, and wait for children that are not its own."""
    pages = [
        {**unpack((ROOT / "templates" / "extract.docx").read_bytes()), f"word/own{n}.xml": b"<o/>"} for n in range(5)
    ]
    templates = [pack(parts) for parts in pages]
    paper = KINDS["extract"].samples[0]()
    for template in templates[:4]:
        write_docx_isolated(paper, template, Path("t.docx"))
    child = os.fork()
    if child == 0:
        status = 1
        try:
            status = int(write_docx_isolated(paper, templates[4], Path("t.docx"))[:2] != b"PK")
        finally:
            os._exit(status)
    assert os.waitpid(child, 0)[1] == 0
    assert all(worker.is_alive() for worker in apart._workers.values())


def listening(answer: bytes | None) -> Iterator[str]:
    """The address of something that sends an answer to whoever comes, None for nothing; it is not a scheduler."""
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as thread:

        def serve() -> None:
            came = []
            with suppress(OSError):  # it is closed
                while True:
                    came.append(server.accept()[0])
                    if answer is not None:
                        came[-1].sendall(answer)
                        came[-1].shutdown(socket.SHUT_WR)

        thread.submit(serve)
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", b"\x00\xff" * 50, b"", None, b"\xff" * 7,
        (200).to_bytes(8, "little") + (3).to_bytes(8, "little"), (1 << 40).to_bytes(8, "little") * 2, b"SSH-2.0-x\r\n",
    ],
)  # fmt: skip
def test_what_is_no_scheduler_is_told_in_time(answer: bytes | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "CONNECT", 0.3)
    with contextmanager(listening)(answer) as address:
        began = time.monotonic()
        with pytest.raises(EnvironmentFailure) as failed, batch.cluster(address):
            pass
        assert time.monotonic() - began < 15, "Dask itself waits for twice as long"
        assert str(failed.value) == f"the scheduler {address} does not answer"


@pytest.mark.parametrize(
    "address",
    [
        "x", "tcp://", "tcp://[::", "http://127.0.0.1:1", "tcp://127.0.0.1:99999", "tcp://127.0.0.1:0", "tcp://x:y",
        "8786", "tcp://127.0.0.1", "tcp://a\nb:1", "\x00", "inproc://x", "", "::1",
    ],
)  # fmt: skip
def test_an_address_that_is_none_says_how_one_looks(address: str) -> None:
    with pytest.raises(EnvironmentFailure) as failed, batch.cluster(address):
        pass
    assert str(failed.value).endswith("is not the address of a scheduler")
    assert str(failed.value.hint) == "write it so: tcp://host:8786"


@pytest.mark.parametrize("address", [f"tcp://{'a' * 300}:1", "tcp://-:1", "tls://127.0.0.1:1", "127.0.0.1:1"])
def test_an_address_where_nobody_is(address: str) -> None:
    with pytest.raises(EnvironmentFailure) as failed, batch.cluster(address):
        pass
    assert str(failed.value) == f"the scheduler {address} does not answer"
