"""A plan as a flat list of things that can come, go, change and move: sections, targets, tasks, lines, agencies ..."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from typing import Any, NamedTuple

from kehoach.comparing.difference import DifferenceTopic
from kehoach.comparing.facts import Fact, fact, facts_of, shown, words
from kehoach.frozen import frozen, replace
from kehoach.model.agency import Agencies, Agency
from kehoach.model.appendix import (
    FundingAppendix,
    ShownTargets,
    TableAppendix,
    TargetsAppendix,
    TasksAppendix,
    TextAppendix,
)
from kehoach.model.assignments import Work, work_of
from kehoach.model.base import NOWHERE, Located, Ref
from kehoach.model.citation import citations
from kehoach.model.fields import fields_of
from kehoach.model.items import Duty, Fund, Group, ParagraphItem, PictureItem, TableItem, Target, Task
from kehoach.model.plan import (
    DEFAULT_HEADINGS,
    Basis,
    Decision,
    Flow,
    PlacedItem,
    Plan,
    Recipient,
    ReportPeriod,
    Section,
    Signature,
    lead_of,
)
from kehoach.model.prose import Prose, Scope
from kehoach.model.running import Running
from kehoach.model.scopes import plan_scope, scope_of
from kehoach.phrases import first_words
from kehoach.source import Span


class ItemKind(NamedTuple):
    """How the objects of a class are reported: what they are about, the keys that name them, and their main value."""

    kind: str
    topic: DifferenceTopic
    named_by: tuple[str, ...] = ()
    main: str = ""
    by_id: bool = False
    """Whether it is the same thing wherever in the plan it is."""


SORTS: dict[type, ItemKind] = {
    Plan: ItemKind("plan", DifferenceTopic.PLAN),
    Decision: ItemKind("decision", DifferenceTopic.PLAN),
    Agency: ItemKind("agency", DifferenceTopic.AGENCIES, ("name",), by_id=True),
    Basis: ItemKind("basis", DifferenceTopic.BASES, main="subject"),
    Section: ItemKind("section", DifferenceTopic.SECTIONS, ("heading",)),
    Group: ItemKind("group", DifferenceTopic.SECTIONS, ("heading",), "text"),
    ParagraphItem: ItemKind("line", DifferenceTopic.WORDING, main="text"),
    TableItem: ItemKind("table", DifferenceTopic.SECTIONS, ("table",)),
    PictureItem: ItemKind("picture", DifferenceTopic.SECTIONS, ("picture",), "caption"),
    Target: ItemKind("target", DifferenceTopic.TARGETS, ("name",), "value", by_id=True),
    Task: ItemKind("task", DifferenceTopic.TASKS, ("name",), "text", by_id=True),
    Fund: ItemKind("fund", DifferenceTopic.FUNDING, ("fund",), "amount"),
    Duty: ItemKind("duty", DifferenceTopic.DUTIES, ("heading",), "text"),
    Flow: ItemKind("flow", DifferenceTopic.REPORTING),
    ReportPeriod: ItemKind("period", DifferenceTopic.REPORTING, ("name",), "due", by_id=True),
    Recipient: ItemKind("recipient", DifferenceTopic.RECIPIENTS, main="text"),
    Signature: ItemKind("signature", DifferenceTopic.SIGNING),
    ShownTargets: ItemKind("shown", DifferenceTopic.SECTIONS, ("heading",)),
    **dict.fromkeys(
        (TasksAppendix, TargetsAppendix, FundingAppendix, TableAppendix, TextAppendix),
        ItemKind("appendix", DifferenceTopic.SECTIONS, ("title",)),
    ),
}
NAMED = ItemKind("named", DifferenceTopic.AGENCIES, ("name",), by_id=True)
"""A body that the plan only names and gives nothing to do: reported when it is called otherwise, and only then."""
LINES = {
    "bases": ItemKind("basis", DifferenceTopic.BASES, main="text"),
    "recipients": ItemKind("recipient", DifferenceTopic.RECIPIENTS, main="text"),
    "articles": ItemKind("article", DifferenceTopic.WORDING, main="text"),
    "rows": ItemKind("row", DifferenceTopic.WORDING, main="text"),
    "items": ItemKind("line", DifferenceTopic.WORDING, main="text"),
    "parts": ItemKind("line", DifferenceTopic.WORDING, main="text"),
}
"""The same for bare texts, by the list they are in."""

TOPICS = {
    **dict.fromkeys(
        ("text", "label", "heading", "part", "opening", "closing", "notes", "note", "remark", "alt"),
        DifferenceTopic.WORDING,
    ),
    **dict.fromkeys(
        (
            "list contents closing_sign fields columns landscape names restart column_numbers merge sums levels form "
            "width part_mark"
        ).split(),
        DifferenceTopic.FORM,
    ),
    "archive": DifferenceTopic.RECIPIENTS,
    "reminder": DifferenceTopic.TASKS,
}
"""Keys that are about something else than the thing they belong to."""

_KEEPING = (DifferenceTopic.BASES, DifferenceTopic.RECIPIENTS)
"""Their texts are about them, and no mere wording."""

_HELD = frozenset(
    "sections items parts appendices bases recipients reporting periods show articles agencies decision signature rows"
    .split()
)  # fmt: skip
"""Fields whose contents are things of their own. (The agencies of a duty are not: they are its value.)"""


@frozen
class PlanItem:
    """One thing. `holder` is the index of the thing around it, -1 for the plan itself; `path` the names around it.

    Two things are the same when one of their `keys` is equal, the earlier key being the stronger sign; `words` is its
    own text, by which those without such a sign are compared with each other.
    """

    sort: ItemKind
    holder: int
    name: str
    path: tuple[str, ...]
    keys: tuple[Hashable, ...]
    facts: tuple[Fact, ...]
    span: Span
    words: tuple[str, ...]
    position: int
    """Its number among its neighbours, from 1."""

    @property
    def main(self) -> Fact | None:
        """The value that says most of it."""
        return next((one for one in self.facts if one.what == self.sort.main and not one.key), None)

    def topic_of(self, one: Fact) -> DifferenceTopic:
        """What a difference of that fact is about."""
        if self.sort.topic in _KEEPING or self.is_name(one):
            return self.sort.topic
        return TOPICS.get(one.what, self.sort.topic)

    def is_name(self, one: Fact) -> bool:
        """Whether a fact is what the thing is called by."""
        return one.what in self.sort.named_by


def plan_items(plan: Plan, agencies: Agencies) -> tuple[PlanItem, ...]:
    """Everything in a plan, holders before what they hold, in print order; last the agencies that it names."""
    return tuple(_Things(plan, agencies).everything())


class _Things:
    """Lays a plan out as things."""

    def __init__(self, plan: Plan, agencies: Agencies) -> None:
        self.plan, self.agencies = plan, agencies
        self.scope: Scope = plan_scope(plan, agencies)
        self.found: list[PlanItem] = []
        self.held = Counter[int]()  # by the index of a holder

    def everything(self) -> list[PlanItem]:
        self._object(self.plan, SORTS[Plan], -1, 1, self._facts(self.plan, self.scope))
        for name in ("decision", "bases", "sections", "appendices", "reporting", "recipients", "signature"):
            self._held(self.plan, name, 0, ())
        self._agencies()
        return self.found

    def _add(self, item: PlanItem) -> None:
        self.found.append(item)
        self.held[item.holder] += 1

    def _held(self, holder: Any, name: str, index: int, above: tuple[Located, ...]) -> None:
        """The things in one field of an object."""
        value = getattr(holder, name, None)
        entries = value if isinstance(value, tuple) else (value,) if value else ()
        before = self.held[index] if name == "items" else 0
        for number, entry in enumerate(entries, before + 1):
            self._thing(entry, name, index, above, number)

    def _thing(self, entry: Any, field: str, holder: int, above: tuple[Located, ...], number: int) -> None:
        if isinstance(entry, ParagraphItem):
            self._line(entry.paragraph, LINES["items"], "paragraph", holder, above, number)
        elif isinstance(entry, Located):
            scope = scope_of(entry, self.plan, self.agencies)
            facts = self._facts(entry, scope)
            if isinstance(entry, Task):
                facts = [one for one in facts if one.what != "lead"] + self._lead(entry, above)
            form = ("parts",) if field == "parts" else ()
            index = self._object(entry, SORTS[type(entry)], holder, number, facts + [_form(one) for one in form])
            for name in fields_of(type(entry)):
                if name in _HELD and not (isinstance(entry, Duty) and name == "agencies"):
                    self._held(entry, name, index, (*above, entry))
        else:
            self._line(entry, LINES[field], field if field == "parts" else "", holder, above, number)

    def _facts(self, entry: Located, scope: Scope) -> list[Fact]:
        besides = _HELD - {"agencies"} if isinstance(entry, Duty) else _HELD
        facts = list(facts_of(entry, self.agencies, scope, besides))
        if isinstance(entry, Section) and not entry.heading:
            usual = DEFAULT_HEADINGS[entry.kind]
            facts.append(Fact("heading", "", "", usual, usual, usual, entry.at("kind"), usual=True))
        if isinstance(entry, Duty) and not entry.heading:  # its name says them
            facts = [replace(one, usual=one.usual or one.what == "agencies") for one in facts]
        return facts

    def _lead(self, task: Task, above: tuple[Located, ...]) -> list[Fact]:
        """Who really leads a task: the agencies of the duty around it where it names none itself."""
        refs = lead_of(PlacedItem(task, above))
        return [fact("lead", refs, task.at("lead"), self.agencies, self.scope)] if refs else []

    def _line(
        self, entry: Any, sort: ItemKind, form: str, holder: int, above: tuple[Located, ...], number: int
    ) -> None:
        """A bare text, or a row of a pasted table."""
        if isinstance(entry, Prose):
            own = replace(
                fact("text", entry, entry.span, self.agencies, scope_of(entry, self.plan, self.agencies)), what="text"
            )
        else:
            text = " | ".join(map(str, entry))
            own = Fact("text", "", "", text, text, text, above[-1].at("rows"))
        facts = [own, *([_form(form)] if form else [])]
        path = self._path(holder)
        if any(isinstance(one, Duty) for one in above):
            sort = sort._replace(topic=DifferenceTopic.DUTIES)
        name = own.printed if sort.kind in ("basis", "recipient") else " › ".join(path)
        keys: tuple[Hashable, ...] = (own.same,)
        if sort.kind == "basis" and isinstance(entry, Prose):
            cited = next(citations(Running.of((entry,))), None)
            keys = (("number", *cited.key) if cited else None, ("text", own.same))
        self._add(PlanItem(sort, holder, name, path, keys, tuple(facts), own.span, _words([own]), number))

    def _object(self, entry: Located, sort: ItemKind, holder: int, number: int, facts: list[Fact]) -> int:
        path = self._path(holder)
        if sort.kind == "group":
            named = next((what for what in ("heading", "label") if getattr(entry, what)), "")
            sort = sort._replace(named_by=(named,)) if named else sort._replace(topic=DifferenceTopic.WORDING)
        name = self._name(entry, sort, facts) or " › ".join(path)
        texts = [one for one in facts if one.what in ("text", "label", "heading", "name", "title", "subject", "fund")]
        keys = tuple(_keys(entry, {one.what: one.same for one in facts if not one.key}))
        self._add(PlanItem(sort, holder, name, path, keys, tuple(facts), entry.span, _words(texts), number))
        return len(self.found) - 1

    def _path(self, holder: int) -> tuple[str, ...]:
        """The names around what a thing holds; one without a name of its own leaves none."""
        if holder <= 0:
            return ()
        around = self.found[holder]
        return around.path if around.name == " › ".join(around.path) else (*around.path, around.name)

    def _name(self, entry: Located, sort: ItemKind, facts: list[Fact]) -> str:
        """What people call a thing."""
        says = {one.what: one.printed for one in reversed(facts) if not one.key}
        match entry:
            case Duty():
                heading = says.get("heading", "")
                return self.agencies.join(entry.agencies) if heading in ("", "none", "không") else heading
            case Basis():
                return " ".join(part for part in (shown(entry.type), says.get("number") or says.get("subject")) if part)
            case Flow():
                return f"Báo cáo gửi {says.get('to', '')}"
            case Decision():
                return "Quyết định ban hành"
            case Plan() | Signature():
                return ""
        keys = (*sort.named_by, "heading", "label", "text", "subject", "target", "task", "id")
        name = next((says[key] for key in keys if says.get(key)), "")
        return first_words(name) if isinstance(entry, Task) and not says.get("name") else name

    # Agencies

    def _agencies(self) -> None:
        """The bodies that have work in the plan, the plan's own entries for agencies, and the bodies it names."""
        work = work_of(self.plan, self.agencies)
        named = (value.text for value in self.plan.values if isinstance(value, Ref) and value in self.agencies)
        for number, key in enumerate(dict.fromkeys((*work, *self.plan.agencies, *named)), 1):
            self._agency(key, work.get(key), number)

    def _agency(self, key: str, work: Work | None, number: int) -> None:
        entry, name = self.agencies.get(Ref(key)), self.agencies.name_of(Ref(key))
        own = key in self.plan.agencies
        facts = list(facts_of(entry, self.agencies, self.scope, frozenset({"name", "of"}))) if entry else []
        # of the registry's own entries the plan says nothing: they are reported only where they changed
        facts = [replace(one, usual=one.usual or not own) for one in facts]
        span = self.plan.key_at("agencies", key) if own else work.body.span if work else self.plan.span
        if entry and isinstance(entry.name, str):
            facts.append(Fact("name", "", "", name, name, name, entry.at("name")))
        if work:
            has = [*work.duties, *work.leads, *work.coordinates, *work.targets, *work.shares]
            facts.append(Fact("work", "", "", True, str(len(has)), str(len(has)), span, usual=True))
        facts.append(Fact("id", "", "", key, key, key, span, usual=not own))
        keys = (("id", key), ("name", name))
        sort = SORTS[Agency] if work or own else NAMED
        self._add(PlanItem(sort, 0, name, (), keys, tuple(facts), span, (), number))


def _form(form: str) -> Fact:
    """How an item is printed that is not a point of its own."""
    return Fact("form", "", "", form, form, form, NOWHERE, usual=True)


def _words(facts: list[Fact]) -> tuple[str, ...]:
    return tuple(word for one in facts for word in words(one.text))


def _keys(entry: Located, same: dict[str, Hashable]) -> Iterator[Hashable]:
    """By what a thing is known again, the surest first."""
    match entry:
        case Target() | Task() | ReportPeriod():
            yield ("id", same.get("target") or same.get("task") or same.get("id"))
            name = same.get("name") or same.get("text")
            yield ("name", name) if name else None
        case Section():
            yield (entry.kind, same["heading"])
            yield entry.kind if entry.kind != "text" else None
        case Duty():
            bodies = tuple(sorted(shown(ref) if not isinstance(ref, Ref) else ref.text for ref in entry.agencies))
            yield (bodies, same.get("heading"))
            yield bodies
            yield bodies[:1]
        case Basis():
            number = str(same.get("number", "")).replace(" ", "")
            yield ("number", str(same["type"]).lower(), number) if number else None
            yield ("subject", same.get("subject") or same["type"])
        case Flow():
            yield (same.get("to"), same.get("through"), same.get("from"))
            yield same.get("to")
        case Plan() | Signature() | Decision():
            yield ()
        case Fund() | Recipient():
            yield same.get("fund") or same.get("text")
        case Group():
            yield same.get("heading") or same.get("label")
            yield same.get("text")
        case _:
            yield (type(entry).__name__, same.get("title") or same.get("heading"))
