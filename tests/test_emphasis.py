"""Bold and italic words, links, and places that follow the numbering: from the plan file to the paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.documents.extract import compose_extract
from kehoach.documents.inline import bound, ended, linked, merged, upper, with_colon
from kehoach.documents.paper import Inline, Styled, plain
from kehoach.edits import apply
from kehoach.model.base import Ref
from kehoach.model.prose import Turn
from kehoach.parse.prose import prose
from kehoach.readers.yaml import read
from kehoach.rolling.yaml_editor import YamlEditor
from kehoach.source import MappingNode, Source, Text, TextNode
from tests.support.cases import CASES
from tests.support.plans import make, registry
from tests.support.word import WordFile

AGENCIES = registry(CASES / "agencies.yaml")
PLACE = (CASES / "features" / "55-place.yaml").read_text(encoding="utf-8")
BOLD = (CASES / "features" / "53-bold-and-italic.yaml").read_text(encoding="utf-8")


def node(text: str) -> TextNode:
    """A text as YAML gives it: every character in its place."""
    source = Source("a.yaml", text)
    return TextNode(Text(text, source.span(0, len(text)), ((0, 0),)))


def told(text: str) -> str:
    """A text with its turns as tags."""
    tags = {(True, False): "<b>", (False, True): "<i>", (True, True): "<bi>", (False, False): "</>"}
    pieces = (piece for paragraph in prose(node(text)).paragraphs for piece in paragraph)
    return "".join(tags[piece.bold, piece.italic] if isinstance(piece, Turn) else str(piece) for piece in pieces)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("là **đậm**, và *nghiêng*.", "là <b>đậm</>, và <i>nghiêng</>."),
        ("***cả hai***", "<bi>cả hai</>"),
        ("**đậm và *nghiêng* nữa**", "<b>đậm và <bi>nghiêng<b> nữa</>"),
        ("(**đậm**)", "(<b>đậm</>)"),
        ("“**đậm**”", "“<b>đậm</>”"),
        ("2*3*4", "2*3*4"),
        ("**Bước 1:**Rà soát", "<b>Bước 1:</>Rà soát"),
        ("chú thích (*), (**)", "chú thích (*), (**)"),
        ('dấu "*" và "*"', 'dấu "*" và "*"'),
        ("giá* và lượng*", "giá* và lượng*"),
        ("* Ghi chú: a *", "* Ghi chú: a *"),
        ("*Ghi chú: a", "*Ghi chú: a"),
        ("**hở", "**hở"),
        ("*một\nhai*", "*mộthai*"),
        ("****bốn****", "****bốn****"),
        ("số (tấn)*, giá (đồng)*", "số (tấn)*, giá (đồng)*"),
    ],
)
def test_what_asterisks_mean(typed: str, meant: str) -> None:
    assert told(typed) == meant


def test_words_know_where_they_were_written() -> None:
    found = prose(node("số **15/QĐ-UBND** và {{ year }} *năm {{ year }}*"))
    assert found.source == "số 15/QĐ-UBND và {{ year }} năm {{ year }}"
    assert found.source.at(3, 13).text == "15/QĐ-UBND"
    assert [one.span.start for one in found.expressions] == [21, 37]
    assert found.typed == "số **15/QĐ-UBND** và {{ year }} *năm {{ year }}*"


@given(st.text(st.sampled_from('*ab (),."“”{}\n1')))
def test_nothing_but_signs_is_taken_away(text: str) -> None:
    if re.search("[{}]{2}", text):
        return
    found = prose(node(text))
    assert found.typed == text
    assert [found.source.offset(at) for at, sign in enumerate(found.source) if sign != "*"] == [
        at for at, sign in enumerate(text) if sign != "*"
    ]
    for paragraph in found.paragraphs:
        last = [piece for piece in paragraph if isinstance(piece, Turn)][-1:]
        assert last in ([], [Turn()])


def runs(docx: bytes, text: str) -> str:
    """The properties of the run that prints exactly this text."""
    xml = WordFile(docx).parts["word/document.xml"].decode().replace("\u00a0", " ")
    found = re.search(rf"<w:r>(?:<w:rPr>((?:(?!</w:rPr>).)*)</w:rPr>)?<w:t[^>]*>{re.escape(text)}</w:t>", xml)
    assert found, text
    return found[1] or ""


def test_bold_is_bold_in_word() -> None:
    docx = make(BOLD, AGENCIES, "a.yaml").docx()
    assert runs(docx, "chuyển đổi số năm 2026") == "<w:b/>"
    assert runs(docx, "an toàn thông tin") == "<w:i/>"
    assert runs(docx, "cả hai") == "<w:b/><w:i/>"
    assert runs(docx, "Yêu cầu:") == "<w:b/>"


def test_a_style_is_no_place_to_break_a_number_from_its_unit() -> None:
    line = bound(("đạt ", Styled("15", bold=True), " ha vào ", Styled("năm", italic=True), " 2026"))
    assert plain(line) == "đạt 15\u00a0ha vào năm\u00a02026"
    assert [type(piece) for piece in line] == [str, Styled, str, Styled, str]


@pytest.mark.parametrize(
    ("line", "made"),
    [
        (ended(("a ", Styled("b.", bold=True)), "./."), ("a ", Styled("b", bold=True), "./.")),
        (with_colon((Styled("Nhãn", bold=True),)), (Styled("Nhãn:", bold=True),)),
        (with_colon((Styled("Nhãn:", bold=True),)), (Styled("Nhãn:", bold=True),)),
        (upper(("a", Styled("b", italic=True))), ("A", Styled("B", italic=True))),
        (merged((Styled("a", bold=True), Styled("b", bold=True), "")), (Styled("ab", bold=True),)),
        (
            merged((Styled("a", bold=True), Styled("b", italic=True))),
            (Styled("a", bold=True), Styled("b", italic=True)),
        ),
    ],
)
def test_lines_keep_their_styles(line: Inline, made: Inline) -> None:
    assert line == made


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("tại https://a.vn/b?c=1&d=2.", ["https://a.vn/b?c=1&d=2"]),
        ("(http://a.vn/x_(y)), https://b.gov.vn;", ["http://a.vn/x_(y)", "https://b.gov.vn"]),
        ("gửi a.b-c@d.gov.vn, e@f.vn.", ["mailto:a.b-c@d.gov.vn", "mailto:e@f.vn"]),
        ("https:// và a@b và www.c.vn", []),
        ("“https://a.vn”", ["https://a.vn"]),
    ],
)
def test_addresses_are_links_as_typed(text: str, links: list[str]) -> None:
    made = linked((text,))
    assert plain(made) == text
    assert [piece.link for piece in made if isinstance(piece, Styled)] == links


def test_another_paper_says_whose_place_it_names() -> None:
    made = make(PLACE, AGENCIES, "a.yaml")
    paper = compose_extract(made.plan, AGENCIES, Ref("so-khcn"))
    lines = [
        plain(block.text).replace("\u00a0", " ")
        for part in paper.parts
        for block in part.blocks
        if hasattr(block, "text")
    ]
    assert any("mục II.1.a của Kế hoạch theo Phụ lục I và biểu tại Phụ lục II của Kế hoạch;" in line for line in lines)


def test_next_year_keeps_the_signs(tmp_path: Path) -> None:
    from tests.support.forked import run
    from tests.support.plans import small_workspace

    small_workspace(tmp_path)
    plan = tmp_path / "plans" / "2024" / "nho.yaml"
    plan.write_text(
        plan.read_text(encoding="utf-8").replace(
            "- Nội dung.\n", "- Phấn đấu trong năm **2024** đạt *15 ha trong năm 2024*, gõ 2*3.\n"
        ),
        encoding="utf-8",
    )
    done = run("next", "plans/2024/nho.yaml", "--year", "2025", cwd=tmp_path)
    draft = (tmp_path / "plans" / "2025" / "nho.yaml").read_text(encoding="utf-8")
    assert "Phấn đấu trong năm **2025** đạt *15 ha trong năm 2025*, gõ 2*3." in draft, done.stderr


@pytest.mark.parametrize(
    ("written", "old", "new", "made"),
    [
        ("Căn cứ **UBND tỉnh** A.", "UBND tỉnh", "UBND thành phố", "Căn cứ **UBND thành phố** A."),
        ("Căn cứ UBND **tỉnh A**.", "UBND tỉnh A", "UBND tỉnh B", "Căn cứ UBND **tỉnh B**."),
        ("trong *năm* 2024 đạt", "năm 2024", "năm 2025", "trong *năm* 2025 đạt"),
        ('"Đạt \\"15\\" **ha** **2024**"', "2024", "2025", '"Đạt \\"15\\" **ha** **2025**"'),
    ],
)
def test_a_change_across_a_sign_leaves_the_sign(written: str, old: str, new: str, made: str) -> None:
    text = f"a: {written}\n"
    source = Source("a.yaml", text)
    root, _findings = read(source)
    assert isinstance(root, MappingNode)
    found = prose(root.by_key["a"].value)
    start = found.source.index(old)
    edits = YamlEditor(root, source).text(found, [(start, start + len(old), new)])
    assert apply(text, list(dict.fromkeys(edits))) == f"a: {made}\n"
