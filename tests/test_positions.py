"""Places as the protocol counts them, held against a naive count: the text encoded, and split at line ends."""

from __future__ import annotations

import random
import re

import pytest

from kehoach.language_server.positions import Positions, changed

SIGNS = ["a", "ế", "😀", "\u2028", "\x0b", "\x85", "\u0301", "\n", "\r\n", "\r", "\t", "𠀀"]
WIDTHS = {"utf-8": 1, "utf-16-le": 2, "utf-32-le": 4}


def units(text: str, encoding: str) -> int:
    codec = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}[encoding]
    return len(text.encode(codec)) // WIDTHS[codec]


def places(text: str, encoding: str) -> dict[int, tuple[int, int]]:
    """The place of every offset that is none inside of a line end."""
    found, at = {}, 0
    pieces = re.split(r"(\r\n|\r|\n)", text)
    for line in range(0, len(pieces), 2):
        for index in range(len(pieces[line]) + 1):
            found[at + index] = (line // 2, units(pieces[line][:index], encoding))
        at += len(pieces[line]) + (len(pieces[line + 1]) if line + 1 < len(pieces) else 0)
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_places_there_and_back(encoding: str) -> None:
    chance = random.Random(1)
    for _ in range(150):
        text = "".join(chance.choice(SIGNS) for _ in range(chance.randrange(25)))
        positions = Positions(text, encoding)
        for offset, (line, unit) in places(text, encoding).items():
            assert positions.position(offset) == (line, unit), (text, offset)
            assert positions.offset(line, unit) == offset, (text, offset)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_a_change_replaces_what_is_between_two_places(encoding: str) -> None:
    chance = random.Random(2)
    for _ in range(150):
        text = "".join(chance.choice(SIGNS) for _ in range(chance.randrange(1, 25)))
        known = places(text, encoding)
        first, last = sorted(chance.choice(list(known)) for _ in range(2))
        new = "".join(chance.choice(SIGNS) for _ in range(chance.randrange(4)))
        assert changed(text, encoding, known[first], known[last], new) == text[:first] + new + text[last:]


def test_what_is_beyond_is_the_end() -> None:
    positions = Positions("một\r\nhai", "utf-16")
    assert positions.offset(0, 99) == 3
    assert positions.offset(1, 99) == positions.offset(9, 0) == 8
    assert positions.position(99) == (1, 3)
    assert positions.offset(0, 2) == 2


def test_half_characters_do_no_harm() -> None:
    for encoding in WIDTHS:
        name = encoding.removesuffix("-le")
        assert Positions("a\ud800b", name).position(3)[0] == 0
