"""The quantities of a sentence: every number that counts or measures, and whether there is a number that does not."""

from __future__ import annotations

import re

from kehoach.frozen import frozen
from kehoach.model.quantity import COUNTED, MONEY, SCALES
from kehoach.parse.quantities import quantity_of
from kehoach.vietnamese import YEAR

_UNITS = (
    *COUNTED, "lượt người", "lượt khách", "vị trí", "điểm", "mẫu",
    "cơ quan", "đơn vị", "công trình", "dự án", "sản phẩm", "nhà", "căn", "căn nhà", "ngôi nhà", "phụ nữ", "chợ",
    "làng", "làng nghề", "di tích", "văn bản", "thủ tục", "thủ tục hành chính", "dịch vụ", "buổi", "đợt", "lần",
    "suất", "học viên", "giáo viên", "bác sĩ", "dược sĩ", "giường bệnh", "giường", "máy tính", "tài khoản", "xe",
    "vụ", "vụ việc", "đề tài", "sáng kiến", "câu lạc bộ", "tổ hợp tác", "chi hội", "trạm", "tuyến", "tin", "bài",
    "tin bài", "tác phẩm", "chuyên mục", "chương trình", "cụm công nghiệp", "khu công nghiệp", "trang trại", "ao",
    "lồng", "bộ dữ liệu", "phòng", "phòng học", "đại biểu", "hòm thư", "khu dân cư", "tổ dân phố", "ấp", "buôn",
    "xã, phường", "địa phương", "gia đình", "chiến sĩ", "công nhân", "nạn nhân", "đối tượng", "khách", "cổ vật",
    "di sản", "nghề", "ngành nghề", "chuyên đề", "lễ hội", "giải", "đội", "nhóm", "tổ", "công chức", "viên chức",
    "phiếu", "tờ rơi", "quyển", "ấn phẩm", "video", "phóng sự", "hợp đồng", "thỏa thuận", "sinh viên", "nhân lực",
    "ha", "tấn", "tạ", "kg", "g", "km", "km²", "km2", "m", "m²", "m2", "m³", "m3", "mét", "lít", "MW", "kW", "kWh",
    "tạ/ha", "tấn/ha", "ca", "ngày làm việc", "ngày", "giờ", "phút", "điểm phần trăm", "USD", *MONEY,
)  # fmt: skip
_SCALE = "|".join(SCALES)
_EITHER = "|".join(sorted(map(re.escape, dict.fromkeys(_UNITS)), key=len, reverse=True))
_EACH = (
    "người/năm|năm|tháng|quý|tuần|ngày|người|hộ|ha/năm|ha|xã|thôn|trường|lớp|đơn vị|km²|vạn dân|lần|đợt|mẫu|lao động"
)
_RATE = rf"(?: ?/ ?(?:{_EACH}))?"
_UNIT = rf"(?:[%‰]|(?:(?:{_SCALE}) ){{0,2}}(?:{_EITHER})|(?:(?:{_SCALE}) )?(?:{_SCALE})){_RATE}"
_OF_SO_MANY = (
    r"(?:ca sinh|ca|trẻ sơ sinh trai|bé trai|trẻ trai|nam|trẻ|bác sĩ|dược sĩ|giường bệnh|người|điều dưỡng)?"
    r" ?/ ?(?:100|1\.000|1000|10\.000|100\.000)"
    r" (?:trẻ sơ sinh gái|trẻ sinh ra (?:còn )?sống|trẻ đẻ sống|trẻ gái|bé gái|phụ nữ|dân|người|trẻ em|trẻ|nữ)"
)
"""A rate with two numbers: `107 trẻ sơ sinh trai/100 trẻ sơ sinh gái`, `4/100.000 trẻ`."""
_NUMBER = r"(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+|\.\d{1,2})?)"
_BOUND = "≥|≤|>|<|trên|dưới|hơn|ít nhất|tối thiểu|tối đa|không quá|không dưới|gần"
_QUANTITY = re.compile(
    rf"(?:(?<!\w)(?P<bound>{_BOUND}) ?)?(?<![\w.,/+&-])(?P<low>{_NUMBER})"
    rf"(?: ?%? ?[-\u2013] ?{_NUMBER})? ?(?P<unit>{_OF_SO_MANY}|{_UNIT})(?![\w/])",
    re.IGNORECASE,
)
_SEVERAL_UNITS = re.compile(rf"^ (?:và )?{_NUMBER} ?(?:{_SCALE})\b", re.IGNORECASE)

_ORDINALS = "|".join(
    (
        "điều", "khoản", "điểm", "mục", "phụ lục", "biểu", "biểu mẫu", "mẫu", "chỉ tiêu", "mục tiêu", "nhiệm vụ",
        "nhóm", "dự án", "tiểu dự án", "hợp phần", "đề án", "nội dung", "hoạt động", "chương trình",
        "nội dung thành phần", "cấp", "cấp độ", "mức", "mức độ", "loại", "hạng", "lớp", "khối", "khu vực", "vùng",
        "quý", "lần thứ", "thứ", "khóa", "khoá", "đợt", "phần", "chương", "tập", "bước", "giai đoạn", "số", "tuyến",
        "tổ", "thôn", "bản", "phường", "quận", "xã", "đội", "ấp", "quốc lộ", "tỉnh lộ",
    )
)  # fmt: skip
_SPAN = "(?:năm|tháng|ngày|giờ|tuần|phút)"
_NO_QUANTITY = re.compile(
    "|".join(
        (
            rf"(?<!\w)(?:ngày )?\d\d?[/-]\d\d?[/-]{YEAR}(?!\d)",
            rf"(?:(?:đêm|ngày|tháng|sáng) )+\d\d?(?:[/-]\d\d?)?(?:[/-]{YEAR})?(?: tháng \d\d?)?(?:/{YEAR})?(?![\d/,.])",
            rf"(?<![\w.,/]){YEAR}(?: ?[-\u2013] ?{YEAR})?(?![\w/]|[.,]\d| ?(?:{_UNIT})(?!\w))",
            r"\d+(?:/\d{4})?[/-](?:[A-ZĐ][\wĐđ&]*|QyĐ)(?:[-\u2013/][\wĐđ&.]+)*",
            rf"(?<!\w)(?:{_ORDINALS})(?: số)? \d+(?:\.\d+)*(?![\w/%]|[.,]\d| ?(?:{_UNIT})(?!\w))",
            r"(?:từ )?(?:đủ )?\d+(?: tháng)?(?: ?(?:[-\u2013]|đến(?: dưới)?) ?(?:đủ )?\d+)? (?:tháng )?tuổi",
            rf"(?:đúng|trong|sau|trước|vòng|mỗi|từng|thời gian|thời hạn|suốt) (?:tối đa |khoảng )?\d+ {_SPAN}(?! ?/)",
            r"\d+ (?:năm|tháng|ngày)"
            r"(?: (?:đầu|cuối|liên tục|liên tiếp|tới|qua|gần đây|gần nhất|sau|trước)\b|(?= 20\d\d ?[-\u2013]))",
            r"(?<!\w)4\.0(?!\d)|24/7|24/24|24h/24h|\b[A-Za-z]+-?\d+\w*|\d[A-Z]\b|\d+(?: ?[GMK]b(?:ps|/s))",
            rf"TCVN \d+(?::{YEAR})?|ISO \d+(?:[:-]\d+)*",
        )
    ),
    re.IGNORECASE,
)
"""Numbers that count nothing: dates, years, numbers of documents and of things in a row, ages, spans of time."""


@frozen
class FoundFigure:
    """A quantity in a sentence, as it prints, with its stretch. `bound` is the word before its number that it has."""

    text: str
    start: int
    end: int
    bound: str = ""


def figures_in(sentence: str) -> tuple[tuple[FoundFigure, ...], bool]:
    """The quantities of a sentence in its order, and whether every number in it is one or surely none."""
    masked = _NO_QUANTITY.sub(lambda match: _blank(match[0]), sentence)
    found = []
    rest = masked
    for match in _QUANTITY.finditer(masked):
        start, end = match.span()
        bound = match["bound"] or ""
        if bound.lower() == "không dưới":  # the plan file has no such bound: it stays in the sentence
            start, bound = match.start("low"), ""
        if _is_doubtful(match, masked):
            continue
        text = sentence[start:end]
        if quantity_of(text) is None:
            continue
        found.append(FoundFigure(text, start, end, bound))
        rest = rest[:start] + _blank(rest[start:end]) + rest[end:]
    return tuple(found), not re.search(r"\d", rest)


def _blank(text: str) -> str:
    return "_" * len(text)


def _is_doubtful(match: re.Match[str], masked: str) -> bool:
    """Whether it may be read in two ways: `12,500 hộ`, `1 tỷ 250 triệu`, a number that goes on."""
    if re.fullmatch(r"\d{1,3},\d{3}", match["low"]) and match["unit"].split("/")[0] in (*COUNTED, *MONEY):
        return True
    if (match["bound"] or "").lower() in ("trên", "gần") and match["unit"] in _PLACES:
        return True  # where something is, not how many
    if match["unit"] in _TIMES and not match["bound"] and not _MEASURED.search(masked[: match.start()]):
        return True
    return _SEVERAL_UNITS.match(masked[match.end() :]) is not None


_TIMES = ("ngày làm việc", "ngày", "giờ", "phút")
_MEASURED = re.compile(r"(?i)\b(?:còn|xuống|lên|đạt|từ|bình quân)\s*$")
"""What is before a length of time that is aimed at, and not how long something goes on."""
_PLACES = (
    "xã",
    "phường",
    "thôn",
    "bản",
    "ấp",
    "địa phương",
    "xã, phường",
    "khu dân cư",
    "tổ dân phố",
    "trường",
    "tuyến",
)
