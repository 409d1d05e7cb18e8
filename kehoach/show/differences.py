"""How the differences between two plans look: for a person by topic, for a program as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from kehoach.alike import BoundedMatcher
from kehoach.comparing import Difference, DifferenceKind, DifferenceTopic, Side, with_details
from kehoach.comparing.facts import words
from kehoach.diagnostics import Translator, _
from kehoach.show import Paint, unpainted
from kehoach.vietnamese import cut, upper_first

TOPICS = {
    DifferenceTopic.PLAN: _("the plan itself"),
    DifferenceTopic.TARGETS: _("targets"),
    DifferenceTopic.TASKS: _("tasks"),
    DifferenceTopic.AGENCIES: _("agencies with work"),
    DifferenceTopic.DUTIES: _("duties"),
    DifferenceTopic.FUNDING: _("funding"),
    DifferenceTopic.REPORTING: _("reporting"),
    DifferenceTopic.BASES: _("legal bases"),
    DifferenceTopic.SIGNING: _("signing"),
    DifferenceTopic.RECIPIENTS: _("recipients"),
    DifferenceTopic.SECTIONS: _("sections and headings"),
    DifferenceTopic.WORDING: _("wording"),
    DifferenceTopic.FORM: _("layout"),
}
KINDS = {
    DifferenceKind.ADDED: _("added"),
    DifferenceKind.REMOVED: _("removed"),
    DifferenceKind.CHANGED: _("changed"),
    DifferenceKind.MOVED: _("moved"),
    DifferenceKind.RENAMED: _("renamed"),
}
SIGNS = {
    DifferenceKind.ADDED: "+",
    DifferenceKind.REMOVED: "-",
    DifferenceKind.CHANGED: "~",
    DifferenceKind.MOVED: ">",
    DifferenceKind.RENAMED: "~",
}
COLOURS = {
    DifferenceKind.ADDED: "green",
    DifferenceKind.REMOVED: "red",
    DifferenceKind.CHANGED: "yellow",
    DifferenceKind.MOVED: "cyan",
    DifferenceKind.RENAMED: "yellow",
}
_ID = _("id")
WHAT = {
    "year": _("year"),
    "number": _("number"),
    "date": _("date"),
    "issuer": _("issuer"),
    "subject": _("subject"),
    "type": _("type"),
    "verb": _("opening word"),
    "opening": _("opening"),
    "closing": _("closing"),
    "notes": _("footnote"),
    "target": _ID,
    "task": _ID,
    "id": _ID,
    "value": _("value"),
    "values": _("value"),
    "baseline": _("baseline"),
    "by": _("due by"),
    "every": _("every"),
    "better": _("better when"),
    "shares": _("share"),
    "total": _("total"),
    "lead": _("lead"),
    "coordinating": _("coordinating"),
    "deadline": _("deadline"),
    "due": _("deadline"),
    "person": _("person in charge"),
    "deliverable": _("deliverable"),
    "fund": _("source of funding"),
    "targets": _("serves the targets"),
    "amount": _("amount"),
    "amounts": _("amount"),
    "agencies": _("agencies"),
    "request": _("only requested"),
    "work": _("pieces of work"),
    "name": _("name"),
    "short": _("short name"),
    "from": _("from"),
    "to": _("to"),
    "through": _("through"),
    "archive": _("archive"),
    "reminder": _("reminder"),
    "authority": _("signing authority"),
    "title": _("signer's title"),
    "office": _("office"),
    "heading": _("heading"),
    "label": _("label"),
    "text": _("text"),
    "note": _("remark"),
    "part": _("part"),
    "list": _("numbering"),
    "contents": _("table of contents"),
    "fields": _("facts shown"),
    "columns": _("columns"),
    "landscape": _("landscape"),
    "names": _("names of agencies"),
    "restart": _("numbering starts anew"),
    "column_numbers": _("numbers of columns"),
    "levels": _("levels of rows"),
    "merge": _("columns with joined cells"),
    "sums": _("columns that add up"),
    "remark": _("remark above the table"),
    "table": _("table"),
    "mark": _("number typed by hand"),
    "part_mark": _("number of the part typed by hand"),
    "below_title": _("line below the title"),
    "closing_sign": _("closing sign"),
    "addressees": _("addressees"),
    "form": _("form of the item"),
    "kind": _("kind"),
}
"""What the keys of a plan file are called; a key that is not here is shown as it is."""

_LONGEST = 160
"""Characters of a text that is only reported, not compared."""
_SHORT = 60
"""Characters up to which two texts are whole beside each other."""
_AROUND = 4
"""Words shown on either side of a change."""
_RUN = 14
"""Words shown of a longer stretch that came or went."""
_CHANGES = 12
"""Changes shown of one text; the rest is counted."""


def as_text(differences: Sequence[Difference], to: Translator, paint: Paint = unpainted) -> Iterator[str]:
    """The differences, grouped by topic; the details of what came or went below it."""
    for topic, group in groupby(with_details(differences), key=lambda pair: pair[0].topic):
        yield paint(upper_first(TOPICS[topic].into(to)), bold=True)
        for one, details in group:
            yield f"  {paint(SIGNS[one.kind], fg=COLOURS[one.kind], bold=True)} {_line(one, to, paint)}"
            for detail in details:
                yield f"      {_label(detail, to)}: {_value_text(detail, to, paint)}"


def _line(one: Difference, to: Translator, paint: Paint) -> str:
    """One difference: what it is, then how it was and how it is."""
    name = cut(one.name, _LONGEST)
    if not one.what and one.kind is not DifferenceKind.MOVED:
        text = _value_text(one, to, paint) if one.side.text and one.side.text not in one.name else ""
        return ": ".join(part for part in (name, text) if part)
    label = _label(one, to)
    head = (
        label if not name else name if one.kind is DifferenceKind.RENAMED or one.what in _PLAIN else f"{name}, {label}"
    )
    if one.kind is DifferenceKind.RENAMED:
        head = KINDS[one.kind].into(to)
    elif one.kind is DifferenceKind.MOVED:
        head = f"{name}, {KINDS[one.kind].into(to)}"
    elif one.what == "text" and one.topic in (
        DifferenceTopic.BASES,
        DifferenceTopic.RECIPIENTS,
    ):  # its name is what changed
        return _both(one, to, paint)
    return f"{head}: {_both(one, to, paint)}"


_PLAIN = ("value", "amount", "text", "due")
"""Keys that need no word: the value of a thing is meant."""


def _label(one: Difference, to: Translator) -> str:
    """The key in the reader's words, with the agency or year that it is of."""
    known = WHAT.get(one.what)
    label = known.into(to) if known else one.what
    return f"{label} {one.of}" if one.of else label


def _value_text(one: Difference, to: Translator, paint: Paint) -> str:
    return cut(one.side.text, _LONGEST) + _open(one, to, paint)


def _open(one: Difference, to: Translator, paint: Paint) -> str:
    return f" ({paint(_('undecided').into(to), fg='magenta')})" if one.undecided else ""


def _both(one: Difference, to: Translator, paint: Paint) -> str:
    """How it was and how it is; of long texts the words that changed, with what is around them."""
    old, new = one.old, one.new
    open_ = _open(one, to, paint)
    if old and new and max(len(old.text), len(new.text)) > _SHORT and one.kind is not DifferenceKind.MOVED:
        return compared(old.text, new.text, paint) + open_
    nothing = _("none").into(to)
    before = paint(cut(old.text, _LONGEST), fg="red") if old else nothing
    after = paint(cut(new.text, _LONGEST), fg="green") if new else nothing
    by = f" ({one.by})" if one.by else ""
    return f"{before} -> {after}{by}{open_}"


def compared(old: str, new: str, paint: Paint = unpainted) -> str:
    """Two texts in one: `[-what went-]`, `{+what came+}`, and some words around; all else is left out.

    Beside changed words a changed comma is left out; where nothing else changed, the word before it is shown with it.
    """
    before, after = words(old), words(new)
    bare = [_bare(word) for word in before], [_bare(word) for word in after]
    is_about_words = bare[0] != bare[1]
    opcodes = BoundedMatcher(*(bare if is_about_words else (before, after))).get_opcodes()
    steps = _joined(opcodes) if is_about_words else _with_the_word_before(opcodes)
    parts: list[str] = []
    for index, (step, a, b, c, d) in enumerate(steps):
        if len(parts) > 3 * _CHANGES:
            return " ".join([*parts, "…"])
        if step == "equal":
            parts.append(_between(after[c:d], first=index == 0, last=index == len(steps) - 1))
            continue
        if a < b:
            parts.append(paint(f"[-{_stretch(before[a:b])}-]", fg="red"))
        if c < d:
            parts.append(paint(f"{{+{_stretch(after[c:d])}+}}", fg="green"))
    return " ".join(part for part in parts if part)


_Step = tuple[str, int, int, int, int]
_SIGNS = ".,;:()[]\"'\u2018\u2019\u201c\u201d"


def _bare(word: str) -> str:
    """A word without the punctuation on either side; that alone is a word too."""
    return word.strip(_SIGNS) or word


def _joined(steps: Sequence[_Step]) -> list[_Step]:
    """The steps with one word that stayed between two replaced stretches taken into them."""
    found: list[_Step] = []
    for index, (step, a, b, c, d) in enumerate(steps):
        between = step == "equal" and b - a == 1 and 0 < index < len(steps) - 1
        if between and steps[index - 1][0] == steps[index + 1][0] == "replace":
            step = "replace"
        if found and step == found[-1][0] == "replace":
            _step, first, _b, other, _d = found.pop()
            a, c = first, other
        found.append((step, a, b, c, d))
    return found


def _with_the_word_before(steps: Sequence[_Step]) -> list[_Step]:
    """The steps, each change with the word before it: Quý [-II-] {+II)+} says less than [-Quý II-] {+Quý II)+}."""
    found: list[_Step] = []
    for step, a, b, c, d in steps:
        if step != "equal" and found and found[-1][0] == "equal" and found[-1][2] > found[-1][1]:
            _equal, first, last, other, end = found.pop()
            found += [("equal", first, last - 1, other, end - 1)] if last - first > 1 else []
            a, c = a - 1, c - 1
        found.append((step, a, b, c, d))
    return found


def _between(words: list[str], *, first: bool, last: bool) -> str:
    """What did not change: near the changes only."""
    head, tail = ([] if first else words[:_AROUND]), ([] if last else words[-_AROUND:])
    if len(words) <= (0 if first else _AROUND) + (0 if last else _AROUND) + 1:
        return " ".join(words)
    return " ".join([*head, "…", *tail])


def _stretch(words: list[str]) -> str:
    return " ".join(words) if len(words) <= _RUN + 2 else " ".join([*words[:_RUN], "…", words[-1]])


def counted(differences: Sequence[Difference], to: Translator) -> str:
    """One line that counts the differences; details are part of what they belong to."""
    reported = [one for one, _details in with_details(differences)]
    if not reported:
        return _("the plans say the same").into(to)
    parts = [
        f"{count} {KINDS[kind].into(to)}"
        for kind in DifferenceKind
        if (count := sum(one.kind is kind for one in reported))
    ]
    return _("differences: {count} ({parts})", count=len(reported), parts=", ".join(parts)).into(to)


def as_json(differences: Sequence[Difference]) -> str:
    """An array of differences; its keys and words have no language and never change."""
    import json

    return json.dumps([_record(one) for one in differences], ensure_ascii=False, indent=1)


def _record(one: Difference) -> dict[str, Any]:
    return {
        "topic": str(one.topic),
        "kind": str(one.kind),
        "name": one.name,
        "what": one.what or None,
        "of": one.of or None,
        "detail": one.is_detail,
        "old": one.old.text if one.old else None,
        "new": one.new.text if one.new else None,
        "by": one.by or None,
        "undecided": one.undecided,
        "old_place": _place(one.old),
        "new_place": _place(one.new),
    }


def _place(side: Side | None) -> dict[str, Any] | None:
    if side is None or not side.span.source.path:
        return None
    span = side.span
    return {
        "file": span.source.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
