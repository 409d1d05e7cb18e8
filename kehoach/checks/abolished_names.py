"""What the reform of 2025 abolished: cities of provinces, ministries and departments, with what followed.

The merged provinces are in the table of `kehoach.country`; here are further spellings of their names.

Each table has a mark of evidence: A, read in the text itself or in two independent restatements of it; B, one
restatement, or it follows from A; C, general knowledge. Whoever corrects a row looks it up and raises its mark.
"""

from __future__ import annotations

from datetime import date

from kehoach.frozen import frozen

DISTRICTS_UNTIL = date(2025, 6, 30)
"""A. Last day of districts, towns and cities of provinces: Law 72/2025/QH15; NQ 202/2025/QH15 for the provinces."""

MINISTRIES_UNTIL = date(2025, 2, 28)
"""A. The ministries merged on 1 March 2025."""

DEPARTMENTS_UNTIL = date(2025, 6, 30)
"""B. The provincial departments followed the ministries; each province on a day of its own, all by then."""

SPELLINGS = {
    "Hoà Bình": "Hòa Bình",
    "Đăk Nông": "Đắk Nông",
    "Bà Rịa-Vũng Tàu": "Bà Rịa - Vũng Tàu",
}
"""How merged provinces are written too, each with its name in the table of the country."""

RENAMED = {"Thừa Thiên Huế": "Huế", "Thừa Thiên - Huế": "Huế"}
"""C: a city of the same land since 1 January 2025, merged with no other."""

CITIES_OF_PROVINCES = (
    "Bà Rịa|Bạc Liêu|Bảo Lộc|Bắc Giang|Bắc Kạn|Bắc Ninh|Bến Cát|Bến Tre|Biên Hòa|Biên Hoà|Buôn Ma Thuột|Cam Ranh|"
    "Cao Bằng|Cao Lãnh|Cà Mau|Cẩm Phả|Châu Đốc|Chí Linh|Dĩ An|Đà Lạt|Điện Biên Phủ|Đông Hà|Đông Triều|Đồng Hới|"
    "Đồng Xoài|Gia Nghĩa|Gò Công|Hà Giang|Hà Tiên|Hà Tĩnh|Hạ Long|Hải Dương|Hoa Lư|Hòa Bình|Hoà Bình|Hội An|Hồng Ngự|"
    "Hưng Yên|Kon Tum|Lai Châu|Lạng Sơn|Lào Cai|Long Khánh|Long Xuyên|Móng Cái|Mỹ Tho|Nam Định|Ngã Bảy|Nha Trang|"
    "Ninh Bình|Phan Rang - Tháp Chàm|Phan Thiết|Phổ Yên|Phú Mỹ|Phú Quốc|Phủ Lý|Phúc Yên|Pleiku|Quảng Ngãi|Quy Nhơn|"
    "Rạch Giá|Sa Đéc|Sầm Sơn|Sóc Trăng|Sông Công|Sơn La|Tam Điệp|Tam Kỳ|Tân An|Tân Uyên|Tây Ninh|Thanh Hóa|Thanh Hoá|"
    "Thái Bình|Thái Nguyên|Thủ Dầu Một|Thủ Đức|Thuận An|Thủy Nguyên|Trà Vinh|Tuy Hòa|Tuy Hoà|Tuyên Quang|Từ Sơn|"
    "Uông Bí|Vị Thanh|Việt Trì|Vinh|Vĩnh Long|Vĩnh Yên|Vũng Tàu|Yên Bái"
)
"""C, as a pattern. That there are no cities of provinces any more is A."""


@frozen
class Field:
    """What a ministry, and in each province a department, was for: how its name goes on, and who has the work now.

    `forms` is a pattern; `ministries` and `departments` are names without "Bộ", "Sở".
    """

    forms: str
    now: str


_LABOUR_NOW = (
    "{0} Nội vụ (việc làm, người có công), {0} Y tế (bảo trợ xã hội, trẻ em), "
    "{0} Nông nghiệp và Môi trường (giảm nghèo), {0} Giáo dục và Đào tạo (giáo dục nghề nghiệp)"
)

FIELDS = (
    Field(
        r"Lao động(?: - | \u2013 |-|, )(?:Thương binh|TB) ?(?:và|&) ?(?:[Xx]ã hội|XH)"
        r"|LĐ ?[-\u2013,]? ?TB ?(?:&|và|-|\u2013)? ?XH",
        _LABOUR_NOW,
    ),
    Field(r"Kế hoạch (?:và|&) Đầu tư(?! công)|KH ?(?:&|và|-)? ?ĐT", "{0} Tài chính"),
    Field(r"Tài nguyên (?:và|&) [Mm]ôi trường|TN ?(?:&|và|-)? ?MT", "{0} Nông nghiệp và Môi trường"),
    Field(
        r"Nông nghiệp (?:và|&) (?:[Pp]hát triển [Nn]ông thôn|PTNT)|NN ?(?:&|và|-)? ?PTNT",
        "{0} Nông nghiệp và Môi trường",
    ),
    Field(r"Giao thông [Vv]ận tải|GTVT", "{0} Xây dựng"),
    Field(r"Thông tin (?:và|&) Truyền thông|TT ?&? ?TT(?!ĐT)", "{0} Khoa học và Công nghệ"),
)
"""A for those met in plans of November 2025 (labour), B for the rest."""

OFFICES = (
    r"(?:Giáo dục (?:và|&) Đào tạo|GD ?&? ?ĐT|Văn hóa (?:và|&) Thông tin|Văn hoá (?:và|&) Thông tin|VH ?&? ?TT|"
    r"Quản lý [Đđ]ô thị|Kinh tế (?:và|&|-) Hạ tầng)"
)
"""B, as a pattern: further offices (Phòng) of districts, which a commune does not have (NĐ 150/2025/NĐ-CP: A)."""
