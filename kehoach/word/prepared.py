"""A template taken apart and prepared for Jinja; the packaged ones are shipped so, since docxtpl takes long to load.

`make generated` writes `prepared/*.json`, each with the hash of the template that it is of; any other template is
prepared by `word.dialect`. The body is there as the code, too, that Jinja makes of it: that takes longer than to print
a plan. The code runs without Jinja, which takes as long to load as ten plans to print.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from kehoach.frozen import frozen
from kehoach.ooxml.names import escaped

FOLDER = Path(__file__).parent / "prepared"
Printer = Callable[[dict[str, Any]], Iterator[str]]
"""Prints a part, in pieces, of the values of a paper."""


@frozen
class TemplateSource:
    """A part that is filled in: its XML as Jinja reads it, and the declarations of its root, a blank before each."""

    text: str
    namespaces: str


@frozen
class TemplateProof:
    """`forbidden` are the stretches that only a faulty paper holds. Not `proven`: each paper has to be looked at."""

    forbidden: tuple[str, ...]
    proven: bool


@frozen
class BodyCode:
    """The body of a template of ours as Python code made by Jinja, and what `template_proof` says of it."""

    code: str
    proof: TemplateProof

    def printer(self) -> Printer:
        """What prints the body. The code is run; a name that a paper lacks is a KeyError."""
        engine = SimpleNamespace(escaped=lambda value: escaped(str(value)), undefined=None, concat=None)
        made: dict[str, Any] = {"environment": engine, "missing": object(), "Undefined": None}
        exec(self.code, made)
        return lambda values: made["root"](SimpleNamespace(resolve_or_missing=values.__getitem__))


@frozen
class PreparedPart:
    """A template taken apart. Parts are known by their names in the package, `word/document.xml`."""

    parts: Mapping[str, bytes]
    document: str
    sources: Mapping[str, TemplateSource]
    """Body, headers, footers, footnotes: whatever the dialect fills in."""
    notes: str | None
    """Where footnotes are added."""
    core: str
    numbering: str | None
    base: tuple[int, int] | None
    """The number of the template's own list and the first free one; None when its owner removed that list."""
    headings: Mapping[str, tuple[int, int]]
    body: BodyCode | None = None


def as_shipped(template: bytes, prepared: PreparedPart) -> bytes:
    """What is shipped of a prepared template. Its parts are texts: a packaged template has no picture."""
    values = vars(prepared) | {"parts": {name: data.decode() for name, data in prepared.parts.items()}}
    shipped = {"of": sha256(template).hexdigest(), **values}
    return (json.dumps(shipped, default=vars, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def shipped(template: bytes, name: str) -> PreparedPart | None:
    """The prepared template that is shipped under a file name, None where it is of other bytes."""
    values = _shipped(FOLDER / f"{Path(name).stem}.json")
    if values is None or values[0] != sha256(template).hexdigest():
        return None
    return values[1]


@lru_cache(8)
def _shipped(path: Path) -> tuple[str, PreparedPart] | None:
    if not path.is_file():
        return None
    values = json.loads(path.read_text(encoding="utf-8"))
    proof = values["body"]["proof"]
    prepared = PreparedPart(
        {name: text.encode() for name, text in values["parts"].items()},
        values["document"],
        {name: TemplateSource(**source) for name, source in values["sources"].items()},
        values["notes"],
        values["core"],
        values["numbering"],
        tuple(values["base"]) if values["base"] else None,
        {name: (outline, level) for name, (outline, level) in values["headings"].items()},
        BodyCode(values["body"]["code"], TemplateProof(tuple(proof["forbidden"]), proof["proven"])),
    )
    return values["of"], prepared
