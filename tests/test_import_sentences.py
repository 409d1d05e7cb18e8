"""What an import makes of sentences of an office: years, names, places and tables that later drafts begin with."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kehoach.importing.names import short_name, task_name
from kehoach.pipeline.importer import ImportedPlan, imported
from kehoach.readers.document import ReadTable, TableCell, TextLine, TextRun
from kehoach.recognising.baseline_years import baseline_year
from kehoach.recognising.head import read_head
from kehoach.recognising.lines import words
from kehoach.recognising.own_years import own_years
from kehoach.recognising.tables import table_of
from kehoach.recognising.wrapping import WrapWay
from tests.support.forked import run
from tests.support.typed import typed_document

PLAN = """\
ỦY BAN NHÂN DÂN
XÃ BÌNH LƯ
Số:      /KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Bình Lư, ngày      tháng 01 năm 2026

KẾ HOẠCH
Giữ gìn nguồn nước sạch trên địa bàn xã Bình Lư năm 2026

UBND xã xây dựng kế hoạch giữ gìn nguồn nước sạch năm 2026 như sau:

I. CHỈ TIÊU

- Tỷ lệ hộ dùng nước sạch đạt 90% (năm 2025 là 84%).

- Tỷ lệ hộ có hố rác đạt 70% (năm 2023 là 52%).

II. TỔ CHỨC THỰC HIỆN

1. Phòng Kinh tế

- Kiểm tra các bể lọc của từng bản, hoàn thành trước ngày 15/3/2026.

Nơi nhận:
- Các bản;
- Lưu: VT.
CHỦ TỊCH
Lò Văn Tính
"""


@pytest.fixture(scope="module")
def made() -> ImportedPlan:
    return imported(typed_document(PLAN), None, "nhap.yaml")


def test_the_year_of_a_baseline_moves_with_it(made: ImportedPlan) -> None:
    assert "(năm {{ year - 1 }} là {{ baseline }})" in made.draft.text


def test_what_an_earlier_year_had_is_no_baseline(made: ImportedPlan) -> None:
    assert "đạt {{ value }} (năm 2023 là 52%)" in made.draft.text
    assert "baseline: 52%" not in made.draft.text


def test_the_plan_named_in_its_own_opening_has_its_year(made: ImportedPlan) -> None:
    assert "kế hoạch giữ gìn nguồn nước sạch năm {{ year }} như sau" in made.draft.text.replace("\n", " ").replace(
        "  ", " "
    )


def test_a_task_is_not_named_by_its_deadline(made: ImportedPlan) -> None:
    assert "name: Kiểm tra các bể lọc của từng bản\n" in made.draft.text


@pytest.mark.parametrize(
    ("text", "before", "name"),
    [
        ("Trình Giám đốc kế hoạch kiểm tra trước ngày 28/02.", "trước", "Trình Giám đốc kế hoạch kiểm tra"),
        ("Dựng biển cấm lửa, xong trước ngày 28/02.", "trước", "Dựng biển cấm lửa"),
        ("Chậm nhất ngày 28/02 nộp hồ sơ.", "ngày", "Chậm nhất ngày 28/02 nộp hồ sơ"),
    ],
)  # fmt: skip
def test_names_of_tasks(text: str, before: str, name: str) -> None:
    assert task_name(text, text.index(before)) == name


def test_a_long_name_ends_with_a_clause() -> None:
    text = "Rà soát các điểm lấy nước của xã, lập danh sách gửi về phòng để tổng hợp chung."
    assert short_name(text) == "Rà soát các điểm lấy nước của xã"


@pytest.mark.parametrize(
    ("sentence", "figure", "year"),
    [
        ("đạt 70% (năm 2025 là 52%)", "52%", "2025"),
        ("giảm từ 03 vụ năm 2025 xuống 01 vụ", "03 vụ", "2025"),
        ("giảm từ 03 vụ (cuối năm 2025) xuống 01 vụ", "03 vụ", "2025"),
        ("giảm từ 03 vụ xuống 01 vụ năm 2026", "03 vụ", None),
    ],
)
def test_the_year_beside_a_baseline(sentence: str, figure: str, year: str | None) -> None:
    start = sentence.index(figure)
    where = baseline_year(sentence, start, start + len(figure))
    assert (sentence[slice(*where)] if where else None) == year


@pytest.mark.parametrize("place", ["Đoàn Kết", "Hội An", "Trường Sơn", "Liên Chiểu"])
def test_a_place_that_begins_like_a_body_is_a_place(place: str) -> None:
    head = read_head([TextLine((TextRun(f"{place}, ngày 06 tháng 02 năm 2026"),), "đoạn 1")])
    assert (head.place, head.date) == (place, (6, 2, 2026))


def test_a_body_before_a_date_is_no_place() -> None:
    head = read_head([TextLine((TextRun("SỞ Y TẾ ngày 06 tháng 02 năm 2026"),), "đoạn 1")])
    assert head.date == (0, 0, 0)


def test_the_year_of_another_plan_of_this_name_is_not_taken() -> None:
    subject = "Giữ gìn nguồn nước sạch trên địa bàn xã năm 2026"
    text = "theo Kế hoạch số 12/KH-UBND của tỉnh về giữ gìn nguồn nước sạch năm 2026"
    assert own_years(text, "2026", subject=subject) == ()
    assert own_years("Kế hoạch giữ gìn nguồn nước sạch năm 2026", "2026", subject=subject) != ()


def test_lines_to_write_on_are_no_words() -> None:
    assert words("Số: ____ /KH _______") == ["số", "kh"]


def test_nothing_goes_on_below_the_heading_of_a_group() -> None:
    """A body merged over two rows of its own does not lead what comes after a heading over the other columns."""

    def cell(text: str, columns: int = 1, rows: int = 1) -> TableCell:
        return TableCell((TextLine((TextRun(text),), "bảng 1"),), columns, rows)

    rows = (
        (cell("TT"), cell("Nội dung"), cell("Chủ trì")),
        (cell("1"), cell("Họp"), cell("Công an", rows=2)),
        (cell("2"), cell("Báo tin"), None),
        (cell("II"), cell("CHỮA CHÁY", columns=2), None),
        (cell("1"), cell("Diễn tập"), cell("Quân sự")),
    )
    table = table_of(ReadTable(rows, "bảng 1"), WrapWay(wrapped=False, separated=True))
    assert not table.merged


def test_a_plan_without_a_year_says_so() -> None:
    """The year that its sentences name is taken, and a person is asked to look at it."""
    text = PLAN.replace("tháng 01 năm 2026", "tháng      năm").replace("xã Bình Lư năm 2026", "xã Bình Lư")
    made = imported(typed_document(text), None, "nhap.yaml")
    assert made.draft.text.startswith("# năm này chưa chắc: trích yếu và ngày ban hành không có năm\nyear: 2026\n")
    assert "năm của kế hoạch: 2026" in made.draft.doubts
    assert not made.is_certain


def test_an_error_elsewhere_costs_no_facts() -> None:
    """An issuer without a place is an error with and without facts: they stay, and the draft prints as it is."""
    text = PLAN.replace("XÃ BÌNH LƯ", "XÃ KHÔNG CÓ").replace("Bình Lư, ngày", "ngày").replace("/KH-UBND", "")
    made = imported(typed_document(text), None, "nhap.yaml")
    assert [error.code for error in made.kept_errors] == ["KH704"]
    assert not made.examined.stops
    assert not made.is_certain
    assert made.with_facts
    assert "target: " in made.draft.text


def test_an_error_of_the_document_stays_with_a_comment_and_prints() -> None:
    """Also where its value is a block, in which no comment is possible."""
    archive = f"- Lưu: VP, {'Phòng Nông nghiệp và Môi trường, ' * 3}TH."
    text = re.sub("(?m)^- Lưu:.*", archive, PLAN)
    made = imported(typed_document(text), None, "nhap.yaml")
    assert [error.code for error in made.kept_errors] == ["KH701"]
    assert "\narchive: >  # kehoach: ignore[KH701] như văn bản đã đọc\n" in made.draft.text
    assert not made.examined.stops


def test_what_fits_nowhere_says_so_in_vietnamese() -> None:
    made = imported(
        typed_document(PLAN.replace("I. CHỈ TIÊU\n", "V. CHỈ TIÊU\n").replace("II. TỔ", "3. Tổ")), None, "nhap.yaml"
    )
    assert ": số hoặc dấu ở đầu không nối tiếp danh sách nào" in made.draft.text
    assert "fits in" not in made.draft.text


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "nuoc.txt"
    path.write_text(PLAN.replace(" (năm 2023 là 52%)", ""), encoding="utf-8")
    return path


def test_no_comparison_where_the_plan_may_not_be_written(document: Path, tmp_path: Path) -> None:
    for target in ("co.yaml", "plans/agencies.yaml"):
        (tmp_path / "co.yaml").write_text("year: 2026\n")
        done = run("import", document.name, "--to", target, "--docx", "so.docx", cwd=tmp_path)
        assert done.returncode == 3
        assert not (tmp_path / "so.docx").exists()
        assert not (tmp_path / "plans").exists()


def test_the_comparison_goes_into_a_folder_that_is_made(document: Path, tmp_path: Path) -> None:
    done = run("import", document.name, "--check", "--docx", "moi/so.docx", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "moi" / "so.docx").exists()


def test_quiet_says_nothing_where_nothing_is_to_be_seen(document: Path, tmp_path: Path) -> None:
    done = run("import", document.name, "-q", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert (tmp_path / "plans" / "2026" / "nuoc.yaml").exists()


def _draft(body: str) -> str:
    start, end = PLAN.index("I. CHỈ TIÊU"), PLAN.index("Nơi nhận:")
    made = imported(typed_document(PLAN[:start] + body + "\n\n" + PLAN[end:]), None, "nhap.yaml")
    assert made.proof
    assert not made.proof.lost
    assert not made.proof.added
    assert not made.examined.stops
    return made.draft.text


def test_a_body_before_its_sentence_has_the_duty() -> None:
    text = _draft(
        "I. TỔ CHỨC THỰC HIỆN\n\n1. Phòng Kinh tế: kiểm tra các bể lọc của bản.\n\n"
        "2. Công an xã: giữ trật tự ở bể.\n\n3. Tuyên truyền: phát thanh hằng tuần."
    )
    assert "- agencies: [phong-kinh-te]\n        label: Phòng Kinh tế\n" in text
    assert "- agencies: [cong-an-xa]\n        label: Công an xã\n" in text
    assert text.count("label: ") == 2


def test_a_title_that_runs_on_as_a_sentence_is_cut() -> None:
    """Else kehoach prints the sentence in capitals too."""
    text = _draft("I. VIỆC LÀM\n\n- Tát giếng.\n\nII. KINH PHÍ: Dự kiến 3 triệu đồng từ ngân sách xã.")
    assert "Dự kiến 3 triệu đồng từ ngân sách xã." in text
    assert "heading: KINH PHÍ\n" in text


@pytest.mark.parametrize("day", ["/01/2026", " tháng 01 năm 2026"])
def test_the_line_below_an_appendix_is_left_to_print_in_any_form(day: str) -> None:
    link = f"(Kèm theo Kế hoạch số:     /KH-UBND ngày    {day} của Ủy ban nhân dân xã Bình Lư)"
    text = f"{PLAN}\nPHỤ LỤC\nSỐ GIẾNG CỦA TỪNG BẢN\n{link}\n\nBản Nà Hiềng có 4 giếng.\n"
    made = imported(typed_document(text), None, "nhap.yaml")
    assert "appendices:" in made.draft.text
    assert "below_title" not in made.draft.text


def test_several_bodies_are_named_as_within_a_sentence() -> None:
    """An extract says: Giao các đoàn thể."""
    text = _draft("I. TỔ CHỨC THỰC HIỆN\n\n1. Các đoàn thể\n\n- Vận động hội viên.")
    assert ": các đoàn thể\n" in text
    assert "heading: Các đoàn thể" not in text


@pytest.mark.parametrize("year", ["2024", "2027", "2030"])
def test_what_is_aimed_at_in_another_year_stays_a_sentence(year: str) -> None:
    """In the sentence, or in a heading above it."""
    text = PLAN.replace(" (năm 2025 là 84%)", "").replace(" (năm 2023 là 52%)", "")
    assert "target: " in imported(typed_document(text), None, "nhap.yaml").draft.text
    for old, new in (("I. CHỈ TIÊU\n", f"I. CHỈ TIÊU ĐẾN NĂM {year}\n"), ("- Tỷ lệ", f"- Đến năm {year}, tỷ lệ")):
        changed = text.replace(old, new)
        assert changed != text
        assert "target: " not in imported(typed_document(changed), None, "nhap.yaml").draft.text
