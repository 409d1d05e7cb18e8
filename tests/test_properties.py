"""Properties that are set in bytes are those that lxml sets in a tree."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from kehoach.ooxml.names import W, w
from kehoach.ooxml.properties import NUMBERED, PPR_ORDER, RPR_ORDER, Wanted, merged_cell, paragraph_head, run_properties
from tests.support.treeruns import set_in_order

_KEYS = ("val", "after", "line", "color")
ATTRIBUTES = st.dictionaries(st.sampled_from(_KEYS), st.sampled_from(("0", "120", "auto", "a&quot;b")), max_size=3)


def xml(name: str, attributes: dict[str, str], inside: str = "") -> str:
    shown = "".join(f' w:{key}="{value}"' for key, value in attributes.items())
    return f"<w:{name}{shown}>{inside}</w:{name}>" if inside else f"<w:{name}{shown}/>"


def elements(order: list[str]) -> st.SearchStrategy[str]:
    """Properties in their order, some with elements of the same names inside, one of another namespace at the end."""
    name = st.sampled_from(order)
    inside = st.builds(xml, name, ATTRIBUTES) | st.just("")
    one = st.tuples(name, ATTRIBUTES, inside)
    return st.builds(
        lambda found, other: "".join(xml(*x) for x in sorted(found, key=lambda x: order.index(x[0]))) + other,
        st.lists(one, max_size=5, unique_by=lambda x: x[0]),
        st.sampled_from(("", '<w14:glow w14:rad="1"/>')),
    )


def wanted(order: list[str]) -> st.SearchStrategy[Wanted]:
    values = st.dictionaries(st.sampled_from(_KEYS), st.sampled_from(("1", "nil")), max_size=2)
    names = st.sampled_from([name for name in order if name != NUMBERED])
    found = st.lists(st.tuples(names, values.map(lambda d: tuple(d.items()))), min_size=1, max_size=3)
    return found.map(tuple)


def tree(part: str) -> Any:
    spaces = f'xmlns:w="{W}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    return etree.fromstring(f"<kh {spaces}>{part}</kh>")


def canonical(part: Any) -> bytes:
    return etree.tostring(part.getroottree(), method="c14n")


def set_all(properties: Any, asked: Wanted, order: list[str]) -> None:
    for name, attributes in asked:
        set_in_order(properties, name, dict(attributes), order)


@given(elements(PPR_ORDER), wanted(PPR_ORDER), st.sampled_from(("none", "empty", "full")))
def test_a_paragraph(inside: str, asked: Wanted, form: str) -> None:
    head = {"none": "<w:p>", "empty": '<w:p w:rsidR="1"/>', "full": f"<w:p><w:pPr>{inside}</w:pPr>"}[form]
    made = paragraph_head(head.encode(), asked).decode()
    end = "" if form == "empty" else "</w:p>"
    root = tree(head + end)
    (paragraph,) = root
    if paragraph.find(w("pPr")) is None:
        etree.SubElement(paragraph, w("pPr"))
    set_all(paragraph[0], asked, PPR_ORDER)
    assert canonical(tree(made + end)) == canonical(root)


@given(elements(RPR_ORDER), wanted(RPR_ORDER), st.booleans())
def test_a_run(inside: str, asked: Wanted, has_some: bool) -> None:
    own = f"<w:rPr>{inside}</w:rPr>" if has_some else ""
    root = tree(own or "<w:rPr/>")
    set_all(root[0], asked, RPR_ORDER)
    assert canonical(tree(run_properties(own.encode(), asked).decode())) == canonical(root)


def test_a_place_in_a_list() -> None:
    asked: Wanted = ((NUMBERED, (("ilvl", "1"), ("numId", "7"))),)
    made = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="7"/></w:numPr>'
    before, after = '<w:pStyle w:val="a"/>', '<w:jc w:val="left"/>'
    for there in ("", '<w:numPr><w:ilvl w:val="0"/><w:ins/><w:numId w:val="2"/></w:numPr>', "<w:numPr/>"):
        head = f"<w:p><w:pPr>{before}{there}{after}</w:pPr>"
        assert paragraph_head(head.encode(), asked).decode() == f"<w:p><w:pPr>{before}{made}{after}</w:pPr>"


@pytest.mark.parametrize(
    "inside",
    [
        ("", ""),
        ('<w:tcW w:w="1"/>', '<w:vAlign w:val="center"/>'),
        ('<w:cnfStyle/><w:tcW w:w="1"/><w:gridSpan w:val="2"/>', "<w:tcBorders><w:tcW/></w:tcBorders>"),
    ],
)
def test_a_cell_of_several_rows(inside: tuple[str, str]) -> None:
    """ECMA-376, 17.4.84: vMerge comes after the width, the span and hMerge, before borders and alignment."""
    whole = "".join(inside)
    cell = f"<w:tcPr>{whole}</w:tcPr>" if whole else "<w:tcPr/>"
    for begins, merge in ((True, '<w:vMerge w:val="restart"/>'), (False, "<w:vMerge/>")):
        assert merged_cell(cell.encode(), begins).decode() == f"<w:tcPr>{inside[0]}{merge}{inside[1]}</w:tcPr>"
