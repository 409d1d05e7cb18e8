"""Findings on a Word file as comments of Word, in a copy of it."""

from __future__ import annotations

import io
from collections.abc import Iterable

from docx import Document
from docx.document import Document as DocumentFile
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from kehoach.ooxml.package import pack, unpack
from kehoach.source import Span

AUTHOR, INITIALS = "kehoach", "KH"
_STYLES = {"CommentText", "CommentReference"}


def with_comments(docx: bytes, remarks: Iterable[tuple[Span, str]]) -> bytes:
    """A copy of a Word file with each remark at its paragraph.

    Word allows comments in the document itself only: what is found in a header, a footnote or the properties is at
    the first paragraph and says where it belongs.
    """
    document = Document(io.BytesIO(docx))
    main = str(document.part.partname).lstrip("/")
    paragraphs = [Paragraph(p, document.part) for p in document.element.body.iter(qn("w:p"))]
    for span, text in remarks:
        here = span.source.part == main and span.source.text
        paragraph = paragraphs[span.line - 1 if here else 0]
        runs = [Run(r, paragraph) for r in paragraph._p.findall(qn("w:r"))] or [paragraph.add_run()]
        place = "" if here else f"{span.source.part}: "
        comment = document.add_comment([runs[0], runs[-1]], f"{place}{text}", author=AUTHOR, initials=INITIALS)
        comment._comment_elm.attrib.pop(qn("w:date"), None)  # the same findings give the same bytes on any day
    _drop_styles(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return pack(unpack(buffer.getvalue()))


def _drop_styles(document: DocumentFile) -> None:
    """Take out the styles that python-docx gives to comments, where the file does not define them."""
    known = {style.style_id for style in document.styles}
    for root in (document.element, document.part._comments_part.element):
        for used in list(root.iter(qn("w:pStyle"), qn("w:rStyle"))):
            if used.get(qn("w:val")) in _STYLES - known:
                used.getparent().remove(used)
