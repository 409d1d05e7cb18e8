"""A Word file as a template: its parts as paragraphs, tags, frames, pages, and what is outside of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from lxml import etree

from kehoach.diagnostics import EnvironmentFailure, UnreadableFile, _
from kehoach.documents.paper import Paper
from kehoach.frozen import frozen
from kehoach.ooxml.accepted import hiding_styles, leftovers
from kehoach.ooxml.elements import TBL, TC, TR, P, R, T, ancestor
from kehoach.ooxml.guard import opened
from kehoach.ooxml.names import R as RELATION
from kehoach.ooxml.names import w
from kehoach.source import Source, Span
from kehoach.templates.cuts import Cuts
from kehoach.templates.names import names_of
from kehoach.templates.tags import COMMON, LEVEL, WORDS, read_tag
from kehoach.templates.template import ExternalLink, Item, TableFrame, Tag, Template, TemplatePage, TemplatePart
from kehoach.word.received import made_ready
from kehoach.word.restored import numbers_by_itself
from kehoach.word.runs import NOTE_STYLES
from kehoach.word.sandbox import FILTERS

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_MAIN, _NOTES = "document.main", "footnotes"
_RUN = (_MAIN, "header", "footer", _NOTES)
"""The parts whose tags are run, in the order they are looked at."""
_NOT_RUN = ("endnotes", "comments")
_OPENING = re.compile(r"\{[{%#]")
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
_MOST_TAGS = 10_000
"""A hundred times as many as a template for everything has."""
_BESIDE = 2000
"""Characters of a paragraph that are looked at for text beside a tag."""
_HALF = re.compile(r"\{\s*[{%#]|[}%#]\s*\}|\{\s*[A-Za-z_][\w.]*\s*\}")
"""What is left of a tag that was not closed, or was typed with one brace or with a blank between two."""
_FIELDS = re.compile(r"\b(INCLUDEPICTURE|INCLUDETEXT|DDEAUTO|DDE|LINK)\b\s*(.*)")


def read_template(docx: bytes, path: Path, sample: Paper) -> Template:
    """A Word file as a template for papers like `sample`. Raises UnreadableFile for what is no Word file."""
    saved = _parts(docx, path)
    parts = saved | _ready(saved)  # what is left out of papers is looked at too
    kinds = _kinds(parts)
    mains = [part for part, kind in kinds.items() if kind == _MAIN]
    if not mains or mains[0] not in parts:
        raise UnreadableFile(
            _("{path} is no Word document (.docx)", path=path),
            _("in Word: Save As, Word Document (.docx)"),
        )
    ordered = [part for wanted in (*_RUN, *_NOT_RUN) for part, kind in sorted(kinds.items()) if kind == wanted]
    pages = [_WordPart(path, part, _xml(parts[part], path, part), kinds[part] in _RUN) for part in ordered]
    if sum(len(_OPENING.findall(page.source.text)) for page in pages) > _MOST_TAGS:
        raise UnreadableFile(_("{path} has more than {count} tags", path=path, count=_MOST_TAGS))
    properties = [part for part in sorted(parts) if part.startswith("docProps/") and part.endswith(".xml")]
    styles = _xml(parts.get("word/styles.xml", b"<none/>"), path, "word/styles.xml")
    _xml(parts.get("word/numbering.xml", b"<none/>"), path, "word/numbering.xml")
    return Template(
        parts=(
            *(page.read() for page in pages),
            *(_properties(path, part, _xml(parts[part], path, part)) for part in properties),
        ),
        names=names_of(sample),
        styles=frozenset(style.get(w("styleId"), "") for style in styles.iter(w("style"))),
        needed=NOTE_STYLES if _NOTES in kinds.values() else (),
        has_list=numbers_by_itself(parts),
        pages=tuple(pages[0].sections()),
        outside=tuple(_outside(path, parts, pages)),
        filters=FILTERS,
        words=WORDS,
        common=COMMON,
        leftovers=tuple(_leftovers(path, saved, ordered)),
    )


def _parts(docx: bytes, path: Path) -> dict[str, bytes]:
    try:
        return opened(docx, path, links=True)
    except EnvironmentFailure as refused:
        raise UnreadableFile(refused.message, refused.hint) from None


def _ready(parts: dict[str, bytes]) -> dict[str, bytes]:
    try:
        return made_ready(parts)
    except etree.XMLSyntaxError:
        return parts  # what is broken is said of the part that is


def _leftovers(path: Path, parts: dict[str, bytes], names: Iterable[str]) -> Iterator[tuple[str, Span]]:
    """What editing left in the file as it was saved, and where first."""
    hiding = hiding_styles(parts.get("word/styles.xml", b""))
    for name in names:
        if name in parts:
            page = _WordPart(path, name, _xml(parts[name], path, name), True)
            for kind, element in leftovers(page.root, hiding):
                yield kind, page.line(element)


def _kinds(parts: dict[str, bytes]) -> dict[str, str]:
    """Of each part of a Word document what it is: `document.main`, `header`."""
    try:
        types = etree.fromstring(parts.get("[Content_Types].xml", b"<none/>"), _parser())
    except etree.XMLSyntaxError:
        return {}
    found = {}
    for override in types:
        kind = str(override.get("ContentType", ""))
        if kind.startswith(_TYPE):
            found[str(override.get("PartName", "")).lstrip("/")] = kind.removeprefix(_TYPE).removesuffix("+xml")
    return {part: kind for part, kind in found.items() if part in parts}


def _parser() -> Any:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)


def _xml(data: bytes, path: Path, part: str) -> Any:
    try:
        return etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        raise UnreadableFile(
            _("{path} is broken: {part} cannot be read ({problem})", path=path, part=part, problem=str(error))
        ) from error


@frozen
class _WordPart:
    """One part of the package that holds paragraphs."""

    path: Path
    part: str
    root: Any
    runs: bool

    @cached_property
    def paragraphs(self) -> list[Any]:
        return list(self.root.iter(P))

    @cached_property
    def pieces(self) -> dict[Any, list[tuple[str, Any]]]:
        """Of each paragraph its text, and the elements that it is in."""
        return {paragraph: list(_pieces(paragraph)) for paragraph in self.paragraphs}

    @cached_property
    def source(self) -> Source:
        lines = ("".join(text for text, _element in self.pieces[paragraph]) for paragraph in self.paragraphs)
        return Source(str(self.path), "\n".join(lines), self.part)

    @cached_property
    def numbers(self) -> dict[Any, int]:
        return {paragraph: number for number, paragraph in enumerate(self.paragraphs, 1)}

    @cached_property
    def tags(self) -> dict[Any, list[Tag]]:
        """The tags of each paragraph."""
        return {paragraph: list(self._tags(paragraph)) for paragraph in self.paragraphs}

    def read(self) -> TemplatePart:
        tags = tuple(tag for paragraph in self.paragraphs for tag in self.tags[paragraph])
        stray = tuple(span for paragraph in self.paragraphs for span in self._stray(paragraph))
        return TemplatePart(self.source, tags, stray, tuple(self._frames()), tuple(self._styles()), self.runs)

    def line(self, element: Any) -> Span:
        """The paragraph that holds an element, or else the first one in it; an empty place where there is none."""
        found = ancestor(element, P)
        if found is None:
            found = next(element.iter(P), None) if element is not None else None
        if found is None:
            return Span(Source(str(self.path), "", self.part), 0, 0)
        start = self.source.line_starts[self.numbers[found] - 1]
        return Span(self.source, start, start + len(self.source.line(self.numbers[found])))

    def _tags(self, paragraph: Any) -> Iterator[Tag]:
        line, cuts = self.line(paragraph), Cuts(self.pieces[paragraph])
        text = line.text
        for start, end in _tags_in(text):
            tag = text[start:end]
            level = LEVEL.match(tag)
            depth = level[1] if level else ""
            yield Tag(
                Span(self.source, line.start + start, line.start + end),
                read_tag(tag),
                depth,
                self._holder(paragraph, depth),
                cuts.by(start, end),
                self._beside(paragraph, depth, tag),
            )

    def _holder(self, paragraph: Any, level: str) -> str:
        wanted = {"tr": (TBL,), "tc": (TR,)}.get(level, (TC, w("txbxContent"), self.root.tag))
        found = next((above for above in paragraph.iterancestors() if above.tag in wanted), None)
        return str(self.root.getroottree().getpath(found)) if found is not None else ""

    def _beside(self, paragraph: Any, level: str, tag: str) -> str:
        """The text that vanishes together with a tag of this level."""
        around = {"p": paragraph, "tr": ancestor(paragraph, TR), "tc": ancestor(paragraph, TC)}.get(level)
        if around is None:
            return ""
        inside = [p for p in around.iter(P) if p in self.pieces]
        text = " ".join("".join(piece for piece, _element in self.pieces[p]) for p in inside)[:_BESIDE]
        return " ".join(text.replace(tag, "", 1).split())

    def _stray(self, paragraph: Any) -> Iterator[Span]:
        line = self.line(paragraph)
        text, after = line.text, 0
        rest: list[str] = []
        for start, end in _tags_in(text):
            rest += [text[after:start], " " * (end - start)]
            after = end
        for match in _HALF.finditer("".join([*rest, text[after:]])):
            yield Span(self.source, line.start + match.start(), line.start + match.end())

    def _frames(self) -> Iterator[TableFrame]:
        """Every table, row and cell."""
        for kind, tag, inner in (("tbl", TBL, (TR,)), ("tr", TR, (TC,)), ("tc", TC, (P, TBL))):
            for element in self.root.iter(tag):
                items = tuple(self._item(child) for child in _children(element, inner))
                first = next((item.span for item in items if isinstance(item, Tag)), None)
                yield TableFrame(kind, items, first or self.line(element))

    def _item(self, element: Any) -> Item:
        """An element of a frame: the tag that it vanishes with, or what it is."""
        level = str(etree.QName(element).localname)
        for paragraph in element.iter(P):
            nearest = paragraph if level == "p" else ancestor(paragraph, element.tag)
            for tag in self.tags[paragraph]:
                if tag.level == level and nearest is element:
                    return tag
        return level

    def _styles(self) -> Iterator[tuple[str, Span]]:
        for element in self.root.iter(w("pStyle"), w("rStyle"), w("tblStyle")):
            above = ancestor(element, P)
            yield str(element.get(w("val"))), self.line(above if above is not None else ancestor(element, TBL))

    def sections(self) -> Iterator[TemplatePage]:
        """The pages of the document; the last section belongs to the last paragraph."""
        for section in self.root.iter(w("sectPr")):
            size, margin = section.find(w("pgSz")), section.find(w("pgMar"))
            margins = {} if margin is None else {k: _millimetres(margin, k) for k in ("top", "bottom", "left", "right")}
            inside = ancestor(section, P)
            yield TemplatePage(
                None if size is None else _millimetres(size, "w"),
                None if size is None else _millimetres(size, "h"),
                margins,
                self.line(inside if inside is not None else self.paragraphs[-1] if self.paragraphs else None),
                size is not None and size.get(w("orient")) == "landscape",
            )

    def fields(self) -> Iterator[ExternalLink]:
        """Fields that fetch something from elsewhere."""
        for paragraph in self.paragraphs:
            codes = [element.text or "" for element in paragraph.iter(w("instrText"))]
            codes += [element.get(w("instr"), "") for element in paragraph.iter(w("fldSimple"))]
            if match := _FIELDS.search("".join(codes)):
                yield ExternalLink(match[2].strip(), "field", self.line(paragraph))


def _pieces(element: Any) -> Iterator[tuple[str, Any]]:
    """The text of a paragraph without that of paragraphs inside of it (text boxes), with its elements."""
    for child in element:
        if child.tag == T:
            yield (child.text or "").replace("\n", " "), child
        elif child.tag in (w("tab"), w("br"), w("cr")) and child.getparent().tag == R:
            yield " ", child
        elif child.tag == w("noBreakHyphen"):
            yield "-", child
        elif child.tag != P:
            yield from _pieces(child)


def _tags_in(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every tag in a text; none goes over the end of a line. Each kind of end is looked for once."""
    offset = 0
    for line in text.split("\n"):
        at, unclosed = 0, set[str]()
        while opening := _OPENING.search(line, at):
            closing = _CLOSING[opening.group()]
            end = -1 if closing in unclosed else line.find(closing, opening.end())
            if end < 0:
                unclosed.add(closing)
                at = opening.start() + 1
            else:
                at = end + len(closing)
                yield offset + opening.start(), offset + at
        offset += len(line) + 1


def _children(element: Any, wanted: tuple[str, ...]) -> Iterator[Any]:
    """The children of a frame; content controls and the like are looked through."""
    for child in element:
        if child.tag in wanted:
            yield child
        elif child.tag in (w("sdt"), w("sdtContent"), w("customXml"), w("ins")):
            yield from _children(child, wanted)


def _millimetres(element: Any, key: str) -> float:
    try:
        return float(element.get(w(key), 0)) / 1440 * 25.4
    except ValueError:
        return 0.0


def _properties(path: Path, part: str, root: Any) -> TemplatePart:
    """What the file says about itself: a line for each value."""
    source = Source(str(path), "\n".join(" ".join((e.text or "").split()) for e in root.iter()), part)
    spans = (Span(source, start, end) for start, end in _tags_in(source.text))
    return TemplatePart(source, tuple(Tag(span, read_tag(span.text)) for span in spans), runs=False)


def _outside(path: Path, parts: dict[str, bytes], pages: Iterable[_WordPart]) -> Iterator[ExternalLink]:
    """Everything that the file only points to, links for the reader excepted."""
    by_name = {page.part: page for page in pages}
    for rels in sorted(part for part in parts if part.endswith(".rels")):
        part = rels.replace("_rels/", "").removesuffix(".rels")
        for relation in _xml(parts[rels], path, rels):
            kind = str(relation.get("Type", "")).rsplit("/", 1)[-1]
            if relation.get("TargetMode") == "External" and kind != "hyperlink":
                page = by_name.get(part)
                user = page and _user(page.root, relation.get("Id"))
                span = page.line(user) if page and user is not None else Span(Source(str(path), "", part), 0, 0)
                yield ExternalLink(str(relation.get("Target", "")), kind, span)
    for page in by_name.values():
        yield from page.fields()


def _user(root: Any, identity: str) -> Any:
    """The element that refers to a relation."""
    return next(
        (e for e in root.iter() if any(k.startswith(f"{{{RELATION}}}") and v == identity for k, v in e.attrib.items())),
        None,
    )
