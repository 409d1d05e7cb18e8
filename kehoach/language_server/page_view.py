"""The page on which a line is printed, as a picture: made of the text as it is typed, in a folder of its own."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from kehoach.diagnostics import EnvironmentFailure, _
from kehoach.pipeline.page_pictures import painted
from kehoach.pipeline.page_words import PageBox
from kehoach.pipeline.session import Session
from kehoach.storage.reasons import refused
from kehoach.storage.saving import replace_file

_NEAR = 40
"""Lines around the cursor among which one that prints is looked for."""


class PageView:
    """Makes pictures of pages for one editor; they go with the server."""

    def __init__(self) -> None:
        self._folder: Path | None = None

    def show(self, session: Session, line: int) -> Path:
        """The picture of the page of a line of the plan, counted from 1, with its words marked.

        Raises HasErrors, and EnvironmentFailure for a line near which nothing is printed.
        """
        paper = session.paper()
        words = _near(session, line)
        if not words:
            raise EnvironmentFailure(_("nothing near this line is printed"))
        page = words[0].page
        marked = tuple(PageBox(1, one.x, one.y, one.width, one.height, one.text) for one in words if one.page == page)
        (picture,) = painted([paper.svg()[page - 1]], marked)
        return self._save(f"{session.path.parent.name}-{session.path.stem}-trang-{page}.png", picture)

    def close(self) -> None:
        """Take the pictures away."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _save(self, name: str, picture: bytes) -> Path:
        try:
            if self._folder is None:
                self._folder = Path(tempfile.mkdtemp(prefix="kehoach-"))
            path = self._folder / name
            replace_file(path, picture)
        except OSError as error:
            raise refused(self._folder or Path(tempfile.gettempdir()), error) from error
        return path


def _near(session: Session, line: int) -> tuple[PageBox, ...]:
    """The words of a line, else of the next one that prints, else of the last one before."""
    last = session.text.count("\n") + 1
    for number in (*range(line, min(line + _NEAR, last + 1)), *range(line - 1, max(line - _NEAR, 0), -1)):
        if words := session.pages_of(number):
            return words
    return ()
