"""What a drafter gets with `pip install .`: templates, fonts, example, from the repository's own files."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

from tests.support.plans import ROOT


def test_the_wheel_carries_everything_and_init_works_from_it(tmp_path: Path) -> None:
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--quiet",
            "--no-deps",
            "--no-build-isolation",
            "-w",
            str(tmp_path),
            str(ROOT),
        ],
        check=True,
        capture_output=True,
    )
    wheel = next(tmp_path.glob("kehoach-*.whl"))
    with zipfile.ZipFile(wheel) as package:
        names = package.namelist()
        for inside, outside in {
            "kehoach/data/plans/2024/giam-ngheo.yaml": "plans/2024/giam-ngheo.yaml",
            "kehoach/data/plans/agencies.yaml": "plans/agencies.yaml",
            "kehoach/data/templates/plan.docx": "templates/plan.docx",
            "kehoach/data/.vscode/settings.json": ".vscode/settings.json",
            "kehoach/data/.vscode/extensions.json": ".vscode/extensions.json",
            "kehoach/fonts/LiberationSerif-Regular.ttf": "kehoach/fonts/LiberationSerif-Regular.ttf",
            "kehoach/blank/plan.yaml": "kehoach/blank/plan.yaml",
            "kehoach/fonts/LICENSE": "kehoach/fonts/LICENSE",
            "kehoach/locale/vi/LC_MESSAGES/kehoach.mo": "kehoach/locale/vi/LC_MESSAGES/kehoach.mo",
        }.items():
            assert package.read(inside) == (ROOT / outside).read_bytes(), inside
        assert len([name for name in names if name.endswith(".ttf")]) == 4
        assert not any(name.startswith(("tests/", "outputs/", "bench/")) for name in names)
        package.extractall(tmp_path / "installed")
    for arguments in (["init", "ws"], ["render", "-q", "ws/plans/2024/giam-ngheo.yaml"]):
        done = subprocess.run(
            [sys.executable, "-P", "-c", "from kehoach.cli import main; main()", *arguments],
            cwd=tmp_path,
            env={"PYTHONPATH": str(tmp_path / "installed"), "PATH": "/usr/bin"},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
    for name in (".vscode/settings.json", ".vscode/extensions.json", ".kehoach/plan.schema.json"):
        assert (tmp_path / "ws" / name).exists(), name
    assert (tmp_path / "ws/outputs/2024/giam-ngheo/ke-hoach.docx").exists()
