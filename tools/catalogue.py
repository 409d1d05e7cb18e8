"""The catalogue of messages: collects them from the code, keeps the translations, compiles.

`kehoach/locale/vi/LC_MESSAGES/kehoach.po` is edited by hand; this adds what the code says anew, drops what it no longer
says, and compiles the file next to it.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "kehoach" / "locale" / "vi" / "LC_MESSAGES" / "kehoach.po"


OF_CLICK = (
    "Usage:", "Options", "Commands", "Positional arguments", "Error: {message}", "Try '{command} {option}' for help.",
    "Show this message and exit.", "Show the version and exit.", "Missing argument", "Missing option",
    "Missing parameter", "Missing command.", "Missing {param_type}", "No such command {name!r}.",
    "No such option {name!r}.", "Invalid value: {message}", "Invalid value for {param_hint}: {message}",
    "Option {name!r} does not take a value.", "default: {default}", "required", "file", "directory", "path",
    "Aborted!", "{name} {filename!r} does not exist.", "{name} {filename!r} is a directory.",
    "{name} {filename!r} is a file.", "{name} {filename!r} is not readable.", "File", "Directory",
    "{value!r} is not a valid {number_type}.", "{value} is not in the range {range}.",
    "{value!r} does not match the format {format}.",
)  # fmt: skip
"""Click's own sentences, as it gives them to gettext when `kehoach.spoken` has it speak a language."""
METAVARS = (
    "[OPTIONS]", "COMMAND [ARGS]...", "PLAN", "FILES", "FILE", "FOLDER", "DIRECTORY", "DATE", "CODES", "CODE", "ID",
    "UNIT", "NAME", "INTEGER", "NUMBER", "ADDRESS", "PATH", "TARGET", "KIND", "OLD", "NEW", "REASON", "TEXT", "TYPE",
)  # fmt: skip
"""What usage and help call the values of options and arguments (`kehoach.spoken` looks them up)."""


def messages() -> dict[str, str]:
    """Every message of the code, the screens, click and the rules' manuals, with the file it comes from."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "kehoach").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_" and node.args:
                found.setdefault(ast.literal_eval(node.args[0]), path.relative_to(ROOT).as_posix())
            elif isinstance(node, ast.Call) and path.stem in DOOR:
                for text in _said_by_click(node):
                    found.setdefault(text, path.relative_to(ROOT).as_posix())
    for path in sorted((ROOT / "kehoach" / "web" / "templates").glob("*.html")):
        for node in Environment().parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
            if isinstance(node.node, nodes.Name) and node.node.name == "_" and isinstance(node.args[0], nodes.Const):
                found.setdefault(node.args[0].value, path.relative_to(ROOT).as_posix())
    for text in (*OF_CLICK, *METAVARS):
        found.setdefault(text, "click")
    sys.path.insert(0, str(ROOT))
    from kehoach.pipeline.rule_book import all_rules

    for rule in all_rules().values():
        found.setdefault(rule.manual.title, rule.code)
        found.setdefault(rule.manual.why, rule.code)
    return found


DOOR = ("cli", "cli_tools", "cli_issuing", "options")
"""Files that declare the command line: what they hand to click is translated by `kehoach.spoken`."""


def _said_by_click(node: ast.Call) -> Iterator[str]:
    """The help of an option, the fault of a usage."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    given = [keyword.value for keyword in node.keywords if keyword.arg == "help"]
    for value in [*given, *(node.args[:1] if name in ("UsageError", "BadParameter") else [])]:
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield value.value


@cache  # both files are made of it
def updated() -> Catalog:
    """The catalogue with exactly the messages of today."""
    old = read_po(io.BytesIO(PO.read_bytes()), locale="vi") if PO.exists() else Catalog(locale="vi")
    new = Catalog(locale="vi", project="kehoach", charset="utf-8", fuzzy=False)
    for text, place in messages().items():
        known = old.get(text)
        new.add(text, known.string if known else "", auto_comments=[place])
    return new


def po_bytes(catalog: Catalog) -> bytes:
    """The text of the catalogue, without dates."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=0, omit_header=True, sort_output=False)
    head = 'msgid ""\nmsgstr ""\n"Language: vi\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    return head.encode() + buffer.getvalue()


def mo_bytes(catalog: Catalog) -> bytes:
    """The compiled catalogue."""
    buffer = io.BytesIO()
    epoch = datetime(2026, 1, 1, tzinfo=UTC)  # no clock: the same messages, the same bytes
    stable = Catalog(locale="vi", charset="utf-8", creation_date=epoch, revision_date=epoch)
    for message in catalog:
        if message.id:
            stable.add(message.id, message.string)
    write_mo(buffer, stable)
    return buffer.getvalue()
