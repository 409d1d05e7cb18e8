"""`kehoach register`: the register of issued documents as a table, a spreadsheet, JSON; papers entered by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kehoach.checks.register_series import SeriesNote, notes
from kehoach.diagnostics import KehoachError, WouldOverwrite, _
from kehoach.frozen import attribute, frozen
from kehoach.model.base import Ref
from kehoach.nghi_dinh_30 import DOCUMENT_TYPES
from kehoach.pipeline.examine import Examiner
from kehoach.storage.register import NumberSeries, Register, RegisterEntry
from kehoach.storage.workspace import Workspace, save_new
from kehoach.vietnamese import lower_first, nearest


@frozen
class RegisterTable:
    """The entries asked for, by issuer, year, type and number; what is to be noted of them; issuers by their ids."""

    entries: tuple[RegisterEntry, ...] = ()
    notes: tuple[SeriesNote, ...] = ()
    issuers: dict[str, str] = attribute(factory=dict)


@frozen
class ByHand:
    """A paper that was not made by kehoach. `type` is its abbreviation, "" for an official letter (công văn).

    `symbol` is what follows the number, where it is not type and symbol of the issuer: "UBND-KT".
    """

    number: int
    day: date
    type: str
    subject: str
    issuer: str = ""
    symbol: str = ""
    signer: str = ""
    recipients: tuple[str, ...] = ()
    archive: str = "VT"


class NotKnown(KehoachError):
    """There is no such type of document, or no such body."""

    exit_code = 2


def register(start: Path, year: int | None) -> RegisterTable:
    """The register of the workspace around `start`, of one year where one is given. Raises KehoachError."""
    workspace = Workspace.around(start)
    entries = Register.of(workspace.root).entries()
    shown = tuple(entry for entry in entries if year in (None, entry.series.year))
    agencies = Examiner(workspace).registry.agencies
    issuers = {key: agencies.name_of(Ref(key)) for key in dict.fromkeys(entry.series.issuer for entry in shown)}
    return RegisterTable(shown, tuple(notes(shown)), issuers)


def write_sheet(table: RegisterTable, path: Path) -> None:
    """The register as a spreadsheet in the decree's form. Raises WouldOverwrite, EnvironmentFailure."""
    from kehoach.exports.register_book import write_register

    if path.suffix.lower() != ".xlsx":
        raise NotKnown(_("{path} is no name of a spreadsheet", path=path), _("write it with .xlsx at its end"))
    try:
        save_new(path, write_register(table.entries, table.issuers))
    except WouldOverwrite as failure:
        raise WouldOverwrite(failure.message, _("choose another name: --xlsx FILE.xlsx")) from failure


def add(start: Path, asked: ByHand, wait: float) -> RegisterEntry:
    """Enter a paper that was not made here, so that its number is taken. Raises KehoachError."""
    workspace = Workspace.around(start)
    known = Register.of(workspace.root, wait)
    if asked.type and asked.type not in DOCUMENT_TYPES:
        guess = nearest(asked.type, DOCUMENT_TYPES)
        raise NotKnown(
            _("there is no type of document {type}", type=asked.type),
            _("perhaps {guess}?", guess=guess) if guess else _("known here: {known}", known=", ".join(DOCUMENT_TYPES)),
        )
    agencies = Examiner(workspace).registry.agencies
    issuers = {entry.series.issuer for entry in known.entries()}
    issuer = asked.issuer or (next(iter(issuers)) if len(issuers) == 1 else "")
    if not issuer or Ref(issuer) not in agencies:
        guess = nearest(issuer, agencies)
        raise NotKnown(
            _("there is no agency {id} in plans/agencies.yaml", id=issuer)
            if issuer
            else _("who issues the paper is not given"),
            _("perhaps {guess}?", guess=guess) if guess else _("name it by its id: --issuer ID"),
        )
    agency = agencies.get(Ref(issuer))
    own = agency.symbol if agency and isinstance(agency.symbol, str) else ""
    symbol = asked.symbol or "-".join(filter(None, (asked.type, own)))
    title = f"{DOCUMENT_TYPES.get(asked.type, 'Công văn')} {lower_first(asked.subject)}"
    return known.add(
        RegisterEntry(
            NumberSeries(issuer, asked.day.year, asked.type), asked.number, symbol, asked.day, title, asked.signer,
            asked.recipients, asked.archive,
        )
    )  # fmt: skip
