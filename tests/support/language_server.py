"""The real yaml-language-server, spoken to over its standard input and output as an editor does."""

from __future__ import annotations

import json
import queue
import shutil
import subprocess
import threading
from pathlib import Path
from typing import Any

from tests.support.judges import HERE, need

SERVER = HERE / "judges" / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
PATIENCE = 60


class LanguageServer:
    """One running server for one workspace folder."""

    def __init__(self, root: Path, settings: dict[str, Any] | None = None) -> None:
        need(SERVER.exists() and shutil.which("node") is not None, "yaml-language-server")
        self.settings = {"validate": True, "hover": True, "completion": True, **(settings or {})}
        self.process = subprocess.Popen(
            ["node", str(SERVER), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.number = 0
        self.answers: queue.Queue[dict[str, Any]] = queue.Queue()
        self.diagnostics: queue.Queue[dict[str, Any]] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        self.root = root
        capabilities = {
            "textDocument": {
                "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}},
                "hover": {"contentFormat": ["markdown"]},
                "publishDiagnostics": {},
            },
            "workspace": {"configuration": True, "didChangeConfiguration": {"dynamicRegistration": True}},
        }
        folders = [{"uri": root.as_uri(), "name": "w"}]
        self.ask(
            "initialize",
            processId=None, rootUri=root.as_uri(), workspaceFolders=folders, capabilities=capabilities,
        )  # fmt: skip
        self.tell("initialized")

    def ask(self, method: str, **params: Any) -> Any:
        """A request and its result."""
        self.number += 1
        self._send({"id": self.number, "method": method, "params": params})
        while (answer := self.answers.get(timeout=PATIENCE)).get("id") != self.number:
            pass
        assert "error" not in answer, answer
        return answer.get("result")

    def tell(self, method: str, **params: Any) -> None:
        """A notice that has no answer."""
        self._send({"method": method, "params": params})

    def open(self, path: Path, text: str) -> list[dict[str, Any]]:
        """Open a text under that name, as typed and not saved; its diagnostics."""
        uri = path.as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", textDocument=document)
        while (found := self.diagnostics.get(timeout=PATIENCE))["uri"] != uri:
            pass
        return list(found["diagnostics"])

    def completion(self, path: Path, line: int, column: int) -> list[dict[str, Any]]:
        """What is offered at a place (1-based)."""
        found = self.ask("textDocument/completion", **_at(path, line, column))
        return list(found["items"] if isinstance(found, dict) else found or [])

    def hover(self, path: Path, line: int, column: int) -> str:
        """What is shown over a place (1-based)."""
        found = self.ask("textDocument/hover", **_at(path, line, column))
        return str(found["contents"]["value"]) if found else ""

    def close(self) -> None:
        self.process.kill()
        self.process.wait()

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.process.stdin.flush()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        while header := self.process.stdout.readline():
            length = int(header.split(b":")[1])
            while self.process.stdout.readline().strip():
                pass
            message = json.loads(self.process.stdout.read(length))
            if message.get("method") == "textDocument/publishDiagnostics":
                self.diagnostics.put(message["params"])
            elif message.get("method") == "workspace/configuration":
                asked = message["params"]["items"]
                known = {"yaml": self.settings}
                self._send({"id": message["id"], "result": [known.get(item.get("section"), {}) for item in asked]})
            elif "id" in message and "method" in message:
                self._send({"id": message["id"], "result": None})
            elif "id" in message:
                self.answers.put(message)


def _at(path: Path, line: int, column: int) -> dict[str, Any]:
    return {"textDocument": {"uri": path.as_uri()}, "position": {"line": line - 1, "character": column - 1}}
