"""The door to what serves beside plans: a new workspace, schemas, manuals of rules, Word templates, the machine."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kehoach.options import FILE, FOLDER, PLAN, Display, agencies_beginning, as_day, say_json, selecting, shared, today
from kehoach.spoken import SpokenCommand, SpokenGroup

if TYPE_CHECKING:
    from datetime import datetime

    from kehoach.commands.doctor import DoctorItem


@click.command(cls=SpokenCommand)
@click.argument("folder", default=".", type=FOLDER)
@click.option("--for", "unit", metavar="UNIT", help='Whose registry it is: "xã Bình Lư, tỉnh Lai Châu", or its code.')
@click.option("--example", is_flag=True, help="With --for: the example plan too.")
@shared
def init(folder: Path, unit: str | None, example: bool, lang: str | None, color: str, quiet: bool) -> None:
    """Tạo thư mục làm việc: của đơn vị mình (--for), hoặc có kế hoạch mẫu. / A workspace that already renders."""
    from kehoach import show
    from kehoach.commands.init import init as run
    from kehoach.commands.init import taken

    report, shown = run(folder, unit, example=example), Display(lang, quiet, color)
    unit_taken = taken(unit) if unit is not None else None
    shown.report(report, table=lambda to: [unit_taken.into(to), *show.written(report)] if unit_taken else ())


@click.command(cls=SpokenCommand)
@click.argument("plan")
@click.option(
    "--issuer",
    metavar="ID",
    shell_complete=agencies_beginning,
    help="The agency that issues it, an id of plans/agencies.yaml.",
)
@shared
def new(plan: str, issuer: str | None, lang: str | None, color: str, quiet: bool) -> None:
    """Viết một kế hoạch trống có giải thích. KẾ-HOẠCH: 2027/giam-ngheo. /
    A blank plan with comments. PLAN: 2027/giam-ngheo."""
    from kehoach.commands.new import new as run

    Display(lang, quiet, color).report(run(plan, issuer, Path.cwd()))


@click.command("import", cls=SpokenCommand)
@click.argument("file", type=FILE)
@click.option("--to", metavar="FILE", type=FILE, help="Where the plan goes, instead of plans/<year>/.")
@click.option("--check", is_flag=True, help="Only say what would be kept; write no plan.")
@click.option("--docx", metavar="FILE", type=FILE, help="Also the comparison as a Word file with tracked changes.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@shared
def import_(
    file: Path,
    to: Path | None,
    check: bool,
    docx: Path | None,
    form: str,
    lang: str | None,
    color: str,
    quiet: bool,
) -> None:
    """Tệp Word, PDF hoặc văn bản của năm trước thành tệp kế hoạch, kèm đối chiếu từng từ. /
    Last year's Word file, PDF or text as a plan file, compared word by word."""
    from kehoach.commands.import_plan import ImportRequest, import_plan
    from kehoach.show import imports as show

    shown = Display(lang, quiet, color)
    made, report = import_plan(file, ImportRequest(to, check, docx), Path.cwd())
    if form == "json":
        say_json(show.as_json(made, report, shown.to))
    elif not (quiet and made.is_certain):
        shown.say(*show.as_text(made, report, shown.to, shown.paint))
    sys.exit(0 if made.is_certain else 1)


@click.command(cls=SpokenCommand)
@click.option("--registry", "of", flag_value="registry", help="The schema of plans/agencies.yaml instead.")
@click.option("--results", "of", flag_value="results", help="The schema of results files instead.")
@click.option("--to", metavar="FILE", type=FILE, help="Write it into this file.")
@shared
def schema(of: str | None, to: Path | None, lang: str | None, color: str, quiet: bool) -> None:
    """Lược đồ JSON cho trình soạn thảo. / The JSON Schema of a plan, for editors."""
    from kehoach.commands.schema import schema as run
    from kehoach.commands.schema import write_schema

    if to:
        Display(lang, quiet, color).report(write_schema(to, of or "plan"))
    click.echo(run(of or "plan"), nl=False)


@click.command(cls=SpokenCommand)
@click.argument("code", required=False)
@shared
def rule(code: str | None, lang: str | None, color: str, quiet: bool) -> None:
    """Giải thích một mã kiểm tra; không có MÃ thì liệt kê mọi mã. /
    The manual of a check; without CODE, the list of all."""
    from kehoach import show
    from kehoach.commands.rule import rules

    found, shown = rules(code), Display(lang, quiet, color)
    form = show.rule_manual if code else show.rule_line
    for one in found:
        shown.say(*form(one, shown.to).split("\n"))


@click.group(cls=SpokenGroup)
def template() -> None:
    """Mẫu Word: kiểm tra, lấy ra sửa. / Tools for the owners of Word templates."""


PLACE = click.Path(path_type=Path)


@template.command("check")
@click.argument("file", type=FILE)
@click.option("--comments", is_flag=True, help="Also write the findings as Word comments into a copy.")
@click.option("-o", "--output", "--to", "to", type=PLACE, help="Where the copy goes: a folder, or a name in .docx.")
@selecting
@shared
def template_check(
    file: Path,
    comments: bool,
    to: Path | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    form: str,
    lang: str | None,
    color: str,
    quiet: bool,
) -> None:
    """Kiểm tra mẫu Word. / All findings on a Word template."""
    from kehoach.commands.template import check as run
    from kehoach.commands.template import comment
    from kehoach.pipeline.selection import selection
    from kehoach.show import remark

    how = Display(lang, quiet, color)
    report = run(file).only(selection(select, ignore))
    if comments:
        report = comment(file, report, to, lambda finding: remark(finding, how.to))
    how.report(report, form)


@template.command("new")
@click.argument("kind", default="plan")
@click.option("-o", "--output", "--to", "to", type=PLACE, help="Instead of templates/: a folder, or a name in .docx.")
@shared
def template_new(kind: str, to: Path | None, lang: str | None, color: str, quiet: bool) -> None:
    """Lấy một bản mẫu Word để sửa. LOẠI: plan. / A copy of a packaged template, to edit in Word. KIND: plan."""
    from kehoach.commands.template import new

    Display(lang, quiet, color).report(new(kind, to, Path.cwd()))


@click.command(cls=SpokenCommand)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@shared
def doctor(form: str, lang: str | None, color: str, quiet: bool) -> None:
    """Máy này đã sẵn sàng chưa, thiếu gì thì cài thế nào. / Is this machine ready, and how to get what is missing."""
    import locale
    from time import perf_counter

    from kehoach.commands.doctor import Readiness
    from kehoach.commands.doctor import doctor as run
    from kehoach.show import doctor as show

    shown = Display(lang, quiet, color)
    seen: list[DoctorItem] = []

    def looked() -> Iterator[DoctorItem]:
        for item in run(Path.cwd(), os.device_encoding(1) or locale.getencoding(), perf_counter):
            seen.append(item)
            if form == "json" or not quiet or item.state is not Readiness.READY:
                yield item

    if form == "json":
        say_json(show.as_json(looked(), shown.to))
    else:
        for line in show.as_text(looked(), shown.to, shown.paint):
            shown.say(line)
    sys.exit(4 if any(item.state is Readiness.MISSING for item in seen) else 0)


@click.command(cls=SpokenCommand)
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option(
    "--trust",
    metavar="PATH",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A certificate to trust, or a folder of them; may be repeated.",
)
@click.option("--plan", type=PLAN, help="Compare the text of the pages with what this plan prints.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@shared
def verify(
    files: tuple[Path, ...],
    trust: tuple[Path, ...],
    plan: Path | None,
    form: str,
    lang: str | None,
    color: str,
    quiet: bool,
) -> None:
    """Kiểm tra chữ ký số trên tệp PDF: đủ, đúng thứ tự, còn nguyên. /
    Check the digital signatures of PDF files: both there, in order, nothing changed."""
    from datetime import datetime

    from kehoach.commands.verify import verify as run
    from kehoach.diagnostics import Report
    from kehoach.show import verify as show

    shown = Display(lang, quiet, color)
    found = run(files, trust, plan, datetime.now().astimezone())
    if form == "json":
        say_json(show.as_json(found, shown.to))
    else:
        shown.say(*show.as_text(found, shown.to, shown.paint, quiet=quiet))
    shown.tell(Report(failures=found.report.failures), "none")
    sys.exit(found.exit_code)


@click.command(cls=SpokenCommand)
@today
@shared
def lsp(today: datetime | None, lang: str | None, color: str, quiet: bool) -> None:
    """Máy chủ cho trình soạn thảo (VS Code, Neovim, ...): báo lỗi, gợi ý khi đang gõ. /
    The language server: an editor starts it, and speaks with it over standard input and output."""
    from kehoach.commands.lsp import serve

    serve(lambda: as_day(today), Display(lang, quiet, color).to)


@click.command(cls=SpokenCommand)
@click.argument("folder", default=".", type=FOLDER)
@click.option("--port", type=click.IntRange(0, 65_535), default=0, help="Listen here instead of on a free port.")
@click.option("--no-browser", is_flag=True, help="Only print the address; open no browser.")
@shared
def web(folder: Path, port: int, no_browser: bool, lang: str | None, color: str, quiet: bool) -> None:
    """Mở bàn làm việc trong trình duyệt: soạn, kiểm tra, phát hành. /
    The workbench in a browser: draft, check, issue."""
    from datetime import datetime
    from importlib.util import find_spec

    from kehoach.diagnostics import EnvironmentFailure, _

    if not all(map(find_spec, ("starlette", "uvicorn", "multipart", "websockets"))):
        raise EnvironmentFailure(
            _("the workbench needs packages that are not installed"),
            _("install it: {command}", command='pip install "kehoach[web]"'),
        )
    from kehoach.web.serving import serve
    from kehoach.web.workbench import Workbench

    shown = Display(lang, quiet, color)

    def ready(address: str, once: str) -> None:
        shown.say(_("the workbench is open at {address}", address=address).into(shown.to))
        sys.stdout.flush()
        if not no_browser:
            import webbrowser

            webbrowser.open(once)

    serve(Workbench(folder.absolute(), shown.language, shown.to, datetime.now), port, ready)
