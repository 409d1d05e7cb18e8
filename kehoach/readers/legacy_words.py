"""Single words in an encoding from before Unicode, among others in Unicode: found by what they would be, decoded."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from kehoach.frozen import frozen
from kehoach.patterns import regex
from kehoach.vietnamese import letters, nfc

_TCVN3 = dict(
    zip(
        "¸µ¶·¹¨¾»¼½Æ©ÊÇÈÉËÐÌÎÏÑªÕÒÓÔÖÝ×ØÜÞãßáâä«èåæçé¬íêëìîóïñòô\u00adøõö÷ùýúûüþ®¡¢§£¤¥¦",
        "áàảãạăắằẳẵặâấầẩẫậéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵđĂÂĐÊÔƠƯ",
        strict=True,
    )
)
_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT, _HAT, _BREVE, _HORN = (
    "\u0301", "\u0300", "\u0309", "\u0303", "\u0323", "\u0302", "\u0306", "\u031b",
)  # fmt: skip
_VNI_MARKS = {
    "ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT, "â": _HAT, "á": _HAT + _ACUTE, "à": _HAT + _GRAVE,
    "å": _HAT + _HOOK, "ã": _HAT + _TILDE, "ä": _HAT + _DOT, "ê": _BREVE, "é": _BREVE + _ACUTE, "è": _BREVE + _GRAVE,
    "ú": _BREVE + _HOOK, "ü": _BREVE + _TILDE, "ë": _BREVE + _DOT,
}  # fmt: skip
_VNI_LETTERS = {"ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ñ": "đ", "î": "ỵ"}
_VNI_PAIR = regex(r"([aeouyôö])([ùøûõïâáàåãäêéèúüë])|([ôöæóòñî])", re.IGNORECASE)
_TONES = str.maketrans(dict.fromkeys((_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT), ""))
_SYLLABLE = regex(
    r"(?:b|ch?|d|đ|gh?|gi|h|kh?|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x)?"
    r"(?:a(?:c|ch|i|m|n|ng|nh|o|p|t|u|y)?|ă(?:c|m|n|ng|p|t)|â(?:c|m|n|ng|p|t|u|y)|e(?:c|m|n|ng|o|p|t)?"
    r"|ê(?:ch|m|n|nh|p|t|u|ng)?|i(?:a|ch|êc|êm|ên|êng|êp|êt|êu|m|n|nh|p|t|u)?"
    r"|o(?:a(?:c|ch|i|m|n|ng|nh|o|p|t|y)?|ă(?:c|m|n|ng|t)|e(?:n|o|t)?|c|i|m|n|ng|ong|p|t)?|ô(?:c|i|m|n|ng|p|t)?"
    r"|ơ(?:i|m|n|p|t)?|u(?:a|â(?:n|ng|t|y)|c|ê(?:ch|nh)?|i|m|n|ng|ô(?:c|i|m|n|ng|t)|p|t|ơ"
    r"|y(?:a|ch|ên|êt|nh|p|t|u)?)?|ư(?:a|c|i|m|ng|ơ(?:c|i|m|n|ng|p|t|u)|t|u)?|y(?:ê(?:m|n|ng|t|u))?)"
)
_WORD = regex(r"(?:[^\W\d_]|[\u00a1-\u00ff])+")
_LONGEST = 14
"""Characters of the longest syllable, in an encoding that writes some letters as two."""
_VIETNAMESE = frozenset(letters())
_MEASURES = frozenset({"µm", "µg", "µl", "µs"})


@frozen
class LegacyWord:
    """A word that is in an old encoding, where it is in its line, and what it is in Unicode."""

    start: int
    end: int
    encoding: str
    right: str


def legacy_words(line: str) -> Iterator[LegacyWord]:
    """The words of a line that no Vietnamese text has, and that an old encoding makes syllables of."""
    for match in _WORD.finditer(line):
        word = match.group()
        if not 1 < len(word) <= _LONGEST or word.isascii() or word in _MEASURES or "×" in word or "÷" in word:
            continue
        if is_syllable(word):
            continue
        for encoding, decoded in (("TCVN3", _word_of_tcvn3(word)), ("VNI", _word_of_vni(word))):
            if decoded and decoded != word and is_syllable(decoded):
                yield LegacyWord(match.start(), match.end(), encoding, decoded)
                break


def _word_of_tcvn3(word: str) -> str | None:
    """The word read as TCVN3; None where it has no sign that only TCVN3 text has, or a letter that it never has."""
    if all(character in _VIETNAMESE for character in word) or any(character > "\u00ff" for character in word):
        return None
    return from_tcvn3(word)


def _word_of_vni(word: str) -> str | None:
    return None if any(character > "\u00ff" for character in word) else from_vni(word)


def from_tcvn3(text: str) -> str:
    """Text of a TCVN3 font in Unicode. Its fonts of capitals (.VnTimeH) have small letters, and so has the result."""
    return "".join(_TCVN3.get(character, character) for character in text)


def from_vni(text: str) -> str:
    """Text of a VNI font in Unicode."""

    def whole(match: re.Match[str]) -> str:
        letter = match[1] or match[3]
        base = _VNI_LETTERS.get(letter.lower(), letter.lower())
        made = nfc(base + (_VNI_MARKS[match[2].lower()] if match[2] else ""))
        return made.upper() if letter.isupper() else made

    return _VNI_PAIR.sub(whole, text)


def is_syllable(word: str) -> bool:
    """Whether it is formed as a Vietnamese syllable is."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFD", word.lower()).translate(_TONES))
    return _SYLLABLE.fullmatch(plain) is not None
