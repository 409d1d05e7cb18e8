"""Pages as pictures: painted one by one from their drawings, with words marked on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kehoach.patterns import regex
from kehoach.pipeline.page_words import PageBox
from kehoach.storage.workspace import fonts
from kehoach.typeset import engine as typesetter
from kehoach.typeset.source import TypstSource

DOTS_PER_INCH = 96
"""A page as large as it is, by the count of screens. More dots would take longer than all the rest."""
_SIZE = regex(rb'<svg [^>]*?width="([\d.]+)pt" height="([\d.]+)pt"')


def painted(pages: Sequence[bytes], marked: Iterable[PageBox] = ()) -> list[bytes]:
    """Pages that are drawings as pictures; `marked` are words of these, counted from 1. Raises EnvironmentFailure."""
    files = {f"{number}.svg": page for number, page in enumerate(pages)}
    boxes: dict[int, list[str]] = {}
    for box in marked:
        boxes.setdefault(box.page - 1, []).append(
            f"place(top + left, dx: {box.x:.2f}pt, dy: {box.y:.2f}pt, "
            f"rect(width: {box.width:.2f}pt, height: {box.height:.2f}pt, fill: rgb(255, 221, 0, 90)))"
        )
    code = []
    for number, (name, page) in enumerate(files.items()):
        size = _SIZE.match(page)
        assert size is not None, "the compiler says how large a page is"
        width, height = (length.decode() for length in size.groups())
        drawn = "; ".join((f'place(image("{name}", width: 100%))', *boxes.get(number, ())))
        code.append(f"#page(width: {width}pt, height: {height}pt, margin: 0pt, {{ {drawn} }})")
    return typesetter.png(TypstSource("\n".join(code), files), fonts(), DOTS_PER_INCH) if pages else []
