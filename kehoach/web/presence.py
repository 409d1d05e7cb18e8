"""Whether anybody looks on: open pages say so once a minute, and a server that nobody needs ends."""

from __future__ import annotations

import time

from starlette.requests import Request
from starlette.responses import Response

from kehoach.web.addresses import Address
from kehoach.web.workbench import Workbench, of_request


async def beat(request: Request) -> Response:
    """Answer `/nhip`: a page is open."""
    of_request(request).beat()
    return Response(status_code=204)


def is_unused(workbench: Workbench, seconds: float) -> bool:
    """Whether nobody has looked on for so long, and nothing is at work."""
    if workbench.events.listeners or workbench.is_working:
        workbench.beat()
    return time.monotonic() - workbench.last_beat > seconds


ADDRESSES = (Address("/nhip", beat, "POST"),)
