"""The tree of a document as the items of a plan: lists of their kind, facts once, the sentences as they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from kehoach.importing.bodies import Bodies
from kehoach.importing.tables import note_of, pasted
from kehoach.importing.texts import FileTexts
from kehoach.importing.yaml_text import Block, Commented, Written
from kehoach.model.items import ListStyle
from kehoach.model.numbering import label_below, style_below
from kehoach.model.plan import SectionKind
from kehoach.recognising.facts_reports import FoundFlow, flow_in
from kehoach.recognising.facts_targets import short_id, targets_in
from kehoach.recognising.facts_times import amounts_in, deadline_in_sentence
from kehoach.recognising.found import Certainty, FoundNode, FoundTable
from kehoach.vietnamese import upper_first

_LISTS = (ListStyle.DASH, ListStyle.PLUS, ListStyle.STAR)


@dataclass(frozen=True)
class CountedMark:
    """A mark as kehoach would count it."""

    style: ListStyle
    number: int
    label: str


@dataclass
class TreeWriter:
    """Writes items, and keeps what belongs at the top of the plan: flows of reports, ids that are taken."""

    texts: FileTexts
    bodies: Bodies
    facts: bool = True
    without: frozenset[str] = frozenset()
    """Places whose texts stay as they are."""
    stated: dict[str, str] = field(default_factory=dict)
    """Of each fact, by its id or name, the place of the sentence."""
    flows: list[FoundFlow] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    doubts: list[str] = field(default_factory=list)

    def items(
        self,
        nodes: Sequence[FoundNode | FoundTable],
        above: CountedMark | None,
        kind: SectionKind,
        *,
        duty: bool = False,
    ) -> tuple[ListStyle | None, list[Written]]:
        """The items of one parent, and the list that the parent asks for, None where it need not."""
        nodes = list(_flat(nodes))
        runs = [(style, list(run)) for style, run in groupby(nodes, key=_style)]
        first = next((run for run in runs if run[0] is not None), None)
        asked = first[0] if first and not self._is_counted_so(first, above) else None
        numbers: dict[ListStyle, int] = {}
        made: list[Written] = []
        for style, run in runs:
            if style is None or style is asked or (asked is None and self._is_counted_so((style, run), above)):
                made += [self._item(node, above, numbers, kind, style, duty=duty) for node in run]
            else:
                own: dict[ListStyle, int] = {}
                inner = [self._item(node, above, own, kind, style, duty=duty) for node in run]
                made.append({"list": str(style), "items": inner})
        return asked, made

    def _is_counted_so(self, run: tuple[ListStyle | None, Sequence[Any]], above: CountedMark | None) -> bool:
        """Whether kehoach would give this style to all of a run by itself."""
        style, nodes = run
        return all(style_below(above, has_heading=_prints_heading(node)) is style for node in nodes)

    def _item(
        self,
        node: FoundNode | FoundTable,
        above: CountedMark | None,
        numbers: dict[ListStyle, int],
        kind: SectionKind,
        style: ListStyle | None,
        *,
        duty: bool,
    ) -> Written:
        if isinstance(node, FoundTable):
            title = self.texts.of(node.title, plain=True) if node.title else ""
            return {"table": title, **pasted(node, self.texts), **note_of(node, self.texts)}
        if not node.label:
            return self._remarked(node, {"paragraph": self._sentence(node)})
        mark, typed = CountedMark(ListStyle.NONE, 1, node.label), node.label
        if style is not None:
            number = numbers.get(style, 0) + 1
            label = label_below(style, number, above)
            numbers[style] = number
            typed = "" if _same(label, node.label) else node.label
            if typed and node.number:
                numbers[style] = number = node.number
            mark = CountedMark(style, number, label if not typed else node.label)
        made = self._labelled(node, mark, kind, duty=duty)
        if typed:
            made = {"text": made} if isinstance(made, str) else made
            assert isinstance(made, dict)
            made = {**made, "mark": typed}
        return self._remarked(node, made)

    def _remarked(self, node: FoundNode, made: Written) -> Written:
        if node.certainty is not Certainty.DOUBTFUL:
            return made
        said = f"chỗ này chưa chắc ({node.text.place})" + (f": {node.why}" if node.why else "")
        self.doubts.append(f"{node.text.place}: {node.label} {node.text.text[:80]}")
        return Commented(made, said)

    def _labelled(self, node: FoundNode, mark: CountedMark, kind: SectionKind, *, duty: bool) -> Written:
        if _is_heading(node):
            return self._headed(node, mark, kind, duty=duty)
        if not node.children:
            return self._leaf(node, kind, duty=duty)
        made: dict[str, Written] = {"text": self._sentence(node)}
        return self._with_items(made, node, mark, kind, duty=duty)

    def _headed(self, node: FoundNode, mark: CountedMark, kind: SectionKind, *, duty: bool) -> Written:
        heading = self.texts.of(node.text, plain=True)
        made: dict[str, Written] = {}
        if self.facts and kind is SectionKind.DUTIES and not duty and (mentions := self.bodies.heading(node.text.text)):
            refs = tuple(dict.fromkeys(self.bodies.ref(one) for one in mentions))
            asked = any(one.is_requested for one in mentions)
            made["agencies"] = refs
            if asked:
                made["request"] = "true"
            printed = self.bodies.joined(refs)
            printed = f"Đề nghị {printed}" if asked else upper_first(printed)
            duty = True
            if printed.replace("\u00a0", " ") == node.text.text.strip():
                return self._with_items(made, node, mark, kind, duty=duty)
        made["heading"] = heading
        return self._with_items(made, node, mark, kind, duty=duty)

    def _with_items(
        self, made: dict[str, Written], node: FoundNode, mark: CountedMark | None, kind: SectionKind, *, duty: bool
    ) -> Written:
        """The keys of an item with those of what is below it; its first paragraphs are its text."""
        children = list(node.children)
        texts: list[str] = []
        while "text" not in made and children and _is_paragraph(children[0]):
            first = children.pop(0)
            assert isinstance(first, FoundNode)
            texts.append(self._sentence(first))
        if texts:
            made["text"] = Block("\n".join(texts))
        if children:
            asked, items = self.items(children, mark, kind, duty=duty)
            if asked:
                made["list"] = str(asked)
            made["items"] = items
        return made

    def _leaf(self, node: FoundNode, kind: SectionKind, *, duty: bool) -> Written:
        """A sentence, with the fact that it states where that is certain."""
        text = node.text.text
        plain = self.facts and node.text.place not in self.without and all(not run.note for run in node.text.runs)
        if plain and kind is SectionKind.TARGETS and (target := targets_in(text)) and target.name:
            sentence = _put(text, (target.start, target.end, "{{ value }}"))
            if target.baseline:
                sentence = _put(
                    text,
                    (target.start, target.end, "{{ value }}"),
                    (target.baseline_start, target.baseline_end, "{{ baseline }}"),
                )
            id_ = self.take(node.text.place, target.id or short_id(target.name))
            made: dict[str, Written] = {"target": id_, "name": target.name}
            made |= {"baseline": target.baseline} if target.baseline else {}
            made["value"] = target.value
            made |= {"better": target.better} if target.better else {}
            return {**made, "text": Block(self.texts.years(sentence))}
        if plain and kind is SectionKind.FUNDING and len(found := amounts_in(text)) == 1:
            name = short_name(text[: found[0].start]) or short_name(text)
            self.stated[name] = node.text.place
            sentence = _put(text, (found[0].start, found[0].end, "{{ amount }}"))
            return {"fund": name, "amount": found[0].text, "text": Block(self.texts.years(sentence))}
        if plain and duty and (deadline := deadline_in_sentence(text)):
            name = short_name(text)
            sentence = _put(text, (deadline.start, deadline.end, "{{ deadline }}"))
            made = {"task": self.take(node.text.place, short_id(name)), "name": name, "deadline": deadline.text}
            return {**made, "text": Block(self.texts.years(sentence))}
        return self._sentence(node)

    def _sentence(self, node: FoundNode) -> str:
        if self.facts and node.text.place not in self.without and (flow := flow_in(node.text.text)):
            self.flows.append(flow)
        return self.texts.of(node.text)

    def take(self, place: str, wanted: str) -> str:
        """An id that no other item has, for what is stated at a place."""
        made, number = wanted or "muc", 1
        while made in self.taken:
            number += 1
            made = f"{wanted or 'muc'}-{number}"
        self.taken.add(made)
        self.stated[made] = place
        return made


def short_name(text: str) -> str:
    """The first words of a sentence as a name: no more than twelve, no stop at the end."""
    words = text.replace("\u00a0", " ").split()
    name = " ".join(words[:12]).rstrip(" ,;:.(")
    return name if any(sign.isalpha() for sign in name) else ""


def _put(text: str, *changes: tuple[int, int, str]) -> str:
    text = text.replace("\u00a0", " ")
    for start, end, new in sorted(changes, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _flat(nodes: Iterable[FoundNode | FoundTable]) -> Iterator[FoundNode | FoundTable]:
    """The nodes, what is below a paragraph without a label beside it: so it prints."""
    for node in nodes:
        if isinstance(node, FoundNode) and not node.label and node.children:
            yield replace(node, children=())
            yield from _flat(node.children)
        else:
            yield node


def _style(node: FoundNode | FoundTable) -> ListStyle | None:
    return node.style if isinstance(node, FoundNode) and node.label else None


def _is_heading(node: FoundNode) -> bool:
    """Whether an item is written as a heading: below a dash it is a sentence that has items."""
    return node.is_heading and node.style not in _LISTS and bool(node.label)


def _prints_heading(node: FoundNode | FoundTable) -> bool:
    return isinstance(node, FoundNode) and _is_heading(node)


def _is_paragraph(node: FoundNode | FoundTable) -> bool:
    return isinstance(node, FoundNode) and not node.label and not node.children


def _same(ours: str, typed: str) -> bool:
    return ours == typed.replace("–", "-")
