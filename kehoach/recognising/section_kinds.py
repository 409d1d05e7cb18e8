"""What a section is for, by the words of its heading."""

from __future__ import annotations

import re

from kehoach.model.plan import SectionKind
from kehoach.vietnamese import fold

_OTHER = re.compile(
    r"(?:dac diem|danh gia|tinh hinh|thuc trang|ket qua|boi canh|can cu|co so|su can thiet|pham vi|doi tuong|thoi gian"
    r"|phuong phap|khai quat|tong quan|nhung van de|ton tai|kiem diem|thanh phan|dia diem|khen thuong)\b"
)
"""How a heading begins of a section that is none of the kinds."""
_WORDS = {
    SectionKind.REPORTING: r"che do (?:thong tin|bao cao)|thong tin,? bao cao|bao cao ket qua|che do kiem tra, bao cao",
    SectionKind.PURPOSE: r"muc dich|yeu cau",
    SectionKind.TARGETS: r"muc tieu(?! quoc gia)|chi tieu",
    SectionKind.FUNDING: r"kinh phi|nguon von|du toan|nguon luc|von thuc hien|co che tai chinh|von dau tu",
    SectionKind.DUTIES: (
        r"to chuc (?:thuc hien|trien khai)|phan cong|trach nhiem|to chuc va phan cong|nhiem vu (?:cu the )?cua"
    ),
    SectionKind.SOLUTIONS: r"giai phap|nhiem vu|noi dung|bien phap|hoat dong|cong viec",
}


def kind_of(heading: str) -> SectionKind:
    """The kind of the section under a heading, by the first word in it that says one; `text` where none does."""
    words = " ".join(fold(heading).split())
    if _OTHER.match(words):
        return SectionKind.TEXT
    found = [
        (match.start(), kind) for kind, pattern in _WORDS.items() if (match := re.search(rf"\b(?:{pattern})\b", words))
    ]
    kind = min(found)[1] if found else SectionKind.TEXT
    aims = any(one is SectionKind.TARGETS for _start, one in found)
    return SectionKind.TARGETS if kind is SectionKind.PURPOSE and aims else kind
