"""Builds the packaged Word templates from the forms of paragraphs.

A template is an ordinary Word file in docxtpl's dialect. Its owner edits it in Word; this builder only makes the first
one: margins come from `nghi_dinh_30`, sizes, weights, gaps and widths from `paragraph_forms`. It writes the XML itself:
python-docx's default file would bring 800 kB of styles that nobody asked for (12 kB instead of 40 in the package).
"""

from __future__ import annotations

from kehoach.nghi_dinh_30 import MARGINS, PAGE
from kehoach.ooxml.names import XML_DECLARATION, R, W, twips
from kehoach.ooxml.package import pack
from tools.templates.frames import copied, letterhead, signature, table
from tools.templates.parts import (
    app_properties,
    choose,
    content_types,
    core_properties,
    document_relations,
    font_table,
    footnotes,
    header,
    loop,
    package_relations,
    paragraph,
    run,
    settings,
    tag,
    when,
)
from tools.templates.styles import numbering, styles


def plan_template() -> bytes:
    """`templates/plan.docx`."""
    return _template(_PROMULGATION + _ADDRESSEES)


def report_template() -> bytes:
    """`templates/report.docx`: with addressees above the text."""
    return _template(_ADDRESSEES)


def extract_template() -> bytes:
    """`templates/extract.docx`: with the draft mark under the title."""
    return _template(when("draft", paragraph("DuThao", "{{ draft }}")))


def certified_template() -> bytes:
    """`templates/certified.docx`: the frame of a certified extract (samples 3.1 and 3.2)."""
    return _template("", before=_COPY_MARK, at_the_end=copied())


def _template(above: str, before: str = "", at_the_end: str = "") -> bytes:
    """A template of the common parts.

    `before` stands at the top of a part, `above` between its title and the legal bases, `at_the_end` at its
    end, in place of the common one.
    """
    return pack(
        {
            "[Content_Types].xml": content_types(),
            "_rels/.rels": package_relations(),
            "docProps/app.xml": app_properties(),
            "docProps/core.xml": core_properties(),
            "word/document.xml": _document(above, before, at_the_end),
            "word/_rels/document.xml.rels": document_relations(),
            "word/styles.xml": styles(),
            "word/numbering.xml": numbering(),
            "word/settings.xml": settings(),
            "word/fontTable.xml": font_table(),
            "word/header1.xml": header(),
            "word/footnotes.xml": footnotes(),
        }
    )


# Document


def _document(above: str, before: str, at_the_end: str) -> str:
    part = (
        before
        + when("part.letterhead", letterhead())
        + choose(
            "part.kind",
            [
                ("appendix", paragraph("PhuLuc", "{{ part.title.type_name }}")
                 + paragraph("TenPhuLuc", "{{ part.title.subject }}")),
                ("main", _TITLE),
                ("attached", _TITLE),
            ],
        )
        + when("part.title.link", paragraph("KemTheo", "{{ part.title.link }}"))
        + paragraph("DuongKe", "{{ part.title.rule }}")
        + above
        + loop("line in part.bases", paragraph("CanCu", "{{ line }}"))
        + when("part.resolves", paragraph("ThamQuyen", "{{ part.resolves }}"))
        + loop("line in part.opening", paragraph("NoiDung", "{{ line }}"))
        + loop(
            "block in part.blocks",
            choose(
                "block.role",
                [
                    ("section", paragraph("Heading1", "{{ block.text }}")),
                    ("clause", paragraph("Heading2", "{{ block.text }}")),
                    ("point", paragraph("Heading3", "{{ block.text }}")),
                    ("item", paragraph("MucLietKe", "{{ block.text }}")),
                    ("text", paragraph("NoiDung", "{{ block.text }}")),
                    ("article", paragraph("Dieu", run("{{ block.label }}", "<w:b/>"), " {{ block.text }}")),
                    ("part_label", paragraph("Phan", "{{ block.text }}")),
                    ("part_title", paragraph("TenPhan", "{{ block.text }}")),
                    ("note", paragraph("GhiChu", "{{ block.text }}")),
                    ("end", paragraph("KetThuc", "{{ block.text }}")),
                    ("table", table()),
                    ("chart", paragraph("BieuDo", "{{ block.text }}")),
                ],
            ),
        )
        + when("part.signature", at_the_end or signature("part.signature"))
        + tag("if part.landscape")
        + paragraph("CuoiPhan", properties=_section(landscape=True))
        + tag("else")
        + paragraph("CuoiPhan", properties=_section())
        + tag("endif")
    )  # fmt: skip
    return (
        XML_DECLARATION
        + f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>'
        + loop("part in parts", part)
        + _section()
        + "</w:body></w:document>"
    )


_PROMULGATION = when("part.competence", paragraph("ThamQuyen", "{{ part.competence }}"))
_ADDRESSEES = when(
    "part.addressee",
    paragraph("KinhGui", "Kính gửi: {{ part.addressee }}", properties='<w:ind w:left="0"/><w:jc w:val="center"/>'),
) + when(
    "part.addressees",
    paragraph("KinhGui", "Kính gửi:"),
    loop("line in part.addressees", paragraph("NoiGui", "{{ line }}")),
)
_COPY_MARK = when("part.copy_mark", paragraph("KySo", "{{ part.copy_mark }}"))
_TITLE = paragraph("TenLoai", "{{ part.title.type_name }}") + paragraph("TrichYeu", "{{ part.title.subject }}")


def _section(*, landscape: bool = False) -> str:
    width, height = twips(PAGE.width), twips(PAGE.height)
    size = (
        f'<w:pgSz w:w="{height}" w:h="{width}" w:orient="landscape"/>'
        if landscape
        else f'<w:pgSz w:w="{width}" w:h="{height}"/>'
    )
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader"/>{size}'
        + f'<w:pgMar w:top="{twips(MARGINS.top)}" w:right="{twips(MARGINS.right)}" w:bottom="{twips(MARGINS.bottom)}"'
        + f' w:left="{twips(MARGINS.left)}" w:header="{twips(MARGINS.header)}" w:footer="{twips(MARGINS.header)}"'
        + ' w:gutter="0"/><w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>'
    )


TEMPLATES = {
    "plan.docx": plan_template,
    "report.docx": report_template,
    "extract.docx": extract_template,
    "certified.docx": certified_template,
}
"""Every packaged template and what builds it."""
