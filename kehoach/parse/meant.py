"""What a value was meant to be, where it has one meaning only; and the edit that writes it so."""

from __future__ import annotations

import re

from kehoach.edits import Edit
from kehoach.parse.vietnamese_keys import called, key_called
from kehoach.patterns import regex
from kehoach.source import TextNode
from kehoach.vietnamese import YEAR, fold, nearest

_PLACE = r"(?:[^\d,]{1,40}, ?)?(?:ngày )?"
_DAYS = (
    regex(rf"{_PLACE}(?P<d>\d\d?) ?(?P<sign>[./-]) ?(?P<m>\d\d?) ?(?P=sign) ?(?P<y>{YEAR})"),
    regex(rf"{_PLACE}(?P<d>\d\d?)(?: |/)tháng (?P<m>\d\d?)(?: |/|, )?năm (?P<y>{YEAR})"),
    regex(rf"(?P<y>{YEAR})(?P<sign>[./-])0?(?P<m>\d\d?)(?P=sign)(?P<d>\d\d?)"),
    regex(r"(?P<d>\d\d?)(?P<sign>[./-])(?P<m>\d\d?)(?P=sign)(?P<short>[0-4]\d)"),
)
_MONTH = regex(rf"{_PLACE}(?:tháng )?(?P<m>\d\d?)(?: ?[./-] ?| năm |/năm )(?P<y>{YEAR})")
_YEAR = regex(rf"năm (?P<y>{YEAR})")
_YEARS = regex(
    rf"(?:giai đoạn )?(?:từ )?(?:năm )?({YEAR})"
    rf"(?: ?[-\u2013\u2014/] ?| (?:đến|tới) )(?:hết )?(?:năm )?({YEAR})"
)
_WORDS = {
    "purpose": "mục đích|mục đích, yêu cầu|mục đích và yêu cầu|mục đích yêu cầu",
    "targets": "mục tiêu|chỉ tiêu|mục tiêu, chỉ tiêu|mục tiêu và chỉ tiêu|các chỉ tiêu",
    "solutions": "giải pháp|nhiệm vụ, giải pháp|nhiệm vụ và giải pháp|nhiệm vụ",
    "funding": "kinh phí|kinh phí thực hiện|nguồn kinh phí",
    "duties": "tổ chức thực hiện|phân công|phân công thực hiện|phân công nhiệm vụ",
    "reporting": "báo cáo|chế độ báo cáo",
    "tasks": "nhiệm vụ|danh mục nhiệm vụ|các nhiệm vụ",
    "table": "bảng|biểu|bảng biểu",
    "lower": "thấp|thấp hơn|giảm|càng thấp càng tốt|ít hơn",
    "higher": "cao|cao hơn|tăng|càng cao càng tốt|nhiều hơn",
    "TM": "thay mặt",
    "KT": "ký thay",
    "TL": "thừa lệnh",
    "TUQ": "thừa ủy quyền|ủy quyền",
    "Q": "quyền",
    "KH": "kế hoạch",
    "CTr": "chương trình",
    "PA": "phương án",
    "ĐA": "đề án",
    "chưa thực hiện": "chưa|chưa làm|chưa triển khai",
    "đang thực hiện": "đang|đang làm|đang triển khai",
    "hoàn thành": "đã hoàn thành|xong|đã xong",
    "quá hạn": "trễ hạn",
    "roman": "la mã|số la mã",
    "order": "stt|tt|số thứ tự",
    "unit": "đơn vị tính|đvt",
    "full": "đầy đủ",
    "short": "viết tắt|tắt",
}
"""What people write for the words of closed sets. A word under several of them means the one that is allowed."""
_EVERY = regex(
    r"(?:theo |định kỳ )?(?:h[àằ]ng |mỗi |từng |một |0?1 )?(?P<every>tháng|quý|năm)(?: (?:một|0?1) lần|/lần)?"
)
_PREFIXES = regex(r"(?:(?:TM|KT|TL|TUQ|Q)\b\.?(?:[ ,;/+&]+|(?<=\.)|$))+")
_PREFIX_AND_NAME = regex(r"\b(TM|KT|TL|TUQ|Q)\. ?(?=[A-ZÀ-Ỹ])")


def written(node: TextNode, right: str) -> tuple[Edit, ...] | None:
    """The edit that writes a value as it was meant; None for a block, whose lines may hold more."""
    span = node.span
    if node.style in ("|", ">") or "\n" in span.text:
        return None
    return (Edit(span.start, span.end, right),)


def day(text: str) -> str | None:
    """A day, month or year as kehoach writes it; `30.4.2026`, `2026-04-30`, `ngày 30 tháng 4 năm 2026`."""
    plain = " ".join(text.lower().split())
    for form in _DAYS:
        if match := form.fullmatch(plain):
            found = match.groupdict()
            return f"{found['d']}/{found['m']}/{found.get('y') or '20' + found['short']}"
    if match := _MONTH.fullmatch(plain):
        return f"{match['m']}/{match['y']}"
    return match["y"] if (match := _YEAR.fullmatch(plain)) else None


def period(text: str) -> str | None:
    """A year or a period of years: `năm 2026`, `giai đoạn 2026 - 2030`."""
    plain = " ".join(text.lower().split())
    if (match := _YEARS.fullmatch(plain)) and match[1] < match[2]:
        return f"{match[1]}-{match[2]}"
    return match["y"] if (match := _YEAR.fullmatch(plain)) else None


def every(text: str, allowed: tuple[str, ...]) -> str | None:
    """How often something returns: `hằng năm`, `mỗi quý một lần`."""
    plain = " ".join(text.lower().split()).strip(" .")
    match = _EVERY.fullmatch(plain)
    return match["every"] if match and match["every"] in allowed else None


def word(text: str, allowed: tuple[str, ...]) -> str | None:
    """The one allowed word that a text can only be: other capitals, marks or full stops, or the word in Vietnamese."""
    plain = " ".join(fold(text).split()).strip(" .;:")
    same = [one for one in allowed if fold(one) == plain or fold(one) == plain.replace(".", "").replace(" ", "")]
    if same:
        return str(same[0]) if len(same) == 1 else None
    spoken = plain.replace("-", " ").replace("_", " ")  # giai-phap
    known = [one for one in allowed if {plain, spoken} & set(fold(_WORDS.get(one, "")).split("|"))]
    return str(known[0]) if known else key_called(text, allowed)


def explained(allowed: tuple[str, ...]) -> str:
    """The allowed words, each with what it is called in Vietnamese where it is no Vietnamese word itself."""
    said = {one: called(one) or _WORDS.get(one, "").split("|")[0] for one in allowed if one.isascii()}
    return ", ".join(f"{one} ({said[one]})" if said.get(one) else str(one) for one in allowed)


def choice(node: TextNode, allowed: tuple[str, ...]) -> tuple[str | None, bool]:
    """What a word outside a closed set was meant to be, written for its place, and whether that is certain."""
    if one := word(node.value, allowed):
        return one, True
    several, whole = _prefixes(node.value) if "TUQ" in allowed else ((), False)
    if several:
        return _as_list(node, several), whole
    guess = nearest(node.value, allowed)
    return (guess if guess and _negations(guess) == _negations(node.value) else None), False


def _negations(text: str) -> frozenset[str]:
    """The words by which a text says no: a guess with others would mean the opposite."""
    return _NEGATIONS.intersection(fold(text).split())


_NEGATIONS = frozenset(("chua", "khong", "chang"))


def stand_in(node: TextNode, allowed: tuple[str, ...], *, or_todo: bool) -> str | None:
    """The word that the other rules take for such a text: of several prefixes the last, who signs.

    None where they take it as unknown, so that nothing is asked twice.
    """
    if "TUQ" in allowed:
        several = _prefixes(node.value)[0]
        return word(node.value, allowed) or (several[-1] if several else None)
    return None if or_todo else word(node.value, allowed)


def _prefixes(text: str) -> tuple[tuple[str, ...], bool]:
    """The prefixes of a signature in one text, `TM. KT.`, `KT. CHỦ TỊCH`; and whether they are all of it."""
    if _PREFIXES.fullmatch(text.upper()):
        return tuple(re.findall(r"\w+", text.upper())), True
    return tuple(_PREFIX_AND_NAME.findall(text)), False


def _as_list(node: TextNode, words: tuple[str, ...]) -> str | None:
    """Several words in the place of one text: a list, or entries of the list in brackets; None below a dash."""
    before = node.span.source.text[: node.span.start].rstrip()[-1:]
    if len(words) == 1:
        return words[0]
    return {"-": None, "[": ", ".join(words), ",": ", ".join(words)}.get(before, f"[{', '.join(words)}]")
