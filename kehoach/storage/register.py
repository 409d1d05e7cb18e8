"""The register of issued documents (sổ đăng ký văn bản đi): which number belongs to which paper.

An SQLite file in the workspace, because several clerks number papers at once: every change is one transaction, and a
number that two ask for goes to one of them. A row is never deleted. It begins as `reserved`, becomes `issued` when the
files of the paper are in their place, and stays when it is `revoked`: a number is not given twice, and a missing one
leaves a trace. Numbers count per issuer, year and type of document, from 01 (Decree 30/2020, Article 15): one series
for each type is the assumption made here.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kehoach.diagnostics import EnvironmentFailure, Locked, Message, WouldOverwrite, _
from kehoach.frozen import attribute, frozen, replace
from kehoach.storage.reasons import refused
from kehoach.storage.saving import WAIT, locked, replace_file
from kehoach.storage.state_files import NewerState

if TYPE_CHECKING:
    import sqlite3

# `sqlite3` is imported when there is a register: most workspaces have none.

ISSUED, REGISTER = "ban-hanh", "so-dang-ky.sqlite"
"""The folder of the workspace for what was issued, and the register in it."""
RECORD = "ban-hanh.json"
"""In the folder of each revision below it: what the revision holds."""
FORM = 1
"""The version of the tables, `user_version` of the file."""
_OURS = 0x4B48_4456
"""`application_id` of the file: the letters KHDV."""
MOST = 99_999
"""The highest number that a series can have."""

_TABLES = (
    """CREATE TABLE entries (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        issuer TEXT NOT NULL, year INTEGER NOT NULL, type TEXT NOT NULL,
        number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 99999),
        symbol TEXT NOT NULL, day TEXT NOT NULL, title TEXT NOT NULL, signer TEXT NOT NULL, recipients TEXT NOT NULL,
        archive TEXT NOT NULL, plan TEXT NOT NULL, revision INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('reserved', 'issued', 'revoked')),
        amends TEXT NOT NULL, reason TEXT NOT NULL, token TEXT NOT NULL, text TEXT NOT NULL, files TEXT NOT NULL
    )""",
    "CREATE UNIQUE INDEX one_number ON entries (issuer, year, type, number)",
    "CREATE UNIQUE INDEX one_revision ON entries (plan, revision) WHERE plan <> ''",
)


class EntryState(StrEnum):
    """What became of a number."""

    RESERVED = "reserved"  # taken; the paper's files are being made
    ISSUED = "issued"
    REVOKED = "revoked"


@frozen
class NumberSeries:
    """Numbers that count from 01: those of one issuer, by its id or name, in one year, for one type ("KH", "QĐ")."""

    issuer: str
    year: int
    type: str


@frozen
class RegisterEntry:
    """One number and the paper that has it. `symbol` is what is printed after the number, "KH-UBND".

    `plan` is the id of a plan, "" for a paper that was entered by hand. `amends` is why a revision was made, `reason`
    why a paper was revoked. `text` is the hash of the plan file, `files` are the hashes of the issued files.
    """

    series: NumberSeries
    number: int
    symbol: str
    day: date
    title: str
    signer: str = ""
    recipients: tuple[str, ...] = ()
    archive: str = ""
    plan: str = ""
    revision: int = 0
    state: EntryState = EntryState.ISSUED
    amends: str = ""
    reason: str = ""
    token: str = ""
    text: str = ""
    files: Mapping[str, str] = attribute(factory=dict)
    key: int = 0

    @property
    def name(self) -> str:
        """`05/KH-UBND`: below 10 a zero leads (Annex I, II.3.c)."""
        return f"{self.number:02}/{self.symbol}"


class NumberTaken(WouldOverwrite):
    """The number belongs to another paper."""


@frozen
class Register:
    """The register of one workspace. Reading a register that does not exist gives no entries."""

    path: Path
    wait: float = WAIT
    notice: Callable[[Message], None] = lambda _message: None

    @classmethod
    def of(cls, root: Path, wait: float = WAIT, notice: Callable[[Message], None] = lambda _message: None) -> Register:
        """The register of the workspace at `root`."""
        return cls(root / ISSUED / REGISTER, wait, notice)

    @property
    def exists(self) -> bool:
        """Whether any number was ever registered here."""
        return os.path.lexists(self.path)

    def entries(self) -> tuple[RegisterEntry, ...]:
        """Every entry, by issuer, year, type and number. Raises EnvironmentFailure for a damaged or newer file."""
        return self._read("SELECT * FROM entries ORDER BY issuer, year, type, number", ())

    def of_plan(self, plan: str) -> tuple[RegisterEntry, ...]:
        """The entries of a plan, the latest revision last."""
        return self._read("SELECT * FROM entries WHERE plan = ? ORDER BY revision", (plan,)) if plan else ()

    def of_number(self, series: NumberSeries, number: int) -> RegisterEntry | None:
        """Who has a number."""
        found = self._read(f"SELECT * FROM entries WHERE {_SERIES} AND number = ?", (*_values(series), number))
        return found[0] if found else None

    def next_number(self, series: NumberSeries) -> int:
        """The number after the highest of a series. It is not taken: gaps are for a person to fill."""
        found = self._read(f"SELECT * FROM entries WHERE {_SERIES} ORDER BY number DESC LIMIT 1", _values(series))
        return found[0].number + 1 if found else 1

    def add(self, entry: RegisterEntry) -> RegisterEntry:
        """Give a paper its number, in one transaction: a new plan's is reserved, one entered by hand is issued.

        Raises NumberTaken, Locked, EnvironmentFailure.
        """
        self._create()
        with self._changing() as database:
            if other := _taken(database, entry):
                raise NumberTaken(
                    _("number {number} of {year} is taken: {title}", number=other.name, year=other.series.year,
                      title=other.title),
                    _("the next free one is {number}", number=f"{_next(database, entry.series):02}"),
                )  # fmt: skip
            values = _row(entry)
            marks = ", ".join("?" * len(values))
            done = database.execute(f"INSERT INTO entries ({', '.join(values)}) VALUES ({marks})", [*values.values()])
            return replace(entry, key=int(done.lastrowid or 0))

    def change(self, entry: RegisterEntry, *, state: EntryState | None = None, **what: Any) -> RegisterEntry:
        """Put something else into an entry: its state, `reason`, `text`, `files`, `token`; one transaction.

        Raises WouldOverwrite where somebody else changed its state meanwhile, Locked, EnvironmentFailure.
        """
        changed = replace(entry, state=state or entry.state, **what)
        values = _row(changed)
        with self._changing() as database:
            row = database.execute("SELECT state FROM entries WHERE id = ?", (entry.key,)).fetchone()
            if row is None or row["state"] != entry.state:
                raise WouldOverwrite(
                    _("the entry {number} was changed by someone else meanwhile", number=entry.name),
                    _("run the command again"),
                )
            pairs = ", ".join(f"{name} = ?" for name in values)
            database.execute(f"UPDATE entries SET {pairs} WHERE id = ?", [*values.values(), entry.key])
        return changed

    def _read(self, query: str, values: Sequence[object]) -> tuple[RegisterEntry, ...]:
        if not self.exists:
            return ()
        with self._open() as database:
            return tuple(_entry(row) for row in database.execute(query, tuple(values)))

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that nobody else changes the register in; undone where anything is raised."""
        with self._open() as database:
            if [row[0] for row in database.execute("PRAGMA quick_check")] != ["ok"]:
                raise _damaged(self.path)
            database.execute("BEGIN IMMEDIATE")
            try:
                yield database
            except BaseException:
                database.execute("ROLLBACK")
                raise
            database.execute("COMMIT")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """The register, open. Faults of the file and of the system become one line; nothing is overwritten."""
        import sqlite3

        try:
            found = os.stat(self.path)
            if not stat.S_ISREG(found.st_mode) or not found.st_size:
                raise _damaged(self.path)
        except OSError as error:
            raise refused(self.path, error) from error
        try:
            place = f"{self.path.absolute().as_uri()}?mode=rw"  # a transaction that was cut off is undone by who comes
            database = sqlite3.connect(place, uri=True, timeout=max(self.wait, 0.1), isolation_level=None)
            try:
                database.row_factory = sqlite3.Row
                database.execute("PRAGMA synchronous = FULL")
                self._look(database)
                yield database
            finally:
                database.close()
        except sqlite3.IntegrityError as error:
            raise WouldOverwrite(_("somebody else registered this meanwhile"), _("run the command again")) from error
        except sqlite3.OperationalError as error:
            raise self._refused(error) from error
        except (sqlite3.DatabaseError, ValueError, TypeError, IndexError) as error:
            raise _damaged(self.path) from error

    def _look(self, database: sqlite3.Connection) -> None:
        """Raise EnvironmentFailure where the file is of a newer version, or is none of ours."""
        form = database.execute("PRAGMA user_version").fetchone()[0]
        if database.execute("PRAGMA application_id").fetchone()[0] != _OURS or form < 1:
            raise _damaged(self.path)
        if form > FORM:
            raise NewerState(
                _("{path} was written by a newer version of kehoach and is left as it is", path=self.path),
                _("use that version here too: pip install --upgrade kehoach"),
            )

    def _refused(self, error: sqlite3.OperationalError) -> EnvironmentFailure | Locked:
        code = (getattr(error, "sqlite_errorname", "") or "").removeprefix("SQLITE_")
        if code.startswith(("BUSY", "LOCKED")):
            return Locked(
                _("another run of kehoach writes to {path}, for {seconds:g} seconds now", path=self.path,
                  seconds=self.wait),
                _("run again later, or wait longer: --wait SECONDS"),
            )  # fmt: skip
        problem = {"FULL": _("the disk is full"), "READONLY": _("no permission"), "CANTOPEN": _("no permission")}
        if code == "ERROR":  # no such table or column
            return _damaged(self.path)
        said = problem.get(code.partition("_")[0], str(error))
        return EnvironmentFailure(_("{path} cannot be written: {problem}", path=self.path, problem=said))

    def _create(self) -> None:
        """Make the register where there is none; the file is there whole or not at all. Raises EnvironmentFailure."""
        if self.exists:
            return
        folder = self.path.parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with locked(folder, self.wait, self.notice):
                if self.exists:
                    return
                if any(folder.glob(f"*/*/*/{RECORD}")):
                    raise EnvironmentFailure(
                        _("{path} is missing, although papers were issued here", path=self.path),
                        _("put it back from a copy: it knows which numbers are taken"),
                    )
                replace_file(self.path, _empty())
        except OSError as error:
            raise refused(self.path, error) from error


def _empty() -> bytes:
    """A register without entries."""
    import sqlite3

    database = sqlite3.connect(":memory:", isolation_level=None)
    try:
        database.execute(f"PRAGMA application_id = {_OURS}")
        database.execute(f"PRAGMA user_version = {FORM}")
        for table in _TABLES:
            database.execute(table)
        return database.serialize()
    finally:
        database.close()


def _damaged(path: Path) -> EnvironmentFailure:
    return EnvironmentFailure(
        _("{path} is damaged, or is no register of kehoach; it is left as it is", path=path),
        _("put a copy in its place: the register knows which numbers are taken"),
    )


_SERIES = "issuer = ? AND year = ? AND type = ?"


def _values(series: NumberSeries) -> tuple[object, ...]:
    return series.issuer, series.year, series.type


def _taken(database: sqlite3.Connection, entry: RegisterEntry) -> RegisterEntry | None:
    """Who has the number of an entry already."""
    row = database.execute(
        f"SELECT * FROM entries WHERE {_SERIES} AND number = ?", (*_values(entry.series), entry.number)
    ).fetchone()
    return _entry(row) if row else None


def _next(database: sqlite3.Connection, series: NumberSeries) -> int:
    (highest,) = database.execute(f"SELECT max(number) FROM entries WHERE {_SERIES}", _values(series)).fetchone()
    return (highest or 0) + 1


def _row(entry: RegisterEntry) -> dict[str, object]:
    return {
        "issuer": entry.series.issuer, "year": entry.series.year, "type": entry.series.type, "number": entry.number,
        "symbol": entry.symbol, "day": entry.day.isoformat(), "title": entry.title, "signer": entry.signer,
        "recipients": json.dumps(entry.recipients, ensure_ascii=False), "archive": entry.archive, "plan": entry.plan,
        "revision": entry.revision, "state": str(entry.state), "amends": entry.amends, "reason": entry.reason,
        "token": entry.token, "text": entry.text, "files": json.dumps(dict(entry.files), ensure_ascii=False),
    }  # fmt: skip


def _entry(row: sqlite3.Row) -> RegisterEntry:
    """Raises ValueError, TypeError and IndexError for what kehoach cannot have written."""
    recipients, files = json.loads(row["recipients"]), json.loads(row["files"])
    if not isinstance(recipients, list) or not isinstance(files, dict):
        raise ValueError(recipients)
    words = {name: str(row[name]) for name in ("symbol", "title", "signer", "archive", "plan", "amends", "reason")}
    return RegisterEntry(
        NumberSeries(str(row["issuer"]), int(row["year"]), str(row["type"])), int(row["number"]),
        day=date.fromisoformat(row["day"]), recipients=tuple(map(str, recipients)), revision=int(row["revision"]),
        state=EntryState(row["state"]), token=str(row["token"]), text=str(row["text"]),
        files={str(name): str(one) for name, one in files.items()}, key=int(row["id"]), **words,
    )  # fmt: skip
