"""`kehoach import`: what a document becomes, what is said of it, and what is never overwritten."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kehoach.model.base import Ref
from kehoach.pipeline.importer import imported, read_document
from kehoach.source import Source
from tests.support.forked import run
from tests.support.plans import registry

COMMUNE = """\
ỦY BAN NHÂN DÂN                     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ BÌNH LƯ                             Độc lập - Tự do - Hạnh phúc
Số: 12/KH-UBND                       Bình Lư, ngày 05 tháng 01 năm 2026

KẾ HOẠCH
Phòng cháy, chữa cháy rừng trên địa bàn xã Bình Lư, tỉnh Lai Châu năm 2026

Căn cứ Luật Lâm nghiệp ngày 15 tháng 11 năm 2017;
Căn cứ Kế hoạch số 310/KH-UBND ngày 20/12/2025 của UBND tỉnh Lai Châu về bảo vệ rừng năm 2026.
UBND xã ban hành Kế hoạch như sau:

I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
Chủ động ngăn ngừa cháy rừng.
2. Yêu cầu
- Kiểm tra thường xuyên các khu rừng dễ cháy.
- Phân công rõ trách nhiệm từng thôn, bản.

II. CHỈ TIÊU
- 100% chủ rừng ký cam kết bảo vệ rừng.
- Tỷ lệ vụ cháy được dập tắt trong 12 giờ đạt 95%.

III. TỔ CHỨC THỰC HIỆN
1. Phòng Kinh tế
- Tham mưu phương án, hoàn thành trước ngày 15/02/2026.
- Kiểm tra các khu rừng trọng điểm.
2. Ban Chỉ huy Quân sự xã
- Huy động lực lượng khi có cháy.

Trên đây là Kế hoạch của UBND xã, yêu cầu các đơn vị thực hiện./.

Nơi nhận:                            TM. ỦY BAN NHÂN DÂN
- UBND tỉnh;                               CHỦ TỊCH
- Các phòng, ban;
- Lưu: VT.

                                        Lò Văn Thắng
"""


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "ke-hoach-pccc-rung.txt"
    path.write_text(COMMUNE, encoding="utf-8")
    return path


def test_a_document_becomes_a_plan_that_says_the_same(document: Path, tmp_path: Path) -> None:
    done = run("import", document.name, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    plan = tmp_path / "plans" / "2026" / "ke-hoach-pccc-rung.yaml"
    text = plan.read_text(encoding="utf-8")
    assert "100% có trong kế hoạch" in done.stdout
    assert "issuer: ubnd-xa" in text
    assert "Số cơ quan" not in text
    assert "name: UBND xã Bình Lư" in (tmp_path / "plans" / "agencies.yaml").read_text(encoding="utf-8")
    assert run("check", cwd=tmp_path).returncode in (0, 1)
    assert run("render", "--pdf", "plans/2026/ke-hoach-pccc-rung.yaml", cwd=tmp_path).returncode in (0, 1)


def test_facts_are_written_once(document: Path) -> None:
    made = imported(read_document(document), None, "nhap.yaml")
    plan = made.examined.plan
    assert plan
    assert plan.year.first == 2026
    assert str(plan.number) == "12"
    assert [str(target.value) for target in plan.targets.values()] == ["100%", "95%"]
    assert [str(task.deadline) for task in plan.tasks.values()] == ["trước ngày 15/02/2026"]
    assert [section.kind.value for section in plan.sections] == ["purpose", "targets", "duties"]
    assert [basis.type for basis in plan.bases if hasattr(basis, "type")] == ["Luật", "Kế hoạch"]
    assert plan.signature.authority == ("TM",)
    assert plan.signature.name == "Lò Văn Thắng"
    assert "{{ year }}" in str(plan.subject)
    assert "{{ value }} chủ rừng" in made.draft.text


def test_no_body_of_another_time_is_referred_to(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(COMMUNE.replace("1. Phòng Kinh tế", "1. Phòng Kinh tế thành phố"), encoding="utf-8")
    made = imported(read_document(path), registry(), "a.txt")
    assert made.with_facts
    assert "agencies: [phong-kinh-te]" not in made.draft.text
    earlier = path.read_text(encoding="utf-8").replace("2026", "2024").replace("2025", "2023")
    path.write_text(earlier, encoding="utf-8")
    assert "agencies: [phong-kinh-te]" in imported(read_document(path), registry(), "a.txt").draft.text


def test_a_body_with_other_marks_is_another_body(document: Path, tmp_path: Path) -> None:
    """Beside the commune Tân Thành is often one Tân Thanh: a registry that has the other is not meant."""
    beside = tmp_path / "agencies.yaml"
    beside.write_text(
        "xa-binh-lu:\n  name: UBND xã Bình Lu\n  letterhead: [ỦY BAN NHÂN DÂN, XÃ BÌNH LU]\n  symbol: UBND\n"
        "phong-kinh-te: Phòng Kính tế\nban-chi-huy: Ban chỉ huy quân sự xã\n",
        encoding="utf-8",
    )
    made = imported(read_document(document), registry(beside), "nhap.yaml")
    plan, known = made.examined.plan, made.examined.agencies
    assert plan
    assert isinstance(plan.issuer, Ref)
    assert known.with_own(plan.agencies).name_of(plan.issuer) == "UBND xã Bình Lư"
    assert "agencies: [phong-kinh-te]" not in made.draft.text
    assert "agencies: [ban-chi-huy]" in made.draft.text
    assert made.proof
    assert not made.proof.lost


def test_a_basis_with_an_error_stays_as_typed_and_other_facts_are_facts(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(COMMUNE.replace("20/12/2025", "20/12/2026"), encoding="utf-8")
    made = imported(read_document(path), None, "a.txt")
    assert made.with_facts
    assert "{{ value }} chủ rừng" in made.draft.text
    assert "Căn cứ Kế hoạch số 310/KH-UBND ngày 20/12/2026" in made.draft.text


def test_the_proof_finds_what_is_lost(document: Path) -> None:
    """The proof reads the document, not what was recognised: a word that the draft loses is named with its place."""
    from kehoach.documents.plan import compose_plan
    from kehoach.importing.proof import proof
    from kehoach.pipeline.examine import look_at_plan

    read = read_document(document)
    made = imported(read, None, "nhap.yaml")
    shorter = made.draft.text.replace("Kiểm tra thường xuyên các khu rừng dễ cháy", "Kiểm tra các khu rừng khô")
    examined = look_at_plan(Source("nhap.yaml", shorter), made.examined.agencies)
    assert examined.plan
    found = proof(read, made.found, compose_plan(examined.plan, examined.agencies))
    assert [one.text for one in found.lost] == ["thường xuyên", "dễ cháy"]
    assert {one.place for one in found.lost} == {"dòng 16"}
    assert found.added == ("khô",)
    assert found.share < 1


def test_another_tone_is_another_word_and_another_place_of_it_is_not(document: Path) -> None:
    from kehoach.documents.plan import compose_plan
    from kehoach.importing.proof import proof
    from kehoach.pipeline.examine import look_at_plan

    read = read_document(document)
    made = imported(read, None, "nhap.yaml")
    other = made.draft.text.replace("Kiểm tra thường xuyên", "Kiếm tra thường xuyên").replace("cháy rừng", "chày rừng")
    examined = look_at_plan(Source("nhap.yaml", other.replace("Huy động", "Hủy động")), made.examined.agencies)
    assert examined.plan
    found = proof(read, made.found, compose_plan(examined.plan, examined.agencies))
    assert {"Kiểm", "cháy", "Huy"} <= {word for one in found.lost for word in one.text.split()}
    document.write_text(COMMUNE.replace("BÌNH LƯ", "HOÀ LƯ").replace("Bình Lư", "Hoà Lư"), encoding="utf-8")
    moved = document.read_text(encoding="utf-8").replace("xã Hoà Lư", "xã Hòa Lư")
    document.write_text(moved, encoding="utf-8")
    again = imported(read_document(document), None, "nhap.yaml").proof
    assert again
    assert not again.lost


def test_words_that_moved_are_counted_apart(document: Path) -> None:
    from kehoach.documents.plan import compose_plan
    from kehoach.importing.proof import proof
    from kehoach.pipeline.examine import look_at_plan

    read = read_document(document)
    made = imported(read, None, "nhap.yaml")
    one, other = "Kiểm tra thường xuyên các khu rừng dễ cháy.", "Phân công rõ trách nhiệm từng thôn, bản."
    swapped = made.draft.text.replace(one, "@").replace(other, one).replace("@", other)
    examined = look_at_plan(Source("nhap.yaml", swapped), made.examined.agencies)
    assert examined.plan
    found = proof(read, made.found, compose_plan(examined.plan, examined.agencies))
    assert not found.lost
    assert not found.added
    assert found.moved == 8


def test_the_line_above_a_committee_is_not_missed_and_said(document: Path, tmp_path: Path) -> None:
    document.write_text(COMMUNE.replace("ỦY BAN NHÂN DÂN  ", "UBND TỈNH LAI CHÂU  ", 1).replace(
        "XÃ BÌNH LƯ  ", "ỦY BAN NHÂN DÂN XÃ BÌNH LƯ  ", 1), encoding="utf-8")  # fmt: skip
    done = run("import", "--check", document.name, cwd=tmp_path)
    assert "gõ cho thể thức" in done.stdout
    assert "UBND TỈNH LAI CHÂU" in done.stdout
    assert "100% có trong kế hoạch" in done.stdout
    assert done.returncode == 0, done.stdout


def test_check_writes_nothing(document: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    done = run("import", "--check", document.name, cwd=tmp_path)
    assert done.returncode == 0
    assert "100% có trong kế hoạch" in done.stdout
    assert sorted(tmp_path.rglob("*")) == before


def test_a_plan_that_is_there_stays(document: Path, tmp_path: Path) -> None:
    assert run("import", document.name, cwd=tmp_path).returncode == 0
    plan = tmp_path / "plans" / "2026" / "ke-hoach-pccc-rung.yaml"
    plan.write_text("# của tôi\n", encoding="utf-8")
    done = run("import", document.name, cwd=tmp_path)
    assert done.returncode == 3
    assert "--to" in done.stderr
    assert plan.read_text(encoding="utf-8") == "# của tôi\n"


def test_it_goes_where_it_is_told_and_uses_the_registry_there(document: Path, tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    mine = "xa-minh: {name: UBND xã Bình Lư, letterhead: [ỦY BAN NHÂN DÂN, XÃ BÌNH LƯ], symbol: UBND, place: Bình Lư}\n"
    (tmp_path / "plans" / "agencies.yaml").write_text(mine, encoding="utf-8")
    done = run("import", document.name, "--to", "plans/2026/rung.yaml", cwd=tmp_path)
    assert done.returncode in (0, 1), done.stderr
    assert "issuer: xa-minh" in (tmp_path / "plans" / "2026" / "rung.yaml").read_text(encoding="utf-8")
    assert (tmp_path / "plans" / "agencies.yaml").read_text(encoding="utf-8") == mine


def test_the_comparison_is_a_word_file(document: Path, tmp_path: Path) -> None:
    import zipfile

    done = run("import", "--check", "--docx", "doi-chieu.docx", document.name, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    body = zipfile.ZipFile(tmp_path / "doi-chieu.docx").read("word/document.xml").decode()
    assert "Kiểm tra thường xuyên các khu rừng dễ cháy." in body
    again = run("import", "--check", "--docx", "doi-chieu.docx", document.name, cwd=tmp_path)
    assert again.returncode == 3


def test_json_has_the_same_figures(document: Path, tmp_path: Path) -> None:
    done = run("import", "--check", "--format", "json", document.name, cwd=tmp_path)
    data = json.loads(done.stdout)
    assert data["share"] == 1
    assert data["lost"] == data["added"] == data["not_understood"] == data["errors"] == []
    assert data["words"] > 200


@pytest.mark.parametrize(("name", "data"), [("anh.png", b"\x89PNG"), ("rong.docx", b""), ("hong.pdf", b"%PDF-1.7\n")])
def test_what_cannot_be_read_is_one_line(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    done = run("import", name, cwd=tmp_path)
    assert done.returncode == 2
    assert name in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "plans").exists()


def test_the_seed_comes_back_word_for_word() -> None:
    """The example's own Word file: the same words, targets, bodies and deadlines are found again."""
    from kehoach.documents.plan import compose_plan
    from kehoach.model.plan import Plan
    from kehoach.parse.plan import parse_plan
    from kehoach.readers.yaml import read
    from kehoach.reading.word import read_word
    from kehoach.word.docx import write_docx
    from tests.support.plans import SEED, TEMPLATE

    source = Source("giam-ngheo.yaml", SEED.read_text(encoding="utf-8"))
    node, _findings = read(source)
    assert node
    plan: Plan = parse_plan(node, source)[0]
    data = write_docx(compose_plan(plan, registry()), TEMPLATE.read_bytes(), TEMPLATE)
    made = imported(read_word(data, "ke-hoach.docx"), registry(), "nhap.yaml")
    assert made.is_certain
    assert made.proof
    assert made.proof.moved == 0
    again = made.examined.plan
    assert again
    assert [section.kind for section in again.sections] == [section.kind for section in plan.sections]
    assert again.issuer == plan.issuer
    assert again.signature == plan.signature
    lacking = {str(duty) for duty in _duties(plan)} - {str(duty) for duty in _duties(again)}
    assert len(lacking) < 2  # a heading with ";" is typed there, and is no name of two bodies for certain


def _duties(plan: object) -> list[object]:
    from kehoach.model.items import Duty

    return [placed.item.agencies for placed in plan.placed if isinstance(placed.item, Duty)]  # type: ignore[attr-defined]
