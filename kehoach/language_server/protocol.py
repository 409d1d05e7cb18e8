"""From what the features say to the types of the protocol: places, findings, proposals, fixes, parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp

from kehoach.diagnostics import Finding, KehoachError, Severity, Translator, _
from kehoach.editing import Occurrence, Renaming
from kehoach.edits import Edit
from kehoach.frozen import frozen
from kehoach.language_server.actions import CodeFix
from kehoach.language_server.folding import Fold
from kehoach.language_server.outline import OutlineKind, OutlinePart
from kehoach.language_server.positions import Positions
from kehoach.language_server.proposals import Completion, Proposal, ProposalKind, found_by, plain
from kehoach.language_server.tokens import TYPES, SemanticToken
from kehoach.source import Span

NAME = "kehoach"
_SEVERITIES = {
    Severity.ERROR: lsp.DiagnosticSeverity.Error,
    Severity.UNDECIDED: lsp.DiagnosticSeverity.Warning,
    Severity.WARNING: lsp.DiagnosticSeverity.Warning,
    Severity.INFO: lsp.DiagnosticSeverity.Information,
}
_PROPOSALS = {
    ProposalKind.KEY: lsp.CompletionItemKind.Property,
    ProposalKind.WORD: lsp.CompletionItemKind.EnumMember,
    ProposalKind.AGENCY: lsp.CompletionItemKind.Class,
    ProposalKind.ITEM: lsp.CompletionItemKind.Reference,
    ProposalKind.NAME: lsp.CompletionItemKind.Variable,
    ProposalKind.VALUE: lsp.CompletionItemKind.Value,
    ProposalKind.SNIPPET: lsp.CompletionItemKind.Snippet,
}
_PARTS = {
    OutlineKind.SECTION: lsp.SymbolKind.Module,
    OutlineKind.GROUP: lsp.SymbolKind.Namespace,
    OutlineKind.TARGET: lsp.SymbolKind.Number,
    OutlineKind.TASK: lsp.SymbolKind.Event,
    OutlineKind.FUND: lsp.SymbolKind.Constant,
    OutlineKind.DUTY: lsp.SymbolKind.Class,
    OutlineKind.TABLE: lsp.SymbolKind.Array,
    OutlineKind.APPENDIX: lsp.SymbolKind.Package,
    OutlineKind.KEY: lsp.SymbolKind.Key,
    OutlineKind.AGENCY: lsp.SymbolKind.Class,
}


@frozen
class Abilities:
    """What an editor can do with an answer."""

    snippets: bool = False
    as_typed: bool = False
    """Whether it puts lines where they are said to be; else it indents them as the line they begin on."""
    suggest: str = ""
    """Its command that asks for proposals again."""
    details: bool = False
    """Whether each row of its list says what it is, not only the chosen one."""
    resolves: bool = False
    """Whether it asks for the edits of an action once they are wanted."""
    versions: bool = False
    """Whether it takes edits of files with the version that they are for."""
    moves: bool = False
    """Whether it can give a file another name."""
    shows_pictures: bool = False
    """Whether it shows a picture beside the text; else another program does."""

    @classmethod
    def of(cls, capabilities: lsp.ClientCapabilities, options: object) -> Abilities:
        """The abilities that an editor names, and those that its extension for kehoach does."""
        document = capabilities.text_document or lsp.TextDocumentClientCapabilities()
        item = document.completion.completion_item if document.completion else None
        modes = item.insert_text_mode_support.value_set if item and item.insert_text_mode_support else ()
        own = options if isinstance(options, Mapping) else {}
        suggest = own.get("suggestCommand", "")
        edit = capabilities.workspace.workspace_edit if capabilities.workspace else None
        resolved = document.code_action.resolve_support if document.code_action else None
        return cls(
            bool(item and item.snippet_support),
            lsp.InsertTextMode.AsIs in modes,
            suggest if isinstance(suggest, str) else "",
            bool(item and item.label_details_support),
            resolved is not None and "edit" in resolved.properties,
            bool(edit and edit.document_changes),
            bool(edit and lsp.ResourceOperationKind.Rename in (edit.resource_operations or ())),
            own.get("showsPictures") is True,
        )


def uri_of(path: Path | str) -> str:
    """The address of a file."""
    return Path(path).as_uri()


def as_range(positions: Positions, start: int, end: int) -> lsp.Range:
    """A stretch of a text."""
    return lsp.Range(lsp.Position(*positions.position(start)), lsp.Position(*positions.position(max(start, end))))


def range_of(span: Span, positions: Positions) -> lsp.Range:
    """The place of a span; of one in a part of a packed file the first line, since no editor shows that as text."""
    if span.source.part:
        return lsp.Range(lsp.Position(0, 0), lsp.Position(0, 0))
    return as_range(positions, span.start, span.end)


def diagnostic(finding: Finding, positions: Positions, to: Translator) -> lsp.Diagnostic:
    """A finding with its way out in the message."""
    said = finding.message.into(to)
    if finding.span.source.part:
        said = f"{finding.span.source.part}: {said}"
    if finding.hint:
        said += f"\n{_('hint').into(to)}: {finding.hint.into(to)}"
    if finding.article:
        said += f"\n{_('by').into(to)}: {finding.article}"
    return lsp.Diagnostic(
        range_of(finding.span, positions), said, _SEVERITIES[finding.severity], finding.code, source=NAME,
        data={"name": finding.name, "severity": str(finding.severity)},
    )  # fmt: skip


def failure_diagnostic(failure: KehoachError, to: Translator) -> lsp.Diagnostic:
    """What keeps a file from being checked, at its beginning."""
    said = failure.message.into(to) + (f"\n{_('hint').into(to)}: {failure.hint.into(to)}" if failure.hint else "")
    start = lsp.Position(0, 0)
    return lsp.Diagnostic(lsp.Range(start, start), said, lsp.DiagnosticSeverity.Error, source=NAME)


def completion_list(
    found: Completion, positions: Positions, abilities: Abilities, to: Translator
) -> lsp.CompletionList:
    """Proposals in their order."""
    place = as_range(positions, found.start, found.end)
    indent = len(_line_before(positions.text, found.start)) - len(_line_before(positions.text, found.start).lstrip(" "))
    return lsp.CompletionList(
        is_incomplete=not found.is_whole,
        items=[_item(one, at, place, indent, abilities, to) for at, one in enumerate(found.proposals)],
    )


def _line_before(text: str, offset: int) -> str:
    return text[text.rfind("\n", 0, offset) + 1 : offset]


def _item(
    one: Proposal, number: int, place: lsp.Range, indent: int, abilities: Abilities, to: Translator
) -> lsp.CompletionItem:
    insert = one.insert if abilities.snippets else plain(one.insert)
    if not abilities.as_typed:
        insert = insert.replace("\n" + " " * indent, "\n")
    text = "\n\n".join(
        filter(None, (one.text, _("Prints: **{text}**", text=one.prints).into(to) if one.prints else ""))
    )
    return lsp.CompletionItem(
        label=one.label,
        kind=_PROPOSALS[one.kind],
        label_details=lsp.CompletionItemLabelDetails(description=one.detail) if abilities.details else None,
        detail=one.detail or None,
        documentation=lsp.MarkupContent(lsp.MarkupKind.Markdown, text) if text else None,
        text_edit=lsp.TextEdit(place, insert),
        insert_text_format=lsp.InsertTextFormat.Snippet if abilities.snippets else lsp.InsertTextFormat.PlainText,
        insert_text_mode=lsp.InsertTextMode.AsIs if abilities.as_typed else None,
        filter_text=found_by(one),
        sort_text=f"{number:05d}",
        tags=[lsp.CompletionItemTag.Deprecated] if one.is_gone else None,
        command=lsp.Command("", abilities.suggest) if one.goes_on and abilities.suggest else None,
    )


def text_edits(edits: Iterable[Edit], positions: Positions) -> list[lsp.TextEdit]:
    """Edits of a text."""
    return [lsp.TextEdit(as_range(positions, edit.start, edit.end), edit.text) for edit in sorted(edits)]


def location(place: Occurrence, encoding: str) -> lsp.Location:
    """A place of some file."""
    return lsp.Location(
        uri_of(place.source.path), as_range(Positions(place.source.text, encoding), place.span.start, place.span.end)
    )


def workspace_edit(
    renaming: Renaming,
    positions: Callable[[str], Positions],
    versions: Mapping[Path, int],
    abilities: Abilities,
) -> lsp.WorkspaceEdit:
    """The edits of several files, and the files that get another name."""
    edits = {path: text_edits(made, positions(path)) for path, made in renaming.edits.items()}
    if not abilities.versions:
        return lsp.WorkspaceEdit(changes={uri_of(path): made for path, made in edits.items()})
    changes: list[Any] = [
        lsp.TextDocumentEdit(lsp.OptionalVersionedTextDocumentIdentifier(uri_of(path), versions.get(Path(path))), made)
        for path, made in edits.items()
    ]
    if abilities.moves:
        changes += [lsp.RenameFile(uri_of(old), uri_of(new)) for old, new in renaming.moves.items()]
    return lsp.WorkspaceEdit(document_changes=changes)


def token_data(found: Iterable[SemanticToken], positions: Positions) -> list[int]:
    """Tokens as the protocol packs them: five numbers each, places counted from the token before."""
    data: list[int] = []
    line = unit = 0
    for one in found:
        start, (_line, end) = positions.position(one.start), positions.position(one.end)
        data += [start[0] - line, start[1] - (unit if start[0] == line else 0), end - start[1]]
        data += [TYPES.index(one.type), int(one.is_definition)]
        line, unit = start
    return data


def code_action(
    fix: CodeFix, path: Path, positions: Positions, diagnostics: Sequence[lsp.Diagnostic], to: Translator
) -> lsp.CodeAction:
    """What can be done about the findings that an editor shows there."""
    return lsp.CodeAction(
        fix.title.into(to).partition("\n")[0],
        lsp.CodeActionKind.QuickFix,
        diagnostics=list(diagnostics),
        is_preferred=fix.is_sure or None,
        edit=lsp.WorkspaceEdit(changes={uri_of(path): text_edits(fix.edits, positions)}),
    )


def symbol(part: OutlinePart, positions: Positions) -> lsp.DocumentSymbol:
    """A part of a file with those in it."""
    return lsp.DocumentSymbol(
        part.name,
        _PARTS[part.kind],
        as_range(positions, min(part.span.start, part.named_at.start), max(part.span.end, part.named_at.end)),
        as_range(positions, part.named_at.start, part.named_at.end),
        part.detail or None,
        children=[symbol(one, positions) for one in part.parts],
    )


def folding_range(fold: Fold) -> lsp.FoldingRange:
    """Lines that can be folded."""
    kind = lsp.FoldingRangeKind.Comment if fold.is_comment else None
    return lsp.FoldingRange(fold.first - 1, fold.last - 1, kind=kind)
