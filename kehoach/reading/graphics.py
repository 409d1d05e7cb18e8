"""What is drawn into a text: text boxes, pictures, charts, letters as drawings."""

from __future__ import annotations

from collections import Counter
from typing import Any

from kehoach.ooxml.names import w

_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_BOX = w("txbxContent")
_KINDS = {
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart": "chart",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds": "diagram",
    "{urn:schemas-microsoft-com:office:office}OLEObject": "object",
}
_PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic",
    "{urn:schemas-microsoft-com:vml}imagedata",
)
_ART = "{urn:schemas-microsoft-com:vml}textpath"


class Graphics:
    """What is in a drawing: `boxes` are the contents of text boxes, `art` words as drawings, `others` what has words
    that are not read, counted by kind.
    """

    def __init__(self, element: Any) -> None:
        self.boxes: list[Any] = []
        self.pictures = 0
        self.art: list[str] = []
        self.others: Counter[str] = Counter()
        self._look(element)
        if self.others["object"]:
            self.pictures = 0  # that of the object

    def _look(self, element: Any) -> None:
        if element.tag == _BOX:
            self.boxes.append(element)
            return
        if element.tag == _ALTERNATE:
            self._look(branch(element))
            return
        if element.tag in _PICTURES:
            self.pictures += 1
        elif element.tag in _KINDS:
            self.others[_KINDS[element.tag]] += 1
        elif element.tag == _ART and (words := str(element.get("string", "")).strip()):
            self.art.append(words)
        for child in element:
            self._look(child)


def branch(alternate: Any) -> Any:
    """Of contents in two forms, the newer one; the older where only that has words. The same words are in both."""
    choices = [child for child in alternate if child.tag.endswith("}Choice")]
    others = [child for child in alternate if child.tag.endswith("}Fallback")]
    for found in (*choices, *others):
        if next(found.iter(_BOX, w("t"), _ART), None) is not None:
            return found
    return next(iter((*choices, *others)), alternate)
