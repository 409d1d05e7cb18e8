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
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method
from pygls.uris import to_fs_path

from kehoach import __version__
from kehoach.diagnostics import Finding, KehoachError, Report, Selection, Translator, _
from kehoach.edits import Edit
from kehoach.language_server import protocol
from kehoach.language_server.actions import all_fixes, fixes_for
from kehoach.language_server.completion import completion
from kehoach.language_server.folding import folds
from kehoach.language_server.hover import hover
from kehoach.language_server.open_files import OpenFiles
from kehoach.language_server.outline import outline
from kehoach.language_server.positions import Positions, changed

log = logging.getLogger(__name__)
WAIT = 0.01
"""Seconds without a change after which the text is checked: what is asked in between is answered first."""
FIX_ALL = "source.fixAll.kehoach"
_TRIGGERS = [" ", ":", "-", "[", ",", "{", "'", '"', "(", "."]


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
        self._versions: dict[Path, int] = {}
        self._waiting: dict[Path, None] = {}
        """Files to check, in order."""
        self._timer: asyncio.TimerHandle | None = None
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
            self._versions[path] = document.version
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
        self._versions[path] = params.text_document.version
        self._check_soon(path)

    def closed(self, uri: str) -> None:
        """A file was closed."""
        path = path_of(uri)
        if path is None or path not in self.files:
            return
        touched = [one for one in self.files.touched_by(path) if one != path]
        self.files.close(path)
        self._versions.pop(path, None)
        self._waiting.pop(path, None)
        self._show(path, Report())
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
        if self._waiting:
            self._timer = asyncio.get_running_loop().call_later(0, self._check_next)

    def _show(self, owner: Path, report: Report) -> None:
        """Show what is found in a file; also what is found in files beside it."""
        by_file: dict[Path, list[Finding]] = {owner: []} if owner in self.files else {}
        for finding in report.findings:
            by_file.setdefault(Path(finding.span.source.path), []).append(finding)
        gone = self._shown.pop(owner, set()) - by_file.keys()
        for path in gone:
            self._publish(path, [])
        for path, found in by_file.items():
            positions = self._positions_in(found) if path != owner else self.positions(owner)
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
            lsp.PublishDiagnosticsParams(protocol.uri_of(path), shown, self._versions.get(path))
        )

    def report_server_error(self, error: Exception, source: Any) -> None:
        """A fault of ours: a traceback for the log, one line for the person."""
        log.error("%s", error, exc_info=error)
        said = _("kehoach met a fault of its own; the details are in the log of the language server")
        self.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Error, said.into(self.to)))


def path_of(uri: str) -> Path | None:
    """The file of an address, None for what is no file."""
    found = to_fs_path(uri)
    return Path(found).absolute() if found else None


def _initialized(server: KehoachServer, params: lsp.InitializeParams) -> None:
    server.abilities = protocol.Abilities.of(params.capabilities, params.initialization_options)


def _watch(server: KehoachServer, _params: lsp.InitializedParams) -> None:
    """Ask to be told of files that other programs change."""
    workspace = server.client_capabilities.workspace
    watched = workspace.did_change_watched_files if workspace else None
    if watched and watched.dynamic_registration:
        watchers = [lsp.FileSystemWatcher("**/{plans,results}/**/*.{yaml,yml,csv,xlsx,png,jpg,jpeg,svg}")]
        options = lsp.DidChangeWatchedFilesRegistrationOptions(watchers)
        registration = lsp.Registration("files", lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        server.client_register_capability(lsp.RegistrationParams([registration]))


def _saved(server: KehoachServer, _params: Any) -> None:
    server.reload()


def _completion(server: KehoachServer, path: Path, params: lsp.CompletionParams) -> lsp.CompletionList:
    positions = server.positions(path)
    offset = positions.offset(params.position.line, params.position.character)
    found = completion(server.files.edited(path), offset)
    return protocol.completion_list(found, positions, server.abilities, server.to)


def _hover(server: KehoachServer, path: Path, params: lsp.HoverParams) -> lsp.Hover | None:
    positions = server.positions(path)
    offset = positions.offset(params.position.line, params.position.character)
    found = hover(server.files.edited(path), offset, server.files.findings(path), server.to)
    if found is None:
        return None
    shown = lsp.MarkupContent(lsp.MarkupKind.Markdown, found.text)
    return lsp.Hover(shown, protocol.as_range(positions, found.start, found.end))


def _actions(server: KehoachServer, path: Path, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    wanted = params.context.only
    actions: list[lsp.CodeAction] = []
    if wanted is None or any(_is_of(lsp.CodeActionKind.QuickFix, one) for one in wanted):
        actions += _quick_fixes(server, path, params)
    if wanted is None or any(_is_of(FIX_ALL, one) for one in wanted):
        findings = server.files.findings(path)
        if any(one.fix and not one.on_request for one in findings):
            title = _("Make all safe fixes of this file").into(server.to)
            action = lsp.CodeAction(title, FIX_ALL, data={"uri": params.text_document.uri})
            actions.append(action if server.abilities.resolves else _resolve(server, action))
    return actions


def _is_of(kind: str, wanted: str) -> bool:
    return kind == wanted or kind.startswith(f"{wanted}.") or wanted == ""


def _quick_fixes(server: KehoachServer, path: Path, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    positions = server.positions(path)
    source = server.files.workspace(path).source(path)
    start, end = (positions.offset(one.line, one.character) for one in (params.range.start, params.range.end))
    actions = []
    for finding in server.files.findings(path):
        if finding.span.start <= end and start <= max(finding.span.end, finding.span.start):
            shown = protocol.diagnostic(finding, positions, server.to)
            for fix in fixes_for(finding, source):
                actions.append(protocol.code_action(fix, path, positions, [shown], server.to))
    return actions


def _resolve(server: KehoachServer, action: lsp.CodeAction) -> lsp.CodeAction:
    """The edits of all fixes, worked out once they are wanted."""
    data = action.data if isinstance(action.data, dict) else {}
    path = path_of(str(data.get("uri", "")))
    if path is not None and path in server.files:
        edits = _all_edits(server, path)
        edit = protocol.text_edits(edits, server.positions(path))
        action.edit = lsp.WorkspaceEdit(changes={protocol.uri_of(path): edit})
    return action


def _all_edits(server: KehoachServer, path: Path) -> tuple[Edit, ...]:
    workspace = server.files.workspace(path)
    look = workspace.looking_at(path)
    return all_fixes(look(workspace.source(path)), look, Selection()) if look else ()


def _symbols(server: KehoachServer, path: Path, _params: Any) -> list[lsp.DocumentSymbol]:
    positions = server.positions(path)
    return [protocol.symbol(part, positions) for part in outline(server.files.edited(path))]


def _folding(server: KehoachServer, path: Path, _params: Any) -> list[lsp.FoldingRange]:
    return [protocol.folding_range(fold) for fold in folds(server.files.workspace(path).source(path))]


_OF_A_FILE: tuple[tuple[str, Callable[[KehoachServer, Path, Any], Any], Any], ...] = (
    (lsp.TEXT_DOCUMENT_COMPLETION, _completion, lsp.CompletionOptions(trigger_characters=_TRIGGERS)),
    (lsp.TEXT_DOCUMENT_HOVER, _hover, None),
    (
        lsp.TEXT_DOCUMENT_CODE_ACTION,
        _actions,
        lsp.CodeActionOptions([lsp.CodeActionKind.QuickFix, FIX_ALL], resolve_provider=True),
    ),
    (lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL, _symbols, None),
    (lsp.TEXT_DOCUMENT_FOLDING_RANGE, _folding, None),
)
"""What an editor asks of an open file: the request, who answers it, and what is said of it beforehand."""


def make_server(day: Callable[[], date | None], to: Translator) -> KehoachServer:
    """A server with all of its features, not yet started."""
    server = KehoachServer(day, to)
    server.feature(lsp.INITIALIZE)(_with(server, _initialized))
    server.feature(lsp.INITIALIZED)(_with(server, _watch))
    server.feature(lsp.TEXT_DOCUMENT_DID_SAVE, lsp.SaveOptions(include_text=False))(_with(server, _saved))
    server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)(_with(server, _saved))
    server.feature(lsp.CODE_ACTION_RESOLVE)(_with(server, _resolve))
    for method, answer, options in _OF_A_FILE:
        server.feature(method, options)(_of_file(server, answer))
    return server


def _with(server: KehoachServer, answer: Callable[[KehoachServer, Any], Any]) -> Callable[[Any], Any]:
    def asked(params: Any) -> Any:
        return answer(server, params)

    return asked


def _of_file(server: KehoachServer, answer: Callable[[KehoachServer, Path, Any], Any]) -> Callable[[Any], Any]:
    """What answers for a file that is open and one of kehoach's; for others there is nothing to say."""

    def asked(params: Any) -> Any:
        path = path_of(params.text_document.uri)
        if path is None or path not in server.files:
            return None
        try:
            return answer(server, path, params)
        except KehoachError as failure:
            log.warning("%s", failure.message.into(server.to))
            return None

    return asked


def serve(day: Callable[[], date | None], to: Translator) -> None:
    """Serve the editor that started this program, until it says that it ends or is gone."""
    import sys

    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    protocol_out, sys.stdout = sys.stdout, sys.stderr  # what any library prints must not be part of the protocol
    make_server(day, to).start_io(sys.stdin.buffer, protocol_out.buffer)
