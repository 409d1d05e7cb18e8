"""A paper as Typst source: what the packaged Word templates print, in the same order, in the same forms.

Everything that a plan says is a string literal (`typeset.code`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kehoach.documents.chart import Chart
from kehoach.documents.paper import (
    Block,
    Contents,
    Inline,
    Paper,
    Paragraph,
    Part,
    PartKind,
    Role,
    Styled,
    Table,
    plain,
)
from kehoach.frozen import attribute, frozen, mutable
from kehoach.paragraph_forms import FORMS
from kehoach.typeset.charts import chart_code
from kehoach.typeset.code import literal, points, truth
from kehoach.typeset.field_places import FieldLinks, top_right
from kehoach.typeset.frames import copy_code, letterhead_code, rule, signature_code
from kehoach.typeset.inline import InlineWriter, TracedLine
from kehoach.typeset.lists import is_plain_item, lists
from kehoach.typeset.preamble import preamble
from kehoach.typeset.tables import table_code

_FORM_OF = {
    Role.SECTION: "Heading1",
    Role.CLAUSE: "Heading2",
    Role.POINT: "Heading3",
    Role.ITEM: "MucLietKe",
    Role.TEXT: "NoiDung",
    Role.ARTICLE: "Dieu",
    Role.PART_LABEL: "Phan",
    Role.PART_TITLE: "TenPhan",
    Role.NOTE: "GhiChu",
    Role.END: "KetThuc",
}
"""The style that the packaged templates give to each role."""
_HEADINGS = (Role.PART_LABEL, Role.SECTION, Role.CLAUSE, Role.POINT)


@frozen
class TypstSource:
    """The source of a paper, and its pictures by the names that it reads them by."""

    text: str
    files: Mapping[str, bytes]


def source(
    paper: Paper,
    *,
    draft_below_title: bool = False,
    trace: list[TracedLine] | None = None,
    links: FieldLinks | None = None,
) -> TypstSource:
    """The source of a paper.

    `draft_below_title` is what the template of extracts has, and no other: the mark DỰ THẢO there too.
    With a `trace`, an empty list, the words are links that lead to it, and the lines are put there.
    With `links` there are empty places for digital signatures; at the top of an electronic copy in place of the text
    that its signature will show.
    """
    writer = _Writer(paper, draft_below_title, InlineWriter(trace=trace), links)
    body = "\n".join(writer.parts())
    about = paper.properties
    properties = (
        f"title: {literal(about.title)}, author: {literal(about.author)}, description: {literal(about.subject)}"
    )
    return TypstSource(f"{preamble()}\n#set document({properties})\n{body}\n", writer.inline.files)


def chart_source(chart: Chart) -> TypstSource:
    """The source of a chart alone, on a page of its size."""
    page = f"page(width: auto, height: auto, margin: 2mm, {chart_code(chart)})"
    return TypstSource(f"{preamble()}\n#set document(title: {literal(chart.title)})\n#{page}\n", {})


@mutable
class _Writer:
    paper: Paper
    draft_below_title: bool
    inline: InlineWriter
    links: FieldLinks | None = None
    _levels: list[int] = attribute(factory=list)
    """The levels of the headings that the next one may be below."""

    def parts(self) -> Iterator[str]:
        for part in self.paper.parts:
            yield f"#sheet({truth(part.landscape)}, {{"
            yield from self._part(part)
            yield "})"

    def _part(self, part: Part) -> Iterator[str]:
        code = self.inline.code
        if part.copy_mark:
            yield top_right(self.links, plain(part.copy_mark)) if self.links else f"KySo({code(part.copy_mark)})"
        if part.letterhead:
            self.inline.origin = part.origin("letterhead")
            yield letterhead_code(part.letterhead, self.paper.draft, self.inline)
        yield from self._title(part)
        self.inline.origin = ()
        if self.draft_below_title and self.paper.draft:
            yield f"DuThao({self.inline.text(self.paper.draft)})"
        if part.competence:
            yield f"ThamQuyen({self.inline.text(part.competence)})"
        yield from self._addressees(part)
        for number, line in enumerate(part.bases):
            self.inline.origin = part.origin("bases", number)
            yield f"CanCu({code(line)})"
        self.inline.origin = part.origin("opening")
        if part.resolves:
            yield f"ThamQuyen({self.inline.text(part.resolves)})"
        for line in part.opening:
            yield f"NoiDung({code(line)})"
        yield from self._blocks(part.blocks)
        if part.signature and part.frame:
            yield copy_code(part, part.signature, part.frame, self.inline, self.links)
        elif part.signature:  # an electronic copy is signed at its top
            yield signature_code(part, part.signature, self.inline, None if part.copy_mark else self.links)

    def _title(self, part: Part) -> Iterator[str]:
        title = part.title
        self.inline.origin = part.origin("title")
        subject = self.inline.lines(title.subject)
        self.inline.origin = part.origin("type")
        name = f"{_anchor(title.entry)}{self.inline.text(title.type_name)}"
        if part.kind is PartKind.APPENDIX:
            level = self._level(1) if title.type_name else 0  # no PDF/UA-1 with an empty heading
            yield f"PhuLuc(level: {level}, {name})"
            yield f"TenPhuLuc({subject})"
        else:
            if not part.letterhead and not part.copy_mark:  # at the top of a page a gap is dropped by itself
                yield f"v({points(FORMS['TenLoai'].before)})"
            yield f"TenLoai({name})"
            yield f"TrichYeu({subject})"
        if title.link:
            self.inline.origin = part.origin("link")
            yield f"KemTheo({self.inline.code(title.link)})"
        yield rule(title.rule)

    def _addressees(self, part: Part) -> Iterator[str]:
        lines = part.addressees
        if len(lines) == 1:
            self.inline.origin = part.origin("addressees", 0)
            yield f"KinhGui(align: center, side: 0mm, {self.inline.code(('Kính gửi: ', *lines[0]))})"
        elif lines:
            yield 'KinhGui("Kính gửi:")'
            for number, line in enumerate(lines):
                self.inline.origin = part.origin("addressees", number)
                yield f"NoiGui({self.inline.code(line)})"

    def _blocks(self, blocks: Sequence[Block]) -> Iterator[str]:
        at = 0
        while at < len(blocks):
            block = blocks[at]
            at += 1
            if isinstance(block, Table):
                follows = blocks[at] if at < len(blocks) else None
                is_end = isinstance(follows, Paragraph) and follows.role is Role.END
                at += is_end
                yield table_code(block, self.inline, self._paragraph(follows) if is_end else "")  # type: ignore[arg-type]
            elif isinstance(block, Chart):
                yield chart_code(block)
            elif isinstance(block, Contents):
                yield from self._contents(block)
            elif is_plain_item(block):
                first = at - 1
                while at < len(blocks) and is_plain_item(blocks[at]):
                    at += 1
                yield from lists(blocks[first:at], self.inline)  # type: ignore[arg-type]
            else:
                if block.new_page:
                    yield f"pagebreak(); v({points(FORMS[_FORM_OF[block.role]].before)})"  # as after any break by hand
                yield self._paragraph(block)

    def _paragraph(self, block: Paragraph) -> str:
        self.inline.origin = block.origin
        text: Inline = block.text
        if block.mark and block.mark.label:
            text = (f"{block.mark.label} ", *text)
        if block.label and block.role is Role.ARTICLE:
            text = (Styled(block.label, bold=True), " ", *text)
        more = "keep: true, " if block.keep_next else ""
        more += f"align: {block.align}, indent: 0mm, " if block.align else ""
        more += "below: gap-below, " if block.gap_below else ""
        if block.level and block.role in _HEADINGS:
            more += f"level: {self._level(block.level)}, "
        return f"{_FORM_OF[block.role]}({more}{_anchor(block.entry)}{self.inline.code(text)})"

    def _level(self, level: int) -> int:
        """The level of a heading in the PDF: none is left out below the one above (PDF/UA-1, ISO 14289-1, 7.4.2)."""
        while self._levels and self._levels[-1] >= level:
            self._levels.pop()
        self._levels.append(level)
        return len(self._levels)

    def _contents(self, contents: Contents) -> Iterator[str]:
        yield "pagebreak()"
        yield f"ContentsHeading({self.inline.text(contents.heading)})"
        for entry in contents.entries:
            self.inline.origin = entry.origin
            target = f"<{_label(entry.number)}>"
            yield f"ContentsEntry({entry.level}, {target}, {truth(entry.paged)}, {self.inline.text(entry.text)})"


def _label(entry: int) -> str:
    return f"entry-{entry}"


def _anchor(entry: int) -> str:
    """What an entry of the table of contents leads to, in front of its text."""
    return f"[#metadata(none)<{_label(entry)}>] + " if entry else ""
