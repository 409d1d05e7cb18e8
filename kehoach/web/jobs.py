"""Long work: one job at a time, with its progress, which can be stopped; pages may be closed meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from kehoach.diagnostics import KehoachError, Locked, _

EVERY = 0.1
"""Seconds between two reports of progress."""


class JobState(StrEnum):
    """How far a job is."""

    WORKING = "working"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


class Stopped(BaseException):
    """A person stopped the job. No `Exception`, so that nothing on the way takes it for a fault."""


@dataclass
class WorkbenchJob:
    """One job. `plan` and `kind` tell what it does; `total` how many files it is about, 0 where nobody knows.

    What came of it is `result`, or `failure` where the surroundings failed.
    """

    plan: str
    kind: str
    total: int
    tell: Callable[[WorkbenchJob], None]
    state: JobState = JobState.WORKING
    following: str = ""
    result: Any = None
    failure: KehoachError | None = None
    _names: set[str] = field(default_factory=set)
    _stop: threading.Event = field(default_factory=threading.Event)
    _told: float = 0.0

    @property
    def done(self) -> int:
        """How many files it has begun."""
        return self.total if self.state is JobState.DONE else min(len(self._names), self.total)

    def progress(self, _done: int, _of: int, following: str) -> None:
        """What the makers of files call before each. Raises Stopped."""
        if self._stop.is_set():
            raise Stopped
        self._names.add(following)
        self.following = following
        if time.monotonic() - self._told > EVERY:
            self._told = time.monotonic()
            self.tell(self)

    def stop(self) -> None:
        """End it before its next file; what is written is whole."""
        self._stop.set()

    def run(self, work: Callable[[WorkbenchJob], Any]) -> None:
        """Do the work, and tell what came of it."""
        state = JobState.FAILED
        try:
            self.result = work(self)
            state = JobState.DONE
        except Stopped:
            state = JobState.STOPPED
        except KehoachError as failure:
            self.failure = failure
        finally:
            self.state = state
            self.tell(self)


@dataclass
class Jobs:
    """The jobs of a workbench: at most one works; the last one of each plan is remembered."""

    _last: dict[str, WorkbenchJob] = field(default_factory=dict)
    _current: WorkbenchJob | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def is_working(self) -> bool:
        """Whether a job is at work."""
        return self._current is not None and self._current.state is JobState.WORKING

    def of_plan(self, plan: str) -> WorkbenchJob | None:
        """The job that is at work for a plan, else the last one."""
        return self._last.get(plan)

    def forget(self, plan: str) -> None:
        """Forget the last job of a plan."""
        if (job := self._last.get(plan)) and job.state is not JobState.WORKING:
            del self._last[plan]

    def start(self, job: WorkbenchJob, work: Callable[[WorkbenchJob], Any]) -> None:
        """Begin a job in a thread of its own. Raises Locked while another is at work."""
        with self._lock:
            if self.is_working:
                raise Locked(_("other files are being made"), _("wait until they are done, or stop that first"))
            self._current = self._last[job.plan] = job
        threading.Thread(target=job.run, args=(work,), name=f"kehoach {job.kind}", daemon=True).start()
