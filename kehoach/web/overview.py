"""The overview: the plans of the workspace by year, and what each of them waits for.

To look at a plan takes some hundredths of a second, so what was found is kept with the states of the files that it
rests on. What is not known yet is looked at for a moment only; the page is shown, and asks again for the rest.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kehoach import __version__
from kehoach.diagnostics import KehoachError, Report, Severity
from kehoach.frozen import frozen
from kehoach.pipeline.examine import Examiner
from kehoach.pipeline.next_year import memory_of
from kehoach.pipeline.plan_summary import (
    PlanSummary,
    Standing,
    plan_summary,
    summary_from_plain,
    summary_to_plain,
)
from kehoach.storage.index import Inputs, state
from kehoach.storage.register import ISSUED, REGISTER
from kehoach.storage.saving import replace_file
from kehoach.storage.state_files import ForeignState, load_state
from kehoach.storage.workspace import Workspace
from kehoach.web.addresses import OVERVIEW, Address
from kehoach.web.screens import screen
from kehoach.web.workbench import of_request

KEPT, FORM = "tong-quan.json", 1
"""The file in `.kehoach/` that keeps what was found, and the version of its form; it may be deleted at any time."""
FIRST, LATER = 0.4, 1.5
"""Seconds for which plans are looked at before the page is shown, and each time that it asks for the rest."""


@frozen
class PlanRow:
    """A plan on the page; `summary` is None while nobody has looked at it."""

    path: Path
    summary: PlanSummary | None
    deadline: tuple[date, str] | None = None

    @property
    def year(self) -> str:
        """The folder that it is in."""
        return self.path.parent.name

    @property
    def title(self) -> str:
        """What it is called; by its file while nothing is known."""
        return self.summary.title if self.summary else self.path.stem

    @property
    def is_carried_over(self) -> bool:
        """Whether it was made of an earlier year's plan."""
        return memory_of(self.path).is_file()


def show(request: Request) -> Response:
    """Show the plans, the latest year first; for a page that is shown already, the list alone."""
    bench = of_request(request)
    bench.settle()
    again = "danh-sach" in request.query_params
    known = SummaryStore.load(bench.workspace)
    paths = sorted(bench.plans(), key=lambda path: (path.parent.name, path.stem))
    found = known.look(paths, LATER if again else FIRST)
    today = bench.clock().date()
    rows = [PlanRow(path, one, one.next_deadline(today) if one else None) for path, one in found.items()]
    rows.sort(key=lambda row: row.year, reverse=True)
    years = [(year, list(of_year)) for year, of_year in groupby(rows, key=lambda row: row.year)]
    values: dict[str, Any] = {
        "years": years, "left": sum(row.summary is None for row in rows), "Standing": Standing,
        "registry_errors": known.registry.count(Severity.ERROR),
    }  # fmt: skip
    return screen(request, "overview_list.html" if again else "overview.html", here=OVERVIEW, **values)


@dataclass
class SummaryStore:
    """The summaries of the plans of a workspace, each with the states of the files that it rests on."""

    workspace: Workspace
    examiner: Examiner
    inputs: Inputs
    kept: dict[str, Any] = field(default_factory=dict)
    is_ours: bool = True

    @classmethod
    def load(cls, workspace: Workspace) -> SummaryStore:
        """What was kept; of what cannot be read, nothing."""
        store = cls(workspace, Examiner(workspace), Inputs.of(workspace))
        try:
            found = load_state(store.path, "form", FORM)
            store.kept = dict(found["plans"]) if found and found.get("version") == __version__ else {}
        except (ForeignState, LookupError, TypeError, ValueError):
            pass
        except KehoachError:  # of a newer version, or no file
            store.is_ours = False
        return store

    @property
    def path(self) -> Path:
        """Where it is kept."""
        return self.workspace.editor / KEPT

    @property
    def registry(self) -> Report:
        """What is found in the registry."""
        with suppress(KehoachError):
            return self.examiner.registry.report
        return Report()

    def look(self, paths: list[Path], seconds: float) -> Mapping[Path, PlanSummary | None]:
        """The summary of each plan; None for those that are left when the time is over."""
        found: dict[Path, PlanSummary | None] = dict(self._known(paths))
        until, new = time.monotonic() + seconds, False
        for path in paths:
            if path not in found:
                found[path] = self._looked_at(path) if time.monotonic() < until or not new else None
                new = True
        gone = set(self.kept) - {self._name(path) for path in paths}
        if new or gone:
            self.kept = {name: one for name, one in self.kept.items() if name not in gone}
            self._save()
        return {path: found[path] for path in paths}

    def _known(self, paths: list[Path]) -> Iterator[tuple[Path, PlanSummary]]:
        for path in paths:
            with suppress(LookupError, TypeError, ValueError, AttributeError):
                kept = self.kept[self._name(path)]
                summary = summary_from_plain(kept["summary"], self.workspace.root)
                if kept["rests_on"] == self._rests_on(path, summary):
                    yield path, summary

    def _looked_at(self, path: Path) -> PlanSummary:
        before = self.inputs.of_plan(path)
        summary = plan_summary(path, self.examiner)
        if before[-1][1] == state(path):  # it was not saved meanwhile
            root = self.workspace.root
            kept = {"rests_on": self._rests_on(path, summary), "summary": summary_to_plain(summary, root)}
            self.kept[self._name(path)] = kept
        return summary

    def _rests_on(self, path: Path, summary: PlanSummary) -> str:
        """The states of the plan, the registry, the plans of its name, the register, and the files beside it."""
        register = self.workspace.root / ISSUED / REGISTER
        beside = [(str(one), state(one)) for one in (register, *summary.beside)]
        return repr((self.inputs.of_plan(path), beside))

    def _name(self, path: Path) -> str:
        return path.relative_to(self.workspace.root).as_posix()

    def _save(self) -> None:
        content = {"form": FORM, "version": __version__, "plans": self.kept}
        with suppress(OSError):  # without it everything is looked at again
            if self.is_ours:
                self.path.parent.mkdir(exist_ok=True)
                replace_file(self.path, json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())


ADDRESSES = (Address(OVERVIEW, show),)
