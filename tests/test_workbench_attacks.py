"""What must not get into the workbench, tried on the running server: refused, nothing written, still alive.

Raw sockets, since a polite client cannot say what an attacker says; and a real browser that holds the cookie and visits
a hostile page.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import re
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kehoach.web.serving import Limits
from tests.support.amounts import LONG
from tests.support.browser import WINDOWLESS, Visit, Workbench, chromium, serving
from tests.support.drafting import make_workspace, path_of
from tests.support.patience import PATIENCE

AT_ONCE = 1000 if LONG else 200
EDIT = "/soan/2027/han/sua"
PATHS = ["/", "/moi", "/nhap", "/soan/2027/han", "/phat-hanh/2027/han", "/su-kien"]
POSTS = ["/moi", "/nhap", EDIT, "/soan/2027/han/lenh", "/soan/2027/han/chu", "/soan/2027/han/hoan-tac"]
SECRET = "mật khẩu của người khác"


@dataclass
class Client:
    """Speaks HTTP to a workbench as it likes."""

    workbench: Workbench
    cookie: str = ""

    @property
    def port(self) -> int:
        return int(self.workbench.origin.rsplit(":", 1)[1])

    @property
    def ours(self) -> dict[str, str]:
        """The headers of a request that the workbench's own page makes."""
        return {
            "Host": f"127.0.0.1:{self.port}",
            "Cookie": self.cookie,
            "Origin": self.workbench.origin,
            "Sec-Fetch-Site": "same-origin",
        }

    def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> tuple[int, bytes]:
        """The status and the body of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        if method == "POST":
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body or None)
        answer = connection.getresponse()
        found = b"" if answer.getheader("content-type", "").startswith("text/event-stream") else answer.read()
        connection.close()
        return answer.status, found

    def raw(self, data: bytes, *, ends: bool = True) -> bytes:
        """What comes back for some bytes, after which the client says no more, or might."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as line:
            found = b""
            with suppress(OSError):
                line.sendall(data)
                if ends:
                    line.shutdown(socket.SHUT_WR)
                while part := line.recv(65536):
                    found += part
        return found

    def is_alive(self) -> bool:
        return self.ask("GET", "/", self.ours)[0] == 200


@pytest.fixture(scope="module")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    folder = make_workspace(tmp_path_factory.mktemp("attacks") / "xa")
    outside = folder.parent / "khac"
    outside.mkdir()
    (outside / "bi-mat.yaml").write_text(f"subject: {SECRET}\n", encoding="utf-8")
    (folder / "plans" / "2027" / "lien-ket.yaml").symlink_to(outside / "bi-mat.yaml")
    (folder / "plans" / "2029").symlink_to(outside, target_is_directory=True)
    with serving(folder) as workbench:
        yield workbench


@pytest.fixture(scope="module")
def client(workbench: Workbench) -> Client:
    """Somebody with the cookie."""
    connection = http.client.HTTPConnection("127.0.0.1", int(workbench.origin.rsplit(":", 1)[1]), timeout=PATIENCE)
    connection.request("GET", workbench.address.removeprefix(workbench.origin))
    answer = connection.getresponse()
    found = answer.getheader("set-cookie", "")
    assert "httponly" in found.lower()
    assert "samesite=strict" in found.lower()
    return Client(workbench, found.split(";")[0])


@pytest.fixture(autouse=True)
def _nothing_is_written(workbench: Workbench, client: Client) -> Iterator[None]:
    """After each attack every file of the workspace and beside it is as before, and the server answers."""
    before = fingerprint(workbench.folder.parent)
    yield
    assert fingerprint(workbench.folder.parent) == before
    assert client.is_alive()


def fingerprint(folder: Path) -> dict[str, str]:
    """Every file of a folder, but for the workbench's own memory."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".kehoach" not in path.parts
    }


def without(headers: Mapping[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in headers.items() if key != name}


@pytest.mark.parametrize("path", PATHS)
def test_an_own_request_is_answered(client: Client, path: str) -> None:
    assert client.ask("GET", path, without(client.ours, "Origin"))[0] == 200


@pytest.mark.parametrize("host", ["evil.test", "127.0.0.1", "evil.test:{port}", "127.0.0.1.evil.test:{port}", ""])
@pytest.mark.parametrize("path", PATHS)
def test_a_foreign_host_is_refused(client: Client, path: str, host: str) -> None:
    status, _body = client.ask("GET", path, {**client.ours, "Host": host.format(port=client.port)})
    assert status in (400, 421)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_two_hosts_are_refused(client: Client, method: str) -> None:
    lines = [f"{method} / HTTP/1.1", f"Host: 127.0.0.1:{client.port}", "Host: evil.test", f"Cookie: {client.cookie}"]
    assert re.match(rb"HTTP/1\.1 (400|421) ", client.raw("\r\n".join([*lines, "", ""]).encode()))


@pytest.mark.parametrize(
    "changed",
    [
        {"Origin": "http://evil.test"},
        {"Origin": "null"},
        {"Origin": "https://127.0.0.1:{port}"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Cookie": ""},
        {"Cookie": "kehoach-{port}=falsch"},
    ],
    ids=str,
)
@pytest.mark.parametrize("path", POSTS)
def test_a_change_from_elsewhere_is_refused(client: Client, path: str, changed: dict[str, str]) -> None:
    headers = {**client.ours, **{key: value.format(port=client.port) for key, value in changed.items()}}
    body = b'{"path": "subject", "value": "x", "seen": ""}'
    assert client.ask("POST", path, {**headers, "Content-Type": "application/json"}, body)[0] == 403
    missing = without(client.ours, "Origin") if "Origin" in changed else headers
    assert client.ask("POST", path, missing, body)[0] == 403


@pytest.mark.parametrize("path", [*PATHS, "/trang/0.svg", "/ngon-ngu"])
def test_nobody_gets_in_without_the_key(client: Client, path: str) -> None:
    for headers in (without(client.ours, "Cookie"), {**client.ours, "Cookie": "kehoach-1=x"}):
        status, body = client.ask("GET", path, headers)
        assert status == 403
        assert "Bình Lư".encode() not in body
    assert client.ask("GET", f"{path}?khoa=sai", without(client.ours, "Cookie"))[0] == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"])
def test_other_methods_are_refused(client: Client, method: str) -> None:
    lines = [f"{method} / HTTP/1.1", *(f"{key}: {value}" for key, value in client.ours.items()), "Connection: close"]
    assert re.match(rb"HTTP/1\.1 4\d\d ", client.raw("\r\n".join([*lines, "", ""]).encode()))


@pytest.mark.parametrize("origin", ["http://evil.test", "null", ""])
def test_a_websocket_from_elsewhere_is_refused(client: Client, origin: str) -> None:
    headers = {
        **client.ours,
        "Origin": origin,
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    lines = ["GET /ngon-ngu HTTP/1.1", *(f"{key}: {value}" for key, value in headers.items())]
    assert client.raw("\r\n".join([*lines, "", ""]).encode()).startswith(b"HTTP/1.1 403 ")


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static/..%5capp.py",
        "/static//etc/passwd",
        "/static/%00",
        "/soan/2027/..%2f..%2f..%2fkhac%2fbi-mat",
        "/soan/../../khac/bi-mat",
        "/soan/..%2f..%2fkhac/bi-mat",
        "/soan/%2e%2e/%2e%2e",
        "/soan/2027/lien-ket",
        "/soan/2029/bi-mat",
        "/phat-hanh/2027/lien-ket",
        "/phat-hanh/2029/bi-mat",
        "/soan/2027/han%00",
        "/soan/2027/han.yaml",
        "/trang/../../../etc/passwd.svg",
        "/trang/%2e%2e%2f%2e%2e.svg",
        f"/soan/2027/{'a' * 3000}",
        "//evil.test/",
        "/\\evil.test/",
    ],
)
def test_nothing_outside_the_workspace_is_reached(client: Client, path: str) -> None:
    status, body = client.ask("GET", path, without(client.ours, "Origin"))
    assert status in (400, 403, 404, 414)
    assert SECRET.encode() not in body
    assert b"root:" not in body
    if path.startswith("/soan"):
        value = b'{"path": "subject", "value": "x", "seen": ""}'
        assert client.ask("POST", f"{path}/sua", {**client.ours, "Content-Type": "application/json"}, value)[0] >= 400


def test_the_overview_says_nothing_of_what_is_outside(client: Client) -> None:
    assert SECRET.encode() not in client.ask("GET", "/", client.ours)[1]


@pytest.mark.parametrize("path", POSTS)
def test_a_body_that_is_too_large_is_refused(client: Client, path: str) -> None:
    # what is edited comes as JSON, in which a text of 2 MB may be written with signs of six letters
    limit = {"/nhap": 50_000_000, "/moi": 2_000_000}.get(path, 8_000_000)
    lines = [f"POST {path} HTTP/1.1", *(f"{key}: {value}" for key, value in client.ours.items())]
    head = "\r\n".join([*lines, f"Content-Length: {limit + 1_000_000}", "", ""]).encode()
    assert re.match(rb"HTTP/1\.1 413 ", client.raw(head, ends=False))


def test_a_text_of_more_than_two_megabytes_is_refused(client: Client) -> None:
    for path, key in (("/soan/2027/han/chu", "text"), (EDIT, "value")):
        body = json.dumps({"path": "/subject", key: "x" * 2_100_000, "seen": "", "by": "x"}).encode()
        status, _answer = client.ask("POST", path, {**client.ours, "Content-Type": "application/json"}, body)
        assert 400 <= status < 500


PART = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.docx"\r\n\r\n'


@pytest.mark.parametrize(
    ("path", "kind", "begin"),
    [(EDIT, "application/json", b'{"value": "'), ("/nhap", "multipart/form-data; boundary=x", PART)],
)
def test_two_hundred_megabytes_in_pieces_are_refused_and_not_kept(
    client: Client, path: str, kind: str, begin: bytes
) -> None:
    headers = {**client.ours, "Content-Type": kind, "Transfer-Encoding": "chunked"}
    lines = [f"POST {path} HTTP/1.1", *(f"{key}: {value}" for key, value in headers.items())]
    before = most_memory(client.workbench)
    with socket.create_connection(("127.0.0.1", client.port), timeout=PATIENCE) as line:
        line.sendall("\r\n".join([*lines, "", f"{len(begin):x}", ""]).encode() + begin + b"\r\n")
        piece = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
        answer = b""
        with suppress(ConnectionError):
            for _megabyte in range(200):
                line.sendall(piece)
            line.shutdown(socket.SHUT_WR)
        with suppress(ConnectionError):
            answer = line.recv(100)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 413 ")
    assert most_memory(client.workbench) - before < 120_000


def most_memory(workbench: Workbench) -> int:
    """The most memory that the server ever had, in kB."""
    status = Path(f"/proc/{workbench.process.pid}/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))


def test_what_is_no_http_does_no_harm(client: Client) -> None:
    for data in (b"\x16\x03\x01\x02\x00\x01", b"GET", b"\0" * 5000, b"GET / HTTP/9.9\r\n\r\n", b"A" * 200_000):
        answer = client.raw(data)
        assert answer == b"" or answer.startswith((b"HTTP/1.1 4", b"HTTP/1.1 5")), data[:20]
    assert client.is_alive()


def test_a_thousand_requests_at_once_are_outlived(client: Client) -> None:
    statuses: list[int] = []

    def ask(number: int) -> None:
        with suppress(OSError, http.client.HTTPException):
            statuses.append(client.ask("GET", PATHS[number % 5], without(client.ours, "Origin"))[0])

    threads = [threading.Thread(target=partial(ask, number)) for number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(statuses) <= {200, 429, 503}
    assert 200 in statuses


def test_slow_clients_keep_nobody_waiting(client: Client) -> None:
    lines = [socket.create_connection(("127.0.0.1", client.port), timeout=PATIENCE) for _number in range(100)]
    try:
        for line in lines:
            line.sendall(b"POST /moi HTTP/1.1\r\nHost: 127")
        began = time.monotonic()
        assert client.is_alive()
        assert time.monotonic() - began < Limits().head, "they are not waited for"
    finally:
        for line in lines:
            line.close()


@pytest.mark.long
def test_slow_clients_are_cut_off(client: Client) -> None:
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", client.port), timeout=5) as line, suppress(OSError):
        while time.monotonic() - began < 90:
            line.sendall(b"G")
            time.sleep(1)
    assert time.monotonic() - began < 60


HOSTILE = """<!doctype html><title>x</title>
<iframe src="{target}/" name="frame"></iframe><img src="{target}/"><script src="{target}/static/kehoach.js"></script>
<form method="post" action="{target}/moi" enctype="text/plain" target="frame"><input name="subject" value="x"></form>
<script>
document.forms[0].submit()
for (const path of {posts}) {{
  const sent = {{method: "POST", mode: "no-cors", credentials: "include", body: "path=subject&value=x"}}
  fetch("{target}" + path, sent).catch(() => 0)
  navigator.sendBeacon("{target}" + path, "path=subject&value=x")
}}
try {{ new WebSocket("{target}/ngon-ngu".replace("http", "ws")) }} catch {{ }}
</script>"""


def test_a_hostile_page_in_the_same_browser_does_nothing(client: Client, workbench: Workbench) -> None:
    page = HOSTILE.format(target=workbench.origin, posts=POSTS).encode()

    class Hostile(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_said: object) -> None:
            pass

    with chromium(WINDOWLESS) as browser, ThreadingHTTPServer(("127.0.0.1", 0), Hostile) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        visit = Visit(browser, workbench)
        drafter = visit.tab()
        drafter.page.wait_for_load_state("networkidle")
        statuses: list[tuple[str, int]] = []
        drafter.page.on(
            "response",
            lambda answer: statuses.append((answer.url, answer.status)) if workbench.origin in answer.url else None,
        )
        for host in ("127.0.0.1", "localhost"):
            drafter.page.goto(f"http://{host}:{server.server_port}/")
            drafter.page.wait_for_timeout(500)
            frame = drafter.page.frame("frame")
            assert frame
            assert "Kế hoạch của đơn vị" not in (frame.content() if "chrome-error" not in frame.url else "")
        assert statuses
        assert {status for _url, status in statuses} == {403}, statuses
        visit.close()
        server.shutdown()


def test_the_ports_of_the_server_are_those_of_this_machine_alone(workbench: Workbench) -> None:
    port = f"{int(workbench.origin.rsplit(':', 1)[1]):04X}"
    listening = [line.split() for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]]
    addresses = {fields[1] for fields in listening if fields[3] == "0A" and fields[1].endswith(f":{port}")}
    assert addresses == {f"0100007F:{port}"}
    six = Path("/proc/net/tcp6")
    assert not six.exists() or f":{port} " not in six.read_text(encoding="ascii")
    assert path_of(workbench.folder, "han").exists()
