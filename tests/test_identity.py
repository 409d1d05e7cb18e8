"""No name stands for two things: plans, bodies, reports, calendar entries, workspaces; whatever a file system folds."""

from __future__ import annotations

import random
import shutil
import unicodedata
from pathlib import Path

import pytest
import vobject

from kehoach.commands.build import build
from kehoach.commands.check import check
from kehoach.commands.next import draft
from kehoach.diagnostics import KehoachError, Report, UnreadableFile, WouldOverwrite
from kehoach.pipeline.next_year import DraftRequest
from kehoach.pipeline.plan_maker import together
from kehoach.pipeline.production import RunOptions
from kehoach.pipeline.products import file_names, is_product_name
from kehoach.storage.workspace import Workspace, folder_of_plan, name_key
from tests.support.plans import ROOT, SMALL

NFC, NFD = (unicodedata.normalize(form, "giảm-nghèo") for form in ("NFC", "NFD"))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "plans").mkdir()
    shutil.copy(ROOT / "plans" / "agencies.yaml", tmp_path / "plans")
    return tmp_path


def write(path: Path, text: str = SMALL) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def both_built(place: Path, one: str, other: str) -> Report:
    write(place / "plans" / one)
    write(place / "plans" / other)
    return built(place)


def built(place: Path, output: Path | None = None) -> Report:
    return together(build([], place, RunOptions(fresh=True, output=output)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("nhap/x.yaml", "2024/x.yaml"),
        ("nhap/x.yaml", "khac/x.yaml"),
        ("2024/a:b.yaml", "2024/a?b.yaml"),
        (f"2024/{NFC}.yaml", f"2024/{NFD}.yaml"),
        ("2024/giam.yaml", "2024/Giam.yaml"),
        ("2024/ĐỀ-ÁN.yaml", "2024/đề-án.yaml"),
        ("2024/x.yaml", "2024/x.yml"),
        ("2024/x.yaml", "2024/x.YAML"),
        ("2024/x .yaml", "2024/x.yaml"),
    ],
)
def test_two_plans_of_one_folder_are_named_before_anything_is_written(one: str, other: str, place: Path) -> None:
    report = both_built(place, one, other)
    assert [finding.code for finding in report.findings] == ["KH125", "KH125"]
    said = " ".join(f"{finding.file} {finding.message}" for finding in report.findings)
    assert said.count(one) == said.count(other) == 2
    assert report.written == ()
    assert not list((place / "outputs").rglob("*.docx"))
    assert [finding.code for finding in check([place / "plans" / one], place).findings] == ["KH125"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2024/x.yaml", "2023/x.yaml"),
        ("2024/x.yaml", "2024/y.yaml"),
        ("nhap/x.yaml", "2023/x.yaml"),
        ("2024/a.yaml", "2024/á.yaml"),
    ],
)
def test_plans_of_folders_of_their_own_are_fine(one: str, other: str, place: Path) -> None:
    report = both_built(place, one, other)
    assert not report.stops
    assert len({path.parent for path in report.written if path.name == "ke-hoach.docx"}) == 2


def test_which_files_are_plans(place: Path) -> None:
    for name in ("a.yaml", "b.yml", "c.YAML", ".d.yaml", "~$e.yaml", "f.yaml~", "g.txt"):
        write(place / "plans/2024" / name)
    write(place / "plans/.nhap/h.yaml")
    assert [path.name for path in Workspace(place).plans()] == ["a.yaml", "b.yml", "c.YAML"]


def test_a_folder_that_cannot_be_read_is_a_failure(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    write(place / "plans/2024/a.yaml")
    listed = os.listdir

    def refuse(folder: Path) -> list[str]:
        if Path(folder).name == "2024":
            raise PermissionError(13, "Permission denied")
        return listed(folder)

    monkeypatch.setattr(os, "listdir", refuse)
    with pytest.raises(UnreadableFile, match="2024"):
        built(place)


def test_results_belong_to_the_plan_whose_name_is_written_in_other_bytes(place: Path) -> None:
    write(place / f"plans/2024/{NFD}.yaml", (ROOT / "plans/2024/giam-ngheo.yaml").read_text(encoding="utf-8"))
    shutil.copytree(ROOT / "results/2024/giam-ngheo", place / f"results/2024/{NFC}")
    files = sorted((place / f"results/2024/{NFC}").glob("*.yaml"))
    assert check(files, place).failures == ()
    assert Workspace(place).results_named(NFD) == tuple(files)


def test_of_two_workspaces_with_one_output_folder_the_second_is_told(tmp_path: Path) -> None:
    shared = tmp_path / "chung"
    for name in ("mot", "hai"):
        write(tmp_path / name / "plans/2024/x.yaml")
        shutil.copy(ROOT / "plans" / "agencies.yaml", tmp_path / name / "plans")
    assert built(tmp_path / "mot", shared).written
    before = {path: path.read_bytes() for path in shared.rglob("*.docx")}
    write(tmp_path / "hai/plans/2024/x.yaml", SMALL.replace("Nội dung", "Việc khác"))
    (failure,) = built(tmp_path / "hai", shared).failures
    assert isinstance(failure, WouldOverwrite)
    assert str(tmp_path / "mot") in str(failure.message)
    assert {path: path.read_bytes() for path in shared.rglob("*.docx")} == before
    assert not built(tmp_path / "mot", shared).failures
    (tmp_path / "mot").rename(tmp_path / "ba")
    assert not built(tmp_path / "ba", shared).failures, "a workspace that moved is still the one"


def test_the_outputs_of_another_workspace_are_not_taken_over(tmp_path: Path) -> None:
    for name in ("mot", "hai"):
        write(tmp_path / name / "plans/2024/x.yaml")
        shutil.copy(ROOT / "plans" / "agencies.yaml", tmp_path / name / "plans")
    assert built(tmp_path / "mot").written
    (failure,) = built(tmp_path / "hai", tmp_path / "mot/outputs").failures
    assert isinstance(failure, WouldOverwrite)


def test_events_of_two_communes_have_identities_of_their_own(tmp_path: Path) -> None:
    found = []
    for name in ("xã Tả Lèng", "xã Nậm Hàng"):
        place = tmp_path / name
        text = (ROOT / "plans/2024/giam-ngheo.yaml").read_text(encoding="utf-8")
        write(place / "plans/2024/giam-ngheo.yaml", text)
        registry = (ROOT / "plans/agencies.yaml").read_text(encoding="utf-8")
        write(place / "plans/agencies.yaml", registry.replace("UBND thành phố Lai Châu", f"UBND {name}"))
        assert built(place).written
        calendar = vobject.readOne((place / "outputs/2024/giam-ngheo/thoi-han.ics").read_text(encoding="utf-8"))
        found.append({event.uid.value for event in calendar.vevent_list})
    assert found[0]
    assert len(found[0]) == len(found[1])
    assert not found[0] & found[1]


NAMES = [
    "Sở Tài chính", "Phòng Kinh tế", "UBND xã Hòa Bình", "Hội Nông dân", "Đoàn Thanh niên", "con", "aux", "nul", "x",
    "",
    "…", "Trường THCS số 1", "Ban Quản lý dự án đầu tư xây dựng công trình giao thông và nông nghiệp tỉnh" * 2,
]  # fmt: skip
CHANGES = [
    str.upper, str.lower, str.title, lambda name: name.replace("ò", "o"), lambda name: name.replace("Đ", "D"),
    lambda name: name.replace("oà", "òa"), lambda name: name + ".", lambda name: name.replace(" ", "-"),
    lambda name: name.replace(" ", "  "), lambda name: unicodedata.normalize("NFD", name), lambda name: name[:-1],
    lambda name: name + "x", lambda name: f"“{name}”", lambda name: name.replace("1", "2"), lambda name: name + "/a",
    lambda name: name + "\u200b", lambda name: name[: len(name) // 2], lambda name: name.replace("ế", "ề"),
]  # fmt: skip


def folded(name: str) -> str:
    """What Windows and macOS may take for the same: capitals, forms of letters, full stops and blanks at the end."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold()).rstrip(" .")


@pytest.mark.parametrize("seed", range(20))
def test_a_thousand_pairs_of_names(seed: int) -> None:
    rng = random.Random(seed)
    for _turn in range(50):
        one = rng.choice(NAMES)
        other = one
        for _change in range(rng.randint(1, 3)):
            other = rng.choice(CHANGES)(other)
        if one == other:
            continue
        bodies = file_names([one, other])
        assert folded(bodies[one]) != folded(bodies[other]), (one, other)
        assert all(len(name.encode()) < 120 and is_product_name(f"trich/{name}.docx") for name in bodies.values())
        first, second = (folder_of_plan(Path("o"), f"2024/{name or 'x'}") for name in (one, other))
        if folded(str(first)) == folded(str(second)):  # then the plans are told
            assert name_key(one or "x") == name_key(other or "x"), (one, other)


def test_an_id_keeps_its_file_beside_a_name_of_the_same_letters() -> None:
    found = file_names(["so-tai-chinh", "Sở Tài Chính"])
    assert found["so-tai-chinh"] == "so-tai-chinh"
    assert found["Sở Tài Chính"].startswith("so-tai-chinh-")
    assert file_names(["Sở Tài Chính"]) == {"Sở Tài Chính": "so-tai-chinh"}


def test_a_plan_whose_name_is_no_utf_8_is_built_like_any_other(place: Path) -> None:
    path = place / "plans/2024" / "gi\udce3m.yaml"
    path.parent.mkdir()
    try:
        path.write_text(SMALL, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes UTF-8 only")
    assert built(place).written
    again = built(place)
    assert (again.failures, again.written) == ((), ())


def test_the_draft_of_next_goes_into_a_folder(place: Path) -> None:
    write(place / "plans/2024/x.yaml")
    (place / "plans/2025").mkdir()
    done = draft(place / "plans/2024/x.yaml", DraftRequest(2025, to=place / "plans/2025"), RunOptions(), str)
    assert place / "plans/2025/x.yaml" in done.report.written
    with pytest.raises(KehoachError, match="the plan itself"):
        draft(place / "plans/2024/x.yaml", DraftRequest(2025, to=place / "plans/2024"), RunOptions(), str)
