"""The language server for the text editor of the workbench: `kehoach lsp` in a process of its own, over a websocket.

What the editor sends goes to its standard input, what it answers comes back; nothing is read or changed on the way. So
the text tab says what every other editor says, and a long check there keeps no page waiting.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from importlib.util import find_spec

from starlette.websockets import WebSocket, WebSocketDisconnect

from kehoach.web.addresses import Address
from kehoach.web.workbench import of_request

MOST = 6
"""Language servers at once: one for each text tab."""
LONGEST = 16_000_000
"""Bytes of one answer."""
_running: set[Process] = set()


async def speak(socket: WebSocket) -> None:
    """Answer `/ngon-ngu`: start a server, and hand messages on until one side ends."""
    await socket.accept()
    if find_spec("pygls") is None or len(_running) >= MOST:
        await socket.close(1013)
        return
    bench = of_request(socket)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "kehoach", "lsp", "--lang", bench.language,
        stdin=PIPE, stdout=PIPE, stderr=DEVNULL, cwd=bench.root, limit=LONGEST,
    )  # fmt: skip
    _running.add(process)
    tasks = [asyncio.create_task(_to_server(socket, process)), asyncio.create_task(_to_editor(socket, process))]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        _running.discard(process)
        for task in tasks:
            task.cancel()
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        with contextlib.suppress(RuntimeError, WebSocketDisconnect):
            await socket.close()


async def _to_server(socket: WebSocket, process: Process) -> None:
    assert process.stdin is not None
    with contextlib.suppress(WebSocketDisconnect, ConnectionError, KeyError):
        while True:
            body = (await socket.receive_text()).encode()
            process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
            await process.stdin.drain()


async def _to_editor(socket: WebSocket, process: Process) -> None:
    assert process.stdout is not None
    with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError, RuntimeError, WebSocketDisconnect):
        while True:
            head = await process.stdout.readuntil(b"\r\n\r\n")
            lengths = [
                line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")
            ]
            length = int(lengths[0])
            if length > LONGEST:
                return
            await socket.send_text((await process.stdout.readexactly(length)).decode())


ADDRESSES = (Address("/ngon-ngu", speak, "WEBSOCKET"),)
