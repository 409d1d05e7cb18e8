"""What a request of the drafting screen is about, and what every answer to one says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path as FilePath
from typing import Any

from starlette.requests import Request

from kehoach.diagnostics import _
from kehoach.documents.kinds import PLAN
from kehoach.editing import Document, DocumentKind, Refused, field_at
from kehoach.edits import Edit
from kehoach.frozen import frozen
from kehoach.vietnamese import upper_first
from kehoach.web.autosave import saved_state
from kehoach.web.desk import Desk, desk_of
from kehoach.web.drafting_view import document_of, read_document
from kehoach.web.merging import MergeSide, Question
from kehoach.web.open_plan import Asked, OpenPlan
from kehoach.web.outline import PrintedTexts, label_of
from kehoach.web.screens import sentence_of
from kehoach.web.workbench import Workbench, of_request

Body = Mapping[str, Any]
PAPER = "van-ban"
"""What an address calls the paper that is shown."""


@frozen
class Opened:
    """A plan that a request is about, with what was posted."""

    bench: Workbench
    desk: Desk
    plan: OpenPlan
    body: Body
    paper: str = PLAN.file
    """The name of the paper that the page shows."""

    @property
    def path(self) -> FilePath:
        """The file that is changed: the plan, or the registry where the body says so."""
        return self.desk.plans.workspace.registry if self.body.get("file") else self.plan.file.path

    @property
    def kind(self) -> DocumentKind:
        """What that file is."""
        return DocumentKind.REGISTRY if self.body.get("file") else DocumentKind.PLAN

    def text(self, name: str) -> str:
        """A text that was posted, "" for none."""
        value = self.body.get(name)
        return value if isinstance(value, str) else ""

    def document(self, text: str) -> Document:
        """A text of the file as a document. Raises Refused."""
        return read_document(str(self.path), text, self.kind)

    def change(self, edits_of: Callable[[str], tuple[Edit, ...]], field: str = "") -> Asked | bool:
        """Change the file from the text that the page saw. Raises StaleView, Refused."""
        choice = {"mine": MergeSide.MINE, "theirs": MergeSide.THEIRS}.get(self.text("choice"))
        plans = self.desk.plans
        return plans.edit(
            self.plan, self.path, self.text("seen"), edits_of, field=field, by=self.text("by"), choice=choice
        )  # fmt: skip


def opened(request: Request, body: Body | None = None) -> Opened:
    """The plan that a request names. Raises NoSuchPlan."""
    bench = of_request(request)
    desk = desk_of(bench)
    path = bench.plan(request.path_params["year"], request.path_params["name"])
    given = (body or {}).get("paper") or request.query_params.get(PAPER)
    return Opened(bench, desk, desk.plans.plan(path), body or {}, given if isinstance(given, str) else PLAN.file)


def state_of(one: Opened) -> dict[str, Any]:
    """What a page must know after every change."""
    plan, say = one.plan, one.bench.say
    files = one.desk.plans.files
    registry = files.get(one.desk.plans.workspace.registry)
    question = plan.file.question
    shown = one.desk.plans.paint(plan, one.paper)
    failure = plan.file.failure or (registry.failure if registry else None)
    return {
        "seen": plan.file.seen,
        "registry": registry.seen if registry else "",
        "asked": one.paper,
        "paper": shown.paper,
        "pages": [[page.key, page.width, page.height] for page in shown.shown],
        "old": shown.is_old,
        "problem": upper_first(say(shown.failure)) if shown.failure else "",
        "undo": bool(plan.journal.undo),
        "redo": bool(plan.journal.redo),
        "saved": min((saved_state(file)["state"] for file in (plan.file, registry) if file), key=_WEIGHT.index),
        "failure": upper_first(say(sentence_of(failure))) if failure else "",
        "question": [asked_as(one, each) for each in question.questions] if question else [],
    }


_WEIGHT = ("asked", "failed", "unsaved", "saved")


def asked_as(one: Opened, question: Question) -> dict[str, str]:
    """A question as a page shows it: what the field is called, and both values."""
    return {"label": _label(one, question.path), "mine": question.mine, "theirs": question.theirs}


def _label(one: Opened, path: tuple[str | int, ...]) -> str:
    """What a field is called: its title, after that of its entry."""
    try:
        document = document_of(one.plan.file)
    except Refused:
        return one.bench.say(_("the text"))
    names = [field_at(document, path[: at + 1]) for at in range(len(path))]
    field = next((name.title for name in reversed(names) if name), "")
    holder = next(
        (node for at in range(len(path), 0, -1) if hasattr(node := document.find(path[:at]), "entries")), None
    )
    called = label_of(holder, PrintedTexts()) if holder is not None else ""
    return f"{called[:80]}: {field}" if called and field else called or field
