"""KH811 to KH813, KH815, KH817, KH818: styles, links and pages of a template, and whether it prints all."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.diagnostics import Message, Severity, _
from kehoach.nghi_dinh_30 import PAGE
from kehoach.rules import RuleBook, Violation
from kehoach.source import Source, Span
from kehoach.templates.blocks import unprinted
from kehoach.templates.template import Template, TemplatePage
from kehoach.vietnamese import nearest

book = RuleBook()

_ANNEX = "Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, mục"


def _nowhere(template: Template) -> Span:
    """The template as a whole: its document, no paragraph of it."""
    source = template.parts[0].source
    return Span(Source(source.path, "", source.part), 0, 0)


@book.rule("KH811", Severity.ERROR)
def missing_style(template: Template) -> Iterator[Violation]:
    """A paragraph has a style that the template does not define, or a style is missing that kehoach uses.

    Why: Word prints such a paragraph in its default form. kehoach sets footnotes in FootnoteText and FootnoteReference.
    Bad:
        a paragraph pasted from another file, whose style did not come with it
    Good:
        a style of this file
    """
    for part in template.parts:
        if part.runs:
            for style, span in part.styles:
                if style not in template.styles:
                    guess = nearest(style, template.styles)
                    hint = _('perhaps "{guess}"?', guess=guess) if guess else _("choose a style of this file")
                    yield Violation(span, _('the template has no style "{style}"', style=style), hint)
    for style in template.needed:
        if style not in template.styles:
            yield Violation(
                _nowhere(template),
                _('kehoach needs the style "{style}", which the template has not', style=style),
                _("copy the footnotes of the packaged template: kehoach template new plan -o FOLDER"),
            )


@book.rule("KH812", Severity.ERROR)
def missing_list(template: Template) -> Iterator[Violation]:
    """The template has lost kehoach's list of many levels.

    Why: headings I., 1., a) and dashes are numbered by this list. kehoach finds it by its name, and where another
    program dropped that, by its levels. Without it numbers would be missing, so nothing is printed.
    Bad:
        a template made from an empty document
    Good:
        a template made from the packaged one, with its list "KeHoach"
    """
    if not template.has_list:
        yield Violation(
            _nowhere(template),
            _("the numbered list of kehoach is missing: I., 1., a) and dashes would be missing"),
            _("begin from the packaged template: kehoach template new plan -o FOLDER"),
        )


@book.rule("KH819", Severity.WARNING)
def left_by_editing(template: Template) -> Iterator[Violation]:
    """The template holds tracked changes, comments or hidden text.

    Why: papers are printed as if all changes were accepted, without comments and hidden text; what was struck out or
    meant for colleagues is not to reach a reader. Look whether that is what you want, and clean the template.
    Bad:
        "Nơi nhận:" with a comment of a colleague
    Good:
        a template with all changes accepted (Review, Accept All Changes) and its comments deleted
    """
    for kind, span in template.leftovers:
        yield Violation(span, _LEFT[kind], _("in Word: Review, Accept All Changes; Delete All Comments"))


_LEFT = {
    "revisions": _("a tracked change: papers are printed as if it was accepted"),
    "comments": _("a comment: it is not printed"),
    "hidden": _("hidden text: it is not printed"),
}

_OUTSIDE = {
    "image": _("a picture"),
    "attachedTemplate": _("a template attached in Word"),
    "oleObject": _("an object"),
    "field": _("a field"),
    "frame": _("a frame"),
    "subDocument": _("another document"),
}


@book.rule("KH813", Severity.ERROR)
def linked_from_outside(template: Template) -> Iterator[Violation]:
    """The file only points to a picture or to something else that is elsewhere.

    Why: on another computer it is missing, and a file that fetches things from elsewhere gives away who opens it.
    Bad:
        Insert, Picture, Link to File
    Good:
        Insert, Picture, Insert
    """
    for outside in template.outside:
        what = _OUTSIDE.get(outside.kind, outside.kind)
        yield Violation(
            outside.span,
            _("{what} is linked from outside: {target}", what=what, target=outside.target),
            _("put it into the file itself, or take it out"),
        )


@book.rule("KH815", Severity.ERROR, article=f"{_ANNEX} I.1, I.3")
def page_outside_the_decree(template: Template) -> Iterator[Violation]:
    """Paper or margins are not those of the decree.

    Why: documents are printed on A4, with margins of 20 to 25 mm above and below, 30 to 35 mm left, 15 to 20 mm right.
    Bad:
        Letter, or a left margin of 25 mm
    Good:
        A4, with margins of 20, 20, 30 and 15 mm
    """
    for page in template.pages:
        for message in _page_faults(page):
            yield Violation(page.span, message, _("in Word: Layout, Margins, Size"))


def _page_faults(page: TemplatePage) -> Iterator[Message]:
    if page.width is None or page.height is None:
        yield _("the paper size is not set")
    else:
        width, height = (page.height, page.width) if page.landscape else (page.width, page.height)
        if abs(width - PAGE.width) > 0.5 or abs(height - PAGE.height) > 0.5:
            yield _("the paper is {width:.0f} x {height:.0f} mm, not A4", width=width, height=height)
    if not page.margins:
        yield _("the margins are not set")
    for side, name in _SIDES.items():
        allowed = getattr(PAGE, side)
        if side in page.margins and page.margins[side] not in allowed:
            yield _(
                "the {side} margin is {value:.1f} mm, not {low:.0f} to {high:.0f}",
                side=name, value=page.margins[side], low=allowed.low, high=allowed.high,
            )  # fmt: skip


_SIDES = {"top": _("top"), "bottom": _("bottom"), "left": _("left"), "right": _("right")}


@book.rule("KH817", Severity.ERROR)
def does_not_print(template: Template) -> Iterator[Violation]:
    """A sample paper cannot be printed with the template.

    Why: tried last, when no other error was found: whatever the other checks do not know shows here.
    Bad:
        {{ part.title.subject + 1 }}
    Good:
        {{ part.title.subject }}
    """
    if template.trial:
        yield Violation(
            _nowhere(template),
            _("a sample paper cannot be printed"),
            _("the template engine says: {problem}", problem=template.trial),
        )


@book.rule("KH818", Severity.WARNING)
def text_not_printed(template: Template) -> Iterator[Violation]:
    """The template never uses a text that comes from the plan.

    Why: what is in the plan is then missing from the paper, and nobody notices.
    Bad:
        a signature without {{ part.signature.name }}
    Good:
        every text of the plan somewhere in the template
    """
    if names := unprinted(template):
        shown = ", ".join(names[:SHOWN]) + (", …" if len(names) > SHOWN else "")
        yield Violation(
            _nowhere(template),
            _("the template does not print: {names}", names=shown),
            _("compare it with the packaged template: kehoach template new plan -o FOLDER"),
        )


SHOWN = 8
"""This many names are listed; a template that prints nothing of the plan lacks them all."""
