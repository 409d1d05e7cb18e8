"""`kehoach issue`: number and day enter the plan, everything is built, kept and registered; all of it or nothing."""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from kehoach.commands.build import build
from kehoach.commands.issue import issue
from kehoach.commands.register import ByHand, add
from kehoach.commands.revoke import revoke
from kehoach.diagnostics import WouldOverwrite
from kehoach.pipeline.issuance import AlreadyIssued, IssueRequest, NotGiven
from kehoach.pipeline.issuing import IssueDetails, entered
from kehoach.pipeline.plan_maker import together
from kehoach.pipeline.production import RunOptions
from kehoach.source import Source
from kehoach.storage.outputs import OutputFolder
from kehoach.storage.register import EntryState, NumberTaken, Register
from tests.support.plans import ROOT, SEED, SMALL, small_workspace
from tests.support.word import WordFile

DAY = date(2024, 1, 12)
FIFTH = IssueRequest(5, DAY)
QUICK = RunOptions(wait=5)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return small_workspace(tmp_path)


def root(plan: Path) -> Path:
    return plan.parent.parent.parent


def register(plan: Path) -> Register:
    return Register.of(root(plan))


def folder(plan: Path, revision: int = 1) -> Path:
    return root(plan) / "ban-hanh" / "2024" / plan.stem / str(revision)


def issued_bytes(plan: Path) -> dict[str, bytes]:
    """Everything below `ban-hanh/` but the register and locks."""
    base = root(plan) / "ban-hanh"
    found = (path for path in base.rglob("*") if path.is_file() and path.suffix != ".sqlite" and path.name[0] != ".")
    return {path.relative_to(base).as_posix(): path.read_bytes() for path in found}


# The text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("number:\ndate: 1/2024\n", "number: 05\ndate: 12/01/2024\n"),
        ("number:   # khi ký\ndate: 1/2024  # tháng\n", "number: 05   # khi ký\ndate: 12/01/2024  # tháng\n"),
        ("number: TODO(số?)\ndate: TODO(ngày?)\n", "number: 05\ndate: 12/01/2024\n"),
        ("number: \"7\"\ndate: '1/2024'\n", "number: \"05\"\ndate: '12/01/2024'\n"),
        ("number: ~\ndate: 2024\n", "number: 05\ndate: 12/01/2024\n"),
        ("number: 05\ndate: 12/01/2024\n", "number: 05\ndate: 12/01/2024\n"),
        ("number:\r\ndate: 1/2024\r\n", "number: 05\r\ndate: 12/01/2024\r\n"),
    ],
)
def test_number_and_day_enter_and_every_other_character_stays(before: str, after: str) -> None:
    head, tail = (
        "# đầu\nyear: 2024\nissuer: x\n",
        "subject: A\nsignature:\n  title: Chủ tịch\n  name: Nguyễn Văn Bình\n",
    )
    text = head + before + tail
    assert entered(Source("x.yaml", text), IssueDetails(5, DAY)) == head + after + tail
    with_signer = entered(Source("x.yaml", text), IssueDetails(5, DAY, "Trần Thị Hà"))
    assert with_signer == head + after + tail.replace("Nguyễn Văn Bình", "Trần Thị Hà")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_keys_that_are_not_there_come_after_the_issuer(end: str) -> None:
    text = f"year: 2024{end}issuer: x  # cơ quan{end}subject: A{end}"
    made = f"year: 2024{end}issuer: x  # cơ quan{end}number: 05{end}date: 12/01/2024{end}subject: A{end}"
    assert entered(Source("x.yaml", text), IssueDetails(5, DAY)) == made
    flow = "{year: 2024, issuer: x, subject: A}\n"
    made = "{year: 2024, issuer: x, number: 05, date: 12/01/2024, subject: A}\n"
    assert entered(Source("x.yaml", flow), IssueDetails(5, DAY)) == made
    assert entered(Source("x.yaml", "year: 2024\nissuer: x"), IssueDetails(15, DAY)) == (
        "year: 2024\nissuer: x\nnumber: 15\ndate: 12/01/2024"
    )


# The command


def test_an_issued_plan_is_written_built_kept_and_registered(plan: Path) -> None:
    made = issue(plan, FIFTH, QUICK)
    assert made.report.exit_code == 0
    assert plan.read_text(encoding="utf-8") == SMALL.replace("date: 1/2024\n", "date: 12/01/2024\n").replace(
        "issuer: ubnd-tp-lai-chau\n", "issuer: ubnd-tp-lai-chau\nnumber: 05\n"
    )
    (entry,) = register(plan).entries()
    assert entry == made.entry
    assert (entry.name, entry.day, entry.state, entry.plan, entry.revision) == (
        "05/KH-UBND", DAY, EntryState.ISSUED, "2024/nho", 1,
    )  # fmt: skip
    assert entry.title == "Kế hoạch thử việc lưu tệp năm 2024"
    assert entry.signer == "Nguyễn Văn Bình"
    assert entry.recipients == ("Các cơ quan liên quan",)
    assert entry.archive == "VT, TH"
    kept = {path.relative_to(folder(plan)).as_posix(): path for path in folder(plan).rglob("*") if path.is_file()}
    assert {"ke-hoach.docx", "ke-hoach.pdf", "phan-cong.xlsx", "nguon/plans/2024/nho.yaml"} <= set(kept)
    assert dict(entry.files) == {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in kept.items()}
    assert all(not path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) for path in kept.values())
    for name in ("ke-hoach.docx", "ke-hoach.pdf"):
        assert (root(plan) / "outputs/2024/nho" / name).read_bytes() == kept[name].read_bytes()
    text = " ".join(WordFile(kept["ke-hoach.docx"].read_bytes()).text().split())
    assert "Số: 05/KH-UBND" in text
    assert "ngày 12 tháng 01 năm 2024" in text
    assert "DỰ THẢO" not in text


def test_the_whole_family_cites_number_and_day(tmp_path: Path) -> None:
    plan = tmp_path / "plans" / "2024" / "giam-ngheo.yaml"
    plan.parent.mkdir(parents=True)
    plan.write_bytes(SEED.read_bytes())
    (tmp_path / "plans" / "agencies.yaml").write_bytes((ROOT / "plans" / "agencies.yaml").read_bytes())
    assert issue(plan, IssueRequest(15, DAY), QUICK).report.exit_code == 0
    cited = r"15/KH-UBND ngày 12 tháng 01 năm 2024"
    papers = [path for path in (tmp_path / "outputs").rglob("*.docx") if path.parent.name in ("trich", "bao-cao")]
    assert len(papers) > 10
    for path in papers:
        assert re.search(cited, " ".join(WordFile(path.read_bytes()).text().split())), path
        assert path.with_suffix(".pdf").exists()
    pages = pypdfium2.PdfDocument(folder(plan) / "ke-hoach.pdf")
    pdf = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pages).split())
    assert "15/KH-UBND" in pdf
    assert "DỰ THẢO" not in pdf
    assert not list(folder(plan).glob("bao-cao*"))  # a report gets a number of its own


def test_a_plan_that_a_decision_promulgates_has_the_number_of_the_decision(tmp_path: Path) -> None:
    plan = tmp_path / "plans" / "2024" / "chuyen-doi-so.yaml"
    plan.parent.mkdir(parents=True)
    plan.write_bytes((SEED.parent / plan.name).read_bytes())
    (tmp_path / "plans" / "agencies.yaml").write_bytes((ROOT / "plans" / "agencies.yaml").read_bytes())
    made = issue(plan, IssueRequest(9, DAY), QUICK)
    assert made.entry is not None, made.report
    assert (made.entry.name, made.entry.series.type) == ("09/QĐ-UBND", "QĐ")
    assert made.entry.title.startswith("Quyết định ban hành Kế hoạch chuyển đổi số")
    text = " ".join(WordFile((folder(plan) / "ke-hoach.docx").read_bytes()).text().split())
    # below the title of the plan, and of each appendix
    assert text.count("(Kèm theo Quyết định số 09/QĐ-UBND ngày 12 tháng 01 năm 2024") >= 2


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("- Nội dung.", "- Nội dung TODO(ai làm?).", "undecided"),
        ("issuer: ubnd-tp-lai-chau", "issuer: ubnd-tp-lai-cha", "error"),
    ],
)
def test_a_plan_with_an_error_or_an_open_point_is_refused(old: str, new: str, code: str, plan: Path) -> None:
    plan.write_text(SMALL.replace(old, new), encoding="utf-8")
    made = issue(plan, FIFTH, QUICK)
    assert made.report.exit_code == 1
    assert made.entry is None
    assert {str(finding.severity) for finding in made.report.findings} == {code}
    line = next(n for n, text in enumerate(SMALL.replace(old, new).splitlines(), 1) if new in text)
    assert [finding.span.line for finding in made.report.findings] == [line]  # where it is in the file as it is
    assert plan.read_text(encoding="utf-8") == SMALL.replace(old, new)
    assert not (root(plan) / "ban-hanh").exists()
    assert not (root(plan) / "outputs").exists()


def test_the_next_number_is_proposed_not_taken(plan: Path) -> None:
    add(root(plan), ByHand(14, DAY, "KH", "Việc khác", "ubnd-tp-lai-chau"), 5)
    with pytest.raises(NotGiven, match="15") as said:
        issue(plan, IssueRequest(day=DAY), QUICK)
    assert "--number 15" in str(said.value.hint)
    assert len(register(plan).entries()) == 1
    assert plan.read_text(encoding="utf-8") == SMALL


def test_number_and_day_that_the_plan_has_need_not_be_typed_again(plan: Path) -> None:
    plan.write_text(SMALL.replace("date: 1/2024", "number: 7\ndate: 12/01/2024"), encoding="utf-8")
    made = issue(plan, IssueRequest(), QUICK)
    assert made.entry is not None
    assert made.entry.name == "07/KH-UBND"


def test_a_number_that_is_taken_is_refused_and_nothing_is_written(plan: Path) -> None:
    add(root(plan), ByHand(5, DAY, "KH", "Việc khác", "ubnd-tp-lai-chau"), 5)
    with pytest.raises(NumberTaken, match="việc khác"):
        issue(plan, FIFTH, QUICK)
    assert plan.read_text(encoding="utf-8") == SMALL
    assert not (root(plan) / "outputs").exists()


def test_typed_again_it_says_so_and_another_number_is_refused(plan: Path) -> None:
    first = issue(plan, FIFTH, QUICK)
    before = issued_bytes(plan)
    for asked in (FIFTH, IssueRequest()):
        again = issue(plan, asked, QUICK)
        assert (again.already, again.entry) == (True, first.entry)
    for asked in (IssueRequest(6, DAY), IssueRequest(5, date(2024, 1, 13)), IssueRequest(signer="Trần Thị Hà")):
        with pytest.raises(AlreadyIssued, match="05/KH-UBND"):
            issue(plan, asked, QUICK)
    assert issued_bytes(plan) == before


def test_backdating_and_gaps_are_said(plan: Path) -> None:
    add(root(plan), ByHand(3, date(2024, 2, 1), "KH", "Việc khác", "ubnd-tp-lai-chau"), 5)
    made = issue(plan, FIFTH, QUICK)
    assert [str(note.kind) for note in made.notes] == ["gap", "backdated"]


@pytest.mark.parametrize("does", ["edited", "released"])
def test_a_document_of_a_persons_own_is_in_the_way_before_a_number_is_taken(does: str, plan: Path) -> None:
    assert together(build([plan], root(plan), QUICK)).exit_code in (0, 1)
    word = root(plan) / "outputs/2024/nho/ke-hoach.docx"
    if does == "edited":
        word.write_bytes(b"mine")
    else:
        OutputFolder(word.parent).release("ke-hoach.docx")
    with pytest.raises(WouldOverwrite):
        issue(plan, FIFTH, QUICK)
    assert register(plan).entries() == ()
    assert plan.read_text(encoding="utf-8") == SMALL


class Cut(BaseException):
    """The run is cut off."""


BUILD = "kehoach.pipeline.issuance.PlanMaker.make"
STEPS = {
    "before the plan is written": ("kehoach.pipeline.issuance.rewrite", False),
    "after the plan is written": ("kehoach.pipeline.issuance.rewrite", True),
    "before the build": (BUILD, False),
    "after the build": (BUILD, True),
    "before the files are kept": ("kehoach.storage.issued_files.os.rename", False),
    "after the files are kept": ("kehoach.storage.issued_files.os.rename", True),
    "before the number is issued": ("kehoach.storage.register.Register.change", False),
    "after the number is issued": ("kehoach.storage.register.Register.change", True),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("signer", ["", "Trần Thị Hà"])
def test_cut_off_anywhere_the_next_run_completes_it(
    step: str, signer: str, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, after = STEPS[step]
    with monkeypatch.context() as patch:
        patch.setattr(name, _cutting(name, after))
        with pytest.raises(Cut):
            issue(plan, IssueRequest(5, DAY, signer), QUICK)
    made = issue(plan, IssueRequest(), QUICK)
    assert made.report.exit_code == 0
    (entry,) = register(plan).entries()
    assert (entry.number, entry.state, entry.signer) == (5, EntryState.ISSUED, signer or "Nguyễn Văn Bình")
    assert entry.text == hashlib.sha256(plan.read_bytes()).hexdigest() == entry.files["nguon/plans/2024/nho.yaml"]
    assert f"name: {signer or 'Nguyễn Văn Bình'}" in plan.read_text(encoding="utf-8")
    found = {name: hashlib.sha256(data).hexdigest() for name, data in issued_bytes(plan).items()}
    assert found == {f"2024/nho/1/{name}": one for name, one in entry.files.items()}


def _cutting(name: str, after: bool):  # type: ignore[no-untyped-def]
    from pkgutil import resolve_name

    module, _dot, attribute = name.rpartition(".")
    real = getattr(resolve_name(module), attribute)

    def cut(*args: object, **named: object) -> None:
        if after:
            real(*args, **named)
        raise Cut

    return cut


def test_another_number_is_refused_while_a_run_is_not_done(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(
            "kehoach.pipeline.issuance.PlanMaker.make", _cutting("kehoach.pipeline.issuance.PlanMaker.make", False)
        )
        with pytest.raises(Cut):
            issue(plan, FIFTH, QUICK)
    with pytest.raises(AlreadyIssued, match="being issued as 05/KH-UBND"):
        issue(plan, IssueRequest(6, DAY), QUICK)
    found = together(build([plan], root(plan), QUICK)).findings
    assert [finding.code for finding in found if finding.code.startswith("KH72")] == ["KH720"]
    plan.write_text(plan.read_text(encoding="utf-8").replace("Nội dung", "Nội dung mới"), encoding="utf-8")
    assert issue(plan, IssueRequest(), QUICK).report.exit_code == 0
    assert b"N\xe1\xbb\x99i dung m\xe1\xbb\x9bi" in issued_bytes(plan)["2024/nho/1/nguon/plans/2024/nho.yaml"]


def test_a_run_that_is_given_up_keeps_its_number(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(
            "kehoach.pipeline.issuance.PlanMaker.make", _cutting("kehoach.pipeline.issuance.PlanMaker.make", False)
        )
        with pytest.raises(Cut):
            issue(plan, FIFTH, QUICK)
    revoke(plan, "nhầm kế hoạch", QUICK)
    with pytest.raises(NumberTaken):
        issue(plan, FIFTH, QUICK)
    made = issue(plan, IssueRequest(6, DAY), QUICK)
    assert made.entry is not None
    assert [(one.number, str(one.state)) for one in register(plan).entries()] == [(5, "revoked"), (6, "issued")]


def test_the_record_says_what_was_issued(plan: Path) -> None:
    issue(plan, FIFTH, QUICK)
    found = json.loads((folder(plan) / "ban-hanh.json").read_text(encoding="utf-8"))
    assert (found["number"], found["day"], found["plan_file"]) == ("05/KH-UBND", "2024-01-12", "plans/2024/nho.yaml")
    assert os.listdir(folder(plan).parent) != []
