"""The text editor of the workbench is bundled from what the repository says, with the licences of what is in it."""

from __future__ import annotations

import json
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from tests.support.plans import ROOT

TOOL = ROOT / "tools" / "web"
STATIC = ROOT / "kehoach" / "web" / "static"
MADE = ("editor.bundle.js", "editor.bundle.LICENSES")


def test_the_bundle_is_that_of_its_sources() -> None:
    """After a change there: `npm ci && node bundle.mjs` in tools/web."""
    said = json.loads((TOOL / "bundle.json").read_text(encoding="utf-8"))
    assert {name: sha256((TOOL / name).read_bytes()).hexdigest() for name in said["sources"]} == said["sources"]
    assert {"bundle.mjs", "editor.js", "package.json", "package-lock.json"} == set(said["sources"])
    assert sha256((STATIC / MADE[0]).read_bytes()).hexdigest() == said["bundle"]


def test_every_package_in_it_comes_with_its_licence() -> None:
    licences = (STATIC / MADE[1]).read_text(encoding="utf-8").split("-" * 72)
    wanted = json.loads((TOOL / "package.json").read_text(encoding="utf-8"))["dependencies"].keys() - {"esbuild"}
    named = {licence.split()[0] for licence in licences}
    assert wanted <= named
    assert all("permission notice shall be included" in " ".join(one.split()) for one in licences)


def test_nothing_in_it_is_fetched_or_evaluated() -> None:
    text = (STATIC / MADE[0]).read_text(encoding="utf-8")
    assert "new Function(" not in text
    assert "eval(" not in text
    assert "importScripts" not in text


@pytest.mark.long
def test_it_is_bundled_again_to_the_same_bytes(tmp_path: Path) -> None:
    if shutil.which("npm") is None:
        pytest.skip("npm is not here")
    for name in ("bundle.mjs", "editor.js", "package.json", "package-lock.json"):
        shutil.copy(TOOL / name, tmp_path)
    subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=tmp_path, check=True, timeout=300)
    (tmp_path / "made").mkdir()
    subprocess.run(["node", "bundle.mjs", str(tmp_path / "made")], cwd=tmp_path, check=True, timeout=120)
    for name in MADE:
        assert (tmp_path / "made" / name).read_bytes() == (STATIC / name).read_bytes()
