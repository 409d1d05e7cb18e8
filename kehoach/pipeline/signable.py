"""The PDF of a paper, ready to be signed: typeset, with an empty field for each digital signature."""

from __future__ import annotations

from kehoach.documents.paper import Paper, Slot, plain
from kehoach.pipeline.products import Product
from kehoach.pipeline.renditions import typeset_source
from kehoach.signing.fields import linked_places, with_fields
from kehoach.signing.names import AGENCY, SIGNER, link_to
from kehoach.storage.workspace import fonts
from kehoach.typeset.field_places import FieldLinks

_OF_PAPER = {
    SIGNER: "Chữ ký số của người có thẩm quyền ký văn bản",
    AGENCY: "Chữ ký số của cơ quan ban hành văn bản, kèm hình ảnh dấu",
}
_OF_COPY = {
    SIGNER: "Chữ ký số của người có thẩm quyền ký bản trích sao",
    AGENCY: "Chữ ký số của cơ quan sao văn bản, kèm hình ảnh dấu",
}
_OF_ELECTRONIC_COPY = "Chữ ký số của cơ quan sao văn bản, không hiển thị hình ảnh, chỉ ghi: {text}thời gian ký"


def signable_pdf(product: Product, paper: Paper) -> bytes:
    """The PDF of a paper by the built-in engine, with empty signature fields (`signing.names`); PDF/A-2a and PDF/UA-1.

    A plan, a report and a decision have those of the signer and the body, a certified extract on paper those of its
    certifier, an electronic one that of the body alone (Annex I, Part I, II.7.d and II.8; Part II, I.3). Between title
    and name there is room for the seal in its real size, more than the space in the Word file, so a page may end
    sooner; the text at the top of an electronic copy is left to its signature. The same bytes for the same paper.

    Raises EnvironmentFailure, and ValueError for a paper that nobody signs.
    """
    from kehoach.typeset import engine as typesetter

    tooltips = _tooltips(paper)
    if not tooltips:
        raise ValueError(product.name)
    links = FieldLinks(signer=link_to(SIGNER), agency=link_to(AGENCY))
    pdf = typesetter.pdf(typeset_source(product, paper, links=links), fonts(), paper.properties.day)
    places = linked_places(pdf, tooltips)
    assert [place.name for place in places] == list(tooltips), places
    return with_fields(pdf, places)


def _tooltips(paper: Paper) -> dict[str, str]:
    """What each field of a paper is, in the order of the pages."""
    for part in paper.parts:
        if part.copy_mark:
            text = plain(tuple(piece for piece in part.copy_mark if not isinstance(piece, Slot)))
            return {AGENCY: _OF_ELECTRONIC_COPY.format(text=text)}
        if part.signature:
            return _OF_COPY if part.frame else _OF_PAPER
    return {}
