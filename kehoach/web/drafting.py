"""The screen on which a plan is drafted: its addresses, and answers to who looks. Who changes something is answered in
`drafting_changes`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from kehoach.diagnostics import _
from kehoach.editing import DocumentKind, Refused
from kehoach.edits import Moves
from kehoach.source import Source, Span
from kehoach.vietnamese import upper_first
from kehoach.web.addresses import BEGIN, DRAFTING, Address
from kehoach.web.bodies import used
from kehoach.web.desk import desk_of
from kehoach.web.drafting_changes import CHANGES, MOST, posted
from kehoach.web.drafting_request import Opened, opened, state_of
from kehoach.web.drafting_view import View, document_of, place_of, read_document, rectangles, stretch_of
from kehoach.web.editor_phrases import PHRASES
from kehoach.web.following import followed, nearest
from kehoach.web.merging import difference
from kehoach.web.new_items import KINDS
from kehoach.web.screens import filled_in, screen
from kehoach.web.suggestions import offered, suggestions
from kehoach.web.workbench import of_request

_AT = f"{DRAFTING}/{{year}}/{{name}}"


def show(request: Request) -> Response:
    """Show the plan: outline, the form of the chosen entry, pages."""
    one = opened(request)
    with one.desk.plans.lock:
        view = View(one.desk.plans, one.plan)
        asked = request.query_params.get("o", "")
        is_begun = asked == BEGIN
        if is_begun:
            asked = view.first_undecided
        values = view.values(view.known(asked))
        state = state_of(one)
    field = asked if asked.startswith("/") and asked != values["key"] else ""
    registry = one.desk.plans.workspace.registry
    files = (one.plan.file.name, registry.relative_to(one.desk.plans.workspace.root).as_posix())
    return screen(
        request,
        "drafting.html",
        here=DRAFTING,
        plan_file=one.plan.file.path,
        state=state,
        kinds=KINDS,
        files=files,
        field=field,
        is_begun=is_begun,
        phrases={english: one.bench.say(said) for english, said in PHRASES.items()},
        **values,
    )


def parts(request: Request) -> Response:
    """The parts of the screen as they are now: after a change, or after findings came."""
    one = opened(request)
    seen, key = request.query_params.get("seen", ""), request.query_params.get("o", "")
    with one.desk.plans.lock:
        view = View(one.desk.plans, one.plan)
        moved, is_gone = _moved(one, view, seen, key)
        key = view.known(moved)
        values = view.values(key)
        state = state_of(one)
    names = ("outline", "form", "remarks", "papers")
    made = {name: filled_in(one.bench, f"drafting_{name}.html", state=state, **values) for name in names}
    return JSONResponse({**made, "key": values["key"], "title": values["title"], "gone": is_gone, **state})


def page(request: Request) -> Response:
    """One page, which never changes: what it shows is in its address."""
    found = desk_of(of_request(request)).plans.pages.get(request.path_params["key"])
    if found is None:
        return PlainTextResponse("", 404)
    headers = {"cache-control": "private, max-age=31536000, immutable"}
    return Response(found, media_type="image/svg+xml", headers=headers)


def offer(request: Request) -> Response:
    """What somebody who types may mean."""
    one = opened(request)
    kind, typed = request.query_params.get("kind", ""), request.query_params.get("q", "")[:200]
    with one.desk.plans.lock:
        session = one.desk.plans.session(one.plan)
        plan, agencies = session.plan, session.agencies
    found = suggestions(typed, offered(kind, plan, agencies))
    return JSONResponse([{"value": choice.value, "title": choice.title} for choice in found])


def uses(request: Request) -> Response:
    """Where a body is used: "Dùng ở 12 chỗ trong 3 kế hoạch"."""
    one = opened(request)
    said = one.bench.say(used(one.desk.plans, one.plan, request.query_params.get("id", "")))
    return PlainTextResponse(upper_first(said))


def boxes(request: Request) -> Response:
    """Where what an entry says is on the pages: rectangles in points."""
    one = opened(request)
    with one.desk.plans.lock:
        shown, session = one.desk.plans.paint(one.plan, one.paper), one.desk.plans.session(one.plan)
        if shown.is_old or session.has_errors:
            return JSONResponse({"boxes": []})
        paper, document, seen = session.paper_named(shown.paper), document_of(one.plan.file), one.plan.file.seen
        _content = paper.content  # the rest needs no lock
    start, end, keys = stretch_of(document, request.query_params.get("o", ""))
    found = paper.boxes_of(start, end, keys) if end or keys else ()
    return JSONResponse({"seen": seen, "paper": shown.paper, "boxes": rectangles(found)})


def read_text(request: Request) -> Response:
    """The whole text of the plan."""
    one = opened(request)
    with one.desk.plans.lock:
        file, root = one.plan.file, one.desk.plans.workspace.root
        text = file.text.replace("\r\n", "\n")
        return JSONResponse({"text": text, "uri": file.path.as_uri(), "root": root.as_uri(), **state_of(one)})


def _moved(one: Opened, view: View, seen: str, key: str) -> tuple[str, bool]:
    """The key of an entry in the text as it is, of one that a page saw in another; of one that is gone the key of what
    was around it, and that it is gone.
    """
    file = one.plan.file
    if not key.startswith("/") or seen in ("", file.seen) or view.document is None:
        return key, False
    text = file.earlier(seen)
    if text is None:
        return key, False
    before = Source(str(file.path), text)
    found = followed(key, before, view.document)
    return found or nearest(key, before, view.document), not found


def find_place(one: Opened) -> Response:
    """The entry and field of what was clicked on a page."""
    number, x, y = (one.body.get(name) for name in ("page", "x", "y"))
    if not isinstance(number, int) or not isinstance(x, (int, float)) or not isinstance(y, (int, float)):
        return PlainTextResponse("", 400)
    with one.desk.plans.lock:
        paper, text = one.desk.plans.paint(one.plan, one.paper).made, one.plan.file.text
        if paper is None:
            return JSONResponse({"entry": ""})
        _content = paper.content
    found = paper.place_at(number, x, y)
    box = next(
        (b for b in paper.words_on_pages if b.page == number and 0 <= x - b.x < b.width and 0 <= y - b.y < b.height),
        None,
    )
    if found is None or box is None:
        return JSONResponse({"entry": ""})
    own = str(one.plan.file.path)
    share = (x - box.x) / box.width if found.is_typed and len(found.span.text) <= len(box.text) + 2 else 0.0
    is_shown = found.value and found.value.source.path == own and found.span.text.startswith("{{")  # else typed there
    span = found.value if found.value and is_shown else found.span
    if span.source.path != own:
        is_result = one.desk.plans.workspace.is_results(Path(span.source.path))
        said = _("this word is from the results that were entered, not from the plan") if is_result else None
        return JSONResponse({"entry": "", "refused": upper_first(one.bench.say(said)) if said else ""})
    return JSONResponse(_place_now(one, span, 0.0 if span is found.value else share, text))


def _place_now(one: Opened, span: Span, share: float, text: str) -> dict[str, Any]:
    """The entry, field and line of a stretch of the text that the pages are of, in the text as it is by now.

    The pages stay while the plan has an error. Without an entry the text cannot be read, or the item is gone.
    """
    before, now = span.source, Source(span.source.path, text)
    place = place_of(read_document(before.path, before.text, DocumentKind.PLAN), (span.start, span.end), share)
    at = Moves(difference(before.text, text)).after(span.start) if text != before.text else span.start
    line = {"line": now.line_of(at), "column": now.column_of(at)}
    entry, path = place.entry, place.path
    if text != before.text:
        try:
            document = read_document(now.path, text, DocumentKind.PLAN)
        except Refused:
            return {"entry": "", **line}
        if entry.startswith("/"):
            entry = followed(entry, before, document)
            path = entry + path.removeprefix(place.entry)
        if not entry:
            gone = _("this is not in the plan any more; the page is that of an earlier version")
            return {"entry": "", "refused": upper_first(one.bench.say(gone))}
    return {"entry": entry, "path": path, "caret": place.caret, **line}


ADDRESSES = (
    Address(_AT, show),
    Address(f"{_AT}/phan", parts),
    Address(f"{_AT}/goi-y", offer),
    Address(f"{_AT}/dung", uses),
    Address(f"{_AT}/cho-cua", boxes),
    Address(f"{_AT}/chu", read_text),
    Address(f"{_AT}/cho", posted(find_place), "POST", limit=MOST),
    Address("/trang/{key}.svg", page),
    *CHANGES,
)
