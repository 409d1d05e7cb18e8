"""Issuing: what is still found, number, day and signer, and every paper of a plan as a file."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kehoach.web.addresses import ISSUING, Address
from kehoach.web.screens import screen
from kehoach.web.workbench import of_request


def show(request: Request) -> Response:
    """Show a plan that is about to be issued."""
    path = of_request(request).plan(request.path_params["year"], request.path_params["name"])
    return screen(request, "issuing.html", here=ISSUING, plan_file=path)


ADDRESSES = (Address(f"{ISSUING}/{{year}}/{{name}}", show),)
