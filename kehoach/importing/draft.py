"""The plan file of what was found in a document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from kehoach.frozen import frozen, replace
from kehoach.importing.bodies import Bodies
from kehoach.importing.closing_sign import text_without_sign, without_sign
from kehoach.importing.fact_tables import FactTables
from kehoach.importing.plan_years import issued_between, stated_years, years_of
from kehoach.importing.table_proof import prints_as_found
from kehoach.importing.tables import note_of, pasted
from kehoach.importing.texts import FileTexts, harmless, note_id
from kehoach.importing.titles import begun, cut, is_part
from kehoach.importing.tree import CountedMark, Refs, TreeWriter
from kehoach.model import labels
from kehoach.model.agency import Agencies
from kehoach.model.items import ListStyle
from kehoach.model.plan import SectionKind
from kehoach.nghi_dinh_30 import DOCUMENT_TYPES
from kehoach.recognising.casing import Cases
from kehoach.recognising.facts_bases import basis_in
from kehoach.recognising.facts_reports import FoundFlow
from kehoach.recognising.found import FoundAppendix, FoundNode, FoundPlan, FoundTable, FoundText
from kehoach.recognising.lines import is_capitals
from kehoach.recognising.section_kinds import kind_of
from kehoach.recognising.signers import FoundSigner, signer_in
from kehoach.undecided import written as undecided
from kehoach.vietnamese import fold, roman
from kehoach.yaml_text import Block, Commented, Written, document

_YEARLY = re.compile(r"(?i)\b20\d\d\b|h[ằà]ng (?:năm|quý|tháng)")
"""What a day of a plan of several years has: the year, or that it returns."""
_ENDS = re.compile(r"\s{0,40}(?:\./\.|\.|;|,|:)?\s{0,40}$")
_WORDS = re.compile(r"[a-z]+|\d+")


@frozen
class PlanDraft:
    """The text of a plan file, the year it is for, and what a person should look at."""

    text: str
    year: int
    doubts: tuple[str, ...]
    stated: Mapping[str, str]
    """Of each target, task and source of funding, by id or name: the place of the sentence that states it."""


def draft(
    found: FoundPlan, agencies: Agencies, *, facts: bool = True, without: frozenset[str] = frozenset()
) -> PlanDraft:
    """The plan file of a plan that was found, with the bodies of a registry.

    Without `facts` it is only its texts; `without` are the places whose texts stay as they are.
    """
    writer = _Draft(found, agencies, facts=facts, without=without)
    text = document(writer.root())
    return PlanDraft(text, writer.first_year, tuple(writer.tree.doubts), dict(writer.tree.stated))


class _Draft:
    def __init__(self, found: FoundPlan, agencies: Agencies, *, facts: bool, without: frozenset[str]) -> None:
        self.found = found if found.closing else replace(found, sections=without_sign(found.sections))
        self.facts = facts
        self.years = years_of(found, _sentences(found))
        self.first_year = int(self.years[:4])
        year = self.first_year if facts and len(self.years) == 4 else 0
        self.texts = FileTexts(year, found.subject.text if found.subject else "")
        self.bodies = Bodies(agencies, issued_between(found, self.years))
        self.tree = TreeWriter(self.texts, self.bodies, facts, self.first_year, int(self.years[-4:]), without)
        self.signer = signer_in(found.signature.lines)
        self.cases = Cases(_sentences(found), found.place)
        self.issuer = self.bodies.issuer(found, self.signer, self.cases) if found.issuer else ""

    def root(self) -> dict[str, Written]:
        """The whole file, its keys in the order of the plan format."""
        found = self.found
        made: dict[str, Written] = {"year": self._year()}
        if (type_ := _type(found.type_name)) != "KH":
            made["type"] = type_
        made["issuer"] = self.issuer or undecided("cơ quan nào ban hành")
        made["number"] = found.number
        made["date"] = _date(found.date)
        made["subject"] = self._subject(found.subject)
        if found.below_title and not (found.decision and self._is_link(found.below_title)):
            made["below_title"] = self.texts.of(found.below_title, plain=True)
        if found.addressees:
            made["addressees"] = [_ended(self.texts.of(one)) for one in found.addressees]
        style = self._style()
        sections = list(self._sections(style))
        if style is not ListStyle.ROMAN:
            made["list"] = (str(style),)
        if found.decision:
            made["decision"] = {
                "subject": self._subject(found.decision.subject),
                "articles": [Block(self._closed(article)) for article in found.decision.articles],
            }
        if found.bases:
            made["bases"] = [self._basis(basis) for basis in found.bases]
        if found.opening:
            made["opening"] = Block(self.texts.of(found.opening))
        elif not found.decision:
            made["opening"] = "none"
        made["sections"] = sections
        if found.closing:
            made["closing"] = Block(self._closed(found.closing))
        if self.tree.flows:
            made["reporting"] = [self._flow(number, *flow) for number, flow in enumerate(self.tree.flows, 1)]
        made["recipients"] = list(self._recipients()) or [undecided("nơi nhận")]
        made["archive"] = _ended(harmless(found.archive)) or undecided("lưu ở đâu")
        made["signature"] = self._signature()
        appendices = [self._appendix(number, one) for number, one in enumerate(found.appendices, 1)]
        if self.bodies.own:
            made["agencies"] = dict(self.bodies.own)
        if found.notes:
            made["notes"] = {note_id(key): Block(self.texts.of(texts)) for key, texts in found.notes.items()}
        if appendices:
            made["appendices"] = appendices
        return made

    def _year(self) -> Written:
        if stated_years(self.found):
            return self.years
        self.tree.doubts.append(f"năm của kế hoạch: {self.years}")
        return Commented(self.years, "năm này chưa chắc: trích yếu và ngày ban hành không có năm")

    def _subject(self, subject: FoundText | None) -> Written:
        if subject is None or not subject.text.strip():
            return undecided("kế hoạch về việc gì")
        return self.texts.of(subject, plain=True, is_subject=True)

    def _closed(self, paragraphs: Sequence[FoundText]) -> str:
        """Paragraphs without the closing sign, which kehoach prints by itself."""
        return self.texts.of([*paragraphs[:-1], text_without_sign(paragraphs[-1])]) if paragraphs else ""

    def _basis(self, basis: FoundText) -> Written:
        found = basis_in(basis.text) if self.facts and basis.place not in self.tree.without else None
        if found is None:
            return Block(_ended(self.texts.of(basis)))
        made: dict[str, Written] = {} if found.verb == "Căn cứ" else {"verb": found.verb}
        made["type"] = found.type
        issuer = found.issuer
        if issuer:
            issuer = self.bodies.known_as(issuer) or issuer
        known = {
            "number": found.number,
            "date": found.date,
            "issuer": issuer,
            "subject": self.texts.years(found.subject),
        }
        return made | {key: value for key, value in known.items() if value}

    # Sections

    def _style(self) -> ListStyle:
        """The style of the first section with a label, or with a heading that has none."""
        for node in self.found.sections:
            headed = node.children if isinstance(node, FoundNode) and is_part(node) else (node,)
            for section in headed:
                if isinstance(section, FoundNode) and section.number and (section.style or not section.label):
                    return section.style or ListStyle.NONE
        return ListStyle.ROMAN

    def _sections(self, style: ListStyle) -> Iterator[Written]:
        """The sections; `style` is how those are numbered that have no mark of their own."""
        number = parts = 0
        part: dict[str, Written] = {}
        for node in self.found.sections:
            nodes: Sequence[FoundNode | FoundTable] = (node,)
            if isinstance(node, FoundNode) and is_part(node):
                number, parts = 0, parts + 1
                part, nodes = self._part(node, parts), node.children
                if not nodes:
                    yield {"kind": "text", **part, "heading": "none"}
            for section in nodes:
                if isinstance(section, FoundTable) or not section.number:
                    asked, items = self.tree.items((section,), None, SectionKind.TEXT)
                    style_of_items = {"list": str(asked)} if asked else {}
                    yield {"kind": "text", **part, "heading": "none", **style_of_items, "items": items}
                else:
                    yield self._section(section, labels.label_of(style, number + 1), number + 1, part)
                    number = section.number or number + 1
                part = {}

    def _part(self, node: FoundNode, number: int) -> dict[str, Written]:
        """The title of a Phần, and its label where kehoach counts another."""
        made: dict[str, Written] = {"part": title} if (title := self._small(node.text)) else {}
        typed = node.label.rstrip(".:/ ")
        if not title or typed.casefold() != f"phần {roman(number)}".casefold():
            made["part_mark"] = typed
        return made

    def _section(self, node: FoundNode, expected: str, number: int, part: dict[str, Written]) -> dict[str, Written]:
        style = node.style or ListStyle.ROMAN
        kind = kind_of(node.text.text)
        made: dict[str, Written] = {"kind": str(kind)}
        if node.label != expected:
            made["mark"] = node.label
        made |= part
        node = cut(node)
        made["heading"] = self._small(node.text)
        mark = CountedMark(style, node.number or number, node.label) if node.label else None
        return self.tree.with_items(made, node, mark, kind, duty=())

    def _small(self, text: FoundText) -> str:
        """A title with the small letters that its sentences show, where kehoach prints it in capitals."""
        if not is_capitals(text.text):
            return self.texts.of(text, plain=True)
        return self.texts.runs(self.cases.of_runs(text.runs), plain=True)

    def _flow(self, number: int, flow: FoundFlow, duty: Refs) -> Written:
        made: dict[str, Written] = {}
        if senders := tuple(self.bodies.ref(one) for one in flow.senders) or duty:
            made["from"] = senders
        made["to"] = self.bodies.id_of(flow.to)
        if flow.through:
            made["through"] = self.bodies.id_of(flow.through)
        periods = []
        for period in flow.periods:
            id_ = period.id if number == 1 else f"{period.id}-{number}"
            due = period.due if self.texts.year or _YEARLY.search(period.due) else ""
            periods.append({"id": id_, "name": period.name, **({"due": due} if due else {})})
        made["periods"] = periods
        return made

    # The end

    def _recipients(self) -> Iterator[Written]:
        for recipient, below in self.found.recipients:
            text = _ended(self.texts.of(recipient, plain=True))
            if below:
                yield {"text": text, "items": [_ended(self.texts.of(one, plain=True)) for one in below]}
            else:
                yield text

    def _signature(self) -> dict[str, Written]:
        signer = self.signer or FoundSigner((), " ".join(self.found.signature.lines).capitalize())
        made: dict[str, Written] = {}
        if signer.authority:
            made["authority"] = signer.authority
        made["title"] = signer.title or undecided("chức vụ người ký")
        if signer.office:
            made["office"] = signer.office
        made["name"] = harmless(self.found.signature.name) or undecided("họ và tên người ký")
        return made

    def _is_link(self, line: FoundText | None) -> bool:
        """Whether a line below a title is the one that kehoach prints: what it belongs to, of which day, by whom."""
        found = self.found
        type_ = "Quyết định" if found.decision else found.type_name
        date = " ".join(
            f"{word} {value or ''}" for word, value in zip(("ngày", "tháng", "năm"), found.date, strict=True)
        )
        link = f"kèm theo {type_} số {found.number}/{found.symbol} {date} của {self.bodies.name_of(self.issuer)}"
        return line is not None and _spoken_words(line.text) == _spoken_words(link)

    def _appendix(self, number: int, found: FoundAppendix) -> Written:
        found = replace(found, blocks=without_sign(found.blocks))
        tables = [block for block in found.blocks if isinstance(block, FoundTable)]
        is_table = len(found.blocks) == 1 and len(tables) == 1 and not tables[0].title and not found.note
        made: dict[str, Written] = {"kind": "table" if is_table else "text"}
        counted = f"Phụ lục {roman(number)}" if len(self.found.appendices) > 1 else "Phụ lục"
        mark, title = found.label, found.title
        if not mark and title.text:
            mark, title = begun(title)
        if mark and fold(mark) != fold(counted):
            made["mark"] = mark
        made["title"] = self._small(title) or undecided("tên phụ lục")
        if not self._is_link(found.below_title):
            made["below_title"] = self.texts.of(found.below_title, plain=True) if found.below_title else "none"
        if found.landscape:
            made["landscape"] = "true"
        if not found.is_closed:
            made["closing_sign"] = "false"
        if is_table and (facts := self._facts_of(tables[0])):
            return {**made, **facts}
        if is_table:
            return {**made, **pasted(tables[0], self.texts), **note_of(tables[0], self.texts)}
        asked, items = self.tree.items(found.blocks, None, SectionKind.TEXT)
        if asked:
            made["list"] = str(asked)
        made["items"] = items
        if found.note:
            made["note"] = self.texts.of(found.note)
        return made

    def _facts_of(self, table: FoundTable) -> dict[str, Written] | None:
        """A table as one of facts, where it prints the same so."""
        if not self.facts or table.place in self.tree.without:
            return None
        own = dict(self.bodies.own)
        made = FactTables(self.tree, table.place).written(table)
        around: dict[str, Written] = {"year": self.years, "issuer": self.issuer or "-"}
        around |= {"agencies": self.bodies.own} if self.bodies.own else {}
        around |= {"notes": {note_id(key): "-" for key in self.found.notes}} if self.found.notes else {}
        if made and prints_as_found(made, table, around, self.bodies.agencies):
            return made
        self.bodies.forget(own)
        return None


def _type(name: str) -> str:
    known = {fold(full): code for code, full in DOCUMENT_TYPES.items() if code in ("KH", "CTr", "PA", "ĐA")}
    return known.get(fold(name), "KH")


def _date(date: tuple[int, int, int]) -> str:
    day, month, year = date
    if not year:
        return ""
    return f"{day}/{month}/{year}" if day and month else f"{month}/{year}" if month else str(year)


def _spoken_words(text: str) -> list[str]:
    """The words and numbers of a text, whatever blanks, signs and zeros are between and before them; a date is the
    same in words and in figures.
    """
    spoken = fold(text).replace("uy ban nhan dan", "ubnd")
    return [word.lstrip("0") for word in _WORDS.findall(spoken) if word not in ("thang", "nam")]


def _ended(text: str) -> str:
    """A line without the stop at its end, which kehoach prints by itself."""
    return _ENDS.sub("", text)


def _sentences(found: FoundPlan) -> list[str]:
    def below(nodes: Sequence[FoundNode | FoundTable]) -> Iterator[str]:
        for node in nodes:
            if isinstance(node, FoundNode):
                yield node.text.text
                yield from below(node.children)

    return [*(one.text for one in (*found.opening, *found.bases, *found.closing)), *below(found.sections)]
