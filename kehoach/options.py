"""What the commands of the door share: their options, and how a run speaks: language, format, colour, quietness."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from kehoach.comparing import Difference
    from kehoach.diagnostics import Message, Report, Translator
    from kehoach.pipeline.production import RunOptions

FILE = click.Path(path_type=Path, dir_okay=False)


class PlanFile(click.Path):
    """A plan by its file, or by what `kehoach new` calls it, 2026/giam-ngheo, from anywhere in the workspace."""

    def __init__(self) -> None:
        super().__init__(path_type=Path, dir_okay=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path; of a name that is no file here the plan of the workspace that has it."""
        from kehoach.storage.workspace import named_plan

        return named_plan(str(value), Path.cwd()) or Path(super().convert(value, param, ctx))  # type: ignore[arg-type]

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Names of plans that begin so, 2026/giam-ngheo; then the shell offers files."""
        from kehoach.storage.workspace import plan_names

        names = [CompletionItem(name) for name in plan_names(Path.cwd()) if name.startswith(incomplete)]
        return names or super().shell_complete(ctx, param, incomplete)


PLAN = PlanFile()


def agencies_beginning(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Ids of the registry that begin so, for completion; of what cannot be read, none."""
    from kehoach.diagnostics import KehoachError
    from kehoach.pipeline.examine import Examiner
    from kehoach.storage.workspace import Workspace

    try:
        known = Examiner(Workspace.around(Path.cwd())).registry.agencies.by_id
    except KehoachError:
        return []
    return [one for one in known if one.startswith(incomplete)]


FORMATS = ["text", "json", "github", "sarif"]
FOLDER = click.Path(path_type=Path, file_okay=False)
DAY = click.DateTime(["%Y-%m-%d", "%d/%m/%Y"])


Table = Callable[["Translator"], Iterable[str]]
"""Makes the lines of a table in the language of the run."""


def _no_table(_to: Translator) -> Iterable[str]:
    return ()


class Display:
    """How this run speaks: language, format, colour, quietness."""

    def __init__(self, language: str | None, quiet: bool, color: str) -> None:
        from kehoach.language import choose, translator

        self.language = choose(language, os.environ)
        self.to: Translator = translator(self.language)
        self.quiet = quiet
        self._began: float | None = None
        self._shows_progress = False
        self.color = {"always": True, "never": False}.get(color)
        if self.color is None and os.environ.get("NO_COLOR"):
            self.color = False
        self._escape = f"<{os.urandom(8).hex()}>"

    def paint(self, text: str, **style: Any) -> str:
        """The text in colour, with a mark that no file can hold in place of the escape character; `say` puts that."""
        start, end = click.style("|", **style).replace("\x1b", self._escape).split("|")
        return f"{start}{text}{end}"

    def say(self, *lines: str, err: bool = False) -> None:
        """Print lines of text: the only way for one, so that nothing but our own colours steers the terminal.

        A line of a Windows file in a diff keeps its end where a program reads it.
        """
        from kehoach.show.terminal import as_line

        self.end_progress()
        keep = not sys.stdout.isatty()
        shown = [as_line(line.removesuffix("\r")) + "\r" * (keep and line.endswith("\r")) for line in lines]
        if shown:
            click.echo("\n".join(shown).replace(self._escape, "\x1b"), err=err, color=self.color)

    def notice(self, message: Message) -> None:
        """Say what takes time, to a person who looks on."""
        if not self.quiet and sys.stderr.isatty():
            self.say(f"kehoach: {message.into(self.to)}", err=True)

    def progress(self, done: int, of: int, following: str) -> None:
        """One line that replaces itself, for a person who looks on at work that takes more than a second.

        Where signs to the terminal are not wanted, ten plain lines in all.
        """
        if self.quiet or not sys.stderr.isatty():
            return
        from kehoach.show.terminal import as_line

        self._began = self._began or time.monotonic()
        if time.monotonic() - self._began <= 1:
            return
        from shutil import get_terminal_size

        from kehoach.vietnamese import cut

        line = cut(as_line(f"{done}/{of} {following}"), max(get_terminal_size().columns - 1, 10))
        if self.color is not False:
            click.echo(f"\r\033[K{line}\r", nl=False, err=True)
            self._shows_progress = True
        elif done * 10 // of > (done - 1) * 10 // of:
            click.echo(line, err=True)

    def end_progress(self) -> None:
        """Take the line of progress off the screen: what is printed next may be shorter than it."""
        if self._shows_progress:
            click.echo("\r\033[K", nl=False, err=True)
            self._shows_progress = False

    def report(
        self, report: Report, form: str = "text", table: Table = _no_table, clean: Message | None = None
    ) -> None:
        """Tell a report, and end the program with its exit code; `clean` is said where nothing else is."""
        self.tell(report, form, table)
        if clean and not (report.findings or report.failures or report.changes or report.hidden or report.ignored):
            self.notice(clean)
        sys.exit(report.exit_code)

    def tell(self, report: Report, form: str, table: Table = _no_table) -> None:
        """Data to standard output, notices to standard error; `table` in place of the list of what was written."""
        from kehoach import show

        self.data(report, form)
        self.say(*(show.failure(failure, self.to) for failure in report.failures), err=True)
        if hidden := show.hidden_errors(report, self.to):
            self.say(hidden, err=True)
        if not self.quiet:
            rows = list(table(self.to))
            made = (*(rows or show.written(report)), *show.renewed(report, self.to))
            self.say(*made, *show.taken_over(report, self.to), *show.fixes(report, self.to), err=True)
            if counted := show.summary(report, self.to):
                self.say(counted, err=True)

    def differences(self, found: tuple[Difference, ...], form: str) -> None:
        """The differences between two plans to standard output; their number is a notice."""
        from kehoach.show import differences as show

        if form == "json":
            say_json(show.as_json(found))
        else:
            self.say(*show.as_text(found, self.to, self.paint))
        if not self.quiet:
            self.say(show.counted(found, self.to), err=True)

    def data(self, report: Report, form: str) -> None:
        """The findings in the format asked for; as text, after the fixes that were made."""
        from kehoach import show

        self.end_progress()
        if form == "none":
            return
        if form == "json":
            say_json(show.as_json(report, self.to))
        elif form == "github":
            from kehoach.show.github import as_github

            for command in as_github(report, self.to):
                click.echo(command)
        elif form == "sarif":
            from kehoach.show.sarif import as_sarif

            say_json(as_sarif(report, self.to, self.language, Path.cwd()))
        else:
            for change in report.changes:
                from kehoach.show.diff import unified

                self.say(*unified(change, self.paint))
            self.say(*show.as_text(report, self.to, self.paint))


def say_json(text: str) -> None:
    """Print a JSON text."""
    from kehoach.show.terminal import as_json

    click.echo(as_json(text))


def shared(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that every command has."""
    for option in (
        click.option("--lang", type=click.Choice(["vi", "en"]), help="Language of messages / ngôn ngữ thông báo."),
        click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True),
        click.option("-q", "--quiet", is_flag=True, help="Only findings and failures."),
    ):
        command = option(command)
    return command


def selecting(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that choose which findings are shown, and how."""
    for option in (
        click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True),
        click.option("--ignore", metavar="CODES", multiple=True, help="Hide these codes, KH602,KH3."),
        click.option("--select", metavar="CODES", multiple=True, help="Show these codes only, KH602,KH3."),
    ):
        command = option(command)
    return command


def waiting(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option of commands that write what another run may write too."""
    return click.option(
        "--wait",
        type=click.FloatRange(min=0),
        default=30.0,
        show_default=True,
        help="Seconds to wait for another run that writes to the same folder.",
    )(command)


def producing(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of commands that write documents."""
    for option in (
        waiting,
        click.option("--overwrite", is_flag=True, help="Replace documents edited by hand; a dated copy is kept."),
        click.option("-o", "--output", type=FOLDER, help="Write the same tree under this folder instead of outputs/."),
        click.option(
            "--engine",
            type=click.Choice(["auto", "builtin", "libreoffice", "word"]),
            default="auto",
            show_default=True,
            help="What makes the PDF; auto: an office only for templates of your own and files edited by hand.",
        ),
        click.option("--pdf", is_flag=True, help="Also PDF."),
    ):
        command = option(command)
    return command


def run_producer(
    options: dict[str, Any],
    run: Callable[[RunOptions], Report],
    *,
    fresh: bool = False,
    table: Table = _no_table,
) -> None:
    """Run a command that writes documents, with the options of `producing`, `selecting` and `shared`."""
    from kehoach.pipeline.selection import selection

    shown = Display(options["lang"], options["quiet"], options["color"])
    chosen = selection(options["select"], options["ignore"])
    try:
        report = run(wanted_of(options, shown, fresh=fresh)).only(chosen, errors=True)
    finally:
        shown.end_progress()  # a failure is said in its place
    shown.report(report, options["form"], table)


def wanted_of(options: dict[str, Any], shown: Display, *, fresh: bool = False) -> RunOptions:
    """What the options of `producing` and `today` ask for."""
    from datetime import datetime

    from kehoach.pdf.engine import Engine
    from kehoach.pipeline.production import RunOptions

    return RunOptions(
        options["pdf"], options["output"], options["overwrite"], datetime.now(), options["wait"], shown.notice,
        fresh, shown.progress, as_day(options.get("today")), Engine(options["engine"]),
    )  # fmt: skip


def of_agencies(*, help: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option of commands that make papers for each of several bodies."""
    return click.option(
        "--agency", "agencies", multiple=True, metavar="ID", shell_complete=agencies_beginning, help=help
    )


def today(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option of commands that hold something against the day."""
    return click.option("--today", type=DAY, metavar="DATE", help="As if today were DATE, 31/12/2024.")(command)


def as_day(today: datetime | None) -> date:
    """The day asked for, else the real one."""
    from datetime import date

    return today.date() if today else date.today()
