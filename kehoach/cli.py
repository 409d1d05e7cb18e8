"""The door: declares options, calls one function, shows the result. A command imports its work when it is called."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from kehoach import __version__

if TYPE_CHECKING:
    from datetime import datetime

    from kehoach.diagnostics import KehoachError, Report
    from kehoach.pipeline.production import RunOptions

from kehoach.cli_issuing import issue, register, revoke
from kehoach.cli_tools import doctor, import_, init, lsp, new, rule, schema, template, verify, web
from kehoach.options import (
    FILE,
    FOLDER,
    PLAN,
    Display,
    agencies_beginning,
    as_day,
    of_agencies,
    producing,
    run_producer,
    say_json,
    selecting,
    shared,
    today,
    wanted_of,
)
from kehoach.spoken import SpokenGroup, asked_language, in_words


@click.group(cls=SpokenGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kehoach")
def cli() -> None:
    """Kế hoạch của UBND từ một tệp YAML: kiểm tra, in ra Word và PDF đúng thể thức Nghị định 30/2020.

    A year's plan written once as YAML, checked, and printed as the official papers of Decree 30/2020.
    """


@cli.command()
@click.argument("files", nargs=-1, type=PLAN)
@click.option("--fix", is_flag=True, help="Make the safe fixes, show them, and check again.")
@click.option("--diff", is_flag=True, help="Only show what --fix would do; exit 1 if it would do something.")
@click.option("--watch", is_flag=True, help="Check again after every save, until Ctrl-C.")
@selecting
@today
@shared
def check(
    files: tuple[Path, ...],
    fix: bool,
    diff: bool,
    watch: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    form: str,
    today: datetime | None,
    lang: str | None,
    color: str,
    quiet: bool,
) -> None:
    """Kiểm tra kế hoạch, kết quả; không có TỆP thì cả thư mục làm việc. /
    All findings on plans and results; without FILES, on all of the workspace."""
    from kehoach.commands.check import Fixing
    from kehoach.commands.check import check as run
    from kehoach.diagnostics import _
    from kehoach.pipeline.selection import selection

    if diff and form != "text":
        raise click.UsageError("--diff shows a diff; it goes without --format.")
    wanted = selection(select, ignore)
    if watch:
        if fix or diff:
            raise click.UsageError("--watch only checks; it goes without --fix and --diff.")
        _watch(files, Display(lang, quiet, color), form, lambda: run(files, Path.cwd(), as_day(today)).only(wanted))
    report = run(files, Path.cwd(), as_day(today), Fixing(wanted, write=not diff) if fix or diff else None).only(wanted)
    shown = report.changes_only() if diff else report
    Display(lang, quiet, color).report(shown, form, clean=_("nothing to mend was found"))


def _watch(files: tuple[Path, ...], shown: Display, form: str, check: Callable[[], Report]) -> NoReturn:
    """Tell what is found after every save; on a terminal, each time on an empty screen."""
    from kehoach.commands.watch import watch
    from kehoach.diagnostics import _

    for report in watch(files, Path.cwd(), check):
        if shown.color is not False:
            click.clear()  # does nothing where no terminal is
        shown.tell(report, form)
        shown.notice(_("checked; waiting for the next save, Ctrl-C ends"))
    raise AssertionError("watching ends by an interrupt")


@cli.command()
@click.argument("files", nargs=-1, required=True, type=PLAN)
@click.option("--watch", is_flag=True, help="Print again after every save, until Ctrl-C; PDF too.")
@click.option("--png", "pages", type=FOLDER, help="With --watch: only pages, as pictures in this folder.")
@producing
@selecting
@shared
def render(files: tuple[Path, ...], watch: bool, pages: Path | None, **options: Any) -> None:
    """In kế hoạch ra Word (và PDF). / The plan document, in Word and PDF."""
    from kehoach.commands.render import render as run

    if pages and (not watch or len(files) != 1):
        raise click.UsageError("--png goes with --watch and one plan.")
    if watch:
        from kehoach.commands.preview import PagePictures, printing

        shown = Display(options["lang"], options["quiet"], options["color"])
        wanted = wanted_of(options, shown)
        _watch(
            files, shown, options["form"], PagePictures(files[0], pages) if pages else lambda: printing(files, wanted)
        )
    run_producer(options, lambda wanted: run(files, wanted))


@cli.command()
@click.argument("files", nargs=-1, required=True, type=PLAN)
@of_agencies(help="Only this agency; may be repeated.")
@click.option(
    "--form",
    "kind",
    type=click.Choice(["cong-viec", "trich-sao", "trich-sao-dien-tu"]),
    default="cong-viec",
    show_default=True,
    help="Working extract, or certified extract of the issued plan on paper or electronic.",
)
@producing
@selecting
@shared
def extract(files: tuple[Path, ...], agencies: tuple[str, ...], kind: str, **options: Any) -> None:
    """Trích nhiệm vụ cho từng cơ quan. / What each agency has to do, one document each."""
    from kehoach.commands.render import extract as run

    certified = {"trich-sao": "paper", "trich-sao-dien-tu": "electronic"}.get(kind, "")
    run_producer(options, lambda wanted: run(files, agencies, certified, wanted))


@cli.command()
@click.argument("files", nargs=-1, type=PLAN)
@click.option(
    "--jobs", type=click.IntRange(min=0), default=1, show_default=True, help="Processes at work; 0: one a core."
)
@click.option("--scheduler", metavar="ADDRESS", default="", help="Work on a Dask cluster instead: tcp://host:8786.")
@producing
@today
@selecting
@shared
def build(files: tuple[Path, ...], jobs: int, scheduler: str, **options: Any) -> None:
    """Làm mọi giấy tờ của kế hoạch, chỉ làm lại cái đã cũ. / Everything the plans call for, only what is stale."""
    from kehoach import show
    from kehoach.commands.build import WorkerChoice
    from kehoach.commands.build import build as run
    from kehoach.pipeline.plan_maker import PlanOutcome, together

    if scheduler and jobs != 1:
        raise click.UsageError("--jobs counts processes of this machine; it goes without --scheduler.")
    rows: list[PlanOutcome] = []

    def built(wanted: RunOptions) -> Report:
        rows.extend(sorted(run(files, Path.cwd(), wanted, WorkerChoice(jobs, scheduler)), key=lambda made: made.plan))
        return together(rows)

    run_producer(options, built, fresh=True, table=lambda to: show.built([row for row in rows if row[0]], to))


@cli.command()
@click.argument("old", type=PLAN)
@click.argument("new", type=PLAN)
@click.option("--docx", is_flag=True, help="Also Word: NEW with tracked changes, and one page of what is new.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@producing
@shared
def diff(old: Path, new: Path, docx: bool, form: str, **options: Any) -> None:
    """So hai kế hoạch theo nội dung. / What changed between two plans, by meaning."""
    from kehoach.commands.diff import diff as run

    documents = docx or options["pdf"]
    if not documents and (options["output"] or options["overwrite"]):
        raise click.UsageError("--output and --overwrite are about Word files; they go with --docx or --pdf.")
    shown = Display(options["lang"], options["quiet"], options["color"])
    found = run(old, new, wanted_of(options, shown), documents=documents)
    if not found.report.stops:
        shown.differences(found.differences, form)
    shown.report(found.report, form if found.report.stops else {"json": "none"}.get(form, form))


@cli.command()
@click.argument("file", type=FILE)
@shared
def release(file: Path, lang: str | None, color: str, quiet: bool) -> None:
    """Văn bản này từ nay do người giữ. / This document is a person's own: builds leave it alone."""
    from kehoach.commands.release import release as run

    Display(lang, quiet, color).report(run(file))


@cli.command()
@click.argument("plan", type=PLAN)
@click.option("--period", required=True, metavar="ID", help="Which report, by its id in the plan: 6-thang.")
@of_agencies(help="The report of this agency; may be repeated.")
@click.option("--year", type=int, help="Of which year, in a plan of several.")
@click.option("--start", is_flag=True, help="Write the empty results file.")
@producing
@today
@selecting
@shared
def report(plan: Path, period: str, agencies: tuple[str, ...], year: int | None, start: bool, **options: Any) -> None:
    """In báo cáo, điền sẵn kết quả đã có; --start viết tệp kết quả. /
    A report on a plan, filled as far as results exist; --start writes the results file."""
    from kehoach.commands.report import report as run
    from kehoach.commands.report import start as begin
    from kehoach.pipeline.report_requests import ReportRequest

    asked = ReportRequest(period, agencies, year)
    run_producer(options, lambda wanted: begin(plan, asked) if start else run(plan, asked, wanted))


@cli.command()
@click.argument("target")
@click.option("--plan", metavar="NAME", help="Only plans of this name: giam-ngheo.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@shared
def history(target: str, plan: str | None, form: str, lang: str | None, color: str, quiet: bool) -> None:
    """Một chỉ tiêu qua các năm: kế hoạch, thực hiện. MÃ: mã chỉ tiêu, ho-ngheo. /
    A target over the years: plan, result, per cent. TARGET: its id, ho-ngheo."""
    from kehoach.commands.history import history as run
    from kehoach.diagnostics import Report
    from kehoach.show import history as show

    shown = Display(lang, quiet, color)
    tables, report = run(target, plan, Path.cwd())
    if form == "json":
        say_json(show.as_json(tables, report, shown.to))
        shown.tell(Report(failures=report.failures), "text")  # the findings are in the JSON
        sys.exit(report.exit_code)
    shown.say(*show.as_text(tables, shown.to))
    shown.report(report)


@cli.command("next")
@click.argument("plan", type=PLAN)
@click.option("--year", type=int, required=True, help="The year of the draft, in a plan of several its first.")
@click.option(
    "--issuer",
    metavar="ID",
    default="",
    shell_complete=agencies_beginning,
    help="The body that issues it anew, when the old one is gone.",
)
@click.option("--to", metavar="FILE", type=FILE, help="Where the draft goes, instead of plans/<year>/.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--all", "everything", is_flag=True, help="Also what is carried and need not be looked at.")
@producing
@today
@shared
def next_(plan: Path, year: int, issuer: str, to: Path | None, form: str, everything: bool, **options: Any) -> None:
    """Dự thảo kế hoạch năm sau, và bảng kê những gì giữ, đổi, phải quyết định. /
    Next year's draft, and the ledger of what was carried, changed, must be decided."""
    from kehoach.commands.next import draft
    from kehoach.language import translator
    from kehoach.pipeline.next_year import DraftRequest
    from kehoach.show import ledger as show

    shown = Display(options["lang"], options["quiet"], options["color"])
    vietnamese = translator("vi")  # the Word file is a document, and the memory beside the draft stays as it is
    found = draft(
        plan, DraftRequest(year, issuer, to), wanted_of(options, shown), lambda message: message.into(vietnamese)
    )
    if form == "json":
        say_json(show.as_json(found, shown.to))
    else:
        shown.say(*show.as_text(found, shown.to, shown.paint, everything=everything))
    shown.report(found.report, "none" if form == "json" else "text", lambda to: show.summary(found, to))


for tool in (init, new, import_, issue, register, revoke, verify, schema, rule, template, doctor, lsp, web):
    cli.add_command(tool)


GARBAGE = (200_000, 50, 50)
"""When Python looks for garbage: a command lives for a moment, and one that watches makes little."""


def main() -> None:
    """Run the program. Faults of the surroundings become one line and an exit code."""
    gc.set_threshold(*GARBAGE)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # Windows consoles speak their own code page
            stream.reconfigure(encoding="utf-8", errors="replace")
    atexit.register(gc.freeze)  # the system takes what is left; looking through it was two fifths of a large run
    try:
        cli(standalone_mode=False)
    except click.ClickException as error:
        _printable(error).show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except Exception as error:
        from kehoach.diagnostics import KehoachError

        if isinstance(error, OSError):  # of the surroundings always; where it is known more is said
            error = _refused(error)
        if not isinstance(error, KehoachError):
            raise
        from kehoach import show
        from kehoach.language import choose, translator
        from kehoach.show.terminal import as_line

        said = show.failure(error, translator(choose(asked_language(), os.environ)))
        click.echo(as_line(said), err=True)
        sys.exit(error.exit_code)


def _printable(error: click.ClickException) -> click.ClickException:
    """What click says of the command line, which repeats arguments as they are; its help is our own text."""
    from kehoach.diagnostics import printable

    if type(error).__name__ == "NoArgsIsHelpError":  # of click 8.2
        return error
    said = printable(in_words(error))
    return click.UsageError(said, error.ctx) if isinstance(error, click.UsageError) else click.ClickException(said)


def _refused(error: OSError) -> KehoachError:
    """What the system refused and nothing below the door reported: standard output, as a rule."""
    from contextlib import suppress

    from kehoach.diagnostics import EnvironmentFailure, _
    from kehoach.storage.reasons import reason, refused

    if error.filename:
        return refused(Path(str(error.filename)), error)
    with suppress(OSError):  # or the end of the program would complain of it again
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return EnvironmentFailure(_("the output cannot be written: {problem}", problem=reason(error)))
