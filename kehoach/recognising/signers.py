"""Who signs, read out of the lines above the name: "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kehoach.country.departments import official
from kehoach.frozen import frozen
from kehoach.recognising.letters import CAPITAL
from kehoach.vietnamese import fold


@frozen
class FoundSigner:
    """The authority by which somebody signs, its title and its other office, as a plan file has them.

    `collective` and `head` are what the registry must say of the issuer for the same lines to print; "" where the lines
    do not say it.
    """

    authority: tuple[str, ...]
    title: str
    office: str = ""
    collective: str = ""
    head: str = ""


_PREFIX = re.compile(r"(?P<code>T/?M|K/?T|T/?L|TUQ|T/UQ|Q)(?:\s*\.\s*|\s+)(?P<rest>\S.*)?", re.IGNORECASE)


def signer_in(lines: Sequence[str]) -> FoundSigner | None:
    """Authority, title and office of the one who signs; None where the lines are not of that form."""
    whole = _whole_lines(lines)
    prefixed = [_prefixed(line) for line in whole]
    count = next((index for index, one in enumerate(prefixed) if one is None), len(whole))
    authority = tuple(one[0] for one in prefixed[:count] if one)
    names = [one[1] for one in prefixed[:count] if one]
    rest = whole[count:]
    if any(prefixed[count:]) or not all(names) or len(set(authority)) < len(authority):
        return None
    title = rest[0] if rest else ""
    if authority[-1:] == ("Q",):
        title, rest = names[-1], [names[-1], *rest]
    if not title or len(rest) > 2 or _title(title) == "" or not all(map(_is_shouted, rest)):
        return None
    found = _agreeing(authority, names, title)
    return found and FoundSigner(authority, _title(title), rest[1] if len(rest) > 1 else "", *found)


def _whole_lines(lines: Sequence[str]) -> list[str]:
    """The lines, those that were broken joined: "TM. ỦY BAN / NHÂN DÂN"."""
    whole: list[str] = []
    for line in lines:
        text = " ".join(line.split()).rstrip(" ,.;:")
        if not text:
            continue
        opened = whole[-1] if whole else ""
        begun = _prefixed(opened)
        goes_on = begun is not None and not _is_complete(begun) and not _PREFIX.match(text) and not _title(text)
        if goes_on or (not _title(text) and _title(f"{opened} {text}".strip())):
            whole[-1] = f"{opened} {text}"
        else:
            whole.append(text)
    return whole


def _is_complete(prefixed: tuple[str, str]) -> bool:
    """Whether a line with an authority has the whole title after it."""
    return prefixed[0] != "TM" and _title(prefixed[1]) != ""


def _prefixed(line: str) -> tuple[str, str] | None:
    match = _PREFIX.fullmatch(line)
    if match is None:
        return None
    return match["code"].upper().replace("/", ""), (match["rest"] or "").upper()


def _agreeing(authority: tuple[str, ...], names: list[str], title: str) -> tuple[str, str] | None:
    """The issuer's collective and its head, where all lines name the same."""
    collective, head = "", ""
    for index, (code, name) in enumerate(zip(authority, names, strict=True)):
        if code == "TM":
            if index or not _COLLECTIVE.match(name):
                return None
            collective = name
        elif code == "KT" and "TL" in authority[:index]:
            if name != title.upper().removeprefix("PHÓ "):
                return None
        elif (head and head != name) or not _title(name):
            return None
        else:
            head = name
    return collective, head


_COLLECTIVE = re.compile(
    r"(?:[UỦ][ỶY] BAN|UBND|HỘI ĐỒNG|HĐND|BAN|THƯỜNG TRỰC|TẬP THỂ|(?:ĐẢNG|HUYỆN|TỈNH|THÀNH) [UỦ][ỶY])\b"
)
_TITLES = {
    fold(title): title
    for title in (
        "Chủ tịch", "Phó Chủ tịch", "Phó Chủ tịch Thường trực", "Giám đốc", "Phó Giám đốc", "Chánh Văn phòng",
        "Phó Chánh Văn phòng", "Trưởng phòng", "Phó Trưởng phòng", "Trưởng ban", "Phó Trưởng ban", "Cục trưởng",
        "Phó Cục trưởng", "Chi cục trưởng", "Phó Chi cục trưởng", "Hiệu trưởng", "Phó Hiệu trưởng", "Chánh Thanh tra",
        "Phó Chánh Thanh tra", "Bộ trưởng", "Thứ trưởng", "Thủ tướng", "Phó Thủ tướng", "Bí thư", "Phó Bí thư",
        "Tổng Giám đốc", "Phó Tổng Giám đốc", "Viện trưởng", "Phó Viện trưởng", "Trưởng trạm", "Vụ trưởng",
        "Phó Vụ trưởng", "Tổng cục trưởng", "Phó Tổng cục trưởng", "Chỉ huy trưởng", "Phó Chỉ huy trưởng",
        "Trưởng Công an", "Phó Trưởng Công an", "Chủ nhiệm", "Phó Chủ nhiệm", "Trưởng đoàn", "Phó Trưởng đoàn",
        "Đội trưởng", "Đồn trưởng", "Chính trị viên", "Tổng Biên tập", "Phó Tổng Biên tập", "Tổng Thư ký",
        "Phó Trưởng trạm", "Trưởng khoa", "Phó Trưởng khoa", "Ủy viên", "Ủy viên Thường trực", "Chánh án",
    )
}  # fmt: skip
_ADDED = re.compile(r"(?P<title>.+) (?P<added>thường trực|phụ trách|chuyên trách)", re.IGNORECASE)
_OF_A_BODY = re.compile(
    r"(?P<title>(?:phó )?(?:giám đốc|trưởng ban|chánh văn phòng|trưởng phòng|cục trưởng|chi cục trưởng))"
    r" (?P<body>(?:sở|ban|văn phòng|phòng|cục|chi cục) ?.*)?",
    re.IGNORECASE,
)


def _title(text: str) -> str:
    """A title as a sentence writes it, "Phó Chủ tịch"; of a department's head with its name."""
    if text.upper().startswith("QUYỀN ") and (held := _title(text[6:])):
        return f"Quyền {held}"
    known = _TITLES.get(fold(text))
    if known:
        return known
    added = _ADDED.fullmatch(text)
    if added and fold(added["title"]) in _TITLES:
        return f"{_TITLES[fold(added['title'])]} {added['added'].capitalize()}"
    match = _OF_A_BODY.fullmatch(text)
    if match is None or not match["body"]:
        return ""
    return f"{_TITLES[fold(match['title'])]} {official(match['body']) or match['body']}"


def _is_shouted(line: str) -> bool:
    return line == line.upper() and re.search(CAPITAL, line) is not None
