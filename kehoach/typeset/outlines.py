"""Pages for a browser: each run of letters as one path, which is painted in a third of the time.

The compiler writes every letter as a reference to its outline. A browser makes a small document of each reference, and
a page has two thousand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

_SCALE = 500
"""Outlines are written in 500ths of a point, as whole numbers: they are shorter, and add up without an error."""
_SYMBOL = re.compile(r'<symbol id="(\w+)" overflow="visible"><path d="M 0 0([^"]*)"/></symbol>')
_RUN = re.compile(r'(?:<use xlink:href="#\w+" x="[-\d.]+" y="0" fill="(#\w+)" fill-rule="nonzero"/>)+')
_STEP = re.compile(r"([mlhvqcZ])([^a-zA-Z]*)")


def with_outlines(page: bytes) -> bytes:
    """A page, an SVG of the built-in engine, with the outlines of letters in their places; it looks the same."""
    body, begin, defined = page.decode().partition("<defs>")
    outlines = {f"#{name}": _whole(outline) for name, outline in _SYMBOL.findall(defined)}
    try:
        body = _RUN.sub(lambda run: _path(run[0], run[1], outlines), body)
    except KeyError:  # a compiler that writes otherwise
        return page
    if "<use " not in body:
        defined = _SYMBOL.sub("", defined)
    return (body + begin + defined).encode()


def _path(run: str, colour: str, outlines: Mapping[str, str]) -> str:
    values = run.split('"')[1::2]  # of each letter: its outline, x, y and two that are those of the run
    places = zip(values[::5], values[1::5], strict=True)
    letters = [f"M{round(float(x) * _SCALE)} 0{outlines[name]}" for name, x in places]
    filled = "" if colour == "#000000" else f' fill="{colour}"'
    return f'<path{filled} transform="scale({1 / _SCALE:g})" d="{"".join(letters)}"/>'


@lru_cache(4096)
def _whole(outline: str) -> str:
    """An outline in whole numbers. Rounded is where a step ends, not how long it is, so no error adds up.

    A curve that goes on in the direction of the one before is written without the point that says so.
    """
    written, x, y, begun, drawn = list[str](), 0.0, 0.0, (0.0, 0.0), (0, 0)
    onward: tuple[int, int] | None = None
    for kind, numbers in _STEP.findall(outline):
        values = [float(number) for number in numbers.split()]
        if kind == "Z":
            (x, y), drawn, onward = begun, (round(begun[0] * _SCALE), round(begun[1] * _SCALE)), None
            written.append("Z")
            continue
        if kind in "hv":
            values = [values[0], 0.0] if kind == "h" else [0.0, values[0]]
        places = [(x + dx, y + dy) for dx, dy in zip(values[::2], values[1::2], strict=True)]
        steps = [(round(px * _SCALE) - drawn[0], round(py * _SCALE) - drawn[1]) for px, py in places]
        x, y = places[-1]
        drawn = (drawn[0] + steps[-1][0], drawn[1] + steps[-1][1])
        begun = (x, y) if kind == "m" else begun
        if kind in "hv":
            written.append(f"{kind}{steps[0][kind == 'v']}")
        elif kind == "q" and onward and max(abs(onward[0] - steps[0][0]), abs(onward[1] - steps[0][1])) <= 1:
            steps[0] = onward
            written.append(_numbers("t", steps[1:]))
        else:
            written.append(_numbers(kind, steps))
        onward = (steps[1][0] - steps[0][0], steps[1][1] - steps[0][1]) if kind == "q" else None
    return "".join(written)


def _numbers(kind: str, steps: Sequence[tuple[int, int]]) -> str:
    return kind + " ".join(f"{dx} {dy}" for dx, dy in steps).replace(" -", "-")
