"""From the plan to the archive: issued, signed by both, verified against what was issued, handed over."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pikepdf
import pytest

import kehoach
from kehoach.commands.issue import issue
from kehoach.commands.verify import verify
from kehoach.exports.package import check_package, read_package
from kehoach.pipeline.handover import METADATA, PACKAGE, MetadataTooLong
from kehoach.pipeline.issuance import Issuance, IssueRequest
from kehoach.pipeline.production import RunOptions
from kehoach.signing.names import AGENCY, SIGNER
from tests.support.archivable import faults
from tests.support.identities import NOW, identity, office, plan_pdf, root, signed, with_fields
from tests.support.plans import SEED, small_workspace

SIGNED_BY = "Nguyễn Văn Bình"


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_workspace(tmp_path_factory.mktemp("issued"))


@pytest.fixture(scope="module")
def issued(plan: Path) -> Path:
    made: Issuance = issue(plan, IssueRequest(5, date(2024, 1, 12)), RunOptions())
    assert made.report.exit_code == 0, made.report
    assert made.folder
    return made.folder


@pytest.fixture(scope="module")
def both(issued: Path) -> bytes:
    pdf = (issued / "ke-hoach.pdf").read_bytes()
    return signed(signed(pdf, SIGNER, identity(SIGNED_BY, root())), AGENCY, office())


def judged(folder: Path, data: bytes, plan: Path, name: str = "ke-hoach.pdf") -> list[str]:
    """The faults that `kehoach verify --plan` finds in a file."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
    (folder / "goc.pem").write_bytes(root().pem)
    done = verify([folder / name], [folder / "goc.pem"], plan, NOW)
    assert (folder / name).read_bytes() == data
    return [remark.code for remark in done.files[0].judgement.faults]


def test_the_issued_pdf_has_fields_and_metadata_and_is_for_archives(issued: Path) -> None:
    pdf = (issued / "ke-hoach.pdf").read_bytes()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert [str(one.T) for one in opened.Root.AcroForm.Fields] == [SIGNER, AGENCY]
        xmp = opened.Root.Metadata.read_bytes().decode()
    assert "<nd30:CodeNumber>05</nd30:CodeNumber>" in xmp
    assert faults(pdf, (issued / "ke-hoach.docx").read_bytes()) == []
    said = json.loads((issued / METADATA).read_text(encoding="utf-8"))
    assert (said["TypeName"], said["CodeNumber"], said["CodeNotation"]) == ("Kế hoạch", "05", "KH-UBND")
    assert said["IssuedDate"] == "12/01/2024"
    assert said["SignerInfo"]["FullName"] == SIGNED_BY


def test_the_package_has_the_papers_and_no_source(issued: Path) -> None:
    data = (issued / PACKAGE).read_bytes()
    assert check_package(data) == ()
    names = list(read_package(data, PACKAGE).files)
    assert "ke-hoach.pdf" in names
    assert not [name for name in names if name.startswith("nguon/")]


def test_signed_by_both_it_is_right_also_when_the_plan_file_has_changed(
    issued: Path, both: bytes, plan: Path, tmp_path: Path
) -> None:
    assert judged(tmp_path / "a", both, plan) == []
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("Nội dung", "Việc khác", 1), encoding="utf-8")
    try:
        assert plan.read_text(encoding="utf-8") != text
        assert judged(tmp_path / "b", both, plan) == []  # compared with what was issued, not with the file
    finally:
        plan.write_text(text, encoding="utf-8")


def test_a_stranger_and_another_paper_are_found(issued: Path, both: bytes, plan: Path, tmp_path: Path) -> None:
    pdf = (issued / "ke-hoach.pdf").read_bytes()
    stranger = signed(signed(pdf, SIGNER, identity("Người Khác", root())), AGENCY, office())
    assert judged(tmp_path / "a", stranger, plan) == ["other-signer"]
    draft = with_fields(plan_pdf(tmp_path / "draft"))  # of the same plan before it had a number
    unlike = signed(signed(draft, SIGNER, identity(SIGNED_BY, root())), AGENCY, office())
    assert "text" in judged(tmp_path / "b", unlike, plan)


def test_certified_copies_have_their_fields_too() -> None:
    session = kehoach.open(SEED)
    session.edit(session.text.replace("number:\n", "number: 15\n", 1).replace("date: 1/2024", "date: 12/01/2024", 1))
    for form, fields in (("paper", [SIGNER, AGENCY]), ("electronic", [AGENCY])):
        with pikepdf.open(io.BytesIO(session.paper("certified", agency="phong-tu-phap", form=form).pdf())) as opened:
            assert [str(one.T) for one in opened.Root.AcroForm.Fields] == fields


def test_what_the_decree_has_no_room_for_is_not_issued(tmp_path: Path) -> None:
    plan = small_workspace(tmp_path)
    text = plan.read_text(encoding="utf-8")
    subject = next(line for line in text.splitlines() if line.startswith("subject:"))
    text = text.replace(subject, f"subject: {'Trồng cây và bảo vệ rừng ' * 25}")
    plan.write_text(text.replace(SIGNED_BY, "Nguyễn Văn " * 6), encoding="utf-8")
    before = plan.read_bytes()
    made = issue(plan, IssueRequest(6, date(2024, 1, 12)), RunOptions())
    assert [failure.message.values["field"] for failure in made.report.failures] == ["Subject", "SignerInfo.FullName"]
    assert {type(failure) for failure in made.report.failures} == {MetadataTooLong}
    assert (made.entry, made.report.exit_code) == (None, 1)
    assert plan.read_bytes() == before
    assert not (tmp_path / "ban-hanh").exists()
