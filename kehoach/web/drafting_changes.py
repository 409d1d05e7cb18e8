"""Answers to who changes something on the drafting screen: fields, entries, ids, findings, the whole text, undoing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import wraps
from json import JSONDecodeError
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from kehoach.diagnostics import KehoachError, Message, Selection, _
from kehoach.editing import Refused
from kehoach.edits import Edit, apply
from kehoach.language_server.actions import all_fixes
from kehoach.source import Source
from kehoach.vietnamese import upper_first
from kehoach.web.addresses import DRAFTING, TEXT, Address
from kehoach.web.bodies import add_body, renamed
from kehoach.web.drafting_request import Body, Opened, asked_as, opened, state_of
from kehoach.web.drafting_view import document_of
from kehoach.web.following import nearest
from kehoach.web.item_commands import ITEM_COMMANDS, Done, value_edits
from kehoach.web.journal import one_edit
from kehoach.web.merging import MergeSide, difference
from kehoach.web.open_plan import Asked, CannotUndo, StaleView
from kehoach.web.paths import entry_of, written
from kehoach.web.remarks import fix_of
from kehoach.web.screens import sentence_of
from kehoach.web.workbench import of_request

MOST = 8_000_000
"""Bytes that may be posted: JSON is longer than the text that it carries, which may be as long as any other."""


def posted(answer: Callable[[Opened], Response]) -> Callable[[Request], Awaitable[Response]]:
    """An answer that is given what a page posted as JSON, and runs in a thread."""

    @wraps(answer)
    async def read_first(request: Request) -> Response:
        try:
            body = await request.json()
            length = _bytes_in(body)
        except (JSONDecodeError, UnicodeDecodeError, RecursionError):
            body, length = None, 0
        if not isinstance(body, dict):
            return PlainTextResponse("", 400)
        if length > TEXT:
            said = of_request(request).say(_("this is larger than the workbench takes"))
            return PlainTextResponse(upper_first(said), 413)
        return await run_in_threadpool(_answered, request, body, answer)

    return read_first


def _bytes_in(value: Any) -> int:
    """How long the texts in a value are."""
    if isinstance(value, str):
        return len(value.encode(errors="surrogatepass"))
    if isinstance(value, dict):
        return sum(_bytes_in(key) + _bytes_in(inner) for key, inner in value.items())
    return sum(map(_bytes_in, value)) if isinstance(value, list) else 0


def _answered(request: Request, body: Body, answer: Callable[[Opened], Response]) -> Response:
    one = opened(request, body)
    try:
        return answer(one)
    except StaleView:
        return JSONResponse({"stale": True}, 410)
    except Refused as refusal:
        return _no(one, refusal.message, refusal.hint)
    except CannotUndo as refusal:
        return _no(one, refusal.message)
    except (ValueError, KeyError, IndexError, AssertionError):
        return _no(one, _("this place is not there any more"))


def _no(one: Opened, message: Message, hint: Message | None = None) -> Response:
    said = sentence_of(KehoachError(message, hint))
    return JSONResponse({"refused": upper_first(one.bench.say(said)), **state_of(one)}, 422)


def _changed(one: Opened, came: Asked | bool, **more: Any) -> Response:
    """What came of a change: done, merged with another one, or asked."""
    if not isinstance(came, Asked):
        return JSONResponse({**more, "merged": came, **state_of(one)})
    return _asked(one, came)


def _asked(one: Opened, asked: Asked) -> Response:
    questions = [asked_as(one, question) for question in asked.merge.questions]
    return JSONResponse({"asked": questions, **state_of(one)}, 409)


def set_field(one: Opened) -> Response:
    """Set a field. Further typing in it, a moment later, is the same step."""
    path, ends = one.text("path"), bool(one.body.get("ends"))

    def edits(text: str) -> tuple[Edit, ...]:
        return value_edits(one.document(text), path, one.body.get("value"), ends=ends)

    return _changed(one, one.change(edits, field=f"{one.text('file')}{path}"))


def command(one: Opened) -> Response:
    """Do something to an entry, a line, an id or a finding."""
    verb = one.text("do")
    if verb in _OTHER_COMMANDS:
        return _OTHER_COMMANDS[verb](one)
    act = ITEM_COMMANDS.get(verb)
    if act is None:
        return PlainTextResponse("", 400)
    done: list[Done] = []

    def edits(text: str) -> tuple[Edit, ...]:
        done[:] = [act(one.document(text), one.body)]
        return done[0].edits

    came = one.change(edits)
    return _changed(one, came, chosen=done[0].chosen, field=done[0].field)


def _fix(one: Opened) -> Response:
    """Do what the button of a finding says; all sure fixes at once where no finding is named."""
    plans = one.desk.plans
    with plans.lock:
        session, text = plans.session(one.plan), one.plan.file.text
        source = Source(str(one.plan.file.path), text)
        if one.text("key"):
            number = one.body.get("number")
            found = fix_of(session.findings, source, one.text("key"), number if isinstance(number, int) else 0)
            edits: tuple[Edit, ...] = found.edits if found else ()
        else:
            look = plans.store.looking_at(one.plan.file.path)
            edits = all_fixes(look(source), look, Selection()) if look else ()
        if not edits:
            return _no(one, _("this was put right meanwhile"))
        plans.change(one.plan, {one.plan.file.path: apply(text, edits)}, by=one.text("by"))
        return JSONResponse(state_of(one))


def _rename(one: Opened) -> Response:
    """Give something another id, everywhere."""
    plans = one.desk.plans
    with plans.lock:
        texts = renamed(plans, one.plan, one.text("kind"), one.text("id"), one.text("new").strip())
        plans.change(one.plan, texts, by=one.text("by"))
        return JSONResponse(state_of(one))


def _body(one: Opened) -> Response:
    """Enter a body into the registry, and name it in a field."""
    plans = one.desk.plans
    with plans.lock:
        texts, identity = add_body(plans, one.plan, one.text("name").strip(), one.text("path"), one.body.get("value"))
        plans.change(one.plan, texts, by=one.text("by"))
        return JSONResponse({"id": identity, **state_of(one)})


_OTHER_COMMANDS: Mapping[str, Callable[[Opened], Response]] = {
    "sua-loi": _fix, "doi-ma": _rename, "them-co-quan": _body,
}  # fmt: skip


def undo(one: Opened) -> Response:
    """Undo the last step."""
    return _step(one, redo=False)


def redo(one: Opened) -> Response:
    """Do again what was undone last."""
    return _step(one, redo=True)


def _step(one: Opened, *, redo: bool) -> Response:
    before = one.plan.file.text
    try:
        one.desk.plans.undo(one.plan, one.text("by"), redo=redo)
    except LookupError:
        return _no(one, _("there is nothing to do again") if redo else _("there is nothing to undo"))
    return JSONResponse({**_where(one, before), **state_of(one)})


def _where(one: Opened, before: str) -> dict[str, str]:
    """The entry and the field that a step changed, where that is one of the plan."""
    changed = one_edit(one.plan.file.text, before)
    try:
        document = document_of(one.plan.file)
    except Refused:
        return {}
    if not changed:
        return {}
    at = one.text("at")
    source = Source(str(one.plan.file.path), before)
    if at.startswith("/") and (now := nearest(at, source, document)) != at:
        return {"chosen": now}  # the chosen entry was moved, or others before it, or it is gone
    path = document.path_at(changed[0].start)
    return {"chosen": entry_of(path), "field": written(path)}


def write_text(one: Opened) -> Response:
    """Take the whole text of the plan, as it is typed."""
    text = one.text("value")

    def edits(before: str) -> tuple[Edit, ...]:
        is_of_windows = before.count("\r\n") * 2 > before.count("\n")
        return difference(before, text.replace("\n", "\r\n") if is_of_windows else text)

    return _changed(one, one.change(edits, field="/"))


def choose(one: Opened) -> Response:
    """Answer what is asked where the file was changed elsewhere."""
    wanted = one.body.get("answers")
    given = [answer for answer in wanted if isinstance(answer, dict)] if isinstance(wanted, list) else []
    asked = [(str(answer.get("mine")), str(answer.get("theirs"))) for answer in given]
    sides = [MergeSide(str(answer.get("side"))) for answer in given]
    one.desk.plans.answer(one.plan, asked, sides, one.text("by"))
    one.desk.autosave.save_all()
    return JSONResponse(state_of(one))


def save(one: Opened) -> Response:
    """Save now."""
    one.desk.autosave.save_all()
    return JSONResponse(state_of(one))


CHANGES = tuple(
    Address(f"{DRAFTING}/{{year}}/{{name}}/{verb}", posted(answer), "POST", limit=MOST)
    for verb, answer in {
        "sua": set_field, "lenh": command, "hoan-tac": undo, "lam-lai": redo, "chu": write_text,
        "chon": choose, "luu": save,
    }.items()
)  # fmt: skip
