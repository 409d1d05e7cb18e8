"""The door to what makes a plan a document: issuing and revoking it, and the register of issued documents."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kehoach.options import DAY, FILE, FORMATS, PLAN, Display, agencies_beginning, as_day, say_json, shared, waiting
from kehoach.spoken import SpokenCommand, SpokenGroup

if TYPE_CHECKING:
    from kehoach.diagnostics import Translator
    from kehoach.pipeline.issuance import Issuance

NUMBER = click.IntRange(1, 99_999)


@click.command(cls=SpokenCommand)
@click.argument("plan", type=PLAN)
@click.option("--number", type=NUMBER, help="The number that the paper gets: 15.")
@click.option("--date", "day", type=DAY, metavar="DATE", help="The day of issue, 12/01/2024.")
@click.option("--signer", metavar="NAME", default="", help="Who signed, where it is not the one in the plan.")
@click.option("--amend", metavar="REASON", default="", help="A new revision of an issued plan, with its reason.")
@click.option("--overwrite", is_flag=True, help="Replace documents edited by hand; a dated copy is kept.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@waiting
@shared
def issue(plan: Path, day: datetime | None, lang: str | None, color: str, quiet: bool, **options: Any) -> None:
    """Ban hành: ghi số, ngày, in trọn bộ kèm PDF, vào sổ và khóa lại. /
    Issue a plan: number and day, everything with PDF, the register; then it is locked."""
    from kehoach.commands.issue import issue as run
    from kehoach.pipeline.issuance import IssueRequest
    from kehoach.pipeline.production import RunOptions

    shown = Display(lang, quiet, color)
    wanted = RunOptions(
        overwrite=options["overwrite"], now=datetime.now(), wait=options["wait"], notice=shown.notice,
        progress=shown.progress,
    )  # fmt: skip
    asked = IssueRequest(options["number"], as_day(day) if day else None, options["signer"], options["amend"])
    try:
        made = run(plan, asked, wanted)
    finally:
        shown.end_progress()
    shown.report(made.report, options["form"], lambda to: _issued(made, to))


def _issued(made: Issuance, to: Translator) -> Iterator[str]:
    """What is said of a plan that is issued, and of its number among the others."""
    from kehoach.checks.register_series import note_text
    from kehoach.diagnostics import _

    if made.entry is None or made.folder is None:
        return
    values = {"number": made.entry.name, "day": f"{made.entry.day:%d/%m/%Y}", "folder": made.folder}
    said = _("issued already as {number} of {day}: {folder}", **values)
    yield (said if made.already else _("issued as {number} of {day}: {folder}", **values)).into(to)
    yield from (note_text(note).into(to) for note in made.notes)


@click.command(cls=SpokenCommand)
@click.argument("plan", type=PLAN)
@click.argument("reason")
@waiting
@shared
def revoke(plan: Path, reason: str, wait: float, lang: str | None, color: str, quiet: bool) -> None:
    """Thu hồi văn bản đã ban hành; số không dùng lại. / Revoke an issued plan; its number is not given again."""
    from kehoach.commands.revoke import revoke as run
    from kehoach.pipeline.production import RunOptions

    shown = Display(lang, quiet, color)
    shown.report(run(plan, reason, RunOptions(wait=wait, notice=shown.notice)))


@click.group(cls=SpokenGroup, invoke_without_command=True)
@click.option("--year", type=int, help="Only the numbers of this year.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--xlsx", metavar="FILE", type=FILE, help="Also as a spreadsheet in the decree's form.")
@shared
@click.pass_context
def register(
    context: click.Context,
    year: int | None,
    form: str,
    xlsx: Path | None,
    lang: str | None,
    color: str,
    quiet: bool,
) -> None:
    """Sổ đăng ký văn bản đi. / The register of issued documents."""
    if context.invoked_subcommand:
        return
    from kehoach.commands.register import register as run
    from kehoach.commands.register import write_sheet
    from kehoach.show import register as show

    shown = Display(lang, quiet, color)
    table = run(Path.cwd(), year)
    if xlsx:
        write_sheet(table, xlsx)
    if form == "json":
        say_json(show.as_json(table))
    else:
        shown.say(*show.as_text(table, shown.to))
    sys.exit(0)


@register.command("add")
@click.argument("number", type=NUMBER)
@click.option("--date", "day", type=DAY, metavar="DATE", required=True, help="The day of issue, 12/01/2024.")
@click.option("--type", "kind", default="", metavar="TYPE", help="Type of document: KH, QĐ, BC; of a letter left out.")
@click.option("--subject", required=True, metavar="TEXT", help="What the paper is about.")
@click.option("--issuer", metavar="ID", default="", shell_complete=agencies_beginning, help="Who issues it.")
@click.option("--symbol", metavar="TEXT", default="", help="What follows the number, UBND-KT, where it is another.")
@click.option("--signer", metavar="NAME", default="", help="Who signed it.")
@click.option("--recipient", "recipients", metavar="TEXT", multiple=True, help="Who receives it; may be repeated.")
@waiting
@shared
def register_add(
    number: int, day: datetime, kind: str, lang: str | None, color: str, quiet: bool, **options: Any
) -> None:
    """Ghi vào sổ một văn bản làm ngoài kehoach. / Enter a paper that was not made by kehoach."""
    from kehoach.commands.register import ByHand, add
    from kehoach.diagnostics import _

    shown = Display(lang, quiet, color)
    asked = ByHand(
        number, day.date(), kind, options["subject"], options["issuer"], options["symbol"], options["signer"],
        options["recipients"],
    )  # fmt: skip
    entry = add(Path.cwd(), asked, options["wait"])
    if not quiet:
        shown.say(_("{number}: {title}", number=entry.name, title=entry.title).into(shown.to), err=True)
