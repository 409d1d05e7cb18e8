"""The papers of a commune: a plan of a People's Committee of a xã, read as the office that sends them.

Bodies and their names as Decree 150/2025/NĐ-CP has them; the plan is short and made up.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from kehoach.documents.extract import compose_extract
from kehoach.documents.letterhead import compose_letterhead
from kehoach.documents.paper import Paper
from kehoach.documents.report import compose_report
from kehoach.model.base import Ref
from kehoach.model.reporting import reports
from kehoach.model.results import Reported
from kehoach.word.docx import write_docx
from tests.support.plans import ROOT, Made, parsed
from tests.support.word import WordFile
from tests.test_reports import results

PLAN = """\
year: 2026
issuer: ubnd-xa
number: 45
date: 20/01/2026
subject: Thực hiện công tác giảm nghèo trên địa bàn xã Than Uyên năm {{ year }}
opening: "UBND xã ban hành Kế hoạch như sau:"
agencies:
  ubnd-tinh: UBND tỉnh Lai Châu
  ubnd-xa:
    {name: UBND xã Than Uyên, parent: ubnd-tinh, letterhead: [ỦY BAN NHÂN DÂN, XÃ THAN UYÊN], symbol: UBND,
     place: Than Uyên, collective: ỦY BAN NHÂN DÂN, head: CHỦ TỊCH}
  phong-kinh-te: {name: Phòng Kinh tế, of: xã, parent: ubnd-xa}
  thong-ke: {name: Tổ Thống kê, of: xã}
  cong-an: Công an xã
  truong-hoc: các trường học
  cac-ban: UBND các xã, phường
  cac-to: {name: các tổ dân phố, members: [to-1, to-2]}
  to-1: Tổ dân phố số 1
  to-2: Tổ dân phố số 2
  ngan-hang: Ngân hàng Chính sách xã hội
sections:
  - kind: targets
    items:
      - {target: nha-o, name: Nhà ở, value: 12 nhà, lead: phong-kinh-te}
      - {target: the, name: Thẻ bảo hiểm y tế, value: 100%, lead: phong-kinh-te}
      - {target: truong, name: Học sinh đến trường, value: 100%, lead: truong-hoc}
  - kind: solutions
    items:
      - {task: vay-von, name: Cho vay vốn, lead: ngan-hang, text: Cho vay vốn.}
      - {task: ra-soat, name: Rà soát, lead: cac-to, targets: [the], text: Rà soát.}
  - kind: duties
    items:
      - {agencies: phong-kinh-te, items: [Theo dõi.]}
      - {agencies: thong-ke, items: [Lập danh sách.]}
      - {agencies: cong-an, items: [Đối chiếu dữ liệu.]}
      - {agencies: truong-hoc, items: [Miễn học phí.]}
      - {agencies: cac-ban, items: [Họp dân.]}
      - {agencies: ngan-hang, request: true, items: [Bảo đảm nguồn vốn.]}
reporting:
  - from: [các cơ quan, đơn vị liên quan]
    to: ubnd-xa
    periods: [{id: 6-thang, name: 6 tháng, due: 05/6}]
  - from: ubnd-xa
    to: ubnd-tinh
    periods: [{id: tinh, name: năm, due: 10/11}]
recipients:
  - UBND tỉnh Lai Châu
  - Sở Nông nghiệp và Môi trường
archive: VT, TH
signature: {authority: TM, title: Chủ tịch, name: Lò Văn Hương}
"""


@cache
def plan() -> Made:
    made = parsed(PLAN)
    assert made.errors == []
    return made


def lines(paper: Paper, template: str) -> list[str]:
    docx = write_docx(paper, (ROOT / "templates" / template).read_bytes(), Path(template))
    return [" ".join(f"{line.label} {line.text}".split()) for line in WordFile(docx).paragraphs() if line.text.strip()]


def report(period: str, agency: str = "", figures: str = "") -> list[str]:
    made = plan()
    assert made.plan is not None
    reported = Reported({(2026, period): results(figures)} if figures else {})
    paper = compose_report(made.plan, made.agencies, reports(made.plan, 2026)[period], reported, agency)
    return lines(paper, "report.docx")


def extract(agency: str) -> list[str]:
    made = plan()
    assert made.plan is not None
    return lines(compose_extract(made.plan, made.agencies, Ref(agency)), "extract.docx")


def head(paper: list[str]) -> str:
    """The name of the sender, as its letterhead has it."""
    return " ".join(paper[: paper.index("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")])


@pytest.mark.parametrize(
    ("agency", "name", "place"),
    [
        ("", "ỦY BAN NHÂN DÂN XÃ THAN UYÊN", "Than Uyên"),
        ("phong-kinh-te", "ỦY BAN NHÂN DÂN XÃ THAN UYÊN PHÒNG KINH TẾ", "Than Uyên"),
        ("thong-ke", "TỔ THỐNG KÊ XÃ THAN UYÊN", "Than Uyên"),
        ("cong-an", "CÔNG AN XÃ THAN UYÊN", "Than Uyên"),
        ("ngan-hang", "NGÂN HÀNG CHÍNH SÁCH XÃ HỘI", "[địa danh]"),
        ("truong-hoc", "[TÊN TRƯỜNG HỌC]", "[địa danh]"),
        ("cac-ban", "ỦY BAN NHÂN DÂN [TÊN XÃ, PHƯỜNG]", "[địa danh]"),
    ],
)
def test_a_letterhead_names_the_sender_in_full_and_its_place(agency: str, name: str, place: str) -> None:
    paper = report("6-thang", agency) if agency else report("tinh")
    assert head(paper) == name
    assert any(line.startswith(f"{place}, ngày") for line in paper)


def test_a_group_of_unknown_members_leaves_the_name_of_the_sender_blank() -> None:
    paper = report("6-thang", "truong-hoc")
    assert any(line.startswith("[tên trường học] báo cáo kết quả") for line in paper)
    assert any(line.endswith("của [tên trường học]./.") for line in paper)
    assert not any("các trường học" in line.lower() for line in paper)
    assert any(line.startswith("UBND [tên xã, phường] báo cáo kết quả") for line in report("6-thang", "cac-ban"))


def test_the_appendix_names_the_report_by_the_number_of_its_head() -> None:
    paper = report("6-thang", "phong-kinh-te")
    assert "Số: /BC-[ký hiệu]" in paper
    assert any(line.startswith("(Kèm theo Báo cáo số /BC-[ký hiệu] ngày") for line in paper)


def test_whom_a_report_is_addressed_to_is_not_among_its_recipients_again() -> None:
    paper = report("tinh")
    assert "Kính gửi: UBND tỉnh Lai Châu" in paper
    at = paper.index("- Như trên;")
    assert paper[at : at + 2] == ["- Như trên;", "- Sở Nông nghiệp và Môi trường;"]


@pytest.mark.parametrize(
    ("name", "kept"), [("Tổ dân phố số 1", "tổ dân phố"), ("Thôn Nà Ban", "thôn"), ("Bản Mé", "bản")]
)
def test_a_community_of_inhabitants_has_no_register_and_no_clerical_office(name: str, kept: str) -> None:
    made = parsed(PLAN.replace("to-1: Tổ dân phố số 1", f"to-1: {name}"))
    assert made.plan is not None
    paper = compose_report(made.plan, made.agencies, reports(made.plan, 2026)["6-thang"], Reported(), "to-1")
    found = lines(paper, "report.docx")
    text = " ".join(found)
    assert "/BC" not in text
    assert "Số:" not in text
    assert f"- Lưu: {kept}." in found
    assert "(Kèm theo Báo cáo ngày" in text
    assert "- Lưu: VT." in report("6-thang", "phong-kinh-te")


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("Văn phòng Sở Khoa học và Công nghệ", "VĂN PHÒNG"),
        ("Trung tâm Chuyển đổi số thuộc Sở Khoa học và Công nghệ", "TRUNG TÂM CHUYỂN ĐỔI SỐ"),
        ("Phòng Chuyển đổi số", "PHÒNG CHUYỂN ĐỔI SỐ"),
        ("Thanh tra Sở", "THANH TRA SỞ"),
    ],
)
def test_a_unit_of_a_department_names_the_department_once(name: str, own: str) -> None:
    text = PLAN.replace(
        "  phong-kinh-te: {name: Phòng Kinh tế, of: xã, parent: ubnd-xa}",
        f"""\
  phong-kinh-te: {{name: {name}, parent: so}}
  so: Sở Khoa học và Công nghệ""",
    )
    made = parsed(text)
    assert made.plan is not None
    period = reports(made.plan, 2026)["6-thang"]
    for_it = compose_report(made.plan, made.agencies, period, Reported(), "phong-kinh-te").parts[0].letterhead
    its_own = compose_letterhead(Ref("phong-kinh-te"), made.agencies)
    for head in (for_it, its_own):
        assert head is not None
        assert (" ".join(head.parent), " ".join(head.issuer)) == ("SỞ KHOA HỌC VÀ CÔNG NGHỆ", own)


@pytest.mark.parametrize(
    "line", ["UBND tỉnh (b/c)", "Ủy ban nhân dân tỉnh Lai Châu (để báo cáo)", "UBND tỉnh Lai Châu", "UBND tỉnh"]
)
def test_an_addressee_is_one_recipient_however_it_is_written(line: str) -> None:
    made = parsed(PLAN.replace("  - UBND tỉnh Lai Châu\n", f"  - {line}\n  - Đảng ủy xã (b/c)\n"))
    assert made.plan is not None
    paper = compose_report(made.plan, made.agencies, reports(made.plan, 2026)["tinh"], Reported())
    found = lines(paper, "report.docx")
    assert "Kính gửi: UBND tỉnh Lai Châu" in found
    at = found.index("- Như trên;")
    assert found[at + 1 : at + 3] == ["- Đảng ủy xã (b/c);", "- Sở Nông nghiệp và Môi trường;"]


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ("{nha-o: 12 nhà, the: 100%}", "02 chỉ tiêu đã đạt kế hoạch năm."),
        ("{nha-o: 05 nhà, the: 90%}", "02 chỉ tiêu đang thực hiện."),
        ("{nha-o: 05 nhà, the: 100%}", "01 chỉ tiêu đã đạt kế hoạch năm, 01 đang thực hiện."),
    ],
)
def test_no_report_counts_what_is_none(figures: str, said: str) -> None:
    told = f"reported: {{phong-kinh-te: 04/6/2026}}\ntargets: {figures}\n"
    assert f"Hết 6 tháng đầu năm 2026: {said}" in report("6-thang", "phong-kinh-te", told)


def test_a_report_of_an_agency_states_no_figure_that_it_has_not_reported() -> None:
    figures = """\
reported: {phong-kinh-te: 04/6/2026}
targets: {nha-o: 05 nhà, truong: {value: 75%, cause: Đường xa}}
tasks: {vay-von: {status: đang thực hiện, text: Đã cho vay 37 hộ.}}
"""
    nobody = figures.replace("phong-kinh-te: 04/6/2026", "thong-ke: 04/6/2026")
    bank = figures.replace("phong-kinh-te", "ngan-hang")
    assert "05" in report("6-thang", "phong-kinh-te", figures)
    assert "05" not in report("6-thang", "phong-kinh-te", nobody)
    assert "Đã cho vay 37 hộ." in "".join(report("6-thang", "ngan-hang", bank))
    text = "".join(report("6-thang", "ngan-hang", figures))
    assert "37 hộ" not in text
    assert ": đang thực hiện" not in text


def test_who_is_asked_in_its_duty_is_asked_for_its_task_too() -> None:
    paper = extract("ngan-hang")
    assert "TRÍCH NỘI DUNG ĐỀ NGHỊ" in paper
    assert "Đề nghị Ngân hàng Chính sách xã hội" in paper
    assert "TRÍCH NHIỆM VỤ" in extract("phong-kinh-te")


def test_a_source_of_funding_that_no_sentence_prints_is_named_in_the_draft() -> None:
    funding = "  - kind: funding\n    items:\n      - {fund: Ngân sách xã, amount: TODO(bao nhiêu), text: Bố trí.}\n"
    made = parsed(PLAN.replace("  - kind: duties\n", f"{funding}  - kind: duties\n", 1))
    assert "- Ngân sách xã: [chưa quyết định: bao nhiêu]" in lines(made.document(), "plan.docx")


def test_a_member_reports_a_target_of_its_group_as_the_plan_of_all() -> None:
    assert "Thẻ bảo hiểm y tế (kế hoạch chung)" in report("6-thang", "to-1")
    assert "Thẻ bảo hiểm y tế" in report("6-thang", "phong-kinh-te")


def test_each_of_a_group_that_nobody_registered_reports_the_plan_of_all() -> None:
    assert "Học sinh đến trường (kế hoạch chung)" in report("6-thang", "truong-hoc")
