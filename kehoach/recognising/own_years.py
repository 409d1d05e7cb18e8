"""Years of a text that are the plan's own, so that next year's plan has the next one there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kehoach.model.document_types import NAMED_WITH_YEAR, NUMBERED
from kehoach.nghi_dinh_30 import LAWS
from kehoach.vietnamese import NBSP

_OF_ANOTHER = re.compile(
    rf"(?i)\b(?:số \d|{NAMED_WITH_YEAR}|{NUMBERED}(?= (?:số|ngày) )|so với|hiện trạng|kết quả|đã|thực hiện được|ước"
    r"|kể từ|tính đến|hiệu lực|kỷ niệm|năm học|trước đây|năm trước|tầm nhìn|định hướng|cùng kỳ|gốc)\b|\d/[A-ZĐ]"
)
"""What ties a year to a document, a programme, or to what was: not to this plan."""
_BEFORE = re.compile(
    r"(?i)(?:\b(?:(?:từ|đến|vào|trước|sau)(?: hết| cuối| đầu)?|của|tháng \d\d?|ngày \d\d?/\d\d?)|\d)\s*$"
)
_NEAR = 30
_QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]")


def own_years(text: str, year: str, *, is_subject: bool = False, subject: str = "") -> tuple[tuple[int, int], ...]:
    """The stretches of the year in "năm 2025" where it is surely the plan's; never call it for a basis.

    `year` is what `{{ year }}` prints: of a plan of several years the period, "2026 - 2030" in "giai đoạn 2026 - 2030",
    as it is typed. Of the subject (`is_subject`) the year at its end is the plan's, whatever programme is named before;
    that of a law or of a document with a number is not. `subject` is the plan's, whose year is its own where a sentence
    says it again.
    """
    text = text.replace(NBSP, " ")
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    return tuple(
        (start, end)
        for word, start, end in _years(text, year)
        if not any(first <= start < last for first, last in quoted)
        and (
            _ends_the_subject(text, word, end)
            if is_subject
            else _is_free(text, word, end) or _names_the_plan(text, word, subject)
        )
    )


def _years(text: str, year: str) -> Iterator[tuple[int, int, int]]:
    """Where the year is, and the word before it."""
    words = "[Nn]ăm" if year.isdecimal() else "(?:[Gg]iai đoạn|[Tt]hời kỳ)"
    for match in re.finditer(rf"\b{words} (?P<year>{re.escape(year)})(?! ?[-\u2013] ?\d|[/.,]\d|[\w/])", text):
        if not _BEFORE.search(text[max(match.start() - _NEAR, 0) : match.start()]):
            yield match.start(), *match.span("year")


_SENTENCE = 600
"""Characters before a year in which something may tie it to another document."""


def _is_free(text: str, start: int, end: int) -> bool:
    first = max(start - _SENTENCE, 0)
    begin = max(max(text.rfind(sign, first, start) for sign in (";", ". ", "\n")) + 1, first)
    return _OF_ANOTHER.search(text, begin, start) is None and not _IS_BASELINE.match(text, end)


_IS_BASELINE = re.compile(r"(?i)[)]? (?:là|chỉ) \d|,? (?:trở đi|trở về trước|trở về sau|và (?:các|những) năm)\b")


def _names_the_plan(text: str, start: int, subject: str) -> bool:
    """Whether the words before a year are the plan's subject, and no number says that another document is meant."""
    stem = re.split(r"(?i),? năm 20\d\d", subject.replace(NBSP, " "))[0].casefold()
    stems = (stem, re.split(r" (?:trên địa bàn|tại|của) ", stem)[0])
    before = text[max(start - _SENTENCE, 0) : start].rstrip(" ,")
    begin = max(before.rfind(sign) for sign in (";", ". ", "\n")) + 1
    if re.search(r"(?i)\bsố \d|\d/[A-ZĐ]", before[begin:]):
        return False
    return any(len(one.split()) >= _LEAST_STEM and before.casefold().endswith(one) for one in stems)


_LEAST_STEM = 4
"""Words of a subject that no other document has by chance."""


def _ends_the_subject(text: str, start: int, end: int) -> bool:
    if re.search(rf"\b(?:{'|'.join(LAWS)}) [^,;]{{0,60}}$", text[max(start - 100, 0) : start]):
        return False
    is_numbered = re.search(r"(?i)\bsố \d", text[:start]) is not None
    return (text[end:].strip(" .") == "" and not is_numbered) or _is_free(text, start, end)
