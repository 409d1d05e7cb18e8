"""The server: listens on this machine alone, waits for nobody without end, and ends itself when it is not used."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from collections.abc import Callable
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from kehoach.diagnostics import EnvironmentFailure, _
from kehoach.frozen import frozen
from kehoach.web.addresses import TEXT
from kehoach.web.app import application
from kehoach.web.presence import is_unused
from kehoach.web.security import TOKEN, AccessKeys
from kehoach.web.workbench import Workbench

HERE = "127.0.0.1"


@frozen
class Limits:
    """How long the server waits, in seconds: for the head of a request, for the rest of it, for somebody who reads an
    answer; and for anybody at all before it ends. `connections`: how many it keeps at once.
    """

    head: float = 10.0
    body: float = 60.0
    reading: float = 30.0
    unused: float = 15 * 60.0
    connections: int = 200


def serve(
    workbench: Workbench,
    port: int,
    ready: Callable[[str, str], None],
    limits: Limits = Limits(),  # noqa: B008
) -> None:
    """Serve until nobody needs it, or until Ctrl-C. `port` 0: one that is free.

    `ready` is called once with the address that opens the workbench, and with one that opens it a single time. Raises
    EnvironmentFailure for a port that another program has.
    """
    with _listening(port) as listener:
        taken = listener.getsockname()[1]
        keys = AccessKeys()
        at = f"http://{HERE}:{taken}/?{TOKEN}="

        class Waiting(_TimedProtocol):
            waits = limits

        config = uvicorn.Config(
            application(workbench, taken, keys), http=Waiting, lifespan="off", log_config=None, access_log=False,
            proxy_headers=False, server_header=False, date_header=False,
            ws_max_size=TEXT, timeout_graceful_shutdown=2,
        )  # fmt: skip
        logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
        try:
            _Server(config, workbench, limits, lambda: ready(at + keys.token, at + keys.ticket())).run([listener])
        finally:
            workbench.close()


@contextlib.contextmanager
def _listening(port: int) -> Any:
    try:
        listener = socket.create_server((HERE, port), backlog=1024)
    except OSError as error:
        raise EnvironmentFailure(
            _("port {port} is taken by another program", port=port), _("leave out --port: a free one is chosen")
        ) from error
    with listener:
        yield listener


class _Server(uvicorn.Server):
    """A server that tells when it is ready, and ends when nobody needs it."""

    def __init__(self, config: uvicorn.Config, workbench: Workbench, limits: Limits, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._workbench, self._limits, self._ready = workbench, limits, ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        self._ready()
        self._watching = asyncio.create_task(self._watch())

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End without a word: pages that listen are let go, work that is cut off is no fault."""
        self._workbench.events.close()
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)

    async def _watch(self) -> None:
        while not is_unused(self._workbench, self._limits.unused):
            await asyncio.sleep(min(self._limits.unused / 4, 5))
        self.should_exit = True


class _TimedProtocol(H11Protocol):
    """HTTP with limits of time and number: a client that is slow, or one too many, is cut off."""

    waits = Limits()
    _timer: asyncio.TimerHandle | None = None
    _slow: asyncio.TimerHandle | None = None
    _for: Any = None
    """What is waited for: None or one of h11's states of the client."""

    def connection_made(self, transport: Any) -> None:
        """Take a connection, or turn it away where there are too many."""
        super().connection_made(transport)
        # else the body of an answer is not sent before the client has acknowledged its head, up to 40 ms later
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if len(self.connections) > self.waits.connections:
            transport.write(b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
            transport.close()
            return
        self._wait(h11.IDLE)

    def data_received(self, data: bytes) -> None:
        """Take what a client sends, and begin to wait for what is missing of it."""
        super().data_received(data)
        if not self.transport.is_closing() and self.transport.get_protocol() is self:
            self._wait(self.conn.their_state)
        else:
            self._wait(None)

    def on_response_complete(self) -> None:
        """Nothing is waited for any longer but the next request, for which uvicorn has a limit."""
        self._wait(None)
        super().on_response_complete()

    def pause_writing(self) -> None:
        """The client does not read what it is sent."""
        super().pause_writing()
        self._slow = self._slow or self.loop.call_later(self.waits.reading, self.transport.abort)

    def resume_writing(self) -> None:
        """It does again."""
        super().resume_writing()
        if self._slow:
            self._slow.cancel()
            self._slow = None

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._wait(None)
        super().connection_lost(exc)
        if self._slow:
            self._slow.cancel()

    def _wait(self, state: Any) -> None:
        """Limit the time until the client gets out of a state; of one that lasts the time goes on."""
        if state is self._for:
            return
        if self._timer:
            self._timer.cancel()
        seconds = {h11.IDLE: self.waits.head, h11.SEND_BODY: self.waits.body}.get(state)
        self._for = state
        self._timer = self.loop.call_later(seconds, self.transport.abort) if seconds else None
