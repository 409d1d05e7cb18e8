"""Read, parse and check one plan: what every verb begins with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kehoach.checks import check_agencies, check_plan
from kehoach.diagnostics import Finding, Severity, in_order
from kehoach.model.agency import Agencies
from kehoach.model.plan import Plan
from kehoach.parse.plan import parse_agencies, parse_plan
from kehoach.readers.yaml import read
from kehoach.workspace import Workspace, read_source


@dataclass(frozen=True)
class Examined:
    """A plan with the registry it sees and everything found. `plan` is None when the file has no readable structure."""

    path: Path
    plan: Plan | None
    agencies: Agencies
    findings: tuple[Finding, ...]

    @property
    def stops(self) -> bool:
        """Whether an error stands in the way of rendering."""
        return self.plan is None or any(f.severity is Severity.ERROR for f in self.findings)


@dataclass(frozen=True)
class Examiner:
    """Examines plans of one workspace; the registry is read once."""

    workspace: Workspace

    @cached_property
    def registry(self) -> tuple[Agencies, tuple[Finding, ...]]:
        """The workspace's registry and its findings; empty when there is no such file."""
        if not self.workspace.registry.exists():
            return Agencies({}), ()
        source = read_source(self.workspace.registry)
        node, findings = read(source)
        if node is None:
            return Agencies({}), findings
        agencies, more = parse_agencies(node, source)
        return agencies, (*findings, *more, *check_agencies(agencies))

    def examine(self, path: Path) -> Examined:
        """Read, parse and check one plan. Raises Unreadable."""
        source = read_source(path)
        agencies, _of_registry = self.registry
        node, findings = read(source)
        if node is None:
            return Examined(path, None, agencies, in_order(findings))
        plan, more = parse_plan(node, source)
        agencies = agencies.with_own(plan.agencies)
        checked = [] if self._registry_is_broken else check_plan(plan, agencies)
        return Examined(path, plan, agencies, in_order((*findings, *more, *checked)))

    @property
    def _registry_is_broken(self) -> bool:
        """A registry that cannot be read would make every reference of every plan look wrong."""
        agencies, findings = self.registry
        return not agencies.by_id and bool(findings)
