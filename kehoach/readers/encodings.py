"""Letters of other encodings: text from before Unicode, and letters that only look Vietnamese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from kehoach.diagnostics import Severity, _
from kehoach.edits import Edit
from kehoach.readers.rules import book
from kehoach.rules import Violation
from kehoach.source import Source

if TYPE_CHECKING:
    from kehoach.readers.legacy_words import LegacyWord

_LOOKALIKES = {
    "Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ",
    **dict(zip("АВЕКМНОРСТХасеорхуі", "ABEKMHOPCTXaceopxyi", strict=True)),
}  # fmt: skip
"""Eth and African D for Đ; Cyrillic letters for Latin ones."""

_TCVN3 = frozenset("¡¢£¤¥¦§¨©ª«¬®µ¶·¸¹»¼½¾ÆÇËÎÏÑÖ×ØÜÞßäåæçëîïñö÷øûüþ\u00ad")
"""Characters that TCVN3 text (.VnTime) shows and Vietnamese Unicode text never has inside a word."""
# Patterns are left as texts: compiled only when a suspicious character was seen.
_TCVN3_PAIR = f"(?:[A-Za-z][{''.join(_TCVN3)}]|[{''.join(_TCVN3)}][A-Za-z])"
_VNI_PAIR = "[aeioôyöAEIOÔYÖ][ùøûõïÙØÛÕÏ]|[aA][âêéèúüëÊÉÈÚÜË](?=[a-z]|\\b)"
_UTF8_PAIR = "á[º»]|Ã[\u00a0-\u00bf]|Ä[\u0083\u0091‘ƒ]|Æ[°¡]"
_VIETNAMESE = "[\u1ea0-\u1ef9ăđơưĂĐƠƯ]"
_OF_OTHERS = _TCVN3 | frozenset("ºÄÛ")
"""Any text in one of the three has one of these; Vietnamese text hardly ever."""


def old_encoding(line: str) -> str:
    """The encoding that a line seems to be in, "" for Unicode."""
    if len(re.findall(_UTF8_PAIR, line)) >= 2:
        return "UTF-8"
    if re.search(_VIETNAMESE, line):
        return ""
    if len(re.findall(_VNI_PAIR, line)) >= 3:
        return "VNI"
    return "TCVN3" if len(re.findall(_TCVN3_PAIR, line)) >= 3 else ""


@book.rule("KH016", Severity.WARNING)
def foreign_lookalike(source: Source) -> Iterator[Violation]:
    """A letter looks Vietnamese and is another: Ð (Eth, U+00D0) for Đ, Cyrillic а for a.

    Why: people see no difference, but a search, a sort and the register do: "Ðoàn Kết" is not found under "Đoàn Kết".
    Bad:
        name: phường Ðoàn Kết        # U+00D0
    Good:
        name: phường Đoàn Kết        # U+0110
    """
    if not frozenset(source.text) & _LOOKALIKES.keys():
        return
    encoding_of = lru_cache(maxsize=1)(
        lambda number: old_encoding(source.line(number))
    )  # one line may hold all of them
    for match in re.finditer(f"[{''.join(_LOOKALIKES)}]", source.text):
        if not encoding_of(source.line_of(match.start())):
            right = _LOOKALIKES[match.group()]
            yield Violation(
                source.span(match.start(), match.end()),
                _("U+{code:04X} looks like {right} and is another letter", code=ord(match.group()), right=right),
                _("write: {right}", right=right),
                (Edit(match.start(), match.end(), right),),
            )


@book.rule("KH017", Severity.WARNING, article="Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, mục I.4")
def legacy_encoding(source: Source) -> Iterator[Violation]:
    """A line, or words of it, are in an encoding from before Unicode (TCVN3, VNI), or were read in a wrong one.

    Why: such text is readable only in fonts like .VnTime or VNI-Times; documents are set in Unicode (TCVN 6909:2001).
    Bad:
        text: TiÕng ViÖt; Tieáng Vieät
    Good:
        text: Tiếng Việt
    """
    if not frozenset(source.text) & _OF_OTHERS:
        return
    for number, start in enumerate(source.line_starts, 1):
        line = source.line(number)
        encoding = old_encoding(line) if not line.isascii() else ""
        if encoding:
            begin = len(line) - len(line.lstrip())
            yield Violation(
                source.span(start + begin, start + len(line)),
                _("this line is not Unicode; it seems to be {encoding}", encoding=encoding),
                _("convert it to Unicode, for instance with UniKey (Ctrl+Shift+F6), and paste it again"),
            )
        elif not line.isascii():
            yield from _words(source, line, start)


def _words(source: Source, line: str, start: int) -> Iterator[Violation]:
    """Words of an old encoding among others in Unicode; neighbours together.

    No fix: words beside them may be of the old encoding too and look like others ("tôc" for "tục").
    """
    from kehoach.readers.legacy_words import legacy_words  # late: hardly any file has one

    runs: list[list[LegacyWord]] = []
    for word in legacy_words(line):
        if runs and word.encoding == runs[-1][-1].encoding and line[runs[-1][-1].end : word.start] == " ":
            runs[-1].append(word)
        else:
            runs.append([word])
    for run in runs:
        begin, end = run[0].start, run[-1].end
        yield Violation(
            source.span(start + begin, start + end),
            _("{words} is not Unicode; it seems to be {encoding}", words=line[begin:end], encoding=run[0].encoding),
            _("write: {right}", right=" ".join(word.right for word in run)),
        )
