"""Whether a year or a day in a sentence is a document's, has passed, or is planned: only what is planned moves.

Words decide, those nearest first: the part of the sentence between commas, then the sentence, then the heading above.
Where they say both or nothing certain, a person is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from enum import Enum
from functools import cached_property

from kehoach.frozen import frozen
from kehoach.model.agency import Agencies
from kehoach.model.base import Located, Ref
from kehoach.model.items import Group, Target
from kehoach.model.plan import Plan, SectionKind
from kehoach.rolling.cited import Naming, naming

_PAST = re.compile(
    r"(?i)(?<!\w)(?:đã|vừa qua|vừa rồi|tính đến|tính từ|l[uũ][yỹ] kế|xảy ra|ghi nhận|bùng phát|người chết|"
    r"người bị thương|mất tích|ước đạt|ước thực hiện|ước cả năm|đến nay|đạt được|được công nhận|được thành lập|"
    r"có hiệu lực|đi vào hoạt động|đến \d{1,2} ?(?:h|giờ)|qua rà soát|"
    r"theo (?:kết quả|số liệu|thống kê)|trận|cơn bão|bão số|đợt mưa|kết thúc năm|kết quả đạt)(?![^\W\d])"
    r"|(?:^|[-+:;,] ?)Kết quả (?:thực hiện|đạt được|năm|giai đoạn)"
)
"""What has happened, or is in force since."""
_PLANNED = re.compile(
    r"(?i)(?<!\w)(?:phấn đấu|sẽ|trước ngày|trước tháng|trước quý|chậm nhất|xong trước|mục tiêu|chỉ tiêu|dự kiến|"
    r"tối thiểu|ít nhất|không quá|bảo đảm|đảm bảo|tiếp tục|thời hạn|hạn (?:cuối|chót|nộp)|đề nghị|yêu cầu)(?!\w)"
)
_GIVEN = re.compile(
    r"(?i)(?<!\w)(?:được (?:\w+ ){0,3}(?:giao|phê duyệt|phân bổ|cấp)|là năm|"
    r"(?:tại|theo|từ) (?:hội nghị|cuộc họp|phiên họp))(?!\w)"
)
"""What somebody gave, said or made of a year."""
_EVENT = re.compile(
    r"(?i)(?<!\w)(?:có hiệu lực|hiệu lực thi hành|chính quyền địa phương (?:hai|02|2) cấp|sáp nhập|hợp nhất|chia tách|"
    r"ban hành|ký|khởi công|khánh thành|thành lập|kỷ niệm|ngày sinh|ngày mất)(?!\w)"
)
"""What is on one day once for all."""
_DUE = re.compile(r"(?i)(?<!\w)(?:hoàn thành|xong|nộp|gửi|báo cáo)(?!\w)")
_FACT = re.compile(
    r"(?i)(?<!\w)(?:có|còn|bị|mất|chiếm|là|thu được|đạt|tăng|giảm|hiện|cùng kỳ|thời điểm|thiệt hại|vụ|ca mắc)(?!\w)"
)
"""Verbs of facts, and of aims too: only where aims are set they set one."""
_STANDS = re.compile(
    r"(?i)(?<!\w)(?:có|còn|bị|mất|chiếm|là|đạt|tăng|giảm|thu|thu được) (?:khoảng |trên |gần |hơn |tới |thêm |đến )?\d"
)
_HEADING = re.compile(
    r"(?i)^\W*(?:đánh giá (?:tình hình|kết quả|chung|thực trạng)|tình hình|kết quả|thực trạng|hiện trạng|tồn tại|"
    r"hạn chế|những (?:kết quả|hạn chế|tồn tại|khó khăn)|khó khăn|nguyên nhân|bối cảnh|khái quát|đặc điểm|"
    r"sự cần thiết|diễn biến)"
)
_SENTENCE, _CLAUSE, _NEAR = (
    re.compile(rf"{signs}(?=\s)|\n") for signs in (r"[.!?]", r"[.!?;:]", r"[.!?;:,()]|(?<= và)")
)
_REACH = 400


class Tense(Enum):
    """What a year or a day belongs to."""

    CITED = "cited"
    PAST = "past"
    PLANNED = "planned"
    UNCLEAR = "unclear"


@frozen
class Tenses:
    """The reader of the sentences of one plan."""

    plan: Plan
    agencies: Agencies

    def of_year(self, start: int, end: int, ends: date | None = None) -> Tense:
        """The tense of the year `running.whole[start:end]`; `ends` is the last day of its month or quarter."""
        if cited := self._of_document(start, end):
            return cited
        return Tense.PAST if ends and ends < self._written_on else self._said(start, end)

    def of_day(self, start: int, end: int, day: date | None) -> Tense:
        """The tense of a day. Without a word that sets it as a date to keep it is unclear."""
        if cited := self._of_document(start, end):
            return cited
        if day and day <= self._written_on:
            return Tense.PAST
        said = self._said(start, end)
        sentence = _around(self._whole, start, end, _CLAUSE)
        if _EVENT.search(sentence) and not _DUE.search(sentence):
            return Tense.UNCLEAR if said is Tense.PLANNED else Tense.PAST
        sentence = _around(self._whole, start, end, _SENTENCE)
        sets = _PLANNED.search(sentence) or _DUE.search(sentence)
        return said if said is not Tense.PLANNED or sets else Tense.UNCLEAR

    def is_past(self, start: int, end: int) -> bool:
        """Whether a sentence with a figure tells, by its own words, what has happened."""
        sentence = _around(self._whole, start, end, _SENTENCE)
        told = any(char.isdecimal() for char in sentence) and _PAST.search(sentence)
        return bool(told) and not _PLANNED.search(sentence)

    def _of_document(self, start: int, end: int) -> Tense | None:
        before, after = _halves(self._whole, start, end, _CLAUSE)
        found = naming(before, after, self._issuer)
        if found is Naming.UNCLEAR and self._is_about_the_plan(start):
            return None
        return {Naming.DOCUMENT: Tense.CITED, Naming.UNCLEAR: Tense.UNCLEAR}.get(found)

    def _said(self, start: int, end: int) -> Tense:
        for ends in (_NEAR, _SENTENCE):
            words = _around(self._whole, start, end, ends)
            past, planned = bool(_PAST.search(words)), bool(_PLANNED.search(words))
            if past != planned:
                return Tense.PAST if past else Tense.PLANNED
            if past:
                return Tense.UNCLEAR
        place = self._place(start)
        if any(first <= place < last for first, last in self._looking_back):
            return Tense.PAST
        sets = any(first <= place < last for first, last in self._setting_aims)
        if _GIVEN.search(_around(self._whole, start, end, _CLAUSE)):
            return Tense.UNCLEAR
        told = (_FACT if self._is_text(place) else _STANDS).search(_around(self._whole, start, end, _CLAUSE))
        return Tense.UNCLEAR if told and not sets else Tense.PLANNED

    @property
    def _whole(self) -> str:
        return self.plan.running.whole

    @cached_property
    def _written_on(self) -> date:
        """What is before this day had happened when the plan was issued."""
        issued = self.plan.issued_on
        return issued.earliest if issued else date(self.plan.year.first, 1, 1)

    @cached_property
    def _issuer(self) -> tuple[str, ...]:
        issuer = self.agencies.by_id.get(self.plan.issuer.text) if isinstance(self.plan.issuer, Ref) else None
        words = " ".join(str(issuer.name).split()[:2]) if issuer else ""
        names = (*issuer.names, words) if issuer else ()
        whole = ("Ủy ban nhân dân", "Uỷ ban nhân dân")
        return (*names, *(name.replace("UBND", full) for name in names if "UBND" in name for full in whole))

    def _place(self, index: int) -> int:
        running = self.plan.running
        return running.prose_at(index).span.start

    def _is_about_the_plan(self, index: int) -> bool:
        """Whether a text names the plan itself: its subject, opening and end, and the decision that promulgates it."""
        running = self.plan.running
        prose = running.prose_at(index)
        decision = self.plan.decision
        own = (decision.subject, *decision.articles) if decision else ()
        return any(prose is one for one in (self.plan.subject, self.plan.opening, self.plan.closing, *own))

    @cached_property
    def _looking_back(self) -> tuple[tuple[int, int], ...]:
        """Parts of the plan whose heading announces what has been."""
        return tuple(_extent(holder) for holder, heading in self._headed if _HEADING.match(heading))

    @cached_property
    def _headed(self) -> tuple[tuple[Located, str], ...]:
        groups = (placed.item for placed in self.plan.placed if isinstance(placed.item, Group))
        found: Iterator[tuple[Located, object]] = (
            *((one, one.heading) for one in self.plan.sections),
            *((one, one.heading or one.label) for one in groups),
            *((one, one.title) for one in self.plan.appendices),
        )  # type: ignore[assignment]
        return tuple((holder, str(heading)) for holder, heading in found if heading)

    @cached_property
    def _setting_aims(self) -> tuple[tuple[int, int], ...]:
        sections = (one for one in self.plan.sections if one.kind is SectionKind.TARGETS)
        targets = (placed.item for placed in self.plan.placed if isinstance(placed.item, Target))
        return tuple(_extent(one) for one in (*sections, *targets))

    def _is_text(self, place: int) -> bool:
        """Whether a text is in no part that is there to plan."""
        planning = (one for one in self.plan.sections if one.kind is not SectionKind.TEXT)
        return not any(first <= place < last for first, last in map(_extent, planning))


def _extent(holder: Located) -> tuple[int, int]:
    return holder.span.start, holder.span.end


def _halves(whole: str, start: int, end: int, ends: re.Pattern[str]) -> tuple[str, str]:
    """What is before and after a stretch, as far as a sign of the kind `ends`."""
    head, tail = whole[max(start - _REACH, 0) : start], whole[end : end + _REACH]
    last = [match.end() for match in ends.finditer(head)]
    first = ends.search(tail)
    return head[last[-1] if last else 0 :], tail[: first.start() if first else len(tail)]


def _around(whole: str, start: int, end: int, ends: re.Pattern[str]) -> str:
    before, after = _halves(whole, start, end, ends)
    return f"{before}{whole[start:end]}{after}".strip()
