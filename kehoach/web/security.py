"""Who is let in: a browser of this machine that was given the key, from the workbench's own pages, and nobody else.

A page of any other site can make a browser send requests to 127.0.0.1. What it cannot do is forge where the request
comes from (`Host`, `Origin`, `Sec-Fetch-Site`), nor know the key.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kehoach.diagnostics import Message as Sentence
from kehoach.diagnostics import _

HEADERS: Mapping[str, str] = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
    " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
}
"""What every answer says, also one that refuses."""
TOKEN = "khoa"
"""The parameter of the address with the key."""
OURS = "same-origin"
"""What `Sec-Fetch-Site` says of a request from a page of the workbench."""


@dataclass
class AccessKeys:
    """The secrets of one run. `token` is in the printed address. `tickets` open once: they are in addresses that other
    users of the machine may see, where a browser is started with one. `session` is what the cookie holds.
    """

    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    tickets: set[str] = field(default_factory=set)
    session: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    def ticket(self) -> str:
        """A key that opens once."""
        made = secrets.token_urlsafe(32)
        self.tickets.add(made)
        return made

    def opens(self, given: str) -> bool:
        """Whether a key opens; a ticket does no more afterwards."""
        used = next((one for one in self.tickets if _same(one, given)), None)
        self.tickets.discard(used or "")
        return used is not None or _same(self.token, given)


def _same(secret: str, given: str) -> bool:
    return hmac.compare_digest(secret.encode(), given.encode())


@dataclass
class Gate:
    """Looks at every request before anything else does. `port` is where the server listens.

    `limit_of` tells most bytes that an address is sent; `say` puts a sentence into the user's language.
    """

    app: ASGIApp
    port: int
    keys: AccessKeys
    limit_of: Callable[[str], int]
    say: Callable[[Sentence], str]

    @property
    def cookie(self) -> str:
        """The name of the cookie: browsers send those of one port to all ports."""
        return f"kehoach-{self.port}"

    @property
    def hosts(self) -> tuple[str, str]:
        """What a browser of this machine calls the server."""
        return f"127.0.0.1:{self.port}", f"localhost:{self.port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if scope["type"] == "websocket":
            if refusal is None:
                await self.app(scope, receive, send)
            else:  # before it is accepted: the answer is 403
                await send({"type": "websocket.close", "code": 1008})
            return
        guarded = _Guarded(receive, send, self.limit_of(scope["path"]), not _has_body(scope))
        if refusal is None:
            with suppress(ClientDisconnect):  # who went away while they sent something is answered nothing
                await self.app(scope, guarded.receive, guarded.send)
        else:
            await refusal(scope, receive, guarded.send)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0] not in self.hosts:
            return self._refused(421, _("this address is not of the workbench"))
        changes = scope["type"] == "websocket" or scope["method"] == "POST"
        if not changes and scope["method"] not in ("GET", "HEAD"):
            return self._refused(405, _("this is not something that the workbench does"))
        site, origins = headers.get("sec-fetch-site"), headers.getlist("origin")
        if changes and (origins != [f"http://{hosts[0]}"] or site not in (None, OURS)):
            return self._refused(403, _("the request does not come from a page of the workbench"))
        if not changes and (given := parse_qs(scope["query_string"].decode("ascii", "replace")).get(TOKEN)):
            return self._opened(scope["path"], given[0])
        if not self._has_cookie(headers):
            return self._refused(403, _("open the workbench by the address that kehoach web prints"))
        if not changes and site not in (None, OURS, "none"):
            return self._refused(403, _("open the workbench by the address that kehoach web prints"))
        if (length := headers.get("content-length")) and int(length) > self.limit_of(scope["path"]):
            return self._refused(413, _("this is larger than the workbench takes"))
        return None

    def _opened(self, path: str, given: str) -> Response:
        """The answer to an address with a key: the cookie, and the same page without the key."""
        if not self.keys.opens(given):
            return self._refused(403, _("open the workbench by the address that kehoach web prints"))
        answer = RedirectResponse("/" + path.lstrip("/\\"), 303)
        answer.set_cookie(self.cookie, self.keys.session, httponly=True, samesite="strict")
        return answer

    def _has_cookie(self, headers: Headers) -> bool:
        try:
            found = SimpleCookie("; ".join(headers.getlist("cookie"))).get(self.cookie)
        except CookieError:
            return False
        return found is not None and _same(self.keys.session, found.value)

    def _refused(self, status: int, why: Sentence) -> Response:
        return PlainTextResponse(f"{self.say(why)}\n", status)


def _has_body(scope: Scope) -> bool:
    return any(name in (b"content-length", b"transfer-encoding") for name, _value in scope["headers"])


@dataclass
class _Guarded:
    """One request: counts what comes in, and adds the headers to what goes out.

    `is_whole`: its body is read. Where it is answered before that, the connection ends, else the rest is waited for.
    """

    _receive: Receive
    _send: Send
    limit: int
    is_whole: bool
    taken: int = 0

    async def receive(self) -> Message:
        """The next part of the body. Raises HTTPException where it is more than it may be."""
        message = await self._receive()
        self.taken += len(message.get("body", b""))
        if self.taken > self.limit:
            raise HTTPException(413)
        self.is_whole = self.is_whole or not message.get("more_body", False)
        return message

    async def send(self, message: Message) -> None:
        """Send a part of the answer."""
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            if not self.is_whole:
                headers["connection"] = "close"
        await self._send(message)
