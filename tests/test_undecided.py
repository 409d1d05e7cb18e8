"""An undecided point looks the same in a value, in a text, to an editor, and in what kehoach writes itself."""

from __future__ import annotations

import re

import pytest

from kehoach.documents.inline import marked
from kehoach.model.base import Todo
from kehoach.model.running import FILLED, Running
from kehoach.parse.prose import prose
from kehoach.parse.unclear import Unclear, todo
from kehoach.schema.scalars import pattern
from kehoach.source import Source, Text, TextNode
from kehoach.undecided import question_of, split, written


def node(text: str) -> TextNode:
    return TextNode(Text(text, Source("", text).span(0, len(text))))


ONE_POINT = [
    ("TODO()", ""),
    ("TODO(bao nhiêu?)", "bao nhiêu?"),
    ("TODO( hỏi Sở Tài chính )", "hỏi Sở Tài chính"),
    ("TODO(8 hộ (kế hoạch: 10))", "8 hộ (kế hoạch: 10)"),
    ("TODO(a (b (c)) d (e))", "a (b (c)) d (e)"),
]
NOT_ONE = ["TODO", "TODO(", "TODO: hỏi", "TODO(a) b TODO(c)", "TODO(a))", "TODO((a)", "Todo(a)", "todo (a)"]


@pytest.mark.parametrize(("text", "question"), ONE_POINT)
def test_one_point_is_read_alike_everywhere(text: str, question: str) -> None:
    assert question_of(text) == question
    assert todo(node(text)) == Todo(question)
    assert prose(node(text)).paragraphs == ((Todo(question),),)
    assert Running.of((prose(node(text)),)).whole == FILLED * len(text)
    assert re.search(pattern("quantity") or "", text)
    assert marked(f"số {text}.", 200) == ("số ", Todo(question), ".")


@pytest.mark.parametrize("text", NOT_ONE)
def test_what_is_not_one_point_is_a_fault_as_a_value(text: str) -> None:
    assert question_of(text) is None
    assert not re.search(pattern("quantity") or "", text)
    with pytest.raises(Unclear):
        todo(node(text))


def test_a_text_has_points_among_its_words() -> None:
    assert list(split("số TODO(số) ngày TODO(ngày nào (2024))")) == [
        ("số ", None),
        ("TODO(số)", "số"),
        (" ngày ", None),
        ("TODO(ngày nào (2024))", "ngày nào (2024)"),
    ]


@pytest.mark.parametrize("question", ["", "năm nào?", "a (b) c", "a) b", "((", "a (b (c (d (e)))) f", "hai\ndòng"])
def test_what_is_written_reads_as_one_point(question: str) -> None:
    assert question_of(written(question)) is not None
    assert prose(node(f"Đạt {written(question)}.")).paragraphs[0][1] == todo(node(written(question)))


def test_a_long_text_is_cut_outside_of_its_points() -> None:
    text = "Báo cáo số TODO(số, ký hiệu) ngày TODO(ngày ban hành) về kết quả giảm nghèo"
    number, day = Todo("số, ký hiệu"), Todo("ngày ban hành")
    assert marked(text, 60) == ("Báo cáo số ", number, " ngày ", day, " về…")
    assert marked(text, 60, question=6) == ("Báo cáo số ", Todo("số,…"), " ngày ", Todo("ngày…"), " về…")
    assert marked(text, 25) == ("Báo cáo số ", number, "…")
