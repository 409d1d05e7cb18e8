"""The words of the text editor, in the language of the screens."""

from __future__ import annotations

from kehoach.diagnostics import Message, _

PHRASES: dict[str, Message] = {
    "Find": _("Find"),
    "Replace": _("Replace by"),
    "next": _("next one"),
    "previous": _("one before"),
    "all": _("all of them"),
    "match case": _("capitals count"),
    "by word": _("whole words"),
    "regexp": _("regular expression"),
    "replace": _("replace"),
    "replace all": _("replace all"),
    "close": _("close"),
    "current match": _("this one"),
    "replaced $ matches": _("$ replaced"),
    "replaced match on line $": _("replaced on line $"),
    "on line": _("on line"),
    "Diagnostics": _("What needs attention"),
    "No diagnostics": _("Nothing is left to put right."),
    "Completions": _("Suggestions"),
    "Fold line": _("Fold"),
    "Unfold line": _("Unfold"),
    "to": _("to"),
    "folded code": _("folded text"),
    "unfold": _("unfold"),
    "Folded lines": _("Folded lines"),
    "Unfolded lines": _("Unfolded lines"),
    "Go to line": _("Go to line"),
    "go": _("go"),
    "Control character": _("Control character"),
}
"""What CodeMirror says in English, and what is said here."""
