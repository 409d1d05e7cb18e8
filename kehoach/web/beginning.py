"""Where a plan begins: blank, for a unit of the country or a body of the registry; or from last year's file."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kehoach.web.addresses import IMPORT, NEW, Address
from kehoach.web.screens import screen


def new(request: Request) -> Response:
    """Show what a new plan needs."""
    return screen(request, "new.html")


def choose_file(request: Request) -> Response:
    """Ask for last year's file."""
    return screen(request, "import.html")


ADDRESSES = (Address(NEW, new), Address(IMPORT, choose_file))
