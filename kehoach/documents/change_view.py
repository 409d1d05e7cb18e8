"""The differences between two plans as a leader reads them: entries of a page, the most important first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kehoach.comparing import Difference, DifferenceKind, DifferenceTopic, undecided
from kehoach.documents.inline import as_plain, bound, marked
from kehoach.documents.paper import Align, Column, HeaderCell, Inline, Row, Table, plain
from kehoach.documents.wording import distinct_names
from kehoach.frozen import frozen
from kehoach.model.agency import Agencies
from kehoach.model.base import Todo
from kehoach.model.funds import whole_funds
from kehoach.model.plan import Plan
from kehoach.model.prose import BRACES
from kehoach.model.quantity import change, total_of
from kehoach.phrases import first_words
from kehoach.vietnamese import upper_first

KINDS = {
    DifferenceKind.ADDED: "thêm",
    DifferenceKind.REMOVED: "bỏ",
    DifferenceKind.CHANGED: "sửa",
    DifferenceKind.MOVED: "chuyển chỗ",
    DifferenceKind.RENAMED: "đổi tên",
}
TOPICS = {
    DifferenceTopic.PLAN: "thông tin chung",
    DifferenceTopic.TARGETS: "chỉ tiêu",
    DifferenceTopic.TASKS: "nhiệm vụ",
    DifferenceTopic.AGENCIES: "cơ quan",
    DifferenceTopic.DUTIES: "phân công",
    DifferenceTopic.FUNDING: "kinh phí",
    DifferenceTopic.REPORTING: "chế độ báo cáo",
    DifferenceTopic.BASES: "căn cứ",
    DifferenceTopic.SIGNING: "ký ban hành",
    DifferenceTopic.RECIPIENTS: "nơi nhận",
    DifferenceTopic.SECTIONS: "bố cục",
    DifferenceTopic.WORDING: "câu chữ",
    DifferenceTopic.FORM: "trình bày",
}
_COLUMNS = (Column(84.0), Column(37.0, Align.CENTER), Column(39.0, Align.CENTER))
LONGEST = 110
"""Characters of a name or a value on this page."""


@frozen
class Chapter:
    """A part of the page: entries, of which the first `shown` are printed and the rest counted.

    `about` ends the sentence that counts them. `weight` says how much of the page it may claim beside the others; a
    chapter of weight 1 is left out when there is no room.
    """

    heading: str
    entries: tuple[Inline | Row, ...]
    about: str
    weight: int
    shown: int

    @property
    def claim(self) -> tuple[bool, float]:
        """Who gives up an entry first: who has more than it must have, then who has most for its weight."""
        return self.shown > min(self.weight - 1, 1), self.shown / self.weight

    @property
    def rest(self) -> str:
        """What counts the entries that are not printed, "" when all are."""
        count = len(self.entries) - self.shown
        return f"và {count} {self.about}" if count else ""


class ChangeView:
    """The differences as a leader reads them."""

    def __init__(
        self,
        old: Plan,
        new: Plan,
        agencies: Agencies,
        reported: tuple[tuple[Difference, tuple[Difference, ...]], ...],
    ) -> None:
        self.old, self.new, self.agencies, self.reported = old, new, agencies, reported

    def of(self, topic: DifferenceTopic) -> Iterator[tuple[Difference, tuple[Difference, ...]]]:
        """The differences on one topic, what is new first, then what is gone."""
        order = (
            DifferenceKind.ADDED,
            DifferenceKind.REMOVED,
            DifferenceKind.RENAMED,
            DifferenceKind.CHANGED,
            DifferenceKind.MOVED,
        )
        found = [pair for pair in self.reported if pair[0].topic is topic]
        return iter(sorted(found, key=lambda pair: order.index(pair[0].kind)))

    def glance(self) -> Iterator[Inline]:
        """How much changed, of what kind and on what."""
        if not self.reported:
            yield ("Hai kế hoạch không khác nhau về nội dung.",)
            return
        kinds = ", ".join(
            f"{count} {name}"
            for kind, name in KINDS.items()
            if (count := sum(one.kind is kind for one, _ in self.reported))
        )
        topics = "; ".join(
            f"{name} {count}"
            for topic, name in TOPICS.items()
            if (count := sum(one.topic is topic for one, _details in self.reported))
        )
        yield (f"Có {len(self.reported)} thay đổi ({kinds}). Theo nội dung: {topics}.",)

    def chapters(self) -> Iterator[Chapter]:
        """The parts of the page, the most important first."""
        for heading, entries, about, weight in (
            ("Chung", self.general(), "thay đổi chung khác", 2),
            ("Chỉ tiêu", self.targets(), "thay đổi khác về chỉ tiêu", 4),
            ("Nhiệm vụ", self.tasks(), "thay đổi khác về nhiệm vụ", 3),
            ("Cơ quan", self.bodies(), "thay đổi khác về cơ quan", 2),
            ("Kinh phí", self.money(), "thay đổi khác về kinh phí", 2),
            ("Còn phải quyết định", self.questions(), "điểm khác chưa quyết định", 2),
            ("Thay đổi khác", self.others(), "thay đổi khác về báo cáo, căn cứ, bố cục, nơi nhận, câu chữ", 1),
        ):
            reported = tuple(entries)
            yield Chapter(heading, reported, about, weight, len(reported))

    def general(self) -> Iterator[Inline]:
        """Who issues it and who signs; year and subject are in the title, number and day are still to come."""
        for topic in (DifferenceTopic.PLAN, DifferenceTopic.SIGNING):
            for one, _details in self.of(topic):
                label = _GENERAL.get(one.what)
                if label:
                    yield (f"{label}: ", *_from_to(one))

    def targets(self) -> Iterator[Inline | Row]:
        """Figures in a table, old beside new; everything else of targets as lines below it."""
        lines: list[Inline] = []
        for one, _details in self.of(DifferenceTopic.TARGETS):
            name = self._target(one)
            if one.kind is DifferenceKind.ADDED:
                yield Row(((f"{name} (mới)",), ("-",), _value(one) or ("có",)))
            elif one.kind is DifferenceKind.REMOVED:
                yield Row(((f"{name} (bỏ)",), _value(one) or ("có",), ("-",)))
            elif one.what in ("value", "values"):
                of = f", năm {one.of}" if one.of else ""
                yield Row(((f"{name}{of}",), _side(one, new=False), _side(one, new=True)))
            elif one.what in _TARGET:
                label = _TARGET[one.what].format(of=one.of)
                lines.append((f"{name}, {label}: ", *_from_to(one)))
        yield from lines

    def _target(self, one: Difference) -> str:
        """The name of a target, with the heading above it where another has the same name."""
        plan, at = self.new if one.new else self.old, one.side.span.start
        found = next((key for key, target in plan.targets.items() if target.span.start <= at < target.span.end), "")
        known = plain(distinct_names(plan, self.agencies).get(found, ()))
        return short(known if known.endswith(f": {one.name}") else one.name)

    def tasks(self) -> Iterator[Inline]:
        """New and dropped tasks with who leads; who else leads now, and what is due on another day."""
        for one, details in self.of(DifferenceTopic.TASKS):
            name = short(one.name)
            if one.kind in (DifferenceKind.ADDED, DifferenceKind.REMOVED):
                facts = {detail.what: short(detail.side.text, 60) for detail in details}
                said = "; ".join(
                    f"{label}: {facts[key]}"
                    for key, label in (("lead", "chủ trì"), ("deadline", "thời hạn"))
                    if key in facts
                )
                yield (f"{'Mới' if one.kind is DifferenceKind.ADDED else 'Bỏ'}: {name}{f' ({said})' if said else ''}",)
            elif one.what in _TASK:
                yield (f"{name}, {_TASK[one.what]}: ", *_from_to(one))

    def bodies(self) -> Iterator[Inline]:
        """Who has work now that had none, who has none any more, who is called otherwise."""
        for kind, label in ((DifferenceKind.ADDED, "Nhận việc"), (DifferenceKind.REMOVED, "Không còn việc")):
            names = [one.name for one, _details in self.of(DifferenceTopic.AGENCIES) if one.kind is kind]
            if names:
                yield (f"{label}: {_listed(names)}",)
        for one, _details in self.of(DifferenceTopic.AGENCIES):
            if one.kind is DifferenceKind.RENAMED:
                yield ("Đổi tên: ", *_from_to(one))

    def money(self) -> Iterator[Inline]:
        """The sum, then each source."""
        before, after = (total_of(fund.amount for fund in whole_funds(plan)) for plan in (self.old, self.new))
        by = change(before, after) if before and after else ""
        if before and after and before.text != after.text and len(whole_funds(self.new)) > 1:
            yield (f"Tổng số: từ {before} thành {after}{f' ({by})' if by else ''}",)
        for one, _details in self.of(DifferenceTopic.FUNDING):
            name = short(one.name)
            if one.kind in (DifferenceKind.ADDED, DifferenceKind.REMOVED):
                amount = f": {one.side.text}" if one.side.quantity else ""
                yield (f"{'Thêm' if one.kind is DifferenceKind.ADDED else 'Bỏ'}: {name}{amount}",)
            elif one.what in ("amount", "amounts"):
                of = f" năm {one.of}" if one.of else ""
                by = f" ({one.by})" if one.by else ""
                yield (f"{name}{of}: ", *_from_to(one), by)

    def questions(self) -> Iterator[Inline]:
        """What nobody has decided yet in the new plan."""
        for name, todo in undecided(self.new, self.agencies):
            about = short(name, 60)
            yield (f"{about}: " if about else "", Todo(short(todo.question, 80)))

    def others(self) -> Iterator[Inline]:
        """What else came, went or changed, by name."""
        for topic in (
            DifferenceTopic.REPORTING,
            DifferenceTopic.BASES,
            DifferenceTopic.SECTIONS,
            DifferenceTopic.RECIPIENTS,
            DifferenceTopic.DUTIES,
            DifferenceTopic.WORDING,
        ):
            for one, _details in self.of(topic):
                did = upper_first(f"{KINDS[one.kind]} {TOPICS[topic]}")
                text = one.side.text if not one.what and one.kind is not DifferenceKind.MOVED else ""
                name = ": ".join(part for part in (one.name, text if text != one.name else "") if part)
                if one.kind is DifferenceKind.RENAMED:
                    yield (f"{did}: ", *_from_to(one))
                elif name:
                    yield (f"{did}: {short(name)}",)

    def table(self, rows: tuple[Row, ...]) -> Table:
        """Targets, old beside new."""
        same = self.old.year == self.new.year
        heads = ("Bản trước", "Bản mới") if same else (str(self.old.year), str(self.new.year))
        return Table(_COLUMNS, (tuple(HeaderCell(text) for text in ("Chỉ tiêu", *heads)),), rows)


_EXPRESSION = re.compile(BRACES)
"""What a text that changed has in place of a value of the plan."""
_GENERAL = {
    "issuer": "Cơ quan ban hành",
    "type": "Loại văn bản",
    "authority": "Quyền hạn ký",
    "title": "Chức vụ người ký",
    "name": "Người ký",
    "office": "Chức vụ khác của người ký",
}
_TARGET = {
    "baseline": "kỳ trước",
    "shares": "giao {of}",
    "lead": "chủ trì",
    "by": "thời điểm đạt",
    "better": "chiều tốt lên",
    "total": "tổng giao",
    "name": "đổi tên",
}
_TASK = {
    "lead": "chủ trì",
    "deadline": "thời hạn",
    "name": "đổi tên",
    "deliverable": "sản phẩm",
    "person": "người phụ trách",
}


def _from_to(one: Difference) -> Inline:
    """How it was and how it is, as a sentence says it."""
    if one.old is None:
        return ("nay có ", *_side(one, new=True))
    if one.new is None:
        return ("không còn (trước là ", *_side(one, new=False), ")")
    if one.kind is DifferenceKind.RENAMED:
        return bound((f"từ {short(one.old.name)} thành {short(one.new.name)}",))
    return ("từ ", *_side(one, new=False), " thành ", *_side(one, new=True))


def _side(one: Difference, *, new: bool) -> Inline:
    side = one.new if new else one.old
    if side is None or not side.text:
        return ("-",)
    return bound(marked(_EXPRESSION.sub("…", side.text), LONGEST, question=60))


def _value(one: Difference) -> Inline:
    """The value of a target that came or went; none of one that is met or not."""
    return _side(one, new=one.new is not None) if one.side.quantity or one.side.todos else ()


def _listed(names: Sequence[str]) -> str:
    """Names in about two lines, the rest counted."""
    kept = [name for index, name in enumerate(names) if index == 0 or len("; ".join(names[: index + 1])) < 180]
    rest = len(names) - len(kept)
    return "; ".join(kept) + (f" và {rest} cơ quan khác" if rest else "")


def short(text: str, length: int = LONGEST) -> str:
    """A text on one line of this page, without the signs that a plan is typed with."""
    whole = " ".join(as_plain(_EXPRESSION.sub("…", text)).split())
    return whole if len(whole) <= length else first_words(whole, length)
