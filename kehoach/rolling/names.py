"""Names of bodies and of the issuer's unit in running texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set

from kehoach import undecided
from kehoach.diagnostics import _
from kehoach.model.agency import Agency
from kehoach.model.running import Running
from kehoach.rolling.ledger import MOST_IN_A_TEXT, Fate, LedgerTopic
from kehoach.rolling.pieces import Piece
from kehoach.rolling.rollover import Rollover
from kehoach.vietnamese import fold, lower_first, upper_first

_PARTY = {"tỉnh": "Tỉnh ủy", "thành phố": "Thành ủy", "quận": "Quận ủy", "huyện": "Huyện ủy", "thị xã": "Thị ủy"}
_TOKEN = re.compile(r"\w+|\W")
_COMMUNE = ("xã", "phường", "thị trấn", "đặc khu")
_BELOW = re.compile(r"(?i)(?:các )?(?<!\w)(?:xã, phường|phường, xã|xã và phường)(?:, thị trấn)?(?!\w)")


_LONGEST = 500
"""Characters of a name; no body has half as many."""


def body_pieces(rollover: Rollover, running: Running) -> Iterator[Piece]:
    """Every place where a text names a body of the registry, longer names first."""
    folded = fold(running.whole)
    if len(folded) != len(running.whole):  # letters that fold into several: then only the names as written are found
        folded = running.whole
    names = [
        (name, key) for key, agency in rollover.agencies.by_id.items() for name in agency.names if len(name) < _LONGEST
    ]
    places = _places({fold(name) for name, _key in names}, folded)
    found: dict[int, list[tuple[int, int]]] = {}
    for name, key in sorted(names, key=lambda pair: -len(pair[0])):
        for start, end in _spans(fold(name), rollover.agencies.by_id[key], folded, places):
            here = found.setdefault(running.index_at(start), [])
            here.append((start, end))
            if len(here) <= MOST_IN_A_TEXT:
                yield _body_piece(rollover, key, running.whole[start:end], start)
    for spans in found.values():
        for start, end in spans[MOST_IN_A_TEXT : MOST_IN_A_TEXT + 1]:
            why = _("from here on the names of bodies in this text stay as they are: are they still right?")
            written = running.whole[start:end]
            yield Piece(start, end, LedgerTopic.AGENCY, Fate.CARRIED, written, written, why, verify=True)


def _places(names: Set[str], text: str) -> dict[str, list[int]]:
    """Where each of some names begins in a text, as far as whole words go: one look at the text for all of them.

    A name can only be there where as many words and signs as it has are its own.
    """
    lengths: dict[str, set[int]] = {}
    for name in names:
        tokens = _TOKEN.findall(name)
        lengths.setdefault(tokens[0] if tokens else "", set()).add(len(tokens))
    starts = [match.start() for match in _TOKEN.finditer(text)]
    starts.append(len(text))
    found: dict[str, list[int]] = {}
    for index, start in enumerate(starts[:-1]):
        for length in lengths.get(text[start : starts[index + 1]], ()):
            if index + length < len(starts) and (name := text[start : starts[index + length]]) in names:
                found.setdefault(name, []).append(start)
    return found


def _spans(name: str, agency: Agency, text: str, places: Mapping[str, list[int]]) -> Iterator[tuple[int, int]]:
    """Where a name is in a text as whole words, with the level of the body if that follows, as after an alias."""
    if name not in places:
        return
    ending = rf"(?: {re.escape(fold(agency.of))})?" if isinstance(agency.of, str) else ""
    whole, last = re.compile(rf"(?<!\w){re.escape(name)}{ending}(?!\w)"), 0
    for start in places[name]:
        if start >= last and (match := whole.match(text, start)):
            last = match.end()
            yield match.span()


def _body_piece(rollover: Rollover, key: str, written: str, start: int) -> Piece:
    end = start + len(written)
    bearers = [other for other in rollover.agencies.named(written) if other not in rollover.successors]
    if key not in rollover.successors or bearers:
        until = rollover.ends_within(key)
        if until:
            reason = _("the body exists until {day} only", day=f"{until:%d/%m/%Y}")
        elif key in rollover.successors:
            reason = _("another body bears this name now; is it the one that is meant?")
        else:
            reason = _("the body goes on")
        return Piece(
            start,
            end,
            LedgerTopic.AGENCY,
            Fate.CARRIED,
            written,
            written,
            reason,
            None,
            bool(until or key in rollover.successors),
        )
    successors = rollover.successors[key]
    if successors.one is None:
        put = undecided.written(successors.asked)
        return Piece(start, end, LedgerTopic.AGENCY, Fate.UNDECIDED, written, put, successors.reason, put)
    put = renamed(rollover.agencies.by_id[key], rollover.agencies.by_id.get(successors.one), written, successors.one)
    return Piece(
        start, end, LedgerTopic.AGENCY, Fate.CHANGED, written, put, _("the body that takes over"), put, verify=True
    )


def renamed(old: Agency, new: Agency | None, written: str, fallback: str) -> str:
    """The heir's name in the form in which the old one was written: full, short or bare, with its first letter."""
    if new is None:
        return fallback
    form = fold(written)
    if isinstance(old.short, str) and form == fold(old.short):
        name = new.short if isinstance(new.short, str) else new.full_name
    elif form == fold(old.full_name) or (isinstance(old.of, str) and form.endswith(f" {fold(old.of)}")):
        name = new.full_name
    else:
        name = str(new.name)
    return lower_first(name) if written[:1].islower() else upper_first(name)


def unit_pieces(rollover: Rollover, running: Running) -> Iterator[Piece]:
    """Every place where a text names the unit of the old issuer, when another body issues the plan anew."""
    old, new = (rollover.agencies.by_id[key].unit for key in (rollover.old_issuer, rollover.issuer))
    if old is None or new is None or old == new:
        return
    reason = _("the unit of the new issuer")
    swaps = [(rf"{old[0]} {re.escape(old[1])}", f"{new[0]} {new[1]}")]
    if old[0] != new[0]:
        if old[0] in _PARTY:  # first: its first word may be the unit's
            swaps.append((_PARTY[old[0]].replace("ủy", "[uủ][ỷy]"), _PARTY.get(new[0], "Đảng ủy")))
        swaps.append((rf"{old[0]}(?! (?:[A-ZĐ]|trực thuộc))", new[0]))
    for pattern, name in swaps:
        for match in re.finditer(rf"(?<!\w)(?i:{pattern[:1]}){pattern[1:]}(?!\w)", running.whole):
            put = upper_first(name) if match.group()[:1].isupper() else name
            yield Piece(*match.span(), LedgerTopic.AGENCY, Fate.CHANGED, match.group(), put, reason, put, verify=True)
    if new[0] in _COMMUNE and old[0] not in _COMMUNE:
        for match in _BELOW.finditer(running.whole):
            put = undecided.written(f"đơn vị nào dưới cấp {new[0]}")
            why = _("the new issuer has no communes below it; who is meant?")
            yield Piece(*match.span(), LedgerTopic.AGENCY, Fate.UNDECIDED, match.group(), put, why, put)
