"""What the plan prints of a paper that was signed, to be compared with the signed file."""

from __future__ import annotations

from pathlib import Path

from kehoach.diagnostics import EnvironmentFailure, UnreadableFile, _
from kehoach.documents.kinds import CERTIFIED, PLAN
from kehoach.pipeline.lock import Issued, issued_plan
from kehoach.pipeline.session import Session
from kehoach.pipeline.session_paper import SessionPaper
from kehoach.signing.judging import Expected
from kehoach.source import display_path
from kehoach.storage.files import read_bytes
from kehoach.storage.workspace import Workspace

_ELECTRONIC = "-dien-tu"


def issued_text(file: Path, plan: Path) -> Expected:
    """The words of the paper that a signed file was made from: as it was issued, else as the plan prints it now.

    Which paper it is, is known by the name of the file below the plan's folder (`bao-cao/nam.pdf`); a file of another
    name is the plan itself. Raises UnreadableFile for a plan that cannot be read or has errors, EnvironmentFailure.
    """
    session = Session.open(plan)
    if session.plan and (issued := issued_plan(Workspace.around(plan.absolute().parent), plan, session.plan)):
        return _issued(issued, file)
    paper = _paper(session, file)
    signature = session.plan.signature if session.plan and paper.name == PLAN.file else None
    words = _words(paper.pdf(), plan)
    return Expected(words, str(signature.name) if signature else "", paper.name, display_path(plan))


def _issued(issued: Issued, file: Path) -> Expected:
    """The words of the issued paper that a signed file is of: by its name, else of the plan."""
    parts = file.with_suffix(".pdf").parts[-3:]
    names = ["/".join(parts[start:]) for start in range(len(parts))]
    name = next((name for name in names if name in issued.papers), f"{PLAN.file}.pdf")
    words = _words(read_bytes(issued.revision.folder / name), issued.plan_file)
    paper = name.removesuffix(".pdf")
    return Expected(words, issued.entry.signer if paper == PLAN.file else "", paper, issued.name)


def _words(pdf: bytes, plan: Path) -> tuple[tuple[str, ...], ...]:
    from kehoach.readers.pages.pdf_text import page_words

    try:
        return page_words(pdf, display_path(plan))
    except ImportError as error:
        raise EnvironmentFailure(
            _("PDF files are read by pypdfium2, which is not installed"),
            _("install it: {command}", command='pip install "kehoach[import]"'),
        ) from error


def _paper(session: Session, file: Path) -> SessionPaper:
    """The paper of a plan that a file is of."""
    if file.parent.name == CERTIFIED.file:
        form = "electronic" if file.stem.endswith(_ELECTRONIC) else "paper"
        return session.paper("certified", agency=file.stem.removesuffix(_ELECTRONIC), form=form)
    by_name = {paper.name: paper for paper in session.papers()}
    parts = file.with_suffix("").parts[-3:]
    names = ["/".join(parts[start:]) for start in range(len(parts))]
    if found := next((by_name[name] for name in names if name in by_name), None):
        return found
    if session.plan is None:  # `papers` refuses such a plan before
        raise UnreadableFile(_("{path} has errors: no paper is made of it", path=session.path))
    return session.paper()
