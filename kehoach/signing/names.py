"""The names of signature fields, and the links that keep their places in a PDF that has none yet."""

from __future__ import annotations

SIGNER, AGENCY = "nguoi_ky", "co_quan"
"""Of the person who signs, and of the body that sets its seal after that."""

_LINK = "kehoach:field:"


def link_to(name: str) -> str:
    """Where the link leads that keeps the place of a field."""
    return _LINK + name


def linked_name(address: str) -> str:
    """The field whose place a link to an address keeps, "" where it leads elsewhere."""
    return address.removeprefix(_LINK) if address.startswith(_LINK) else ""
