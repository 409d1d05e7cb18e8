"""The process in which a signed PDF is looked into: with limits, without network, without files, without programs.

It is started by `verifying`, gets everything by its standard input, and answers with JSON on its standard output.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from datetime import datetime
from typing import Any

from kehoach.signing.verification import Coverage, LaterChanges, Unreadable, Verification, Words, verification_to_plain

MEMORY = 1 << 30
"""Bytes. pyHanko, cryptography and pdfium take a third of it."""
SECONDS = 60
BROKEN_TRUST = "trust"
"""The key of an answer that names the file of the trust list that holds no certificate."""

_REFUSED = ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
    "socket.gethostbyname", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork",
    "os.forkpty", "pty.spawn", "os.remove", "os.rename", "os.link", "os.symlink", "os.mkdir", "os.rmdir", "os.truncate",
    "shutil.", "ftplib.", "http.", "urllib.", "smtplib.", "webbrowser.", "winreg.", "os.startfile")  # fmt: skip
"""What Python reports to an audit hook before it does it, and what is not done here."""


def main() -> None:
    """Answer one question."""
    _limit()
    head = json.loads(sys.stdin.buffer.readline())
    trust = [sys.stdin.buffer.read(size) for size in head["trust"]]
    data = sys.stdin.buffer.read(head["pdf"])
    loop = asyncio.new_event_loop()
    try:
        from kehoach.signing import inspecting

        has_pdfium = _load_pdfium()
        logging.disable(logging.CRITICAL)
        _refuse_the_rest()
        answer = _answer(loop, inspecting, data, trust, head, has_pdfium=has_pdfium)
    except MemoryError:
        answer = verification_to_plain(Verification(unreadable=Unreadable.TOO_SLOW, detail="MemoryError"))
    sys.stdout.write(json.dumps(answer))  # in ASCII: half characters of a broken file are no UTF-8
    sys.stdout.flush()


def _answer(
    loop: asyncio.AbstractEventLoop,
    inspecting: Any,
    data: bytes,
    trust: list[bytes],
    head: dict[str, Any],
    *,
    has_pdfium: bool,
) -> dict[str, Any]:
    try:
        anchors = inspecting.anchors(trust)
    except inspecting.BadCertificate as bad:
        return {BROKEN_TRUST: bad.args[0]}
    found: Verification = loop.run_until_complete(
        inspecting.inspect(data, anchors, datetime.fromisoformat(head["moment"]))
    )
    plain = verification_to_plain(found)
    if has_pdfium and not found.unreadable:
        plain["at_signing"] = _at_signing(data, found)
        plain["words"] = _words(data) if head["words"] or plain["at_signing"] is not None else None
    return plain


def _at_signing(data: bytes, found: Verification) -> Words | None:
    """The words of the pages when they were signed, where something else than signatures came after."""
    from kehoach.signing.inspecting import end_of_signed

    for one in found.signatures:
        if one.is_intact and one.coverage is Coverage.REVISION and one.changes is LaterChanges.OTHER:
            end = end_of_signed(data, one.field)
            return _words(data[:end]) if end else None
    return None


def _words(data: bytes) -> Words | None:
    """The words of the pages; None where pdfium reads no page."""
    from kehoach.diagnostics import KehoachError
    from kehoach.readers.pages.pdf_text import page_words

    try:
        return page_words(data, "")
    except KehoachError:
        return None


def _load_pdfium() -> bool:
    """Load the library while files may still be opened, where it is installed."""
    try:
        import pypdfium2.raw  # noqa: F401
    except ImportError:
        return False
    from kehoach.readers.pages import pdf_text  # noqa: F401

    return True


def _limit() -> None:
    """Bound memory and processor time, and let no file be written. Only Linux keeps all of it."""
    try:
        import resource
    except ImportError:
        return
    wanted = [("RLIMIT_AS", MEMORY), ("RLIMIT_CPU", SECONDS), ("RLIMIT_FSIZE", 0), ("RLIMIT_CORE", 0)]
    for name, most in wanted:
        kind: Any = getattr(resource, name, None)
        try:
            hard = resource.getrlimit(kind)[1]
            resource.setrlimit(kind, (most, hard if 0 <= hard < most else most))
        except (OSError, ValueError, TypeError):
            continue


def _refuse_the_rest() -> None:
    """From now on: no network, no program, nothing written, and of files only those of Python's own libraries."""
    libraries = tuple({path for path in (*sys.path, sys.prefix, sys.base_prefix) if path})

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event.startswith(_REFUSED):
            raise PermissionError(event)
        if event == "open":
            path, mode = str(args[0]), str(args[1] or "r")
            if set(mode) & set("wax+") or not path.startswith(libraries):
                raise PermissionError(event)

    sys.addaudithook(hook)
