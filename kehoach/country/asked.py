"""Whose registry was asked for: "xã Bình Lư, tỉnh Lai Châu", "03390", "Sở Nội vụ tỉnh Lai Châu"."""

from __future__ import annotations

import re

from kehoach.country.departments import departments, is_department, meant, official, successor
from kehoach.country.registry import Office
from kehoach.country.units import COMMUNAL, Unit, guess, named, took_in
from kehoach.diagnostics import Message, UnreadableFile, _
from kehoach.vietnamese import nfc, upper_first

_BODY = re.compile(
    r"(?i)(?P<name>(?:sở|so|ban|thanh tra|văn phòng|chi cục) \S.*?),?"
    r" (?P<unit>(?:tỉnh|tinh|thành phố|thanh pho|tp\.?) \S.*)"
)
_SHOWN = 12


def office(asked: str) -> Office:
    """The office meant. Raises UnreadableFile where it is none of the country, or one of several."""
    asked = nfc(" ".join(asked.split()))
    body, where = _body_and_unit(asked)
    if body and not where:
        raise UnreadableFile(
            _("{asked} is a department of which province?", asked=f'"{asked}"'),
            _("add the province: {example}", example='"Sở Nội vụ tỉnh Lai Châu"'),
        )
    units = named(where)
    if len(units) == 1 and not (body and units[0].kind in COMMUNAL):
        return Office(units[0], _department(body, units[0]) if body else "")
    if units:
        raise UnreadableFile(
            _("{asked} is the name of several units", asked=f'"{asked}"'),
            _("add the province, or give the code: {units}", units=_listed(units)),
        )
    raise UnreadableFile(
        _("there is no {asked} among the provinces and communes since 1 July 2025", asked=f'"{where}"'),
        _way_out(where),
    )


def _body_and_unit(asked: str) -> tuple[str, str]:
    """The body under a committee that is named, if any, and the unit: of "Sở Y tế Huế" too, which does not say tỉnh."""
    if match := _BODY.fullmatch(asked):
        return match["name"].rstrip(" ,-"), match["unit"]
    if not is_department(asked):
        return "", asked
    words = asked.split()
    for first in range(2, len(words)):
        where = " ".join(words[first:])
        if any(one.kind not in COMMUNAL for one in named(where)):
            return " ".join(words[:first]).rstrip(" ,-"), where
        if took_in(where):  # a commune may have its name
            return " ".join(words[:first]).rstrip(" ,-"), f"tỉnh {where}"
    return asked, ""


def _department(name: str, unit: Unit) -> str:
    """The official name of a department; a body of another kind, which no list has, as it was typed."""
    if not is_department(name):
        return upper_first(name)
    if known := official(name):
        return known
    asked = f'"{name}"'
    if now := successor(name):
        raise UnreadableFile(
            _("there is no {asked} among the departments since 1 March 2025", asked=asked),
            _("its work belongs now to {department}; type {example}", department=now, example=f'"{now} {unit.titled}"'),
        )
    if near := meant(name):
        shown = "; ".join(f'"{one} {unit.titled}"' for one in near)
        raise UnreadableFile(
            _("there is no {asked} among the departments since 1 March 2025", asked=asked),
            _("did you mean {departments}? Type the full name", departments=shown),
        )
    raise UnreadableFile(
        _("there is no {asked} among the departments since 1 March 2025", asked=asked),
        _(
            "the departments are: {departments}. If yours has another name, begin with one of these and change its name"
            " in plans/agencies.yaml",
            departments="; ".join(departments()),
        ),
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
