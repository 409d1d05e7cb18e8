"""What the owner of a Word template meets: comments in a copy, a template to begin from, one's own instead of ours."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from kehoach.commands.template import check, comment
from kehoach.diagnostics import Report, UnreadableFile
from kehoach.ooxml.package import pack, unpack
from kehoach.storage.files import digest
from tests.support.cases import CASES
from tests.support.forked import run
from tests.support.judges import lint, sdk_errors
from tests.support.plans import TEMPLATE
from tests.support.printing import Printer
from tests.support.templates import DOCUMENT, TEMPLATES, TemplateCase, edited
from tests.support.word import WordFile
from tests.test_cli import PLAN, place

__all__ = ["place"]
OWN = "templates/plan.docx"
FAULTY = edited("{{ part.competence }}", "{{ part.competense }} {% if draft – 1 %}")


@pytest.fixture
def faulty(place: Path) -> Path:
    (place / OWN).write_bytes(FAULTY)
    return place


# Findings


def test_findings_tell_part_paragraph_and_tag(faulty: Path) -> None:
    done = run("template", "check", OWN, cwd=faulty)
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines[:4] == [
        'templates/plan.docx:word/document.xml:đoạn 38: lỗi KH801: "part" không có "competense"',
        "   38 │ {{ part.competense }} {% if draft – 1 %}",
        "      │ ^^^^^^^^^^^^^^^^^^^^^",
        '   gợi ý: có phải "competence"?',
    ]
    assert done.stderr == "3 lỗi\n"


def test_json_has_part_paragraph_and_excerpt(faulty: Path) -> None:
    done = run("template", "check", OWN, "--format", "json", "--lang", "en", cwd=faulty)
    first = json.loads(done.stdout)[0]
    assert first == {
        "file": OWN,
        "part": DOCUMENT,
        "paragraph": "{{ part.competense }} {% if draft – 1 %}",
        "excerpt": "{{ part.competense }}",
        "code": "KH801",
        "name": "unknown-name",
        "severity": "error",
        "message": '"part" has no "competense"',
        "hint": 'perhaps "competence"?',
        "rule": None,
        "fix": None,
    }


@pytest.mark.parametrize("form", ["github", "sarif"])
def test_other_forms_name_the_part(faulty: Path, form: str) -> None:
    done = run("template", "check", OWN, "--format", form, cwd=faulty)
    assert done.returncode == 1
    assert done.stderr == "3 lỗi\n"
    assert "word/document.xml" in done.stdout


def test_a_clean_template_is_silent(place: Path) -> None:
    done = run("template", "check", OWN, cwd=place)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_findings_can_be_chosen(faulty: Path) -> None:
    done = run("template", "check", OWN, "--select", "KH805", cwd=faulty)
    assert "KH805" in done.stdout
    assert "KH801" not in done.stdout


def kind(template: str) -> bytes:
    parts = unpack(TEMPLATE.read_bytes())
    types = parts["[Content_Types].xml"].replace(b"wordprocessingml.document.main", template.encode())
    return pack({**parts, "[Content_Types].xml": types})


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.docx", b""),
        ("text.docx", "Kế hoạch".encode()),
        ("old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("cut.docx", TEMPLATE.read_bytes()[:5000]),
        ("zip.docx", pack({"a.txt": "b"})),
        ("table.docx", kind("spreadsheetml.sheet.main")),
        ("mother.docx", kind("wordprocessingml.template.main")),
        ("broken.docx", pack({**unpack(TEMPLATE.read_bytes()), DOCUMENT: b"<w:document>"})),
        ("types.docx", pack({**unpack(TEMPLATE.read_bytes()), "[Content_Types].xml": b"<Types"})),
    ],
)
def test_what_is_no_word_file_is_told(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableFile) as told:
        check(tmp_path / name)
    assert name in str(told.value)
    assert "\n" not in str(told.value)


def test_what_is_no_word_file_is_one_line(place: Path) -> None:
    done = run("template", "check", PLAN, cwd=place)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"kehoach: {PLAN} không phải văn bản Word (.docx)\n"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    done = run("template", "check", "none.docx", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("kehoach: không mở được none.docx")


# Comments


def test_comments_stand_at_their_paragraphs_in_a_copy(faulty: Path, printer: Printer, tmp_path: Path) -> None:
    done = run("template", "check", OWN, "--comments", cwd=faulty)
    assert done.returncode == 1
    assert done.stderr.splitlines()[0] == "templates/plan~nhan-xet.docx"
    assert (faulty / OWN).read_bytes() == FAULTY
    docx = (faulty / "templates/plan~nhan-xet.docx").read_bytes()
    document = Document(io.BytesIO(docx))
    texts = [comment.text for comment in document.comments]
    assert texts[0] == 'KH801: "part" không có "competense"\ncó phải "competence"?'
    assert len(texts) == 3
    anchors = [Paragraph(start.getparent(), document) for start in document.element.iter(qn("w:commentRangeStart"))]
    assert [p.text for p in anchors] == ["{{ part.competense }} {% if draft – 1 %}"] * 3
    assert sdk_errors(docx, tmp_path) == []
    assert [fault for fault in lint(docx) if "L4" in fault] == []
    assert "competense" in " ".join(printer.pdf(docx).words())


@pytest.mark.parametrize("name", ["KH801/fires-in-the-header", "KH812/fires", "KH813/fires-template"])
def test_what_has_no_paragraph_of_the_document_is_commented_at_the_first(tmp_path: Path, name: str) -> None:
    file = tmp_path / "x.docx"
    file.write_bytes(TemplateCase(CASES / "templates" / f"{name}.yaml").docx)
    done = run("template", "check", "x.docx", "--comments", "--lang", "en", cwd=tmp_path)
    copy = (tmp_path / "x~nhan-xet.docx").read_bytes()
    (comment,) = Document(io.BytesIO(copy)).comments
    part = json.loads(run("template", "check", "x.docx", "--format", "json", cwd=tmp_path).stdout)[0]["part"]
    assert comment.text.startswith(f"{part}: KH8")
    assert done.stderr.splitlines()[0] == "x~nhan-xet.docx"
    assert sdk_errors(copy, tmp_path, ("Microsoft365",)) == []


def commented(file: Path, to: Path | None = None) -> Report:
    return comment(file, check(file), to, lambda finding: str(finding.message))


def test_comments_never_replace_a_file(faulty: Path) -> None:
    file = faulty / OWN
    for number in ("", "-2", "-3"):
        commented(file)
        assert (faulty / f"templates/plan~nhan-xet{number}.docx").exists()
    for target in (file, faulty / "templates/plan~nhan-xet.docx"):
        before = target.read_bytes()
        assert commented(file, target).exit_code == 3
        assert target.read_bytes() == before
    done = run("template", "check", OWN, "--comments", "-o", OWN, cwd=faulty)
    assert done.returncode == 3
    assert file.read_bytes() == FAULTY


def test_comments_where_they_are_asked_for(faulty: Path) -> None:
    commented(faulty / OWN, faulty / "xem")
    commented(faulty / OWN, faulty / "xem" / "khac.docx")
    copies = [(faulty / "xem" / name).read_bytes() for name in ("plan~nhan-xet.docx", "khac.docx")]
    assert copies[0] == copies[1], "the same findings give the same bytes"


def test_without_findings_there_is_no_copy(place: Path) -> None:
    before = sorted((place / "templates").iterdir())
    assert run("template", "check", OWN, "--comments", cwd=place).returncode == 0
    assert sorted((place / "templates").iterdir()) == before


# A template to begin from


def test_new_gives_a_copy_and_never_overwrites(place: Path) -> None:
    (place / OWN).unlink()
    done = run("template", "new", "plan", cwd=place)
    assert (done.returncode, done.stderr) == (0, f"{OWN}\n")
    assert (place / OWN).read_bytes() == TEMPLATE.read_bytes()
    (place / OWN).write_bytes(b"edited")
    done = run("template", "new", "plan", cwd=place)
    assert done.returncode == 3
    assert f"{OWN} đã có sẵn" in done.stderr
    assert (place / OWN).read_bytes() == b"edited"


def test_new_elsewhere(tmp_path: Path) -> None:
    assert run("template", "new", "plan", "-o", "mẫu", cwd=tmp_path).returncode == 0
    assert run("template", "new", "plan", "--to", "mẫu/riêng.docx", cwd=tmp_path).returncode == 0
    for name in ("plan.docx", "riêng.docx"):
        assert (tmp_path / "mẫu" / name).read_bytes() == TEMPLATE.read_bytes()
    assert run("template", "new", "plan", cwd=tmp_path).returncode == 2  # no workspace here


def test_new_of_an_unknown_kind(place: Path) -> None:
    done = run("template", "new", "plam", cwd=place)
    assert done.returncode == 2
    assert done.stderr == 'kehoach: không có loại văn bản "plam". có phải plan?\n'


# One's own instead of ours


def rendered(place: Path) -> tuple[WordFile, dict[str, str]]:
    done = run("render", PLAN, cwd=place)
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[0] == "outputs/2024/giam-ngheo/ke-hoach.docx"
    folder = place / "outputs/2024/giam-ngheo"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return WordFile((folder / "ke-hoach.docx").read_bytes()), manifest["outputs"]["ke-hoach.docx"]["inputs"]


def test_an_owners_template_comes_before_the_packaged_one(place: Path) -> None:
    own = edited("Nơi nhận:", "Kính gửi và nơi nhận:")
    (place / OWN).write_bytes(own)
    word, inputs = rendered(place)
    assert "Kính gửi và nơi nhận:" in word.text()
    assert inputs[OWN] == digest(own)
    (place / OWN).unlink()
    word, inputs = rendered(place)
    assert "Kính gửi" not in word.text()
    assert inputs["plan.docx"] == digest(TEMPLATE.read_bytes())
    assert OWN not in inputs


def test_a_faulty_template_is_told_at_render_and_nothing_is_written(faulty: Path) -> None:
    done = run("render", PLAN, cwd=faulty)
    assert done.returncode == 4
    assert 'templates/plan.docx:word/document.xml:đoạn 38: lỗi KH801: "part" không có "competense"' in done.stdout
    assert "xem mọi lỗi của mẫu: kehoach template check templates/plan.docx" in done.stderr
    assert not (faulty / "outputs/2024/giam-ngheo/ke-hoach.docx").exists()


def test_a_template_that_would_leave_a_broken_table_is_told_at_render(place: Path) -> None:
    case = next(path for path in TEMPLATES if path.parent.name == "KH810" and path.stem == "fires-if")
    (place / OWN).write_bytes(TemplateCase(case).docx)
    done = run("render", PLAN, cwd=place)
    assert done.returncode == 4
    assert "KH810" in done.stdout
    assert not (place / "outputs/2024/giam-ngheo/ke-hoach.docx").exists()


def test_a_template_that_is_no_word_file_is_one_line_at_render(place: Path) -> None:
    (place / OWN).write_bytes(b"no word")
    done = run("render", PLAN, cwd=place)
    assert done.returncode == 4
    assert "KH8" not in done.stdout
    assert "templates/plan.docx" in done.stderr
