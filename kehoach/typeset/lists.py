"""Items of lists as lists, so that a PDF says that they are some, each with its label as composed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kehoach.documents.paper import Block, Paragraph, Role
from kehoach.typeset.code import truth
from kehoach.typeset.inline import InlineWriter


def is_plain_item(block: Block) -> bool:
    """Whether a block is an item with a label, and nothing of its own but its text."""
    if not isinstance(block, Paragraph) or block.role is not Role.ITEM or not block.mark or not block.mark.label:
        return False
    return not (block.align or block.gap_below or block.entry or block.new_page or block.label)


def lists(items: Sequence[Paragraph], inline: InlineWriter) -> Iterator[str]:
    """The code of neighbouring items: one list each, those below an item inside of it.

    An item that is kept with what follows is set by itself: of a list, only all of it could be.
    """
    at = 0
    while at < len(items):
        end = at + 1
        if not items[at].keep_next:
            while end < len(items) and not items[end].keep_next and _goes_on(items[at:end], items[end]):
                end += 1
        yield f"listed({truth(items[at].keep_next)}, {_items(items[at:end], inline)})"
        at = end


def _goes_on(above: Sequence[Paragraph], item: Paragraph) -> bool:
    """Whether an item belongs to a list above it, or begins one below the last item."""
    assert item.mark
    known = [one.mark.list for one in above if one.mark]
    return item.mark.list in known or item.mark.parent == known[-1]


def _items(items: Sequence[Paragraph], inline: InlineWriter) -> str:
    made, at = [], 0
    while at < len(items):
        mark = items[at].mark
        assert mark
        end = at + 1
        while end < len(items) and items[end].mark.list != mark.list:  # type: ignore[union-attr]
            end += 1
        below = items[at + 1 : end]
        inline.origin = items[at].origin
        label, text = inline.text(mark.label), inline.code(items[at].text)
        nested = f" + parbreak() + listed-below({_items(below, inline)})" if below else ""
        made.append(f"terms.item(go-in + {label}, {text}{nested})")
        at = end
    return ", ".join(made)
