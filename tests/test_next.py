"""`kehoach next`: the draft, the memory beside it, the ledger as table, JSON and Word file; and drafting again."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.rolling.ledger import LedgerTopic
from kehoach.rolling.redraft import merge, standings
from tests.support import forked, hostile
from tests.support.judges import lint, sdk_errors
from tests.support.plans import ROOT, SEED, make
from tests.support.rolling import rolled
from tests.support.word import WordFile

PLAN = "plans/2024/giam-ngheo.yaml"
DRAFT = "plans/2025/giam-ngheo.yaml"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A workspace with the seed and its registry, without results."""
    (tmp_path / "plans" / "2024").mkdir(parents=True)
    shutil.copy(SEED, tmp_path / PLAN)
    shutil.copy(ROOT / "plans" / "agencies.yaml", tmp_path / "plans")
    return tmp_path


def run(place: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return forked.run(*words, "--lang", "en", cwd=place)


def give_results(place: Path) -> None:
    shutil.copytree(ROOT / "results" / "2024" / "giam-ngheo", place / "results" / "2024" / "giam-ngheo")


def test_the_draft_and_its_ledger(place: Path) -> None:
    done = run(place, "next", PLAN, "--year", "2025")
    assert done.returncode == 0, done.stderr
    assert (place / DRAFT).is_file()
    assert "must be decided (" in done.stdout
    assert "1,50% → TODO(2024 là 1,50%)" in done.stdout
    docx = (place / "outputs/2025/giam-ngheo/bang-ke.docx").read_bytes()
    assert not sdk_errors(docx, place)
    assert not lint(docx)
    shown = WordFile(docx).text()
    for expected in ("BẢNG KÊ CHUYỂN TIẾP", "VIỆC PHẢI QUYẾT ĐỊNH", "Ý kiến quyết định", "15/06/2025 là Chủ nhật"):
        assert expected in shown.replace("\u00a0", " ")
    checked = run(place, "check", DRAFT)
    assert checked.returncode == 1
    assert "error" not in checked.stdout


def test_the_ledger_as_json_names_places_in_both_files(place: Path) -> None:
    done = run(place, "next", PLAN, "--year", "2025", "--format", "json")
    found = json.loads(done.stdout)
    assert set(found) == {"version", "from", "to", "entries"}
    old = (place / PLAN).read_text(encoding="utf-8").splitlines()
    new = (place / DRAFT).read_text(encoding="utf-8").splitlines()
    keys = set(found["entries"][0])
    page = (ROOT / "docs" / "interface.md").read_text(encoding="utf-8")
    assert all(f"`{key}`" in page for key in keys)
    for entry in found["entries"]:
        if entry["topic"] == "target" and entry["old"] and "\n" not in entry["old"]:
            assert entry["old"] in old[entry["old_line"] - 1]
            assert entry["new"] in new[entry["line"] - 1]


def test_twice_changes_nothing(place: Path) -> None:
    run(place, "next", PLAN, "--year", "2025")
    before = {path: path.read_bytes() for path in sorted(place.rglob("*")) if path.is_file()}
    done = run(place, "next", PLAN, "--year", "2025")
    assert done.returncode == 0
    assert {path: path.read_bytes() for path in sorted(place.rglob("*")) if path.is_file()} == before


def test_results_that_come_in_later_change_only_what_nobody_touched(place: Path) -> None:
    run(place, "next", PLAN, "--year", "2025")
    text = (place / DRAFT).read_text(encoding="utf-8")
    mine = text.replace("value: TODO(2024 là 1,50%)", "value: 1,40%  # đã thống nhất").replace(
        "doan-ket: TODO(2024 là 01 hộ)", "doan-ket: 02 hộ"
    )
    assert mine != text
    (place / DRAFT).write_text(mine, encoding="utf-8")
    give_results(place)
    done = run(place, "next", PLAN, "--year", "2025")
    assert done.returncode == 0, done.stderr
    after = (place / DRAFT).read_text(encoding="utf-8")
    assert "value: 1,40%  # đã thống nhất" in after
    assert "doan-ket: 02 hộ" in after
    assert "baseline: 1,48%\n" in after, "the line beside the one that a person changed"
    assert "value: TODO(2024 là 9,2%, đạt 9,1%)" in after, "a target that nobody touched learns its result"
    assert "written anew by a person since the draft, and kept:" in done.stderr
    assert "brought up to date where nobody had changed anything:" in done.stderr


def test_results_give_baselines_and_mark_tasks(place: Path) -> None:
    give_results(place)
    path = place / PLAN
    once = path.read_text(encoding="utf-8").replace(
        "task: bo-tri-kinh-phi\n", "task: bo-tri-kinh-phi\n            deadline: 31/01\n"
    )
    path.write_text(once, encoding="utf-8")
    run(place, "next", PLAN, "--year", "2025")
    draft = (place / DRAFT).read_text(encoding="utf-8")
    assert "baseline: 1,48%\n" in draft
    assert "value: TODO(2024 là 1,50%, đạt 1,48%)" in draft
    assert "task: nuoc-sach  # chuyển tiếp: đang thực hiện, chuyển từ 2024" in draft
    assert "deadline: TODO(bỏ nhiệm vụ này? đã hoàn thành ngày 25/01/2024; nếu giữ thì thời hạn là 31/01)" in draft


QUARTERLY = """\
year: 2027
issuer: phuong-tan-phong
subject: Chuyển đổi số năm {{ year }}
opening: UBND phường ban hành Kế hoạch như sau
sections:
  - kind: targets
    items:
      - target: ho-so
        name: Hồ sơ trực tuyến
        baseline: 80%
        value: 95%
        text: Đạt {{ value }}.
  - kind: duties
    items:
      - agencies: Hội Nông dân
        items:
          - {task: tuyen-truyen, name: Tuyên truyền, deadline: thường xuyên, text: Tuyên truyền.}
          - {task: nang-cap, name: Nâng cấp, deadline: 30/6, text: Nâng cấp.}
reporting:
  - from: Hội Nông dân
    to: phuong-tan-phong
    periods:
      - {id: quy, name: quý}
recipients:
  - Các cơ quan
archive: VT
signature: {authority: TM, title: Chủ tịch, name: Nguyễn Văn Bình}
"""


@pytest.mark.parametrize(("quarter", "is_whole"), [("quy-2", False), ("quy-4", True)])
def test_only_a_whole_year_gives_a_baseline(place: Path, quarter: str, is_whole: bool) -> None:
    (place / "plans/2027").mkdir()
    (place / "plans/2027/cds.yaml").write_text(QUARTERLY, encoding="utf-8")
    (place / "results/2027/cds").mkdir(parents=True)
    told = "targets: {ho-so: 88%}\ntasks: {tuyen-truyen: đang thực hiện, nang-cap: đang thực hiện}\n"
    (place / f"results/2027/cds/{quarter}.yaml").write_text(told, encoding="utf-8")
    done = run(place, "next", "plans/2027/cds.yaml", "--year", "2028", "--today", "31/12/2027")
    draft = (place / "plans/2028/cds.yaml").read_text(encoding="utf-8")
    assert ("baseline: 88%\n" in draft) is is_whole, done.stdout + done.stderr
    assert ("baseline: TODO(kết quả cả năm 2027? mới có quý II năm 2027 là 88%)" in draft) is not is_whole
    assert ("value: TODO(2027 là 95%, quý II năm 2027 đạt 88%)" in draft) is not is_whole
    assert "chuyển tiếp: đang thực hiện" not in draft.split("task: tuyen-truyen")[1].split("nang-cap")[0]
    assert "type: Báo cáo" not in draft, "there is no report on the year"


def test_earlier_years_stand_beside_the_value_to_decide(place: Path) -> None:
    earlier = place / "plans" / "2023" / "giam-ngheo.yaml"
    earlier.parent.mkdir()
    text = SEED.read_text(encoding="utf-8").replace("year: 2024", "year: 2023").replace("date: 1/2024", "date: 1/2023")
    text = text.replace("value: 1,50%", "value: 1,55%").replace("date: 15/12/2023", "date: 15/12/2022")
    earlier.write_text(text, encoding="utf-8")
    run(place, "next", PLAN, "--year", "2025")
    assert "value: TODO(2023 là 1,55%; 2024 là 1,50%)" in (place / DRAFT).read_text(encoding="utf-8")


def test_a_file_that_next_did_not_write_is_left_alone(place: Path) -> None:
    (place / "plans" / "2025").mkdir()
    (place / DRAFT).write_text("year: 2025\n", encoding="utf-8")
    done = run(place, "next", PLAN, "--year", "2025")
    assert done.returncode == 3
    assert (place / DRAFT).read_text(encoding="utf-8") == "year: 2025\n"
    other = run(place, "next", PLAN, "--year", "2025", "--to", "plans/2025/khac.yaml")
    assert other.returncode == 0
    assert (place / "plans/2025/khac.yaml").is_file()


def test_a_lost_memory_loses_nothing(place: Path) -> None:
    run(place, "next", PLAN, "--year", "2025")
    for broken in ("{", "[]", '{"draft": 5}'):
        (place / "plans/2025/giam-ngheo.ledger.json").write_text(broken, encoding="utf-8")
        text = (place / DRAFT).read_text(encoding="utf-8").replace("TODO(2024 là 84,8%)", "85%")
        (place / DRAFT).write_text(text, encoding="utf-8")
        done = run(place, "next", PLAN, "--year", "2025")
        assert done.returncode == 3, broken
        assert (place / DRAFT).read_text(encoding="utf-8") == text


def test_a_ledger_that_a_person_wrote_into_is_kept(place: Path) -> None:
    run(place, "next", PLAN, "--year", "2025")
    word = place / "outputs/2025/giam-ngheo/bang-ke.docx"
    word.write_bytes(word.read_bytes() + b" ")
    give_results(place)
    done = run(place, "next", PLAN, "--year", "2025")
    assert done.returncode == 3
    assert word.read_bytes().endswith(b" ")
    assert "đạt 1,48%" in (place / DRAFT).read_text(encoding="utf-8"), "the draft itself is up to date"


def test_an_issuer_that_is_gone_stops_with_a_way_out(place: Path) -> None:
    run(place, "next", PLAN, "--year", "2025")
    done = run(place, "next", DRAFT, "--year", "2026")
    assert done.returncode == 2
    assert "30/06/2025" in done.stderr
    assert "--issuer" in done.stderr
    assert "phuong-tan-phong" in done.stderr
    assert not (place / "plans/2026").exists()
    for wrong in ("phuong-tan-fong", "ubnd-tp-lai-chau"):
        assert run(place, "next", DRAFT, "--year", "2026", "--issuer", wrong).returncode == 2
    anew = run(place, "next", DRAFT, "--year", "2026", "--issuer", "phuong-tan-phong")
    assert anew.returncode == 0, anew.stderr


@pytest.mark.parametrize("year", ["2024", "2020"])
def test_a_draft_is_for_a_later_year(place: Path, year: str) -> None:
    done = run(place, "next", PLAN, "--year", year)
    assert done.returncode == 2
    assert "--year 2025" in done.stderr


def test_a_plan_with_errors_is_not_rolled(place: Path) -> None:
    path = place / PLAN
    path.write_text(path.read_text(encoding="utf-8").replace("[phong-tu-phap]", "[phong-tu-phaap]"), encoding="utf-8")
    done = run(place, "next", PLAN, "--year", "2025")
    assert done.returncode == 1
    assert "KH201" in done.stdout
    assert not (place / "plans/2025").exists()


def test_from_year_to_year_on_the_real_registry(place: Path) -> None:
    give_results(place)
    run(place, "next", PLAN, "--year", "2025")
    run(place, "next", DRAFT, "--year", "2026", "--issuer", "phuong-tan-phong")
    done = run(place, "render", "plans/2026/giam-ngheo.yaml")
    assert done.returncode == 1, "undecided, but printed"
    shown = WordFile((place / "outputs/2026/giam-ngheo/ke-hoach.docx").read_bytes()).text().replace("\u00a0", " ")
    assert "DỰ THẢO" in shown
    without_bases = re.sub(r"Căn cứ .*", "", shown)
    for gone in ("thành phố", "Phòng Lao động", "Phòng Tư pháp", "San Thàng", "Sùng Phài", "huyện", "Sở Lao động"):
        assert gone not in without_bases, gone


# Merging


LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "d\n", "e\n"]), max_size=12)


@given(LINES, LINES, LINES)
def test_a_merge_keeps_every_line_that_a_person_wrote(base: list[str], mine: list[str], fresh: list[str]) -> None:
    marked = [line.upper() if index % 2 else line for index, line in enumerate(mine)]
    merged = merge("".join(base), "".join(marked), "".join(fresh)).text
    rest = iter(merged.splitlines())
    assert all(any(line.strip() == found for found in rest) for line in marked if line.isupper())


@pytest.mark.parametrize(
    ("mine", "fresh", "expected"),
    [
        ("b 1\nv 9\n", "b 2\nv ?!\n", "b 2\nv 9\n"),
        ("b 1\nv ?\nmine\n", "b 2\nv ?\n", "b 2\nv ?\nmine\n"),
        ("b 1\nmine\nv ?\n", "b 1\nnew\nv ?\n", "b 1\nmine\nv ?\n"),
        ("v ?\n", "b 2\nv ?!\n", "v ?!\n"),
        ("b 1\nmine\nv 9\n", "b 2\nv ?\n", "b 2\nmine\nv 9\n"),
        ("mine\n", "b 2\nv ?\n", "mine\n"),
    ],
)
def test_a_merge_line_by_line(mine: str, fresh: str, expected: str) -> None:
    assert merge("b 1\nv ?\n", mine, fresh).text == expected


@given(LINES, LINES)
def test_a_merge_with_one_side_unchanged_is_the_other(base: list[str], other: list[str]) -> None:
    old, new = "".join(base), "".join(other)
    assert merge(old, old, new).text == new
    assert merge(old, new, old).text == new
    assert merge(old, new, new).text == new


def test_entries_move_with_the_lines_of_a_person_and_only_those_on_changed_lines_are_touched() -> None:
    ledger = rolled(SEED.read_text(encoding="utf-8"), 2025)
    draft = ledger.draft.text.splitlines(keepends=True)
    changed = draft.index("signature:\n")
    mine = ["# one\n", "# two\n", *draft[:changed], "signature: # mine\n", *draft[changed + 1 :]]
    draft_lines = [ledger.place(entry).line for entry in ledger.entries]
    found = standings(ledger, "".join(mine))
    assert [one.first for one in found] == [line + 2 for line in draft_lines]
    assert not any(one.touched for one in found), "nothing of the ledger is on the line that a person changed"
    mine[mine.index("year: 2025\n")] = "year: 2026\n"
    assert {one.entry.topic for one in standings(ledger, "".join(mine)) if one.touched} == {LedgerTopic.YEAR}


# The examples that were made this way


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_examples_are_finished(year: int) -> None:
    made = make((ROOT / "plans" / str(year) / "giam-ngheo.yaml").read_text(encoding="utf-8"))
    assert not made.findings, [f"{f.span.line} {f.code} {f.message}" for f in made.findings]
    assert made.plan is not None
    text = WordFile(made.docx()).text()
    assert "DỰ THẢO" not in text
    assert str(year - 1) in text


def test_the_example_of_2026_names_no_abolished_body() -> None:
    source = (ROOT / "plans" / "2026" / "giam-ngheo.yaml").read_text(encoding="utf-8")
    made = make(source)
    assert made.plan is not None
    shown = WordFile(made.docx()).text().replace("\u00a0", " ")
    day, _last = made.plan.issued_between
    names = {name for one in made.agencies.by_id.values() if one.ended_before(day) for name in one.names}
    names |= {"thành phố Lai Châu", "cấp huyện", "Thành ủy", "Sở Lao động"}
    alive = {name for one in made.agencies.by_id.values() if one.exists_on(day) for name in one.names}
    assert len(names) > 20
    for name in sorted(
        alive, key=len, reverse=True
    ):  # "Phòng Kinh tế, Hạ tầng và Đô thị" begins like an office that is gone
        shown = shown.replace(name, "")
    for name in names - alive:
        assert not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", shown), name


@pytest.mark.parametrize("year", ["99999", "10000", "2200", "1899", "0", "-1", "9" * 4000, "2099", "2199"])
def test_every_year_makes_a_draft_or_one_line(place: Path, year: str) -> None:
    done = run(place, "next", PLAN, "--year", year, "--issuer", "phuong-tan-phong")
    assert "Traceback" not in done.stderr
    if len(year) == 4 and year.startswith("2") and year != "2200":
        assert (place / f"plans/{year}/giam-ngheo.yaml").is_file()
    else:
        assert done.returncode == 2
        assert done.stderr == f"kehoach: a plan cannot be of the year {year}. write: --year 2025\n"


def test_the_last_year_of_a_period_counts(place: Path) -> None:
    plan = place / PLAN
    plan.write_text(hostile.PLAN.replace("year: 2024", "year: 2024-2028"), encoding="utf-8")
    assert run(place, "next", PLAN, "--year", "2196").returncode == 2


# A period that is not over, and results that cannot be read


@pytest.mark.parametrize(
    ("period", "year", "code", "said"),
    [
        ("2024-2028", "2025", 2, "the plan runs until 2028: it is not over in 2025. the next plan begins in 2029"),
        ("2024-2028", "2028", 2, "--year 2029"),
        ("2024-2028", "2029", 0, ""),
        ("2024-", "2030", 2, "without an end"),
    ],
)
def test_a_plan_of_several_years_has_no_next_within_them(
    place: Path, period: str, year: str, code: int, said: str
) -> None:
    (place / "plans/2024/dai-han.yaml").write_text(
        hostile.PLAN.replace("year: 2024", f"year: {period}"), encoding="utf-8"
    )
    done = run(place, "next", "plans/2024/dai-han.yaml", "--year", year, "--issuer", "phuong-tan-phong")
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert (place / f"plans/{year}/dai-han.yaml").exists() is (code == 0)


def test_results_with_an_error_are_said_to_have_one(place: Path) -> None:
    give_results(place)
    path = next((place / "results/2024/giam-ngheo").glob("nam.yaml"))
    path.write_text(path.read_text(encoding="utf-8") + "sai: 1\n", encoding="utf-8")
    done = run(place, "next", PLAN, "--year", "2025")
    draft = (place / DRAFT).read_text(encoding="utf-8")
    assert "chưa có báo cáo" not in draft
    assert "# chuyển tiếp: ước thực hiện, tệp kết quả có lỗi" in draft
    assert "nam.yaml" in done.stdout + done.stderr
    assert "the results have an error and are not read" in done.stdout
