"""Twenty-nine ways to break a Word file, each planted into a document that kehoach wrote.

What each plants is what peers met in files that Word refuses or repairs: see the table in `tests/test_planted.py`.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable

from kehoach.ooxml.package import pack, unpack

DOCUMENT = "word/document.xml"
CONTENT_TYPES = "[Content_Types].xml"
RELATIONS = "word/_rels/document.xml.rels"
P = "<w:p><w:r><w:t>x</w:t></w:r></w:p>"
TABLE = "<w:tbl><w:tblPr/>%s%s</w:tbl>"
GRID = '<w:tblGrid><w:gridCol w:w="900"/></w:tblGrid>'
ROW = "<w:tr><w:tc>%s</w:tc></w:tr>"
BOOKMARK = '<w:p><w:bookmarkStart w:id="900" w:name="a"/><w:bookmarkEnd w:id="900"/></w:p>'
FIELD = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>%s</w:p>'
SOUND = TABLE % (GRID, ROW % P) + BOOKMARK + FIELD % '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
"""What the snippets below are when nothing is wrong with them."""


def insert(docx: bytes, xml: str) -> bytes:
    """The document with a stretch of XML before everything else."""
    return change(docx, DOCUMENT, "<w:body>", "<w:body>" + xml)


def change(docx: bytes, part: str, old: str, new: str) -> bytes:
    """The document with the first `old` of a part (a regular expression) replaced."""
    parts = unpack(docx)
    text, count = re.subn(old, lambda match: new, parts[part].decode(), count=1)
    assert count == 1, (part, old)
    return pack({**parts, part: text})


def snippet(xml: str) -> Callable[[bytes], bytes]:
    return lambda docx: insert(docx, xml)


def changed(part: str, old: str, new: str) -> Callable[[bytes], bytes]:
    return lambda docx: change(docx, part, old, new)


def without_part(docx: bytes) -> bytes:
    """A part that the content types and the relations name is gone."""
    return pack({name: data for name, data in unpack(docx).items() if name != "word/header1.xml"})


def twice_in_the_zip(docx: bytes) -> bytes:
    buffer = io.BytesIO(docx)
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "a") as package:
        warnings.simplefilter("ignore")
        package.writestr(DOCUMENT, package.read(DOCUMENT))
    return buffer.getvalue()


FAULTS: dict[str, Callable[[bytes], bytes]] = {
    "m01 cell without a paragraph": snippet(TABLE % (GRID, ROW % "")),
    "m02 bare ampersand": snippet(P.replace("x", "a & b")),
    "m03 unknown element": snippet(P.replace("<w:r>", "<w:nonsense/><w:r>")),
    "m04 table without a grid": snippet(TABLE % ("", ROW % P)),
    "m05 paragraph properties behind a run": snippet('<w:p><w:r/><w:pPr><w:jc w:val="left"/></w:pPr></w:p>'),
    "m06 alignment that does not exist": snippet('<w:p><w:pPr><w:jc w:val="middle"/></w:pPr></w:p>'),
    "m07 dangling relation": changed(DOCUMENT, 'r:id="rIdHeader"', 'r:id="rIdNone"'),
    "m08 paragraph in a text": snippet(f"<w:p><w:r><w:t>a{P}</w:t></w:r></w:p>"),
    "m09 paragraph in a run": snippet(f"<w:p><w:r>{P}</w:r></w:p>"),
    "m10 table without rows": snippet(TABLE % (GRID, "")),
    "m11 cell that ends with a table": snippet(TABLE % (GRID, ROW % (P + TABLE % (GRID, ROW % P)))),
    "m12 control character": snippet(P.replace("x", "a\x0bb")),
    "m13 run properties out of order": snippet("<w:p><w:r><w:rPr><w:i/><w:b/></w:rPr></w:r></w:p>"),
    "m14 half a half point": snippet('<w:p><w:r><w:rPr><w:sz w:val="26.5"/></w:rPr></w:r></w:p>'),
    "m15 style that does not exist": snippet('<w:p><w:pPr><w:pStyle w:val="Nowhere"/></w:pPr></w:p>'),
    "m16 list that does not exist": snippet(
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr></w:pPr></w:p>'
    ),
    "m17 part without a content type": changed(CONTENT_TYPES, '<Override PartName="/word/header1.xml"[^>]*>', ""),
    "m18 missing part": without_part,
    "m19 content control without content": snippet("<w:sdt><w:sdtPr/></w:sdt>"),
    "m20 bookmark twice": snippet(BOOKMARK * 2),
    "m21 more cells than the grid": snippet(TABLE % (GRID, f"<w:tr><w:tc>{P}</w:tc><w:tc>{P}</w:tc></w:tr>")),
    "m22 merge that does not exist": snippet(TABLE % (GRID, ROW % ('<w:tcPr><w:vMerge w:val="begin"/></w:tcPr>' + P))),
    "m23 field not closed": snippet(FIELD % ""),
    "m24 two bodies": changed(DOCUMENT, "</w:body>", f"</w:body><w:body>{P}</w:body>"),
    "m25 paragraph behind the last section": changed(DOCUMENT, "</w:sectPr></w:body>", f"</w:sectPr>{P}</w:body>"),
    "m26 tag left over": snippet(P.replace("x", "{{ name }}")),
    "m27 document type": changed(DOCUMENT, "<w:document ", '<!DOCTYPE x [<!ENTITY a "b">]><w:document '),
    "m28 truncated file": lambda docx: docx[: len(docx) * 2 // 3],
    "m29 entry twice in the zip": twice_in_the_zip,
}
