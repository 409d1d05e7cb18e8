"""What an address is: a row that says which function answers it, and how much it may be sent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kehoach.frozen import frozen

TEXT, UPLOAD = 2_000_000, 50_000_000
"""Most bytes of a request with text, and of one with a file of the user's."""


@frozen
class Address:
    """One address. `answer` is a function of a Starlette request, or of a websocket where `method` is "WEBSOCKET".

    A function that is no coroutine runs in a thread, so it may take its time. `limit`: most bytes that it is sent.
    """

    path: str
    answer: Callable[..., Any]
    method: str = "GET"
    limit: int = TEXT


BEGIN = "bat-dau"
"""The entry that the drafting screen opens with where a plan was just begun: the first that is to be decided."""
OVERVIEW, NEW, IMPORT, DRAFTING, ISSUING, CARRIED = "/", "/moi", "/nhap", "/soan", "/phat-hanh", "/nam-moi"


def of_plan(screen: str, path: Path) -> str:
    """The address of a plan on a screen: `/soan/2026/giam-ngheo`."""
    return f"{screen}/{quote(path.parent.name)}/{quote(path.stem)}"


def of_begun(path: Path) -> str:
    """The address at which one goes on with a plan that was just begun."""
    return f"{of_plan(DRAFTING, path)}?o={BEGIN}"
