"""State files are somebody else's input: whatever is in them, nothing outside of a plan's folder is touched."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kehoach.commands.build import build
from kehoach.commands.next import draft
from kehoach.commands.release import release
from kehoach.commands.render import render
from kehoach.diagnostics import KehoachError, Report, UnreadableFile, WouldOverwrite
from kehoach.pipeline.next_year import DraftRequest
from kehoach.pipeline.plan_maker import together
from kehoach.pipeline.production import RunOptions
from kehoach.storage.files import digest
from tests.support.amounts import LONG
from tests.support.plans import ROOT, SMALL

FOLDER = "outputs/2024/nho"
PLAN = "plans/2024/nho.yaml"
DRAFT = "plans/2025/nho.yaml"
MEMORY = "plans/2025/nho.ledger.json"
CANARIES = (
    "plans/agencies.yaml",
    "plans/2023/khac.yaml",
    "outputs/2023/khac/ke-hoach.docx",
    "templates/ghi-chu.txt",
    "a",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one plan that was built, its draft, and files of others around them."""
    place = tmp_path_factory.mktemp("made")
    for name in CANARIES:
        write(place / name, f"của người khác: {name}")
    shutil.copy(ROOT / "plans" / "agencies.yaml", place / "plans")
    write(place / PLAN, SMALL)
    assert together(build([place / PLAN], place, RunOptions(fresh=True))).written
    draft(place / PLAN, DraftRequest(2025), RunOptions(), str)
    return place


@pytest.fixture
def place(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def run(place: Path) -> list[Report | KehoachError]:
    """Every command that reads a state file. Only what kehoach says of itself may be raised."""
    said: list[Report | KehoachError] = []
    acts: list[Callable[[], Report]] = [
        lambda: together(build([place / PLAN], place, RunOptions(fresh=True))),
        lambda: render([place / PLAN], RunOptions()),
        lambda: draft(place / PLAN, DraftRequest(2025), RunOptions(), str).report,
        lambda: release(place / FOLDER / "ke-hoach.docx"),
        lambda: together(build([place / PLAN], place, RunOptions(fresh=True))),
    ]
    for act in acts:
        try:
            said.append(act())
        except KehoachError as failure:
            said.append(failure)
    return said


def outside(place: Path) -> dict[str, bytes | str]:
    """Everything but the folder of the plan, its draft, the index and what editors are given."""
    ours = (FOLDER, "plans/2025", ".kehoach", "outputs/2025", "outputs/.kehoach.index")
    found: dict[str, bytes | str] = {}
    for path in sorted(place.rglob("*")):
        name = path.relative_to(place).as_posix()
        if not name.startswith(ours):
            found[name] = os.readlink(path) if path.is_symlink() else path.read_bytes() if path.is_file() else ""
    return found


def entry(place: Path, name: str) -> dict[str, Any]:
    """What a build would take for its own stale document."""
    path = place / FOLDER / name
    return {"inputs": {"by": "build"}, "sha256": digest(path.read_bytes()) if path.is_file() else "0" * 64}


def ways(place: Path) -> list[str]:
    """Names that lead from the plan's folder to what is not the plan's."""
    (place / FOLDER / "lien-ket").symlink_to(place / "plans")
    (place / FOLDER / "bao-cao").symlink_to(place / "outputs/2023/khac")
    (place / FOLDER / "trich.docx").symlink_to(place / "a")
    return [
        "../../../plans/agencies.yaml", str(place / "plans/agencies.yaml"), "lien-ket/agencies.yaml", "trich.docx",
        "bao-cao/ke-hoach.docx", "./../../../a", "../../2023/khac/ke-hoach.docx", "bao-cao/../../../../a",
        "..\\..\\..\\a", "manifest.json", ".kehoach.lock", "", ".", "..", "/", "a\0b", "\ud800", "C:\\a",
        "trich/" * 300,
    ]  # fmt: skip


def test_a_manifest_leads_nowhere_else(place: Path) -> None:
    names = ways(place)
    manifest = json.loads((place / FOLDER / "manifest.json").read_text(encoding="utf-8"))
    for name in names:
        with_hash = entry(place, name) if "\0" not in name else entry(place, "a")
        manifest["outputs"][name] = with_hash
    (place / FOLDER / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    before = outside(place)
    said = run(place)
    assert outside(place) == before
    assert isinstance(said[0], Report)
    assert said[0].removed == ()


def test_a_file_of_a_person_in_the_folder_stays_whatever_the_manifest_says(place: Path) -> None:
    write(place / FOLDER / "ghi-chu.docx", "của tôi")
    book = place / FOLDER / "manifest.json"
    manifest = json.loads(book.read_text(encoding="utf-8"))
    manifest["outputs"]["ghi-chu.docx"] = entry(place, "ghi-chu.docx")
    book.write_text(json.dumps(manifest), encoding="utf-8")
    write(place / PLAN, SMALL + "\n")
    run(place)
    assert (place / FOLDER / "ghi-chu.docx").read_text(encoding="utf-8") == "của tôi"


def test_a_stale_document_still_goes(place: Path) -> None:
    old = place / FOLDER / "trich/so-cu.docx"
    write(old, "cũ")
    book = place / FOLDER / "manifest.json"
    manifest = json.loads(book.read_text(encoding="utf-8"))
    manifest["outputs"]["trich/so-cu.docx"] = entry(place, "trich/so-cu.docx")
    book.write_text(json.dumps(manifest), encoding="utf-8")
    assert together(build([place / PLAN], place, RunOptions(fresh=True))).removed == (old,)


@pytest.mark.parametrize(
    "text", ['{"name": "an app", "version": 3}', "{}", "[]", "ghi chú", '{"outputs": {}, "version": "1"}']
)
def test_the_manifest_of_another_program_is_not_taken_for_ours(text: str, place: Path) -> None:
    write(place / "docs/manifest.json", text)
    write(place / "docs/ke-hoach.docx", "báo cáo")
    with pytest.raises((UnreadableFile, KehoachError)):
        release(place / "docs/ke-hoach.docx")
    assert (place / "docs/manifest.json").read_text(encoding="utf-8") == text


def test_a_manifest_that_is_not_ours_is_kept_as_a_copy(place: Path) -> None:
    book = place / FOLDER / "manifest.json"
    book.write_text('{"theirs": true}', encoding="utf-8")
    write(place / PLAN, SMALL + "\n")
    report = together(build([place / PLAN], place, RunOptions(fresh=True)))
    assert {path.read_text(encoding="utf-8") for path in book.parent.glob("manifest~*.json")} == {'{"theirs": true}'}
    assert all(isinstance(failure, WouldOverwrite) for failure in report.failures)


@pytest.mark.parametrize("file", [f"{FOLDER}/manifest.json", MEMORY])
def test_what_a_newer_version_wrote_is_left_alone(file: str, place: Path) -> None:
    text = json.dumps({**json.loads((place / file).read_text(encoding="utf-8")), "version": 2})
    write(place / file, text)
    write(place / PLAN, SMALL + "\n")
    said = run(place)
    assert (place / file).read_text(encoding="utf-8") == text
    failures = [one for one in said if isinstance(one, KehoachError)]
    failures += [one for report in said if isinstance(report, Report) for one in report.failures]
    assert any("newer version" in str(failure.message) for failure in failures)


@pytest.mark.parametrize(
    "text", ['{"draft": 3, "version": 1}', "{}", "ghi chú của tôi", "[" * 100_000, '{"version": 1}']
)
@pytest.mark.parametrize("there", [True, False])
def test_a_file_in_the_place_of_the_memory_is_left_alone(text: str, there: bool, place: Path) -> None:
    write(place / MEMORY, text)
    if not there:
        (place / DRAFT).unlink()
    with pytest.raises(WouldOverwrite):
        draft(place / PLAN, DraftRequest(2025), RunOptions(), str)
    assert (place / MEMORY).read_text(encoding="utf-8") == text
    assert (place / DRAFT).exists() is there


VALUES: list[Any] = [
    None, True, 0, -1, 1.5, 10**400, "", "\0", "\ud800", "\u202e", "../../../a", "/", "x" * 5000, [], [1], {}, {"": {}},
    {"sha256": [1]}, [[[[]]]],
]  # fmt: skip


def spoilt(text: str, rng: random.Random) -> bytes:
    """A state file with one to four of its values, keys or characters changed."""
    if rng.random() < 0.15:
        place = rng.randrange(len(text))
        return (text[:place] + rng.choice(["", "\0", "[" * 9000, "\\ud800", "}", '"']) + text[place + 1 :]).encode()
    whole = json.loads(text)
    for _turn in range(rng.randint(1, 4)):
        holders = [one for one in _inside(whole) if one]
        if not holders:
            break
        holder = rng.choice(holders)
        key = rng.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
        act = rng.random()
        if act < 0.55:
            holder[key] = rng.choice(VALUES)
        elif act < 0.7:
            del holder[key]
        elif isinstance(holder, dict):
            holder[rng.choice(NAMES)] = rng.choice([holder[key], *VALUES])
    return json.dumps(whole).encode()


NAMES = [
    "../../../a",
    "lien-ket/agencies.yaml",
    "trich.docx",
    "bao-cao/ke-hoach.docx",
    "",
    "\0",
    "\ud800",
    "version",
    "x",
]


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [value, *(one for inner in value.values() for one in _inside(inner))]
    return [value, *(one for inner in value for one in _inside(inner))] if isinstance(value, list) else []


STATE_FILES = (f"{FOLDER}/manifest.json", MEMORY, "outputs/.kehoach.index", ".kehoach/ids.json")


@pytest.mark.parametrize("file", STATE_FILES)
def test_hostile_state_files(file: str, place: Path) -> None:
    """Five hundred in the long run; the version before removed canaries and ended in tracebacks."""
    names = [name for name in ways(place) if "\0" not in name and len(name) < 200]
    whole = {name: (place / name).read_bytes() for name in STATE_FILES}
    docx = {path: path.read_bytes() for path in (place / FOLDER).rglob("*.docx") if not path.is_symlink()}
    before = outside(place)
    for seed in range(125 if LONG else 12):
        rng = random.Random(f"{file} {seed}")
        for name, data in whole.items():
            (place / name).write_bytes(data)
        for path, data in docx.items():
            path.write_bytes(data)
        hostile = spoilt(whole[file].decode(), rng)
        if file.endswith("manifest.json") and rng.random() < 0.5:  # with the hash of what it leads to
            manifest, name = json.loads(whole[file]), rng.choice(names)
            manifest["outputs"][name] = entry(place, name)
            hostile = json.dumps(manifest).encode()
        (place / file).write_bytes(hostile)
        if rng.random() < 0.5:
            write(place / PLAN, SMALL + "\n" * rng.randint(0, 1))
        run(place)
        assert outside(place) == {**before, PLAN: (place / PLAN).read_bytes()}, (seed, hostile)
