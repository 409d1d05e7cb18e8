"""Types of documents, as texts name them."""

from __future__ import annotations

from collections.abc import Iterable

from kehoach.nghi_dinh_30 import DOCUMENT_TYPES, LAWS, WITHOUT_ABBREVIATION

ADMINISTRATIVE = (*DOCUMENT_TYPES.values(), *WITHOUT_ABBREVIATION)
"""The 29 types of Decree 30/2020 (Article 7)."""
NORMATIVE = (*LAWS, "Lệnh", "Nghị quyết liên tịch", "Nghị định", "Thông tư", "Thông tư liên tịch")
"""Types of legal normative documents, besides those that are administrative too."""
OF_THE_PARTY = ("Kết luận", "Thông báo kết luận", "Thông tri")
"""Types of Party documents, besides those that the administration has too."""


def _either(names: Iterable[str]) -> str:
    """A regular expression of these names, the longest first: a type may begin with the name of another."""
    return "|".join(sorted(dict.fromkeys(names), key=len, reverse=True))


NUMBERED = _either((*ADMINISTRATIVE, *NORMATIVE, *OF_THE_PARTY, "Văn bản"))
"""What is before the number of a cited document."""
NAMED_WITH_YEAR = _either(
    (
        *LAWS, "Hiến pháp", "Nghị quyết", "Nghị định", "Quyết định", "Chỉ thị", "Thông tư", "Thông báo", "Kết luận",
        "Chiến lược", "Chương trình", "Đề án", "Quy hoạch", "Dự án", "Công ước", "Văn kiện", "Đại hội",
        "giai đoạn", "thời kỳ", "nhiệm kỳ", "niên độ", "khóa",
    )
)  # fmt: skip
"""What a year belongs to when it is part of a name: of a document, a programme or a period, not of the plan."""
