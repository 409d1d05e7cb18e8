"""What a signed PDF holds beside its signatures: where the agency's field is, what the file claims, what may act."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils.generic import DictionaryObject, IndirectObject, StreamObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

from kehoach.signing.names import AGENCY

MOST_OBJECTS = 500_000
MOST_METADATA = 1_000_000
"""Bytes that are searched for claims."""
_CLAIM = re.compile(
    rb"<pdf(a|ua)id:(part|conformance)>\s*(\w{1,3})\s*<|\bpdf(a|ua)id:(part|conformance)=[\"'](\w{1,3})[\"']"
)


def is_in_corner(reader: PdfFileReader) -> bool:
    """Whether the agency's field is in the upper right quarter of the first page."""
    for name, _value, reference in enumerate_sig_fields(reader):
        field = reference.get_object()
        if name != AGENCY or "/Rect" not in field:
            continue
        page, box = _first_page(reader.root)
        holds = page is not None and _is_on(page, reference)
        if holds and len(box) == 4:
            x = (float(field["/Rect"][0]) + float(field["/Rect"][2])) / 2
            y = (float(field["/Rect"][1]) + float(field["/Rect"][3])) / 2
            return x > (box[0] + box[2]) / 2 and y > (box[1] + 3 * box[3]) / 4
    return False


def _is_on(page: DictionaryObject, reference: Any) -> bool:
    annotations: list[Any] = _value(page, "/Annots") or []
    return any(getattr(one, "reference", None) == reference.reference for one in list.__iter__(annotations))


def _first_page(root: DictionaryObject) -> tuple[DictionaryObject | None, list[float]]:
    """The first page, and its media box, which may be inherited."""
    node: Any = root["/Pages"]
    box: list[float] = []
    for _depth in range(100):
        box = [float(number) for number in node["/MediaBox"]] if "/MediaBox" in node else box
        if "/Kids" not in node:
            return node, box
        node = node["/Kids"][0]
    return None, []


def claims(reader: PdfFileReader) -> Iterator[str]:
    """What the metadata say that the file is."""
    metadata = _value(reader.root, "/Metadata")
    if not isinstance(metadata, StreamObject):
        return
    found: dict[tuple[str, str], str] = {}
    for match in _CLAIM.finditer(metadata.data[:MOST_METADATA]):
        kind, what, value = (one.decode("ascii") for one in (match.groups()[:3] if match[1] else match.groups()[3:]))
        found.setdefault((kind, what), value)
    for kind in ("a", "ua"):
        if (kind, "part") in found:
            yield f"PDF/{kind.upper()}-{found[kind, 'part']}{found.get((kind, 'conformance'), '').upper()}"


_ACTIONS = {
    "/JavaScript": "javascript", "/Launch": "launch", "/ImportData": "launch", "/SubmitForm": "launch",
    "/GoToR": "launch", "/GoToE": "launch", "/Rendition": "media", "/Movie": "media", "/Sound": "media",
    "/RichMediaExecute": "media", "/SetOCGState": "form", "/Hide": "form",
}  # fmt: skip
_KEYS = {"/JS": "javascript", "/EmbeddedFiles": "embedded-files", "/EF": "embedded-files", "/XFA": "form"}
_QUIET = {"/Link", "/Widget", "/Popup"}


def active(reader: PdfFileReader) -> Iterator[str]:
    """What the file could do, or show over its pages, in order of the alphabet."""
    found: set[str] = set()
    seen: set[Any] = set()
    stack: list[Any] = [reader.root]
    while stack:
        one = stack.pop()
        if isinstance(one, IndirectObject):
            if one.reference in seen:
                continue
            seen.add(one.reference)
            if len(seen) > MOST_OBJECTS:
                raise ValueError("too many objects")
            one = one.get_object()  # type: ignore[no-untyped-call]
        if isinstance(one, DictionaryObject):
            found |= _acts(one)
            stack.extend(one.raw_get(key) for key in one)
        elif isinstance(one, list):
            stack.extend(list.__iter__(one))
    yield from sorted(found)


def _acts(one: DictionaryObject) -> set[str]:
    """What a dictionary says that it does."""
    found = {what for key, what in _KEYS.items() if key in one}
    action, subtype, kind = (_value(one, key) for key in ("/S", "/Subtype", "/FT"))
    if isinstance(action, str) and action in _ACTIONS:
        found.add(_ACTIONS[action])
    if "/Rect" in one and isinstance(subtype, str) and subtype not in _QUIET:
        found.add("annotations")
    if kind is not None and kind != "/Sig":
        found.add("form")
    return found


def _value(one: DictionaryObject, key: str) -> Any:
    """What a dictionary holds, also where it only refers to it; None where there is nothing."""
    return one[key] if key in one else None  # noqa: SIM401 - pyHanko's `get` gives the reference itself
