"""The printed plan against the decree: every component it has, measured in the Word file and on the page."""

from __future__ import annotations

from itertools import pairwise

import pytest

from kehoach import nghi_dinh_30
from kehoach.nghi_dinh_30 import COMPONENTS, FIRST_LINE_INDENT, PAGE, Component
from tests.support.pdf import DrawnRule, Line, Pdf
from tests.support.plans import SEED, make
from tests.support.renditions import typeset
from tests.support.word import Shown, WordFile


@pytest.fixture(scope="module", params=["libreoffice", "typst"])
def either_pdf(request: pytest.FixtureRequest) -> Pdf:
    """The seed plan by either engine: LibreOffice prints the Word file, Typst the paper."""
    if request.param == "libreoffice":
        pdf: Pdf = request.getfixturevalue("seed_pdf")
        return pdf
    return Pdf(typeset(make(SEED.read_text(encoding="utf-8")).document()))


STYLE_OF = {
    "national_name": "Quốc hiệu",
    "national_motto": "Tiêu ngữ",
    "issuing_agency": "Cơ quan ban hành",
    "number_symbol": "Số ký hiệu",
    "place_date": "Địa danh thời gian",
    "type_name": "Tên loại",
    "abstract": "Trích yếu",
    "legal_basis": "Căn cứ",
    "body_text": "Nội dung",
    "roman_section": "heading 1",
    "clause_titled": "heading 2",
    "point": "heading 3",
    "clause_plain": "Mục liệt kê",
    "signer_authority": "Quyền hạn chức vụ",
    "signer_title": "Quyền hạn chức vụ",
    "signer_name": "Họ và tên",
    "recipients_label": "Nơi nhận (nhãn)",
    "recipients_list": "Nơi nhận",
    "recipients_archive": "Nơi nhận",
}
"""The style that prints each component of the seed plan."""

FIRST_WORDS = {
    "national_name": "CỘNG HÒA XÃ HỘI",
    "national_motto": "Độc lập - Tự do",
    "issuing_agency": "THÀNH PHỐ LAI CHÂU",
    "number_symbol": "Số:",
    "place_date": "Thành phố Lai Châu, ngày",
    "type_name": "KẾ HOẠCH",
    "abstract": "Thực hiện công tác giảm nghèo",
    "legal_basis": "Căn cứ Quyết định",
    "body_text": "UBND thành phố xây dựng",
    "roman_section": "I. MỤC ĐÍCH",
    "clause_titled": "1. Mục đích",
    "point": "a) Các chỉ tiêu",
    "clause_plain": "- Nhằm thực hiện",
    "signer_authority": "TM. ỦY BAN NHÂN DÂN",
    "signer_title": "PHÓ CHỦ TỊCH",
    "signer_name": "Trần Đình Tiến",
    "recipients_label": "Nơi nhận:",
    "recipients_list": "- Sở Lao động",
    "recipients_archive": "- Lưu: VT, PLĐ.",
}
"""How each component of the seed plan begins on the page."""


RULES = {
    "motto_rule": (nghi_dinh_30.MOTTO, nghi_dinh_30.RULE_UNDER_MOTTO),
    "issuing_agency_rule": ("THÀNH PHỐ LAI CHÂU", nghi_dinh_30.RULE_UNDER_ISSUER),
    "abstract_rule": ("thành phố Lai Châu năm 2024", nghi_dinh_30.RULE_UNDER_ABSTRACT),
}
"""The drawn lines, each with the line of text above it and the share of its length that the decree gives."""


def faults_in_word(component: Component, shown: Shown) -> list[str]:
    """What a paragraph of the Word file has against its row of the decree."""
    found = []
    if shown.size not in component.sizes or not shown.size_is_uniform:
        found.append(f"size {shown.size}")
    if shown.bold != component.bold:
        found.append(f"bold {shown.bold}")
    if shown.italic != component.italic:
        found.append(f"italic {shown.italic}")
    if component.align and shown.align != component.align:
        found.append(f"align {shown.align}")
    if shown.before < component.space_before:
        found.append(f"gap {shown.before}")
    if component.case == "upper" and shown.text != shown.text.upper():
        found.append("case")
    if component.align == "both" and not FIRST_LINE_INDENT[0] - 0.1 <= shown.first_line <= FIRST_LINE_INDENT[1] + 0.1:
        found.append(f"indent {shown.first_line:.1f}")
    if not 1 <= shown.line <= 1.5:
        found.append(f"line spacing {shown.line}")
    return found


def faults_on_page(component: Component, line: Line) -> list[str]:
    """What a printed line has against its row of the decree."""
    found = []
    if line.size not in component.sizes:
        found.append(f"size {line.size}")
    if line.bold != component.bold:
        found.append(f"bold {line.bold}")
    if line.italic != component.italic:
        found.append(f"italic {line.italic}")
    return found


def line_of(pdf: Pdf, words: str) -> Line:
    wanted = " ".join(words.split())
    return next(line for line in pdf.lines if " ".join(line.text.split()).startswith(wanted))


def test_every_component_lies_inside_its_range(
    seed_word: WordFile, either_pdf: Pdf, capsys: pytest.CaptureFixture[str]
) -> None:
    paragraphs = [p for p in seed_word.paragraphs() if p.text.strip()]
    rows, faults = [], []
    for name, style in STYLE_OF.items():
        component = COMPONENTS[name]
        measured = [p for p in paragraphs if p.style == style]
        assert measured, name
        line = line_of(either_pdf, FIRST_WORDS[name])
        found = [f for p in measured for f in faults_in_word(component, p)] + faults_on_page(component, line)
        faults += [f"{name}: {fault}" for fault in found]
        sizes = f"{component.sizes.low:g}-{component.sizes.high:g}"
        weight = f"{'bold ' if component.bold else ''}{'italic' if component.italic else ''}".strip() or "regular"
        rows.append(
            (name, component.article, sizes, f"{measured[0].size:g}", f"{line.size:g}", weight, component.align)
        )
    for name, (words, share) in RULES.items():
        line = line_of(either_pdf, words)
        ratio = rule_under(either_pdf, line).width / line.width
        faults += [] if ratio in share else [f"{name}: {ratio:.2f} of the line"]
        rows.append((name, "Phụ lục I, II", f"{share.low:.2f}-{share.high:.2f}", "", f"{ratio:.2f}", "solid", "center"))
    number = either_pdf.page_number(2)
    assert number is not None
    faults += [f"page_number: {f}" for f in faults_on_page(COMPONENTS["page_number"], number)]
    rows.append(
        ("page_number", COMPONENTS["page_number"].article, "13-14", "", f"{number.size:g}", "regular", "center")
    )
    with capsys.disabled():
        print("\n\ncomponent            article            decree     Word  PDF   weight      align")
        for row in rows:
            print("{:20} {:18} {:10} {:5} {:5} {:11} {}".format(*row))
    assert faults == []


def test_the_measure_can_fail() -> None:
    good = Shown("Căn cứ", "", "Căn cứ", 14, False, True, "both", 12.7, 0, 0, 6, 1, None, False, False, False, True)
    assert faults_in_word(COMPONENTS["legal_basis"], good) == []
    assert faults_in_word(COMPONENTS["national_motto"], good) == ["bold False", "italic True", "align both"]


def test_page_size_and_margins(either_pdf: Pdf) -> None:
    for width, height in either_pdf.sizes:
        assert (round(width), round(height)) == (PAGE.width, PAGE.height)
    body = [line for page in range(1, either_pdf.pages + 1) for line in either_pdf.on(page)]
    assert min(line.left for line in body) >= PAGE.left.low - 0.3
    assert max(line.right for line in body) <= PAGE.width - PAGE.right.low + 0.8
    assert min(line.top for line in body) >= PAGE.top.low - 0.5
    assert max(line.bottom for line in body) <= PAGE.height - PAGE.bottom.low + 0.5


def test_running_text_is_justified(either_pdf: Pdf) -> None:
    right = PAGE.width - nghi_dinh_30.MARGINS.right
    for page in range(2, either_pdf.pages):
        lines = [line for line in either_pdf.on(page) if line.size == 14 and not line.bold]
        full = [line for line in lines if abs(line.right - right) < 0.6]
        assert len(full) > len(lines) / 2, page


def test_the_letterhead_stands_on_single_lines(either_pdf: Pdf) -> None:
    nation, motto = line_of(either_pdf, nghi_dinh_30.NATIONAL_NAME), line_of(either_pdf, nghi_dinh_30.MOTTO)
    assert " ".join(nation.text.split()) == nghi_dinh_30.NATIONAL_NAME
    assert " ".join(motto.text.split()) == nghi_dinh_30.MOTTO
    date, number = line_of(either_pdf, FIRST_WORDS["place_date"]), line_of(either_pdf, "Số:")
    assert date.text.endswith("2024")
    assert abs(date.bottom - number.bottom) < 1
    middle = (nation.left + nation.right) / 2
    assert abs((motto.left + motto.right) / 2 - middle) < 0.5
    assert abs((date.left + date.right) / 2 - middle) < 1


def rule_under(pdf: Pdf, line: Line) -> DrawnRule:
    below = [rule for rule in pdf.rules if rule.page == line.page and 0 <= rule.top - line.bottom + 2 < 4]
    return next(rule for rule in below if rule.left >= line.left - 1 and rule.right <= line.right + 1)


def test_rules_have_the_prescribed_length(either_pdf: Pdf) -> None:
    for words, share in RULES.values():
        line = line_of(either_pdf, words)
        rule = rule_under(either_pdf, line)
        assert rule.width / line.width in share, (words, rule.width / line.width)
        assert abs((rule.left + rule.right) - (line.left + line.right)) < 1.5, words


def test_no_heading_stands_at_the_foot_of_a_page(seed_word: WordFile, either_pdf: Pdf) -> None:
    headings = {
        " ".join(f"{p.label} {p.text}".split()) for p in seed_word.paragraphs() if p.outline is not None and p.text
    }
    assert len(headings) > 25
    for page in range(1, either_pdf.pages + 1):
        last = " ".join(either_pdf.on(page)[-1].text.split())
        assert not any(heading.endswith(last) or heading.startswith(last) for heading in headings), last


def test_the_signature_has_text_above_it_and_recipients_beside_it(either_pdf: Pdf) -> None:
    authority, label = line_of(either_pdf, "TM. ỦY BAN NHÂN DÂN"), line_of(either_pdf, "Nơi nhận:")
    name = line_of(either_pdf, "Trần Đình Tiến")
    assert authority.page == name.page == label.page
    assert abs(authority.top - label.top) < 2
    assert label.right < authority.left
    above = [line for line in either_pdf.on(authority.page) if line.bottom <= authority.top + 1]
    assert len(above) >= 2
    assert any("./." in line.text for line in above)


def test_pages_are_numbered_from_the_second_in_the_middle_of_the_top_margin(either_pdf: Pdf) -> None:
    assert either_pdf.page_number(1) is None
    for page in range(2, either_pdf.pages + 1):
        number = either_pdf.page_number(page)
        assert number is not None
        assert number.text == str(page)
        left, right = nghi_dinh_30.MARGINS.left, PAGE.width - nghi_dinh_30.MARGINS.right
        assert abs((number.left + number.right) - (left + right)) < 1
        assert number.bottom < nghi_dinh_30.MARGINS.top


def test_headings_are_in_the_navigation_pane_by_depth(seed_word: WordFile) -> None:
    outline = [(p.outline, f"{p.label} {p.text}") for p in seed_word.paragraphs() if p.outline is not None and p.text]
    assert [text for level, text in outline if level == 0] == [
        "I. MỤC ĐÍCH, YÊU CẦU",
        "II. MỤC TIÊU, CHỈ TIÊU CỤ THỂ",
        "III. CÁC GIẢI PHÁP THỰC HIỆN",
        "IV. KINH PHÍ THỰC HIỆN",
        "V. TỔ CHỨC THỰC HIỆN",
    ]
    assert [text for level, text in outline if level == 2] == [
        "a) Các chỉ tiêu chủ yếu",
        "b) Các chỉ tiêu giải quyết mức độ thiếu hụt các dịch vụ xã hội cơ bản",
    ]
    levels = [level for level, _text in outline if level is not None]
    assert all(after <= before + 1 for before, after in pairwise(levels)), "a level is skipped"


def test_numbers_dates_and_citations_do_not_break(seed_word: WordFile) -> None:
    text = seed_word.text()
    for bound in ("số\u00a01544/QĐ-UBND", "ngày\u00a015/12/2023", "năm\u00a02024", "05\u00a0hộ", "ngày\u00a015/6"):
        assert bound in text, bound
