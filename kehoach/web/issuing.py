"""Issuing: what is still found, number, day and signer, every paper of a plan as a file, and the issue itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from kehoach.checks.register_series import note_text, notes_about
from kehoach.diagnostics import Finding, KehoachError, Locked, Message, Report, Severity, _
from kehoach.documents.plan import plan_title
from kehoach.editing import Refused
from kehoach.frozen import frozen
from kehoach.pipeline.examine import Examined, Examiner
from kehoach.pipeline.issuance import Issuance, IssueRequest, issue_plan
from kehoach.pipeline.issue_fields import FIELDS, IssueFields, NotAccepted, day_of, digits_of
from kehoach.pipeline.lock import current, register_id, series_of
from kehoach.pipeline.plan_maker import produce, together
from kehoach.pipeline.production import RunOptions
from kehoach.pipeline.products import Product, all_products, everything
from kehoach.pipeline.results import find_results
from kehoach.storage.issued_files import IssuedFiles
from kehoach.storage.outputs import OutputFolder
from kehoach.storage.register import Register, RegisterEntry
from kehoach.vietnamese import NBSP
from kehoach.web.addresses import ISSUING, Address, of_plan
from kehoach.web.finding_places import finding_places
from kehoach.web.jobs import JobState, WorkbenchJob
from kehoach.web.product_files import names_of, output_of, rows
from kehoach.web.screens import screen, sentence_of, with_form
from kehoach.web.workbench import Workbench, of_request

EVENT = "viec"
"""The event that tells of a job."""


@frozen
class IssueView:
    """A plan as it is before its issue. `names` are the files that it calls for, none where an error is in the way;
    `entry` is its line of the register once it is issued, `folder` where the issued files are and `notes` what is to be
    said of its number; `free` the next number until then.
    """

    title: str
    examined: Examined
    findings: tuple[Finding, ...]
    names: tuple[str, ...]
    entry: RegisterEntry | None
    free: int | None
    folder: str = ""
    notes: tuple[Message, ...] = ()

    @property
    def in_the_way(self) -> int:
        """How many findings are in the way of the issue: errors, and points that nobody decided."""
        return sum(one.severity in (Severity.ERROR, Severity.UNDECIDED) for one in self.findings)

    @classmethod
    def of(cls, bench: Workbench, path: Path) -> IssueView:
        """Look at a plan. Raises KehoachError for a file that cannot be opened."""
        examiner = Examiner(bench.workspace)
        examined, registry = examiner.examine(path), examiner.registry
        plan, names = examined.plan, list[str]()
        found = [one for one in registry.findings if one.severity is Severity.ERROR]
        found += examined.findings
        if plan is None:
            return cls(path.stem, examined, tuple(found), (), None, None)
        if not examined.stops and not registry.stops:
            results = find_results(plan, examined, examiner, bench.clock().date())
            found += results.report.findings
            names = list(names_of(all_products(examined, plan, results)))
        register = Register.of(bench.root)
        entry = current(register.of_plan(register_id(path, plan)))
        title = plan_title(plan, examined.agencies).replace(NBSP, " ")
        if entry is None:
            free = register.next_number(series_of(plan, plan.issued_between[0].year))
            return cls(title, examined, tuple(found), tuple(names), None, free)
        folder = IssuedFiles.of(bench.root, entry.plan).revision(entry.revision).folder
        notes = tuple(note_text(one) for one in notes_about(entry, register.entries()))
        where = folder.relative_to(bench.root).as_posix()
        return cls(title, examined, tuple(found), tuple(names), entry, None, where, notes)


def show(request: Request) -> Response:
    """Show the whole screen, or the part of it that changes while it is open."""
    bench, path = _asked(request)
    return _screen(request, bench, path, part="phan" in request.query_params)


def _screen(
    request: Request, bench: Workbench, path: Path, faults: Mapping[str, Message] | None = None, *, part: bool = True
) -> Response:
    view = IssueView.of(bench, path)
    try:
        values: Mapping[str, str] = IssueFields.read(path).values
    except Refused:
        values = dict.fromkeys(FIELDS, "")
    if view.entry and not values["number"]:  # the plan may leave its number to the register
        values = {**values, "number": view.entry.name.partition("/")[0]}
    values_of_screen: dict[str, Any] = {
        "view": view, "values": values, "faults": faults or {}, "at": of_plan(ISSUING, path),
        "rows": rows(bench, view.examined, view.names), "job": bench.jobs.of_plan(_name(path)),
        "places": finding_places(path, view.findings), "JobState": JobState, "Severity": Severity,
        "file": path.relative_to(bench.root).as_posix(),
    }  # fmt: skip
    template = "issuing_part.html" if part else "issuing.html"
    return screen(request, template, here=ISSUING, plan_file=path, **values_of_screen)


@with_form
def save(request: Request, form: FormData) -> Response:
    """Put what was typed into the plan."""
    bench, path = _asked(request)
    return _screen(request, bench, path, _saved(bench, path, form))


def _saved(bench: Workbench, path: Path, form: FormData) -> dict[str, Message]:
    """What was not accepted, by the names of the fields; "" for what concerns none of them."""
    sent = {name: " ".join(str(form[name]).split())[:500] for name in FIELDS if name in form}
    if IssueView.of(bench, path).entry:
        return {}
    try:
        with bench.writing:  # a field is sent when it is left, and once more by the button
            IssueFields.read(path).write(path, sent)
    except NotAccepted as refusal:
        return {refusal.field: refusal.message}
    except Refused as refusal:
        return {"": refusal.message}
    except KehoachError as failure:
        return {"": sentence_of(failure)}
    return {}


@with_form
def make_all(request: Request, form: FormData) -> Response:
    """Put what was typed into the plan, and begin to make every file that it calls for."""
    bench, path = _asked(request)
    faults = _saved(bench, path, form)
    if not faults:
        view = IssueView.of(bench, path)
        faults = _start(bench, path, "build", len(view.names), lambda job: _built(bench, path, job, fresh=True))
    return _screen(request, bench, path, faults)


@with_form
def issue(request: Request, form: FormData) -> Response:
    """Put what was typed into the plan, and issue it: with the number typed, else with the next free one."""
    bench, path = _asked(request)
    faults = _saved(bench, path, form)
    if not faults and not str(form.get("date", "")).strip():
        faults = {"date": _("write the day of issue: 20/12/2026")}
    if not faults:
        try:
            day = day_of(" ".join(str(form["date"]).split()))
            view = IssueView.of(bench, path)
            number = digits_of(" ".join(str(form.get("number", "")).split())) or view.free
            asked = IssueRequest(number, day)
            faults = _start(bench, path, "issue", 2 * len(view.names), lambda job: _issued(bench, path, job, asked))
        except NotAccepted as refusal:
            faults = {refusal.field: refusal.message}
    return _screen(request, bench, path, faults)


@with_form
def replace_file(request: Request, form: FormData) -> Response:
    """Make one file anew that a person edited; what was edited stays as a copy that bears the time."""
    bench, path = _asked(request)
    name, faults = str(form.get("name", "")), dict[str, Message]()
    if name in _output(bench, path).manifest().outputs:
        faults = _start(bench, path, "replace", 2, lambda job: _built(bench, path, job, fresh=False, only=name))
    return _screen(request, bench, path, faults)


@with_form
def keep_file(request: Request, form: FormData) -> Response:
    """Leave a file to the person who edited it: no build touches it any more."""
    bench, path = _asked(request)
    output, name = _output(bench, path), str(form.get("name", ""))
    if name in output.manifest().outputs:
        output.release(name)
    return _screen(request, bench, path)


def _output(bench: Workbench, path: Path) -> OutputFolder:
    return output_of(bench, path, Examiner(bench.workspace).examine(path).plan)


def stop(request: Request) -> Response:
    """Stop the job of a plan before its next file."""
    bench, path = _asked(request)
    if job := bench.jobs.of_plan(_name(path)):
        job.stop()
    return _screen(request, bench, path)


def _start(
    bench: Workbench, path: Path, kind: str, total: int, work: Callable[[WorkbenchJob], Any]
) -> dict[str, Message]:
    """Begin a job; while another is at work, what is to be said instead."""

    def tell(job: WorkbenchJob) -> None:
        event = {"plan": job.plan, "state": str(job.state), "done": job.done, "total": job.total}
        bench.events.publish(EVENT, event)

    try:
        bench.jobs.start(WorkbenchJob(_name(path), kind, total, tell), work)
    except Locked as failure:
        return {"": sentence_of(failure)}
    return {}


def _built(bench: Workbench, path: Path, job: WorkbenchJob, *, fresh: bool, only: str = "") -> Report:
    """What `kehoach build --pdf` does for one plan; `only`: one file of it, which is replaced."""
    now = bench.clock()
    wanted = RunOptions(pdf=True, overwrite=bool(only), now=now, fresh=fresh, progress=job.progress, today=now.date())

    def chosen(*given: Any) -> list[Product]:
        return [product for product in everything(*given) if not only or only in names_of([product])]

    return together(produce([path], wanted, chosen))


def _issued(bench: Workbench, path: Path, job: WorkbenchJob, asked: IssueRequest) -> Issuance:
    now = bench.clock()
    return issue_plan(path, asked, RunOptions(now=now, progress=job.progress, today=now.date()))


def _asked(request: Request) -> tuple[Workbench, Path]:
    bench = of_request(request)
    bench.settle()
    return bench, bench.plan(request.path_params["year"], request.path_params["name"])


def _name(path: Path) -> str:
    """What the events call a plan."""
    return f"{path.parent.name}/{path.stem}"


_AT = f"{ISSUING}/{{year}}/{{name}}"
ADDRESSES = (
    Address(_AT, show),
    Address(f"{_AT}/chi-tiet", save, "POST"),
    Address(f"{_AT}/tao", make_all, "POST"),
    Address(f"{_AT}/dung", stop, "POST"),
    Address(f"{_AT}/giu", keep_file, "POST"),
    Address(f"{_AT}/thay", replace_file, "POST"),
    Address(f"{_AT}/ban-hanh", issue, "POST"),
)
