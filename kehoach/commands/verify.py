"""`kehoach verify`: whether a signed PDF is signed by both, in order, and unchanged."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from kehoach.diagnostics import KehoachError, Report, UnreadableFile, _
from kehoach.frozen import attribute, frozen
from kehoach.pipeline.issued_text import issued_text
from kehoach.signing.judging import Judgement, judge
from kehoach.signing.verifying import LARGEST, BadTrustFile, verified
from kehoach.storage.files import read_bytes

CERTIFICATES = (".pem", ".crt", ".cer", ".der")
"""Endings of files with certificates, in PEM or DER."""
MAX_CERTIFICATES = 500
MAX_CERTIFICATE = 1_000_000
"""Files of a trust list, and bytes of each."""


@frozen
class VerifiedFile:
    """A file and what was found in it."""

    path: Path
    judgement: Judgement


@frozen
class Verified:
    """What became of the files, in the order asked for; `report` has the failures."""

    files: tuple[VerifiedFile, ...] = ()
    report: Report = attribute(factory=Report)

    @property
    def exit_code(self) -> int:
        """0 all are right, 1 something is wrong, 2 one cannot be read, else what failed; the highest."""
        return max((self.report.exit_code, *(file.judgement.exit_code for file in self.files)))


def verify(files: Sequence[Path], trust: Sequence[Path], plan: Path | None, moment: datetime) -> Verified:
    """Judge each file against the certificates in `trust`, files and folders of them; no file is written.

    With a `plan` the text of the pages is compared with what it prints. `moment` is now.
    """
    judged: list[VerifiedFile] = []
    report = Report()
    try:
        listed = list(_certificates(trust))
        anchors = [read_bytes(path, MAX_CERTIFICATE) for path in listed]
    except KehoachError as failure:
        return Verified(report=Report(failures=(failure,)))
    for path in files:
        try:
            data = read_bytes(path, LARGEST)
            expected = issued_text(path.absolute(), plan) if plan else None
            found = verified(data, anchors, moment, words=plan is not None)
            judged.append(VerifiedFile(path, judge(found, moment, has_trust=bool(anchors), expected=expected)))
        except BadTrustFile as bad:
            problem = _("{path} holds no certificate", path=listed[bad.number])
            unreadable = UnreadableFile(problem, _("save the certificate as PEM or DER (.cer, .crt)"))
            return Verified(tuple(judged), report + Report(failures=(unreadable,)))
        except KehoachError as failure:
            report += Report(failures=(failure,))
    return Verified(tuple(judged), report)


def _certificates(trust: Sequence[Path]) -> Iterator[Path]:
    """The files of a trust list. Raises UnreadableFile for a folder without any."""
    for place in trust:
        if not place.is_dir():
            yield place
            continue
        try:
            names = sorted(entry.name for entry in os.scandir(place) if entry.name.lower().endswith(CERTIFICATES))
        except OSError as error:
            raise UnreadableFile(_("{path} cannot be opened: {problem}", path=place, problem=error.strerror)) from error
        if not names:
            raise UnreadableFile(
                _("there is no certificate in {path}", path=place),
                _("files with certificates end with: {endings}", endings=", ".join(CERTIFICATES)),
            )
        if len(names) > MAX_CERTIFICATES:
            raise UnreadableFile(_("{path} has more than {limit} certificates", path=place, limit=MAX_CERTIFICATES))
        yield from (place / name for name in names)
