"""Plans for tests: from a text to the Word file, as the commands do it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kehoach.checks import check_plan
from kehoach.diagnostics import Finding, Severity, in_order
from kehoach.documents.paper import PlanDocument
from kehoach.documents.plan import compose_plan
from kehoach.model.agency import Agencies
from kehoach.model.plan import Plan
from kehoach.parse.plan import parse_agencies, parse_plan
from kehoach.readers.yaml import read
from kehoach.source import Source
from kehoach.writers.docx import write_docx

ROOT = Path(__file__).parent.parent.parent
SEED = ROOT / "plans" / "2024" / "giam-ngheo.yaml"
TEMPLATE = ROOT / "templates" / "plan.docx"


def registry(path: Path = ROOT / "plans" / "agencies.yaml") -> Agencies:
    """The repository's own registry."""
    source = Source(path.name, path.read_text(encoding="utf-8"))
    node, findings = read(source)
    assert node is not None
    assert not findings
    return parse_agencies(node, source)[0]


@dataclass(frozen=True)
class Made:
    """A plan read from a text, with all its findings."""

    plan: Plan | None
    agencies: Agencies
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> list[str]:
        return [
            f"{f.span.line}:{f.span.column} {f.code} {f.message}" for f in self.findings if f.severity is Severity.ERROR
        ]

    def document(self) -> PlanDocument:
        assert self.plan is not None
        assert not self.errors, self.errors
        return compose_plan(self.plan, self.agencies)

    def docx(self) -> bytes:
        return write_docx(self.document(), TEMPLATE.read_bytes(), "plan.docx")


def make(text: str, agencies: Agencies | None = None, path: str = "plan.yaml") -> Made:
    """Read, parse and check a plan text."""
    known = registry() if agencies is None else agencies
    source = Source(path, text)
    node, findings = read(source)
    if node is None:
        return Made(None, known, in_order(findings))
    plan, more = parse_plan(node, source)
    seen = known.with_own(plan.agencies)
    return Made(plan, seen, in_order((*findings, *more, *check_plan(plan, seen))))
