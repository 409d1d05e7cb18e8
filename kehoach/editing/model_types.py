"""What the model expects at a place of a file, found by going down its annotations beside the nodes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from kehoach.frozen import frozen
from kehoach.model.agency import Agency
from kehoach.model.base import NOWHERE, Id, ItemsOrOne, Located, Map
from kehoach.model.fields import ByKind, KindName, ModelField, Names, OneOf, Reads, fields_of, unwrapped
from kehoach.model.items import Group
from kehoach.model.plan import Plan
from kehoach.model.results import Results
from kehoach.source import ListNode, MappingEntry, MappingNode, Node, Text, TextNode

Path = tuple[str | int, ...]
"""Where a value is: keys and indices from the root, `("sections", 2, "items", 0, "deadline")`."""
_OR_ONE = get_args(ItemsOrOne[Any])[1]
Value = str | bool | int | None | Sequence[Any] | Mapping[str, Any]
"""What a form sets: a text, yes or no, a whole number, nothing, a list or a mapping of such."""


class DocumentKind(StrEnum):
    """What a file is."""

    PLAN = "plan"
    REGISTRY = "registry"
    RESULTS = "results"


@frozen
class ModelType:
    """What is expected at a place: its annotation, and the class and key of the field that it belongs to."""

    hint: Any
    owner: type[Located] | None = None
    key: str = ""

    @property
    def base(self) -> Any:
        """The type, without its marks."""
        return unwrapped(self.hint)[0]

    @property
    def marks(self) -> tuple[Any, ...]:
        """The marks of the annotation."""
        return unwrapped(self.hint)[1]

    @property
    def reads(self) -> str:
        """The kind of its text (`Reads`), "" for what is no text of that sort."""
        return next((mark.kind for mark in self.marks if isinstance(mark, Reads)), "")

    @property
    def one_of(self) -> OneOf | None:
        """The closed set of words that it is one of."""
        return next((mark for mark in self.marks if isinstance(mark, OneOf)), None)

    @property
    def names(self) -> Names | None:
        """What its text is the id or name of."""
        return next((mark for mark in self.marks if isinstance(mark, Names)), None)

    @property
    def is_list(self) -> bool:
        """Whether a list is expected, or one value in its place."""
        return get_origin(self.base) is tuple and not self.reads

    @property
    def may_be_one(self) -> bool:
        """Whether one value may be in place of a list."""
        return _OR_ONE in self.marks

    @property
    def is_map(self) -> bool:
        """Whether it is a mapping whose keys are the drafter's."""
        return get_origin(self.base) is dict

    @property
    def key_shape(self) -> ModelType:
        """What the keys of such a mapping are."""
        return ModelType(get_args(self.base)[0], self.owner, self.key)

    @property
    def inner(self) -> ModelType | None:
        """What the items of a list, or the values of such a mapping, are."""
        if self.is_list:
            return ModelType(get_args(self.base)[0], self.owner, self.key)
        return ModelType(get_args(self.base)[1], self.owner, self.key) if self.is_map else None

    @property
    def is_union(self) -> bool:
        """Whether it is one of several classes, as its node tells."""
        return any(isinstance(mark, ByKind) for mark in self.marks)

    def meant(self, node: Node | Value | None) -> ModelType:
        """Of a union the member that a node or value is meant to be; else the type itself."""
        kind = next((mark for mark in self.marks if isinstance(mark, ByKind)), None)
        if kind is None:
            return self
        name = kind.kind_of(
            node if isinstance(node, (TextNode, MappingNode, ListNode)) else as_node({} if node is None else node)
        )
        member = next(one for one in get_args(self.base) if KindName(name) in unwrapped(one)[1])
        return ModelType(member, self.owner, self.key)

    def cls(self, node: Node | Value | None) -> type[Located] | None:
        """The class of the model that a node or value is meant to be, None where it is none."""
        base = self.meant(node).base
        return base if isinstance(base, type) and issubclass(base, Located) else None

    def child(self, step: str | int, node: Node | Value | None) -> ModelType | None:
        """What is expected at a key or an index of this; None where the model knows nothing there."""
        if isinstance(step, int):
            return self.inner if self.is_list else None
        if self.is_map:
            return self.inner
        cls = self.cls(node) or (Group if self.is_union and isinstance(node, (TextNode, str)) else None)
        one = keys_of(cls).get(step) if cls else None
        return ModelType(one.hint, cls, step) if one else None

    def short_key(self, node: Node | Value | None) -> str:
        """The key that a text in place of a mapping stands for, "" where none does."""
        if self.is_union and isinstance(node, (TextNode, str)):
            return "text" if self.meant({}).base is Group else ""
        cls = self.cls(node)
        return cls.short_form if cls else ""


ROOTS = {
    DocumentKind.PLAN: ModelType(Plan),
    DocumentKind.REGISTRY: ModelType(Map[Annotated[Id, Names("agency", defines=True)], Agency]),
    DocumentKind.RESULTS: ModelType(Results),
}
"""What each kind of file is."""


def _keys_of(cls: Any) -> dict[str, ModelField]:
    own, inherited = list[ModelField](), list[ModelField]()
    above = fields_of(Group) if issubclass(cls, Group) and cls is not Group else {}
    for name, one in fields_of(cls).items():
        (inherited if name in above else own).append(one)
    found = own + inherited  # the names and figures of a target are before the sentence that it has as every item has
    required = [one.key for one in found if one.is_required]
    first = next((one for one in required if one in cls.emptiable), required[0] if required else "")
    first = "kind" if "kind" in fields_of(cls) else first if above or cls.emptiable else ""

    def rank(one: ModelField) -> int:
        return -1 if one.key == first else int(_holds_items(one)) if cls is not Plan else 0

    return {one.key: one for one in sorted(found, key=rank)}


keys_of: Callable[[Any], dict[str, ModelField]] = cache(_keys_of)
"""The keys of a class as files have them: what it is comes first, what it holds comes last."""


def _holds_items(one: ModelField) -> bool:
    inner = ModelType(one.hint).inner
    return inner is not None and (inner.is_union or inner.cls({}) is not None) and not ModelType(one.hint).is_map


def as_node(value: Value) -> Node:
    """A node with the form of a value, at no place."""
    if isinstance(value, Mapping):
        entries = (MappingEntry(TextNode(Text(key, NOWHERE)), as_node(one)) for key, one in value.items())
        return MappingNode(tuple(entries), NOWHERE)
    if isinstance(value, (list, tuple)):
        return ListNode(tuple(map(as_node, value)), NOWHERE)
    return TextNode(Text(str(value), NOWHERE))
