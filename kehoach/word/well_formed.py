"""Whether a printed part is XML at all."""

from __future__ import annotations

from xml.parsers import expat

from kehoach.ooxml.package import LONG
from kehoach.patterns import regex

_WITHOUT_CONTROLS = bytes(32 if code < 32 and code not in b"\t\n\r" else code for code in range(256))
_NO_CHARACTER = regex(rb"\xef\xbf[\xbe\xbf]")


def check_well_formed(part: bytes, *, proven: bool) -> None:
    """Raise expat.ExpatError when a printed part is not well formed.

    `proven` says that its template shows it: loops and conditions keep to their elements, and every value is escaped.
    Then only characters that XML lacks can break it; and in a long part, as the package calls it, only these are
    looked for: parsing it would take half as long as all the rest.
    """
    if proven and len(part) > LONG:
        if part.translate(_WITHOUT_CONTROLS) != part or (b"\xef" in part and _NO_CHARACTER.search(part)):
            raise expat.ExpatError("a character that XML does not have")
        return
    expat.ParserCreate().Parse(part, True)
