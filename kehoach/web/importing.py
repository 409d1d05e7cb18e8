"""Last year's document as a plan: uploaded, read, shown beside what is kept of it, and taken or put away."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from datetime import date
from pathlib import Path, PureWindowsPath

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from kehoach.diagnostics import KehoachError, Message, UnreadableFile, _
from kehoach.frozen import frozen
from kehoach.importing.side_by_side import FacingLines, side_by_side
from kehoach.patterns import regex
from kehoach.pipeline.drafting import rolled_forward
from kehoach.pipeline.import_saving import ImportPlace
from kehoach.pipeline.importer import KINDS, ImportedPlan, imported, read_document
from kehoach.pipeline.next_year import DraftRequest, memory_of, write_draft
from kehoach.pipeline.results import ResultsFound
from kehoach.storage.files import safe_name
from kehoach.storage.workspace import PLANS
from kehoach.vietnamese import YEAR, nfc
from kehoach.web.addresses import CARRIED, IMPORT, UPLOAD, Address, of_begun, of_plan
from kehoach.web.beginning import upcoming_year
from kehoach.web.field_names import in_field_names
from kehoach.web.screens import going_to, screen, sentence_of, with_form
from kehoach.web.workbench import NoSuchPlan, Workbench, of_request

_YEAR = regex(YEAR)
MOST = 3
"""Documents that wait for an answer; of more the oldest is put away."""

MOST_BYTES = UPLOAD - 10_000
"""Of a file: a form is a little larger than what it sends."""


@frozen
class WaitingImport:
    """A document that was read and waits for the answer. `name` is that of the user's file."""

    name: str
    made: ImportedPlan
    facing: tuple[FacingLines, ...]
    place: ImportPlace

    def next_year(self, today: date) -> int | None:
        """The year that a new plan made of it is probably for; None where none can follow it."""
        plan = self.made.examined.plan
        if plan is None or self.made.examined.stops or plan.year.todo or plan.year.last is None:
            return None
        return max(plan.year.last + 1, upcoming_year(today))


def choose(request: Request) -> Response:
    """Ask for the file."""
    return screen(request, "import.html", kinds=KINDS, most=MOST_BYTES, fault=None)


@with_form
def read(request: Request, form: FormData) -> Response:
    """Read the file that was sent; nothing of it is kept on the disk."""
    bench, upload = of_request(request), form.get("tep")
    fault: Message | None = None
    if not isinstance(upload, UploadFile) or not upload.filename:
        fault = _("choose a file first")
    else:
        try:
            waiting = _read(bench, upload)
            key = secrets.token_urlsafe(12)
            bench.imports[key] = waiting
            for old in list(bench.imports)[:-MOST]:
                bench.imports.pop(old, None)
            return going_to(f"{IMPORT}/{key}")
        except KehoachError as failure:
            fault = sentence_of(failure)
    return screen(request, "import_form.html", kinds=KINDS, most=MOST_BYTES, fault=fault)


def compare(request: Request) -> Response:
    """Show the document beside what the plan would print."""
    waiting = _waiting(request)
    year = waiting.next_year(of_request(request).clock().date())
    made = waiting.made
    errors, kept = ([in_field_names(one, None) for one in found] for found in (made.errors, made.kept_errors))
    values = {"waiting": waiting, "made": made, "key": request.path_params["key"], "errors": errors, "kept": kept}
    return screen(request, "comparison.html", year=year, fault=None, **values)


def take(request: Request) -> Response:
    """Save the plan where `kehoach import` would, and go on to draft it."""
    bench, waiting = of_request(request), _waiting(request)
    with bench.writing:
        target = _free(waiting)
        waiting.place.save(waiting.made, target)
    bench.imports.pop(request.path_params["key"], None)
    return going_to(of_begun(target))


@with_form
def take_over(request: Request, form: FormData) -> Response:
    """Save the plan as that of its own year, and the draft that `kehoach next` makes of it for the year typed."""
    bench, waiting, key = of_request(request), _waiting(request), request.path_params["key"]
    year = str(form.get("year", "")).strip()[:20]
    try:
        if not _YEAR.fullmatch(year):
            raise UnreadableFile(_("write a year of four digits: 2026"))
        _must_follow(waiting, int(year))
        with bench.writing:
            target = _free(waiting, year)
            draft = target.parent.parent / year / target.name
            waiting.place.save(waiting.made, target)
            write_draft(target, DraftRequest(int(year), to=draft), bench.clock().date(), bench.say)
    except KehoachError as failure:  # its way out is an option of the command
        return screen(request, "comparison_year.html", year=year, fault=failure.message, waiting=waiting, key=key)
    bench.imports.pop(key, None)
    return going_to(of_plan(CARRIED, draft))


def put_away(request: Request) -> Response:
    """Forget the document."""
    of_request(request).imports.pop(request.path_params["key"], None)
    return going_to(IMPORT)


def _must_follow(waiting: WaitingImport, year: int) -> None:
    """Raise KehoachError where no draft for that year can be made; nothing is written for it."""
    made = waiting.made
    if made.examined.plan is None or made.examined.stops:
        raise UnreadableFile(_("the plan that was read has errors"), _("take it, and mend it while drafting"))
    rolled_forward(made.examined, made.examined.agencies, ResultsFound(), year, "", Path(waiting.name))


def _free(waiting: WaitingImport, year: str = "") -> Path:
    """The file of the plan; where it also becomes that of a later year, a name that is free in both."""
    target = waiting.place.file_of(waiting.name, waiting.made)
    for name in (target.stem, *(f"{target.stem}-{number}" for number in range(2, 1000))):
        own = target.with_stem(name)
        later = waiting.place.root / PLANS / year / own.name
        if not any(one.exists() for one in (own, *((later, memory_of(later)) if year else ()))):
            target = own
            break
    waiting.place.must_be_free(target, waiting.made)
    return target


def _read(bench: Workbench, upload: UploadFile) -> WaitingImport:
    """Raises KehoachError for what cannot be read."""
    place = ImportPlace.around(bench.root)
    name = safe_name(nfc(PureWindowsPath(upload.filename or "").name)) or "van-ban"
    with tempfile.TemporaryDirectory(prefix="kehoach-") as folder:
        path = Path(folder) / name[-150:]
        with path.open("wb") as file:
            shutil.copyfileobj(upload.file, file)
        document = read_document(path)
    made = imported(document, place.agencies, name)
    facing = side_by_side(document, made.found, made.paper) if made.paper else ()
    return WaitingImport(name, made, facing, place)


def _waiting(request: Request) -> WaitingImport:
    found = of_request(request).imports.get(request.path_params["key"])
    if not isinstance(found, WaitingImport):
        raise NoSuchPlan(_("the document is not open any more"), _("choose the file again"))
    return found


ADDRESSES = (
    Address(IMPORT, choose),
    Address(IMPORT, read, "POST", UPLOAD),
    Address(f"{IMPORT}/{{key}}", compare),
    Address(f"{IMPORT}/{{key}}/nhan", take, "POST"),
    Address(f"{IMPORT}/{{key}}/nam-moi", take_over, "POST"),
    Address(f"{IMPORT}/{{key}}/bo", put_away, "POST"),
)
