"""Bodies read out of headings and cells: every name, exactly, and which entry of the registry it is."""

import pytest

from kehoach.model.agency import Agencies, Agency
from kehoach.model.base import Ref
from kehoach.recognising.bodies import KnownBodies, bodies_in, printed
from kehoach.recognising.ids import proposed_id

REGISTRY = KnownBodies.of(
    Agencies(
        {
            "phong-kt": Agency(name="Phòng Kinh tế", of="huyện", aliases=("Phòng KT",), members=()),
            "phong-tp": Agency(name="Phòng Tư pháp", of="huyện", members=()),
            "cac-xa": Agency(name="UBND các xã, phường", members=()),
            "so-y-te": Agency(name="Sở Y tế", members=()),
        }
    )
)

NAMED = {
    "Sở Nội vụ": ["Sở Nội vụ"],
    "Sở Văn hóa, Thể thao và Du lịch": ["Sở Văn hóa, Thể thao và Du lịch"],
    "Sở Nội vụ, Sở Tài chính": ["Sở Nội vụ", "Sở Tài chính"],
    "Các sở, ban, ngành; UBND các xã, phường": ["Các sở, ban, ngành", "UBND các xã, phường"],
    "Các Sở, Ban, ngành, Đoàn thể tỉnh": ["Các Sở, Ban, ngành, Đoàn thể tỉnh"],
    "Công an, Ban Chỉ huy Quân sự xã": ["Công an", "Ban Chỉ huy Quân sự xã"],
    "Văn phòng HĐND và UBND xã": ["Văn phòng HĐND và UBND xã"],
    "Ban Quản lý các khu công nghiệp": ["Ban Quản lý các khu công nghiệp"],
    "Ban Chỉ đạo chuyển đổi số xã": ["Ban Chỉ đạo chuyển đổi số xã"],
    "Trung tâm Y tế (Trạm Y tế phường), Công an phường": ["Trung tâm Y tế (Trạm Y tế phường)", "Công an phường"],
    "Đảng ủy, HĐND, UBND xã": ["Đảng ủy, HĐND, UBND xã"],
    "Phòng KT, VP HĐND-UBND": ["Phòng KT", "VP HĐND-UBND"],
    "UBND phường, xã, đặc khu": ["UBND phường, xã, đặc khu"],
    "Hội Nông dân, Hội Cựu chiến binh, Đoàn Thanh niên": ["Hội Nông dân", "Hội Cựu chiến binh", "Đoàn Thanh niên"],
    "các cơ quan, đơn vị liên quan.": ["các cơ quan, đơn vị liên quan"],
}


@pytest.mark.parametrize("text", NAMED)
def test_the_names_are_typed_text_and_print_it_again(text: str) -> None:
    found = bodies_in(text, exact=True)
    assert [one.name for one in found] == NAMED[text]
    assert all(text[one.start : one.end] == one.name for one in found)
    assert printed(found) == text.rstrip(".")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Sở Nội vụ, Sở Y tế và Sở Tài chính", ["Sở Nội vụ", "Sở Y tế", "Sở Tài chính"]),
        ("Sở Giáo dục và Đào tạo và Sở Y tế", ["Sở Giáo dục và Đào tạo", "Sở Y tế"]),
        ("Các sở, ngành, UBND các xã", ["Các sở, ngành", "UBND các xã"]),
        ("Sở Y tế; Sở Nội vụ", ["Sở Y tế", "Sở Nội vụ"]),
    ],
)
def test_what_prints_otherwise_is_one_name_where_it_must_be_exact(text: str, names: list[str]) -> None:
    assert [one.name for one in bodies_in(text)] == names
    assert [one.name for one in bodies_in(text, exact=True)] == [text]


@pytest.mark.parametrize(
    "text",
    [
        "", "Mục đích", "Các hoạt động chính", "Sở Y tế chủ trì, phối hợp với Sở Nội vụ",
        "Sở Nội vụ có trách nhiệm đôn đốc", "Sở Y tế Sở Nội vụ", "Phòng ngừa dịch bệnh", "Ban hành kế hoạch",
        "Báo cáo định kỳ", "Hội nghị sơ kết", "Thanh tra, kiểm tra", "Trường hợp đặc biệt",
        "Sở Tài chính: Căn cứ dự toán được giao", "Sở Y tế, đồ dùng học tập và",
    ],
)  # fmt: skip
def test_what_is_no_name_is_nothing(text: str) -> None:
    assert bodies_in(text) == ()


def test_a_request_and_a_group_are_told() -> None:
    (asked,) = bodies_in("Đề nghị Ủy ban MTTQ Việt Nam thành phố")
    assert (asked.name, asked.is_requested, asked.is_group) == ("Ủy ban MTTQ Việt Nam thành phố", True, False)
    several = bodies_in("Đề nghị: Hội Nông dân tỉnh, các doanh nghiệp")
    assert [(one.name, one.is_requested, one.is_group) for one in several] == [
        ("Hội Nông dân tỉnh", True, False), ("các doanh nghiệp", True, True),
    ]  # fmt: skip
    assert [one.is_group for one in bodies_in("UBND các xã, phường")] == [True]
    assert [one.is_group for one in bodies_in("UBND huyện, thị xã")] == [True]
    assert [one.is_group for one in bodies_in("UBND xã Tân Phong")] == [False]


def test_the_registry_says_who_it_is_and_near_names_are_not_guessed() -> None:
    ids = {
        "Phòng Kinh tế huyện": "phong-kt", "Phòng kinh tế": "phong-kt", "Phòng KT": "phong-kt",
        "Ủy ban nhân dân các xã, phường": "cac-xa", "Sở Y Tế": "so-y-te",
    }  # fmt: skip
    for name, identity in ids.items():
        (one,) = bodies_in(name, REGISTRY)
        assert one.id == identity, name
        assert one.ref == Ref(identity)
    (near,) = bodies_in("Phòng Kinh tê", REGISTRY)
    assert near.id in ("", "phong-kt")
    (other,) = bodies_in("Sở Y tếe", REGISTRY)
    assert other.id == ""
    assert bodies_in("Phòng Nội vụ", REGISTRY)[0].near == ()


def test_ids_of_the_registry_print_the_typed_text_again_or_are_not_used() -> None:
    both = bodies_in("Phòng Kinh tế, Phòng Tư pháp huyện", REGISTRY, exact=True)
    assert [one.id for one in both] == ["phong-kt", "phong-tp"]
    (one,) = bodies_in("Phòng KT", REGISTRY, exact=True)
    assert (one.id, one.near, one.name) == ("", ("phong-kt",), "Phòng KT")


@pytest.mark.parametrize(
    ("name", "identity"),
    [
        ("Sở Nông nghiệp và Môi trường", "so-nong-nghiep-moi-truong"),
        ("Ủy ban Mặt trận Tổ quốc Việt Nam xã", "mttq-xa"),
        ("Ủy ban nhân dân các xã, phường", "ubnd-xa-phuong"),
        ("các cơ quan, đơn vị có liên quan", "co-quan-don-vi"),
    ],
)
def test_a_short_id_is_proposed(name: str, identity: str) -> None:
    assert proposed_id(name) == identity
    assert proposed_id(name, {identity}) == f"{identity}-2"
    assert Ref(identity).is_id


def test_the_unit_of_a_committee_is_known() -> None:
    assert bodies_in("UBND tỉnh Lai Châu")[0].unit == "12"
    assert bodies_in("UBND các xã, phường")[0].unit == ""
