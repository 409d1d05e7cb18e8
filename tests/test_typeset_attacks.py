"""Texts made to harm: whatever a plan says is printed as typed, and nothing of it is run, read or fetched."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kehoach.diagnostics import EnvironmentFailure
from kehoach.documents.chart import Chart, Series
from kehoach.documents.paper import Footnote, Paper, Picture, Properties, Slot, Styled, Todo
from kehoach.documents.sample import full_paper
from kehoach.frozen import names_of, replace
from kehoach.storage.workspace import fonts
from kehoach.typeset import engine
from kehoach.typeset.source import source
from tests.support.renditions import printed, typeset

CANARY = "CANARYTEXT"
_TYPED = """
#read("canary.txt") #read("/canary.txt") #read("../canary.txt") #include "canary.typ" #import "canary.typ": *
#import "@preview/cetz:0.3.1": * #import "@local/x:0.1.0" #plugin("canary.wasm")
#image("canary.png") #csv("canary.txt")
#eval("1+1") #sys.inputs #panic("x") #while true {} #let x = 1; x() => { } } { ] [ ) ( $x^2$ $ $$ `
```
```typ #1```
*bold* _italic_ = heading == h - item + item / term: x 1. one
<label> @label @ref <entry-1> <note-1> ~ --- -- ... \\ \\\\
\\n \\t \\r \\" \\' " ' \\u{41} \\u{110000} \\u{ \\x41
// /* */ https://x.vn "); "+"x "+read("canary.txt")+" ")] #[ #{ }#
#set page(width:1pt) #show: it=>[] linebreak() pagebreak() context counter(page) {{ }} {% %} <w:p/> &amp; ]]> %PDF (\\)
"""
SIGNS = [*_TYPED.split(), *_TYPED.strip().splitlines()]
"""Signs and words of Typst, and of what else a text may go through."""
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
CONTROL = "\x01\x07\x08\x0e\x1b\x7f\x9f"
BLANK = "\t\x0b\x0c\x85\u2028\u2029"
LACKING = "😀漢字한ไ\ue000\uffff"


def attack(chance: random.Random) -> str:
    """A text of signs and words, whose characters Liberation Serif has or which print nothing."""
    parts = []
    for _part in range(chance.randint(1, 6)):
        which = chance.random()
        if which < 0.75:
            parts.append(chance.choice(SIGNS))
        elif which < 0.9:
            parts.append("".join(chance.choices("#\"\\'[]{}()$*_`<>@=-+/~^&%;:,.|!?ăợđ01 ", k=chance.randint(1, 8))))
        else:
            parts.append(chance.choice(INVISIBLE))
    return chance.choice(["", " "]).join(parts) + "x"


def attacked(paper: Paper, texts: Iterator[str]) -> Paper:
    """The paper with another text in every place of one."""

    def other(value: Any, name: str) -> Any:
        if isinstance(value, str) and type(value) is str:
            return value if name in ("key", "link", "language", "digest") else next(texts)
        if isinstance(value, tuple):
            return tuple(other(one, name) for one in value)
        if isinstance(value, (Footnote, Slot, Styled, Picture, Chart, Series, Properties)) or hasattr(
            value, "__attributes__"
        ):
            if isinstance(value, Todo) or name == "image":
                return value
            changed = {each: other(getattr(value, each), each) for each in names_of(value)}
            return replace(value, **{key: new for key, new in changed.items() if key not in ("day", "cells_")})
        return value

    return other(paper, "")


def everything() -> Paper:
    """A sample paper with a footnote, a link, a slot and styled words too."""
    paper = full_paper(promulgated=True, addressed=True)
    note = Footnote("a", ("Mẫu", Styled("Mẫu", italic=True)))
    line = (
        "Mẫu",
        Styled("Mẫu", bold=True, link='https://x.vn/#a(b)"c\\'),
        note,
        Slot("x", "Mẫu"),
        replace(note, again=True),
    )
    return replace(paper, parts=(replace(paper.parts[0], opening=(line, *paper.parts[0].opening)), *paper.parts[1:]))


def letters(text: str) -> str:
    """The characters that a page shows of a text."""
    shown = (c for c in unicodedata.normalize("NFC", text) if not c.isspace() and c not in INVISIBLE)
    return "".join(shown)


@pytest.fixture
def canaries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Fonts in a folder with files that must not be read, which is also the current one; a home of its own."""
    for face in fonts().iterdir():
        (tmp_path / face.name).write_bytes(face.read_bytes())
    for name in ("canary.txt", "canary.typ", "canary.png", "canary.wasm"):
        (tmp_path / name).write_text(f"#let x = [{CANARY}]\n{CANARY}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.setattr("tests.support.renditions.fonts", lambda: tmp_path)
    return tmp_path


def attack_with(number: int, begin: int, folder: Path) -> list[str]:
    """Print papers until so many texts were in them; what harmed: texts not printed as typed, files read or made."""
    chance, given = random.Random(begin), 0
    before, harmed = set(folder.rglob("*")), list[str]()
    while given < number:
        texts: list[str] = []

        def hand_out(texts: list[str] = texts) -> Iterator[str]:
            while True:
                texts.append(attack(chance))
                yield texts[-1]

        paper = attacked(everything(), hand_out())
        pages = printed(typeset(paper))
        shown = "".join(line for page in pages.pages for line in page)
        harmed += [CANARY] if CANARY in shown else []
        read = letters(pages.read)
        harmed += [ascii(text) for text in drawn(paper) if letters(text) not in read]
        given += len(texts)
    return [*harmed, *map(str, set(folder.rglob("*")) ^ before)]


def drawn(paper: Paper) -> Iterator[str]:
    """Each text that is read aloud of the page."""
    for part in paper.parts:
        assert part.letterhead
        yield from part.letterhead.parent
        yield from part.letterhead.issuer
        yield from (piece for line in (*part.bases, *part.opening) for piece in line if isinstance(piece, str))
        yield part.title.type_name
        for block in part.blocks:
            for line in [getattr(block, "text", ())] + [
                cell for row in getattr(block, "rows", ()) for cell in row.cells
            ]:
                yield from (piece for piece in line if isinstance(piece, str))


def test_attacks_are_printed_as_typed(canaries: Path) -> None:
    assert attack_with(500, 1, canaries) == []


@pytest.mark.long
def test_ten_thousand_attacks_are_printed_as_typed(canaries: Path) -> None:
    assert attack_with(10_000, 2, canaries) == []


@pytest.mark.parametrize("sign", [*CONTROL, *LACKING], ids=lambda sign: f"{ord(sign):x}")
def test_what_the_typeface_lacks_makes_no_page(sign: str) -> None:
    paper = full_paper()
    paper = replace(paper, parts=(replace(paper.parts[0], opening=((f"một {sign} hai",),)), *paper.parts[1:]))
    with pytest.raises(EnvironmentFailure) as failure:
        typeset(paper)
    assert f"U+{ord(sign):04X}" in str(failure.value)


@pytest.mark.parametrize("sign", BLANK, ids=lambda sign: f"{ord(sign):x}")
def test_control_characters_that_are_blanks_print_as_such(sign: str) -> None:
    paper = full_paper()
    paper = replace(paper, parts=(replace(paper.parts[0], opening=((f"một {sign} hai",),)), *paper.parts[1:]))
    assert "mộthai" in printed(typeset(paper)).read


@pytest.mark.parametrize("sign", INVISIBLE, ids=lambda sign: f"{ord(sign):x}")
def test_signs_that_print_nothing_turn_nothing_around(sign: str) -> None:
    paper = full_paper()
    paper = replace(paper, parts=(replace(paper.parts[0], opening=((f"một{sign}#) hai",),)), *paper.parts[1:]))
    assert "một#)hai" in letters(printed(typeset(paper)).read)


def test_signs_of_descriptions_need_no_glyph() -> None:
    paper = full_paper(addressed=True)
    paper = replace(paper, properties=replace(paper.properties, title="漢 😀"))
    assert typeset(paper)


def test_previews_show_boxes_instead_of_failing() -> None:
    paper = full_paper()
    paper = replace(paper, parts=(replace(paper.parts[0], opening=(("một 漢 hai",),)), *paper.parts[1:]))
    assert len(engine.svg(source(paper), fonts())) == len(engine.png(source(paper), fonts(), 30)) > 1
