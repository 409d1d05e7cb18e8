"""The kinds of paper: how each is composed, the Word template that prints it, and the name of its file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, ParamSpec

from kehoach.frozen import frozen

if TYPE_CHECKING:
    from kehoach.documents.certified import compose_certified
    from kehoach.documents.change_summary import compose_change_summary
    from kehoach.documents.extract import compose_extract
    from kehoach.documents.ledger import compose_ledger
    from kehoach.documents.paper import Paper
    from kehoach.documents.plan import compose_plan
    from kehoach.documents.report import compose_report
    from kehoach.documents.sample import bare_paper, full_paper, paper_with_contents
else:

    def _late(module: str, name: str) -> Callable[..., Any]:
        """A function whose module is imported when it is called: a run composes one kind of paper, seldom two."""
        return lambda *given, **named: getattr(import_module(f"kehoach.documents.{module}"), name)(*given, **named)

    compose_certified = _late("certified", "compose_certified")
    compose_change_summary = _late("change_summary", "compose_change_summary")
    compose_extract = _late("extract", "compose_extract")
    compose_ledger = _late("ledger", "compose_ledger")
    compose_plan = _late("plan", "compose_plan")
    compose_report = _late("report", "compose_report")
    bare_paper, full_paper, paper_with_contents = (
        _late("sample", name) for name in ("bare_paper", "full_paper", "paper_with_contents")
    )

Given = ParamSpec("Given")


@frozen
class PaperKind(Generic[Given]):
    """One kind of paper. `file` is the name of its file, or of the folder for one file for each agency."""

    compose: Callable[Given, Paper]
    template: str
    file: str
    samples: tuple[Callable[[], Paper], ...]
    """Papers that a template must print; the first uses every name there is."""


PLAN = PaperKind(
    compose_plan, "plan.docx", "ke-hoach", (partial(full_paper, promulgated=True), bare_paper, paper_with_contents)
)
REPORT = PaperKind(compose_report, "report.docx", "bao-cao", (partial(full_paper, addressed=True), bare_paper))
EXTRACT = PaperKind(compose_extract, "extract.docx", "trich", (full_paper, bare_paper))
LEDGER = PaperKind(compose_ledger, "extract.docx", "bang-ke", (full_paper, bare_paper))
CERTIFIED = PaperKind(compose_certified, "certified.docx", "trich-sao", (partial(full_paper, copied=True), bare_paper))
CHANGES = PaperKind(compose_change_summary, "extract.docx", "tom-tat-thay-doi", (full_paper, bare_paper))

KINDS: dict[str, PaperKind[Any]] = {
    "plan": PLAN,
    "report": REPORT,
    "extract": EXTRACT,
    "ledger": LEDGER,
    "certified": CERTIFIED,
    "changes": CHANGES,
}
"""Every kind by name. Who composes one names its constant, so that the type of each call is checked."""


def kind_of(template: str) -> PaperKind[Any]:
    """The kind of paper that a template of this file name is for; a plan when the name says nothing."""
    return next((kind for kind in KINDS.values() if kind.template == template), PLAN)
