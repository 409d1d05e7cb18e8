"""The text of a document beside that of its draft, as a Word file with tracked changes."""

from __future__ import annotations

from kehoach.documents.paper import Paper, Paragraph, Part, PartKind, Role, Title
from kehoach.importing.proof import lines_of_paper
from kehoach.pipeline.importer import ImportedPlan
from kehoach.pipeline.products import AUTHOR
from kehoach.recognising.words import lines_of
from kehoach.storage.files import read_bytes
from kehoach.storage.workspace import TEMPLATES, packaged


def comparison(made: ImportedPlan) -> bytes:
    """Line by line what the document says and what the draft prints; accepting all changes gives the draft's text."""
    from kehoach.tracking.tracked import tracked
    from kehoach.word.docx import write_docx

    template = packaged() / TEMPLATES / "plan.docx"
    assert made.paper is not None
    old, new = (
        write_docx(_as_paper(made.paper, lines), read_bytes(template), template)
        for lines in (lines_of(made.found), lines_of_paper(made.paper))
    )
    return tracked(old, new, AUTHOR, None)


def _as_paper(like: Paper, lines: list[str]) -> Paper:
    blocks = tuple(Paragraph(Role.TEXT, (line,)) for line in lines)
    part = Part(PartKind.ATTACHED, Title("", ((like.properties.title,),), 0.0), blocks)
    return Paper((part,), like.properties)
