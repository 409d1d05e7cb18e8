"""`kehoach template check`: every rule of KH8, where it fires, exactly, and where it keeps quiet."""

from __future__ import annotations

from pathlib import Path

import pytest

from kehoach.commands.template import examine
from kehoach.diagnostics import Finding
from tests.support.plans import TEMPLATE
from tests.support.templates import TEMPLATES, TemplateCase


def placed(finding: Finding) -> tuple[str, ...]:
    source, span = finding.span.source, finding.span
    return finding.code, source.part, source.line(span.line) if source.text else "", span.text


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_template_case(path: Path) -> None:
    case = TemplateCase(path)
    findings = examine(case.docx, "plan.docx")
    assert sorted(map(placed, findings)) == case.expected, [str(f.message) for f in findings]
    codes = {row[0] for row in case.expected}
    assert path.parent.name in codes if path.stem.startswith("fires") else not codes


def test_the_packaged_template_is_clean() -> None:
    assert examine(TEMPLATE.read_bytes(), "plan.docx") == ()
