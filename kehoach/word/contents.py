"""A table of contents as Word's own field, with its result filled in but for the numbers of pages.

Each heading has a bookmark, to which its entry leads, and a TC field with the text of the entry: when Word makes the
table anew, it comes out the same from whatever template, labels and titles of appendices included. The field is dirty,
so Word makes it anew on opening. The numbers are fields in it (PAGEREF) without a result: only who lays out pages knows
it, and a number guessed here would be printed as true.
"""

from __future__ import annotations

from collections.abc import Container
from functools import lru_cache

from kehoach.documents.paper import Contents, Entry
from kehoach.nghi_dinh_30 import MARGINS
from kehoach.ooxml.names import escape, twentieths, twips
from kehoach.paragraph_forms import CONTENTS_GAPS, CONTENTS_STEP
from kehoach.patterns import regex

_NAMES = ("toc heading", "toc 1", "toc 2", "toc 3")
"""The names that Word gives to the styles of a table of contents; its heading first."""
_STYLE = regex(rb'w:styleId="([^"]*)"')
_NAME = regex(rb'<w:name w:val="([^"]*)"')
_UNKNOWN = '<w:r><w:t xml:space="preserve">\u00a0</w:t></w:r>'
"""The number of a page until somebody lays out pages: a blank. LibreOffice makes no field of one without a result."""
_FIRST_MARK = 500_000
"""The number of the first bookmark of an entry; footnotes and templates use lower ones."""


def contents_field(contents: Contents, styles: bytes, placed: Container[int]) -> bytes:
    """The paragraphs of a table of contents. `styles` is the part of the template's styles.

    Of the entries that are not in `placed`, since the template does not print their heading, only the text is there.
    """
    heading, *levels = style_names(styles)
    lines = [_entry(entry, levels[entry.level - 1], entry.number in placed) for entry in contents.entries]
    code = _field_code(' TOC \\f C \\l "1-3" \\h \\z ')
    begin = f'<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>{code}{_field("separate")}'
    title = f"<w:p>{_styled(heading, '<w:pageBreakBefore/>')}<w:r><w:t>{escape(contents.heading)}</w:t></w:r></w:p>"
    if not lines:
        return title.encode()
    lines[0] = lines[0].replace("</w:pPr>", f"</w:pPr>{begin}", 1)
    lines[-1] = lines[-1].removesuffix("</w:p>") + _field("end") + "</w:p>"
    return "".join((title, *lines)).encode()


def bookmark_start(number: int) -> bytes:
    """The begin of the bookmark of the entry with that number."""
    return f'<w:bookmarkStart w:id="{_FIRST_MARK + number}" w:name="{_bookmark(number)}"/>'.encode()


def bookmark_end(entry: Entry) -> bytes:
    """The end of the bookmark of an entry, and what Word makes the entry of."""
    text = entry.text.replace("\\", "\\\\").replace('"', '\\"')
    code = _field_code(f' TC "{text}" \\f C \\l "{entry.level}" ' + ("" if entry.paged else "\\n "))
    field = _field("begin") + code + _field("end")
    return f'<w:bookmarkEnd w:id="{_FIRST_MARK + entry.number}"/>{field}'.encode()


def style_names(styles: bytes) -> list[str]:
    """What the styles of a table of contents are called in the file: in a translated Word `Mucluc1`."""
    known = _known(styles)
    return [known.get(name, name.title().replace(" ", "").replace("Toc", "TOC")) for name in _NAMES]


@lru_cache(8)
def with_contents_styles(styles: bytes) -> bytes:
    """The part of the styles with those of a table of contents that it lacks."""
    known = _known(styles)
    made = (
        _style(name, identity, level)
        for level, (name, identity) in enumerate(zip(_NAMES, style_names(styles), strict=True))
        if name not in known
    )
    return styles.replace(b"</w:styles>", "".join(made).encode() + b"</w:styles>")


@lru_cache(8)
def _known(styles: bytes) -> dict[str, str]:
    found = {}
    for style in styles.split(b"<w:style ")[1:]:
        identity, name = _STYLE.search(style), _NAME.search(style)
        if identity and name and name[1].decode().lower() in _NAMES:
            found[name[1].decode().lower()] = identity[1].decode()
    return found


def _style(name: str, identity: str, level: int) -> str:
    below_heading, above_entry = map(twentieths, CONTENTS_GAPS)
    if level:
        width = twips(MARGINS.text_width)  # no indent at the right: LibreOffice prints no number in it
        form = (
            f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{width}"/></w:tabs>'
            f'<w:spacing w:before="{above_entry}" w:after="0"/>'
            f'<w:ind w:left="{twips((level - 1) * CONTENTS_STEP)}"/>'
        )
        return (
            f'<w:style w:type="paragraph" w:styleId="{identity}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
            f'<w:next w:val="Normal"/><w:uiPriority w:val="39"/><w:pPr>{form}</w:pPr></w:style>'
        )
    form = f'<w:keepNext/><w:spacing w:before="0" w:after="{below_heading}"/><w:jc w:val="center"/>'
    return (
        f'<w:style w:type="paragraph" w:styleId="{identity}"><w:name w:val="TOC Heading"/><w:basedOn w:val="Normal"/>'
        f'<w:next w:val="Normal"/><w:uiPriority w:val="39"/><w:pPr>{form}</w:pPr><w:rPr><w:b/></w:rPr></w:style>'
    )


def _entry(entry: Entry, style: str, placed: bool) -> str:
    text = f'<w:r><w:t xml:space="preserve">{escape(entry.text)}</w:t></w:r>'
    if placed:
        name = _bookmark(entry.number)
        page = _field("begin") + _field_code(f" PAGEREF {name} \\h ") + _field("separate") + _UNKNOWN + _field("end")
        page = f"<w:r><w:tab/></w:r>{page}" if entry.paged else ""
        text = f'<w:hyperlink w:anchor="{name}" w:history="1">{text}{page}</w:hyperlink>'
    return f"<w:p>{_styled(style)}{text}</w:p>"


def _bookmark(number: int) -> str:
    return f"_Toc{_FIRST_MARK + number:09}"


def _styled(style: str, more: str = "") -> str:
    return f'<w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>'


def _field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _field_code(code: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{escape(code)}</w:instrText></w:r>'
