"""Texts of a document as a plan file has them: its year as an expression, emphasis, notes, nothing that means more."""

from __future__ import annotations

from collections.abc import Iterable

from kehoach.frozen import frozen
from kehoach.patterns import regex
from kehoach.readers.document import TextRun
from kehoach.recognising.found import FoundText
from kehoach.recognising.own_years import own_years
from kehoach.vietnamese import slug

_BRACES = regex(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_TODO = regex(r"\b(?:TODO|[Tt]odo)(?=\b|\()")


@frozen
class FileTexts:
    """Writes the texts of one document whose plan is of `year`, 0 for one of several years, and has this subject."""

    year: int
    subject: str = ""

    def of(
        self,
        text: FoundText | Iterable[FoundText],
        *,
        plain: bool = False,
        regular: bool = False,
        is_subject: bool = False,
    ) -> str:
        """One text, or several as paragraphs. `plain`: it is bold or italic as a whole anyway; `regular`: its place is
        neither.
        """
        if isinstance(text, FoundText):
            return self.runs(text.runs, plain=plain, regular=regular, is_subject=is_subject)
        return "\n".join(self.runs(one.runs, plain=plain, regular=regular) for one in text)

    def runs(
        self, runs: Iterable[TextRun], *, plain: bool = False, regular: bool = False, is_subject: bool = False
    ) -> str:
        """The runs of a text. What is bold or italic all over is so by its place, and needs no signs."""
        known = [run for run in runs if run.text or run.note]
        worded = [run for run in known if run.text.strip()]
        plain = plain or (not regular and len({(run.bold, run.italic) for run in worded}) < 2)
        text = "".join(self._run(run, plain=plain) for run in known)
        return self.years(" ".join(text.split(" ")).strip(), is_subject=is_subject)

    def _run(self, run: TextRun, *, plain: bool) -> str:
        if run.note:
            return f"{{{{ note('{note_id(run.note)}') }}}}"
        text = harmless(run.text)
        sign = "" if plain else "*" * (run.italic + 2 * run.bold)
        inner = text.strip()
        if not sign or not inner or "*" in inner:
            return text
        before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        return f"{before}{sign}{inner}{sign}{after}"

    def years(self, text: str, *, is_subject: bool = False) -> str:
        """The text with its own year as `{{ year }}`, where it is safely that."""
        if not self.year:
            return text
        for start, end in reversed(own_years(text, str(self.year), is_subject=is_subject, subject=self.subject)):
            text = f"{text[:start]}{{{{ year }}}}{text[end:]}"
        return text


def harmless(text: str) -> str:
    """A text without signs that a plan file would take for more than they are; their look stays."""
    text = _BRACES.sub(lambda match: "\u200a".join(match[0]), text)
    return _TODO.sub(lambda match: f"{match[0][0]}\u200a{match[0][1:]}", text)


def note_id(key: str) -> str:
    """The id of a footnote."""
    return f"chu-thich-{slug(key) or 'x'}"
