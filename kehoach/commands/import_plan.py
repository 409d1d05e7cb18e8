"""`kehoach import`: last year's Word file, or a PDF or a text, as a plan file."""

from __future__ import annotations

import os
from pathlib import Path

from kehoach.diagnostics import Report, WouldOverwrite, _
from kehoach.frozen import frozen
from kehoach.pipeline.import_saving import ImportPlace
from kehoach.pipeline.importer import ImportedPlan, imported, read_document
from kehoach.storage.saving import replace_file


@frozen
class ImportRequest:
    """What is wanted: where the plan goes, None for `plans/<year>/<name>.yaml`; `check`: only the proof; where the
    comparison goes as a Word file, None for none.
    """

    to: Path | None = None
    check: bool = False
    docx: Path | None = None


def import_plan(path: Path, asked: ImportRequest, folder: Path) -> tuple[ImportedPlan, Report]:
    """Make the plan file of a document, in the workspace around `folder`, which is made where there is none.

    Raises UnreadableFile, EnvironmentFailure; WouldOverwrite for a plan that is there already.
    """
    document = read_document(path)
    place = ImportPlace.around(asked.to.absolute().parent if asked.to else folder)
    made = imported(document, place.agencies, path.name)
    target = asked.to or place.file_of(path.name, made)
    if not asked.check:
        place.must_be_free(target, made)
    if asked.docx:
        _write_comparison(made, asked.docx)
    written = (asked.docx,) if asked.docx else ()
    if asked.check:
        return made, Report(written=written)
    place.save(made, target)
    return made, Report(written=(*written, target))


def _write_comparison(made: ImportedPlan, target: Path) -> None:
    from kehoach.pipeline.import_comparison import comparison

    if os.path.lexists(target):
        raise WouldOverwrite(
            _("{path} is there already and is left as it is", path=target), _("choose another name: --docx")
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    replace_file(target, comparison(made))
