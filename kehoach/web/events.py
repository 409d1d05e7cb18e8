"""What the server tells open pages by itself: server-sent events, from any thread to every page that listens."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import StreamingResponse

from kehoach.web.addresses import Address

QUIET = 20.0
"""Seconds after which a comment is sent, so that a page that is gone is noticed."""
WAITING = 100
"""Most events that wait for a page; one that is slower has to load anew."""


@dataclass
class EventStreams:
    """The pages that listen. `publish` may be called from any thread."""

    _loop: asyncio.AbstractEventLoop | None = None
    _queues: set[asyncio.Queue[str | None]] = field(default_factory=set)

    @property
    def listeners(self) -> int:
        """How many pages listen."""
        return len(self._queues)

    def publish(self, name: str, data: Any) -> None:
        """Send an event to every page: its name, and a value that JSON can hold."""
        text = f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._put, text)

    def _put(self, text: str) -> None:
        for queue in self._queues:
            if queue.qsize() < WAITING:
                queue.put_nowait(text)

    def close(self) -> None:
        """End every stream: the server ends. Called where the server runs."""
        for queue in self._queues:
            queue.put_nowait(None)

    async def listen(self) -> AsyncIterator[str]:
        """Everything that is published from now on, for one page."""
        self._loop = asyncio.get_running_loop()
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._queues.add(queue)
        try:
            yield "retry: 1000\n\n"
            while True:
                try:
                    text = await asyncio.wait_for(queue.get(), QUIET)
                except TimeoutError:
                    text = ": \n\n"
                if text is None:
                    return
                yield text
        finally:
            self._queues.discard(queue)


async def stream(request: Request) -> StreamingResponse:
    """Answer `/su-kien`: a stream of events that ends with the page."""
    from kehoach.web.workbench import of_request

    return StreamingResponse(of_request(request).events.listen(), media_type="text/event-stream")


ADDRESSES = (Address("/su-kien", stream),)
