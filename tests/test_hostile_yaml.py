"""Plan files made to harm: refused at once, at a place, before anything large is built."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kehoach.readers.faults import MAX_CHARACTERS, MAX_FAULTS
from kehoach.readers.yaml import read
from kehoach.source import Source
from tests.support.plans import ROOT


def laughs(opening: str, list_of: str) -> str:
    """Nine levels that each name the level before nine times."""
    lines = [f"a: &a {opening}"]
    for before, name in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{name}: &{name} {list_of.format(','.join([f'*{before}'] * 9))}")
    return "\n".join(lines) + "\n"


BOMBS = {
    "billion laughs": (laughs("[x,x,x,x,x,x,x,x,x]", "[{}]"), {"KH008", "KH012"}),
    "merge keys": (laughs("{x: 1}", "{{<<: [{}]}}"), {"KH008", "KH012"}),
    "deep lists": ("[" * 5000, {"KH014"}),
    "deep mappings": ("{" * 5000, {"KH014"}),
    "an alias of itself": ("a: &a\n  b: *a\n", {"KH008", "KH012"}),
    "a huge text": ("a: " + "x" * MAX_CHARACTERS, {"KH014"}),
    "many equal keys": ("a: 1\n" * 20_000, {"KH006", "KH014"}),
    "a tag that runs a program": ('a: !!python/object/apply:os.system ["touch canary"]\n', {"KH008", "KH012"}),
}
LIMIT = 0.050
"""Seconds for a bomb, on a quiet machine; printed, and the tests allow ten times as much on a busy one."""


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_at_once_and_located(name: str) -> None:
    text, codes = BOMBS[name]
    began = time.process_time()
    node, findings = read(Source("plan.yaml", text))
    took = time.process_time() - began
    print(f"{name}: {took * 1000:.1f} ms")
    assert node is None
    assert {f.code for f in findings} <= codes
    assert all(1 <= f.span.line <= text.count("\n") + 1 and f.span.column >= 1 for f in findings)
    assert took < 10 * LIMIT


def test_no_bomb_takes_memory(tmp_path: Path) -> None:
    """All eight in one process stay under 100 MB; the process itself takes 30."""
    (tmp_path / "bombs.json").write_text(json.dumps([text for text, _codes in BOMBS.values()]), encoding="utf-8")
    script = (
        "import json, sys\nfrom kehoach.readers.yaml import read\nfrom kehoach.source import Source\n"
        "for text in json.load(open(sys.argv[1])): assert read(Source('plan.yaml', text))[0] is None\n"
        "print(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1])"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "bombs.json")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 100_000


FLOODS = {
    "tabs": "\t\n" * 300_000,
    "controls": "\x01" * 500_000,
    "invisible": "a: " + "\u200b" * 500_000,
    "loose marks": "e\u0302\n" * 200_000,
    "hash signs": "a: x #5\n" * 150_000,
    "words in braces": "a: {" + "x y," * 200_000 + "}",
    "a long list on one line": "a: [" + "x," * 500_000,
}


@pytest.mark.parametrize("name", FLOODS)
def test_a_flood_of_faults_is_cut_short_and_said_so(name: str) -> None:
    node, findings = read(Source("plan.yaml", FLOODS[name]))
    assert node is None
    assert len(findings) <= MAX_FAULTS + 1
    assert findings[-1].code == "KH014"


@pytest.mark.parametrize("name", FLOODS)
def test_four_times_the_flood_takes_no_more_than_ten_times_as_long(name: str) -> None:
    """Growth, not seconds: a busy machine slows both. The quarter is read first: nothing is new to the other."""
    flood = FLOODS[name]
    took = []
    for text in (flood[: len(flood) // 4], flood):
        began = time.process_time()
        read(Source("plan.yaml", text))
        took.append(time.process_time() - began)
    assert took[1] < 10 * took[0] + 0.5


CHARACTERS = {
    "NUL": "\0", "a bell": "\x07", "an escape": "\x1b", "delete": "\x7f", "a next line": "\x85",
    "a line separator": "\u2028", "right to left": "\u202e", "an isolate": "\u2067", "an Arabic letter mark": "\u061c",
    "a mark of kehoach's own": "\ufdd0", "a noncharacter": "\uffff", "a far noncharacter": "\U0001fffe",
}  # fmt: skip
ESCAPES = {
    "NUL": r"\0", "a bell": r"\a", "an escape": r"\e", "by two digits": r"\x0b", "a line separator": r"\L",
    "right to left": r"\u202e", "a mark of kehoach's own": r"\ufdd0", "a far noncharacter": r"\U0001FFFE",
}  # fmt: skip


@pytest.mark.parametrize("name", CHARACTERS)
def test_a_character_that_cannot_be_printed_is_refused_where_it_stands(name: str) -> None:
    _node, findings = read(Source("plan.yaml", f"year: 2026\nsubject: kế{CHARACTERS[name]} hoạch\n"))
    assert [(f.code, f.span.line, f.span.column) for f in findings] == [("KH003", 2, 12)]


@pytest.mark.parametrize("name", ESCAPES)
def test_so_is_one_that_is_written_as_an_escape(name: str) -> None:
    _node, findings = read(Source("plan.yaml", f'year: 2026\nsubject: "kế{ESCAPES[name]} hoạch"\n'))
    assert [(f.code, f.span.line, f.span.column, f.span.text) for f in findings] == [("KH003", 2, 13, ESCAPES[name])]


def test_half_a_pair_of_surrogates_is_no_text() -> None:
    node, findings = read(Source("plan.yaml", 'year: 2026\nsubject: "\\ud800"\n'))
    assert node is None
    assert [(f.code, f.span.line) for f in findings] == [("KH001", 2)]


@pytest.mark.parametrize("text", [r'"một\thai"', r'"một \"hai\""', r"'a\0'", r"một\0hai", r'"một\\0hai"'])
def test_harmless_escapes_and_what_only_looks_like_one_stay(text: str) -> None:
    node, findings = read(Source("plan.yaml", f"subject: {text}\n"))
    assert node is not None
    assert not findings
