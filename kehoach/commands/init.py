"""`kehoach init`: a workspace that already renders, and an editor that knows the plan."""

from __future__ import annotations

from pathlib import Path

from kehoach.commands.check import check
from kehoach.diagnostics import Message, Report, _
from kehoach.pipeline.new_workspace import of_unit, with_example


def init(folder: Path, asked: str | None = None, *, example: bool = False) -> Report:
    """Put the registry, the templates and settings that bind the schemas into `folder`, and the example plan.

    `asked`: the unit whose own registry it is, "xã Bình Lư, tỉnh Lai Châu"; the example comes only when asked for, in a
    folder of its own. What already exists is left alone. Raises WouldOverwrite where a registry is there already,
    UnreadableFile for a unit that the country does not have.
    """
    written = with_example(folder) if asked is None else of_unit(asked, folder, example=example)
    check((), folder)  # for the schemas that it leaves behind; its findings are for later
    return Report(written=written)


def taken(asked: str) -> Message:
    """Which unit `--for` was taken to mean: a name with a wrong tone, or with none, finds one that has others."""
    from kehoach.country.asked import office

    found = office(asked)
    return _("the registry is that of {unit} (code {code})", unit=found.full, code=found.unit.code)
