"""The schema that a check leaves in the workspace: made when ids change, and never in the way of the check."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from kehoach.commands.check import check
from kehoach.diagnostics import Report
from tests.support.forked import run
from tests.support.plans import ROOT
from tests.test_cli import PLAN

SCHEMA = ".kehoach/plan.schema.json"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("w")
    assert run("init", ".", cwd=folder).returncode == 0
    return folder


@pytest.fixture
def place(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "w"))


def checked(place: Path, *names: str) -> Report:
    return check([place / name for name in names], place)


def schema(place: Path) -> str:
    return (place / SCHEMA).read_text(encoding="utf-8")


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_a_check_makes_it_and_leaves_it_alone_while_no_id_changes(place: Path) -> None:
    shutil.rmtree(place / ".kehoach")
    assert run("check", PLAN, cwd=place).returncode == 0
    assert '"phong-tu-phap"' in schema(place)
    assert '"Tỷ lệ hộ nghèo"' in schema(place)
    before = (place / SCHEMA).stat().st_ino, (place / ".kehoach/ids.json").stat().st_ino
    edit(place / PLAN, "name: Trần Đình Tiến", "name: Nguyễn Văn A")
    checked(place, PLAN)
    assert ((place / SCHEMA).stat().st_ino, (place / ".kehoach/ids.json").stat().st_ino) == before


def test_new_ids_and_names_come_in(place: Path) -> None:
    edit(
        place / "plans/agencies.yaml",
        "co-quan-lien-quan: các",
        "phong-moi: Phòng Mới\nco-quan-lien-quan: các",
    )
    edit(
        place / PLAN,
        "target: ho-ngheo\n            name: Tỷ lệ hộ nghèo",
        "target: ho-ngheo\n            name: Tỷ lệ mới",
    )
    checked(place)
    assert '"Phòng Mới"' in schema(place)
    assert '"Tỷ lệ mới"' in schema(place)


def test_an_agency_that_ended_says_so(place: Path) -> None:
    edit(place / "plans/agencies.yaml", "phong-kinh-te:\n", "phong-kinh-te:\n  until: 30/6/2025\n")
    checked(place)
    assert '"Phòng Kinh tế thành phố (đến hết 30/6/2025)"' in schema(place)


def test_one_plan_checked_keeps_the_ids_of_the_others(place: Path) -> None:
    other = place / "plans/2025/khac.yaml"
    other.parent.mkdir()
    other.write_text((place / PLAN).read_text(encoding="utf-8").replace("ho-ngheo", "ho-khac"), encoding="utf-8")
    checked(place, "plans/2025/khac.yaml")
    assert '"ho-khac"' in schema(place)
    assert '"ho-ngheo"' in schema(place)
    other.write_text("a: [1\n", encoding="utf-8")
    checked(place)
    assert '"ho-khac"' in schema(place)  # a plan that cannot be read for a moment keeps its ids
    other.unlink()
    checked(place)
    assert '"ho-khac"' not in schema(place)


def test_a_broken_registry_changes_nothing(place: Path) -> None:
    before = schema(place)
    (place / "plans/agencies.yaml").write_text("a: [1\n", encoding="utf-8")
    checked(place)
    assert schema(place) == before


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", '{"kehoach": "", "agencies": {}, "plans": 5}', '{"kehoach":"","agencies":{},"plans":{"x":1}}'],
)
def test_a_spoilt_memory_is_made_anew(place: Path, content: str) -> None:
    (place / ".kehoach/ids.json").write_text(content, encoding="utf-8")
    assert checked(place, PLAN).exit_code == 0
    assert "ho-ngheo" in json.loads((place / ".kehoach/ids.json").read_text(encoding="utf-8"))["plans"][PLAN]["targets"]


def test_a_folder_that_cannot_be_written_is_no_fault_of_the_plan(place: Path) -> None:
    expected = run("check", cwd=place).stderr
    shutil.rmtree(place / ".kehoach")
    if os.geteuid() == 0:
        (place / ".kehoach").write_text("a file where a folder belongs", encoding="utf-8")
    else:
        place.chmod(0o500)
    done = run("check", cwd=place)
    place.chmod(0o700)
    assert done.returncode == 0
    assert done.stderr == expected


def test_nothing_is_written_through_a_link(place: Path, tmp_path: Path) -> None:
    shutil.rmtree(place / ".kehoach")
    elsewhere = tmp_path / "nơi khác"
    elsewhere.mkdir()
    (place / ".kehoach").symlink_to(elsewhere)
    assert checked(place).exit_code == 0
    assert list(elsewhere.iterdir()) == []


def test_schema_is_printed_or_written(place: Path) -> None:
    printed = run("schema", cwd=place)
    assert printed.returncode == 0
    assert json.loads(printed.stdout)["properties"]["year"]["title"] == "Năm, giai đoạn"
    assert "phong-tu-phap" not in printed.stdout
    done = run("schema", "--registry", "--to", "x/agencies.schema.json", cwd=place)
    assert done.returncode == 0
    assert done.stderr == "x/agencies.schema.json\n"
    assert "additionalProperties" in (place / "x/agencies.schema.json").read_text(encoding="utf-8")
    assert run("schema", "--to", "x/agencies.schema.json", cwd=place).returncode == 0
    mine = run("schema", "--to", PLAN, cwd=place)
    assert mine.returncode == 3
    assert PLAN in mine.stderr
    assert (place / PLAN).read_bytes() == (ROOT / PLAN).read_bytes()
