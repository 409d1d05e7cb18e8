"""Pages for a browser look as the compiler drew them."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageChops

from kehoach.pipeline.session import Session
from kehoach.typeset.outlines import with_outlines
from tests.support.plans import SEED

resvg_py = pytest.importorskip("resvg_py")


def painted(page: bytes) -> Image.Image:
    text = page.decode().replace('pt"', '"', 2)  # resvg knows lengths without a unit
    return Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=text)))).convert("L")


@pytest.fixture(scope="module")
def pages() -> list[bytes]:
    return Session.open(SEED).paper().svg()


def test_a_page_looks_the_same(pages: list[bytes]) -> None:
    for page in pages[:2]:
        before = painted(page)
        shades = ImageChops.difference(before, painted(with_outlines(page))).histogram()
        assert sum(before.histogram()[:50]) > 1000, "there is something on it"
        assert sum(shades[24:]) < 100, "dots where two letters touch, whose edges count twice as references"
        assert sum(shades[90:]) == 0


def test_no_reference_is_left(pages: list[bytes]) -> None:
    made = [with_outlines(page) for page in pages]
    assert all(b"<use" not in page and b"<symbol" not in page for page in made)
    assert all(b"<use" in page for page in pages)


def test_a_page_is_short(pages: list[bytes]) -> None:
    """A browser reads it with every letter, most of its time."""
    made = [with_outlines(page) for page in pages]
    assert sum(map(len, made)) < 1.4 * sum(map(len, pages))


def test_a_page_of_another_compiler_is_left_alone() -> None:
    page = b'<svg><g><use xlink:href="#gA" x="1" y="0" fill="#000000" fill-rule="nonzero"/></g><defs></defs></svg>'
    assert with_outlines(page) == page
