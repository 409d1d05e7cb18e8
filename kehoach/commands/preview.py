"""`kehoach render --watch`: the plan printed again after every save, or only the pages that changed, as pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kehoach.commands.render import render
from kehoach.diagnostics import Report
from kehoach.frozen import replace
from kehoach.pipeline.page_pictures import painted
from kehoach.pipeline.production import RunOptions
from kehoach.pipeline.session import Session
from kehoach.storage.reasons import refused
from kehoach.storage.saving import replace_file


def printing(files: Sequence[Path], wanted: RunOptions) -> Report:
    """Word file and PDF of each plan that has no error; what made them before stays warm in this process."""
    return render(files, replace(wanted, pdf=True))


@dataclass
class PagePictures:
    """Writes the pages of a plan as `trang-1.png` and so on into a folder; a page that is as before is left alone.

    Which pages changed shows in their drawings. Only these are painted: that takes longer than all the rest, and the
    compiler itself paints either all pages or none.
    """

    path: Path
    folder: Path
    _session: Session | None = None
    _pages: list[bytes] = field(default_factory=list)

    def __call__(self) -> Report:
        """Read the plan, report what is found in it and write the pages that changed. Raises KehoachError."""
        if self._session is None:
            self._session = Session.open(self.path)
        else:
            self._session.reload()
        report = Report(self._session.findings)
        if self._session.has_errors:  # the last good pages stay
            return report
        pages = self._session.paper().svg()
        changed = [number for number, page in enumerate(pages, 1) if self._pages[number - 1 : number] != [page]]
        pictures = painted([pages[number - 1] for number in changed])
        written = [self._write(number, picture) for number, picture in zip(changed, pictures, strict=True)]
        for number in range(len(pages) + 1, len(self._pages) + 1):
            self._place(number).unlink(missing_ok=True)
        self._pages = pages
        return report + Report(written=tuple(written))

    def _place(self, number: int) -> Path:
        return self.folder / f"trang-{number}.png"

    def _write(self, number: int, page: bytes) -> Path:
        path = self._place(number)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            replace_file(path, page)
        except OSError as error:
            raise refused(path, error) from error
        return path
