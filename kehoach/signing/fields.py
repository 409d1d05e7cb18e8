"""Empty signature fields in a PDF, so that a signing tool only has to sign."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

from kehoach.frozen import frozen
from kehoach.signing.names import linked_name

_PRINTED = 4
"""The flag of an annotation that is printed; PDF/A-2 wants it, and none that hides it (ISO 19005-2, 6.3.2)."""
_HAS_SIGNATURE_FIELDS = 1


@frozen
class FieldPlace:
    """A signature field: its name, its page from 1, its box, and what a person sees and hears of it.

    `box` is left, bottom, right, top in points (1/72 inch) from the bottom left corner of the page, as in PDF.
    """

    name: str
    page: int
    box: tuple[float, float, float, float]
    tooltip: str


def linked_places(pdf: bytes, tooltips: Mapping[str, str]) -> tuple[FieldPlace, ...]:
    """The places that links of a PDF keep (`signing.names.link_to`), of fields that have a tooltip; page by page."""
    import pikepdf  # late: takes a tenth of a second

    with pikepdf.open(BytesIO(pdf)) as opened:
        return tuple(
            FieldPlace(name, number, _box(annotation), tooltips[name])
            for number, annotation, name in _links(opened)
            if name in tooltips
        )


def with_fields(pdf: bytes, places: Sequence[FieldPlace]) -> bytes:
    """The PDF with an empty signature field at each place, in the order of the places; no two have one name.

    A field is an element Form of the structure, with its tooltip as alternative text (ISO 14289-1, 7.18.4), and has an
    empty appearance (ISO 19005-2, 6.3.3). It is read where the link is that keeps its place, which it replaces; without
    one, last. The same bytes for the same PDF and places. Raises IndexError for a page that there is not.
    """
    import pikepdf

    with pikepdf.open(BytesIO(pdf)) as opened:
        links = {name: annotation for _number, annotation, name in _links(opened)}
        fields = [_field(opened, place, links.get(place.name)) for place in places]
        form = opened.Root.get("/AcroForm")
        if form is None:
            form = opened.Root.AcroForm = opened.make_indirect(pikepdf.Dictionary(Fields=pikepdf.Array()))
        form.Fields.extend(fields)
        form.SigFlags = _HAS_SIGNATURE_FIELDS
        out = BytesIO()
        opened.save(out, deterministic_id=True, fix_metadata_version=False)
        return out.getvalue()


def _links(opened: Any) -> Iterator[tuple[int, Any, str]]:
    """The links that keep places: page, annotation, name of the field."""
    for number, page in enumerate(opened.pages, 1):
        for annotation in page.get("/Annots", ()):
            if name := linked_name(str(annotation.get("/A", {}).get("/URI", ""))):
                yield number, annotation, name


def _box(annotation: Any) -> tuple[float, float, float, float]:
    left, bottom, right, top = map(float, annotation.Rect)
    return left, bottom, right, top


def _field(opened: Any, place: FieldPlace, link: Any) -> Any:
    """A field, which is its own only widget."""
    from pikepdf import Array, Dictionary, Name, String

    page = opened.pages[place.page - 1]
    if link is None:
        link = opened.make_indirect(Dictionary(Type=Name.Annot))
        page.Annots = Array([*page.get("/Annots", ()), link])
        page.Tabs = Name.S
        element = _last_element(opened, page, link)
    else:
        del link.A
        element = _elements(opened).get(int(link.StructParent))
    if element is not None:
        element.S, element.Alt = Name.Form, String(place.tooltip)
        if isinstance(
            element.K, Array
        ):  # a second signature changes the field: pyHanko looks for it here, not in a list
            element.K = element.K[0]
    left, bottom, right, top = place.box
    look = opened.make_stream(b"")
    look.Type, look.Subtype = Name.XObject, Name.Form
    look.BBox, look.Resources = Array([0, 0, _length(right - left), _length(top - bottom)]), Dictionary()
    link.Subtype, link.FT, link.F = Name.Widget, Name.Sig, _PRINTED
    link.T, link.TU, link.Contents = String(place.name), String(place.tooltip), String(place.tooltip)
    link.Rect, link.P = Array(map(_length, place.box)), page.obj
    link.AP = opened.make_indirect(Dictionary(N=look))
    return link


def _length(points: float) -> Any:
    from decimal import Decimal

    return Decimal(f"{points:.5f}")


def _elements(opened: Any) -> Any:
    """The elements of the structure by the numbers that annotations have."""
    from pikepdf import NumberTree

    return NumberTree(opened.Root.StructTreeRoot.ParentTree)


def _last_element(opened: Any, page: Any, widget: Any) -> Any:
    """A new element for a widget at the end of the structure; None where there is no structure."""
    from pikepdf import Array, Dictionary, Name

    root = opened.Root.get("/StructTreeRoot")
    if root is None:
        return None
    document = root.K[0] if isinstance(root.K, Array) else root.K
    content = Dictionary(Type=Name.OBJR, Obj=widget, Pg=page.obj)
    element = opened.make_indirect(Dictionary(Type=Name.StructElem, P=document, K=content))
    document.K = Array([*document.K, element] if isinstance(document.K, Array) else [document.K, element])
    elements = _elements(opened)
    widget.StructParent = max(elements.keys(), default=-1) + 1
    elements[int(widget.StructParent)] = element
    return element
