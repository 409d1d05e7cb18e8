"""Values written as YAML in every manner that drafters have, by a seed; and what a YAML text says, read naively.

The reading is PyYAML's, which guesses no types here, and the folding rules of docs/plan-format: no code of kehoach.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import yaml

Tree = Any
"""Texts (None for nothing), lists and dictionaries."""


def said(text: str, loader: Any = yaml.CBaseLoader) -> Tree:
    """What a YAML text says: its texts with blanks collapsed, one line a paragraph; tables as rows of cells."""
    return _said(yaml.compose(text, Loader=loader), "")


def _said(node: Any, key: str) -> Tree:
    if isinstance(node, yaml.MappingNode):
        pairs = [(meaning(one.value), _said(two, one.value)) for one, two in node.value]
        assert len(dict(pairs)) == len(pairs), "a key is twice"
        return dict(pairs)
    if isinstance(node, yaml.SequenceNode):
        return [_said(one, "") for one in node.value]
    if node is None or (not node.style and node.value in ("", "~", "null")):
        return None
    if key == "rows":
        return cells(node.value) or None
    return (folded(node.value) if node.style == ">" else meaning(node.value)) or None


def meaning(text: str) -> str:
    """A text as kehoach means it: NFC, blanks collapsed, empty lines left out."""
    lines = (" ".join(line.split()) for line in unicodedata.normalize("NFC", text).split("\n"))
    return "\n".join(line for line in lines if line)


def folded(value: str) -> str:
    """What a folded block says: only an empty line parts paragraphs, also where a line is indented deeper."""
    lines = value.split("\n")
    paragraphs = [lines[0]]
    for before, line in pairwise(lines):
        if not before.strip() or not line.strip() or not (before[:1] in " \t" or line[:1] in " \t"):
            paragraphs.append(line)
        else:
            paragraphs[-1] += f" {line}"
    return meaning("\n".join(paragraphs))


def cells(text: str) -> list[list[str]]:
    """A pasted table: a row each line, cells between tabs or signs that stand alone."""
    rows = (re.split(r"\t|(?<!\S)\|(?!\S)", line.strip("\r\n ")) for line in text.split("\n") if line.strip())
    return [[re.sub(" ?<br/?> ?", "<br>", meaning(cell)) for cell in row] for row in rows]


@dataclass
class OddWriter:
    """Writes values as YAML in a manner that the seed chooses, for the file and for each value."""

    chance: random.Random

    def __post_init__(self) -> None:
        one = self.chance.choice
        self.step = one((2, 2, 2, 4, 3, 1))
        self.dash = min(one((0, 2, 2, 2, 4)), self.step) if self.step > 1 else one((0, 1))
        self.newline = one(("\n", "\n", "\r\n"))
        self.width = one((60, 90, 118, 10_000))
        self.comments = one((0.0, 0.1, 0.3))
        self.oddity = one((0.05, 0.3, 0.8))
        """How often a text is written otherwise than the next one."""
        self.flows = one((0.0, 0.2, 0.5))
        self.ends = self.chance.random() < 0.8

    def text(self, tree: Mapping[str, Tree]) -> str:
        """A whole file."""
        lines = ["# yaml-language-server: $schema=x", "#\tghi chú\tcó tab"] if self.yes(0.5) else []
        lines += ["---"] if self.yes(0.1) else []
        for key, value in tree.items():
            lines += [""] * self.yes(0.3)
            lines += self.entry(key, value, 0)
        return self.newline.join(lines) + self.newline * self.ends

    def yes(self, share: float) -> bool:
        return self.chance.random() < share

    def comment(self, pad: str) -> list[str]:
        said = ("# ghi chú", "# a: b", "#- x", "#\tTab\t'\"", "# kehoach: ignore[KH624] vì thế", "# {{ x }}, [y]")
        return [pad + self.chance.choice(said)] if self.yes(self.comments) else []

    def trailing(self) -> str:
        return self.chance.choice(("  # ghi chú", " #\tx", " # [a, b]: {c}")) if self.yes(self.comments) else ""

    def entry(self, key: str, value: Tree, column: int) -> Iterator[str]:
        pad = " " * column
        yield from self.comment(pad)
        name = self.key(key)
        colon = " :" if self.yes(0.03) else ":"
        if isinstance(value, dict) and value and not self.is_flow(value):
            yield f"{pad}{name}{colon}{self.trailing()}"
            for inner, one in value.items():
                yield from self.entry(inner, one, column + self.step)
        elif isinstance(value, list) and value and key != "rows" and not self.is_flow(value):
            yield f"{pad}{name}{colon}{self.trailing()}"
            gap = self.yes(0.2)
            for number, one in enumerate(value):
                yield from [""] * (gap and number > 0)
                yield from self.item(one, column + self.dash, self.yes(0.1))
        else:
            yield from self.leaf(f"{pad}{name}{colon}", value, column, self.step, key)

    def item(self, value: Tree, column: int, apart: bool) -> Iterator[str]:
        pad = " " * column
        yield from self.comment(pad)
        if isinstance(value, dict) and value and not self.is_flow(value):
            deep = column + 2 + (2 if self.yes(0.05) else 0)
            lines = [line for key, one in value.items() for line in self.entry(key, one, deep)]
            first = next(at for at, line in enumerate(lines) if not line.lstrip().startswith("#"))
            if apart:
                yield f"{pad}-{self.trailing()}"
                yield from lines
            else:
                yield f"{pad}-{' ' * (deep - column - 1)}{lines[first].lstrip()}"
                yield from lines[first + 1 :]
        else:
            yield from self.leaf(f"{pad}-", value, column, 2, "")
        if self.yes(self.comments / 3):
            yield f"{pad} # về mục trên"

    def is_flow(self, value: Tree) -> bool:
        """Whether a value is short and simple enough for brackets, and the seed wants them."""
        inside = value.values() if isinstance(value, dict) else value
        return self.yes(self.flows) and len(str(value)) < 150 and not any(isinstance(one, dict) for one in inside) and (
            "rows" not in value
        )  # fmt: skip

    def flow(self, value: Tree) -> str:
        comma = self.chance.choice((", ", ",  ", ","))
        if isinstance(value, dict):
            inside = [f"{self.key(key, flow=True)}: {self.flow(one)}" for key, one in value.items()]
            return "{" + comma.join(inside) + "}"
        if isinstance(value, list):
            return "[" + comma.join(map(self.flow, value)) + ("," if value and self.yes(0.1) else "") + "]"
        return self.quoted(value or "", flow=True)

    def key(self, key: str, *, flow: bool = False) -> str:
        if self.yes(0.03):
            return f'"{key}"' if '"' not in key and "\\" not in key else key
        return key if _is_plain(key, flow=flow) else self.quoted(key, flow=flow)

    def quoted(self, value: str, *, flow: bool = False) -> str:
        """A text on one line."""
        ways = []
        if _is_plain(value, flow=flow):
            ways += [value] * 3
        if "\n" not in value:
            ways.append("'" + value.replace("'", "''") + "'")
        inner = "".join(
            {"\\": "\\\\", '"': '\\"', "\n": "\\n"}.get(
                c, f"\\u{ord(c):04x}" if self.yes(0.01) and c > "~" and c < "\uffff" else c
            )
            for c in value
        )
        ways.append(f'"{inner}"')
        return ways[0] if self.yes(1 - self.oddity) else self.chance.choice(ways)

    def leaf(self, head: str, value: Tree, column: int, deeper: int, key: str) -> Iterator[str]:
        if value is None or value == "":
            yield head + self.chance.choice(("", "", " ~", " ''", " null")) + self.trailing()
            return
        if isinstance(value, (list, dict)) and key != "rows":
            yield from self.bracketed(head, value, column)
            return
        if key == "rows":
            value = "\n".join(" | ".join(row) for row in value) if isinstance(value, list) else value
            yield from self.block(head, value, column, deeper, "|")
            return
        is_long = len(value) > self.width - len(head) or "\n" in value
        way = (
            self.chance.choice((">", ">", "|", "wrapped", "line"))
            if self.yes(self.oddity)
            else ">"
            if is_long
            else "line"
        )
        if way in ("|", ">") and not re.search(r"^[a-z_]{4,}:( |$)", value, re.MULTILINE):
            yield from self.block(head, value, column, deeper, way)
        elif way == "wrapped" and "\n" not in value and " " in value:
            yield from self.wrapped(head, value, column, deeper)
        else:
            yield f"{head} {self.quoted(value)}{self.trailing()}"

    def bracketed(self, head: str, value: Tree, column: int) -> Iterator[str]:
        """A list or mapping in brackets, now and then on several lines with comments."""
        if isinstance(value, list) and len(value) > 1 and self.yes(0.3):
            pad = " " * (column + 4)
            yield f"{head} [{self.trailing()}"
            for number, one in enumerate(value):
                yield f"{pad}{self.flow(one)}{',' if number < len(value) - 1 else ''}{self.trailing()}"
            yield f"{pad}]"
        else:
            yield f"{head} {self.flow(value)}{self.trailing()}"

    def block(self, head: str, value: str, column: int, deeper: int, sign: str) -> Iterator[str]:
        indent = column + (deeper if self.yes(0.9) else deeper + 2)
        digit = str(indent - column) if self.yes(0.05) and indent - column < 10 and not head.endswith("-") else ""
        yield f"{head} {sign}{digit}{self.chance.choice(('', '', '-', '+'))}{self.trailing()}"
        pad = " " * indent
        for number, paragraph in enumerate(value.split("\n")):
            if sign == ">" and number:
                yield self.chance.choice(("", "", pad))
            lines = self.lines(paragraph, indent) if sign == ">" else [paragraph]
            for at, line in enumerate(lines):
                yield pad + (" " * (at > 0 and self.yes(0.02) and sign == ">")) + line + (" " * self.yes(0.03))

    def wrapped(self, head: str, value: str, column: int, deeper: int) -> Iterator[str]:
        """A text without a block on several lines."""
        pad = " " * (column + max(deeper, 1))
        width = self.chance.choice((20, 40, 80))
        lines = list(self.lines(value, 118 - width))
        if self.yes(0.5) and _is_plain(value) and not any(line[:1] in "#-?:" for line in lines):
            pass
        elif self.yes(0.5):
            lines = ("'" + "\n".join(lines).replace("'", "''") + "'").split("\n")
        else:
            lines = ('"' + "\n".join(lines).replace("\\", "\\\\").replace('"', '\\"') + '"').split("\n")
        yield f"{head} {lines[0]}"
        yield from (pad + line for line in lines[1:])

    def lines(self, text: str, indent: int) -> list[str]:
        found, line = list[str](), ""
        for word in text.split(" "):
            may = not re.match(r"[-+*>|]$|[a-z_]{4,}:$|#", word)
            if line and may and len(line) + len(word) + 1 > max(self.width - indent, 10):
                found.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        return [*found, line]


@lru_cache(maxsize=100_000)
def _is_plain(text: str, *, flow: bool = False) -> bool:
    """Whether YAML itself reads a text without quotes as just that."""
    if not text or "\n" in text or text in ("~", "null") or text != text.strip():
        return False
    forms = (f"[{text}, x]", f"{{{text}: {text}}}") if flow else (f"- {text}", f"a: {text}", f"{text}: a")
    says = ([text, "x"], {text: text}) if flow else ([text], {"a": text}, {text: "a"})
    if text[0] in "\"'|>":
        return False
    try:  # both parsers: they differ
        return all(
            yaml.load(form, Loader=loader) == say
            for form, say in zip(forms, says, strict=True)
            for loader in (yaml.CBaseLoader, yaml.BaseLoader)
        )
    except yaml.YAMLError:
        return False
