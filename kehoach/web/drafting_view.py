"""What the drafting screen shows of an open plan, as values for its templates."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Any

from kehoach.diagnostics import Finding, Message, Severity
from kehoach.documents.places import place_of as place_of_item
from kehoach.documents.plan import plan_title
from kehoach.editing import Document, DocumentKind, Path, Refused
from kehoach.frozen import frozen
from kehoach.model.agency import Agencies
from kehoach.model.base import Located, Ref, Todo
from kehoach.model.plan import walked
from kehoach.phrases import first_words
from kehoach.pipeline.page_words import PageBox
from kehoach.pipeline.product_labels import labels
from kehoach.source import Source, Text, TextNode
from kehoach.vietnamese import NBSP
from kehoach.web.forms import EntryForm, FormMaker, Widget
from kehoach.web.open_files import OpenFile
from kehoach.web.open_plan import OpenPlan, OpenPlans
from kehoach.web.outline import OutlineEntry, PrintedTexts, label_of, outline
from kehoach.web.paths import BODIES, GENERAL, SIGNING, entry_of, path_of, written
from kehoach.web.remarks import EntryRemark, remarks, told_apart

_OF_ENTRY = {
    GENERAL: ("year", "type", "issuer", "number", "date", "subject", "below_title", "addressees", "opening", "closing"),
    SIGNING: ("recipients", "archive", "signature"),
    "/bases": ("bases",),
    "/decision": ("decision",),
}
"""Keys of the plan that an entry shows."""
_OPEN = str(Todo("")).removesuffix("]")
"""How an undecided point begins where it is printed."""
_LABEL = 60
"""Characters of the name of an item in a finding."""
_NEAR = 1.5
"""Points between two words of a line that are outlined together."""


@frozen
class ClickedField:
    """Where a click leads: an entry, a field of its form, and how many characters of the field are before the point."""

    entry: str
    path: str
    caret: int


@frozen
class BodyLine:
    """A body that the plan names: its id, its name, and whether the plan has it for itself."""

    id: str
    name: str
    is_own: bool
    is_known: bool


def document_of(file: OpenFile, kind: DocumentKind = DocumentKind.PLAN) -> Document:
    """An open file as a document. Raises Refused where it cannot be read."""
    return read_document(str(file.path), file.text, kind)


@lru_cache(8)
def read_document(path: str, text: str, kind: DocumentKind) -> Document:
    """A text as a document, the same one for the same text. Raises Refused where it cannot be read."""
    return Document.read(Source(path, text), kind)


class View:
    """One state of a plan, for who holds the lock while it is asked."""

    def __init__(self, plans: OpenPlans, plan: OpenPlan) -> None:
        self.plans, self.plan = plans, plan
        self.session = plans.session(plan)

    @cached_property
    def document(self) -> Document | None:
        """The plan as a document, None where it cannot be read."""
        try:
            return document_of(self.plan.file)
        except Refused:
            return None

    @cached_property
    def printed(self) -> PrintedTexts:
        """Its texts as they print."""
        return PrintedTexts.of(self.session.plan, self.session.agencies)

    @property
    def bodies(self) -> Agencies:
        """The registry with the plan's own bodies."""
        return self.session.agencies

    @cached_property
    def remarks(self) -> tuple[EntryRemark, ...]:
        """What is found in the plan."""
        source = Source(str(self.plan.file.path), self.plan.file.text)
        return told_apart(remarks(self.session.findings, source, self.document), self._item_of)

    def _item_of(self, remark: EntryRemark) -> str:
        """The item of a finding as a person names it: "mục VI.1: Phòng Kinh tế"; "" for a fact of the plan itself."""
        if self.document is None or not remark.entry.startswith("/"):
            return ""
        path = path_of(remark.entry, self.document.root)
        around = (self.document.find(path[:length]) for length in range(len(path), 0, -1))
        labels = (label_of(node, self.printed) for node in around if node)
        named = next((label for label in labels if label and _OPEN not in label), "")
        return ": ".join(filter(None, (self._number_of(remark.finding.span.start), first_words(named, _LABEL))))

    def _number_of(self, offset: int) -> str:
        """The place at which people cite what is there in the file, "" where nothing is numbered."""
        plan = self.session.plan
        if plan is None or self.session.has_errors:
            return ""
        inside_out = sorted(
            (one for one in self._holders if one.span.start <= offset < one.span.end),
            key=lambda one: one.span.end - one.span.start,
        )
        return place_of_item(plan, self.bodies, inside_out) if inside_out else ""

    @cached_property
    def _holders(self) -> tuple[Located, ...]:
        """Everything in the plan that has keys or items."""
        found = walked(self.session.plan) if self.session.plan else ()
        return tuple({id(value): value for _holder, _key, value in found if isinstance(value, Located)}.values())

    @property
    def first_undecided(self) -> str:
        """The path of the first value that is to be decided, "" where none is."""
        open_ones = [one for one in self.remarks if one.finding.severity is Severity.UNDECIDED]
        return min(open_ones, key=lambda one: one.finding.span.start).path if open_ones else ""

    @property
    def registry_errors(self) -> tuple[Finding, ...]:
        """What of the registry is in the way of every paper."""
        found = self.plans.store.registry.findings
        return tuple(one for one in found if one.severity is Severity.ERROR)

    @property
    def title(self) -> str:
        """What the plan is called: its type and subject as printed."""
        plan = self.session.plan
        if plan is None:
            return self.plan.title or self.plan.file.path.stem
        title = plan_title(plan, self.session.agencies).replace(NBSP, " ") if str(plan.subject) else ""
        self.plan.title = title or self.plan.file.path.stem
        return self.plan.title

    @property
    def papers(self) -> tuple[tuple[str, Message], ...]:
        """The papers that it makes, by their names, with what a person calls them."""
        plan = self.session.plan
        if plan is not None and not self.session.has_errors:
            called = labels(plan, self.session.agencies)
            self.plan.papers = tuple((one.name, called(one.name)) for one in self.session.papers())
        return self.plan.papers

    @cached_property
    def outline(self) -> tuple[OutlineEntry, ...]:
        """Its outline; empty where it cannot be read."""
        if self.document is None:
            return ()
        return outline(self.document, self.printed, tuple(one.finding for one in self.remarks))

    def known(self, key: str) -> str:
        """The entry of that key; of one that is not there the nearest above it."""
        if key.startswith("/") and self.document is not None:
            key = entry_of(path_of(key, self.document.root))
        keys = {one.key for one in self.outline}
        while key and key not in keys and not key.startswith(f"{BODIES}/"):
            key = key.rpartition("/")[0]
        return key or GENERAL

    def form(self, key: str) -> EntryForm | None:
        """The form of an entry, None where the plan cannot be read, or there is no such entry."""
        if self.document is None:
            return None
        maker = FormMaker(self.document, self.printed, self.bodies)
        if key == BODIES:
            return EntryForm(BODIES, "Cơ quan")
        if key.startswith(f"{BODIES}/"):
            return self._of_body(key)
        return maker.form(key)

    def _of_body(self, key: str) -> EntryForm | None:
        """The form of a body: its entry in the registry, or among the plan's own."""
        identity = key.removeprefix(f"{BODIES}/")
        assert self.document is not None
        own = self.document.find(("agencies", identity)) is not None
        document, name = self.document, ""
        path: Path = ("agencies", identity)
        if not own:
            try:
                file = self.plans.file(self.plans.workspace.registry)
                document = document_of(file, DocumentKind.REGISTRY)
            except (Refused, OSError):
                return None
            path, name = (identity,), file.name
        if document.find(path) is None:
            return None
        return FormMaker(document, self.printed, self.bodies).of_body(key, path, name)

    @property
    def body_lines(self) -> tuple[BodyLine, ...]:
        """The bodies that the plan names by ids, in the order in which it does."""
        if self.document is None:
            return ()
        found: dict[str, BodyLine] = {}
        own = {one.id for one in self.document.occurrences if one.kind == "agency" and one.is_definition}
        for one in self.document.occurrences:
            if one.kind == "agency" and one.id not in found:
                agency = self.bodies.get(Ref(one.id))
                found[one.id] = BodyLine(one.id, str(agency.name) if agency else one.id, one.id in own, bool(agency))
        return tuple(found.values())

    def of_form(self, form: EntryForm | None) -> dict[str, list[EntryRemark]]:
        """What is found in each field of a form, by the path of the field; at "" what is of no field that it shows."""
        found: dict[str, list[EntryRemark]] = {}
        if form is None or form.file:
            return found
        shown = list(_paths((*form.usual, *form.more)))
        for one in self.remarks:
            if one.entry == form.key:
                at = max((path for path in shown if _is_inside(one.path, path)), key=len, default="")
                found.setdefault(at, []).append(one)
        return found

    def values(self, key: str) -> dict[str, Any]:
        """Everything that the templates of the screen name."""
        form = self.form(key)
        if form is None and self.document is not None:
            key = GENERAL
            form = self.form(key)
        return {
            "key": key, "form": form, "found": self.of_form(form), "outline": self.outline, "remarks": self.remarks,
            "registry_errors": self.registry_errors, "title": self.title, "bodies": self.body_lines,
            "papers": self.papers, "Severity": Severity,
        }  # fmt: skip


def _paths(widgets: Sequence[Widget]) -> Any:
    for one in widgets:
        yield one.path
        yield from _paths(one.parts)


def _is_inside(path: str, above: str) -> bool:
    return path == above or path.startswith(f"{above}/")


# Between pages and fields


def place_of(document: Document, page_place: tuple[int, int], share: float) -> ClickedField:
    """The place for a stretch of the file: `share` of its characters are before the point that was clicked."""
    start, end = page_place
    path = document.path_at(start)
    node = document.find(path)
    caret = 0
    if isinstance(node, TextNode):
        caret = _index(node.value, start + round(share * (end - start)))
    return ClickedField(entry_of(path), written(path), caret)


def _index(value: Text, offset: int) -> int:
    """The index of a character of a text by its offset in the file; the nearest before it."""
    if not value.is_placed:
        return 0
    low, high = 0, len(value)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if value.offset(middle) < offset else (low, middle)
    return low


def stretch_of(document: Document, key: str) -> tuple[int, int, tuple[str, ...]]:
    """What an entry is made of: a stretch of the file, and keys of the plan."""
    if key in _OF_ENTRY:
        return 0, 0, _OF_ENTRY[key]
    if key.startswith(BODIES):
        return 0, 0, ()
    try:
        path: Path = path_of(key, document.root)
    except ValueError:
        path = ()
    node = document.find(path) if path else None
    if node is None:
        return 0, 0, ()
    keys = ("bases",) if path[0] == "bases" else ()
    return node.span.start, node.span.end, keys if len(path) < 2 else ()


def rectangles(boxes: Sequence[PageBox]) -> list[tuple[int, float, float, float, float]]:
    """The words of each line as one rectangle: page, left, top, width, height in points."""
    found: list[tuple[int, float, float, float, float]] = []
    for box in boxes:
        if found:
            page, x, y, width, height = found[-1]
            same_line = page == box.page and abs(y + height - box.y - box.height) < _NEAR
            if same_line and box.x >= x:
                top = min(y, box.y)
                bottom = max(y + height, box.y + box.height)
                found[-1] = (page, x, top, max(x + width, box.x + box.width) - x, bottom - top)
                continue
        found.append((box.page, box.x, box.y, box.width, box.height))
    return found
