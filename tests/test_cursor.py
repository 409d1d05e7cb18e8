"""Where a cursor is, by indentation alone: held against PyYAML at the keys and values of every plan there is.

`¤` marks the cursor in the smaller cases.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from kehoach.language_server.cursor import Cursor, CursorSlot, cursor_at
from kehoach.source import Source
from tests.support.amounts import LONG, spread
from tests.support.plans import ROOT

FILES = sorted(
    path
    for folder in ("plans", "results", "tests/cases/rules", "tests/data")
    for path in (ROOT / folder).rglob("*.yaml")
    if "{name:" not in (text := path.read_text(encoding="utf-8")) and "- {" not in text  # mappings on one line
)
PER_FILE = 1000 if LONG else 12


def scalars(
    node: yaml.Node, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[bool, tuple[str | int, ...], yaml.Node]]:
    """Every key and value with the keys and numbers around it; of lists between brackets the list's."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield True, path, key
            yield from scalars(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from scalars(value, path if node.flow_style else (*path, number))
    elif node.start_mark.index < node.end_mark.index:
        yield False, path, node


def test_the_path_is_that_of_pyyaml() -> None:
    tried = 0
    for path in spread(FILES, 120):
        text = path.read_text(encoding="utf-8")
        try:
            root = yaml.compose(text, Loader=yaml.BaseLoader)
        except yaml.YAMLError:
            continue
        if root is None or not isinstance(root, yaml.MappingNode):
            continue
        source, every = Source(str(path), text), list(scalars(root))
        for is_key, where, node in random.Random(str(path)).sample(every, min(PER_FILE, len(every))):
            found = cursor_at(source, node.start_mark.index + 1)
            place = f"{path}:{node.start_mark.line + 1} {node.value!r} {found}"
            assert found.path == where, place
            assert (found.slot is CursorSlot.KEY) == is_key, place
            assert not is_key or found.word.strip("\"'") == node.value, place
            tried += 1
    assert tried > 1000


def at(text: str) -> Cursor:
    offset = text.index("¤")
    return cursor_at(Source("plan.yaml", text.replace("¤", "")), offset)


@pytest.mark.parametrize(
    ("text", "slot", "path", "word", "written"),
    [
        ("¤", CursorSlot.KEY, (), "", []),
        ("ye¤", CursorSlot.KEY, (), "ye", []),
        ("year: 2024\n¤\narchive: VT\n", CursorSlot.KEY, (), "", ["year", "archive"]),
        ("year: 2024\nar¤\nsubject: x\n", CursorSlot.KEY, (), "ar", ["year", "subject"]),
        ("signature:\n  ¤\n", CursorSlot.CHILD, ("signature",), "", []),
        ("signature:\n  ti¤\n  name: x\n", CursorSlot.CHILD, ("signature",), "ti", ["name"]),
        ("signature:\n  name: x\n  ti¤\n", CursorSlot.KEY, ("signature",), "ti", ["name"]),
        ("sections:\n  - ¤\n", CursorSlot.ITEM, ("sections", 0), "", []),
        ("sections:\n  - ki¤\n    items:\n", CursorSlot.ITEM, ("sections", 0), "ki", ["items"]),
        ("sections:\n  - kind: a\n  -¤\n", CursorSlot.ITEM, ("sections", 1), "", []),
        ("sections:\n- kind: a\n  ¤\n- kind: b\n", CursorSlot.KEY, ("sections", 0), "", ["kind"]),
        ("sections:\n- kind: a\n¤\n", CursorSlot.KEY, (), "", ["sections"]),
        ("sections:\n  ¤\n", CursorSlot.CHILD, ("sections",), "", []),
        ("a:\n  - x: 1\n    y: 2\n  ¤\n", CursorSlot.CHILD, ("a",), "", []),
        ("issuer: ub¤nd\n", CursorSlot.VALUE, ("issuer",), "ubnd", []),
        ("issuer:¤\n", CursorSlot.VALUE, ("issuer",), "", []),
        ("lead: [mot, h¤ai, ba]\n", CursorSlot.VALUE, ("lead",), "hai", []),
        ("lead: [mot, ¤\n", CursorSlot.VALUE, ("lead",), "", []),
        ('text: "a # b¤"\n', CursorSlot.VALUE, ("text",), "a # b", []),
        ("text: >\n  một hai¤\n", CursorSlot.TEXT, ("text",), "một hai", []),
        ("text: >\n  một\n\n¤\n  hai\n", CursorSlot.TEXT, ("text",), "", []),
        ("text: một\n  hai: ¤\n", CursorSlot.TEXT, ("text",), "hai: ", []),
        ("year: 2024  # n¤\n", CursorSlot.COMMENT, ("year",), "# n", []),
        ("items:\n  - heading: x\n    items:\n      - ¤\n", CursorSlot.ITEM, ("items", 0, "items", 0), "", []),
    ],
)
def test_a_text_that_is_broken_at_the_cursor(
    text: str, slot: CursorSlot, path: tuple[str | int, ...], word: str, written: list[str]
) -> None:
    for ends in ("\n", "\r\n"):
        found = at(text.replace("\n", ends))
        assert (found.slot, found.path, found.word) == (slot, path, word)
        assert sorted(found.written) == sorted(written)


def test_the_others_between_brackets_are_known() -> None:
    assert at("lead: [mot, h¤ai, 'ba']\n").beside == ("mot", "ba")


def test_every_place_of_every_text_has_an_answer() -> None:
    for path in spread([*(ROOT / "plans").rglob("*.yaml"), *(ROOT / "tests/cases/mistakes").rglob("*.yaml")], 6):
        text = path.read_text(encoding="utf-8")
        source = Source(str(path), text)
        for offset in random.Random(1).sample(range(len(text) + 1), min(60, len(text))):
            found = cursor_at(source, offset)
            assert found.start <= offset <= found.end, (path, offset)


def test_it_takes_no_longer_than_reading_the_lines(tmp_path: Path) -> None:
    text = "items:\n" + "".join(f"  - heading: {number}\n    items:\n      - một câu\n" for number in range(20_000))
    assert cursor_at(Source("x", text), len(text)).path == ()
