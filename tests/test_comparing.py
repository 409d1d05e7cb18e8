"""What changed between two plans: laws that hold for any two, and each kind of change told where it belongs."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kehoach.comparing import Difference, DifferenceKind, compare
from kehoach.diagnostics import ENGLISH
from kehoach.model.agency import Agencies
from kehoach.model.base import Ref
from kehoach.model.prose import Prose
from kehoach.model.quantity import Quantity
from kehoach.show.differences import as_text, counted
from kehoach.source import Span
from tests.support import anyplan
from tests.support.amounts import LONG, spread
from tests.support.cases import CASES
from tests.support.plans import ROOT, SMALL, Made, make, parsed, registry

AGENCIES: Agencies = registry(CASES / "agencies.yaml")
DIFF = sorted((CASES / "diff").iterdir())
EXAMPLES = 400 if LONG else 25


def differences(old: Made, new: Made) -> tuple[Difference, ...]:
    assert old.plan is not None
    assert new.plan is not None
    return compare(old.plan, old.agencies, new.plan, new.agencies)


def told(found: tuple[Difference, ...]) -> list[str]:
    """Each difference on one line, for a test to read."""
    lines = []
    for one in found:
        head = " ".join(part for part in (one.topic, one.kind, one.what, one.of) if part)
        lines.append(f"{head}: {one.old and one.old.text} -> {one.new and one.new.text}")
    return lines


@pytest.mark.parametrize("case", DIFF, ids=lambda case: case.name)
def test_case(case: Path) -> None:
    old, new = (make((case / f"{name}.yaml").read_text(encoding="utf-8"), AGENCIES) for name in ("old", "new"))
    assert not old.errors, old.errors
    assert not new.errors, new.errors
    found = differences(old, new)
    expected = (case / "expected.txt").read_text(encoding="utf-8").splitlines()
    assert [*as_text(found, ENGLISH), counted(found, ENGLISH)] == expected


# Laws


@st.composite
def plans(draw: st.DrawFn) -> tuple[str, list[str]]:
    return anyplan.plan(draw, lambda: draw(anyplan.texts))


LAW = settings(max_examples=EXAMPLES, phases=[Phase.explicit, Phase.generate])


@LAW
@given(plans())
def test_a_plan_differs_in_nothing_from_itself(case: tuple[str, list[str]]) -> None:
    assert differences(parsed(case[0], AGENCIES), parsed(case[0], AGENCIES)) == ()


@LAW
@given(plans(), plans())
def test_plans_that_change_places_differ_mirrored(one: tuple[str, list[str]], other: tuple[str, list[str]]) -> None:
    a, b = parsed(one[0], AGENCIES), parsed(other[0], AGENCIES)
    assert Counter(difference.mirrored() for difference in differences(a, b)) == Counter(differences(b, a))


@LAW
@given(plans(), st.data())
def test_every_leaf_that_changed_is_told(case: tuple[str, list[str]], data: st.DataObject) -> None:
    text, leaves = case
    leaf = data.draw(st.sampled_from(leaves))
    changed = " ".join((leaf, "đổikhác"))
    found = differences(parsed(text, AGENCIES), parsed(text.replace(leaf, changed), AGENCIES))
    says = "\n".join(f"{side.name}\n{side.text}" for one in found if (side := one.new))
    assert "đổikhác" in says
    assert all(one.old != one.new for one in found)


def leaves_of(made: Made) -> list[tuple[object, Span]]:
    """Every text, quantity and agency that a plan has typed, with its place."""
    assert made.plan is not None
    found = {}
    for value in made.plan.values:
        if isinstance(value, (Prose, Quantity, Ref)) and value.span.source.path.endswith(".yaml"):
            found[value.span.start] = (value, value.span)
    return list(found.values())


def edited(value: object, written: str, agencies: Agencies) -> tuple[str, str]:
    """The text as it is written with one leaf changed, and what must be told of it."""
    if isinstance(value, Ref):
        other = "so-van-hoa" if value.text != "so-van-hoa" else "so-cong-thuong"
        return written.replace(value.text, other, 1), agencies.name_of(Ref(other))
    if isinstance(value, Quantity):
        new = re.sub(r"\d", lambda digit: f"{9 - int(digit[0])}", written, count=1)
        return new, re.sub(r"\d", lambda digit: f"{9 - int(digit[0])}", str(value), count=1)
    masked = re.sub(
        r"^[>|]-? +#[^\n]*|\{\{.*?\}\}|TODO\(.*?\)|<br>", lambda inner: "\0" * len(inner[0]), written, flags=re.DOTALL
    )
    word = re.search(r"[^\W\d_]{2,}", masked)
    return (written[: word.end()] + "đổikhác" + written[word.end() :], "đổikhác") if word else (written, "")


STRUCTURES = dict.fromkeys(sorted((CASES / "features").glob("*.yaml")), AGENCIES) | {
    path: registry() for path in sorted((ROOT / "plans" / "2024").glob("*.yaml"))
}


@pytest.mark.parametrize("path", STRUCTURES, ids=lambda path: path.stem)
def test_every_leaf_of_every_structure_is_told(path: Path) -> None:
    text, agencies = path.read_text(encoding="utf-8"), STRUCTURES[path]
    old = parsed(text, agencies)
    tried = 0
    for value, span in spread(leaves_of(old), 30):  # a long run changes each
        new, expected = edited(value, span.text, agencies)
        if new == span.text:
            continue
        found = differences(old, parsed(text[: span.start] + new + text[span.end :], agencies))
        says = " ".join(f"{one.new.name} {one.new.text}" for one in found if one.new)
        assert expected in says, (span.text, expected, told(found))
        tried += 1
    assert tried > 3


lists = st.lists(
    st.lists(st.sampled_from("các xã phường tổ chức rà soát hộ".split()), min_size=3, max_size=7), max_size=6
)


@settings(max_examples=3 * EXAMPLES, phases=[Phase.explicit, Phase.generate])
@given(lists, lists)
def test_texts_that_are_much_alike_differ_mirrored(one: list[list[str]], other: list[list[str]]) -> None:
    a, b = (
        parsed(
            SMALL.replace(
                "      - Nội dung.\n", "".join(f"      - {' '.join(line)}\n" for line in lines) or "      - x\n"
            )
        )
        for lines in (one, other)
    )
    assert Counter(difference.mirrored() for difference in differences(a, b)) == Counter(differences(b, a))


@LAW
@given(plans(), st.data())
def test_every_id_that_changed_is_told(case: tuple[str, list[str]], data: st.DataObject) -> None:
    text, _leaves = case
    ids = [line.split()[-1] for line in text.splitlines() if line.split()[-1:] and "ma-" in line.split()[-1]]
    ids = [one for one in ids if one.startswith("ma-")]
    if not ids:
        return
    chosen = data.draw(st.sampled_from(ids))
    new = "\n".join(
        line.replace(f" {chosen}", " khac") if line.endswith(f" {chosen}") else line for line in text.splitlines()
    )
    found = differences(parsed(text, AGENCIES), parsed(new, AGENCIES))
    assert any(one.new and one.new.text == "khac" for one in found), told(found)


@LAW
@given(plans(), st.randoms(use_true_random=False))
def test_items_that_change_places_are_neither_gone_nor_new(case: tuple[str, list[str]], random: object) -> None:
    """Sections in another order: nothing is told but moves."""
    text, _leaves = case
    made = parsed(text, AGENCIES)
    assert made.plan is not None
    sections = list(made.plan.sections)
    random.shuffle(sections)  # type: ignore[attr-defined]
    shuffled = made.plan.changed(sections=tuple(sections))
    found = compare(made.plan, AGENCIES, shuffled, AGENCIES)
    assert {one.kind for one in found} <= {DifferenceKind.MOVED}
    assert len(found) <= max(len(sections) - 1, 0)
    assert bool(found) == (tuple(sections) != made.plan.sections)
