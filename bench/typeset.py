"""The built-in engine beside LibreOffice: papers in a warm process, and a whole process beside a cold start.

    python -m bench.typeset [--json] [--quick] [--rounds R]

Processor time, of every process that takes part, in turn, R times over; told are medians. In the warm process each plan
has other words, so nothing that the engine remembers helps; the office remembers nothing.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from bench.machine import cores_given
from bench.tables import Table, hand_over
from kehoach.documents.paper import Paper, Paragraph
from kehoach.frozen import replace
from kehoach.pdf.converter import normalised
from kehoach.pdf.libreoffice import EXPORT
from kehoach.pdf.pool import Job, Pool
from kehoach.pipeline.examine import Examiner
from kehoach.pipeline.production import longest_table
from kehoach.pipeline.products import Product, all_products
from kehoach.pipeline.renditions import typeset
from kehoach.pipeline.results import find_results
from kehoach.storage.files import read_bytes
from kehoach.storage.workspace import Workspace, fonts

ROOT = Path(__file__).resolve().parent.parent
SEED = ROOT / "plans" / "2024" / "giam-ngheo.yaml"
FLOOR = """
from pathlib import Path
from kehoach.pipeline.examine import Examiner
from kehoach.storage.workspace import Workspace
import kehoach.pipeline.plan_maker, kehoach.word.isolated, kehoach.commands.render
seed = Path({seed!r})
{work}
"""
_CHECK = "examined = Examiner(Workspace.around(seed.parent)).examine(seed)"
_SET = """
from kehoach.documents.kinds import PLAN
from kehoach.typeset.engine import pdf
from kehoach.typeset.source import source
from kehoach.storage.workspace import fonts
paper = PLAN.compose(examined.plan, examined.agencies)
pdf(source(paper), fonts(), paper.properties.day)
"""
_TICK = os.sysconf("SC_CLK_TCK")
Paper_ = tuple[Product, Paper, bytes]
"""A product, its paper and its Word file."""


def papers() -> Iterator[Paper_]:
    """Every paper that the example plans call for."""
    workspace = Workspace(ROOT)
    examiner = Examiner(workspace)
    for path in workspace.plans():
        examined = examiner.examine(path)
        assert examined.plan is not None
        for product in all_products(examined, examined.plan, find_results(examined.plan, examined, examiner, None)):
            if product.name.endswith(".docx"):
                content, template = product.content(), workspace.template(product.template)
                yield product, product.paper(content), product.write(content, read_bytes(template), template)


def reworded(paper: Paper, turn: int) -> Paper:
    """The paper with a number in front of each paragraph of its text."""
    parts = (
        replace(
            part,
            blocks=tuple(
                replace(block, text=(f"{turn} ", *block.text)) if isinstance(block, Paragraph) else block
                for block in part.blocks
            ),
        )
        for part in paper.parts
    )
    return replace(paper, parts=tuple(parts))


def own_time() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


_OFFICES: dict[tuple[str, str], float] = {}
"""Processor time of each LibreOffice so far, by process and start: one that is replaced has used what it used."""


def office_time() -> float:
    """Processor time of the LibreOffices that kehoach keeps; nothing else of the kind runs during a benchmark."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
            if b"kehoach-office-" in command and b"soffice" in command:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                _OFFICES[folder.name, fields[19]] = (int(fields[11]) + int(fields[12])) / _TICK
        except OSError:
            continue
    return sum(_OFFICES.values())


def children_time(command: list[str], **environment: str) -> float:
    """Processor time of a command and of all that it waited for."""
    known = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env={**known, "PYTHONPATH": str(ROOT), **environment}, check=False, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


class Bench:
    """The papers, a warm office, and the commands."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.papers = list(papers())
        self.plan = next(
            one for one in self.papers if one[0].name == "ke-hoach.docx" and "giảm nghèo" in one[1].properties.title
        )
        self.turn = count(1)
        self.pool = Pool(fonts(), 1)
        self.typeset_plan()
        self.office_plan()
        shutil.copytree(ROOT / "plans", folder / "plans")
        shutil.copytree(ROOT / "templates", folder / "templates")
        (folder / "plan.docx").write_bytes(self.plan[2])
        self.soffice()

    def typeset_plan(self) -> float:
        product, paper, _docx = self.plan
        paper, began = reworded(paper, next(self.turn)), own_time()
        typeset(product, paper)
        return own_time() - began

    def _by_office(self, chosen: list[Paper_]) -> float:
        began = own_time() + office_time()
        jobs = [Job(docx, longest_table(paper), paper.properties.title[:255]) for _product, paper, docx in chosen]
        for _index, job, made in self.pool.convert(jobs):
            assert isinstance(made, bytes)
            normalised(made, job.title)
        time.sleep(0.05)
        return own_time() + office_time() - began

    def office_plan(self) -> float:
        return self._by_office([self.plan])

    def typeset_all(self) -> float:
        turn, began = next(self.turn), 0.0
        for product, paper, _docx in self.papers:
            paper = reworded(paper, turn)
            start = own_time()
            typeset(product, paper)
            began += own_time() - start
        return began

    def office_all(self) -> float:
        return self._by_office(self.papers)

    def render(self) -> float:
        shutil.rmtree(self.folder / "outputs", ignore_errors=True)
        plan = str(self.folder / "plans" / "2024" / "giam-ngheo.yaml")
        return children_time([sys.executable, "-m", "kehoach", "render", "--pdf", "--quiet", plan])

    def soffice(self) -> float:
        command = ["soffice", "--headless", "--convert-to", EXPORT, "--outdir", str(self.folder / "out")]
        return children_time([*command, str(self.folder / "plan.docx")], HOME=str(self.folder / "home"))

    def floor(self, work: str) -> float:
        return children_time([sys.executable, "-c", FLOOR.format(seed=str(SEED), work=work)])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of tables")
    parser.add_argument("--quick", action="store_true", help="a smoke test: one round")
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    rounds = 1 if options.quick else options.rounds
    with tempfile.TemporaryDirectory(prefix="kehoach-bench-", ignore_cleanup_errors=True) as name:
        bench = Bench(Path(name))
        ways: dict[str, Callable[[], float]] = {
            "a plan of 8 pages, warm process": bench.typeset_plan,
            "the same, warm LibreOffice": bench.office_plan,
            f"all {len(bench.papers)} papers, warm process": bench.typeset_all,
            "the same, warm LibreOffice ": bench.office_all,
            "kehoach render --pdf, from YAML to Word and PDF": bench.render,
            "a cold soffice, from Word to PDF": bench.soffice,
            "floor: imports": lambda: bench.floor(""),
            "floor: imports and check": lambda: bench.floor(_CHECK),
            "floor: imports, check and compile": lambda: bench.floor(_CHECK + _SET),
        }
        times: dict[str, list[float]] = {way: [] for way in ways}
        given = []
        for _round in range(rounds):
            given.append(cores_given())
            for way, measure in ways.items():
                times[way].append(measure())
        bench.pool.close()
    return hand_over([table(rounds, statistics.median(given), times)], as_json=options.json)


def table(rounds: int, given: float, times: dict[str, list[float]]) -> Table:
    made = Table("PDF by the built-in engine, beside LibreOffice", ["", "processor time", "spread"])
    for way, found in times.items():
        spread = f"{min(found) * 1000:,.0f}-{max(found) * 1000:,.0f}"
        made.add(way.strip(), f"{statistics.median(found) * 1000:,.0f} ms", spread)
    made.notes.append(
        f"Medians of {rounds} turns; processor time of all processes that take part. The office gets ready Word files, "
        f"the built-in engine papers whose every paragraph has changed. Two busy loops were given {given:.2f} cores."
    )
    mine = list(times.values())
    for at, wanted, what in ((0, 2.0, "a plan"), (2, 3.0, "all papers"), (4, 3.5, "the whole process")):
        ratio = statistics.median(mine[at + 1]) / statistics.median(mine[at])
        made.goal(f"{what}: at least {wanted:g} times less", f"{ratio:.2f}", ratio >= wanted)
    return made


if __name__ == "__main__":
    sys.exit(main())
