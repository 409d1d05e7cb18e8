"""Screens: templates filled in, in the language of the workbench."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from functools import lru_cache, wraps
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from kehoach.diagnostics import KehoachError, Message, _
from kehoach.vietnamese import upper_first
from kehoach.web.addresses import Address
from kehoach.web.workbench import Workbench, of_request

TYPES: Mapping[str, str] = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
"""What is served of the packaged files, by their endings."""


@lru_cache(1)
def environment() -> Environment:
    """The templates of the screens; every value is escaped, and a name that is not given is a fault of ours."""
    made = Environment(
        loader=PackageLoader("kehoach.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    made.globals["static"] = _static_address
    return made


def screen(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A screen, or a part of one. In templates `_` translates a sentence and `say` a message."""
    return HTMLResponse(filled_in(of_request(request), template, **values), status)


def filled_in(workbench: Workbench, template: str, **values: Any) -> str:
    """The text of a template."""

    def translated(text: str, /, **inside: object) -> str:
        return workbench.say(Message(text, inside))

    def said(message: Message) -> str:
        text = workbench.say(message)
        return text if _begins_as_typed(message, workbench) else upper_first(text)

    shared = {"_": translated, "say": said, "language": workbench.language, "here": "", "plan_file": None}
    return environment().get_template(template).render(shared | values)


def _begins_as_typed(message: Message, workbench: Workbench) -> bool:
    """Whether a sentence begins with a value, a file's name for instance, which stays as it is."""
    text = workbench.to.gettext(message.text)
    name, is_value, _rest = text.removeprefix("{").partition("}")
    value = message.values.get(name) if text.startswith("{") and is_value else None
    return _begins_as_typed(value, workbench) if isinstance(value, Message) else value is not None


def failed(request: Request, failure: KehoachError, status: int = 409) -> Response:
    """What went wrong, as a screen; to a script that asked, as one sentence."""
    if request.method == "POST":
        return PlainTextResponse(of_request(request).say(sentence_of(failure)), status)
    return screen(request, "failure.html", status=status, failure=failure)


def going_to(address: str) -> Response:
    """The answer to a script that posted: the browser goes to another page."""
    return Response(status_code=204, headers={"hx-redirect": address})


def with_form(answer: Callable[[Request, FormData], Response]) -> Callable[[Request], Awaitable[Response]]:
    """An answer that is given the form that was posted, and runs in a thread."""

    @wraps(answer)
    async def read_first(request: Request) -> Response:
        async with request.form(max_files=1, max_fields=1000) as form:
            return await run_in_threadpool(answer, request, form)

    return read_first


def sentence_of(failure: KehoachError) -> Message:
    """What went wrong and what to do, as one sentence."""
    if failure.hint is None:
        return failure.message
    return _("{problem}: {way_out}", problem=failure.message, way_out=failure.hint)


@lru_cache
def _static_files() -> Mapping[str, bytes]:
    folder = files("kehoach.web") / "static"
    return {one.name: one.read_bytes() for one in folder.iterdir() if one.name[one.name.rfind(".") :] in TYPES}


def _static_address(name: str) -> str:
    """The address of a packaged file; another one when the file is another, whatever a browser remembers."""
    return f"/static/{name}?{hashlib.sha256(_static_files()[name]).hexdigest()[:12]}"


def packaged_file(request: Request) -> Response:
    """Answer `/static/<name>`."""
    name = request.path_params["name"]
    data = _static_files().get(name)
    if data is None:
        return PlainTextResponse("", 404)
    return Response(data, media_type=TYPES[name[name.rfind(".") :]])


ADDRESSES = (Address("/static/{name}", packaged_file),)
