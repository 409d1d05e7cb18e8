"""The kinds of paper: how each is composed, the Word template that prints it, samples of what it is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kehoach.documents.paper import Paper
from kehoach.documents.plan import compose_plan
from kehoach.documents.sample import bare_plan, full_plan


@dataclass(frozen=True)
class Kind:
    """One kind of paper."""

    compose: Callable[..., Paper]
    template: str
    file: str
    samples: tuple[Callable[[], PlanDocument], ...]
    """Papers that a template must print; the first uses every name there is."""


KINDS = {"plan": Kind(compose_plan, "plan.docx", "ke-hoach", (full_plan, bare_plan))}


def kind_of(template: str) -> Kind:
    """The kind of paper that a template of this file name is for; a plan when the name says nothing."""
    return next((kind for kind in KINDS.values() if kind.template == template), KINDS["plan"])
