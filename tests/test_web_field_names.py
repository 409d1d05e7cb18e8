"""Findings on the screens of the workbench: no key of the file is read, the fields' own names are."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

import pytest
import yaml

from kehoach.diagnostics import _
from kehoach.editing import Document, DocumentKind, Refused
from kehoach.pipeline.examine import look_at_plan
from kehoach.source import Source
from kehoach.web.field_names import NamedInFields, in_field_names
from kehoach.web.finding_places import finding_places
from tests.support.cases import CASES
from tests.support.plans import ROOT, registry
from tests.test_rules import unmarked

RULES = CASES / "rules"
VIETNAMESE = gettext.translation("kehoach", ROOT / "kehoach" / "locale", ["vi"])
KEYS = set(
    "archive agencies amount authority baseline bases better closing coordinating covers deadline deliverable due"
    " heading issuer items lead letterhead mark number opening recipients reporting sections signature subject target"
    " targets title value values".split()
)
"""Keys that are no Vietnamese words; what a case has typed itself is not looked at."""


def said(path: Path) -> list[tuple[str, str]]:
    """What is found in a case, each with its code, in Vietnamese as the screens say it."""
    text, _places = unmarked(path.read_text(encoding="utf-8"))
    source = Source("plans/2026/ca.yaml", text)
    try:
        document = Document.read(source, DocumentKind.PLAN)
    except Refused:
        document = None
    found = [in_field_names(one, document) for one in look_at_plan(source, registry()).findings]
    return [(f.code, m.into(VIETNAMESE)) for f in found for m in (f.message, f.hint) if m]


OF_THE_TEXT = {"KH101", "KH107"}
"""What is wrong with a key itself, or with a name between braces: only who writes the text meets it."""
FIRING = [path for path in sorted(RULES.glob("KH[1-7]*/fires*.yaml")) if path.parent.name[:5] not in OF_THE_TEXT]


@pytest.mark.parametrize("path", FIRING, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_finding_names_a_key(path: Path) -> None:
    for code, sentence in said(path):
        if code in OF_THE_TEXT:
            continue
        words = re.sub(r"\{\{.*?\}\}|\"[^\"]*\"|--\S+|`[^`]*`", "", sentence)
        assert not KEYS & set(re.findall(r"(?<![\w-])[a-z]+(?![\w-])", words)), sentence


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("KH712", 'ghi: "Lưu": VT, ... kèm chữ viết tắt của đơn vị'),
        ("KH417", 'câu không dùng số tiền đã ghi ở "Số tiền"'),
        ("KH206", 'thêm "Cơ quan chủ trì", hoặc đặt nhiệm vụ vào phần phân công của một cơ quan'),
        ("KH406", 'thêm vào "Phục vụ chỉ tiêu" của một nhiệm vụ'),
    ],
)
def test_the_name_of_the_field_is_read_instead(code: str, expected: str) -> None:
    sentences = [one for path in (RULES / code).glob("fires*.yaml") for _code, one in said(path)]
    assert expected in sentences


def test_a_key_has_the_name_that_it_has_where_the_finding_is() -> None:
    text = (RULES / "KH206" / "fires.yaml").read_text(encoding="utf-8")
    document = Document.read(Source("a.yaml", unmarked(text)[0]), DocumentKind.PLAN)
    task = document.root.span.source.text.index("deadline")
    names = yaml.safe_load(unmarked(text)[0])["sections"][0]["items"][0]
    assert "deadline" in names
    from kehoach.web.field_names import _classes

    assert [one.__name__ for one in _classes(document, task)] == ["Task", "Section", "Plan"]


def test_what_a_drafter_typed_is_never_renamed() -> None:
    message = _("Fix: {what}", what="báo cáo text: value của archive")
    assert "text: value của archive" in NamedInFields(message.text, message.values).into(VIETNAMESE)
    key = NamedInFields("Fix: take out {what}", {"what": "number: 5"})
    assert key.into(VIETNAMESE) == 'Sửa: bỏ "Số": 5'


def test_what_is_in_the_way_of_the_issue_comes_first() -> None:
    path = Path("plans/2026/ca.yaml")
    text, _places = unmarked((RULES / "KH712" / "fires.yaml").read_text(encoding="utf-8"))
    source = Source(str(path), text.replace("subject: ", "subject: TODO(về việc gì) "))
    places = finding_places(path, look_at_plan(source, registry()).findings)
    first = [place.is_in_the_way for place in places]
    assert first == sorted(first, reverse=True)
    assert set(first) == {True, False}
