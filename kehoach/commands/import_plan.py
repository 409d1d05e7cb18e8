"""`kehoach import`: last year's Word file, or a PDF or a text, as a plan file."""

from __future__ import annotations

import os
from pathlib import Path

from kehoach.commands.init import lay_out
from kehoach.diagnostics import Report, UnreadableFile, WouldOverwrite, _
from kehoach.frozen import frozen, replace
from kehoach.pipeline.editor_schemas import refresh
from kehoach.pipeline.examine import Examiner
from kehoach.pipeline.importer import ImportedPlan, imported, read_document
from kehoach.source import Source
from kehoach.storage.files import safe_name, workspace_around
from kehoach.storage.saving import replace_file
from kehoach.storage.workspace import PLANS, REGISTRY, Workspace
from kehoach.vietnamese import slug


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
    root = workspace_around((asked.to.absolute().parent if asked.to else folder).absolute())
    workspace = Workspace(root) if root else None
    has_registry = workspace is not None and os.path.lexists(workspace.registry)
    examiner = Examiner(workspace) if workspace and has_registry else None
    if examiner and examiner.registry.stops:
        raise UnreadableFile(_("the registry has errors: nothing is imported"), _("see: kehoach check"))
    agencies = examiner.registry.agencies if examiner else None
    made = imported(document, agencies, path.name)
    target = asked.to or _place(path, made, workspace.root if workspace else folder)
    if not asked.check and (os.path.lexists(target) or target.name == REGISTRY):
        raise WouldOverwrite(
            _("{path} is there already and is left as it is", path=target),
            _("say where it goes: --to {example}", example=f"{PLANS}/{made.draft.year}/ten-khac.yaml"),
        )
    if asked.docx:
        _write_comparison(made, asked.docx)
    written = (asked.docx,) if asked.docx else ()
    if asked.check:
        return made, Report(written=written)
    if not has_registry:
        lay_out(workspace.root if workspace else folder, made.registry)
    target.parent.mkdir(parents=True, exist_ok=True)
    replace_file(target, made.draft.text.encode())
    examiner = Examiner(Workspace.around(target.absolute().parent))
    examiner.seen.append(replace(made.examined, source=Source(str(target.absolute()), made.draft.text)))
    refresh(examiner, every=False)
    return made, Report(written=(*written, target))


def _place(path: Path, made: ImportedPlan, root: Path) -> Path:
    name = safe_name(slug(path.stem)) or "ke-hoach"
    return root / PLANS / str(made.draft.year) / f"{name[:60].strip('-')}.yaml"


def _write_comparison(made: ImportedPlan, target: Path) -> None:
    from kehoach.pipeline.import_comparison import comparison

    if os.path.lexists(target):
        raise WouldOverwrite(
            _("{path} is there already and is left as it is", path=target), _("choose another name: --docx")
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    replace_file(target, comparison(made))
