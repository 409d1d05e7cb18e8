"""What the parts of a paper say in every document: the patterns by which they are found."""

from __future__ import annotations

import re

from kehoach.recognising.lines import is_capitals, plain

NATION, MOTTO = "cộng hòa xã hội chủ nghĩa việt nam", "độc lập - tự do - hạnh phúc"
PARTY = "đảng cộng sản việt nam"
DECISION = "quyết định"
TYPES = ("kế hoạch", "chương trình", "phương án", "đề án", DECISION, "chương trình hành động", "chương trình công tác")

_LONGEST_TYPE = 60  # characters, the letters perhaps spaced

NUMBER = re.compile(r"số\s{0,40}[:.]?\s{0,40}(?P<number>\d*)[\s.…_]{0,80}(?P<joint>[/-])\s{0,40}(?P<symbol>\S.*)", re.I)
NUMBER_BEGINS = re.compile(r"số\s{0,40}[:.]?\s{0,40}[\d.…_]{0,80}\s{0,40}([/-]|$)", re.I)
DATE = re.compile(
    r"(?P<place>[^\d]{0,60}?(?:\b(?:quận|phường)\s+\d{1,2})?)[,\s]{0,3}\bngày\s{0,40}(?P<day>\d{0,2})[\s.…_/]{0,80}tháng\s{0,40}(?P<month>\d{0,2})[\s.…_/]{0,80}"
    r"năm\s{0,40}(?P<year>\d{0,4})[\s.…_]{0,80}",
    re.I,
)
SHORT_DATE = re.compile(
    r"(?P<place>[^\d]{1,60}?(?:\b(?:quận|phường)\s+\d{1,2})?)[,\s]{1,3}(?:ngày\s{0,40})?"
    r"(?P<day>\d{1,2})\s?[/.-]\s?(?P<month>\d{1,2})\s?[/.-]\s?(?P<year>\d{4})[\s.]{0,40}",
    re.I,
)
RECIPIENTS = re.compile(r"n[oơ]i nhận\s{0,40}[:.]?", re.I)
ARCHIVE = re.compile(
    r"lưu\s{0,40}:\s{0,40}|lưu\s+(?=(văn thư|văn phòng|hồ sơ)\b|(?-i:[A-ZĐ]{2}))|lưu\s{0,40}[.;]?$", re.I
)
SIGNS_FOR = re.compile(
    r"((T\s?/?\s?M|K\s?/?\s?T|T\s?/?\s?L|T\s?[./]?\s?U\.?Q|Q)\s{0,40}[./]|(T/M|K/T|T/L|T/UQ|TM|KT|TL|TUQ)\s)\s{0,40}"
    r"(?=[A-ZĐƯỦỤỬÔ])"
)
TITLE = re.compile(
    r"(q\.\s{0,40})?(phó\s+|quyền\s+)?(chủ tịch|chủ nhiệm|giám đốc|tổng giám đốc|cục trưởng|chi cục trưởng|vụ trưởng|"
    r"viện trưởng|"
    r"trưởng (ban|phòng|đoàn|công an|ty)|trưởng ban|bộ trưởng|thứ trưởng|bí thư|chánh (văn phòng|thanh tra)|"
    r"hiệu trưởng|"
    r"thủ trưởng|chỉ huy trưởng|người đứng đầu|trưởng|(đội|tổ|đồn|hạt|khoa) trưởng|chính trị viên|chánh án|chỉ huy phó|"
    r"kế toán trưởng|tổng (thư ký|biên tập)|ủy viên|uỷ viên|phó trưởng|phó bí thư|"
    r"phó chánh)\b",
    re.I,
)
BASIS = re.compile(
    r"[-–]?\s{0,40}(căn cứ|xét|theo đề nghị|theo tờ trình|thực hiện|triển khai|tiếp tục thực hiện)\b", re.I
)
SURE_BASIS = re.compile(r"[-–]?\s{0,40}(căn cứ|xét|theo đề nghị|theo tờ trình)\b", re.I)
ADDRESSEES = re.compile(r"kính gửi\s{0,40}:?\s{0,40}", re.I)
APPENDIX = re.compile(
    r"(?P<label>(phụ lục|phụ biểu|biểu mẫu|mẫu|"
    r"biểu)(\s+số)?\s{0,40}:?\s{0,40}(?P<sign>[\dIVXA-Z]{1,6}(\.\d+)?(?!\w))?)\s{0,40}[.:]?\s{0,40}(?P<rest>.*)",
    re.I | re.S,
)
ATTACHED = re.compile(r"\(?\s{0,40}(ban hành )?(kèm|đính kèm)( theo)?\b", re.I)
ARTICLE = re.compile(r"Điều\s+(\d+)\s{0,40}[.:]\s{0,40}")
NOTE_CALL = re.compile(r"\[(\d{1,3})\]")
SIGNED = re.compile(r"\W{0,40}(đã ký|đã kí|ký tên|daky|ký, đóng dấu|ký, ghi rõ họ tên|chữ ký.{0,30})\W{0,40}", re.I)
NAME = re.compile(
    r"(?:(?i:(?:thiếu|trung|thượng|đại) (?:úy|uý|tá|tướng)|bác sĩ|thạc sĩ|tiến sĩ|kỹ sư|luật sư|đồng chí|"
    r"nhà giáo)[.:]?\s+)?"
    r"(?:[A-ZĐÀ-Ỹ][\w.]*\s+){1,6}[A-ZĐÀ-Ỹ]\w*"
)
"""What may be the name of a person."""
DRAFT = re.compile(r"dự thảo.{0,12}", re.I)
CLOSING = re.compile(
    r"(trên đây|trong quá trình|quá trình (tổ chức |triển khai )?(thực hiện|triển khai)|yêu cầu (các|thủ trưởng|"
    r"giám đốc|chủ tịch)|"
    r"đề nghị (các|thủ trưởng|ủy ban|uỷ ban)|kế hoạch này|giao sở|giao văn phòng|căn cứ (nội dung )?kế hoạch|"
    r"nhận được kế hoạch|"
    r"(ủy ban nhân dân|uỷ ban nhân dân|ubnd|sở|chủ tịch)\s.{0,60}?(yêu cầu|đề nghị)|yêu cầu|đề nghị)\b",
    re.I,
)


def spelled(text: str) -> str:
    """`text` for comparing with fixed words: the two ways to set a tone (HOÀ, HÒA; UỶ, ỦY) are one."""
    text = plain(text).replace("–", "-").replace("—", "-")
    for old, new in (("oà", "òa"), ("oá", "óa"), ("uỷ", "ủy"), ("uý", "úy")):
        text = text.replace(old, new)
    return re.sub(r"\s{0,40}-\s{0,40}", " - ", text)


_TYPE_BEGINS = re.compile(
    r"\s{0,80}(?P<type>K\s?Ế\s{1,80}H\s?O\s?Ạ\s?C\s?H|CHƯƠNG TRÌNH( HÀNH ĐỘNG| CÔNG TÁC)?|PHƯƠNG ÁN|ĐỀ ÁN)"
    r"(?:\s{0,9}[:.])?\s{1,80}(?=[^\W\d])"
)


def type_begins(text: str) -> int:
    """How many characters are the name of the document's type, in capitals, before a subject; 0 where none is."""
    match = _TYPE_BEGINS.match(text)
    return match.end() if match else 0


def type_of(text: str) -> str:
    """The name of the document's type that a line consists of, in small letters, "" for another line."""
    if len(text) > _LONGEST_TYPE:
        return ""
    known = spelled(text).rstrip(":. ")
    spaced = known.replace(" ", "")
    if not is_capitals(text) and len(known.split()) != 2:
        return ""
    return next((name for name in TYPES if known == name or spaced == name.replace(" ", "")), "")
