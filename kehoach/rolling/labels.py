"""What a place of a plan belongs to, in the words of the plan: for a person who does not count lines."""

from __future__ import annotations

import re
from collections import Counter

from kehoach.model.agency import Agencies
from kehoach.model.base import Located, Ref
from kehoach.model.items import Duty, Fund, Group, Target, Task, name_or_id
from kehoach.model.numbering import own_heading, says_none
from kehoach.model.plan import Basis, Flow, Plan, Section
from kehoach.source import Span
from kehoach.vietnamese import one_line

HEAD = {
    "year": "Năm kế hoạch",
    "issuer": "Cơ quan ban hành",
    "number": "Số, ký hiệu",
    "date": "Ngày ban hành",
    "subject": "Trích yếu",
    "contents": "Mục lục",
    "decision": "Quyết định ban hành",
    "bases": "Căn cứ",
    "opening": "Đoạn mở đầu",
    "closing": "Đoạn kết",
    "reporting": "Chế độ báo cáo",
    "recipients": "Nơi nhận",
    "archive": "Lưu",
    "reminder": "Nhắc trước",
    "signature": "Người ký",
    "agencies": "Cơ quan riêng của kế hoạch",
    "notes": "Chú thích",
    "appendices": "Phụ lục",
}
_LONGEST = 90


def labels(plan: Plan, agencies: Agencies) -> tuple[tuple[int, int, str], ...]:
    """Start, end and name of every part of the plan that has a name, outer ones first."""
    found = [(span.start, span.end, name) for key, name in HEAD.items() if (span := _whole(plan, key))]
    above = _headings(plan)
    for holder in (*plan.sections, *plan.bases, *plan.reporting, *(placed.item for placed in plan.placed)):
        if isinstance(holder, Located) and (name := _name(holder, agencies, above.get(id(holder), ""))):
            found.append((holder.span.start, holder.span.end, name))
            found += _shares(holder, agencies, name) if isinstance(holder, Target) else []
    return tuple(found)


def _shares(target: Target, agencies: Agencies, name: str) -> list[tuple[int, int, str]]:
    """Each share of a target, with the body whose share it is."""
    return [
        (
            target.key_at("shares", key).start,
            target.at("shares", key).end,
            f"{name}, phần của {agencies.name_of(Ref(key))}",
        )
        for key in target.shares
    ]


def _whole(plan: Plan, key: str) -> Span | None:
    """A key with its value."""
    key_span = plan.key_at(key)
    value = plan.at(key)
    if not (plan.wrote(key) and key_span.start < value.end):
        return None
    return Span(value.source, key_span.start, value.end)


def _headings(plan: Plan) -> dict[int, str]:
    """The heading above each target whose name another one has too, by the target's identity."""
    placed = [one for one in plan.placed if isinstance(one.item, Target)]
    count = Counter(name_or_id(one.item) for one in placed)  # type: ignore[arg-type]
    return {
        id(one.item): next((f"{group.heading}: " for group in reversed(one.above) if _has_heading(group)), "")  # type: ignore[union-attr]
        for one in placed
        if count[name_or_id(one.item)] > 1  # type: ignore[arg-type]
    }


def _has_heading(holder: Located) -> bool:
    return isinstance(holder, Group) and bool(holder.heading)


def _name(holder: Located, agencies: Agencies, above: str) -> str:
    match holder:
        case Target():
            return f"Chỉ tiêu: {_cut(above + name_or_id(holder))}"
        case Task():
            return f"Nhiệm vụ: {_cut(name_or_id(holder))}"
        case Fund():
            return f"Kinh phí: {_cut(holder.fund)}"
        case Duty():
            return f"Phân công: {_cut(agencies.join(holder.agencies) or own_heading(holder) or '')}"
        case Basis():
            return f"Căn cứ: {_cut(' '.join(str(part) for part in (holder.type, holder.subject) if part))}"
        case Flow():
            return "Chế độ báo cáo"
        case Section():
            return "" if says_none(holder) else _cut(holder.heading or "")
        case Group():
            return _cut(own_heading(holder) or holder.label or "")
    return ""


_EXPRESSION = re.compile(r"\{\{[^{}]*\}\}")


def _cut(text: object) -> str:
    """A text as a name: on one line, what is filled in there left out."""
    return one_line(_EXPRESSION.sub("…", str(text)), _LONGEST)
