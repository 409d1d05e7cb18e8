"""PDF from a Word file: by Word itself where there is Word, by LibreOffice elsewhere; then looked at and normalised."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from kehoach.diagnostics import EnvironmentFailure, KehoachError, _
from kehoach.pdf.engine import Engine

if TYPE_CHECKING:  # a run without a PDF, or with the built-in engine's, needs no office
    from kehoach.pdf.libreoffice import LibreOffice
    from kehoach.pdf.pool import Converted, Job, Pool

FAMILIES = ("LiberationSerif", "TimesNewRoman")


class Converter:
    """Turns Word files into PDF. A context manager, so that one engine serves a whole run.

    For many files it drives this many `offices` at once, which stay warm until the converter is left. `engine` says
    which program; the built-in one is not the converter's, which then does as for `auto`.
    """

    def __init__(self, fonts: Path, offices: int = 1, engine: Engine = Engine.AUTO) -> None:
        self.fonts = fonts
        self.offices = offices
        self.engine = engine
        self._stack = ExitStack()
        self._office: LibreOffice | None = None
        self._pool: Pool | None = None

    def __enter__(self) -> Converter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()
        self._office = self._pool = None

    def convert(self, docx: bytes, rows: int = 0, title: str | None = None) -> bytes:
        """The PDF of a Word file: tagged, with outline, title and language, the same bytes each time.

        `title` is the document's, which LibreOffice hands on when it understood the file, and not when it took the
        file for plain text. Raises EnvironmentFailure when no engine is there, or when what it made is no good PDF.
        """
        made = _by_word(docx) if self._asks_word else None
        if made is not None:
            return normalised(made)
        if self.engine is Engine.WORD:
            raise EnvironmentFailure(
                _("no PDF: Microsoft Word is not here, or did not make it"),
                _("leave out --engine: another program may"),
            )
        if self._office is None:
            from kehoach.pdf.libreoffice import LibreOffice

            self._office = self._stack.enter_context(LibreOffice(self.fonts))
        return normalised(self._office.convert(docx, rows), title)

    @property
    def _asks_word(self) -> bool:
        return self.engine is not Engine.LIBREOFFICE and word_is_here()

    def convert_all(self, jobs: Iterable[Job]) -> Iterator[Converted]:
        """The PDF or the failure of each job, in the order in which they finish; the same PDF as `convert` makes.

        Jobs are taken from the iterable by this thread, a few ahead of the results, so it may make them as it goes. A
        failure of one is no failure of the others.
        """
        first = list(islice(jobs := iter(jobs), 2))
        jobs = chain(first, jobs)
        if (
            self._asks_word or self.engine is Engine.WORD or (len(first) < 2 and self._pool is None)
        ):  # for one, a start that stays costs more
            for index, job in enumerate(jobs):
                yield _settled(index, partial(self.convert, job.docx, job.rows, job.title))
            return
        from kehoach.pdf.pool import Converted, Pool

        if self._pool is None:
            self._pool = Pool(self.fonts, self.offices)
            self._stack.callback(self._pool.close)
        for index, job, made in self._pool.convert(jobs):
            if isinstance(made, KehoachError):
                yield Converted(index, failure=made)
            else:
                yield _settled(index, partial(normalised, made, job.title))


def _settled(index: int, make: Callable[[], bytes]) -> Converted:
    from kehoach.pdf.pool import Converted

    try:
        return Converted(index, make())
    except KehoachError as failure:
        return Converted(index, failure=failure)


def word_is_here() -> bool:
    """Whether this machine may have Microsoft Word: docx2pdf drives it on Windows and macOS only."""
    if sys.platform not in ("win32", "darwin"):
        return False
    try:
        import docx2pdf  # noqa: F401
    except ImportError:
        return False
    return True


def program(engine: Engine) -> str:
    """The office that an engine is here, with its version; "" where it is not installed. Starts nothing.

    Of Word the number before the point only: it updates itself every month, and rarely lays out anew.
    """
    if engine is not Engine.LIBREOFFICE and word_is_here():
        return f"Microsoft Word {_word_version()}".strip()
    if engine is Engine.WORD:
        return ""
    from kehoach.pdf.libreoffice import installed

    return installed()


def _word_version() -> str:
    """Untested: no machine of ours has Word."""
    with suppress(OSError, KeyError, ValueError):
        if sys.platform == "win32":
            import winreg

            return winreg.QueryValue(winreg.HKEY_CLASSES_ROOT, r"Word.Application\CurVer").rpartition(".")[2]
        import plistlib

        about = plistlib.loads(Path("/Applications/Microsoft Word.app/Contents/Info.plist").read_bytes())
        return str(about["CFBundleShortVersionString"]).partition(".")[0]
    return ""


def _by_word(docx: bytes) -> bytes | None:
    """The PDF that Word itself makes, None when it cannot. Untested: no machine of ours has Word.

    `keep_active` leaves a Word that the user has open alone; docx2pdf would close it otherwise.
    """
    import docx2pdf

    with tempfile.TemporaryDirectory(prefix="kehoach-") as folder:
        source, target = Path(folder) / "document.docx", Path(folder) / "document.pdf"
        source.write_bytes(docx)
        try:
            docx2pdf.convert(str(source), str(target), keep_active=True)
        except (Exception, SystemExit):  # whatever COM or AppleScript raises, LibreOffice is asked next
            return None
        return target.read_bytes() if target.exists() else None


def normalised(pdf: bytes, title: str | None = None) -> bytes:
    """The PDF checked, and without what differs from one conversion to the next.

    Raises EnvironmentFailure for a file that is cut short, has no page, mixes fonts of several families, or has not the
    `title` that it should have.
    """
    import pikepdf

    if not pdf.startswith(b"%PDF-") or b"%%EOF" not in pdf[-1024:]:
        raise EnvironmentFailure(_("the PDF is not complete"))
    try:
        return _normalised(pdf, title)
    except (pikepdf.PdfError, AttributeError, TypeError, ValueError) as error:  # what a damaged file makes of objects
        raise EnvironmentFailure(_("the PDF cannot be read again: {problem}", problem=str(error))) from error


def _normalised(pdf: bytes, title: str | None) -> bytes:
    import pikepdf

    with _opened(pdf) as opened:
        if not opened.pages:
            raise EnvironmentFailure(_("the PDF has no page"))
        _check_fonts(opened)
        info: Any = opened.docinfo
        if title is not None and _letters(str(info.get("/Title", ""))) != _letters(title):
            raise EnvironmentFailure(_("the PDF is not of this document: LibreOffice did not understand the Word file"))
        for key in ("/CreationDate", "/ModDate"):
            if key in info:
                del info[key]
        if "/DocChecksum" in opened.trailer:
            del opened.trailer["/DocChecksum"]
        if "/ID" in opened.trailer:
            del opened.trailer["/ID"]
        # LibreOffice numbers the font objects by the luck of their addresses. Written plainly, objects are numbered
        # anew in the order in which the pages lead to them; only then are they put into streams.
        plain = _saved(opened, pikepdf.ObjectStreamMode.disable)
    with _opened(plain) as renumbered:
        return _saved(renumbered, pikepdf.ObjectStreamMode.generate)


@contextmanager
def _opened(pdf: bytes) -> Iterator[Any]:
    """The PDF, opened from a file in memory where there are such: pikepdf asks Python for every piece of a buffer."""
    import pikepdf

    with ExitStack() as stack:
        source: Any = io.BytesIO(pdf)
        if hasattr(os, "memfd_create"):
            file = stack.enter_context(open(os.memfd_create("pdf"), "wb"))
            file.write(pdf)
            file.flush()
            path = f"/proc/self/fd/{file.fileno()}"
            source = path if os.path.exists(path) else source
        yield stack.enter_context(pikepdf.open(source))


def _letters(text: str) -> str:
    return "".join(text.split())


def _saved(opened: Any, streams: Any) -> bytes:
    buffer = io.BytesIO()
    opened.save(buffer, deterministic_id=True, object_stream_mode=streams, fix_metadata_version=False)
    return buffer.getvalue()


def _check_fonts(opened: Any) -> None:
    families = font_families(opened)
    if len(families) > 1 or not families <= set(FAMILIES):
        raise EnvironmentFailure(
            _("the PDF mixes fonts: {families}", families=", ".join(sorted(families)) or "-"),
            _("a character of the plan is not in Times New Roman, or the template asks for another font"),
        )


def font_families(opened: Any) -> set[str]:
    """Families of the fonts that the pages of an open PDF use: `LiberationSerif` for all its faces."""
    families = set()
    for page in opened.pages:
        resources = page.get("/Resources", {})
        for font in resources.get("/Font", {}).values():
            name = str(font.get("/BaseFont", "/?")).lstrip("/").split("+")[-1]
            families.add(name.split("-")[0].removesuffix("PSMT").removesuffix("PS"))
    return families
