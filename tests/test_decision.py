"""A plan that a decision promulgates: whose decision it is, and what its own text needs."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest
import yaml

from kehoach.documents.certified import compose_certified
from kehoach.documents.paper import plain
from kehoach.model.base import Ref
from kehoach.schema.build import Known, plan_schema
from kehoach.word.docx import write_docx
from tests.support.cases import CASES
from tests.support.plans import ROOT, Made, make, registry
from tests.support.word import WordFile

PLAN = """\
year: 2026
issuer: ubnd-tinh
number: 5
date: 5/1/2026
subject: Kiểm kê tài sản công năm {{ year }}
decision:
  subject: Ban hành Kế hoạch kiểm kê tài sản công
  articles:
    - Ban hành kèm theo Quyết định này Kế hoạch kiểm kê tài sản công.
sections:
  - kind: duties
    items:
      - agencies: [so-tai-chinh]
        text: Hướng dẫn kiểm kê.
recipients: [Như Điều 1]
archive: VT, TH
signature:
  authority: [KT]
  title: Phó Chủ tịch
  name: Trần Văn C
"""


def decided(text: str) -> Made:
    return make(text, registry(CASES / "agencies.yaml"))


@pytest.mark.parametrize(
    ("authority", "whose"),
    [
        ("[TM, KT]", "ỦY BAN NHÂN DÂN TỈNH SƠN HÀ"),
        ("[KT]", "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH SƠN HÀ"),
    ],
)
def test_a_decision_without_tm_is_the_heads_own(authority: str, whose: str) -> None:
    """Sample 1.3, note 6: the office of the head, or the name of the collective that decides."""
    made = decided(PLAN.replace("[KT]", authority))
    assert made.document().parts[0].competence == whose


def test_a_plan_behind_a_decision_may_begin_with_its_first_section() -> None:
    made = decided(PLAN)
    assert not made.errors
    _decision, attached = made.document().parts
    assert attached.opening == ()


def test_its_certified_extract_is_of_the_plan() -> None:
    made = decided(PLAN)
    assert made.plan is not None
    (part,) = compose_certified(made.plan, made.agencies, Ref("so-tai-chinh")).parts
    assert part.frame is not None
    assert part.signature is not None
    assert plain(part.signature.name) == "Trần Văn C"
    assert plain(part.title.subject[0]) == "Kiểm kê tài sản công năm 2026".replace("năm ", "năm\u00a0")


def test_any_other_plan_needs_its_opening() -> None:
    begin, end = PLAN.index("decision:"), PLAN.index("sections:")
    alone = PLAN[:begin] + PLAN[end:]
    assert [fault for fault in decided(alone).errors if "opening" in fault]


def test_the_editor_asks_for_an_opening_as_check_does() -> None:
    schema = plan_schema(Known())
    begin, end = PLAN.index("decision:"), PLAN.index("sections:")
    alone = yaml.load(PLAN[:begin] + PLAN[end:], yaml.BaseLoader)
    jsonschema.validate(yaml.load(PLAN, yaml.BaseLoader), schema)
    with pytest.raises(jsonschema.ValidationError, match="opening"):
        jsonschema.validate(alone, schema)


def test_the_copy_of_an_attached_plan_is_framed() -> None:
    made = decided(PLAN)
    assert made.plan is not None
    paper = compose_certified(made.plan, made.agencies, Ref("so-tai-chinh"))
    template = (ROOT / "templates" / "certified.docx").read_bytes()
    lines = [line.text for line in WordFile(write_docx(paper, template, Path("certified.docx"))).paragraphs()]
    assert "TRÍCH SAO" in lines
    assert "[QUYỀN HẠN, CHỨC VỤ]" in lines
