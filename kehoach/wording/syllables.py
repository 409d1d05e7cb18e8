"""Which rows of letters are syllables of Vietnamese: initial consonants, rimes and tones, and where the mark is set."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

MARKED = frozenset("ăâđêôơư" + "àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ")
"""Small letters that no other language of a Vietnamese office has: a word with one of them is meant as Vietnamese."""

_TONES = "\u0300\u0301\u0309\u0303\u0323"
_STOP_TONES = ("\u0301", "\u0323")
_INITIALS = frozenset(["", *"ngh ng nh ch gh gi kh ph qu th tr b c d đ g h k l m n p r s t v x".split()])
_RIMES = frozenset(
    """
    a e ê i o ô ơ u ư y
    ai ao au ay âu ây eo êu ia iu oi ôi ơi ua ui uy ưa ưi ưu oa oe oai oay oao oeo uê uơ uya uây uyu iêu yêu uôi ươi
    ươu uâu
    am ăm âm em êm im om ôm ơm um ưm iêm yêm uôm ươm oam oăm oem uym
    an ăn ân en ên in on ôn ơn un ưn iên yên uôn ươn oan oăn oen uân uên uyên uyn
    ang ăng âng eng êng ong ông ung ưng iêng yêng uông ương oang oăng oeng oong ôông uâng
    anh ênh inh oanh uênh uynh
    ap ăp âp ep êp ip op ôp ơp up ưp iêp ươp oap oăp oep uyp
    at ăt ât et êt it ot ôt ơt ut ưt iêt yêt uôt ươt oat oăt oet uât uêt uyêt uyt
    ac ăc âc ec êc oec oc ôc uc ưc iêc uôc ươc oac oăc ooc
    ach êch ich oach uêch uych
    """.split()
)
_FRONT = "eêiy"
_Y_AFTER = ("", "h", "k", "l", "m", "s", "t", "v", "th")
"""Initials after which y is the whole rime: mỹ, kỹ, lý, sỹ, tỷ."""


def is_syllable(word: str) -> bool:
    """Whether a word of small letters could be a syllable of Vietnamese, its mark set in one of the accepted ways."""
    return well_marked(word) == word or word in _either_way(word)


@lru_cache(maxsize=8192)
def well_marked(word: str) -> str | None:
    """The syllable that `word` is, its tone mark on the right letter: quả for qủa. None: it is no syllable.

    In open oa, oe, uy the mark is on the first letter, as in hòa; `is_syllable` takes hoà too.
    """
    bare, tone = taken_apart(word)
    for initial, rime in _partings(bare):
        if _fits(initial, rime) and (tone in _STOP_TONES or not rime.endswith(("p", "t", "c", "ch"))):
            at = len(initial) + _marked_letter(initial, rime)
            return unicodedata.normalize("NFC", bare[: at + 1] + tone + bare[at + 1 :])
    return None


def taken_apart(word: str) -> tuple[str, str]:
    """The letters without the tone, and the tone; no letters where there are two tones."""
    letters = [_taken_apart(letter) for letter in word]
    tones = "".join([tone for _bare, tone in letters])
    return ("", "") if len(tones) > 1 else ("".join([bare for bare, _tone in letters]), tones)


@lru_cache(maxsize=512)
def _taken_apart(letter: str) -> tuple[str, str]:
    parts = unicodedata.normalize("NFD", letter)
    tones = "".join(part for part in parts[1:] if part in _TONES)
    return unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones)), tones


def _either_way(word: str) -> tuple[str, ...]:
    """The syllable with its mark on the second letter of open oa, oe, uy."""
    right = well_marked(word)
    if right is None:
        return ()
    bare, tone = taken_apart(word)
    if bare[-2:] not in ("oa", "oe", "uy") or bare.startswith("qu"):
        return ()
    return (unicodedata.normalize("NFC", bare + tone),)


def _partings(bare: str) -> list[tuple[str, str]]:
    """The ways to part a syllable into initial and rime that are known rimes, the longer initials first."""
    found = [(bare[:length], bare[length:]) for length in (3, 2, 1, 0) if bare[:length] in _INITIALS]
    return [(initial, rime) for initial, rime in found if rime in _RIMES or (initial == "qu" and rime in _AFTER_QU)]


def _fits(initial: str, rime: str) -> bool:
    """Whether the spelling lets this initial stand before this rime."""
    front = rime[0] in _FRONT
    if initial in ("k", "gh", "ngh"):
        return (front and rime[0] != "y") or (initial == "k" and rime == "y")
    if initial in ("c", "ng"):
        return not front
    if initial == "g":
        return rime[0] not in "eêy"
    if initial == "gi":
        return rime[0] not in "iy"
    if initial == "qu":
        return rime[0] in "aăâeêơ" or rime in _AFTER_QU
    if rime[0] == "y":
        return initial in _Y_AFTER if rime == "y" else initial == ""
    return not (initial == "" and rime.startswith("iê"))


_AFTER_QU = frozenset("i y it yt in ich inh ynh ych yên yêt ôc ip yp".split())


def _marked_letter(initial: str, rime: str) -> int:
    """Which letter of the rime has the tone mark."""
    modified = [at for at, letter in enumerate(rime) if letter in "ăâêôơư"]
    if modified:
        return 0 if rime in ("ưa", "ưi", "ưu") else modified[-1]
    if len(rime) == 1:
        return 0
    if rime[:2] in ("oa", "oe", "oo", "uy"):
        return 0 if len(rime) == 2 else 1
    return 0
