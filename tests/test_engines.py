"""Which program makes a PDF: the built-in engine for what is on a packaged template, an office for everything else."""

from __future__ import annotations

import io
import json
from importlib import metadata
from pathlib import Path

import pdfplumber
import pytest

from kehoach.commands.render import render
from kehoach.diagnostics import ENGLISH, Report
from kehoach.ooxml.package import pack, unpack
from kehoach.pdf import converter, libreoffice
from kehoach.pdf.engine import Engine
from kehoach.pipeline.production import RunOptions
from kehoach.pipeline.renditions import EARLIER
from kehoach.storage.files import digest
from kehoach.storage.manifest import MANIFEST
from tests.support.forked import run
from tests.support.judges import need_office
from tests.support.plans import TEMPLATE, small_workspace
from tests.support.templates import edited

FOLDER = Path("outputs/2024/nho")
TYPST = f"Typst {metadata.version('typst')}"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return small_workspace(tmp_path)


@pytest.fixture
def no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "find", lambda: None)
    monkeypatch.setattr(converter, "word_is_here", lambda: False)


def of_its_own(plan: Path) -> None:
    """Give the workspace a template of its own."""
    place = plan.parents[2] / "templates" / "plan.docx"
    place.parent.mkdir()
    place.write_bytes(edited("Kính gửi:", "Kính gởi:"))


def printed(plan: Path, engine: Engine = Engine.AUTO) -> Report:
    return render([plan], RunOptions(pdf=True, engine=engine))


def failures(report: Report) -> list[str]:
    return [failure.message.into(ENGLISH) for failure in report.failures]


def made_by(plan: Path) -> str:
    manifest = json.loads((plan.parents[2] / FOLDER / MANIFEST).read_bytes())
    return str(manifest["outputs"]["ke-hoach.pdf"]["inputs"]["engine"])


@pytest.mark.usefixtures("no_office")
def test_a_packaged_template_needs_no_office(plan: Path) -> None:
    assert printed(plan).failures == ()
    assert made_by(plan) == TYPST


@pytest.mark.usefixtures("no_office")
def test_an_unchanged_copy_of_it_neither(plan: Path) -> None:
    (plan.parents[2] / "templates").mkdir()
    (plan.parents[2] / "templates" / "plan.docx").write_bytes(TEMPLATE.read_bytes())
    assert printed(plan).failures == ()
    assert made_by(plan) == TYPST


def test_earlier_templates_are_known_by_their_hashes_and_todays_by_its_bytes() -> None:
    assert all(len(known) == 16 for known in EARLIER)
    assert digest(TEMPLATE.read_bytes())[:16] not in EARLIER


def test_an_owner_s_template_goes_to_an_office(plan: Path) -> None:
    need_office()
    of_its_own(plan)
    assert printed(plan).failures == ()
    assert made_by(plan).startswith("LibreOffice")


@pytest.mark.usefixtures("no_office")
def test_an_owner_s_template_without_an_office_is_one_line_and_the_word_file_is_there(plan: Path) -> None:
    of_its_own(plan)
    report = printed(plan)
    assert failures(report) == [
        "no PDF: the template plan.docx is your own, so only Word or LibreOffice can make it, and neither is installed"
    ]
    assert [path.name for path in report.written] == ["ke-hoach.docx"]
    assert report.exit_code == 4


def test_the_built_in_engine_refuses_an_owner_s_template(plan: Path) -> None:
    of_its_own(plan)
    assert failures(printed(plan, Engine.BUILTIN)) == [
        "no PDF by the built-in engine: the template plan.docx is your own"
    ]


@pytest.mark.usefixtures("no_office")
def test_an_engine_that_is_not_here_is_one_line(plan: Path) -> None:
    assert failures(printed(plan, Engine.WORD)) == ["no PDF: Microsoft Word is not here, or did not make it"]
    assert failures(printed(plan, Engine.LIBREOFFICE)) == ["no PDF: LibreOffice is not installed"]


def test_libreoffice_on_request(plan: Path) -> None:
    need_office()
    assert printed(plan, Engine.LIBREOFFICE).failures == ()
    assert made_by(plan).startswith("LibreOffice")


def test_the_pdf_of_an_edited_word_file_shows_what_a_person_wrote(plan: Path) -> None:
    need_office()
    root = plan.parents[2]
    assert run("build", str(plan), cwd=root).returncode in (0, 1)
    paper = root / FOLDER / "ke-hoach.docx"
    parts = unpack(paper.read_bytes())
    body = parts["word/document.xml"].decode()
    assert "KẾ HOẠCH" in body
    paper.write_bytes(pack({**parts, "word/document.xml": body.replace("KẾ HOẠCH", "ĐỀ ÁN CỦA TÔI", 1)}))
    assert run("release", str(paper), cwd=root).returncode == 0
    before = paper.read_bytes()
    assert run("build", "--pdf", str(plan), cwd=root).returncode in (0, 1)
    assert paper.read_bytes() == before
    with pdfplumber.open(io.BytesIO(paper.with_suffix(".pdf").read_bytes())) as opened:
        assert "ĐỀ ÁN CỦA TÔI" in opened.pages[0].extract_text()
    assert made_by(plan).startswith("LibreOffice")


def test_the_command_line_takes_the_engine(plan: Path) -> None:
    done = run("render", "--pdf", "--engine", "builtin", str(plan), cwd=plan.parents[2])
    assert done.returncode in (0, 1), done.stderr
    assert made_by(plan) == TYPST
    assert run("render", "--pdf", "--engine", "typst", str(plan), cwd=plan.parents[2]).returncode == 2
