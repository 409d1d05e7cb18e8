"""Whose registry was asked for: "xã Bình Lư, tỉnh Lai Châu", "03390", "Sở Nội vụ tỉnh Lai Châu"."""

from __future__ import annotations

import re

from kehoach.country.registry import Office
from kehoach.country.units import COMMUNAL, Unit, guess, named, took_in
from kehoach.diagnostics import Message, UnreadableFile, _
from kehoach.vietnamese import nfc

_DEPARTMENT = re.compile(
    r"(?i)(?P<name>(?:sở|ban|thanh tra|văn phòng|chi cục) \S.*?),? (?P<unit>(?:tỉnh|thành phố|tp\.?) \S.*)"
)
_SHOWN = 12


def office(asked: str) -> Office:
    """The office meant. Raises UnreadableFile where it is none of the country, or one of several."""
    asked = nfc(" ".join(asked.split()))
    match = _DEPARTMENT.fullmatch(asked)
    units = named(match["unit"] if match else asked)
    if len(units) == 1 and not (match and units[0].kind in COMMUNAL):
        return Office(units[0], match["name"][0].upper() + match["name"][1:] if match else "")
    if units:
        raise UnreadableFile(
            _("{asked} is the name of several units", asked=f'"{asked}"'),
            _("add the province, or give the code: {units}", units=_listed(units)),
        )
    raise UnreadableFile(
        _("there is no {asked} among the provinces and communes since 1 July 2025", asked=f'"{asked}"'),
        _way_out(match["unit"] if match else asked),
    )


def _listed(units: tuple[Unit, ...]) -> str:
    shown = "; ".join(f"{one.full} ({one.code})" for one in units[:_SHOWN])
    return shown + ("; …" if len(units) > _SHOWN else "")


def _way_out(asked: str) -> Message:
    if heir := took_in(asked):
        return _("it belongs now to {unit} ({code})", unit=heir.full, code=heir.code)
    if near := guess(asked):
        return _("perhaps {unit} ({code})?", unit=near.full, code=near.code)
    return _("write kind, name and province, or the code: {example}", example='"xã Bình Lư, tỉnh Lai Châu", 03390')
