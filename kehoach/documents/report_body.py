"""The text of a report, sections I to VI: filled where results exist, a blank where they do not."""

from __future__ import annotations

from kehoach.documents.inline import joined, value_inline
from kehoach.documents.outline import Outline
from kehoach.documents.paper import Inline, Slot
from kehoach.documents.report_history import history_chart
from kehoach.documents.report_tables import fund_table, target_chart
from kehoach.documents.report_view import ReportRow, ReportView, named
from kehoach.model.assignments import work_of
from kehoach.model.base import Ref, Todo
from kehoach.model.items import Duty, ListStyle, Task
from kehoach.model.outcome import Attainment
from kehoach.model.plan import PlacedItem, lead_of
from kehoach.model.results import NOTHING, STATUSES
from kehoach.vietnamese import upper_first

_MET_WORDS = {Attainment.EXCEEDED: "vượt", Attainment.REACHED: "đạt", Attainment.MISSED: "chưa đạt"}


def report_body(view: ReportView, appendix: str) -> None:
    """Fill the view's body. `appendix` is what the text calls the appendix with the targets."""
    outline = Outline(view.body, (view.period,))
    outline.section("Công tác lãnh đạo, chỉ đạo, tổ chức thực hiện")
    leadership = Slot("leadership", "văn bản đã ban hành, hội nghị, tuyên truyền, kiểm tra, giám sát")
    outline.prose(view.results.leadership if view.work is None else None, (leadership,))
    if view.rows:
        outline.section("Kết quả thực hiện các mục tiêu, chỉ tiêu")
        _targets(view, outline, appendix)
    outline.section("Kết quả thực hiện các nhiệm vụ, giải pháp")
    if view.work is None:
        _solutions(view, outline)
        _by_agency(view, outline)
    else:
        _own_tasks(view, outline)
    outline.section("Kinh phí thực hiện")
    _funding(view, outline)
    _closing_sections(view, outline)


# II. Targets


def _shares(reached: int, under_way: int) -> str:
    """How many targets are where; of which there are none, nothing is said."""
    known = ((reached, "đã đạt kế hoạch năm"), (under_way, "đang thực hiện"))
    told = [(_count(count), words) for count, words in known if count]
    return ", ".join(f"{count}{'' if at else ' chỉ tiêu'} {words}" for at, (count, words) in enumerate(told))


def _targets(view: ReportView, outline: Outline, appendix: str) -> None:
    rows = [row for row in view.rows if not row.is_share]
    period = view.reporting.name
    outline.text((f"Tổng số {_count(len(rows))} chỉ tiêu; kết quả từng chỉ tiêu tại {appendix}.",))
    if not view.reporting.is_final:
        known = [row for row in rows if row.outcome.is_known]
        reached = [row for row in known if row.outcome.met in (Attainment.REACHED, Attainment.EXCEEDED)]
        if len(known) == len(rows):
            outline.text((f"Hết {period}: {_shares(len(reached), len(rows) - len(reached))}.",))
        else:
            outline.text((f"Hết {period}: ", Slot("targets/summary", "số chỉ tiêu đã đạt, đang thực hiện"), "."))
        return
    pending = [row for row in rows if row.outcome.is_pending]
    judged = [row for row in rows if not row.outcome.is_pending]
    if all(row.outcome.met is not None for row in judged):
        counts = {met: sum(row.outcome.met is met for row in judged) for met in Attainment}
        said = ", ".join(f"{_count(count)} chỉ tiêu {_MET_WORDS[met]}" for met, count in counts.items() if count)
        later = f"{_count(len(pending))} chỉ tiêu không đánh giá trong năm" if pending else ""
        outline.text((f"Kết quả {period}: {'; '.join(filter(None, (said and f'{said} kế hoạch', later)))}.",))
    else:
        outline.text((f"Kết quả {period}: ", Slot("targets/summary", "số chỉ tiêu vượt, đạt, chưa đạt"), "."))
    _missed(view, rows, outline)
    if view.work is None:
        for chart in filter(None, (target_chart(view), history_chart(view))):
            view.body.add(chart)


def _missed(view: ReportView, rows: list[ReportRow], outline: Outline) -> None:
    missed = [row for row in rows if row.outcome.met is Attainment.MISSED]
    if missed:
        outline.text(("Các chỉ tiêu chưa đạt và nguyên nhân:",))
    for row in missed:
        outline.about(*row.origin)
        found = row.outcome
        figures = joined((value_inline(found.actual), value_inline(found.plan)), "/kế hoạch ") or ("chưa đạt",)
        cause = view.body.line(row.result.cause, view.body.scope) if row.result else ()
        blank = Slot(f"{row.key}/cause", "nguyên nhân chưa đạt")
        outline.line(joined((view.distinct_name(row), (": ",), figures, (". Nguyên nhân: ",), cause or (blank,)), ""))
    outline.about()


def _count(number: int) -> str:
    return f"{number:02}"


# III. Tasks


def _solutions(view: ReportView, outline: Outline) -> None:
    if not view.plan.solutions:
        return
    outline.clause(("Kết quả theo nhóm giải pháp",))
    for number, group in enumerate(view.plan.solutions, 1):
        outline.about(group)
        outline.point(view.body.line(group.heading, view.body.scope))
        outline.prose(view.results.solutions.get(str(number)), (Slot(f"solutions/{number}", "kết quả thực hiện"),))


def _by_agency(view: ReportView, outline: Outline) -> None:
    """Every task under the agencies that lead it, in the order in which the plan first names them."""
    groups: dict[tuple[str, ...], list[PlacedItem]] = {}
    firsts: dict[tuple[str, ...], PlacedItem] = {}
    for placed in view.plan.placed:
        if isinstance(placed.item, (Duty, Task)):
            bodies = _texts(placed.item.agencies) if isinstance(placed.item, Duty) else _group(placed)
            tasks = groups.setdefault(bodies, [])
            tasks += [placed] if isinstance(placed.item, Task) else []
            firsts.setdefault(bodies, placed)
    if not groups:
        return
    outline.clause(("Kết quả theo cơ quan, đơn vị",))
    for bodies, tasks in groups.items():
        names = view.agencies.join(tuple(map(Ref, bodies)))
        outline.about(*firsts[bodies].above, firsts[bodies].item)
        outline.point((upper_first(names) if names else "Nhiệm vụ chưa phân công",))
        for placed in tasks:
            _task(placed, bodies, view, outline)
        outline.about()
        _others(bodies, view, outline, has_tasks=bool(tasks))


def _group(placed: PlacedItem) -> tuple[str, ...]:
    """Under whom a task is: the agencies of its duty where they lead it, else its own lead."""
    leads, duty = _texts(lead_of(placed)), placed.duty
    around = _texts(duty.agencies) if duty else ()
    return around if set(leads) <= set(around) else leads


def _texts(refs: tuple[Ref | Todo, ...]) -> tuple[str, ...]:
    return tuple(ref.text for ref in refs if isinstance(ref, Ref))


def _task(placed: PlacedItem, bodies: tuple[str, ...], view: ReportView, outline: Outline) -> None:
    task = placed.item
    assert isinstance(task, Task)
    facts = view.facts(placed, leads=_texts(lead_of(placed)) != bodies)
    head = joined((view.name(task), facts, (": ",)), "")
    result = view.results.tasks.get(task.task)
    outline.about(*placed.above, (named(task), result))
    mark = outline.line(joined((head, view.status(task)), ""))
    if result is None or not result.members:
        return
    members = [body for ref in lead_of(placed) if isinstance(ref, Ref) for body in view.agencies.members_of(ref)]
    for body in members:
        status = result.members.get(body.text)
        blank = Slot(f"tasks/{task.task}/{body.text}/status", "tiến độ", choices=STATUSES)
        name, end = upper_first(view.agencies.short_name_of(body)), "." if body == members[-1] else ";"
        outline.note(mark, (f"{name}: ", status or blank, end), ListStyle.PLUS)


def _others(bodies: tuple[str, ...], view: ReportView, outline: Outline, *, has_tasks: bool) -> None:
    """What agencies say of their other duties; a blank where they have no task that would have one."""
    everyone = [body.text for ref in bodies for body in view.agencies.members_of(Ref(ref))]
    reported = [body for body in dict.fromkeys((*bodies, *everyone)) if body in view.results.duties]
    for body in reported:
        text = view.body.line(view.results.duties[body], view.body.scope)
        name = () if bodies == (body,) else (f"{upper_first(view.agencies.name_of(Ref(body)))}: ",)
        outline.about(view.results.duties[body])
        outline.line(joined((name, text), ""))
    if not reported and not has_tasks:
        asked = all(one.is_requested for body in everyone if (one := work_of(view.plan, view.agencies).get(body)))
        prompt = "kết quả thực hiện nội dung được đề nghị" if asked else "kết quả thực hiện nhiệm vụ được giao"
        outline.line((Slot(f"duties/{'-'.join(bodies)}", prompt),))


def _own_tasks(view: ReportView, outline: Outline) -> None:
    work = view.work
    assert work is not None
    me = work.body.text
    if work.leads:
        outline.clause(("Nhiệm vụ chủ trì",))
    for placed in work.leads:
        task = placed.item
        assert isinstance(task, Task)
        key = f"tasks/{task.task}/{me}"
        reported = view.status(task) if task.task not in work.together else _member_status(view, task, me, key)
        outline.about(*placed.above, (named(task), view.results.tasks.get(task.task)))
        outline.line(joined((view.name(task), view.facts(placed), (": ",), reported), ""))
    if work.coordinates:
        outline.clause(("Nhiệm vụ phối hợp",))
    for placed in work.coordinates:
        task = placed.item
        assert isinstance(task, Task)
        blank = Slot(f"tasks/{task.task}/{me}/text", "nội dung đã phối hợp")
        outline.about(*placed.above, named(task))
        outline.line(joined((view.name(task), view.facts(placed, leads=True), (": ", blank)), ""))
    outline.about()
    outline.clause(("Nhiệm vụ khác được giao" if work.leads or work.coordinates else "Nhiệm vụ được giao",))
    outline.prose(view.results.duties.get(me), (Slot(f"duties/{me}", "kết quả thực hiện", required=not work.leads),))


def _member_status(view: ReportView, task: Task, me: str, key: str) -> Inline:
    """How far one member of a group is; the text of the results is the whole group's."""
    result = view.results.tasks.get(task.task)
    status = result.members.get(me) if result else None
    if status is None:
        return view.blank_status(key)
    return (status, ". ", Slot(f"{key}/text", "kết quả cụ thể", required=False))


# IV to VI


def _funding(view: ReportView, outline: Outline) -> None:
    if view.work is None and view.plan.funds:
        outline.text((f"Kết quả phân bổ, giải ngân kinh phí {view.reporting.name}:",))
        view.body.add(fund_table(view))
    else:
        outline.text((Slot("funding", "nguồn kinh phí được giao, đã thực hiện; ghi không nếu không có"),))


def _closing_sections(view: ReportView, outline: Outline) -> None:
    results = view.results if view.work is None else NOTHING
    outline.section("Khó khăn, hạn chế và nguyên nhân")
    outline.clause(("Khó khăn, tồn tại, hạn chế",))
    outline.prose(results.difficulties, (Slot("difficulties", "khó khăn, tồn tại, hạn chế"),))
    outline.clause(("Nguyên nhân",))
    outline.prose(results.causes, (Slot("causes", "nguyên nhân khách quan, chủ quan"),))
    outline.section(f"Phương hướng, nhiệm vụ {view.reporting.next_name} và đề xuất, kiến nghị")
    outline.clause((f"Phương hướng, nhiệm vụ trọng tâm {view.reporting.next_name}",))
    outline.prose(results.next, (Slot("next", "nhiệm vụ trọng tâm của kỳ tới"),))
    outline.clause(("Đề xuất, kiến nghị",))
    outline.prose(results.proposals, (Slot("proposals", "đề xuất, kiến nghị; ghi không nếu không có"),))
