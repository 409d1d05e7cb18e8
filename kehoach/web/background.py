"""Work that goes on beside the answers, by a thread of its own: saving, watching, findings."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from threading import Event, Thread

from kehoach.web.open_plan import OpenPlans

PATIENCE = 10
"""Seconds that what is under way may still take at the end."""


@dataclass
class BackgroundWork(ABC):
    """Begins and ends with the server."""

    plans: OpenPlans
    _end: Event = field(default_factory=Event)
    _thread: Thread | None = None

    def start(self) -> None:
        """Begin."""
        self._thread = Thread(target=self._run, name=type(self).__name__, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End, once what is under way is done."""
        self._end.set()
        if self._thread:
            self._thread.join(PATIENCE)

    @abstractmethod
    def _run(self) -> None:
        """Work until `_end` is set."""
