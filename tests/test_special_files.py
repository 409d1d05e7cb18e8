"""A pipe, a device, a socket, a folder or a dangling link in the place of a file: one line, no wait, nothing lost."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import forked
from tests.support.plans import ROOT, SMALL

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs pipes and links")


def pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def bound(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the address of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def folder(path: Path) -> None:
    path.mkdir()


def dangling(path: Path) -> None:
    path.symlink_to(path.parent / "không-có")


def circle(path: Path) -> None:
    path.symlink_to(path.name)


KINDS: list[Callable[[Path], None]] = [pipe, device, bound, folder, dangling, circle]
PLAN, REGISTRY = "plans/2024/nho.yaml", "plans/agencies.yaml"
RESULTS = "results/2024/nho/nam.yaml"
FOLDER = "outputs/2024/nho"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("made")
    (place / PLAN).parent.mkdir(parents=True)
    (place / PLAN).write_text(SMALL, encoding="utf-8")
    (place / RESULTS).parent.mkdir(parents=True)
    shutil.copy(ROOT / REGISTRY, place / REGISTRY)
    (place / "templates").mkdir()
    assert forked.run("build", cwd=place).returncode == 0
    (place / PLAN).write_text(SMALL + "\n", encoding="utf-8")
    return place


@pytest.fixture
def place(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize(
    ("file", "words"),
    [
        (PLAN, ["check", PLAN]),
        (PLAN, ["build"]),
        (PLAN, ["next", PLAN, "--year", "2025"]),
        (REGISTRY, ["check", PLAN]),
        (REGISTRY, ["build"]),
        (RESULTS, ["check", RESULTS]),
        (RESULTS, ["build"]),
        ("templates/plan.docx", ["render", PLAN]),
        ("templates/plan.docx", ["template", "check", "templates/plan.docx"]),
        (f"{FOLDER}/ke-hoach.docx", ["build"]),
        (f"{FOLDER}/manifest.json", ["build"]),
        (f"{FOLDER}/manifest.json", ["release", f"{FOLDER}/ke-hoach.docx"]),
        ("plans/2025/nho.yaml", ["next", PLAN, "--year", "2025"]),
        ("plans/2025/nho.ledger.json", ["next", PLAN, "--year", "2025"]),
        ("schema.json", ["schema", "--to", "schema.json"]),
    ],
    ids=lambda value: value if isinstance(value, str) else value[0],
)
def test_it_is_refused_in_one_line(kind: Callable[[Path], None], file: str, words: list[str], place: Path) -> None:
    path = place / file
    if path.exists():
        path.unlink()
    path.parent.mkdir(parents=True, exist_ok=True)
    kind(path)
    found = os.lstat(path)
    done = forked.run(*words, "--lang", "en", cwd=place)
    if kind is dangling and file in (f"{FOLDER}/ke-hoach.docx", f"{FOLDER}/manifest.json", "plans/2025/nho.yaml"):
        assert done.returncode in (0, 2, 3, 4), done.stderr
    else:
        assert done.returncode in (2, 3, 4), (done.returncode, done.stdout, done.stderr)
    if words[0] == "render" and path.suffix == ".docx":
        assert done.returncode == 4, "a template that cannot be opened is not replaced by the packaged one"
        assert not done.stdout
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if path.name in line]
    assert len(lines) == 1 or done.returncode == 0, done.stderr
    assert (os.lstat(path).st_mode, os.lstat(path).st_ino) == (found.st_mode, found.st_ino) or done.returncode == 0


@pytest.mark.parametrize("kind", [pipe, device, folder, dangling], ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("file", ["outputs/.kehoach.index", ".kehoach/ids.json", ".kehoach/plan.schema.json"])
def test_what_only_helps_is_done_without(kind: Callable[[Path], None], file: str, place: Path) -> None:
    path = place / file
    path.unlink(missing_ok=True)
    path.parent.mkdir(exist_ok=True)
    kind(path)
    for words in (["check"], ["build"]):
        done = forked.run(*words, cwd=place)
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("link", [False, True])
def test_the_lock_is_a_file_of_its_own(link: bool, place: Path) -> None:
    """Opening a lock empties it: a link would empty what it leads to."""
    lock = place / FOLDER / ".kehoach.lock"
    lock.unlink(missing_ok=True)
    if link:
        lock.symlink_to(place / REGISTRY)
    else:
        os.mkfifo(lock)
    before = (place / REGISTRY).read_bytes()
    done = forked.run("build", "--lang", "en", cwd=place)
    assert (place / REGISTRY).read_bytes() == before
    assert done.returncode == 4
    assert ".kehoach.lock" in done.stderr
