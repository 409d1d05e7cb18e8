"""KH801 to KH805, KH814, KH816: each tag of a template by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kehoach.diagnostics import Message, Severity, _
from kehoach.rules import RuleBook, Violation
from kehoach.templates.blocks import Scope, UnknownStep, follow, scopes
from kehoach.templates.template import Tag, Template
from kehoach.vietnamese import nearest

book = RuleBook()

_CURLY = re.compile("[“”‘’]")
_FOREIGN = re.compile("[–—−…„«»‚‟‐‑]")
_STRINGS = re.compile(r"'[^']*'|\"[^\"]*\"")
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")


def _run_tags(template: Template) -> Iterator[Tag]:
    return (tag for part in template.parts if part.runs for tag in part.tags)


def _foreign(tag: Tag) -> list[str]:
    """Signs that Word puts for typed ones and the engine does not know; inside quotes they are text."""
    return _FOREIGN.findall(_STRINGS.sub("", tag.text.translate(_STRAIGHT))) if not tag.text.startswith("{#") else []


@book.rule("KH801", Severity.ERROR)
def unknown_name(template: Template) -> Iterator[Violation]:
    """A tag names something that kehoach does not give to the template.

    Why: printing stops at a name that is not there; a letter is easily mistyped.
    Bad:
        {{ part.titel.type_name }}
    Good:
        {{ part.title.type_name }}
    """
    for part in template.parts:
        if not part.runs:
            continue
        for tag, scope in scopes(part, template):
            for path in tag.code.uses:
                step = follow(path, scope)
                if isinstance(step, UnknownStep):
                    message = (
                        _('"{owner}" has no "{name}"', owner=step.owner, name=step.name)
                        if step.owner
                        else _('kehoach knows no name "{name}"', name=step.name)
                    )
                    yield Violation(tag.span, message, _names_hint(step, scope))
            for name in tag.code.filters:
                if name not in template.filters:
                    guess = nearest(name, template.filters)
                    hint = _('perhaps "{guess}"?', guess=guess) if guess else None
                    yield Violation(tag.span, _('there is no filter "{name}"', name=name), hint)


def _names_hint(step: UnknownStep, scope: Scope) -> Message | None:
    guess = nearest(step.name, step.known)
    if guess is None and not step.owner:
        inner = (f"{name}.{step.name}" for name, shape in scope.items() if shape and step.name in (shape.fields or ()))
        guess = next(inner, None)
    if guess:
        return _('perhaps "{guess}"?', guess=guess)
    names = [name for name in step.known if scope.get(name) is not None] if not step.owner else list(step.known)
    return _("what there is: {names}", names=", ".join(names)) if names else None


@book.rule("KH802", Severity.ERROR)
def half_tag(template: Template) -> Iterator[Violation]:
    """A tag is not closed in its paragraph, or its braces are not two together.

    Why: such a tag prints as it is, or swallows everything up to the next one. A line break typed with Enter also
    ends a paragraph.
    Bad:
        {{ part.competence }
    Good:
        {{ part.competence }}
    """
    for part in template.parts:
        if part.runs:
            for span in part.stray:
                yield Violation(
                    span,
                    _('"{text}" is no whole tag', text=span.text),
                    _("a tag is {{{{ name }}}} or {{% if ... %}}, all of it in one paragraph"),
                )


_CUTTERS = {
    "hyperlink": _("a hyperlink"),
    "ins": _("a tracked change"),
    "del": _("a tracked change"),
    "moveTo": _("a tracked change"),
    "moveFrom": _("a tracked change"),
    "bookmark": _("the end of a bookmark"),
    "fldChar": _("a field"),
    "fldSimple": _("a field"),
    "drawing": _("a picture"),
    "pict": _("a picture"),
    "object": _("a picture"),
    "sdtContent": _("a content control"),
    "footnoteReference": _("a footnote"),
    "comment": _("a comment"),
    "commentReference": _("a comment"),
}


@book.rule("KH803", Severity.ERROR)
def tag_cut_apart(template: Template) -> Iterator[Violation]:
    """Something of Word is inside of a tag, so that it cannot be put together.

    Why: Word may part a tag by formatting or proofing, which does no harm. But a link, a tracked change, a field or
    a bookmark that begins or ends inside of it breaks the file.
    Bad:
        {{ part.title.type_name }}, where Word made a link that begins at "title"
    Good:
        {{ part.title.type_name }}, as plain text
    """
    for tag in _run_tags(template):
        if tag.cut_by:
            what = _CUTTERS.get(tag.cut_by, tag.cut_by)
            yield Violation(
                tag.span,
                _("{what} parts the tag", what=what),
                _("delete the tag and type it again as plain text; accept tracked changes first"),
            )


@book.rule("KH804", Severity.WARNING)
def curly_quote_in_tag(template: Template) -> Iterator[Violation]:
    """A tag has curly quotes, which Word puts for straight ones.

    Why: kehoach takes them for straight ones, but other signs that Word changes in the same way do not work.
    Bad:
        {%p if part.kind == “main” %}
    Good:
        {%p if part.kind == "main" %}
    """
    for tag in _run_tags(template):
        if _CURLY.search(tag.text):
            yield Violation(tag.span, _("curly quotes in a tag"), _AUTOFORMAT)


_AUTOFORMAT = _("in Word: File, Options, Proofing, AutoCorrect Options, AutoFormat As You Type; or Ctrl+Z after typing")


@book.rule("KH805", Severity.ERROR)
def foreign_sign_in_tag(template: Template) -> Iterator[Violation]:
    """A tag has a sign that Word puts for a typed one: a long dash, an ellipsis, quotes of other languages.

    Why: the template engine does not know these signs, and printing stops.
    Bad:
        {{ block.width – 1 }}
    Good:
        {{ block.width - 1 }}
    """
    for tag in _run_tags(template):
        if signs := _foreign(tag):
            listed = " ".join(dict.fromkeys(signs))
            yield Violation(tag.span, _("signs in a tag that do not belong there: {signs}", signs=listed), _AUTOFORMAT)


@book.rule("KH814", Severity.ERROR)
def tag_unreadable(template: Template) -> Iterator[Violation]:
    """The template engine cannot read a tag.

    Why: printing stops there. The statements are for, if, elif, else, endif, endfor, set and few others.
    Bad:
        {% foreach line in part.bases %}
    Good:
        {% for line in part.bases %}
    """
    for tag in _run_tags(template):
        code = tag.code
        if not code.problem or _foreign(tag):
            continue
        if code.word in ("p", "tr", "tc", "r"):
            yield Violation(
                tag.span,
                _('"{level}" is close to the sign: {{%{level} ... %}}', level=code.word),
                _("no blank between the percent sign and the letters"),
            )
        elif code.word and code.word not in template.words and code.word != "block set":
            guess = nearest(code.word, template.words)
            hint = _('perhaps "{guess}"?', guess=guess) if guess else _("what there is: {names}", names=_WORDS)
            yield Violation(tag.span, _('there is no statement "{word}"', word=code.word), hint)
        else:
            yield Violation(
                tag.span, _("the tag cannot be read"), _("the template engine says: {problem}", problem=code.problem)
            )


_WORDS = "for, endfor, if, elif, else, endif, set"


@book.rule("KH816", Severity.ERROR)
def tag_where_none_is_run(template: Template) -> Iterator[Violation]:
    """A tag is in the document properties, an endnote or a comment, where kehoach runs none.

    Why: it would stay as it was typed, so such a template is refused. kehoach itself sets title, subject and author.
    Bad:
        File, Properties, Comments: {{ part.title.subject }}
    Good:
        File, Properties, Comments: (empty)
    """
    for part in template.parts:
        if not part.runs:
            for tag in part.tags:
                yield Violation(tag.span, _("tags are not run here"), _("take it out"))
