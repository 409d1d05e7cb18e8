"""Long work: one job at a time, with its progress, which can be stopped; pages may be closed meanwhile."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Jobs:
    """The job that is at work, if any."""

    @property
    def is_working(self) -> bool:
        """Whether a job is at work."""
        return False
