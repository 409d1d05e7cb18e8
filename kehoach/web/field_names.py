"""Findings in the words of the screen: in place of a key of the file the name of its field is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kehoach.diagnostics import ENGLISH, Finding, Message, Translator, _
from kehoach.editing import Document
from kehoach.editing.model_types import keys_of
from kehoach.frozen import replace
from kehoach.model.base import Located
from kehoach.patterns import regex
from kehoach.schema import texts
from kehoach.schema.build import Place

_REGISTRY_FILE, _REGISTRY = "plans/agencies.yaml", _("the registry of agencies")
_OF_RESULTS = ("Results", "TargetResult", "TaskResult", "FundResult")
_TITLES: dict[str, str] = {}
"""The name of each key of a plan, where nothing says of which class it is."""
for _cls, _fields in texts.FIELDS.items():
    for _key, (_title, _said) in _fields.items():
        if _cls not in _OF_RESULTS:
            _TITLES.setdefault(_key, _title)
_MEANINGS = {
    (place.partition(".")[2], word): f'"{meaning.partition(":")[0]}"'
    for place, words in texts.WORDS.items()
    for word, meaning in words.items()
}
"""What a word of a closed set means, by the key that it is written at."""
_WORD = regex(
    r"\{\{\{\{[^{}]*\}\}\}\}|\{[^{}]*\}"
    r"|(?<![\w`'\"./<-])(?P<key>[a-z]+(?:_[a-z]+)*)(?:(?P<colon>:)(?: (?P<word>[a-z]+)(?![\w:]))?)?(?![\w'\"/-])"
)
"""A key in a sentence, perhaps with a word that is written at it; before it what is no key."""
_KEY_FIRST = regex(r"(?P<key>[a-z]+(?:_[a-z]+)*)(?P<rest>:\s.*)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class NamedInFields(Message):
    """A message that says the names of fields in place of keys. `classes` are those around its place, from the inside.

    Keys are looked for in the sentence itself and in values that are a key, or a key with its value: what a drafter
    typed is never touched.
    """

    classes: tuple[type[Located], ...] = ()

    def into(self, translator: Translator) -> str:
        """The sentence in the translator's language, values filled in. In English a key is a word like others."""
        sentence = translator.gettext(self.text)
        if sentence == self.text:
            return Message(self.text, self.values).into(translator)
        values = {name: self._value(value, translator) for name, value in self.values.items()}
        said = Message(_WORD.sub(self._named, sentence), values).into(ENGLISH)
        return said.replace('""', '"').replace(_REGISTRY_FILE, _REGISTRY.into(translator))

    def _named(self, match: re.Match[str]) -> str:
        title = self._title(match["key"]) if match["key"] else ""
        if not title:
            return match.group()
        meaning = _MEANINGS.get((match["key"], match["word"]), match["word"])
        return f'"{title}"{match["colon"] or ""}{f" {meaning}" if meaning else ""}'

    def _value(self, value: object, translator: Translator) -> object:
        if isinstance(value, Message):
            return NamedInFields(value.text, value.values, self.classes).into(translator)
        if type(value) is str and (found := _KEY_FIRST.fullmatch(value)) and (title := self._title(found["key"])):
            return f'"{title}"{found["rest"] or ""}'
        return value

    def _title(self, key: str) -> str:
        for cls in self.classes:
            if key in keys_of(cls):
                return Place(cls, key).text[0]
        return _TITLES.get(key, "")


def in_field_names(finding: Finding, document: Document | None) -> Finding:
    """A finding whose message and hint name the fields of the screen; `document` is the file that it is about."""
    classes = tuple(_classes(document, finding.span.start)) if document else ()
    hint = finding.hint and NamedInFields(finding.hint.text, finding.hint.values, classes)
    message = NamedInFields(finding.message.text, finding.message.values, classes)
    return replace(finding, message=message, hint=hint)


def _classes(document: Document, offset: int) -> Iterator[type[Located]]:
    """The classes of the model around a place, from the inside out."""
    path = document.path_at(offset)
    for length in range(len(path), -1, -1):
        above = path[:length]
        shape = document.shape(above)
        node = document.find(above) if above else document.root
        if shape and (cls := shape.cls(node)):
            yield cls
