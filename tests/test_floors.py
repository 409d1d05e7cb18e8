"""The house: a room uses rooms of lower floors only, and each library has few doors."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.support.plans import ROOT

PACKAGE = ROOT / "kehoach"

FLOOR = {
    "cli": 7, "options": 7, "show": 7, "language": 7, "__main__": 7,
    "commands": 6,
    "workspace": 5, "outputs": 5, "files": 5, "saving": 5, "writers": 5, "batch": 5, "index": 5,
    "documents": 4, "schema": 4,
    "checks": 3, "comparing": 3, "rolling": 3,
    "parse": 2,
    "readers": 1, "model": 1,
    "source": 0, "diagnostics": 0, "plain": 0, "rules": 0, "edits": 0, "vietnamese": 0, "nghi_dinh_30": 0,
    "undecided": 0, "typeface": 0, "typeface_widths": 0, "__init__": 0,
}  # fmt: skip

DOORS = {
    "yaml": {"readers/yaml.py", "readers/repairs.py"},
    "pydantic": {f"model/{room}.py" for room in ("base", "items", "appendix", "plan", "agency", "results")},
    "pydantic_core": {"model/base.py"},
    "jinja2": {
        "word/compiled.py",
        "word/docx.py",
        "word/sandbox.py",
        "word/template_proof.py",
        "templates/tags.py",
    },
    "docx": {"word/docx.py", "word/dialect.py", "templates/comments.py"},
    "docxtpl": {"word/dialect.py"},
    "markupsafe": {"word/sandbox.py"},
    "lxml": {
        "tracking/tokens.py",
        "tracking/carrying.py",
        "word/compiled.py",
        "word/dialect.py",
        "word/docx.py",
        "ooxml/elements.py",
        "word/numbering.py",
        "tracking/revisions.py",
        "word/template_proof.py",
        "templates/reader.py",
        "tracking/tracked.py",
    },
    "pikepdf": {"pdf/converter.py"},
    "docx2pdf": {"pdf/converter.py"},
    "distributed": {"pipeline/batch.py"},
    "watchfiles": {"commands/watch.py"},
    "click": {"cli.py", "options.py"},
    "filelock": {"storage/saving.py"},
    "icalendar": {"exports/calendar.py"},
    "xlsxwriter": {"ooxml/workbook.py", "exports/xlsx.py"},
}
"""The files that may name each third-party library."""


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return found


def room(module: str) -> str | None:
    parts = module.split(".")
    if parts[0] != "kehoach":
        return None
    return parts[1] if len(parts) > 1 and parts[1] in FLOOR else "__init__"


def test_imports_only_go_down() -> None:
    for path in PACKAGE.rglob("*.py"):
        here = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        for module in imports(path):
            there = room(module)
            if there is None or there == here:
                continue
            below = FLOOR[there] < FLOOR[here] or (FLOOR[there] == FLOOR[here] and FLOOR[here] in (0, 5, 7))
            assert below, f"{path.relative_to(ROOT)} (floor {FLOOR[here]}) imports {module} (floor {FLOOR[there]})"


def test_readers_and_model_do_not_know_each_other() -> None:
    for here, there in (("readers", "model"), ("model", "readers")):
        for path in (PACKAGE / here).rglob("*.py"):
            assert not any(room(module) == there for module in imports(path)), path


def test_every_room_has_a_floor() -> None:
    rooms = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in PACKAGE.rglob("*.py")}
    assert rooms == set(FLOOR)


def test_each_library_has_few_doors() -> None:
    for path in PACKAGE.rglob("*.py"):
        name = path.relative_to(PACKAGE).as_posix()
        for module in imports(path):
            doors = DOORS.get(module.split(".")[0])
            assert doors is None or name in doors, f"{name} names {module}"


def test_no_clock_below_the_door_and_no_file_below_floor_five() -> None:
    for path in PACKAGE.rglob("*.py"):
        here = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        text = path.read_text(encoding="utf-8")
        if FLOOR[here] < 7:
            assert ".now(" not in text, path
            assert "today()" not in text, path
        if FLOOR[here] < 5:
            for word in ("open(", "Path(", "read_text", "read_bytes"):
                assert word not in text, (path, word)
