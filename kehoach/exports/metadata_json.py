"""`metadata.json`: the fields of an outgoing document for a document management system, by the decree's English names.

Form: `FileCode` and `SignerInfo` are objects of their parts, `To` is a list of them. Numbers are numbers, dates
DD/MM/YYYY; what is not known is absent (Annex VI, Part II, I).
"""

from __future__ import annotations

import json
from typing import Any

from kehoach.documents.metadata import Metadata, fields


def write_metadata(metadata: Metadata) -> bytes:
    """The fields as JSON in the decree's order, UTF-8."""
    found: dict[str, Any] = {}
    for field, values in fields(metadata):
        group, _dot, name = field.name.rpartition(".")
        if group == "To":
            for entry, value in zip(found.setdefault(group, [{} for _value in values]), values, strict=True):
                if value != "":
                    entry[name] = value
        elif group:
            found.setdefault(group, {})[name] = values[0]
        else:
            found[name] = values[0]
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()
