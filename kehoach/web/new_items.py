"""What can be added to a plan: what each kind is called, what a new one says, and where it comes to be."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from kehoach.diagnostics import _
from kehoach.editing import Document, Path, Refused, Value, add_target, add_task, insert, set_value
from kehoach.edits import Composition, Edit
from kehoach.frozen import frozen
from kehoach.patterns import regex
from kehoach.recognising.ids import short_id
from kehoach.source import ListNode, MappingNode, TextNode
from kehoach.undecided import written as undecided
from kehoach.vietnamese import slug

TEXT = "Nội dung."
KINDS: Mapping[str, str] = {
    "section": "Phần",
    "group": "Nhóm ý",
    "target": "Chỉ tiêu",
    "task": "Nhiệm vụ",
    "fund": "Nguồn kinh phí",
    "duty": "Phân công",
    "line": "Ý",
    "paragraph": "Đoạn văn",
    "table": "Bảng",
    "basis": "Căn cứ",
    "appendix": "Phụ lục",
}
"""What can be added, as the menu calls it."""
_NEW: Mapping[str, Value] = {
    "section": {"kind": "text", "heading": "Phần mới", "items": [TEXT]},
    "group": {"heading": "Nhóm ý mới", "items": [TEXT]},
    "fund": {"fund": "Nguồn kinh phí mới"},
    "duty": {"agencies": [undecided("cơ quan nào")], "items": [TEXT]},
    "line": TEXT,
    "paragraph": {"paragraph": TEXT},
    "table": {"table": "Tên bảng", "columns": ["TT", "Nội dung"], "rows": "1 | Nội dung"},
    "basis": {"type": "Quyết định", "number": undecided("số, ký hiệu"), "subject": undecided("về việc gì")},
    "appendix": {"kind": "text", "title": "Phụ lục mới", "items": [TEXT]},
}
_OWN_LIST = {"section": "sections", "basis": "bases", "appendix": "appendices"}
"""Kinds whose list is the plan's own."""
_NAMED: Mapping[str, tuple[str, Mapping[str, Value]]] = {
    "target": ("Chỉ tiêu mới", {"value": undecided("bao nhiêu"), "text": "Phấn đấu đạt {{ value }}."}),
    "task": ("Nhiệm vụ mới", {"text": "Nhiệm vụ mới."}),
}
"""Kinds that have an id, which is made of the name."""
_FIRST_IDS = regex(r"(?:chi-tieu|nhiem-vu)-moi(?:-\d+)?")
"""Ids of items that were just added."""
FIRST_FIELDS = {
    "section": "heading", "group": "heading", "target": "name", "task": "name", "fund": "fund", "duty": "agencies",
    "paragraph": "paragraph", "table": "table", "basis": "type", "appendix": "title",
}  # fmt: skip
"""The field in which one goes on to type."""


@frozen
class NewItem:
    """The edits that add an item, where it is then, and the path of the field in which one goes on to type."""

    edits: tuple[Edit, ...]
    path: Path
    field: Path


def add(document: Document, kind: str, chosen: Path, *, beside: bool = False) -> NewItem:
    """A new item at the end of the chosen entry, or after it where it holds no items or `beside` says so.

    Raises Refused.
    """
    where, index = _place(document, kind, chosen, beside=beside)
    if kind in _NAMED:
        name, values = _NAMED[kind]
        make = add_target if kind == "target" else add_task
        edits = make(document, where, name, index, **values).edits
    else:
        edits = insert(document, where, index, _NEW[kind])
    here = (*where, index)
    field = FIRST_FIELDS.get(kind)
    return NewItem(edits, here, (*here, field) if field else here)


def name_edits(document: Document, path: Path, name: str, *, ends: bool) -> tuple[Edit, ...]:
    """The edits after which an item has that name.

    As long as the text of a task says its name and nothing else, it goes on to. Once typing ends, the id of an item
    that was just added is made of its name, unless something refers to it. Raises Refused.
    """
    item, before = path[:-1], document.find(path)
    made = Composition(document.source.text)

    def put(where: Path, value: str) -> None:
        made.add(set_value(document.with_edits(made.edits) if made.edits else document, where, value))

    put(path, name)
    text = document.find((*item, "text"))
    old = str(before.value) if isinstance(before, TextNode) else ""
    if old and name and document.find((*item, "task")) is not None and _says(text, f"{old.rstrip('.')}."):
        put((*item, "text"), f"{name.rstrip('.')}.")
    key = next((key for key in ("task", "target") if document.find((*item, key)) is not None), "")
    identity = document.find((*item, key)) if key else None
    if ends and name and isinstance(identity, TextNode) and _FIRST_IDS.fullmatch(str(identity.value)):
        found = document.occurrences
        if sum(one.id == str(identity.value) for one in found) == 1:
            put((*item, key), _free(short_id(name) or slug(name), {one.id for one in found}))
    return made.edits


def _says(node: object, text: str) -> bool:
    return isinstance(node, TextNode) and str(node.value) == text


def _free(identity: str, taken: Collection[str]) -> str:
    number, found = 2, identity
    while found in taken:
        found, number = f"{identity}-{number}", number + 1
    return found


def same_kind(document: Document, chosen: Path) -> str:
    """The kind of a new item that is like the chosen one."""
    if chosen[:1] == ("bases",):
        return "basis"
    if len(chosen) == 2 and chosen[0] in ("sections", "appendices"):
        return "section" if chosen[0] == "sections" else "appendix"
    node = document.find(chosen)
    if not isinstance(node, MappingNode):
        return "line"
    keys = {"task": "task", "target": "target", "fund": "fund", "agencies": "duty", "paragraph": "paragraph",
            "table": "table"}  # fmt: skip
    return next((kind for key, kind in keys.items() if key in node.by_key), "group")


def _place(document: Document, kind: str, chosen: Path, *, beside: bool) -> tuple[Path, int]:
    """The list that a new item goes into, and its index there."""
    if own := _OWN_LIST.get(kind):
        length = len(_items(document, (own,)))
        inside = chosen[:1] == (own,) and len(chosen) > 1 and isinstance(chosen[1], int)
        return (own,), int(chosen[1]) + 1 if inside else length
    if chosen[:1] not in (("sections",), ("appendices",)) or len(chosen) < 2:
        raise Refused(_("choose a part or an item of the outline first"), _("then press Add"))
    node = document.find(chosen)
    if len(chosen) == 2 or (not beside and isinstance(node, MappingNode) and _holds_items(node)):
        here = (*chosen, "items")
        return here, len(_items(document, here))
    last = chosen[-1]
    assert isinstance(last, int)
    return chosen[:-1], last + 1


def _holds_items(node: MappingNode) -> bool:
    return isinstance(node.get("items"), ListNode)


def _items(document: Document, path: Path) -> tuple[object, ...]:
    node = document.find(path)
    return node.items if isinstance(node, ListNode) else ()
