"""Running texts: what in them belongs to last year, and what comes in its place.

A stretch of text is claimed once, by the first that knows it: cited documents, expressions, names of bodies, the word
for the issuer's unit, days, years. What holds for a year does not depend on how far the plan is moved, so that two
turns of one year come to the same as one of two.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date

from kehoach import undecided
from kehoach.diagnostics import Message, _
from kehoach.model.days import day_off
from kehoach.model.document_types import NAMED_WITH_YEAR
from kehoach.model.running import Running
from kehoach.model.scopes import texts as scoped_texts
from kehoach.rolling import expressions
from kehoach.rolling.days import moved
from kehoach.rolling.ledger import Fate, LedgerEntry, LedgerTopic
from kehoach.rolling.names import body_pieces, unit_pieces
from kehoach.rolling.pieces import Claims, Piece
from kehoach.rolling.rollover import Rollover
from kehoach.vietnamese import YEAR

_BY = re.compile(r",? của [^.,;:()\n]{3,80}?(?= về | v/v |[.,;:()\n]|$)")
_DAY = re.compile(
    r"(?<![\d/.,])(?P<day>\d{1,2})(?:/(?P<month>\d{1,2})| tháng (?P<m>\d{1,2}))"
    rf"(?:(?:/| năm )(?P<year>{YEAR}))?(?![\d/%]|,\d)"
)
_PERIOD = re.compile(rf"(?<!\d){YEAR} ?[-\u2013] ?{YEAR}(?!\d)")
_YEAR = re.compile(
    r"(?:(?<!\w)[Nn]ăm |[Qq]uý [IV]+/|(?<!\w)[Tt]háng \d\d?/|(?<![\d/])\d\d?/)"
    rf"(?P<year>{YEAR})(?![\d/]|[.,]\d)"
)
_OF_A_DOCUMENT = re.compile(rf"(?i)\b(?:{NAMED_WITH_YEAR})\b[^.;:()\n]*$")
_BEFORE = re.compile(
    r"(?i)\b(?:so với|so|hiện trạng|kết quả|từ|kể từ|sau|trước|hết|cuối|đầu|tính đến|tại|gốc|là|đạt|bằng|thực hiện|ước)"
    r"(?: (?:cuối|đầu|hết|ngày|thời điểm))?(?: \d{1,2}/\d{1,2}/| tháng \d{1,2}/)? ?$"
)


def text_entries(rollover: Rollover, cited: frozenset[int]) -> Iterator[LedgerEntry]:
    """Entries for everything that texts say. `cited` are the identities of texts that are in the legal bases."""
    running = rollover.plan.running
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
            for piece in expressions.pieces(rollover, prose, scopes.get(id(prose), {}), start):
                claims.add(piece)
    for found in (
        body_pieces(rollover, running),
        unit_pieces(rollover, running) if rollover.issuer and rollover.old_issuer else (),
        _years(rollover, running),
        _days(rollover, running),
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
    for cited in rollover.plan.cited:
        by = _BY.match(running.whole, cited.date_end)
        end = by.end() if by else cited.date_end
        written = running.whole[cited.type_start : end]
        reason = _("a cited document; is it still in force?")
        yield Piece(cited.type_start, end, LedgerTopic.BASIS, Fate.CARRIED, written, written, reason, verify=True)


def _years(rollover: Rollover, running: Running) -> Iterator[Piece]:
    """Years typed in words: `năm 2024`, `Quý II/2024`, `15/6/2024`."""
    for match in _PERIOD.finditer(running.whole):
        reason = _("a period; it is not the plan's year")
        yield Piece(*match.span(), LedgerTopic.YEAR, Fate.CARRIED, match.group(), match.group(), reason)
    for match in _DAY.finditer(running.whole):
        if match["year"] and int(match["year"]) == rollover.plan.year.first and not _belongs(running, match.start()):
            yield _moved_day(rollover, match)
    for match in _YEAR.finditer(running.whole):
        yield _year(rollover, running, *match.span("year"))


def _year(rollover: Rollover, running: Running, start: int, end: int) -> Piece:
    written = running.whole[start:end]
    year, own = int(written), rollover.plan.year
    if _belongs(running, start):
        reason = _("belongs to a document or a period; is it still the right one?")
        return Piece(start, end, LedgerTopic.YEAR, Fate.CARRIED, written, written, reason, verify=year in own)
    if own.is_one and year == own.first:
        put = str(year + rollover.delta)
        return Piece(
            start,
            end,
            LedgerTopic.YEAR,
            Fate.CHANGED,
            written,
            put,
            _("the plan's year; better written {{{{ year }}}}"),
            put,
        )
    if year < own.first and _BEFORE.search(re.sub(r"(?i)\bnăm $", "", running.whole[max(start - 40, 0) : start])):
        return Piece(
            start,
            end,
            LedgerTopic.YEAR,
            Fate.CARRIED,
            written,
            written,
            _("an earlier year to compare with"),
            verify=True,
        )
    if not own.is_one and year in own:
        put = undecided.written(f"{written}?")
        return Piece(start, end, LedgerTopic.YEAR, Fate.UNDECIDED, written, put, _("a year of the old period"), put)
    put = undecided.written(f"{written}?")
    return Piece(
        start, end, LedgerTopic.YEAR, Fate.UNDECIDED, written, put, _("not the plan's year: does it stay or move?"), put
    )


def _belongs(running: Running, start: int) -> bool:
    """Whether a document, a programme or a period is named before it in the same clause."""
    return bool(_OF_A_DOCUMENT.search(running.sentence_before(start)))


def _moved_day(rollover: Rollover, match: re.Match[str]) -> Piece:
    put = moved(match.group(), rollover.delta, rollover.year)
    reason = _off(match, rollover.year) or _(
        "the same day of the new year; or is it the day of something that happened?"
    )
    return Piece(*match.span(), LedgerTopic.DATE, Fate.CHANGED, match.group(), put, reason, put, verify=True)


def _days(rollover: Rollover, running: Running) -> Iterator[Piece]:
    """Days without a year are in the plan's: 29 February is moved, days off are reported."""
    for match in _DAY.finditer(running.whole):
        if match["year"] or not rollover.plan.year.is_one or not 1 <= int(match["month"] or match["m"]) <= 12:
            continue
        before = running.whole[max(match.start() - 8, 0) : match.start()]
        if not re.search(r"(?i)ngày $|\bđến $|\btừ $", before):
            continue  # a ratio, a fraction
        put = moved(match.group(), 0, rollover.year)
        off = _off(match, rollover.year)
        fate = Fate.CARRIED if put == match.group() else Fate.CHANGED
        reason = off or _("the same day of the new year")
        yield Piece(
            *match.span(),
            LedgerTopic.DATE,
            fate,
            match.group(),
            put,
            reason,
            put if fate is Fate.CHANGED else None,
            off is not None,
        )


def _off(match: re.Match[str], year: int) -> Message | None:
    try:
        return day_off(date(year, int(match["month"] or match["m"]), int(match["day"])))
    except ValueError:
        return None
