"""Bodies that are typed: the fix that is offered leaves a plan that says the same to the same bodies."""

from __future__ import annotations

import pytest

from kehoach.edits import apply
from kehoach.model.agency import Agencies
from kehoach.parse.plan import parse_agencies
from kehoach.readers.yaml import read
from kehoach.source import Source
from tests.support.cases import CASES
from tests.support.plans import make, registry
from tests.test_rules import unmarked

REGISTRY = """
ubnd-xa: {name: UBND xã Mường Than, symbol: UBND, place: Mường Than, collective: ỦY BAN NHÂN DÂN, head: CHỦ TỊCH}
kinh-te-cu: {name: Phòng Kinh tế, of: thành phố, until: 30/6/2025}
kinh-te: {name: Phòng Kinh tế xã, parent: ubnd-xa}
kinh-te-xa-khac: {name: Phòng Kinh tế xã}
van-hoa: {name: "Phòng Văn hóa, Thể thao", parent: ubnd-xa}
nong-dan: {name: Hội Nông dân, of: tỉnh}
"""
PLAN = """
year: 2026
issuer: ubnd-xa
date: 3/2026
subject: Thử
opening: Như sau.
sections:
  - kind: duties
    items:
      - agencies: LEAD
        items: [Rà soát.]
recipients: [Các đơn vị]
archive: VT, TH
signature: {authority: [TM, KT], title: Phó Chủ tịch, name: Lò Văn An}
"""


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("[Phòng Kinh tế]", ["kinh-te"]),  # the issuer's own one, not that of the past, nor a namesake
        ("[PHÒNG KINH TẾ XÃ]", ["kinh-te"]),
        ('["Phòng kinh tế  xã Mường Than"]', ["kinh-te"]),
        ("Phong Kinh te xa", ["kinh-te"]),
        ("[Phòng Văn hoá, Thể thao]", ["van-hoa"]),
        ("[Phòng Văn hoá, Thể thao, kinh-te]", ["van-hoa", "kinh-te"]),
        ("[Phòng Kinh tế thành phố]", None),  # it is no more: its id would be an error
        ("[Hội Nông dân]", None),  # of the province, or of the commune?
        ("[kinh-tee]", ["kinh-te"]),
    ],
)
def test_the_fix_names_the_body_that_is_meant(written: str, meant: list[str] | None) -> None:
    text = PLAN.replace("LEAD", written)
    agencies = _registry()
    (found,) = (f for f in make(text, agencies).findings if f.code in ("KH201", "KH210"))
    assert (found.fix is not None) == (meant is not None)
    if found.fix and meant:
        fixed = make(apply(text, found.fix), agencies)
        assert fixed.plan is not None
        assert [str(ref) for ref in fixed.plan.sections[0].items[0].agencies] == meant
        assert fixed.findings == ()


def _registry(text: str = REGISTRY) -> Agencies:
    source = Source("agencies.yaml", text)
    node, _findings = read(source)
    assert node is not None
    return parse_agencies(node, source)[0]


def test_every_fix_offered_leaves_nothing_of_its_kind_at_its_place() -> None:
    agencies = registry(CASES / "agencies.yaml")
    for path in sorted((CASES / "rules" / "KH210").glob("fires*.yaml")):
        text, _places = unmarked(path.read_text(encoding="utf-8"))
        findings = [f for f in make(text, agencies).findings if f.code == "KH210"]
        edits = [edit for f in findings for edit in f.fix or ()]
        left = make(apply(text, edits), agencies).findings
        assert len(edits) > 1
        assert [str(f.message) for f in left if f.code == "KH210"] == [str(f.message) for f in findings if not f.fix]


def test_of_a_body_that_is_no_more_the_successors_are_named() -> None:
    text = PLAN.replace("LEAD", "[Phòng Kinh tế thành phố]")
    agencies = _registry(REGISTRY.replace("until: 30/6/2025", "until: 30/6/2025, successors: [kinh-te]"))
    (found,) = make(text, agencies).findings
    assert (found.code, found.fix) == ("KH210", None)
    assert "30/06/2025" in str(found.message)
    assert "kinh-te (Phòng Kinh tế xã)" in str(found.hint)
