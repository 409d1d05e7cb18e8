"""Whether a sentence speaks of a body or a unit as one of the past."""

from __future__ import annotations

from kehoach.model.plan import Plan
from kehoach.model.prose import Prose
from kehoach.patterns import regex
from kehoach.vietnamese import YEAR

_NUMBERED = regex(r"\b[Ss]ố:? ?\d")
_ASSIGNING = regex(r"\b(?:(?<!việc )[Gg]iao|[Yy]êu cầu|[Đđ]ề nghị|chủ trì|[Pp]hối hợp)\b")
_OF_A_DOCUMENT = regex(
    r"\b(?:Quyết định|Nghị quyết|Nghị định|Thông tư|Chỉ thị|Kế hoạch|Công văn|Thông báo|Báo cáo|Tờ trình|Đề án|"
    r"Văn bản|Hướng dẫn|Kết luận)(?: [^\s,;:]+){0,6} của (?:Bộ trưởng |Chủ tịch |các )?$"
)
_OLD = regex(
    r"(?i)\b(?:cũ|trước đây|trước kia|trước sáp nhập|nay là|nay thuộc|giải thể|sáp nhập|hợp nhất|không còn|"
    r"không tổ chức|thành lập trên cơ sở|từng (?:công tác|giữ)|kết thúc (?:hoạt động|đơn vị)|chấm dứt|tiền thân|bỏ cấp|"
    r"(?:trước|sau|trước khi|sau khi|việc) (?:sắp xếp|tổ chức lại|kiện toàn)|"
    r"sắp xếp (?:các |lại )?(?:đơn vị hành chính|đvhc|tổ chức|bộ máy|cơ quan))\b"
)
_NAMED_AS_OLD = regex(
    r"\b(?:[Nn]guyên|trước là|thay thế|thay cho|(?<!từng )từ)(?: các)? $|"
    r"\b(?<!tài )[Nn]guyên (?:là )?(?:Phòng|UBND|HĐND|Huyện|Chủ tịch|Phó|Bí thư|Sở|Ban|Trưởng)\b[^,;]{0,60}$"
)
_PAST_YEAR = regex(rf"(?:\b[Nn]ăm |/)({YEAR})(?!\d| ?[-\u2013] ?\d|/)")
_LOOKS_BACK = regex(r"\b(?:[Tt]ổng kết|[Kk]ết quả|[Đđ]ánh giá|đã)\b")
_PERIOD = regex(rf"{YEAR} ?[-\u2013] ?({YEAR})(?!\d)")


class Past:
    """Tells of each place of a plan's running text whether it is about the past."""

    def __init__(self, plan: Plan) -> None:
        self._running = plan.running
        self._first_year = plan.issued_between[0].year
        texts = (base if isinstance(base, Prose) else base.subject for base in plan.bases)
        self._bases = {id(text) for text in texts}

    def holds(self, start: int, end: int) -> bool:
        """Whether `whole[start:end]` is named as something of the past, or in the name of a document."""
        running = self._running
        if id(running.prose_at(start)) in self._bases:
            return True
        before, after = running.sentence_before(start), running.sentence_after(end)
        if _NAMED_AS_OLD.search(before) or _OF_A_DOCUMENT.search(before[-80:]):
            return True
        if before.count("“") > before.count("”") or before.count('"') % 2:
            return True  # a title, or words of somebody else
        if cited := [match.end() for match in _NUMBERED.finditer(before)]:
            assigned = _ASSIGNING.search(before, cited[-1])
            if assigned is None:
                return True
            before = before[assigned.end() :]
        sentence = before + running.whole[start:end] + after
        years = _PAST_YEAR.findall(sentence)
        if _LOOKS_BACK.search(sentence):
            years += _PERIOD.findall(sentence)
        return is_old(sentence) or any(int(year) < self._first_year for year in years)


def is_old(words: str) -> bool:
    """Whether words say that what they name is of the past: "huyện X cũ", "trước sáp nhập"."""
    return bool(_OLD.search(words))
