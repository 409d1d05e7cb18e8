"""A province and the whole country: how a build grows, how processes share it, what a cluster costs, what it keeps.

    python -m bench.province [--quick] [--json] [--only NAME]

growth     full builds of 1 to 3,321 plans; then with nothing changed and with one plan changed; the memory it takes
processes  documents made in memory by one and by two processes
cluster    a real Dask scheduler with two workers beside two processes of this machine
pdf        the same papers in PDF, on a sample

Every comparison takes turns in one run, five times at least; cores really given are measured beside it.
"""

from __future__ import annotations

import argparse
import math
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from bench.machine import cores_given, resident
from bench.tables import Table, hand_over, say
from bench.work import COUNTRY, TODAY, YEAR, make_work
from kehoach.commands.build import WorkerChoice, build
from kehoach.pipeline.batch import processes, spread
from kehoach.pipeline.examine import Examiner
from kehoach.pipeline.plan_maker import PlanOutcome
from kehoach.pipeline.production import RunOptions
from kehoach.pipeline.products import all_products
from kehoach.pipeline.results import find_results
from kehoach.storage.files import read_bytes
from kehoach.storage.workspace import Workspace

DAY = date(YEAR, 12, 31)
REPEATS = 5
PARTS = ("processes", "growth", "memory", "cluster", "pdf")
KEHOACH = [sys.executable, "-m", "kehoach"]


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def run(folder: Path, *options: str) -> None:
    """The program itself, as an engineer runs it."""
    command = [*KEHOACH, "build", "--quiet", "--format", "json", "--today", TODAY, *options]
    done = subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr.decode()[:2000]}")


@contextmanager
def work(communes: int) -> Iterator[Path]:
    """A workspace for so many communes, beside this checkout: a memory disk would flatter."""
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as name:
        make_work(Path(name), communes)
        time.sleep(0.05)  # files of this very tick of the clock are not trusted by the index
        yield Path(name)


def documents(folder: Path, suffix: str = ".docx") -> int:
    return sum(1 for _path in (folder / "outputs").rglob(f"*{suffix}"))


def change_one(folder: Path, number: int) -> None:
    """Change the number of a decision in one plan: it is printed in the plan document."""
    paths = sorted((folder / "plans" / str(YEAR)).glob("*.yaml"))
    path = paths[number * 7 % len(paths)]
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("subject: |\n  Thực hiện", f"subject: |\n  Lần {number}: thực hiện"), encoding="utf-8")


def exponent(sizes: list[float], times: list[float]) -> float:
    """Of the power by which the times grow with the sizes: 1 is linear."""
    logs = [(math.log(a), math.log(b)) for a, b in zip(sizes, times, strict=True)]
    return statistics.linear_regression(*zip(*logs, strict=True)).slope


def growth(sizes: list[int], repeats: int) -> Table:
    table = Table(
        "Growth: `kehoach build --jobs 2`, files on a disk",
        ["plans", "Word files", "all files", "full", "a plan", "nothing changed", "of full", "one changed", "of full"],
    )
    fulls = []
    for size in sizes:
        say(f"growth: {size} plans")
        with work(size) as folder:
            full = seconds(lambda folder=folder: run(folder, "--jobs", "2"))  # type: ignore[misc]
            run(folder, "--jobs", "2")
            none, one = [], []
            for turn in range(repeats):
                none.append(seconds(lambda folder=folder: run(folder, "--jobs", "2")))  # type: ignore[misc]
                change_one(folder, turn)
                one.append(seconds(lambda folder=folder: run(folder, "--jobs", "2")))  # type: ignore[misc]
            found = documents(folder, "") - 1
            words, unchanged, changed = documents(folder), statistics.median(none), statistics.median(one)
        fulls.append(full)
        table.add(
            f"{size:,}", f"{words:,}", f"{found:,}", f"{full:.1f} s", f"{full / size * 1000:.0f} ms",
            f"{unchanged:.2f} s", f"{unchanged / full:.2%}", f"{changed:.2f} s", f"{changed / full:.2%}",
        )  # fmt: skip
    table.notes.append(
        "A full build is run once for each size, the other two are medians of "
        f"{repeats} turns. Whole processes, start-up included; for each plan also spreadsheet, JSON and calendar."
    )
    grows = exponent([float(size) for size in sizes[-3:]], fulls[-3:])
    table.goal(
        "growth of the full build linear: exponent at most 1.05 (last three sizes)", f"{grows:.3f}", grows <= 1.05
    )
    table.goal("nothing changed: at most 2% of the full build", f"{unchanged / full:.2%}", unchanged <= 0.02 * full)
    table.goal("one plan changed: at most 5% of the full build", f"{changed / full:.2%}", changed <= 0.05 * full)
    return table


def memory(plans: int) -> Table:
    """One process that builds many plans, as `--jobs 1` does: what it takes after each of them."""
    say(f"memory: {plans} plans")
    points: list[tuple[int, int]] = []
    with work(plans) as folder:
        rows: list[PlanOutcome] = []
        count = 0
        began = time.perf_counter()
        for made in build([], folder, RunOptions(fresh=True, today=DAY)):
            rows.append(made)  # as the program does, to tell of all of them at the end
            count += sum(1 for path in made.report.written if path.suffix == ".docx")
            points.append((count, resident()))
        taken = time.perf_counter() - began
    warm = points[len(points) // 5 :]
    slope = statistics.linear_regression(*zip(*warm, strict=True)).slope
    table = Table(
        "Memory of one process over many plans", ["plans", "Word files", "time", "after 1 in 5", "at the end", "slope"]
    )
    table.add(
        f"{plans:,}", f"{count:,}", f"{taken:.0f} s", f"{warm[0][1] / 2**20:.0f} MiB", f"{warm[-1][1] / 2**20:.0f} MiB",
        f"{slope:.0f} B a document",
    )  # fmt: skip
    table.goal("memory flat: under 1 kB a document", f"{slope:.0f} B", slope < 1000)
    return table


def in_memory(paths: tuple[Path, ...]) -> list[int]:
    """In a worker: read, check, compose and write all that some plans call for, into memory; counts Word files."""
    workspace = Workspace.around(paths[0].parent)
    examiner, counts = Examiner(workspace), []
    for path in paths:
        examined = examiner.examine(path)
        assert examined.plan is not None
        results = find_results(examined.plan, examined, examiner, DAY)
        count = 0
        for product in all_products(examined, examined.plan, results):
            template = read_bytes(workspace.template(product.template)) if product.template else b""
            count += product.write(product.content(), template, product.template).startswith(b"PK")
        counts.append(count)
        examiner.seen.clear()
    return counts


def shared(plans: int, repeats: int) -> Table:
    """One process and two, in memory."""
    rates: dict[int, list[float]] = {1: [], 2: []}
    cores = []
    with work(plans) as folder:
        paths = [path.absolute() for path in sorted((folder / "plans" / str(YEAR)).glob("*.yaml"))]
        for turn in range(repeats + 1):
            say(f"processes: turn {turn}")
            cores.append(cores_given())
            for number in rates:
                began = time.perf_counter()
                count = sum(found or 0 for _place, found in spread(processes(number), in_memory, paths))
                if turn:  # the first turn warms the file cache
                    rates[number].append(count / (time.perf_counter() - began))
    one, two, given = (statistics.median(values) for values in (rates[1], rates[2], cores))
    table = Table("Documents made in memory", ["processes", "documents a second", "spread", "ratio"])
    for number, rate in ((1, one), (2, two)):
        spread_of = f"{min(rates[number]):.0f}-{max(rates[number]):.0f}"
        table.add(number, f"{rate:.0f}", spread_of, f"{rate / one:.2f}")
    table.notes.append(
        f"Whole way from YAML to the bytes of {plans} plans' files, {repeats} turns. "
        f"Two busy loops were given {given:.2f} cores."
    )
    wanted = 1.8 * min(given / 2, 1)
    table.goal(
        f"two at least 1.8 times one, scaled by the cores given: {wanted:.2f}", f"{two / one:.2f}", two / one >= wanted
    )
    return table


def cluster(plans: int, repeats: int) -> Table:
    """Two processes of a pool, and two workers of a Dask scheduler: the same plans, each into an empty folder.

    The cluster stands in its own turns only: its workers cost something also while they wait. A long turn sees the
    machine drift, so each begins with the way that the one before ended with.
    """
    ways = {"two processes (--jobs 2)": by_pool, "Dask, two workers (--scheduler)": by_cluster}
    times: dict[str, list[float]] = {name: [] for name in ways}
    with work(plans) as folder:
        for turn in range(repeats):
            for name in list(ways)[:: -1 if turn % 2 else 1]:
                say(f"cluster: turn {turn + 1}, {name}")
                times[name].append(ways[name](folder))
    pool, other = (statistics.median(found) for found in times.values())
    table = Table("A cluster beside a pool", ["", "time", "spread", "ratio"])
    table.notes.append(
        f"{plans} plans with {23 * plans:,} Word files into an empty folder, medians of {repeats} turns."
    )
    for name, found in times.items():
        middle = statistics.median(found)
        table.add(name, f"{middle:.1f} s", f"{min(found):.1f}-{max(found):.1f}", f"{middle / pool:.3f}")
    table.goal("overhead of the cluster under 5%", f"{other / pool - 1:+.1%}", other < 1.05 * pool)
    return table


def by_pool(folder: Path) -> float:
    return build_all(folder, WorkerChoice(jobs=2))


def by_cluster(folder: Path) -> float:
    with dask_workers(2) as address:
        build_all(folder, WorkerChoice(scheduler=address), most=40)  # lets the workers import
        return build_all(folder, WorkerChoice(scheduler=address))


def build_all(folder: Path, who: WorkerChoice, most: int | None = None) -> float:
    """Seconds to build all plans of a workspace, or the first ones, whose outputs go again."""
    plans = sorted((folder / "plans" / str(YEAR)).glob("*.yaml"))[:most]
    taken = seconds(lambda: list(build(plans, folder, RunOptions(fresh=True, today=DAY), who)))
    shutil.rmtree(folder / "outputs")
    return taken


@contextmanager
def dask_workers(number: int) -> Iterator[str]:
    """A Dask scheduler with so many workers, a process each, set as docs/province.md advises; yields its address."""
    import dask
    from distributed import LocalCluster

    with (
        dask.config.set({"distributed.worker.profile.enabled": False}),
        tempfile.TemporaryDirectory() as place,
        LocalCluster(
            n_workers=number, threads_per_worker=1, dashboard_address=None, silence_logs=50, local_directory=place
        ) as started,
    ):
        yield started.scheduler_address


def pdf(plans: int) -> Table:
    """Word and PDF of a sample; what the country would take."""
    say(f"pdf: {plans} plans")
    with work(plans) as folder:
        cores = cores_given()
        taken = seconds(lambda: run(folder, "--jobs", "2", "--pdf"))
        count = documents(folder, ".pdf")
    table = Table(
        "PDF: `kehoach build --jobs 2 --pdf`, on a sample",
        ["plans", "PDF files", "time", "PDF a second", "core seconds a PDF"],
    )
    each = taken * cores / count
    table.add(f"{plans:,}", f"{count:,}", f"{taken:.0f} s", f"{count / taken:.1f}", f"{each:.3f}")
    whole = each * count / plans * COUNTRY
    table.notes.append(
        f"Projected for {COUNTRY:,} communes: {count / plans * COUNTRY:,.0f} PDF files, {whole / 3600:.1f} core hours; "
        f"on 100 cores {whole / 100 / 60:.1f} minutes, on the 2 of this machine {whole / cores / 3600:.1f} hours."
    )
    return table


def main() -> int:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="small sizes: whether it runs at all")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--only", choices=PARTS)
    asked = parser.parse_args()
    quick = asked.quick
    parts: dict[str, Callable[[], Table]] = {
        "processes": lambda: shared(10 if quick else 80, 2 if quick else REPEATS),
        "growth": lambda: growth([1, 5, 10] if quick else [1, 10, 100, 1_000, COUNTRY], 2 if quick else REPEATS),
        "memory": lambda: memory(20 if quick else COUNTRY),
        "cluster": lambda: cluster(16 if quick else 780, 2 if quick else 6),
        "pdf": lambda: pdf(2 if quick else 60),
    }
    return hand_over([make() for name, make in parts.items() if asked.only in (None, name)], as_json=asked.json)


if __name__ == "__main__":
    sys.exit(main())
