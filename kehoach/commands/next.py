"""`kehoach next`: next year's draft and its ledger."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kehoach.diagnostics import KehoachError, Message, Report
from kehoach.frozen import replace
from kehoach.pdf.converter import Converter
from kehoach.pipeline.examine import Examined
from kehoach.pipeline.next_year import Drafted, DraftRequest, write_draft
from kehoach.pipeline.production import Production, RunOptions
from kehoach.pipeline.products import ledger_product
from kehoach.rolling.redraft import PlacedEntry
from kehoach.storage.workspace import Workspace, fonts, plan_id


def draft(path: Path, asked: DraftRequest, wanted: RunOptions, say: Callable[[Message], str]) -> Drafted:
    """Write the draft, the memory of it, and the ledger as a Word file whose language `say` gives.

    Raises KehoachError: an issuer that is gone, a file of the same name that `next` did not write.
    """
    found = write_draft(path, asked, wanted.today, say)
    if found.made is None:
        return found
    workspace = Workspace.around(path.absolute().parent)
    return replace(found, report=found.report + _paper(found.made, wanted, found.standings, workspace, say))


def _paper(
    drafted: Examined,
    wanted: RunOptions,
    stands: tuple[PlacedEntry, ...],
    workspace: Workspace,
    say: Callable[[Message], str],
) -> Report:
    """The ledger as a Word file in the draft's folder."""
    if drafted.plan is None:
        return Report()
    folder = workspace.output(wanted.output, plan_id(drafted.path, drafted.plan.year.first))
    product = ledger_product(drafted, drafted.plan, stands, say)
    with Converter(fonts(), engine=wanted.engine) as converter:
        try:
            return Production(workspace, folder, converter, wanted, {}).make_all([product])
        except KehoachError as failure:
            return Report(failures=(failure,))
