"""Certified extracts: the plan's own words, in its own order, under its own numbers, in the frame of a copy."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from kehoach.documents.certified import compose_certified, passages
from kehoach.model.base import Ref
from kehoach.nghi_dinh_30 import COMPONENTS
from kehoach.word.docx import write_docx
from tests.support.judges import lint, sdk_errors
from tests.support.plans import ROOT, Made, make
from tests.support.printing import Printer
from tests.support.word import WordFile
from tests.test_form import STYLE_OF, faults_in_word

TEMPLATE = (ROOT / "templates" / "certified.docx").read_bytes()


@cache
def issued(name: str) -> Made:
    text = (ROOT / "plans" / "2024" / f"{name}.yaml").read_text(encoding="utf-8")
    return make(text.replace("number:\n", "number: 15\n", 1).replace("date: 1/2024", "date: 12/1/2024", 1))


def certified(name: str, agency: str, *, electronic: bool = False) -> bytes:
    one = issued(name)
    assert one.plan is not None
    return write_docx(compose_certified(one.plan, one.agencies, Ref(agency), electronic=electronic), TEMPLATE, "x")


def lines(docx: bytes) -> list[str]:
    return [" ".join(f"{line.label} {line.text}".split()) for line in WordFile(docx).paragraphs()]


@pytest.mark.parametrize("agency", ["phong-ldtbxh", "phong-tu-phap", "doan-ket", "van-phong"])
def test_passages_are_the_plans_own_in_its_order(agency: str) -> None:
    plan = iter(lines(issued("giam-ngheo").docx()))
    copied = lines(certified("giam-ngheo", agency))
    start = next(index for index, line in enumerate(copied) if line[:2] in ("II", "V."))
    end = copied.index("Nơi nhận:")
    passages = [line.removesuffix("./.").rstrip(".;") for line in copied[start:end] if line]
    assert passages
    for passage in passages:
        assert any(passage == line.rstrip(".;").removesuffix("./.") for line in plan), passage


def test_the_frame_of_a_paper_copy(tmp_path: Path) -> None:
    docx = certified("giam-ngheo", "phong-tu-phap")
    assert lint(docx) == []
    assert sdk_errors(docx, tmp_path) == []
    shown = lines(docx)
    at = shown.index("TRÍCH SAO")
    assert shown.index("Trần Đình Tiến") < at
    assert shown[at - 3 : at - 1] == ["ỦY BAN NHÂN DÂN", "THÀNH PHỐ LAI CHÂU"]
    assert shown[at + 1] == "Số: /TrS-UBND"
    assert "- Phòng Tư pháp thành phố;" in shown[at:]
    assert "[QUYỀN HẠN, CHỨC VỤ]" in shown[at:]
    form = next(line for line in WordFile(docx).paragraphs() if line.text == "TRÍCH SAO")
    assert form.size in COMPONENTS["copy_form"].sizes
    assert form.bold


def test_an_electronic_copy_has_one_line_at_the_top_right() -> None:
    docx = certified("giam-ngheo", "phong-tu-phap", electronic=True)
    first = next(line for line in WordFile(docx).paragraphs() if line.text)
    assert first.text.startswith("Trích sao; UBND thành phố Lai Châu; ")
    assert (first.size, first.align) == (10, "right")
    assert "TRÍCH SAO" not in lines(docx)


def test_a_plan_promulgated_by_a_decision_names_it() -> None:
    shown = " ".join(lines(certified("chuyen-doi-so", "van-phong")))
    assert "(Kèm theo Quyết định số 15/QĐ-UBND ngày 12 tháng 01 năm 2024 của UBND thành phố Lai Châu)" in shown


def test_tasks_of_an_appendix_are_copied_with_their_numbers_and_headings() -> None:
    shown = lines(certified("chuyen-doi-so", "doan-the"))
    at = shown.index("Phụ lục I")
    assert shown[at + 1] == "PHÂN CÔNG NHIỆM VỤ CHUYỂN ĐỔI SỐ NĂM 2024"
    first = shown.index("I. Nhận thức và kỹ năng", at)
    assert shown[first + 1 : first + 3] == ["3", "Tập huấn tổ công nghệ số cộng đồng"]
    assert not any(line.startswith("II. Hạ tầng") for line in shown)
    assert shown.index("./.", first) < shown.index("Nơi nhận:")


def test_of_a_body_that_the_plan_does_not_name_there_is_nothing_to_copy() -> None:
    one = issued("chuyen-doi-so")
    assert one.plan is not None
    assert passages(one.plan, one.agencies, Ref("phong-kinh-te")) == []
    assert passages(one.plan, one.agencies, Ref("phong-tu-phap")) != []


def test_a_certified_extract_is_in_the_decrees_form() -> None:
    lines_ = [line for line in WordFile(certified("giam-ngheo", "doan-ket")).paragraphs() if line.text]
    measured = 0
    for component, style in STYLE_OF.items():
        for line in lines_:
            if line.style == style and "[" not in line.text:
                assert faults_in_word(COMPONENTS[component], line) == [], (component, line.text)
                measured += 1
    assert measured > 30


@pytest.mark.parametrize("agency", ["phong-ldtbxh", "van-phong", "trung-tam-y-te"])
def test_the_frame_is_on_the_sheet_on_which_the_text_ends(agency: str, printer: Printer) -> None:
    """Annex I, Part II, II.2.a."""
    printed = printer.pdf(certified("giam-ngheo", agency))
    page = {line.text: line.page for line in printed.lines}
    end = next(line.page for line in printed.lines if line.text.endswith("./."))
    frame = ["TRÍCH SAO", "[QUYỀN HẠN, CHỨC VỤ]", "[Họ và tên]", "TM. ỦY BAN NHÂN DÂN"]
    assert {page[text] for text in frame} == {end}
    assert all(line.page == end for line in printed.lines if "/TrS-UBND" in line.text)
