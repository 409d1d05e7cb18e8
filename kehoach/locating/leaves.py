"""The texts that were typed, as the words that they print, each with its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property

from kehoach.documents.letterhead import long_date
from kehoach.documents.origin import Keys
from kehoach.frozen import frozen, replace
from kehoach.model.agency import Agencies
from kehoach.model.base import Located, Ref, Todo
from kehoach.model.items import Group
from kehoach.model.period import IssueDate
from kehoach.model.plan import DEFAULT_HEADINGS, Plan, Section
from kehoach.model.prose import BRACES, Call, Expression, Form, Prose, Scope, Sum, Tree, UnknownName, look_up
from kehoach.model.scopes import scope_of
from kehoach.source import ListNode, MappingNode, Node, Span, TextNode
from kehoach.undecided import PATTERN

_WORD = re.compile(r"\S+")
_EXPRESSION = re.compile(BRACES)
_TODO = re.compile(PATTERN)
_EDGES = re.compile(r"^[^\w%]+|[^\w%]+$")


@frozen
class Location:
    """Where a printed word was typed.

    `span` is the word, or the expression or id that prints it; `item` all of the item or value that it is in. `value`
    is where what an expression prints was typed. What is not `is_typed` is kehoach's own, printed for the item.
    """

    span: Span
    item: Span
    value: Span | None = None
    is_typed: bool = True

    @property
    def line(self) -> int:
        """The line of the file, from 1."""
        return self.span.line

    def is_on(self, path: str, line: int) -> bool:
        """Whether the word, or the value that it shows, was typed on a line of a file."""
        spans = (self.span, self.value) if self.value else (self.span,)
        return any(span.source.path == path and span.line == line for span in spans)


@frozen
class Leaf:
    """One typed text: its words as they print, folded, each with its place.

    `is_name`: it is what an id stands for. `only_whole`: a part of it in a line is an accident.
    """

    words: tuple[str, ...]
    places: tuple[Location, ...]
    is_name: bool = False
    only_whole: bool = False


def folded(word: str) -> str:
    """A word as it is compared: without the signs around it, in small letters."""
    return (_EDGES.sub("", word) or word).casefold()


@frozen
class Leaves:
    """The typed texts of one plan. `agencies` is the registry with the plan's own."""

    plan: Plan
    agencies: Agencies

    def of(self, thing: object) -> Iterator[Leaf]:
        """The texts of a thing itself: those of items inside of it are theirs."""
        if isinstance(thing, Prose):
            yield self._of_prose(thing, thing.span, thing)
        elif isinstance(thing, (tuple, dict)):
            for one in thing.values() if isinstance(thing, dict) else thing:
                yield from self.of(one)
        elif isinstance(thing, Keys) and isinstance(thing.of, Located):
            yield from self._of_located(thing.of, thing.names, thing.inner)
        elif isinstance(thing, Located):
            yield from self._of_located(thing)

    def below(self, thing: object) -> Iterator[Leaf]:
        """The texts of the items inside a thing."""
        for one in thing if isinstance(thing, tuple) else (thing,):
            one = one.of if isinstance(one, Keys) else one
            for inner in (*getattr(one, "parts", ()), *getattr(one, "items", ())):
                yield from self.of(inner)
                yield from self.below(inner)

    def named_by(self, thing: object) -> Iterator[Leaf]:
        """The texts of the targets that a thing names by their ids."""
        for one in thing if isinstance(thing, tuple) else (thing,):
            one = one.of if isinstance(one, Keys) else one
            for key in getattr(one, "targets", ()) if isinstance(one, Group) else ():
                if isinstance(key, str) and (target := self.plan.targets.get(key)):
                    yield from self.of(target)

    def _of_located(self, thing: Located, names: tuple[str, ...] = (), inner: str = "") -> Iterator[Leaf]:
        """The texts in a thing's keys, in those of these names where there are some; of a target its plan first, whose
        unit is that of the others.
        """
        values = self.plan.values if thing is self.plan else (value for _holder, _name, value in thing.walk())
        proses = {_stretch(value.source.span): value for value in values if isinstance(value, Prose)}
        apart = _INSIDE if isinstance(thing, (Group, Section, Plan)) else ()
        entries = thing.written.by_key if thing.written else {}
        for key, entry in sorted(entries.items(), key=lambda one: not one[0].startswith("value")):
            if key in names if names else key not in apart and key not in _UNPRINTED:
                value = entry.value
                if inner and isinstance(value, MappingNode):
                    kept = tuple(one for one in value.entries if str(one.key.value) == inner)
                    value = replace(value, entries=kept)
                yield from self._of_node(value, proses, thing.span, thing)

    def _of_node(self, node: Node, proses: dict[_Stretch, Prose], item: Span, thing: object) -> Iterator[Leaf]:
        if isinstance(node, MappingNode):
            for entry in node.entries:
                yield from self._of_node(entry.key, {}, node.span, thing)
                yield from self._of_node(entry.value, proses, node.span, thing)
        elif isinstance(node, ListNode):
            for one in node.items:
                yield from self._of_node(one, proses, item, thing)
        elif prose := proses.get(_stretch(node.span)):
            yield self._of_prose(prose, item, thing)
        else:
            yield _leaf(((word[0], node.value.at(*word.span()), None) for word in _WORD.finditer(node.value)), item)
            for text, value in self._meant(node, thing):
                yield replace(_leaf(((word, node.span, value) for word in text.split()), item), is_name=True)
            if isinstance(thing, Plan) and thing.at("year") == node.span:
                yield _of_date(_leaf(((word, node.span, None) for word in ("năm", str(node.value))), item))
            if isinstance(thing, Plan) and isinstance(thing.date, IssueDate) and thing.at("date") == node.span:
                yield _of_date(_leaf(((word, node.span, None) for word in long_date(thing.date).split()), item))

    def _meant(self, node: TextNode, thing: object) -> Iterator[tuple[str, Span | None]]:
        """What a short text prints that is not as it was typed: the id of a body, the kind of a section."""
        if agency := self.agencies.get(Ref(str(node.value))):
            value = _typed(agency.at("name"))
            for text in (
                *agency.names,
                agency.place,
                *agency.letterhead,
                agency.collective,
                agency.head,
                agency.symbol,
            ):
                if isinstance(text, str):
                    yield text, value
            if isinstance(thing, Plan) and (parent := self.agencies.get(agency.parent)):
                yield from ((text, value) for text in (*parent.names, *parent.letterhead) if isinstance(text, str))
        elif isinstance(thing, Section) and not thing.heading and str(node.value) == thing.kind.value:
            yield DEFAULT_HEADINGS[thing.kind], None

    def _of_prose(self, prose: Prose, item: Span, thing: object) -> Leaf:
        return _leaf(_words(list(self._pieces(prose, thing))), item)

    def _pieces(self, prose: Prose, thing: object) -> Iterator[_Piece]:
        """What a text prints, with the index in its source, or the place of the expression and of its value."""
        source, at = prose.source, 0
        scope = scope_of(thing, self.plan, self.agencies)
        for number, paragraph in enumerate(prose.paragraphs):
            if number:
                yield " ", at, None, None
                at += 1
            for piece in paragraph:
                if isinstance(piece, str):
                    yield piece, at, prose, None
                    at += len(piece)
                elif isinstance(piece, Expression):
                    yield self._printed(piece, scope), at, piece.span, self._value(piece.tree, thing)
                    at = found.end() if (found := _EXPRESSION.match(source, at)) else at
                elif isinstance(piece, Todo):
                    yield str(piece), at, piece.span, None
                    at = found.end() if (found := _TODO.match(source, at)) else at

    def _printed(self, expression: Expression, scope: Scope) -> str:
        try:
            return str(look_up(expression.tree, scope))
        except UnknownName:
            return ""

    def _value(self, tree: Tree, thing: object) -> Span | None:
        """Where the value of an expression was typed, None where nobody typed it as such."""
        form = ""
        if isinstance(tree, Sum):
            tree = tree.of
        if isinstance(tree, Form):
            tree, form = tree.of, tree.name
        if isinstance(tree, Call):
            holder, key = self._called(tree)
            return _typed(holder.at(*(key or _keyed(form)))) if holder else None
        if tree.name in _OF_PLAN:
            return _typed(self.plan.at(_OF_PLAN[tree.name]))
        holders = (thing, *reversed(self._above.get(id(thing), ())))
        holder = next((one for one in holders if isinstance(one, Group) and one.wrote(tree.name)), None)
        return _typed(holder.at(tree.name)) if holder else None

    def _called(self, call: Call) -> tuple[Located | None, tuple[str, ...]]:
        match call.name:
            case "target":
                return self.plan.targets.get(call.argument), ()
            case "due":
                return self.plan.periods.get(call.argument), ("due",)
            case "agency":
                return self.agencies.get(Ref(call.argument)), ("name",)
        return None, ()

    @cached_property
    def _above(self) -> dict[int, tuple[object, ...]]:
        return {id(placed.item): placed.above for placed in self.plan.placed}


_Stretch = tuple[int, int]
_Piece = tuple[str, int, Prose | Span | None, Span | None]
_INSIDE = frozenset(("items", "parts", "sections", "appendices"))
"""Keys whose values are things of their own."""
_UNPRINTED = frozenset(
    ("id", "task", "target", "list", "contents", "reminder", "every", "better", "levels", "merge", "sums")
)
_OF_PLAN = {"year": "year", "first_year": "year", "last_year": "year", "issuer": "issuer"}


def _stretch(span: Span) -> _Stretch:
    return span.start, span.end


def _typed(span: Span) -> Span | None:
    return span if span.source.path else None


def _keyed(form: str) -> tuple[str, ...]:
    """The key of a target that a form shows: `value_2025` is in `values`."""
    name, _, year = form.partition("_")
    return (f"{name}s", year) if year else (name or "target",)


def _words(pieces: list[_Piece]) -> Iterator[tuple[str, Span, Span | None]]:
    """The words of a text; one that begins in one piece and ends in another is where it begins."""
    whole = "".join(text for text, *_rest in pieces)
    starts, at = [], 0
    for text, *_rest in pieces:
        starts.append(at)
        at += len(text)
    for word in _WORD.finditer(whole):
        first = next((index for index in range(*word.span()) if whole[index].isalnum()), word.start())
        number = bisect_right(starts, first) - 1
        _text, index, of, value = pieces[number]
        if isinstance(of, Prose):
            begin = index + max(word.start(), starts[number]) - starts[number]
            end = min(index + word.end() - starts[number], index + len(pieces[number][0]))
            yield word[0], of.source.at(begin, end), None
        elif of:
            yield word[0], of, value


def _of_date(leaf: Leaf) -> Leaf:
    """A day as it prints: of its words only the numbers were typed."""
    places = (replace(place, is_typed=word.isdigit()) for word, place in zip(leaf.words, leaf.places, strict=True))
    return replace(leaf, places=tuple(places), only_whole=True)


def _leaf(words: Iterable[tuple[str, Span, Span | None]], item: Span) -> Leaf:
    found = [(folded(word), Location(span, item, value)) for word, span, value in words]
    return Leaf(tuple(word for word, _place in found), tuple(place for _word, place in found))
