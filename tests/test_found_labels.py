"""Labels that people and programs put before a sentence, and where its item is in the tree."""

from __future__ import annotations

import pytest

from kehoach.pipeline.importer import imported
from kehoach.readers.document import ReadDocument, TextLine, TextRun
from kehoach.readers.pages.plain_text import read_text
from kehoach.recognising.plan import recognise
from tests.support.typed import paragraphs
from tests.test_recognising import labels, nodes

BEGINS = ("KẾ HOẠCH", "Trồng cây", "Như sau:")


def found(*texts: str) -> list[str]:
    """The label of each line with its depth, of a plan with these lines."""
    return labels(recognise(paragraphs(*BEGINS, *texts)))


@pytest.mark.parametrize("sign", ["·", "§", "Ø", "ü", "v", "❖", "◻", "➤"])
def test_a_sign_that_word_sets_in_a_font_of_its_own_is_a_label(sign: str) -> None:
    assert found("I. VIỆC", f"{sign} Đào hố.", f"{sign} Bón phân.") == ["0I.", f"1{sign}", f"1{sign}"]


def test_the_small_circle_of_word_is_an_inner_label() -> None:
    assert found("I. VIỆC", "• Trồng:", "o Đào hố;", "o Bón phân.", "• Tưới.") == ["0I.", "1•", "2o", "2o", "1•"]


def test_private_signs_of_a_text_file_are_bullets() -> None:
    text = "KẾ HOẠCH\n\nTrồng cây\n\nNhư sau:\n\nI. VIỆC\n\n\uf0b7\tĐào hố.\n\n\uf0b7\tBón phân.\n"
    assert labels(recognise(read_text(text, "a.txt"))) == ["0I.", "1•", "1•"]


def test_where_a_word_processor_counts_a_typed_sign_before_a_sentence_is_a_label() -> None:
    def line(text: str, label: str = "") -> TextLine:
        return TextLine((TextRun(text),), "đoạn", label=label)

    body = (line("A", "I."), line("Việc", "1."), line("* Đào hố."), line("* Bón phân."), line("B", "2."))
    plan = recognise(ReadDocument((*paragraphs(*BEGINS).blocks, *body)))
    assert labels(plan) == ["0I.", "11.", "2*", "2*", "12."]
    assert [node.text.text for _depth, node in nodes(plan.sections)][2] == "Đào hố."


def test_parts_keep_the_number_they_were_typed_with() -> None:
    lines = (
        *BEGINS, "PHẦN THỨ NHẤT: TÌNH HÌNH", "I. Đất", "Đất tốt.", "II. Người", "Người đông.", "PHẦN THỨ HAI", "VIỆC",
        "1. Trồng", "Trồng cây.", "2. Tưới", "Tưới cây.", "PHẦN III", "KẾT LUẬN", "Xong.",
    )  # fmt: skip
    made = imported(paragraphs(*lines), None, "a.txt")
    assert made.proof
    assert (made.proof.lost, made.proof.moved) == ((), 0)
    assert [line for line in made.draft.text.split("\n") if "part" in line or "mark" in line] == [
        "    part: Tình hình", "    part_mark: PHẦN THỨ NHẤT", "    mark: 1.", "    part: Việc",
        "    part_mark: PHẦN THỨ HAI", "    mark: 2.", "    part: Kết luận",
    ]  # fmt: skip


def test_numbers_below_a_roman_number_or_a_letter_are_labels() -> None:
    lines = (
        "I. VIỆC", "I.1. Trồng", "I.1.1. Đào hố.", "I.1.2. Bón phân.", "I.2. Tưới", "a.1) Sáng.", "a.2) Chiều.",
        "II. NGƯỜI", "II.1 Xã", "b1. Hội.", "b2. Đoàn.",
    )  # fmt: skip
    assert found(*lines)[:7] == ["0I.", "1I.1.", "2I.1.1.", "2I.1.2.", "1I.2.", "2a.1)", "2a.2)"]
    assert found("A. VIỆC", "A.1. Trồng", "A.2. Tưới", "B. NGƯỜI", "B.1. Xã") == [
        "0A.",
        "1A.1.",
        "1A.2.",
        "0B.",
        "1B.1.",
    ]
    assert set(found("I. VIỆC", "QL.1 được sửa.", "A.Nguyễn làm.", "H5N1 là cúm.")[1:]) <= {"1"}


def test_headings_in_capitals_without_a_number_are_sections() -> None:
    lines = ("MỤC ĐÍCH", "Trồng cây.", "VIỆC LÀM", "1. Hội: trồng cây.", "2. Đoàn: tưới cây.")
    made = imported(paragraphs("KẾ HOẠCH", "Trồng cây năm 2026", "Như sau:", *lines), None, "a.txt")
    assert made.proof
    assert (made.proof.lost, made.proof.moved) == ((), 0)
    assert "list: [none]\n" in made.draft.text
    assert "    heading: Việc làm\n    list: number\n" in made.draft.text
