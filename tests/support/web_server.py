"""A workbench that is served in a thread of the tests, and a client that says what it likes."""

from __future__ import annotations

import hashlib
import http.client
import json
import re
import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode

from kehoach.language import translator
from kehoach.web.serving import Limits, serve
from kehoach.web.workbench import Workbench
from tests.support.patience import PATIENCE, comes_true

NOW = datetime(2027, 1, 15, 9, 41)


@dataclass
class Answer:
    """What the server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def words(self) -> str:
        """The text of a page without its tags, single blanks between."""
        bare = re.sub(r"<[^>]*>", " ", self.text).replace("&#34;", '"').replace("&#39;", "'").replace("&amp;", "&")
        return " ".join(bare.split())


@dataclass
class WebServer:
    """A workbench at work on a folder, and its client. It ends with the tests."""

    folder: Path
    limits: Limits = field(default_factory=Limits)
    address: str = ""
    once: str = ""
    cookie: str = ""

    def __post_init__(self) -> None:
        self.workbench = Workbench(self.folder, "vi", translator("vi"), lambda: NOW)
        ready = threading.Event()

        def told(address: str, once: str) -> None:
            self.address, self.once = address, once
            ready.set()

        self.thread = threading.Thread(target=serve, args=(self.workbench, 0, told, self.limits), daemon=True)
        self.thread.start()
        assert ready.wait(PATIENCE)
        opened = self.ask("GET", self.address.removeprefix(self.origin), cookie="")
        assert opened.status == 303
        self.cookie = opened.headers["set-cookie"].split(";")[0]

    @property
    def origin(self) -> str:
        return self.address.partition("/?")[0]

    @property
    def port(self) -> int:
        return int(self.origin.rsplit(":", 1)[1])

    @property
    def ours(self) -> dict[str, str]:
        """The headers of a request that the workbench's own page makes."""
        return {
            "Host": f"127.0.0.1:{self.port}", "Cookie": self.cookie, "Origin": self.origin,
            "Sec-Fetch-Site": "same-origin",
        }  # fmt: skip

    def ask(
        self, method: str, path: str, body: bytes = b"", cookie: str | None = None, **changed: str | None
    ) -> Answer:
        """The answer to a request with own headers but for those changed: `sec_fetch_site="none"`; None: left out."""
        headers: dict[str, str | None] = dict(self.ours)
        if cookie is not None:
            headers["Cookie"] = cookie or None
        headers |= {name.replace("_", "-").title(): value for name, value in changed.items()}
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        line.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in headers.items():
            if value is not None:
                line.putheader(name, value)
        if method == "POST" and "Content-Length" not in headers:
            line.putheader("Content-Length", str(len(body)))
        line.endheaders(body or None)
        answer = line.getresponse()
        is_stream = answer.getheader("content-type", "").startswith("text/event-stream")
        found = Answer(
            answer.status, {k.lower(): v for k, v in answer.getheaders()}, b"" if is_stream else answer.read()
        )
        line.close()
        return found

    def get(self, path: str) -> Answer:
        return self.ask("GET", path, origin=None)

    def overview(self) -> Answer:
        """The first screen, once every plan on it is read."""
        assert comes_true(lambda: "Đang đọc" not in self.get("/").text)
        return self.get("/")

    def post(self, path: str, **form: str) -> Answer:
        """Send a form as the pages do."""
        return self.ask("POST", path, urlencode(form).encode(), content_type="application/x-www-form-urlencoded")

    def upload(self, path: str, name: str, data: bytes) -> Answer:
        """Send a file as the pages do."""
        head = f'--x\r\nContent-Disposition: form-data; name="tep"; filename="{name}"\r\n\r\n'.encode()
        return self.ask("POST", path, head + data + b"\r\n--x--\r\n", content_type="multipart/form-data; boundary=x")

    def raw(self, data: bytes, seconds: float = PATIENCE) -> bytes:
        """What comes back for some bytes until the server closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as line:
            found = b""
            with suppress(ConnectionError):
                line.sendall(data)
                while part := line.recv(65536):
                    found += part
        return found

    def heard(self, until: Callable[[dict[str, object]], bool], begin: Callable[[], object]) -> list[dict[str, object]]:
        """The events of jobs from a beginning until one of a kind."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        line.request("GET", "/su-kien", headers={"Host": self.ours["Host"], "Cookie": self.cookie})
        answer = line.getresponse()
        assert answer.readline() == b"retry: 1000\n"
        begin()
        found: list[dict[str, object]] = []
        while not found or not until(found[-1]):
            text = answer.readline().decode()
            if text.startswith("data: "):
                found.append(json.loads(text.removeprefix("data: ")))
        line.close()
        return found

    def head(self, method: str, path: str, *more: str) -> bytes:
        """A request of the workbench's own page up to its body."""
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in self.ours.items()), *more]
        return "\r\n".join([*lines, "", ""]).encode()


def ended(state: dict[str, object]) -> bool:
    """Whether an event tells of the end of a job."""
    return state["state"] != "working"


def fingerprint(folder: Path) -> dict[str, str]:
    """Every file of a folder, but for the workbench's own memory."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".kehoach" not in path.parts
    }
