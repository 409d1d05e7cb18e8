"""An issued plan: whatever is edited and whatever is run, nothing that was issued changes, everything is said."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kehoach.commands.build import build
from kehoach.commands.check import Fixing, check
from kehoach.commands.diff import diff
from kehoach.commands.issue import issue
from kehoach.commands.next import draft
from kehoach.commands.render import extract, render
from kehoach.commands.report import report, start
from kehoach.commands.revoke import NothingToRevoke, revoke
from kehoach.diagnostics import Report, Selection, WouldOverwrite
from kehoach.frozen import replace
from kehoach.pipeline.issuance import IssueRequest, NotGiven
from kehoach.pipeline.next_year import DraftRequest
from kehoach.pipeline.plan_maker import together
from kehoach.pipeline.production import RunOptions
from kehoach.pipeline.report_requests import ReportRequest
from kehoach.storage.register import EntryState, Register
from tests.support.plans import ROOT, SEED, SMALL
from tests.support.word import WordFile

DAY = date(2024, 1, 12)
QUICK = RunOptions(wait=5, today=date(2024, 8, 1))
PDF = RunOptions(wait=5, pdf=True, today=date(2024, 8, 1))
BUILD = RunOptions(wait=5, pdf=True, fresh=True, today=date(2024, 8, 1))
LEAD = "phong-ldtbxh"


@pytest.fixture(scope="module")
def issued_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the seed plan, issued as 15/KH-UBND."""
    root = tmp_path_factory.mktemp("issued")
    (root / "plans" / "2024").mkdir(parents=True)
    shutil.copy(SEED, root / "plans" / "2024")
    shutil.copy(ROOT / "plans" / "agencies.yaml", root / "plans")
    made = issue(root / "plans/2024/giam-ngheo.yaml", IssueRequest(15, DAY), QUICK)
    assert made.report.exit_code == 0
    return root


@pytest.fixture
def root(issued_once: Path, tmp_path: Path) -> Path:
    shutil.copytree(issued_once, tmp_path / "w")
    return tmp_path / "w"


def plan(root: Path) -> Path:
    return root / "plans/2024/giam-ngheo.yaml"


def everything_issued(root: Path) -> dict[str, bytes]:
    base = root / "ban-hanh"
    return {
        path.relative_to(base).as_posix(): path.read_bytes()
        for path in sorted(base.rglob("*"))
        if path.is_file() and path.name != ".kehoach.lock"
    }


def text(path: Path) -> str:
    return " ".join(WordFile(path.read_bytes()).text().split())


def codes(found: Report) -> list[str]:
    return [finding.code for finding in found.findings if finding.code.startswith("KH7")]


def message(found: Report) -> str:
    """What the last of them says."""
    return [str(finding.message) for finding in found.findings if finding.code.startswith("KH7")][-1]


def edit(path: Path, old: str, new: str) -> None:
    before = path.read_text(encoding="utf-8")
    assert old in before
    path.write_text(before.replace(old, new, 1), encoding="utf-8")


def edit_plan(root: Path) -> None:
    edit(plan(root), "Hội Nông dân, Phụ nữ", "Hội Nông dân, Hội Phụ nữ")


def edit_registry(root: Path) -> None:
    edit(root / "plans/agencies.yaml", "Phòng Lao động - Thương binh và Xã hội", "Phòng Lao động")


def edit_template(root: Path) -> None:
    (root / "templates").mkdir()
    data = (ROOT / "templates/plan.docx").read_bytes()
    (root / "templates/plan.docx").write_bytes(data + b"\0")


def edit_results(root: Path) -> None:
    start(plan(root), ReportRequest("6-thang"))


def edit_word(root: Path) -> None:
    (root / "outputs/2024/giam-ngheo/ke-hoach.docx").write_bytes(b"mine")


def edit_pdf(root: Path) -> None:
    (root / "outputs/2024/giam-ngheo/ke-hoach.pdf").write_bytes(b"mine")


def edit_nothing(root: Path) -> None:
    pass


EDITS: dict[str, tuple[Callable[[Path], None], list[str]]] = {
    "nothing": (edit_nothing, []),
    "the plan": (edit_plan, ["KH717"]),
    "the registry": (edit_registry, ["KH717"]),
    "the template": (edit_template, ["KH717"]),
    "the results": (edit_results, []),
    "the Word file": (edit_word, []),
    "the PDF": (edit_pdf, []),
}


def run_build(root: Path) -> Report:
    return together(build([plan(root)], root, BUILD))


def run_render(root: Path) -> Report:
    return render([plan(root)], PDF)


def run_extract(root: Path) -> Report:
    return extract([plan(root)], [], "", PDF) + extract([plan(root)], [LEAD], "electronic", QUICK)


def run_report(root: Path) -> Report:
    return report(plan(root), ReportRequest("6-thang"), PDF)


def run_next(root: Path) -> Report:
    return draft(plan(root), DraftRequest(2025), QUICK, str).report


def run_diff(root: Path) -> Report:
    return diff(SEED, plan(root), QUICK, documents=True).report


RUNS = {one.__name__: one for one in (run_build, run_render, run_extract, run_report, run_next, run_diff)}


@pytest.mark.parametrize("edited", EDITS)
def test_whatever_is_edited_and_run_nothing_issued_changes_and_everything_is_said(edited: str, root: Path) -> None:
    before = everything_issued(root)
    do, expected = EDITS[edited]
    do(root)
    said = check([plan(root)], root)
    assert codes(said) == expected
    edits_a_paper = edited in ("the Word file", "the PDF")
    for name, run in RUNS.items():
        found = run(root)
        assert everything_issued(root) == before, name
        if name != "run_next" or not edits_a_paper:
            assert [*dict.fromkeys(codes(found))] == expected, name
        if edits_a_paper and name in ("run_build", "run_render"):
            assert found.exit_code == 3, name
            assert [type(one) for one in found.failures] == [WouldOverwrite]
        elif not edits_a_paper:
            assert not found.failures, name


def test_papers_are_made_from_what_was_issued_until_the_change_is(root: Path) -> None:
    outputs = root / "outputs/2024/giam-ngheo"
    edit(plan(root), "1,56%", "1,40%")
    edit_registry(root)
    assert run_build(root).exit_code == 0
    kept = root / "ban-hanh/2024/giam-ngheo/1"
    for name in ("ke-hoach.docx", "ke-hoach.pdf", "phan-cong.xlsx", f"trich/{LEAD}.docx", f"trich/{LEAD}.pdf"):
        assert (outputs / name).read_bytes() == (kept / name).read_bytes(), name
    extract([plan(root)], [LEAD], "paper", QUICK)
    copied = text(outputs / f"trich-sao/{LEAD}.docx")
    assert "Phòng Lao động - Thương binh và Xã hội" in copied
    assert "1,40%" not in text(outputs / "bao-cao/6-thang.docx")
    assert "15/KH-UBND ngày 12 tháng 01 năm 2024" in text(outputs / "bao-cao/6-thang.docx")


def test_results_still_come_into_reports(root: Path) -> None:
    start(plan(root), ReportRequest("nam"))
    results = root / "results/2024/giam-ngheo/nam.yaml"
    shutil.copy(ROOT / "results/2024/giam-ngheo/nam.yaml", results)
    before = text(root / "outputs/2024/giam-ngheo/bao-cao/nam.docx")
    assert not together(build([plan(root)], root, replace(BUILD, today=date(2025, 1, 10)))).failures
    assert text(root / "outputs/2024/giam-ngheo/bao-cao/nam.docx") != before


def test_differences_are_shown_where_they_are(root: Path) -> None:
    lines = plan(root).read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if "Hội Nông dân, Phụ nữ" in line)
    lines[at] = lines[at].replace("Phụ nữ", "Hội Phụ nữ")
    lines.insert(3, "# một dòng mới\n")
    del lines[10]
    plan(root).write_text("".join(lines), encoding="utf-8")
    found = [one for one in check([plan(root)], root).findings if one.code == "KH717"]
    assert [one.span.line for one in found] == [4, 11, at + 1]
    assert str(found[0].message) == "this was not in 15/KH-UBND as issued"
    assert "Phụ nữ" in str(found[2].message)
    assert all("--amend" in str(one.hint) for one in found)


def test_a_comment_in_the_registry_touches_nothing(root: Path) -> None:
    with (root / "plans/agencies.yaml").open("a", encoding="utf-8") as file:
        file.write("# ghi chú\n")
    assert codes(check([plan(root)], root)) == []


@pytest.mark.parametrize("name", ["ke-hoach.pdf", "ke-hoach.docx", "nguon/plans/2024/giam-ngheo.yaml", "ban-hanh.json"])
@pytest.mark.parametrize("gone", [True, False])
def test_an_issued_file_that_was_touched_is_an_error(name: str, gone: bool, root: Path) -> None:
    path = root / "ban-hanh/2024/giam-ngheo/1" / name
    data = path.read_bytes()
    path.unlink()
    if not gone:
        path.write_bytes(data[:-1])
    for found in (check([plan(root)], root), run_build(root), run_render(root)):
        assert codes(found) == ["KH718"]
        assert found.exit_code == 1
        assert found.written == ()
        assert ("missing" if gone else "not as it was issued") in message(found)
    path.unlink(missing_ok=True)
    path.write_bytes(data)
    assert codes(run_build(root)) == []


def test_a_build_of_nothing_notices_too(root: Path) -> None:
    assert together(build([], root, BUILD)).failures == ()
    quiet = together(build([], root, BUILD))
    assert (quiet.written, codes(quiet)) == ((), [])
    path = root / "ban-hanh/2024/giam-ngheo/1/ke-hoach.pdf"
    path.chmod(0o644)
    path.write_bytes(path.read_bytes() + b" ")
    assert codes(together(build([], root, BUILD))) == ["KH718"]


# Amend, revoke


def test_a_new_revision_is_beside_the_old_one_with_what_changed(root: Path) -> None:
    before = everything_issued(root)
    edit(plan(root), "Hội Nông dân, Phụ nữ", "Hội Nông dân, Hội Phụ nữ")
    with pytest.raises(NotGiven, match="next free number of 2024 is 16"):
        issue(plan(root), IssueRequest(amends="sửa tên hội"), QUICK)
    made = issue(plan(root), IssueRequest(16, date(2024, 3, 5), amends="sửa tên hội"), QUICK)
    assert made.report.exit_code == 0
    assert made.folder == root / "ban-hanh/2024/giam-ngheo/2"
    after = everything_issued(root)
    del before["so-dang-ky.sqlite"]
    assert {name: after[name] for name in before} == before
    with zipfile.ZipFile(made.folder / "so-sanh.docx") as changes:
        assert b"<w:ins " in changes.read("word/document.xml")
    assert (made.folder / "tom-tat-thay-doi.docx").exists()
    first, second = Register.of(root).of_plan("2024/giam-ngheo")
    assert (first.state, second.state) == (EntryState.ISSUED, EntryState.ISSUED)
    assert (second.revision, second.amends, second.name) == (2, "sửa tên hội", "16/KH-UBND")
    assert codes(check([plan(root)], root)) == []
    run_build(root)
    outputs = root / "outputs/2024/giam-ngheo"
    assert (outputs / "ke-hoach.pdf").read_bytes() == (made.folder / "ke-hoach.pdf").read_bytes()
    assert "16/KH-UBND ngày 05 tháng 3 năm 2024" in text(outputs / f"trich/{LEAD}.docx")
    again = issue(plan(root), IssueRequest(16, date(2024, 3, 5)), QUICK)
    assert again.already


def test_what_is_not_issued_cannot_be_amended_or_revoked(tmp_path: Path) -> None:
    (tmp_path / "plans" / "2024").mkdir(parents=True)
    path = shutil.copy(SEED, tmp_path / "plans" / "2024" / "x.yaml")
    shutil.copy(ROOT / "plans" / "agencies.yaml", tmp_path / "plans")
    with pytest.raises(NotGiven, match="nothing to amend"):
        issue(path, IssueRequest(1, DAY, amends="vì sao"), QUICK)
    with pytest.raises(NothingToRevoke):
        revoke(path, "vì sao", QUICK)
    assert not (tmp_path / "ban-hanh").exists()


def test_a_revoked_plan_is_no_longer_locked_and_its_number_stays_taken(root: Path) -> None:
    before = everything_issued(root)
    revoke(plan(root), "trùng nội dung", QUICK)
    revoke(plan(root), "trùng nội dung", QUICK)  # typed again
    with pytest.raises(NothingToRevoke, match="trùng nội dung"):
        revoke(plan(root), "khác", QUICK)
    after = everything_issued(root)
    note = after["2024/giam-ngheo/1-thu-hoi.txt"].decode()
    assert "15/KH-UBND" in note
    assert "trùng nội dung" in note
    del before["so-dang-ky.sqlite"]
    assert {name: after[name] for name in before} == before
    for found in (check([plan(root)], root), run_build(root)):
        assert codes(found) == ["KH719"]
        assert "trùng nội dung" in message(found)
    made = issue(plan(root), IssueRequest(16, date(2024, 2, 1)), QUICK)
    assert made.entry is not None
    assert (made.entry.revision, made.folder) == (2, root / "ban-hanh/2024/giam-ngheo/2")
    assert codes(check([plan(root)], root)) == []


def test_a_number_of_another_paper_is_found(root: Path) -> None:
    other = root / "plans/2024/khac.yaml"
    shutil.copy(plan(root), other)
    found = check([other], root)
    assert codes(found) == ["KH719"]
    assert "giảm nghèo bền vững" in message(found)
    edit(other, "number: 15", "number: 17")
    assert codes(check([other], root)) == []


def test_the_files_beside_a_plan_are_kept_with_it(tmp_path: Path) -> None:
    (tmp_path / "plans" / "2024").mkdir(parents=True)
    shutil.copy(ROOT / "plans" / "agencies.yaml", tmp_path / "plans")
    path = tmp_path / "plans/2024/bang.yaml"
    table = tmp_path / "plans/2024/so-lieu.csv"
    table.write_text("Xã,Số hộ\nA,10\nB,20\n", encoding="utf-8")
    path.write_text(SMALL.replace("- Nội dung.", "- table: Bảng\n        file: so-lieu.csv"), encoding="utf-8")
    made = issue(path, IssueRequest(1, DAY), QUICK)
    assert made.report.exit_code == 0, [str(one.message) for one in made.report.findings]
    assert made.folder is not None
    before = (made.folder / "ke-hoach.docx").read_bytes()
    table.write_text("Xã,Số hộ\nA,10\nB,99\n", encoding="utf-8")
    assert codes(check([path], tmp_path)) == ["KH717"]
    assert together(build([path], tmp_path, QUICK)).failures == ()
    assert (tmp_path / "outputs/2024/bang/ke-hoach.docx").read_bytes() == before
    issue(path, IssueRequest(2, DAY, amends="số liệu mới"), QUICK)
    assert "99" in text(tmp_path / "outputs/2024/bang/ke-hoach.docx")


def test_nothing_is_written_among_what_was_issued(root: Path) -> None:
    before = everything_issued(root)
    old = root / "ban-hanh/2024/giam-ngheo/1/nguon/plans/2024/giam-ngheo.yaml"
    assert check([old], root).exit_code == 0
    edit(plan(root), "Hội Nông dân, Phụ nữ", "Hội Nông dân, Hội Phụ nữ")
    assert diff(old, plan(root), QUICK, documents=True).differences
    with pytest.raises(WouldOverwrite, match="nothing is written there"):
        check([old], root, None, Fixing(Selection(), write=True))
    with pytest.raises(WouldOverwrite, match="was issued"):
        issue(old, IssueRequest(20, DAY), QUICK)
    with pytest.raises(WouldOverwrite, match="was issued"):
        list(build([old], root, BUILD))
    for found in (render([old], PDF), extract([old], [], "", QUICK)):
        assert [type(one) for one in found.failures] == [WouldOverwrite]
    assert everything_issued(root) == before
