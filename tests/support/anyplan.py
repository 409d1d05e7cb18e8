"""Plans of every shape, with the list of what each must print."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from hypothesis import strategies as st

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyấềộựỷ"
SIGNS = [
    *":#'\"&<>-%@*!|[]{},.;()/\\“”…$~^=+?", "- x", "a: b", " #5", "&amp;", "{_{", "}_}", "<w:p/>", "]]>",
]  # fmt: skip

words = st.text(LETTERS + LETTERS.upper(), min_size=1, max_size=6)
sentences = st.lists(st.one_of(words, words, words, st.sampled_from(SIGNS)), min_size=1, max_size=9).map(
    lambda parts: " ".join(" ".join(parts).split())
)


def harmless(text: str) -> bool:
    """Whether a text is running text: no expression, no undecided point, and something to read."""
    return not any(sign in text for sign in ("{{", "}}", "{%", "%}", "{#", "#}", "TODO")) and any(
        c.isalpha() for c in text
    )


texts = sentences.filter(harmless)


class Pick(Protocol):
    """What decides the shape of a plan."""

    def yes(self) -> bool: ...
    def number(self, low: int, high: int) -> int: ...
    def one_of(self, values: list[str]) -> str: ...
    def in_any_order(self, values: list[str]) -> list[str]: ...


@dataclass(frozen=True)
class Drawn:
    """Hypothesis decides."""

    draw: Callable[[Any], Any]

    def yes(self) -> bool:
        return self.draw(st.booleans())

    def number(self, low: int, high: int) -> int:
        return self.draw(st.integers(low, high))

    def one_of(self, values: list[str]) -> str:
        return self.draw(st.sampled_from(values))

    def in_any_order(self, values: list[str]) -> list[str]:
        return self.draw(st.permutations(values))


class Seeded(random.Random):
    """A seed decides."""

    def yes(self) -> bool:
        return self.random() < 0.5

    def number(self, low: int, high: int) -> int:
        return self.randint(low, high)

    def one_of(self, values: list[str]) -> str:
        return self.choice(values)

    def in_any_order(self, values: list[str]) -> list[str]:
        return self.sample(values, len(values))

    def sentence(self) -> str:
        """A running text with signs, now and then of several lines."""
        while True:
            length = self.randint(1, self.choice([9, 9, 50]))
            parts = [self.choice(SIGNS) if self.random() < 0.25 else self._word() for _part in range(length)]
            if harmless(text := " ".join(" ".join(parts).split())):
                return text

    def _word(self) -> str:
        return "".join(self.choices(LETTERS + LETTERS.upper(), k=self.randint(1, 6)))


@dataclass
class Writer:
    """Writes YAML as a careful drafter does, and remembers every leaf."""

    leaf: Callable[[], str]
    leaves: list[str] = field(default_factory=list)
    number: int = 0

    def text(self, indent: int, *, without: str = "") -> str:
        """A folded text, which keeps every sign."""
        value = self.leaf().replace(without, "") if without else self.leaf()
        self.leaves.append(value)
        return f">\n{' ' * (indent + 2)}{value}\n"

    def id(self) -> str:
        self.number += 1
        return f"ma-{self.number}"


def _items(writer: Writer, pick: Pick, indent: int, depth: int) -> str:
    pad = " " * indent
    out = ""
    for _index in range(pick.number(1, 2)):
        kinds = ["line", "paragraph", "target", "task", "fund", "duty", "group", "label", "parts"]
        kind = pick.one_of(kinds)
        if kind == "line":
            out += f"{pad}- {writer.text(indent)}"
            continue
        if kind == "paragraph":
            out += f"{pad}- paragraph: {writer.text(indent + 2)}"
            continue
        opening = _opening(kind, writer, pick, indent + 2).rstrip("\n")
        out += f"{pad}- {opening}\n"
        lead = " " * (indent + 2)
        if kind in ("target", "task", "fund") or pick.yes():
            out += f"{lead}text: {writer.text(indent + 2)}"
        if kind in ("duty", "group") and pick.yes():
            style = pick.one_of(["roman", "number", "decimal", "letter", "paren", "dash", "plus", "none"])
            out += f"{lead}list: {style}\n"
        if depth < 5 and pick.yes():
            out += f"{lead}items:\n{_items(writer, pick, indent + 4, depth + 1)}"
    return out


def _opening(kind: str, writer: Writer, pick: Pick, inner: int) -> str:
    """The first key of an item, which says what the item is."""
    match kind:
        case "target":
            return f"target: {writer.id()}"
        case "task":
            return f"task: {writer.id()}"
        case "fund":
            return "fund: Nguồn"
        case "duty":
            return "agencies: [so-khcn]"
        case "group":
            return f"heading: {writer.text(inner)}"
        case "label":
            return f"label: {writer.text(inner)}"
    return f"parts:\n{_parts(writer, pick, inner + 2)}"


def _parts(writer: Writer, pick: Pick, indent: int) -> str:
    pad = " " * indent
    out = f"{pad}- {writer.text(indent)}"
    if pick.yes():
        out += f"{pad}- target: {writer.id()}\n{pad}  text: {writer.text(indent + 2)}"
    return out


def _appendix(writer: Writer, pick: Pick) -> str:
    kind = pick.one_of(["tasks", "targets", "funding", "table", "text"])
    out = f"  - kind: {kind}\n    title: {writer.text(4)}"
    if pick.yes():
        out += "    landscape: true\n"
    if pick.yes():
        out += f"    note: {writer.text(4)}"
    if kind == "text":
        out += f"    items:\n{_items(writer, pick, 6, 2)}"
    elif kind == "table":
        # `|` parts cells, and ` > ` in a heading its two lines
        cells = [writer.leaf().replace("|", "I").replace(">", "<") for _cell in range(6)]
        writer.leaves += cells
        out += f"    columns:\n      - >\n        {cells[4]}\n      - >\n        {cells[5]}\n"
        out += f"    rows: |\n      {cells[0]} | {cells[1]}\n      {cells[2]} | {cells[3]}\n"
    else:
        key = {"tasks": "task", "targets": "target", "funding": "fund"}[kind]
        name = "Nguồn" if kind == "funding" else writer.id()
        out += f"    columns:\n      order: STT\n      text: {writer.text(6, without='>')}"
        out += f"    items:\n      - heading: {writer.text(8)}        items:\n"
        out += f"          - {key}: {name}\n            text: {writer.text(12)}"
    return out


def plan(draw: Callable[[Any], Any], leaf: Callable[[], str]) -> tuple[str, list[str]]:
    """A plan text and everything that it must print, as hypothesis draws it."""
    return plan_of(Drawn(draw), leaf)


def seeded_plan(begin: int | str) -> str:
    """A plan text that is the same each time. What hypothesis draws depends on the code that is loaded."""
    chance = Seeded(begin)
    return plan_of(chance, chance.sentence)[0]


def plan_of(pick: Pick, leaf: Callable[[], str]) -> tuple[str, list[str]]:
    """A plan text and everything that it must print."""
    writer = Writer(leaf)
    out = f"year: 2026\nissuer: ubnd-tinh\ndate: 3/2026\nsubject: {writer.text(0)}"
    if pick.yes():
        out += f"decision:\n  subject: {writer.text(2)}  articles:\n    - {writer.text(4)}    - {writer.text(4)}"
    if pick.yes():
        out += f"bases:\n  - {writer.text(2)}  - type: Quyết định\n    number: 5/QĐ-UBND\n    subject: {writer.text(4)}"
    out += f"opening: {writer.text(0)}sections:\n"
    kinds = ["purpose", "targets", "solutions", "funding", "duties", "reporting", "text"]
    for kind in pick.in_any_order(kinds)[:3]:
        out += f"  - kind: {kind}\n    heading: {writer.text(4)}"
        if pick.yes():
            out += f"    text: {writer.text(4)}"
        if pick.yes():
            out += f"    items:\n{_items(writer, pick, 6, 1)}"
    if pick.yes():
        out += f"closing: {writer.text(0)}"
    out += f"recipients:\n  - {writer.text(2)}  - text: {writer.text(4)}    items:\n      - {writer.text(6)}"
    out += "archive: VT, TH\n"
    name, office = writer.leaf(), writer.leaf()
    writer.leaves += [name, office]
    out += f"signature:\n  authority: [TM]\n  title: Chủ tịch\n  name: >\n    {name}\n  office: >\n    {office}\n"
    if pick.yes():
        out += "appendices:\n" + "".join(_appendix(writer, pick) for _number in range(pick.number(1, 2)))
    return out, writer.leaves
