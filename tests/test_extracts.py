"""Extracts: every agency finds all that the printed plan gives it, and nothing else."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import yaml

from kehoach.documents.extract import compose_extract
from kehoach.documents.places import section_path
from kehoach.model.assignments import concerned
from kehoach.model.base import Ref
from kehoach.nghi_dinh_30 import COMPONENTS
from kehoach.vietnamese import slug
from kehoach.word.docx import write_docx
from tests.support.judges import lint, sdk_errors
from tests.support.plans import ROOT, Made, make
from tests.support.plans import SMALL as FEW_LINES
from tests.support.word import Shown, WordFile
from tests.test_form import STYLE_OF, faults_in_word

TEMPLATE = (ROOT / "templates" / "extract.docx").read_bytes()
PLANS = {"giam-ngheo": "TỔ CHỨC THỰC HIỆN", "chuyen-doi-so": "TỔ CHỨC THỰC HIỆN"}
WHO: dict[str, dict[str, dict[str, list[str]]]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "who-does-what.yaml").read_text(encoding="utf-8")
)


@cache
def made(name: str) -> Made:
    return make((ROOT / "plans" / "2024" / f"{name}.yaml").read_text(encoding="utf-8"))


def extract(name: str, agency: Ref) -> bytes:
    one = made(name)
    assert one.plan is not None
    return write_docx(compose_extract(one.plan, one.agencies, agency), TEMPLATE, Path("extract.docx"))


@cache
def extracts(name: str) -> dict[str, list[str]]:
    """The paragraphs of each extract by agency, without their labels, a bare space between words."""
    one = made(name)
    assert one.plan is not None
    return {
        slug(ref.text): [" ".join(line.text.split()) for line in WordFile(extract(name, ref)).paragraphs()]
        for ref in concerned(one.plan, one.agencies)
    }


@cache
def printed(name: str) -> list[Shown]:
    return WordFile(made(name).docx()).paragraphs()


def named_by_the_page(name: str) -> list[tuple[str, set[str]]]:
    """Each duty line of the printed plan with the agencies of the heading above it and of `besides`, by hand."""
    found: list[tuple[str, set[str]]] = []
    agencies: set[str] | None = None
    started = False
    for line in printed(name):
        text = " ".join(line.text.split())
        if line.style == "heading 1":
            started = text == PLANS[name]
        elif started and line.style == "heading 2":
            agencies = set(WHO[name]["headings"][f"{line.label} {text}"])
        elif text.endswith("./."):  # the closing words, or the end of the decision before the plan
            started = False
        elif started and agencies:
            found.append((text, agencies))
    table = [" ".join(line.text.split()) for line in printed(name) if line.in_table]
    for begins, besides in WHO[name]["besides"].items():
        hits = [index for index, (text, _who) in enumerate(found) if text.startswith(begins)]
        if hits:
            found[hits[0]] = (found[hits[0]][0], found[hits[0]][1] | set(besides))
        else:
            found.append((next(text for text in table if text.startswith(begins)), set(besides)))
    return found


@pytest.mark.parametrize("name", PLANS)
def test_every_line_stands_with_each_agency_it_names_and_with_no_other(name: str) -> None:
    lines = named_by_the_page(name)
    assert len(lines) == {"giam-ngheo": 38, "chuyen-doi-so": 15}[name]
    wanted: dict[str, set[str]] = {}
    for text, agencies in lines:  # a sentence that stands under several headings belongs to all of them
        wanted.setdefault(text, set()).update(agencies)
    for text, agencies in wanted.items():
        holding = {agency for agency, lines in extracts(name).items() if text in lines}
        assert holding == agencies, text


def test_there_is_an_extract_for_every_agency() -> None:
    assert set(extracts("giam-ngheo")) == {
        agency
        for table in ("headings", "besides")
        for agencies in WHO["giam-ngheo"][table].values()
        for agency in agencies
    }
    assert len(extracts("giam-ngheo")) == 21


@pytest.mark.parametrize("name", PLANS)
def test_extracts_are_valid_for_word(name: str, tmp_path: Path) -> None:
    one = made(name)
    assert one.plan is not None
    for agency in concerned(one.plan, one.agencies)[:3]:
        docx = extract(name, agency)
        assert lint(docx) == []
        assert sdk_errors(docx, tmp_path) == []


def test_facts_stand_below_the_words() -> None:
    text = "\n".join(extracts("chuyen-doi-so")["san-thang"])
    assert (
        "Thay thiết bị ở bộ phận một cửa cấp xã\nGiao chung cho: UBND các xã, phường; Phối hợp: Phòng Tài chính - Kế "
        "hoạch thành phố; Thời hạn: Quý II/2024; Sản phẩm: Biên bản bàn giao; Phục vụ chỉ tiêu: Tỷ lệ hồ sơ thủ tục "
        "hành chính nộp trực tuyến (kế hoạch chung: 70%); Vị trí trong Kế hoạch: Phụ lục I"
    ) in text
    assert "Điểm truy cập Internet công cộng miễn phí (kế hoạch chung: 15 điểm), giao 03 điểm" in text
    assert "Báo cáo 6 tháng: trước ngày 20/6/2024, gửi UBND thành phố Lai Châu (qua Phòng Văn hóa" in text


def test_a_plan_without_number_says_draft() -> None:
    assert "DỰ THẢO (Kế hoạch chưa ban hành)" in extracts("giam-ngheo")["phong-tu-phap"]
    text = (ROOT / "plans/2024/giam-ngheo.yaml").read_text(encoding="utf-8")
    issued = make(text.replace("number:\n", "number: 15\n", 1).replace("date: 1/2024", "date: 12/1/2024", 1))
    assert issued.plan is not None
    paper = compose_extract(issued.plan, issued.agencies, Ref("phong-tu-phap"))
    assert paper.draft == ""
    shown = " ".join(WordFile(write_docx(paper, TEMPLATE, Path("extract.docx"))).text().split())
    assert "(Trích Kế hoạch số 15/KH-UBND ngày 12 tháng 01 năm 2024 của UBND thành phố Lai Châu)" in shown


def test_an_agency_with_nothing() -> None:
    text = " ".join(WordFile(extract("chuyen-doi-so", Ref("phong-kinh-te"))).text().split())
    assert "Kế hoạch không giao nhiệm vụ, chỉ tiêu hoặc báo cáo riêng cho cơ quan này." in text


@pytest.mark.parametrize(
    ("path", "cited"),
    [
        (("V.", "3.", "-"), "V.3"),
        (("II.", "2.", "a)"), "II.2.a"),
        (("1.", "1.2.", "1.2.1."), "1.2.1"),
        (("I.", "(2)"), "I.(2)"),
    ],
)
def test_section_path(path: tuple[str, ...], cited: str) -> None:
    assert section_path(path) == cited


EXTRACT_COMPONENTS = {
    "national_name", "national_motto", "issuing_agency", "type_name",
    "abstract", "body_text", "roman_section", "clause_plain",
}  # fmt: skip
"""The components of the decree that a working extract has: no number and date, no recipients, no signature."""


@pytest.mark.parametrize("name", PLANS)
def test_what_an_extract_has_is_in_the_decrees_form(name: str) -> None:
    one = made(name)
    assert one.plan is not None
    for agency in concerned(one.plan, one.agencies):
        lines = [line for line in WordFile(extract(name, agency)).paragraphs() if line.text]
        for component in EXTRACT_COMPONENTS:
            shown = [line for line in lines if line.style == STYLE_OF[component]]
            assert shown, (agency, component)
            assert [fault for line in shown for fault in faults_in_word(COMPONENTS[component], line)] == [], component


SMALL = """
year: 2026
issuer: ubnd-tinh
number: 5
date: 4/1/2026
subject: Thử
list: [roman, number, letter, dash]
opening: Mở đầu như sau
agencies:
  ubnd-tinh: {{name: UBND tỉnh Sơn Hà, letterhead: [ỦY BAN NHÂN DÂN, TỈNH SƠN HÀ], symbol: UBND, place: Sơn Hà}}
  so-khcn: Sở Khoa học và Công nghệ
  so-cong-thuong: Sở Công Thương
  mat-tran: Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh
sections:
  - kind: solutions
    items:
      - task: tap-huan
        name: Tập huấn cán bộ
        heading: Tập huấn
        lead: [so-khcn]
        coordinating: [so-cong-thuong]
        deadline: 15/6
        items:
          - Mở hai lớp.
          - Viết tài liệu.
{long}
  - kind: duties
    items:
      - agencies: [so-khcn]
        list: dash
        items: [Chủ trì., Theo dõi., Tổng hợp.]
      - agencies: [mat-tran]
        request: true
        text: Giám sát việc thực hiện.
reporting:
  - from: [so-khcn]
    to: ubnd-tinh
    periods:
      - {{id: nam, name: năm, due: {due}}}
recipients: [Các sở]
archive: VT, TH
signature: {{authority: [TM], title: Chủ tịch, name: A B}}
"""


def small(who: str, due: str = "ngày 18 hằng tháng", long: str = "") -> list[str]:
    one = make(SMALL.format(due=due, long=long))
    assert one.plan is not None
    data = write_docx(compose_extract(one.plan, one.agencies, Ref(who)), TEMPLATE, Path("extract.docx"))
    return [" ".join(f"{line.label} {line.text}".split()) for line in WordFile(data).paragraphs()]


def test_what_is_below_a_task_is_labelled_as_in_the_plan() -> None:
    lines = small("so-khcn")
    assert lines[lines.index("1. Tập huấn") + 1 :][:2] == ["a) Mở hai lớp.", "b) Viết tài liệu."]


def test_the_place_of_neighbours_is_said_once() -> None:
    lines = small("so-khcn")
    assert [line for line in lines if "Vị trí" in line and "II.1" in line] == [
        "- Vị trí của nhiệm vụ 2 - 4 trong Kế hoạch: mục II.1"
    ]
    assert lines[lines.index("2. Chủ trì.") :][:3] == ["2. Chủ trì.", "3. Theo dõi.", "4. Tổng hợp."]


def test_who_is_asked_is_not_ordered() -> None:
    lines = small("mat-tran")
    assert "Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh" in lines
    assert not any("Giao" in line or "NHIỆM VỤ" in line for line in lines)


def test_who_only_takes_part_gets_its_part() -> None:
    filler = "\n".join(f"          - Việc thứ {number} của mọi người, {'rất dài, ' * 12}hết." for number in range(40))
    lines = small("so-cong-thuong", long=f"{filler}\n          - Sở Công Thương mời doanh nghiệp.")
    assert "Sở Công Thương phối hợp thực hiện" in lines
    assert any(line.endswith("Sở Công Thương mời doanh nghiệp.") for line in lines)
    assert not any("Việc thứ" in line for line in lines)
    assert any("Việc thứ 39" in line for line in small("so-khcn", long=filler))


@pytest.mark.parametrize(
    ("due", "said"),
    [
        ("ngày 18 hằng tháng", "trước ngày 18 hằng tháng"),
        ("15/6", "trước ngày 15/6/2026"),
        ("15/11 hằng năm", "trước ngày 15/11 hằng năm"),
        ("6/2026", "trong tháng 6/2026"),
        ("tháng 6", "trong tháng 6/2026"),
        ("Quý II", "trong Quý II/2026"),
        ("hằng tháng", "hằng tháng"),
        ("thường xuyên", "thường xuyên"),
        ("Theo yêu cầu", "theo yêu cầu"),
    ],
)
def test_when_a_report_is_due_reads_as_a_sentence(due: str, said: str) -> None:
    assert f"- Báo cáo năm: {said}, gửi UBND tỉnh Sơn Hà" in small("so-khcn", due)


def test_nothing_is_below_the_last_words(tmp_path: Path) -> None:
    """An empty paragraph there would be alone on a page of its own where the page above is full."""
    docx = extract("giam-ngheo", Ref("phong-tu-phap"))
    last, section = WordFile(docx).body[-2:]
    assert "".join(last.itertext()).startswith("Phiếu này in từ Kế hoạch")
    assert section.tag.endswith("sectPr")
    assert lint(docx) == []


def test_a_duty_without_a_heading_prints_no_word_for_that() -> None:
    duties = (
        "  - kind: duties\n"
        "    items:\n"
        "      - agencies: [phong-tu-phap]\n"
        "        heading: none\n"
        "        text: Phòng Tư pháp theo dõi, đôn đốc việc thực hiện kế hoạch.\n"
        "        items: [Báo cáo kết quả hằng quý.]\n"
    )
    case = make(FEW_LINES.replace("recipients:\n", f"{duties}recipients:\n"))
    assert case.plan is not None
    paper = compose_extract(case.plan, case.agencies, Ref("phong-tu-phap"))
    said = WordFile(write_docx(paper, TEMPLATE, Path("extract.docx"))).text()
    assert "Phòng Tư pháp theo dõi" in said
    assert "none" not in said
