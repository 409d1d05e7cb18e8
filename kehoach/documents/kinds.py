"""The kinds of paper: how each is composed, the Word template that prints it, and the name of its file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from kehoach.documents.certified import compose_certified
from kehoach.documents.change_summary import compose_change_summary
from kehoach.documents.extract import compose_extract
from kehoach.documents.ledger import compose_ledger
from kehoach.documents.paper import Paper
from kehoach.documents.plan import compose_plan
from kehoach.documents.report import compose_report
from kehoach.documents.sample import bare_paper, full_paper


@dataclass(frozen=True)
class PaperKind:
    """One kind of paper. `file` is the name of its file, or of the folder for one file for each agency."""

    compose: Callable[..., Paper]
    template: str
    file: str
    samples: tuple[Callable[[], Paper], ...]
    """Papers that a template must print; the first uses every name there is."""


KINDS = {
    "plan": PaperKind(compose_plan, "plan.docx", "ke-hoach", (partial(full_paper, promulgated=True), bare_paper)),
    "report": PaperKind(compose_report, "report.docx", "bao-cao", (partial(full_paper, addressed=True), bare_paper)),
    "extract": PaperKind(compose_extract, "extract.docx", "trich", (full_paper, bare_paper)),
    "ledger": PaperKind(compose_ledger, "extract.docx", "bang-ke", (full_paper, bare_paper)),
    "certified": PaperKind(
        compose_certified, "certified.docx", "trich-sao", (partial(full_paper, copied=True), bare_paper)
    ),
    "changes": PaperKind(compose_change_summary, "extract.docx", "tom-tat-thay-doi", (full_paper, bare_paper)),
}


def kind_of(template: str) -> PaperKind:
    """The kind of paper that a template of this file name is for; a plan when the name says nothing."""
    return next((kind for kind in KINDS.values() if kind.template == template), KINDS["plan"])
