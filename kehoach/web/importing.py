"""Last year's document as a plan: uploaded, read, shown beside what is kept of it, and taken or put away."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from pathlib import Path, PureWindowsPath

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from kehoach.diagnostics import KehoachError, Message, _
from kehoach.frozen import frozen
from kehoach.importing.side_by_side import FacingLines, side_by_side
from kehoach.pipeline.import_saving import ImportPlace
from kehoach.pipeline.importer import KINDS, ImportedPlan, imported, read_document
from kehoach.storage.files import safe_name
from kehoach.vietnamese import nfc
from kehoach.web.addresses import IMPORT, UPLOAD, Address, of_begun
from kehoach.web.screens import going_to, screen, sentence_of, with_form
from kehoach.web.workbench import NoSuchPlan, Workbench, of_request

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
    made = waiting.made
    return screen(request, "comparison.html", waiting=waiting, made=made, key=request.path_params["key"])


def take(request: Request) -> Response:
    """Save the plan where `kehoach import` would, and go on to draft it."""
    bench, waiting = of_request(request), _waiting(request)
    with bench.writing:
        target = waiting.place.file_of(waiting.name, waiting.made)
        names = (target, *(target.with_stem(f"{target.stem}-{number}") for number in range(2, 1000)))
        target = next(one for one in names if not one.exists())
        waiting.place.must_be_free(target, waiting.made)
        waiting.place.save(waiting.made, target)
    bench.imports.pop(request.path_params["key"], None)
    return going_to(of_begun(target))


def put_away(request: Request) -> Response:
    """Forget the document."""
    of_request(request).imports.pop(request.path_params["key"], None)
    return going_to(IMPORT)


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
    Address(f"{IMPORT}/{{key}}/bo", put_away, "POST"),
)
