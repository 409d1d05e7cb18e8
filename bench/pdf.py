"""How many PDFs a second: kehoach's pool of warm offices against LibreOffice as one would start it, side by side.

    python -m bench.pdf [--json] [--quick] [--documents N] [--rounds R]

Every way makes PDFs of the same Word files, the papers of the example plans, in turn, R times over; told are medians.
Ways that need a start for each document get a sample. Start-up and end are part of each time. Peers run with the
profile of an ordinary user, which one earlier run has set up.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.machine import cores_given
from bench.tables import Table, hand_over
from kehoach.pdf.converter import Converter
from kehoach.pdf.libreoffice import EXPORT, LibreOffice
from kehoach.pdf.pool import Job
from kehoach.storage.workspace import fonts

ROOT = Path(__file__).resolve().parent.parent
CALL = 200
"""Files that a call of soffice is given. Of 300 LibreOffice 7.4 converted 248, and said success."""
PLANS = ("plans/2024/giam-ngheo.yaml", "plans/2024/chuyen-doi-so.yaml", "plans/2025/giam-ngheo.yaml")


def word_files(folder: Path, number: int) -> list[Path]:
    """Plans, extracts and reports as `kehoach build` makes them: a plan in twenty, two extracts to a report."""
    shutil.copytree(ROOT / "plans", folder / "plans")
    command = [sys.executable, "-m", "kehoach", "build", "--quiet", *PLANS]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    made = sorted((folder / "outputs").rglob("*.docx"))
    plans = [path for path in made if path.name == "ke-hoach.docx"]
    extracts = [path for path in made if path.parent.name == "trich"]
    reports = [path for path in made if path not in plans and path not in extracts]
    kinds = [plans if n % 20 == 0 else reports if n % 3 == 2 else extracts for n in range(number)]
    chosen = [kind[kinds[:n].count(kind) % len(kind)] for n, kind in enumerate(kinds)]
    place = folder / "in"
    place.mkdir()
    return [Path(shutil.copy(path, place / f"{n:05}.docx")) for n, path in enumerate(chosen)]


@dataclass
class Bench:
    """The files and where peers work."""

    folder: Path
    files: list[Path]
    sample: list[Path]
    jobs: list[Job] = field(init=False)

    def __post_init__(self) -> None:
        self.jobs = [Job(path.read_bytes()) for path in self.files]

    def plain(self, *files: Path) -> None:
        """LibreOffice as one starts it by hand."""
        out = self.folder / "out"
        shutil.rmtree(out, ignore_errors=True)
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder / "home")}
        command = ["soffice", "--headless", "--convert-to", EXPORT, "--outdir", str(out), *map(str, files)]
        subprocess.run(command, env=environment, check=True, capture_output=True)
        assert len(list(out.glob("*.pdf"))) == len(files)

    def cold(self) -> int:
        """A plain soffice for each document."""
        for path in self.sample:
            self.plain(path)
        return len(self.sample)

    def at_once(self) -> int:
        """One plain soffice that is given all files; one for each 200, since it leaves out those after some 248th."""
        for first in range(0, len(self.files), CALL):
            self.plain(*self.files[first : first + CALL])
        return len(self.files)

    def seeded(self) -> int:
        """kehoach's single conversions."""
        with Converter(fonts()) as converter:
            for path in self.sample:
                converter.convert(path.read_bytes())
        return len(self.sample)

    def pool(self, offices: int) -> int:
        """kehoach's warm offices, their start included."""
        with Converter(fonts(), offices) as converter:
            made = [one.pdf for one in converter.convert_all(self.jobs)]
        assert all(made)
        return len(made)

    def started(self, offices: int) -> float:
        """Documents a second of offices that were started before, as over the plans of a long build."""
        with Converter(fonts(), offices) as converter:
            list(converter.convert_all(self.jobs[: 4 * offices]))
            began = time.perf_counter()
            made = [one.pdf for one in converter.convert_all(self.jobs)]
            taken = time.perf_counter() - began
        assert all(made)
        return len(made) / taken

    def unoserver(self) -> float:
        """unoserver with one client process for each document; its start is not counted, it sleeps five seconds."""
        with server():
            began = time.perf_counter()
            for path in self.sample:
                command = ["unoconvert", "--convert-to", "pdf", str(path), str(self.folder / "uno.pdf")]
                subprocess.run(command, check=True, capture_output=True)
            return len(self.sample) / (time.perf_counter() - began)


class Memory(threading.Thread):
    """The most that all offices of this program held together while it watched, in megabytes."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most = 0.0
        self._over = threading.Event()

    def __enter__(self) -> Memory:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self.join()

    def run(self) -> None:
        while not self._over.wait(1.0):  # looking costs time of the cores that are measured
            self.most = max(self.most, sum(map(_held, Path("/proc").glob("[0-9]*"))) / 1e6)


def _held(process: Path) -> int:
    """Bytes in memory of an office that this program started, or its children did."""
    try:
        if (process / "comm").read_text().strip() != "soffice.bin":
            return 0
        above = process
        while above.name not in ("0", "1", str(os.getpid())):
            above = Path("/proc", (above / "stat").read_text().rpartition(")")[2].split()[1])
        if above.name != str(os.getpid()):
            return 0
        return int((process / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


@contextmanager
def server() -> Iterator[None]:
    """A unoserver that is ready."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(["unoserver"], start_new_session=True, **quiet)
    try:
        for _turn in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", 2003)) == 0:
                    break
            time.sleep(0.1)
        yield
    finally:  # and the LibreOffice that it began
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def measure(bench: Bench, rounds: int, ways: dict[str, Callable[[], float]]) -> dict[str, dict[str, float]]:
    """Documents a second (median, least, most over the rounds) and most memory of each way."""
    rates: dict[str, list[float]] = {name: [] for name in ways}
    memory = dict.fromkeys(ways, 0.0)
    given = []
    for _round in range(rounds):
        given.append(cores_given())
        for name, way in ways.items():
            with Memory() as watched:
                began = time.perf_counter()
                found = way()
                rates[name].append(found if isinstance(found, float) else found / (time.perf_counter() - began))
            memory[name] = max(memory[name], watched.most)
    found = {
        name: {
            "per_second": statistics.median(rate),
            "least": min(rate),
            "most": max(rate),
            "megabytes": memory[name],
        }
        for name, rate in rates.items()
    }
    return {**found, "cores": {"given": statistics.median(given)}}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--quick", action="store_true", help="a smoke test: few documents, one round")
    parser.add_argument("--documents", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    number, rounds, sample = (8, 1, 2) if options.quick else (options.documents, options.rounds, 8)
    with tempfile.TemporaryDirectory(prefix="kehoach-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        files = word_files(folder, number)
        bench = Bench(folder, files, files[:: max(len(files) // sample, 1)][:sample])
        bench.plain(files[0])  # sets up the profile
        ways: dict[str, Callable[[], float]] = {
            "a plain soffice for each document": bench.cold,
            "one plain soffice for all documents": bench.at_once,
            "kehoach, a start for each document": bench.seeded,
            "kehoach, 1 warm office": lambda: bench.pool(1),
            "kehoach, 2 warm offices": lambda: bench.pool(2),
            "the same 1, started before": lambda: bench.started(1),
            "the same 2, started before": lambda: bench.started(2),
        }
        left_out = []
        if shutil.which("unoserver") and shutil.which("unoconvert"):
            ways["unoserver"] = bench.unoserver
        else:
            left_out.append("unoserver: not installed")
        found = measure(bench, rounds, ways)
        with LibreOffice(fonts()) as office:
            version = office.version()
    made = tables(number, rounds, version, found, list(ways))
    made[0].notes += [f"Left out: {line}." for line in left_out]
    return hand_over(made, as_json=options.json)


def tables(
    documents: int, rounds: int, version: str, found: dict[str, dict[str, float]], ways: list[str]
) -> list[Table]:
    given = found["cores"]["given"]
    cold, batch, one, first, second = (found[ways[n]]["per_second"] for n in (0, 1, 3, 5, 6))
    table = Table("PDF files a second", ["", "PDF/s", "spread", "x cold", "x all at once", "MB"])
    for way in ways:
        row = found[way]
        rate = row["per_second"]
        spread = f"{row['least']:.1f}-{row['most']:.1f}"
        table.add(way, f"{rate:.1f}", spread, f"{rate / cold:.1f}", f"{rate / batch:.2f}", f"{row['megabytes']:.0f}")
    table.notes.append(
        f"{version}; {documents} papers of the example plans, medians of {rounds} turns; start-up and end are part of "
        f"each time. Two busy loops were given {given:.2f} cores. Plain LibreOffice gets {CALL} files a call at most: "
        "of 300 it converted 248, and said success."
    )
    table.goal("one warm office at least 6 times a cold start for each document", f"{one / cold:.1f}", one >= 6 * cold)
    goal = "one warm office at least 1.2 times one soffice with all files"
    table.goal(goal, f"{one / batch:.2f}", one >= 1.2 * batch)
    wanted = 1.7 * min(given / 2, 1)
    goal = f"two warm offices at least 1.7 times one, started before, scaled by the cores given: {wanted:.2f}"
    table.goal(goal, f"{second / first:.2f}", second >= wanted * first)
    return [table]


if __name__ == "__main__":
    sys.exit(main())
