"""Who must not get into the workbench, tried on the running server: refused, nothing written, still alive."""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from kehoach.web.app import ADDRESSES
from kehoach.web.serving import Limits
from tests.support.amounts import LONG, spread
from tests.support.patience import PATIENCE, comes_true
from tests.support.plans import small_workspace
from tests.support.web_server import WebServer, fingerprint

SECRET = "mật khẩu của người khác"
HASTY = Limits(head=0.4, body=0.6, reading=0.6, connections=200)
PLAN = {"year": "2024", "name": "nho", "file": "ke-hoach.docx", "key": "x"}
GETS = [re.sub(r"{(\w+)(:path)?}", lambda m: PLAN[m[1]], one.path) for one in ADDRESSES if one.method == "GET"]
POSTS = [re.sub(r"{(\w+)}", lambda m: PLAN.get(m[1], "x"), one.path) for one in ADDRESSES if one.method == "POST"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> WebServer:
    folder = tmp_path_factory.mktemp("web") / "xa"
    small_workspace(folder)
    outside = folder.parent / "khac"
    outside.mkdir()
    (outside / "bi-mat.yaml").write_text(f"subject: {SECRET}\n", encoding="utf-8")
    (folder / "plans" / "2024" / "lien-ket.yaml").symlink_to(outside / "bi-mat.yaml")
    (folder / "plans" / "2029").symlink_to(outside, target_is_directory=True)
    return WebServer(folder, HASTY)


@pytest.fixture(autouse=True)
def _nothing_is_written(server: WebServer) -> Iterator[None]:
    before = fingerprint(server.folder.parent)
    yield
    assert fingerprint(server.folder.parent) == before
    assert comes_true(lambda: _answers(server)), "it is alive"


def _answers(server: WebServer) -> bool:
    with suppress(OSError):
        return server.get("/").status == 200
    return False


@pytest.mark.parametrize("path", GETS)
def test_a_page_asks_for_what_it_needs(server: WebServer, path: str) -> None:
    assert server.get(path).status in (200, 404)


@pytest.mark.parametrize("host", ["evil.test", "evil.test:{port}", "127.0.0.1", "127.0.0.1.evil.test:{port}", ""])
@pytest.mark.parametrize(("method", "path"), [("GET", "/"), ("POST", "/moi"), ("GET", "/static/kehoach.css")])
def test_a_foreign_host_is_refused(server: WebServer, method: str, path: str, host: str) -> None:
    assert server.ask(method, path, host=host.format(port=server.port)).status == 421


def test_two_hosts_are_refused(server: WebServer) -> None:
    assert server.raw(server.head("GET", "/", "Host: evil.test")).startswith((b"HTTP/1.1 400", b"HTTP/1.1 421"))


FOREIGN = [
    {"origin": "http://evil.test"},
    {"origin": "null"},
    {"origin": "https://127.0.0.1:{port}"},
    {"origin": "http://127.0.0.1:1"},
    {"origin": "http://localhost:{port}"},
    {"origin": None},
    {"sec_fetch_site": "cross-site"},
    {"sec_fetch_site": "same-site"},
    {"sec_fetch_site": "none"},
    {"cookie": ""},
    {"cookie": "kehoach-{port}=x"},
]


@pytest.mark.parametrize("changed", FOREIGN, ids=str)
@pytest.mark.parametrize("path", POSTS)
def test_a_change_from_elsewhere_is_refused(server: WebServer, path: str, changed: dict[str, str | None]) -> None:
    known = {name: value and value.format(port=server.port) for name, value in changed.items()}
    assert server.ask("POST", path, b"issuer=x&year=2027&title=y", **known).status == 403


@pytest.mark.parametrize("path", GETS)
def test_nobody_gets_in_without_the_key(server: WebServer, path: str) -> None:
    for cookie in ("", "kehoach-1=x", f"kehoach-{server.port}=x", f"kehoach-{server.port}="):
        refused = server.ask("GET", path, cookie=cookie, origin=None)
        assert refused.status == 403
        assert b"Th\xe1\xbb\xad vi\xe1\xbb\x87c" not in refused.body
    assert server.ask("GET", f"{path}?khoa=sai", cookie="").status == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_pages_of_other_ports_get_nothing(server: WebServer, site: str) -> None:
    """Cookies are shared by all ports of a machine."""
    assert server.ask("GET", "/", origin=None, sec_fetch_site=site).status == 403


def test_the_key_opens_once_in_the_browser_that_is_started_and_always_where_it_is_printed(server: WebServer) -> None:
    path = server.once.removeprefix(server.origin)
    opened = server.ask("GET", path, cookie="", origin=None, sec_fetch_site=None)
    assert (opened.status, opened.headers["location"]) == (303, "/")
    cookie = opened.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert server.ask("GET", path, cookie="").status == 403
    printed = server.address.removeprefix(server.origin)
    assert [server.ask("GET", printed, cookie="").status for _again in range(2)] == [303, 303]


def test_the_key_leads_nowhere_else(server: WebServer) -> None:
    key = server.address.partition("?")[2]
    for path in ("//evil.test/", "/\\evil.test/", "//evil.test/%2e%2e"):
        assert not server.ask("GET", f"{path}?{key}", cookie="").headers["location"].startswith(("//", "/\\"))


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"])
def test_other_methods_are_refused(server: WebServer, method: str) -> None:
    assert re.match(rb"HTTP/1\.1 4\d\d ", server.raw(server.head(method, "/", "Connection: close")))


@pytest.mark.parametrize("changed", [one for one in FOREIGN if one != {"origin": "null"}], ids=str)
def test_a_websocket_from_elsewhere_is_refused(server: WebServer, changed: dict[str, str | None]) -> None:
    upgrade = {
        "upgrade": "websocket", "connection": "Upgrade", "sec_websocket_version": "13",
        "sec_websocket_key": "dGhlIHNhbXBsZSBub25jZQ==",
    }  # fmt: skip
    known = {name: value and value.format(port=server.port) for name, value in changed.items()}
    assert server.ask("GET", "/ngon-ngu", **upgrade, **known).status == 403


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/..%5capp.py", "/static/%00",
        "/static//etc/passwd", "/soan/../../khac/bi-mat", "/phat-hanh/..%2f..%2fkhac/bi-mat",
        "/phat-hanh/2024/lien-ket",
        "/phat-hanh/2029/bi-mat", "/phat-hanh/2024/nho%00", "/phat-hanh/2024/nho.yaml", "//evil.test/",
        "/phat-hanh/2024/nho/tep/../../../../khac/bi-mat.yaml",
        "/phat-hanh/2024/nho/tep/%2e%2e%2f%2e%2e%2fplans%2fnho.yaml",
        "/phat-hanh/2024/nho/tep//etc/passwd", "/phat-hanh/2024/nho/tep/manifest.json", f"/phat-hanh/2024/{'a' * 3000}",
    ],
)  # fmt: skip
def test_nothing_outside_the_workspace_is_reached(server: WebServer, path: str) -> None:
    found = server.get(path)
    assert found.status in (400, 404)
    assert SECRET not in found.text
    assert server.post(f"{path}/chi-tiet", number="1").status in (400, 404, 405)


def test_the_overview_says_nothing_of_what_is_outside(server: WebServer) -> None:
    assert "bi-mat" not in server.get("/").text
    assert "lien-ket" not in server.get("/").text


def test_every_answer_has_the_headers(server: WebServer) -> None:
    answers = [server.get(path) for path in GETS]
    answers += [server.ask("GET", "/", host="evil.test"), server.ask("POST", "/moi", origin="null"), server.get("/x")]
    for answer in answers:
        assert answer.headers["content-security-policy"] == (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
            " form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
        )
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"


LIMITS = {"nhap": 50_000_000, "soan": 8_000_000}
"""Bytes: a document of last year; a text of 2 MB as JSON, where every sign may take several."""


@pytest.mark.parametrize("path", POSTS)
def test_a_body_that_is_too_large_is_refused_before_it_is_sent(server: WebServer, path: str) -> None:
    limit = LIMITS.get(path.split("/")[1], 2_000_000)
    assert b"HTTP/1.1 413 " in server.raw(server.head("POST", path, f"Content-Length: {limit + 1}"))


def test_the_text_in_a_body_is_no_longer_than_any_other(server: WebServer) -> None:
    """However it is written: each of these letters is three bytes, and six in JSON."""

    def answered(count: int) -> int:
        body = json.dumps({"value": "ạ" * count, "seen": "0"}).encode()
        assert len(body) < LIMITS["soan"]
        return server.ask("POST", "/soan/2024/nho/chu", body, content_type="application/json").status

    assert answered(700_000) == 413
    assert answered(600_000) == 410, "it is of a text that nobody knows"


def test_a_body_that_is_nested_without_an_end_is_refused(server: WebServer) -> None:
    for body in (b"[" * 100_000, b'{"a":' * 100_000, b'{"a":' + b"[" * 900 + b"]" * 900 + b"}"):
        assert server.ask("POST", "/soan/2024/nho/chu", body, content_type="application/json").status in (400, 410)


FORM, FILE = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"


@pytest.mark.parametrize(
    ("method", "path", "kind"), [("POST", "/moi", FORM), ("POST", "/nhap", FILE), ("GET", "/", "")]
)
def test_a_body_without_an_end_is_cut_off(server: WebServer, method: str, path: str, kind: str) -> None:
    """200 MB in pieces whose sum nobody announced."""
    piece = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
    sent, answer = 0, b""
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as line, suppress(ConnectionError):
        line.sendall(server.head(method, path, "Transfer-Encoding: chunked", f"Content-Type: {kind}"))
        for _turn in range(200_000_000 // len(piece)):
            line.sendall(piece)
            sent += len(piece)
        answer = line.recv(4096)
    assert sent < 150_000_000
    assert answer == b"" or method == "GET" or re.match(rb"HTTP/1\.1 4\d\d ", answer)


@pytest.mark.parametrize(
    "sent", [b"", b"GET / HTTP/1.1\r\nHo", b"POST /moi", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"], ids=repr
)
def test_who_does_not_go_on_is_cut_off(server: WebServer, sent: bytes) -> None:
    began = time.monotonic()
    server.raw(sent)
    assert time.monotonic() - began < Limits().head, "the limit of this server, not the usual one"


def test_who_goes_on_letter_by_letter_is_cut_off(server: WebServer) -> None:
    for begun in (
        b"GET / HTTP/1.1\r\nX: ",
        server.head("POST", "/moi", f"Content-Type: {FORM}", "Content-Length: 100000"),
        server.head("POST", "/nhap", f"Content-Type: {FILE}", "Content-Length: 100000") + b"--x\r\nX: ",
    ):
        with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as line:
            line.sendall(begun)
            began = time.monotonic()
            with suppress(ConnectionError):
                while time.monotonic() - began < Limits().body:
                    line.sendall(b"a")
                    time.sleep(0.05)
            assert time.monotonic() - began < Limits().body / 2


def test_who_does_not_read_is_cut_off(server: WebServer) -> None:
    whole = 400 * len(server.get("/static/htmx.min.js").body)
    assert any(read_after(server, waits * HASTY.reading) < whole / 2 for waits in (2, 10, 50)), (
        "on a busy machine later"
    )


def read_after(server: WebServer, seconds: float) -> int:
    """How much of 400 answers a client gets that begins to read only after some time."""
    read = 0
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.settimeout(PATIENCE)
        line.connect(("127.0.0.1", server.port))
        with suppress(ConnectionError):
            line.sendall(400 * server.head("GET", "/static/htmx.min.js"))
            time.sleep(seconds)
            while found := line.recv(1 << 20):
                read += len(found)
    return read


def test_one_connection_too_many_is_turned_away(tmp_path: Path) -> None:
    server = WebServer(tmp_path, Limits(connections=8))
    lines = [socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) for _one in range(9)]
    assert lines[-1].recv(64).startswith(b"HTTP/1.1 503 ")
    lines[0].sendall(server.head("GET", "/"))
    assert lines[0].recv(64).startswith(b"HTTP/1.1 200 ")
    for line in lines:
        line.close()
    assert comes_true(lambda: _answers(server))


def test_idle_connections_keep_nobody_out(server: WebServer) -> None:
    lines = [
        socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) for _one in range(HASTY.connections + 50)
    ]
    assert comes_true(lambda: _answers(server))
    for line in lines:
        line.close()


def test_a_thousand_requests_at_once(server: WebServer) -> None:
    number = 1000 if LONG else 300
    begin = threading.Barrier(50)

    def one(at: int) -> int:
        if at < 50:
            begin.wait(PATIENCE)
        with suppress(OSError):
            if at % 2:
                return server.get("/static/kehoach.css").status
            return server.ask("POST", "/moi", b"issuer=x&year=2027&title=y", origin="http://evil.test").status
        return 0

    with ThreadPoolExecutor(50) as threads:
        found = set(threads.map(one, range(number)))
    assert found <= {0, 200, 403, 503}
    assert 403 in found


@pytest.mark.parametrize(("path", "kind"), [("/moi", FORM), ("/nhap", FILE)])
def test_who_goes_away_is_no_fault(server: WebServer, caplog: pytest.LogCaptureFixture, path: str, kind: str) -> None:
    for _turn in range(3):
        with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as line:
            line.sendall(server.head("POST", path, f"Content-Type: {kind}", "Content-Length: 1000") + b"--x\r\n")
            time.sleep(0.05)
    assert comes_true(lambda: _answers(server))
    assert [record for record in caplog.records if record.name == "uvicorn.error"] == []


@pytest.mark.parametrize("data", spread([bytes([at]) * 50 for at in range(256)], 12), ids=repr)
def test_what_is_no_request_is_refused(server: WebServer, data: bytes) -> None:
    found = server.raw(data + b"\r\n\r\n")
    assert not found or re.match(rb"HTTP/1\.1 4\d\d ", found)


def test_a_folder_that_is_a_link_is_listed_nowhere(tmp_path: Path) -> None:
    """The same on a workspace whose own place is reached by a link, which is no way out."""
    folder = tmp_path / "that"
    small_workspace(folder)
    (tmp_path / "link").symlink_to(folder, target_is_directory=True)
    server = WebServer(tmp_path / "link", HASTY)
    assert "/soan/2024/nho" in server.get("/").text
