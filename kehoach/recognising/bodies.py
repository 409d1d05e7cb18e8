"""Bodies read out of headings of duties and cells of tables: "Sở A, Sở B", "Các sở, ngành; UBND các xã, phường"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kehoach.country.units import named
from kehoach.frozen import attribute, frozen, replace
from kehoach.model.agency import Agencies
from kehoach.model.base import Ref
from kehoach.model.near_names import Likeness, NearNames, name_key, same_marks
from kehoach.recognising.ids import proposed_id
from kehoach.recognising.letters import CAPITAL
from kehoach.vietnamese import NBSP, Guesses


@frozen
class BodyMention:
    """A body that a text names, as typed, and where. `is_requested`: it is asked (Đề nghị); `is_group`: several bodies.

    `id` is the entry of the registry that bears this name, "" where none does or several do; `near` are entries that
    may be meant, which only a person can say. `proposed` is an id for a new entry, `unit` the code of the commune or
    province whose People's Committee it is.
    """

    name: str
    start: int
    end: int
    is_requested: bool = False
    is_group: bool = False
    id: str = ""
    near: tuple[str, ...] = ()
    proposed: str = ""
    unit: str = ""

    @property
    def ref(self) -> Ref:
        """How a plan file refers to it: by its id where it has one."""
        return Ref(self.id or self.name)


@frozen
class KnownBodies:
    """A registry in which many names are looked up: made once for a whole document."""

    names: NearNames
    guesses: Guesses
    _found: dict[str, tuple[str, tuple[str, ...]]] = attribute(factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, agencies: Agencies) -> KnownBodies:
        """The bodies of a registry."""
        return cls(NearNames.of(agencies, {}), Guesses())

    def look_up(self, name: str) -> tuple[str, tuple[str, ...]]:
        """The one entry that bears a name, else those that may be meant."""
        if name not in self._found:
            self._found[name] = self._look_up(name)
        return self._found[name]

    def _look_up(self, name: str) -> tuple[str, tuple[str, ...]]:
        if ids := [one for one in self.names.agencies.named(name) if self._has_its_marks(name, one)]:
            return (ids[0], ()) if len(ids) == 1 else ("", tuple(ids))
        found = self.names.of_name(name, self.guesses)
        if found is None:
            return "", ()
        sure = len(found.ids) == 1 and (
            found.likeness is Likeness.SAME
            or (found.likeness is Likeness.SPELLING and self._has_its_marks(name, found.ids[0]))
        )
        return (found.ids[0], ()) if sure else ("", found.ids)

    def _has_its_marks(self, name: str, identity: str) -> bool:
        """Whether an entry has just the marks of a name: Tân Thanh is another commune than Tân Thành."""
        key = name_key(name)
        names = self.names.agencies.by_id[identity].names
        return any(same_marks(name, own) for own in names if name_key(own) == key)


_NOBODY = KnownBodies.of(Agencies({}))


def bodies_in(text: str, known: KnownBodies = _NOBODY, *, exact: bool = False) -> tuple[BodyMention, ...]:
    """The bodies that a heading or a cell names, nothing where it is anything else or cannot be told.

    `exact`: only where their names, joined as kehoach prints them, are the typed text again; else it is one name.
    """
    text = text.replace(NBSP, " ")
    start, end, asked = _bounds(text)
    if start == end or end - start > _LONGEST_HEADING or _SENTENCE.search(text, start, end):
        return ()
    pieces = list(_pieces(text, start, end))
    if not all(_is_body(text[first:last]) for first, last in pieces):
        return ()
    if any(_TWO_IN_ONE.search(_without_brackets(text[first:last]), 1) for first, last in pieces):
        return ()
    if len(pieces) > 1 and any(_NAMELESS.fullmatch(text[first:last]) for first, last in pieces):
        pieces = [(start, end)]  # Đảng ủy, HĐND, UBND xã: the last one says whose they are
    found = tuple(_mention(text, first, last, asked, known) for first, last in pieces)
    if exact and printed(found, known) != text[start:end]:
        whole = _mention(text, start, end, asked, known)
        return (whole,) if len(found) > 1 or whole.id == "" else (_by_name(whole),)
    return found


_NAMELESS = re.compile(r"UBND|HĐND|[UỦ][ỷy] ban nhân dân|Hội đồng nhân dân|Đảng [uủ][ỷy]")


def printed(mentions: tuple[BodyMention, ...], known: KnownBodies = _NOBODY) -> str:
    """The names as kehoach prints them where the text has them."""
    return known.names.agencies.join(tuple(one.ref for one in mentions))


def _by_name(mention: BodyMention) -> BodyMention:
    """A mention whose entry prints another name than the typed one: a person must say whether it is that."""
    return replace(mention, id="", near=(mention.id,))


# Where one name ends and the next begins

_REQUEST = re.compile(r"\s*Đề nghị\s*:?\s*")


def _bounds(text: str) -> tuple[int, int, bool]:
    """What of a text are names: without Đề nghị and the stop at its end."""
    asked = _REQUEST.match(text)
    start = asked.end() if asked else len(text) - len(text.lstrip())
    return start, max(start, len(text.rstrip(" .:;,"))), bool(asked)


_SENTENCE = re.compile(
    r"(?i)\b(?:chủ trì|phối hợp với|có trách nhiệm|chịu trách nhiệm|(?<!ban )chỉ đạo"
    r"|tham mưu|theo dõi|tổng hợp|thúc đẩy|báo cáo (?!viên)|hướng dẫn|căn cứ|tổ chức triển khai|xây dựng kế hoạch"
    r"|triển khai thực hiện|giúp|tiến hành|bố trí|rà soát|ban hành|trong phạm vi|theo chức năng|lĩnh vực)\b|[{}.!?:]"
)
"""What headings and cells that only name bodies do not have."""
_SINGLE = "|".join(
    (
        r"Sở(?! hữu|,|$)(?= )", r"Phòng(?! ngừa| chống| học| cháy| bệnh| tránh|,|$)(?= )",
        rf"(?:Bộ|Chi hội|Chi đoàn)(?= {CAPITAL})", rf"Ban(?= {CAPITAL}|$)", "Văn phòng(?! phẩm)", "VP(?= )", "Quân sự",
        "Thanh tra(?!,)", "Công an", "Chi cục", "Cục", "Tổng cục", "Chi nhánh", "Hội đồng nhân dân",
        rf"Hội(?! (?:nghị|nhập|chợ|làng))(?= {CAPITAL}| [cnlkđ])", "Liên đoàn", "Liên minh", "Liên hiệp", "Hiệp hội",
        "Đoàn(?= (?:T|Luật|Đại|ĐB|[kK]hối|x))", "Tỉnh đoàn", "Thành đoàn", "Huyện đoàn", "Mặt trận", "[UỦ][ỷy] ban",
        "UBND", "HĐND", r"UB ?MT\w*", "MTTQ", "Thường trực", "Báo(?! (?:cáo|động))(?= )", "Đài(?= )", "Cổng",
        "Trung tâm", "Trường(?! hợp)(?= )", "Bệnh viện", "Trạm", "Ngân hàng", "Bảo hiểm", "BHXH", "Kho bạc", "Thuế",
        "Hải quan", "Điện lực", "Công ty", "Tập đoàn", "Tổng [cC]ông ty", "Bưu điện", "Bưu chính", "Viễn thông",
        "VNPT", "Viettel", "Viện(?= )", "T[òo][aà] án", "Toà án", "Đồn(?= [BbCc])", "Hạt(?= [Kk])", "Thống kê",
        "(?:Tỉnh|Thành|Huyện|Đảng) [uủ][ỷy]", "Đảng bộ", "Tổ(?= (?:[cC]ông|giúp|chuyên))", "Học viện", "Thư viện",
        "Bảo tàng", "Nhà văn hóa", "Quỹ(?! đất)", "Chủ tịch UBND", "Sở,? (?:ban|ngành)",
    )
)  # fmt: skip
_SEVERAL = (
    "sở|ban|bộ|ngành|cơ quan|đơn vị|phòng|doanh nghiệp|tổ chức|hội|đoàn thể|trường|cơ sở|xã|phường|thôn|bản|ấp"
    "|địa phương|trung tâm|chủ (?:đầu tư|rừng|tàu|dự án|cơ sở)|đồng chí|thành viên|hợp tác xã|tập đoàn|tổng công ty"
    "|công ty|ngân hàng|cấp|khu|trạm|tổ|hộ|nhà|lực lượng|chi cục|hiệp hội|bệnh viện|viện|báo|đài|huyện|DN\\w*|HTX"
    "|đại lý|quỹ|liên minh"
)
_GROUP = "|".join(
    (
        rf"(?:[Cc]ác|[Nn]hững) (?i:{_SEVERAL})\b", "[Tt]rưởng (?:các )?(?:thôn|bản|ấp|khu)",
        "Thủ trưởng (?:các|cơ)", "Doanh nghiệp", "Hợp tác xã", "Thôn", "Tổ dân phố",
    )
)  # fmt: skip
_HEAD = rf"(?:{_SINGLE}|{_GROUP})"
_BODY = re.compile(_HEAD)
_BREAK = re.compile(rf"(?P<sign>, ?(?:và )?| và )(?={_HEAD})")
_IN_A_LIST = re.compile(r"(?i)(?:^|, )(?:các |những )?(?:sở|ban|ngành|đoàn thể|phòng|cơ quan|đơn vị|tổ chức|hội)$")
_OPEN_OFFICE = re.compile(r"(?:Văn phòng|Thường trực|Đoàn|Phó Chủ tịch|Chủ tịch|Ban Chỉ huy)\b[^,;]*$")
_JOINT = re.compile(r"(?:UBND|HĐND|[UỦ][ỷy] ban nhân dân|Hội đồng nhân dân|Đoàn|[UỦ][ỷy] ban M|MTTQ)")


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of the names. Of a list inside of one name ("Các sở, ban, ngành") nothing is parted."""
    masked = re.sub(r"\([^()]*\)", lambda match: "_" * len(match[0]), text[start:end])
    for part in re.finditer(r"[^;]+", masked):
        yield from _of_part(masked, part.start(), part.end(), start)


def _of_part(masked: str, first: int, last: int, offset: int) -> Iterator[tuple[int, int]]:
    while first < last and masked[first] == " ":
        first += 1
    for match in _BREAK.finditer(masked, first, last):
        before = masked[first : match.start()]
        after = masked[match.end() : last]
        word = re.match(r"[\w ]*?(?=[,;]|$| và )", after)
        if _IN_A_LIST.search(before) and word and re.fullmatch(r"(?:Ban|Đoàn thể|Hội|Phòng)", word[0]):
            continue
        if re.match(r"Ban(?:,|$)", after):
            continue
        if "và" in match["sign"] and _OPEN_OFFICE.search(before) and _JOINT.match(after):
            continue  # Văn phòng HĐND và UBND
        if not before.strip():
            continue
        yield offset + first, offset + match.start()
        first = match.end()
    if first < last:
        yield offset + first, offset + last


_LONGEST_HEADING = 1000
_LONGEST = 30
_TWO_IN_ONE = re.compile(
    rf"(?<!của )(?<!thuộc )(?<!và )(?<!phòng )(?<!tra )(?<!đốc )\b(?:Sở {CAPITAL}|UBND (?:xã|tỉnh|các))"
)
"""A second name without anything that parts it from the first."""


def _is_body(name: str) -> bool:
    return _BODY.match(name) is not None and len(name.split()) <= _LONGEST and not name.endswith((" và", ","))


# What is known of a name


def _without_brackets(name: str) -> str:
    return " ".join(re.sub(r" ?\([^()]*\)", "", name).split())


_PLURAL = re.compile(
    r"(?i)^(?:các|những|thủ trưởng các|trưởng (?:các )?(?:thôn|bản|ấp|khu)|sở, |sở ngành|doanh nghiệp|hợp tác xã"
    r"|thôn, |thôn$|tổ dân phố)"
    r"|^(?:ubnd|[uủ][ỷy] ban nhân dân|đảng [uủ][ỷy]|hđnd)(?: cấp)? "
    r"(?:các |cấp xã|(?:xã|phường|huyện|quận|thị xã|thành phố|đặc khu), )"
)


def _mention(text: str, start: int, end: int, asked: bool, known: KnownBodies) -> BodyMention:
    name = text[start:end]
    bare = _without_brackets(name)
    identity, near = known.look_up(bare)
    is_group = _PLURAL.match(bare) is not None
    unit = "" if is_group else _unit(bare)
    return BodyMention(name, start, end, asked, is_group, identity, near, proposed_id(bare), unit)


def _unit(name: str) -> str:
    """The code of the one unit whose People's Committee a name is."""
    match = re.fullmatch(r"(?i)(?:ubnd|[uủ][ỷy] ban nhân dân) (\S.*)", name)
    units = named(match[1]) if match else ()
    return units[0].code if len(units) == 1 else ""
