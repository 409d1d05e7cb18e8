"""The lists of a numbering part: the template's own, and those that a paper adds."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from lxml import etree

from kehoach.documents.paper import Mark
from kehoach.model.items import ListStyle
from kehoach.ooxml.names import w
from kehoach.word.numbering import FORMATS, Definition

_LEVELS = 9
"""How many levels a list has in Word, always."""


def with_definitions(part: bytes, list_name: str, made: list[Definition]) -> bytes:
    """A numbering part with further lists, made after levels of the one called `list_name`."""
    root = etree.fromstring(part)
    found = find_base(root, list_name)
    assert found is not None
    models = {int(level.get(w("ilvl"))): level for level in found[1].findall(w("lvl"))}
    abstracts, nums = root.findall(w("abstractNum")), root.findall(w("num"))
    last, last_num = abstracts[-1], nums[-1]
    first = max(int(one.get(w("abstractNumId"))) for one in abstracts) + 1
    for identity, definition in enumerate(made, first):
        abstract, num = _abstract(identity, definition, models), etree.Element(w("num"))
        num.set(w("numId"), str(definition.num))
        etree.SubElement(num, w("abstractNumId"), {w("val"): str(identity)})
        last.addnext(abstract)
        last_num.addnext(num)
        last, last_num = abstract, num
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def next_free(root: Any) -> int:
    """The first number that no list of a numbering part has."""
    return max(int(num.get(w("numId"))) for num in root.findall(w("num"))) + 1


def _abstract(identity: int, definition: Definition, models: Mapping[int, Any]) -> Any:
    """What Word calls an abstract list, with all nine levels: the first prints the labels, the next are for editing."""
    abstract = etree.Element(w("abstractNum"), {w("abstractNumId"): str(identity)})
    etree.SubElement(abstract, w("nsid"), {w("val"): f"{0x4B480000 + identity:08X}"})
    etree.SubElement(abstract, w("multiLevelType"), {w("val"): "multilevel"})
    etree.SubElement(abstract, w("tmpl"), {w("val"): f"{0x4B490000 + identity:08X}"})
    for own in range(_LEVELS):
        model = models.get(definition.level + own, models[max(models)])
        abstract.append(_level(own, model, int(model.get(w("ilvl"))) - own))
    if definition.number is None:
        abstract.find(f"{w('lvl')}/{w('numFmt')}").set(w("val"), "decimal")
    elif form := FORMATS.get(definition.mark.style):
        abstract.find(f"{w('lvl')}/{w('numFmt')}").set(w("val"), form[0])
    text = abstract.find(f"{w('lvl')}/{w('lvlText')}")
    abstract.find(f"{w('lvl')}/{w('start')}").set(w("val"), str(definition.number or 1))
    text.set(w("val"), definition.mark.label if definition.number is None else _own_text(definition.mark))
    return abstract


def _level(own: int, model: Any, higher: int) -> Any:
    """A level like that of the template's list, without the numbers of the `higher` levels that this list lacks."""
    level = copy.deepcopy(model)
    level.set(w("ilvl"), str(own))
    for linked in level.findall(w("pStyle")):
        level.remove(linked)
    text = level.find(w("lvlText"))
    if text is not None and "%" in (label := text.get(w("val"), "")):
        before, *counted = label.split("%")
        kept = (f"%{int(one[0]) - higher}{one[1:]}" for one in counted if one[:1].isdecimal() and int(one[0]) > higher)
        text.set(w("val"), before + "".join(kept))
    return level


def _own_text(mark: Mark) -> str:
    """The label with its own number as the only thing that counts."""
    if mark.style in FORMATS:
        return FORMATS[mark.style][1]
    if mark.style is ListStyle.LETTER:
        return "%1)"
    head, _number, tail = mark.label.rpartition(_number_of(mark))
    return f"{head}%1{tail}"


def _number_of(mark: Mark) -> str:
    return mark.label.rstrip(".)").lstrip("(") if mark.style is ListStyle.ROMAN else str(mark.number)


def find_base(root: Any, list_name: str) -> tuple[int, Any] | None:
    """The template's own list: (numId, abstractNum), None when its owner removed it."""
    for abstract in root.findall(w("abstractNum")):
        name = abstract.find(w("name"))
        if name is not None and name.get(w("val")) == list_name:
            identity = abstract.get(w("abstractNumId"))
            for num in root.findall(w("num")):
                if num.find(w("abstractNumId")).get(w("val")) == identity:
                    return int(num.get(w("numId"))), abstract
    return None
