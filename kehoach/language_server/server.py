"""The language server: what an editor says and asks, handed to the features. Standard input and output only."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pygls.exceptions import FeatureNotificationError
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method
from pygls.uris import to_fs_path

from kehoach import __version__
from kehoach.diagnostics import Finding, Message, Report, Translator, _
from kehoach.language_server import protocol
from kehoach.language_server.open_files import OpenFiles
from kehoach.language_server.page_view import PageView
from kehoach.language_server.positions import Positions, changed

log = logging.getLogger(__name__)
WAIT = 0.01
"""Seconds without a change after which the text is checked: what is asked in between is answered first."""


class _Protocol(LanguageServerProtocol):
    """Texts are kept by `OpenFiles`: pygls would end a line at signs that the protocol knows nothing of."""

    _server: KehoachServer

    @lsp_method(lsp.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: lsp.DidOpenTextDocumentParams) -> None:
        """A file was opened."""
        self._server.opened(params.text_document)

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: lsp.DidChangeTextDocumentParams) -> None:
        """The text of a file was changed."""
        self._server.changed(params)

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: lsp.DidCloseTextDocumentParams) -> None:
        """A file was closed."""
        self._server.closed(params.text_document.uri)


class KehoachServer(LanguageServer):
    """A server for the files that one editor has open. `day` is what results are compared with, `to` the language."""

    def __init__(self, day: Callable[[], date | None], to: Translator) -> None:
        super().__init__(
            protocol.NAME, __version__, protocol_cls=_Protocol,
            text_document_sync_kind=lsp.TextDocumentSyncKind.Incremental,
        )  # fmt: skip
        self.to = to
        self.files = OpenFiles(day)
        self.abilities = protocol.Abilities()
        self.versions: dict[Path, int] = {}
        self._uris: dict[Path, str] = {}
        self._waiting: dict[Path, None] = {}
        """Files to check, in order."""
        self._timer: asyncio.TimerHandle | None = None
        self.pages = PageView()
        self._shown: dict[Path, set[Path]] = {}
        """Of each open file the files in which its findings are shown."""

    @cached_property
    def encoding(self) -> str:
        """The units in which this editor counts."""
        agreed = self.workspace.position_encoding
        return str(getattr(agreed, "value", agreed))

    def positions(self, path: Path) -> Positions:
        """The places of an open file."""
        return Positions(self.files.text(path), self.encoding)

    # --- what the editor says

    def opened(self, document: lsp.TextDocumentItem) -> None:
        """A file was opened."""
        path = path_of(document.uri)
        if path is not None and self.files.put(path, document.text):
            self.versions[path] = document.version
            self._uris[path] = document.uri
            self._check_soon(path)

    def changed(self, params: lsp.DidChangeTextDocumentParams) -> None:
        """The text of a file was changed, in one or more steps."""
        path = path_of(params.text_document.uri)
        if path is None or path not in self.files:
            return
        text = self.files.text(path)
        for change in params.content_changes:
            if isinstance(change, lsp.TextDocumentContentChangePartial):
                start, end = change.range.start, change.range.end
                places = (start.line, start.character), (end.line, end.character)
                text = changed(text, self.encoding, *places, change.text)
            else:
                text = change.text
        self.files.put(path, text)
        self.versions[path] = params.text_document.version
        self._check_soon(path)

    def closed(self, uri: str) -> None:
        """A file was closed."""
        path = path_of(uri)
        if path is None or path not in self.files:
            return
        touched = [one for one in self.files.touched_by(path) if one != path]
        self.files.close(path)
        self.versions.pop(path, None)
        self._waiting.pop(path, None)
        self._show(path, Report())
        self._uris.pop(path, None)
        for owner in [one for one in self._shown if one not in self.files and not self.files.is_beside(one)]:
            self._show(owner, Report())
        self._check_soon(*touched)

    def reload(self) -> None:
        """Files changed on the disk."""
        self.files.reload()
        self._check_soon(*self.files.every())

    # --- findings

    def _check_soon(self, *paths: Path) -> None:
        for path in paths:
            for one in self.files.touched_by(path):
                self._waiting.setdefault(one)
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(WAIT, self._check_next)

    def _check_next(self) -> None:
        """Check one file that waits; what the editor asks meanwhile comes before the next."""
        self._timer = None
        if not self._waiting:
            return
        path = next(iter(self._waiting))
        del self._waiting[path]
        if path in self.files:
            self._show(path, self.files.report(path))
            self._show_registry(path)
        if self._waiting:
            self._timer = asyncio.get_running_loop().call_later(0, self._check_next)

    def _show_registry(self, path: Path) -> None:
        """Show what is found in the registry beside a file: with an error there, no plan is checked as a whole."""
        workspace = self.files.workspace(path)
        if workspace.workspace.registry not in self.files:
            self._show(workspace.workspace.registry, workspace.registry.report)

    def _show(self, owner: Path, report: Report) -> None:
        """Show what is found in a file; also what is found in files beside it."""
        by_file: dict[Path, list[Finding]] = {owner: []} if owner in self.files else {}
        for finding in report.findings:
            by_file.setdefault(Path(finding.span.source.path), []).append(finding)
        gone = self._shown.pop(owner, set()) - by_file.keys()
        for path in gone:
            self._publish(path, [])
        for path, found in by_file.items():
            positions = self.positions(path) if path in self.files else self._positions_in(found)
            shown = [protocol.diagnostic(one, positions, self.to) for one in found]
            if path == owner:
                shown += [protocol.failure_diagnostic(one, self.to) for one in report.failures]
            self._publish(path, shown)
        if by_file:
            self._shown[owner] = set(by_file)

    def _positions_in(self, found: list[Finding]) -> Positions:
        return Positions(found[0].span.source.text, self.encoding)

    def _publish(self, path: Path, shown: list[lsp.Diagnostic]) -> None:
        self.text_document_publish_diagnostics(
            lsp.PublishDiagnosticsParams(
                self._uris.get(path, protocol.uri_of(path)), shown, self.versions.get(path)
            )  # as the editor writes the address of what is open
        )

    def report_server_error(self, error: Exception, source: Any) -> None:
        """A fault of ours: a traceback for the log, one line for the person."""
        log.error("%s", error, exc_info=error)
        if source is FeatureNotificationError:  # nobody else would say so
            self.say(_("kehoach met a fault of its own; the details are in the log of the language server"))

    def say(self, message: Message, kind: lsp.MessageType = lsp.MessageType.Error) -> None:
        """One line for the person at the editor."""
        self.window_show_message(lsp.ShowMessageParams(kind, message.into(self.to)))


def path_of(uri: str) -> Path | None:
    """The file of an address, None for what is no file."""
    found = to_fs_path(uri)
    return Path(found).absolute() if found else None
