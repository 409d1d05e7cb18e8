"""What a running workbench has open, and what works for it beside the requests."""

from __future__ import annotations

from dataclasses import dataclass

from kehoach.web.afterwork import Afterwork
from kehoach.web.autosave import Autosave
from kehoach.web.open_plan import OpenPlans
from kehoach.web.watching import Watcher
from kehoach.web.workbench import Workbench


@dataclass
class Desk:
    """Open plans, and the threads that save, watch and look for findings."""

    plans: OpenPlans
    autosave: Autosave
    afterwork: Afterwork
    watcher: Watcher

    @classmethod
    def of(cls, workbench: Workbench) -> Desk:
        """A new one, at work."""
        plans = OpenPlans(workbench.workspace, workbench.events.publish, lambda: workbench.clock().date())
        desk = cls(plans, Autosave(plans), Afterwork(plans), Watcher(plans))
        for one in (desk.autosave, desk.afterwork, desk.watcher):
            one.start()
        return desk

    def settle(self) -> None:
        """Save everything now."""
        self.autosave.save_all()

    def close(self) -> None:
        """Save everything and end."""
        for one in (self.watcher, self.afterwork, self.autosave):
            one.stop()


def desk_of(workbench: Workbench) -> Desk:
    """The desk of a workbench, made when it is first asked for."""
    root = workbench.root
    if root not in workbench.open_plans:
        workbench.open_plans[root] = Desk.of(workbench)
    found: Desk = workbench.open_plans[root]
    return found
