"""Names and measures of WordprocessingML."""

from __future__ import annotations

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML = "http://www.w3.org/XML/1998/namespace"
XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
LIST_NAME = "KeHoach"
"""The name of the multi-level list in `numbering.xml`, by which the writer finds it after edits in Word."""
_ENTITIES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&#34;"), ("'", "&#39;"))
"""As markupsafe writes them; the first one first."""


def w(name: str) -> str:
    """The qualified name of an element or attribute of WordprocessingML."""
    return f"{{{W}}}{name}"


def twips(millimetres: float) -> int:
    """Twentieths of a point."""
    return round(millimetres / 25.4 * 1440)


def half_points(points: float) -> int:
    """Half points, the unit of `w:sz`."""
    return round(points * 2)


def twentieths(points: float) -> int:
    """Twentieths of a point, the unit of spacing."""
    return round(points * 20)


def eighths(points: float) -> int:
    """Eighths of a point, the unit of the weight of borders."""
    return round(points * 8)


def escape(text: str) -> str:
    """A text as the content of an element. (The standard library's brings its client for the web along.)"""
    return text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")


def escaped(text: str) -> str:
    """A text as the content of an element or the value of an attribute; as Jinja prints it."""
    for sign, entity in _ENTITIES:
        if sign in text:
            text = text.replace(sign, entity)
    return text


def quoteattr(text: str) -> str:
    """A text as the value of an attribute, with its quotes."""
    text = escape(text).replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")
    if '"' not in text:
        return f'"{text}"'
    return f"'{text}'" if "'" not in text else '"{}"'.format(text.replace('"', "&quot;"))
