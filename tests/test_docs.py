"""Every command that the README and the tutorial tell a reader to type, typed in a fresh environment."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from kehoach.commands.schema import schema
from tests.support.judges import need_office
from tests.support.plans import ROOT
from tests.support.walk import Walk, assert_prints, blocks, commands
from tests.support.word import WordFile

sys.path.insert(0, str(ROOT / "tools"))

import catalogue

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "CONTRIBUTING.md"]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A fresh environment in which `pip install .` was typed; what kehoach depends on comes from the test's own."""
    folder = tmp_path_factory.mktemp("installed")
    source = folder / "kehoach"
    shutil.copytree(
        ROOT,
        source,
        ignore=shutil.ignore_patterns(".git", ".venv", "node_modules", "outputs", ".*_cache", ".hypothesis"),
    )
    venv = [sys.executable, "-m", "venv", "--without-pip", str(folder / "venv")]
    subprocess.run(venv, check=True, capture_output=True)
    binaries = folder / "venv" / "bin"
    packages = next((folder / "venv").glob("lib/python*/site-packages"))
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    environment = {
        "PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "KEHOACH_LANG": "vi",
        "PIP_NO_BUILD_ISOLATION": "0",  # pip's word for yes: the builder too comes from the test's environment
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }
    pip = [sys.executable, "-m", "pip", "--python", str(binaries / "python"), "install", "--quiet", "."]
    subprocess.run(pip, cwd=source, env=environment, check=True, capture_output=True)
    where = "import kehoach; print(kehoach.__file__)"
    found = subprocess.run(["python", "-P", "-c", where], env=environment, capture_output=True, text=True, check=True)
    assert str(packages) in found.stdout
    return environment


def _fresh(tmp_path: Path, environment: dict[str, str]) -> Walk:
    need_office()
    return Walk(tmp_path, environment)


def test_the_readme_quick_start(tmp_path: Path, installed: dict[str, str]) -> None:
    walk = _fresh(tmp_path, installed)
    page = ROOT / "README.md"
    typed = [words for block in blocks(page)[:2] for words in commands(block)]
    assert [words[:2] for words in typed[:2]] == [["pip", "install"], ["kehoach", "web"]]
    assert_serves(typed[1], walk)
    for words in typed[2:]:
        walk.run(words, 0, page.name)
    assert (walk.folder / "outputs/2024/giam-ngheo/ke-hoach.pdf").exists()


def assert_serves(words: list[str], walk: Walk) -> None:
    """Assert that the workbench opens where it says. The test opens no browser."""
    command = [*words, "--no-browser"]
    with subprocess.Popen(command, cwd=walk.folder, env=walk.environment, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            address = re.search(r"http://\S+", server.stdout.readline())
            assert address
            jar = urllib.request.HTTPCookieProcessor()
            with urllib.request.build_opener(jar).open(address[0], timeout=60) as answer:
                assert "Kế hoạch mới" in answer.read().decode("utf-8")
        finally:
            server.terminate()


def test_the_tutorial_from_an_empty_folder(tmp_path: Path, installed: dict[str, str]) -> None:
    walk = _fresh(tmp_path, installed)
    walk.take(ROOT / "docs" / "huong-dan-van-ban.md", without=("pip",))
    made = walk.folder / "outputs/2027/ve-sinh-moi-truong"  # in the folder that the reader went to
    text = " ".join(WordFile((made / "ke-hoach.docx").read_bytes()).text().split())
    assert "Tổng vệ sinh môi trường trên địa bàn xã Bình Lư năm 2027" in text
    assert "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH Lò Thị Mẫu" in text
    assert "DỰ THẢO" not in text
    assert (made / "ke-hoach.pdf").read_bytes().startswith(b"%PDF")
    assert "91%" in WordFile((made / "bao-cao/nam.docx").read_bytes()).text()
    draft = (walk.folder / "plans/2028/ve-sinh-moi-truong.yaml").read_text(encoding="utf-8")
    assert "baseline: 91%" in draft


def test_the_guide_names_what_is_on_the_screens() -> None:
    """A name in bold is one that the workbench or the form of a plan has."""
    page = (ROOT / "docs" / "huong-dan.md").read_text(encoding="utf-8")
    bold = [" ".join(name.split()) for name in re.findall(r"\*\*([^*]+)\*\*", page)]
    named = {name for name in bold if not name.endswith(".")}
    assert len(named) > 20
    said = {str(message.string) for message in catalogue.updated() if message.id}
    known = said | {text for kind in ("plan", "registry") for text in titles(json.loads(schema(kind)))}
    assert {name for name in named if not any(one.startswith(name) for one in known)} == set()


def titles(found: object) -> Iterator[str]:
    """Every title of a schema."""
    if isinstance(found, dict):
        if isinstance(found.get("title"), str):
            yield found["title"]
        for value in found.values():
            yield from titles(value)
    elif isinstance(found, list):
        for value in found:
            yield from titles(value)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_shown_exists(page: Path) -> None:
    """Of the commands that no other test types: make's targets, and names in the tables."""
    from kehoach.cli import cli

    for block in blocks(page):
        if block.kind == "console":
            for words in commands(block):
                if words[0] == "make":
                    subprocess.run([*words[:1], "-n", *words[1:]], cwd=ROOT, check=True, capture_output=True)
    for name in re.findall(r"`kehoach ([a-z]+)\b", page.read_text(encoding="utf-8")):
        assert name in cli.commands, f"{page.name}: kehoach {name}"


def test_a_page_that_promises_too_much_fails() -> None:
    with pytest.raises(AssertionError, match="not printed: b"):
        assert_prints("a\nc\n", "a\n...\nb\n", "here")
