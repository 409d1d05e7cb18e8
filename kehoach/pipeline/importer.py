"""A document made into a plan file: read, recognised, written, composed again and compared."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from kehoach.country.registry import registry_text
from kehoach.diagnostics import Finding, KehoachError, Severity, UnreadableFile, _
from kehoach.documents.paper import Paper
from kehoach.documents.plan import compose_plan
from kehoach.frozen import frozen, replace
from kehoach.importing.draft import PlanDraft, draft
from kehoach.importing.proof import ImportProof, proof
from kehoach.importing.typed_errors import with_ignores
from kehoach.model.agency import Agencies
from kehoach.pipeline.examine import Examined, look_at_plan, look_at_registry
from kehoach.readers.document import ReadDocument
from kehoach.recognising.found import FoundPlan
from kehoach.recognising.plan import recognise
from kehoach.recognising.words import words_of
from kehoach.source import Source
from kehoach.storage.files import read_bytes

KINDS = (".docx", ".docm", ".doc", ".odt", ".rtf", ".pdf", ".txt", ".md")


@frozen
class ImportedPlan:
    """A draft with its proof. `examined` is it, read and checked for errors; `registry` the text of one for it, ""
    where there is one already.
    """

    document: ReadDocument
    found: FoundPlan
    draft: PlanDraft
    paper: Paper | None
    proof: ImportProof | None
    examined: Examined
    registry: str = ""
    with_facts: bool = True

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The errors that `check` finds in the draft; warnings are not looked for."""
        return tuple(finding for finding in self.examined.findings if finding.severity is Severity.ERROR)

    @property
    def kept_errors(self) -> tuple[Finding, ...]:
        """The errors that the document has itself: the draft has them too, and a comment at each."""
        return tuple(finding for finding in self.examined.ignored if finding.severity is Severity.ERROR)

    @property
    def is_certain(self) -> bool:
        """Whether every word is in the draft, and nothing of it doubtful."""
        proved = self.proof is not None and not self.proof.lost and not self.proof.added
        doubts = self.draft.doubts or self.found.not_understood or not self.with_facts
        return proved and not doubts and not self.examined.stops and not self.kept_errors


def read_document(path: Path) -> ReadDocument:
    """The lines of a document of any kind that can be read. Raises UnreadableFile, EnvironmentFailure."""
    data = read_bytes(path)
    if path.suffix.lower() not in KINDS:
        raise UnreadableFile(
            _("{path} is no document that can be read", path=path.name),
            _("one of these: {kinds}; in Word: Save As, Word Document (.docx)", kinds=", ".join(KINDS)),
        )
    if data.startswith(b"%PDF") or path.suffix.lower() == ".pdf":
        from kehoach.readers.pages.pdf import read_pdf

        return read_pdf(data, path.name)
    from kehoach.reading.kinds import OfficeKind, office_kind

    kind = office_kind(data, path.name)
    if kind is None:
        from kehoach.readers.pages.plain_text import read_text

        return read_text(data, path.name)
    from kehoach.reading.word import read_word

    if kind is not OfficeKind.DOCX:
        from kehoach.pdf.office_files import as_docx

        data = as_docx(data, kind.value, path.name)
    return read_word(data, path.name)


def imported(document: ReadDocument, agencies: Agencies | None, name: str) -> ImportedPlan:
    """The plan of a document. `agencies` is the registry it goes with; None: one of its issuer is made, where the
    country has that unit. `name` is that of the document. Raises UnreadableFile for a document without a word.
    """
    found = recognise(document)
    if not words_of(found):
        raise UnreadableFile(_("there are no words in {path}", path=name), _("is it the right file?"))
    text = "" if agencies is not None else registry_of(found)
    if agencies is None:
        agencies = _agencies_of(text)
    without: frozenset[str] = frozenset()
    for _turn in range(_TURNS):
        made = _made(document, found, agencies, name, text, without=without)
        if made.proof is not None and not made.examined.stops:
            break
        further = _places_of_errors(made) - without
        if not further:
            break
        without |= further
    if made.proof is None or made.examined.stops:
        plain = _made(document, found, agencies, name, text, facts=False)
        is_better = made.proof is None or len(plain.errors) < len(made.errors)  # an error of the document itself stays
        made = plain if plain.proof is not None and is_better else made
    return _printing(made, agencies)


_TURNS = 3
"""How often facts that `check` refuses are left out, before all of them are."""


def _printing(made: ImportedPlan, agencies: Agencies) -> ImportedPlan:
    """The draft with its own errors silenced that the document has too, so that it prints as the document does."""
    errors = [one for one in made.errors if not one.vital]
    if not errors:
        return made
    text = with_ignores(made.draft.text, errors)
    examined = look_at_plan(Source(made.examined.source.path, text), agencies, errors_only=True)
    if sum(one.severity is Severity.ERROR for one in examined.findings) >= len(made.errors):
        return made
    return replace(made, draft=replace(made.draft, text=text), examined=examined)


def _places_of_errors(made: ImportedPlan) -> frozenset[str]:
    """The places of the sentences whose facts have an error."""
    if made.examined.plan is None:
        return frozenset()
    lines = [one.span.line for one in made.errors]
    found = set()
    for item in (placed.item for placed in made.examined.plan.placed):
        keys = (getattr(item, key, None) for key in ("target", "task", "fund"))
        places = {made.draft.stated[str(key)] for key in keys if key and str(key) in made.draft.stated}
        if places and any(item.span.line <= line <= item.span.end_line for line in lines):
            found |= places
    for basis, typed in zip(made.examined.plan.bases, made.found.bases, strict=False):
        if any(basis.span.line <= line <= basis.span.end_line for line in lines):
            found.add(typed.place)
    return frozenset(found)


def _made(
    document: ReadDocument,
    found: FoundPlan,
    agencies: Agencies,
    name: str,
    registry: str,
    *,
    facts: bool = True,
    without: frozenset[str] = frozenset(),
) -> ImportedPlan:
    made = draft(found, agencies, facts=facts, without=without)
    examined = look_at_plan(Source(name, made.text), agencies, errors_only=True)
    paper = compose_plan(examined.plan, examined.agencies) if examined.plan else None
    proved = proof(document, found, paper) if paper else None
    return ImportedPlan(document, found, made, paper, proved, examined, registry, facts)


# The registry of the issuer


def registry_of(found: FoundPlan) -> str:
    """The registry that `init --for` writes for the unit that issues a plan, "" where the country has none such."""
    from kehoach.country.asked import office

    issuer = " ".join(found.issuer)
    unit = re.sub(r"(?i)^(?:[uủỷyý]+ ban nhân dân|ubnd)\s+", "", issuer).strip()
    for asked in (*(f"{unit}, {province}" for province in _provinces_named(found)), unit):
        try:
            return registry_text(office(asked))
        except KehoachError:
            continue
    return ""


def _provinces_named(found: FoundPlan) -> list[str]:
    """The provinces that a plan names, the most often named first."""
    from kehoach.country.units import provinces

    text = " ".join(words_of(found))
    count = Counter({unit.titled: text.count(unit.titled.casefold()) for unit in provinces().values()})
    return [name for name, times in count.most_common(2) if times]


def _agencies_of(text: str) -> Agencies:
    if not text:
        return Agencies({})
    return look_at_registry(Source("agencies.yaml", text)).agencies
