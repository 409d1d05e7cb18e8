"""Elements found by their tags are the ones that a parser finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from kehoach.ooxml.names import W, w
from kehoach.ooxml.offsets import changed, closing, everywhere, head_end, in_text, opening

NAMES = ("p", "r", "tbl", "t")


@st.composite
def elements(draw: st.DrawFn, depth: int = 4) -> str:
    """An element with others in it, some empty, some with attributes; every text is one character, `x`."""
    name = draw(st.sampled_from(NAMES))
    start = f"<w:{name}" + draw(st.sampled_from(("", ' w:rsid="1"', ' w:rsid="a/b"')))
    if draw(st.integers(0, 4)) == 0:
        return start + "/>"
    if name == "t":
        return f"{start}>x</w:t>"
    properties = draw(st.sampled_from(("", f"<w:{name}Pr/>", f"<w:{name}Pr><w:b/></w:{name}Pr>")))
    inner = draw(st.lists(elements(depth - 1) if depth else st.just("x"), max_size=3))
    return f"{start}>{properties}{draw(st.sampled_from(('', 'x')))}{''.join(inner)}</w:{name}>"


@given(elements())
def test_what_is_around_a_text(inner: str) -> None:
    xml = f'<w:body xmlns:w="{W}">{inner}</w:body>'.encode()
    root = etree.fromstring(xml)
    places = [at for at in range(len(xml)) if xml[at : at + 1] == b"x" and xml[at - 1 : at] in (b">", b"x")]
    parents = [parent for parent, text in texts(root) for _sign in text]
    assert len(places) == len(parents)
    for at, parent in zip(places, parents, strict=True):
        assert in_text(xml, at) == (parent.tag == w("t"))
        for name in NAMES:
            around = next((e for e in (parent, *parent.iterancestors()) if e.tag == w(name)), None)
            if around is None:
                with pytest.raises(ValueError, match="outside"):
                    opening(xml, name, at)
                continue
            start = opening(xml, name, at)
            end = closing(xml, name, start)
            assert same(xml[start:end], around)
            assert opening(xml, name, at, at // 2) == start
            head = xml[start : head_end(xml, start, f"{name}Pr")]
            assert (b"Pr" in head) == (around.find(w(f"{name}Pr")) is not None)


@given(st.text("aáà\ufdd0\ufdd5"), st.sampled_from(("a", "à", "\ufdd5", "\ufdd0a", "aa")))
def test_a_sign_is_found_wherever_it_stands(text: str, sign: str) -> None:
    xml, wanted = text.encode(), sign.encode()
    assert list(everywhere(xml, wanted)) == [at for at in range(len(xml)) if xml.startswith(wanted, at)]


def texts(root: etree._Element) -> list[tuple[etree._Element, str]]:
    found = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            found.append((element, element.text or ""))
        elif element is not root:
            found.append((element.getparent(), element.tail or ""))
    return found


def same(piece: bytes, element: etree._Element) -> bool:
    parsed = etree.fromstring(b'<a xmlns:w="%b">%b</a>' % (W.encode(), piece))[0]
    return bool(
        etree.tostring(parsed, method="c14n", exclusive=True)
        == etree.tostring(element, method="c14n", exclusive=True, with_tail=False)
    )


def test_edits_are_made_at_once_and_never_over_each_other() -> None:
    assert changed(b"abcdef", [(4, 5, b"E"), (0, 1, b""), (2, 2, b"-")]) == b"b-cdEf"
    with pytest.raises(ValueError, match="one place"):
        changed(b"abcdef", [(0, 3, b""), (2, 4, b"")])
