"""A Word file as Word shows it: paragraphs with their labels, effective sizes and weights.

The labels are counted as Word counts: a level goes on within its list and begins again below a higher one. Values
are looked up through run, paragraph, style and defaults.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from lxml import etree

from kehoach.ooxml.names import w
from kehoach.vietnamese import roman


@dataclass(frozen=True)
class Shown:
    """One paragraph as shown. Sizes in points, lengths in millimetres."""

    text: str
    label: str
    style: str
    size: float
    bold: bool
    italic: bool
    align: str
    first_line: float
    left: float
    right: float
    before: float
    line: float
    outline: int | None
    keep_next: bool
    in_table: bool
    rule: bool
    size_is_uniform: bool


class WordFile:
    """A Word file, read for looking at."""

    def __init__(self, docx: bytes) -> None:
        with zipfile.ZipFile(BytesIO(docx)) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        self.document = etree.fromstring(self.parts["word/document.xml"])
        self.styles = etree.fromstring(self.parts["word/styles.xml"])
        self.numbering = etree.fromstring(self.parts["word/numbering.xml"])
        self.by_id = {s.get(w("styleId")): s for s in self.styles.findall(w("style"))}

    @property
    def body(self) -> Any:
        return self.document.find(w("body"))

    def names(self) -> dict[str, str]:
        return {key: style.find(w("name")).get(w("val")) for key, style in self.by_id.items()}

    def paragraphs(self) -> list[Shown]:
        counters = _Counters(self)
        return [self._shown(p, counters) for p in self.body.iter(w("p"))]

    def text(self) -> str:
        """Labels and texts, a paragraph a line; empty paragraphs left out."""
        lines = (f"{p.label} {p.text}".strip() for p in self.paragraphs())
        return "\n".join(line for line in lines if line)

    def header(self) -> Shown:
        root = etree.fromstring(self.parts["word/header1.xml"])
        return self._shown(root.find(w("p")), _Counters(self))

    def _shown(self, p: Any, counters: _Counters) -> Shown:
        runs = list(p.iter(w("r")))
        sizes = {self._size(p, r) for r in runs if "".join(t.text or "" for t in r.findall(w("t"))).strip()}
        first = next((r for r in runs if "".join(t.text or "" for t in r.findall(w("t"))).strip()), None)
        spacing, indent = self._paragraph_element(p, "spacing"), self._paragraph_element(p, "ind")
        style = self._style_of(p)
        outline = self._paragraph_element(p, "outlineLvl")
        align = self._paragraph_element(p, "jc")
        return Shown(
            text="".join(_texts(p)),
            label=counters.label(p),
            style=self.names().get(style, style),
            size=self._size(p, first),
            bold=self._flag(p, first, "b"),
            italic=self._flag(p, first, "i"),
            align=align.get("val", "left"),
            first_line=_mm(indent.get("firstLine")),
            left=_mm(indent.get("left")),
            right=_mm(indent.get("right")),
            before=int(spacing.get("before", 0)) / 20,
            line=int(spacing.get("line", 240)) / 240 if spacing.get("lineRule", "auto") == "auto" else 0,
            outline=int(outline["val"]) if outline else None,
            keep_next=bool(self._paragraph_element(p, "keepNext", exists=True)),
            in_table=any(a.tag == w("tc") for a in p.iterancestors()),
            rule=bool(self._paragraph_element(p, "pBdr", exists=True)),
            size_is_uniform=len(sizes) <= 1,
        )

    def _style_of(self, p: Any) -> str:
        style = p.find(f"{w('pPr')}/{w('pStyle')}")
        return style.get(w("val")) if style is not None else "Normal"

    def _chain(self, style: str) -> Iterator[Any]:
        """A style and those it is based on."""
        while style in self.by_id:
            yield self.by_id[style]
            based = self.by_id[style].find(w("basedOn"))
            style = based.get(w("val")) if based is not None else ""

    def _paragraph_element(self, p: Any, name: str, *, exists: bool = False) -> Any:
        """Attributes of a paragraph property, direct ones over the list's over the style's."""
        found: dict[str, str] = {}
        there = False
        sources = [p.find(w("pPr"))]
        if name == "ind":
            level = _Counters(self).level_of(p)
            sources.append(level.find(w("pPr")) if level is not None else None)
        sources += [style.find(w("pPr")) for style in self._chain(self._style_of(p))]
        for source in sources:
            element = source.find(w(name)) if source is not None else None
            if element is not None:
                there = True
                for key, value in element.attrib.items():
                    found.setdefault(etree.QName(key).localname, value)
        return there if exists else found

    def _run_value(self, p: Any, run: Any, name: str) -> str | None:
        sources = [run.find(w("rPr"))] if run is not None else []
        sources += [style.find(w("rPr")) for style in self._chain(self._style_of(p))]
        sources.append(self.styles.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}"))
        for source in sources:
            element = source.find(w(name)) if source is not None else None
            if element is not None:
                return element.get(w("val"), "1")
        return None

    def _size(self, p: Any, run: Any) -> float:
        return int(self._run_value(p, run, "sz") or 20) / 2

    def _flag(self, p: Any, run: Any, name: str) -> bool:
        return self._run_value(p, run, name) not in (None, "0", "false")


class _Counters:
    """Counts lists as Word does."""

    def __init__(self, file: WordFile) -> None:
        self.file = file
        self.counts: dict[str, dict[int, int]] = {}

    def _number(self, p: Any) -> tuple[str, int] | None:
        direct = p.find(f"{w('pPr')}/{w('numPr')}")
        style = self.file._style_of(p)
        chain = [direct] + [s.find(f"{w('pPr')}/{w('numPr')}") for s in self.file._chain(style)]
        found = next((e for e in chain if e is not None), None)
        if found is None or found.find(w("numId")) is None or found.find(w("numId")).get(w("val")) == "0":
            return None
        level = found.find(w("ilvl"))
        return found.find(w("numId")).get(w("val")), int(level.get(w("val"))) if level is not None else 0

    def _abstract(self, num: str) -> Any:
        for element in self.file.numbering.findall(w("num")):
            if element.get(w("numId")) == num:
                identity = element.find(w("abstractNumId")).get(w("val"))
                return next(
                    a for a in self.file.numbering.findall(w("abstractNum")) if a.get(w("abstractNumId")) == identity
                )
        raise KeyError(num)

    def level_of(self, p: Any) -> Any:
        number = self._number(p)
        if number is None:
            return None
        return next(lvl for lvl in self._abstract(number[0]).findall(w("lvl")) if lvl.get(w("ilvl")) == str(number[1]))

    def label(self, p: Any) -> str:
        number = self._number(p)
        if number is None:
            return ""
        num, level = number
        abstract = self._abstract(num)
        levels = {int(lvl.get(w("ilvl"))): lvl for lvl in abstract.findall(w("lvl"))}
        counts = self.counts.setdefault(abstract.get(w("abstractNumId")), {})
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        start = int(levels[level].find(w("start")).get(w("val")))
        counts[level] = counts.get(level, start - 1) + 1
        text = levels[level].find(w("lvlText")).get(w("val"))
        for at, definition in levels.items():
            if f"%{at + 1}" in text:
                count = counts.get(at) or int(definition.find(w("start")).get(w("val")))
                text = text.replace(f"%{at + 1}", _form(count, definition.find(w("numFmt")).get(w("val"))))
        return text


def _form(count: int, form: str) -> str:
    if form in ("upperRoman", "lowerRoman"):
        return roman(count) if form == "upperRoman" else roman(count).lower()
    if form in ("lowerLetter", "upperLetter"):
        turn, index = divmod(count - 1, 26)
        return chr(ord("a" if form == "lowerLetter" else "A") + index) * (turn + 1)
    return str(count)


def _texts(p: Any) -> Iterator[str]:
    for element in p.iter(w("t"), w("br"), w("tab")):
        yield (element.text or "") if element.tag == w("t") else "\n" if element.tag == w("br") else "\t"


def _mm(value: str | None) -> float:
    return int(value) / 1440 * 25.4 if value else 0.0
