"""Types of documents: the decree's list, and how a citation in running text names one."""

from __future__ import annotations

import re

import pytest

from kehoach.model.citation import citations
from kehoach.model.document_types import ADMINISTRATIVE, NAMED_WITH_YEAR, NUMBERED
from kehoach.model.running import Running

ARTICLE_7 = """Nghị quyết (cá biệt), quyết định (cá biệt), chỉ thị, quy chế, quy định, thông cáo, thông báo,
hướng dẫn,
chương trình, kế hoạch, phương án, đề án, dự án, báo cáo, biên bản, tờ trình, hợp đồng, công văn, công điện,
bản ghi nhớ,
bản thỏa thuận, giấy ủy quyền, giấy mời, giấy giới thiệu, giấy nghỉ phép, phiếu gửi, phiếu chuyển, phiếu báo,
thư công"""
TYPES = [" ".join(name.split()).removesuffix(" (cá biệt)").capitalize() for name in ARTICLE_7.split(",")]

OTHERS = """Bộ luật, Luật, Pháp lệnh, Lệnh, Nghị định, Thông tư, Thông tư liên tịch, Nghị quyết liên tịch,
Kết luận, Thông báo kết luận, Thông tri, Văn bản""".replace("\n", " ").split(", ")


def test_the_decree_has_29_types() -> None:
    assert len(TYPES) == 29
    assert sorted(ADMINISTRATIVE) == sorted(TYPES)


@pytest.mark.parametrize("name", [*TYPES, *OTHERS])
def test_a_citation_knows_its_type(name: str) -> None:
    (found,) = citations(Running((), (), f"theo {name} số 15/AB-UBND ngày 05/01/2024"))
    assert (found.type, found.number) == (name, "15/AB-UBND")


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("Nghị quyết liên tịch số 403/2017/NQLT-UBTVQH14-CP", ["Nghị quyết liên tịch"]),
        ("Quyết định ban hành Đề án số 06/ĐA-UBND", ["Đề án"]),
        ("theo quyết định số 12/QĐ-UBND", ["quyết định"]),
        ("theo số 12/QĐ-UBND", [""]),
    ],
)
def test_the_nearest_and_longest_type_is_meant(text: str, types: list[str]) -> None:
    assert [found.type for found in citations(Running((), (), text))] == types


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Luật An ninh mạng 2025", True),
        ("Bộ luật Lao động năm 2019", True),
        ("giai đoạn 2021 - 2025", True),
        ("Đại hội Đảng bộ tỉnh năm 2025", True),
        ("Nghị định năm 2021", True),
        ("Kế hoạch năm 2024", False),  # may be the plan itself
        ("nhiệm vụ năm 2024", False),
    ],
)
def test_what_a_year_may_belong_to(text: str, named: bool) -> None:
    assert bool(re.search(rf"(?i)\b(?:{NAMED_WITH_YEAR})\b", text)) == named


def test_no_type_hides_a_longer_one() -> None:
    names = NUMBERED.split("|")
    for index, name in enumerate(names):
        assert not any(later.startswith(f"{name} ") for later in names[index + 1 :])
