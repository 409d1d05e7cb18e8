"""Slots: content controls with a prompt, which Word tabs through and which can be found again; and "Kính gửi"."""

from __future__ import annotations

from pathlib import Path

import pytest

from kehoach.documents.paper import Paragraph, Role, Slot
from kehoach.frozen import replace
from kehoach.ooxml.names import w
from kehoach.word.docx import write_docx
from tests.support.judges import lint, sdk_errors
from tests.support.plans import ROOT, SEED, make
from tests.support.word import WordFile

REPORT = (ROOT / "templates" / "report.docx").read_bytes()
SLOTS = (Slot("ho-ngheo/value", "Kết quả", choices=()), Slot("ho-ngheo/rated", "Đánh giá", False, ("đạt", "chưa đạt")))


def rendered(*addressees: str) -> bytes:
    paper = make(SEED.read_text(encoding="utf-8")).document()
    body = (Paragraph(Role.TEXT, ("Tỷ lệ hộ nghèo: ", SLOTS[0], "; ", SLOTS[1], " & hết.")), *paper.parts[0].blocks)
    part = replace(paper.parts[0], blocks=body, addressees=tuple((line,) for line in addressees))
    return write_docx(replace(paper, parts=(part,)), REPORT, Path("report.docx"))


def test_a_slot_is_a_content_control(tmp_path: Path) -> None:
    docx = rendered()
    assert sdk_errors(docx, tmp_path) == []
    assert lint(docx) == []
    controls = list(WordFile(docx).body.iter(w("sdt")))
    assert [c.find(f"{w('sdtPr')}/{w('tag')}").get(w("val")) for c in controls] == [slot.key for slot in SLOTS]
    assert ["".join(c.itertext()) for c in controls] == ["[Kết quả]", "[Đánh giá]"]
    listed = controls[1].iter(w("listItem"))
    assert [item.get(w("value")) for item in listed] == ["đạt", "chưa đạt"]


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ((), []),
        (("UBND tỉnh Lai Châu",), ["Kính gửi: UBND tỉnh Lai Châu"]),
        (("- UBND tỉnh;", "- Sở Tài chính."), ["Kính gửi:", "- UBND tỉnh;", "- Sở Tài chính."]),
    ],
)
def test_addressees(names: tuple[str, ...], shown: list[str], tmp_path: Path) -> None:
    docx = rendered(*names)
    assert sdk_errors(docx, tmp_path) == []
    found = [p.text for p in WordFile(docx).paragraphs() if p.style in ("Kính gửi", "Nơi gửi")]
    assert found == shown
