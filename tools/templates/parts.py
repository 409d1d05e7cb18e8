"""The small parts of the packaged templates: paragraphs, tags, header, footnotes, settings, fonts, relations."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

from kehoach.nghi_dinh_30 import FONT
from kehoach.ooxml.names import XML_DECLARATION, R, W

_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def paragraph(style: str, *runs: str, properties: str = "") -> str:
    """A paragraph. Each run is its text; a run that begins with `<` is XML."""
    content = "".join(part if part.startswith("<") else run(part) for part in runs)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inner}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def tag(code: str) -> str:
    """A paragraph that holds one tag of the dialect and vanishes with it."""
    return f'<w:p><w:pPr><w:pStyle w:val="CuoiPhan"/></w:pPr>{run("{%p " + code + " %}")}</w:p>'


def loop(header: str, *content: str) -> str:
    """What is printed for each of several values."""
    return tag(f"for {header}") + "".join(content) + tag("endfor")


def when(condition: str, *content: str) -> str:
    """What is printed only under a condition."""
    return tag(f"if {condition}") + "".join(content) + tag("endif")


def choose(variable: str, branches: Iterable[tuple[str, str]]) -> str:
    """For each value of a variable what is printed."""
    xml = ""
    for index, (value, content) in enumerate(branches):
        xml += tag(f'{"elif" if index else "if"} {variable} == "{value}"') + content
    return xml + tag("endif")


def header() -> str:
    """The header: the page number, centred in the top margin."""
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    return XML_DECLARATION + f'<w:hdr xmlns:w="{W}" xmlns:r="{R}">{paragraph("SoTrang", field)}</w:hdr>'


def footnotes() -> str:
    """The footnotes part with its two separators; notes are added when a document has some."""

    def separator(identity: int, kind: str, element: str) -> str:
        return (
            f'<w:footnote w:type="{kind}" w:id="{identity}"><w:p><w:pPr><w:spacing w:after="0" w:line="240" '
            f'w:lineRule="auto"/></w:pPr><w:r><w:{element}/></w:r></w:p></w:footnote>'
        )

    return (
        XML_DECLARATION
        + f'<w:footnotes xmlns:w="{W}" xmlns:r="{R}">'
        + separator(-1, "separator", "separator")
        + separator(0, "continuationSeparator", "continuationSeparator")
        + "</w:footnotes>"
    )


def settings() -> str:
    """Settings: the footnote separators, Vietnamese signs, the compatibility of Word 2013 and later."""
    return (
        XML_DECLARATION
        + f'<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        + '<w:characterSpacingControl w:val="doNotCompress"/>'
        + '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        + '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        + 'w:val="15"/></w:compat><w:themeFontLang w:val="vi-VN"/><w:decimalSymbol w:val=","/>'
        + '<w:listSeparator w:val=";"/></w:settings>'
    )


def font_table() -> str:
    """The one font."""
    return (
        XML_DECLARATION
        + f'<w:fonts xmlns:w="{W}"><w:font w:name="{FONT}"><w:panose1 w:val="02020603050405020304"/>'
        + '<w:charset w:val="A3"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>'
    )


def app_properties() -> str:
    """The program that made the file."""
    return (
        XML_DECLARATION
        + f'<Properties xmlns="{_RELATIONS.removesuffix("/relationships")}/extended-properties">'
        + "<Application>kehoach</Application></Properties>"
    )


def core_properties() -> str:
    """What the template says about itself; a document gets its own."""
    return (
        XML_DECLARATION
        + '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        + 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        + 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>Mẫu kế hoạch</dc:title>'
        + "<dc:language>vi-VN</dc:language></cp:coreProperties>"
    )


_OVERRIDES = {
    "/word/document.xml": f"{_TYPES}.document.main+xml",
    "/word/styles.xml": f"{_TYPES}.styles+xml",
    "/word/numbering.xml": f"{_TYPES}.numbering+xml",
    "/word/settings.xml": f"{_TYPES}.settings+xml",
    "/word/fontTable.xml": f"{_TYPES}.fontTable+xml",
    "/word/header1.xml": f"{_TYPES}.header+xml",
    "/word/footnotes.xml": f"{_TYPES}.footnotes+xml",
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
}


def content_types() -> str:
    """What each part is."""
    overrides = "".join(f'<Override PartName="{k}" ContentType="{v}"/>' for k, v in _OVERRIDES.items())
    return (
        XML_DECLARATION
        + f'<Types xmlns="{_PACKAGE}/content-types">'
        + '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(rows: Iterable[tuple[str, str, str]]) -> str:
    inner = "".join(f'<Relationship Id="{i}" Type="{t}" Target="{target}"/>' for i, t, target in rows)
    return XML_DECLARATION + f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def package_relations() -> str:
    """What the package holds."""
    return _relations(
        [
            ("rId1", f"{_RELATIONS}/officeDocument", "word/document.xml"),
            ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ("rId3", f"{_RELATIONS}/extended-properties", "docProps/app.xml"),
        ]
    )


def document_relations() -> str:
    """What the document refers to."""
    return _relations(
        [
            ("rIdStyles", f"{_RELATIONS}/styles", "styles.xml"),
            ("rIdNumbering", f"{_RELATIONS}/numbering", "numbering.xml"),
            ("rIdSettings", f"{_RELATIONS}/settings", "settings.xml"),
            ("rIdFonts", f"{_RELATIONS}/fontTable", "fontTable.xml"),
            ("rIdHeader", f"{_RELATIONS}/header", "header1.xml"),
            ("rIdFootnotes", f"{_RELATIONS}/footnotes", "footnotes.xml"),
        ]
    )
