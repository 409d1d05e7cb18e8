"""The registry with which a commune, a province or a department begins, as YAML text."""

from __future__ import annotations

import re

from kehoach.country.bodies import bodies_of
from kehoach.country.units import CITY, COMMUNAL, Unit, communes
from kehoach.frozen import frozen
from kehoach.vietnamese import upper_first

_SINCE = "01/7/2025"
"""The day from which communes are as they are now, and have the bodies of Decree 150/2025."""
_IDS = {"xã": "xa", "phường": "phuong", "đặc khu": "dac-khu", "tỉnh": "tinh", "thành phố": "thanh-pho"}


@frozen
class Office:
    """Whose registry it is: a unit's People's Committee, or a department of it."""

    unit: Unit
    department: str = ""

    @property
    def full(self) -> str:
        """As people say it: "Sở Nội vụ, tỉnh Lai Châu"."""
        return f"{self.department}, {self.unit.full}" if self.department else self.unit.full


def registry_text(office: Office) -> str:
    """The whole file. An entry that the law does not settle says so beside it."""
    head = [
        "# yaml-language-server: $schema=../.kehoach/agencies.schema.json",
        f"# Sổ cơ quan của {office.full} (mã đơn vị hành chính {office.unit.code}).",
        "# Tên đơn vị hành chính theo các nghị quyết có hiệu lực từ 01/7/2025.",
    ]
    entries = _department(office) if office.department else _committee(office.unit)
    return "\n".join((*head, "", *entries)) + "\n"


def committee_id(unit: Unit) -> str:
    """The id of its People's Committee in a registry: `ubnd-xa`."""
    return f"ubnd-{_IDS[unit.kind]}"


def _committee(unit: Unit) -> list[str]:
    own, members = committee_id(unit), [body.id for body in bodies_of(unit)]
    lines = [
        f"{own}:",
        f"  name: UBND {unit.titled}",
        f"  short: UBND {unit.kind}",
        f"  letterhead: [ỦY BAN NHÂN DÂN, {_shouted(unit)}]",
        "  symbol: UBND",
        f"  place: {place(unit)}",
        "  collective: ỦY BAN NHÂN DÂN",
        "  head: CHỦ TỊCH",
        *([f"  parent: {committee_id(unit.province)}"] if unit.province else []),
        *([] if unit.province is None else _above(unit.province)),
        "",
        *_sources(unit),
    ]
    for body in bodies_of(unit):
        lines += [f"# {body.work}"] if body.work else []
        lines += [f"{body.id}:", f"  name: {body.name}"]
        lines += [] if body.name.startswith("Sở ") else [f"  of: {unit.kind}"]
        lines += [f"  parent: {own}"]
        lines += [f"  since: {_SINCE}"] if unit.kind in COMMUNAL else []
    group = "các phòng, đơn vị" if unit.kind in COMMUNAL else "các sở, ban, ngành"
    lines += ["cac-don-vi:", f"  name: {group}", f"  of: {unit.kind}", f"  members: [{', '.join(members)}]"]
    if unit.kind not in COMMUNAL:
        kinds = "xã, phường, đặc khu" if _has_islands(unit) else "xã, phường"
        lines += [f"xa-phuong: UBND các {kinds}"]
    return lines


def _above(province: Unit) -> list[str]:
    return [f"{committee_id(province)}:", f"  name: UBND {province.titled}", f"  short: UBND {province.kind}"]


def _sources(unit: Unit) -> list[str]:
    if unit.kind in COMMUNAL:
        return [
            "# Cơ quan chuyên môn theo Nghị định số 150/2025/NĐ-CP (Nghị định số 370/2025/NĐ-CP có sửa đổi: đối chiếu",
            "# lại). Một xã, phường có thể có ít hơn: cơ quan nào không có thì xóa. Cơ quan khác thì thêm: Trạm Y tế,",
            "# Công an, Ban Chỉ huy quân sự, Ủy ban Mặt trận Tổ quốc Việt Nam, các trường, thôn, bản, tổ dân phố.",
        ]
    return [
        "# Các sở theo các bộ sau sắp xếp từ 01/3/2025. Địa phương có thể có sở khác (Dân tộc và Tôn giáo, Ngoại vụ,",
        "# Du lịch, Văn hóa và Thể thao...): đối chiếu quyết định tổ chức của địa phương, thêm bớt cho đúng.",
    ]


def _department(office: Office) -> list[str]:
    unit, name = office.unit, office.department
    above = committee_id(unit)
    return [
        "co-quan:",
        f"  name: {name}",
        f"  letterhead: {name.upper()}",
        f"  symbol: {initials(name)}  # chữ viết tắt do cơ quan quy định: đối chiếu lại",
        f"  place: {place(unit)}",
        f"  head: {head_of(name)}",
        f"  parent: {above}",
        f"{above}:",
        f"  name: UBND {unit.titled}",
        f"  short: UBND {unit.kind}",
        "",
        "# Các phòng, đơn vị thuộc cơ quan: thêm cho đủ, theo quyết định tổ chức của cơ quan.",
        "van-phong:",
        f"  name: Văn phòng {name}",
        "  parent: co-quan",
        "cac-don-vi:",
        "  name: các phòng, đơn vị trực thuộc",
        "  members: [van-phong]",
    ]


def place(unit: Unit) -> str:
    """The place before the date: the unit's name, with its kind where the name has a number (Annex I, II.4.a).

    Named after a person or an event it is written in full as well: that only people can tell, but for one city.
    """
    in_full = re.search(r"\d", unit.name) or (unit.kind == CITY and unit.name == "Hồ Chí Minh")
    return upper_first(unit.titled) if in_full else unit.name


def initials(name: str) -> str:
    """The letters of a department's name: "Sở Nội vụ" SNV."""
    words = re.findall(r"[^\W\d_]+", name)
    return "".join(word[0].upper() for word in words if word not in ("và", "của"))


def head_of(name: str) -> str:
    """The title of who heads a department of that name."""
    if name.startswith(("Văn phòng", "Thanh tra")):
        return "CHÁNH VĂN PHÒNG" if name.startswith("Văn phòng") else "CHÁNH THANH TRA"
    return "TRƯỞNG BAN" if name.startswith("Ban") else "GIÁM ĐỐC"


def _shouted(unit: Unit) -> str:
    return unit.titled.upper()


def _has_islands(province: Unit) -> bool:
    return any(one.kind == "đặc khu" and one.province == province for one in communes().values())
