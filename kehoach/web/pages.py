"""The pages of open plans as browsers show them, each known by what it shows, so that only changed ones travel."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

from kehoach.diagnostics import Message
from kehoach.frozen import frozen
from kehoach.pipeline.session_paper import SessionPaper
from kehoach.storage.files import digest
from kehoach.typeset.outlines import with_outlines

MOST = 200_000_000
"""Bytes of pages that are kept: some five hundred."""
_SIZE = re.compile(rb'<svg [^>]*?width="([\d.]+)pt" height="([\d.]+)pt"')


@frozen
class ShownPage:
    """A page: what it is known by, and how large it is in points (1/72 inch)."""

    key: str
    width: float
    height: float


@dataclass
class PageStore:
    """The pages that browsers may ask for. Those that were made or asked for last are kept."""

    _pages: OrderedDict[str, bytes] = field(default_factory=OrderedDict)
    _ready: set[str] = field(default_factory=set)
    _size: int = 0
    _lock: Lock = field(default_factory=Lock)

    def put(self, page: bytes) -> ShownPage:
        """Keep a page, an SVG of the built-in engine."""
        key = digest(page)[:32]
        size = _SIZE.match(page)
        assert size is not None, "the compiler says how large a page is"
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
            else:
                self._keep(key, page)
        return ShownPage(key, float(size[1]), float(size[2]))

    def get(self, key: str) -> bytes | None:
        """A page as a browser paints it soonest; None for one that is not kept any more."""
        with self._lock:
            page = self._pages.get(key)
            if page is None or key in self._ready:
                return page
        page = with_outlines(page)
        with self._lock:
            if key in self._pages:
                self._size -= len(self._pages.pop(key))
                self._ready.add(key)
                self._keep(key, page)
        return page

    def _keep(self, key: str, page: bytes) -> None:
        self._pages[key] = page
        self._size += len(page)
        while self._size > MOST and len(self._pages) > 1:
            oldest, gone = self._pages.popitem(last=False)
            self._ready.discard(oldest)
            self._size -= len(gone)


@dataclass
class PaintedPages:
    """The pages of one paper of a plan as they were painted last."""

    store: PageStore
    made: SessionPaper | None = field(default=None, kw_only=True)
    """The paper that they are the pages of: of an earlier text while the plan has an error."""
    paper: str
    """The name of the paper."""
    shown: tuple[ShownPage, ...] = ()
    version: int = -1
    """Of which version of the plan it is known whether they could be painted."""
    is_old: bool = True
    """They are of an earlier text: the plan has an error."""
    failure: Message | None = None
    """Why no page can be made although the plan has no error."""
    _drawn: Sequence[bytes] = ()

    def paint(self, pages: Sequence[bytes]) -> None:
        """Show these pages; one that is as before stays what it is."""
        before = [*zip(self._drawn, self.shown, strict=True), *[(b"", None)] * len(pages)]
        self.shown = tuple(
            shown if shown and page == drawn else self.store.put(page)
            for page, (drawn, shown) in zip(pages, before, strict=False)
        )
        self._drawn = pages
