"""KH7: what is written before the name of who signs."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.diagnostics import Severity, _
from kehoach.edits import Edit
from kehoach.model.agency import Agencies
from kehoach.model.plan import Plan
from kehoach.nghi_dinh_30 import ANNEX_I
from kehoach.rules import RuleBook, Violation

book = RuleBook()

_HONORIFICS = ("đồng chí", "đ/c", "ông", "bà", "anh", "chị", "mr.", "mrs.")
_ALSO_SURNAMES = ("ông", "bà", "anh", "chị")
_SURNAMES = frozenset(
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh trương lương tống mai trịnh đoàn "
    "lò lường giàng vàng sùng thào hà cao đào lâm phùng quách tạ thái tô vương".split()
)


@book.rule("KH714", Severity.WARNING, article=f"{ANNEX_I} II.7.c", on_request=True)
def honorific_before_name(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """ "Ông", "Bà" or "Đồng chí" is before the signer's name.

    Why: the name of the signer is family name, middle name and given name, and nothing before them. Ông and Bà are
    family names too: only before another family name are they found.
    Bad:
        name: Ông Nguyễn Văn Bình
    Good:
        name: Nguyễn Văn Bình
    """
    name = plan.signature.name
    if not isinstance(name, str):
        return
    title = honorific(name)
    if not title:
        return
    rest = name[len(title) :].lstrip()
    span = plan.signature.at("name")
    at = span.text.find(rest)
    plain = at > 0 and name in span.text
    yield Violation(
        span,
        _("{title} is not written before the name", title=title),
        _("write: {right}", right=rest),
        (Edit(span.start + span.text.find(name), span.start + at, ""),) if plain else None,
    )


def honorific(name: str) -> str:
    """The honorific at the beginning of a name, "" when there is none, or when it may be the family name."""
    low = name.lower()
    title = next((one for one in _HONORIFICS if low.startswith(f"{one} ")), "")
    first, *others = low[len(title) :].split() or [""]
    if title in _ALSO_SURNAMES and (first not in _SURNAMES or not others):
        return ""
    return name[: len(title)]
