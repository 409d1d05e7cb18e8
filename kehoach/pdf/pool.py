"""Warm offices that share documents out among themselves, each driven by a thread; failures are their own affair.

An office that crashes, hangs or makes nothing is ended and replaced. The document that it was at is tried once more,
then reported; what was waiting after it is handed on. An office is also replaced when it is worn, and ended when there
was nothing to do for a while.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread

from kehoach.diagnostics import EnvironmentFailure, KehoachError, _
from kehoach.frozen import frozen
from kehoach.pdf.libreoffice import LibreOffice, no_pdf, time_limit
from kehoach.pdf.resident_office import NotResident, ResidentOffice

IDLE = 600.0
"""Seconds without work after which an office ends."""
ATTEMPTS = 2
AHEAD = 2
"""Documents at an office: the one that it works on, and the next, so that it need not wait for kehoach."""
IN_HAND = 5
"""Jobs taken from the caller and not yet given back, for each office: with fewer, several offices waited while the
caller looked at a PDF."""


@frozen
class Job:
    """A Word file to convert; `rows` is the length of its longest table.

    `title` is what the PDF must bear; see `Converter.convert`.
    """

    docx: bytes
    rows: int = 0
    title: str | None = None


@frozen
class Converted:
    """What became of a job: its PDF or its failure. `index` counts the jobs from 0 in the order they were given."""

    index: int
    pdf: bytes | None = None
    failure: KehoachError | None = None


@dataclass
class _Task:
    index: int
    job: Job
    done: _Done
    attempts: int = 0


_Done = SimpleQueue[tuple[_Task, bytes | BaseException]]
_Finish = Callable[[_Task, bytes | BaseException], None]


class Pool:
    """This many offices with the package's fonts; none starts before there is work for it.

    `convert` may be used by several threads; `close` ends the offices, and the next job starts new ones.
    """

    def __init__(self, fonts: Path, offices: int = 1) -> None:
        self._fonts = fonts
        self._most = max(offices, 1)
        self._waiting: SimpleQueue[_Task | None] = SimpleQueue()
        self._drivers: list[_Driver] = []
        self._lock = Lock()
        self._unfinished = 0

    def convert(self, jobs: Iterable[Job]) -> Iterator[tuple[int, Job, bytes | KehoachError]]:
        """Number, job, and its PDF as LibreOffice made it or its failure, in the order in which they finish.

        The caller's own thread takes the jobs from the iterable, a few ahead of the results.
        """
        done: _Done = SimpleQueue()
        coming = enumerate(jobs)
        unfinished = 0
        while True:
            for index, job in islice(coming, self._most * IN_HAND - unfinished):
                unfinished += 1
                self._put(_Task(index, job, done))
            if not unfinished:
                return
            task, made = done.get()
            unfinished -= 1
            if isinstance(made, bytes | KehoachError):
                yield task.index, task.job, made
            else:
                raise made  # a fault of ours

    def close(self) -> None:
        """End every office at once, whatever it is doing."""
        with self._lock:
            drivers, self._drivers = self._drivers, []
            waiting, self._waiting = self._waiting, SimpleQueue()
        for driver in drivers:
            driver.stop()
        for _driver in drivers:
            waiting.put(None)
        for driver in drivers:
            driver.thread.join()
        while not waiting.empty():
            if task := waiting.get():
                self._finish(task, _stopped())

    def _put(self, task: _Task) -> None:
        with self._lock:
            self._unfinished += 1
            self._drivers = [driver for driver in self._drivers if not driver.is_stopped]
            if len(self._drivers) < min(self._unfinished, self._most):
                self._drivers.append(_Driver(self._fonts, self._waiting, self._most - 1, self._finish))
            self._waiting.put(task)

    def _finish(self, task: _Task, made: bytes | BaseException) -> None:
        with self._lock:
            self._unfinished -= 1
        task.done.put((task, made))


class _Driver:
    """A thread with an office. `finish` is called with what became of each task that it took from `waiting`.

    It takes none ahead of its need that one of the `others` could begin with.
    """

    def __init__(self, fonts: Path, waiting: SimpleQueue[_Task | None], others: int, finish: _Finish) -> None:
        self._fonts = fonts
        self._waiting = waiting
        self._others = others
        self._finish = finish
        self._office: ResidentOffice | None = None
        self._at_office: deque[_Task] = deque()
        self._again: deque[_Task] = deque()
        self._is_cold = False
        self.is_stopped = False
        self._lock = Lock()
        self.thread = Thread(target=self._drive, name="kehoach-office", daemon=True)
        self.thread.start()

    def stop(self) -> None:
        """End the office, and the thread as soon as it notices. For another thread."""
        with self._lock:
            self.is_stopped = True
            office = self._office
        if office is not None:
            office.end()

    def _drive(self) -> None:
        end: BaseException = _stopped()
        try:
            while not self.is_stopped:
                while self._has_room and (task := self._next()):
                    self._hand_over(task)
                if self._at_office:
                    self._take_in()
        except BaseException as fault:  # a fault of ours belongs to the thread that waits for a result
            end = fault
            self.is_stopped = True
        finally:
            self._end_office()
            for task in (*self._at_office, *self._again):
                self._finish(task, end)

    @property
    def _has_room(self) -> bool:
        is_draining = self._at_office and self._office is not None and self._office.is_worn
        return not self.is_stopped and not is_draining and len(self._at_office) < AHEAD

    def _next(self) -> _Task | None:
        """The next task, which is waited for only when there is nothing else to do."""
        if self._again:
            return self._again.popleft()
        if self._at_office and self._waiting.qsize() <= self._others:
            return None
        try:
            task = self._waiting.get(not self._at_office, IDLE if self._office else None)
        except Empty:
            if not self._at_office:
                self._end_office()
            return None
        if task is None:
            self.is_stopped = True
        return task

    def _hand_over(self, task: _Task) -> None:
        try:
            time_limit(task.job.rows)  # raises for what would not end
            if office := self._ready_office():
                office.send(task.job.docx)
                task.attempts += 1
                self._at_office.append(task)
            else:
                with LibreOffice(self._fonts) as cold:
                    self._finish(task, cold.convert(task.job.docx, task.job.rows))
        except EnvironmentFailure as failure:
            self._finish(task, failure)
        except BaseException as fault:
            self._finish(task, fault)
            raise

    def _ready_office(self) -> ResidentOffice | None:
        """The office, a new one where there is none or a worn one; None where offices cannot be kept warm."""
        if self._office and self._office.is_worn:  # and idle, or nothing would be handed over
            self._end_office()
        if self._office is None and not self._is_cold:
            office = ResidentOffice(self._fonts)
            with self._lock:
                if self.is_stopped:
                    raise _stopped()
                self._office = office
            try:
                office.start()
            except NotResident:
                self._office, self._is_cold = None, True
                if self.is_stopped:
                    raise _stopped() from None
            except BaseException:
                self._office = None
                raise
        return self._office

    def _take_in(self) -> None:
        """Wait for the PDF of the document that the office is at."""
        assert self._office is not None
        task = self._at_office[0]
        try:
            pdf = self._office.receive(time_limit(task.job.rows))
        except EnvironmentFailure as failure:
            self._end_office()
            _this, *behind = self._at_office
            self._at_office.clear()
            for other in behind:
                other.attempts -= 1
            self._again.extendleft(reversed(behind))
            if task.attempts < ATTEMPTS and not self.is_stopped:
                self._again.appendleft(task)
            else:
                self._finish(task, failure)
        else:
            self._at_office.popleft()
            self._finish(task, pdf)

    def _end_office(self) -> None:
        with self._lock:
            office, self._office = self._office, None
        if office is not None:
            office.end()


def _stopped() -> EnvironmentFailure:
    return no_pdf(_("it was ended"))
