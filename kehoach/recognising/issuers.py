"""Who issued a cited document: the names of bodies that can be told from the words after them."""

from __future__ import annotations

import re
from functools import cache

from kehoach.country.departments import departments
from kehoach.country.units import provinces
from kehoach.recognising.letters import CAPITAL

_CENTRAL = (
    "Quốc hội", "Ủy ban Thường vụ Quốc hội", "Chính phủ", "Thủ tướng Chính phủ", "Phó Thủ tướng Chính phủ",
    "Chủ tịch nước", "Bộ Chính trị", "Ban Bí thư", "Ban Bí thư Trung ương", "Ban Bí thư Trung ương Đảng",
    "Ban Chấp hành Trung ương", "Ban Chấp hành Trung ương Đảng", "Ban Chấp hành Trung ương Đảng Cộng sản Việt Nam",
    "Trung ương Đảng", "Ban Tổ chức Trung ương", "Ban Tuyên giáo Trung ương", "Ban Dân vận Trung ương",
    "Ban Tuyên giáo và Dân vận Trung ương", "Ủy ban Kiểm tra Trung ương", "Văn phòng Trung ương Đảng",
    "Văn phòng Chính phủ", "Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ", "Ủy ban Dân tộc",
    "Bộ trưởng, Chủ nhiệm Ủy ban Dân tộc", "Thanh tra Chính phủ", "Tổng Thanh tra Chính phủ",
    "Ngân hàng Nhà nước", "Ngân hàng Nhà nước Việt Nam", "Thống đốc Ngân hàng Nhà nước",
    "Thống đốc Ngân hàng Nhà nước Việt Nam", "Bảo hiểm xã hội Việt Nam", "Kiểm toán nhà nước",
    "Tòa án nhân dân tối cao", "Viện kiểm sát nhân dân tối cao", "Ngân hàng Chính sách xã hội",
    "Tổng Liên đoàn Lao động Việt Nam", "Hội Nông dân Việt Nam", "Hội Liên hiệp Phụ nữ Việt Nam",
    "Trung ương Đoàn TNCS Hồ Chí Minh", "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam",
)  # fmt: skip
_MINISTRIES = (
    "Quốc phòng", "Công an", "Ngoại giao", "Tư pháp", "Tài chính", "Công Thương", "Xây dựng", "Nội vụ", "Y tế",
    "Nông nghiệp và Môi trường", "Khoa học và Công nghệ", "Giáo dục và Đào tạo", "Văn hóa, Thể thao và Du lịch",
    "Dân tộc và Tôn giáo", "Kế hoạch và Đầu tư", "Giao thông vận tải", "Giao thông Vận tải",
    "Thông tin và Truyền thông", "Tài nguyên và Môi trường", "Nông nghiệp và Phát triển nông thôn",
    "Nông nghiệp và PTNT", "NN&PTNT", "NN&MT", "Lao động - Thương binh và Xã hội",
    "Lao động, Thương binh và Xã hội", "LĐTBXH", "LĐ-TB&XH", "KH&CN", "GD&ĐT", "TT&TT", "VH,TT&DL", "VHTTDL", "KH&ĐT",
    "TN&MT", "Lao động - Thương binh và xã hội",
)  # fmt: skip
"""The ministries of today, those merged on 1 March 2025, and how people shorten them."""
_FORMER_DEPARTMENTS = (
    "Kế hoạch và Đầu tư", "Giao thông vận tải", "Thông tin và Truyền thông", "Tài nguyên và Môi trường",
    "Lao động - Thương binh và Xã hội", "Lao động, Thương binh và Xã hội", "Nông nghiệp và Phát triển nông thôn",
)  # fmt: skip
_BEGINS = r"(?:Về|Quy định|Phê duyệt|Ban hành|Thực hiện|Triển khai|Hướng dẫn|Sửa đổi)\b"
"""How a subject begins that is typed with a capital."""
_TERM = r"(?: \(?(?:[Kk]hóa|[Kk]hoá) [IVX]+\)?)?"
_WORD = rf"(?!{_BEGINS}){CAPITAL}[\w'’-]*"
_PROVINCIAL = "tỉnh|[Tt]hành phố|TP\\.?"
_LOCAL_LEVEL = "huyện|quận|thị xã|xã|phường|thị trấn|đặc khu"
_LOCAL_BODY = (
    r"(?:(?:Chủ tịch|Phó Chủ tịch|Thường trực|Ban [Tt]hường vụ|Ban [Cc]hấp hành|Ban Chấp hành Đảng bộ|Thường vụ) )?"
    r"(?:UBND|[UỦ][ỷy] ban nhân dân|HĐND|Hội đồng nhân dân|Tỉnh [uủ][ỷy]|Thành [uủ][ỷy]|Huyện [uủ][ỷy]|Thị [uủ][ỷy]"
    r"|Quận [uủ][ỷy]|Đảng [uủ][ỷy]|Đảng bộ|Ban Chỉ huy Quân sự)"
)


def issuer_at(text: str) -> str:
    """The name of the body that a text begins with, "" where it cannot be told where the name ends."""
    found = [match.group() for form in _forms() if (match := form.match(text))]
    name = max(found, key=len, default="")
    return "" if _GOES_ON.match(text, len(name)) else name


_GOES_ON = re.compile(rf"\w|[,.&/()]| (?:-|\(|và\b|(?!{_BEGINS}){CAPITAL})")
"""What is after a name that is not at its end: another word of it, a joint issuer."""


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    units = [one for unit in provinces().values() for one in (unit.name, *unit.merged)]
    province = rf"(?i:{'|'.join(sorted(map(re.escape, (*units, 'Huế', 'Thừa Thiên Huế')), key=len, reverse=True))})"
    other = rf"{_WORD}(?: {_WORD}){{0,3}}"
    where = rf"(?: (?:(?:{_PROVINCIAL})(?: (?:{province}|{other}))?|{province}|(?:{_LOCAL_LEVEL})(?: {other})?))"
    offices = "|".join(
        map(re.escape, sorted((*departments(), *(f"Sở {one}" for one in _FORMER_DEPARTMENTS)), key=len, reverse=True))
    )
    ministries = "|".join(map(re.escape, sorted(_MINISTRIES, key=len, reverse=True)))
    central = "|".join(_either_mark(one) for one in sorted(_CENTRAL, key=len, reverse=True))
    return (
        re.compile(rf"(?:Hội nghị (?:lần thứ \w+ )?)?(?:{central}){_TERM}"),
        re.compile(rf"(?:(?:Bộ trưởng|Thứ trưởng) )?Bộ (?:{ministries})"),
        re.compile(rf"{_LOCAL_BODY}{where}?{_TERM}"),
        re.compile(rf"(?:Giám đốc )?(?:{offices}){where}?"),
    )


def _either_mark(name: str) -> str:
    """A name with the mark of "ủy" on either letter."""
    return re.escape(name).replace("Ủy", "[UỦ][ỷy]")
