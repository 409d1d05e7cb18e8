"""The mappings and lists of a text by the indentation of its lines, as far as they can be told without parsing it.

A value that begins on the line of its key or dash goes on over the deeper lines below it; a key without one has what is
deeper as its contents.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kehoach.patterns import regex

KEY = regex(r"""("[^"]*"|'[^']*'|[^\s\-?:,\[\]{}#&*!|>'"%@`](?:[^:#]|:(?=\S)|(?<=\S)\#)*?) *:(?= |\t|$)""")
DASH = regex(r"-(?= |\t|$)")
_COMMENT = regex(r"(?:^|(?<=[ \t]))#")
Step = str | int | None


@dataclass
class Frame:
    """A mapping or a list while its lines are read; `step` is the key or the number that was read last."""

    indent: int
    is_list: bool
    entries: dict[str, str] = field(default_factory=dict)
    """The keys of a mapping in their order, each with what is on its line."""
    step: Step = None
    children: dict[Step, Frame] = field(default_factory=dict)


class IndentedLines:
    """The mappings and lists around the line that was read last, from the top of the file inwards."""

    def __init__(self) -> None:
        self.stack = [Frame(0, is_list=False)]
        self.held: int | None = None
        """The indentation of the key or dash whose value goes on over deeper lines."""

    def read(self, line: str) -> None:
        """Take in the next line."""
        indent = indent_of(line)
        if indent == len(line) or line[indent] == "#":
            return
        if self.held is None or indent <= self.held:
            self.structure(line, indent)

    def structure(self, line: str, indent: int) -> None:
        """Take in the dashes of a line and its key; what follows on it is the value of these."""
        self.held = None
        at = indent
        while DASH.match(line, at):
            frame = self._down_to(at, is_list=True)
            frame.step = frame.step + 1 if isinstance(frame.step, int) else 0
            after = past_blanks(line, at + 1)
            if after == len(line) or line[after] == "#":
                return
            self.held, at = at, after
        match = KEY.match(line, at)
        if match is None:
            if self.held is None:  # a word alone: nothing that YAML knows, and probably half a key
                self.leave(at)
            return
        frame = self._down_to(at, is_list=False)
        value = line[match.end() :]
        comment = comment_at(value)
        value = value[:comment].strip()
        frame.step = unquoted(match[1])
        frame.entries.setdefault(frame.step, value)
        self.held = at if value else None

    def leave(self, indent: int) -> None:
        """Leave what is deeper than this."""
        while len(self.stack) > 1 and self.stack[-1].indent > indent:
            self.stack.pop()

    def _down_to(self, indent: int, *, is_list: bool) -> Frame:
        """The frame of a dash or a key that begins at this indentation."""
        self.leave(indent)
        top = self.stack[-1]
        if top.indent == indent and top.is_list and not is_list and len(self.stack) > 1:
            self.stack.pop()
            top = self.stack[-1]
        if top.indent == indent and top.is_list == is_list:
            return top
        frame = Frame(indent, is_list)
        top.children[top.step] = frame
        self.stack.append(frame)
        return frame


def indent_of(line: str) -> int:
    """How many blanks a line begins with."""
    return len(line) - len(line.lstrip(" "))


def past_blanks(line: str, at: int) -> int:
    """The index of the first character from `at` on that is no blank, else the length of the line."""
    while at < len(line) and line[at] in " \t":
        at += 1
    return at


def unquoted(word: str) -> str:
    """A word without the quotation marks around it."""
    return word[1:-1] if len(word) > 1 and word[0] == word[-1] and word[0] in "\"'" else word


def comment_at(line: str) -> int | None:
    """Where a comment begins; a hash sign between quotation marks begins none."""
    for match in _COMMENT.finditer(line):
        if not _open_quote(line[: match.start()]):
            return match.start()
    return None


def _open_quote(text: str) -> str:
    """The quotation mark that is open at the end of a line's beginning, "" where none is."""
    begins = len(text) - len(text.lstrip(" -"))
    key = KEY.match(text, begins)
    value = text[key.end() if key else begins :].lstrip(" [")
    if value[:1] not in ('"', "'"):
        return ""
    return value[0] if value.count(value[0]) % 2 else ""
