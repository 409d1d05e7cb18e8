"""Frozen values and objects that change are what `dataclasses` would have made of the same class."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, NamedTuple
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach import frozen as room
from kehoach.frozen import attribute, frozen, mutable, names_of, replace


class Spec(NamedTuple):
    """One attribute of a class to be made."""

    default: str
    compare: bool
    shown: bool
    inherited: bool


SPECS = st.lists(
    st.builds(Spec, st.sampled_from(("none", "plain", "made")), st.booleans(), st.booleans(), st.booleans()), max_size=6
)
VALUES = st.lists(st.sampled_from((0, 1, "một", (1, 2), None)), min_size=6, max_size=6)


def classes(specs: list[Spec], *, is_frozen: bool) -> tuple[Any, Any]:
    """The same class by `frozen` or `mutable`, and by `dataclass`."""
    ordered = sorted(specs, key=lambda one: (not one.inherited, one.default != "none"))
    if any(one.default != "none" for one in ordered if one.inherited):  # what is needed cannot come after a default
        ordered = [one._replace(default="plain" if one.default == "none" else one.default) for one in ordered]
    return (
        made(ordered, frozen if is_frozen else mutable, lambda **given: attribute(**given)),
        made(
            ordered,
            dataclass(frozen=is_frozen),
            lambda **given: field(**{"default_factory" if key == "factory" else key: v for key, v in given.items()}),
        ),
    )


def made(specs: list[Spec], decorate: Callable[[type], type], specifier: Callable[..., Any]) -> type:
    cls: type = object
    for inherited in (True, False):
        body: dict[str, Any] = {"__annotations__": {}, "__qualname__": "Made", "count": 3}
        body["__annotations__"]["count"] = ClassVar[int]
        for number, spec in enumerate(specs):
            if spec.inherited is inherited:
                name = f"a{number}"
                body["__annotations__"][name] = Any
                more = {"plain": {"default": "mặc định"}, "made": {"factory": list}}.get(spec.default, {})
                if spec.default != "plain" or not (spec.compare and spec.shown):
                    body[name] = specifier(compare=spec.compare, repr=spec.shown, **more)
                else:
                    body[name] = "mặc định"
                if spec.default == "none" and spec.compare and spec.shown:
                    del body[name]
        cls = decorate(type("Made", (cls,) if cls is not object else (), body))
    return cls


def outcome(act: Callable[[], Any]) -> Any:
    """What comes of it: a value that can be compared, or the kind of error."""
    try:
        return act()
    except Exception as error:
        return type(error)


@given(SPECS, VALUES, VALUES, st.integers(0, 6), st.integers(0, 6), st.booleans(), st.sampled_from((0, 3, 100)))
def test_means_what_dataclasses_mean(
    specs: list[Spec], one: list[Any], other: list[Any], first: int, more: int, is_frozen: bool, few: int
) -> None:
    """Whether objects are `few`, whose constructor is not compiled, or many."""
    ours, theirs = classes(specs, is_frozen=is_frozen)
    with mock.patch.object(room, "FEW", few):
        names = [f.name for f in dataclasses.fields(theirs)]
        assert list(names_of(ours)) == names
        assert ours.__match_args__ == theirs.__match_args__
        named = dict(list(zip(names, one, strict=False))[first : first + more])
        twice = {**named, **dict(zip(names[:first], other, strict=False))}
        for given in (named, twice):
            build = [outcome(lambda cls=cls, given=given: repr(cls(*one[:first], **given))) for cls in (ours, theirs)]
            assert build[0] == build[1]
        values = [(cls(*one[: len(names)]), cls(*other[: len(names)])) for cls in (ours, theirs)]
        for act in (
            lambda a, b: a == b,
            lambda a, b: hash(a) == hash(b) if a == b else None,
            lambda a, b: hash(a) is not None,
            lambda a, b: repr(a),
            lambda a, b: repr(replace(a, **dict(zip(names[:first], other, strict=False)))),
            lambda a, b: repr(replace(a, nobody=1)),
            lambda a, b: setattr(a, "a0", 1),
            lambda a, b: delattr(a, "a0"),
            lambda a, b: repr(copy.copy(a)),
            lambda a, b: a == object(),
        ):
            assert outcome(lambda act=act: act(*values[0])) == outcome(lambda act=act: act(*values[1]))


def test_each_object_has_its_own_default() -> None:
    @frozen
    class Value:
        things: list[int] = attribute(factory=list)

    one, other = Value(), Value()
    one.things.append(1)
    assert (one.things, other.things) == ([1], [])


@pytest.mark.parametrize("few", [0, 100])
def test_what_a_class_says_of_itself_stays(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "FEW", few)

    @frozen
    class Value:
        text: str

        def __post_init__(self) -> None:
            if not self.text:
                raise ValueError

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Value) and self.text.lower() == other.text.lower()

        def __hash__(self) -> int:
            return hash(self.text.lower())

        @cached_property
        def length(self) -> int:
            return len(self.text)

    assert {Value("A"), Value("a")} == {Value("a")}
    assert Value("abc").length == 3
    with pytest.raises(ValueError):  # noqa: PT011 - raised above
        Value("")


def test_a_class_below_is_made_of_both() -> None:
    @frozen
    class Above:
        first: int

    class Plain(Above):
        """Not made itself: as the one above."""

    @frozen
    class Below(Above):
        second: int = 2

    assert repr(Plain(1)).endswith("Plain(first=1)")
    assert (Below(1).first, Below(1).second) == (1, 2)
    assert Below(1) == Below(1, 2) != Above(1)
