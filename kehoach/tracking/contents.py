"""Tables of contents of two files: what Word makes of the headings is no change of its own.

The file with tracked changes has the new table, not marked line by line: Word makes it anew from the headings that are
there, whether their changes are accepted or rejected.
"""

from __future__ import annotations

import copy
from typing import Any

from kehoach.ooxml.elements import PPR, P, R
from kehoach.ooxml.names import w

_LINK = w("hyperlink")
_CODE, _FIELD = w("instrText"), w("fldChar")


def align_contents(old: Any, new: Any) -> None:
    """Make the table of contents of the old body that of the new one; where only one has any, a plain text of it."""
    before, after = lines_of(old), lines_of(new)
    if before and after:
        for line in after:
            before[0].addprevious(copy.deepcopy(line))
        for line in before:
            line.getparent().remove(line)
        return
    for line in before:
        _without_fields(line)
    for line in after:
        _without_links(line)


def lines_of(body: Any) -> list[Any]:
    """The paragraphs over which the field of a table of contents goes; none without a whole one."""
    lines: list[Any] = []
    depth = 0
    for paragraph in body.findall(P):
        is_first = any((code.text or "").split()[:1] == ["TOC"] for code in paragraph.iter(_CODE))
        if not lines and not is_first:
            continue
        lines.append(paragraph)
        kinds = [mark.get(w("fldCharType")) for mark in paragraph.iter(_FIELD)]
        depth += kinds.count("begin") - kinds.count("end")
        if depth <= 0:
            return lines
    return []


def _without_links(paragraph: Any) -> None:
    """The lines without links around them, which cannot be marked as inserted."""
    for link in paragraph.findall(_LINK):
        for child in list(link):
            link.addprevious(child)
        paragraph.remove(link)


def _without_fields(paragraph: Any) -> None:
    """The text alone: a deleted field cannot be read by LibreOffice."""
    _without_links(paragraph)
    for child in list(paragraph):
        if child.tag != PPR and next(child.iter(_CODE, _FIELD), None) is not None and child.tag == R:
            paragraph.remove(child)
