"""Titles that a plan file has otherwise than the document: run on as sentences, without a label, above sections."""

from __future__ import annotations

from kehoach.frozen import replace
from kehoach.readers.document import TextRun
from kehoach.recognising.found import FoundNode, FoundText
from kehoach.recognising.lines import is_capitals, without_start


def cut(node: FoundNode) -> FoundNode:
    """A section whose title in capitals runs on as a sentence ("KINH PHÍ: Dự kiến ..."): the sentence is its text."""
    title, colon, sentence = node.text.text.partition(": ")
    if not colon or not sentence or not is_capitals(title) or is_capitals(sentence):
        return node
    below = FoundText(without_start(node.text.runs, len(title) + len(colon)), node.text.place)
    plain = FoundText(tuple(replace(run, bold=False) for run in below.runs), below.place)
    text = FoundNode(plain)
    return replace(node, text=FoundText((TextRun(title),), node.text.place), children=(text, *node.children))


def begun(title: FoundText) -> tuple[str, FoundText]:
    """The title of an appendix without a label as two: its first words print where others have their label."""
    mark = " ".join(title.text.split()[:2])
    return mark, FoundText(without_start(title.runs, len(mark)), title.place)


def is_part(node: FoundNode) -> bool:
    """Whether a node is a Phần: what is below it are sections."""
    return node.label.casefold().startswith("phần")
