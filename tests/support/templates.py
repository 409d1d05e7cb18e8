"""Word templates for tests: the packaged one with an edit that a case file describes.

edits:                      each: in `part`, the first `old` becomes `new`; or `part` becomes all of `whole`
expect:                     each finding as [code, part, text of the paragraph, tag]; none in a quiet case
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from kehoach.ooxml.package import pack, unpack
from tests.support.cases import CASES
from tests.support.plans import TEMPLATE

TEMPLATES = sorted((CASES / "templates").glob("*/*.yaml"))
DOCUMENT = "word/document.xml"


@dataclass(frozen=True)
class TemplateCase:
    path: Path

    @cached_property
    def data(self) -> dict[str, Any]:
        found: dict[str, Any] = yaml.safe_load(self.path.read_text(encoding="utf-8"))
        return found

    @property
    def expected(self) -> list[tuple[str, ...]]:
        return sorted(tuple(row) for row in self.data["expect"])

    @property
    def docx(self) -> bytes:
        parts = {name: data.decode("utf-8") for name, data in unpack(TEMPLATE.read_bytes()).items()}
        for edit in self.data["edits"]:
            part = edit.get("part", DOCUMENT)
            if "whole" in edit:
                parts[part] = edit["whole"]
                continue
            assert edit["old"] in parts[part], (self.path, edit["old"])
            parts[part] = parts[part].replace(edit["old"], edit["new"], 1)
        return pack(parts)


def edited(old: str, new: str, part: str = DOCUMENT) -> bytes:
    """The packaged template with one edit."""
    parts = unpack(TEMPLATE.read_bytes())
    text = parts[part].decode("utf-8")
    assert old in text
    return pack({**parts, part: text.replace(old, new, 1)})
