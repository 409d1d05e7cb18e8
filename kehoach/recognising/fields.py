"""A fact of a task on a line of its own: "Cơ quan chủ trì: Sở Nội vụ", "Thời gian thực hiện: Quý II"."""

from __future__ import annotations

import re

from kehoach.frozen import frozen


@frozen
class FoundField:
    """A line that states one fact of a task. `key` is that of the plan file, `label` as typed, without its colon.

    What is after the colon is from `start` to `end` of the text.
    """

    key: str
    label: str
    start: int
    end: int


_WHO = r"(?:các )?(?:cơ quan|đơn vị|sở,? ngành)(?:,? (?:cơ quan|đơn vị))?"
_LABELS = {
    "coordinating": rf"(?:{_WHO} )?phối hợp(?: thực hiện)?",
    "lead": (
        rf"(?:{_WHO} )?chủ trì(?: thực hiện| tham mưu)?|{_WHO} (?:thực hiện|đầu mối|chịu trách nhiệm)"
        r"|phân công thực hiện"
    ),
    "person": r"(?:cán bộ|người|lãnh đạo|công chức) (?:phụ trách|thực hiện|theo dõi|chỉ đạo|chịu trách nhiệm)",
    "deadline": (
        r"(?:thời (?:gian|hạn)|tiến độ)(?: (?:thực hiện|hoàn thành|triển khai|tổ chức|báo cáo))*(?: hoàn thành)?"
    ),
    "deliverable": r"(?:sản phẩm|kết quả)(?: (?:đầu ra|dự kiến|hoàn thành|đạt được|thực hiện|cần đạt))*",
    "fund": r"(?:nguồn )?kinh phí(?: thực hiện)?|nguồn vốn(?: thực hiện)?",
}
"""Keys of a task's facts, and how people head them. One who coordinates is told before one who leads."""
_FIELD = re.compile(
    rf"(?i)\s{{0,40}}(?P<label>{'|'.join(f'(?P<{key}>{words})' for key, words in _LABELS.items())})"
    r"\s{0,40}:\s{0,40}(?P<value>\S.*?)\s{0,40}",
    re.DOTALL,
)


def field_in(text: str) -> FoundField | None:
    """The fact that a line states, None for any other line, or one with nothing after its colon."""
    match = _FIELD.fullmatch(text)
    if match is None:
        return None
    key = next(key for key in _LABELS if match[key] is not None)
    return FoundField(key, match["label"], *match.span("value"))


def key_of(heading: str) -> str:
    """The key of a column by its heading: `lead` of "Cơ quan chủ trì"; "" where it heads none of a task's facts."""
    plain = " ".join(heading.split()).rstrip(" :")
    return next((key for key, words in _LABELS.items() if re.fullmatch(rf"(?i){words}", plain)), "")
