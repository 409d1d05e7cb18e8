"""What is new in a plan, on one page, for the leader who signs it: the most important first, the rest counted.

It is a working paper, no type of document that the decree knows: no number, no signature.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kehoach.comparing import Difference, with_details
from kehoach.documents.body import Body
from kehoach.documents.change_view import LONGEST, ChangeView, Chapter, short
from kehoach.documents.extract import DRAFT
from kehoach.documents.fitting import LEAST, TEXT_HEIGHT, head_height, height
from kehoach.documents.inline import joined
from kehoach.documents.letterhead import compose_letterhead, title
from kehoach.documents.outline import Outline
from kehoach.documents.paper import Paper, Part, PartKind, Row, plain
from kehoach.documents.properties import properties
from kehoach.documents.texts import Counters
from kehoach.frozen import replace
from kehoach.model.agency import Agencies
from kehoach.model.plan import Plan
from kehoach.nghi_dinh_30 import DOCUMENT_TYPES
from kehoach.vietnamese import bind

TITLE = "TÓM TẮT THAY ĐỔI"
NOTE = "Bản tóm tắt này in từ hai kế hoạch để xem nhanh; khi có khác nhau, theo Kế hoạch."
_SPARE = 4.0
"""Millimetres left free at the foot of the page: what the estimate of heights may be wrong by."""


def compose_change_summary(old: Plan, new: Plan, new_agencies: Agencies, differences: Sequence[Difference]) -> Paper:
    """One page on what `differences` says. Never two: what finds no room is counted."""
    letterhead = compose_letterhead(new.issuer, new_agencies, dated=False)
    heading = title(TITLE, ((_subject(old, new, new_agencies),),))
    view = ChangeView(old, new, new_agencies, tuple(with_details(differences)))
    chapters = [chapter for chapter in view.chapters() if chapter.entries]
    draft = "" if new.is_issued else DRAFT
    room = TEXT_HEIGHT - _SPARE - head_height(letterhead, heading) - (8 if draft else 0)
    while sum(one.shown for one in chapters) * LEAST > max(room, 0):  # so many cannot fit, whatever they say
        _drop_one(chapters)
    while height((body := _laid_out(view, chapters)).blocks) > room and any(one.shown for one in chapters):
        _drop_one(chapters)
    part = Part(PartKind.ATTACHED, heading, tuple(body.blocks), letterhead)
    name = plain(heading.subject[0]) if len(heading.subject) == 1 else " ".join(plain(line) for line in heading.subject)
    return Paper((part,), properties(new, new_agencies, f"Tóm tắt thay đổi: {name}", name), draft)


def _drop_one(chapters: list[Chapter]) -> None:
    """Show an entry less."""
    widest = max(range(len(chapters)), key=lambda index: (*chapters[index].claim, index))
    chapters[widest] = replace(chapters[widest], shown=chapters[widest].shown - 1)


def _subject(old: Plan, new: Plan, agencies: Agencies) -> str:
    """`Kế hoạch ... năm 2025 so với Kế hoạch năm 2024`."""
    body = Body(new, agencies, Counters())
    named = DOCUMENT_TYPES[new.type]
    subject = short(plain(body.line(new.subject, body.scope)), 2 * LONGEST)
    said = str(new.year).replace(" ", "") in "".join(subject.split())
    with_year = subject if said else f"{subject} {_period(new)}"
    against = "bản trước" if old.year == new.year else f"{DOCUMENT_TYPES[old.type]} {_period(old)}"
    return bind(f"{named} {with_year} so với {against}")


def _period(plan: Plan) -> str:
    return f"{'năm' if plan.year.is_one else 'giai đoạn'} {plan.year}"


def _laid_out(view: ChangeView, chapters: Iterable[Chapter]) -> Body:
    """The page with as much of each chapter as it shows."""
    body = Body(view.new, view.agencies, Counters())
    outline = Outline(body)
    for text in view.glance():
        outline.text(text)
    for chapter in chapters:
        if not chapter.shown and chapter.weight == 1:
            continue
        outline.section(chapter.heading)
        printed = chapter.entries[: chapter.shown]
        rows = [entry for entry in printed if isinstance(entry, Row)]
        lines = [entry for entry in printed if not isinstance(entry, Row)]
        if chapter.rest and lines:
            lines[-1] = joined((lines[-1], (chapter.rest,)), "; ")
        elif chapter.rest and rows:
            rows.append(Row(((chapter.rest,),), across=True))
        elif chapter.rest:
            lines.append((chapter.rest.removeprefix("và ").replace(" khác", "", 1),))
        if rows:
            body.add(view.table(tuple(rows)))
        for line in lines:
            outline.line(line)
    outline.text((NOTE,))
    return body
