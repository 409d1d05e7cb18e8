"""Names made to harm: 200 of them, and none leads out of the outputs or gives a name that Windows cannot hold."""

from __future__ import annotations

import itertools
import unicodedata
from pathlib import Path

import pytest

from kehoach.diagnostics import EnvironmentFailure
from kehoach.storage.files import MAX_NAME
from kehoach.storage.workspace import Workspace

BASES = (
    "..", "../..", "../../x", "/etc/x", "a/../../b", "C:\\x", "\\\\host\\share", "CON", "nul.docx", "COM1", "lpt9.txt",
    "CONIN$", "aux", "prn.x", "com5 .y",
    "a\x7fb", "a:b", "a\u202excod", "a\nb", "a\0b", "ten.", "ten ", " .", "~", "-rf", "$HOME", "x" * 300,
    "Kế hoạch " * 40, unicodedata.normalize("NFD", "Kế hoạch năm"),
)  # fmt: skip
FORMS = ("{}", "{}/{}", "a/{}", "{}.", " {}", "{}\\..\\x", "2026/{}/..", "\u200b{}\ufeff")
NAMES = [form.format(base, base) for base, form in itertools.product(BASES, FORMS)]
_DEVICES = {"con", "prn", "aux", "nul", "conin$", "conout$", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}


def test_there_are_two_hundred() -> None:
    assert len(set(NAMES)) >= 200


@pytest.mark.parametrize("name", NAMES)
def test_none_escapes_and_all_are_names_of_windows(name: str, tmp_path: Path) -> None:
    folder = Workspace(tmp_path).output(None, name).folder
    inside = folder.relative_to(tmp_path / "outputs")
    assert ".." not in inside.parts
    assert folder.resolve().is_relative_to((tmp_path / "outputs").resolve())
    assert inside.parts
    for part in inside.parts:
        assert not any(c in '<>:"/\\|?*' or unicodedata.category(c) in ("Cc", "Cf", "Cs") for c in part)
        assert part == part.rstrip(" .")
        assert part.split(".")[0].rstrip(" ").casefold() not in _DEVICES
        assert len(part.encode()) <= MAX_NAME
        assert unicodedata.is_normalized("NFC", part)
    folder.mkdir(parents=True)


@pytest.mark.parametrize("at", ["2026", "2026/thu"])
def test_a_link_out_of_the_outputs_is_refused(at: str, tmp_path: Path) -> None:
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    link = tmp_path / "outputs" / at
    link.parent.mkdir(parents=True)
    link.symlink_to(outside)
    with pytest.raises(EnvironmentFailure, match="outside"):
        Workspace(tmp_path).output(None, "2026/thu")


def test_a_link_within_them_and_outputs_elsewhere_are_the_owners_choice(tmp_path: Path) -> None:
    (tmp_path / "drive").mkdir()
    (tmp_path / "outputs").symlink_to(tmp_path / "drive")
    assert Workspace(tmp_path).output(None, "2026/thu").folder == tmp_path / "outputs" / "2026" / "thu"
