"""What can be generated is generated, and none of it is stale."""

from __future__ import annotations

import gettext
import string
import sys

import pytest

from tests.support.plans import ROOT

sys.path.insert(0, str(ROOT / "tools"))

import catalogue
import generate


@pytest.mark.parametrize("name", generate.FILES)
def test_file_is_up_to_date(name: str) -> None:
    assert (ROOT / name).read_bytes() == generate.FILES[name](), f"{name} is stale: run `make generated`"


def test_every_message_is_translated_with_the_same_fields() -> None:
    vietnamese = gettext.translation("kehoach", ROOT / "kehoach" / "locale", ["vi"])
    for text, place in catalogue.messages().items():
        translated = vietnamese.gettext(text)
        assert translated, (place, text)
        if not place.startswith("KH"):  # the sentences of manuals are shown as they are
            assert fields(translated) == fields(text), (place, text)


def fields(text: str) -> set[str]:
    return {name for _literal, name, _spec, _conversion in string.Formatter().parse(text) if name}
