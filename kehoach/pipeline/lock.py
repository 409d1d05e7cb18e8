"""What was issued of a plan locks it: its papers are made from the issued text, and what differs from it is found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from kehoach.checks.issued import (
    IssueCase,
    changed_since_issue,
    issue_unfinished,
    issued_file_changed,
    number_of_another_paper,
)
from kehoach.diagnostics import EnvironmentFailure, Finding, KehoachError, _
from kehoach.documents.kinds import EXTRACT, PLAN, REPORT
from kehoach.frozen import frozen, replace
from kehoach.model.agency import Agencies
from kehoach.model.base import Ref
from kehoach.model.plan import Plan
from kehoach.pipeline.examine import Examined, look_at_plan, look_at_registry
from kehoach.pipeline.products import Product
from kehoach.pipeline.registry_changes import registry_entries, touching
from kehoach.pipeline.renditions import is_own
from kehoach.source import Source
from kehoach.storage.files import digest_of, read_bytes, read_source
from kehoach.storage.issued_files import IssuedFiles, RevisionFolder
from kehoach.storage.register import RECORD, EntryState, NumberSeries, Register, RegisterEntry
from kehoach.storage.workspace import SOURCES, TEMPLATES, Workspace, plan_id
from kehoach.vietnamese import nfc

TEMPLATES_ISSUED = (PLAN.template, EXTRACT.template)
"""The templates that issued papers are printed on."""


def register_id(path: Path, plan: Plan) -> str:
    """What a plan is called in the register and below `ban-hanh/`: its id, whatever bytes write its accents."""
    return nfc(plan_id(path, plan.year.first))


def series_of(plan: Plan, year: int) -> NumberSeries:
    """The series that a plan's number counts in: issuer, year of the day of issue, type of document."""
    return NumberSeries(plan.issuer.text if isinstance(plan.issuer, Ref) else "", year, plan.number_suffix)


@frozen
class Issued:
    """A plan as it was issued: the entry of the register, and the folder of the revision."""

    workspace: Workspace
    entry: RegisterEntry
    revision: RevisionFolder

    @cached_property
    def record(self) -> dict[str, Any]:
        """What the folder says of itself. Raises EnvironmentFailure."""
        return self.revision.read()

    @property
    def name(self) -> str:
        """The folder as the workspace names it."""
        return self.revision.folder.relative_to(self.workspace.root).as_posix()

    @property
    def papers(self) -> dict[str, str]:
        """The hashes of the issued papers by their names."""
        kept = {RECORD}
        return {
            name: one
            for name, one in self.entry.files.items()
            if name not in kept and not name.startswith(f"{SOURCES}/")
        }

    @cached_property
    def inputs(self) -> dict[str, str]:
        """What is made of it is made from this."""
        return {f"{self.name}/{RECORD}": self.entry.files.get(RECORD, "")}

    @cached_property
    def plan_file(self) -> Path:
        """The plan file as it was issued. Raises EnvironmentFailure."""
        name = f"{SOURCES}/{self.record.get('plan_file')}"
        if name not in self.record["files"]:
            raise EnvironmentFailure(_("{path} names no plan", path=self.revision.record))
        return self.revision.folder / name

    @cached_property
    def issued_workspace(self) -> Workspace:
        """The workspace of the files that it was made from."""
        return Workspace(self.revision.sources)

    def examined(self) -> Examined:
        """The plan as it was issued, with the registry of that day. Raises KehoachError."""
        path = self.issued_workspace.registry
        registry = Agencies({})
        if path.exists():
            registry = look_at_registry.__wrapped__(read_source(path)).agencies  # today's stays in its memory
        return look_at_plan(read_source(self.plan_file), registry, check=False)

    def restored(self, products: Iterable[Product]) -> tuple[list[Product], list[Product]]:
        """The products of the issued plan: those that were issued, as they were, and those that are made anew."""
        kept: list[Product] = []
        made: list[Product] = []
        for product in products:
            if product.name not in self.papers:
                made.append(product)
                continue
            kept.append(self._restored(product.name))
            pdf = _pdf(product.name)
            if pdf != product.name and pdf in self.papers:
                shows = {Path(product.name).name: self.papers[product.name]}
                kept.append(replace(self._restored(pdf), inputs=shows))
        return kept, made

    def _restored(self, name: str) -> Product:
        path = self.revision.folder / name

        def write(_content: Any, _template: bytes, _path: Path) -> bytes:
            return read_bytes(path)

        return Product(name, lambda: self.papers[name], write, writers=())


def _pdf(name: str) -> str:
    return name.removesuffix(".docx") + ".pdf" if name.endswith(".docx") else name


def is_issued_product(name: str) -> bool:
    """Whether a file of a plan is issued with it: reports get numbers of their own on their days."""
    return Path(name).parts[0] not in (REPORT.file, f"{REPORT.file}.docx")


def issued_plan(workspace: Workspace, path: Path, plan: Plan) -> Issued | None:
    """What was issued of a plan, None where nothing was or it was revoked. Raises KehoachError."""
    register = Register.of(workspace.root)
    if not register.exists:
        return None
    name = register_id(path, plan)
    entry = current(register.of_plan(name))
    return Issued(workspace, entry, IssuedFiles.of(workspace.root, name).revision(entry.revision)) if entry else None


def current(entries: Iterable[RegisterEntry]) -> RegisterEntry | None:
    """The revision of a plan that is in force: the latest that is not half done, unless it was revoked."""
    done = [one for one in entries if one.state is not EntryState.RESERVED]
    return done[-1] if done and done[-1].state is EntryState.ISSUED else None


def lock_findings(workspace: Workspace, path: Path, plan: Plan, source: Source) -> list[Finding]:
    """What is to be said of a plan by the register and by what was issued. Raises KehoachError."""
    register = Register.of(workspace.root)
    if not register.exists:
        return []
    name = register_id(path, plan)
    entries = register.of_plan(name)
    entry, number = current(entries), plan.at("number")
    found: list[Finding] = []
    if entries and entries[-1].state is EntryState.RESERVED:
        found += issue_unfinished(IssueCase(source, entries[-1].name, number))
    if entry:
        issued = Issued(workspace, entry, IssuedFiles.of(workspace.root, name).revision(entry.revision))
        changed = tuple(issued.revision.changed(entry.files))
        found += issued_file_changed(IssueCase(source, entry.name, number, changed=changed))
        if not changed:
            others = tuple(_others(issued, source.text))
            text = read_source(issued.plan_file).text
            found += changed_since_issue(IssueCase(source, entry.name, number, text, others))
    elif plan.is_issued and plan.issued_on and isinstance(plan.number, str):
        digits = plan.number.split("/")[0]
        other = None
        if digits.isdecimal() and len(digits) < 7:
            other = register.of_number(series_of(plan, plan.issued_on.year), int(digits))
        if other and (other.plan != name or other.state is EntryState.REVOKED):
            reason = other.reason if other.state is EntryState.REVOKED else None
            case = IssueCase(source, other.name, number, title=other.title, reason=reason)
            found += number_of_another_paper(case)
    return found


def _others(issued: Issued, text: str) -> Iterator[Path]:
    """The files besides the plan that papers are made from, and that say something else now."""
    root, then = issued.workspace.root, issued.revision.sources
    registry = issued.workspace.registry
    if digest_of(registry) != digest_of(issued.issued_workspace.registry):
        before, now = (registry_entries(one) for one in (issued.issued_workspace, issued.workspace))
        if touching(before, now)(text):
            yield registry
    for name in TEMPLATES_ISSUED:
        was, is_ = then / TEMPLATES / name, issued.workspace.template(name)
        own = digest_of(is_) if _is_own(is_, name) else None
        if digest_of(was) != own:
            yield is_
    names = [name.removeprefix(f"{SOURCES}/") for name in issued.record["files"] if name.startswith(f"{SOURCES}/")]
    for name in names:
        path = root / name
        if path not in (registry, root / str(issued.record["plan_file"])) and path.parent != root / TEMPLATES:
            try:
                same = digest_of(path) == digest_of(then / name)
            except OSError:
                same = False
            if not same:
                yield path


def _is_own(template: Path, name: str) -> bool:
    try:
        return is_own(template, name)
    except KehoachError:  # it cannot be opened: it is no packaged one
        return True


def files_to_watch(workspace: Workspace, path: Path, plan: Plan) -> tuple[Path, ...]:
    """The files and folders that decide what is said of a plan by the register: where one changes, it is looked at."""
    name = register_id(path, plan)
    files = IssuedFiles.of(workspace.root, name)
    register = Register.of(workspace.root)
    entry = current(register.of_plan(name)) if register.exists else None
    papers = (files.revision(entry.revision).folder / one for one in entry.files) if entry else ()
    return (workspace.issued(name), *papers)
