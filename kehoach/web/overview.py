"""The overview: the plans of the workspace by year, and what each of them waits for."""

from __future__ import annotations

from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response

from kehoach.web.addresses import OVERVIEW, Address
from kehoach.web.screens import screen
from kehoach.web.workbench import of_request


def show(request: Request) -> Response:
    """Show the plans, the latest year first."""
    plans = sorted(of_request(request).plans(), key=lambda path: (path.parent.name, path.stem), reverse=True)
    years = [(year, list(of_year)) for year, of_year in groupby(plans, key=lambda path: path.parent.name)]
    return screen(request, "overview.html", here=OVERVIEW, years=years)


ADDRESSES = (Address(OVERVIEW, show),)
