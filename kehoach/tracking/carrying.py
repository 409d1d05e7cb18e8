"""What deleted content needs of the old package to be in the new one: lists, styles, footnotes, pictures."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from lxml import etree

from kehoach.ooxml.elements import PPR, canonical
from kehoach.ooxml.names import R as RELATIONS
from kehoach.ooxml.names import w

_STYLES = (w("pStyle"), w("rStyle"), w("tblStyle"))
_FIRST_OWN = 0x4B4A0000
"""Word knows a list again by this number; the ones of lists carried over begin here."""


class Lists:
    """Which list of the new package an old list is.

    Two lists are one when they are defined alike and paragraphs that answer each other are on them; each old list has
    a new one of its own. One without such a partner gets its old definition, under a fresh number.
    """

    def __init__(self, old: Any, new: Any, votes: Iterable[tuple[str, str]]) -> None:
        self.old, self.new = old, new
        self._nums: dict[str, str] = {}
        self._abstracts: dict[str, str] = {}
        if old is None or new is None:
            return
        before, after = _definitions(old), _definitions(new)
        ranked = sorted(Counter(votes).items(), key=lambda vote: (-vote[1], vote[0]))
        for (a, b), _count in ranked:
            if a in self._nums or b in self._nums.values() or a not in before or before[a] != after.get(b):
                continue
            one, other = _abstract_of(old, a), _abstract_of(new, b)
            if self._abstracts.get(one, other) == other:
                self._nums[a] = b
                self._abstracts[one] = other

    def number(self, old: str) -> str:
        """The list of the new package for one of the old, made there when it has none."""
        if old not in self._nums and self.old is not None and self.new is not None:
            num = _num(self.old, old)
            if num is None:
                return "0"
            self._nums[old] = self._carry(num)
        return self._nums.get(old, "0")

    def _carry(self, num: Any) -> str:
        identity = num.find(w("abstractNumId")).get(w("val"))
        if identity not in self._abstracts:
            self._abstracts[identity] = self._carry_abstract(identity)
        nums = self.new.findall(w("num"))
        made = copy.deepcopy(num)
        number = str(max((int(n.get(w("numId"))) for n in nums), default=0) + 1)
        made.set(w("numId"), number)
        made.find(w("abstractNumId")).set(w("val"), self._abstracts[identity])
        (nums or self.new.findall(w("abstractNum")))[-1].addnext(made)
        return number

    def _carry_abstract(self, identity: str) -> str:
        made = copy.deepcopy(next(a for a in self.old.findall(w("abstractNum")) if _identity(a) == identity))
        there = self.new.findall(w("abstractNum"))
        fresh = max((int(_identity(a)) for a in there), default=-1) + 1
        made.set(w("abstractNumId"), str(fresh))
        for level in made.findall(w("lvl")):
            for linked in level.findall(w("pStyle")):
                level.remove(linked)
        for name in ("nsid", "tmpl"):
            if (mark := made.find(w(name))) is not None:
                mark.set(w("val"), f"{_FIRST_OWN + fresh:08X}")
        if there:
            there[-1].addnext(made)
        else:
            self.new.insert(0, made)
        return str(fresh)


def _identity(abstract: Any) -> str:
    return str(abstract.get(w("abstractNumId")))


def _num(root: Any, number: str) -> Any:
    return next((n for n in root.findall(w("num")) if n.get(w("numId")) == number), None)


def _abstract_of(root: Any, number: str) -> str:
    return str(_num(root, number).find(w("abstractNumId")).get(w("val")))


def _definitions(root: Any) -> dict[str, bytes]:
    """Of each list what makes its labels: the levels, and what it overrides."""
    levels = {_identity(a): b"".join(map(canonical, a.findall(w("lvl")))) for a in root.findall(w("abstractNum"))}
    return {
        num.get(w("numId")): levels.get(num.find(w("abstractNumId")).get(w("val")), b"")
        + b"".join(map(canonical, num.findall(w("lvlOverride"))))
        for num in root.findall(w("num"))
    }


def number_of(properties: Any) -> str | None:
    """The list that a paragraph's own properties name."""
    number = properties.find(f"{w('numPr')}/{w('numId')}") if properties is not None else None
    return number.get(w("val")) if number is not None else None


def style_votes(old: Any, new: Any) -> list[tuple[str, str]]:
    """The lists of styles of the same name, which count more than any paragraph."""
    there = {style.get(w("styleId")): number_of(style.find(PPR)) for style in new.findall(w("style"))}
    pairs = ((number_of(s.find(PPR)), there.get(s.get(w("styleId")))) for s in old.findall(w("style")))
    return [(a, b) for a, b in pairs if a and b] * 1000


class Styles:
    """The styles of the new package, and those that it takes over from the old one."""

    def __init__(self, old: Any, new: Any) -> None:
        self._new = new
        self._known = {style.get(w("styleId")) for style in new.findall(w("style"))}
        self._old = {style.get(w("styleId")): style for style in old.findall(w("style"))}

    def carry(self, content: Any) -> None:
        """Give the new package the old styles that `content` uses and that it lacks."""
        wanted = [used.get(w("val")) for used in content.iter(*_STYLES)]
        while wanted:
            name = wanted.pop()
            if name in self._known or name not in self._old:
                continue
            self._known.add(name)
            style = copy.deepcopy(self._old[name])
            for numbered in style.findall(f"{PPR}/{w('numPr')}"):
                numbered.getparent().remove(numbered)
            self._new.append(style)
            links = (style.find(w(link)) for link in ("basedOn", "link"))
            wanted += [link.get(w("val")) for link in links if link is not None]


def restyle_list(before: Any, styles: Any) -> None:
    """Say the place in a list that a paragraph had by a style too: LibreOffice forgets a level that is remembered."""
    there, style = before.find(w("numPr")), before.find(w("pStyle"))
    if there is None or style is None:
        return
    number, level = (there.find(w(name)) for name in ("numId", "ilvl"))
    name = f"{style.get(w('val'))}-{number.get(w('val'))}-{level.get(w('val')) if level is not None else 0}"
    if all(known.get(w("styleId")) != name for known in styles.findall(w("style"))):
        made = etree.SubElement(styles, w("style"), {w("type"): "paragraph", w("customStyle"): "1", w("styleId"): name})
        etree.SubElement(made, w("name"), {w("val"): name})
        etree.SubElement(made, w("basedOn"), {w("val"): style.get(w("val"))})
        etree.SubElement(made, w("semiHidden"))
        etree.SubElement(made, PPR).append(copy.deepcopy(there))
    style.set(w("val"), name)


class Relations:
    """The relations of the new document for those of the old one: to the same part, byte for byte, or the same link.

    A picture that the new package lacks is put into it.
    """

    def __init__(self, old: dict[str, bytes], new: dict[str, bytes], document: tuple[str, str]) -> None:
        self._old, self._new, self._document = _targets(old, document[0]), new, document[1]
        there = {what: identity for identity, what in _targets(new, document[1]).items()}
        self._known = {identity: there[what] for identity, what in self._old.items() if what in there}

    _drawings = 700_000
    """Beyond the numbers of the new file's own."""

    def carry(self, content: Any) -> None:
        """Set the relations in `content`; what refers to another part that the new package lacks is taken out."""
        for element in [content, *content.iterdescendants()]:
            if element.tag.endswith("}docPr"):  # no two drawings have one number
                self._drawings += 1
                element.set("id", str(self._drawings))
            for name, value in list(element.attrib.items()):
                if not name.startswith(f"{{{RELATIONS}}}"):
                    continue
                if value not in self._known and value in self._old and self._old[value][0] == f"{RELATIONS}/image":
                    self._add_picture(value)
                if value in self._known:
                    element.set(name, self._known[value])
                else:
                    _take_out(element)

    def _add_picture(self, identity: str) -> None:
        """Put a picture of the old package into the new one, under a name and a relation of its own."""
        _kind, _link, data = self._old[identity]
        ending = next((end for begin, end in _PICTURES.items() if data.startswith(begin)), "")
        if not ending:
            return
        folder, _slash, name = self._document.rpartition("/")
        own = sha256(data).hexdigest()[:16]
        part, relation = f"media/old-{own}.{ending}", f"rIdKehoachOld{own}"
        relations = f"{folder}/_rels/{name}.rels"
        told = f'<Relationship Id="{relation}" Type="{RELATIONS}/image" Target="{part}"/></Relationships>'
        self._new[relations] = self._new[relations].replace(b"</Relationships>", told.encode())
        if f'Extension="{ending}"'.encode() not in self._new[_TYPES]:
            default = f'<Default Extension="{ending}" ContentType="image/{ending}"/><Override'
            self._new[_TYPES] = self._new[_TYPES].replace(b"<Override", default.encode(), 1)
        self._new[f"{folder}/{part}"] = data
        self._known[identity] = relation


_TYPES = "[Content_Types].xml"
_PICTURES = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg"}


def _take_out(element: Any) -> None:
    """Take out the child of a run, or the reference of a section, that `element` is or is in."""
    while element.getparent() is not None and element.getparent().tag not in (w("r"), w("sectPr")):
        element = element.getparent()
    if element.getparent() is not None:
        element.getparent().remove(element)


def _targets(parts: dict[str, bytes], document: str) -> dict[str, tuple[str, str, bytes]]:
    """Of each relation of the document its type, its target where that is a link, and the bytes of its part."""
    folder, _slash, name = document.rpartition("/")
    data = parts.get(f"{folder}/_rels/{name}.rels")
    found = {}
    for relation in etree.fromstring(data) if data else ():
        target = relation.get("Target")
        outside = relation.get("TargetMode") == "External"
        part = b"" if outside else parts.get(target.lstrip("/") if target[0] == "/" else f"{folder}/{target}", b"")
        found[relation.get("Id")] = (relation.get("Type"), target if outside else "", part)
    return found
