"""Reports: what they print with all results, with none and with half; by agency; to whom; and the chart."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from lxml import etree

from kehoach import nghi_dinh_30
from kehoach.documents.paper import Paper
from kehoach.documents.report import compose_report
from kehoach.frozen import replace
from kehoach.model.base import Ref
from kehoach.model.flows import issuer_reports, senders
from kehoach.model.reporting import reports
from kehoach.model.results import NOTHING, Reported, Results
from kehoach.nghi_dinh_30 import COMPONENTS
from kehoach.ooxml.names import w
from kehoach.parse.results import parse_results
from kehoach.readers.yaml import read
from kehoach.source import Source
from kehoach.word.docx import write_docx
from tests.support.cases import CASES
from tests.support.judges import lint, sdk_errors
from tests.support.pdf import Pdf
from tests.support.plans import ROOT, SEED, make, registry
from tests.support.printing import Printer
from tests.support.word import WordFile
from tests.test_form import STYLE_OF, faults_in_word, faults_on_page, line_of, rule_under

EXAMPLE = ROOT / "results" / "2024" / "giam-ngheo"
TEMPLATE = (ROOT / "templates" / "report.docx").read_bytes()
PLAN = make(SEED.read_text(encoding="utf-8"))
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def results(text: str) -> Results:
    source = Source("results.yaml", text)
    node, _findings = read(source)
    assert node is not None
    return parse_results(node, source)[0]


def example() -> Reported:
    files = {path.stem: results(path.read_text(encoding="utf-8")) for path in EXAMPLE.glob("*.yaml")}
    return Reported({(2024, name): found for name, found in files.items()})


def paper(period: str, reported: Reported, agency: str = "") -> Paper:
    assert PLAN.plan is not None
    return compose_report(PLAN.plan, PLAN.agencies, reports(PLAN.plan, 2024)[period], reported, agency)


def word(period: str, reported: Reported, agency: str = "") -> WordFile:
    return WordFile(write_docx(paper(period, reported, agency), TEMPLATE, Path("report.docx")))


def slots(file: WordFile) -> list[str]:
    return [tag.get(w("val")) for tag in file.body.iter(w("tag"))]


def table(file: WordFile, heading: str) -> list[list[str]]:
    """The rows of the table that has a column of this heading, as texts."""
    for found in file.body.iter(w("tbl")):
        rows = [["".join(cell.itertext()).strip() for cell in row.findall(w("tc"))] for row in found.findall(w("tr"))]
        if any(heading in row for row in rows):
            return rows
    raise AssertionError(heading)


def loose(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def row_of(rows: list[list[str]], name: str) -> list[str]:
    return next([loose(cell) for cell in row] for row in rows if len(row) > 2 and loose(row[1]) == name)


# With all, none and half of the results


def test_with_all_results_the_annual_report_needs_nothing_more() -> None:
    file = word("nam", example())
    assert slots(file) == []
    assert "[" not in file.text()


@pytest.mark.parametrize("period", ["6-thang", "nam"])
def test_every_figure_stands_in_the_report_as_it_was_reported(period: str) -> None:
    """Held against the YAML as another program reads it."""
    assert PLAN.plan is not None
    file = word(period, example())
    rows = table(file, "Chỉ tiêu")
    told = yaml.safe_load((EXAMPLE / f"{period}.yaml").read_text(encoding="utf-8"))
    final = period == "nam"
    for key, result in told["targets"].items():
        name = str(PLAN.plan.targets[key].name)
        cells = row_of(rows, name)
        actual, same = cells[5 if final else 6], cells[3 if final else 4]
        if "value" in result:
            assert actual == result["value"].split("%")[0].split(" ")[0], name
        assert same == result["same_period"].split("%")[0].split(" ")[0], name
        assert loose(result.get("note", "")) in cells[-1]
    assert row_of(rows, "Hộ nghèo được hỗ trợ xây dựng, sửa chữa nhà ở")[5 if final else 6] == ("07" if final else "03")
    for agency, share in told["targets"]["ho-ngheo"]["shares"].items():
        short = PLAN.agencies.short_name_of(Ref(agency))
        assert row_of(rows, f"- {short[0].upper()}{short[1:]}")[5 if final else 6] == share.split(" ")[0]
    funds = table(file, "Nguồn kinh phí")
    for name, fund in told["funds"].items():
        assert row_of(funds, name)[2:5] == [fund[key].split(" ")[0] for key in ("planned", "allocated", "disbursed")]
    printed = loose(file.text())
    texts = [told[key] for key in ("leadership", "difficulties", "causes", "proposals")]
    texts += [*told["solutions"].values(), *told["duties"].values(), *(task["text"] for task in told["tasks"].values())]
    for text in texts:
        assert loose(text) in printed


def test_what_is_computed_agrees_with_itself() -> None:
    rows = table(word("nam", example()), "Chỉ tiêu")
    cells = {row[1]: [loose(cell) for cell in row] for row in rows if len(row) > 2}
    assert cells["Tỷ lệ hộ nghèo"][6:] == ["133,3*", "Vượt", "Giảm 0,08 điểm % so với năm trước"]
    assert cells["Cộng"][4:7] == ["07", "08", "114,3"]
    assert cells["Tỷ lệ suy dinh dưỡng trẻ em dưới 5 tuổi (thể nhẹ cân)"][6] == "101,1**"
    judged = [row[7] for row in rows if len(row) > 2 and row[0].isdecimal()]
    counts = {word_: judged.count(word_) for word_ in ("Vượt", "Đạt", "Chưa đạt")}
    said = loose(word("nam", example()).text())
    assert counts == {"Vượt": 2, "Đạt": 10, "Chưa đạt": 2}
    assert "02 chỉ tiêu vượt, 10 chỉ tiêu đạt, 02 chỉ tiêu chưa đạt kế hoạch" in said
    assert loose(table(word("nam", example()), "Nguồn kinh phí")[-1][4]) == "6.560,5"


def test_without_results_every_blank_is_a_control() -> None:
    assert PLAN.plan is not None
    file = word("nam", Reported())
    found = slots(file)
    assert len(found) == len(set(found))
    for key in PLAN.plan.targets:
        assert {f"targets/{key}/value", f"targets/{key}/percent", f"targets/{key}/rated"} <= set(found)
    assert {f"tasks/{key}/status" for key in PLAN.plan.tasks} <= set(found)
    for key in ("leadership", "solutions/1", "difficulties", "causes", "next", "proposals", "funds/1/disbursed"):
        assert key in found
    for control in file.body.iter(w("sdt")):
        control.getparent().remove(control)
    assert "[" not in file.text()
    rows = [row for row in table(file, "Chỉ tiêu") if len(row) > 2 and row[0] != "STT"]
    assert len(rows) == 18
    assert not any(re.search(r"\d", cell) for row in rows for cell in row[5:])


def test_with_half_of_the_results_there_are_both() -> None:
    whole = example().of(2024, "nam")
    half = whole.changed(targets=dict(list(whole.targets.items())[:7]), tasks={})
    file = word("nam", Reported({(2024, "nam"): half}))
    found = slots(file)
    assert "targets/ho-ngheo/value" not in found
    assert "targets/nha-o/value" in found
    assert "targets/summary" in found
    assert row_of(table(file, "Chỉ tiêu"), "Tỷ lệ hộ nghèo")[5] == "1,48"


def test_targets_by_year_and_without_a_figure() -> None:
    by_year = "        values:\n          2027: 20 hộ\n        shares:"
    text = BASE.replace("        value: 08 hộ\n        shares:", by_year)
    text = text.replace("year: 2026\n", "year: 2026-2027\n").replace("Xây {{ value }}", "Xây {{ value_2027 }}")
    made = make(text, registry(CASES / "agencies.yaml"))
    assert made.plan is not None
    told = Reported({(2026, "nam"): results("targets:\n  nha-o: 05 hộ\n  quy-che:\n    met: có\n")})
    found = compose_report(made.plan, made.agencies, reports(made.plan, 2026)["nam"], told)
    rows = table(WordFile(write_docx(found, TEMPLATE, Path("report.docx"))), "Chỉ tiêu")
    assert "Mục tiêu đến năm 2027" in rows[0], "no figure is planned for this year"
    assert row_of(rows, "Nhà ở")[4:8] == ["20", "05", "25", "Chưa đến hạn"]
    assert row_of(rows, "Ban hành quy chế")[4:8] == ["Có", "Có", "", "Đạt"]


# To whom, and by whom


BASE = (CASES / "results" / "plan.yaml").read_text(encoding="utf-8")
UPWARD = "  - from: [ubnd-tinh]\n    to: [{to}]\n    periods:\n      - id: len-tren\n        name: quý IV\nrecipients:"
FROM_ANYBODY = UPWARD.replace("from: [ubnd-tinh]\n    to:", "to:")
WITH_MEMBER = FROM_ANYBODY.replace("to:", "from: [xa-phuong, ubnd-tinh]\n    to:")
THROUGH = UPWARD.replace("    periods", "    through: so-tai-chinh\n    periods")


def addressed(text: str, period: str) -> tuple[list[str], list[str]] | None:
    """Whom the issuer's report of a period is addressed to, and its recipients; None where it makes none."""
    made = make(text, registry(CASES / "agencies.yaml"))
    assert made.plan is not None
    assert made.errors == []
    reporting = reports(made.plan, 2026)[period]
    if not issuer_reports(made.plan, made.agencies, reporting.flow):
        return None
    found = compose_report(made.plan, made.agencies, reporting, Reported())
    docx = WordFile(write_docx(found, TEMPLATE, Path("report.docx")))
    return (
        [p.text for p in docx.paragraphs() if p.style in ("Kính gửi", "Nơi gửi")],
        [p.text for p in docx.paragraphs() if p.style == "Nơi nhận"],
    )


@pytest.mark.parametrize(
    ("flow", "period", "shown"),
    [
        ("", "nam", []),
        (UPWARD.format(to="Chính phủ"), "nam", None),
        (UPWARD.format(to="Chính phủ"), "len-tren", ["Kính gửi: Chính phủ"]),
        (THROUGH.format(to="Chính phủ"), "len-tren", ["Kính gửi: Chính phủ (qua Sở Tài chính)"]),
        (UPWARD.format(to="Chính phủ, Bộ Tài chính"), "len-tren", ["Kính gửi:", "- Chính phủ;", "- Bộ Tài chính."]),
        (FROM_ANYBODY.format(to="Chính phủ"), "len-tren", ["Kính gửi: Chính phủ"]),
        (FROM_ANYBODY.format(to="so-tai-chinh"), "len-tren", None),
        (FROM_ANYBODY.format(to="ubnd-tinh"), "len-tren", []),
        (UPWARD.format(to="so-tai-chinh"), "len-tren", ["Kính gửi: Sở Tài chính"]),
        (WITH_MEMBER.format(to="Chính phủ"), "len-tren", ["Kính gửi: Chính phủ"]),
        (UPWARD.replace("ubnd-tinh", "so-cong-thuong").format(to="Chính phủ"), "nam", []),
        (UPWARD.replace("ubnd-tinh", "so-cong-thuong").format(to="Chính phủ"), "len-tren", None),
    ],
    ids=[
        "it sums up",
        "not the flow of this period",
        "flow",
        "by way of another",
        "two",
        "no sender",
        "no sender, to a body with duties",
        "no sender, to the issuer",
        "to a body with duties",
        "one of the senders",
        "another's flow, what it sums up",
        "another's flow",
    ],
)
def test_the_issuer_reports_to_whom_its_flow_of_the_period_says(
    flow: str, period: str, shown: list[str] | None
) -> None:
    found = addressed(BASE.replace("recipients:", flow) if flow else BASE, period)
    if found is None or shown is None:
        assert found is shown
        return
    lines, recipients = found
    assert lines == shown
    assert (recipients[0] == "- Như trên;") == bool(shown)
    assert recipients[-1] == "- Lưu: VT, TH."


def test_the_report_of_an_agency_has_its_own_head_and_only_its_own_work() -> None:
    assert PLAN.plan is not None
    text = loose(word("nam", example(), "phong-kinh-te").text())
    assert "ỦY BAN NHÂN DÂN THÀNH PHỐ LAI CHÂU PHÒNG KINH TẾ CỘNG HÒA" in text
    assert "Kính gửi: UBND thành phố Lai Châu (qua Phòng Lao động - Thương binh và Xã hội thành phố)" in text
    assert "- Phòng Lao động - Thương binh và Xã hội thành phố (tổng hợp);" in text
    assert "Tăng tỷ lệ người dân sử dụng nước sạch và hợp vệ sinh: đang thực hiện. Đã hỗ trợ 15 hộ" in text
    assert "Hộ nghèo, hộ cận nghèo sử dụng nước sinh hoạt hợp vệ sinh" in text
    others = [str(task.name) for key, task in PLAN.plan.tasks.items() if key != "nuoc-sach"]
    others += [str(target.name) for key, target in PLAN.plan.targets.items() if key != "nuoc-sinh-hoat"]
    assert [name for name in others if name in text] == []
    assert {"symbol", "signer/title", "signer/name"} <= set(slots(word("nam", example(), "phong-kinh-te")))
    assert "Thành phố Lai Châu, ngày tháng năm" in text, "its parent's place"


def test_the_report_of_a_ward_tells_its_share_and_its_part_of_the_group() -> None:
    file = word("nam", example(), "sung-phai")
    rows = table(file, "Chỉ tiêu")
    assert row_of(rows, "Tỷ lệ hộ nghèo (phần được giao)")[4:8] == ["05", "06", "120", "Vượt"]
    found = slots(file)
    assert "targets/vay-von/sung-phai/value" in found, "the city's figure is not the ward's"
    text = loose(file.text())
    assert "XÃ SÙNG PHÀI" in text
    assert "Số: /BC-UBND" in text
    assert "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH" in text
    assert "Quản lý hiệu quả nguồn vốn vay: hoàn thành." in text
    assert "Tỷ lệ nợ quá hạn" not in text, "what the whole group did"
    led, coordinated = text.index("Nhiệm vụ chủ trì"), text.index("Nhiệm vụ phối hợp")
    assert led < text.index("Rà soát, xác định hộ nghèo") < coordinated
    assert coordinated < text.index("Điều tra, rà soát hộ nghèo, hộ cận nghèo (chủ trì: Phòng Lao động")


def test_who_reports() -> None:
    assert PLAN.plan is not None
    found = {ref.text for ref in senders(PLAN.plan, PLAN.agencies, PLAN.plan.reporting[0])}
    assert {"doan-ket", "san-thang", "sung-phai", "phong-ldtbxh", "trung-tam-y-te", "chi-cuc-thong-ke"} <= found
    requested = {"ngan-hang-csxh", "bao-hiem-xa-hoi", "mat-tran", "doan-the"}
    assert not {*requested, "co-quan-lien-quan", "xa-phuong", "ubnd-tp-lai-chau"} & found
    assert "Cho vay vốn" in word("nam", example(), "ngan-hang-csxh").text(), "unless it is named"


# The form


@pytest.mark.parametrize(
    ("period", "agency", "filled"),
    [
        ("nam", "", True),
        ("6-thang", "", True),
        ("nam", "", False),
        ("nam", "sung-phai", True),
        ("6-thang", "phong-ldtbxh", False),
    ],
)
def test_a_report_is_a_sound_word_file(period: str, agency: str, filled: bool, tmp_path: Path) -> None:
    docx = write_docx(paper(period, example() if filled else Reported(), agency), TEMPLATE, Path("report.docx"))
    assert sdk_errors(docx, tmp_path) == []
    assert lint(docx) == []


@pytest.fixture(scope="module")
def annual(printer: Printer) -> tuple[WordFile, Pdf]:
    found = paper("nam", example())
    found = replace(found, parts=(replace(found.parts[0], addressees=(("UBND tỉnh Lai Châu",),)), *found.parts[1:]))
    docx = write_docx(found, TEMPLATE, Path("report.docx"))
    return WordFile(docx), printer.pdf(docx, 40)


FIRST_WORDS = {
    "national_name": "CỘNG HÒA XÃ HỘI",
    "national_motto": "Độc lập - Tự do",
    "issuing_agency": "THÀNH PHỐ LAI CHÂU",
    "number_symbol": "Số:",
    "place_date": "Thành phố Lai Châu, ngày",
    "type_name": "BÁO CÁO",
    "abstract": "Kết quả năm 2024",
    "addressee": "Kính gửi: UBND tỉnh",
    "legal_basis": "Căn cứ Kế hoạch",
    "body_text": "UBND thành phố Lai Châu báo cáo",
    "roman_section": "I. CÔNG TÁC",
    "clause_titled": "1. Kết quả theo nhóm",
    "point": "a) Đẩy mạnh",
    "clause_plain": "- Hộ nghèo được",
    "signer_authority": "TM. ỦY BAN NHÂN DÂN",
    "signer_title": "PHÓ CHỦ TỊCH",
    "signer_name": "Trần Đình Tiến",
    "recipients_label": "Nơi nhận:",
    "recipients_list": "- Sở Lao động",
    "recipients_archive": "- Lưu: VT, PLĐ.",
    "appendix_label": "Phụ lục",
    "appendix_title": "KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU NĂM 2024",
    "appendix_link": "(Kèm theo Báo cáo",
}
STYLES = {**STYLE_OF, "addressee": "Kính gửi", "appendix_label": "Phụ lục", "appendix_title": "Tên phụ lục"}
STYLES["appendix_link"] = "Kèm theo"


def test_every_component_of_a_report_lies_inside_its_range(annual: tuple[WordFile, Pdf]) -> None:
    file, pdf = annual
    paragraphs = [p for p in file.paragraphs() if p.text.strip()]
    faults = []
    for name, words in FIRST_WORDS.items():
        component = COMPONENTS[name]
        measured = [p for p in paragraphs if p.style == STYLES[name]]
        assert measured, name
        found = [f for p in measured for f in faults_in_word(component, p)]
        faults += [f"{name}: {fault}" for fault in found + faults_on_page(component, line_of(pdf, words))]
    last = line_of(pdf, "trên địa bàn thành phố Lai Châu năm 2024")
    assert rule_under(pdf, last).width / last.width in nghi_dinh_30.RULE_UNDER_ABSTRACT
    assert faults == []


def test_the_outline_of_a_report(annual: tuple[WordFile, Pdf]) -> None:
    file, pdf = annual
    outline = [(p.outline, f"{p.label} {p.text}") for p in file.paragraphs() if p.outline is not None and p.text]
    assert [text.split(".")[0] for level, text in outline if level == 0][:6] == ["I", "II", "III", "IV", "V", "VI"]
    levels = [level for level, _text in outline if level is not None]
    assert all(after <= before + 1 for before, after in pairwise(levels)), "a level is skipped"
    assert [round(width) for width, _height in pdf.sizes][-1] == 297, "the table stands on a page of its own kind"
    assert file.text().count("./.") == 2


# The chart


def test_the_chart_is_words_own_and_shows_the_percentages(annual: tuple[WordFile, Pdf]) -> None:
    file, pdf = annual
    chart = etree.fromstring(file.parts["word/charts/chart1.xml"])
    series = {found.find(f"{C}tx").findtext(f".//{C}v"): found for found in chart.iter(f"{C}ser")}
    values = [v.text for v in series["Thực hiện"].find(f"{C}val").iter(f"{C}v")]
    rows = [row for row in table(file, "Chỉ tiêu") if len(row) > 2 and row[0].isdecimal()]
    assert [float(value or "") for value in values] == [float(row[6].rstrip("*").replace(",", ".")) for row in rows]
    assert [v.text for v in series["Thực hiện"].find(f"{C}cat").iter(f"{C}v")] == [row[1] for row in rows]
    drawing = next(file.body.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"))
    assert "Tỷ lệ hộ nghèo: 133,3%" in drawing.get("descr")
    assert line_of(pdf, "Mức độ hoàn thành các chỉ tiêu năm 2024")
    assert "133,3" in {word_ for line in pdf.lines for word_ in line.text.split()}


def test_the_numbers_behind_the_chart_can_be_edited(annual: tuple[WordFile, Pdf]) -> None:
    import zipfile
    from io import BytesIO

    with zipfile.ZipFile(BytesIO(annual[0].parts["word/embeddings/chart1.xlsx"])) as book:
        sheet, strings, core = (
            book.read(name).decode()
            for name in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "docProps/core.xml")
        )
    assert "<v>133.3</v>" in sheet
    assert "Tỷ lệ hộ nghèo" in strings
    assert set(re.findall(r"\d{4}-\d\d-\d\dT", core)) == {"2000-01-01T"}, "no clock"


def test_the_same_results_give_the_same_bytes() -> None:
    first, second = (write_docx(paper("nam", example()), TEMPLATE, Path("report.docx")) for _turn in range(2))
    assert first == second


def test_only_the_years_last_report_has_a_chart() -> None:
    assert "word/charts/chart1.xml" in word("nam", example()).parts
    assert "word/charts/chart1.xml" not in word("6-thang", example()).parts
    assert "word/charts/chart1.xml" not in word("nam", Reported({(2024, "nam"): NOTHING})).parts
