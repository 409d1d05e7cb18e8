"""Who takes over from bodies that are gone, and who is in a group, through any number of changes and groups."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kehoach.model.agency import Agencies, Agency
from kehoach.model.base import Ref
from kehoach.rolling.heirs import Heirs
from tests.support import plans

DAY, BEFORE = date(2026, 1, 1), date(2025, 6, 30)


def registry(bodies: dict[str, tuple[list[str], list[str], bool]]) -> Agencies:
    """Bodies by id: their members, their successors, and whether they have ended."""
    return Agencies(
        {
            key: Agency(
                name=key,
                members=tuple(map(Ref, members)),
                successors=tuple(map(Ref, successors)),
                until=BEFORE if ended else None,
            )
            for key, (members, successors, ended) in bodies.items()
        }
    )


IDS = [f"b{number}" for number in range(6)]


@st.composite
def bodies(draw: st.DrawFn) -> dict[str, tuple[list[str], list[str], bool]]:
    """Six bodies; who is in a group, or takes over, comes later in the list, so that nothing goes round."""
    found = {}
    for number, key in enumerate(IDS):
        later = st.lists(st.sampled_from([*IDS[number + 1 :], "Sở khác"]), max_size=3, unique=True)
        ended = draw(st.booleans())
        found[key] = (draw(later), draw(later) if ended else [], ended)
    return found


@given(bodies())
def test_members_and_heirs_are_those_that_a_reader_finds(known: dict[str, tuple[list[str], list[str], bool]]) -> None:
    agencies = registry(known)

    def members(key: str) -> list[str]:
        inner = known[key][0] if key in known else []
        return [one for member in inner for one in members(member)] or [key]

    def has_ended(key: str) -> bool:
        inner = [one for one in known[key][0] if one in known]
        return known[key][2] or (bool(inner) and all(map(has_ended, inner)))

    def heirs(key: str) -> list[str]:
        if key not in known or not has_ended(key):
            return [key]
        return [one for successor in known[key][1] for one in heirs(successor)]

    found = Heirs(agencies, DAY, {})
    assert set(found) == {key for key in IDS if has_ended(key)}
    assert {key: list(found[key].ids) for key in found} == {key: list(dict.fromkeys(heirs(key))) for key in found}
    for key in IDS:
        assert [ref.text for ref in agencies.members_of(Ref(key))] == list(dict.fromkeys(members(key)))


def test_long_rows_of_groups_and_of_changes_end() -> None:
    row = registry({f"b{at}": ([f"b{at + 1}"], [], False) for at in range(20_000)} | {"b20000": ([], ["c"], True)})
    assert row.members_of(Ref("b0")) == (Ref("b20000"),)
    assert len(Heirs(row, DAY, {})) == 20_001
    changes = registry({f"b{at}": ([], [f"b{at + 1}"], True) for at in range(20_000)})
    assert Heirs(changes, DAY, {})["b0"].ids == ("b20000",)


def test_what_is_in_two_groups_each_time_is_looked_at_once() -> None:
    twice = {f"{side}{at}": ([f"a{at + 1}", f"b{at + 1}"], [], False) for at in range(60) for side in "ab"}
    assert registry(twice).members_of(Ref("a0")) == (Ref("a60"), Ref("b60"))
    changed = {key: ([], members, True) for key, (members, _none, _ended) in twice.items()}
    assert Heirs(registry(changed), DAY, {})["a0"].ids == ("a60", "b60")


def test_what_goes_round_ends() -> None:
    circle = registry({"a": (["b"], [], False), "b": (["a"], [], False)})
    assert circle.members_of(Ref("a")) == (Ref("a"),)
    assert list(Heirs(circle, DAY, {})) == []
    gone = registry({"a": ([], ["b"], True), "b": ([], ["a"], True)})
    assert Heirs(gone, DAY, {})["a"].ids == ()


def test_of_several_heirs_the_issuer_takes_its_own_and_gives_none_to_a_neighbour() -> None:
    """Two wards took over from one city: each has an economic office, and neither can order the other."""
    day = date(2026, 1, 1)
    heirs = Heirs(plans.registry(), day, {}, "phuong-tan-phong")
    assert heirs["phong-kinh-te"].one == "tan-phong-kinh-te"
    assert Heirs(plans.registry(), day, {}, "phuong-doan-ket")["phong-kinh-te"].one == "doan-ket-kinh-te"
    assert heirs["phong-ldtbxh"].ids == ("tan-phong-kinh-te", "tan-phong-van-hoa-xa-hoi")
    for commune in ("san-thang", "sung-phai"):
        assert heirs[commune].one is None
        assert "cùng cấp" in heirs[commune].question
    assert Heirs(plans.registry(), day, {})["phong-kinh-te"].one is None
