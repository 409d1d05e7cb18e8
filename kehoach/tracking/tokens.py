"""The content of a paragraph as a sequence of atoms: words, and everything that cannot be cut."""

from __future__ import annotations

import copy
import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

from lxml import etree

from kehoach.alike import BoundedMatcher
from kehoach.frozen import frozen
from kehoach.ooxml.elements import PPR, RPR, R, T, add_text, canonical
from kehoach.ooxml.names import w

Change = tuple[str, int, int, int, int]
"""As difflib says it: equal, delete, insert or replace; from where to where in the old and in the new sequence."""

_WORD = re.compile(r"\w+(?:[.,/-]\w+)*%?|\s|.", re.S)
_FIELD, _CODE, _NOTE = w("fldChar"), w("instrText"), w("footnoteReference")
RANGES = {w(n) for n in ("bookmarkStart", "bookmarkEnd", "proofErr", "commentRangeStart", "commentRangeEnd")}
_LONGEST = 20_000
"""Characters of a paragraph, ten pages of one."""
_TOO_FEW = 0.25
"""Where less than this of two texts is the same, all of it is replaced: crumbs of equal words help no reader."""


@frozen
class Token:
    """Something that is kept, deleted or inserted whole. A range mark has no key: it takes no part in comparing."""

    key: Hashable
    nodes: tuple[Any, ...]

    @property
    def note(self) -> str | None:
        """The id of the footnote that is called here."""
        found = (call.get(w("id")) for node in self.nodes for call in node.iter(_NOTE))
        return next(found, None)

    @property
    def field(self) -> bool:
        """Whether it is a field of several runs."""
        return isinstance(self.key, tuple) and self.key[0] == "field"

    @property
    def blank(self) -> bool:
        """Whether it is a text without a letter or a number."""
        return isinstance(self.key, tuple) and self.key[0] == "t" and not any(c.isalnum() for c in self.key[1])


def tokens(paragraph: Any, notes: Mapping[str, str], *, whole: bool = False) -> list[Token]:
    """The atoms of a paragraph. `notes` reports the bookmark around each footnote which footnote it is.

    `whole` leaves texts uncut, for a paragraph that is not compared; so are those that nobody would read word by word.
    """
    found: list[Token] = []
    field: list[Any] = []
    depth = 0
    whole = whole or sum(len(text.text or "") for text in paragraph.iter(T)) > _LONGEST
    for piece in _pieces(paragraph, whole):
        kinds = [mark.get(w("fldCharType")) for mark in piece.iter(_FIELD)] if piece.tag == R else []
        depth += kinds.count("begin") - kinds.count("end")
        if field or depth > 0:
            field.append(piece)
            if depth <= 0:
                found.append(Token(_field_key(field, notes), tuple(field)))
                field = []
        elif piece.tag in RANGES:
            found.append(Token(None, (piece,)))
        else:
            found.append(Token(_key(piece), (piece,)))
    if field:
        found.append(Token(_field_key(field, notes), tuple(field)))
    return list(_with_bookmarks(found))


def _pieces(paragraph: Any, whole: bool) -> Iterator[Any]:
    """Runs with one thing in each, a word or another child; elements that are no runs as they are."""
    for child in paragraph:
        if child.tag == PPR or not isinstance(child.tag, str):
            continue
        if child.tag != R:
            yield copy.deepcopy(child)
            continue
        if whole and next(child.iter(_FIELD, _CODE, _NOTE), None) is None:
            yield copy.deepcopy(child)
            continue
        properties = child.find(RPR)
        for part in child:
            if part.tag == RPR or not isinstance(part.tag, str):
                continue
            for word in [None] if part.tag != T else [part.text or ""] if whole else _WORD.findall(part.text or ""):
                run = etree.Element(R)
                if properties is not None:
                    run.append(copy.deepcopy(properties))
                if word is None:
                    run.append(copy.deepcopy(part))
                else:
                    add_text(run, word)
                yield run


def _key(piece: Any) -> Hashable:
    if piece.tag != R:
        return ("other", _without_ids(piece))
    properties = piece.find(RPR)
    look = canonical(properties) if properties is not None else b""
    if len(piece) > (1 if properties is None else 2):
        return ("run", _without_ids(piece))
    if piece[-1].tag == T:
        return ("t", piece[-1].text, look)
    if piece[-1].tag == _NOTE:
        return ("note", look)
    return ("piece", _without_ids(piece[-1]), look)


def _without_ids(element: Any) -> bytes:
    """The canonical form without numbers that only count: of content controls and drawings."""
    bare = copy.deepcopy(element)
    for counted in list(bare.iter(f"{{*}}{'docPr'}", w("id"))):
        counted.attrib.pop("id", None)
        counted.attrib.pop(w("val"), None)
    return canonical(bare)


def _field_key(field: Sequence[Any], notes: Mapping[str, str]) -> Hashable:
    """Code and shown text.

    Of an entry of the contents only that it is one; of a repeated footnote what `notes` says of its bookmark: name and
    number only count.
    """
    code = "".join(c.text or "" for piece in field for c in piece.iter(_CODE))
    if code.split()[:1] == ["TC"]:  # its text is that of the heading around it, in which changes are marked
        return ("field", "TC")
    for word in code.split():
        if word in notes:
            return ("field", notes[word], shown(field))
    return ("field", code, shown(field))


def shown(field: Sequence[Any]) -> str:
    """What a field shows; nothing of one that only marks a place."""
    return "".join(t.text or "" for piece in field for t in piece.iter(T))


def plain_field(field: Sequence[Any]) -> Any:
    """A run with what a field shows: a deleted field comes back as text, since LibreOffice cannot read one."""
    run = etree.Element(R)
    if (properties := field[0].find(RPR)) is not None:
        run.append(copy.deepcopy(properties))
    add_text(run, shown(field))
    return run


def _with_bookmarks(found: list[Token]) -> Iterator[Token]:
    """The call of a footnote and the bookmark around it become one atom."""
    at = 0
    while at < len(found):
        three = found[at : at + 3]
        tags = [atom.nodes[0].tag for atom in three]
        if tags == [w("bookmarkStart"), R, w("bookmarkEnd")] and three[1].note is not None:
            yield Token(three[1].key, tuple(node for atom in three for node in atom.nodes))
            at += 3
        else:
            yield found[at]
            at += 1


def changes(old: Sequence[Token], new: Sequence[Token]) -> list[Change]:
    """How the old atoms became the new ones; no atom of `old` and `new` is a range mark.

    What stayed between two changes and holds no letter goes with them, and texts with little in common are replaced.
    """
    before, after = [a.key for a in old], [a.key for a in new]
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    middle = slice(head, len(before) - tail), slice(head, len(after) - tail)
    blanks = {atom.key for atom in (*old, *new) if atom.blank}
    matcher = BoundedMatcher(before[middle[0]], after[middle[1]], junk=blanks.__contains__)
    steps: list[Change] = [("equal", 0, head, 0, head)] if head else []
    steps += [(tag, a + head, b + head, c + head, d + head) for tag, a, b, c, d in matcher.get_opcodes()]
    if tail:
        steps.append(("equal", len(before) - tail, len(before), len(after) - tail, len(after)))
    kept = sum(not atom.blank for tag, a, b, _c, _d in steps if tag == "equal" for atom in old[a:b])
    if kept < _TOO_FEW * sum(not atom.blank for atom in old) and not any(a.note for a in (*old, *new)):
        return [("replace", 0, len(old), 0, len(new))]
    merged: list[Change] = []
    for at, step in enumerate(steps):
        crumb = step[0] == "equal" and 0 < at < len(steps) - 1 and all(x.blank for x in old[step[1] : step[2]])
        if (crumb or step[0] != "equal") and merged and merged[-1][0] != "equal":
            merged[-1] = ("replace", merged[-1][1], step[2], merged[-1][3], step[4])
        else:
            merged.append(step)
    return merged


def _common(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    """How many items two sequences begin with alike."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(old), len(new)))
