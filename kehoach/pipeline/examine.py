"""Read, parse and check one plan: what every verb begins with."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path

from kehoach.checks import apply_ignore_comments, check_agencies, check_plan
from kehoach.diagnostics import Finding, Message, Report, Severity, UnreadableFile, _, in_order
from kehoach.frozen import attribute, frozen, replace
from kehoach.model.agency import Agencies
from kehoach.model.plan import Plan
from kehoach.parse.attached import named_files
from kehoach.parse.plan import parse_agencies, parse_plan
from kehoach.pipeline.rule_book import all_rules
from kehoach.readers.yaml import read
from kehoach.source import Node, Source
from kehoach.storage.attachments import Attachment, attachments
from kehoach.storage.files import read_source
from kehoach.storage.register import ISSUED, REGISTER
from kehoach.storage.workspace import Workspace, name_key, plan_names, whole_characters
from kehoach.vietnamese import nearest


@frozen
class Examined:
    """A file of the workspace with the registry it sees and everything found.

    `plan` is None for the registry, and when the file has no readable structure; then `readable` is False.
    """

    source: Source
    readable: bool
    plan: Plan | None
    agencies: Agencies
    findings: tuple[Finding, ...]
    ignored: tuple[Finding, ...] = ()
    beside: tuple[Attachment, ...] = ()
    """The files beside the plan that it names, read or not."""

    @property
    def hashes(self) -> dict[str, str]:
        """The hashes of the files beside the plan, by their names in the workspace."""
        return {whole_characters(one.name): one.hash for one in self.beside if one.hash}

    @property
    def path(self) -> Path:
        """The file."""
        return Path(self.source.path)

    @property
    def stops(self) -> bool:
        """Whether an error is in the way of rendering."""
        return not self.readable or any(f.severity is Severity.ERROR for f in self.findings)

    @property
    def report(self) -> Report:
        """What was found."""
        return Report(self.findings, ignored=self.ignored, beside=tuple(one.path for one in self.beside))

    @property
    def since_issue(self) -> Report:
        """Where it differs from what was issued: commands that show errors alone say this too."""
        return Report(tuple(f for f in self.findings if f.code == "KH717"))


_SHOWN = 12
"""How many plans are named where another one was asked for."""


@frozen
class Examiner:
    """Examines plans of one workspace; the registry is read once. `seen` is every plan looked at, in order.

    `errors_only`: of what is in the plans, errors alone are wanted. Without `locks` nothing is held against what was
    issued: for the run that issues. `open_texts`: what an editor has of files, by their absolute paths, saved or not.
    """

    workspace: Workspace
    seen: list[Examined] = attribute(factory=list)
    errors_only: bool = False
    locks: bool = True
    open_texts: Mapping[Path, str] = attribute(factory=dict)

    @cached_property
    def registry(self) -> Examined:
        """The workspace's registry; empty when there is no such file."""
        path = self.workspace.registry
        if path not in self.open_texts and not os.path.lexists(path):
            return Examined(Source(path.name, ""), True, None, Agencies({}), ())
        return look_at_registry(self.source_of(path))

    @cached_property
    def of_errors(self) -> Examiner:
        """The same examiner for whom errors alone are wanted: these are found sooner. Registry and plans are read once
        for both.
        """
        found = replace(self, errors_only=True, seen=[])
        vars(found).update(registry=self.registry, _by_name=self._by_name)
        return found

    def source_of(self, path: Path) -> Source:
        """The text of a file: the one that is open in an editor, else the file's. Raises UnreadableFile."""
        text = self.open_texts.get(path.absolute())
        return read_source(path) if text is None else Source(str(path.absolute()), text)

    def examine(self, path: Path) -> Examined:
        """Read, parse and check one plan, also against the other files of its workspace. Raises UnreadableFile."""
        try:
            source = self.source_of(path)
        except UnreadableFile as failure:
            if os.path.lexists(path):
                raise
            raise UnreadableFile(failure.message, self._plan_meant(path)) from failure
        return self.examine_text(path, source)

    def examine_text(self, path: Path, source: Source) -> Examined:
        """The same for a text of that plan, which need not be the file's."""
        examined = self.look(source)
        others = [other for other in self._by_name.get(name_key(path.stem), ()) if other != path.absolute()]
        found: list[Finding] = []
        if examined.plan and others:
            from kehoach.pipeline.namesakes import namesake_findings  # late: most plans have none

            found += namesake_findings(path, examined.plan.year.first, others, examined.source, self.source_of)
        if examined.plan and self.locks and self.has_register:
            from kehoach.pipeline.lock import lock_findings  # late: most workspaces have no register

            found += lock_findings(self.workspace, path, examined.plan, examined.source)
        return replace(examined, findings=in_order((*examined.findings, *found))) if found else examined

    @property
    def has_register(self) -> bool:
        """Whether any paper was given a number here."""
        return os.path.lexists(self.workspace.root / ISSUED / REGISTER)

    def _plan_meant(self, path: Path) -> Message | None:
        """The plan that somebody meant by the name of none, else the plans there are."""
        known = plan_names(self.workspace.root)
        if guess := nearest(f"{path.absolute().parent.name}/{path.stem}", known):
            return _("perhaps {guess}?", guess=guess)
        shown = ", ".join(known[:_SHOWN]) + (", …" if len(known) > _SHOWN else "")
        return _("the plans here are: {plans}", plans=shown) if known else None

    @cached_property
    def _by_name(self) -> dict[str, list[Path]]:
        """The plans of the workspace by the names that no file system tells apart."""
        found: dict[str, list[Path]] = {}
        for path in self.workspace.plans():
            found.setdefault(name_key(path.stem), []).append(path)
        return found

    def look(self, source: Source) -> Examined:
        """Parse and check the text of a plan."""
        # A registry that cannot be read would make every reference of every plan look wrong.
        broken = not self.registry.agencies.by_id and bool(self.registry.findings)
        self.seen.append(look_at_plan(source, self.registry.agencies, check=not broken, errors_only=self.errors_only))
        return self.seen[-1]


def look_at_plan(
    source: Source, registry: Agencies, *, check: bool = True, errors_only: bool = False, with_files: bool = True
) -> Examined:
    """Parse the text of a plan, and check it against a registry where one can be relied on.

    Without `with_files` nobody looks at the files beside it: pictures and tables are their names.
    """
    node, findings = read(source)
    if node is None:
        return Examined(source, False, None, registry, in_order(findings))
    files = attachments(Path(source.path), named_files(node)) if with_files else None
    plan, more = parse_plan(node, source, files)
    agencies = registry.with_own(plan.agencies)
    checked = tuple(check_plan(plan, agencies, errors_only=errors_only)) if check else ()
    read_ones = (f for f in findings if not _follows_a_missing_dash(f, more))
    all_found = tuple(one for finding in (*read_ones, *more, *checked) for one in _of_file(finding, source))
    beside = tuple(files.values()) if files else ()
    found = Examined(source, True, plan, agencies, all_found, beside=beside)
    return _heeded(found, node, complete=check and not errors_only)


def _follows_a_missing_dash(finding: Finding, parsed: tuple[Finding, ...]) -> bool:
    """Whether a bullet became part of the text above only because that one lacks its dash, which is reported."""
    if finding.code != "KH011":
        return False
    below, source = finding.span, finding.span.source
    for span in (one.span for one in parsed if one.code == "KH103"):
        between = [source.line(number) for number in range(span.line, below.line)]
        deep = all(len(line) - len(line.lstrip(" ")) >= below.column - 1 for line in between)
        if between and deep and span.column == below.column:
            return True
    return False


def _of_file(finding: Finding, source: Source) -> Iterator[Finding]:
    """A finding; in a file beside the plan nothing is fixed, and nothing better said in the words of a plan."""
    if finding.span.source.path == source.path:
        yield finding
    elif finding.severity is not Severity.INFO:
        yield replace(finding, fix=None) if finding.fix else finding


@lru_cache(maxsize=1)
def look_at_registry(source: Source) -> Examined:
    """Parse and check the text of a registry. One takes seconds when it is long, and `diff` and `--fix` ask twice."""
    node, findings = read(source)
    if node is None:
        return Examined(source, False, None, Agencies({}), in_order(findings))
    agencies, more = parse_agencies(node, source)
    found = (*findings, *more, *check_agencies(agencies))
    return _heeded(Examined(source, True, None, agencies, found), node, complete=True)


def _heeded(examined: Examined, node: Node, *, complete: bool) -> Examined:
    """The findings in order, without those that comments in the file silence."""
    complete = complete and not any(f.vital for f in examined.findings)
    own = [f for f in examined.findings if f.span.source.path == examined.source.path]
    others = [f for f in examined.findings if f.span.source.path != examined.source.path]
    kept, ignored = apply_ignore_comments(own, examined.source, node, all_rules, complete=complete)
    return replace(examined, findings=in_order((*kept, *others)), ignored=in_order(ignored))
