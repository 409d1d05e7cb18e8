"""Small Word files of raw parts, and what was read of one as lines that a person can compare."""

from __future__ import annotations

from kehoach.ooxml.names import R, W
from kehoach.ooxml.package import pack
from kehoach.readers.document import PageBreak, ReadDocument, ReadTable, TextLine

_NAMES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_ROOTS = {"header": "hdr", "footer": "ftr"}


def docx(body: str, **parts: str) -> bytes:
    """A Word file with this body. Further parts by their kind: `styles="<w:style .../>"`, `footnotes=...`."""
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS.format(
            f'<Relationship Id="a" Type="{R}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/document.xml": f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _RELATIONS.format(
            "".join(f'<Relationship Id="{kind}" Type="{R}/{kind}" Target="{kind}.xml"/>' for kind in parts)
        ),
    }
    for kind, content in parts.items():
        root = f"w:{_ROOTS.get(kind, kind)}"
        made[f"word/{kind}.xml"] = f"<{root} {_NAMES}>{content}</{root}>" if kind != "theme" else content
    return pack(made)


def p(text: str = "", properties: str = "") -> str:
    """A paragraph of one run, or of the runs that `text` already is."""
    runs = text if text.startswith("<") or not text else r(text)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def shown(document: ReadDocument) -> list[str]:
    """What was read: labels before the text, bold between stars, italic between slashes, cells between bars."""
    made: list[str] = []
    for block in document.blocks:
        if isinstance(block, TextLine):
            made.append(line(block))
        elif isinstance(block, PageBreak):
            made.append("=== landscape" if block.landscape else "===")
        elif isinstance(block, ReadTable):
            for row in block.rows:
                cells = ("<" if cell is None else " / ".join(map(line, cell.lines)) for cell in row)
                made.append("| " + " | ".join(cells) + " |")
    return made


def line(one: TextLine) -> str:
    """A line as it is shown, `>` after one that a break ends."""
    text = ""
    for run in one.runs:
        form = "*" * run.bold + "/" * run.italic
        text += f"[^{run.note}]" if run.note else f"{form}{run.text}{form[::-1]}"
    return " ".join(filter(None, (f"<{one.label}>" if one.label else "", text))) + (">" if one.end == "break" else "")
