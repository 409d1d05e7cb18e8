"""How each kind of paragraph is set: size, weight, gaps, indents. Word templates and typesetter are made from it.

Sizes, weights, slants and alignments are those of the decree's components (`nghi_dinh_30`); what is not among them is
habit. Keys are the styles of the packaged templates.
"""

from __future__ import annotations

from kehoach.frozen import frozen, replace
from kehoach.nghi_dinh_30 import COMPONENTS, INDENT
from kehoach.typeface import width_mm


@frozen
class ParagraphForm:
    """How a paragraph is set, everything that it inherits included.

    `size`, `before`, `after` and `line` are in points, `left` and `first_line` in millimetres. `line` is the exact
    height of a line, 0 where that is the typeface's.
    """

    size: float
    bold: bool = False
    italic: bool = False
    align: str = "left"
    before: float = 0
    after: float = 0
    left: float = 0
    first_line: float = 0
    line: float = 0
    keep_next: bool = False


GAP = 6.0
"""Between paragraphs of the body, in points (Annex I, II.6.e: at least 6)."""
RULE_WEIGHT, RULE_SPACE = 0.75, 1.0
"""A drawn rule in points: how thick it is, and how far above its (empty) line; habit."""
CELL_PADDING = 1.4
"""Of the cells of a table with borders, left and right, in millimetres; habit."""
BORDER = 0.5
"""Of a table, in points; habit."""
GAP_BELOW = 4.0
"""Below a paragraph that a table follows, in points; habit."""
ABOVE_NUMBER, ABOVE_SIGNATURE, ABOVE_COPY = 6.0, 6.0, 12.0
"""Above number and date, above recipients and signature, above the line over the frame of a copy, in points; habit."""
SIGNATURE_COLUMNS, COPY_COLUMNS = (78.0, 82.0), (62.0, 16.0, 82.0)
"""Of recipients and signature, and of the frame of a copy, in millimetres; habit."""
CONTENTS_GAPS = (12.0, 3.0)
"""Below the heading of a table of contents, and above each entry, in points; habit."""
CONTENTS_STEP = 5.0
"""How far each level of a table of contents is moved in, in millimetres; habit."""
SIGNING_SPACE = 64.0
"""Between the authority of a signature and the name, in points; habit."""

_ADDRESS = 40.0
"""Where "Kính gửi:" to several begins, in millimetres; habit. The dashes below it stand under its colon (II.9.d)."""
_BELOW_COLON = _ADDRESS + width_mm("Kính gửi", COMPONENTS["addressee"].size)


def _of(component: str, **more: object) -> ParagraphForm:
    c = COMPONENTS[component]
    made = ParagraphForm(c.size, c.bold, c.italic, c.align or "left")
    return replace(made, **more)


def _body(component: str = "body_text", **more: object) -> ParagraphForm:
    """A paragraph of the text: as its component, with the gap and the indent of the text, justified if nothing else."""
    align = COMPONENTS[component].align or "both"
    return _of(component, **{"align": align, "before": GAP, "first_line": INDENT, **more})


_CELL = ParagraphForm(12, before=2, after=2)
_RULE = ParagraphForm(1, align="center", before=2, after=4, line=1)

FORMS: dict[str, ParagraphForm] = {
    "NoiDung": _body(),
    "Heading1": _body("roman_section", keep_next=True),
    "Heading2": _body("clause_titled", keep_next=True),
    "Heading3": _body("point", keep_next=True),
    "MucLietKe": _body("point"),
    "Phan": _of("part_label", before=GAP, keep_next=True),
    "TenPhan": _of("part_title", keep_next=True),
    "Dieu": _body("article"),
    "QuocHieu": _of("national_name"),
    "TieuNgu": _of("national_motto"),
    "CoQuanChuQuan": _of("parent_agency"),
    "CoQuanBanHanh": _of("issuing_agency"),
    "SoKyHieu": _of("number_symbol"),
    "DiaDanh": _of("place_date"),
    "DuThao": _of("number_symbol", bold=True, before=3),
    "TenLoai": _of("type_name", before=12, keep_next=True),
    "TrichYeu": _of("abstract", keep_next=True),
    "DuongKe": _RULE,
    "CanCu": _body("legal_basis"),
    "KinhGui": _of("addressee", before=GAP, left=_ADDRESS),
    "NoiGui": _of("addressee", left=_BELOW_COLON),
    "KySo": _of("signature_mark"),
    "ThamQuyen": _of("type_name", before=GAP),
    "PhuLuc": _of("appendix_label", keep_next=True),
    "TenPhuLuc": _of("appendix_title", keep_next=True),
    "KemTheo": _of("appendix_link", keep_next=True),
    "NoiNhanNhan": _of("recipients_label"),
    "NoiNhan": _of("recipients_list"),
    "ChuKy": _of("signer_authority"),
    "CachChuKy": ParagraphForm(14, line=SIGNING_SPACE),
    "HoTen": _of("signer_name"),
    "SoTrang": _of("page_number"),
    "ODauBang": replace(_CELL, bold=True, align="center"),
    "OBang": _CELL,
    "OBangGiua": replace(_CELL, align="center"),
    "BieuDo": ParagraphForm(14, before=GAP, align="center"),
    "GhiChu": _body(),
    "KetThuc": ParagraphForm(14, before=GAP, align="right"),
    "CuoiPhan": ParagraphForm(1, line=1),
    "FootnoteText": ParagraphForm(10, align="both"),
}
