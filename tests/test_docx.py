"""The Word file as a file: valid, editable, lean, and the same bytes for the same plan."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from lxml import etree

from kehoach.diagnostics import EnvironmentFailure
from kehoach.documents.paper import Mark, Paragraph, Role
from kehoach.documents.plan import kept
from kehoach.model.items import ListStyle
from kehoach.ooxml.names import w
from kehoach.ooxml.package import pack, unpack
from kehoach.vietnamese import POINT_LETTERS, point_letter, roman
from kehoach.word.docx import write_docx
from kehoach.word.numbering import latin_number
from tests.support.cases import CASES
from tests.support.judges import lint, sdk_errors
from tests.support.plans import SEED, TEMPLATE, make, registry
from tests.support.word import WordFile


def test_the_seed_is_valid_for_word(seed_docx: bytes, tmp_path: Path) -> None:
    assert sdk_errors(seed_docx, tmp_path) == []
    assert lint(seed_docx) == []


def test_the_template_is_valid_for_word_and_lean(tmp_path: Path) -> None:
    template = TEMPLATE.read_bytes()
    assert len(template) < 12_000
    assert sdk_errors(template, tmp_path) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "rule"),
    [
        ("a cell without a paragraph", b"<w:tc>", b"<w:tc><w:tcPr/></w:tc><w:tc>", "L1"),
        ("a style that does not exist", b'w:val="NoiDung"/>', b'w:val="Nowhere"/>', "L4"),
        ("a list that does not exist", b'<w:numId w:val="1"/>', b'<w:numId w:val="77"/>', "L5"),
        ("a tag left over", b"UBND th", b"{{ x }} UBND th", "L8"),
        ("a wrong margin", b'w:left="1701"', b'w:left="900"', "L9"),
    ],
)
def test_the_judge_can_fail(seed_docx: bytes, name: str, old: bytes, new: bytes, rule: str) -> None:
    parts = unpack(seed_docx)
    document = parts["word/document.xml"]
    assert old in document, name
    broken = pack({**parts, "word/document.xml": document.replace(old, new, 1)})
    assert any(rule in fault for fault in lint(broken)), name


def test_the_sdk_can_fail(seed_docx: bytes, tmp_path: Path) -> None:
    parts = unpack(seed_docx)
    broken = parts["word/document.xml"].replace(b"<w:jc", b"<w:jb", 1).replace(b"<w:p>", b"<w:p><w:nonsense/>", 1)
    assert sdk_errors(pack({**parts, "word/document.xml": broken}), tmp_path, anew=True)


def test_the_same_plan_gives_the_same_bytes(seed_docx: bytes) -> None:
    assert make(SEED.read_text(encoding="utf-8")).docx() == seed_docx


def test_no_clock_is_in_the_package(seed_docx: bytes) -> None:
    with zipfile.ZipFile(BytesIO(seed_docx)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        names = package.namelist()
        core = package.read("docProps/core.xml")
    assert names[:2] == ["[Content_Types].xml", "_rels/.rels"]
    assert names[2:] == sorted(names[2:])
    assert b"dcterms:" not in core.split(b">", 2)[-1]


def test_properties_and_language(seed_docx: bytes) -> None:
    core = Document(BytesIO(seed_docx)).core_properties
    assert core.title == (
        "Kế hoạch thực hiện công tác giảm nghèo bền vững trên địa bàn thành phố Lai Châu năm 2024".replace(
            "năm 2024", "năm\u00a02024"
        )
    )
    assert core.author == "UBND thành phố Lai Châu"
    assert core.language == "vi-VN"
    styles = WordFile(seed_docx).styles
    language = styles.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}/{w('lang')}")
    assert language.get(w("val")) == "vi-VN"


def test_headings_stay_on_one_native_list(seed_word: WordFile) -> None:
    """I. / 1. / a) are one multi-level list of the template, without a number typed into any text."""
    headings = [p for p in seed_word.paragraphs() if p.style.startswith("heading") and p.text]
    assert [p.label for p in headings if p.style == "heading 1"] == ["I.", "II.", "III.", "IV.", "V."]
    duties = [p.label for p in headings if p.style == "heading 2"][-13:]
    assert duties == [f"{n}." for n in range(1, 14)]
    nums = seed_word.numbering.findall(w("num"))
    assert len(nums) == 1, "the seed needs no list beside the template's"


def test_points_follow_the_vietnamese_alphabet() -> None:
    assert [point_letter(n) for n in range(1, 13)] == list("abcdđeghiklm")
    assert point_letter(24) == "aa"
    assert len(POINT_LETTERS) == 23
    for number in range(1, 24):
        mark = Mark(ListStyle.LETTER, number, f"{point_letter(number)})", 1)
        latin = latin_number(mark)
        assert latin is None or chr(ord("a") + latin - 1) == point_letter(number)


def test_roman_numbers() -> None:
    assert [roman(n) for n in (1, 4, 9, 14, 19, 40, 49)] == ["I", "IV", "IX", "XIV", "XIX", "XL", "XLIX"]


def all_styles(letters: int) -> str:
    styles = ["roman", "number", "decimal", "letter", "paren", "dash", "plus"]
    out = "".join(
        f"  - kind: text\n    heading: Phần {style}\n    list: {style}\n    items:\n"
        + "".join(f"      - text: Mục {n}\n        items: [Một, Hai]\n" for n in range(1, letters + 1))
        for style in styles
    )
    return (
        "year: 2026\nissuer: ubnd-tinh\ndate: 3/2026\nsubject: Thử\nopening: Mở đầu\nsections:\n"
        + out
        + "recipients: [Ai đó]\narchive: VT, TH\nsignature:\n  authority: TM\n  title: Chủ tịch\n  name: Nguyễn An\n"
    )


def test_every_list_counts_as_the_document_says(tmp_path: Path) -> None:
    """Word, counting by itself, comes to the label that was composed: for all styles, nested and long."""
    made = make(all_styles(23), registry(CASES / "agencies.yaml"))
    document = made.document()
    composed = [b.mark.label for part in document.parts for b in part.blocks if getattr(b, "mark", None)]
    docx = made.docx()
    shown = [p.label for p in WordFile(docx).paragraphs() if p.label]
    assert shown == composed
    assert len(composed) > 400
    assert sdk_errors(docx, tmp_path) == []


def test_a_template_edited_in_word_still_works(seed_docx: bytes) -> None:
    """Word splits runs and adds attributes of its own; the dialect does not mind."""
    parts = unpack(TEMPLATE.read_bytes())
    document = parts["word/document.xml"].decode()
    split = document.replace(
        "{{ part.title.type_name }}",
        '{{ part.</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:t xml:space="preserve">title.type_name }}',
    )
    assert split != document
    template = pack({**parts, "word/document.xml": split})
    made = make(SEED.read_text(encoding="utf-8"))
    assert WordFile(write_docx(made.document(), template, Path("plan.docx"))).text() == WordFile(seed_docx).text()


def test_a_template_without_the_list_prints_all_the_same() -> None:
    parts = unpack(TEMPLATE.read_bytes())
    renamed = parts["word/numbering.xml"].replace(b'w:val="KeHoach"', b'w:val="Khac"')
    template = pack({**parts, "word/numbering.xml": renamed})
    made = make(SEED.read_text(encoding="utf-8"))
    assert "Trần Đình Tiến" in WordFile(write_docx(made.document(), template, Path("plan.docx"))).text()


@pytest.mark.parametrize(
    "payload",
    [
        "{{ cycler.__init__.__globals__.os.popen('touch /tmp/kehoach-canary').read() }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ lipsum.__globals__['os'].system('touch /tmp/kehoach-canary') }}",
        "{{ part.__class__ }}",
        "{{ nowhere }}",
        "{% for x in parts %}",
        "{{ part.title.nowhere }}",
    ],
)
def test_a_template_cannot_reach_out_and_an_unknown_name_is_one_clear_line(payload: str) -> None:
    parts = unpack(TEMPLATE.read_bytes())
    document = parts["word/document.xml"].decode().replace("{{ part.title.type_name }}", payload)
    template = pack({**parts, "word/document.xml": document})
    made = make(SEED.read_text(encoding="utf-8"))
    with pytest.raises(EnvironmentFailure) as failed:
        write_docx(made.document(), template, Path("plan.docx"))
    assert "plan.docx" in str(failed.value)
    assert not Path("/tmp/kehoach-canary").exists()


def test_tags_among_the_properties_of_a_template_are_refused() -> None:
    parts = unpack(TEMPLATE.read_bytes())
    core = parts["docProps/core.xml"].replace("Mẫu kế hoạch".encode(), b"{{ 7*7 }}")
    made = make(SEED.read_text(encoding="utf-8"))
    with pytest.raises(EnvironmentFailure, match=r"core\.xml"):
        write_docx(made.document(), pack({**parts, "docProps/core.xml": core}), Path("plan.docx"))


def test_broken_xml_of_a_template_is_not_swallowed() -> None:
    parts = unpack(TEMPLATE.read_bytes())
    document = parts["word/document.xml"].decode().replace("{{ part.title.type_name }}", "{{ '<w:p>'|safe }}")
    made = make(SEED.read_text(encoding="utf-8"))
    with pytest.raises(EnvironmentFailure):
        write_docx(made.document(), pack({**parts, "word/document.xml": document}), Path("plan.docx"))


def test_undecided_points_are_highlighted_and_the_rest_of_the_line_is_not() -> None:
    text = (CASES / "features" / "50-undecided.yaml").read_text(encoding="utf-8")
    word = WordFile(make(text, registry(CASES / "agencies.yaml")).docx())
    lit = [r for r in word.body.iter(w("r")) if r.find(f"{w('rPr')}/{w('highlight')}") is not None]
    assert [t.text for r in lit for t in r.findall(w("t"))] == [
        "[chưa quyết định: bao nhiêu phần trăm?]",
        "[chưa quyết định: thêm chỉ tiêu về nhà ở?]",
    ]


def test_each_appendix_has_its_own_pages() -> None:
    text = (CASES / "features" / "43-task-table.yaml").read_text(encoding="utf-8")
    word = WordFile(make(text, registry(CASES / "agencies.yaml")).docx())
    sections = list(word.document.iter(w("sectPr")))
    assert len(sections) == 2
    assert [s.find(w("pgSz")).get(w("orient")) for s in sections] == [None, "landscape"]
    assert all(s.find(w("pgNumType")).get(w("start")) == "1" for s in sections)
    assert all(s.find(w("titlePg")) is not None for s in sections)
    header = word.header()
    assert header.align == "center"
    assert "PAGE" in etree.tostring(etree.fromstring(word.parts["word/header1.xml"])).decode()


def test_table_headers_repeat_and_rows_stay_whole() -> None:
    text = (CASES / "features" / "45-free-table.yaml").read_text(encoding="utf-8")
    word = WordFile(make(text, registry(CASES / "agencies.yaml")).docx())
    table = word.body.findall(w("tbl"))[-1]
    rows = table.findall(w("tr"))
    assert [r.find(f"{w('trPr')}/{w('tblHeader')}") is not None for r in rows] == [True] * 3 + [False] * 4
    assert all(r.find(f"{w('trPr')}/{w('cantSplit')}") is not None for r in rows)
    total = sum(int(c.get(w("w"))) for c in table.find(w("tblGrid")))
    assert abs(total / 1440 * 25.4 - 160) < 1


@pytest.mark.parametrize(
    ("texts", "kept_together"),
    [
        (["Ngắn."], [True]),
        (["Ngắn."] * 3, [False, True, True]),
        (["Ngắn.", "Dài hơn một dòng. " * 10], [False, True]),
    ],
)
def test_two_lines_of_text_stand_above_the_signature_and_no_more_are_kept(
    texts: list[str], kept_together: list[bool]
) -> None:
    blocks = kept([Paragraph(Role.TEXT, (text,)) for text in texts])
    assert [isinstance(block, Paragraph) and block.keep_next for block in blocks] == kept_together
