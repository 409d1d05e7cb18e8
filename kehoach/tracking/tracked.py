"""Last year's Word file and this year's as one, with tracked changes of Word.

The new package stays as it is; its body is gone through side by side with the old one. What is only in the new body
becomes an insertion, what is only in the old one is put in as a deletion. So accepting all gives the new text, and
rejecting all the old one, lists counted as they were.
"""

from __future__ import annotations

import copy
import datetime
from collections.abc import Iterator
from typing import Any

from lxml import etree

from kehoach.ooxml.elements import PPR, TBL, TC, TR, P, R, T, canonical, paragraph_properties
from kehoach.ooxml.names import w
from kehoach.ooxml.package import pack, unpack
from kehoach.tracking.alignment import align, dice
from kehoach.tracking.carrying import Lists, Relations, Styles, number_of, restyle_list, style_votes
from kehoach.tracking.contents import align_contents
from kehoach.tracking.pairing import Kind, Pair, blocks, pair_blocks
from kehoach.tracking.revisions import Reviser, joined, plain_properties, plain_section
from kehoach.tracking.surviving import moves, survivable
from kehoach.tracking.tokens import RANGES, Token, changes, plain_field, shown, tokens

_SECTION, _CALL = w("sectPr"), w("footnoteReference")


def tracked(old: bytes, new: bytes, author: str, day: datetime.date | None) -> bytes:
    """The new Word file, whose body shows what became of the old one as changes of `author` on `day`.

    Both are files that `write_docx` made, of templates that may be anybody's. Equal input gives equal bytes. Headers,
    properties and settings are the new ones.
    """
    tracking = _Tracking(_File(unpack(old)), _File(unpack(new)), author, day)
    tracking.run()
    return tracking.new.packed()


class _File:
    """The parts of a package that are read and changed, parsed."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self.parts = parts
        self.main = _related(parts, "_rels/.rels", "", "officeDocument") or "word/document.xml"
        folder, _slash, name = self.main.rpartition("/")
        self._roots: dict[str, Any] = {}
        self.document = self._parsed(self.main)
        self.body = self.document.find(w("body"))
        kinds = ("styles", "numbering", "footnotes")
        self.styles, self.numbering, self.footnotes = (
            self._parsed(_related(parts, f"{folder}/_rels/{name}.rels", folder, kind)) for kind in kinds
        )

    def _parsed(self, part: str | None) -> Any:
        if part is None or part not in self.parts:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
        self._roots[part] = etree.fromstring(self.parts[part], parser)
        return self._roots[part]

    def note(self, identity: str) -> Any:
        """A footnote."""
        notes = self.footnotes if self.footnotes is not None else ()
        return next((note for note in notes if note.get(w("id")) == identity), None)

    def bookmarked_notes(self) -> dict[str, str]:
        """The text of the footnote that is in each bookmark."""
        found = {}
        for call in self.body.iter(_CALL):
            mark, note = call.getparent().getprevious(), self.note(call.get(w("id")))
            if mark is not None and mark.tag == w("bookmarkStart") and note is not None:
                found[mark.get(w("name"))] = "".join(t.text or "" for t in note.iter(T))
        return found

    def packed(self) -> bytes:
        """The package, with what was changed."""
        for part, root in self._roots.items():
            self.parts[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        return pack(self.parts)


def _related(parts: dict[str, bytes], relations: str, folder: str, kind: str) -> str | None:
    for relation in etree.fromstring(parts[relations]) if relations in parts else ():
        if relation.get("Type").rpartition("/")[2] == kind:
            target = str(relation.get("Target"))
            return target[1:] if target[0] == "/" else f"{folder}/{target}".lstrip("/")
    return None


class _Tracking:
    """Works the old file into the new one."""

    def __init__(self, old: _File, new: _File, author: str, day: datetime.date | None) -> None:
        self.old, self.new = old, new
        roots = [root for root in (new.document, new.footnotes) if root is not None]
        self.revise = Reviser(author, day, max((_numeric_id(e) for root in roots for e in root.iter()), default=0))
        align_contents(old.body, new.body)
        self.pairs = pair_blocks(old.body, new.body)
        votes = [*style_votes(old.styles, new.styles), *_list_votes(self.pairs)]
        self.lists = Lists(old.numbering, new.numbering, votes)
        self.pairs = survivable(self.pairs)
        self.moves = moves(self.pairs)
        self.styles = Styles(old.styles, new.styles)
        self.relations = Relations(old.parts, new.parts, (old.main, new.main))
        self.marked = _same_names(old.bookmarked_notes(), new.bookmarked_notes())

    def run(self) -> None:
        """Mark every change in the new file."""
        self._fill(self.new.body, self.pairs)
        before, after = self.old.body.find(_SECTION), self.new.body.find(_SECTION)
        if before is not None and after is not None:
            self._section(before, after)
        self._number_notes()

    def _number_notes(self) -> None:
        """Put the footnotes into the order of their calls, by which LibreOffice goes, and number them so."""
        calls = list(self.new.body.iter(_CALL))
        notes = [self.new.note(call.get(w("id"))) for call in calls]
        for number, (call, note) in enumerate(zip(calls, notes, strict=True), 1):
            if note is not None:
                call.set(w("id"), str(number))
                note.set(w("id"), str(number))
                self.new.footnotes.append(note)

    def _fill(self, container: Any, pairs: tuple[Pair, ...]) -> None:
        """Put what is gone where it was between the blocks of a body, a cell, a table or a footnote, and mark all."""
        gone: list[Any] = []
        last = None
        for pair in pairs:
            if pair.new is None:
                gone += self._deleted(pair)
                continue
            for block in gone:
                pair.new.addprevious(block)
            gone = []
            last = pair.new
            if pair.old is None:
                self._inserted(pair)
            else:
                self._both(pair)
        for block in reversed(gone):
            if last is not None:
                last.addnext(block)
            else:
                container.insert(sum(child.tag.endswith("Pr") for child in container), block)

    def _both(self, pair: Pair) -> None:
        if pair.new.tag == TBL:
            self._fill(pair.new, pair.inner[0])
        elif pair.new.tag == TR:
            for cell, inner in zip(pair.new.findall(TC), pair.inner, strict=True):
                self._fill(cell, inner)
        elif pair.new.tag == P:
            self._paragraph(pair)

    def _inserted(self, pair: Pair) -> None:
        for paragraph in list(pair.new.iter(P)):
            self.revise.turn(whole=True)
            content = [node for node in paragraph if node.tag != PPR]
            self._whole(paragraph, "ins", content, pair)
        for row in pair.new.iter(TR):
            self.revise.mark_row("ins", row)
        if pair.joins is not None:
            self._remember(pair.new, self._old_properties(pair.joins.old))

    def _deleted(self, pair: Pair) -> list[Any]:
        """A block of the old file as a deletion. Of a block that is neither paragraph nor table, what is in it."""
        if pair.old.tag not in (P, TBL, TR):
            content = pair.old.find(w("sdtContent"))
            inner = blocks(content) if content is not None else []
            return [made for block in inner for made in self._deleted(Pair(block))]
        made = copy.deepcopy(pair.old)
        self.styles.carry(made)
        self.relations.carry(made)
        for paragraph in list(made.iter(P)):
            self.revise.turn(whole=True)
            self._carry_number(paragraph_properties(paragraph))
            self._whole(paragraph, "del", joined(self._removed(tokens(paragraph, {}, whole=True))), pair)
        for row in made.iter(TR):
            self.revise.mark_row("del", row)
        if pair.joins is not None:
            before = plain_properties(made.find(PPR))
            made.replace(made.find(PPR), plain_properties(pair.joins.new.find(PPR)))
            self._remember(made, before)
        return [made]

    def _whole(self, paragraph: Any, kind: Kind, content: list[Any], pair: Pair) -> None:
        """Mark all of a paragraph."""
        name = self.moves.get(pair.element)
        revised = self.revise.move(kind, name, content) if name else self.revise.content(kind, content)
        paragraph[:] = [*paragraph.findall(PPR), *revised]
        if pair.mark is not None:
            self.revise.mark_paragraph(kind, paragraph, moved=bool(name))

    def _old_properties(self, paragraph: Any) -> Any:
        """The properties of an old paragraph, on a list of the new package."""
        properties = plain_properties(paragraph.find(PPR))
        self._carry_number(properties)
        return properties

    def _remember(self, paragraph: Any, before: Any) -> None:
        """Remember old properties that differ by more than `w:keepNext`, which only says that the end is near."""
        after = plain_properties(paragraph.find(PPR))
        sides = ([canonical(child) for child in side if child.tag != w("keepNext")] for side in (before, after))
        if next(sides) != next(sides):
            self.styles.carry(before)
            restyle_list(before, self.new.styles)
            self.revise.paragraph_was(paragraph_properties(paragraph), before)

    def _carry_number(self, properties: Any) -> None:
        number = number_of(properties)
        if number not in (None, "0"):
            properties.find(f"{w('numPr')}/{w('numId')}").set(w("val"), self.lists.number(number))

    def _paragraph(self, pair: Pair) -> None:
        self.revise.turn(whole=False)
        self._content(pair.old, pair.new)
        self._remember(pair.new, self._old_properties(pair.old))
        if pair.mark is not None:
            self.revise.turn(whole=True)
            self.revise.mark_paragraph(pair.mark, pair.new)
        sections = pair.old.find(f"{PPR}/{_SECTION}"), pair.new.find(f"{PPR}/{_SECTION}")
        if sections[0] is not None and sections[1] is not None:
            self._section(*sections)

    def _section(self, old: Any, new: Any) -> None:
        if canonical(plain_section(old)) != canonical(plain_section(new)):
            self.revise.section_was(new, old)

    def _content(self, old: Any, new: Any) -> None:
        """Mark the words that differ; a paragraph without any is not touched."""
        if _same_content(old, new):
            return
        before = [atom for atom in tokens(old, self.marked[0]) if atom.key is not None]
        every = tokens(new, self.marked[1])
        after = [atom for atom in every if atom.key is not None]
        steps = changes(before, after)
        for tag, a, b, c, d in steps:
            if tag == "equal":
                self._same_notes(before[a:b], after[c:d])
        if all(step[0] == "equal" for step in steps):
            return
        made: list[Any] = []
        rest = iter(every)
        for tag, a, b, c, d in steps:
            here = list(_take(rest, d - c))
            if tag == "equal":
                made += joined(node for atom in here for node in atom.nodes)
                continue
            made += self.revise.content("del", joined(self._carried(before[a:b])))
            made += self.revise.content("ins", joined(node for atom in here for node in atom.nodes))
        made += [node for atom in rest for node in atom.nodes]
        new[:] = [*new.findall(PPR), *made]

    def _carried(self, content: list[Token]) -> Iterator[Any]:
        """Atoms of the old file, with what they need in the new one."""
        for node in self._removed(content):
            self.styles.carry(node)
            self.relations.carry(node)
            if node.tag != R or len(node) > len(node.findall(w("rPr"))):
                yield node

    def _removed(self, content: list[Token]) -> Iterator[Any]:
        """The nodes of deleted atoms; a footnote called among them is copied."""
        for atom in content:
            if atom.key is None:
                continue
            if atom.note is not None and not self._copy_note(atom):
                continue
            if atom.field:
                yield from [plain_field(atom.nodes)] if shown(atom.nodes) else ()
            else:
                yield from (node for node in atom.nodes if node.tag not in RANGES)

    def _copy_note(self, atom: Token) -> bool:
        """Copy the footnote that a deleted atom calls, under a fresh number; False where there is no place for it."""
        note = self.old.note(atom.note or "")
        if note is None or self.new.footnotes is None:
            return False
        made = copy.deepcopy(note)
        number = str(max(_numeric_id(other) for other in self.new.footnotes) + 1)
        made.set(w("id"), number)
        self.styles.carry(made)
        self.new.footnotes.append(made)
        for node in atom.nodes:
            for call in node.iter(_CALL):
                call.set(w("id"), number)
        return True

    def _same_notes(self, old: list[Token], new: list[Token]) -> None:
        """Mark what changed in the footnotes that are called at the same place."""
        for before, after in zip(old, new, strict=True):
            if before.note is None or after.note is None:
                continue
            one, other = self.old.note(before.note), self.new.note(after.note)
            if one is not None and other is not None:
                self._fill(other, pair_blocks(one, other))


def _take(rest: Iterator[Token], count: int) -> Iterator[Token]:
    """The next atoms until `count` of them are more than range marks."""
    while count:
        atom = next(rest)
        count -= atom.key is not None
        yield atom


def _same_content(old: Any, new: Any) -> bool:
    """Whether two paragraphs hold the same, and call no footnote, whose text may differ all the same."""
    one, other = ([canonical(node) for node in side if node.tag != PPR] for side in (old, new))
    return one == other and new.find(f".//{_CALL}") is None


def _same_names(old: dict[str, str], new: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """One name for the bookmarks of each old footnote and the new one that is most like it."""
    before, after = list(old.items()), list(new.items())
    words = [[frozenset(text.split()) for _name, text in side] for side in (before, after)]
    pairs = align(list(old.values()), list(new.values()), lambda i, j: dice(words[0][i], words[1][j]))
    names: tuple[dict[str, str], dict[str, str]] = ({}, {})
    for number, (i, j) in enumerate(pairs):
        if i is not None:
            names[0][before[i][0]] = str(number)
        if j is not None:
            names[1][after[j][0]] = str(number)
    return names


def _numeric_id(element: Any) -> int:
    value = element.get(w("id"), "") if isinstance(element.tag, str) else ""
    return int(value) if value.lstrip("-").isdigit() else 0


def _list_votes(pairs: tuple[Pair, ...]) -> Iterator[tuple[str, str]]:
    """The lists on which paragraphs that answer each other are."""
    for pair in pairs:
        if not pair.both:
            continue
        old, new = number_of(pair.old.find(PPR)), number_of(pair.new.find(PPR))
        if old and new:
            yield old, new
        for inner in pair.inner:
            yield from _list_votes(inner)
