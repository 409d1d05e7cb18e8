"""Giving a thing another id everywhere: in the plan, the registry, results and the plans of other years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import PurePath

from kehoach.diagnostics import _
from kehoach.editing.document import Document
from kehoach.editing.expected import is_renamed
from kehoach.editing.meaning import text_of
from kehoach.editing.model_types import Path
from kehoach.editing.references import WITH_PLACES, Occurrence, place_kind, with_other_id
from kehoach.editing.refusal import Refused
from kehoach.editing.values import set_value
from kehoach.edits import Edit
from kehoach.frozen import attribute, frozen
from kehoach.parse.words import is_identifier
from kehoach.source import Source, TextNode
from kehoach.vietnamese import nfc, slug
from kehoach.yaml_text import written

OF_ALL_YEARS = ("target", "task", "period", "fund")
"""Kinds of ids that the plans of one name share over the years, so that reports can compare."""


@frozen
class PlanFiles:
    """A plan and its results files."""

    plan: Document
    results: tuple[Document, ...] = ()

    @property
    def documents(self) -> tuple[Document, ...]:
        """The plan first, then its results."""
        return (self.plan, *self.results)

    @property
    def name(self) -> str:
        """The name that it has in every year."""
        return nfc(PurePath(self.plan.source.path).stem)

    @cached_property
    def own_agencies(self) -> frozenset[str]:
        """The ids of agencies that the plan has itself: there the registry's do not count."""
        found = self.plan.occurrences
        return frozenset(one.id for one in found if one.kind == "agency" and one.is_definition)


@frozen
class Renaming:
    """How to give a thing another id: edits by the path of the file, and results files that get another name."""

    edits: Mapping[str, tuple[Edit, ...]]
    moves: Mapping[str, str] = attribute(factory=dict)
    """Of each results file of a period: its new path."""


@frozen
class WorkspaceFiles:
    """The files among which ids are shared: the registry, and plans with their results.

    `unread` are files that cannot be read, by their paths, each with the reason.
    """

    registry: Document | None
    plans: tuple[PlanFiles, ...]
    unread: Mapping[str, Refused] = attribute(factory=dict)

    def scope(self, kind: str, identity: str, source: Source) -> tuple[Document, ...]:
        """The files in which an id that is used in `source` means the same thing."""
        here = self._plan_of(source)
        if kind == "agency":
            if here and identity in here.own_agencies:
                return here.documents
            shared = (one for one in self.plans if identity not in one.own_agencies)
            first = (self.registry,) if self.registry else ()
            return (*first, *(document for one in shared for document in one.documents))
        if here is None:
            return ()
        if kind in OF_ALL_YEARS:
            return tuple(document for one in self.plans if one.name == here.name for document in one.documents)
        return (here.plan,)

    def occurrences(self, kind: str, identity: str, source: Source) -> tuple[Occurrence, ...]:
        """Every place where the thing is given its id or referred to, file by file."""
        return tuple(one for document in self.scope(kind, identity, source) for one in _meant(document, kind, identity))

    def rename(self, kind: str, old: str, new: str, source: Source) -> Renaming:
        """The edits that give a thing another id. `source` is a file that knows it by the old one.

        Raises Refused: the new id is none, is taken, or a file cannot be read.
        """
        self._refuse_if_unread(kind, old, source)
        if kind == "fund":
            new = text_of(new)
        if not (new if kind == "fund" else is_identifier(new)):
            raise Refused(
                _("{value} cannot be an id", value=f'"{new}"'), _("perhaps {suggestion}?", suggestion=slug(new) or "id")
            )
        scope = self.scope(kind, old, source)
        if new == old:
            return Renaming({})
        own = {id(document) for one in self.plans if new in one.own_agencies for document in one.documents}
        for document in scope:
            if kind == "agency" and scope[0] is self.registry and id(document) in own:
                if _meant(document, kind, old):  # it would take its own body for that of the registry
                    raise _taken(new, document)
            else:
                _refuse_if_taken(document, kind, old, new)
        edits = {document.source.path: found for document in scope if (found := _renamed(document, kind, old, new))}
        if not edits:
            raise Refused(_("nothing here has the id {id}", id=old))
        return Renaming(edits, dict(self._moves(scope, old, new)) if kind == "period" else {})

    def _plan_of(self, source: Source) -> PlanFiles | None:
        """The plan whose file, or one of whose results files, it is."""
        return next((one for one in self.plans if any(d.source.path == source.path for d in one.documents)), None)

    def _refuse_if_unread(self, kind: str, identity: str, source: Source) -> None:
        """Refuse where a file that cannot be read may know the thing."""
        here = self._plan_of(source)
        is_shared = kind == "agency" and not (here and identity in here.own_agencies)
        for path, refusal in self.unread.items():
            names = {nfc(PurePath(path).stem), nfc(PurePath(path).parent.name)}  # of a plan, and of a results file
            if is_shared or (here and here.name in names and kind not in ("note", "place")):
                raise refusal

    def _moves(self, scope: tuple[Document, ...], old: str, new: str) -> Iterator[tuple[str, str]]:
        for document in scope:
            path = PurePath(document.source.path)
            if document.kind == "results" and path.stem == old:
                yield str(path), str(path.with_stem(new))


def _meant(document: Document, kind: str, identity: str) -> list[Occurrence]:
    """The occurrences in a file of the thing of that kind; `place('id')` too, where it means that."""
    found = document.occurrences
    kinds = _kinds(found, kind, identity)
    return [one for one in found if one.id == identity and one.kind in kinds and (one.kind == kind or one.in_text)]


def _kinds(found: tuple[Occurrence, ...], kind: str, identity: str) -> frozenset[str]:
    """The kinds of calls that mean the thing."""
    if kind in WITH_PLACES and place_kind(found, identity) == kind:
        return frozenset((kind, "place"))
    return frozenset((kind,)) - {"place"} if kind != "place" else frozenset()


def _taken(new: str, document: Document) -> Refused:
    return Refused(
        _("the id {id} is used already in {file}: two things would become one", id=new, file=document.source.file),
        _("choose another id"),
    )


def _refuse_if_taken(document: Document, kind: str, old: str, new: str) -> None:
    found = document.occurrences
    if any(one.id == new and one.kind == kind for one in found):
        raise _taken(new, document)
    if kind not in WITH_PLACES:
        return
    called = {one.id for one in found if one.kind == "place" and one.in_text}
    given = {one.id for one in found if one.kind in WITH_PLACES and one.is_definition}
    if new in called or (old in called and new in given):
        raise _taken(new, document)


def _renamed(document: Document, kind: str, old: str, new: str) -> tuple[Edit, ...]:
    """The edits of one file, once it is sure that they change nothing else."""
    found = _meant(document, kind, old)
    if not found:
        return ()
    if hidden := next((one for one in found if not one.is_placed), None):
        raise Refused(
            _(
                "{file}, line {line}: this text has escapes, so the id {id} in it cannot be replaced",
                file=document.source.file, line=hidden.span.line, id=old,
            ),
            _("write the text as a block, below >"),
        )  # fmt: skip
    kinds = _kinds(document.occurrences, kind, old)
    edits: set[Edit] = set()
    keys: dict[Path, str] = {}
    texts: dict[Path, str] = {}
    for one in found:
        node = document.find(one.path)
        if one.is_key:
            holder = document.home(one.path)
            assert holder is not None
            key = holder.holder.entries[holder.index].key  # type: ignore[union-attr]
            edits.add(Edit(key.span.start, key.span.end, written(new, key.style, flow=holder.flow)))
            keys[one.path] = new
        elif one.in_text:
            assert isinstance(node, TextNode)
            edits.add(Edit(one.span.start, one.span.end, new))
            texts[one.path] = with_other_id(str(node.value), kinds, old, new)
        elif kind == "fund":
            edits.update(set_value(document, one.path, new))
            texts[one.path] = new
        else:
            assert isinstance(node, TextNode)
            home = document.home(one.path)
            in_block = node.style in ("|", ">")
            put = new if in_block else written(new, node.style, flow=bool(home and home.flow))
            edits.add(Edit(one.span.start, one.span.end, put))
            texts[one.path] = new
    made = tuple(sorted(edits))
    if not is_renamed(document.root, document.with_edits(made).root, texts, keys):
        raise Refused(_("{file} cannot be changed without changing something else", file=document.source.file))
    return made
