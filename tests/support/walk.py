"""A page of documentation as a list of steps that a test can take.

A `console` block is commands; a `text` block right behind it is what they print, where `...` stands for anything. A
comment before a block says more, and is not seen by readers:

    <!-- exit: 1 -->             the commands end with this exit code
    <!-- write: FILE -->         the block is the whole file
    <!-- append: FILE -->        the block goes to the end of the file
    <!-- replace: FILE -->       the first block stands in the file once, and the second one takes its place
    <!-- part: FILE -->          the block takes the place of the same top-level keys, which follow one another
"""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_BLOCK = re.compile(
    r"(?:^<!-- (?P<verb>exit|write|append|replace|part): (?P<what>.+?) -->\n+)?"
    r"^(?P<fence>```)(?P<kind>[a-z]*)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    """One fenced block, with the comment before it."""

    kind: str
    body: str
    verb: str
    what: str
    line: int


def blocks(page: Path) -> list[Block]:
    """Every fenced block of a page."""
    text = page.read_text(encoding="utf-8")
    return [
        Block(m["kind"], m["body"], m["verb"] or "", m["what"] or "", text.count("\n", 0, m.start("fence")) + 1)
        for m in _BLOCK.finditer(text)
    ]


def commands(block: Block) -> Iterator[list[str]]:
    """The commands of a `console` block, without comments."""
    for line in block.body.splitlines():
        if words := shlex.split(line, comments=True):
            yield words


@dataclass
class Walk:
    """Takes the steps of a page in a folder. `environment` is all that the commands see."""

    folder: Path
    environment: dict[str, str]
    taken: list[str] = field(default_factory=list)

    def take(self, page: Path, without: tuple[str, ...] = ()) -> None:
        """Take every step but the commands in `without`. Raises AssertionError at one that does not do as told."""
        steps = blocks(page)
        printed = ""
        for index, block in enumerate(steps):
            place = f"{page.name}:{block.line}"
            after_console = index > 0 and steps[index - 1].kind == "console"
            if block.kind == "console":
                printed = "".join(
                    self.run(words, int(block.what or 0), place) for words in commands(block) if words[0] not in without
                )
            elif block.kind == "text" and after_console:
                assert_prints(printed, block.body, place)
            elif block.verb == "replace":
                self._replace(self.folder / block.what, block.body, steps[index + 1].body, place)
            elif block.verb == "part":
                self._part(self.folder / block.what, block.body, place)
            elif block.verb in ("write", "append"):
                path = self.folder / block.what
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("w" if block.verb == "write" else "a", encoding="utf-8") as file:
                    file.write(block.body)

    def run(self, words: list[str], code: int, place: str) -> str:
        """Run one command; what it printed. Raises AssertionError at another exit code than `code`."""
        if words[0] == "cd":
            self.folder /= words[1]
            return ""
        done = subprocess.run(
            words, cwd=self.folder, env=self.environment, capture_output=True, text=True, encoding="utf-8"
        )
        assert done.returncode == code, f"{place}: {shlex.join(words)}\n{done.stdout}{done.stderr}"
        self.taken.append(shlex.join(words))
        return done.stdout + done.stderr

    def _replace(self, path: Path, old: str, new: str, place: str) -> None:
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{place}: stands {text.count(old)} times in {path.name}:\n{old}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def _part(self, path: Path, new: str, place: str) -> None:
        keys = re.findall(r"^(\w+):", new, re.MULTILINE)
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        starts = [index for index, line in enumerate(lines) if re.match(rf"({'|'.join(keys)}):", line)]
        assert len(starts) == len(keys), f"{place}: {path.name} does not have {keys}"
        end = next((i for i in range(starts[-1] + 1, len(lines)) if re.match(r"\w|#", lines[i])), len(lines))
        path.write_text("".join([*lines[: starts[0]], new, "\n", *lines[end:]]), encoding="utf-8")


def assert_prints(printed: str, shown: str, place: str) -> None:
    """Assert that the lines shown were printed, in order; `...` stands for anything."""
    at = 0
    for line in filter(None, map(str.strip, shown.replace("...", "\n").splitlines())):
        found = printed.find(line, at)
        assert found >= 0, f"{place}: not printed: {line}\n---\n{printed}"
        at = found + len(line)
