"""The public interface: every example of docs/api.md runs, and gives what the commands give."""

from __future__ import annotations

import gc
import os
import random
import re
import shutil
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

import kehoach
from kehoach.commands.check import check
from tests.support.forked import run
from tests.support.plans import ROOT

PAGE = ROOT / "docs" / "api.md"
SEED = Path("plans/2024/giam-ngheo.yaml")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's own workspace, beside which tests may write."""
    place = tmp_path_factory.mktemp("api")
    for name in ("plans", "results", "templates"):
        (place / name).symlink_to(ROOT / name)
    return place


def program() -> str:
    return "\n".join(re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE))


def test_every_example_runs(place: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", program()], cwd=place, capture_output=True, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "KH601" in done.stdout
    assert "2024 1,50% 1,48%" in done.stdout
    made = sorted(path.name for path in (place / "trich").iterdir())
    assert "giam-ngheo-2024-phong-kinh-te.pdf" in made
    assert "ho-ngheo.svg" in made
    assert (place / "trich" / "ho-ngheo.svg").read_bytes().startswith(b"<svg")


def test_a_program_that_uses_all_of_it_is_typed(tmp_path: Path) -> None:
    (tmp_path / "uses.py").write_text(program(), encoding="utf-8")
    done = subprocess.run(  # in the repository: `make lint` has left there what it knows of kehoach
        [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", str(tmp_path / "uses.py")],
        cwd=ROOT, capture_output=True, text=True, env={**os.environ, "MYPYPATH": str(ROOT)},
    )  # fmt: skip
    assert done.stdout == ""


def test_every_public_name_is_there_and_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name in kehoach.__all__:
        assert getattr(kehoach, name) is not None
    for name in ("Draft", "Engine", "EnvironmentFailure", "HasErrors", "KehoachError", "UnreadableFile"):
        assert name in kehoach.__all__
    assert {"HasErrors", "UnreadableFile", "EnvironmentFailure", "KehoachError"} <= set(
        re.findall(r"kehoach\.(\w+)", page)
    )


def test_importing_it_loads_nothing_else() -> None:
    code = "import sys, kehoach; print(sorted(name for name in sys.modules if name.startswith('kehoach.')))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("asked", "command"),
    [
        ({"kind": "plan"}, ["render"]),
        ({"kind": "report", "period": "nam"}, ["report", "--period", "nam"]),
        ({"kind": "report", "period": "6-thang", "agency": "phong-kinh-te"},
         ["report", "--period", "6-thang", "--agency", "phong-kinh-te"]),
        ({"kind": "extract", "agency": "phong-kinh-te"}, ["extract", "--agency", "phong-kinh-te"]),
    ],
    ids=["plan", "report", "report-of-a-body", "extract"],
)  # fmt: skip
def test_it_makes_the_files_of_the_commands(
    place: Path, tmp_path: Path, asked: dict[str, str], command: list[str]
) -> None:
    verb, *options = command
    done = run(verb, str(SEED), *options, "--pdf", "-o", str(tmp_path), cwd=place)
    assert done.returncode in (0, 1), done.stderr
    paper = kehoach.open(place / SEED).paper(**asked)  # type: ignore[arg-type]
    beside = tmp_path / "2024" / "giam-ngheo" / paper.name
    assert paper.docx() == beside.with_suffix(".docx").read_bytes()
    assert paper.pdf() == beside.with_suffix(".pdf").read_bytes()


def test_it_makes_all_papers_of_a_build(place: Path) -> None:
    names = [paper.name for paper in kehoach.open(place / SEED).papers()]
    assert len(names) == len(set(names)) == 54
    assert {"ke-hoach", "bao-cao/nam", "trich/phong-kinh-te"} <= set(names)


def edited(text: str, chance: random.Random) -> str:
    """The text after something that a hand does: a line lost, doubled or moved, a sign lost, doubled or put in."""
    lines = text.splitlines(keepends=True)
    at, other, sign = chance.randrange(len(lines)), chance.randrange(len(lines)), chance.randrange(len(text))
    match chance.randrange(6):
        case 0:
            return "".join(lines[:at] + lines[at + 1 :])
        case 1:
            return "".join(lines[: at + 1] + lines[at:])
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
            return "".join(lines)
        case 3:
            return text[:sign] + text[sign + 1 :]
        case 4:
            return text[:sign] + text[sign] + text[sign:]
    return text[:sign] + chance.choice("áà{}:-,.#'\"0 \n\t*") + text[sign:]


EDITS = 2000 if os.environ.get("KEHOACH_LONG") else 25


def test_its_findings_are_those_of_check_after_every_edit(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "plans", tmp_path / "plans")
    path = tmp_path / SEED
    plan, chance = kehoach.open(path), random.Random(20)
    saved = plan.text
    for number in range(EDITS):
        plan.edit(edited(plan.text if number % 10 else saved, chance))  # up to ten edits, one on the other
        path.write_text(plan.text, encoding="utf-8", newline="")
        assert plan.findings == check([path], tmp_path).findings
        assert plan.has_errors or plan.paper().content


@pytest.mark.long
def test_memory_does_not_grow_with_edits(place: Path) -> None:
    plan, chance = kehoach.open(place / SEED), random.Random(21)
    saved = plan.text
    words = [match.span() for match in re.finditer(r"[^\W\d_]{4,}", saved)]

    def edits(count: int) -> None:
        for _edit in range(count):
            start, end = chance.choice(words)
            plan.edit(saved[:start] + saved[start:end][::-1] + saved[end:])
            assert plan.findings is not None
            assert plan.has_errors or plan.paper().content

    edits(20)
    tracemalloc.start()
    try:
        edits(20)
        gc.collect()
        before = tracemalloc.get_traced_memory()[0]
        edits(1000)
        gc.collect()
        grown = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert grown < 1000 * 2_000  # promised: under two kilobytes an edit


def test_an_edit_leaves_nothing_that_only_a_search_finds(place: Path) -> None:
    """What leads back to itself stays in memory until Python looks for it, a fifth of a second in a large process."""
    edits = (
        "import gc, kehoach\n"
        f"session = kehoach.open({str(place / SEED)!r})\n"
        "text = session.text\n"
        "for number in range(3):\n"
        "    session.edit(text.replace('Nâng cao', f'Nâng cao {number}', 1))\n"
        "    session.paper().pdf()\n"
        "    print(gc.collect())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", edits], capture_output=True, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.stdout.split()[1:] == ["0", "0"], done.stderr


def test_a_plan_with_errors_makes_no_paper(place: Path) -> None:
    plan = kehoach.open(place / SEED)
    plan.edit(plan.text.replace("issuer:", "isuer:", 1))
    assert plan.has_errors
    with pytest.raises(kehoach.HasErrors):
        plan.paper()
    plan.reload()
    assert not plan.has_errors


def test_the_draft_is_that_of_next(place: Path, tmp_path: Path) -> None:
    done = run("next", str(SEED), "--year", "2025", "--to", str(tmp_path / "nhap.yaml"), "-q", cwd=place)
    assert done.returncode in (0, 1), done.stderr
    draft = kehoach.open(place / SEED).next(2025)
    assert draft.text == (tmp_path / "nhap.yaml").read_text(encoding="utf-8")
    assert draft.undecided


def test_nothing_is_written(tmp_path: Path) -> None:
    for name in ("plans", "results"):
        (tmp_path / name).symlink_to(ROOT / name)
    plan = kehoach.open(tmp_path / SEED)
    plan.paper().pdf()
    plan.paper().png(50)
    plan.next(2025)
    plan.history("ho-ngheo").svg()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plans", "results"]
