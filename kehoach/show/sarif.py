"""Findings as SARIF 2.1.0 (OASIS), which code scanning and editors read."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kehoach import __version__
from kehoach.diagnostics import Finding, Message, Report, Severity, Translator, _
from kehoach.edits import Edit
from kehoach.language import LANGUAGES, translator
from kehoach.pipeline.rule_book import all_rules
from kehoach.rules import Rule
from kehoach.show import place_of, rule_manual
from kehoach.source import Source, Span
from kehoach.vietnamese import upper_first

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
_LEVELS = {
    Severity.ERROR: "error",
    Severity.UNDECIDED: "warning",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
}
Json = dict[str, Any]


def as_sarif(report: Report, to: Translator, language: str, folder: Path) -> str:
    """One run of kehoach in `folder`, from which relative paths of files count.

    Columns count characters (Unicode code points), as everywhere in kehoach; end columns are after the last one.
    """
    codes = sorted({finding.code for finding in report.findings})
    book = all_rules()
    run = {
        "tool": {
            "driver": {
                "name": "kehoach",
                "version": __version__,
                "language": language,
                "rules": [_rule(book[code], to, language) for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"uri": f"{folder.as_uri().rstrip('/')}/"}},
        "invocations": [
            {
                "executionSuccessful": not report.failures,
                "exitCode": report.exit_code,
                "toolExecutionNotifications": [
                    {"level": "error", "message": {"text": _joined(to, f.message, f.hint)}} for f in report.failures
                ],
            }
        ],
        "results": [_result(finding, codes.index(finding.code), to) for finding in report.findings],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)


def _rule(rule: Rule, to: Translator, language: str) -> Json:
    """A rule with its manual in every language, the one of the run first."""
    languages = sorted(LANGUAGES, key=lambda one: one != language)
    manuals = [rule_manual(rule, translator(one)) for one in languages]
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": to.gettext(rule.manual.title)},
        "fullDescription": {"text": upper_first(to.gettext(rule.manual.why))},
        "help": {"text": "\n\n".join(manuals), "markdown": "\n\n---\n\n".join(_markdown(text) for text in manuals)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"severity": str(rule.severity), "provision": rule.article},
    }


def _markdown(manual: str) -> str:
    """The manual as Markdown; its examples are indented and want a blank line above them to be code."""
    head, _newline, rest = manual.partition("\n")
    return f"### {head}\n" + re.sub(r"(?m)^(\S.*)\n(?=    )", r"\1\n\n", rest)


def _result(finding: Finding, index: int, to: Translator) -> Json:
    result: Json = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": _joined(to, finding.message, finding.hint)},
        "locations": [_location(finding, to)],
        "properties": {"severity": str(finding.severity), "provision": finding.article},
    }
    if finding.fix:
        hint = finding.hint or _("the safe fix")
        result["fixes"] = [
            {
                "description": {"text": hint.into(to)},
                "artifactChanges": [
                    {
                        "artifactLocation": _artifact(finding.span.source),
                        "replacements": _replacements(finding.span.source, finding.fix),
                    }
                ],
            }
        ]
    return result


def _location(finding: Finding, to: Translator) -> Json:
    """Lines and columns of a text; in a Word file, which has none, the part and the paragraph by name."""
    span = finding.span
    artifact = {"artifactLocation": _artifact(span.source)}
    if span.source.part:
        name = place_of(finding.span, to)
        return {"physicalLocation": artifact, "logicalLocations": [{"fullyQualifiedName": name, "kind": "element"}]}
    return {"physicalLocation": {**artifact, "region": _region(span)}}


def _joined(to: Translator, message: Message, hint: Message | None) -> str:
    return "\n".join(part.into(to) for part in (message, hint) if part)


def _replacements(source: Source, edits: Iterable[Edit]) -> list[Json]:
    return [
        {"deletedRegion": _region(source.span(edit.start, edit.end)), "insertedContent": {"text": edit.text}}
        for edit in sorted(edits)
    ]


def _region(span: Span) -> Json:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _artifact(source: Source) -> Json:
    """The file: below the folder of the run by its path from there, anywhere else by its whole address."""
    if Path(source.file).is_absolute():
        return {"uri": Path(source.file).as_uri()}
    return {"uri": quote(os.fsencode(source.file)), "uriBaseId": ROOT}
