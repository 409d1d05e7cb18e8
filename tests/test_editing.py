"""Editing by spans: what is asked for is done, nothing else is, and every other byte stays."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach import editing
from kehoach.diagnostics import Message
from kehoach.editing import Document, DocumentKind, Refused
from kehoach.edits import Composition, Edit, apply
from kehoach.source import Source
from kehoach.yaml_text import Block, Manner, entry_lines, fits_a_block, item_lines, written
from tests.support.amounts import LONG
from tests.support.anyplan import seeded_plan
from tests.support.editings import Asking, Tree, faults, nasty_text, value_of
from tests.support.oddyaml import OddWriter, folded, meaning, said
from tests.support.plans import ROOT
from tests.support.realplan import real_plan

EDITS = 100_000 if LONG else 1_000
OF_ONE_FILE = 40
MOST_ITEMS = 3 if LONG else 2
MOST_REFUSED = 0.005
EXAMPLES = [*sorted(ROOT.glob("plans/**/*.yaml")), *sorted(ROOT.glob("results/**/*.yaml"))]


def kind_of(path: Path) -> DocumentKind:
    if path.name == "agencies.yaml":
        return DocumentKind.REGISTRY
    return DocumentKind.RESULTS if "results" in path.parts else DocumentKind.PLAN


def document(text: str, kind: DocumentKind = DocumentKind.PLAN) -> Document:
    return Document.read(Source("x.yaml", text), kind)


def some_file(number: int) -> tuple[Document, Tree]:
    """A file with what it says: an example as it is, or any plan as a drafter with odd habits would type it."""
    chance = random.Random(f"file {number}")
    which = chance.random()
    if which < (0.1 if LONG else 0.02):
        path = chance.choice(EXAMPLES)
        text = path.read_text(encoding="utf-8")
        return document(text, kind_of(path)), said(text)
    kind = DocumentKind.PLAN
    if which < 0.2:
        path = chance.choice(EXAMPLES)
        tree, kind = shortened(said(path.read_text(encoding="utf-8")), chance), kind_of(path)
    elif which < 0.6:
        tree = shortened(said(real_plan(chance.randrange(5000)).text), chance)
    else:
        tree = said(seeded_plan(chance.randrange(5000)))
        tree = tree if LONG else shortened(tree, chance)
    text = OddWriter(chance).text(tree)
    assert said(text) == tree
    return document(text, kind), tree


def shortened(tree: Tree, chance: random.Random) -> Tree:
    """A tree with only a few items of each list."""
    if isinstance(tree, dict):
        return {key: shortened(one, chance) for key, one in tree.items()}
    if not isinstance(tree, list) or all(isinstance(one, list) for one in tree):
        return tree
    start = chance.randrange(max(len(tree) - MOST_ITEMS + 1, 1))
    return [shortened(one, chance) for one in tree[start : start + MOST_ITEMS]]


def test_an_edit_does_what_was_asked_for_and_nothing_else() -> None:
    done, refused, reasons, number = Counter[str](), Counter[str](), list[object](), 0
    while done.total() + refused.total() < EDITS:
        number += 1
        file, tree = some_file(number)
        asking = Asking(file, tree, random.Random(f"edits {number}"))
        for _number in range(OF_ONE_FILE if LONG or len(file.source.text) < 10_000 else 10):
            asked = asking.any()
            if asked is None:
                continue
            try:
                edits = asked.edit()
            except Refused as refusal:
                reasons.append(refusal.message)
                refused[f"{asked.name}: {refusal}"] += 1
                continue
            done[asked.name] += 1
            slowly = done.total() % (50 if LONG else 200) == 0
            assert not (found := faults(file, asked, edits, slowly=slowly)), (number, asked.name, asked.asked, found)
    print(f"{done.total()} done: {dict(done)}; {refused.total()} refused: {dict(refused)}")
    assert all(isinstance(one, Message) for one in reasons)
    assert refused.total() <= MOST_REFUSED * EDITS, refused
    assert len(done) == 9


@pytest.mark.parametrize(
    ("before", "path", "value", "after"),
    [
        ("number:\n", ("number",), "5", "number: 5\n"),
        ("number:  # chưa có\n", ("number",), "5", "number: 5  # chưa có\n"),
        ("number: 5  # có rồi\n", ("number",), "", "number:  # có rồi\n"),
        ("number: 5", ("number",), "012", "number: 012"),
        ("number: 5\n", ("number",), 7, "number: 7\n"),
        ("number: 5\n", ("number",), None, "number:\n"),
        ("contents: 2\n", ("contents",), True, "contents: true\n"),
        ("number: 5\n", ("number",), "~", 'number: "~"\n'),
        ("number: 5\n", ("number",), "a: b", 'number: "a: b"\n'),
        ("number: 5\n", ("number",), 'a "b": c', "number: 'a \"b\": c'\n"),
        ("number: '5'\n", ("number",), "it's", "number: 'it''s'\n"),
        ('number: "5"\n', ("number",), "6", 'number: "6"\n'),
        ("number: 5\r\narchive: VT\r\n", ("number",), "a\nb", "number: >\r\n  a\r\n\r\n  b\r\narchive: VT\r\n"),
        ("number: 5 # c\n", ("number",), "a\nb", "number: > # c\n  a\n\n  b\n"),
        ("closing: >  # c\n  a b c\n", ("closing",), "a x c", "closing: >  # c\n  a x c\n"),
        ("closing: |\n  a\n  b\n", ("closing",), "a\nx\nb", "closing: |\n  a\n  x\n  b\n"),
        ("closing: |\n  a  x\n  b\n", ("closing",), "a x\nb\nc", "closing: |\n  a  x\n  b\n  c\n"),
        ("closing: >\n  a  x\n   y\n\n\n  b\n", ("closing",), "a x y\nc", "closing: >\n  a  x\n   y\n\n\n  c\n"),
        ("closing: >\n  a b\n  c d\n", ("closing",), "a b items: d", "closing: >\n  a b items: d\n"),
        ("closing: >\n  a b\n  c d\n", ("closing",), "a b - d", "closing: >\n  a b - d\n"),
        ("closing: >\n  a\n", ("closing",), "items: a", 'closing: "items: a"\n'),
        ("list: [roman, dash] # c\n", ("list",), ["roman", "number", "dash"], "list: [roman, number, dash] # c\n"),
        ("list: roman\n", ("list",), ["roman", "dash"], "list: [roman, dash]\n"),
        ("list:\n- roman # I\n- dash\n", ("list",), ["roman"], "list:\n- roman # I\n"),
        ("list: [roman]\n", ("list",), [], "list:\n"),
        ("signature: {title: A}\n", ("signature", "name"), "B, C", 'signature: {title: A, name: "B, C"}\n'),
        ("year: 2026\n", ("signature", "name"), "B", "year: 2026\nsignature:\n  name: B\n"),
        ("year: 2026", ("number",), "7", "year: 2026\nnumber: 7"),
        ("# đầu tệp\nsubject: a\n", ("year",), "2026", "# đầu tệp\nyear: 2026\nsubject: a\n"),
        ("year: 2026\narchive: VT\n", ("number",), "7", "year: 2026\nnumber: 7\narchive: VT\n"),
        ("", ("year",), "2026", "year: 2026\n"),
        (
            "sections:\n  - kind: text # c\n    heading: A\n",
            ("sections", 0, "text"),
            "B",
            "sections:\n  - kind: text # c\n    heading: A\n    text: B\n",
        ),
        (
            "sections:\n- heading: A\n",
            ("sections", 0, "kind"),
            "text",
            "sections:\n- kind: text\n  heading: A\n",
        ),
        (
            "sections:\n  - items:\n      - a\n",
            ("sections", 0, "items", 0, "heading"),
            "H",
            "sections:\n  - items:\n      - heading: H\n        text: a\n",
        ),
        (
            "sections:\n  - items:\n      - a\n",
            ("sections", 0, "items", 1),
            {"text": "T {{ value }}", "value": "5%", "target": "x"},
            "sections:\n  - items:\n      - a\n      - target: x\n        value: 5%\n        text: T {{ value }}\n",
        ),
    ],
)
def test_values_are_set_in_the_drafters_manner(before: str, path: editing.Path, value: Any, after: str) -> None:
    file = document(before)
    assert apply(before, editing.set_value(file, path, value)) == after


LONG_TEXT = (
    "closing: >\n"
    "  Nhiệm vụ:\n"
    "  Huy động sức mạnh của cả hệ thống chính trị và toàn xã hội tham gia\n"
    "  thực hiện công tác giảm nghèo; triển khai công tác giảm nghèo bền\n"
    "  vững, thực chất; công khai, minh bạch các nguồn lực hỗ trợ.\n"
)


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        (
            "công tác giảm nghèo;",
            "việc giảm nghèo;",
            {2: "  thực hiện việc giảm nghèo; triển khai công tác giảm nghèo bền"},
        ),
        ("minh bạch các", "rõ ràng mọi", {3: "  vững, thực chất; công khai, rõ ràng mọi nguồn lực hỗ trợ."}),
        ("Huy động", "Phát huy", {1: "  Phát huy sức mạnh của cả hệ thống chính trị và toàn xã hội tham gia"}),
        (
            "giảm nghèo bền vững",
            "giảm nghèo nhanh, bền vững, bao trùm",
            {
                2: "  thực hiện công tác giảm nghèo; triển khai công tác giảm nghèo",
                3: "  nhanh, bền vững, bao trùm, thực chất; công khai, minh bạch các\n  nguồn lực hỗ trợ.",
            },
        ),
    ],
)
def test_in_a_block_only_lines_change_from_where_words_do(old: str, new: str, lines: dict[int, str]) -> None:
    text = " ".join(LONG_TEXT.split()[2:])
    after = apply(LONG_TEXT, editing.set_value(document(LONG_TEXT), ("closing",), text.replace(old, new)))
    typed = LONG_TEXT.split("\n")[1:]
    assert after.split("\n", 1)[1] == "\n".join(lines.get(number, line) for number, line in enumerate(typed))


@pytest.mark.parametrize(
    ("before", "path", "after"),
    [
        ("a:\n  - x # c\n  # về y\n  - y\n  - z\n", ("a", 1), "a:\n  - x # c\n  - z\n"),
        ("a:\n  - x\n", ("a", 0), "a:\n"),
        ("a: [x, y, z]\n", ("a", 2), "a: [x, y]\n"),
        ("a: [x, # c\n  y]\n", ("a", 0), "a: [ # c\n  y]\n"),
        ("a: [x, # c\n  y]\n", ("a", 1), "a: [x # c\n  ]\n"),
        ("a: 1\n# về b\nb: 2\nc: 3\n", ("b",), "a: 1\nc: 3\n"),
        ("# đầu tệp\na: 1\nb: 2\n", ("a",), "# đầu tệp\nb: 2\n"),
        ("a:\n  - b: 1\n    c: 2\n", ("a", 0, "b"), "a:\n  - c: 2\n"),
        ("a:\n  - b: 1 # c\n    # về c\n    c: 2\n", ("a", 0, "b"), "a:\n  -\n    # về c\n    c: 2\n"),
        ("a:\n  - x\n\n  - y\n\n  - z\n", ("a", 1), "a:\n  - x\n\n  - z\n"),
    ],
)
def test_comments_directly_above_go_with_what_is_removed(before: str, path: editing.Path, after: str) -> None:
    assert apply(before, editing.remove(document(before), path)) == after


def test_an_item_moves_as_it_is_typed() -> None:
    before = (
        "sections:\n  - items:\n    # về a\n    - 'a' # c\n    - b\n  - items:\n      - heading: H\n        items:\n"
    )
    after = apply(
        before, editing.move(document(before), ("sections", 0, "items", 0), ("sections", 1, "items", 0, "items"), 0)
    )
    assert after == (
        "sections:\n  - items:\n    - b\n  - items:\n      - heading: H\n        items:\n"
        "          # về a\n          - 'a' # c\n"
    )
    back = apply(
        after, editing.move(document(after), ("sections", 1, "items", 0, "items", 0), ("sections", 0, "items"), 0)
    )
    assert back == before


@pytest.mark.parametrize(
    ("before", "edit", "why"),
    [
        ("number: 5\n", lambda d: editing.set_value(d, ("number",), "a\x07"), "the character U+0007 cannot be printed"),
        ("number: 5\n", lambda d: editing.set_value(d, ("nmber",), "a"), "there is no key nmber here"),
        ("a:\n  - b: 1\n", lambda d: editing.remove(d, ("a", 0, "b")), "nothing would be left of this item"),
        ("a: 1\n", lambda d: editing.remove(d, ("b",)), "nothing is written at b"),
        ("a: [x]\n", lambda d: editing.insert(d, ("a",), 3, "y"), "nothing is written at a.3"),
        ("a:\n- b:\n  - c\n", lambda d: editing.move(d, ("a", 0), ("a", 0, "b"), 0), "an item cannot be moved"),
        ("? a\n: 1\n", lambda d: editing.set_value(d, ("a",), ""), "this cannot be changed here"),
        ("a:\n- - b\n  - c\n", lambda d: editing.remove(d, ("a", 0, 0)), "this cannot be changed here"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_refused_with_the_reason(before: str, edit: Any, why: str) -> None:
    with pytest.raises(Refused) as caught:
        edit(document(before))
    assert str(caught.value).startswith(why)


def test_a_file_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(Refused, match=r"cannot be read"):
        document("a: [b\n")
    with pytest.raises(Refused, match=r"cannot be read"):
        document("- a\n")


def test_a_text_is_written_so_that_yaml_reads_it_back() -> None:
    chance = random.Random("texts")
    for _number in range(20_000 if LONG else 1_500):
        text = value_of(nasty_text(chance))
        if not text or "\ufeff" in text:
            continue
        for style in ("", "'", '"'):
            one, many = written(text, style), written(text, style, flow=True)
            loaders = (yaml.CBaseLoader, yaml.BaseLoader) if chance.random() < 0.1 else (yaml.CBaseLoader,)
            for loader in loaders:
                assert yaml.load(f"a: {one}\n", Loader=loader) == {"a": text}
                assert yaml.load(f"- {one}\n", Loader=loader) == [text]
                assert yaml.load(f"[{many}, {{a: {many}}}]\n", Loader=loader) == [text, {"a": text}]
                assert "\n" in text or len(one) > 1000 or said(f"{one}: b\n", loader) == {text: "b"}
        for quotes in (False, True):
            manner = Manner(chance.choice((1, 2, 4)), 0, chance.choice((40, 118)), quotes=quotes)
            lines = [*entry_lines("a", {"b": text}, 0, manner), *entry_lines("c", [text, {"d": text}], 0, manner)]
            if fits_a_block(text) or quotes:
                assert said("\n".join(lines)) == {"a": {"b": text}, "c": [text, {"d": text}]}
        assert folded(yaml.load("\n".join(item_lines(Block(text), 0)), Loader=yaml.CBaseLoader)[0]) == meaning(text)


def test_edits_made_one_after_the_other_are_one_set_of_edits() -> None:
    chance = random.Random("composition")
    for _number in range(300):
        first = text = "".join(chance.choices("abcdefgh\n", k=chance.randint(0, 30)))
        made = Composition(first)
        for _round in range(chance.randint(1, 5)):
            cuts = sorted(chance.choices(range(len(text) + 1), k=2 * chance.randint(0, 3)))
            edits = {
                Edit(*pair, "".join(chance.choices("XYZ", k=chance.randint(0, 3))))
                for pair in zip(*[iter(cuts)] * 2, strict=True)
            }
            if len({one.start for one in edits}) < len(edits) or any(
                a.end == b.start for a in edits for b in edits if a < b
            ):
                continue
            made.add(edits)
            text = apply(text, edits)
        assert apply(first, made.edits) == text
