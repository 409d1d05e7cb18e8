"""Judges a signed PDF in a process of its own, with limits of time and memory: it may be anybody's file."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

from kehoach.diagnostics import EnvironmentFailure, Message, _
from kehoach.signing.confined import BROKEN_TRUST, SECONDS
from kehoach.signing.verification import Unreadable, Verification, verification_from_plain

LARGEST = 50_000_000
"""Bytes of a PDF."""
MAX_ANSWER = 100_000_000
_ASK = "import sys; sys.path.append(sys.argv[1]); from kehoach.signing.confined import main; main()"


class BadTrustFile(EnvironmentFailure):
    """A file of the trust list holds no certificate. `number` is its place in the list, the first being 0."""

    exit_code = 2

    def __init__(self, number: int) -> None:
        super().__init__(_("a file of the trust list holds no certificate"))
        self.number = number


def verified(pdf: bytes, trust: Sequence[bytes], moment: datetime, *, words: bool = False) -> Verification:
    """What a PDF says of its signatures, judged against the certificates of a trust list.

    `trust` are the bytes of files in PEM or DER. `moment` is now, with its time zone: certificates are judged for the
    time of signing. With `words` the words of its pages come too, which needs pypdfium2. Raises EnvironmentFailure
    where a library is missing, BadTrustFile for a file without a certificate. A PDF that cannot be judged is no error
    of ours: its `unreadable` says why.

    Nothing is asked of the network: whether a certificate was revoked stays unknown.
    """
    _need("pyhanko", "sign", _("signatures are verified by pyHanko, which is not installed"))
    if words:
        _need("pypdfium2", "import", _("PDF files are read by pypdfium2, which is not installed"))
    if len(pdf) > LARGEST:
        return Verification(unreadable=Unreadable.TOO_LARGE)
    head = {"moment": moment.isoformat(), "trust": [len(one) for one in trust], "pdf": len(pdf), "words": words}
    command = [sys.executable, "-P", "-B", "-c", _ASK, str(Path(__file__).parent.parent.parent)]
    asked = b"".join([json.dumps(head).encode(), b"\n", *trust, pdf])
    try:
        done = subprocess.run(command, input=asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return Verification(unreadable=Unreadable.TOO_SLOW, detail="timeout")
    except OSError as error:
        raise EnvironmentFailure(
            _("no process can be started to look into the file: {problem}", problem=error)
        ) from error
    if done.returncode or len(done.stdout) > MAX_ANSWER:
        return Verification(unreadable=Unreadable.TOO_SLOW, detail=f"exit {done.returncode}")
    try:
        answer = json.loads(done.stdout)
        if BROKEN_TRUST in answer:
            raise BadTrustFile(int(answer[BROKEN_TRUST]))
        return verification_from_plain(answer)
    except (ValueError, KeyError, TypeError) as error:
        return Verification(unreadable=Unreadable.BROKEN, detail=str(error)[:300])


def _need(module: str, extra: str, problem: Message) -> None:
    if find_spec(module) is None:
        raise EnvironmentFailure(problem, _("install it: {command}", command=f'pip install "kehoach[{extra}]"'))
