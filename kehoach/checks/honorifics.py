"""KH7: what is written before the name and the title of who signs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kehoach.diagnostics import Severity, _
from kehoach.edits import Edit
from kehoach.model.agency import Agencies
from kehoach.model.plan import Plan
from kehoach.nghi_dinh_30 import ANNEX_I
from kehoach.patterns import regex
from kehoach.rules import RuleBook, Violation
from kehoach.vietnamese import fold

book = RuleBook()

_HONORIFICS = ("đồng chí", "đ/c", "ông", "bà", "anh", "chị", "mr.", "mrs.")
_ALSO_SURNAMES = ("ông", "bà", "anh", "chị")
_SURNAMES = frozenset(
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh trương lương tống mai trịnh đoàn "
    "lò lường giàng vàng sùng thào hà cao đào lâm phùng quách tạ thái tô vương".split()
)


DEPUTIES = ("pho ", "p. ", "thu truong")
"""How the titles of deputies begin, without marks."""
_PREFIX = regex(r"(?:TM|KT|TL|TUQ|Q)\. *(?=\S)", re.IGNORECASE)


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


@book.rule("KH716", Severity.WARNING, article=f"{ANNEX_I} II.7.b")
def prefix_in_title(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """TM., KT., TL., TUQ. or Q. is typed before the signer's title.

    Why: kehoach prints them from `authority`, each before the collective or the head's title on a line of its own; the
    title is the signer's own.
    Bad:
        title: KT. Phó Chủ tịch
    Good:
        authority: [TM, KT]
        title: Phó Chủ tịch
    """
    title = plan.signature.title
    prefix = prefix_of(title) if isinstance(title, str) else ""
    if not prefix:
        return
    span, code = plan.signature.at("title"), prefix.strip(" .").upper()
    own = title[len(prefix) :] if isinstance(title, str) else ""
    is_own = code in plan.signature.authority and (code == "Q" or (code == "KT" and fold(own).startswith(DEPUTIES)))
    at = span.text.find(prefix)
    yield Violation(
        span,
        _("{prefix} is typed, and authority prints it", prefix=prefix.strip()),
        _("write the signer's own title alone; in whose place it is goes to authority"),
        (Edit(span.start + at, span.start + at + len(prefix), ""),)
        if is_own and at >= 0 and own[0].isalpha()
        else None,
    )


def prefix_of(title: str) -> str:
    """The prefix of a signature at the beginning of a title, with its blanks; "" when there is none."""
    match = _PREFIX.match(title)
    return match[0] if match else ""


def honorific(name: str) -> str:
    """The honorific at the beginning of a name, "" when there is none, or when it may be the family name."""
    low = name.lower()
    title = next((one for one in _HONORIFICS if low.startswith(f"{one} ")), "")
    first, *others = low[len(title) :].split() or [""]
    if title in _ALSO_SURNAMES and (first not in _SURNAMES or not others):
        return ""
    return name[: len(title)]
