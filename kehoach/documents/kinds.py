"""The kinds of paper: how each is composed, and the Word template that prints it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kehoach.documents.paper import PlanDocument
from kehoach.documents.plan import compose_plan


@dataclass(frozen=True)
class Kind:
    """One kind of paper."""

    compose: Callable[..., PlanDocument]
    template: str
    file: str


KINDS = {"plan": Kind(compose_plan, "plan.docx", "ke-hoach")}
