"""The empty results file of a report: every id of the plan, with what it stands for in a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kehoach.documents.body import Body
from kehoach.documents.paper import Inline, plain
from kehoach.documents.report_view import ReportView, task_status
from kehoach.documents.texts import Counters
from kehoach.documents.wording import distinct_names
from kehoach.model.agency import Agencies
from kehoach.model.assignments import work_of
from kehoach.model.base import Ref
from kehoach.model.carried import carry_on, status_before
from kehoach.model.items import Target, Task
from kehoach.model.outcome import goal_in, planned_amount
from kehoach.model.plan import PlacedItem, Plan, lead_of
from kehoach.model.quantity import Quantity
from kehoach.model.reporting import Reporting
from kehoach.model.results import STATUSES, Reported
from kehoach.vietnamese import NBSP, upper_first

_HEAD = f"""\
# yaml-language-server: $schema=../../../.kehoach/results.schema.json
# Kết quả {{period}}: {{subject}}
#
# Chỗ nào chưa có số liệu thì để trống; báo cáo sẽ chừa ô để điền. Số viết như in: 1,48%  07 hộ  1.250 triệu đồng.
# Câu dài, câu có dấu ":": gõ dấu ">", xuống dòng, thụt vào. Kiểm tra: kehoach check. In báo cáo: kehoach report.
#
#   value          số đến hết kỳ, tính từ đầu năm; hoặc added: số tăng thêm kể từ báo cáo trước trong năm
#   same_period    số cùng kỳ năm trước; không cần khi đã có tệp kết quả của năm trước
#   shares         kết quả của từng xã, phường, cơ quan
#   cause, note    nguyên nhân chưa đạt; ghi chú
#   status         {", ".join(STATUSES)}
#   on             ngày hoàn thành: 20/11, là ngày trong năm báo cáo
#   text           kết quả cụ thể
"""
_PLAIN_KEY = re.compile(r"[^\W_][\w .,/()-]*")


def results_form(plan: Plan, agencies: Agencies, reporting: Reporting, reported: Reported | None = None) -> str:
    """The YAML text of an empty results file, with explaining comments: also what was `reported` in the year before."""
    known = carry_on(reported or Reported(), reporting, plan)
    view = ReportView(plan, agencies, reporting, known, Body(plan, agencies, Counters()))
    subject = plain(view.body.line(plan.subject, view.body.scope))
    lines = [_HEAD.format(period=reporting.name, subject=subject).rstrip("\n")]
    for part in (_reported, _targets, _tasks, _funds, _duties, _texts):
        lines += part(view)
    return "\n".join(line.rstrip().replace(NBSP, " ") for line in lines) + "\n"


def _entry(indent: int, key: str, comment: str = "") -> str:
    """A key without a value, below what it stands for: after the colon is the place for what a person types.

    Why: whoever goes to the end of a line and types must not type into a comment, which nobody reads.
    """
    named = key if _PLAIN_KEY.fullmatch(key) else '"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"'
    margin, words = "  " * indent, " ".join(comment.split())
    above = ("" if indent else "\n") + (f"{margin}# {words}\n" if words else "")
    return f"{above}{margin}{named}:"


def _reported(view: ReportView) -> Iterator[str]:
    yield _entry(0, "reported", "cơ quan nào đã báo cáo, ngày nào")
    for key, work in work_of(view.plan, view.agencies).items():
        if work.reports:
            yield _entry(1, key, view.agencies.name_of(work.body))


def _targets(view: ReportView) -> Iterator[str]:
    yield _entry(0, "targets", "kết quả từng chỉ tiêu")
    for target in view.plan.targets.values():
        yield _entry(1, target.target, _about(target, view))
        if not target.has_figures:
            met = "đã báo cáo: có" if target.target in view.results.targets else "có, không"
            yield _entry(2, "met", met)
        else:
            yield _entry(2, "value", plain(view.figure_before(target.target)))
            yield _entry(2, "same_period")
        if target.shares:
            yield _entry(2, "shares")
        for agency, share in target.shares.items():
            yield _entry(3, agency, f"{view.agencies.name_of(Ref(agency))}; kế hoạch: {_value(share)}")


def _about(target: Target, view: ReportView) -> str:
    facts = {"đầu năm": target.baseline, **_goal(target, view)}
    known = ", ".join(f"{label} {_value(value)}" for label, value in facts.items() if value is not None)
    return "; ".join(filter(None, (plain(distinct_names(view.plan, view.agencies)[target.target]), known)))


def _goal(target: Target, view: ReportView) -> dict[str, object]:
    """The plan of the year, else the aim of another, with what it is called."""
    value, year = goal_in(target, view.reporting.year, view.plan.year)
    return {"kế hoạch" if year is None else f"mục tiêu đến năm {year}": value}


def _value(value: object) -> str:
    return value.text if isinstance(value, Quantity) else "chưa quyết định"


def _tasks(view: ReportView) -> Iterator[str]:
    tasks = [placed for placed in view.plan.placed if isinstance(placed.item, Task)]
    if tasks:
        yield _entry(0, "tasks", "tiến độ từng nhiệm vụ")
    for placed in tasks:
        task = placed.item
        assert isinstance(task, Task)
        yield _entry(1, task.task, plain((*view.name(task), *_lead(placed, view))))
        yield _entry(2, "status", _said(task, view))
        for key in ("on", "text"):
            yield _entry(2, key)
        bodies = [body for ref in lead_of(placed) if isinstance(ref, Ref) for body in view.agencies.members_of(ref)]
        if len(bodies) > len(lead_of(placed)):
            yield _entry(2, "members", "tiến độ của từng thành viên")
            for body in bodies:
                yield _entry(3, body.text, view.agencies.name_of(body))


def _said(task: Task, view: ReportView) -> str:
    """How far earlier reports had a task; what is done need not be written again."""
    if result := view.results.tasks.get(task.task):
        return "đã báo cáo: " + plain(task_status(result, task, view.reporting.year)).rstrip(".")
    found = status_before(task.task, view.reporting, view.plan, view.reported)
    return f"{found[0].name}: {found[1]}" if found else ""


def _lead(placed: PlacedItem, view: ReportView) -> Inline:
    return ("; chủ trì: " + (view.agencies.join(lead_of(placed)) or "chưa rõ"), *view.facts(placed))


def _funds(view: ReportView) -> Iterator[str]:
    if view.plan.funds:
        yield _entry(0, "funds", "kinh phí: kế hoạch (khi kế hoạch không ghi số), đã phân bổ, đã giải ngân")
    for fund in view.plan.funds:
        amount = planned_amount(fund, view.reporting.year, view.plan.year)
        yield _entry(1, str(fund.fund), f"kế hoạch: {_value(amount)}" if amount else "")
        for key in ("planned", "allocated", "disbursed") if amount is None else ("allocated", "disbursed"):
            yield _entry(2, key)


def _duties(view: ReportView) -> Iterator[str]:
    yield _entry(0, "duties", "nhiệm vụ khác được giao: kết quả của từng cơ quan")
    for key, work in work_of(view.plan, view.agencies).items():
        if work.duties:
            yield _entry(1, key, upper_first(view.agencies.name_of(work.body)))


def _texts(view: ReportView) -> Iterator[str]:
    yield _entry(0, "leadership", "công tác lãnh đạo, chỉ đạo")
    if view.plan.solutions:
        yield _entry(0, "solutions", "kết quả theo nhóm giải pháp")
    for number, group in enumerate(view.plan.solutions, 1):
        yield _entry(1, str(number), plain(view.body.line(group.heading, view.body.scope)))
    yield _entry(0, "difficulties", "khó khăn, tồn tại, hạn chế")
    yield _entry(0, "causes", "nguyên nhân")
    yield _entry(0, "next", f"phương hướng, nhiệm vụ trọng tâm {view.reporting.next_name}")
    yield _entry(0, "proposals", "đề xuất, kiến nghị")
