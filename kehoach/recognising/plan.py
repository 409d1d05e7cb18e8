"""A plan out of a document: frames, lines, parts, and what each part says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kehoach.frozen import replace
from kehoach.readers.document import PageBreak, ReadBlock, ReadDocument, ReadTable, TextLine
from kehoach.recognising.appendices import read_appendix
from kehoach.recognising.body import body_of, split_body
from kehoach.recognising.calls import TypedNotes, typed_notes
from kehoach.recognising.casing import Cases
from kehoach.recognising.decision import DecisionRead, read_decision
from kehoach.recognising.flat_tables import with_flat_tables
from kehoach.recognising.found import FoundDecision, FoundPlan, FoundText
from kehoach.recognising.frames import unfolded
from kehoach.recognising.head import HeadRead, parent_and_issuer, read_head
from kehoach.recognising.lines import found, is_capitals, is_rule, tidy, typed, whole
from kehoach.recognising.marks import capital_headings
from kehoach.recognising.pages import without_page_numbers
from kehoach.recognising.parts import DocumentParts, PaperParts, parts_of
from kehoach.recognising.tail import TailRead, read_tail
from kehoach.recognising.title import PreambleRead, TitleRead, read_preamble, read_title
from kehoach.recognising.tree import tree_of
from kehoach.recognising.wrapping import WrapWay, joined, way_of


def recognise(document: ReadDocument) -> FoundPlan:
    """The plan that a document holds, every word of it in one of the fields."""
    blocks = [
        replace(one, runs=tidy(one.runs)) if isinstance(one, TextLine) else one for one in unfolded(document.blocks)
    ]
    blocks, pages = without_page_numbers(with_flat_tables(blocks))
    blocks, notes, signs = typed_notes(blocks)
    reader = _PlanReader(way_of(blocks), [*pages, *signs])
    return reader.plan(parts_of(blocks), document, notes)


class _PlanReader:
    """Reads the parts one after another; gathers what is printed by itself and what is not understood."""

    def __init__(self, way: WrapWay, as_typed: list[FoundText]) -> None:
        self._way = way
        self._typed = as_typed
        self._rest: list[FoundText] = []

    def plan(self, parts: DocumentParts, document: ReadDocument, typed_notes: TypedNotes) -> FoundPlan:
        way = self._way
        first = parts.decision or parts.plan
        head = self._head(first)
        decision, decided = (self._decision(parts.decision, head.bodies)) if parts.decision else (None, DecisionRead())
        if parts.decision:
            self._second_head(parts.plan, head)
        title, text = self._title(parts.plan)
        before, sections, closing = split_body(body_of(text, way))
        preamble = self._preamble(before, decided, is_decided=parts.decision is not None)
        tail = self._tails(first, parts.plan)
        self._lose(parts.appendices[0])
        appendices = tuple(read_appendix(blocks, way) for blocks in parts.appendices[1:])
        lines = [*before, *(block for block in sections if isinstance(block, TextLine)), *closing]
        cases = Cases(_sentences(lines), head.place)
        parent, issuer = parent_and_issuer(head.bodies)
        return FoundPlan(
            parent=parent,
            issuer=issuer,
            number=head.number,
            symbol=head.symbol,
            place=head.place,
            date=head.date,
            type_name=parts.plan.type_name,
            subject=_regained(title.subject, cases),
            below_title=found(title.below) if title.below else None,
            addressees=tuple(preamble.addressees),
            decision=decision and FoundDecision(_regained_text(decision.subject, cases), decision.articles),
            bases=tuple(preamble.bases),
            opening=tuple(preamble.opening),
            sections=tree_of(sections, capital_headings(sections)),
            closing=tuple(whole(line) for line in closing),
            recipients=tuple((text, tuple(items)) for text, items in tail.recipients),
            archive=tail.archive,
            signature=tail.signature,
            appendices=appendices,
            notes=self._notes(document, typed_notes),
            not_understood=tuple(self._rest),
            as_typed=tuple(self._typed),
        )

    def _head(self, paper: PaperParts) -> HeadRead:
        head = read_head(self._lines(paper.head))
        self._typed += head.typed
        self._rest += head.rest
        self._typed += [whole(line) for line in paper.type_lines]
        return head

    def _second_head(self, paper: PaperParts, first: HeadRead) -> None:
        """The letterhead of a plan behind its decision, which has said it all; what it adds is not understood."""
        lines = self._lines(paper.head)
        head = read_head(lines)
        self._typed += [*head.typed, *(whole(line) for line in paper.type_lines)]
        self._rest += head.rest
        for line in lines:
            if whole(line) not in head.typed and whole(line) not in head.rest:
                self._typed.append(whole(line))

    def _title(self, paper: PaperParts, bodies: Sequence[str] = ()) -> tuple[TitleRead, list[ReadBlock]]:
        text: list[ReadBlock] = [block for block in paper.text if not isinstance(block, PageBreak)]
        title = read_title(_leading_lines(text), self._way, bodies)
        return title, text[title.used :]

    def _decision(self, paper: PaperParts, bodies: Sequence[str]) -> tuple[FoundDecision, DecisionRead]:
        title, text = self._title(paper, bodies)
        read = read_decision(joined(self._lines(text), self._way))
        self._typed += read.typed
        self._rest += read.rest
        if title.below:
            self._rest.append(found(title.below))
        subject = found(title.subject) if title.subject else FoundText((), "")
        return FoundDecision(subject, tuple(tuple(article) for article in read.articles)), read

    def _preamble(self, before: Sequence[TextLine], decided: DecisionRead, *, is_decided: bool) -> PreambleRead:
        read = read_preamble(before)
        self._typed += read.typed
        if is_decided:
            read.opening = [*read.bases, *read.opening]
            read.bases = decided.bases
        return read

    def _tails(self, first: PaperParts, plan: PaperParts) -> TailRead:
        tail = read_tail(self._lines(first.tail))
        self._typed += tail.typed
        self._rest += tail.rest
        if plan is first:
            return tail
        lines = self._lines(plan.tail)
        second = read_tail(lines)
        if (tail.recipients or tail.signs) and (second.recipients or second.signs):
            self._rest += [whole(line) for line in lines]  # signed twice: the decision's signature counts
            return tail
        self._typed += second.typed
        self._rest += second.rest
        return tail if tail.recipients or tail.signs else second

    def _notes(self, document: ReadDocument, at_end: TypedNotes) -> dict[str, tuple[FoundText, ...]]:
        notes = {key: tuple(whole(line) for line in joined(lines, self._way)) for key, lines in document.notes.items()}
        return notes | {key: tuple(whole(line) for line in joined(lines, self._way)) for key, lines in at_end.items()}

    def _lines(self, blocks: Iterable[ReadBlock]) -> list[TextLine]:
        """The lines of a part that has no tables; those of a table there are not understood."""
        lines: list[TextLine] = []
        for block in blocks:
            if isinstance(block, ReadTable):
                self._rest += [whole(line) for row in block.rows for cell in row if cell for line in cell.lines]
            elif isinstance(block, TextLine) and not is_rule(block.text + block.label):
                lines.append(typed(block))
        return lines

    def _lose(self, blocks: Iterable[ReadBlock]) -> None:
        self._rest += [whole(line) for line in self._lines(blocks)]


def _leading_lines(blocks: Sequence[ReadBlock]) -> list[TextLine]:
    """The lines before the first table."""
    lines: list[TextLine] = []
    for block in blocks:
        if isinstance(block, ReadTable):
            break
        if isinstance(block, TextLine):
            lines.append(block)
    return lines


def _sentences(lines: Iterable[TextLine]) -> list[str]:
    return [line.text for line in lines]


def _regained(line: TextLine | None, cases: Cases) -> FoundText | None:
    return _regained_text(found(line), cases) if line else None


def _regained_text(text: FoundText, cases: Cases) -> FoundText:
    return FoundText(cases.of_runs(text.runs), text.place) if is_capitals(text.text) else text
