"""Legal bases: kept, to be verified; one whose year comes from the plan becomes a slot; last year's report comes in."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator

from kehoach import vietnamese
from kehoach.diagnostics import _
from kehoach.edits import Edit
from kehoach.model.base import Ref, Todo
from kehoach.model.citation import Citation, citations
from kehoach.model.plan import Basis
from kehoach.model.prose import Prose
from kehoach.model.reporting import reports
from kehoach.model.running import Running
from kehoach.model.scopes import plan_scope
from kehoach.nghi_dinh_30 import LAWS
from kehoach.rolling import expressions
from kehoach.rolling.days import YEAR
from kehoach.rolling.ledger import Fate, LedgerEntry, LedgerTopic
from kehoach.rolling.pieces import Claims, Piece
from kehoach.rolling.rollover import Rollover
from kehoach.rolling.texts import entries_of
from kehoach.source import ListNode
from kehoach.undecided import written
from kehoach.vietnamese import NBSP, lower_first

NUMBER, DAY = written("số, ký hiệu"), written("ngày ban hành")
VERIFY = "còn hiệu lực?"
REPORT = "Báo cáo"
_EXPRESSION = re.compile(r"\{\{.*?\}\}")
_NEWER = "giữ văn bản này, hay thay bằng văn bản của năm kế hoạch?"


_NAMED_YEAR = re.compile(rf"(?<=[Nn]ăm ){vietnamese.YEAR}(?! ?[-\u2013/] ?\d|\d)")
_AIMS_AT = re.compile(r"(?i)\b(?:đến|định hướng|tầm nhìn)(?: đến)?(?: hết)?(?: năm)? $|[-\u2013] ?$")
"""What is before the year in which a programme ends: it does not make the programme one of that year."""
_OF_A_LAW = re.compile(rf"(?:{'|'.join(LAWS)})[^,;]*$")


def base_texts(rollover: Rollover) -> frozenset[int]:
    """Identities of the texts that are in legal bases: what they name is cited, not addressed."""
    found = (base.subject if isinstance(base, Basis) else base for base in rollover.plan.bases)
    return frozenset(id(prose) for prose in found if prose is not None)


def basis_entries(rollover: Rollover) -> Iterator[LedgerEntry]:
    """Entries for the legal bases, and for the one that is added."""
    for base in rollover.plan.bases:
        text = base.subject if isinstance(base, Basis) else base
        slot = text is not None and expressions.names_year(text)
        if isinstance(base, Basis):
            yield from _typed(rollover, base, slot)
        if text is not None:
            yield from _text(rollover, text, str(base.type) if isinstance(base, Basis) else "")
    yield from _last_report(rollover)


def _typed(rollover: Rollover, base: Basis, slot: bool) -> Iterator[LedgerEntry]:
    """The keys of a basis: number and day of a slot are to decide."""
    cited = " ".join(str(part) for part in (base.type, base.number, base.date) if part and not isinstance(part, Todo))
    kept = _("a cited document; is it still in force?")
    mark = () if slot else rollover.editor.mark(base.at("type"), VERIFY)
    yield LedgerEntry(LedgerTopic.BASIS, Fate.CARRIED, base.at("type"), cited, cited, kept, not slot, mark)
    for key, put, topic in (("number", NUMBER, LedgerTopic.NUMBER), ("date", DAY, LedgerTopic.DATE)):
        value = getattr(base, key)
        if value is None or isinstance(value, Todo):
            continue
        place = base.at(key)
        if slot:
            why = _("its subject names the old year: this year's document takes its place")
            yield LedgerEntry(
                topic, Fate.UNDECIDED, place, str(value), put, why, edits=(rollover.editor.value(place, put),)
            )
        else:
            yield LedgerEntry(topic, Fate.CARRIED, place, str(value), str(value), kept)
    if isinstance(base.issuer, Ref):
        name = rollover.agencies.name_of(base.issuer)
        yield LedgerEntry(
            LedgerTopic.AGENCY, Fate.CARRIED, base.issuer.span, name, name, _("issued the cited document")
        )


def _text(rollover: Rollover, prose: Prose, type_: str) -> Iterator[LedgerEntry]:
    """The words of a basis, as they are; `type_` is "" for a basis on a line. There number and day are to decide where
    the subject has its year from the plan: of that document and no other.
    """
    running = rollover.plan.running
    offset = next(at for at, known in zip(running.starts, running.proses, strict=True) if known is prose)
    whole = running.whole[offset : offset + len(prose.source)]
    claims = Claims()
    yearly = {_part(whole, start) for start, _end, one in expressions.places(prose) if expressions.is_year(one)}
    taken: set[int] = set() if type_ == "" else set(yearly)
    for cited in citations(Running((), (), whole), bare=True):
        part = _part(whole, cited.start)
        for piece in _slots(cited, whole, offset) if part in yearly - taken else _kept(cited, whole, offset):
            claims.add(piece)
        taken.add(part)  # what follows is in the subject of the first
    for piece in expressions.pieces(rollover, prose, plan_scope(rollover.plan, rollover.agencies), offset):
        claims.add(piece)
    for match in YEAR.finditer(whole):
        claims.add(_year(rollover, match, type_, offset))
    yield from entries_of(rollover, running, claims.pieces)


def _part(whole: str, index: int) -> int:
    """Which of the documents on a line, parted by semicolons, is at `index`."""
    return whole.count(";", 0, index)


def _slots(cited: Citation, whole: str, offset: int) -> Iterator[Piece]:
    why = _("its subject names the old year: this year's document takes its place")
    for start, end, put, topic in (
        (cited.start, cited.end, NUMBER, LedgerTopic.NUMBER),
        (cited.date_start, cited.date_end, DAY, LedgerTopic.DATE),
    ):
        if end > start:
            old = whole[start:end]
            yield Piece(offset + start, offset + end, topic, Fate.UNDECIDED, old, put, why, put)


def _kept(cited: Citation, whole: str, offset: int) -> Iterator[Piece]:
    start, end, old = offset + cited.start, offset + cited.date_end, whole[cited.type_start : cited.date_end]
    why = _("a cited document; is it still in force?")
    yield Piece(start, end, LedgerTopic.BASIS, Fate.CARRIED, old, old, why, verify=True)


def _year(rollover: Rollover, match: re.Match[str], type_: str, offset: int) -> Piece:
    """A year in a basis is as the document has it. That of the plan is asked about: is there a newer document?"""
    start, end, old = offset + match.start(), offset + match.end(), match.group()
    before = f"{type_} {match.string[: match.start()]}"
    named = (
        _NAMED_YEAR.match(match.string, match.start()) and not _AIMS_AT.search(before) and not _OF_A_LAW.search(before)
    )
    if named and rollover.plan.year.only == int(old):
        put = f"{old} {written(_NEWER)}"
        why = _("its subject names the old year: does this year's document take its place?")
        return Piece(start, end, LedgerTopic.YEAR, Fate.UNDECIDED, old, put, why, put)
    return Piece(start, end, LedgerTopic.YEAR, Fate.CARRIED, old, old, _("a cited document; is it still in force?"))


def _last_report(rollover: Rollover) -> Iterator[LedgerEntry]:
    """The report on the whole year of the plan becomes a basis of the next plan, unless it is one already."""
    plan = rollover.plan
    closing = [one for one in reports(plan, plan.year.first).values() if one.is_final and one.first == 1]
    if not closing or not plan.year.is_one or not rollover.old_issuer or any(_is_report(base) for base in plan.bases):
        return
    subject = _subject(rollover)
    edit = _added(rollover, subject)
    why = _("the report that closes the year of the old plan")
    place = rollover.editor.source.span(edit.start, edit.start)
    named = f"{REPORT} {subject.replace('{{ year - 1 }}', str(rollover.year - 1))}"
    yield LedgerEntry(LedgerTopic.BASIS, Fate.UNDECIDED, place, "", named, why, edits=(edit,))


def _is_report(base: Basis | Prose) -> bool:
    if isinstance(base, Basis):
        return base.type == REPORT and base.subject is not None and expressions.names_year(base.subject)
    return REPORT in str(base.source) and expressions.names_year(base)


def _subject(rollover: Rollover) -> str:
    """What the report is about: the plan's own subject, one year back."""
    subject = " ".join(str(rollover.plan.subject.source).split())
    back = _NAMED_YEAR.sub(lambda match: _back(rollover, match), subject.replace("{{ year }}", "{{ year - 1 }}"))
    year = "" if "{{ year - 1 }}" in back else " năm {{ year - 1 }}"
    return f"về kết quả {lower_first(back)}{year}"


def _back(rollover: Rollover, match: re.Match[str]) -> str:
    year = int(match.group())
    if year == rollover.plan.year.first:
        return "{{ year - 1 }}"
    return match.group() if year < rollover.plan.year.first else written(f"{year}?")


def _added(rollover: Rollover, subject: str) -> Edit:
    """The edit that puts the report after the last basis, or begins the list of bases before the plan's opening."""
    editor = rollover.editor
    entry = editor.root.by_key.get("bases")
    node = entry.value if entry else None
    if isinstance(node, ListNode) and node.flow:
        line = json.dumps(f"Căn cứ {REPORT} số {NUMBER} ngày {DAY} {subject}", ensure_ascii=False)
        end = node.span.end - 1
        return Edit(end, end, f", {line}" if node.items else line)
    if isinstance(node, ListNode):
        dash = editor.source.text.rindex("-", 0, node.items[0].span.start)
        pad, start = " " * (editor.source.column_of(dash) - 1), editor.after_line(node.items[-1].span.end - 1)
        lead = "" if editor.source.text[:start].endswith("\n") else "\n"
        return Edit(start, start, lead + _block(rollover, pad, subject))
    if entry:  # the key without a value
        start = editor.after_line(entry.key.span.end)
        return Edit(start, start, _block(rollover, "  ", subject))
    start = editor.source.line_starts[editor.root.by_key["opening"].key.span.line - 1]
    return Edit(start, start, f"bases:\n{_block(rollover, '  ', subject)}\n")


def _block(rollover: Rollover, pad: str, subject: str) -> str:
    keys = (f"type: {REPORT}", f"number: {NUMBER}", f"date: {DAY}", f"issuer: {rollover.old_issuer}", "subject: >")
    whole = _EXPRESSION.sub(lambda match: match[0].replace(" ", NBSP), subject)  # an expression stays on one line
    wrapped = textwrap.wrap(whole, 114 - len(pad), break_long_words=False, break_on_hyphens=False)
    lines = [line.replace(NBSP, " ") for line in wrapped]
    return f"{pad}- " + f"\n{pad}  ".join(keys) + "\n" + "".join(f"{pad}    {line}\n" for line in lines)
