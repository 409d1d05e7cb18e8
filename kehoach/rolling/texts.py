"""Running texts: what in them belongs to last year, and what comes in its place.

A stretch of text is claimed once, by the first that knows it: cited documents, expressions, names of bodies, the word
for the issuer's unit, days, years. What holds for a year does not depend on how far the plan is moved, so that two
turns of one year come to the same as one of two.
"""

from __future__ import annotations

import calendar
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TypeVar

from kehoach import undecided
from kehoach.diagnostics import Message, _
from kehoach.model.citation import citations
from kehoach.model.days import day_off
from kehoach.model.running import Running
from kehoach.model.scopes import texts as scoped_texts
from kehoach.rolling import expressions
from kehoach.rolling.days import moved
from kehoach.rolling.ledger import MOST_IN_A_TEXT, Fate, LedgerEntry, LedgerTopic
from kehoach.rolling.names import body_pieces, unit_pieces
from kehoach.rolling.pieces import Claims, Piece
from kehoach.rolling.rollover import Rollover
from kehoach.rolling.tense import Tense, Tenses
from kehoach.vietnamese import YEAR

T = TypeVar("T")

_BY = re.compile(r",? của [^.,;:()\n]{3,80}?(?= về | v/v |[.,;:()\n]|$)")
_DAY = re.compile(
    r"(?<![\d/.,])(?P<day>\d{1,2})(?:/(?P<month>\d{1,2})| tháng (?P<m>\d{1,2}))"
    rf"(?:(?:/| năm )(?P<year>{YEAR}))?(?![\d/%]|,\d)"
)
_PERIOD = re.compile(rf"(?<!\d){YEAR} ?[-\u2013] ?{YEAR}(?!\d)")
_STRETCH = re.compile(r"(?i)(?<!\w)giai\s+đoạn\s+$")
_YEAR = re.compile(
    r"(?:[Qq]uý (?P<quarter>I{1,3}|IV)(?:/| năm )|(?<!\w)[Tt]háng (?P<month>\d\d?)(?:/| năm )|(?<![\d/])(?P<m>\d\d?)/"
    rf"|(?<!\w)0?(?P<first>[2-9]|1[01]) tháng đầu năm |(?<!\w)[Nn]ăm )(?P<year>{YEAR})(?![\d/]|[.,]\d)"
)
_QUARTERS = ("I", "II", "III", "IV")
_KEPT = {
    Tense.CITED: _("belongs to a document or a period; is it still the right one?"),
    Tense.PAST: _("what has happened stays as it was; is it still to be said?"),
}
_COMPARED = re.compile(
    r"(?i)\b(?:so với|so|hiện trạng|từ|kể từ|sau|hết|cuối|đầu|gốc|là|bằng)(?: (?:cuối|đầu|hết|thời điểm))?(?: năm)? $"
)


def text_entries(rollover: Rollover, cited: frozenset[int]) -> Iterator[LedgerEntry]:
    """Entries for everything that texts say. `cited` are the identities of texts that are in the legal bases."""
    running = rollover.plan.running
    tenses = Tenses(rollover.plan, rollover.agencies)
    claims = Claims()
    outside = [
        (start, start + len(prose.source))
        for start, prose in zip(running.starts, running.proses, strict=True)
        if id(prose) in cited
    ]
    for start, end in outside:
        claims.close(start, end)
    for piece in _citations(rollover, running):
        claims.add(piece)
    scopes = {id(prose): scope for prose, scope in scoped_texts(rollover.plan, rollover.agencies)}
    for start, prose in zip(running.starts, running.proses, strict=True):
        if id(prose) not in cited:
            for piece in expressions.pieces(rollover, prose, scopes.get(id(prose), {}), start, tenses):
                claims.add(piece)
    for found in (
        body_pieces(rollover, running),
        unit_pieces(rollover, running) if rollover.issuer and rollover.old_issuer else (),
        _years(rollover, running, tenses),
        _days(rollover, running, tenses),
    ):
        for piece in found:
            claims.add(piece)
    yield from entries_of(rollover, running, claims.pieces)


def entries_of(rollover: Rollover, running: Running, pieces: list[Piece]) -> Iterator[LedgerEntry]:
    """The entries of pieces: those of one text are written together."""
    by_text: dict[int, list[Piece]] = {}
    for piece in sorted(pieces, key=lambda one: one.start):
        by_text.setdefault(bisect_right(running.starts, piece.start) - 1, []).append(piece)
    for index, found in by_text.items():
        prose, start = running.proses[index], running.starts[index]
        written = [piece for piece in found if piece.put is not None]
        changes = [(piece.start - start, piece.end - start, piece.put or "") for piece in written]
        made = rollover.editor.text(prose, changes) if changes else []
        edits = {id(piece): edit for piece, edit in zip(written, made, strict=True)}
        for piece in found:
            place = prose.source.at(piece.start - start, piece.end - start) if prose.source.is_placed else prose.span
            edit = (edits[id(piece)],) if id(piece) in edits else ()
            yield LedgerEntry(piece.topic, piece.fate, place, piece.old, piece.new, piece.reason, piece.verify, edit)


def _citations(rollover: Rollover, running: Running) -> Iterator[Piece]:
    """Documents cited with a number, to the name of the body that issued them."""
    for cited in _first_of_each(citations(running, bare=True), lambda one: one.type_start, running):
        by = _BY.match(running.whole, cited.date_end)
        end = by.end() if by else cited.date_end
        written = running.whole[cited.type_start : end]
        reason = _("a cited document; is it still in force?")
        yield Piece(cited.type_start, end, LedgerTopic.BASIS, Fate.CARRIED, written, written, reason, verify=True)


def _years(rollover: Rollover, running: Running, tenses: Tenses) -> Iterator[Piece]:
    """Days and years typed in words: `15/6/2024`, `năm 2024`, `Quý II/2024`."""
    for match in _matches(_PERIOD, running):
        yield _period(rollover, match, tenses)
    for match in _matches(_DAY, running):
        if match["year"]:
            yield _day(rollover, match, tenses)
    for match in _matches(_YEAR, running):
        yield _year(rollover, running, match, tenses)


def _first_of_each(found: Iterable[T], start: Callable[[T], int], running: Running) -> Iterator[T]:
    """The first MOST_IN_A_TEXT that are found in each text: numbers after these are carried with the rest."""
    text, left = -1, 0
    for one in found:
        here = running.index_at(start(one))
        text, left = here, (left if here == text else MOST_IN_A_TEXT) - 1
        if left >= 0:
            yield one


def _matches(pattern: re.Pattern[str], running: Running) -> Iterator[re.Match[str]]:
    return _first_of_each(pattern.finditer(running.whole), re.Match.start, running)


def _period(rollover: Rollover, match: re.Match[str], tenses: Tenses) -> Piece:
    """A stretch of years: the plan's own moves where it is no document's; of others none does."""
    written, own = match.group(), rollover.plan.year
    first, last = (int(year) for year in re.findall(YEAR, written))
    if own.is_one or (first, last) != (own.first, own.last):
        reason = _("a period; it is not the plan's year")
        return Piece(*match.span(), LedgerTopic.YEAR, Fate.CARRIED, written, written, reason)
    stretch = _STRETCH.search(match.string, max(match.start() - 24, 0), match.start())
    tense = tenses.of_year(stretch.start() if stretch else match.start(), match.end())
    if tense in _KEPT:
        return _kept(match.span(), written, LedgerTopic.YEAR, _KEPT[tense])
    if tense is Tense.UNCLEAR or not stretch:
        return _asked(match.span(), written, LedgerTopic.YEAR, _("is it the period of this plan, or of another?"))
    put = re.sub(YEAR, lambda year: str(int(year.group()) + rollover.delta), written)
    why = _("the plan's period; better written {{{{ year }}}}")
    return Piece(*match.span(), LedgerTopic.YEAR, Fate.CHANGED, written, put, why, put)


def _year(rollover: Rollover, running: Running, match: re.Match[str], tenses: Tenses) -> Piece:
    year, own, (start, end) = int(match["year"]), rollover.plan.year, match.span("year")
    tense = tenses.of_year(*match.span(), _last_day(match))
    if year < own.first and _COMPARED.search(running.whole[max(start - 40, 0) : start]):
        return _kept(match.span("year"), match["year"], LedgerTopic.YEAR, _("an earlier year to compare with"))
    if tense in _KEPT:
        return _kept(
            match.span("year"), match["year"], LedgerTopic.YEAR, _KEPT[tense], verify=year <= (own.last or year)
        )
    if year < own.first:
        return _kept(match.span("year"), match["year"], LedgerTopic.YEAR, _KEPT[Tense.PAST])
    if own.is_one and year == own.first and tense is Tense.PLANNED:
        put, why = str(year + rollover.delta), _("the plan's year; better written {{{{ year }}}}")
        return Piece(start, end, LedgerTopic.YEAR, Fate.CHANGED, match["year"], put, why, put)
    return _asked(match.span("year"), match["year"], LedgerTopic.YEAR, _why_asked(rollover, year))


def _last_day(match: re.Match[str]) -> date | None:
    """The last day of the month or quarter that a year is typed with."""
    month = int(match["month"] or match["m"] or match["first"] or 0)
    if match["quarter"]:
        month = 3 * (_QUARTERS.index(match["quarter"]) + 1)
    if not 1 <= month <= 12:
        return None
    return date(int(match["year"]), month, calendar.monthrange(int(match["year"]), month)[1])


def _why_asked(rollover: Rollover, year: int) -> Message:
    own = rollover.plan.year
    if year not in own:
        return _("not the plan's year: does it stay or move?")
    return (
        _("does it belong to what has happened, or to the new year?") if own.is_one else _("a year of the old period")
    )


def _day(rollover: Rollover, match: re.Match[str], tenses: Tenses) -> Piece:
    """A day with its year: those to keep move along, those of documents and events stay, others are asked."""
    year, own, day = int(match["year"]), rollover.plan.year, _date_of(match)
    tense = tenses.of_day(*match.span(), day)
    if tense in _KEPT or year < own.first:
        why = _KEPT[tense] if tense in _KEPT else _KEPT[Tense.PAST]
        return _kept(match.span(), match.group(), LedgerTopic.DATE, why, verify=tense is not Tense.CITED)
    if tense is Tense.UNCLEAR or year not in own:
        return _asked(match.span(), match.group(), LedgerTopic.DATE, _why_asked(rollover, year))
    put = moved(match.group(), rollover.delta, rollover.year)
    why = _off(match, year + rollover.delta) or _(
        "the same day of the new year; or is it the day of something that happened?"
    )
    return Piece(*match.span(), LedgerTopic.DATE, Fate.CHANGED, match.group(), put, why, put, verify=True)


def _days(rollover: Rollover, running: Running, tenses: Tenses) -> Iterator[Piece]:
    """Days without a year are in the plan's: 29 February is moved, days off are reported, what has happened is kept."""
    for match in _matches(_DAY, running):
        if match["year"] or not rollover.plan.year.is_one or not 1 <= int(match["month"] or match["m"]) <= 12:
            continue
        before = running.whole[max(match.start() - 8, 0) : match.start()]
        if not re.search(r"(?i)ngày $|\bđến $|\btừ $", before):
            continue  # a ratio, a fraction
        if tenses.is_past(*match.span()):
            yield _kept(match.span(), match.group(), LedgerTopic.DATE, _KEPT[Tense.PAST])
        else:
            yield _same_day(rollover, match)


def _same_day(rollover: Rollover, match: re.Match[str]) -> Piece:
    old, off = match.group(), _off(match, rollover.year)
    put = moved(old, 0, rollover.year)
    why, verify = off or _("the same day of the new year"), off is not None
    if put == old:
        return Piece(*match.span(), LedgerTopic.DATE, Fate.CARRIED, old, old, why, verify=verify)
    return Piece(*match.span(), LedgerTopic.DATE, Fate.CHANGED, old, put, why, put, verify=verify)


def _kept(span: tuple[int, int], written: str, topic: LedgerTopic, why: Message, *, verify: bool = True) -> Piece:
    return Piece(*span, topic, Fate.CARRIED, written, written, why, verify=verify)


def _asked(span: tuple[int, int], written: str, topic: LedgerTopic, why: Message) -> Piece:
    put = undecided.written(f"{written}?")
    return Piece(*span, topic, Fate.UNDECIDED, written, put, why, put)


def _off(match: re.Match[str], year: int) -> Message | None:
    there = _date_of(match, year)
    return day_off(there) if there else None


def _date_of(match: re.Match[str], year: int | None = None) -> date | None:
    try:
        return date(year or int(match["year"]), int(match["month"] or match["m"]), int(match["day"]))
    except ValueError:
        return None
