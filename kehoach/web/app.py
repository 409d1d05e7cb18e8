"""The application: every address as a row, and what is answered when something goes wrong."""

from __future__ import annotations

from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute, compile_path

from kehoach.diagnostics import EnvironmentFailure, KehoachError, Locked, _
from kehoach.web import (
    beginning,
    carried_over,
    drafting,
    events,
    importing,
    issuing,
    language_socket,
    overview,
    presence,
    product_files,
    screens,
)
from kehoach.web.addresses import TEXT, Address
from kehoach.web.security import AccessKeys, Gate
from kehoach.web.workbench import NoSuchPlan, Workbench, of_request

ADDRESSES: tuple[Address, ...] = (
    *overview.ADDRESSES,
    *beginning.ADDRESSES,
    *importing.ADDRESSES,
    *carried_over.ADDRESSES,
    *product_files.ADDRESSES,
    *drafting.ADDRESSES,
    *language_socket.ADDRESSES,
    *issuing.ADDRESSES,
    *events.ADDRESSES,
    *presence.ADDRESSES,
    *screens.ADDRESSES,
)
"""Everything that the workbench answers."""


def application(workbench: Workbench, port: int, keys: AccessKeys) -> Gate:
    """The application behind its gate. `port` is where the server listens."""
    inner = Starlette(
        routes=[_route(one) for one in ADDRESSES],
        exception_handlers={KehoachError: _failed, HTTPException: _refused, Exception: _crashed},
    )
    inner.state.workbench = workbench
    return Gate(inner, port, keys, _limit_of, workbench.say)


def _route(address: Address) -> BaseRoute:
    if address.method == "WEBSOCKET":
        return WebSocketRoute(address.path, address.answer)
    return Route(address.path, address.answer, methods=[address.method])


_LARGER = [(compile_path(one.path)[0], one.limit) for one in ADDRESSES if one.limit != TEXT]


def _limit_of(path: str) -> int:
    return next((limit for pattern, limit in _LARGER if pattern.fullmatch(path)), TEXT)


def _failed(request: Request, failure: Any) -> Response:
    """A fault of the surroundings or of a user's file: one sentence, and what to do."""
    status = {NoSuchPlan: 404, EnvironmentFailure: 500, Locked: 423}.get(type(failure), 409)
    return screens.failed(request, failure, status)


def _crashed(request: Request, _fault: Exception) -> Response:
    """A fault of ours: its traceback is where the server was started."""
    fault = KehoachError(
        _("this is a fault of kehoach; your files are as they were last saved"),
        _("load the page again; if it comes back, send what the command's window says to its makers"),
    )
    return screens.failed(request, fault, 500)


def _refused(request: Request, refusal: Any) -> Response:
    sentences = {404: _("there is no such page"), 413: _("this is larger than the workbench takes")}
    said = sentences.get(refusal.status_code, _("this is not something that the workbench does"))
    if request.method == "POST":
        return PlainTextResponse(of_request(request).say(said), refusal.status_code, refusal.headers)
    return screens.failed(request, KehoachError(said, _("go back to the overview")), refusal.status_code)
