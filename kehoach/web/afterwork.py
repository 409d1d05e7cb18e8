"""What may come a moment after a change: findings, once nobody has typed for a moment. Its pages are told then."""

from __future__ import annotations

from dataclasses import dataclass, field

from kehoach.diagnostics import KehoachError
from kehoach.web.background import BackgroundWork
from kehoach.web.open_plan import OpenPlan

QUIET = 0.8
"""Seconds after the last change: more than are between two keys, so that no page waits for findings."""
LATEST = 4.0
"""Seconds after which findings are looked for although somebody types on."""
STEP = 0.05


@dataclass
class Afterwork(BackgroundWork):
    """Looks for findings by a thread of its own."""

    _since: dict[str, float] = field(default_factory=dict)

    def _run(self) -> None:
        while not self._end.wait(STEP):
            self.look()

    def look(self) -> None:
        """Look for the findings that are due."""
        for plan in list(self.plans.plans.values()):
            if self._is_due(plan):
                self.follow(plan)

    def _is_due(self, plan: OpenPlan) -> bool:
        if plan.followed == plan.version:
            self._since.pop(plan.name, None)
            return False
        now = self.plans.clock()
        first = self._since.setdefault(plan.name, now)
        return now - plan.changed_at >= QUIET or now - first >= LATEST

    def follow(self, plan: OpenPlan) -> None:
        """Look for findings, and tell the pages that they are there."""
        with self.plans.lock:
            version = plan.version
            try:
                _found = self.plans.session(plan).findings
            except KehoachError:
                return
            plan.followed = version
        self.plans.publish("da-xem", {"plan": plan.name, "seen": plan.file.seen})
