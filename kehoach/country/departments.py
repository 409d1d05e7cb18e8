"""The departments that a province can have, found by name, and guessed from a near miss or an abbreviation."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from kehoach.country.bodies import DEPARTMENTS
from kehoach.vietnamese import fold

_SOME_HAVE = (
    "Sở Dân tộc và Tôn giáo", "Sở Ngoại vụ", "Sở Du lịch", "Sở Văn hóa và Thể thao", "Sở Quy hoạch - Kiến trúc",
    "Sở An toàn thực phẩm",
)  # fmt: skip
"""Beside those of every province: which province has which is in its own decisions."""
_FORMER = {
    "Kế hoạch và Đầu tư": "Sở Tài chính",
    "Giao thông vận tải": "Sở Xây dựng",
    "Thông tin và Truyền thông": "Sở Khoa học và Công nghệ",
    "Lao động, Thương binh và Xã hội": "Sở Nội vụ",
    "Tài nguyên và Môi trường": "Sở Nông nghiệp và Môi trường",
    "Nông nghiệp và Phát triển nông thôn": "Sở Nông nghiệp và Môi trường",
}
"""Whose work is whose since the arrangement of 1 March 2025, as `bodies` says of each department."""


def departments() -> tuple[str, ...]:
    """The official names of all that are known."""
    return (*(body.name for body in DEPARTMENTS if body.name.startswith("Sở ")), *_SOME_HAVE)


def is_department(name: str) -> bool:
    """Whether the name says that it is a department of a province, "Sở ...", known or not."""
    return fold(name).startswith("so ")


def official(name: str) -> str:
    """The official name of a department typed without tones, or with "và" for a comma; "" when none has that name."""
    return next((known for known in departments() if _bare(known) == _bare(name)), "")


def successor(name: str) -> str:
    """The department that the work of a former one, or of its abbreviation, belongs to now."""
    return next((now for old, now in _FORMER.items() if _is_or_abbreviates(name, old)), "")


def meant(name: str) -> tuple[str, ...]:
    """The departments that an abbreviation, or a name near to theirs, can mean, the likeliest first."""
    if short := tuple(known for known in departments() if _is_or_abbreviates(name, known)):
        return short
    likely = sorted(((_likeness(name, known), known) for known in departments()), key=lambda pair: -pair[0])
    return tuple(known for ratio, known in likely[:2] if ratio > max(_NEAR, likely[0][0] - _NEARLY))


_NEAR, _NEARLY = 0.75, 0.15


def _bare(name: str) -> str:
    """A name without what people type in different ways: marks, capitals, commas, "và", "&", "Sở" itself."""
    words = [word for word in re.findall(r"[a-z0-9]+", fold(name)) if word != "va"]
    return " ".join(words[1:] if words[:1] == ["so"] else words)


def _is_or_abbreviates(typed: str, name: str) -> bool:
    bare = _bare(name)
    return _bare(typed) == bare or _bare(typed).replace(" ", "") == "".join(word[0] for word in bare.split())


def _likeness(typed: str, known: str) -> float:
    """How near a typed name is to a department's, or to one half of it: Sở Công ngệ."""
    halves = (known, *re.split(r",| và | - ", known.removeprefix("Sở ")))
    return max(SequenceMatcher(None, _bare(typed), _bare(one)).ratio() for one in halves)
