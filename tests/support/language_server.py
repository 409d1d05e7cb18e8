"""Language servers, spoken to over standard input and output as an editor does: the yaml-language-server and ours."""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.support.judges import HERE, need
from tests.support.patience import PATIENCE
from tests.support.plans import ROOT

SERVER = HERE / "judges" / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
Json = dict[str, Any]


class ServerProcess:
    """One running server, and what it says: answers, and diagnostics by file."""

    def __init__(self, command: Sequence[str], environment: dict[str, str] | None = None) -> None:
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
        )
        self.number = 0
        self.answers: queue.Queue[Json] = queue.Queue()
        self.diagnostics: queue.Queue[Json] = queue.Queue()
        self.requests: queue.Queue[Json] = queue.Queue()
        """What the server asked or told, besides diagnostics."""
        threading.Thread(target=self._listen, daemon=True).start()

    def ask(self, method: str, **params: Any) -> Any:
        """A request and its result."""
        answer = self.answer(method, **params)
        assert "error" not in answer, answer
        return answer.get("result")

    def answer(self, method: str, **params: Any) -> Json:
        """A request and the whole answer, which may be an error."""
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        while (answer := self.answers.get(timeout=PATIENCE)).get("id") != self.number:
            pass
        return answer

    def tell(self, method: str, **params: Any) -> None:
        """A notice that has no answer."""
        self.send({"method": method, "params": params})

    def published(self, uri: str) -> list[Json]:
        """The next diagnostics of a file."""
        while (found := self.diagnostics.get(timeout=PATIENCE))["uri"] != uri:
            pass
        return list(found["diagnostics"])

    def close(self) -> None:
        self.process.kill()
        self.process.wait()

    def configuration(self, section: str) -> Json:
        """What the editor's settings say."""
        return {}

    def send(self, message: Json) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.process.stdin.flush()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        while header := self.process.stdout.readline():
            if not header.startswith(b"Content-Length"):
                continue
            length = int(header.split(b":")[1])
            while self.process.stdout.readline().strip():
                pass
            self._take(json.loads(self.process.stdout.read(length)))

    def _take(self, message: Json) -> None:
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics.put(message["params"])
        elif message.get("method") == "workspace/configuration":
            asked = message["params"]["items"]
            self.send({"id": message["id"], "result": [self.configuration(one.get("section", "")) for one in asked]})
        elif "method" in message:
            self.requests.put(message)
            if "id" in message:
                shown = message["method"] == "window/showDocument"
                self.send({"id": message["id"], "result": {"success": True} if shown else None})
        elif "id" in message:
            self.answers.put(message)


class LanguageServer(ServerProcess):
    """The yaml-language-server for one workspace folder."""

    def __init__(self, root: Path, settings: Json | None = None) -> None:
        need(SERVER.exists() and shutil.which("node") is not None, "yaml-language-server")
        self.settings = {"validate": True, "hover": True, "completion": True, **(settings or {})}
        super().__init__(["node", str(SERVER), "--stdio"])
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

    def configuration(self, section: str) -> Json:
        return self.settings if section == "yaml" else {}

    def open(self, path: Path, text: str) -> list[Json]:
        """Open a text under that name, as typed and not saved; its diagnostics."""
        uri = path.as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", textDocument=document)
        return self.published(uri)

    def completion(self, path: Path, line: int, column: int) -> list[Json]:
        """What is offered at a place (1-based)."""
        found = self.ask("textDocument/completion", **_at(path, line, column))
        return list(found["items"] if isinstance(found, dict) else found or [])

    def hover(self, path: Path, line: int, column: int) -> str:
        """What is shown over a place (1-based)."""
        found = self.ask("textDocument/hover", **_at(path, line, column))
        return str(found["contents"]["value"]) if found else ""


def _at(path: Path, line: int, column: int) -> Json:
    return {"textDocument": {"uri": path.as_uri()}, "position": {"line": line - 1, "character": column - 1}}


CAPABILITIES: Json = {
    "general": {"positionEncodings": ["utf-16"]},
    "textDocument": {
        "completion": {
            "completionItem": {"snippetSupport": True, "insertTextModeSupport": {"valueSet": [1, 2]}},
        },
        "codeAction": {"resolveSupport": {"properties": ["edit"]}},
    },
    "workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}, "workspaceEdit": {"documentChanges": True}},
    "window": {"showDocument": {"support": True}},
}


class Editor(ServerProcess):
    """kehoach's language server, and an editor that types: texts are kept here as the editor has them."""

    def __init__(
        self, encoding: str = "utf-16", *, language: str = "vi", today: str | None = None, **options: Any
    ) -> None:
        command = [sys.executable, "-m", "kehoach", "lsp", *(["--today", today] if today else [])]
        environment = {**os.environ, "KEHOACH_LANG": language, "PYTHONPATH": str(ROOT)}
        super().__init__(command, environment)
        self.encoding = encoding
        self.texts: dict[Path, str] = {}
        self.versions: dict[Path, int] = {}
        capabilities = {**CAPABILITIES, "general": {"positionEncodings": [encoding]}}
        self.capabilities: Json = self.ask(
            "initialize", processId=None, rootUri=None, capabilities=capabilities, initializationOptions=options
        )["capabilities"]
        assert self.capabilities["positionEncoding"] == encoding
        self.tell("initialized")

    def open(self, path: Path, text: str | None = None) -> list[Json]:
        """Open a file, with another text where one is given; its diagnostics."""
        self.texts[path] = path.read_text(encoding="utf-8") if text is None else text
        self.versions[path] = 1
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": self.texts[path]}
        self.tell("textDocument/didOpen", textDocument=document)
        return self.published(path.as_uri())

    def change(self, path: Path, *edits: tuple[int, int, str]) -> None:
        """Replace stretches of a text, one after the other: each by its offsets in the text as it is by then."""
        changes = []
        for start, end, new in edits:
            text = self.texts[path]
            changes.append({"range": self.range(path, start, end), "text": new})
            self.texts[path] = text[:start] + new + text[end:]
        self.versions[path] += 1
        document = {"uri": path.as_uri(), "version": self.versions[path]}
        self.tell("textDocument/didChange", textDocument=document, contentChanges=changes)

    def replace(self, path: Path, text: str) -> None:
        """Give a file another text as a whole."""
        self.texts[path] = text
        self.versions[path] += 1
        document = {"uri": path.as_uri(), "version": self.versions[path]}
        self.tell("textDocument/didChange", textDocument=document, contentChanges=[{"text": text}])

    def current(self, path: Path) -> list[Json]:
        """The diagnostics of the text as it is now."""
        while True:
            found = self.diagnostics.get(timeout=PATIENCE)
            if found["uri"] == path.as_uri() and found.get("version") == self.versions[path]:
                return list(found["diagnostics"])

    def close_file(self, path: Path) -> None:
        self.tell("textDocument/didClose", textDocument={"uri": path.as_uri()})

    def at(self, method: str, path: Path, offset: int, **more: Any) -> Any:
        """What is asked of a place of a file."""
        return self.ask(
            f"textDocument/{method}",
            textDocument={"uri": path.as_uri()}, position=self.position(path, offset), **more,
        )  # fmt: skip

    def of_file(self, method: str, path: Path, **more: Any) -> Any:
        return self.ask(f"textDocument/{method}", textDocument={"uri": path.as_uri()}, **more)

    def offered(self, path: Path, offset: int) -> list[Json]:
        return list((self.at("completion", path, offset) or {"items": []})["items"])

    def actions(self, path: Path, start: int, end: int, only: list[str] | None = None) -> list[Json]:
        context: Json = {"diagnostics": [], **({"only": only} if only else {})}
        return list(self.of_file("codeAction", path, range=self.range(path, start, end), context=context) or [])

    def edited(self, path: Path, edits: list[Json], text: str | None = None) -> str:
        """A text after the edits of an answer."""
        text = self.texts[path] if text is None else text
        places = [
            (*(self.offset(text, edit["range"][one]) for one in ("start", "end")), edit["newText"]) for edit in edits
        ]
        for start, end, new in sorted(places, reverse=True):
            text = text[:start] + new + text[end:]
        return text

    def position(self, path: Path, offset: int) -> Json:
        """The place of an offset: a second way to count, line by line."""
        before = self.texts[path][:offset].replace("\r\n", "\n" if offset else "").replace("\r", "\n")
        lines = before.split("\n")
        return {"line": len(lines) - 1, "character": self.units(lines[-1])}

    def units(self, text: str) -> int:
        size = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[self.encoding]
        return len(text.encode(f"{self.encoding}-le" if size > 1 else "utf-8", "surrogatepass")) // size

    def range(self, path: Path, start: int, end: int) -> Json:
        return {"start": self.position(path, start), "end": self.position(path, end)}

    def offset(self, text: str, position: Json) -> int:
        """The offset of a place."""
        line, unit, at = position["line"], position["character"], 0
        while line:
            ends = [found for sign in "\r\n" if (found := text.find(sign, at)) >= 0]
            at = min(ends)
            at += 2 if text.startswith("\r\n", at) else 1
            line -= 1
        while unit > 0:
            unit -= self.units(text[at])
            at += 1
        return at
