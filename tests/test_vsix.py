"""The extension for VS Code: what its package holds, and that its commands are those of the server.

npm and the bundler are not needed here; that the extension works was seen in a real VS Code.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

import kehoach
from tests.support.plans import ROOT
from tools import vsix

SCRIPT = ROOT / "tools" / "vscode" / "src" / "extension.js"
NAMES = {
    "manifest": "{http://schemas.microsoft.com/developer/vsx-schema/2011}",
    "types": "{http://schemas.openxmlformats.org/package/2006/content-types}",
}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("vsix") / "kehoach.vsix"
    vsix.write(path, SCRIPT.read_bytes())
    return path


def described(package: Path) -> dict[str, object]:
    with zipfile.ZipFile(package) as files:
        found = json.loads(files.read("extension/package.json"))
    assert isinstance(found, dict)
    return found


def test_the_same_sources_give_the_same_bytes(package: Path, tmp_path: Path) -> None:
    vsix.write(tmp_path / "again.vsix", SCRIPT.read_bytes())
    assert (tmp_path / "again.vsix").read_bytes() == package.read_bytes()


def test_what_the_manifest_names_is_there(package: Path) -> None:
    with zipfile.ZipFile(package) as files:
        assert files.testzip() is None
        manifest = ElementTree.fromstring(files.read("extension.vsixmanifest"))
        types = ElementTree.fromstring(files.read("[Content_Types].xml"))
        assets = [asset.get("Path") for asset in manifest.iter(f"{NAMES['manifest']}Asset")]
        endings = {one.get("Extension") for one in types.iter(f"{NAMES['types']}Default")}
        assert set(assets) <= set(files.namelist())
        assert {f".{name.rsplit('.', 1)[1]}" for name in files.namelist() if name != "[Content_Types].xml"} == endings
        assert {"extension/package.json", "extension/readme.md", "extension/LICENSE.txt"} == set(assets)


def test_manifest_and_description_agree(package: Path) -> None:
    with zipfile.ZipFile(package) as files:
        manifest = ElementTree.fromstring(files.read("extension.vsixmanifest"))
    (identity,) = manifest.iter(f"{NAMES['manifest']}Identity")
    found = described(package)
    assert (identity.get("Id"), identity.get("Version"), identity.get("Publisher")) == (
        found["name"], found["version"], found["publisher"],
    )  # fmt: skip
    assert found["version"] == kehoach.__version__
    (engine,) = (
        one for one in manifest.iter(f"{NAMES['manifest']}Property") if one.get("Id", "").endswith("Code.Engine")
    )
    assert engine.get("Value") == found["engines"]["vscode"]  # type: ignore[index]
    assert "devDependencies" not in found


def test_the_main_file_is_where_the_description_says(package: Path) -> None:
    with zipfile.ZipFile(package) as files:
        main = "extension/" + str(described(package)["main"]).removeprefix("./")
        assert files.read(main) == SCRIPT.read_bytes()


def test_its_commands_and_settings_are_those_that_it_declares(package: Path) -> None:
    contributes = described(package)["contributes"]
    script = SCRIPT.read_text(encoding="utf-8")
    declared = {one["command"] for one in contributes["commands"]}  # type: ignore[index]
    assert declared == set(re.findall(r'registerCommand\("([^"]+)"', script))
    settings = {name.removeprefix("kehoach.") for name in contributes["configuration"]["properties"]}  # type: ignore[index]
    assert settings == set(re.findall(r'getConfiguration\("kehoach"\)\.get\("(\w+)"', script))


def test_it_speaks_with_the_server_by_its_own_names() -> None:
    """The command that shows a page, the options, and how the program is started."""
    script = SCRIPT.read_text(encoding="utf-8")
    features = (ROOT / "kehoach/language_server/features.py").read_text(encoding="utf-8")
    protocol = (ROOT / "kehoach/language_server/protocol.py").read_text(encoding="utf-8")
    assert '"kehoach.openPage"' in script
    assert 'OPEN_PAGE = "kehoach.openPage"' in features
    for option in re.findall(r"initializationOptions: \{ (.*?) \}", script)[0].split(", "):
        assert f'"{option.split(":")[0]}"' in protocol
    assert 'args: ["lsp", "--lang", language]' in script


def test_the_workspace_of_init_recommends_it(package: Path) -> None:
    found = described(package)
    recommended = json.loads((ROOT / ".vscode/extensions.json").read_text(encoding="utf-8"))["recommendations"]
    assert recommended[0] == f"{found['publisher']}.{found['name']}"


def test_the_script_is_javascript() -> None:
    if shutil.which("node") is None:
        pytest.skip("node is not installed")
    found = subprocess.run(["node", "--check", str(SCRIPT)], capture_output=True, text=True, check=False)
    assert (found.returncode, found.stderr) == (0, "")


def test_the_library_is_pinned() -> None:
    locked = json.loads((ROOT / "tools/vscode/package-lock.json").read_text(encoding="utf-8"))["packages"]
    wanted = json.loads((ROOT / "tools/vscode/package.json").read_text(encoding="utf-8"))["devDependencies"]
    for name in wanted:
        assert locked[f"node_modules/{name}"]["integrity"].startswith("sha512-")
