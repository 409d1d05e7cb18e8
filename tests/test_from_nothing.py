"""From an empty editor to a checked plan: everything but sentences is chosen from what is offered."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.language_server import Editor
from tests.support.plans import ROOT
from tests.support.typist import Typist

PLAN = """\
year: 2027
issuer: phuong-doan-ket
subject: Bảo đảm an sinh xã hội năm {{ year }}
bases:
  - type: Quyết định
    number: 12/QĐ-UBND
    date: 15/12/2026
    issuer: phuong-doan-ket
    subject: về việc giao chỉ tiêu năm {{ year }}
opening: >
  {{ issuer }} xây dựng kế hoạch như sau:
sections:
  - kind: purpose
    items:
      - Bảo đảm mọi người dân được hưởng chính sách.
  - kind: targets
    items:
      - target: ho-ngheo
        name: Tỷ lệ hộ nghèo
        value: 1,5%
        text: Tỷ lệ hộ nghèo giảm còn {{ value }}.
        better: lower
        lead: doan-ket-kinh-te
  - kind: duties
    items:
      - agencies: [doan-ket-kinh-te]
        items:
          - Tuyên truyền chính sách.
          - task: ra-soat
            name: Rà soát hộ nghèo
            lead: [doan-ket-kinh-te]
            deadline: 15/6
            text: Xong trước ngày {{ deadline }}.
            targets: ho-ngheo
recipients:
  - Các cơ quan liên quan
archive: VT, KT
signature:
  title: Chủ tịch
  name: Trần Văn A
  authority: TM
"""


@pytest.fixture
def typist(tmp_path: Path) -> Iterator[Typist]:
    path = tmp_path / "plans" / "2027" / "an-sinh.yaml"
    path.parent.mkdir(parents=True)
    shutil.copy(ROOT / "plans/agencies.yaml", tmp_path / "plans")
    editor = Editor(today="1/1/2027")
    editor.open(path, "")
    yield Typist(editor, path)
    editor.close()


def line(typist: Typist, key: str, *values: str, back: int | None = None) -> None:
    """A key, then each value chosen; then a line below."""
    typist.choose(key)
    for value in values:
        typist.choose(value)
    typist.enter(back)


def test_a_plan_is_written_by_choosing(typist: Typist) -> None:
    line(typist, "year", "2027")
    line(typist, "issuer", "phuong-doan-ket")
    typist.choose("subject")
    typist.type("Bảo đảm an sinh xã hội năm {{ ")
    typist.choose("year")
    typist.enter()
    typist.choose("bases")
    typist.choose("căn cứ")
    typist.choose("Quyết định")
    for value in ("12/QĐ-UBND", "15/12/2026"):
        typist.tab()
        typist.type(value)
    typist.tab()
    typist.choose("phuong-doan-ket")
    typist.tab()
    typist.type("về việc giao chỉ tiêu năm {{ ")
    typist.choose("year")
    typist.enter(0)
    typist.choose("opening")
    typist.type("{{ ")
    typist.choose("issuer")
    typist.type(" xây dựng kế hoạch như sau:")
    typist.enter(0)

    line(typist, "sections", "purpose")
    typist.choose("items")
    typist.type("Bảo đảm mọi người dân được hưởng chính sách.")
    typist.enter(2)
    line(typist, "- kind", "targets")
    typist.choose("items")
    typist.choose("chỉ tiêu")
    typist.type("ho-ngheo")
    for value in ("Tỷ lệ hộ nghèo", "1,5%", "Tỷ lệ hộ nghèo giảm còn"):
        typist.tab()
        typist.type(value)
    typist.enter()
    line(typist, "better", "lower")
    line(typist, "lead", "doan-ket-kinh-te", back=2)
    line(typist, "- kind", "duties")
    typist.choose("items")
    typist.choose("phân công")
    typist.choose("doan-ket-kinh-te")
    typist.tab()
    typist.type("Tuyên truyền chính sách.")
    typist.enter()
    typist.choose("- nhiệm vụ")
    typist.type("ra-soat")
    typist.tab()
    typist.type("Rà soát hộ nghèo")
    typist.tab()
    typist.choose("doan-ket-kinh-te")
    typist.tab()
    typist.choose("15/6")
    typist.tab()
    typist.type("Xong trước ngày {{ ")
    typist.choose("deadline")
    typist.type(".")
    typist.enter()
    line(typist, "targets", "ho-ngheo", back=0)

    typist.choose("recipients")
    typist.type("Các cơ quan liên quan")
    typist.enter(0)
    typist.choose("archive")
    typist.choose("VT")
    typist.type("KT")
    typist.enter()
    typist.choose("signature")
    typist.choose("Chủ tịch")
    typist.tab()
    typist.type("Trần Văn A")
    typist.enter()
    line(typist, "authority", "TM", back=0)

    assert typist.text == PLAN
    typist.editor.change(typist.path, (0, 0, ""))
    assert typist.editor.current(typist.path) == []


def test_a_whole_plan_is_offered_in_an_empty_file(typist: Typist) -> None:
    """It has no error; what is undecided are the places to fill."""
    typist.choose("kehoach")
    assert [typist.text[at : at + size][:5] for at, size in typist.places] == ["TODO("] * len(typist.places)
    assert len(typist.places) > 20
    typist.editor.change(typist.path, (0, 0, ""))
    assert {one["severity"] for one in typist.editor.current(typist.path)} <= {2, 3}
