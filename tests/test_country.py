"""The country as data: found by every way of naming, and a first plan for whoever begins."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from kehoach.commands.init import init
from kehoach.commands.new import new
from kehoach.country.asked import office
from kehoach.country.units import Unit, communes, named, provinces
from kehoach.diagnostics import UnreadableFile, WouldOverwrite
from kehoach.parse.plan import parse_agencies
from kehoach.readers.yaml import read
from kehoach.source import Source
from tests.support.amounts import spread
from tests.support.cases import CASES
from tests.support.forked import run
from tests.support.plans import make, registry
from tests.support.word import WordFile


def drawn() -> list[str]:
    """Three provinces, two departments, and in the long run a hundred communes, some of every province; else twenty."""
    chosen = random.Random(20251128)
    by_province: dict[str, list[str]] = {}
    for code, unit in communes().items():
        assert unit.province is not None
        by_province.setdefault(unit.province.code, []).append(code)
    some = [code for codes in by_province.values() for code in chosen.sample(codes, 2)]
    rest = chosen.sample(sorted(set(communes()) - set(some)), 100 - len(some))
    offices = ["01", "12", "79", "Sở Nội vụ tỉnh Lai Châu", "Sở Y tế thành phố Huế"]
    return [*spread([*some, *rest], 20), *offices]


def test_the_country_is_whole() -> None:
    assert len(provinces()) == 34
    assert len(communes()) == 3321
    kinds = [unit.kind for unit in communes().values()]
    assert [kinds.count(kind) for kind in ("xã", "phường", "đặc khu")] == [2621, 687, 13]
    assert sum(len(unit.merged) for unit in provinces().values()) == 63 - 34


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("xã Bình Lư, tỉnh Lai Châu", "03390"), ("Bình Lư", "03390"), ("xa binh lu", "03390"), ("03390", "03390"),
        ("UBND xã Bình Lư tỉnh Lai Châu", "03390"), ("xã Bình Lư (Lai Châu)", "03390"), ("XÃ BÌNH LƯ", "03390"),
        ("tỉnh Lai Châu", "12"), ("Lai Châu", "12"), ("12", "12"), ("TP. Hồ Chí Minh", "79"), ("Hà Nội", "01"),
        ("xã Ea M'Droh", "24286"), ("đặc khu Côn Đảo", "26732"), ("phường Bình Minh, Tây Ninh", "25480"),
        ("phường Hoà Bình, tỉnh Phú Thọ", "04795"), ("Uỷ ban nhân dân phường Tân Phong, tỉnh Lai Châu", "03408"),
    ],
)  # fmt: skip
def test_a_unit_is_found_as_people_name_it(asked: str, code: str) -> None:
    assert [unit.code for unit in named(asked)] == [code]


def test_every_unit_is_found_by_its_full_name_and_by_its_code() -> None:
    """Every sixth; in the long run every one."""
    for unit in spread((*provinces().values(), *communes().values()), 560):
        assert unit in named(unit.code)
        found = named(unit.full)
        assert unit in found
        assert len({(one.kind, one.name, one.province) for one in found}) == 1, unit.full


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("Bình Minh", "25480"), ("xã Bình Lưu, tỉnh Lai Châu", "xã Bình Lư, tỉnh Lai Châu (03390)"),
        ("xã Bình Minh, tỉnh Tây Ninh", "phường Bình Minh, tỉnh Tây Ninh (25480)"),
        ("tỉnh Yên Bái", "tỉnh Lào Cai (15)"), ("Sở Y tế tỉnh Bắc Giang", "tỉnh Bắc Ninh (24)"),
        ("abc", "03390"), ("99999", "03390"), ("", "03390"),
    ],
)  # fmt: skip
def test_what_is_none_or_several_is_asked_about(asked: str, said: str) -> None:
    with pytest.raises(UnreadableFile) as raised:
        office(asked)
    assert said in str(raised.value.hint)


@pytest.mark.parametrize(
    ("asked", "name", "code"),
    [  # the names of Decree 150's departments, as people type them
        ("so noi vu tinh lai chau", "Sở Nội vụ", "12"), ("sở công thương, tỉnh Cà Mau", "Sở Công Thương", "96"),
        ("Sở Văn hóa - Thể thao và Du lịch Hà Nội", "Sở Văn hóa, Thể thao và Du lịch", "01"),
        ("Sở Giáo dục, Đào tạo TP. Huế", "Sở Giáo dục và Đào tạo", "46"), ("Sở Y tế Huế", "Sở Y tế", "46"),
        ("Sở Du lịch Đà Nẵng", "Sở Du lịch", "48"), ("Chi cục Thủy lợi tỉnh Cà Mau", "Chi cục Thủy lợi", "96"),
    ],
)  # fmt: skip
def test_a_department_gets_its_official_name(asked: str, name: str, code: str) -> None:
    assert (office(asked).department, office(asked).unit.code) == (name, code)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("Sở Cải cách tỉnh Lai Châu", "Sở Nội vụ; Sở Tư pháp; Sở Tài chính;"),
        ("Sở Công ngệ tỉnh Lai Châu", '"Sở Khoa học và Công nghệ tỉnh Lai Châu"'),
        ("Sở KH&CN tỉnh Lai Châu", '"Sở Khoa học và Công nghệ tỉnh Lai Châu"'),
        ("Sở KHCN Đồng Tháp", '"Sở Khoa học và Công nghệ tỉnh Đồng Tháp"'),
        ("Sở VHTT&DL Hà Nội", '"Sở Văn hóa, Thể thao và Du lịch thành phố Hà Nội"'),
        ("Sở KH&ĐT Cà Mau", '"Sở Tài chính tỉnh Cà Mau"'), ("Sở Y tế Bắc Giang", "tỉnh Bắc Ninh (24)"),
        ("Sở Nội vụ", '"Sở Nội vụ tỉnh Lai Châu"'),
    ],
)  # fmt: skip
def test_an_unknown_department_is_asked_about(asked: str, said: str) -> None:
    with pytest.raises(UnreadableFile) as raised:
        office(asked)
    assert said in str(raised.value.hint)


def test_the_unit_that_was_taken_is_named(tmp_path: Path) -> None:
    done = run("init", "--lang", "vi", "--for", "Kinh Bác", "nơi", cwd=tmp_path)
    assert "phường Kinh Bắc, tỉnh Bắc Ninh (mã 09187)" in done.stderr


def agencies_of(folder: Path) -> Source:
    path = folder / "plans" / "agencies.yaml"
    return Source(str(path), path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("asked", drawn())
def test_a_first_plan_has_nothing_but_open_points(asked: str, tmp_path: Path) -> None:
    init(tmp_path, asked)
    source = agencies_of(tmp_path)
    node, faults = read(source)
    assert node is not None
    agencies, more = parse_agencies(node, source)
    assert not faults
    assert not more
    new("2027/giam-ngheo", None, tmp_path)
    text = (tmp_path / "plans/2027/giam-ngheo.yaml").read_text(encoding="utf-8")
    assert "@" not in text
    made = make(text, agencies)
    assert {f.code for f in made.findings} == {"KH110"}
    unit = office(asked).unit
    printed = WordFile(made.docx()).text()
    assert unit.titled.upper() in " ".join(printed.split())
    assert not list((tmp_path / "plans").glob("2024/*"))


def test_the_example_comes_only_when_asked_for_and_beside(tmp_path: Path) -> None:
    init(tmp_path, "03390", example=True)
    assert (tmp_path / "vi-du/plans/2024/giam-ngheo.yaml").exists()
    assert run("render", "vi-du/plans/2024/giam-ngheo.yaml", cwd=tmp_path).returncode in (0, 1)
    assert "xã Bình Lư" in agencies_of(tmp_path).text


def test_a_registry_that_is_there_is_left(tmp_path: Path) -> None:
    init(tmp_path)
    before = agencies_of(tmp_path).text
    with pytest.raises(WouldOverwrite):
        init(tmp_path, "03390")
    assert agencies_of(tmp_path).text == before


def test_other_commands_never_load_the_country(tmp_path: Path) -> None:
    """Start-up and memory stay as they are for whoever does not ask for a unit."""
    init(tmp_path, "03390")
    asked = "import sys, kehoach.cli; sys.argv=['kehoach','check']\ntry: kehoach.cli.cli()\nexcept SystemExit: pass\n"
    asked += "print(any(name.startswith('kehoach.country') for name in sys.modules))"
    import subprocess
    import sys

    done = subprocess.run([sys.executable, "-c", asked], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"


@pytest.mark.parametrize("unit", [unit for unit in provinces().values() if unit.merged], ids=lambda unit: unit.code)
def test_a_merged_province_is_reported_with_the_unit_that_took_it_in(unit: Unit) -> None:
    case = (CASES / "rules/KH214/quiet.yaml").read_text(encoding="utf-8")
    for name in unit.merged:
        plan = case.replace("Phối hợp với tỉnh Lào Cai", f"Phối hợp với tỉnh {name}", 1)
        (finding,) = make(plan, registry(CASES / "agencies.yaml")).findings
        assert (finding.code, finding.span.text) == ("KH214", f"tỉnh {name}")
        assert f"1 July 2025: {unit.titled};" in str(finding.hint)
