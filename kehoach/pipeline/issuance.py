"""A plan is issued: what must be known first, then the steps that write, in their order.

Each step finds out whether it was done already, so a run that was cut off anywhere is completed by the next.
"""

from __future__ import annotations

import codecs
import secrets
from datetime import date
from pathlib import Path

from kehoach.checks.register_series import SeriesNote, notes_about
from kehoach.comparing import compare
from kehoach.diagnostics import KehoachError, Report, WouldOverwrite, _
from kehoach.frozen import frozen, replace
from kehoach.model.plan import Plan
from kehoach.pdf.converter import Converter
from kehoach.pipeline.examine import Examined, Examiner
from kehoach.pipeline.handover import handed_over, too_long
from kehoach.pipeline.issuing import (
    IssueDetails,
    blocking,
    entered,
    entry_of,
    issued_files,
    must_be_ours,
    must_say,
    signable,
    sources_of,
    without_list,
)
from kehoach.pipeline.lock import Issued, current, register_id, series_of
from kehoach.pipeline.plan_maker import PlanMaker
from kehoach.pipeline.production import Production, RunOptions
from kehoach.pipeline.products import Product, all_products, change_products, everything
from kehoach.pipeline.results import find_results
from kehoach.storage.files import decoded, digest, read_bytes
from kehoach.storage.issued_files import IssuedFiles
from kehoach.storage.outputs import OutputFolder
from kehoach.storage.register import EntryState, Register, RegisterEntry
from kehoach.storage.saving import rewrite
from kehoach.storage.workspace import Workspace, fonts, issued_already, plan_id


@frozen
class IssueRequest:
    """What the clerk gives: number and day, perhaps who signed; of a new revision also why it is made."""

    number: int | None = None
    day: date | None = None
    signer: str = ""
    amends: str = ""


@frozen
class Issuance:
    """What came of it. `entry` is None where the plan was not issued; `already`: it was before this run."""

    report: Report
    entry: RegisterEntry | None = None
    folder: Path | None = None
    already: bool = False
    notes: tuple[SeriesNote, ...] = ()
    """What is to be said of its number among the others."""


class NotGiven(KehoachError):
    """The number or the day is not given, or there is nothing to amend."""

    exit_code = 2


class AlreadyIssued(WouldOverwrite):
    """The plan is issued, or is being issued under another number."""


@frozen
class Preparation:
    """A plan that can be issued: everything that is known before anything is written.

    `made` and `plan` are those of the new `text`, `data` are the bytes of the file as it is. `entry` has no key yet
    where its number is not reserved. `amended` is the revision that this one changes.
    """

    workspace: Workspace
    register: Register
    path: Path
    data: bytes
    text: str
    made: Examined
    plan: Plan
    entry: RegisterEntry
    amended: RegisterEntry | None

    @property
    def files(self) -> IssuedFiles:
        """The folder of what is issued of the plan."""
        return IssuedFiles.of(self.workspace.root, self.entry.plan)

    @property
    def new_data(self) -> bytes:
        """The bytes of the plan file with its number: a byte order mark stays."""
        mark = codecs.BOM_UTF8 if self.data.startswith(codecs.BOM_UTF8) else b""
        return mark + self.text.encode()


def issue_plan(path: Path, asked: IssueRequest, wanted: RunOptions) -> Issuance:
    """Issue a plan, or a new revision of it. Findings in the way are in the report.

    Raises KehoachError: a number that is taken, a plan that is issued, what the surroundings refuse.
    """
    workspace = Workspace.around(path.absolute().parent)
    if workspace.is_issued:
        raise issued_already(path)
    ready = prepared(workspace, path, asked, wanted)
    if isinstance(ready, Issuance):
        return ready
    with ready.files.hold(wanted.wait, wanted.notice):
        ready = prepared(workspace, path, asked, wanted)  # another run may have been at work until now
        return ready if isinstance(ready, Issuance) else IssueRun(ready, wanted).completed()


def prepared(workspace: Workspace, path: Path, asked: IssueRequest, wanted: RunOptions) -> Preparation | Issuance:
    """Look at plan and register; an Issuance where nothing is to be done or something is in the way."""
    register = Register.of(workspace.root, wanted.wait, wanted.notice)
    examiner = Examiner(workspace, locks=False)
    data = read_bytes(path)
    source = decoded(path, data)
    before = examiner.examine_text(path, source)
    if before.plan is None:
        return Issuance(before.report)
    name = register_id(path, before.plan)
    entries = register.of_plan(name)
    standing = current(entries)
    unfinished = entries[-1] if entries and entries[-1].state is EntryState.RESERVED else None
    if standing and not asked.amends and not unfinished:
        _must_be_the_same(standing, asked, data)
        folder = IssuedFiles.of(workspace.root, name).revision(standing.revision).folder
        return Issuance(Report(unchanged=(folder,)), standing, folder, already=True)
    if asked.amends and not standing and not unfinished:
        raise NotGiven(
            _("{path} is not issued: there is nothing to amend", path=path),
            _("issue it: kehoach issue PLAN --number NUMBER --date DAY"),
        )
    numbering = _numbering(before.plan, asked, unfinished, standing, register)
    text = entered(source, numbering)
    made, report = blocking(examiner, path, before, text)
    if made.plan and not report.exit_code:
        report += find_results(made.plan, made, examiner, wanted.today).report.errors_only()
    if made.plan is None or report.exit_code:
        return Issuance(report)
    plan = must_say(made, numbering)
    if failures := too_long(made, plan):
        return Issuance(Report(failures=failures))
    new = replace(
        entry_of(made, plan, name, numbering),
        revision=entries[-1].revision + 1 if entries else 1,
        amends=asked.amends,
    )
    if unfinished and unfinished.series != new.series:
        raise _is_being_issued(unfinished)
    entry = new
    if unfinished:  # the run that was cut off took the number; what the plan says may have changed since
        kept = {"key": unfinished.key, "token": unfinished.token, "text": unfinished.text}
        entry = replace(new, revision=unfinished.revision, amends=unfinished.amends, **kept)
    return Preparation(workspace, register, path, data, text, made, plan, entry, standing if entry.amends else None)


@frozen
class IssueRun:
    """The steps that write, in their order. Each finds out whether it was done."""

    ready: Preparation
    wanted: RunOptions

    def completed(self) -> Issuance:
        """Go through all steps. Raises KehoachError."""
        ready, output = self.ready, self._output
        changes = self._changes()
        products = [*self._products(), *changes]
        sources = sources_of(ready.workspace, ready.made, ready.new_data)
        must_be_ours(output, products, overwrite=self.wanted.overwrite)
        entry = self._reserved()
        revision = ready.files.revision(entry.revision)
        if revision.exists and revision.read()["token"] != entry.token:
            raise WouldOverwrite(
                _("{path} is of another paper and is left as it is", path=revision.folder),
                _("the register does not know it; was an older copy of the register put back?"),
            )
        report = Report()
        if not revision.exists:
            self._write_plan()
            report = self._built(changes)
            if report.exit_code:
                return Issuance(report)
            pdf = signable(ready.workspace, ready.made, ready.plan, self.wanted.engine)
            files = handed_over(issued_files(output, products, sources, pdf), ready.made, ready.plan)
            ready.files.write(entry.revision, files, self._record(entry))
        entry = ready.register.change(entry, state=EntryState.ISSUED, files=revision.hashes())
        # the folder of documents has what was issued, and what is made of that
        again = self._made(locks=True)
        whole = replace(report, failures=(*report.failures, *again.failures))
        return Issuance(whole, entry, revision.folder, notes=notes_about(entry, ready.register.entries()))

    @property
    def _output(self) -> OutputFolder:
        """The folder of the plan's documents."""
        return self.ready.workspace.output(None, plan_id(self.ready.path, self.ready.plan.year.first))

    def _products(self) -> list[Product]:
        """Everything that the plan calls for."""
        ready = self.ready
        examiner = Examiner(ready.workspace, locks=False)
        return list(all_products(ready.made, ready.plan, find_results(ready.plan, ready.made, examiner, None)))

    def _changes(self) -> list[Product]:
        """What changed since the revision that is amended: tracked changes, and one page."""
        ready = self.ready
        if ready.amended is None:
            return []
        folder = ready.files.revision(ready.amended.revision)
        then = Issued(ready.workspace, ready.amended, folder).examined()
        if then.plan is None:
            return []
        found = compare(then.plan, then.agencies, ready.plan, ready.made.agencies)
        return list(change_products(then, then.plan, ready.made, ready.plan, found))

    def _reserved(self) -> RegisterEntry:
        """The entry, its number reserved by this run or by the one that was cut off."""
        ready, text = self.ready, digest(self.ready.new_data)
        if not ready.entry.key:
            return ready.register.add(replace(ready.entry, token=secrets.token_hex(16), text=text))
        if ready.entry.text != text and not ready.files.revision(ready.entry.revision).exists:
            return ready.register.change(ready.entry, text=text)
        return ready.entry

    def _write_plan(self) -> None:
        if self.ready.data != self.ready.new_data:
            rewrite(self.ready.path, self.ready.data, self.ready.text)

    def _built(self, changes: list[Product]) -> Report:
        """Everything in the folder of documents, with PDF, and what changed as Word files."""
        report = self._made(locks=False)
        if report.exit_code or not changes:
            return report
        ready, wanted = self.ready, replace(self.wanted, pdf=False, fresh=False, output=None)
        inputs = ready.workspace.hashes([ready.workspace.registry, ready.path])
        with Converter(fonts(), engine=wanted.engine) as converter:
            made = Production(ready.workspace, self._output, converter, wanted, inputs).make_all(changes)
        return report + without_list(made)

    def _made(self, *, locks: bool) -> Report:
        """Build everything that the plan calls for, from its file or from what was issued of it."""
        wanted = replace(self.wanted, pdf=True, fresh=True, output=None)
        with Converter(fonts(), engine=wanted.engine) as converter:
            maker = PlanMaker(self.ready.workspace, converter, wanted, everything, locks=locks)
            return without_list(maker.make(self.ready.path).report)

    def _record(self, entry: RegisterEntry) -> dict[str, object]:
        """What the folder of the revision says of itself."""
        path = self.ready.path.absolute().relative_to(self.ready.workspace.root).as_posix()
        return {
            "plan": entry.plan, "plan_file": path, "revision": entry.revision, "number": entry.name,
            "day": entry.day.isoformat(), "title": entry.title, "signer": entry.signer, "amends": entry.amends,
            "token": entry.token,
        }  # fmt: skip


def _must_be_the_same(standing: RegisterEntry, asked: IssueRequest, data: bytes) -> None:
    """Raise AlreadyIssued unless what is asked for is what was issued: then the run was only typed again."""
    same = asked.number in (None, standing.number) and asked.day in (None, standing.day)
    if not same or asked.signer not in ("", standing.signer):
        raise AlreadyIssued(
            _("the plan is issued as {number} of {day}", number=standing.name, day=_day(standing.day)),
            _("a new revision: kehoach issue PLAN --amend REASON --number NUMBER --date DAY"),
        )
    if digest(data) != standing.text:
        raise AlreadyIssued(
            _("the plan is issued as {number}, and its file was changed since", number=standing.name),
            _("to issue the change: kehoach issue PLAN --amend REASON --number NUMBER --date DAY"),
        )


def _numbering(
    plan: Plan,
    asked: IssueRequest,
    unfinished: RegisterEntry | None,
    standing: RegisterEntry | None,
    register: Register,
) -> IssueDetails:
    """Number, day and signer: those of a run that was cut off, else those asked for, else those the plan has."""
    if unfinished:
        if asked.number not in (None, unfinished.number) or asked.day not in (None, unfinished.day):
            raise _is_being_issued(unfinished)
        return IssueDetails(unfinished.number, unfinished.day, asked.signer or unfinished.signer)
    typed = plan.issued_on if plan.is_issued and not standing else None
    year = asked.day.year if asked.day else plan.issued_between[0].year
    series = series_of(plan, year)
    number, day = asked.number, asked.day
    digits = plan.number.split("/")[0] if typed and isinstance(plan.number, str) else ""
    if number is None and digits.isdecimal() and len(digits) < 6 and not register.of_number(series, int(digits)):
        number = int(digits)
    if typed and day is None:
        day = typed.latest
    if number is None or day is None:
        free = f"{register.next_number(series):02}"
        raise NotGiven(
            _("issuing needs number and day; the next free number of {year} is {number}", year=year, number=free),
            _("enter them: kehoach issue PLAN --number {number} --date {day}", number=free, day=f"12/01/{year}"),
        )
    return IssueDetails(number, day, asked.signer)


def _is_being_issued(unfinished: RegisterEntry) -> AlreadyIssued:
    return AlreadyIssued(
        _("the plan is being issued as {number} of {day}", number=unfinished.name, day=_day(unfinished.day)),
        _("complete it: kehoach issue PLAN; or give it up: kehoach revoke PLAN REASON"),
    )


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
