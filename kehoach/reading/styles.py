"""Effective formatting: what document defaults, styles and the element itself come to together."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from kehoach.frozen import attribute, frozen
from kehoach.ooxml.names import w

TOGGLES = {w(name): name for name in ("b", "i", "caps", "vanish")}
_OFF = ("0", "false", "off", "none")
_VAL, _TYPE, _DEFAULT = w("val"), w("type"), w("default")
_LONGEST = 30
"""Styles of one chain; longer ones, and loops, are cut."""

Props = Mapping[str, Any]
"""Properties that something sets, by their names: those of runs b, i, caps, vanish, font; those of paragraphs align,
left, first, num, level, break."""
PropItems = tuple[tuple[str, Any], ...]
"""The same as pairs, which can be a key of what is remembered."""


@frozen
class RunForm:
    """How a run is set. `font` is that of its letters, "" unknown."""

    bold: bool = False
    italic: bool = False
    caps: bool = False
    hidden: bool = False
    font: str = ""


@frozen
class TableStyle:
    """What a table style sets: borders by side, forms of runs and paragraphs, and for parts of the table ("firstRow")
    the same again.
    """

    borders: Mapping[str, bool] = attribute(factory=dict)
    run: Props = attribute(factory=dict)
    paragraph: Props = attribute(factory=dict)
    parts: Mapping[str, TableStyle] = attribute(factory=dict)


def is_on(element: Any) -> bool:
    """Whether a property that is on or off is on."""
    return element is not None and str(element.get(_VAL)) not in _OFF


def number(text: str | None) -> float:
    """A measure in twentieths of a point; 0 for what is none."""
    value = (text or "0").strip()
    units = {"pt": 20.0, "mm": 1440 / 25.4, "cm": 1440 / 2.54, "in": 1440.0, "pc": 240.0, "pi": 240.0}
    factor = units.get(value[-2:], 0.0)
    try:
        found = float(value[:-2]) * factor if factor else float(value)
    except ValueError:
        return 0.0
    return found if abs(found) < 100_000 else 0.0


def borders_of(element: Any) -> dict[str, bool]:
    """The sides of `w:tblBorders` or `w:tcBorders`, and whether a line is drawn there."""
    if element is None:
        return {}
    names = {"start": "left", "end": "right"}
    sides = ((side.tag.rpartition("}")[2], side.get(_VAL, "none")) for side in element)
    return {names.get(side, side): line not in ("none", "nil") for side, line in sides}


class WordStyles:
    """The styles of a document, from the roots of its parts; each may be missing."""

    def __init__(self, root: Any, theme: Any) -> None:
        self._fonts = _theme_fonts(theme)
        self._styles: dict[str, Any] = {}
        self._defaults: dict[str, str] = {}
        defaults = None
        if root is not None:
            defaults = root.find(w("docDefaults"))
            for style in root.iter(w("style")):
                key, kind = style.get(w("styleId"), ""), style.get(_TYPE, "")
                self._styles.setdefault(key, style)
                if style.get(_DEFAULT, "0") not in _OFF:
                    self._defaults.setdefault(kind, key)
        found = None if defaults is None else defaults.find(f"{w('rPrDefault')}/{w('rPr')}")
        self._base_run = self.run_props(found)
        found = None if defaults is None else defaults.find(f"{w('pPrDefault')}/{w('pPr')}")
        self.base_paragraph = self.paragraph_props(found)
        self.name = lru_cache(1024)(self._name)
        self.run_form = lru_cache(4096)(self._run_form)
        self.style_paragraph = lru_cache(1024)(self._style_paragraph)
        self._style_run = lru_cache(1024)(self._merged_run)
        self.table_style = lru_cache(256)(self._table_style)

    def paragraph_style(self, properties: Any) -> str:
        """The id of the style of a paragraph, of the default style where it names none."""
        named = None if properties is None else properties.find(w("pStyle"))
        key = "" if named is None else str(named.get(_VAL, ""))
        return key if key in self._styles else self._defaults.get("paragraph", "")

    def _name(self, key: str) -> str:
        """The name of a style in small letters; ids are renamed by whatever program saves the file."""
        style = self._styles.get(key)
        named = None if style is None else style.find(w("name"))
        return "" if named is None else str(named.get(_VAL, "")).lower()

    def chain(self, key: str) -> list[Any]:
        """The style and those that it is based on, the deepest first; a loop ends where it closes."""
        found: list[Any] = []
        seen = set()
        while key in self._styles and key not in seen and len(found) < _LONGEST:
            seen.add(key)
            found.append(self._styles[key])
            based = self._styles[key].find(w("basedOn"))
            key = "" if based is None else str(based.get(_VAL, ""))
        return found[::-1]

    def run_props(self, properties: Any) -> dict[str, Any]:
        """What a `w:rPr` itself sets."""
        found: dict[str, Any] = {}
        for one in () if properties is None else properties:
            name = TOGGLES.get(one.tag)
            if name:
                found[name] = is_on(one)
            elif one.tag == _FONTS and (font := self._font(one)):
                found["font"] = font
            elif one.tag == _RUN_STYLE:
                found["style"] = str(one.get(_VAL, ""))
        return found

    def _font(self, fonts: Any) -> str:
        for theme, plain in _FONT_NAMES:
            if name := fonts.get(theme):
                return self._fonts.get("major" if name.startswith("major") else "minor", "")
            if name := fonts.get(plain):
                return str(name)
        return ""

    def paragraph_props(self, properties: Any) -> dict[str, Any]:
        """What a `w:pPr` itself sets."""
        found: dict[str, Any] = {}
        for one in () if properties is None else properties:
            if one.tag == _JC:
                found["align"] = _ALIGN.get(str(one.get(_VAL)), "left")
            elif one.tag == _IND:
                for name, value in one.attrib.items():
                    local = name.rpartition("}")[2]
                    if local in ("left", "start"):
                        found["left"] = number(value)
                    elif local in ("firstLine", "hanging"):
                        found["first"] = number(value) if local == "firstLine" else -number(value)
            elif one.tag == _NUMBERED:
                for child in one:
                    if child.tag in _LIST_PLACE:
                        found[_LIST_PLACE[child.tag]] = str(child.get(_VAL, ""))
            elif one.tag == _BREAK:
                found["break"] = is_on(one)
        return found

    def _style_paragraph(self, key: str) -> Props:
        """What a paragraph style with its chain sets; not what document defaults do, `base_paragraph`."""
        found: dict[str, Any] = {}
        for style in self.chain(key):
            found.update(self.paragraph_props(style.find(w("pPr"))))
        return found

    def _merged_run(self, key: str) -> Props:
        found: dict[str, Any] = {}
        for style in self.chain(key):
            found.update(self.run_props(style.find(w("rPr"))))
        return found

    def _run_form(self, paragraph: str, direct: PropItems, table: PropItems) -> RunForm:
        """The form of a run in a paragraph of that style; `direct` is what it sets itself, `table` what its table does.

        On and off of the styles of table, paragraph and letters turn each other round (ISO/IEC 29500-1, 17.7.3).
        """
        own = dict(direct)
        kinds = (dict(table), self._style_run(paragraph), self._style_run(own.get("style", "")))
        made = {
            name: own.get(name, self._base_run.get(name, False) or sum(bool(kind.get(name)) for kind in kinds) % 2 == 1)
            for name in TOGGLES.values()
        }
        fonts = (own, *reversed(kinds), self._base_run)
        font = next((str(one["font"]) for one in fonts if "font" in one), "")
        return RunForm(made["b"], made["i"], made["caps"], made["vanish"], font)

    def _table_style(self, key: str) -> TableStyle:
        """What a table style sets with its chain, "" for the default one."""
        borders: dict[str, bool] = {}
        run: dict[str, Any] = {}
        paragraph: dict[str, Any] = {}
        parts: dict[str, TableStyle] = {}
        for style in self.chain(key or self._defaults.get("table", "")):
            borders.update(borders_of(style.find(f"{w('tblPr')}/{w('tblBorders')}")))
            run.update(self.run_props(style.find(w("rPr"))))
            paragraph.update(self.paragraph_props(style.find(w("pPr"))))
            for part in style.iter(w("tblStylePr")):
                name = str(part.get(_TYPE))
                before = parts.get(name, TableStyle())
                parts[name] = TableStyle(
                    {**before.borders, **borders_of(part.find(f"{w('tcPr')}/{w('tcBorders')}"))},
                    {**before.run, **self.run_props(part.find(w("rPr")))},
                    {**before.paragraph, **self.paragraph_props(part.find(w("pPr")))},
                )
        return TableStyle(borders, run, paragraph, parts)


_FONTS, _RUN_STYLE, _JC, _IND = w("rFonts"), w("rStyle"), w("jc"), w("ind")
_NUMBERED, _BREAK = w("numPr"), w("pageBreakBefore")
_LIST_PLACE = {w("numId"): "num", w("ilvl"): "level"}
_FONT_NAMES = ((w("hAnsiTheme"), w("hAnsi")), (w("asciiTheme"), w("ascii")))
_ALIGN = {
    "left": "left", "start": "left", "center": "center", "right": "right", "end": "right", "both": "both",
    "distribute": "both", "thaiDistribute": "both", "lowKashida": "both", "mediumKashida": "both",
    "highKashida": "both",
}  # fmt: skip


def _theme_fonts(theme: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in () if theme is None else theme.iter("{*}majorFont", "{*}minorFont"):
        latin = one.find("{*}latin")
        if latin is not None:
            found[one.tag.rpartition("}")[2].removesuffix("Font")] = str(latin.get("typeface", ""))
    return found
