"""KH6: places of tone marks, names of bodies, abbreviations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kehoach.diagnostics import Severity, _
from kehoach.edits import Edit
from kehoach.model.agency import Agencies
from kehoach.model.plan import Plan
from kehoach.nghi_dinh_30 import ANNEX_II, DOCUMENT_TYPES
from kehoach.patterns import regex
from kehoach.rules import RuleBook, Violation
from kehoach.source import Span
from kehoach.wording.quotations import in_quotes
from kehoach.wording.syllables import is_syllable

book = RuleBook()

_OLD, _NEW = (
    "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy".split(),
    "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ".split(),
)
_MARKED = regex(
    r"[oòóỏõọuùúủũụOÒÓỎÕỌUÙÚỦŨỤ](?<![qQ].)"
    r"(?:(?<=[òóỏõọÒÓỎÕỌ])[aeAE]|(?<=[ùúủũụÙÚỦŨỤ])[yY]|(?<=[oO])[àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ]|(?<=[uU])[ỳýỷỹỵỲÝỶỸỴ])(?!\w)"
)
"""One of `_OLD` or `_NEW` at the end of a word. Letters are listed in both cases: to ignore case takes three times."""


@book.rule("KH605", Severity.INFO)
def mixed_tone_marks(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """Tone marks are written in two ways, hòa and hoà; the words in the rarer way are reported.

    Why: a search for one finds only half of the places. No rule says which is right (the decree has both), only that
    one paper should keep to one.
    Bad:
        xã hội hóa, văn hóa, hiện đại hoá
    Good:
        xã hội hóa, văn hóa, hiện đại hóa
    """
    running = plan.running
    styles: tuple[list[tuple[int, str, Span]], list[tuple[int, str, Span]]] = ([], [])
    endings = {word[-2:].lower() for word in running.words}
    if not endings & set(_OLD) or not endings & set(_NEW):
        return
    for match in _MARKED.finditer(running.whole):
        place = running.place(match.start(), match.end())
        styles[_is_new(match.group())].append((match.start(), match.group(), place))
    rarer = min(styles, key=len)
    for start, written, span in rarer:
        right = _other(written)
        quoted = span.text != written or _in_a_name(running.whole, start) or in_quotes(plan, span)
        yield Violation(
            span,
            _("{written} here, {right} elsewhere in this plan", written=f'"{written}"', right=f'"{right}"'),
            None,
            None if quoted else (Edit(span.start, span.end, right),),
        )


def _in_a_name(whole: str, index: int) -> bool:
    """Whether the word around `index` has a capital: Khánh Hoà, bà Thuỷ. How a name is written is a fact."""
    while index and whole[index - 1].isalpha():
        index -= 1
    return whole[index].isupper()


def _is_new(written: str) -> bool:
    return written.lower() in _NEW


def _other(written: str) -> str:
    """The same letters with the mark in the other way's place."""
    lower = written.lower()
    other = _OLD[_NEW.index(lower)] if lower in _NEW else _NEW[_OLD.index(lower)]
    return other.upper() if written.isupper() else other


_BODIES = (
    r"\b(?:(?:(?:Ủy|Uỷ) [Bb]an|Hội [Đđ]ồng) [Nn]hân [Dd]ân|(?:Tòa|Toà) án [Nn]hân [Dd]ân|"
    r"Viện [Kk]iểm [Ss]át [Nn]hân [Dd]ân|(?:Ủy|Uỷ) Ban|Hội Đồng|Mặt [Tt]rận [Tt]ổ [Qq]uốc)(?!\w)"
)
_WRONG_PARTS = ("Nhân ", "nhân Dân", "Ủy Ban", "Uỷ Ban", "Hội Đồng", "Mặt Trận", "trận tổ", "Tổ Quốc")
_RIGHT_SYLLABLES = {
    "Ban": "ban", "Đồng": "đồng", "Nhân": "nhân", "Dân": "dân", "Kiểm": "kiểm", "Sát": "sát",
    "Trận": "trận", "tổ": "Tổ", "Quốc": "quốc",
}  # fmt: skip


@book.rule("KH610", Severity.WARNING, article=f"{ANNEX_II} IV.1.a")
def body_capitals(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """The name of a body has capitals in wrong places: Ủy Ban Nhân Dân.

    Why: in the name of a body the words for its kind and for its field begin with a capital, not every syllable:
    Hội đồng nhân dân tỉnh Sơn La.
    Bad:
        Ủy Ban Nhân Dân tỉnh; Ủy ban Nhân dân xã
    Good:
        Ủy ban nhân dân tỉnh; Ủy ban nhân dân xã
    """
    running = plan.running
    if not any(part in running.whole for part in _WRONG_PARTS):
        return
    for match in re.finditer(_BODIES, running.whole):
        name = match.group()
        right = " ".join(_RIGHT_SYLLABLES.get(word, word) for word in name.split())
        if right != name:
            span = running.place(match.start(), match.end())
            edits = (Edit(span.start, span.end, right),) if span.text == name else None
            yield Violation(span, _("write: {right}", right=right), None, edits)


_ABBREVIATION = regex(r"(?<![\w/.&-])[A-ZĐ]{2,}(?:&[A-ZĐ]+)?(?![\w/&]|-[A-ZĐ\d]|\.\d)")
_KNOWN = frozenset(
    """UBND HĐND UBMTTQ MTTQ MTTQVN BCĐ BCH TW TP VN ASEAN WTO UNDP UNESCO UN WHO FDI ODA GDP GRDP USD VND EU ICT IT AI
    IOT GIS GPS SMS PDF OCOP STEM CPTPP EVFTA RCEP USB QR BHYT BHXH VT STT TT ĐVT QCVN TCVN ISO VNĐ
    TNHH TNCS THPT THCS HTX FTA MW KW GW KWH KV LPG ATM FPT VNPT VNPAY MISA CMC TTXVN VTV VOV EVN BIDV SCADA
    NPK PCCC HIV AIDS COVID DNA ADN TV LED CD DVD ID PIN OTP URL API CEO WIFI
    """.split()
)
"""Abbreviations that every reader of a plan knows, or that are names of their own."""
_ROMAN = frozenset("IVXLC")
_OF_A_COMPANY = regex(r"\b(?:[Cc]ông ty|[Tt]ập đoàn|[Nn]gân hàng|[Hh]ãng|Cổ phần|CTCP|TNHH)(?: [\w&]{1,12}){0,2} $")
"""Before the name of a company, whose letters need no explanation."""


@book.rule("KH614", Severity.INFO)
def undefined_abbreviation(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """An abbreviation is used that the plan nowhere explains.

    Why: the agency that gets an extract may not know the letters of another's trade. Explained is what is once in
    brackets after the words, or before them, or is the short name of an agency of the registry.
    Bad:
        triển khai DTI trên địa bàn
    Good:
        Bộ chỉ số đánh giá chuyển đổi số (DTI) ... triển khai DTI trên địa bàn
    """
    running = plan.running
    names = " ".join(name for agency in agencies.by_id.values() for name in agency.names)
    skipped = {id(prose) for line in plan.recipients for prose in (line.text, *line.items)} | {id(plan.archive)}
    seen: set[str] = set()
    explained: frozenset[str] | None = None
    for match in _ABBREVIATION.finditer(running.whole):
        word = match.group()
        if word in seen or word in _KNOWN or word in DOCUMENT_TYPES or _ROMAN.issuperset(word):
            continue
        if _OF_A_COMPANY.search(running.whole[max(match.start() - 30, 0) : match.start()]):
            continue
        if id(running.prose_at(match.start())) in skipped or _shouted(running.whole, match):
            continue
        seen.add(word)
        if word in names:
            continue
        explained = frozenset(_explained(running.whole)) if explained is None else explained
        if word not in explained:
            yield Violation(
                running.place(match.start(), match.end()),
                _("{word} is not explained anywhere in this plan", word=f'"{word}"'),
                _("write it out where it first occurs: ... ({word})", word=word),
            )


def _explained(whole: str) -> Iterator[str]:
    """The abbreviations that stand in brackets or in quotes, or before a bracket or a colon."""
    start = 0
    for bracket in (*_BRACKET.finditer(whole), None):
        end = bracket.start() if bracket else len(whole)
        yield from _explained_between(whole, start, end)
        start = end + 1


def _explained_between(whole: str, start: int, end: int) -> Iterator[str]:
    """Those of a stretch without brackets."""
    text = whole[start:end]
    words = list(_CAPITALS.finditer(text))
    if not words:
        return
    is_first_in_bracket = whole[max(start - 1, 0) : start] == "("
    first = 0 if is_first_in_bracket else min((at for sign in _OPENS if (at := text.find(sign)) >= 0), default=end)
    last = len(text) if whole[end : end + 1] == ")" else max(text.rfind(sign) for sign in _CLOSES)
    for word in words:
        for stop in {word.end(), word.end("joined")} - {-1}:
            behind = whole[start + stop : start + stop + 2].removeprefix(" ")
            if (first <= word.start() and stop <= last) or behind[:1] in ("(", ":"):
                yield text[word.start() : stop]


_BRACKET = regex(r"[()\n]")
_OPENS, _CLOSES = "“\"'", "”\"'"
_CAPITALS = regex(r"\b[A-ZĐ]{2,}\b(?=(?P<joined>&[A-ZĐ]+\b)?)")


def _shouted(whole: str, match: re.Match[str]) -> bool:
    """Whether the words around are capitals too, as in a heading typed in capitals: SỞ, BAN, NGÀNH."""
    head, tail = whole[max(match.start() - 20, 0) : match.start()], whole[match.end() : match.end() + 20]
    before, after = head.rstrip(" ,;:("), tail.lstrip(" ,;:)")
    near = (
        (re.split(r"\W", before)[-1], head[len(before) :]),
        (re.split(r"\W", after, maxsplit=1)[0], tail[: len(tail) - len(after)]),
    )
    return any(len(word) > 1 and word.isupper() and (gap == " " or (gap and _is_word(word))) for word, gap in near)


def _is_word(capitals: str) -> bool:
    """Whether letters in capitals are a word, and no abbreviation."""
    low = capitals.lower()
    return not low.isascii() and is_syllable(low)
