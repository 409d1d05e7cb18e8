"""KH7: who signs, and how."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.checks.honorifics import DEPUTIES, honorific, prefix_of
from kehoach.diagnostics import Severity, _
from kehoach.edits import Edit
from kehoach.model.agency import Agencies, Agency
from kehoach.model.base import Ref, Todo
from kehoach.model.plan import Plan
from kehoach.nghi_dinh_30 import ANNEX_I, ANNEX_II, DECREE
from kehoach.patterns import regex
from kehoach.rules import RuleBook, Violation
from kehoach.vietnamese import fold

book = RuleBook()

_RANKS = tuple(
    rank + end
    for ranks, ends in (
        ("pgs gs tskh ts ths bs bscki bsckii bsck1 bsck2 ds ks cn ngnd ngưt nsnd nsưt ttnd ttưt ls", (".", " ", ",")),
        ("tiến_sĩ tiến_sỹ thạc_sĩ thạc_sỹ giáo_sư phó_giáo_sư kỹ_sư bác_sĩ bác_sỹ dược_sĩ luật_sư cử_nhân", (" ", ",")),
        ("anh_hùng nhà_giáo nghệ_sĩ thầy_thuốc đại_tướng thượng_tướng trung_tướng thiếu_tướng", (" ",)),
        ("đại_tá thượng_tá trung_tá thiếu_tá đại_úy thượng_úy trung_úy thiếu_úy", (" ",)),
    )
    for rank in (word.replace("_", " ") for word in ranks.split())
    for end in ends
)
_OFFICES = (
    ("Ủy ban nhân dân", "Chủ tịch"),
    ("UBND", "Chủ tịch"),
    ("Hội đồng nhân dân", "Chủ tịch"),
    ("HĐND", "Chủ tịch"),
    ("Sở", "Giám đốc"),
    ("Trung tâm", "Giám đốc"),
    ("Phòng", "Trưởng phòng"),
    ("Chi cục", "Chi cục trưởng"),
    ("Văn phòng", "Chánh Văn phòng"),
)
"""Kinds of bodies and the title of who heads them."""
_HEADS = (
    "chu tich", "giam doc", "truong phong", "chi cuc truong", "cuc truong", "chanh van phong", "truong ban",
    "bo truong", "hieu truong", "vien truong", "tong giam doc",
)  # fmt: skip


@book.rule("KH702", Severity.ERROR, article=f"{ANNEX_I} II.7.c")
def rank_before_name(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """An academic or honorary rank is before the signer's name.

    Why: before the name of the signer neither rank nor degree nor title of honour is written. (Bodies of the armed
    forces, education, health and science may have a rule of their own.)
    Bad:
        name: TS. Nguyễn Văn A
    Good:
        name: Nguyễn Văn A
    """
    name = plan.signature.name
    rank = _rank(name) if isinstance(name, str) else ""
    if rank:
        yield Violation(plan.signature.at("name"), _("the rank {rank} is not written before the name", rank=rank))


def _rank(name: str) -> str:
    """The rank at the beginning of a name, "" when there is none."""
    low = name.lower()
    return next((name[: len(rank)].strip(" .,") for rank in _RANKS if low.startswith(rank)), "")


@book.rule("KH703", Severity.ERROR, article=f"{ANNEX_I} II.7.b", on_request=True)
def deputy_sign_without_deputy(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """KT. is signed by somebody who is not a deputy, or a deputy signs without KT.

    Why: KT. means that a deputy signs in the head's place; its own title is on the next line. The deputy of a minister
    is called Thứ trưởng.
    Bad:
        authority: [TM]
        title: Phó Chủ tịch
    Good:
        authority: [TM, KT]
        title: Phó Chủ tịch
    """
    signature = plan.signature
    if not isinstance(signature.title, str) or prefix_of(signature.title):  # KH716
        return
    if not all(prefix in _PREFIXES for prefix in signature.authority):  # undecided, or reported as it was read
        return
    deputy = fold(signature.title).startswith(DEPUTIES)
    if "KT" in signature.authority and not deputy:
        yield Violation(
            signature.at("title"),
            _("with KT. the signer is a deputy, but {title} is none", title=f'"{signature.title}"'),
            _("write the deputy's title, or leave KT out of authority"),
        )
    elif deputy and not {"KT", "Q", "TUQ"}.intersection(signature.authority):  # TUQ. is for KH713
        agency = agencies.get(plan.issuer)
        is_alone = agency is not None and _signs_alone(agency)  # KH704 takes TM. away
        right = (*(str(one) for one in signature.authority if one != "TM" or not is_alone), "KT")
        yield Violation(
            signature.at("title"),
            _("{title} signs in the head's place, but KT is missing", title=f'"{signature.title}"'),
            _("write: authority: [{prefixes}]", prefixes=", ".join(right)),
            _with_authority(plan, right),
        )


def _with_authority(plan: Plan, prefixes: tuple[str, ...]) -> tuple[Edit, ...] | None:
    """The edit that writes these prefixes where others are; none where there are none yet, or one is undecided."""
    signature = plan.signature
    if not signature.wrote("authority") or not all(isinstance(one, str) for one in signature.authority):
        return None
    span = signature.at("authority")
    if "\n" in span.text or "#" in span.text:
        return None
    return (Edit(span.start, span.end, f"[{', '.join(prefixes)}]"),)


@book.rule("KH704", Severity.ERROR, article=f"{ANNEX_I} II.3, II.4, II.7")
def issuer_incomplete(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """The registry does not say what the letterhead and the signature need to know of the issuer.

    Why: symbol, place, and for TM. and KT. the names of the collective and of the head's office come from the registry.
    A department (sở), a division (phòng) or an office has no collective: its head signs without TM., a deputy with KT.
    Bad:
        ubnd-tp-lai-chau: UBND thành phố Lai Châu
    Good:
        ubnd-tp-lai-chau:
          name: UBND thành phố Lai Châu
          letterhead: [ỦY BAN NHÂN DÂN, THÀNH PHỐ LAI CHÂU]
          symbol: UBND
          place: Thành phố Lai Châu
          collective: ỦY BAN NHÂN DÂN
          head: CHỦ TỊCH
    """
    agency = agencies.get(plan.issuer)
    if agency is None or isinstance(agency.name, Todo):
        return
    prefixes = plan.signature.authority
    alone = _signs_alone(agency)
    if "TM" in prefixes and alone:
        rest = tuple(str(one) for one in prefixes if one != "TM")
        title = plan.signature.title
        if not rest and isinstance(title, str) and fold(title).startswith(DEPUTIES):
            rest = ("KT",)
        yield Violation(
            plan.signature.at("authority"),
            _("{name} has one head, who signs without TM.", name=agency.full_name),
            _("write: authority: [{prefixes}]", prefixes=", ".join(rest)),
            _with_authority(plan, rest),
        )
    needed = ["symbol", "place"]
    needed += ["collective"] if "TM" in prefixes and not alone else []
    needed += ["head"] if set(prefixes) & {"KT", "TL", "TUQ", "Q"} else []
    missing = [key for key in needed if getattr(agency, key) is None]
    if missing:
        yield Violation(
            plan.at("issuer"),
            _("the registry does not give {keys} of {name}", keys=", ".join(missing), name=agency.full_name),
            _("add them to its entry in plans/agencies.yaml"),
        )


def _signs_alone(agency: Agency) -> bool:
    """Whether one person leads a body, and no collective does for which somebody signs: its name tells."""
    folded = fold(agency.full_name) + " "
    return agency.collective is None and folded.startswith(_ONE_HEAD) and not folded.startswith(_COLLECTIVE)


_ONE_HEAD = ("so ", "phong ", "van phong ", "thanh tra ", "chi cuc ", "trung tam ", "ban ")
_COLLECTIVE = tuple(
    f"ban {word} " for word in ("chi dao", "chi huy", "thuong vu", "chap hanh", "van dong", "dai dien", "to chuc")
)


def _head(plan: Plan, agencies: Agencies) -> str | None:
    """Title of who heads the issuing body: as the registry has it, else by the kind of body."""
    agency = agencies.get(plan.issuer)
    if agency is None:
        return None
    if agency.head is not None:
        return agency.head if isinstance(agency.head, str) else None
    return next((head for kind, head in _OFFICES if fold(agency.full_name).startswith(fold(kind) + " ")), None)


@book.rule("KH705", Severity.ERROR, article=f"{ANNEX_I} II.7.c")
def title_of_another_body(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """The signer's title does not belong to the body that issues the plan.

    Why: a paper names the official post that the signer holds in that body: a people's committee has a chairman, a
    department (Sở) a director. Copied from another body's plan, the wrong title stays below the signature.
    Bad:
        issuer: ubnd-tinh
        title: Giám đốc
    Good:
        issuer: ubnd-tinh
        title: Chủ tịch
    """
    signature, head = plan.signature, _head(plan, agencies)
    prefixes = {prefix for prefix in signature.authority if isinstance(prefix, str)}
    if head is None or not isinstance(signature.title, str) or len(prefixes) < len(signature.authority):
        return
    title, office = fold(signature.title), fold(head)
    if prefixes & {"TL", "TUQ"}:
        if title.startswith(office) and "KT" not in prefixes:
            yield Violation(
                signature.at("title"),
                _("with {prefix}. somebody else signs for the {head}", prefix=", ".join(sorted(prefixes)), head=head),
                _("write the signer's own title, or leave the prefix out"),
            )
    elif "Q" not in prefixes and title.removeprefix("pho ").startswith(_HEADS) and office not in title:
        yield Violation(
            signature.at("title"),
            _(
                "{title} is no title of {name}",
                title=f'"{signature.title}"',
                name=agencies.name_of(plan.issuer) if isinstance(plan.issuer, Ref) else "",
            ),
            _("its head is: {head}", head=head),
        )


_PREFIXES = ("TM", "KT", "TL", "TUQ", "Q")
_AUTHORITIES = frozenset(((), ("TM",), ("KT",), ("Q",), ("TL",), ("TUQ",), ("TM", "KT"), ("TM", "Q"), ("TL", "KT")))


@book.rule("KH706", Severity.ERROR, article=f"{ANNEX_I} II.7.b", on_request=True)
def prefixes_that_exclude_each_other(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """The prefixes of the signature do not go together, or are in the wrong order.

    Why: each line below the first says in whose place the next one signs. TM. is for the collective and comes first;
    who signs by order (TL.) or by delegation (TUQ.) signs for the head, not for the collective.
    Bad:
        authority: [KT, TM]
        authority: [TM, TL]
    Good:
        authority: [TM, KT]
        authority: TL
    """
    authority = tuple(prefix for prefix in plan.signature.authority if isinstance(prefix, str))
    if len(authority) < len(plan.signature.authority) or authority in _AUTHORITIES or authority == _DELEGATED_AGAIN:
        return
    right = tuple(sorted(set(authority), key=("TM", "Q", "TL", "TUQ", "KT").index))
    yield Violation(
        plan.signature.at("authority"),
        _("{prefixes} do not go together in this way", prefixes=". ".join(authority) + "."),
        _("perhaps: authority: [{prefixes}]", prefixes=", ".join(right)) if right in _AUTHORITIES else None,
        _with_authority(plan, right) if right in _AUTHORITIES else None,
    )


_DELEGATED_AGAIN = ("TUQ", "KT")


@book.rule("KH713", Severity.WARNING, article=f"{DECREE}, Điều 13.3")
def delegation_passed_on(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A deputy signs where the head of a body has been delegated (TUQ.).

    Why: the head delegates to the head of a body below, and who has been delegated may not delegate again: no KT. can
    follow TUQ. Signing by order (TL.) may be passed on to a deputy.
    Bad:
        authority: [TUQ, KT]
        title: Phó Giám đốc Sở
    Good:
        authority: TUQ
        title: Giám đốc Sở
    """
    signature = plan.signature
    title = signature.title if isinstance(signature.title, str) else ""
    if "TUQ" not in signature.authority:
        return
    if signature.authority == _DELEGATED_AGAIN:
        yield Violation(
            signature.at("authority"),
            _("who signs TUQ. may not pass it on: KT. cannot follow"),
            _("whoever was delegated signs: leave KT out and write that person's title"),
        )
    elif fold(title).startswith(DEPUTIES):
        yield Violation(
            signature.at("title"),
            _("TUQ. is signed by the head of a body, but {title} is a deputy", title=f'"{title}"'),
            _("write the title of the head who was delegated"),
        )


_ADDITIONS = ("phụ trách", "điều hành", "thường trực")


@book.rule("KH707", Severity.WARNING, article=f"{ANNEX_I} II.7.b, II.7.c")
def unofficial_title(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """The signer's title has an addition that is no post of its own: phụ trách, điều hành, thường trực, quyền.

    Why: only official posts are written. A deputy put in charge signs like any deputy, with KT.; an acting head has Q.
    before the title.
    Bad:
        title: Phó Giám đốc phụ trách
    Good:
        authority: KT
        title: Phó Giám đốc
    """
    title = plan.signature.title
    if not isinstance(title, str):
        return
    low = title.lower()
    addition = "quyền" if low.startswith("quyền ") else next((word for word in _ADDITIONS if word in low), None)
    if addition:
        yield Violation(
            plan.signature.at("title"),
            _("{addition} is not part of an official post", addition=f'"{addition}"'),
            _("a deputy: authority KT and the plain title; an acting head: authority Q"),
        )


_NOT_OF_A_NAME = regex(r"[\d,;:/()\[\]<>]")


@book.rule("KH708", Severity.WARNING, article=f"{ANNEX_II} II.1; {ANNEX_I} II.7.đ")
def name_capitals(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """The signer's name is all in capitals, or a syllable of it has none.

    Why: every syllable of a person's name begins with a capital; below the signature it is not set in capitals. A
    value with brackets, digits or a comma is more than a name.
    Bad:
        name: NGUYỄN VĂN BÌNH
        name: Nguyễn văn Bình
        name: (Đã ký)
    Good:
        name: Nguyễn Văn Bình
    """
    name = plan.signature.name
    if not isinstance(name, str) or _rank(name) or honorific(name):
        return
    if sign := _NOT_OF_A_NAME.search(name):
        hint = _("only the name is here; the office goes to title")
        if sign.group() != ",":
            hint = _("write the signer's name alone, or delete it until it is known who signs")
        yield Violation(plan.signature.at("name"), _("{name} is more than a name", name=name), hint)
        return
    syllables = name.split()
    if (name.isupper() and len(name) > 3) or any(syllable[0].islower() for syllable in syllables):
        right = " ".join(s[:1].upper() + (s[1:].lower() if name.isupper() else s[1:]) for s in syllables)
        span = plan.signature.at("name")
        plain = span.text == name
        yield Violation(
            span, _("write: {right}", right=right), None, (Edit(span.start, span.end, right),) if plain else None
        )  # fmt: skip
