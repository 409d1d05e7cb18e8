"""What is said of the place under the pointer: what a key means, who a body is, what an expression prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from kehoach.diagnostics import Finding, Message, Translator, _
from kehoach.editing.model_types import DocumentKind, ModelType
from kehoach.frozen import frozen
from kehoach.language_server.cursor import Cursor, CursorSlot
from kehoach.language_server.edited import EditedFile
from kehoach.language_server.expected import expected_at, text_of, words_of
from kehoach.language_server.expression_names import in_print, printed_by
from kehoach.language_server.rule_texts import manual_of
from kehoach.model.agency import Agency
from kehoach.model.base import Ref
from kehoach.model.items import Target, Task, naming
from kehoach.model.prose import Call, Expression, Form, Sum, Tree
from kehoach.model.scopes import CALLS, texts
from kehoach.schema.build import Place
from kehoach.schema.name_texts import FORMS, NAMES, meaning_of

Line = str | Message


@frozen
class Hover:
    """What is shown, as Markdown, and of which text."""

    text: str
    start: int
    end: int


def hover(edited: EditedFile, offset: int, findings: Iterable[Finding], to: Translator) -> Hover | None:
    """What is said of the character at `offset`; of findings there, what their rules are for."""
    found = _of_expression(edited, offset) or _of_word(edited, offset)
    here = [one for one in findings if one.span.start <= offset < max(one.span.end, one.span.start + 1)]
    manuals = [manual_of(code, to) for code in dict.fromkeys(one.code for one in here)]
    if found is None and not manuals:
        return None
    lines, start, end = found or ([], here[0].span.start, here[0].span.end)
    said = [line if isinstance(line, str) else line.into(to) for line in lines]
    return Hover("\n\n---\n\n".join(filter(None, ("\n\n".join(said), *manuals))), start, end)


_Found = tuple[list[Line], int, int] | None


def _of_expression(edited: EditedFile, offset: int) -> _Found:
    """What an expression prints, where the plan was read from this very text."""
    plan = edited.plan
    if plan is None or edited.kind is not DocumentKind.PLAN:
        return None
    for prose, names in texts(plan, edited.agencies):
        if not prose.span.start <= offset < prose.span.end or prose.span.source.text != edited.source.text:
            continue
        for one in prose.expressions:
            if one.span.start <= offset < one.span.end:
                shown = printed_by(one.tree, names, edited)
                return [*_said_of(one, edited), *([in_print(shown)] if shown else [])], one.span.start, one.span.end
    return None


def _said_of(expression: Expression, edited: EditedFile) -> Iterator[Line]:
    tree: Tree = expression.tree
    form = ""
    while isinstance(tree, (Sum, Form)):
        form = tree.name if isinstance(tree, Form) else form
        tree = tree.of
    yield f"`{{{{ {expression.source} }}}}`"
    meanings = filter(None, (meaning_of(tree.name, NAMES), meaning_of(form, FORMS) if form else ""))
    if said := "; ".join(meanings):
        yield said
    if isinstance(tree, Call):
        yield from _thing(CALLS.get(tree.name, ""), tree.argument, edited)


def _thing(kind: str, identity: str, edited: EditedFile) -> Iterator[Line]:
    """Who or what is called by an id of that kind."""
    plan = edited.plan
    if kind == "agency" and (agency := edited.agencies.by_id.get(identity)):
        yield from _agency(agency, identity, edited)
    elif plan is not None and kind == "target" and (target := plan.targets.get(identity)):
        yield from _target(target)
    elif plan is not None and kind == "task" and (task := plan.tasks.get(identity)):
        yield from _task(task, edited)


def _of_word(edited: EditedFile, offset: int) -> _Found:
    cursor = edited.cursor(offset)
    if cursor.slot is CursorSlot.KEY:
        lines = list(_key(edited, cursor))
    elif cursor.slot in (CursorSlot.VALUE, CursorSlot.ITEM) and cursor.word:
        lines = list(_value(edited, cursor))
    else:
        return None
    return (lines, cursor.start, cursor.end) if lines else None


def _key(edited: EditedFile, cursor: Cursor) -> Iterator[Line]:
    """What a key means; of an id that is a key, what it stands for."""
    around = expected_at(cursor.levels, edited.kind)
    key = cursor.word.strip("\"'")
    if around is None:
        return
    if around.is_map:
        yield from _word(edited, around.key_shape, key)
        return
    written = {**cursor.written, key: cursor.written.get(key, "")}
    expected = around.child(key, written)
    if expected is None or expected.owner is None:
        return
    title, text = Place(expected.owner, key).text
    yield f"#### {title}"
    yield text
    value = text_of(expected.inner if expected.is_list and expected.inner else expected)
    if value is not None and value.one_of:
        yield "\n".join(f"- `{word}`: {meaning}" for word, meaning in words_of(value).items())


def _value(edited: EditedFile, cursor: Cursor) -> Iterator[Line]:
    expected = expected_at(cursor.levels, edited.kind)
    value = text_of(expected.inner if expected.is_list and expected.inner else expected) if expected else None
    if value is not None:
        yield from _word(edited, value, cursor.word)


def _word(edited: EditedFile, expected: ModelType, word: str) -> Iterator[Line]:
    """What a word of a closed set means, or what an id stands for."""
    if meaning := words_of(expected).get(word):
        yield f"#### {word}"
        yield meaning
    elif expected.names:
        yield from _thing(expected.names.kind, word, edited)


def _agency(agency: Agency, identity: str, edited: EditedFile) -> Iterator[Line]:
    yield f"#### {agency.full_name}"
    yield f"`{identity}`" + (f" · {agency.short}" if isinstance(agency.short, str) else "")
    if isinstance(agency.since, date):
        yield _("Exists from {day}.", day=_day(agency.since))
    if isinstance(agency.until, date):
        yield _("Exists until {day}.", day=_day(agency.until))
    if edited.is_gone(agency):
        yield _("**It no longer exists when this plan is issued.**")
    for text, refs in (
        (_("Its tasks went to: {names}."), agency.successors),
        (_("Members: {names}."), agency.members),
        (_("Parent body: {names}."), (agency.parent,) if agency.parent else ()),
    ):
        if refs:
            names = "; ".join(edited.agencies.name_of(one) if isinstance(one, Ref) else str(one) for one in refs)
            yield Message(text.text, {"names": names})


def _target(target: Target) -> Iterator[Line]:
    yield f"#### {naming(target) or target.target}"
    yield f"`{target.target}`"
    for text, value in ((_("Plan: {value}"), target.value), (_("Before: {value}"), target.baseline)):
        if value is not None:
            yield Message(text.text, {"value": value.text})
    if target.values:
        yield "\n".join(f"- {year}: {value.text}" for year, value in target.values.items())


def _task(task: Task, edited: EditedFile) -> Iterator[Line]:
    yield f"#### {task.name or naming(task) or task.task}"
    yield f"`{task.task}`"
    refs = tuple(ref for ref in task.lead if isinstance(ref, Ref))
    if refs:
        yield _("Leading: {names}", names=edited.agencies.join(refs))
    if task.deadline is not None:
        yield _("Deadline: {deadline}", deadline=task.deadline.text)


def _day(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"
