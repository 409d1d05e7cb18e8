"""A blank plan: every section a drafter needs, no error, a draft that prints."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kehoach.commands.new import new
from kehoach.diagnostics import UnreadableFile, WouldOverwrite
from tests.support.forked import run
from tests.support.judges import lint
from tests.support.language_server import LanguageServer
from tests.support.plans import make, registry
from tests.support.word import WordFile

NEW = "plans/2027/giam-ngheo.yaml"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("w")
    assert run("init", ".", cwd=folder).returncode == 0
    done = run("new", "2027/giam-ngheo", cwd=folder)
    assert (done.returncode, done.stderr) == (0, f"{NEW}\n")
    return folder


@pytest.fixture
def place(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "w"))


def test_it_checks_without_error_and_prints_a_draft(made: Path, place: Path) -> None:
    text = (made / NEW).read_text(encoding="utf-8")
    found = make(text, registry())
    assert {f.code for f in found.findings} == {"KH110"}
    assert found.plan is not None
    assert [section.kind for section in found.plan.sections] == ["purpose", "targets", "solutions", "funding", "duties"]
    assert found.plan.year.text == "2027"
    assert "15/1/2027" in text.split("number:")[0]
    done = run("render", "-q", NEW, cwd=place)
    assert done.returncode == 1
    docx = (place / "outputs/2027/giam-ngheo/ke-hoach.docx").read_bytes()
    printed = WordFile(docx).text()
    assert "DỰ THẢO" in printed
    assert "kế hoạch về việc gì, năm nào" in printed
    assert lint(docx) == []


def test_no_line_that_is_to_be_filled_in_ends_in_a_comment(made: Path) -> None:
    lines = (made / NEW).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "#" in line and not line.lstrip().startswith("#")] == []


def test_every_todo_is_read_as_one(made: Path) -> None:
    text = (made / NEW).read_text(encoding="utf-8")
    questions = [line for line in text.splitlines() if "TODO(" in line and not line.lstrip().startswith("#")]
    assert len(make(text, registry()).findings) == len(questions)


def test_the_editor_has_no_complaint(made: Path) -> None:
    server = LanguageServer(made)
    try:
        assert server.open(made / NEW, (made / NEW).read_text(encoding="utf-8")) == []
    finally:
        server.close()


def test_its_ids_are_offered_at_once(made: Path) -> None:
    assert '"chi-tieu-1"' in (made / ".kehoach/plan.schema.json").read_text(encoding="utf-8")


def test_nothing_is_overwritten(place: Path) -> None:
    (place / NEW).write_text("year: 2027\n", encoding="utf-8")
    done = run("new", "2027/giam-ngheo", cwd=place)
    assert done.returncode == 3
    assert NEW in done.stderr
    for name in ("2027/giam-ngheo.yaml", NEW, f"./{NEW}", str(place / NEW)):
        with pytest.raises(WouldOverwrite):
            new(name, None, place)
    assert (place / NEW).read_text(encoding="utf-8") == "year: 2027\n"


def test_the_issuer_is_the_one_that_can_be_or_is_asked_for(place: Path) -> None:
    assert "\nissuer: TODO(" in (place / NEW).read_text(encoding="utf-8"), (
        "from July 2025 on two wards can issue a plan"
    )
    new("2024/a", None, place)
    assert "\nissuer: ubnd-tp-lai-chau\n" in (place / "plans/2024/a.yaml").read_text(encoding="utf-8")
    new("2028/a", "phong-tu-phap", place)
    assert "\nissuer: phong-tu-phap\n" in (place / "plans/2028/a.yaml").read_text(encoding="utf-8")
    unknown = run("new", "2028/b", "--issuer", "phong-tu-phaap", cwd=place)
    assert unknown.returncode == 2
    assert "phong-tu-phap?" in unknown.stderr
    assert not (place / "plans/2028/b.yaml").exists()
    agencies = place / "plans/agencies.yaml"
    more = "\nubnd-khac:\n  name: UBND xã Khác\n  letterhead: [ỦY BAN NHÂN DÂN, XÃ KHÁC]\n"
    agencies.write_text(agencies.read_text(encoding="utf-8") + more, encoding="utf-8")
    new("2028/c", None, place)
    two = (place / "plans/2028/c.yaml").read_text(encoding="utf-8")
    assert "\nissuer: TODO(" in two
    assert {f.code for f in make(two, registry()).findings} == {"KH110"}


@pytest.mark.parametrize("name", ["giam-ngheo", "27/giam-ngheo", "2027/", "2027/a:b", "2027/..", "2027/con", "x/y/z"])
def test_a_name_that_is_none_is_refused(place: Path, name: str) -> None:
    before = sorted(place.rglob("*"))
    with pytest.raises(UnreadableFile):
        new(name, None, place)
    assert sorted(place.rglob("*")) == before


def test_without_workspace_or_registry_it_says_how_to_get_one(tmp_path: Path) -> None:
    nowhere = run("new", "2027/a", cwd=tmp_path)
    assert nowhere.returncode == 2
    assert "kehoach init" in nowhere.stderr
    (tmp_path / "plans").mkdir()
    without = run("new", "2027/a", cwd=tmp_path)
    assert without.returncode == 2
    assert "plans/agencies.yaml" in without.stderr
    assert "kehoach init" in without.stderr
    assert not (tmp_path / "plans/2027").exists()


def test_commands_take_the_name_that_new_takes(place: Path) -> None:
    deep = place / "plans" / "2027"
    for folder in (place, deep):
        assert run("render", "-q", "2027/giam-ngheo", cwd=folder).returncode == 1  # only open points
    assert (place / "outputs/2027/giam-ngheo/ke-hoach.docx").exists()
    assert "2027/khong-co" in run("check", "2027/khong-co", cwd=place).stderr
    (place / "2027").mkdir()
    (place / "2027/giam-ngheo").write_text("year: 2027\n", encoding="utf-8")
    assert "2027/giam-ngheo:1" in run("check", "2027/giam-ngheo", cwd=place).stdout, "a file of that name comes first"


def test_a_name_with_marks_is_answered_with_one_without(made: Path) -> None:
    with pytest.raises(UnreadableFile) as raised:
        new("2027/Đuối nước", None, made)
    assert str(raised.value.hint) == "write: kehoach new 2027/duoi-nuoc"


@pytest.mark.parametrize("command", ["check", "build", "render"])
def test_a_plan_that_is_not_there_is_answered_with_the_nearest(command: str, place: Path) -> None:
    assert "perhaps 2027/giam-ngheo?" in run(command, "--lang", "en", "2027/giam-ngeo", cwd=place).stderr
    assert "the plans here are: 2024/giam-ngheo" in run(command, "--lang", "en", "2031/x", cwd=place).stderr
