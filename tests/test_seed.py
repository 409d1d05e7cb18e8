"""The yardstick: the printed plan has every word of the original, in order, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from kehoach.diagnostics import Severity
from kehoach.model.items import Duty
from kehoach.model.plan import Plan
from kehoach.model.quantity import Quantity
from tests.support.pdf import Pdf
from tests.support.plans import SEED, make, registry

ORIGINAL = Path(__file__).parent / "data" / "lai-chau-2024.txt"


def original_words() -> list[str]:
    """The words of the original, corrected as the decree has it: HÒA in Quốc hiệu, a full stop after the last basis."""
    text = ORIGINAL.read_text(encoding="utf-8")
    text = text.replace("CỘNG HOÀ XÃ", "CỘNG HÒA XÃ")
    text = re.sub(r"(kinh tế - xã hội năm 2024);(\s+UBND thành phố xây dựng)", r"\1.\2", text)
    return text.split()


def split(words: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Letterhead and signature, where columns stand side by side, as sorted words; what is between in order."""
    head = words.index("KẾ")
    assert words[head + 1] == "HOẠCH"
    end = next(i for i, word in enumerate(words) if word.endswith("./."))
    return sorted(words[:head]), words[head : end + 1], sorted(words[end + 1 :])


def test_every_word_of_the_original_is_printed_and_no_other(seed_pdf: Pdf) -> None:
    for wanted, printed in zip(split(original_words()), split(seed_pdf.words()), strict=True):
        assert printed == wanted


def test_the_comparison_can_fail(seed_pdf: Pdf) -> None:
    words = seed_pdf.words()
    words[400], words[401] = words[401], words[400]
    assert split(words)[1] != split(original_words())[1]


def seed() -> Plan:
    made = make(SEED.read_text(encoding="utf-8"))
    assert made.plan is not None
    return made.plan


def test_the_plan_has_no_error_and_tells_of_the_slip_it_keeps() -> None:
    made = make(SEED.read_text(encoding="utf-8"))
    assert [(f.code, f.severity) for f in made.findings] == [("KH601", Severity.WARNING)]


def test_every_target_has_value_unit_and_direction() -> None:
    targets = seed().targets
    assert len(targets) == 14
    for target in targets.values():
        assert isinstance(target.value, Quantity)
        assert target.value.unit in ("%", "hộ")
        assert target.better in ("higher", "lower")
        assert target.name is not None
    falling = [key for key, target in targets.items() if target.better == "lower"]
    assert falling == ["ho-ngheo", "ho-ngheo-nguoi-co-cong", "suy-dinh-duong"]
    poor = targets["ho-ngheo"]
    assert (str(poor.baseline), str(poor.value)) == ("1,56%", "1,50%")
    assert {key: str(share) for key, share in poor.shares.items()} == {
        "doan-ket": "01 hộ",
        "san-thang": "01 hộ",
        "sung-phai": "05 hộ",
    }


def test_thirteen_duties_each_with_a_task() -> None:
    plan = seed()
    duties = [placed.item for placed in plan.placed if isinstance(placed.item, Duty)]
    assert len(duties) == 13
    for duty in duties:
        assert any(placed.duty is duty for placed in plan.placed if hasattr(placed.item, "task")), duty.agencies
    assert sum(duty.request for duty in duties) == 3


def test_reports_go_to_the_city_through_the_office() -> None:
    flow = seed().reporting[0]
    assert [str(ref) for ref in flow.to] == ["ubnd-tp-lai-chau"]
    assert str(flow.through) == "phong-ldtbxh"
    assert [(p.id, str(p.due)) for p in flow.periods] == [("6-thang", "15/6"), ("nam", "15/12")]


def test_a_fact_that_stands_in_two_places_is_typed_once() -> None:
    """Numbers, deadlines and names that print more than once in one form stand once in the two files."""
    text = SEED.read_text(encoding="utf-8") + (SEED.parent.parent / "agencies.yaml").read_text(encoding="utf-8")
    text = re.sub(r"#.*", "", text)
    for fact in ("1,56%", "1,50%", "05 hộ", "08 hộ", "9,2%", "84,8%", "15/6", "15/12\n", "6 tháng", "01 năm", "1544"):
        assert text.count(fact) == 1, fact
    assert re.findall(r"(?<![\d/])20(?:23|24)", text) == ["2024"]  # the line year:
    flat = " ".join(text.split())
    for name in (
        "UBND thành phố Lai Châu",
        "UBND các xã, phường",
        "các cơ quan, đơn vị liên quan",
        "Phòng Lao động - Thương binh và Xã hội",
        "phòng Lao động - Thương binh và Xã hội",
        "Ngân hàng Chính sách xã hội",
    ):
        assert flat.count(name) <= 1, name


def test_the_registry_names_every_agency_of_the_plan() -> None:
    agencies = registry()
    assert len(agencies.by_id) >= 22
    assert agencies.by_id["xa-phuong"].members
