"""The figure of a target read out of its sentence: one certain quantity, or one that rises or falls to another."""

from __future__ import annotations

import re

from kehoach.frozen import frozen
from kehoach.model.quantity import CEILINGS
from kehoach.parse.quantities import quantity_of
from kehoach.recognising.figures import FoundFigure, figures_in
from kehoach.recognising.ids import short_id
from kehoach.vietnamese import NBSP, upper_first


@frozen
class FoundQuantity:
    """What a sentence aims at. `value` goes in place of `start` to `end`, as it prints; so does `baseline`, "" if none.

    `better` is "lower" or "" for higher. `name` are the words of the sentence that say what is measured; `id` is short.
    Both are "" where only a heading or a label above can say it: "Đạt 95%."
    """

    value: str
    start: int
    end: int
    unit: str
    name: str
    id: str
    better: str = ""
    baseline: str = ""
    baseline_start: int = 0
    baseline_end: int = 0


def targets_in(sentence: str) -> FoundQuantity | None:
    """The one quantity that a sentence aims at, None where it has none, or several, or speaks of what was."""
    if len(sentence) > _LONGEST or _DIGITS.search(sentence):
        return None
    sentence = sentence.replace(NBSP, " ")
    found, all_known = figures_in(sentence)
    if "{" in sentence or not all_known or not found or _PAST.search(sentence):
        return None
    if _COMPARED.search(sentence[: found[0].start]) or _NEGATED.search(sentence[: found[0].start]):
        return None
    if len(found) == 2 and _moves(sentence, *found):
        return _from_to(sentence, *found)
    if len(found) == 2 and _WAS.fullmatch(sentence[found[0].end : found[1].start]) and _closes(sentence, found[1]):
        return _with_baseline(sentence, *found)
    if len(found) > 1 or _OTHER.search(sentence[: found[0].start]):
        return None
    if "%" not in found[0].text and not found[0].bound and _WHERE.search(sentence[: found[0].start]):
        return None
    figure = _from_on(sentence, found[0])
    before = sentence[: figure.start]
    falls = _FALLS_TO.search(before) is not None or figure.bound.lower() in CEILINGS
    return _made(sentence, figure, "lower" if falls else "")


_LONGEST = 1500
"""Characters: what is longer is no sentence with one figure in it."""
_DIGITS = re.compile(r"\d{20}")
_PAST = re.compile(
    r"(?i)\b(?:hiện nay|hiện tại|(?<!phát )hiện có|hiện trạng|tính đến|đến nay|thời gian qua|đã|"
    r"kết quả (?:năm|đạt)|(?:ước )?thực hiện năm)\b"
)
"""What speaks of the past: the figure there is no aim."""
_NEGATED = re.compile(r"(?i)\bkhông (?:để|có|còn|xảy ra|phát sinh)\b")
"""A figure that shall not be reached, or an aim without one beside it."""
_COMPARED = re.compile(r"(?i)\bso với (?:năm|cùng kỳ|kế hoạch|giai đoạn|đầu|cuối)\b|\bcùng kỳ\b")
_OTHER = re.compile(r"(?i)(?:so với|trong tổng số|trên tổng số|bằng|gấp)\s{0,40}(?:khoảng )?$")
_WHERE = re.compile(r"(?i)\b(?:tại|ở|của|giữa|thuộc|trong|qua|gồm|theo|trên địa bàn|hơn)\s{0,40}$")
"""What is before a number that says where something is done, or of how many, and not what is aimed at."""
_FALLS_TO = re.compile(
    r"(?i)\bgiảm\b[^.;\d]{0,120}?\b(?:còn|xuống(?: còn)?|xuống mức|về mức)(?: (?:mức|khoảng|còn))?\s{0,40}$"
    r"|\b(?:chỉ )?còn\s{0,40}$"
)
_TO = re.compile(
    r"(?i)(?:(?: giảm)? xuống|(?: giảm)? còn)(?: (?:còn|mức|khoảng))*|(?: tăng)? lên(?: (?:đến|mức|khoảng|đạt))*"
)
_WAS = re.compile(r"(?i) \((?:cuối |đầu |thực hiện |ước )?năm 20\d\d (?:là|đạt) ")
_AWAY = re.compile(r"(?: \([^()\d]*(?:20\d\d)?[^()\d]*\))?(?: (?:vào |cuối |của )?năm 20\d\d)?,?")


def _moves(sentence: str, first: FoundFigure, second: FoundFigure) -> bool:
    """Whether two quantities are "từ X xuống Y"."""
    between = sentence[first.end : second.start].rstrip()
    away = _AWAY.match(between)
    start = away.end() if away else 0
    return bool(
        re.search(r"(?i)\btừ\s{0,40}$", sentence[: first.start]) and not first.bound and _TO.fullmatch(between, start)
    )


def _from_to(sentence: str, first: FoundFigure, second: FoundFigure) -> FoundQuantity | None:
    one, other = quantity_of(first.text), quantity_of(second.text)
    between = sentence[first.end : second.start].rstrip()
    down = re.search(r"(?i)\b(?:xuống|còn)\b", between) is not None
    if one is None or other is None or one.unit != other.unit:
        return None
    if (one.low > other.low) != down or one.low == other.low:
        return None
    return _made(sentence, second, "lower" if down else "", first)


def _closes(sentence: str, figure: FoundFigure) -> bool:
    return not figure.bound and sentence[figure.end :].startswith(")")


def _with_baseline(sentence: str, value: FoundFigure, baseline: FoundFigure) -> FoundQuantity | None:
    """`đạt 70% (năm 2023 là 52%)`: what it was is in brackets."""
    aim, was = quantity_of(value.text), quantity_of(baseline.text)
    if aim is None or was is None or aim.unit != was.unit or aim.low == was.low:
        return None
    falls = aim.low < was.low
    if falls != bool(_FALLS_TO.search(sentence[: value.start]) or value.bound.lower() in CEILINGS):
        return None
    return _made(sentence, value, "lower" if falls else "", baseline)


def _from_on(sentence: str, figure: FoundFigure) -> FoundFigure:
    """The figure with the "từ" before it where "trở lên" is after it: `từ 95% trở lên`."""
    word = re.search(r"(?i)\btừ $", sentence[: figure.start])
    if word and not figure.bound and re.match(r"(?: [^.;,\d]{0,40})? trở lên\b", sentence[figure.end :]):
        return FoundFigure(sentence[word.start() : figure.end], word.start(), figure.end, word[0].strip())
    return figure


def _made(sentence: str, figure: FoundFigure, better: str, baseline: FoundFigure | None = None) -> FoundQuantity | None:
    quantity = quantity_of(figure.text)
    start = min(figure.start, baseline.start) if baseline else figure.start
    name = _name(sentence, start, figure, moves=baseline is not None)
    if quantity is None:
        return None
    first = (baseline.text, baseline.start, baseline.end) if baseline else ("", 0, 0)
    return FoundQuantity(figure.text, figure.start, figure.end, quantity.unit, name, short_id(name), better, *first)


# What is measured

_LEAD = re.compile(
    r"(?i)^(?:[-+*•\s]+|(?:chỉ tiêu|mục tiêu)(?: số)? \d+(?:\.\d+)*\s{0,40}[.:]\s{0,40}"
    r"|(?:phấn đấu|duy trì|bảo đảm|đảm bảo|nâng|đưa|giữ|ổn định|tiếp tục|có)(?= )\s+"
    r"|(?:(?:đến|từ|trong|hết|vào|cuối)\s+)*(?:cuối\s+)?năm\s+20\d\d(?: trở đi)?[,:]?\s+|(?:hằng|hàng|mỗi) năm,?\s+)+"
)
_MOVE = re.compile(r"(?i)^(?:tăng|giảm|nâng)(?: dần)? (?=(?:tỷ|tỉ|số|mức|diện tích|tổng)\b)")
_TAIL = re.compile(
    r"(?i)(?:[\s,:(]+(?:đạt|giảm|tăng|còn|xuống|(?<!trở )lên|từ|là|ở|mức|khoảng|bình quân|tỷ lệ|phấn đấu|đến"
    r"|ít nhất|tối thiểu|trên|dưới|không|quá|chiếm|có|cho|dự kiến|ước|được|hơn|vào|hằng năm|hàng năm|cuối|trong"
    r"|của|và|với|để|năm|20\d\d|mỗi|thêm|số lượng|đạt tỷ lệ|tại|(?<!trở )về|tới|theo|các|những|đó|khi|tối đa|thuộc|do"
    r"|bằng|nhằm))+[\s,:(]*$"
)
_REACHES = re.compile(r"(?i)\b(?:đạt|còn|xuống|lên|chiếm|ở mức)\b")
_BY = re.compile(r"(?i)\b(giảm|tăng)(?: thêm| từ| bình quân| khoảng)*\s{0,40}$")
"""What is before the amount by which something falls or rises."""
_WORDS = 24


def _name(sentence: str, start: int, figure: FoundFigure, *, moves: bool) -> str:
    """The words that say what is measured: before the figure, else after it too; those of its own clause."""
    cut = max(sentence.rfind(";", 0, start), _last_stop(sentence, start)) + 1
    before = _LEAD.sub("", f"{sentence[cut:start].strip()} ")
    measured = _TAIL.sub("", f" {before}").strip(" ,:-")
    if measured and (moves or _REACHES.search(before[len(measured) :])):
        return upper_first(_shortened(_MOVE.sub("", measured)))
    if (by := _BY.search(before)) and len(measured.split()) > 1:
        return upper_first(f"{_shortened(measured)} {by[1].lower()}")
    after = re.split(r"[;.:]|^,| trong đó\b", sentence[figure.end :].strip(), maxsplit=1)[0]
    after = "" if _NOT_COUNTED.match(after) else after.removeprefix("trở lên ")
    unit = "" if "%" in figure.text else _LETTERS.sub("", figure.text.removeprefix(figure.bound))
    if not after and len(measured.split()) > 1 and not re.search(r"(?i)\bcho\s{0,40}(?:khoảng )?$", before):
        return upper_first(_shortened(measured))
    head = re.sub(r"(?i)\s{0,40}\b(?:khoảng|thêm|từ|trên|có|đạt|đạt khoảng)?\s{0,40}$", "", before)
    whole = " ".join(f"{head} {unit} {after}".split())
    return upper_first(_shortened(whole)) if len(whole.split()) > 1 else ""


_NOT_COUNTED = re.compile(
    r"(?i)(?:so với|vào|năm|trong năm|mỗi|hằng|hàng|theo|trở lên$|kế hoạch|(?:trên |trong )?tổng|\(|và|trở xuống)(?!\w)"
)
"""What is after a figure and is not what it counts."""
_LETTERS = re.compile(r"^[\s\d.,\u2013-]+")


def _last_stop(sentence: str, start: int) -> int:
    return max((match.start() for match in re.finditer(r"[.](?= )", sentence[:start])), default=-1)


_BREAK = re.compile(r"(?:,| (?:trong|của|để|theo|và|tại|cho|được|nhằm|với|từ|có|thuộc|gắn|trên))(?= )")


def _shortened(text: str) -> str:
    """The first words, cut where a phrase ends, no bracket half open."""
    words = text.split()
    if len(words) > _WORDS:
        text = " ".join(words[:_WORDS])
        breaks = [match.start() for match in _BREAK.finditer(f"{text} ") if match.start() > len(text) // 3]
        text = text[: breaks[-1]] if breaks else text
    if text.count("(") != text.count(")"):
        text = text[: text.rfind("(")]
    if text.count("“") != text.count("”"):
        text = text.replace("“", "").replace("”", "")
    text = _TAIL.sub("", text).strip(" ,:-")
    return "" if _VERB.fullmatch(text) else text


_VERB = re.compile(
    r"(?i)hoàn thành|thực hiện|giải quyết|giải ngân|hỗ trợ|tổ chức|xử lý|bố trí|huy động|vận động|kết nạp"
)
"""What is done, and not what is measured."""
