"""The small letters of what was set in capitals, from the sentences of the same document."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache, cached_property

from kehoach.country.units import provinces
from kehoach.frozen import replace
from kehoach.readers.document import TextRun
from kehoach.recognising.lines import is_capitals
from kehoach.vietnamese import upper_first

_TOKEN = re.compile(r"\w+")
_BEGINS = re.compile(r"(?:^|[.:;!?+)]|[-–]\s)[\s\"“‘(]*(?=\w)")

_UNITS = "tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu"


@cache
def _provinces() -> tuple[str, ...]:
    """The names of provinces, of those too that are merged since."""
    return tuple(name for unit in provinces().values() for name in (unit.name, *unit.merged))


class Cases:
    """Knows in which case the words of a document's sentences stand."""

    def __init__(self, sentences: Iterable[str], place: str = "") -> None:
        """`place` is where the document was issued."""
        self._sentences = tuple(sentences)
        self._place = place
        self._written: list[str] = []
        self._keys: list[str] = []

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        """Where each word stands, read when the first is asked for: most documents need none."""
        places: dict[str, list[int]] = defaultdict(list)
        for sentence in self._sentences:
            if not is_capitals(sentence):
                self._read(sentence, places)
        return places

    def _read(self, sentence: str, places: dict[str, list[int]]) -> None:
        begins = {match.end() for match in _BEGINS.finditer(sentence)}
        for token in _TOKEN.finditer(sentence):
            word = key = token[0]
            if not word.islower():
                if token.start() in begins and not word.isupper():
                    word = word.lower()
                key = word.casefold()
            places[key].append(len(self._keys))
            self._written.append(word)
            self._keys.append(key)
        self._written.append("")
        self._keys.append("")

    def of(self, text: str) -> str:
        """`text` in the letters that the longest phrases of it have in the sentences; its first letter is a capital.

        A word that stands nowhere else, or only where a sentence begins, is in small letters.
        """
        tokens = list(_TOKEN.finditer(text))
        keys = [token[0].casefold() for token in tokens]
        forms: list[str] = []
        while len(forms) < len(keys):
            forms += self._longest(keys, len(forms))
        result, at = "", 0
        for token, form in zip(tokens, forms, strict=True):
            is_mixed = token[0] not in (token[0].upper(), token[0].lower())  # IoT: it was typed so among capitals
            result += text[at : token.start()] + (token[0] if is_mixed else form)
            at = token.end()
        return upper_first(self._with_places(result + text[at:]))

    def _with_places(self, text: str) -> str:
        """`text` with the capitals of provinces, and of the place of issue, after the word for such a unit."""
        for name in (*_provinces(), self._place):
            if name and name.casefold() in text.casefold():
                text = re.sub(rf"(?i)(\b(?:{_UNITS}) ){re.escape(name)}\b", rf"\g<1>{name}", text)
        return text

    def of_runs(self, runs: Iterable[TextRun]) -> tuple[TextRun, ...]:
        """The same for runs, their forms kept."""
        runs = tuple(runs)
        text = self.of("".join(run.text for run in runs))
        result, at = [], 0
        for run in runs:
            result.append(replace(run, text=text[at : at + len(run.text)]))
            at += len(run.text)
        return tuple(result)

    def _longest(self, keys: list[str], at: int) -> list[str]:
        """The written form of the longest phrase from `at` on, the usual one where there are several."""
        best, forms = 0, Counter[tuple[str, ...]]()
        for place in self._places.get(keys[at], ()):
            length = 1
            while at + length < len(keys) and self._keys[place + length] == keys[at + length]:
                length += 1
            if length > best:
                best, forms = length, Counter()
            if length == best:
                forms[tuple(self._written[place : place + length])] += 1
        return list(forms.most_common(1)[0][0]) if forms else [keys[at]]
