"""The files that were made of a plan: listed, downloaded one by one or as a zip; those that a person edited are kept,
or replaced with a copy kept.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from kehoach.diagnostics import Message, UnreadableFile, _
from kehoach.frozen import frozen
from kehoach.model.plan import Plan
from kehoach.pipeline.examine import Examined, Examiner
from kehoach.pipeline.product_labels import labels
from kehoach.pipeline.products import Product, is_product_name
from kehoach.storage.outputs import DocumentState, OutputFolder
from kehoach.storage.workspace import plan_id, unread_id
from kehoach.web.addresses import ISSUING, Address, of_plan
from kehoach.web.workbench import NoSuchPlan, Workbench, of_request

_KINDS = {
    ".docx": (_("Word"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".pdf": (_("PDF"), "application/pdf"),
    ".xlsx": (_("Excel"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".json": (_("Data (JSON)"), "application/json"),
    ".ics": (_("Calendar (.ics)"), "text/calendar"),
}
"""What a file of an ending is called on the screen, and its type for the browser."""
_PART = 256 * 1024


@frozen
class ProductFile:
    """One file: its name below the plan's folder, the word of its link, its address, and whether a person edited it."""

    name: str
    word: Message
    address: str
    is_edited: bool
    is_released: bool


@frozen
class ProductRow:
    """A paper with its files, Word and PDF."""

    label: Message
    files: tuple[ProductFile, ...]


def names_of(products: Iterable[Product]) -> Iterator[str]:
    """The files of products with PDF, as `kehoach build --pdf` makes them."""
    for product in products:
        yield product.name
        if product.name.endswith(".docx"):
            yield PurePosixPath(product.name).with_suffix(".pdf").as_posix()


def output_of(bench: Workbench, path: Path, plan: Plan | None) -> OutputFolder:
    """The folder of a plan's documents."""
    return bench.workspace.output(None, plan_id(path, plan.year.first) if plan else unread_id(path))


def rows(bench: Workbench, examined: Examined, names: Iterable[str]) -> tuple[ProductRow, ...]:
    """The files that are there: those of these names, then others that kehoach wrote and the plan had called for."""
    output = output_of(bench, examined.path, examined.plan)
    written = [name for name in output.manifest().outputs if is_product_name(name)]
    label = labels(examined.plan, examined.agencies) if examined.plan else None
    found: dict[str, list[ProductFile]] = {}
    for name in dict.fromkeys((*names, *sorted(written))):
        standing = output.standing(name)
        if standing is not DocumentState.MISSING and bench.holds(output.folder / name):
            key = PurePosixPath(name).with_suffix("").as_posix()
            found.setdefault(key, []).append(_file(examined.path, name, standing))
    return tuple(
        ProductRow(label(files[0].name) if label else _("{name}", name=key), tuple(files))
        for key, files in found.items()
    )


def _file(path: Path, name: str, standing: DocumentState) -> ProductFile:
    word = _KINDS.get(PurePosixPath(name).suffix, (_("{name}", name=name), ""))[0]
    address = f"{of_plan(ISSUING, path)}/tep/{quote(name)}"
    return ProductFile(name, word, address, standing is DocumentState.EDITED, standing is DocumentState.RELEASED)


def one_file(request: Request) -> Response:
    """Answer with one file, to be saved."""
    bench, path, output = _output(request)
    name = request.path_params["file"]
    known = name in output.manifest().outputs and is_product_name(name)
    if not known or not (output.folder / name).is_file() or not bench.holds(output.folder / name):
        raise NoSuchPlan(_("there is no file {name}", name=name), _("make the files first"))
    kind = _KINDS.get(PurePosixPath(name).suffix, (_("{name}"), "application/octet-stream"))[1]
    saved_as = f"{path.stem}-{name.replace('/', '-')}"
    return StreamingResponse(_parts(output.folder / name), media_type=kind, headers=_saved_as(saved_as))


def all_files(request: Request) -> Response:
    """Answer with everything as a zip, which is made while it is sent."""
    bench, path, output = _output(request)
    names = [name for name in sorted(output.manifest().outputs) if is_product_name(name)]
    paths = {name: output.folder / name for name in names if (output.folder / name).is_file()}
    inside = {f"{path.stem}/{name}": file for name, file in paths.items() if bench.holds(file)}
    if not inside:
        raise NoSuchPlan(_("there are no files yet"), _("make the files first"))
    return StreamingResponse(_zipped(inside), media_type="application/zip", headers=_saved_as(f"{path.stem}.zip"))


def _output(request: Request) -> tuple[Workbench, Path, OutputFolder]:
    bench = of_request(request)
    path = bench.plan(request.path_params["year"], request.path_params["name"])
    try:
        plan = Examiner(bench.workspace).examine(path).plan
    except UnreadableFile:
        plan = None
    return bench, path, output_of(bench, path, plan)


def _saved_as(name: str) -> dict[str, str]:
    return {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}"}


def _parts(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while part := file.read(_PART):
            yield part


class _Sink(io.RawIOBase):
    """What a zip is written into, and taken from part by part."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.waiting.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        found = b"".join(self.waiting)
        self.waiting.clear()
        return found


def _zipped(files: dict[str, Path]) -> Iterator[bytes]:
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", strict_timestamps=False) as archive:
        for name, path in files.items():
            with archive.open(zipfile.ZipInfo.from_file(path, name), "w") as entry:
                for part in _parts(path):
                    entry.write(part)
                    yield sink.taken()
            yield sink.taken()
    yield sink.taken()


ADDRESSES = (
    Address(f"{ISSUING}/{{year}}/{{name}}/tep/{{file:path}}", one_file),
    Address(f"{ISSUING}/{{year}}/{{name}}/tat-ca.zip", all_files),
)
