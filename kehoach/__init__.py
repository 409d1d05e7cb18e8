"""kehoach: a year's plan written once as YAML, printed as the official papers of Decree 30/2020.

    import kehoach
    plan = kehoach.open("plans/2024/giam-ngheo.yaml")
    plan.findings
    plan.paper("report", period="nam").pdf()

What is named in `__all__` is the public interface (docs/api.md); it is loaded when it is first asked for.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from kehoach.diagnostics import EnvironmentFailure, Finding, KehoachError, Severity, UnreadableFile
    from kehoach.locating.leaves import Location
    from kehoach.pdf.engine import Engine
    from kehoach.pipeline.page_words import PageBox
    from kehoach.pipeline.session import Draft, HasErrors, Session, TargetHistory
    from kehoach.pipeline.session_paper import SessionPaper

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")  # looking for them takes a tenth of the start, and none is meant

__version__ = "0.2.0"

_ROOMS = {
    "EnvironmentFailure": "diagnostics", "Finding": "diagnostics", "KehoachError": "diagnostics",
    "Severity": "diagnostics", "UnreadableFile": "diagnostics", "Engine": "pdf.engine", "Draft": "pipeline.session",
    "Location": "locating.leaves", "PageBox": "pipeline.page_words", "HasErrors": "pipeline.session",
    "Session": "pipeline.session", "SessionPaper": "pipeline.session_paper",
    "TargetHistory": "pipeline.session",
}  # fmt: skip
__all__ = [
    "Draft", "Engine", "EnvironmentFailure", "Finding", "HasErrors", "KehoachError", "Location", "PageBox", "Session",
    "SessionPaper", "Severity", "TargetHistory", "UnreadableFile", "__version__", "open",
]  # fmt: skip


def open(path: str | os.PathLike[str], *, today: date | None = None) -> Session:
    """A plan file as a session: findings, papers, pages, next year's draft. Nothing is written.

    Results are compared with `today`. Raises UnreadableFile where there is no such file, or no workspace around it.
    """
    from pathlib import Path

    from kehoach.pipeline.session import Session

    return Session.open(Path(path), today)


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"kehoach.{_ROOMS[name]}"), name)
