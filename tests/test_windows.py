"""What Windows does otherwise, simulated: locales, open documents, read-only ones, programs that do not end, cores."""

from __future__ import annotations

import locale
from types import SimpleNamespace

import pytest

from kehoach import language as language_module
from kehoach.language import choose


@pytest.mark.parametrize(
    ("said", "language"),
    [
        (("English_United States", "1252"), "en"), (("Vietnamese_Vietnam", "1258"), "vi"), ((None, None), "vi"),
        (ValueError("unknown locale: vi-VN"), "vi"),
    ],
)  # fmt: skip
def test_no_locale_of_windows_stops_a_command(
    monkeypatch: pytest.MonkeyPatch, said: tuple[str | None, str | None] | ValueError, language: str
) -> None:
    def getlocale() -> tuple[str | None, str | None]:
        if isinstance(said, ValueError):
            raise said
        return said

    monkeypatch.setattr(language_module, "os", SimpleNamespace(name="nt"))
    monkeypatch.setattr(locale, "getlocale", getlocale)
    assert choose(None, {}) == language
