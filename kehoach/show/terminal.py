"""The last gate before a terminal or the log of a CI: whatever a text holds, it is shown and steers nothing."""

from __future__ import annotations

from kehoach.diagnostics import UNSEEN, by_number, printable
from kehoach.patterns import regex

_COMMAND = regex(r"\A\s*:(?=:)")
"""How a line begins that GitHub Actions takes for a command: `::error`, also after blanks."""


def as_line(text: str) -> str:
    """One line of text, with no character that steers, and no command to the CI that runs us."""
    return _COMMAND.sub(lambda match: f"{match.group()[:-1]}{by_number(':')}", printable(text))


def as_json(text: str) -> str:
    """A JSON text with such characters escaped; they can be only inside of its strings."""
    return UNSEEN.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
