"""What can be generated is generated, and none of it is stale."""

from __future__ import annotations

import gettext
import string
import sys
from functools import cache

import pytest

from tests.support.plans import ROOT

sys.path.insert(0, str(ROOT / "tools"))

import catalogue
import generate

from tools import screens


@pytest.mark.parametrize("name", generate.FILES)
def test_file_is_up_to_date(name: str) -> None:
    assert (ROOT / name).read_bytes() == generate.FILES[name](), f"{name} is stale: run `make generated`"


def test_the_pictures_of_the_screens_are_up_to_date() -> None:
    assert screens.STAMP.read_text(encoding="ascii") == screens.fingerprint(), "stale: run `make screens`"
    assert all((screens.IMAGES / f"{stem}.png").exists() for stem in screens.SCREENS)


def test_every_message_is_translated_with_the_same_fields() -> None:
    assert faults(messages(), translations()) == []


def test_a_message_without_a_translation_or_with_other_fields_is_reported() -> None:
    said, known = messages(), translations()
    one = next(text for text in said if "{path}" in text)
    other = next(text for text, place in said.items() if place.startswith("KH"))
    assert faults(said, {**known, one: ""}) == [(said[one], one)]
    assert faults(said, {text: known[text] for text in known if text != other}) == [(said[other], other)]
    assert faults(said, {**known, one: known[one].replace("{path}", "{tệp}")}) == [(said[one], one)]


@cache
def messages() -> dict[str, str]:
    """Every message, with the place that it comes from."""
    return catalogue.messages()


@cache
def translations() -> dict[str, str]:
    """What the catalogue that is edited by hand says; the compiled one gives back English where it has nothing."""
    return {str(message.id): str(message.string) for message in catalogue.updated() if message.id}


def faults(said: dict[str, str], known: dict[str, str]) -> list[tuple[str, str]]:
    """Messages without a translation, and those whose translation has other fields."""
    return [
        (place, text)
        for text, place in said.items()
        if not known.get(text)
        # the sentences of manuals are shown as they are
        or (not place.startswith("KH") and fields(known[text]) != fields(text))
    ]


def test_the_compiled_catalogue_says_what_the_edited_one_does() -> None:
    vietnamese = gettext.translation("kehoach", ROOT / "kehoach" / "locale", ["vi"])
    assert {text: vietnamese.gettext(text) for text in messages()} == translations()


def fields(text: str) -> set[str]:
    return {name for _literal, name, _spec, _conversion in string.Formatter().parse(text) if name}
