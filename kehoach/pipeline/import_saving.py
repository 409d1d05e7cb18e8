"""An imported plan becomes a file of a workspace, which is made where there is none."""

from __future__ import annotations

import os
from pathlib import Path

from kehoach.diagnostics import UnreadableFile, WouldOverwrite, _
from kehoach.frozen import frozen, replace
from kehoach.model.agency import Agencies
from kehoach.pipeline.editor_schemas import refresh
from kehoach.pipeline.examine import Examiner
from kehoach.pipeline.importer import ImportedPlan
from kehoach.pipeline.new_workspace import lay_out
from kehoach.source import Source
from kehoach.storage.files import safe_name, workspace_around
from kehoach.storage.saving import replace_file
from kehoach.storage.workspace import PLANS, REGISTRY, Workspace
from kehoach.vietnamese import slug


@frozen
class ImportPlace:
    """Where imported plans go: the folder of the workspace, and its registry; None where one is to be made."""

    root: Path
    agencies: Agencies | None

    @classmethod
    def around(cls, folder: Path) -> ImportPlace:
        """The workspace around a folder, else one in it. Raises UnreadableFile where its registry has errors."""
        root = workspace_around(folder.absolute())
        if root is None or not os.path.lexists(Workspace(root).registry):
            return cls(root or folder, None)
        registry = Examiner(Workspace(root)).registry
        if registry.stops:
            raise UnreadableFile(_("the registry has errors: nothing is imported"), _("see: kehoach check"))
        return cls(root, registry.agencies)

    def file_of(self, name: str, made: ImportedPlan) -> Path:
        """The plan file of a document of that name: `plans/<year>/<name>.yaml`."""
        stem = safe_name(slug(Path(name).stem)) or "ke-hoach"
        return self.root / PLANS / str(made.draft.year) / f"{stem[:60].strip('-')}.yaml"

    def must_be_free(self, target: Path, made: ImportedPlan) -> None:
        """Raise WouldOverwrite for a place where something is already."""
        if os.path.lexists(target) or target.name == REGISTRY:
            raise WouldOverwrite(
                _("{path} is there already and is left as it is", path=target),
                _("say where it goes: --to {example}", example=f"{PLANS}/{made.draft.year}/ten-khac.yaml"),
            )

    def save(self, made: ImportedPlan, target: Path) -> None:
        """Write the plan, and the workspace around it where there is none."""
        if self.agencies is None:
            lay_out(self.root, made.registry)
        target.parent.mkdir(parents=True, exist_ok=True)
        replace_file(target, made.draft.text.encode())
        examiner = Examiner(Workspace.around(target.absolute().parent))
        examiner.seen.append(replace(made.examined, source=Source(str(target.absolute()), made.draft.text)))
        refresh(examiner, every=False)
