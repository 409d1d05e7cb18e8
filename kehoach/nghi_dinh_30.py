"""The form of official documents as Decree 30/2020/NĐ-CP prescribes it, as data.

One source for the template builder, for what kehoach composes, and for the checks of Word files. Lengths are
millimetres, sizes points. Every row names its article; `habit` marks what the decree does not say and kehoach had to
choose. Sizes kehoach prints with are the pair that the decree itself names together: national name 13, motto 14,
place and date 14 (Annex I, note under table V).
"""

from __future__ import annotations

from enum import StrEnum

from kehoach.frozen import frozen

DECREE = "Nghị định 30/2020/NĐ-CP"
ANNEX_I = f"{DECREE}, Phụ lục I, Phần I, mục"
ANNEX_II = f"{DECREE}, Phụ lục II, mục"

NATIONAL_NAME = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
FONT = "Times New Roman"
CLOSING_SIGN = "./."


@frozen
class SizeRange:
    """Least and greatest allowed value."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low - 0.05 <= value <= self.high + 0.05


@frozen
class PageForm:
    """Paper and margins (Annex I, I.1 to I.3, I.7)."""

    width: float = 210
    height: float = 297
    top: SizeRange = SizeRange(20, 25)
    bottom: SizeRange = SizeRange(20, 25)
    left: SizeRange = SizeRange(30, 35)
    right: SizeRange = SizeRange(15, 20)


PAGE = PageForm()


@frozen
class Margins:
    """The margins that kehoach prints with, inside the decree's ranges."""

    top: float = 20
    bottom: float = 20
    left: float = 30
    right: float = 20
    header: float = 10  # the official sample file's distance; habit

    @property
    def text_width(self) -> float:
        """Width of the text block of a portrait page."""
        return PAGE.width - self.left - self.right

    @property
    def landscape_text_width(self) -> float:
        """Width of the text block of a landscape page: the margins keep their places on the displayed page."""
        return PAGE.height - self.left - self.right


MARGINS = Margins()


class LetterCase(StrEnum):
    """Capitals or not; "in thường" of the decree."""

    UPPER = "upper"
    SENTENCE = "sentence"


@frozen
class Component:
    """One component of a document: the decree's range, and the size kehoach prints it in.

    `align` is "" where the decree says nothing. `space_before` is the least gap above, in points.
    """

    name: str
    article: str
    sizes: SizeRange
    size: float
    bold: bool = False
    italic: bool = False
    case: LetterCase = LetterCase.SENTENCE
    align: str = ""
    space_before: float = 0


COMPONENTS: dict[str, Component] = {
    row.name: row
    for row in (
        Component(
            "national_name", "Phụ lục I, II.1", SizeRange(12, 13), 13, bold=True, case=LetterCase.UPPER, align="center"
        ),
        Component("national_motto", "Phụ lục I, II.1", SizeRange(13, 14), 14, bold=True, align="center"),
        Component("parent_agency", "Phụ lục I, II.2", SizeRange(12, 13), 13, case=LetterCase.UPPER, align="center"),
        Component(
            "issuing_agency", "Phụ lục I, II.2", SizeRange(12, 13), 13, bold=True, case=LetterCase.UPPER, align="center"
        ),
        Component("number_symbol", "Phụ lục I, II.3", SizeRange(13, 13), 13, align="center"),
        Component("place_date", "Phụ lục I, II.4", SizeRange(13, 14), 14, italic=True, align="center"),
        Component(
            "type_name", "Phụ lục I, II.5", SizeRange(13, 14), 14, bold=True, case=LetterCase.UPPER, align="center"
        ),
        Component("abstract", "Phụ lục I, II.5", SizeRange(13, 14), 14, bold=True, align="center"),
        Component("legal_basis", "Phụ lục I, II.6.a", SizeRange(13, 14), 14, italic=True, align="both", space_before=6),
        Component("body_text", "Phụ lục I, II.6.e", SizeRange(13, 14), 14, align="both", space_before=6),
        Component("part_label", "Phụ lục I, II.6.đ", SizeRange(13, 14), 14, bold=True, align="center", space_before=6),
        Component(
            "part_title", "Phụ lục I, II.6.đ", SizeRange(13, 14), 14, bold=True, case=LetterCase.UPPER, align="center"
        ),
        Component("article", "Phụ lục I, II.6.đ", SizeRange(13, 14), 14, align="both", space_before=6),
        Component(
            "roman_section", "Phụ lục I, V.6b", SizeRange(13, 14), 14, bold=True, case=LetterCase.UPPER, space_before=6
        ),
        Component("clause_titled", "Phụ lục I, II.6.đ", SizeRange(13, 14), 14, bold=True, space_before=6),
        Component("clause_plain", "Phụ lục I, II.6.đ", SizeRange(13, 14), 14, align="both", space_before=6),
        Component("point", "Phụ lục I, II.6.đ", SizeRange(13, 14), 14, align="both", space_before=6),
        Component(
            "signer_authority",
            "Phụ lục I, II.7",
            SizeRange(13, 14),
            14,
            bold=True,
            case=LetterCase.UPPER,
            align="center",
        ),
        Component(
            "signer_title", "Phụ lục I, II.7", SizeRange(13, 14), 14, bold=True, case=LetterCase.UPPER, align="center"
        ),
        Component(
            "signer_other_title",
            "Phụ lục I, II.7",
            SizeRange(13, 14),
            14,
            bold=True,
            case=LetterCase.UPPER,
            align="center",
        ),
        Component("signer_name", "Phụ lục I, II.7", SizeRange(13, 14), 14, bold=True, align="center"),
        Component("addressee", "Phụ lục I, II.9.d", SizeRange(13, 14), 14),
        Component("recipients_label", "Phụ lục I, II.9.d", SizeRange(12, 12), 12, bold=True, italic=True, align="left"),
        Component("recipients_list", "Phụ lục I, II.9.d", SizeRange(11, 11), 11, align="left"),
        Component("recipients_archive", "Phụ lục I, II.9.d", SizeRange(11, 11), 11, align="left"),
        Component("appendix_label", "Phụ lục I, III.1", SizeRange(14, 14), 14, bold=True, align="center"),
        Component(
            "appendix_title",
            "Phụ lục I, III.1",
            SizeRange(13, 14),
            14,
            bold=True,
            case=LetterCase.UPPER,
            align="center",
        ),
        Component("appendix_link", "Phụ lục I, III.1", SizeRange(13, 14), 14, italic=True, align="center"),
        Component(
            "copy_form",
            "Phụ lục I, Phần II, II.2.b",
            SizeRange(13, 14),
            14,
            bold=True,
            case=LetterCase.UPPER,
            align="center",
        ),
        Component("signature_mark", "Phụ lục I, Phần II, I.3", SizeRange(10, 10), 10, align="right"),
        Component("page_number", "Phụ lục I, I.7", SizeRange(13, 14), 14, align="center"),
    )
}

FIRST_LINE_INDENT = (10.0, 12.7)
"""First lines go in by 1 cm or 1.27 cm (Annex I, II.6.e)."""
INDENT = 12.7

RULE_UNDER_MOTTO = SizeRange(1, 1)
RULE_UNDER_ISSUER = SizeRange(1 / 3, 1 / 2)
RULE_UNDER_ABSTRACT = SizeRange(1 / 3, 1 / 2)
"""Length of each rule as a share of the line of text above it (Annex I, II.1.b, II.2.b, II.5.b)."""

DOCUMENT_TYPES = {
    "NQ": "Nghị quyết",
    "QĐ": "Quyết định",
    "CT": "Chỉ thị",
    "QC": "Quy chế",
    "QyĐ": "Quy định",
    "TC": "Thông cáo",
    "TB": "Thông báo",
    "HD": "Hướng dẫn",
    "CTr": "Chương trình",
    "KH": "Kế hoạch",
    "PA": "Phương án",
    "ĐA": "Đề án",
    "DA": "Dự án",
    "BC": "Báo cáo",
    "BB": "Biên bản",
    "TTr": "Tờ trình",
    "HĐ": "Hợp đồng",
    "CĐ": "Công điện",
    "BGN": "Bản ghi nhớ",
    "BTT": "Bản thỏa thuận",
    "GUQ": "Giấy ủy quyền",
    "GM": "Giấy mời",
    "GGT": "Giấy giới thiệu",
    "GNP": "Giấy nghỉ phép",
    "PG": "Phiếu gửi",
    "PC": "Phiếu chuyển",
    "PB": "Phiếu báo",
}
"""Types of administrative documents that have an abbreviation (Article 7; Annex III, I)."""
WITHOUT_ABBREVIATION = ("Công văn", "Thư công")
"""Types of administrative documents for which Annex III has no abbreviation."""

LAWS = ("Luật", "Bộ luật", "Pháp lệnh")
"""Cited by name, without number and issuing body (Annex I, II.6.a and b)."""


@frozen
class MetadataField:
    """A field of the data of an outgoing document: its number and names in the decree, its type, its greatest length.

    `name` is the English one, after a dot that of a part. `length` counts characters, of a number its digits.
    """

    number: str
    name: str
    title: str
    kind: str
    length: int


OUTGOING_METADATA = (
    MetadataField("1.1", "FileCode.OrganId", "Mã định danh của cơ quan, tổ chức lập danh mục hồ sơ", "String", 13),
    MetadataField("1.2", "FileCode.FileCatalog", "Năm hình thành hồ sơ", "Number", 4),
    MetadataField("1.3", "FileCode.FileNotation", "Số và ký hiệu hồ sơ", "String", 20),
    MetadataField("2", "DocOrdinal", "Số thứ tự văn bản trong hồ sơ", "Number", 3),
    MetadataField("3", "TypeName", "Tên loại văn bản", "String", 100),
    MetadataField("4", "CodeNumber", "Số của văn bản", "String", 11),
    MetadataField("5", "CodeNotation", "Ký hiệu của văn bản", "String", 30),
    MetadataField("6", "IssuedDate", "Ngày, tháng, năm văn bản", "Date", 10),
    MetadataField("7", "OrganName", "Tên cơ quan, tổ chức ban hành văn bản", "String", 200),
    MetadataField("8", "Subject", "Trích yếu nội dung", "String", 500),
    MetadataField("9", "Language", "Ngôn ngữ", "String", 30),
    MetadataField("10", "PageAmount", "Số trang của văn bản", "Number", 3),
    MetadataField("11", "Description", "Ghi chú", "String", 500),
    MetadataField("12.1", "SignerInfo.Position", "Chức vụ của người ký văn bản", "String", 100),
    MetadataField("12.2", "SignerInfo.FullName", "Họ và tên người ký văn bản", "String", 50),
    MetadataField("13.1", "To.OrganId", "Mã định danh của cơ quan, tổ chức nhận văn bản", "String", 13),
    MetadataField("13.2", "To.OrganName", "Tên cơ quan, tổ chức nhận văn bản", "String", 200),
    MetadataField("14", "Priority", "Mức độ khẩn, độ mật", "Number", 1),
    MetadataField("15", "IssuedAmount", "Số lượng bản phát hành", "Number", 3),
    MetadataField("16", "DueDate", "Hạn trả lời văn bản", "Date", 10),
)
"""What a document management system keeps of an outgoing document (Annex VI, Part II, I). A date is DD/MM/YYYY.

The text that we have prints "Organld" and "Signerlnfo", with a small L where "OrganId" of 13.1 has an I.
"""
