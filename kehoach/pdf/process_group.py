"""A program that is started in a process group of its own, and ends with kehoach, however kehoach ends."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import IO

_GUARD = """
exec 3<&0 </dev/null
(trap '' TERM; read -r _ <&3; kill -TERM 0; sleep 0.3; rm -rf "$1" "$2"; kill -KILL 0) >/dev/null 2>&1 &
exec 3<&-
shift 2
exec "$@"
"""
"""Starts the program, and next to it one that waits for kehoach to end. When kehoach is killed nobody else would end
the program and take its folder and its socket away."""

_PATIENCE = 10.0
"""Seconds for a program to be gone that was killed."""

_held: set[int] = set()
"""Our ends of the pipes that the guards wait on."""


def _let_go() -> None:
    """In a process that kehoach forks: held there too, a pipe would not close when kehoach is killed."""
    while _held:
        with suppress(OSError):
            os.close(_held.pop())


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go)


class ProcessGroup:
    """A running program with its process group. `home` and `socket` are removed by whoever outlives the other.

    `said` is the open file for all that it prints. Nobody but the user may use the files that it makes. Raises OSError
    when it cannot be started.
    """

    def __init__(
        self, command: Sequence[str], home: Path, socket: Path, cwd: Path, env: Mapping[str, str], said: IO[bytes]
    ) -> None:
        self.socket = socket
        self._lock = Lock()
        self._owner: int | None = os.getpid()
        guarded = [*command]
        if os.name != "nt":
            guarded = ["/bin/sh", "-c", _GUARD, "sh", str(home), str(socket), *command]
        alive, self._ours = os.pipe()  # closes when this process ends, however it ends
        _held.add(self._ours)
        try:
            self._process: subprocess.Popen[bytes] = subprocess.Popen(
                guarded,
                cwd=cwd,
                env=env,
                stdin=alive,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                umask=-1 if os.name == "nt" else 0o077,
            )
        except BaseException:
            self._close()
            raise
        finally:
            os.close(alive)

    def ended(self) -> int | None:
        """The exit code, None while it runs."""
        return self._process.poll()

    def wait(self, seconds: float) -> int:
        """The exit code. Raises subprocess.TimeoutExpired."""
        return self._process.wait(seconds)

    def end(self) -> None:
        """End the whole group: the launcher's own end leaves the real program running. May be called again.

        Of a process that kehoach forked it is not the program to end.
        """
        with self._lock:
            if self._owner != os.getpid():
                return
            self._owner = None
            if os.name != "nt":
                with suppress(ProcessLookupError):
                    os.killpg(self._process.pid, signal.SIGKILL)
            elif self._process.poll() is None:  # untested: no machine of ours has Windows
                command = ["taskkill", "/F", "/T", "/PID", str(self._process.pid)]
                with suppress(OSError, subprocess.TimeoutExpired):
                    subprocess.run(command, capture_output=True, check=False, timeout=_PATIENCE)
                self._process.kill()  # whatever came of that
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_PATIENCE)
            with suppress(OSError):
                self.socket.unlink(missing_ok=True)
            self._close()

    def _close(self) -> None:
        _held.discard(self._ours)
        os.close(self._ours)
