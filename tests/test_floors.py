"""The house: a room uses rooms of lower floors only, and each library has few doors."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.support.plans import ROOT

PACKAGE = ROOT / "kehoach"

FLOOR = {
    "cli": 8, "cli_tools": 8, "cli_issuing": 8, "options": 8, "spoken": 8, "show": 8, "language": 8, "__main__": 8,
    "commands": 7, "language_server": 7, "web": 7,
    "pipeline": 6,
    "templates": 5, "word": 5, "typeset": 5, "exports": 5, "tracking": 5, "pdf": 5, "locating": 5, "importing": 5,
    "signing": 5, "editing": 5,
    "documents": 4, "schema": 4,
    "checks": 3, "comparing": 3, "rolling": 3, "recognising": 3,
    "parse": 2, "country": 2, "wording": 2, "citing": 2, "reading": 2,
    "readers": 1, "model": 1, "ooxml": 1, "storage": 1,
    "source": 0, "undecided": 0, "diagnostics": 0, "plain": 0, "rules": 0, "edits": 0, "alike": 0, "vietnamese": 0,
    "links": 0, "patterns": 0, "yaml_text": 0,
    "nghi_dinh_30": 0, "phrases": 0, "paragraph_forms": 0, "frozen": 0, "typeface": 0, "typeface_widths": 0,
    "__init__": 8,
}  # fmt: skip

SIDEWAYS = {
    ("templates", "word"),
    ("importing", "tracking"),
    ("commands", "language_server"),
    ("web", "language_server"),
}
"""Rooms that use a room of their own floor; the single files of floors 0 and 8 may use each other."""

ONLY = {
    "tracking": {"ooxml", "alike"},
    "ooxml": {"diagnostics"},
    "pdf": {"diagnostics", "storage", "nghi_dinh_30"},
    "reading": {"diagnostics", "readers", "ooxml", "vietnamese"},
    "signing": {"diagnostics", "readers", "vietnamese"},
    "storage": {"diagnostics", "source", "plain", "vietnamese"},
}
"""Rooms that know little: tracked changes no plan and no paper, PDF no template and no paper, files no plan, signatures
neither."""

OPENING = re.compile(
    r"(?<![.\w])(?<!def )open\(|\.(read|write)_(text|bytes)|\.(exists|is_file|stat|glob|iterdir|unlink)\("
)
FILES = {
    "storage",
    "pdf",
    "word",
    "typeset",
    "pipeline",
    "commands",
    "language_server",
    "cli",
    "cli_tools",
    "cli_issuing",
    "options",
    "show",
    "language",
    "web",
}
"""Rooms that may open files; `word` only what the system tells of its own process, `typeset` pictures for
the time of a compilation, `web` its packaged files."""

DOORS = {
    "yaml": {"readers/yaml.py", "readers/repairs.py"},
    "jinja2": {
        "word/bodies.py",
        "word/custom.py",
        "word/sandbox.py",
        "word/template_proof.py",
        "templates/tags.py",
        "web/screens.py",
    },
    "docx": {"word/dialect.py", "templates/comments.py"},
    "docxtpl": {"word/dialect.py"},
    "markupsafe": {"word/sandbox.py"},
    "lxml": {
        "tracking/tokens.py",
        "tracking/carrying.py",
        "tracking/revisions.py",
        "tracking/tracked.py",
        "ooxml/accepted.py",
        "ooxml/elements.py",
        "reading/package.py",
        "word/custom.py",
        "word/dialect.py",
        "word/headers.py",
        "word/list_definitions.py",
        "word/prompts.py",
        "word/restored.py",
        "word/template_proof.py",
        "templates/cuts.py",
        "templates/reader.py",
    },
    "openpyxl": {"parse/sheets.py"},
    "PIL": {"parse/pictures.py"},
    "pikepdf": {"pdf/converter.py", "pdf/xmp.py", "signing/fields.py"},
    "pypdfium2": {
        "readers/pages/pdf.py",
        "readers/pages/pdf_rules.py",
        "readers/pages/pdf_text.py",
        "readers/pages/pdf_words.py",
        "signing/confined.py",
    },
    "pyhanko": {"signing/contents.py", "signing/inspecting.py"},
    "pyhanko_certvalidator": {"signing/inspecting.py"},
    "asn1crypto": {"signing/inspecting.py"},
    "cryptography": {"signing/inspecting.py"},
    "typst": {"typeset/engine.py"},
    "docx2pdf": {"pdf/converter.py"},
    "distributed": {"pipeline/batch.py"},
    "watchfiles": {"commands/watch.py", "web/watching.py"},
    "click": {"cli.py", "cli_tools.py", "cli_issuing.py", "options.py", "spoken.py"},
    "filelock": {"storage/saving.py"},
    "sqlite3": {"storage/register.py"},
    "icalendar": {"exports/calendar.py"},
    "pygls": {"language_server/server.py", "language_server/features.py"},
    "lsprotocol": {"language_server/server.py", "language_server/features.py", "language_server/protocol.py"},
    "uvicorn": {"web/serving.py"},
    "h11": {"web/serving.py"},
    "xlsxwriter": {"ooxml/workbook.py", "exports/sheets.py"},
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


EVERYBODYS = {"__init__", "patterns"}
"""The package's own face, and what makes classes and regular expressions."""


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def used_by(path: Path) -> set[str]:
    """The other rooms that a file uses."""
    return {there for module in imports(path) if (there := room(module))} - {room_of(path), *EVERYBODYS}


def test_imports_only_go_down() -> None:
    for path in PACKAGE.rglob("*.py"):
        here = room_of(path)
        for there in used_by(path):
            beside = FLOOR[there] == FLOOR[here] and (FLOOR[here] in (0, 8) or (here, there) in SIDEWAYS)
            assert FLOOR[there] < FLOOR[here] or beside, f"{path.relative_to(ROOT)} of {here} uses {there}"


def test_some_rooms_know_little() -> None:
    for here, allowed in ONLY.items():
        for path in (PACKAGE / here).rglob("*.py"):
            strange = used_by(path) - allowed - {"frozen"}  # of which classes are made
            assert not strange, f"{path.relative_to(ROOT)} uses {strange}"


def test_every_room_has_a_floor() -> None:
    assert {room_of(path) for path in PACKAGE.rglob("*.py")} == set(FLOOR)


def test_each_library_has_few_doors() -> None:
    for path in PACKAGE.rglob("*.py"):
        name = path.relative_to(PACKAGE).as_posix()
        for module in imports(path):
            doors = DOORS.get(module.split(".")[0])
            assert doors is None or name in doors, f"{name} names {module}"


def test_no_room_is_larger_than_three_twentieths_and_no_file_longer_than_350_lines() -> None:
    lines: dict[str, int] = {}
    for path in PACKAGE.rglob("*.py"):
        count = path.read_text(encoding="utf-8").count("\n")
        assert count <= 350, f"{path.relative_to(ROOT)}: {count} lines: is there a second noun in it?"
        if path.parent != PACKAGE:
            lines[room_of(path)] = lines.get(room_of(path), 0) + count
    whole = sum(path.read_text(encoding="utf-8").count("\n") for path in PACKAGE.rglob("*.py"))
    assert {name: count for name, count in lines.items() if count > 0.15 * whole} == {}


def test_no_public_class_name_has_two_meanings() -> None:
    found: dict[str, list[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found.setdefault(node.name, []).append(path.relative_to(PACKAGE).as_posix())
    assert {name: places for name, places in found.items() if len(places) > 1} == {}


def test_no_clock_below_the_door_and_files_are_opened_in_few_rooms() -> None:
    for path in PACKAGE.rglob("*.py"):
        here, text = room_of(path), path.read_text(encoding="utf-8")
        if FLOOR[here] < 8:
            assert ".now(" not in text, path
            assert "today()" not in text, path
        if here not in FILES:
            assert not OPENING.search(text), path
