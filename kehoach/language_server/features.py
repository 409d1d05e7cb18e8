"""What an editor asks, and who answers it: each request is handed to its feature, the answer put into the protocol."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

from kehoach.diagnostics import KehoachError, Selection, Translator, _
from kehoach.editing import DocumentKind, Refused
from kehoach.edits import Edit
from kehoach.language_server import protocol
from kehoach.language_server.actions import all_fixes, fixes_for
from kehoach.language_server.completion import completion
from kehoach.language_server.folding import folds
from kehoach.language_server.hover import hover
from kehoach.language_server.navigation import (
    Files,
    NamedAt,
    definitions,
    highlights,
    named_at,
    references,
    renaming,
)
from kehoach.language_server.outline import OutlineKind, OutlinePart, outline
from kehoach.language_server.positions import Positions
from kehoach.language_server.server import KehoachServer, path_of
from kehoach.language_server.tokens import TYPES, tokens
from kehoach.pipeline.new_plan import blank_plan
from kehoach.pipeline.related_files import workspace_files

log = logging.getLogger(__name__)
OPEN_PAGE = "kehoach.openPage"
FIX_ALL = "source.fixAll.kehoach"
_TRIGGERS = [" ", ":", "-", "[", ",", "{", "'", '"', "(", "."]


class _AtPlace(Protocol):
    """What is asked of a place of a file."""

    position: lsp.Position


def initialized(server: KehoachServer, params: lsp.InitializeParams) -> None:
    """Learn what the editor can do."""
    server.abilities = protocol.Abilities.of(params.capabilities, params.initialization_options)


def watch(server: KehoachServer, _params: lsp.InitializedParams) -> None:
    """Ask to be told of files that other programs change."""
    workspace = server.client_capabilities.workspace
    watched = workspace.did_change_watched_files if workspace else None
    if watched and watched.dynamic_registration:
        watchers = [lsp.FileSystemWatcher("**/{plans,results}/**/*.{yaml,yml,csv,xlsx,png,jpg,jpeg,svg}")]
        options = lsp.DidChangeWatchedFilesRegistrationOptions(watchers)
        registration = lsp.Registration("files", lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        server.client_register_capability(lsp.RegistrationParams([registration]))


def saved(server: KehoachServer, _params: Any) -> None:
    """Look again at what is not open: a file was saved, or changed by another program."""
    server.reload()


def _completion(server: KehoachServer, path: Path, params: lsp.CompletionParams) -> lsp.CompletionList:
    positions = server.positions(path)
    offset = positions.offset(params.position.line, params.position.character)
    found = completion(server.files.edited(path), offset, _whole(server, path))
    return protocol.completion_list(found, positions, server.abilities, server.to)


def _whole(server: KehoachServer, path: Path) -> str:
    """What an empty file may begin with: the blank plan of the year, the results form of the report; else ""."""
    if any(line.strip() and not line.lstrip().startswith("#") for line in server.files.text(path).split("\n")[:200]):
        return ""
    kind, workspace = server.files.kind_of(path), server.files.workspace(path)
    with suppress(KehoachError):
        if kind is DocumentKind.PLAN and path.parent.name.isdecimal():
            return blank_plan(path.parent.name, None, workspace.registry.agencies)
        if kind is DocumentKind.RESULTS and (session := workspace.plan_of(path)):
            return session.results_form(path.stem, int(path.parts[-3]))
    return ""


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
            actions.append(action if server.abilities.resolves else resolve(server, action))
    is_asked = wanted is None and params.context.trigger_kind is lsp.CodeActionTriggerKind.Invoked
    if is_asked and server.files.kind_of(path) is DocumentKind.PLAN:
        title, arguments = _("See the page").into(server.to), [params.text_document.uri, params.range.start.line]
        actions.append(lsp.CodeAction(title, command=lsp.Command(title, OPEN_PAGE, arguments=arguments)))
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


def resolve(server: KehoachServer, action: lsp.CodeAction) -> lsp.CodeAction:
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
    return [protocol.symbol(part, positions) for part in _outline(server, path)]


def _outline(server: KehoachServer, path: Path) -> tuple[OutlinePart, ...]:
    document = server.files.document(path)
    return outline(server.files.edited(path), document.root) if document else ()


def _folding(server: KehoachServer, path: Path, _params: Any) -> list[lsp.FoldingRange]:
    return [protocol.folding_range(fold) for fold in folds(server.files.workspace(path).source(path))]


def _named_at(server: KehoachServer, path: Path, params: _AtPlace) -> NamedAt | None:
    document = server.files.document(path)
    offset = server.positions(path).offset(params.position.line, params.position.character)
    return named_at(document, offset) if document else None


def _files(server: KehoachServer, path: Path) -> Files:
    workspace = server.files.workspace(path)
    return lambda word: workspace_files(workspace.workspace, workspace.source, word)


def _definition(server: KehoachServer, path: Path, params: lsp.DefinitionParams) -> list[lsp.Location]:
    named = _named_at(server, path, params)
    found = definitions(named, _files(server, path)) if named else ()
    return [protocol.location(one, server.encoding) for one in found]


def _references(server: KehoachServer, path: Path, params: lsp.ReferenceParams) -> list[lsp.Location]:
    named = _named_at(server, path, params)
    with_definitions = params.context.include_declaration
    found = references(named, _files(server, path), with_definitions=with_definitions) if named else ()
    return [protocol.location(one, server.encoding) for one in found]


def _highlights(server: KehoachServer, path: Path, params: lsp.DocumentHighlightParams) -> list[lsp.DocumentHighlight]:
    named, positions, document = _named_at(server, path, params), server.positions(path), server.files.document(path)
    kinds = {True: lsp.DocumentHighlightKind.Write, False: lsp.DocumentHighlightKind.Read}
    return [
        lsp.DocumentHighlight(protocol.as_range(positions, one.span.start, one.span.end), kinds[one.is_definition])
        for one in (highlights(named, document) if named and document else ())
    ]


def _prepare_rename(
    server: KehoachServer, path: Path, params: lsp.PrepareRenameParams
) -> lsp.PrepareRenamePlaceholder | None:
    named = _named_at(server, path, params)
    if named is None or not named.occurrence.is_placed:
        return None
    span = named.occurrence.span
    return lsp.PrepareRenamePlaceholder(
        protocol.as_range(server.positions(path), span.start, span.end), named.occurrence.id
    )


def _rename(server: KehoachServer, path: Path, params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
    named = _named_at(server, path, params)
    if named is None:
        return None
    try:
        made = renaming(named, params.new_name, _files(server, path))
    except Refused as refused:
        said = [refused.message.into(server.to), *([refused.hint.into(server.to)] if refused.hint else [])]
        raise JsonRpcException("; ".join(said), lsp.LSPErrorCodes.RequestFailed) from None
    workspace = server.files.workspace(path)

    def positions(name: str) -> Positions:
        return Positions(workspace.source(Path(name)).text, server.encoding)

    return protocol.workspace_edit(made, positions, server.versions, server.abilities)


def _tokens(server: KehoachServer, path: Path, _params: Any) -> lsp.SemanticTokens:
    document = server.files.document(path)
    return lsp.SemanticTokens(protocol.token_data(tokens(document) if document else (), server.positions(path)))


def _lenses(server: KehoachServer, path: Path, params: lsp.CodeLensParams) -> list[lsp.CodeLens]:
    """A way to the page above the plan and above each of its main parts."""
    if server.files.kind_of(path) is not DocumentKind.PLAN:
        return []
    positions, title = server.positions(path), _("See the page").into(server.to)
    lenses = []
    for part in _outline(server, path):
        if part.kind in (OutlineKind.SECTION, OutlineKind.APPENDIX):
            place = protocol.as_range(positions, part.named_at.start, part.named_at.end)
            command = lsp.Command(title, OPEN_PAGE, arguments=[params.text_document.uri, place.start.line])
            lenses.append(lsp.CodeLens(place, command))
    return lenses


def open_page(server: KehoachServer, uri: str, line: int) -> str | None:
    """Show the page on which a line is printed, counted from 0; gives the address of its picture."""
    path = path_of(uri)
    if path is None or path not in server.files or server.files.kind_of(path) is not DocumentKind.PLAN:
        return None
    try:
        picture = protocol.uri_of(server.pages.show(server.files.workspace(path).session(path), line + 1))
    except KehoachError as failure:
        server.say(failure.message, lsp.MessageType.Warning)
        return None
    window = server.client_capabilities.window
    if window and window.show_document and window.show_document.support:
        server.window_show_document(lsp.ShowDocumentParams(picture, external=not server.abilities.shows_pictures))
    else:
        server.say(_("the page is in {path}", path=path_of(picture)), lsp.MessageType.Info)
    return picture


OF_A_FILE: tuple[tuple[str, Callable[[KehoachServer, Path, Any], Any], Any], ...] = (
    (lsp.TEXT_DOCUMENT_COMPLETION, _completion, lsp.CompletionOptions(trigger_characters=_TRIGGERS)),
    (lsp.TEXT_DOCUMENT_HOVER, _hover, None),
    (
        lsp.TEXT_DOCUMENT_CODE_ACTION,
        _actions,
        lsp.CodeActionOptions([lsp.CodeActionKind.QuickFix, FIX_ALL], resolve_provider=True),
    ),
    (lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL, _symbols, None),
    (lsp.TEXT_DOCUMENT_FOLDING_RANGE, _folding, None),
    (lsp.TEXT_DOCUMENT_CODE_LENS, _lenses, None),
    (lsp.TEXT_DOCUMENT_DEFINITION, _definition, None),
    (lsp.TEXT_DOCUMENT_REFERENCES, _references, None),
    (lsp.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, _highlights, None),
    (lsp.TEXT_DOCUMENT_RENAME, _rename, lsp.RenameOptions(prepare_provider=True)),
    (lsp.TEXT_DOCUMENT_PREPARE_RENAME, _prepare_rename, None),
    (lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, _tokens, lsp.SemanticTokensLegend(list(TYPES), ["definition"])),
)
"""What an editor asks of an open file: the request, who answers it, and what is said of it beforehand."""


def make_server(day: Callable[[], date | None], to: Translator) -> KehoachServer:
    """A server with all of its features, not yet started."""
    server = KehoachServer(day, to)
    server.feature(lsp.INITIALIZE)(_with(server, initialized))
    server.feature(lsp.INITIALIZED)(_with(server, watch))
    server.feature(lsp.TEXT_DOCUMENT_DID_SAVE, lsp.SaveOptions(include_text=False))(_with(server, saved))
    server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)(_with(server, saved))
    server.feature(lsp.CODE_ACTION_RESOLVE)(_with(server, resolve))
    server.feature(lsp.SHUTDOWN)(lambda *_nothing: server.pages.close())

    def page(uri: str, line: int) -> str | None:
        return open_page(server, uri, line)

    server.command(OPEN_PAGE)(page)
    for method, answer, options in OF_A_FILE:
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
