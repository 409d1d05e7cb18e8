"""What a plan calls for: every file by name, what is in it, and how that becomes bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from kehoach.diagnostics import EnvironmentFailure, KehoachError, Message, _
from kehoach.documents.kinds import CERTIFIED, CHANGES, EXTRACT, KINDS, LEDGER, PLAN, REPORT, PaperKind
from kehoach.frozen import attribute, frozen, replace
from kehoach.model.assignments import concerned
from kehoach.model.base import Ref
from kehoach.model.flows import reporters, senders
from kehoach.model.plan import Plan
from kehoach.model.reporting import Reporting, reports
from kehoach.pipeline.examine import Examined
from kehoach.storage.files import digest, read_bytes, safe_name
from kehoach.storage.workspace import TEMPLATES, packaged, plan_id
from kehoach.vietnamese import nearest, slug

if TYPE_CHECKING:  # a render compares nothing, rolls nothing and reports nothing
    from kehoach.comparing import Difference
    from kehoach.documents.paper import Paper
    from kehoach.model.results import Reported
    from kehoach.pipeline.results import Earlier, ResultsFound
    from kehoach.rolling.redraft import PlacedEntry

AUTHOR = "kehoach"
"""Who tracked changes say that they are by."""
OLD = "old"
"""Where the older of two plans is among the inputs of what is made of both: its folder says nothing here."""


TABLE, CALENDAR, TRACKED = "phan-cong", "thoi-han", "so-sanh"
"""Names of files beside those of the kinds of paper: the assignment table, its dates, the plan with its changes."""


@frozen
class Product:
    """One file. `name` is its path below the plan's folder.

    `content` composes what is in it, a frozen value that is equal for equal files; `write` turns that into bytes,
    given the bytes of `template` where there is one and the template's path for messages. `inputs` are the hashes of
    files that only this product is made from. `writers` names what `write` runs in `REVISIONS`.
    """

    name: str
    content: Callable[[], Any]
    write: Callable[[Any, bytes, Path], bytes]
    template: str = ""
    inputs: Mapping[str, str] = attribute(factory=dict)
    writers: tuple[str, ...] = ("docx",)
    paper: Callable[[Any], Paper] = lambda content: content
    """What a PDF of it shows, of the content."""
    follow: Callable[[Any, Mapping[str, Any]], tuple[Any, Mapping[str, Any]]] | None = None
    """Of the content and the manifest's record of the file as it was: the content after it, None where there is to be
    no file, and what is to be remembered of it."""


_ELECTRONIC = "-dien-tu"


def is_product_name(name: str) -> bool:
    """Whether kehoach makes documents of such a name; `build` takes no other away, whatever a manifest says."""
    first = PurePosixPath(PurePosixPath(name).parts[0]).stem
    return first in (TABLE, CALENDAR, TRACKED, *(kind.file for kind in KINDS.values()))


def file_names(keys: Iterable[str]) -> dict[str, str]:
    """For each id or name the name of its file, without an ending: no two alike, on no system.

    That is its slug; of several with one slug only an id that is its own has it, to the others a hash of them is added.
    """
    by_slug: dict[str, set[str]] = {}
    for key in keys:
        by_slug.setdefault(safe_name(slug(key)), set()).add(key)
    return {
        key: name if key == name or (len(alike) == 1 and slug(key)) else f"{name}-{digest(key.encode())[:8]}"
        for name, alike in by_slug.items()
        for key in alike
    }


class NotNamed(KehoachError):
    """Asked for is a body that the plan does not know, or a copy of a plan that is not issued."""

    exit_code = 2


def way_out(word: str, known: Sequence[str]) -> Message | None:
    """What to name instead of a word that nothing bears: the nearest one, else all there are."""
    guess = nearest(word, known)
    if guess:
        return _("perhaps {guess}?", guess=guess)
    return _("known here: {known}", known=", ".join(known)) if known else None


def plan_product(examined: Examined, plan: Plan) -> Product:
    """The plan itself."""
    return _paper(PLAN, PLAN.file, lambda: PLAN.compose(plan, examined.agencies))


def extract_products(
    examined: Examined, plan: Plan, agencies: Iterable[str] = (), *, certified: str = ""
) -> Iterator[Product]:
    """The extract of each agency asked for, of all that the plan concerns when none is.

    `certified` is "" for the working extract, "paper" or "electronic" for the certified one. Raises NotNamed.
    """
    if certified and not plan.is_issued:
        raise NotNamed(
            _("a certified extract copies an issued plan; this one has no number and day yet"),
            _("enter number and date when the plan is signed; until then: kehoach extract without --form"),
        )
    from kehoach.documents.certified import passages

    known = concerned(plan, examined.agencies)
    wanted = [_asked(name, known, examined) for name in agencies] or known
    names = file_names(ref.text for ref in (*known, *wanted))
    for ref in wanted:
        if certified and not passages(plan, examined.agencies, ref):
            if agencies:
                raise NotNamed(
                    _("the plan has no passage about {name}: nothing to copy", name=examined.agencies.name_of(ref)),
                    way_out(ref.text, [one.text for one in known]),
                )
        elif certified:
            yield _certified(examined, plan, ref, names[ref.text], certified)
        else:
            yield _paper(EXTRACT, f"{EXTRACT.file}/{names[ref.text]}", _extract(examined, plan, ref))


def report_products(
    examined: Examined, plan: Plan, results: ResultsFound, reporting: Reporting, agencies: Iterable[str] = ("",)
) -> Iterator[Product]:
    """A report by each agency named, "" for the issuer's."""
    from kehoach.pipeline.results import Earlier

    wanted = tuple(agencies)
    periods = file_names((reporting.id, *reports(plan, reporting.year)))
    everybody = (ref.text for flow in plan.reporting for ref in senders(plan, examined.agencies, flow))
    names = file_names(one for one in (*everybody, *wanted) if one)
    folder = f"{REPORT.file}/{'' if plan.year.is_one else f'{reporting.year}/'}{periods[reporting.id]}"
    for agency in wanted:
        name = f"{folder}/{names[agency]}" if agency else folder
        inputs, earlier = results.inputs, Earlier()
        if reporting.is_final and not agency:  # it shows how its targets went over the years
            earlier = results.earlier
            inputs = {**inputs, **earlier.inputs}
        content = _report(examined, plan, results.reported, reporting, agency, earlier)
        yield replace(_paper(REPORT, name, content), inputs=inputs)


def all_reports(examined: Examined, plan: Plan, results: ResultsFound) -> Iterator[Product]:
    """Every report that the plan calls for, by all who owe it; of several years those with results."""
    for year in results.years(plan):
        for reporting in reports(plan, year).values():
            wanted = reporters(plan, examined.agencies, reporting.flow)
            yield from report_products(examined, plan, results, reporting, wanted)


def ledger_product(
    examined: Examined, plan: Plan, standings: tuple[PlacedEntry, ...], say: Callable[[Message], str]
) -> Product:
    """The ledger of a draft."""
    kind = LEDGER
    return _paper(LEDGER, kind.file, lambda: kind.compose(plan, examined.agencies, standings, say))


def table_products(examined: Examined, plan: Plan) -> Iterator[Product]:
    """The assignment table as spreadsheet, JSON and calendar."""

    def content() -> object:
        from kehoach.documents.assignment_table import compose_assignment_table

        return compose_assignment_table(plan, examined.agencies, plan_id(examined.path, plan.year.first))

    yield Product(f"{TABLE}.xlsx", content, _write_xlsx, writers=("xlsx",))
    yield Product(f"{TABLE}.json", content, _write_json, writers=("json",))
    yield Product(f"{CALENDAR}.ics", content, _write_calendar, writers=("ics",), follow=_calendar)


def all_products(examined: Examined, plan: Plan, results: ResultsFound) -> Iterator[Product]:
    """Everything that the plan calls for; no report while its results have an error."""
    yield plan_product(examined, plan)
    if not results.report.stops:
        yield from all_reports(examined, plan, results)
    yield from extract_products(examined, plan)
    yield from table_products(examined, plan)


def everything(examined: Examined, plan: Plan, look_for_results: Callable[[], ResultsFound]) -> Iterator[Product]:
    """All products of a plan, for a `plan_maker.PlanMaker`: its results are read only where it is to be made."""
    return all_products(examined, plan, look_for_results())


@frozen
class Revision:
    """The plan document before and after: what tracked changes are made of.

    `day` dates the changes: undated ones LibreOffice joins across paragraphs when they are rejected.
    """

    old: Paper
    new: Paper
    day: date

    @property
    def together(self) -> Paper:
        """What a page shows of it: the new paper with what was struck out."""
        return replace(self.new, parts=(*self.old.parts, *self.new.parts))


_MOST_PIECES = 20_000
"""Paragraphs or marked stretches of one text; to mark a hundred thousand as changed takes most of a minute."""


def change_products(
    old: Examined, old_plan: Plan, new: Examined, new_plan: Plan, differences: tuple[Difference, ...]
) -> Iterator[Product]:
    """What changed between two plans: the new one with tracked changes, and one page for the leader who signs."""
    inputs = {f"{OLD}/{old.path.name}": digest(old.source.text.encode())}
    plan, changes = PLAN, CHANGES

    def revision() -> Revision:
        for prose in (*old_plan.running.proses, *new_plan.running.proses):
            if prose.source.count("\n") + len(prose.todos) > _MOST_PIECES:
                raise EnvironmentFailure(
                    _(
                        "a text has more than {count} lines or open points: Word would not show its changes",
                        count=_MOST_PIECES,
                    )
                )
        first, _last = new_plan.issued_between  # the plan's own day: the clock would change the bytes
        return Revision(plan.compose(old_plan, old.agencies), plan.compose(new_plan, new.agencies), first)

    def page() -> Paper:
        return changes.compose(old_plan, new_plan, new.agencies, differences)

    writers = ("docx", "tracked")
    name = f"{TRACKED}.docx"
    yield Product(name, revision, _write_tracked, plan.template, inputs, writers, lambda both: both.together)
    yield replace(_paper(CHANGES, changes.file, page), inputs=inputs)


def _asked(name: str, known: tuple[Ref, ...], examined: Examined) -> Ref:
    """The body that a person means: an id, or a name as printed."""
    for ref in known:
        if name in (ref.text, slug(ref.text)):
            return ref
    if Ref(name) in examined.agencies:
        return Ref(name)
    guess = nearest(name, [*(ref.text for ref in known), *examined.agencies])
    raise NotNamed(
        _("there is no agency {id} in plans/agencies.yaml", id=name),
        _("perhaps {guess}?", guess=guess) if guess else None,
    )


def _report(
    examined: Examined, plan: Plan, reported: Reported, reporting: Reporting, agency: str, earlier: Earlier
) -> Callable[[], Any]:
    """Plans of earlier years are read when the report is composed, not for a build of nothing."""
    return lambda: REPORT.compose(plan, examined.agencies, reporting, reported, agency, earlier=earlier.editions)


def _extract(examined: Examined, plan: Plan, ref: Ref) -> Callable[[], Any]:
    return lambda: EXTRACT.compose(plan, examined.agencies, ref)


def _certified(examined: Examined, plan: Plan, ref: Ref, name: str, form: str) -> Product:
    electronic = form == "electronic"
    if name.endswith(_ELECTRONIC):  # a body of such a name is not the electronic copy of another
        name = f"{name}-{digest(ref.text.encode())[:8]}"
    name = f"{CERTIFIED.file}/{name}{_ELECTRONIC if electronic else ''}"
    compose = CERTIFIED.compose
    return _paper(CERTIFIED, name, lambda: compose(plan, examined.agencies, ref, electronic=electronic))


def _paper(kind: PaperKind[Any], name: str, content: Callable[[], Any]) -> Product:
    template = kind.template

    def write(content: Any, own: bytes, path: Path) -> bytes:
        from kehoach.word.isolated import write_docx_of

        return write_docx_of(content, own, path, read_bytes(packaged() / TEMPLATES / template))

    return Product(f"{name}.docx", content, write, template)


def _write_tracked(content: Revision, own: bytes, path: Path) -> bytes:
    from kehoach.tracking.tracked import tracked
    from kehoach.word.isolated import write_docx_of

    ours = read_bytes(packaged() / TEMPLATES / PLAN.template)
    old, new = (write_docx_of(paper, own, path, ours) for paper in (content.old, content.new))
    return tracked(old, new, AUTHOR, content.day)


def _calendar(table: Any, record: Mapping[str, Any]) -> tuple[Any, Mapping[str, Any]]:
    from kehoach.documents.calendar import compose_calendar

    made = compose_calendar(table, record.get("sent", {}), was_written=bool(record))
    return made, made.record if made else {}


# Writers are imported when something is written: a build of what is fresh needs none of them.


def _write_xlsx(content: Any, _template: bytes, _path: Path) -> bytes:
    from kehoach.exports.xlsx import write_xlsx

    return write_xlsx(content)


def _write_json(content: Any, _template: bytes, _path: Path) -> bytes:
    from kehoach.exports.assignment_json import write_json

    return write_json(content)


def _write_calendar(content: Any, _template: bytes, _path: Path) -> bytes:
    from kehoach.exports.calendar import write_calendar

    return write_calendar(content)
