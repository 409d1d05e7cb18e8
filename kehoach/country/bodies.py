"""The bodies of a unit's People's Committee.

Of a commune: Decree 150/2025/NĐ-CP of 12 June 2025 (amended by Decree 370/2025, which was not read); a commune may have
fewer. Of a province: the departments that follow the ministries merged on 1 March 2025; a province may have others
besides.
"""

from __future__ import annotations

from kehoach.country.units import COMMUNAL, Unit
from kehoach.frozen import frozen


@frozen
class UnitBody:
    """A body under a People's Committee: id in a registry, name, and what it works on."""

    id: str
    name: str
    work: str = ""


_OFFICE = UnitBody("van-phong", "Văn phòng HĐND và UBND", "văn phòng; tư pháp; đối ngoại")
_CULTURE = UnitBody(
    "phong-van-hoa-xa-hoi",
    "Phòng Văn hóa - Xã hội",
    "nội vụ, lao động, việc làm, người có công; giáo dục; văn hóa, khoa học, thông tin; y tế, bảo trợ xã hội",
)
_SERVICES = UnitBody("trung-tam-hanh-chinh-cong", "Trung tâm Phục vụ hành chính công", "Nghị định số 118/2025/NĐ-CP")
_ECONOMIC_WORK = (
    "tài chính, kế hoạch; xây dựng, công thương; nông nghiệp và môi trường, trong đó có công tác giảm nghèo"
)
_ECONOMY = UnitBody("phong-kinh-te", "Phòng Kinh tế", _ECONOMIC_WORK)
_URBAN_ECONOMY = UnitBody("phong-kinh-te", "Phòng Kinh tế, Hạ tầng và Đô thị", _ECONOMIC_WORK)

DEPARTMENTS = (
    UnitBody("van-phong", "Văn phòng UBND"),
    UnitBody("so-noi-vu", "Sở Nội vụ", "cả lao động, việc làm, người có công"),
    UnitBody("so-tu-phap", "Sở Tư pháp"),
    UnitBody("so-tai-chinh", "Sở Tài chính", "cả kế hoạch và đầu tư"),
    UnitBody("so-cong-thuong", "Sở Công Thương"),
    UnitBody("so-nong-nghiep-moi-truong", "Sở Nông nghiệp và Môi trường", "cả giảm nghèo"),
    UnitBody("so-xay-dung", "Sở Xây dựng", "cả giao thông vận tải"),
    UnitBody("so-khoa-hoc-cong-nghe", "Sở Khoa học và Công nghệ", "cả thông tin và truyền thông"),
    UnitBody("so-van-hoa", "Sở Văn hóa, Thể thao và Du lịch"),
    UnitBody("so-giao-duc-dao-tao", "Sở Giáo dục và Đào tạo", "cả giáo dục nghề nghiệp"),
    UnitBody("so-y-te", "Sở Y tế", "cả trẻ em, bảo trợ xã hội"),
)


def bodies_of(unit: Unit) -> tuple[UnitBody, ...]:
    """The bodies under the unit's People's Committee, in the order in which papers name them."""
    if unit.kind not in COMMUNAL:
        return DEPARTMENTS
    return (_OFFICE, _URBAN_ECONOMY if unit.kind == "phường" else _ECONOMY, _CULTURE, _SERVICES)
