"""KH7: whether everybody who has something to do is among the recipients."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from kehoach.diagnostics import Severity, _
from kehoach.model.agency import Agencies
from kehoach.model.base import Located, Ref
from kehoach.model.items import Duty, Task
from kehoach.model.plan import Plan
from kehoach.model.prose import BRACES, Call, Form, Prose
from kehoach.nghi_dinh_30 import ANNEX_I
from kehoach.patterns import regex
from kehoach.rules import RuleBook, Violation
from kehoach.vietnamese import fold

book = RuleBook()

_EVERYBODY = regex(
    r"^(?:nhu|cac muc|muc) |\bmuc [ivx\d]+|lien quan|\bco quan, (?:don vi|to chuc|ban)|\bcac (?:co quan|don vi)\b"
    r"|\bthanh vien\b"
)
"""Lines that may mean anybody: Như Điều 3, Các cơ quan, đơn vị liên quan, Thành viên Ban Chỉ đạo."""
_OFFICES = regex(r"\bso, |\bso,? (?:ban|nganh)|\bcac (?:so|phong|ban|nganh|phong ban)\b(?! ?:)|\b(?:ban|nganh)\b,")
"""Lines for all offices of the administration: Các sở, ban, ngành; Các phòng, ban."""
_COMMUNES = regex(r"\b(?:xa|phuong|dac khu|thi tran|cac dia phuong)\b")
_DISTRICTS = regex(r"\b(?:huyen|quan|thi xa|thanh pho|cac dia phuong)\b")
_UNIONS = regex(r"\bmat tran\b|mttq|\bdoan the\b|chinh tri|\bcac hoi\b|\bhoi, doan\b")
_SECRETARIAT = regex(r"\bvp|\bvan phong\b|\bcvp\b|\bldvp\b")

_COMMUNE = regex(r"(?:ubnd |uy ban nhan dan )?(?:cac |cap )?(?:xa|phuong|dac khu|thi tran)\b")
_DISTRICT = regex(r"(?:ubnd |uy ban nhan dan )?(?:cac |cap )?(?:huyen|quan|thi xa|thanh pho)\b")
_UNION = regex(
    r"(?:uy ban |ub ?)?(?:mat tran|mttq)"
    r"|(?:cac )?(?:hoi(?! dong)|doan the|to chuc chinh tri|lien doan lao dong|doan thanh nien)\b"
)
_SEVERAL = regex(r"(?:cac|nhung) |.*[,;]")
_KIND = regex(
    r"(?:so|phong|ban|chi cuc|cuc|trung tam|vien|truong|hoi|van phong|bo chi huy|chi nhanh|uy ban nhan dan|ubnd) "
)
_MINISTRY = regex(r"\bBộ (?!Chỉ huy|đội|CH)[^;,\n]*")
"""A ministry among the recipients is informed; it is not the office of the same name."""
_MOST = 300
"""Recipients that are looked through; a list of more is no list of bodies."""


@book.rule("KH715", Severity.WARNING, article=f"{ANNEX_I} II.9.a")
def doer_without_the_paper(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A body has duties or leads a task, and no line of the recipients covers it.

    Why: the paper goes first of all to those who carry it out. A line for a group, "Các sở, ban, ngành", "Như Điều 3",
    covers all who are in it.
    Bad:
        - agencies: [Sở Tài chính]
        ...
        recipients:
          - UBND các xã, phường
    Good:
        recipients:
          - Sở Tài chính
          - UBND các xã, phường
    """
    recipients = _Recipients(plan, agencies)
    if recipients.is_undecided or recipients.covers_everybody:
        return
    seen: set[str] = set()
    for holder, key, refs in _doers(plan):
        for index, ref in enumerate(refs):
            if not isinstance(ref, Ref) or ref.text in seen or ref == plan.issuer:
                continue
            seen.add(ref.text)
            if (ref.is_id and agencies.get(ref) is None) or recipients.cover(ref):
                continue
            yield Violation(
                holder.at(key, index),
                _("{name} has something to do here and is not among the recipients", name=agencies.name_of(ref)),
                _("add it to recipients"),
            )


def _doers(plan: Plan) -> Iterator[tuple[Located, str, tuple[object, ...]]]:
    """Who carries something out, with where it is written."""
    for placed in plan.placed:
        if isinstance(placed.item, Duty):
            yield placed.item, "agencies", placed.item.agencies
        elif isinstance(placed.item, Task):
            yield placed.item, "lead", placed.item.lead


class _Recipients:
    """The lines of the recipients, to be compared with the bodies that a plan names."""

    def __init__(self, plan: Plan, agencies: Agencies) -> None:
        proses = [prose for one in plan.recipients for prose in (one.text, *one.items)]
        self.is_undecided = len(proses) > _MOST or not proses or any(prose.todos for prose in proses)
        self._whole = [*proses, plan.archive] if not self.is_undecided else []
        self._lines = [_words(prose) for prose in self._whole[:-1]]
        self._agencies = agencies
        self._known: dict[str, bool] = {}

    @property
    def covers_everybody(self) -> bool:
        """Whether a line may mean anybody."""
        return self._has(_EVERYBODY)

    def cover(self, ref: Ref) -> bool:
        """Whether a line names a body, a group that it is in, or all of its members."""
        if self._names(ref) or any(map(self._names, self._groups.get(ref.text, [])[:_MOST])):
            return True
        members = self._agencies.members_of(ref)
        return members != (ref,) and all(map(self._names, members[:_MOST]))

    @cached_property
    def _groups(self) -> dict[str, list[Ref]]:
        """The groups of each member."""
        found: dict[str, list[Ref]] = {}
        for key, agency in self._agencies.by_id.items():
            for member in agency.members:
                found.setdefault(str(member), []).append(Ref(key))
        return found

    @cached_property
    def _ids(self) -> frozenset[str]:
        """The bodies that lines name as `{{ agency('id') }}`."""
        trees = (expression.tree for prose in self._whole for expression in prose.expressions)
        things = (tree.of if isinstance(tree, Form) else tree for tree in trees)
        return frozenset(thing.argument for thing in things if isinstance(thing, Call) and thing.name == "agency")

    @cached_property
    def _folded(self) -> str:
        """All lines and the archive line, each word between blanks."""
        return " ".join(("", *re.findall(r"\w+", fold(self._offices)), ""))

    @cached_property
    def _letters(self) -> str:
        """The letters of all lines, in which abbreviations are looked for: NN&MT, VH,TT&DL."""
        return "\n".join("".join(filter(str.isalpha, line)) for line in self._offices.split("\n"))

    @cached_property
    def _offices(self) -> str:
        """The lines and the archive line without ministries."""
        return "\n".join(_MINISTRY.sub(" ", re.sub(BRACES, " ", prose.source)) for prose in self._whole)

    def _has(self, pattern: re.Pattern[str]) -> bool:
        """Whether a line is of that kind."""
        return any(map(pattern.search, self._lines))

    def _names(self, ref: Ref) -> bool:
        """Whether a line names a body; looked up once for each, since bodies share groups."""
        if ref.text not in self._known:
            self._known[ref.text] = self._look_for(ref)
        return self._known[ref.text]

    def _look_for(self, ref: Ref) -> bool:
        """Whether a line names a body, by its name, its abbreviation or its kind."""
        if ref.text in self._ids or _MINISTRY.match(self._agencies.name_of(ref)):
            return True
        agency = self._agencies.get(ref)
        if any(map(self._says, agency.names if agency else (ref.text,))):
            return True
        name = fold(self._agencies.name_of(ref))
        if _SEVERAL.match(name):
            kinds = [kind for kind in (_OFFICES, _COMMUNES, _UNIONS) if kind.search(f"{name},")]
            return not kinds or any(map(self._has, kinds))
        if _COMMUNE.match(name):
            return self._has(_COMMUNES)
        if _DISTRICT.match(name):
            return self._has(_DISTRICTS)
        if _UNION.match(name):
            return self._has(_UNIONS)
        return self._has(_OFFICES) or (name.startswith("van phong") and self._has(_SECRETARIAT))

    def _says(self, name: str) -> bool:
        """Whether a line has the name, what it says after the kind of body, or the first letters of that."""
        words = re.findall(r"\w+", name)
        low = fold(" ".join(words))
        kind = _KIND.match(low)
        rest = low[kind.end() :] if kind else low
        if f" {rest} " in self._folded:
            return True
        own = words[len(kind[0].split()) if kind else 0 :]
        initials = "".join(word if word.isupper() else word[0].upper() for word in own if word.lower() != "và")
        return len(initials) > 1 and initials in self._letters


def _words(prose: Prose) -> str:
    return " ".join(fold(re.sub(BRACES, " ", prose.source)).split())
