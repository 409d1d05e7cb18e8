"""Who reports what to whom: generated plans, read a second time by the words of docs/plan-format.md.

The second reading works on the YAML as another program reads it, and on the texts of the printed paper. It knows
nothing of the model: groups, flows, months and tasks are written down here once more.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach.documents.paper import Paper, Paragraph, plain
from kehoach.pipeline.examine import Examiner
from kehoach.pipeline.products import all_reports
from kehoach.pipeline.results import ResultsFound
from kehoach.storage.workspace import Workspace

BODIES = {
    "so-mot": "Sở Một", "so-hai": "Sở Hai", "so-ba": "Sở Ba", "so-bon": "Sở Bốn", "xa-nam": "UBND xã Năm",
    "xa-sau": "UBND xã Sáu", "hoi-bay": "Hội Bảy", "bo-tam": "Bộ Tám", "tinh-uy": "Tỉnh ủy",
}  # fmt: skip
GROUPS = {"cac-xa": ["xa-nam", "xa-sau"], "khoi": ["so-ba", "cac-xa"]}
ISSUER = "ubnd-tinh"
EVERYBODY = "các cơ quan, đơn vị liên quan"
REGISTRY: dict[str, Any] = {
    ISSUER: {
        "name": "UBND tỉnh Mẫu",
        "letterhead": ["ỦY BAN NHÂN DÂN", "TỈNH MẪU"],
        "symbol": "UBND",
        "place": "Mẫu",
        "collective": "ỦY BAN NHÂN DÂN",
        "head": "CHỦ TỊCH",
    },
    **{key: {"name": name, "parent": ISSUER} for key, name in BODIES.items()},
    "cac-xa": {"name": "UBND các xã", "members": GROUPS["cac-xa"]},
    "khoi": {"name": "các cơ quan khối", "members": GROUPS["khoi"]},
    "lien-quan": EVERYBODY,
}
MONTHS = [(month, month) for month in range(1, 13)]
QUARTERS = [(1, 3), (4, 6), (7, 9), (10, 12)]
PERIODS: dict[str, list[tuple[int, int]]] = {
    "năm": [(1, 12)], "01 năm": [(1, 12)], "6 tháng": [(1, 6)], "9 tháng": [(1, 9)], "quý": QUARTERS,
    "Quý II": [(4, 6)], "tháng": MONTHS, "hằng tháng": MONTHS, "tháng 5": [(5, 5)], "6 tháng cuối năm": [(7, 12)],
    "hằng ngày": [], "02 lần/ngày": [], "giữa nhiệm kỳ": [], "tiếp nhận, cấp phát": [],
    "6 tháng, năm": [(1, 6), (1, 12)],
}  # fmt: skip
"""Names of periods with the months that a person reads in them."""


# Plans


def generated(seed: int) -> dict[str, Any]:
    """A plan with flows between bodies, periods of many kinds, one year or several, duties that are shared."""
    chance = random.Random(seed)
    bodies = [key for key in BODIES if key not in ("bo-tam", "tinh-uy")]
    duties, number = [], 0
    for _duty in range(chance.randint(1, 4)):
        items: list[Any] = []
        for _task in range(chance.randint(1, 3)):
            number += 1
            task: dict[str, Any] = {
                "task": f"viec-{number}",
                "name": f"Việc số {number}."[:-1],
                "text": f"Làm việc {number}.",
            }
            if chance.random() < 0.5:
                task["lead"] = chance.sample([*bodies, "cac-xa", "khoi"], chance.randint(1, 2))
            if chance.random() < 0.3:
                task["coordinating"] = chance.sample(bodies, chance.randint(1, 2))
            items.append(task)
        duty = {"agencies": chance.sample([*bodies, "cac-xa"], chance.randint(1, 2)), "items": items}
        if chance.random() < 0.2:
            duty["request"] = True
        duties.append(duty)
    plan: dict[str, Any] = {
        "year": chance.choice(["2026", "2026-2028"]),
        "issuer": ISSUER,
        "date": chance.choice(["", "1/2026", "4/2026", "15/8/2026", "12/2025"]),
        "subject": "Thử báo cáo",
        "opening": "Kế hoạch như sau:",
        "sections": [{"kind": "duties", "items": duties}],
        "reporting": [_flow(chance, bodies, index) for index in range(chance.randint(1, 3))],
        "recipients": ["Các cơ quan"],
        "archive": "VT",
        "signature": {"authority": ["TM"], "title": "Chủ tịch", "name": "A B"},
    }
    return {key: value for key, value in plan.items() if value != ""}


def _flow(chance: random.Random, bodies: list[str], index: int) -> dict[str, Any]:
    flow: dict[str, Any] = {}
    kind = chance.random()
    if kind < 0.55:
        flow = {"from": chance.sample([*bodies, "cac-xa", "khoi"], chance.randint(1, 3)), "to": [ISSUER]}
    elif kind < 0.7:
        others = chance.sample(bodies, chance.randint(0, 1))
        flow = {"from": [ISSUER, *others], "to": chance.sample(["bo-tam", "tinh-uy"], chance.randint(1, 2))}
    elif kind < 0.8:
        flow = {"from": ["lien-quan"], "to": [ISSUER]}
    elif kind < 0.9:
        flow = {"to": [chance.choice([ISSUER, "bo-tam"])]}
    else:
        flow = {"from": ["so-mot", *chance.sample(bodies[1:], 1)], "to": ["so-mot"]}
    if chance.random() < 0.4:
        flow["through"] = chance.choice(bodies)
    names = chance.sample(list(PERIODS), chance.randint(1, 3))
    flow["periods"] = [{"id": f"ky-{index}-{number}", "name": name} for number, name in enumerate(names)]
    if chance.random() < 0.2:
        flow["periods"].append({"id": f"ky-{index}-x", "name": "giữa nhiệm kỳ", "covers": "từ tháng 3 đến tháng 8"})
    return flow


# The second reading


@dataclass(frozen=True)
class Expected:
    """A report as it must be: who makes it, to whom by way of whom, about which months; its tasks, led and other."""

    issuer: str
    addressees: tuple[str, ...]
    through: str
    first: int
    last: int
    leads: tuple[str, ...] = field(default=())
    takes_part: tuple[str, ...] = field(default=())


def members(key: str) -> list[str]:
    return [body for one in GROUPS.get(key, [key]) for body in ([one] if one == key else members(one))]


def work(plan: dict[str, Any]) -> tuple[dict[str, list[str]], dict[str, list[str]], set[str]]:
    """By body the tasks it leads and those it takes part in, and the bodies with something to report by order."""
    leads: dict[str, list[str]] = {}
    other: dict[str, list[str]] = {}
    own: set[str] = set()
    ordered: set[str] = set()
    for duty in plan["sections"][0]["items"]:
        around = [body for key in duty["agencies"] for body in members(key)]
        own |= set(around)
        ordered |= set() if duty.get("request") else set(around)
        for task in duty["items"]:
            leading = [body for key in task.get("lead", duty["agencies"]) for body in members(key)]
            helping = [body for key in task.get("coordinating", []) for body in members(key)] + around
            own |= set(leading)
            ordered |= set() if duty.get("request") else set(leading)
            for body in dict.fromkeys(leading):
                leads.setdefault(body, []).append(task["task"])
            for body in dict.fromkeys(helping):
                if body not in leading:
                    other.setdefault(body, []).append(task["task"])
    return leads, other, own & ordered


def second_reading(plan: dict[str, Any], year: int) -> set[Expected]:
    """Every report that the plan calls for in a year."""
    leads, other, everybody = work(plan)
    duties = {key for duty in plan["sections"][0]["items"] for key in duty["agencies"]}

    def own(flow: dict[str, Any]) -> bool:
        if "from" in flow:
            return ISSUER in flow["from"]
        return ISSUER not in flow["to"] and not duties & set(flow["to"])

    found = set()
    for flow in plan["reporting"]:
        if "from" in flow:
            senders = [
                body for key in flow["from"] for body in (sorted(everybody) if key == "lien-quan" else members(key))
            ]
        else:
            senders = [] if own(flow) else sorted(everybody)
        reporters = {body: flow["to"] for body in senders if body != ISSUER and flow["to"] != [body]}
        if own(flow):
            reporters[ISSUER] = flow["to"]
        elif ISSUER in flow["to"] and not any(own(one) for one in plan["reporting"]):
            reporters[ISSUER] = []
        for period in flow["periods"]:
            for first, last in [(3, 8)] if "covers" in period else PERIODS[period["name"]]:
                if ended(last, year) < issued(plan):
                    continue
                for body, to in reporters.items():
                    way = flow.get("through", "")
                    way = "" if way == body or not to or way in flow["to"] else name(way)
                    addressed = tuple(name(one) for one in to if one != body)
                    leading = () if body == ISSUER else tuple(leads.get(body, ()))
                    helping = () if body == ISSUER else tuple(other.get(body, ()))
                    found.add(Expected(name(body), addressed, way, first, last, leading, helping))
    return found


def name(key: str) -> str:
    return str(REGISTRY[key]["name"]) if key else ""


def ended(last: int, year: int) -> date:
    """The last day of a month."""
    return date(year + last // 12, last % 12 + 1, 1) - timedelta(days=1)


def issued(plan: dict[str, Any]) -> date:
    """The first day on which the plan can be issued."""
    parts = [int(part) for part in str(plan.get("date", "1/2026")).split("/")]
    return date(parts[-1], parts[-2], parts[0] if len(parts) == 3 else 1)


# The printed papers


def as_printed(paper: Paper, first: int, last: int) -> Expected:
    """What a paper says of itself: in its opening, its Kính gửi, its headings of tasks."""
    main = paper.parts[0]
    lines = [_loose(plain(line)) for line in main.addressees]
    ways = {match[1] for line in lines if (match := re.search(r" \(qua (.*?)\)", line))}
    assert len(ways) < 2
    addressed = tuple(re.sub(r"^- | \(qua .*?\)|[;.]$", "", line) for line in lines)
    issuer = _loose(plain(main.opening[0])).split(" báo cáo kết quả ")[0]
    tasks: dict[str, list[str]] = {"chủ trì": [], "phối hợp": []}
    at = ""
    for block in main.blocks:
        text = _loose(plain(block.text)) if isinstance(block, Paragraph) else ""
        if match := re.fullmatch(r"Nhiệm vụ (chủ trì|phối hợp|khác được giao)", text):
            at = match[1]
        elif at in tasks and (match := re.match(r"Việc số (\d+)\b", text)):
            tasks[at].append(f"viec-{match[1]}")
    stretch = re.search(r"báo cáo kết quả (.*?) thực hiện", _loose(plain(main.opening[0])))
    assert stretch is not None
    assert _months(stretch[1]) == (first, last), stretch[1]
    own = issuer != name(ISSUER)
    return Expected(
        issuer, addressed, next(iter(ways), ""), first, last,
        tuple(tasks["chủ trì"]) if own else (), tuple(tasks["phối hợp"]) if own else (),
    )  # fmt: skip


def _loose(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def _months(words: str) -> tuple[int, int]:
    """The months that a title names, read the other way round."""
    words = re.sub(r" ?(?:năm )?20\d\d$", "", words)
    quarters = {"I": 1, "II": 2, "III": 3, "IV": 4}
    if words in ("", "năm"):
        return 1, 12
    if match := re.fullmatch(r"quý (\w+)", words):
        return quarters[match[1]] * 3 - 2, quarters[match[1]] * 3
    if match := re.fullmatch(r"tháng (\d+)", words):
        return int(match[1]), int(match[1])
    if match := re.fullmatch(r"(\d+) tháng (đầu|cuối)(?: năm)?", words):
        return (1, int(match[1])) if match[2] == "đầu" else (13 - int(match[1]), 12)
    match = re.fullmatch(r"từ tháng (\d+) đến tháng (\d+)", words)
    assert match, words
    return int(match[1]), int(match[2])


def differs(seed: int, place: Path) -> list[Any]:
    """The reports of a plan in which the papers and the second reading differ, in each of its years."""
    plan = generated(seed)
    folder = place / str(seed)
    file = folder / "plans" / "2026" / "thu.yaml"
    file.parent.mkdir(parents=True)
    (folder / "plans" / "agencies.yaml").write_text(yaml.safe_dump(REGISTRY, allow_unicode=True), encoding="utf-8")
    file.write_text(yaml.safe_dump(plan, allow_unicode=True, sort_keys=False), encoding="utf-8")
    examined = Examiner(Workspace.around(folder)).examine(file)
    assert examined.plan is not None
    assert not examined.stops, examined.report
    found = []
    for year in (2026,) if plan["year"] == "2026" else (2026, 2027, 2028):
        expected = second_reading(plan, year)
        papers = list(all_reports(examined, examined.plan, _OfYear(year)))
        assert len({product.name for product in papers}) == len(papers)
        printed = set()
        for product in papers:
            paper = product.content()
            stretch = re.search(r"báo cáo kết quả (.*?) thực hiện", _loose(plain(paper.parts[0].opening[0])))
            assert stretch is not None
            assert stretch[1].endswith(str(year))
            printed.add(as_printed(paper, *_months(stretch[1])))
        found += [(seed, year, one) for one in expected ^ printed]
    return found


class _OfYear(ResultsFound):
    """No results, asked for the reports of one year."""

    def __init__(self, year: int) -> None:
        super().__init__()
        object.__setattr__(self, "_year", year)

    def years(self, plan: object) -> tuple[int, ...]:
        return (self._year,)  # type: ignore[attr-defined, no-any-return]


def test_every_report_is_what_a_second_reading_of_the_plan_expects(tmp_path: Path) -> None:
    assert [found for seed in range(12) for found in differs(seed, tmp_path)] == []


@pytest.mark.long
def test_two_hundred_plans_are_reported_on_as_a_second_reading_expects(tmp_path: Path) -> None:
    assert [found for seed in range(200) for found in differs(seed, tmp_path)] == []
