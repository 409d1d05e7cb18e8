"""KH6: words that Vietnamese does not have, tone marks on the wrong letter, words taken for each other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from kehoach.diagnostics import Message, Severity, _
from kehoach.model.agency import Agencies
from kehoach.model.plan import Plan
from kehoach.model.running import Running
from kehoach.patterns import regex
from kehoach.phrases import belong_together, neighbours
from kehoach.rules import RuleBook, Violation
from kehoach.vietnamese import Guesses, fold, letters
from kehoach.wording.confusions import CONFUSIONS
from kehoach.wording.quotations import rewrite
from kehoach.wording.syllables import MARKED, is_syllable, taken_apart, well_marked

book = RuleBook()

_WORD = regex(r"[^\W\d_]+")
_VOWELS = "aeiouy"
_LONGEST = 16
_WORDS = 1 << 14
"""So many words are remembered with what is wrong with them: a plan that is read anew has nearly the same."""
"""Letters of the longest word looked at; two long syllables typed as one have fourteen."""
_LOANS = frozenset(
    """
    vắcxin axít lipít iốt điốt catốt anốt phốtpho phốtphát graphít apatít bôxít hyđrôxít đioxít điôxít ápphích
    áptômát côngtắc ốcxít nitrít sunphít cácbon cácbua clorít blốc kilômét milimét centimét xentimét đềximét hécta
    tuốcbin ápxe phốtgen lôgíc ácquy ắcquy môđéc
    """.split()
)
"""Loan words with a tone mark that are written as one word."""
_FOREIGN = regex(r"[fjwz]|^(?!tr)(?:[bcdđfgkpst][lr]|ph[lr]|s[cmnpt]|x[cpt])|[aăâeêioôơuưyàáảãạ]{4}")
"""Letters and beginnings of loan words: blốc, crôm, xtăng."""
_TONED = regex(f"[{''.join(letter for letter in letters() if taken_apart(letter)[1])}]|ươ")
_VIETNAMESE = regex("[\u1ea0-\u1ef9ăđơư]")
"""A text without any such letter is in another encoding, or no Vietnamese."""
_STRAY = regex("[\u0180-\u019f\u01a2-\u01ae\u01b1-\u024f]")
"""Letters of other languages that stand where a letter was badly converted."""
_CONVERTED = str.maketrans("\u01dc\u0195", "ũỳ")
"""What text copied out of some PDF files has for two letters."""
_NAME_END = regex("[klrsvbdgq]$(?<!ng)")
"""How names of the mountain peoples end, and no Vietnamese word: Đắk, Păl."""
_TYPED = regex(
    r"^(?:([bcdghklmnprstvx])\1|(?:ph|th|ch|kh|nh|gh|tr)h)(?!os$)\w*[aeiouy]"
    r"|^[bcdghklmnpqrstvx]{0,3}\w?(?:uwow|uow|uwo)|^[bcdghklmnpqrstvx]{0,3}[aeiouyw]{1,4}(?:ch|nh|ng|[cmnpt])?j$"
)
"""Beginnings that no word has in any language met here, Phhosi, and what a keyboard leaves when Telex is off, hopj."""


@book.rule("KH630", Severity.WARNING)
def no_such_syllable(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A word is spelled as no syllable of Vietnamese is.

    Why: such a word is always a slip of the keyboard: a letter too many, a tone mark missing before c, ch, p or t, a
    blank missing between two words. Names, foreign words, and loan words that are written as one are left alone.
    Bad:
        các nghành liên quan; kêt quả thực hiện; Phhosi hợp với các xã
    Good:
        các ngành liên quan; kết quả thực hiện; Phối hợp với các xã
    """
    running = plan.running
    words = running.words
    wrong = {word for word in words if _is_slip(word)}
    guesses = _Guesses(running, words) if wrong else None
    for match in _WORD.finditer(running.whole) if wrong else ():
        word = match.group()
        if guesses and word in wrong and _is_word(running, match):
            meant, certain = guesses.meant(match)
            span = running.place(match.start(), match.end())
            yield Violation(
                span,
                _("{word} is no syllable of Vietnamese", word=f'"{word}"'),
                _asked(meant),
                rewrite(plan, span, word, meant) if meant and certain else None,
            )


def _asked(meant: str) -> Message:
    return _('did you mean "{word}"?', word=meant) if meant else _("look at how it is typed")


@lru_cache(maxsize=_WORDS)
def _is_slip(word: str) -> bool:
    """Whether a word, whatever stands around it, is no word at all."""
    low = word.lower()
    if _STRAY.search(low):
        return True
    if not 2 <= len(low) <= _LONGEST or low != word[0].lower() + word[1:]:
        return False  # BĐKH, IoT, TBXH
    if low.isascii():
        return _TYPED.search(low) is not None or (len(low) > 4 and low[-1] in "fj" and is_syllable(low[:-1]))
    if any(letter not in MARKED and not letter.isascii() for letter in low):
        return False
    if well_marked(low) is not None:
        return False  # perhaps with its mark in the wrong place: another rule's
    if (
        low in _LOANS
        or (_FOREIGN.search(low) and not well_marked(low[:-1]))
        or not any(fold(letter) in _VOWELS for letter in low)
    ):
        return False
    return len(re.findall(f"[{_VOWELS}]+", fold(low))) == 1 or _parted(low) != ""


def _is_word(running: Running, match: re.Match[str]) -> bool:
    """Whether it is a word of a sentence, no name and no part of something longer: Ê-đê, x², abc.vn."""
    whole, start, end = running.whole, match.start(), match.end()
    around = whole[max(start - 1, 0) : start] + whole[end : end + 1]
    if any(sign in "-'’_@&\u2011\ufffc" or sign.isdecimal() for sign in around):
        return False
    begin, stop = running.stretch(running.index_at(start))
    if not _VIETNAMESE.search(whole, max(begin, start - 200), min(stop, end + 200)):
        return False
    if not match.group()[0].isupper():
        return True
    if _NAME_END.search(match.group()):
        return False
    before, after = running.sentence_before(start), whole[end : end + 2]
    return before.strip(' “"(-+*') == "" and after[:1] == " " and after[1:].islower()


def _parted(word: str) -> str:
    """Two syllables that were typed as one word, with the blank between; "" where it is nothing of the kind.

    Loan words that are written as one, bêtông, nitơ, have no tone marks but those listed.
    """
    toned = _TONED.search(word) is not None
    for at in range(2, len(word) - 1):
        if is_syllable(word[:at]) and is_syllable(word[at:]) and (toned or belong_together(word[:at], word[at:])):
            return f"{word[:at]} {word[at:]}"
    return ""


class _Guesses:
    """What the slips of one plan were probably meant to be."""

    def __init__(self, running: Running, words: Iterable[str]) -> None:
        self._whole, self._guesses = running.whole, Guesses()
        self._alike: dict[str, set[str]] = {}
        for word in map(str.lower, words):
            if is_syllable(word):
                self._alike.setdefault(fold(word), set()).add(word)

    def meant(self, match: re.Match[str]) -> tuple[str, bool]:
        """The word for a slip, "" where nothing comes near, and whether it is certain."""
        word = match.group()
        low = word.lower()
        if respelled := _respelled(low):
            return _like(word, respelled), True
        if not low.isascii() and (parted := _parted(low)):
            return _like(word, parted), False
        near = sorted(self._beside(match), key=lambda one: (fold(one) != fold(low), one))
        if guess := self._guesses.of(low, near):
            return _like(word, guess), False
        alike = self._alike.get(fold(low), set())
        return _like(word, next(iter(alike)) if len(alike) == 1 else ""), False

    def _beside(self, match: re.Match[str]) -> frozenset[str]:
        """What makes a word with the syllable before the slip, or with the one after."""
        before = _WORD.findall(self._whole[max(match.start() - 12, 0) : match.start()])
        after = _WORD.search(self._whole[match.end() : match.end() + 12])
        return neighbours(before[-1].lower() if before else "", after.group().lower() if after else "")


def _respelled(word: str) -> str:
    """The one syllable that its letters leave room for: nghành, nuớc, nhiệmm; "" where there is none, or more."""
    tries = [word.translate(_CONVERTED), re.sub(r"(.)\1", r"\1", word)]
    for wrong, right in (("ngh", "ng"), ("ng", "ngh"), ("gh", "g"), ("g", "gh"), ("k", "c"), ("c", "k")):
        if word.startswith(wrong):
            tries.append(right + word[len(wrong) :])
    bare, tone = taken_apart(word)
    for wrong, right in (("uơ", "ươ"), ("ưo", "ươ")):
        if wrong in bare and taken_apart(word[: bare.index(wrong) + 1])[1] == "":
            tries.append(unicodedata.normalize("NFC", bare.replace(wrong, right + tone)))
    return next((one for one in tries if not one.isascii() and is_syllable(one)), "")


def _like(word: str, right: str) -> str:
    """`right` with a capital where `word` has one."""
    return right[:1].upper() + right[1:] if word[:1].isupper() else right


@book.rule("KH632", Severity.WARNING)
def tone_mark_on_the_wrong_letter(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """The tone mark of a syllable is on a letter that neither way of writing puts it on.

    Why: a search finds no such word. Open oa, oe and uy may have it on either letter; every other syllable has one
    place for it.
    Bad:
        hiệu qủa; tòan tỉnh; cuả
    Good:
        hiệu quả; toàn tỉnh; của
    """
    running = plan.running
    right = {word: _moved(word) for word in running.words}
    if not any(right.values()):
        return
    for match in _WORD.finditer(running.whole):
        word = match.group()
        if (moved := right[word]) and _is_word(running, match):
            span = running.place(match.start(), match.end())
            yield Violation(
                span, _("the tone mark is on the wrong letter"), _("write: {right}", right=moved),
                rewrite(plan, span, word, moved),
            )  # fmt: skip


@lru_cache(maxsize=_WORDS)
def _moved(word: str) -> str:
    """The word with its mark on the right letter; "" where it is right, or no syllable."""
    low = word.lower()
    if low.isascii() or not 2 <= len(low) <= _LONGEST or low != word[0].lower() + word[1:] or is_syllable(low):
        return ""
    return _like(word, well_marked(low) or "")


@book.rule("KH631", Severity.WARNING)
def word_taken_for_another(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A word is written with a syllable that only sounds or looks like the right one.

    Why: bổ xung, sử lý, báo đảm: each syllable exists, so no spelling checker of syllables finds it.
    Bad:
        sử lý nghiêm; bổ xung kinh phí; củng như
    Good:
        xử lý nghiêm; bổ sung kinh phí; cũng như
    """
    running = plan.running
    low = running.whole.lower()
    if len(low) != len(running.whole):
        return
    words = {word.lower() for word in running.words}
    for confusion in CONFUSIONS:
        if not words.issuperset(confusion.syllables):
            continue
        at = low.find(confusion.wrong)
        while at >= 0:
            end = at + len(confusion.wrong)
            written = running.whole[at:end]
            if written[1:].islower() and confusion.is_meant(low, at, end):
                span, right = running.place(at, end), _like(written, confusion.right)
                yield Violation(
                    span, _("{word} is written {right}", word=f'"{written}"', right=right),
                    _("write: {right}", right=right), rewrite(plan, span, written, right),
                )  # fmt: skip
            at = low.find(confusion.wrong, end)
