"""Signs of fonts that have pictures in the places of letters, and letters of fonts from before Unicode."""

from __future__ import annotations

import re

from kehoach.readers.legacy_words import from_tcvn3, from_vni
from kehoach.vietnamese import letters

_PRIVATE = range(0xF000, 0xF100)
_PRIVATE_SIGN = re.compile("[\uf000-\uf0ff]")
_WINGDINGS = {
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒", 0x73: "⬧", 0x74: "⧫", 0x75: "◆",
    0x76: "❖", 0x77: "⬥", 0x78: "☒", 0x9E: "·", 0x9F: "•", 0xA1: "○", 0xA4: "◉", 0xA7: "▪", 0xA8: "◻", 0xD8: "➢",
    0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xEF: "⇦", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒",
    0xFE: "☑", 0x28: "☎", 0x2A: "✉", 0x46: "☞", 0x4A: "☺", 0xAB: "★", 0xB2: "✧",
}  # fmt: skip
_SYMBOL = dict(
    zip(
        (*range(0x41, 0x5B), *range(0x61, 0x7B)),
        "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖαβχδεφγηιϕκλμνοπθρστυϖωξψζ",
        strict=True,
    )
) | {
    0xB7: "•", 0xB0: "°", 0xB1: "±", 0xA3: "≤", 0xB3: "≥", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xA5: "∞",
    0xAE: "→", 0xAC: "←", 0xAD: "↑", 0xAF: "↓", 0xDE: "⇒", 0xDB: "⇔", 0xD6: "√", 0xE5: "∑", 0xA8: "♦", 0x2D: "−",
    0x2A: "∗", 0xD7: "⋅",
}  # fmt: skip
UNKNOWN = "□"
"""What is printed for a picture that has no sign of its own here."""
_OF_UNICODE = frozenset(letter for letter in letters() if letter > "\u00ff")
_OF_EITHER = frozenset(letter for letter in letters() if letter <= "\u00ff")
_OLD_SIGNS = frozenset(map(chr, range(0xA1, 0x100))) - _OF_EITHER - frozenset("«»°±·×")


def sign(code: int, font: str) -> str:
    """The sign with that number in a font; `UNKNOWN` for a picture without one."""
    name = font.lower()
    if code in _PRIVATE:
        code -= _PRIVATE.start
    elif not name.startswith(("wingdings", "webdings", "symbol")):
        return chr(code) if 0x20 <= code < 0x110000 and not 0xD800 <= code < 0xE000 else UNKNOWN
    if name.startswith("wingdings 2"):
        return {0x50: "✓", 0x52: "☑", 0x54: "☒", 0x97: "●", 0xA3: "□"}.get(code, UNKNOWN)
    if name.startswith("wingdings 3"):
        return {0x7D: "▶", 0x22: "→"}.get(code, UNKNOWN)
    if name.startswith(("wingdings", "webdings")):
        return _WINGDINGS.get(code, UNKNOWN) if code != 0x20 else " "
    found = _SYMBOL.get(code) or (_WINGDINGS.get(code) if not name.startswith("symbol") else None)
    return found or (chr(code) if 0x20 <= code < 0x7F else UNKNOWN)


def unicode_text(text: str, font: str) -> str:
    """A text in which pictures of a font are signs. Most texts have none and are returned as they are."""
    if font[:4].lower() in ("wing", "webd", "symb"):
        return "".join(sign(ord(one), font) if ord(one) in _PRIVATE or ord(one) < 0x100 else one for one in text)
    return _PRIVATE_SIGN.sub(lambda one: sign(ord(one.group()), font), text)


def legacy_encoding(font: str) -> str:
    """The encoding of a font from before Unicode: "TCVN3", in capitals "TCVN3H", "VNI"; "" for other fonts."""
    beginning = font[:3].lower()
    if beginning == ".vn":
        return "TCVN3H" if font[-1] in "Hh" else "TCVN3"
    return "VNI" if beginning == "vni" else ""


def is_unicode(text: str) -> bool | None:
    """Whether a text in a font from before Unicode is in Unicode all the same; None where its letters do not say."""
    if any(letter in _OF_UNICODE for letter in text):
        return True
    return False if any(letter in _OLD_SIGNS for letter in text) else None


def decoded(text: str, encoding: str) -> str:
    """A text of an encoding from before Unicode, in Unicode."""
    if encoding == "VNI":
        return from_vni(text)
    text = from_tcvn3(text)
    return text.upper() if encoding == "TCVN3H" else text
