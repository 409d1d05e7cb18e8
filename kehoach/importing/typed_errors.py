"""Errors that a document itself has ("Lưu: VP", a degree before the signer's name): the draft says so, and prints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kehoach.diagnostics import Finding
from kehoach.patterns import regex

_REASON = "như văn bản đã đọc"
_BLOCK = regex(r":\s[>|][+-]?$|- [>|][+-]?$")


def with_ignores(text: str, errors: Iterable[Finding]) -> str:
    """The plan file with comments that silence these errors, each at the line where its text begins."""
    lines = text.split("\n")
    codes: dict[int, set[str]] = defaultdict(set)
    for error in errors:
        codes[_beginning(lines, error.span.line - 1)].add(error.code)
    for at, found in codes.items():
        lines[at] += f"  # kehoach: ignore[{', '.join(sorted(found))}] {_REASON}"
    return "\n".join(lines)


def _beginning(lines: list[str], at: int) -> int:
    """The line on which a value begins: in a block no comment is possible."""
    deep = _depth(lines[at])
    for above in range(at - 1, -1, -1):
        if lines[above].strip() and _depth(lines[above]) < deep:
            return above if _BLOCK.search(lines[above]) else at
    return at


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
