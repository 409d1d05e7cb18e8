"""The server of the workbench: what it is made of, how it begins, and how it ends."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from jinja2 import Environment, nodes

from kehoach.cli import cli
from kehoach.storage.workspace import Workspace
from kehoach.web.presence import is_unused
from kehoach.web.serving import Limits
from tests.support.forked import run
from tests.support.patience import PATIENCE, comes_true
from tests.support.plans import ROOT, small_workspace
from tests.support.web_server import WebServer

WEB = ROOT / "kehoach" / "web"


def test_what_others_made_is_as_they_made_it() -> None:
    found = list((WEB / "static").glob("*.json"))
    assert found
    for path in found:
        known = json.loads(path.read_text(encoding="utf-8"))
        data = path.with_name(known["file"].rpartition("/")[2]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == known["sha256"]
        assert path.with_name(known["licence"]).read_text(encoding="utf-8").strip()


def test_templates_have_no_script_and_no_style_of_their_own() -> None:
    for path in (WEB / "templates").glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|<script>|https?://", text), path.name
    for path in (WEB / "static").glob("*.css"):
        assert not re.search(r"https?://|@import", path.read_text(encoding="utf-8")), path.name


def test_the_screens_are_in_vietnamese() -> None:
    """Every sentence of a template is translated, and every text of a template is a sentence."""
    catalogue = (ROOT / "kehoach/locale/vi/LC_MESSAGES/kehoach.po").read_text(encoding="utf-8")
    for path in (WEB / "templates").glob("*.html"):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"{% block main_class %}.*?{% endblock %}", "", text)
        bare = re.sub(r'<[^>]*>|[\w-]+="[^"]*"', " ", re.sub(r"(?s){{.*?}}|{%.*?%}|<!doctype[^>]*>", "", text))
        assert not re.search(r"[^\W\d_]{2}", bare.replace("– kehoach", "")), f"{path.name}: {bare.strip()}"
        tree = Environment().parse(text)
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "_" and isinstance(call.args[0], nodes.Const):
                sentence = call.args[0].value.replace("\\", "\\\\").replace('"', '\\"')
                entry = re.search(rf'msgid "{re.escape(sentence)}"\nmsgstr "(.+)"', catalogue)
                assert entry, sentence
                assert "YAML" not in entry[1]


def test_packaged_files_come_with_their_types(tmp_path: Path) -> None:
    server = WebServer(tmp_path)
    types = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}
    page = server.get("/").text
    addresses = re.findall(r'"(/static/[^"]+)"', page)
    assert len(addresses) >= 4
    for address in addresses:
        answer = server.get(address.replace("&amp;", "&"))
        name = address.partition("?")[0].rpartition("/")[2]
        assert answer.body == (WEB / "static" / name).read_bytes()
        assert answer.headers["content-type"] == types[name.rpartition(".")[2]]
    assert server.get("/static/htmx.LICENSE").status == 404


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("web", "--no-browser", "--port", str(port), cwd=tmp_path)
    assert done.returncode == 4
    assert f"cổng {port} đang được chương trình khác dùng" in done.stderr


def test_packages_that_are_missing_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    done = CliRunner().invoke(cli, ["web", "--no-browser", "--lang", "en"])
    assert done.exit_code != 0
    assert 'pip install "kehoach[web]"' in done.output + str(getattr(done.exception, "hint", ""))


def test_it_ends_when_nobody_needs_it(tmp_path: Path) -> None:
    server = WebServer(tmp_path, Limits(unused=2))
    server.workbench.last_beat -= 2
    assert comes_true(lambda: not server.thread.is_alive())


def test_it_stays_while_a_page_listens_or_files_are_made(tmp_path: Path) -> None:
    server = WebServer(tmp_path, Limits(unused=60))
    assert not is_unused(server.workbench, 60)
    server.workbench.last_beat -= 100
    assert is_unused(server.workbench, 60)
    with socket.create_connection(("127.0.0.1", server.port)) as line:
        line.sendall(server.head("GET", "/su-kien"))
        assert comes_true(lambda: server.workbench.events.listeners == 1)
        assert not is_unused(server.workbench, 60)
        server.workbench.last_beat -= 100
        assert not is_unused(server.workbench, 60)
    assert comes_true(lambda: server.workbench.events.listeners == 0 or not server.workbench.events.publish("x", 1))
    server.workbench.last_beat -= 100
    assert server.ask("POST", "/nhip").status == 204
    assert not is_unused(server.workbench, 60)


def test_an_answer_does_not_wait_for_an_acknowledgement(tmp_path: Path) -> None:
    """A client acknowledges what it has after 40 ms, unless it has something to send."""
    small_workspace(tmp_path)
    server = WebServer(tmp_path)
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    taken = []
    for _turn in range(40):  # the first ones are acknowledged at once
        began = time.monotonic()
        line.request("GET", "/", headers={"Cookie": server.cookie})
        assert "<h1" in line.getresponse().read().decode()
        taken.append(time.monotonic() - began)
    line.close()
    assert min(taken[20:]) < 0.03


def test_a_fault_of_ours_is_said_and_its_traceback_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_workspace: Workspace) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Workspace, "plans", broken)
    server = WebServer(tmp_path)
    page = server.get("/")
    assert page.status == 500
    assert "Đây là lỗi của kehoach" in page.words
    assert server.post("/phat-hanh/2027/x/tao").text.startswith("đây là lỗi của kehoach")
    assert "ZeroDivisionError" in caplog.text


def test_streams_end_when_the_server_does(tmp_path: Path) -> None:
    server = WebServer(tmp_path)
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as line:
        line.sendall(server.head("GET", "/su-kien"))
        assert comes_true(lambda: server.workbench.events.listeners == 1)
        loop = server.workbench.events._loop
        assert loop
        loop.call_soon_threadsafe(server.workbench.events.close)
        found = b""
        while not found.endswith(b"0\r\n\r\n"):
            part = line.recv(4096)
            assert part
            found += part
    assert comes_true(lambda: server.workbench.events.listeners == 0)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process")
def test_ctrl_c_ends_it_without_a_word_even_while_pages_listen(tmp_path: Path) -> None:
    small_workspace(tmp_path)
    command = [sys.executable, "-m", "kehoach", "web", "--no-browser", "--lang", "vi", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        line = process.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:(\d+)/\?khoa=(\S+)", line)
        assert address, line
        at = ("127.0.0.1", int(address[1]))
        with socket.create_connection(at) as opening, socket.create_connection(at) as listening:
            opening.sendall(f"GET /?khoa={address[2]} HTTP/1.1\r\nHost: 127.0.0.1:{at[1]}\r\n\r\n".encode())
            cookie = re.search(rb"set-cookie: ([^;]+)", opening.recv(4096))
            assert cookie
            head = f"GET /su-kien HTTP/1.1\r\nHost: 127.0.0.1:{at[1]}\r\nCookie: {cookie[1].decode()}\r\n\r\n"
            listening.sendall(head.encode())
            heard = b""
            while b"retry" not in heard:
                heard += listening.recv(4096)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=PATIENCE)
    assert (out, err.strip()) == ("", "")
