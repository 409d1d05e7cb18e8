"""Where the table of contents is in a printed body, and what it leads to."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.documents.paper import Contents, Entry
from kehoach.frozen import attribute, mutable
from kehoach.ooxml.offsets import closing

Edit = tuple[int, int, bytes]


@mutable
class ContentsPlaces:
    """Collects them while a body is read; `styles` is the part of the template's styles."""

    styles: bytes = b""
    tables: list[tuple[int, int, Contents]] = attribute(factory=list)
    _entries: dict[int, Entry] = attribute(factory=dict)
    """What the table leads to, by number; as soon as the heading is there, it is no longer here."""

    def add(self, start: int, end: int, contents: Contents) -> None:
        """Note a table of contents, which takes the place of the paragraph from `start` to `end`."""
        if not self.tables:
            self._entries = {entry.number: entry for entry in contents.entries}
        self.tables.append((start, end, contents))

    def lead_to(self, xml: bytes, start: int, head: int, number: int) -> Iterator[Edit]:
        """Make the paragraph at `start`, whose properties end at `head`, what an entry leads to; once."""
        from kehoach.word.contents import bookmark_end, bookmark_start

        entry = self._entries.pop(number, None)
        if entry is not None:
            end = closing(xml, "p", start) - len(b"</w:p>")
            yield head, head, bookmark_start(number)
            yield end, end, bookmark_end(entry)

    def edits(self) -> Iterator[Edit]:
        """The tables, when the whole body was read and it is known which headings are there."""
        from kehoach.word.contents import contents_field  # late: few papers have one

        for start, end, contents in self.tables:
            placed = {entry.number for entry in contents.entries} - self._entries.keys()
            yield start, end, contents_field(contents, self.styles, placed)
