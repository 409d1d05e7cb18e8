"""What a running workbench knows: its folder, its language, its clock, and who looks on."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from starlette.requests import HTTPConnection

from kehoach.diagnostics import Message, Translator, UnreadableFile, _
from kehoach.storage.files import workspace_around
from kehoach.storage.workspace import Workspace
from kehoach.vietnamese import nfc
from kehoach.web.events import EventStreams
from kehoach.web.jobs import Jobs


class NoSuchPlan(UnreadableFile):
    """An address names a plan that the workspace does not have, or that is a link out of it."""


@dataclass
class Workbench:
    """One workspace, open in a browser. `clock` is the door's: no clock is read here."""

    folder: Path
    language: str
    to: Translator
    clock: Callable[[], datetime]
    events: EventStreams = field(default_factory=EventStreams)
    jobs: Jobs = field(default_factory=Jobs)
    open_plans: dict[Path, Any] = field(default_factory=dict)
    """What the screen that drafts keeps of each plan that is open."""
    imports: dict[str, Any] = field(default_factory=dict)
    """The documents that were read and wait for an answer, by their keys."""
    writing: threading.Lock = field(default_factory=threading.Lock)
    """Held while a new file gets its name."""
    last_beat: float = field(default_factory=time.monotonic)

    @property
    def root(self) -> Path:
        """The folder of the workspace; it may have no plan yet."""
        return workspace_around(self.folder) or self.folder

    @property
    def workspace(self) -> Workspace:
        """The workspace."""
        return Workspace(self.root)

    def plans(self) -> tuple[Path, ...]:
        """Its plans; none that a link leads out of the workspace."""
        return tuple(path for path in self.workspace.plans() if self.holds(path))

    def plan(self, year: str, name: str) -> Path:
        """The file of a plan. Raises NoSuchPlan."""
        for path in self.workspace.plans():
            if (nfc(path.parent.name), nfc(path.stem)) == (nfc(year), nfc(name)) and self.holds(path):
                return path
        raise NoSuchPlan(
            _("there is no plan {name} here", name=f"{year}/{name}"), _("go back to the overview and choose one")
        )

    def holds(self, path: Path) -> bool:
        """Whether a file is in the workspace once links are followed."""
        return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(self.root))

    def say(self, message: Message) -> str:
        """A message in the language of the screens."""
        return message.into(self.to)

    def settle(self) -> None:
        """Save what is open, so that who reads the files reads what was typed."""
        for one in self.open_plans.values():
            one.settle()

    def close(self) -> None:
        """Save what is open, and end what works beside the requests."""
        for one in self.open_plans.values():
            one.close()

    @property
    def is_working(self) -> bool:
        """Whether a job is at work."""
        return self.jobs.is_working

    def beat(self) -> None:
        """A browser is there."""
        self.last_beat = time.monotonic()


def of_request(request: HTTPConnection) -> Workbench:
    """The workbench that a request or a websocket came to."""
    found: Workbench = request.app.state.workbench
    return found
