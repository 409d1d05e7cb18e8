"""Signs inside a text that the dialect prints as markup: line ends, tabs, ends of paragraphs and pages."""

from __future__ import annotations

from kehoach.ooxml.offsets import changed, everywhere, head_end, in_text, opening, tag_end

_SIGNS = (b"\n", b"\t", b"\a", b"\f")
_TEXT = b'<w:t xml:space="preserve">'


def resolved(xml: bytes) -> bytes:
    """A printed part with `\\n` as a line break, `\\t` as a tab, `\\a` as a new paragraph, `\\f` as a new page."""
    edits = breaks(xml)
    return changed(xml, edits) if edits else xml


def breaks(xml: bytes) -> list[tuple[int, int, bytes]]:
    """What `resolved` does, as edits: begin, end, and what is there then."""
    edits, low = [], 0
    found = ((at, sign) for sign in _SIGNS for at in everywhere(xml, sign))
    for at, sign in sorted(found):
        if in_text(xml, at):  # between elements they are only how a file was laid out
            edits.append((at, at + 1, _markup(xml, sign, at, low)))
            low = at
    return edits


def _markup(xml: bytes, sign: bytes, at: int, low: int) -> bytes:
    if sign == b"\n":
        return b"</w:t><w:br/>" + _TEXT
    run = _properties(xml, "r", at, low)
    if sign == b"\t":
        return b"</w:t></w:r><w:r>%b<w:tab/></w:r><w:r>%b%b" % (run, run, _TEXT)
    page = b'<w:p><w:r><w:br w:type="page"/></w:r></w:p>' if sign == b"\f" else b""
    return b"</w:t></w:r></w:p>%b<w:p>%b<w:r>%b%b" % (page, _properties(xml, "p", at, low), run, _TEXT)


def _properties(xml: bytes, name: str, at: int, low: int) -> bytes:
    start = opening(xml, name, at, low)
    return xml[tag_end(xml, start) : head_end(xml, start, f"{name}Pr")]
