"""The register of issued documents: a number belongs to one paper, whoever asks at once; what is odd is noted."""

from __future__ import annotations

import sqlite3
import threading
from datetime import date
from pathlib import Path

import pytest

from kehoach.checks.register_series import NoteKind, notes
from kehoach.diagnostics import EnvironmentFailure, KehoachError, Locked, WouldOverwrite
from kehoach.frozen import replace
from kehoach.storage.register import EntryState, NumberSeries, NumberTaken, Register, RegisterEntry
from kehoach.storage.state_files import NewerState

SERIES = NumberSeries("ubnd-tp-lai-chau", 2024, "KH")


def entry(number: int, day: int = 12, **what: object) -> RegisterEntry:
    made = RegisterEntry(SERIES, number, "KH-UBND", date(2024, 1, day), f"Kế hoạch {number}")
    return replace(made, **what)


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return Register.of(tmp_path, wait=2)


def test_a_workspace_without_a_register_has_no_entries(register: Register) -> None:
    assert register.entries() == ()
    assert register.next_number(SERIES) == 1
    assert not register.exists


def test_what_was_entered_comes_back(register: Register) -> None:
    full = entry(
        5, signer="Nguyễn Văn Bình", recipients=("Như Điều 3", "VPUB"), archive="VT, TH", plan="2024/nho", revision=1,
        state=EntryState.RESERVED, token="t", text="a" * 64, files={"ke-hoach.pdf": "b" * 64},
    )  # fmt: skip
    kept = register.add(full)
    assert register.entries() == (kept,)
    assert replace(kept, key=0) == full
    assert kept.name == "05/KH-UBND"
    assert register.of_plan("2024/nho") == (kept,)
    assert register.of_number(SERIES, 5) == kept
    assert register.next_number(SERIES) == 6


def test_a_number_is_given_once_and_not_again_after_it_was_revoked(register: Register) -> None:
    first = register.add(entry(15))
    with pytest.raises(NumberTaken, match=r"15/KH-UBND.*2024.*Kế hoạch 15") as taken:
        register.add(entry(15, title="Khác"))
    assert "16" in str(taken.value.hint)
    register.change(first, state=EntryState.REVOKED, reason="sai tên")
    with pytest.raises(NumberTaken):
        register.add(entry(15, title="Khác"))


def test_series_count_for_themselves(register: Register) -> None:
    register.add(entry(1))
    for other in (
        NumberSeries("x", 2024, "KH"),
        NumberSeries(SERIES.issuer, 2025, "KH"),
        NumberSeries(SERIES.issuer, 2024, "QĐ"),
    ):
        register.add(entry(1, series=other))
        assert register.next_number(other) == 2


@pytest.mark.parametrize("number", [0, -1, 100_000])
def test_no_other_number_gets_in(number: int, register: Register) -> None:
    register.add(entry(1))
    with pytest.raises(KehoachError):
        register.add(entry(number))
    assert len(register.entries()) == 1


def test_who_changes_an_entry_that_changed_meanwhile_is_told(register: Register) -> None:
    first = register.add(entry(1, state=EntryState.RESERVED))
    register.change(first, state=EntryState.ISSUED)
    with pytest.raises(WouldOverwrite):
        register.change(first, state=EntryState.REVOKED)
    assert register.entries()[0].state is EntryState.ISSUED


def test_twenty_clerks_at_once_get_twenty_numbers(register: Register) -> None:
    taken: list[int] = []

    def clerk() -> None:
        while True:
            try:
                taken.append(register.add(entry(register.next_number(SERIES))).number)
            except NumberTaken:
                continue
            return

    clerks = [threading.Thread(target=clerk) for _one in range(20)]
    for one in clerks:
        one.start()
    for one in clerks:
        one.join()
    assert sorted(taken) == list(range(1, 21)) == [one.number for one in register.entries()]


def test_gaps_backdating_and_runs_cut_off_are_noted(register: Register) -> None:
    for number, day in ((3, 10), (4, 20), (5, 12), (8, 21)):
        register.add(entry(number, day))
    register.add(entry(9, 22, state=EntryState.RESERVED))
    found = [(note.kind, note.first, note.last) for note in notes(register.entries())]
    assert found == [
        (NoteKind.GAP, 1, 2),
        (NoteKind.BACKDATED, 5, 5),
        (NoteKind.GAP, 6, 7),
        (NoteKind.UNFINISHED, 9, 9),
    ]
    (backdated,) = (note for note in notes(register.entries()) if note.kind is NoteKind.BACKDATED)
    assert backdated.other is not None
    assert backdated.other.number == 4
    assert list(notes(())) == []


DAMAGE = {
    "text": lambda data: b"not a database at all, whatever it is called" * 40,
    "empty": lambda data: b"",
    "cut": lambda data: data[: len(data) // 2],
    "header": lambda data: b"\0" * 40 + data[40:],
    "pages": lambda data: data[:4096] + bytes(reversed(data[4096:])),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_register_is_one_line_and_nothing_is_overwritten(damage: str, register: Register) -> None:
    register.add(entry(1))
    register.path.write_bytes(DAMAGE[damage](register.path.read_bytes()))
    before = register.path.read_bytes()
    for do in (register.entries, lambda: register.add(entry(2)), lambda: register.of_plan("2024/nho")):
        with pytest.raises(EnvironmentFailure, match=r"so-dang-ky\.sqlite is damaged"):
            assert do() is None  # what can still be read of such a file is not taken for all there is
    assert register.path.read_bytes() == before


def test_the_database_of_another_program_is_left_alone(register: Register) -> None:
    register.path.parent.mkdir()
    with sqlite3.connect(register.path) as other:
        other.execute("CREATE TABLE mine (a)")
    other.close()
    before = register.path.read_bytes()
    with pytest.raises(EnvironmentFailure, match="is no register of kehoach"):
        register.add(entry(1))
    assert register.path.read_bytes() == before


def test_a_newer_register_is_left_alone(register: Register) -> None:
    register.add(entry(1))
    other = sqlite3.connect(register.path)
    other.execute("PRAGMA user_version = 2")
    other.close()
    before = register.path.read_bytes()
    with pytest.raises(NewerState, match="newer version"):
        register.add(entry(2))
    with pytest.raises(NewerState):
        register.entries()
    assert register.path.read_bytes() == before


def test_a_lost_register_is_not_begun_anew(register: Register) -> None:
    issued = register.path.parent / "2024" / "nho" / "1" / "ban-hanh.json"
    issued.parent.mkdir(parents=True)
    issued.write_text("{}")
    with pytest.raises(EnvironmentFailure, match="missing, although papers were issued"):
        register.add(entry(1))
    assert not register.exists


def test_who_waits_in_vain_is_told(register: Register) -> None:
    register.add(entry(1))
    other = sqlite3.connect(register.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Locked):
        replace(register, wait=0.2).add(entry(2))
    other.execute("ROLLBACK")
    other.close()
    assert register.add(entry(2)).number == 2


def test_a_folder_in_its_place_is_one_line(register: Register) -> None:
    register.path.mkdir(parents=True)
    with pytest.raises(EnvironmentFailure):
        register.entries()
