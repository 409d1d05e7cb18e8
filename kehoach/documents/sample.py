"""Sample papers: one that uses everything a template may print, and one with as little as a paper can have.

A template is judged by them: the first shows which names there are, and both must print.
"""

from __future__ import annotations

from base64 import b64decode
from datetime import date
from decimal import Decimal
from hashlib import sha256

from kehoach.documents.chart import Chart, Series
from kehoach.documents.paper import (
    Align,
    Block,
    Column,
    Contents,
    CopyFrame,
    Entry,
    HeaderCell,
    Letterhead,
    Paper,
    Paragraph,
    Part,
    PartKind,
    Picture,
    Properties,
    RecipientLine,
    Role,
    Row,
    SignatureBlock,
    Table,
    Title,
)
from kehoach.model.attached import Image, ImageKind
from kehoach.nghi_dinh_30 import MOTTO, NATIONAL_NAME

_LINE = ("Mẫu",)
_PROPERTIES = Properties("Mẫu", "Mẫu", "Mẫu", date(2024, 1, 1))
_DOT = b64decode(b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABAQAAAAA3bvkkAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==")
_IMAGE = Image(ImageKind.PNG, 1, 1, 1.0, sha256(_DOT).hexdigest(), _DOT)


def full_paper(*, promulgated: bool = False, addressed: bool = False, copied: bool = False) -> Paper:
    """A paper of every kind of part, with every kind of block, and nothing left out that its kind may have."""
    table = Table(
        columns=(Column(80), Column(80)),
        header=((HeaderCell("A"), HeaderCell("B")),),
        rows=(Row((_LINE,), across=True), Row((_LINE, _LINE), strong=True), Row((_LINE, _LINE))),
    )
    lines = (Paragraph(role, _LINE, label="Điều 1.", level=1) for role in Role)
    chart = Chart("Mẫu", "Mẫu", ("Mẫu",), (Series("Mẫu", (Decimal(1),)),))
    picture = Paragraph(Role.TEXT, (Picture("mau.png", "Mẫu", _IMAGE, 10, 10),), align=Align.CENTER)
    blocks: tuple[Block, ...] = (*lines, picture, table, chart) if addressed else (*lines, picture, table)
    signature = SignatureBlock((RecipientLine(_LINE),), (_LINE,), _LINE, _LINE)
    frame = CopyFrame("TRÍCH SAO", _LINE, 30, "Số: 1/TrS-UBND", "Mẫu, ngày 1", (62, 98), signature)
    return Paper(
        parts=tuple(
            Part(
                kind,
                Title("KẾ HOẠCH", (_LINE, _LINE), 40, _LINE),
                blocks,
                Letterhead(_LINE, _LINE, 30, NATIONAL_NAME, MOTTO, 60, _LINE, _LINE, (62, 98)),
                competence="ỦY BAN NHÂN DÂN" if promulgated else "",
                bases=(_LINE,),
                resolves="QUYẾT ĐỊNH:" if promulgated else "",
                opening=(_LINE,),
                signature=signature,
                landscape=kind is PartKind.APPENDIX,
                addressees=((_LINE,) if kind is PartKind.MAIN else (_LINE, _LINE)) if addressed else (),
                frame=frame if copied else None,
                copy_mark=_LINE if copied else (),
            )
            for kind in PartKind
        ),
        properties=_PROPERTIES,
        draft="DỰ THẢO",
    )


def paper_with_contents() -> Paper:
    """A paper with a table of contents, which takes the place of a text."""
    headings = (Paragraph(Role.SECTION, _LINE, level=1, entry=1, new_page=True), Paragraph(Role.TEXT, _LINE))
    contents = Contents("MỤC LỤC", (Entry(1, "I. Mẫu", 1), Entry(1, "Phụ lục. Mẫu", 2)))
    parts = (
        Part(PartKind.MAIN, Title("KẾ HOẠCH", (_LINE,), 40), (contents, *headings)),
        Part(PartKind.APPENDIX, Title("Phụ lục", (_LINE,), 40, entry=2), (Paragraph(Role.TEXT, _LINE),)),
    )
    return Paper(parts, _PROPERTIES)


def bare_paper() -> Paper:
    """A paper in which all that may be absent is absent."""
    table = Table((Column(160),), ((HeaderCell(""),),), ())
    nothing = Letterhead((), _LINE, 30, NATIONAL_NAME, MOTTO, 60, (), (), (62, 98))
    signature = SignatureBlock((), (), (), ())
    parts = (
        Part(PartKind.MAIN, Title("", (), 40), (table,), nothing, signature=signature),
        Part(PartKind.APPENDIX, Title("", (), 40), ()),
    )
    return Paper(parts, _PROPERTIES)
