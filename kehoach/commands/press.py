"""Makes the files of one plan: composes, writes, converts, saves; only what is stale where that is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path, PurePosixPath

from kehoach import __version__
from kehoach.commands.products import Product
from kehoach.diagnostics import KehoachError, Message, Report, Severity, Surroundings, _
from kehoach.documents.paper import Paper, Table
from kehoach.files import digest, read_bytes, shown
from kehoach.outputs import Output, Standing
from kehoach.saving import WAIT
from kehoach.workspace import Workspace
from kehoach.writers.pdf import Converter

TOLD = 3
"""So many findings on a faulty template are shown beside those on the plan."""
CONTENT, VERSION, BY = "content", "kehoach", "by"
"""Inputs that are no files: what stands in a document, the program that printed it, `build` if it called for it."""


def _nobody(*_told: object) -> None:
    """Hears what nobody listens to."""


@dataclass(frozen=True)
class Wanted:
    """What a run is asked for. `now` dates the copies of documents that are replaced.

    `fresh` leaves documents alone that would come out the same. `wait` is the seconds to wait for another run on the
    same outputs, of which `notice` tells; `progress` is told how many of how many files are done, and the next one.
    Results are held against `today`.
    """

    pdf: bool = False
    output: Path | None = None
    overwrite: bool = False
    now: datetime | None = None
    wait: float = WAIT
    notice: Callable[[Message], None] = _nobody
    fresh: bool = False
    progress: Callable[[int, int, str], None] = _nobody
    today: date | None = None

    def sent(self) -> Wanted:
        """The same for a process that nobody listens to."""
        return replace(self, notice=_nobody, progress=_nobody)


@dataclass(frozen=True)
class Press:
    """Makes products of one plan into its folder. `inputs` are the hashes of plan and registry."""

    workspace: Workspace
    output: Output
    converter: Converter
    wanted: Wanted
    inputs: Mapping[str, str]

    @property
    def _maker(self) -> dict[str, str]:
        """Who makes the documents: only what `build` called for may it take away again."""
        return {VERSION: __version__, **({BY: "build"} if self.wanted.fresh else {})}

    def make_all(self, products: Sequence[Product]) -> Report:
        """Make every product; one run at a time in the plan's folder. Raises Locked."""
        report = Report()
        with self.output.hold(self.wanted.wait, self.wanted.notice):
            for done, product in enumerate(products):
                self.wanted.progress(done, len(products), shown(self.output.folder / product.name))
                report += self.make(product)
        return report

    def make(self, product: Product) -> Report:
        """Make one product, and its PDF where PDFs are wanted. A failure is part of the report."""
        try:
            return self._make(product)
        except _FaultyTemplate as faulty:
            return faulty.report
        except KehoachError as failure:
            return Report(failures=(failure,))

    def _make(self, product: Product) -> Report:
        name, path = product.name, shown(self.output.folder / product.name)
        template = self.workspace.template(product.template) if product.template else None
        given = {**self.inputs, **product.inputs}
        made_by = {**self._maker, **(self.workspace.hashes([template]) if template else {})}
        standing = self.output.standing(name)
        if self.wanted.fresh and standing is Standing.RELEASED:
            return Report(released=(path,))
        ours = self.output.read(name) if self.wanted.fresh and standing is Standing.OURS else None
        recorded = self.output.inputs(name)
        content: object = None
        if ours and _without_content(recorded) == {**given, **made_by}:
            data = ours
        else:
            content = product.content()
            made_by[CONTENT] = digest(repr(content).encode())
            # what was changed need not stand in this document
            same = ours is not None and recorded.items() >= made_by.items()
            data = ours if ours and same else self._written(product, content, template)
            self._save(name, data, {**given, **made_by})
        report = Report(unchanged=(path,)) if data == ours else Report(written=(path,))
        if self.wanted.pdf and name.endswith(".docx"):
            try:
                report += self._convert(product, data, content)
            except KehoachError as failure:  # the Word file stands
                report += Report(failures=(failure,))
        elif name.endswith(".docx"):
            report += self._without_stale_pdf(name, data)
        return report

    def _without_stale_pdf(self, name: str, docx: bytes) -> Report:
        """Take away the PDF of another state of the Word file: beside the new one it would pass for it."""
        pdf = PurePosixPath(name).with_suffix(".pdf").as_posix()
        recorded = self.output.inputs(pdf)
        if recorded and recorded.get(PurePosixPath(name).name) != digest(docx) and self.output.remove(pdf):
            return Report(removed=(shown(self.output.folder / pdf),))
        return Report()

    def remove_others(self, products: Sequence[Product]) -> Report:
        """Take away what `build` wrote for the plan as it was and the plan no longer calls for.

        What was asked for by name (a certified extract, the report of a body that is only requested) stays.
        """
        names = {product.name for product in products}
        names |= {PurePosixPath(name).with_suffix(".pdf").as_posix() for name in names if name.endswith(".docx")}
        report = Report()
        with self.output.hold(self.wanted.wait, self.wanted.notice):
            for name in sorted(self.output.manifest()["outputs"]):
                if name not in names and BY in self.output.inputs(name) and self.output.remove(name):
                    report += Report(removed=(shown(self.output.folder / name),))
        return report

    def _written(self, product: Product, content: object, template: Path | None) -> bytes:
        """The bytes of a product. Raises Surroundings; of a faulty template with the first findings on it."""
        if template is None:
            return product.write(content, b"", "")
        data, name = read_bytes(template), shown(template)
        try:
            return product.write(content, data, name)
        except Surroundings as failure:
            raise _FaultyTemplate(data, name, failure) from failure

    def _convert(self, product: Product, docx: bytes, content: object) -> Report:
        """The PDF of a Word file, made from that file alone. `content` is None where it was not composed."""
        name = PurePosixPath(product.name).with_suffix(".pdf").as_posix()
        path = shown(self.output.folder / name)
        inputs = {PurePosixPath(product.name).name: digest(docx), **self._maker}
        standing = self.output.standing(name)
        if self.wanted.fresh and standing is Standing.RELEASED:
            return Report(released=(path,))
        if self.wanted.fresh and standing is Standing.OURS and self.output.inputs(name) == inputs:
            return Report(unchanged=(path,))
        paper = product.paper(content or product.content())
        pdf = self.converter.convert(docx, longest_table(paper), paper.properties.title[:255])
        self._save(name, pdf, inputs)
        return Report(written=(path,))

    def _save(self, name: str, data: bytes, inputs: Mapping[str, str]) -> None:
        self.output.save(name, data, inputs, overwrite=self.wanted.overwrite, now=self.wanted.now)


def _without_content(inputs: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in inputs.items() if key != CONTENT}


class _FaultyTemplate(Surroundings):
    """A template does not print; `report` has the first findings on it, and how to see all."""

    def __init__(self, docx: bytes, name: str, failure: Surroundings) -> None:
        from kehoach.commands.template import examine  # late: a sound template needs no look

        try:
            errors = [finding for finding in examine(docx, name, trial=False) if finding.severity is Severity.ERROR]
        except (KehoachError, RecursionError):
            errors = []
        hint = _("all findings on the template: kehoach template check {name}", name=name) if errors else failure.hint
        super().__init__(failure.message, hint)
        self.report = Report(tuple(errors[:TOLD]), failures=(Surroundings(failure.message, hint),))


def longest_table(paper: Paper) -> int:
    """Rows of the longest table of a document."""
    tables = (block for part in paper.parts for block in part.blocks if isinstance(block, Table))
    return max((len(table.rows) for table in tables), default=0)
