"""The ledger of a new draft as a paper to pass round: what must be decided, and what should be looked at.

A working paper of the office, no type of document that the decree knows: no number, no signature.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kehoach.diagnostics import Message
from kehoach.documents.body import Body
from kehoach.documents.columns import header_rows
from kehoach.documents.inline import marked
from kehoach.documents.letterhead import compose_letterhead, title
from kehoach.documents.outline import Outline
from kehoach.documents.paper import (
    Align,
    Column,
    Paper,
    Paragraph,
    Part,
    PartKind,
    Role,
    Row,
    Table,
    plain,
)
from kehoach.documents.properties import properties
from kehoach.documents.texts import Counters
from kehoach.model.agency import Agencies
from kehoach.model.plan import Plan
from kehoach.nghi_dinh_30 import DOCUMENT_TYPES
from kehoach.rolling.ledger import Fate, LedgerTopic
from kehoach.rolling.redraft import PlacedEntry
from kehoach.vietnamese import bind, one_line, upper_first

DRAFT = "DỰ THẢO (để lấy ý kiến)"
_WIDTHS = (13.0, 57.0, 29.0, 33.0, 28.0)
_HEADINGS = ("STT", "Nội dung", "Năm trước", "Dự thảo", "Ý kiến quyết định")
_LONGEST = 160


def compose_ledger(
    plan: Plan, agencies: Agencies, standings: tuple[PlacedEntry, ...], say: Callable[[Message], str]
) -> Paper:
    """The ledger of the draft `plan`. `say` gives the reasons in the language of documents."""
    body = Body(plan, agencies, Counters())
    outline = Outline(body)
    subject = plain(body.line(plan.subject, body.scope))
    outline.text((f"{DOCUMENT_TYPES[plan.type]}: {subject}",))
    open_ones = [one for one in standings if one.entry.fate is Fate.UNDECIDED and not one.touched]
    changed = [one for one in standings if one.entry.fate is Fate.CHANGED and not one.touched]
    carried = [one for one in standings if one.entry.fate is Fate.CARRIED]
    for heading, found in (
        ("Việc phải quyết định", open_ones),
        ("Đã thay đổi, cần kiểm tra", [one for one in changed if one.entry.verify]),
        ("Giữ nguyên, cần kiểm tra", [one for one in carried if one.entry.verify]),
        ("Đã thay đổi, không cần kiểm tra", [one for one in changed if not one.entry.verify]),
    ):
        rows = _rows(found, say)
        if rows:
            outline.section(f"{heading} ({sum(not row.across for row in rows)})")
            body.add(_table(rows))
    decided = sum(one.touched for one in standings)
    rest = sum(not one.entry.verify for one in carried)
    outline.section("Còn lại")
    if decided:
        outline.line((f"{decided} giá trị người soạn thảo đã tự viết lại sau khi có dự thảo.",))
    outline.line((f"{rest} giá trị giữ nguyên hoặc tự tính theo năm kế hoạch, không cần kiểm tra.",))
    return _paper(plan, agencies, body, subject)


def _paper(plan: Plan, agencies: Agencies, body: Body, subject: str) -> Paper:
    how = "Số dòng là dòng trong tệp kế hoạch. Quyết định xong thì thay cả TODO(...) ở dòng đó."
    body.add(Paragraph(Role.NOTE, (how,)))
    part = Part(
        PartKind.ATTACHED,
        title("BẢNG KÊ CHUYỂN TIẾP", ((f"Dự thảo kế hoạch năm {plan.year.text}",),)),
        tuple(body.blocks),
        compose_letterhead(plan.issuer, agencies, dated=False),
    )
    return Paper((part,), properties(plan, agencies, f"Bảng kê chuyển tiếp: {subject}", subject), DRAFT)


def _rows(found: Iterable[PlacedEntry], say: Callable[[Message], str]) -> list[Row]:
    """Rows below the reason that they share; what is one question about one body, wherever it is, is one row."""
    reasons: dict[str, dict[object, list[PlacedEntry]]] = {}
    for one in found:
        entry = one.entry
        key = (entry.old, entry.new) if entry.topic is LedgerTopic.AGENCY else id(one)
        reasons.setdefault(say(entry.reason), {}).setdefault(key, []).append(one)
    rows: list[Row] = []
    number = 0
    for reason, groups in reasons.items():
        rows.append(Row(((bind(upper_first(reason)),),), strong=True, across=True))
        for group in groups.values():
            number += 1
            rows.append(_row(number, group))
    return rows


def _row(number: int, group: list[PlacedEntry]) -> Row:
    first = group[0]
    lines = sorted({one.first for one in group})
    shown = ", ".join(map(str, lines[:8])) + (", …" if len(lines) > 8 else "")
    content = f"{first.about} (dòng {shown})" if first.about else f"Dòng {shown}"
    return Row(
        (
            (str(number),),
            (bind(content),),
            (one_line(first.entry.old, _LONGEST),),
            marked(first.entry.new, _LONGEST),
            (),
        )
    )


def _table(rows: list[Row]) -> Table:
    aligns = (Align.CENTER, Align.LEFT, Align.LEFT, Align.LEFT, Align.LEFT)
    columns = tuple(Column(width, align) for width, align in zip(_WIDTHS, aligns, strict=True))
    return Table(columns, header_rows(list(_HEADINGS)), tuple(rows))
