"""Drawings (.svg) as pictures of dots: drawn by resvg, in a process of its own with a limit of time and memory.

A drawing is a program in a way: it can refer to files and pages, declare entities, and ask for filters without end.
Nothing of that is followed; letters are drawn in the packaged typeface, so every machine draws the same.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from xml.parsers import expat

from kehoach.diagnostics import Message, _
from kehoach.patterns import regex

MAX_BYTES = 5_000_000
SECONDS, MEMORY = 20, 1 << 30
_WIDE, _HIGH = 1900, 2800
"""Dots of what is drawn, at most: 300 to the inch of a page."""
_LENGTH = regex(r"\s{0,9}(\d{0,9}\.?\d{1,9}) ?(px|mm|cm|in|pt|pc)?\s{0,9}")
_DOTS = {None: 1.0, "px": 1.0, "mm": 96 / 25.4, "cm": 960 / 25.4, "in": 96.0, "pt": 96 / 72, "pc": 16.0}
_NUMBERS = regex(r"-?\d*\.?\d+(?:[eE][-+]?\d+)?")
_OUTSIDE = regex(r"url\(\s*['\"]?\s*(?!#|data:)[^\s)'\"]|@import", re.IGNORECASE)
_DRAW = """\
import json, sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
except (ImportError, OSError, ValueError):
    pass
import resvg_py
asked = json.load(sys.stdin)
sys.stdout.buffer.write(bytes(resvg_py.svg_to_bytes(**asked)))
""".replace("MEMORY", str(MEMORY)).replace("SECONDS", str(SECONDS))


class NoDrawing(Exception):
    """A drawing that is not drawn: why, and the way out."""

    def __init__(self, problem: Message, hint: Message | None = None) -> None:
        super().__init__(str(problem))
        self.problem = problem
        self.hint = hint


def is_drawing(data: bytes) -> bool:
    """Whether a file looks like an .svg."""
    head = data[:1000].removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith(b"<") and (b"<svg" in data[:10_000])


def drawn(data: bytes) -> tuple[bytes, float]:
    """A drawing as PNG, and its own width in dots of which 96 are an inch. Raises NoDrawing."""
    width, height = _size(data)
    if find_spec("resvg_py") is None:
        raise NoDrawing(
            _("drawings (.svg) are drawn by resvg-py, which is not installed"),
            _("install it with: pip install kehoach[pictures]; or save the drawing as PNG"),
        )
    asked = {
        "svg_string": data.decode("utf-8-sig"),
        "width": _WIDE if _WIDE * height <= _HIGH * width else max(round(_HIGH * width / height), 1),
        "skip_system_fonts": True,
        "font_dirs": [str(Path(__file__).parent.parent / "fonts")],
        **dict.fromkeys(("font_family", "serif_family", "sans_serif_family", "monospace_family"), "Liberation Serif"),
    }
    command = [sys.executable, "-P", "-c", _DRAW]
    try:
        done = subprocess.run(command, input=json.dumps(asked).encode(), capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        raise NoDrawing(_("it takes more than {seconds} seconds to draw", seconds=SECONDS), _SAVE) from None
    if done.returncode or not done.stdout:
        raise NoDrawing(_("it cannot be drawn"), _SAVE)
    return done.stdout, width


_SAVE = _("save the drawing as PNG")


def _size(data: bytes) -> tuple[float, float]:
    """Width and height in dots, as the drawing says; refused is what leads out of it. Raises NoDrawing."""
    if len(data) > MAX_BYTES:
        raise NoDrawing(_("it is larger than {limit} MB", limit=MAX_BYTES // 1_000_000), _SAVE)
    root: dict[str, str] = {}
    parser = expat.ParserCreate()
    parser.StartElementHandler = _looking_at(root)
    parser.CharacterDataHandler = _refuse_outside
    parser.EntityDeclHandler = _refuse_entity
    try:
        data.decode("utf-8-sig")
        parser.Parse(data, True)
    except (expat.ExpatError, UnicodeDecodeError) as error:
        raise NoDrawing(_("it is broken XML"), _SAVE) from error
    box = [float(one) for one in _NUMBERS.findall(root.get("viewBox", ""))[:4]]
    wide, high = (_dots(root.get(side, "")) for side in ("width", "height"))
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        wide = wide or (high * box[2] / box[3] if high else box[2])
        high = high or wide * box[3] / box[2]
    if not wide or not high or not 0.001 < wide / high < 1000:
        raise NoDrawing(_("it does not say how large it is"), _SAVE)
    return wide, high


def _dots(length: str) -> float:
    match = _LENGTH.fullmatch(length)
    return float(match[1]) * _DOTS[match[2]] if match else 0.0


def _looking_at(root: dict[str, str]) -> Callable[[str, Mapping[str, str]], None]:
    """Keeps the attributes of the first element, and refuses what leads out of the drawing in any."""

    def element(_name: str, attributes: Mapping[str, str]) -> None:
        if not root:
            root.update(attributes, seen="")
        for name, value in attributes.items():
            if name.rpartition(":")[2] in ("href", "base") and not _is_inside(_name, value):
                raise _outside(value)
            _refuse_outside(value)

    return element


def _is_inside(element: str, value: str) -> bool:
    return value.startswith(("#", "data:image/png", "data:image/jpeg")) or element.rpartition(":")[2] == "a"


def _refuse_outside(text: str) -> None:
    if found := _OUTSIDE.search(text):
        raise _outside(text[found.start() :])


def _refuse_entity(name: str, *_rest: object) -> None:
    raise NoDrawing(_("it declares the entity {name}", name=name), _SAVE)


def _outside(value: str) -> NoDrawing:
    return NoDrawing(_("it refers to {target}, outside of itself", target=value[:100]), _SAVE)
