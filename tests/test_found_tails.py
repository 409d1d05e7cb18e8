"""What is below the text of a plan: recipients, signatures, and tables that nothing calls an appendix."""

from __future__ import annotations

import pytest

from kehoach.frozen import replace
from kehoach.pipeline.importer import imported
from kehoach.readers.document import PageBreak, ReadDocument, TextLine, TextRun
from kehoach.recognising.plan import recognise
from kehoach.recognising.tail import read_tail
from tests.support.typed import paragraphs, typed_document

TEXT = """ỦY BAN NHÂN DÂN
XÃ MINH
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 5/KH-UBND
Minh, ngày 12 tháng 3 năm 2026

KẾ HOẠCH

Trồng rừng năm 2026

Ủy ban nhân dân xã xây dựng kế hoạch như sau:

I. VIỆC

1. Trồng rừng.

Trên đây là Kế hoạch trồng rừng năm 2026./.

Nơi nhận:
- UBND huyện;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Trần Văn Nam

"""
TABLE = "| STT | Bản | Diện tích |\n| 1 | Bản Một | 12 ha |\n| 2 | Bản Hai | 8 ha |\n"


@pytest.mark.parametrize(
    ("added", "label", "title"),
    [
        ("Biểu số 01\n\nTỔNG HỢP DIỆN TÍCH\n\n", "Biểu số 01", "TỔNG HỢP DIỆN TÍCH"),
        ("DANH SÁCH CÁC BẢN TRỒNG RỪNG\n\n", "", "DANH SÁCH CÁC BẢN TRỒNG RỪNG"),
        ("DANH SÁCH CÁC BẢN\n\n(Kèm theo Kế hoạch số 5/KH-UBND)\n\n", "", "DANH SÁCH CÁC BẢN"),
        ("", "", ""),
    ],
)
def test_a_table_below_the_signature_is_an_appendix(added: str, label: str, title: str) -> None:
    made = imported(typed_document(TEXT + added + TABLE), None, "a.txt")
    (appendix,) = made.found.appendices
    assert (appendix.label, appendix.title.text) == (label, title)
    assert made.found.signature.name == "Trần Văn Nam"
    assert made.proof
    assert (made.proof.lost, made.proof.moved) == ((), 0)
    assert not made.found.not_understood
    assert bool(made.proof.added) is not bool(title)  # an appendix without a title is asked for one


@pytest.mark.parametrize("title", ["TRƯỞNG TRẠM", "ĐỘI TRƯỞNG", "CHÍNH TRỊ VIÊN", "NGƯỜI LẬP KẾ HOẠCH"])
def test_who_signs_beside_the_recipients_has_any_title(title: str) -> None:
    def line(text: str, column: int) -> TextLine:
        return TextLine((TextRun(text),), "", column=column)

    tail = read_tail(
        [line("Nơi nhận:", 1), line("- Xã.", 1), line("- Lưu: VT.", 1), line(title, 2), line("BS. Trần Thị Hoa", 2)]
    )
    assert (tail.signature.lines, tail.name, tail.archive) == ((title,), "BS. Trần Thị Hoa", "VT.")


@pytest.mark.parametrize(
    ("typed", "archive"),
    [("- Lưu: VT.", "VT."), ("- Lưu TYT;", "TYT;"), ("- Lưu.", ""), ("- Lưu văn phòng", "văn phòng")],
)
def test_the_archive_line_is_no_recipient(typed: str, archive: str) -> None:
    tail = read_tail(paragraphs("Nơi nhận:", "- UBND huyện;", typed).blocks)  # type: ignore[arg-type]
    assert [text.text for text, _items in tail.recipients] == ["UBND huyện;"]
    assert tail.archive == archive


def test_a_symbol_after_a_slash_is_that_of_the_issuer() -> None:
    made = imported(
        typed_document(TEXT.replace("Số: 5/KH-UBND", "Số: 05 - KH/BATGT").replace("XÃ MINH", "BAN")), None, "a"
    )
    assert "symbol: BATGT" in made.draft.text
    assert made.proof
    assert made.proof.share == 1


@pytest.mark.parametrize("gap", ["\t\t", " " * 20])
def test_a_signature_is_typed_beside_the_recipients_with_tabs_or_blanks(gap: str) -> None:
    below = (
        f"Nơi nhận:{gap}KT. GIÁM ĐỐC", f"- UBND tỉnh;{gap}PHÓ GIÁM ĐỐC", "- Các phòng thuộc Sở;",
        f"- Lưu: VT.{gap}BS.CKII. Huỳnh Minh", "DANH SÁCH CÁC XÃ TRỒNG RỪNG", "(Kèm theo Kế hoạch)", "Xã Một.",
    )  # fmt: skip
    lines = [*paragraphs("KẾ HOẠCH", "Trồng rừng", "Như sau:", "I. VIỆC", "Trồng rừng./.", *below).blocks]
    lines[-3] = replace(lines[-3], align="center")  # type: ignore[type-var]
    plan = recognise(ReadDocument(tuple(lines)))
    assert (plan.signature.lines, plan.signature.name) == (("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "BS.CKII. Huỳnh Minh")
    assert ([text.text for text, _items in plan.recipients], plan.archive) == (
        ["UBND tỉnh;", "Các phòng thuộc Sở;"], "VT."
    )  # fmt: skip
    assert [one.title.text for one in plan.appendices] == ["DANH SÁCH CÁC XÃ TRỒNG RỪNG"]


@pytest.mark.parametrize("typed", ["T/M BAN CHẤP HÀNH", "T/M. BAN CHẤP HÀNH", "TM BAN CHẤP HÀNH"])
def test_an_authority_may_have_a_slash_and_no_stop(typed: str) -> None:
    text = TEXT.replace("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", f"{typed}\nBÍ THƯ")
    made = imported(typed_document(text), None, "a.txt")
    assert "authority: [TM]" in made.draft.text
    assert made.proof
    assert (made.proof.lost, made.proof.added) == ((), ())


@pytest.mark.parametrize("name", ["Thiếu tá A Thanh", "Đại tá Y Ka Nin Ê Ban", "Bác sĩ Trần Văn Nam", "ThS. Lê Hùng"])
def test_a_name_may_have_a_rank_before_it(name: str) -> None:
    lines = paragraphs("Nơi nhận:", "- Lưu: VT.", "CHỈ HUY TRƯỞNG", name).blocks
    assert read_tail(lines).name == name  # type: ignore[arg-type]


def test_a_page_may_end_among_the_lines_of_a_signature() -> None:
    def line(text: str, column: int = 0) -> TextLine:
        return TextLine((TextRun(text),), "", column=column)

    first = (line("Nơi nhận:", 1), line("- Xã.", 1), line("CHỦ TỊCH", 2))
    second = (line("- Lưu: VT.", 1), line("Trần Văn Nam", 2))
    text = paragraphs("KẾ HOẠCH", "Trồng rừng", "Như sau:", "I. VIỆC", "Trồng rừng./.").blocks
    plan = recognise(ReadDocument((*text, *first, PageBreak(), *second)))
    assert [one.text for one, _items in plan.recipients] == ["Xã."]
    assert (plan.archive, plan.signature.lines, plan.signature.name) == ("VT.", ("CHỦ TỊCH",), "Trần Văn Nam")
