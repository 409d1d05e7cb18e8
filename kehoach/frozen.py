"""Values and objects as `dataclasses.dataclass` makes them, but sooner.

`dataclasses` writes and compiles up to six functions for each class, 0.5 ms: for the classes that a command imports, a
sixth of its whole time. Here methods are shared, and `__init__`, which must be quick where there are many objects, is
compiled when some of its class were made; of most classes a command makes none or few. All means what it means in
`dataclasses`: a test compares the two. Classes with slots, and those that short commands do not import, are made by
`dataclasses`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from inspect import get_annotations
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar, dataclass_transform

T = TypeVar("T")
NEEDED: Any = object()
"""In place of a default: there is none."""
FEW = 16
"""So many objects of a class are made without a constructor of its own: to compile it takes as long."""


class Attribute(NamedTuple):
    """What is known of one attribute: its default, what makes it, and whether it counts and is shown."""

    default: Any = NEEDED
    factory: Callable[[], Any] | None = None
    compare: bool = True
    repr: bool = True


def attribute(
    *, default: Any = NEEDED, factory: Callable[[], Any] | None = None, compare: bool = True, repr: bool = True
) -> Any:
    """An attribute with a default that each object has of its own, or that does not count, or is not shown."""
    return Attribute(default, factory, compare, repr)


@dataclass_transform(frozen_default=True, field_specifiers=(attribute,))
def frozen(cls: type[T]) -> type[T]:
    """The class as one of frozen values: made from its annotations, compared and shown by them."""
    return _made(cls, is_frozen=True)


@dataclass_transform(field_specifiers=(attribute,))
def mutable(cls: type[T]) -> type[T]:
    """The class as one of objects that change, otherwise as `frozen` makes it. They have no hash."""
    return _made(cls, is_frozen=False)


def _made(cls: type[T], *, is_frozen: bool) -> type[T]:
    attributes: dict[str, Attribute] = {}
    for base in reversed(cls.__mro__[1:]):
        attributes |= base.__dict__.get("__attributes__", {})
    for name, hint in get_annotations(cls).items():
        if str(hint).startswith(("ClassVar", "typing.ClassVar")):
            continue
        value = cls.__dict__.get(name, NEEDED)
        attributes[name] = value if isinstance(value, Attribute) else Attribute(value)
        if isinstance(value, Attribute):
            if value.default is NEEDED:
                delattr(cls, name)
            else:
                setattr(cls, name, value.default)
    known = {"__attributes__": attributes, "__match_args__": tuple(attributes)}
    for name, value in (known | _methods(cls, attributes, is_frozen=is_frozen)).items():
        if cls.__dict__.get(name) is None:
            setattr(cls, name, value)
    return cls


def names_of(value: Any) -> tuple[str, ...]:
    """The names of the attributes of a value or of a class, in their order."""
    return tuple(value.__attributes__)


def replace(value: T, /, **changes: Any) -> T:
    """The value with other attributes; also of what `dataclasses` makes."""
    attributes = getattr(value, "__attributes__", None)
    if attributes is None:
        found: T = dataclasses.replace(value, **changes)  # type: ignore[type-var]
        return found
    return type(value)(**{name: getattr(value, name) for name in attributes if name not in changes}, **changes)


def _methods(cls: Any, attributes: dict[str, Attribute], *, is_frozen: bool) -> dict[str, Any]:
    shown = [name for name, one in attributes.items() if one.repr]
    key = _key([name for name, one in attributes.items() if one.compare])

    made, has_more = 0, hasattr(cls, "__post_init__")

    def __init__(self: Any, *args: Any, **named: Any) -> None:
        nonlocal made
        made += 1
        values = _values(attributes, args, named) if made <= FEW else None
        if values is not None:
            vars(self).update(values)
            if has_more:
                self.__post_init__()
            return
        cls.__init__ = init = _init(attributes, has_more, is_frozen=is_frozen)
        init(self, *args, **named)

    def __eq__(self: Any, other: object) -> Any:
        return key(self) == key(other) if other.__class__ is self.__class__ else NotImplemented

    def __hash__(self: Any) -> int:
        return hash(key(self))

    def __repr__(self: Any) -> str:
        values = ", ".join([f"{name}={getattr(self, name)!r}" for name in shown])
        return f"{type(self).__qualname__}({values})"

    def __setattr__(self: Any, name: str, value: Any) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self: Any, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    if not is_frozen:
        return {"__init__": __init__, "__eq__": __eq__, "__repr__": __repr__, "__hash__": None}
    methods = (__init__, __eq__, __hash__, __repr__, __setattr__, __delattr__)
    return {method.__name__: method for method in methods}


def _key(names: list[str]) -> Callable[[Any], Any]:
    """What objects are compared by."""
    return attrgetter(*names) if names else lambda value: ()


def _values(attributes: dict[str, Attribute], args: tuple[Any, ...], named: dict[str, Any]) -> dict[str, Any] | None:
    """What a constructor sets; None where it refuses the call, which it then says itself."""
    given = dict(zip(attributes, args, strict=False))
    if len(args) > len(attributes) or not named.keys() <= attributes.keys() - given.keys():
        return None
    given |= named
    values = {}
    for name, one in attributes.items():
        if name in given:
            values[name] = given[name]
        elif one.factory is not None:
            values[name] = one.factory()
        elif one.default is not NEEDED:
            values[name] = one.default
        else:
            return None
    return values


def _init(attributes: dict[str, Attribute], has_more: bool, *, is_frozen: bool) -> Callable[..., None]:
    """The constructor, as one would write it by hand."""
    names: dict[str, Any] = {"_set": object.__setattr__, "_absent": NEEDED}
    head, body = ["self"], []
    for name, one in attributes.items():
        given = name
        if one.factory is not None:
            names[f"_new_{name}"] = one.factory
            head.append(f"{name}=_absent")
            given = f"_new_{name}() if {name} is _absent else {name}"
        elif one.default is not NEEDED:
            names[f"_default_{name}"] = one.default
            head.append(f"{name}=_default_{name}")
        else:
            head.append(name)
        body.append(f"    _set(self, {name!r}, {given})\n" if is_frozen else f"    self.{name} = {given}\n")
    if has_more:
        body.append("    self.__post_init__()\n")
    exec(f"def __init__({', '.join(head)}):\n{''.join(body) or '    pass'}", names)  # names are those of attributes
    made: Callable[..., None] = names["__init__"]
    return made
