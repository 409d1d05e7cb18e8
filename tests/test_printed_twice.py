"""What kehoach prints by itself, in the forms that people type it: found once, and gone after the fix."""

from __future__ import annotations

import pytest

from kehoach.documents.paper import Paper, Paragraph, plain
from kehoach.edits import apply
from tests.support.cases import CASES
from tests.support.plans import Made, make, registry
from tests.test_typed_marks import HEAD


def made(sections: str, top: str = "") -> Made:
    return make(HEAD.replace("sections:\n", f"{top}sections:\n") + sections, registry(CASES / "agencies.yaml"))


def mended(before: Made, code: str) -> Paper:
    """The paper after the one fix of that rule."""
    (found,) = (finding for finding in before.findings if finding.code == code)
    assert found.fix, found.message
    after = make(apply(found.span.source.text, found.fix), registry(CASES / "agencies.yaml"))
    assert {f.code for f in after.findings} - {"KH145"} <= {f.code for f in before.findings} - {code}
    return after.document()


def lines(paper: Paper, part: int = 0) -> list[str]:
    blocks = [block for block in paper.parts[part].blocks if isinstance(block, Paragraph)]
    labels = (block.label or (block.mark.label if block.mark else "") for block in blocks)
    return [f"{label} {plain(block.text)}".strip() for label, block in zip(labels, blocks, strict=True)]


@pytest.mark.parametrize(
    "typed",
    ["I. Yêu cầu", "I.Yêu cầu", '"I. YÊU CẦU"', "I.  Yêu cầu", "|\n      I. Yêu cầu", ">-\n      I. Yêu\n      cầu"],
)
def test_the_number_of_a_section(typed: str) -> None:
    paper = mended(made(f"  - kind: text\n    heading: {typed}\n    items: [Nội dung]\n"), "KH152")
    assert lines(paper)[0] == "I. YÊU CẦU"


@pytest.mark.parametrize("typed", ["1. Tuyên truyền", "1.Tuyên truyền", "1/ Tuyên truyền", "1- Tuyên truyền"])
def test_the_number_of_a_clause(typed: str) -> None:
    paper = mended(made(f"  - kind: purpose\n    items:\n      - heading: {typed}\n        items: [Xã]\n"), "KH152")
    assert lines(paper)[1] == "1. Tuyên truyền"


@pytest.mark.parametrize("sign", ["- ", "-", "– ", "— ", "• ", "•", "● ", "▪ ", "✓ ", "* ", "+ "])
def test_the_dash_of_a_line(sign: str) -> None:
    paper = mended(made(f"  - kind: purpose\n    items:\n      - '{sign}Phát thanh ở xã'\n"), "KH152")
    assert lines(paper)[1] == "- Phát thanh ở xã./."


@pytest.mark.parametrize("mark", ["a)", "1)", "(1)", "2.", "1.1.", "c."])
def test_a_number_of_another_style_prints_as_typed(mark: str) -> None:
    rest = "      - Tập huấn\n" if mark != "2." else ""
    paper = mended(made(f'  - kind: purpose\n    items:\n      - "{mark} Phát thanh"\n{rest}'), "KH152")
    assert lines(paper)[1].removesuffix("./.") == f"{mark} Phát thanh"


@pytest.mark.parametrize("end", ["./.", " ./.", "/.", ". /."])
def test_the_closing_sign(end: str) -> None:
    paper = mended(made("  - kind: purpose\n    items: [Nội dung]\n", f"closing: Trên đây là Kế hoạch{end}\n"), "KH153")
    assert lines(paper)[-1] == "Trên đây là Kế hoạch./."


@pytest.mark.parametrize("typed", ["Điều 1. Ban hành", "ĐIỀU 1. Ban hành", "Điều 1 . Ban hành"])
def test_the_number_of_an_article(typed: str) -> None:
    top = f"decision:\n  subject: Ban hành Kế hoạch\n  articles:\n    - {typed} Kế hoạch này.\n"
    paper = mended(made("  - kind: purpose\n    items: [Nội dung]\n", top), "KH154")
    assert lines(paper)[0] == "Điều 1. Ban hành Kế hoạch này./."


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("Phụ lục. Danh mục", "Phụ lục"),
        ("PHỤ LỤC I DANH MỤC", "Phụ lục I"),
        ("Phụ lục số 1 - Danh mục", "Phụ lục 1"),
        ("'Phụ lục 02: Danh mục'", "Phụ lục 02"),
        ("|\n      PHỤ LỤC II\n      DANH MỤC", "Phụ lục II"),
    ],
)
def test_the_name_of_the_only_appendix(typed: str, label: str) -> None:
    top = f"appendices:\n  - kind: text\n    title: {typed}\n    text: Xã\n"
    body = "  - kind: purpose\n    items: [Nội dung ở phụ lục kèm theo]\n"
    title = mended(made(body, top), "KH154").parts[-1].title
    assert (title.type_name, plain(title.subject[0])) == (label, "DANH MỤC")


@pytest.mark.parametrize(
    ("fact", "text", "printed"),
    [
        ("deadline: trước ngày 15/6", "Xong trước ngày {{ deadline }}.", "Xong trước ngày 15/6"),
        ("deadline: trước ngày 15/6", "Xong trước {{ deadline }}.", "Xong trước ngày 15/6"),
        ("deadline: trước 15/6", "Xong trước ngày {{ deadline }}.", "Xong trước 15/6"),
        ("deadline: trước 15/6", "Xong trước {{ deadline }}.", "Xong trước 15/6"),
        ("deadline: ngày 15/6", "Xong (ngày {{ deadline }})", "Xong (ngày 15/6)"),
        ("deadline: Quý II", "Xong trong quý {{ deadline }}.", "Xong trong Quý II"),
        ("lead: [so-tai-chinh]", "Giao Sở {{ lead }} làm", "Giao Sở Tài chính làm"),
    ],
)
def test_words_before_a_value(fact: str, text: str, printed: str) -> None:
    body = f"  - kind: solutions\n    items:\n      - task: lam\n        {fact}\n        text: {text}\n"
    assert lines(mended(made(body), "KH155"))[1].replace("\u00a0", " ") == f"- {printed}./."


@pytest.mark.parametrize("due", ["trước 30/6", "trước ngày 30/6", "Trước 30/6"])
def test_words_before_the_day_of_a_report(due: str) -> None:
    top = f"reporting:\n  - to: ubnd-tinh\n    periods:\n      - {{id: nam, name: năm, due: {due}}}\n"
    top += "closing: Báo cáo trước ngày {{ due('nam') }}\n"
    text = made("  - kind: purpose\n    items: [Nội dung]\n", top)
    [found] = [one for one in text.findings if one.code == "KH155"]
    assert str(found.hint) == 'delete "trước ngày"'
    assert lines(mended(text, "KH155"))[-1].replace("\u00a0", " ") == f"Báo cáo {due}./."


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("08 hộ", "Giảm {{ value }} hộ nghèo"),
        ("1,5 tỷ đồng", "Vốn {{ value }} tỷ đồng"),
        ("2,5%", "Đạt {{ value }}% số xã"),
        ("2,5%", "Đạt {{ value }} % số xã"),
    ],
)
def test_the_unit_after_a_value(value: str, text: str) -> None:
    body = f"  - kind: targets\n    items:\n      - target: dich\n        value: {value}\n        text: {text}\n"
    printed = lines(mended(made(body), "KH155"))[1].replace("\u00a0", " ")
    assert printed.count(value.split(" ")[-1].lstrip("0123456789,")) == 1
    assert value in printed
