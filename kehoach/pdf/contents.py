"""Tables of contents for LibreOffice, which prints them as they are in the file and computes no page in them.

It does compute the fields of page numbers (PAGEREF) outside of a table of contents. So it is given the entries as
plain paragraphs: the same lines and links, without the field around them.
"""

from __future__ import annotations

import io
import re
import zipfile

_DOCUMENT = "word/document.xml"
_BEGIN = re.compile(
    rb'<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
    rb'<w:r><w:instrText xml:space="preserve"> TOC [^<]*</w:instrText></w:r>'
    rb'<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_END = re.compile(rb'(?<=</w:hyperlink>)<w:r><w:fldChar w:fldCharType="end"/></w:r>(?=</w:p>)')


def with_computed_pages(docx: bytes) -> bytes:
    """The Word file with the numbers of pages in its table of contents to be computed; the same where it has none."""
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as package:
            body = package.read(_DOCUMENT)
            begin = _BEGIN.search(body)
            end = _END.search(body, begin.end()) if begin else None
            if begin is None or end is None:
                return docx
            changed = body[: begin.start()] + body[begin.end() : end.start()] + body[end.end() :]
            made = io.BytesIO()
            with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as copy:
                for info in package.infolist():
                    copy.writestr(info, changed if info.filename == _DOCUMENT else package.read(info))
            return made.getvalue()
    except (zipfile.BadZipFile, KeyError):
        return docx
