"""KH1: marks of lists that kehoach prints, typed once more: "I. MỤC TIÊU", "- Rà soát"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from kehoach.diagnostics import Message, Severity, _
from kehoach.edits import Edit
from kehoach.frozen import frozen
from kehoach.model import labels
from kehoach.model.agency import Agencies
from kehoach.model.appendix import TextAppendix
from kehoach.model.items import Group, ListStyle
from kehoach.model.numbering import (
    begins_part,
    has_heading,
    has_own_heading,
    is_headed_by_names,
    label_below,
    prints_itself,
    says_none,
    style_below,
    style_of,
    typed_mark,
)
from kehoach.model.plan import Plan, Section
from kehoach.model.prose import Prose
from kehoach.patterns import regex
from kehoach.rules import RuleBook, Violation, at_lines

book = RuleBook()

_BULLET = regex(r"[-\u2013\u2014+•●▪◦■□❖✓✔➢](?: +(?=\S)|(?=[^\W\d_]))|\* +(?=\S)")
_COUNTED = regex(
    r"(?P<label>\d{1,2}(?:\.\d{1,2})*\.|\d{1,2}[/-](?= )|\(?\d{1,2}\)|[a-zđ]\)|[a-zđ][./](?= )|\([ivx]{1,5}\)"
    r"|[IVX]{1,6}\.(?! ?[A-ZĐ]\.)|\d{1,2}(?:\.\d{1,2}){1,5}(?= ))"
    r" *(?=[^\W\d_]|[“\"(])"
)
_ROMAN = "IVX"


@frozen
class Printed:
    """Something that prints with a mark: what it is, what holds it, which text comes after the mark."""

    holder: Section | Group | Prose
    above: Section | Group | TextAppendix | None
    text: Prose | None
    style: ListStyle
    label: str

    @property
    def typed(self) -> str:
        """The mark typed at the beginning of the text, with the blanks after it; "" when there is none."""
        source = str(self.text.source) if self.text else ""
        if bullet := _BULLET.match(source):
            return bullet[0]
        counted = _COUNTED.match(source)
        if counted is None or self._is_of_the_sentence(counted["label"], source):
            return ""
        return counted[0]

    def _is_of_the_sentence(self, label: str, source: str) -> bool:
        """Whether a label counts what is in the sentence, "a) đất; b) nước", or is an initial, "V. I. Lê-nin"."""
        if label[0] in _ROMAN:
            return self.style is not ListStyle.ROMAN and not self.is_heading
        if label[-1].isdecimal():  # "1.1 Mục tiêu" of a heading; in a sentence a decimal fraction
            return not self.is_heading or not source[len(label) :].lstrip()[:1].isupper()
        known = labels.read(label)
        following = labels.label_of(known[0], known[1] + 1) if known and label.endswith(")") else ""
        return bool(following) and f" {following}" in source

    @property
    def is_heading(self) -> bool:
        """Whether the text is on a line of its own."""
        return self.text is getattr(self.holder, "heading", None)


@book.rule("KH152", Severity.WARNING)
def mark_typed_too(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A text begins with the number or sign that kehoach prints before it.

    Why: it prints twice, "I. I. MỤC TIÊU" or "- - Rà soát". kehoach counts by itself; `list: letter` makes a), b), c)
    of a list, and `mark:` holds a number that must stay as it is.
    Bad:
        - heading: 1. Tuyên truyền
          items: ["- Phát thanh"]
    Good:
        - heading: Tuyên truyền
          items: [Phát thanh]
    """
    for siblings in map(_List, _lists(plan)):
        if style := siblings.style_meant:
            yield _other_style(siblings, style)
            continue
        for index, (one, typed) in enumerate(zip(siblings.entries, siblings.typed, strict=True)):
            if typed:
                yield _twice(one, typed, siblings, index)


class _List:
    """The entries of one list, and what is typed at the beginning of each."""

    def __init__(self, entries: list[Printed]) -> None:
        self.entries = entries
        self.typed = [one.typed for one in entries]

    @cached_property
    def has_plus_alone(self) -> bool:
        """Whether every entry begins with a plus: then it is no level of its own."""
        return all(typed.strip() == "+" for typed in self.typed)

    @cached_property
    def last_counted(self) -> dict[ListStyle, int]:
        """Index of the last entry of each style whose number kehoach counts and nobody typed."""
        pairs = zip(self.entries, self.typed, strict=True)
        return {one.style: index for index, (one, typed) in enumerate(pairs) if not typed}

    @property
    def style_meant(self) -> ListStyle | None:
        """The style in which all entries are counted from the first on, where kehoach would print another."""
        if len(self.entries) < 2 or not all(self.typed):
            return None
        read = [labels.read(mark.strip()) for mark in self.typed]
        if read[0] is None or read != [(read[0][0], number) for number in range(1, len(read) + 1)]:
            return None
        style, holder = read[0][0], self.entries[0].above
        if style is self.entries[0].style or style in _UNCOUNTED or getattr(holder, "written", None) is None:
            return None
        return None if getattr(holder, "list", None) or any(map(_has_mark, self.entries)) else style


_UNCOUNTED = (ListStyle.DECIMAL, ListStyle.DASH, ListStyle.PLUS, ListStyle.STAR)
"""Styles that are no style of a whole list by themselves: a decimal goes on from the number above it."""


def _twice(one: Printed, typed: str, siblings: _List, index: int) -> Violation:
    assert one.text is not None
    mark = typed.strip()
    same = _is_same(mark, one, siblings)
    hint: Message = _("delete it")
    if not same:
        hint = _('delete it; to print it in place of {label}: mark: "{mark}"', label=one.label, mark=mark)
    return Violation(
        one.text.source.at(0, len(typed)),
        _("{mark} is typed, and kehoach prints {label} before it", mark=mark, label=one.label),
        hint,
        without(one.text, len(typed)) if same else _as_mark(one, typed, siblings, index),
    )


def _is_same(mark: str, one: Printed, siblings: _List) -> bool:
    """Whether nothing is lost when the typed mark is deleted: it is the printed one, or a sign that counts nothing."""
    if mark == "+" and one.label != "+":  # a level of its own, where others have a dash
        return siblings.has_plus_alone
    if _BULLET.match(f"{mark} x"):
        return True
    return re.sub("[/-]$", ".", mark) == one.label


def _has_mark(one: Printed) -> bool:
    return getattr(one.holder, "mark", None) is not None


def _other_style(siblings: _List, style: ListStyle) -> Violation:
    """One finding for a whole list: its marks, and the style that prints them."""
    texts = [(one.text, len(typed)) for one, typed in zip(siblings.entries, siblings.typed, strict=True) if one.text]
    places = [text.source.at(0, end) for text, end in texts]
    edits = [edit for text, end in texts for edit in without(text, end) or ()]
    key = with_key(siblings.entries[0].above, f"list: {style}")
    return Violation(
        places[0],
        at_lines(
            _(
                "{first} to {last} are typed, and kehoach prints {label}",
                first=siblings.typed[0].strip(),
                last=siblings.typed[-1].strip(),
                label=siblings.entries[0].label,
            ),
            places,
        ),
        _("write list: {style} above items, and the texts without them", style=style),
        (*edits, *key) if key and len(edits) == len(texts) else None,
    )  # fmt: skip


def _as_mark(one: Printed, typed: str, siblings: _List, index: int) -> tuple[Edit, ...] | None:
    """The edits that make the typed mark the printed one; none where the numbers of others would change."""
    read = labels.read(typed.strip())
    if read is None or _has_mark(one) or one.text is None:
        return None
    if siblings.last_counted.get(read[0], -1) > index:
        return None
    own = without(one.text, len(typed))
    key = f'mark: "{typed.strip()}"'
    if not isinstance(one.holder, Prose):
        added = with_key(one.holder, key) if one.text in _own_texts(one.holder) else None
    else:
        added = _with_text(one.holder, key)
    if not own or not added:
        return None
    (key_edit,), (gone,) = added, own
    if key_edit.start == gone.start:  # of a text without quotes both are at its beginning
        return (Edit(gone.start, gone.end, key_edit.text),)
    return (key_edit, gone)


def _own_texts(holder: Section | Group) -> tuple[object, ...]:
    return tuple(getattr(holder, key, None) for key in ("heading", "label", "text"))


def _with_text(prose: Prose, key: str) -> tuple[Edit, ...] | None:
    """The edit that makes a mapping of a text on one line of a list."""
    span = prose.source.span
    before = span.source.line(span.line)[: span.column - 1]
    if "\n" in span.text or span.text[:1] in "|>" or not re.fullmatch(r" *- +", before):
        return None
    return (Edit(span.start, span.start, f"{key}\n{' ' * len(before)}text: "),)


def with_key(holder: object, key: str) -> tuple[Edit, ...] | None:
    """The edit that writes one more key at the beginning of a mapping."""
    node = getattr(holder, "written", None)
    if node is None or not node.entries:
        return None
    start = node.entries[0].key.span.start
    source = node.span.source
    if node.flow:
        return (Edit(start, start, f"{key}, "),)
    before = source.line(source.line_of(start))[: source.column_of(start) - 1]
    return (Edit(start, start, f"{key}\n{' ' * len(before)}"),) if not before.strip(" -") else None


def without(prose: Prose, end: int) -> tuple[Edit, ...] | None:
    """The edit that deletes the first `end` characters of a text; none where YAML would read what is left otherwise."""
    span = prose.source.at(0, end)
    text = span.source.text
    start, stop = span.start, span.start + len(span.text.rstrip())
    stop += len(text[stop : stop + _GAP]) - len(text[stop : stop + _GAP].lstrip())
    left = str(prose.source)[end:].strip()
    if not prose.source.is_placed or " ".join(text[start:stop].split()) != " ".join(prose.source[:end].split()):
        return None
    if left.lower() in ("", "~", "null", *labels.NONE):
        return None
    after, is_quoted = text[stop : stop + 1], text[start - 1 : start] in ("'", '"')
    return (Edit(start, stop, ""),) if after.isalnum() or after in "“(" or (is_quoted and after) else None


_GAP = 200
"""Blanks and line ends that may be between a mark and its text."""


class _Mark(NamedTuple):
    """A mark as it prints."""

    style: ListStyle
    number: int
    label: str


_NO_MARK = _Mark(ListStyle.NONE, 0, "")


def _lists(plan: Plan) -> Iterator[list[Printed]]:
    """Every list of the plan with the marks that print."""
    yield from _sections(plan)
    for appendix in plan.appendices:
        if isinstance(appendix, TextAppendix):
            yield from _items(plan, appendix, _NO_MARK, 0)


def _sections(plan: Plan) -> Iterator[list[Printed]]:
    style = plan.list[0] if plan.list else ListStyle.ROMAN
    number, siblings = 0, list[Printed]()
    below: list[tuple[Section, _Mark]] = []
    for section in plan.sections:
        number = 0 if begins_part(section) else number
        if says_none(section):
            below.append((section, _NO_MARK))
            continue
        mark = _next(section, style, number, _NO_MARK)
        number = mark.number
        siblings.append(Printed(section, None, section.heading, mark.style, mark.label))
        below.append((section, mark))
    yield siblings
    for section, own in below:
        yield from _items(plan, section, own, 0)


def _items(plan: Plan, holder: Section | Group | TextAppendix, above: _Mark, depth: int) -> Iterator[list[Printed]]:
    """The list of what a holder holds, then the lists below each of its items."""
    siblings = list[Printed]()
    numbers: dict[ListStyle, int] = {}
    inner: list[tuple[Group, _Mark]] = []
    for item, asked in _printing(holder.items, holder.list):
        if asked is None and len(plan.list) > depth + 1:
            asked = plan.list[depth + 1]
        style = style_of(item, asked or style_below(above, has_heading=has_heading(item)))
        mark = _next(item, style, numbers.get(style, 0), above)
        numbers[style] = mark.number
        if mark.label:
            siblings.append(Printed(item, holder, _after_mark(item), style, mark.label))
        if isinstance(item, Group):
            inner.append((item, mark))
    yield siblings
    for group, mark in inner:
        yield from _items(plan, group, mark, depth + 1)


def _printing(items: Iterable[object], asked: ListStyle | None) -> Iterator[tuple[Prose | Group, ListStyle | None]]:
    """The items that print with a mark, with the style asked for; what only holds others passes them on."""
    for item in items:
        if isinstance(item, Group) and not prints_itself(item):
            yield from _printing(item.items, item.list or asked)
        elif isinstance(item, (Prose, Group)):
            yield item, asked


def _next(holder: object, style: ListStyle, number: int, above: _Mark) -> _Mark:
    """The mark that prints: the one typed by hand, else the next of its list; a decimal goes on from that above."""
    if typed := typed_mark(holder):
        known = labels.read(typed)
        return _Mark(style, known[1] if known else number, typed)
    return _Mark(style, number + 1, label_below(style, number + 1, above if above.label else None))


def _after_mark(item: object) -> Prose | None:
    """The text that is printed right after the mark; None where it is made of names, or there is none."""
    if isinstance(item, Prose):
        return item
    if not isinstance(item, Group):
        return getattr(item, "paragraph", None)
    if has_own_heading(item):
        return item.heading
    if is_headed_by_names(item):
        return None
    return item.label or item.text or next((_after_mark(part) for part in item.parts), None)
