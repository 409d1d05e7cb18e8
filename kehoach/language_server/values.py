"""What may be written as a value, or as a key of the drafter's choice: ids with names, closed words, days, forms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kehoach.editing.model_types import DocumentKind, ModelType
from kehoach.language_server.cursor import Cursor
from kehoach.language_server.edited import EditedFile
from kehoach.language_server.expected import text_of, words_of
from kehoach.language_server.named_items import NamedItem, agencies_of, funds_of, issuers_first, targets_of, tasks_of
from kehoach.language_server.proposals import Proposal, ProposalKind, escaped
from kehoach.model.base import Ref
from kehoach.model.document_types import ADMINISTRATIVE, NORMATIVE
from kehoach.model.plan import Plan
from kehoach.model.results import Results
from kehoach.schema.build import Place
from kehoach.schema.scalars import may_be_undecided
from kehoach.schema.snippets import SEVERAL, UNDECIDED
from kehoach.schema.texts import MESSAGES
from kehoach.vietnamese import slug

_NAMED = {"agency": agencies_of, "target": targets_of, "task": tasks_of, "fund": funds_of}
"""What may be named by its id, by the kind that the model says."""


def values_offered(edited: EditedFile, cursor: Cursor, expected: ModelType) -> Iterator[Proposal]:
    """What may be written where a value of this place belongs, the likeliest first."""
    value = text_of(expected.inner if expected.is_list and expected.inner else expected)
    if value is None:
        return
    known, names = set(cursor.beside), value.names
    for word, meaning in words_of(value).items():
        yield Proposal(word, word, ProposalKind.WORD, meaning)
    if names and not names.defines and names.kind in _NAMED:
        issues = (value.owner, value.key) == (Plan, "issuer")
        yield from _items(issuers_first(edited) if issues else _NAMED[names.kind](edited), known)
    else:
        yield from _written_so(edited, cursor, value)
    if expected.is_list and expected.may_be_one and not cursor.in_brackets and not cursor.word:
        yield Proposal("[ ]", "[${1}]", ProposalKind.SNIPPET, SEVERAL["description"], rank=3, goes_on=True)
    if value.reads and may_be_undecided(value.reads):
        yield Proposal(UNDECIDED["label"], UNDECIDED["body"], ProposalKind.SNIPPET, UNDECIDED["description"], rank=4)


def keys_offered(edited: EditedFile, cursor: Cursor, expected: ModelType) -> Iterator[Proposal]:
    """The keys that a mapping of the drafter's choice may have, without those that are there."""
    value = text_of(expected.inner) if expected.inner else None
    after = ": " if not cursor.has_colon else ""
    for one in _keys_of(edited, cursor, expected.key_shape):
        if one.id not in cursor.written:
            goes_on = bool(value and words_of(value))
            yield Proposal(
                one.id, escaped(one.id) + after, one.kind, one.name,
                also=one.name, is_gone=one.is_gone, rank=3 if one.is_gone else 1, goes_on=goes_on,
            )  # fmt: skip


def _keys_of(edited: EditedFile, cursor: Cursor, key: ModelType) -> Iterable[NamedItem]:
    plan, names = edited.plan, key.names
    if words := words_of(key):
        return [NamedItem(word, meaning, ProposalKind.WORD) for word, meaning in words.items()]
    if names and names.kind == "agency" and not names.defines:
        return _bodies_first(edited, cursor)
    if plan is None:
        return ()
    if names and names.kind in _NAMED and not names.defines:
        return _NAMED[names.kind](edited)
    if key.reads == "year":
        return [NamedItem(str(year), "") for year in range(plan.year.first, (plan.year.last or plan.year.first) + 1)]
    if (key.owner, key.key) == (Results, "solutions"):
        return [NamedItem(str(number), str(group.heading)) for number, group in enumerate(plan.solutions, 1)]
    return ()


def _bodies_first(edited: EditedFile, cursor: Cursor) -> Iterator[NamedItem]:
    """Agencies; of results those first that the plan gives a share, or names as leading."""
    own = set[str]()
    if edited.plan is not None and edited.kind is DocumentKind.RESULTS:
        for step in cursor.path:
            if target := edited.plan.targets.get(str(step)):
                own |= set(target.shares)
            if task := edited.plan.tasks.get(str(step)):
                own |= {
                    str(one) for ref in task.lead if isinstance(ref, Ref) for one in edited.agencies.members_of(ref)
                }
    every = list(agencies_of(edited))
    yield from (one for one in every if one.id in own)
    yield from (one for one in every if one.id not in own)


def _items(items: Iterable[NamedItem], known: set[str]) -> Iterator[Proposal]:
    for one in items:
        if one.id not in known:
            yield Proposal(
                one.id, escaped(one.id), one.kind, one.name, also=one.name,
                is_gone=one.is_gone, rank=2 if one.is_gone else 1,
            )  # fmt: skip


def _written_so(edited: EditedFile, cursor: Cursor, value: ModelType) -> Iterator[Proposal]:
    """Texts in the forms that this place takes; an id may be made of the name beside it."""
    if value.names and value.names.defines and value.reads == "id":
        beside = cursor.levels[-1].entries or {} if cursor.levels else {}
        if made := slug(beside.get("name", "")):
            yield Proposal(made, made, ProposalKind.VALUE, MESSAGES["id"])
    if (value.owner, value.key) == (Plan, "archive"):
        yield Proposal("VT", "VT, ${1}", ProposalKind.SNIPPET, Place(Plan, "archive").text[1])
    for text in _forms(edited, value):
        yield Proposal(text, escaped(text), ProposalKind.VALUE, MESSAGES.get(value.reads, ""))


def _forms(edited: EditedFile, value: ModelType) -> Iterable[str]:
    year, kind = edited.path.parent.name, value.reads
    where = f"{value.owner.__name__}.{value.key}" if value.owner else ""
    if kind == "years" and year.isdecimal():
        return (year,)
    if kind == "deadline":
        return (
            "15/6", "31/12", "Quý I", "Quý II", "Quý III", "Quý IV", "15/12 hằng năm", "hằng tháng", "hằng quý",
            "thường xuyên",
        )  # fmt: skip
    if kind == "every":
        return ("tháng", "quý", "năm")
    if where == "Basis.type":
        return (*NORMATIVE, *ADMINISTRATIVE)
    if where == "Basis.verb":
        return ("Căn cứ", "Thực hiện", "Theo")
    if where == "Signature.title":
        return ("Chủ tịch", "Phó Chủ tịch")
    if where == "ReportPeriod.name":
        return ("6 tháng", "năm", "quý I", "quý II", "quý III", "quý IV", "tháng")
    return ()
