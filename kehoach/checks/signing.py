"""KH7: signing and recipients."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kehoach.diagnostics import Severity, _
from kehoach.model.agency import Agencies
from kehoach.model.plan import Plan
from kehoach.rules import Found, RuleBook
from kehoach.vietnamese import fold

book = RuleBook()

_ANNEX = "Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, mục"
_RANK = re.compile(
    r"(?:(?:PGS|GS|TSKH|TS|ThS|BS|BSCK|KS|CN|NGND|NGƯT|NSND|NSƯT|LS)\b\.?|Tiến sĩ|Thạc sĩ|Giáo sư|Phó Giáo sư|Kỹ sư|"
    r"Bác sĩ|Cử nhân|Anh hùng|Nhà giáo)[ .,]"
)


@book.rule("KH701", Severity.ERROR, article=f"{_ANNEX} II.9.d")
def archive_without_records(plan: Plan, agencies: Agencies) -> Iterator[Found]:
    """The archive line does not begin with VT.

    Why: the last line of the recipients says where the original is kept: "Lưu: VT" (the records office), then the unit
    that drafted the document.
    Bad:
        archive: PLĐ
    Good:
        archive: VT, PLĐ
    """
    if plan.archive.todos:
        return
    text = str(plan.archive)
    if not re.match(r"VT\b", text):
        yield Found(
            plan.archive.span,
            _("the archive line begins with VT"),
            _('write without "Lưu:": archive: VT, PLĐ')
            if fold(text).startswith("luu")
            else _("write: archive: VT, ..."),
        )


@book.rule("KH702", Severity.ERROR, article=f"{_ANNEX} II.7.c")
def rank_before_name(plan: Plan, agencies: Agencies) -> Iterator[Found]:
    """An academic or honorary rank stands before the signer's name.

    Why: before the name of the signer neither rank nor degree nor title of honour is written. (Bodies of the armed
    forces, education, health and science may have a rule of their own.)
    Bad:
        name: TS. Nguyễn Văn A
    Good:
        name: Nguyễn Văn A
    """
    name = plan.signature.name
    if isinstance(name, str) and (match := _RANK.match(name)):
        yield Found(
            plan.signature.at("name"),
            _("the rank {rank} is not written before the name", rank=match.group().strip(" .")),
        )


@book.rule("KH703", Severity.ERROR, article=f"{_ANNEX} II.7.b")
def deputy_sign_without_deputy(plan: Plan, agencies: Agencies) -> Iterator[Found]:
    """KT. is signed by somebody who is not a deputy, or a deputy signs without KT.

    Why: KT. means that a deputy signs in the head's place; its own title stands on the next line.
    Bad:
        authority: [TM]
        title: Phó Chủ tịch
    Good:
        authority: [TM, KT]
        title: Phó Chủ tịch
    """
    signature = plan.signature
    if not isinstance(signature.title, str):
        return
    deputy = fold(signature.title).startswith("pho ")
    if "KT" in signature.authority and not deputy:
        yield Found(
            signature.at("title"),
            _("with KT. the signer is a deputy, but {title} is none", title=f'"{signature.title}"'),
            _("write the deputy's title, or leave KT out of authority"),
        )
    elif deputy and signature.authority in ((), ("TM",)):
        yield Found(
            signature.at("title"),
            _("{title} signs in the head's place, but KT is missing", title=f'"{signature.title}"'),
            _("write: authority: [TM, KT]"),
        )


@book.rule("KH704", Severity.ERROR, article=f"{_ANNEX} II.3, II.4, II.7")
def issuer_incomplete(plan: Plan, agencies: Agencies) -> Iterator[Found]:
    """The registry does not say what the letterhead and the signature need to know of the issuer.

    Why: symbol, place, and for TM. and KT. the names of the collective and of the head's office come from the registry.
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
    if agency is None:
        return
    needed = ["symbol", "place"]
    prefixes = plan.signature.authority
    needed += ["collective"] if "TM" in prefixes else []
    needed += ["head"] if set(prefixes) & {"KT", "TL", "TUQ", "Q"} else []
    missing = [key for key in needed if getattr(agency, key) is None]
    if missing:
        yield Found(
            plan.at("issuer"),
            _("the registry does not give {keys} of {name}", keys=", ".join(missing), name=agency.full_name),
            _("add them to its entry in plans/agencies.yaml"),
        )
