"""A Word file as Word shows it: paragraphs with their labels, effective sizes and weights.

The labels are counted as Word counts: a level goes on within its list and begins again below a higher one. Values
are looked up through run, paragraph, style and defaults.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
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
        self.of_style = cache(self._of_style)

    @property
    def body(self) -> Any:
        return self.document.find(w("body"))

    @cached_property
    def names(self) -> dict[str, str]:
        return {key: style.find(w("name")).get(w("val")) for key, style in self.by_id.items()}

    def paragraphs(self) -> list[Shown]:
        counters = _Counters(self)
        return [self._shown(p, counters) for p in self.body.iter(w("p"))]

    def text(self) -> str:
        """Labels and texts, a paragraph a line; empty paragraphs left out."""
        counters = _Counters(self)
        lines = (f"{counters.label(p)} {''.join(_texts(p))}".strip() for p in self.body.iter(w("p")))
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
            style=self.names.get(style, style),
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

    def _of_style(self, style: str, properties: str, name: str) -> list[Any]:
        """The elements of a name among the properties (`pPr` or `rPr`) of a style, then of those it is based on."""
        found = []
        while style in self.by_id:
            found += self.by_id[style].findall(f"{w(properties)}/{w(name)}")
            based = self.by_id[style].find(w("basedOn"))
            style = based.get(w("val")) if based is not None else ""
        return found

    @cached_property
    def abstracts(self) -> dict[str, Any]:
        """The definition of each list by the number that paragraphs name it with."""
        by_id = {a.get(w("abstractNumId")): a for a in self.numbering.findall(w("abstractNum"))}
        return {
            num.get(w("numId")): by_id[num.find(w("abstractNumId")).get(w("val"))]
            for num in self.numbering.findall(w("num"))
        }

    def _paragraph_element(self, p: Any, name: str, *, exists: bool = False) -> Any:
        """Attributes of a paragraph property, direct ones over the list's over the style's."""
        found: dict[str, str] = {}
        elements = p.findall(f"{w('pPr')}/{w(name)}")
        if name == "ind":
            level = _Counters(self).level_of(p)
            elements += level.findall(f"{w('pPr')}/{w(name)}") if level is not None else []
        elements += self.of_style(self._style_of(p), "pPr", name)
        for element in elements:
            for key, value in element.attrib.items():
                found.setdefault(key.rpartition("}")[2], value)
        return bool(elements) if exists else found

    def _run_value(self, p: Any, run: Any, name: str) -> str | None:
        elements = run.findall(f"{w('rPr')}/{w(name)}") if run is not None else []
        elements = elements or self.of_style(self._style_of(p), "rPr", name)
        elements = elements or self.styles.findall(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}/{w(name)}")
        return elements[0].get(w("val"), "1") if elements else None

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
        chain = [direct] if direct is not None else self.file.of_style(self.file._style_of(p), "pPr", "numPr")
        if not chain or chain[0].find(w("numId")) is None or chain[0].find(w("numId")).get(w("val")) == "0":
            return None
        found = chain[0]
        level = found.find(w("ilvl"))
        return found.find(w("numId")).get(w("val")), int(level.get(w("val"))) if level is not None else 0

    def level_of(self, p: Any) -> Any:
        number = self._number(p)
        if number is None:
            return None
        return next(
            lvl for lvl in self.file.abstracts[number[0]].findall(w("lvl")) if lvl.get(w("ilvl")) == str(number[1])
        )

    def label(self, p: Any) -> str:
        number = self._number(p)
        if number is None:
            return ""
        num, level = number
        abstract = self.file.abstracts[num]
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
