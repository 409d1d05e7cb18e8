"""What a plan says of its issuing, as a form shows it: number, day, signer and office; and how a form changes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from kehoach.diagnostics import KehoachError, Message, _
from kehoach.editing import Document, DocumentKind, set_value
from kehoach.frozen import frozen
from kehoach.patterns import regex
from kehoach.source import TextNode
from kehoach.storage.files import decoded, read_bytes
from kehoach.storage.saving import rewrite
from kehoach.undecided import question_of

FIELDS: Mapping[str, tuple[str, ...]] = {
    "number": ("number",),
    "date": ("date",),
    "signer": ("signature", "name"),
    "title": ("signature", "title"),
}
"""The fields of the form, and where each is in a plan."""
_NUMBER = regex(r"(?P<digits>[0-9]{1,5})(?:/\S+)?")
_DAY = regex(r"(?P<day>[0-9]{1,2})[/.-](?P<month>[0-9]{1,2})[/.-](?P<year>[0-9]{4})")


class NotAccepted(KehoachError):
    """A value that a form sent is none: `field` tells which."""

    exit_code = 2

    def __init__(self, field: str, message: Message) -> None:
        super().__init__(message)
        self.field = field


@frozen
class IssueFields:
    """The values as typed in the plan, by the names of the form; "" for what is empty or undecided."""

    values: Mapping[str, str]

    @classmethod
    def read(cls, path: Path) -> IssueFields:
        """Those of a plan file. Raises Refused for a file that cannot be read, UnreadableFile."""
        document = _document(path, read_bytes(path))
        return cls({name: _typed(document, place) for name, place in FIELDS.items()})

    def write(self, path: Path, sent: Mapping[str, str]) -> bool:
        """Put what a form sent into the plan where it differs; whether anything did.

        Raises NotAccepted, Refused, and WouldOverwrite where somebody else saved the file meanwhile.
        """
        accepted = {name: self._accepted(name, value) for name, value in sent.items() if value != self.values[name]}
        changed = {name: value for name, value in accepted.items() if value != self.values[name]}
        if not changed:
            return False
        data = read_bytes(path)
        document = _document(path, data)
        for name, value in changed.items():
            document = document.with_edits(set_value(document, FIELDS[name], value))
        rewrite(path, data, document.source.text)
        return True

    def _accepted(self, name: str, value: str) -> str:
        """A value as a plan has it. Raises NotAccepted."""
        if value and name == "number":
            return f"{digits_of(value):02}{value.lstrip('0123456789')}"
        if value and name == "date":
            return f"{day_of(value):%d/%m/%Y}"
        return value


def digits_of(text: str) -> int:
    """The number of "15" or "15/KH-UBND", 0 of nothing. Raises NotAccepted."""
    match = _NUMBER.fullmatch(text)
    if text and (match is None or not int(match["digits"])):
        raise NotAccepted("number", _("the number is a number: 15"))
    return int(match["digits"]) if match else 0


def day_of(text: str) -> date:
    """A day as typed, "20/1/2027". Raises NotAccepted."""
    match = _DAY.fullmatch(text)
    try:
        if match:
            return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        pass
    raise NotAccepted("date", _("the day is a day, a month and a year: 20/12/2026"))


def _document(path: Path, data: bytes) -> Document:
    return Document.read(decoded(path, data), DocumentKind.PLAN)


def _typed(document: Document, place: tuple[str, ...]) -> str:
    node = document.find(place)
    typed = " ".join(node.value.split()) if isinstance(node, TextNode) else ""
    return "" if question_of(typed) is not None else typed
