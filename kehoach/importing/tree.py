"""The tree of a document as the items of a plan: lists of their kind, facts once, the sentences as they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from kehoach.frozen import frozen, replace
from kehoach.importing.bodies import Bodies
from kehoach.importing.names import short_name, task_name
from kehoach.importing.tables import note_of, pasted
from kehoach.importing.task_fields import fields_of, shared
from kehoach.importing.texts import FileTexts
from kehoach.model.items import ListStyle
from kehoach.model.numbering import label_below, style_below
from kehoach.model.plan import SectionKind
from kehoach.patterns import regex
from kehoach.recognising.baseline_years import baseline_year
from kehoach.recognising.facts_reports import FoundFlow, flow_in
from kehoach.recognising.facts_targets import FoundQuantity, targets_in
from kehoach.recognising.facts_times import amounts_in, deadline_in_sentence
from kehoach.recognising.found import Certainty, FoundNode, FoundTable, FoundText
from kehoach.recognising.ids import short_id
from kehoach.recognising.lines import without_start
from kehoach.vietnamese import upper_first
from kehoach.yaml_text import Block, Commented, Written

Refs = tuple[str, ...]
"""The bodies of a duty, as the plan refers to them."""
_LEAD_IN = regex(r"(?:Trách nhiệm|Nhiệm vụ)(?: cụ thể)? của |Giao |Đối với |Về phía ")
_SAYS_DUTY = regex(
    r" (?:có trách nhiệm|chịu trách nhiệm|(?:chủ trì|phối hợp|tham mưu|hướng dẫn|theo dõi|tổng hợp|"
    r"đôn đốc|tổ chức|bố trí|cân đối|căn cứ|chỉ đạo|thực hiện|triển khai|là cơ quan|rà soát|kiểm tra|đề xuất))\b"
)
"""What is after the bodies of a duty in its sentence."""
_ABOUT = regex(r"(?i)(?<![\s:,])[\s:,]*\b(?:khoảng|dự kiến|ước|là|tối đa|không quá)\s*$")
"""What is between the name of a source and its amount, and of neither."""
_YEAR = regex(r"(?i)\bnăm (20\d\d)\b")
_LISTS = (ListStyle.DASH, ListStyle.PLUS, ListStyle.STAR)


@frozen
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
    first_year: int = 0
    last_year: int = 0
    without: frozenset[str] = frozenset()
    """Places whose texts stay as they are."""
    stated: dict[str, str] = field(default_factory=dict)
    """Of each fact, by its id or name, the place of the sentence."""
    flows: list[tuple[FoundFlow, Refs]] = field(default_factory=list)
    """Who reports when, with the bodies of the duty that says so."""
    taken: set[str] = field(default_factory=set)
    doubts: list[str] = field(default_factory=list)
    _above: list[str] = field(default_factory=list)
    """The headings and sentences above the item that is written."""

    def items(
        self,
        nodes: Sequence[FoundNode | FoundTable],
        above: CountedMark | None,
        kind: SectionKind,
        *,
        duty: Refs = (),
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
        duty: Refs,
    ) -> Written:
        if isinstance(node, FoundTable):
            title = self.texts.of(node.title, plain=True) if node.title else ""
            return {"table": title, **pasted(node, self.texts), **note_of(node, self.texts)}
        if not node.label:
            return self._remarked(node, {"paragraph": self._sentence(node, duty, regular=True)})
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
        said = f"chỗ này chưa chắc ({node.text.place})"
        if node.why:
            said += ": số hoặc dấu ở đầu không nối tiếp danh sách nào"
        self.doubts.append(f"{node.text.place}: {f'{node.label} {node.text.text}'.strip()[:80]}")
        return Commented(made, said)

    def _labelled(self, node: FoundNode, mark: CountedMark, kind: SectionKind, *, duty: Refs) -> Written:
        if _is_heading(node):
            return self._headed(node, mark, kind, duty=duty)
        if not node.children:
            return self._leaf(node, kind, duty=duty)
        if self.facts and kind is SectionKind.DUTIES and not duty and (told := self._told(node)):
            return self.with_items(told, node, mark, kind, duty=told["agencies"])  # type: ignore[arg-type]
        made: dict[str, Written] = {"text": self._sentence(node, duty)}
        return self.with_items(made, node, mark, kind, duty=duty)

    def _headed(self, node: FoundNode, mark: CountedMark, kind: SectionKind, *, duty: Refs) -> Written:
        heading = self.texts.of(node.text, plain=True)
        made: dict[str, Written] = {}
        if self.facts and kind is SectionKind.DUTIES and not duty and (found := self._duty(node.text.text)):
            printed, made = found
            duty = made["agencies"]  # type: ignore[assignment]
            if printed.replace("\u00a0", " ") == node.text.text.strip():
                return self.with_items(made, node, mark, kind, duty=duty)
        made["heading"] = heading
        return self.with_items(made, node, mark, kind, duty=duty)

    def _duty(self, heading: str) -> tuple[str, dict[str, Written]] | None:
        """The bodies that a heading names, perhaps after words that say so, and how kehoach would head them."""
        lead_in = _LEAD_IN.match(heading)
        mentions = self.bodies.heading(heading[lead_in.end() :] if lead_in else heading)
        if not mentions:
            return None
        refs = tuple(dict.fromkeys(self.bodies.ref(one) for one in mentions))
        printed = self.bodies.joined(refs)
        if any(one.is_requested for one in mentions):
            return f"Đề nghị {printed}", {"agencies": refs, "request": "true"}
        return upper_first(printed), {"agencies": refs}

    def with_items(
        self, made: dict[str, Written], node: FoundNode, mark: CountedMark | None, kind: SectionKind, *, duty: Refs
    ) -> dict[str, Written]:
        """The keys of an item with those of what is below it; its first paragraphs are its text."""
        children = list(node.children)
        texts: list[str] = []
        while "text" not in made and children and _is_paragraph(children[0]):
            first = children.pop(0)
            assert isinstance(first, FoundNode)
            texts.append(self._sentence(first, duty, regular=True))
        if texts:
            made["text"] = Block("\n".join(texts))
        if self.facts and node.label and "agencies" not in made and (stated := self._fields(children, node, mark)):
            made = {"task": stated.pop("task"), **made, **stated}
        if children:
            self._above.append(node.text.text)
            asked, items = self.items(children, mark, kind, duty=duty)
            self._above.pop()
            if asked:
                made["list"] = str(asked)
            if fields := shared(items):
                made["fields"] = fields
                items = [{key: one for key, one in item.items() if key != "fields"} for item in items]  # type: ignore[union-attr]
            made["items"] = items
        return made

    def _fields(
        self, children: list[FoundNode | FoundTable], node: FoundNode, mark: CountedMark | None
    ) -> dict[str, Written]:
        """The facts that the first lines below a task state; these lines are taken away, kehoach prints them."""
        first = children[0] if children else None
        if not isinstance(first, FoundNode) or node.text.place in self.without:
            return {}
        usual = first.style is style_below(mark, has_heading=False)
        labels, facts, count = fields_of(children, self.bodies, self.texts)
        if not labels or not (usual or count == len(children)):
            return {}
        del children[:count]
        made: dict[str, Written] = {"task": self.take(node.text.place, short_id(short_name(node.text.text)))}
        made |= {} if usual else {"list": str(first.style)}
        return {**made, **facts, "fields": labels}

    def _leaf(self, node: FoundNode, kind: SectionKind, *, duty: Refs) -> Written:
        """A sentence, with the fact that it states where that is certain."""
        text = node.text.text
        plain = self.facts and node.text.place not in self.without and all(not run.note for run in node.text.runs)
        if plain and kind is SectionKind.TARGETS and (aimed := self.target_in(text, node.text.place)):
            return aimed
        if plain and kind is SectionKind.FUNDING and len(found := amounts_in(text)) == 1:
            name = short_name(_ABOUT.sub("", text[: found[0].start])) or short_name(text)
            self.stated[name] = node.text.place
            sentence = _put(text, (found[0].start, found[0].end, "{{ amount }}"))
            return {"fund": name, "amount": found[0].text, "text": Block(self.texts.years(sentence))}
        if plain and kind is SectionKind.DUTIES and not duty and (told := self._told(node)):
            return told
        if plain and duty and (deadline := deadline_in_sentence(text)):
            name = task_name(text, deadline.start)
            sentence = _put(text, (deadline.start, deadline.end, "{{ deadline }}"))
            made = {"task": self.take(node.text.place, short_id(name)), "name": name, "deadline": deadline.text}
            return {**made, "text": Block(self.texts.years(sentence))}
        return self._sentence(node, duty)

    def target_in(self, text: str, place: str) -> dict[str, Written] | None:
        """The target that a sentence states: one quantity aimed at, in the last year of the plan and in no other."""
        target = targets_in(text)
        if target is None or not target.name or self._is_of_another_year(text, has_baseline=bool(target.baseline)):
            return None
        baseline = self._baseline(text, target)
        made: dict[str, Written] = {
            "target": self.take(place, target.id or short_id(target.name)),
            "name": target.name,
        }
        made |= {"baseline": target.baseline} if baseline else {}
        made["value"] = target.value
        made |= {"better": target.better} if target.better else {}
        sentence = _put(text, (target.start, target.end, "{{ value }}"), *baseline)
        return {**made, "text": Block(self.texts.years(sentence))}

    def _is_of_another_year(self, text: str, *, has_baseline: bool) -> bool:
        """Whether a sentence, or a heading above it, names a year in which the plan does not end."""
        named = [int(year) for said in (text, *self._above) for year in _YEAR.findall(said)]
        if has_baseline:
            named = [year for year in named if year >= self.first_year]
        return any(year != self.last_year for year in named)

    def _baseline(self, text: str, target: FoundQuantity) -> list[tuple[int, int, str]]:
        """What takes the place of a baseline and its year; nothing where it is that of another year than the last:
        next year's draft puts the last result there.
        """
        if not target.baseline:
            return []
        made = [(target.baseline_start, target.baseline_end, "{{ baseline }}")]
        where = baseline_year(text.replace("\u00a0", " "), target.baseline_start, target.baseline_end)
        if where is None or not self.texts.year:
            return made
        start, end = where
        return [*made, (start, end, "{{ year - 1 }}")] if text[start:end] == str(self.texts.year - 1) else []

    def _told(self, node: FoundNode) -> dict[str, Written] | None:
        """A duty in a sentence that begins with who has it: "Sở Nội vụ: ...", "Sở Nội vụ có trách nhiệm ..."."""
        text = node.text.text.replace("\u00a0", " ")
        if verb := _SAYS_DUTY.search(text):
            names = self.bodies.named(text[: verb.start()])
            if names and all(one.id for one in names):
                refs = tuple(one.id for one in names)
                return {"agencies": refs, "heading": "none", "text": Block(self._sentence(node, refs))}
        label, colon, sentence = node.text.text.partition(": ")
        names = self.bodies.named(label) if colon and sentence else ()
        if not names or any(run.note for run in node.text.runs):
            return None
        refs = tuple(dict.fromkeys(self.bodies.ref(one) for one in names))
        made: dict[str, Written] = {"agencies": refs}
        if any(one.is_requested for one in names):
            made["request"] = "true"
        rest = FoundText(without_start(node.text.runs, len(label) + len(colon)), node.text.place)
        is_bold = node.text.runs[0].bold and not all(run.bold for run in rest.runs)
        made["label"] = f"**{label}**" if is_bold else label
        return {**made, "text": Block(self._sentence(replace(node, text=rest), refs))}

    def _sentence(self, node: FoundNode, duty: Refs = (), *, regular: bool = False) -> str:
        if self.facts and node.text.place not in self.without and (flow := flow_in(node.text.text)):
            self.flows.append((flow, duty))
        return self.texts.of(node.text, regular=regular)

    def take(self, place: str, wanted: str) -> str:
        """An id that no other item has, for what is stated at a place."""
        made, number = wanted or "muc", 1
        while made in self.taken:
            number += 1
            made = f"{wanted or 'muc'}-{number}"
        self.taken.add(made)
        self.stated[made] = place
        return made


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
