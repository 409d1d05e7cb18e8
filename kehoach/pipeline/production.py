"""Makes the files of one plan: composes, writes, converts, saves; only what is stale where that is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from kehoach import __version__
from kehoach.diagnostics import EnvironmentFailure, KehoachError, Message, Report, UnreadableFile
from kehoach.documents.paper import Paper, Table
from kehoach.frozen import frozen, mutable, replace
from kehoach.pdf.converter import Converter
from kehoach.pdf.engine import Engine
from kehoach.pipeline.output_revisions import revisions
from kehoach.pipeline.products import Product, is_product_name
from kehoach.pipeline.renditions import engine_for, program, typeset
from kehoach.pipeline.renewal import BY, CONTENT, ENGINE, VERSION, WRITER, renewed
from kehoach.source import display_path
from kehoach.storage.files import digest, read_bytes
from kehoach.storage.outputs import DocumentState, OutputDocument, OutputFolder
from kehoach.storage.saving import WAIT
from kehoach.storage.workspace import Workspace, packaged

TOGETHER, TOGETHER_PDF, MOST_SAVES = 64, 16, 16
"""This many products are saved together, and this many PDF files, which take longer to make. Where a plan has thousands
more are: each time the manifest of all is written."""


def _nobody(*_values: object) -> None:
    """Hears what nobody listens to."""


@frozen
class RunOptions:
    """What a run is asked for. `now` dates the copies of documents that are replaced.

    `fresh` leaves documents alone that would come out the same. `wait` is the seconds to wait for another run on the
    same outputs, which `notice` reports; `progress` is called with the files done, all files, and the next one.
    Results are compared with `today`.
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
    engine: Engine = Engine.AUTO

    def sent(self) -> RunOptions:
        """The same for a process that nobody listens to."""
        return replace(self, notice=_nobody, progress=_nobody)


@mutable
class _Made:
    """A product on its way. `document` is what is to be saved of it, None where nothing is or can be."""

    product: Product
    report: Report
    document: OutputDocument | None = None
    content: object = None
    """What is in it; None where it did not have to be composed."""
    own: bytes = b""
    """The Word file as a person keeps it, where a PDF of that is asked for."""


class _Wanted(NamedTuple):
    """A PDF to be made: by whom, from which Word file, of which paper, saved as what; and why it is made again."""

    engine: Engine
    product: Product
    docx: bytes
    paper: Paper
    document: OutputDocument
    why: Report


@frozen
class Production:
    """Makes products of one plan into its folder. `inputs` are the hashes of plan and registry."""

    workspace: Workspace
    output: OutputFolder
    converter: Converter
    wanted: RunOptions
    inputs: Mapping[str, str]

    def _made_by(self, writers: Iterable[str]) -> dict[str, str]:
        """What makes a document: its writers, and `build`, which may take away again only what it called for."""
        return {WRITER: revisions(writers), **({BY: "build"} if self.wanted.fresh else {})}

    def make_all(self, products: Sequence[Product]) -> Report:
        """Make every product; one run at a time in the plan's folder. Raises Locked."""
        reports: list[Report] = []
        with self.output.hold(self.wanted.wait, self.wanted.notice):
            together = max(TOGETHER, -(-len(products) // MOST_SAVES))
            for start in range(0, len(products), together):
                made = []
                for number, product in enumerate(products[start : start + together], start):
                    self.wanted.progress(number, len(products), display_path(self.output.folder / product.name))
                    made.append(self._composed(product))
                reports += self._saved(made)
        return Report.of(reports)

    def _composed(self, product: Product) -> _Made:
        """A product as far as memory goes. A failure is part of its report."""
        try:
            return self._compose(product)
        except _FaultyTemplate as faulty:
            from kehoach.pipeline.custom_templates import report_faulty  # late: a sound template needs no look

            return _Made(product, report_faulty(faulty.docx, faulty.path, faulty.failure))
        except KehoachError as failure:
            return _Made(product, Report(failures=(failure,)))

    def _compose(self, product: Product) -> _Made:
        name, path = product.name, self.output.folder / product.name
        template = self.workspace.template(product.template) if product.template else None
        given = {**self.inputs, **product.inputs}
        printed_on = self._hashes_of(template) if template else {}
        made_by = {VERSION: __version__, **self._made_by(product.writers), **printed_on}
        standing = self.output.standing(name)
        if self.wanted.fresh and standing is DocumentState.RELEASED:
            own = read_bytes(path) if self.wanted.pdf and name.endswith(".docx") else b""
            return _Made(product, Report(released=(path,)), own=own)
        ours = self.output.read(name) if self.wanted.fresh and standing is DocumentState.OURS else None
        recorded = self.output.inputs(name)
        content: object = None
        record = self.output.manifest().record(name)
        kept = record.get("sent", {})
        if ours and _without(CONTENT, recorded) == {**given, **made_by}:
            data = ours
            made_by |= {CONTENT: recorded[CONTENT]} if CONTENT in recorded else {}
        else:
            content = product.content()
            if product.follow:
                content, kept = product.follow(content, record)
                if content is None:
                    return _Made(product, self._taken_away(name))
            made_by[CONTENT] = digest(repr(content).encode())
            # what was changed need not be in this document
            same = ours is not None and recorded.items() >= _without(VERSION, made_by).items()
            data = ours if ours and same else self._written(product, content, template)
        report = Report(unchanged=(path,)) if data == ours else Report(written=(path,))
        if ours and data != ours:
            of_users = printed_on if _is_own(template) or not printed_on.keys() <= recorded.keys() else {}
            report += Report(renewed=renewed(name, recorded, {**given, **of_users}, made_by))
        return _Made(product, report, OutputDocument(name, data, {**given, **made_by}, kept), content)

    def _taken_away(self, name: str) -> Report:
        """What becomes of a file that would have nothing in it: one that kehoach wrote goes."""
        gone = self._is_ours(name) and self.output.remove(name)
        return Report(removed=(self.output.folder / name,)) if gone else Report()

    def _saved(self, made: Sequence[_Made]) -> Iterator[Report]:
        """Save what was composed, then what is made from it; what came of each."""
        with_document = [one for one in made if one.document]
        saved = self._save([one.document for one in made if one.document])
        for one, failure in zip(with_document, saved, strict=True):
            if failure:
                one.report, one.document = Report(failures=(failure,)), None
        papers = [one for one in made if one.own or (one.document and one.product.name.endswith(".docx"))]
        beside = self._with_pdf(papers) if self.wanted.pdf else map(self._outdated_pdf, papers)
        found = {one.product.name: report for one, report in zip(papers, beside, strict=True)}
        for one in made:
            yield one.report
            if one.product.name in found:
                yield found[one.product.name]

    def _outdated_pdf(self, made: _Made) -> Report:
        """Tell of the PDF of another state of the Word file: beside the new one it could pass for it."""
        name, docx = made.product.name, made.own or getattr(made.document, "data", b"")
        pdf = PurePosixPath(name).with_suffix(".pdf").as_posix()
        recorded = self.output.inputs(pdf)
        if recorded and recorded.get(PurePosixPath(name).name) != digest(docx) and self._is_ours(pdf):
            return Report(outdated=(self.output.folder / pdf,))
        return Report()

    def _is_ours(self, name: str) -> bool:
        return self.output.standing(name) is DocumentState.OURS

    def remove_others(self, products: Sequence[Product]) -> Report:
        """Take away what `build` wrote for the plan as it was and the plan no longer calls for.

        What was asked for by name (a certified extract, the report of a body that is only requested) stays.
        """
        names = {product.name for product in products}
        names |= {PurePosixPath(name).with_suffix(".pdf").as_posix() for name in names if name.endswith(".docx")}
        report = Report()
        with self.output.hold(self.wanted.wait, self.wanted.notice):
            for name in sorted(self.output.manifest().outputs):
                called_for = name in names or BY not in self.output.inputs(name)
                if not called_for and is_product_name(name) and self.output.remove(name):
                    report += Report(removed=(self.output.folder / name,))
        return report

    def _hashes_of(self, template: Path) -> dict[str, str]:
        """Raises EnvironmentFailure: a template that cannot be opened is no mistake in how the command was written."""
        try:
            return self.workspace.hashes([template])
        except UnreadableFile as failure:
            raise EnvironmentFailure(failure.message, failure.hint) from failure

    def _written(self, product: Product, content: object, template: Path | None) -> bytes:
        """The bytes of a product. Raises EnvironmentFailure; of a faulty template with the first findings on it."""
        if template is None:
            return product.write(content, b"", Path())
        data = read_bytes(template)
        try:
            return product.write(content, data, template)
        except EnvironmentFailure as failure:
            raise _FaultyTemplate(data, template, failure) from failure

    def _with_pdf(self, made: Sequence[_Made]) -> list[Report]:
        """Make the PDF of each Word file; a Word file stays when its PDF fails."""
        reports = [Report()] * len(made)
        wanted: list[tuple[int, _Wanted]] = []
        for number, one in enumerate(made):
            found = self._pdf_of(one)
            if isinstance(found, Report):
                reports[number] = found
            else:
                wanted.append((number, found))
                reports[number] = found.why
        waiting: list[tuple[int, OutputDocument]] = []
        for done, (number, document, pdf) in enumerate(self._printed(wanted), 1):
            self.wanted.progress(done, len(wanted), display_path(self.output.folder / document.name))
            if isinstance(pdf, KehoachError):
                reports[number] = Report(failures=(pdf,))
            else:
                waiting.append((number, replace(document, data=pdf)))
            if len(waiting) >= TOGETHER_PDF or done == len(wanted):
                for (number, document), failure in zip(waiting, self._save([one for _n, one in waiting]), strict=True):
                    path = self.output.folder / document.name
                    made_pdf = reports[number] + Report(written=(path,))
                    reports[number] = Report(failures=(failure,)) if failure else made_pdf
                waiting.clear()
        return reports

    def _printed(
        self, wanted: Sequence[tuple[int, _Wanted]]
    ) -> Iterator[tuple[int, OutputDocument, bytes | KehoachError]]:
        """The PDF or the failure of each: of what the built-in engine sets first, then of what an office makes."""
        for number, one in wanted:
            if one.engine is Engine.BUILTIN:
                try:
                    yield number, one.document, typeset(one.product, one.paper)
                except KehoachError as failure:
                    yield number, one.document, failure
        rest = [(number, one) for number, one in wanted if one.engine is not Engine.BUILTIN]
        if not rest:
            return
        from kehoach.pdf.pool import Job  # late: the built-in engine needs no office

        jobs = (Job(one.docx, longest_table(one.paper), one.paper.properties.title[:255]) for _number, one in rest)
        for converted in self.converter.convert_all(jobs):
            number, one = rest[converted.index]
            yield number, one.document, converted.pdf or converted.failure or b""

    def _pdf_of(self, made: _Made) -> _Wanted | Report:
        """What is to be done for the PDF of a Word file, or what is already.

        Where no program could make it again, a PDF is whichever made it.
        """
        name = PurePosixPath(made.product.name).with_suffix(".pdf").as_posix()
        path, docx = self.output.folder / name, made.own or getattr(made.document, "data", b"")
        shows = {PurePosixPath(made.product.name).name: digest(docx)}
        recorded, why = self.output.inputs(name), Report()
        try:
            standing = self.output.standing(name)
            if self.wanted.fresh and standing is DocumentState.RELEASED:
                return Report(released=(path,))
            template = self.workspace.template(made.product.template) if made.product.template else None
            engine = engine_for(self.wanted.engine, made.product, template, edited=bool(made.own))
            by = self._made_by(["typeset" if engine is Engine.BUILTIN else "pdf"])
            made_by = {**by, ENGINE: program(engine) or recorded.get(ENGINE, "")}
            inputs = {**shows, **made_by}
            if self.wanted.fresh and standing is DocumentState.OURS:
                if recorded == inputs:
                    return Report(unchanged=(path,))
                why = Report(renewed=renewed(name, recorded, shows, made_by))
            paper = made.product.paper(made.content or made.product.content())
        except KehoachError as failure:
            return Report(failures=(failure,))
        return _Wanted(engine, made.product, docx, paper, OutputDocument(name, b"", inputs), why)

    def _save(self, documents: Sequence[OutputDocument]) -> list[KehoachError | None]:
        return self.output.save_all(documents, overwrite=self.wanted.overwrite, now=self.wanted.now)


def _without(key: str, inputs: Mapping[str, str]) -> dict[str, str]:
    return {other: value for other, value in inputs.items() if other != key}


def _is_own(template: Path | None) -> bool:
    """Whether a template is the workspace's: a packaged one is a part of kehoach."""
    return template is not None and not template.is_relative_to(packaged())


class _FaultyTemplate(EnvironmentFailure):
    """A template does not print."""

    def __init__(self, docx: bytes, path: Path, failure: EnvironmentFailure) -> None:
        super().__init__(failure.message, failure.hint)
        self.docx, self.path, self.failure = docx, path, failure


def longest_table(paper: Paper) -> int:
    """Rows of the longest table of a document."""
    tables = (block for part in paper.parts for block in part.blocks if isinstance(block, Table))
    return max((len(table.rows) for table in tables), default=0)
