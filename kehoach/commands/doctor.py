"""`kehoach doctor`: what on this machine is ready, and how to get what is not."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from enum import StrEnum
from importlib import metadata
from pathlib import Path

from kehoach import __version__
from kehoach.diagnostics import KehoachError, Message, UnreadableFile, _
from kehoach.documents.kinds import PLAN
from kehoach.documents.paper import Paper
from kehoach.frozen import frozen
from kehoach.pdf.converter import Converter, program, word_is_here
from kehoach.pdf.engine import Engine
from kehoach.pdf.font_coverage import missing
from kehoach.pdf.libreoffice import INSTALL, LibreOffice, times_new_roman
from kehoach.pipeline.examine import look_at_plan, look_at_registry
from kehoach.pipeline.renditions import is_own
from kehoach.source import Source
from kehoach.storage.files import read_bytes, read_source
from kehoach.storage.reasons import reason
from kehoach.storage.workspace import OUTPUTS, PLANS, REGISTRY, TEMPLATES, Workspace, fonts, packaged
from kehoach.typeset import engine as typesetter
from kehoach.typeset.source import source
from kehoach.vietnamese import letters
from kehoach.word.isolated import write_docx_of

PACKAGES = ("click", "docxtpl", "filelock", "jinja2", "lxml", "pikepdf", "python-docx", "pyyaml", "typst")
FACES = ("Regular", "Bold", "Italic", "BoldItalic")
SPACE = 100_000_000
"""Free bytes below which a disk is reported to be nearly full."""

TRIAL = """\
year: 2024
issuer: ubnd-tp-lai-chau
date: 1/2024
subject: Thử máy in kế hoạch năm {{ year }}
opening: >
  LETTERS
sections:
  - kind: purpose
    items:
      - LETTERS
recipients:
  - Các cơ quan liên quan
archive: VT, TH
signature:
  authority: TM
  title: Chủ tịch
  name: Nguyễn Văn Bình
"""
"""A plan of one page with every Vietnamese letter."""


class Readiness(StrEnum):
    """The state of a thing. `missing` is in the way of Word files."""

    READY = "ready"
    WARNING = "warning"
    MISSING = "missing"


@frozen
class DoctorItem:
    """One thing looked at: `name` never changes, `message` says what was seen, `hint` the way out."""

    name: str
    state: Readiness
    message: Message
    hint: Message | None = None


def doctor(folder: Path, encoding: str, clock: Callable[[], float]) -> Iterator[DoctorItem]:
    """Look at everything. `encoding` is the terminal's; `clock` gives seconds. Nothing of the user's is changed."""
    versions = _versions()
    yield versions
    if versions.state is Readiness.MISSING:
        return  # the rest would fail for want of them
    try:
        workspace: Workspace | None = Workspace.around(folder)
    except UnreadableFile as error:
        workspace = None
        yield DoctorItem("workspace", Readiness.WARNING, error.message, error.hint)
    if workspace:
        message = _("workspace {folder}: {count} plans", folder=str(workspace.root), count=len(workspace.plans()))
        yield DoctorItem("workspace", Readiness.READY, message)
    for place in (workspace.root / OUTPUTS, workspace.root / PLANS) if workspace else ():
        yield _writing(place)
    yield _writing(Path(tempfile.gettempdir()))
    template, trial = _template(workspace or Workspace(packaged()))
    yield template
    yield _fonts()
    yield _times()
    yield _pdf(trial.paper, clock)
    yield _office(trial, clock)
    yield _terminal(encoding)
    if workspace and (item := _git(workspace.root)):
        yield item


def _versions() -> DoctorItem:
    found, lacking = [], []
    for name in PACKAGES:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            lacking.append(name)
    program = f"kehoach {__version__}, Python {platform.python_version()}, {platform.system()}; {', '.join(found)}"
    if lacking:
        hint = _("install them: {command}", command=f"{Path(sys.executable).name} -m pip install {' '.join(lacking)}")
        return DoctorItem(
            "versions", Readiness.MISSING, _("packages are missing: {names}", names=", ".join(lacking)), hint
        )
    return DoctorItem("versions", Readiness.READY, _("versions: {program}", program=program))


def _writing(place: Path) -> DoctorItem:
    """Whether files can be made in a folder, or in the nearest that exists."""
    there = next(folder for folder in (place, *place.parents) if folder.exists())
    try:
        with tempfile.NamedTemporaryFile(prefix=".kehoach-", suffix=".tmp", dir=there) as file:
            file.write(b"x" * 4096)
            file.flush()
        free = shutil.disk_usage(there).free
    except OSError as error:
        message = _("{path} cannot be written: {problem}", path=place, problem=reason(error))
        return DoctorItem(
            "writing", Readiness.MISSING, message, _("ask for the right to write there, or choose another: -o DIR")
        )
    size = f"{free / 1e9:.1f} GB"
    if free < SPACE:
        message = _("{path}: the disk is nearly full, {size} free", path=place, size=size)
        return DoctorItem("writing", Readiness.WARNING, message, _("make room on this disk"))
    return DoctorItem("writing", Readiness.READY, _("{path} can be written, {size} free", path=place, size=size))


@frozen
class _Trial:
    """A page, as a Word file where the template printed it, and whether that template is the workspace's own."""

    paper: Paper
    docx: bytes | None
    own: bool


def _template(workspace: Workspace) -> tuple[DoctorItem, _Trial]:
    """Print a page with the template."""
    path = workspace.template(PLAN.template)
    registry = look_at_registry(read_source(packaged() / PLANS / REGISTRY))
    trial = look_at_plan(Source("doctor", TRIAL.replace("LETTERS", letters())), registry.agencies)
    assert trial.plan is not None
    document = PLAN.compose(trial.plan, trial.agencies)
    try:
        ours = read_bytes(packaged() / TEMPLATES / PLAN.template)
        docx = write_docx_of(document, read_bytes(path), path, ours)
    except KehoachError as error:
        hint = error.hint or _("compare it with the packaged template")
        return DoctorItem("template", Readiness.MISSING, error.message, hint), _Trial(document, None, True)
    own = is_own(path, PLAN.template)
    message = _("your template {path}, tried", path=path) if own else _("the packaged template, tried")
    return DoctorItem("template", Readiness.READY, message), _Trial(document, docx, own)


def _fonts() -> DoctorItem:
    lacking = {}
    for face in FACES:
        path = fonts() / f"LiberationSerif-{face}.ttf"
        if lost := missing(path.read_bytes(), letters()) if path.is_file() else letters():
            lacking[path.name] = len(lost)
    if lacking:
        named = ", ".join(f"{name} ({count})" for name, count in lacking.items())
        message = _("the packaged fonts lack Vietnamese letters: {fonts}", fonts=named)
        command = f"{Path(sys.executable).name} -m pip install --force-reinstall --no-deps kehoach"
        return DoctorItem("fonts", Readiness.WARNING, message, _("install kehoach again: {command}", command=command))
    count = len(letters())
    return DoctorItem(
        "fonts", Readiness.READY, _("packaged fonts: 4 faces, {count} of {count} Vietnamese letters", count=count)
    )


def _times() -> DoctorItem:
    """Times New Roman is welcome, not needed: the packaged faces have its widths."""
    files = [path for folder in times_new_roman() for path in Path(folder).glob("[tT]imes*.ttf")]
    bad = [path.name for path in files if missing(path.read_bytes(), letters())]
    if bad:
        message = _("Times New Roman here lacks Vietnamese letters: {fonts}", fonts=", ".join(bad))
        return DoctorItem("times-new-roman", Readiness.WARNING, message, _("install a newer one, or remove it"))
    if files:
        return DoctorItem(
            "times-new-roman", Readiness.READY, _("Times New Roman is installed, with all Vietnamese letters")
        )
    message = _("Times New Roman is not installed here; PDFs use Liberation Serif, which has the same widths")
    return DoctorItem("times-new-roman", Readiness.READY, message)


def _pdf(paper: Paper, clock: Callable[[], float]) -> DoctorItem:
    """Typeset a page for real."""
    began = clock()
    try:
        typesetter.pdf(source(paper), fonts(), paper.properties.day)
    except KehoachError as error:
        command = f"{Path(sys.executable).name} -m pip install --force-reinstall typst"
        return DoctorItem("pdf", Readiness.WARNING, error.message, _("install it again: {command}", command=command))
    message = _("{engine} typeset a page in {seconds:.1f} seconds", engine=typesetter.name(), seconds=clock() - began)
    return DoctorItem("pdf", Readiness.READY, message)


def _office(trial: _Trial, clock: Callable[[], float]) -> DoctorItem:
    """Convert a page for real, where an office is: templates of one's own need one."""
    install = _("install it: {command}", command=INSTALL.get(sys.platform, INSTALL["linux"]))
    if not program(Engine.AUTO) and not trial.own:
        message = _("no Word and no LibreOffice here: only your own templates and edited Word files need one for PDF")
        return DoctorItem("office", Readiness.READY, message)
    try:
        engine = "Microsoft Word"
        if not word_is_here():
            with LibreOffice(fonts()) as office:
                engine = f"{office.version() or 'LibreOffice'} ({office.program})"
        if trial.docx is None:
            return DoctorItem(
                "office", Readiness.WARNING, _("{engine}, not tried: there is no Word file to convert", engine=engine)
            )
        began = clock()
        with Converter(fonts()) as converter:
            converter.convert(trial.docx, title=trial.paper.properties.title[:255])
        message = _("{engine} made a page in {seconds:.1f} seconds", engine=engine, seconds=clock() - began)
        return DoctorItem("office", Readiness.READY, message)
    except KehoachError as error:
        return DoctorItem("office", Readiness.WARNING, error.message, install)


def _terminal(encoding: str) -> DoctorItem:
    if encoding.lower().replace("-", "") in ("utf8", "cp65001"):
        return DoctorItem(
            "terminal", Readiness.READY, _("the terminal shows Vietnamese ({encoding})", encoding=encoding)
        )
    command = "chcp 65001" if os.name == "nt" else "export LC_ALL=C.UTF-8"
    message = _("the terminal may not show Vietnamese ({encoding})", encoding=encoding)
    return DoctorItem("terminal", Readiness.WARNING, message, _("before kehoach: {command}", command=command))


def _git(root: Path) -> DoctorItem | None:
    """Whether git leaves the documents alone, where the workspace is in a repository."""
    git = shutil.which("git")
    if git is None:
        return None
    try:
        asked = [git, "-C", str(root), "check-ignore", "-q", f"{OUTPUTS}/2024/x/ke-hoach.docx"]
        code = subprocess.run(asked, capture_output=True, timeout=10).returncode
    except (OSError, subprocess.TimeoutExpired):
        return None
    if code == 0:
        return DoctorItem("git", Readiness.READY, _("git ignores outputs/"))
    if code == 1:
        hint = _("they are made anew from the plans; in .gitignore: {line}", line="/outputs/*")
        return DoctorItem("git", Readiness.WARNING, _("git would keep every document of outputs/"), hint)
    return None
