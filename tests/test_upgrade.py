"""A new kehoach, or a new LibreOffice, on files that older ones made: renewed, with the reason, and nothing is lost.

`data/made-by-0.1` is a workspace as version 0.1 left it, with a person's work in it. Since its last build a sentence of
the plan was changed. `made-by-0.1/outputs/2026/nho` has an extract that was released, a report and a PDF that were
edited, and a note; `2027` a draft by `next` with its ledger.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections import Counter
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from kehoach import __version__
from kehoach.commands.build import build
from kehoach.commands.render import together
from kehoach.diagnostics import ENGLISH, Report, WouldOverwrite
from kehoach.documents import assignment_table
from kehoach.exports import xlsx
from kehoach.frozen import replace
from kehoach.language import translator
from kehoach.pdf import libreoffice
from kehoach.pdf.engine import Engine
from kehoach.pipeline import production as press
from kehoach.pipeline import renewal
from kehoach.pipeline.output_revisions import REVISIONS
from kehoach.pipeline.production import RunOptions
from kehoach.show import renewed
from kehoach.storage import index
from kehoach.storage.files import digest
from kehoach.storage.manifest import MANIFEST
from tests.support.judges import need_office
from tests.support.plans import ROOT
from tests.support.templates import edited
from tests.support.word import WordFile

sys.path.insert(0, str(ROOT / "tools"))

import written

OLD = ROOT / "tests" / "data" / "made-by-0.1"
PLAN, DRAFT = Path("plans/2026/nho.yaml"), Path("plans/2027/nho.yaml")
FOLDER = Path("outputs/2026/nho")
OF_A_PERSON = {
    "plans/agencies.yaml",
    "plans/2026/nho.yaml",
    "plans/2027/nho.yaml",
    "plans/2027/nho.ledger.json",
    "results/2026/nho/nam.yaml",
    "outputs/2026/nho/ghi-chu.txt",
    "outputs/2026/nho/trich/so-tai-chinh.docx",  # released
    "outputs/2026/nho/bao-cao/nam/so-tai-chinh.docx",  # edited
    "outputs/2026/nho/bao-cao/nam/ban-mai.pdf",  # edited
    "outputs/2027/nho/bang-ke.docx",  # of `next`: builds have no say in it
}
BY_THE_PLAN = {"ke-hoach.docx", "ke-hoach.pdf", "phan-cong.json", "phan-cong.xlsx"}
"""What prints the sentence that was changed."""


def built(place: Path, plan: Path = PLAN, *, pdf: bool = True, engine: Engine = Engine.AUTO) -> Report:
    wanted = RunOptions(pdf=pdf, fresh=True, today=date(2026, 12, 31), engine=engine)
    return together(build([place / plan], place, wanted))


def files(place: Path) -> dict[str, bytes]:
    """Every file but kehoach's own books."""
    found = (path for path in place.rglob("*") if path.is_file() and path.name[0] != "." and path.name != MANIFEST)
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in found}


def inputs(place: Path, name: str, folder: Path = FOLDER) -> dict[str, str]:
    found: dict[str, str] = json.loads((place / folder / MANIFEST).read_bytes())["outputs"][name]["inputs"]
    return found


def names(report: Report) -> set[str]:
    return {path.as_posix().partition("/nho/")[2] for path in report.written}


def reasons(report: Report) -> Counter[str]:
    return Counter(f"{one.kind}: {one.reason.into(ENGLISH)}" for one in report.renewed)


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """The old workspace after a build by this version, and what the build said."""
    need_office()
    place = tmp_path_factory.mktemp("upgraded")
    shutil.copytree(OLD, place, dirs_exist_ok=True)
    return place, built(place)


@pytest.fixture
def place(upgraded: tuple[Path, Report], tmp_path: Path) -> Path:
    """A copy of the workspace that was built, and a build that learns where it is now."""
    shutil.copytree(upgraded[0], tmp_path, dirs_exist_ok=True)
    assert built(tmp_path).written == ()
    return tmp_path


def test_what_a_person_did_is_as_it_was(upgraded: tuple[Path, Report]) -> None:
    place, report = upgraded
    before, after = files(OLD), files(place)
    assert before.keys() >= OF_A_PERSON
    assert {name: after[name] for name in OF_A_PERSON} == {name: before[name] for name in OF_A_PERSON}
    assert after.keys() == before.keys()
    assert [path.name for path in report.released] == ["so-tai-chinh.docx"]
    assert [type(failure) for failure in report.failures] == [WouldOverwrite] * 2


def test_what_is_stale_is_renewed_and_the_reason_is_said(upgraded: tuple[Path, Report]) -> None:
    place, report = upgraded
    # who reports by way of whom is said with a capital; titles break before "của"; dates do not break
    by_their_words = {"trich/ban-mai.docx", "bao-cao/nam/ban-mai.docx", "bao-cao/nam.docx"}
    of_pdf = {"bao-cao/nam.pdf", "trich/ban-mai.pdf", "trich/so-tai-chinh.pdf"}
    assert names(report) == {*BY_THE_PLAN, *of_pdf, "thoi-han.ics", *by_their_words}
    assert "hộ cận nghèo" in WordFile((place / FOLDER / "ke-hoach.docx").read_bytes()).text()
    assert inputs(place, "ke-hoach.pdf")["ke-hoach.docx"] == digest((place / FOLDER / "ke-hoach.docx").read_bytes())
    assert reasons(report) == {}  # of each something else has changed too


def test_a_pdf_of_the_old_version_alone_is_renewed(place: Path) -> None:
    manifest = place / FOLDER / MANIFEST
    content = json.loads(manifest.read_bytes())
    of_pdf = content["outputs"]["bao-cao/nam.pdf"]["inputs"]
    content["outputs"]["bao-cao/nam.pdf"]["inputs"] = {
        **{name: value for name, value in of_pdf.items() if name not in ("writer", "engine")},
        "kehoach": "0.1.0",
    }
    manifest.write_text(json.dumps(content), encoding="utf-8")
    report = built(place)
    assert reasons(report) == {"PDF: made by kehoach 0.1.0": 1}
    assert list(renewed(report, ENGLISH)) == ["PDF files made again: 1 (made by kehoach 0.1.0)"]
    assert list(renewed(report, translator("vi"))) == ["Tạo lại 1 tệp PDF: tệp do kehoach 0.1.0 tạo"]


def test_the_manifest_names_what_made_a_file(upgraded: tuple[Path, Report]) -> None:
    place, _report = upgraded
    assert inputs(place, "trich/ban-mai.docx")["writer"] == f"docx {REVISIONS['docx']}"
    assert inputs(place, "phan-cong.xlsx")["writer"] == f"xlsx {REVISIONS['xlsx']}"
    of_pdf = inputs(place, "bao-cao/nam.pdf")
    assert of_pdf["writer"] == f"typeset {REVISIONS['typeset']}"
    assert of_pdf["engine"] == f"Typst {metadata.version('typst')}"
    of_a_person = inputs(place, "trich/so-tai-chinh.pdf")
    assert of_a_person["writer"] == f"pdf {REVISIONS['pdf']}"
    assert of_a_person["engine"].split()[0] == "LibreOffice"


def test_a_second_build_does_nothing(place: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (place / FOLDER).rglob("*.*") if path.name[0] != "."}
    again = built(place)
    assert again.written == again.renewed == ()
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_a_draft_and_its_ledger_stay(tmp_path: Path) -> None:
    shutil.copytree(OLD, tmp_path, dirs_exist_ok=True)
    report = built(tmp_path, DRAFT, pdf=False)
    # 0.1 printed the year's baseline as a bare "07" where nothing else named its unit; now it says "07 hộ"
    # 0.1 gave the events of two communes one identity; now each has its own
    # tables and calendars give every day of a deadline, and the calendar what changed in it
    # who reports by way of whom has a capital; titles break before "của"; a body reports by way of nobody to itself
    by_their_words = {"trich/ban-mai.docx", "trich/so-tai-chinh.docx"}
    by_their_words |= {"bao-cao/nam/ban-mai.docx", "bao-cao/nam/so-tai-chinh.docx"}
    tables = {"thoi-han.ics", "phan-cong.json", "phan-cong.xlsx"}
    # cells have widths, lists nine levels: every Word file is written anew, also where its words are the same
    assert names(report) == {"bao-cao/nam.docx", "ke-hoach.docx", *tables, *by_their_words}
    assert report.removed == report.failures == ()
    after, before = files(tmp_path), files(OLD)
    assert {name for name in after if after[name] != before.get(name)} <= {
        f"outputs/2027/nho/{name}" for name in names(report)
    }


def office(place: Path, version: str) -> str:
    """The LibreOffice of this machine, installed as another version."""
    program, settings = place / "program" / "soffice", place / "share/registry/main.xcd"
    program.parent.mkdir(parents=True)
    settings.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec "{shutil.which("soffice")}" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    said = f'<prop oor:name="ooSetupVersionAboutBox">\n <value>{version}</value></prop>'
    settings.write_text(f'<prop oor:name="ooSetupVersionAboutBox" oor:type="xs:string"><value/></prop>{said}')
    return str(program)


def test_another_libreoffice_makes_the_pdf_files_again(
    place: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = libreoffice.installed().removeprefix("LibreOffice ")
    program = office(tmp_path_factory.mktemp("office"), "99.1.2.3")
    monkeypatch.setattr(libreoffice, "find", lambda: program)
    report = built(place)
    assert names(report) == {"trich/so-tai-chinh.pdf"}  # the others are the built-in engine's
    assert reasons(report) == {f"PDF: LibreOffice {here} → LibreOffice 99.1.2.3": 1}
    assert built(place).written == ()


def test_pdf_files_of_an_office_are_made_again_by_the_built_in_engine(place: Path) -> None:
    engines = f"{libreoffice.installed()} → Typst {metadata.version('typst')}"
    of_plan = {"ke-hoach.pdf", "bao-cao/nam.pdf", "trich/ban-mai.pdf"}
    assert names(built(place, engine=Engine.LIBREOFFICE)) == of_plan
    report = built(place)
    assert names(report) == of_plan
    assert reasons(report) == {f"PDF: {engines}": 3}
    edited_pdf = "outputs/2026/nho/bao-cao/nam/ban-mai.pdf"
    assert files(place)[edited_pdf] == files(OLD)[edited_pdf]
    assert built(place).written == ()


def test_the_version_is_read_and_not_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = office(tmp_path, "7.6.4.1")
    monkeypatch.setattr(libreoffice, "find", lambda: program)
    monkeypatch.setattr("subprocess.Popen", None)
    assert libreoffice.installed() == "LibreOffice 7.6.4.1"
    shutil.rmtree(tmp_path / "share")
    assert libreoffice.installed() == "LibreOffice"
    monkeypatch.setattr(libreoffice, "find", lambda: None)
    assert libreoffice.installed() == ""


def test_it_is_the_version_that_the_program_says() -> None:
    need_office()
    with libreoffice.LibreOffice(ROOT / "kehoach" / "fonts") as program:
        assert program.version().startswith(libreoffice.installed())


def test_without_libreoffice_the_pdf_files_stand(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "find", lambda: None)
    before = files(place)
    report = built(place)
    assert {path.relative_to(place / FOLDER).as_posix() for path in report.unchanged if path.suffix == ".pdf"} == {
        "ke-hoach.pdf",
        "bao-cao/nam.pdf",
        "trich/ban-mai.pdf",
    }
    assert report.written == report.removed == ()
    assert files(place) == before


@pytest.fixture
def without_pdf(tmp_path: Path) -> Path:
    """The old workspace after a build of the draft by this version, of Word files and tables only."""
    shutil.copytree(OLD, tmp_path, dirs_exist_ok=True)
    time.sleep(0.02)  # the index does not trust a file of this very tick of the clock
    built(tmp_path, DRAFT, pdf=False)
    return tmp_path


def test_a_writer_of_a_new_revision_makes_its_files_again(without_pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "write_xlsx", lambda _table: b"PK in another way")
    assert built(without_pdf, DRAFT, pdf=False).written == ()
    monkeypatch.setitem(REVISIONS, "xlsx", REVISIONS["xlsx"] + 1)
    monkeypatch.setitem(REVISIONS, "docx", REVISIONS["docx"] + 1)  # which makes the same as before
    report = built(without_pdf, DRAFT, pdf=False)
    assert names(report) == {"phan-cong.xlsx"}
    assert reasons(report) == {"XLSX: made by an earlier version of kehoach": 1}
    assert built(without_pdf, DRAFT, pdf=False).written == ()


def become_version_99(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (index, press, renewal):
        monkeypatch.setattr(module, "__version__", "99.0.0")


def test_a_new_version_that_composes_another_text_says_so(without_pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    become_version_99(monkeypatch)
    compose = assignment_table.compose_assignment_table

    def composed(*given: Any) -> assignment_table.AssignmentTable:
        return replace(compose(*given), subject="Nói cách khác")

    monkeypatch.setattr(assignment_table, "compose_assignment_table", composed)
    report = built(without_pdf, DRAFT, pdf=False)
    assert names(report) == {"phan-cong.json", "phan-cong.xlsx", "thoi-han.ics"}
    assert reasons(report) == {f"{kind}: made by kehoach {__version__}": 1 for kind in ("JSON", "XLSX", "ICS")}


def test_a_new_version_alone_makes_nothing_again(without_pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    become_version_99(monkeypatch)
    monkeypatch.setattr(xlsx, "write_xlsx", lambda _table: b"PK in another way")
    report = built(without_pdf, DRAFT, pdf=False)
    assert report.written == report.renewed == ()
    assert inputs(without_pdf, "ke-hoach.docx", Path("outputs/2027/nho"))["kehoach"] == "99.0.0"


def test_a_change_by_the_user_is_no_renewal(without_pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(REVISIONS, "docx", REVISIONS["docx"] + 1)
    own = without_pdf / "templates" / "plan.docx"
    own.parent.mkdir()
    own.write_bytes(edited("Nơi nhận:", "Kính gửi và nơi nhận:"))
    taken = built(without_pdf, DRAFT, pdf=False)
    own.write_bytes(edited("Nơi nhận:", "Gửi:"))
    changed = built(without_pdf, DRAFT, pdf=False)
    own.unlink()
    given_up = built(without_pdf, DRAFT, pdf=False)
    assert names(taken) == names(changed) == names(given_up) == {"ke-hoach.docx"}
    assert taken.renewed == changed.renewed == given_up.renewed == ()


@pytest.mark.parametrize("writer", ["json", "ics"])
def test_a_writer_that_changes_asks_for_a_new_revision(writer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name = {"json": "write_json", "ics": "write_calendar"}[writer]
    monkeypatch.setattr(written, name, lambda _table: b"another")
    with pytest.raises(written.Unraised, match=writer):
        written.record()
    monkeypatch.setitem(REVISIONS, writer, REVISIONS[writer] + 1)
    assert json.loads(written.record())[writer]["revision"] == REVISIONS[writer]
