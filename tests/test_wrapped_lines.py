"""Lines that only the width of a page has ended, in short texts: few of them, and most end by themselves."""

from __future__ import annotations

from kehoach.pipeline.importer import imported
from kehoach.readers.document import LineEnd, ReadDocument, TextLine, TextRun
from kehoach.recognising.plan import recognise
from tests.support.typed import paragraphs, typed_document
from tests.test_recognising import nodes

BEGINS = """KẾ HOẠCH
Trồng cây năm 2025
Thực hiện Kế hoạch của huyện, Ủy ban nhân dân xã xây dựng kế hoạch như sau:
"""


def texts(text: str) -> list[str]:
    """The paragraphs below the sections."""
    return [node.text.text for _depth, node in nodes(recognise(typed_document(BEGINS + text)).sections)]


def test_a_line_that_ends_with_a_noun_so_ends_where_there_was_room() -> None:
    found = texts(
        "I. VIỆC\n1. Hạ tầng số\nPhối hợp với các doanh nghiệp viễn thông xóa vùng lõm sóng ở các bản xa\n"
        "trung tâm xã, bảo đảm tất cả các bản có sóng điện thoại trước ngày 30 tháng 6 năm\n2025 theo Kế hoạch số\n"
        "12/KH-UBND của tỉnh.\n2. Chính quyền số\nGiải quyết tất cả các thủ tục hành chính của xã trên mạng,\n"
        "không để người dân phải đi lại nhiều lần.\n3. Xã hội số\nMở lớp học cho người lớn tuổi của các bản về điện\n"
        "thoại thông minh.\n"
    )
    assert [one for one in found if one.endswith(" số")] == ["Hạ tầng số", "Chính quyền số", "Xã hội số"]
    assert len(found) == 7


def test_a_long_line_goes_on_in_small_letters_though_few_do() -> None:
    found = texts(
        "I. VIỆC\n1. Đào hố.\n2. Bón phân.\n3. Tưới cây.\n4. Rào cây.\n"
        "5. Đề nghị các bản, các đoàn thể, các trường học trên địa bàn xã và toàn thể cán bộ,\nnhân dân tham gia.\n"
    )
    assert found[-1].endswith("cán bộ, nhân dân tham gia.")


def test_a_subject_as_wide_as_the_page_goes_on_in_the_middle() -> None:
    def line(text: str, align: str, end: LineEnd) -> TextLine:
        return TextLine((TextRun(text, bold=True),), "", align=align, end=end)

    subject = (
        line("Triển khai Tháng hành động vì an toàn thực phẩm năm", "", LineEnd.WRAP),
        line("2026", "center", LineEnd.PARAGRAPH),
        line("trên địa bàn tỉnh Sơn La", "center", LineEnd.PARAGRAPH),
    )
    before, after = paragraphs("KẾ HOẠCH").blocks, paragraphs("Như sau:", "I. VIỆC", "Làm.").blocks
    plan = recognise(ReadDocument((*before, *subject, *after)))
    assert plan.subject
    assert plan.subject.text.endswith("năm 2026 trên địa bàn tỉnh Sơn La")


def test_articles_and_steps_begin_paragraphs_in_a_text_without_blank_lines() -> None:
    lines = (
        "Bước 1: Rà soát các khu vực đất trống ở các bản, thống kê nhu cầu cây\ngiống của các hộ (tháng 3).\n"
        "Bước 2: Nhận cây giống từ vườn ươm của huyện và giao cho từng hộ (tháng 4/2025).\n"
        "Bước 3: Nghiệm thu kết quả của các hộ và báo cáo Ủy ban huyện, đồng thời\nđề nghị khen thưởng.\n"
    )
    found = texts(f"I. VIỆC\nCác bước:\n{lines}{lines.replace('Bước', 'Điều').replace(':', '.')}II. HẾT\n")
    assert [one[:6] for one in found if one[:4] in ("Bước", "Điều")] == [
        "Bước 1", "Bước 2", "Bước 3", "Điều 1", "Điều 2", "Điều 3",
    ]  # fmt: skip


def test_fixed_words_may_have_other_blanks_between_them() -> None:
    nbsp = "\u00a0"
    text = (
        f"{BEGINS}I. VIỆC\n\nTrồng cây./.\n\nNơi{nbsp}nhận:\n- Lưu: VT.\n\nCHỦ{nbsp}TỊCH\n\nTrần{nbsp}Văn  Nam\n\n"
        f"PHỤ{nbsp}{nbsp}LỤC\n\nDANH SÁCH\n\nMột.\n"
    )
    plan = recognise(typed_document(text))
    assert (plan.archive, plan.signature.lines, plan.signature.name) == ("VT.", ("CHỦ TỊCH",), "Trần Văn Nam")
    assert [appendix.label for appendix in plan.appendices] == ["PHỤ LỤC"]


def test_a_tab_after_a_label_is_no_gap_between_two_sides() -> None:
    found = texts("I. VIỆC\n\n-\tĐịnh kỳ hằng quý, trước ngày 15 của tháng cuối, báo cáo.\n\na)\tChủ tịch xã họp.\n")
    assert found[1:] == ["Định kỳ hằng quý, trước ngày 15 của tháng cuối, báo cáo.", "Chủ tịch xã họp."]


def test_a_sentence_goes_on_below_the_number_of_a_page() -> None:
    page = "".join(f"{number}. Trồng cây ở bản số {number} theo kế hoạch của huyện.\n\n" for number in range(1, 21))
    more = page.replace("1. Trồng", "21. Trồng")
    made = imported(
        typed_document(f"{BEGINS}I. VIỆC\n\n{page}Trồng hết diện tích đất trống\n\n2\n\ncủa xã.\n\n{more}"),
        None,
        "a.txt",
    )
    assert "Trồng hết diện tích đất trống của xã." in made.draft.text
    assert made.proof
    assert [one.text for one in made.proof.left_out if one.text == "2"] == ["2"]
    assert not made.proof.lost


def test_the_sign_of_a_note_is_no_number_of_a_page() -> None:
    typed = f"{BEGINS}I. VIỆC\n\nTrồng cây theo quy hoạch[1] của xã.\n\n./.\n\n[1] Quy hoạch đến năm 2030.\n"
    made = imported(typed_document(typed), None, "a.txt")
    assert made.proof
    assert "theo quy hoạch" in made.draft.text
    assert "Trồng" not in [one.text for one in made.proof.left_out]
    assert not {"trồng", "quy", "hoạch"} & set(made.proof.added)
    assert not made.proof.lost
