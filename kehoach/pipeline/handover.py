"""What goes to signing and to the archive with an issued plan: signature fields, the decree's metadata, a package."""

from __future__ import annotations

from collections.abc import Mapping

from kehoach.diagnostics import KehoachError, _
from kehoach.documents.kinds import PLAN
from kehoach.documents.metadata import Metadata, flat, metadata_of, metadata_problems
from kehoach.documents.paper import Paper
from kehoach.exports.metadata_json import write_metadata
from kehoach.exports.package import package
from kehoach.model.plan import Plan
from kehoach.pdf.xmp import page_count, with_metadata
from kehoach.pipeline.examine import Examined
from kehoach.pipeline.products import Product
from kehoach.pipeline.signable import signable_pdf
from kehoach.storage.workspace import SOURCES

METADATA, PACKAGE = "du-lieu-dac-ta.json", "ban-giao.zip"
"""Names of the files of an issued plan that hand it over."""


class MetadataTooLong(KehoachError):
    """The plan says something that the decree's fields of a document have no room for (Annex VI)."""

    exit_code = 1


def too_long(made: Examined, plan: Plan) -> tuple[MetadataTooLong, ...]:
    """A failure for each field of the plan that is longer than the decree allows."""
    hint = _("shorten it in the plan, then issue it")
    return tuple(MetadataTooLong(problem, hint) for problem in metadata_problems(metadata_of(plan, made.agencies)))


def signable_plan(product: Product, paper: Paper, made: Examined, plan: Plan) -> bytes:
    """The PDF of a plan with empty signature fields and the decree's metadata. Raises EnvironmentFailure."""
    pdf = signable_pdf(product, paper)
    return with_metadata(pdf, flat(_metadata(made, plan, pdf)))


def handed_over(files: Mapping[str, bytes], made: Examined, plan: Plan) -> dict[str, bytes]:
    """The files of a revision, with the metadata and with the package of papers and metadata."""
    metadata = write_metadata(_metadata(made, plan, files[f"{PLAN.file}.pdf"]))
    papers = {name: data for name, data in files.items() if not name.startswith(f"{SOURCES}/")}
    return {**files, METADATA: metadata, PACKAGE: package(papers, metadata)}


def _metadata(made: Examined, plan: Plan, pdf: bytes) -> Metadata:
    return metadata_of(plan, made.agencies, pages=page_count(pdf))
