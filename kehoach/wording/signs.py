"""KH6: quotes, dashes, brackets, blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kehoach.diagnostics import Severity, _
from kehoach.edits import Edit
from kehoach.model.agency import Agencies
from kehoach.model.plan import Plan
from kehoach.model.running import FILLED
from kehoach.patterns import regex
from kehoach.rules import RuleBook, Violation

book = RuleBook()

_QUOTED = r'"([^"\n]*)"'
_LONG_DASH = r"(?<=\w )[\u2013\u2014](?= \w)"
_PAIRS = (("(", ")"), ("“", "”"))
_LOOSE = r"(?<=[\w)”%]) +(?!: \d)(?=[,;:!?](?: |$)|\.(?: |\n|$)(?!\.))"
_OPEN_BLANK = (
    r"ngày ?(?:\.{2,}|…|_{2,})[^\n;]{0,40}?năm(?: ?(?:\.{2,}|…|_{2,}|\d{4}))?|"
    r"\b[Ss]ố:? ?(?:\.{2,}|…|_{2,}) ?/[\w-]*|_{4,}|…{3,}|\.{6,}"
)


_DOTS = ("ngày ..", "ngày..", "ngày …", "ngày…", "ngày _", " ..", " …", "..../", "____", "………", "......")


@book.rule("KH611", Severity.INFO)
def mixed_quotes(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """Straight quotes are beside curly ones.

    Why: the decree's own text has curly quotes; Word makes them while one types, other programs do not, so pasted
    passages stand out on the page.
    Bad:
        phong trào "Cả nước chung tay", cuộc vận động “Ngày vì người nghèo”
    Good:
        phong trào “Cả nước chung tay”, cuộc vận động “Ngày vì người nghèo”
    """
    running = plan.running
    if '"' not in running.letters or not running.letters & {"“", "”"}:
        return
    for match in re.finditer(_QUOTED, running.whole):
        first, last = running.place(match.start(), match.start() + 1), running.place(match.end() - 1, match.end())
        plain = first.text == last.text == '"'  # not written in a quoted YAML text
        edits = (Edit(first.start, first.end, "“"), Edit(last.start, last.end, "”"))
        yield Violation(
            running.place(match.start(), match.end()), _("straight quotes; elsewhere in this plan “ ”"),
            None, edits if plain else None,
        )  # fmt: skip


@book.rule("KH612", Severity.INFO)
def mixed_dashes(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A long dash is where the rest of the plan has a hyphen with blanks.

    Why: the decree joins with a hyphen and a blank on each side, Độc lập - Tự do - Hạnh phúc; a long one comes along
    with pasted text.
    Bad:
        kinh tế – xã hội ... văn hóa - thể thao
    Good:
        kinh tế - xã hội ... văn hóa - thể thao
    """
    running = plan.running
    if not running.letters & {"\u2013", "\u2014"}:
        return
    if running.whole.count(" - ") < running.whole.count(" \u2013 ") + running.whole.count(" \u2014 "):
        return  # a plan that has its long dashes throughout is no mixture
    for match in re.finditer(_LONG_DASH, running.whole):
        span = running.place(match.start(), match.end())
        yield Violation(
            span, _("a long dash; elsewhere in this plan -"), None, (Edit(span.start, span.end, "-"),)
        )  # fmt: skip


@book.rule("KH613", Severity.WARNING)
def unclosed_pair(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A bracket or a quote opens and is not closed in its paragraph, or closes without having opened.

    Why: half of a sentence was probably lost, or moved elsewhere.
    Bad:
        phong trào “Chung tay vì người nghèo
    Good:
        phong trào “Chung tay vì người nghèo”
    """
    running = plan.running
    start = 0
    for paragraph in running.whole.split("\n"):
        for opens, closes in _PAIRS:
            if paragraph.count(opens) == paragraph.count(closes):
                continue
            index = _unpaired(paragraph, opens, closes)
            if index is not None:
                sign = paragraph[index]
                yield Violation(
                    running.place(start + index, start + index + 1),
                    _("{sign} has no partner in this paragraph", sign=sign),
                )
        start += len(paragraph) + 1


def _unpaired(paragraph: str, opens: str, closes: str) -> int | None:
    """Index of the first sign without a partner; the `)` of a mark, a) or 1), has none."""
    waiting: list[int] = []
    for index, sign in enumerate(paragraph):
        if sign == opens:
            waiting.append(index)
        elif sign == closes:
            if waiting:
                waiting.pop()
            elif not _is_mark(paragraph, index):
                return index
    return waiting[0] if waiting else None


def _is_mark(paragraph: str, end: int) -> bool:
    """Whether a small letter or a number, and nothing else, stands before `end`."""
    start = end
    while start and paragraph[start - 1].isdecimal():
        start -= 1
    if start == end and end and re.match("[a-zđ]", paragraph[end - 1]):
        start -= 1
    return start < end and (start == 0 or paragraph[start - 1].isspace() or paragraph[start - 1] in "(;,")


@book.rule("KH618", Severity.INFO)
def blank_before_sign(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A blank is before a comma, a full stop, a semicolon or a colon.

    Why: the sign may slip to the beginning of the next line.
    Bad:
        các sở , ban , ngành
    Good:
        các sở, ban, ngành
    """
    running = plan.running
    if not any(f" {sign}" in running.whole for sign in ",;:.!?"):
        return
    for match in re.finditer(_LOOSE, running.whole):
        span = running.place(match.start(), match.end())
        plain = bool(span.text) and not span.text.strip(" ")
        yield Violation(
            span, _("a blank before {sign}", sign=f'"{running.whole[match.end()]}"'), _("delete it"),
            (Edit(span.start, span.end, ""),) if plain else None,
        )  # fmt: skip


@book.rule("KH619", Severity.WARNING)
def unfilled_blank(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A number or date is left as dots.

    Why: dots among thirty pages are overlooked at signing. A TODO prints as a highlighted mark and is counted. The
    appendices are left alone: forms have dots.
    Bad:
        theo Quyết định số .../QĐ-UBND ngày ... tháng ... năm 2026
    Good:
        theo Quyết định số TODO(số và ngày của quyết định)
    """
    running = plan.running
    if not any(dots in running.whole for dots in _DOTS):
        return
    for match in re.finditer(_OPEN_BLANK, running.whole[: plan.appendices_at]):
        yield Violation(
            running.place(match.start(), match.end()),
            _("a blank is left open"),
            _("write TODO(question): it is counted, and printed as a mark"),
        )


_HALF = regex(r"(?<![\w*])\*\*(?=\w)")
_MARKDOWN = regex(
    r"(?<![\w_])__(?=\w)[^_\n]{1,200}__(?![\w_])|`[^`\n]{1,200}`"
    rf"|!?\[[^\[\]\n]{{1,200}}\]\((?:{FILLED}+|[\w./-]{{1,200}}\.(?:png|jpe?g|svg))\)"
)


@book.rule("KH131", Severity.WARNING)
def half_of_emphasis(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """Two asterisks are before or behind a word, and the other two are missing in its paragraph.

    Why: words between `**` print bold; without the other half the asterisks print.
    Bad:
        text: Hoàn thành **trước ngày 15/6.
    Good:
        text: Hoàn thành **trước ngày 15/6**.
    """
    running = plan.running
    if "*" not in running.letters:
        return
    for match in _HALF.finditer(running.whole):
        yield Violation(
            running.place(match.start(), match.end()),
            _("** without its other half prints as it is"),
            _("bold words are between two of them: **chữ đậm**; in italics: *chữ nghiêng*"),
        )


@book.rule("KH132", Severity.WARNING)
def foreign_markup(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """Signs of Markdown that kehoach prints as they are.

    Why: of Markdown a plan has bold and italic words only; everything else would be on the paper as typed.
    Bad:
        text: Xem [Cổng thông tin](https://laichau.gov.vn), __hạn chót__ ngày 15/6
    Good:
        text: Xem Cổng thông tin (https://laichau.gov.vn), **hạn chót** ngày 15/6
    """
    running = plan.running
    if not running.letters & {"_", "[", "`"}:
        return
    for match in _MARKDOWN.finditer(running.whole):
        place = running.place(match.start(), match.end())
        yield Violation(
            place,
            _("{text} prints as it is typed", text=place.text[:60]),
            _("bold is **chữ đậm**, italic *chữ nghiêng*; an address that is typed becomes a link by itself"),
        )
