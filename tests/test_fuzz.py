"""Whatever a value is replaced by, a plan is read, checked and printed, or told what is wrong with it: no traceback."""

from __future__ import annotations

import random
import shutil
from functools import cache
from pathlib import Path

import pytest

from kehoach.diagnostics import KehoachError
from kehoach.model.agency import Agencies
from kehoach.ooxml.package import pack, unpack
from kehoach.readers.yaml import read
from kehoach.source import ListNode, MappingNode, Node, Source, Span
from tests.support.cases import CASES, FEATURES
from tests.support.plans import ROOT, SEED, TEMPLATE, make, registry
from tests.support.spoken import spoken

WORDS = (
    "TODO(x?)", "", "[a, b]", "abc", "5", "-", "{{ year }}", "> 5", "Ủy ban", "1/2024", "99/99/9999", "true", "null",
    "{a: b}", "'x'", "x: y", "#", "0", "TODO()", "2026-2020", "≥", "1.2.3", "ma-1", "KT", "- x", "\n  - a\n",
    "  \n  k: v\n", "{{ value }}", "{{ due('x') }}", "|\n", "{{ agency('so-khcn').short }}", "TODO(a) b TODO(c)",
)  # fmt: skip
"""What drafters, and mistakes, put in place of a value or a key."""


@cache
def texts() -> list[tuple[str, Agencies]]:
    cases = registry(CASES / "agencies.yaml")
    others = [CASES.parent / "data" / "every-field.yaml", *FEATURES]
    return [(SEED.read_text(encoding="utf-8"), registry()), *((p.read_text(encoding="utf-8"), cases) for p in others)]


def spans(node: Node) -> list[Span]:
    """The places of all keys and values."""
    if isinstance(node, MappingNode):
        return [span for entry in node.entries for span in (entry.key.span, *spans(entry.value))]
    if isinstance(node, ListNode):
        return [span for item in node.items for span in spans(item)]
    return [node.span]


def mutated(text: str, dice: random.Random) -> str:
    """The text with one to three of its keys and values replaced."""
    for _turn in range(dice.choice([1, 1, 2, 3])):
        node, _findings = read(Source("x", text))
        if node is None or not (places := spans(node)):
            return text
        place = dice.choice(places)
        text = text[: place.start] + dice.choice(WORDS) + text[place.end :]
    return text


@pytest.mark.parametrize("turns", [150, pytest.param(10_000, marks=pytest.mark.long)])
def test_no_mutation_ends_in_a_traceback(turns: int) -> None:
    dice = random.Random(30)
    printed = told = 0
    for _turn in range(turns):
        text, agencies = dice.choice(texts())
        text = mutated(text, dice)
        made = make(text, agencies)
        assert made.plan is not None or made.findings, text
        for finding in made.findings:
            assert str(finding.message)
            assert finding.span.line > 0
        told += bool(made.errors)
        if made.plan is not None and not made.errors:
            try:
                made.docx()
                printed += 1
            except KehoachError:
                continue
    assert printed > turns // 25
    assert told > turns // 4


VALUES = (
    *WORDS, "null", "~", "[]", "{}", "[[]]", "{a: {b: c}}", "9" * 5000, "1e999", ".nan", "-0",
    "2024-01-01", "0x1f", "1:2",
    '"\\0"', '"\\ud800"', '"\\uD83D\\uDE00"', '"\\x1b[31m"', "\0",
    "!!binary x", "&a x", "*a", "<<: x", "? x", "|", ">-", "'",
    "29/2/2023", "32/13/2024", "quý V", "1/1", "2199", "0000", "100%",
    "1.000.000.000.000.000.000.000", "-5%", "5 - 3%",
    "{{ year - 99999 }}", "{{ value('x') }}", "{{ agency('x').y }}", "{{ issuer + 1 }}",
    "\ufeff", "\u202e", "e\u0301" * 9,
)  # fmt: skip
"""What is put in place of a value of a file."""
PLACES = ("plans/2024/p.yaml", "plans/agencies.yaml", "results/2024/p/nam.yaml", "results/2024/p/6-thang.yaml")
COMMANDS = (
    ("check",), ("check",), ("check", "--fix"), ("check", "--diff"), ("check", "--format", "sarif"), ("build",),
    ("check", "--format", "github"), ("next", PLACES[0], "--year", "2025"), ("history", "ho-ngheo"),
    ("report", PLACES[0], "--period", "nam"), ("report", PLACES[0], "--period", "6-thang", "--start"),
    ("diff", PLACES[0], "plans/2023/p.yaml"), ("diff", "plans/2023/p.yaml", PLACES[0], "--docx"),
    ("extract", PLACES[0], "--form", "trich-sao"), ("render", PLACES[0]), ("schema",), ("new", "2027/moi"),
)  # fmt: skip
ARGUMENTS = (
    "", "-", "--", ".", "x" * 300, "\udcff", "a\nb", "9" * 5000, "-1", "0", "1e9", "nan",
    "KH", "KH9999",
    "plans", "plans/2024", PLACES[0], PLACES[1], PLACES[2], "templates/plan.docx",
    "nam", "ho-ngheo", "so-tai-chinh", "--pdf=x",
    "2027/x", "2027/con", "9999/x",
    "../2027/x", "--format", "json", "--year", "2025", "--to", "-o", "--select", "--agency",
)  # fmt: skip


def new_place(place: Path, *, small: bool) -> dict[str, str]:
    """A workspace with a plan that has results, and the texts of its files."""
    data = CASES.parent / "data" / "every-field.yaml"
    plan, agencies = (data, CASES / "agencies.yaml") if small else (SEED, ROOT / "plans" / "agencies.yaml")
    results = [ROOT / "results/2024/giam-ngheo" / Path(name).name for name in PLACES[2:]]
    texts = {name: path.read_text("utf-8") for name, path in zip(PLACES, (plan, agencies, *results), strict=True)}
    if small:
        texts[PLACES[0]] = texts[PLACES[0]].replace("2026", "2024")
    for name, text in {**texts, "plans/2023/p.yaml": texts[PLACES[0]].replace("2024", "2023")}.items():
        put(place / name, text)
    (place / ".kehoach").symlink_to("nowhere")  # so that no schemas for editors are made
    return texts


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8", "surrogatepass"))


def mistyped(text: str, dice: random.Random) -> str:
    """The text with some lines gone, doubled, swapped or cut, and some values replaced."""
    lines = text.split("\n")
    for _turn in range(dice.choice([1, 1, 2, 4])):
        at, other = dice.randrange(len(lines)), dice.randrange(len(lines))
        match dice.randrange(8):
            case 0:
                del lines[at : at + dice.choice([1, 1, 3])]
                lines = lines or [""]
            case 1:
                lines.insert(other, lines[at])
            case 2:
                lines[at], lines[other] = lines[other], lines[at]
            case 3:
                lines[at] = lines[at][: dice.randrange(len(lines[at]) + 1)]
            case 4:
                lines[at] = " " * dice.randrange(4) + lines[at]
            case _:
                head, mark, _value = lines[at].partition(dice.choice([": ", "- "]))
                lines[at] = f"{head}{mark}{dice.choice(VALUES)}"
    return "\n".join(lines)


def worn(dice: random.Random) -> bytes:
    """The packaged template with a stretch of one of its parts gone, doubled or replaced, or bytes changed."""
    parts = dict(unpack(TEMPLATE.read_bytes()))
    name = dice.choice([*parts, "word/document.xml", "word/document.xml"])
    data = parts[name]
    start, length = dice.randrange(len(data) + 1), dice.choice([1, 5, 40, 400])
    piece = dice.choice(
        [b"", data[start : start + length] * 2, b"{{ x }}", b"{% if year %}", b"<w:p/>", b"\xff", b"&#1;"]
    )
    parts[name] = data[:start] + piece + data[start + length :]
    whole = bytearray(pack(parts))
    for _turn in range(dice.choice([0, 0, 0, 3])):
        whole[dice.randrange(len(whole))] = dice.randrange(256)
    return bytes(whole)


def one_run(place: Path, texts: dict[str, str], dice: random.Random) -> tuple[str, ...]:
    """Harm something, and give a command to run on it."""
    if dice.random() < 0.04:
        (place / "templates").mkdir(exist_ok=True)
        (place / "templates/plan.docx").write_bytes(worn(dice))
        return dice.choice([("template", "check", "templates/plan.docx"), ("render", PLACES[0])])
    shutil.rmtree(place / "templates", ignore_errors=True)
    command = dice.choice(COMMANDS)
    if dice.random() < 0.25:
        words = [*command, *dice.choices(ARGUMENTS, k=dice.choice([1, 2]))]
        words[dice.randrange(len(words))] = dice.choice(ARGUMENTS)
        return tuple(words)
    for name in dice.choices(PLACES, k=dice.choice([1, 1, 2])):
        put(place / name, mistyped(texts[name], dice))
    return command


@pytest.mark.parametrize("turns", [15, pytest.param(10_000, marks=pytest.mark.long)])
def test_no_command_ends_in_a_traceback(tmp_path: Path, turns: int) -> None:
    assert escaped(tmp_path, range(turns)) == []


def escaped(folder: Path, turns: range) -> list[tuple[int, tuple[str, ...], str]]:
    """What escaped from which run."""
    found = []
    for turn in turns:
        dice = random.Random(turn)
        place = folder / "work"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        command = one_run(place, new_place(place, small=dice.random() < 0.9), dice)
        try:
            spoken(place, *command)
        except Exception as error:
            found.append((turn, command, repr(error)))
    return found
