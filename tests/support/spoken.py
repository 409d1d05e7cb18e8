"""`kehoach` run in this very process, for tests of thousands of runs: what it writes, and what it lets escape."""

from __future__ import annotations

import io
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from kehoach import cli


def spoken(place: Path, *args: str) -> tuple[str, str]:
    """Standard output and standard error of a command in that folder. An exception that escapes is a fault of ours."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _stream in "oe")
    before = Path.cwd()
    os.chdir(place)
    try:
        with redirect_stdout(out), redirect_stderr(err), patch.object(sys, "argv", ["kehoach", *args]):
            cli.main()
    except SystemExit:
        pass
    finally:
        os.chdir(before)
    return _written(out), _written(err)


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode()
