"""KH806 to KH810: the blocks of a template, and what they may leave of a table."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.diagnostics import Severity, _
from kehoach.rules import RuleBook, Violation
from kehoach.templates.blocks import OPENS, always_run, blocks_of
from kehoach.templates.template import Item, TableFrame, Tag, Template, TemplatePart

book = RuleBook()


def _run_parts(template: Template) -> Iterator[TemplatePart]:
    return (part for part in template.parts if part.runs)


@book.rule("KH806", Severity.ERROR)
def block_not_closed(template: Template) -> Iterator[Violation]:
    """A block is opened and not closed, or closed and not opened.

    Why: a template whose blocks do not match cannot be printed at all.
    Bad:
        {%p for line in part.bases %}
        {{ line }}
    Good:
        {%p for line in part.bases %}
        {{ line }}
        {%p endfor %}
    """
    for part in _run_parts(template):
        blocks = blocks_of(part)
        for tag in blocks.unclosed:
            end = f"{{%{tag.level} end{tag.code.word.split()[-1]} %}}"
            yield Violation(tag.span, _("the block is not closed"), _("it ends with {end}", end=end))
        for tag in blocks.unopened:
            yield Violation(
                tag.span,
                _('"{word}" belongs to no open block', word=tag.code.word),
                _("blocks close in the reverse order of their opening"),
            )
        for tag in blocks.crossed:
            yield Violation(
                tag.span,
                _("a block that was opened later is still open here"),
                _("blocks close in the reverse order of their opening"),
            )


@book.rule("KH807", Severity.ERROR)
def block_misplaced(template: Template) -> Iterator[Violation]:
    """The tags of one block vanish with different things, or are in different cells.

    Why: {%p takes its paragraph away, {%tr its table row, {%tc its cell. When the opening takes away something else
    than the end does, half of a paragraph or of a row is left, and the file is broken.
    Bad:
        {%p if part.resolves %}
        {{ part.resolves }} {% endif %}
    Good:
        {%p if part.resolves %}
        {{ part.resolves }}
        {%p endif %}
    """
    for part in _run_parts(template):
        blocks = blocks_of(part)
        for opening, other in blocks.mixed:
            yield Violation(
                other.span,
                _("the block was opened by {opening}", opening=opening.text),
                _("write {{%{level} ... %}} in both", level=opening.level),
            )
        for opening, other in blocks.pairs:
            if opening.holder != other.holder and opening.holder and other.holder:
                yield Violation(
                    other.span,
                    _("the block was opened elsewhere, by {opening}", opening=opening.text),
                    _("both belong in the same cell, the same table, or both outside of tables"),
                )
        for tag in part.tags:
            if tag.level in ("tr", "tc") and not tag.holder:
                yield Violation(
                    tag.span,
                    _("{{%{level} is outside of a table", level=tag.level),
                    _("for a paragraph write {{%p ... %}}"),
                )


@book.rule("KH808", Severity.ERROR)
def text_beside_tag(template: Template) -> Iterator[Violation]:
    """Text is in the paragraph, row or cell that vanishes with its tag.

    Why: {%p takes the whole paragraph away, {%tr the whole row, {%tc the whole cell, and what else is there.
    Bad:
        {%p if part.resolves %} {{ part.resolves }} {%p endif %}
    Good:
        {%p if part.resolves %}
        {{ part.resolves }}
        {%p endif %}
    """
    for part in _run_parts(template):
        for tag in part.tags:
            if tag.beside:
                text = tag.beside if len(tag.beside) <= 60 else f"{tag.beside[:60]}…"
                yield Violation(
                    tag.span,
                    _("what is beside the tag is lost: {text}", text=text),
                    _PLACES[tag.level],
                )


_PLACES = {
    "p": _("a {{%p tag has a paragraph of its own"),
    "tr": _("a {{%tr tag has a table row of its own"),
    "tc": _("a {{%tc tag has a cell of its own"),
}


def _frames(template: Template, *kinds: str) -> Iterator[tuple[TableFrame, frozenset[str]]]:
    """Each frame of those kinds, with what can come last in it in some paper ("" for nothing).

    Frames in parts whose blocks do not match are left out: that has to be fixed first.
    """
    for part in _run_parts(template):
        if not blocks_of(part).sound:
            continue
        filled = always_run(part, template)
        for frame in part.frames:
            if frame.kind in kinds and any(isinstance(item, Tag) for item in frame.items):
                yield frame, _sequence(list(frame.items), frozenset({""}), filled)


def _sequence(items: list[Item], last: frozenset[str], filled: frozenset[Tag]) -> frozenset[str]:
    """What can come last after `items`, which are used up as far as the end of the block they are in."""
    while items and not _ends(items[0]):
        item = items.pop(0)
        if isinstance(item, str):
            last = frozenset({item})
        elif item.code.word in OPENS:
            last = _block(item, items, last, filled)
        elif not item.code.word:
            last = frozenset({item.level})
    return last


def _ends(item: Item) -> bool:
    return isinstance(item, Tag) and (item.code.word in ("elif", "else") or item.code.word.startswith("end"))


def _block(opening: Tag, items: list[Item], last: frozenset[str], filled: frozenset[Tag]) -> frozenset[str]:
    """What can come last after a block: after any of its branches, and after none where it may be skipped."""
    found = _sequence(items, last, filled)
    word = opening.code.word
    skipped = word == "if" or (word == "for" and opening not in filled)
    while items:
        end = items.pop(0)
        assert isinstance(end, Tag)
        if end.code.word not in ("elif", "else"):
            break
        branch = _sequence(items, last, filled)
        if word == "if" or skipped:
            found |= branch
        skipped = skipped and end.code.word == "elif"
    return found | last if skipped else found


@book.rule("KH809", Severity.ERROR)
def table_without_rows(template: Template) -> Iterator[Violation]:
    """A table may be left without a row, or a row without a cell.

    Why: when the list of a {%tr for %} is empty, or its condition false, all rows go. Word refuses a file with
    such a table.
    Bad:
        {%tr for row in block.rows %} | {{ row.text }} | {%tr endfor %}, and no other row
    Good:
        the same with a heading row above, or the whole table inside {%p if block.rows %} ... {%p endif %}
    """
    # A condition around the table on the very list of the loop is not followed: the heading row is the simple way.
    for frame, last in _frames(template, "tbl", "tr"):
        if "" in last:
            message = (
                _("the table may be left without a row")
                if frame.kind == "tbl"
                else _("the row may be left without a cell")
            )
            yield Violation(frame.span, message, _("add a row or cell that always stays, such as a heading"))


@book.rule("KH810", Severity.ERROR)
def cell_left_empty(template: Template) -> Iterator[Violation]:
    """A cell may be left without a paragraph, or may end with a table.

    Why: when all paragraphs of a cell depend on a {%p if %} or {%p for %}, the cell may lose all of them. Word refuses
    a file with such a cell.
    Bad:
        {%p if draft %}
        {{ draft }}
        {%p endif %}
    Good:
        {%p if draft %}
        {{ draft }}
        {%p endif %}
        (an empty paragraph)
    """
    for frame, last in _frames(template, "tc"):
        if last != {"p"}:
            yield Violation(frame.span, _("the cell may be left without a paragraph at its end"), _ADD_PARAGRAPH)


_ADD_PARAGRAPH = _("add an empty paragraph at the end of the cell, outside of the block")
