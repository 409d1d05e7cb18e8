"""A template taken apart and prepared for Jinja; the packaged ones are shipped so, since docxtpl takes long to load.

`make generated` writes `prepared/*.json`, each with the hash of the template that it is of; any other template is
prepared by `word.dialect`. The body is there as the code, too, that Jinja makes of it: that takes longer than to print
a plan.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).parent / "prepared"


@dataclass(frozen=True)
class TemplateSource:
    """A part that is filled in: its XML as Jinja reads it, and the declarations of its root, a blank before each."""

    text: str
    namespaces: str


@dataclass(frozen=True)
class BodyCode:
    """The body as Python code, made by this version of Jinja, and what `template_proof` says of it."""

    jinja: str
    code: str
    forbidden: tuple[str, ...]
    proven: bool


@dataclass(frozen=True)
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
    values = asdict(prepared) | {"parts": {name: data.decode() for name, data in prepared.parts.items()}}
    shipped = {"of": sha256(template).hexdigest(), **values}
    return (json.dumps(shipped, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


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
    prepared = PreparedPart(
        {name: text.encode() for name, text in values["parts"].items()},
        values["document"],
        {name: TemplateSource(**source) for name, source in values["sources"].items()},
        values["notes"],
        values["core"],
        values["numbering"],
        tuple(values["base"]) if values["base"] else None,
        {name: (outline, level) for name, (outline, level) in values["headings"].items()},
        BodyCode(**{**values["body"], "forbidden": tuple(values["body"]["forbidden"])}),
    )
    return values["of"], prepared
