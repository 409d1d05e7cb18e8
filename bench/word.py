"""From a paper to the bytes of its Word file, beside docxtpl and python-docx, in one run.

    python -m bench.word [--quick] [--json]

The ways take turns, so that a busy moment of the machine hits all of them, each in a process of its own. What is
measured is processor time: one core, in memory, every guard on. Printed are medians in milliseconds and how many times
as long each way takes as ours. docxtpl is given the same context as ours, made beforehand; ours makes it while it is
measured. Peak memory is that of a fresh process for the longest table (Linux). `--quick` only shows that everything
works; `--json` is for who collects numbers.
"""

from __future__ import annotations

import argparse
import gc
import io
import math
import multiprocessing
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docxtpl import DocxTemplate
from jinja2 import Environment, Template

from bench import tables as shown
from kehoach.documents.kinds import KINDS
from kehoach.documents.paper import Align, Column, HeaderCell, Paper, Paragraph, Row, Table, plain
from kehoach.frozen import replace
from kehoach.model.agency import Ref
from kehoach.ooxml.package import pack, unpack
from kehoach.parse.plan import parse_agencies
from kehoach.pipeline.examine import look_at_plan
from kehoach.readers.yaml import read
from kehoach.source import Source
from kehoach.word import well_formed
from kehoach.word.context import context
from kehoach.word.docx import write_docx
from kehoach.word.marks import Marks

ROOT = Path(__file__).resolve().parent.parent
PLAN = ROOT / "plans" / "2024" / "giam-ngheo.yaml"
AGENCY = "phong-ldtbxh"
ROWS = (7, 200, 2_000, 20_000)
SLOW = 2_000
"""Rows beyond which python-docx is not asked: it takes minutes."""
OURS = "kehoach"


def papers(rows: tuple[int, ...]) -> dict[str, tuple[Paper, bytes]]:
    """Each paper by its name, with the packaged template of its kind."""
    registry = PLAN.parent.parent / "agencies.yaml"
    source = Source(registry.name, registry.read_text(encoding="utf-8"))
    node, _findings = read(source)
    assert node is not None
    agencies = parse_agencies(node, source)[0]
    plan = look_at_plan(Source(PLAN.name, PLAN.read_text(encoding="utf-8")), agencies).plan
    extract = KINDS["extract"].compose(plan, agencies, Ref(AGENCY))
    small = (ROOT / "templates" / "extract.docx").read_bytes()
    whole = (ROOT / "templates" / "plan.docx").read_bytes()
    found = {"extract": (extract, small), "plan": (KINDS["plan"].compose(plan, agencies), whole)}
    for count in rows:
        part = replace(extract.parts[0], blocks=(table(count),))
        found[f"{count:,} rows"] = (replace(extract, parts=(part,)), small)
    return found


def table(count: int) -> Table:
    """A table of tasks."""
    rows = [
        (f"{n}", f"Rà soát hộ nghèo, hộ cận nghèo đợt {n} & báo cáo kết quả", "Các xã, phường", f"Tháng {n % 12 + 1}")
        for n in range(1, count + 1)
    ]
    heads = tuple(HeaderCell(text) for text in ("STT", "Nhiệm vụ", "Cơ quan", "Thời hạn"))
    columns = (Column(12, Align.CENTER), Column(83), Column(40), Column(25, Align.CENTER))
    return Table(columns, (heads,), tuple(Row(tuple((cell,) for cell in row)) for row in rows))


def standard(template: bytes) -> bytes:
    """A packaged template as one would make it with python-docx: with all the styles of its default file."""
    buffer = io.BytesIO()
    docx.Document().save(buffer)
    default, parts = unpack(buffer.getvalue()), unpack(template)
    ours, theirs = parts["word/styles.xml"].decode(), default["word/styles.xml"].decode()
    known = set(styles(ours))
    more = "".join(text for name, text in styles(theirs).items() if name not in known)
    parts["word/styles.xml"] = ours.replace("</w:styles>", f"{more}</w:styles>").encode()
    parts["word/stylesWithEffects.xml"] = default["word/stylesWithEffects.xml"]
    kind = "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects"
    relation = f'<Relationship Id="rIdEffects" Type="{kind}" Target="stylesWithEffects.xml"/>'
    relations = parts["word/_rels/document.xml.rels"].decode()
    parts["word/_rels/document.xml.rels"] = relations.replace("</Rel", f"{relation}</Rel").encode()
    return pack(parts)


def styles(part: str) -> dict[str, str]:
    """The styles of a part by their ids."""
    pieces = part.split("<w:style ")[1:]
    texts = [f"<w:style {piece[: piece.rindex('</w:style>')]}</w:style>" for piece in pieces]
    return {text.split('w:styleId="')[1].split('"')[0]: text for text in texts}


class CachedEnvironment(Environment):
    """Jinja that compiles each text once, as a program would have it that prints a template often."""

    def __init__(self) -> None:
        super().__init__(autoescape=True)
        self.compiled: dict[Any, Template] = {}

    def from_string(self, source: Any, *args: Any, **named: Any) -> Template:
        if source not in self.compiled:
            self.compiled[source] = super().from_string(source, *args, **named)
        return self.compiled[source]


def by_docxtpl(template: bytes, values: dict[str, Any], environment: Environment | None = None) -> bytes:
    rendering = DocxTemplate(io.BytesIO(template))
    rendering.render(values, environment, autoescape=True)
    buffer = io.BytesIO()
    rendering.save(buffer)
    return buffer.getvalue()


def by_hand(paper: Paper) -> bytes:
    """What one writes with python-docx instead of a template; frames and tables without their finer points."""
    document = docx.Document()
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Times New Roman", Pt(14)
    for part in paper.parts:
        for line in (part.title.type_name, *map(plain, part.title.subject)):
            titled = document.add_paragraph(line)
            titled.alignment, titled.runs[0].font.bold = WD_ALIGN_PARAGRAPH.CENTER, True
        for line in (*part.bases, *part.opening):
            document.add_paragraph(plain(line)).paragraph_format.first_line_indent = Mm(10)
        for block in part.blocks:
            if isinstance(block, Paragraph):
                label = f"{block.mark.label} " if block.mark else ""
                document.add_paragraph(label + plain(block.text)).paragraph_format.space_after = Pt(6)
            elif isinstance(block, Table):
                grid = document.add_table(0, len(block.columns), "Table Grid")
                heads = [[cell.text for cell in row] for row in block.header]
                for row in (*heads, *([plain(cell) for cell in row.cells] for row in block.rows)):
                    for cell, text in zip(grid.add_row().cells, row, strict=False):
                        cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def ways(name: str, paper: Paper, template: bytes) -> dict[str, Callable[[], object]]:
    """How a paper can be written."""
    values, full, cached = context(paper, Marks()), standard(template), CachedEnvironment()
    found: dict[str, Callable[[], object]] = {
        "docxtpl, standard template": lambda: by_docxtpl(full, values),
        "docxtpl, packaged template": lambda: by_docxtpl(template, values),
        "docxtpl, same, cached environment": lambda: by_docxtpl(template, values, cached),
        "python-docx": lambda: by_hand(paper),
        OURS: lambda: write_docx(paper, template, Path("template.docx")),
    }
    if count(name) > SLOW:
        del found["python-docx"]
    return found


def count(name: str) -> int:
    digits = name.removesuffix(" rows").replace(",", "")
    return int(digits) if digits.isdigit() else 0


def measure(found: dict[str, Callable[[], object]], turns: int, least: float) -> dict[str, float]:
    """The median of each way in milliseconds; each is repeated within a turn until `least` seconds are over.

    The ways take turns, each in a process of its own: the heap that docxtpl leaves behind makes all others slower.
    """
    _ways.clear()
    _ways.update(found)
    with ExitStack() as stack:
        pools = {
            name: stack.enter_context(ProcessPoolExecutor(1, multiprocessing.get_context("fork"))) for name in found
        }
        repeats = {}
        for name, pool in pools.items():
            first = pool.submit(once, name, 1).result()  # it compiles what can be compiled
            repeats[name] = max(1, math.ceil(least / max(min(first, pool.submit(once, name, 1).result()), 1e-6)))
        times: dict[str, list[float]] = {name: [] for name in found}
        for _turn in range(turns):
            for name, pool in pools.items():
                times[name].append(pool.submit(once, name, repeats[name]).result())
    return {name: statistics.median(taken) * 1000 for name, taken in times.items()}


_ways: dict[str, Callable[[], object]] = {}
"""What the processes that are forked next can run."""


def once(name: str, repeats: int) -> float:
    """Seconds of processor time."""
    way = _ways[name]
    gc.collect()
    began = time.process_time()
    for _repeat in range(repeats):
        way()
    return (time.process_time() - began) / repeats


def checked(paper: Paper, template: bytes, turns: int, least: float) -> dict[str, float]:
    """Milliseconds of one paper with the look whether it is well formed, and without it."""
    from kehoach.word import compiled

    def unchecked() -> bytes:
        compiled.check_well_formed = lambda _part, *, proven: None  # type: ignore[assignment]
        try:
            return write_docx(paper, template, Path("template.docx"))
        finally:
            compiled.check_well_formed = well_formed.check_well_formed

    return measure(
        {"with": lambda: write_docx(paper, template, Path("template.docx")), "without": unchecked}, turns, least
    )


def peak(way: str, rows: int) -> float:
    """The most memory in MiB that a fresh process takes to write a table of so many rows."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.word", "--peak", way, str(rows)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout)


def print_peak(way: str, rows: int) -> None:
    paper, template = papers((rows,))[f"{rows:,} rows"]
    ways(f"{rows:,} rows", paper, template)[way]()
    print(int(re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text(encoding="ascii"))[1]) / 1024)  # type: ignore[index]


def results(turns: int, rows: tuple[int, ...], least: float) -> dict[str, Any]:
    """Everything that is measured, as one JSON object: milliseconds by paper and way, ratios, an exponent, MiB."""
    found = papers(rows)
    times = {name: measure(ways(name, *paper), turns, least) for name, paper in found.items()}
    names = [f"{count:,} rows" for count in rows[-3:]]
    first, last = times[names[0]], times[names[-1]]
    steps = math.log(rows[-1] / rows[-len(names)])
    return {
        "turns": turns,
        "milliseconds": times,
        "ratios": {name: {way: taken / row[OURS] for way, taken in row.items()} for name, row in times.items()},
        "exponent": {way: math.log(last[way] / first[way]) / steps for way in last},
        "check": {name: checked(*found[name], turns, least) for name in ("extract", "plan", names[-1])},
        "peak_mib": {way: peak(way, rows[-1]) for way in ("docxtpl, packaged template", OURS)},
        "rows": {"from": rows[-len(names)], "to": rows[-1]},
    }


GOALS = {"extract": 40.0, "plan": 15.0, "20,000 rows": 12.0}
"""How many times as fast as docxtpl with the same lean template, at least."""
PEER = "docxtpl, packaged template"
LINEAR = 1.05


def tables(found: dict[str, Any]) -> list[shown.Table]:
    heads = list(found["milliseconds"]["plan"])
    times = shown.Table("From a paper to its Word file: processor time in ms, and times ours", ["", *heads])
    for name, row in found["milliseconds"].items():
        ratios = found["ratios"][name]
        times.add(name, *(f"{row[way]:,.2f} ({ratios[way]:,.1f}x)" if way in row else "-" for way in heads))
        if wanted := GOALS.get(name):
            goal = f"{name}: at least {wanted:.0f} times as fast as docxtpl with the same lean template"
            times.goal(goal, f"{ratios[PEER]:.1f}", ratios[PEER] >= wanted)
    times.notes.append(f"Medians of {found['turns']} turns, each way in a process of its own.")
    span = f"from {found['rows']['from']:,} to {found['rows']['to']:,} rows"
    grows = shown.Table("Growth with the rows of a table", ["", f"exponent {span}"])
    for way, value in found["exponent"].items():
        grows.add(way, f"{value:.3f}")
    ours = found["exponent"][OURS]
    grows.goal(f"linear: exponent at most {LINEAR}", f"{ours:.3f}", ours <= LINEAR)
    look = shown.Table("The look whether the result is well formed", ["", "ms", "of the paper"])
    for name, row in found["check"].items():
        look.add(name, f"{row['with'] - row['without']:.3f}", f"{(row['with'] - row['without']) / row['with']:.0%}")
    peaks = shown.Table("Most memory of a fresh process, for the longest table", ["", "MiB"])
    for way, value in found["peak_mib"].items():
        peaks.add(way, f"{value:.0f}")
    return [times, grows, look, peaks]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="only show that it works")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--turns", type=int, default=7)
    parser.add_argument("--peak", nargs=2, metavar=("WAY", "ROWS"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peak:
        print_peak(options.peak[0], int(options.peak[1]))
        return 0
    found = results(1, (7, 50, 100), 0) if options.quick else results(options.turns, ROWS, 0.05)
    return shown.hand_over(tables(found), as_json=options.json)


if __name__ == "__main__":
    sys.exit(main())
