"""Templates that went through another program: the same labels and texts, or a reason; nothing internal on paper."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from kehoach.diagnostics import EnvironmentFailure
from kehoach.documents.kinds import KINDS
from kehoach.ooxml.package import pack, unpack
from kehoach.pipeline.custom_templates import examine_template
from kehoach.word.docx import write_docx
from tests.support.amounts import LONG
from tests.support.cases import CASES, FEATURES, FeatureCase
from tests.support.judges import lint, need_office
from tests.support.plans import ROOT, make, registry
from tests.support.word import WordFile

TEMPLATES = ROOT / "templates"
SHOWN = re.compile("footnote|landscape|table|letter")
"""Features in the short run: what LibreOffice changes most."""
PLAN = TEMPLATES / "plan.docx"
DOCUMENT, RELATIONS = "word/document.xml", "word/_rels/document.xml.rels"


def edited(part: str, old: str, new: str, **more: bytes) -> bytes:
    """The packaged template of plans with one stretch of a part changed, and further parts."""
    parts = unpack(PLAN.read_bytes())
    text = parts[part].decode()
    assert old in text
    return pack({**parts, part: text.replace(old, new, 1).encode(), **more})


def printed(template: bytes) -> WordFile:
    """The sample paper of plans."""
    return WordFile(write_docx(KINDS["plan"].samples[0](), template, Path("plan.docx")))


@pytest.fixture(scope="module")
def resaved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packaged templates, opened and saved by LibreOffice."""
    need_office()
    folder = tmp_path_factory.mktemp("resaved")
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "docx"]
    subprocess.run(
        [*command, "--outdir", str(folder), *map(str, sorted(TEMPLATES.glob("*.docx")))], check=True, timeout=120,
        capture_output=True,
    )  # fmt: skip
    return folder


def test_every_kind_of_paper_is_the_same_after_libreoffice(resaved: Path) -> None:
    for kind in KINDS.values():
        ours, theirs = ((folder / kind.template).read_bytes() for folder in (TEMPLATES, resaved))
        assert ours != theirs
        for sample in kind.samples:
            made = [write_docx(sample(), template, Path(kind.template)) for template in (ours, theirs)]
            assert WordFile(made[1]).text() == WordFile(made[0]).text()
            assert not lint(made[1])


def test_every_feature_is_the_same_after_libreoffice(resaved: Path) -> None:
    agencies = registry(CASES / "agencies.yaml")
    theirs = (resaved / "plan.docx").read_bytes()
    for path in FEATURES if LONG else [path for path in FEATURES if SHOWN.search(path.stem)]:
        document = make(FeatureCase(path).text, agencies, path.name).document()
        ours, other = (WordFile(write_docx(document, one, Path("plan.docx"))) for one in (PLAN.read_bytes(), theirs))
        assert other.text() == ours.text(), path.stem
        assert ("word/footnotes.xml" in other.parts) == ("word/footnotes.xml" in ours.parts)
        headers = [data for name, data in other.parts.items() if name.startswith("word/header")]
        assert any(b"PAGE" in data for data in headers)


def test_pages_keep_their_numbers_after_libreoffice(resaved: Path) -> None:
    word = printed((resaved / "plan.docx").read_bytes())
    relations = word.parts[RELATIONS].decode()
    sections = re.findall(r"<w:sectPr.*?</w:sectPr>", word.parts[DOCUMENT].decode(), re.DOTALL)
    assert sections
    for section in sections:
        identity = re.search(r'headerReference [^>]*r:id="([^"]+)"', section)
        assert identity
        target = re.search(
            rf'Id="{identity[1]}"[^>]*Target="([^"]+)"|Target="([^"]+)"[^>]*Id="{identity[1]}"', relations
        )
        assert target
        assert b"PAGE" in word.parts[f"word/{target[1] or target[2]}"]
        assert "<w:titlePg" in section


def shape(word: WordFile) -> list[tuple[str, ...]]:
    """How the pages lie, and how many rows of tables are on every page."""
    body = word.parts[DOCUMENT].decode()
    lies = re.findall(r"<w:sectPr.*?</w:sectPr>", body, re.DOTALL)
    return [("across" if "landscape" in one else "upright", str(body.count("<w:tblHeader"))) for one in lies]


def test_pages_lie_as_they_did_and_tables_repeat_their_headings(resaved: Path) -> None:
    """LibreOffice joins the end of a section with the tag before it, and forgets which row is a heading."""
    for kind in KINDS.values():
        for sample in kind.samples:
            ours, theirs = (
                WordFile(write_docx(sample(), (folder / kind.template).read_bytes(), Path(kind.template)))
                for folder in (TEMPLATES, resaved)
            )
            assert shape(theirs) == shape(ours), kind.template


def test_styles_without_their_list_print_the_same() -> None:
    """As Google Docs saves them: the list is bound to paragraphs, headings have lost theirs, or are based on others."""
    parts = unpack(PLAN.read_bytes())
    numbering = (
        parts["word/numbering.xml"]
        .replace(b'<w:name w:val="KeHoach"/>', b"")
        .replace(b'w:pStyle w:val="Heading', b'w:pStyle w:val="x')
    )
    styles = re.sub(rb"<w:numPr>.*?</w:numPr>", b"", parts["word/styles.xml"])
    place = b'<w:pStyle w:val="Heading1"/><w:numPr><w:ilvl w:val="3"/><w:numId w:val="1"/></w:numPr>'
    document = parts[DOCUMENT].replace(b'<w:pStyle w:val="Heading1"/>', place)
    assert document != parts[DOCUMENT]
    saved = {**parts, DOCUMENT: document, "word/styles.xml": styles, "word/numbering.xml": numbering}
    assert printed(pack(saved)).text() == printed(PLAN.read_bytes()).text()
    own = '<w:style w:type="paragraph" w:styleId="Muc1"><w:name w:val="Muc 1"/><w:basedOn w:val="Heading1"/></w:style>'
    based = {
        **parts,
        "word/styles.xml": parts["word/styles.xml"].replace(b"</w:styles>", f"{own}</w:styles>".encode()),
        DOCUMENT: parts[DOCUMENT].replace(b'"Heading1"', b'"Muc1"'),
    }
    assert printed(pack(based)).text() == printed(PLAN.read_bytes()).text()


def test_attributes_in_another_order_and_absolute_targets_are_the_same() -> None:
    parts = unpack(PLAN.read_bytes())
    types, relations = "[Content_Types].xml", RELATIONS
    turned = re.sub(rb"<Override (PartName=\S+) (ContentType=[^/]*/[^/]*)/>", rb"<Override \2 \1/>", parts[types])
    absolute = re.sub(rb'Target="(\w+\.xml)"', rb'Target="/word/\1"', parts[relations])
    assert turned != parts[types]
    assert absolute != parts[relations]
    template = pack({**parts, types: turned, relations: absolute})
    assert not examine_template(template, Path("plan.docx"))
    assert printed(template).text() == printed(PLAN.read_bytes()).text()


def test_a_template_that_lost_its_list_is_refused() -> None:
    template = edited("word/numbering.xml", "KeHoach", "Khac")
    parts = unpack(template)
    parts["word/numbering.xml"] = parts["word/numbering.xml"].replace(b"upperRoman", b"upperLetter")
    with pytest.raises(EnvironmentFailure, match="has lost the list"):
        printed(pack(parts))
    assert [one.code for one in examine_template(pack(parts), Path("plan.docx"))] == ["KH812"]


# What editing leaves


CUT = '<w:r><w:t xml:space="preserve">Nơi nhận:</w:t></w:r>'
CHANGE = (
    '<w:del w:id="900" w:author="Lan"><w:r><w:delText> cũ</w:delText></w:r></w:del>'
    '<w:ins w:id="901" w:author="Lan"><w:r><w:t xml:space="preserve"> mới</w:t></w:r></w:ins>'
    '<w:moveFrom w:id="902" w:author="Lan"><w:r><w:t xml:space="preserve"> đi</w:t></w:r></w:moveFrom>'
    '<w:moveTo w:id="903" w:author="Lan"><w:r><w:t xml:space="preserve"> đến</w:t></w:r></w:moveTo>'
)
COMMENT = '<w:commentRangeStart w:id="0"/>{}<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
HIDDEN = '<w:r><w:rPr><w:vanish/></w:rPr><w:t xml:space="preserve"> nhớ hỏi anh Nam</w:t></w:r>'


def commented() -> bytes:
    parts = unpack(edited(DOCUMENT, CUT, COMMENT.format(CUT)))
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    declared = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    for part, end, new in (
        ("[Content_Types].xml", "</Types>", f'<Override PartName="/word/comments.xml" ContentType="{kind}"/>'),
        (RELATIONS, "</Relationships>", f'<Relationship Id="rIdC" Type="{relation}" Target="comments.xml"/>'),
    ):
        parts[part] = parts[part].replace(end.encode(), f"{new}{end}".encode())
    text = "<w:p><w:r><w:t>Chưa hỏi sếp</w:t></w:r></w:p>"
    note = f'<w:comments xmlns:w="{declared}"><w:comment w:id="0" w:author="Lan">{text}</w:comment></w:comments>'
    return pack({**parts, "word/comments.xml": note.encode()})


def test_tracked_changes_are_taken_as_accepted() -> None:
    word = printed(edited(DOCUMENT, CUT, CUT + CHANGE))
    assert "Nơi nhận: mới đến\n" in word.text()
    body = word.parts[DOCUMENT]
    assert not any(f"<w:{name}".encode() in body for name in ("del ", "ins ", "moveFrom", "moveTo", "delText"))
    assert b"Lan" not in body


def test_a_paragraph_that_was_struck_out_is_gone() -> None:
    mark = '<w:pPr><w:rPr><w:del w:id="1" w:author="Lan"/></w:rPr></w:pPr>'
    gone = f'<w:p>{mark}<w:del w:id="2" w:author="Lan"><w:r><w:delText>Bỏ dòng này</w:delText></w:r></w:del></w:p>'
    word = printed(edited(DOCUMENT, "<w:body>", f"<w:body>{gone}"))
    assert word.text() == printed(PLAN.read_bytes()).text()


def test_comments_and_hidden_text_are_not_on_paper() -> None:
    word = printed(commented())
    assert not [name for name, data in word.parts.items() if "comment" in name or b"omment" in data]
    hidden = printed(edited(DOCUMENT, CUT, CUT + HIDDEN))
    assert b"anh Nam" not in hidden.parts[DOCUMENT]
    assert word.text() == hidden.text() == printed(PLAN.read_bytes()).text()


def test_what_is_left_out_is_said() -> None:
    for template in (edited(DOCUMENT, CUT, CUT + CHANGE), commented(), edited(DOCUMENT, CUT, CUT + HIDDEN)):
        assert [one.code for one in examine_template(template, Path("plan.docx"), trial=False)] == ["KH819"]


# Other kinds of Word file


@pytest.mark.parametrize(
    ("part", "old", "new", "said"),
    [
        ("[Content_Types].xml", "wordprocessingml.document.main", "wordprocessingml.template.main", "template (.dotx)"),
        (
            "[Content_Types].xml", "vnd.openxmlformats-officedocument.wordprocessingml.document.main",
            "vnd.ms-word.document.macroEnabled.main", "macros (.docm)",
        ),
        (
            DOCUMENT, "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main", "Strict Open XML",
        ),
    ],
)  # fmt: skip
def test_another_kind_of_word_file_is_one_sentence_everywhere(part: str, old: str, new: str, said: str) -> None:
    template = edited(part, old, new)
    with pytest.raises(EnvironmentFailure) as printing:
        printed(template)
    with pytest.raises(Exception, match=re.escape(said)) as checking:
        examine_template(template, Path("plan.docx"))
    assert said in str(printing.value.message)
    assert str(getattr(checking.value, "message", "")) == str(printing.value.message)


@pytest.mark.parametrize(
    ("rels", "kind", "target"),
    [
        ("_rels/.rels", "package/2006/relationships/metadata/thumbnail", "docProps/thumbnail.jpeg"),
        (RELATIONS, "officeDocument/2006/relationships/image", "../NULL"),
    ],
)
def test_a_missing_thumbnail_is_no_fault(rels: str, kind: str, target: str) -> None:
    relation = f'<Relationship Id="rId98" Type="http://schemas.openxmlformats.org/{kind}" Target="{target}"/>'
    template = edited(rels, "</Relationships>", f"{relation}</Relationships>")
    assert not examine_template(template, Path("plan.docx"))
    assert printed(template).text() == printed(PLAN.read_bytes()).text()


def test_a_missing_picture_that_is_shown_is_said() -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    relation = f'<Relationship Id="rId98" Type="{kind}" Target="media/logo.png"/></Relationships>'
    parts = unpack(edited(RELATIONS, "</Relationships>", relation))
    used = b'<w:p><w:r><w:pict><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" r:id="rId98"/></w:pict></w:r></w:p>'
    parts[DOCUMENT] = parts[DOCUMENT].replace(b"<w:body>", b"<w:body>" + used)
    with pytest.raises(EnvironmentFailure) as failure:
        printed(pack(parts))
    assert "word/media/logo.png, which is not in the file" in str(failure.value.message)


# Headers


def test_what_the_owner_put_into_the_first_header_is_on_every_paper() -> None:
    """The first section lies across, and most papers have none such."""
    parts = unpack(PLAN.read_bytes())
    own = parts["word/header1.xml"].replace(b"</w:hdr>", "<w:p><w:r><w:t>Mẫu của Sở</w:t></w:r></w:p></w:hdr>".encode())
    parts["word/header9.xml"] = own
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    added = f'<Relationship Id="rId9" Type="{kind}/header" Target="header9.xml"/>'
    foot = f'<Relationship Id="rId8" Type="{kind}/footer" Target="footer9.xml"/>'
    parts["word/footer9.xml"] = own.replace(b"w:hdr", b"w:ftr").replace(
        "Mẫu của Sở".encode(), "Lưu hành nội bộ".encode()
    )
    parts[RELATIONS] = parts[RELATIONS].replace(b"</Relationships>", f"{added}{foot}</Relationships>".encode())
    prefix = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>",
        f'<Override PartName="/word/header9.xml" ContentType="{prefix}.header+xml"/>'
        f'<Override PartName="/word/footer9.xml" ContentType="{prefix}.footer+xml"/></Types>'.encode(),
    )
    first = b'<w:headerReference w:type="default" r:id="rIdHeader"/>'
    new = b'<w:headerReference w:type="default" r:id="rId9"/><w:footerReference w:type="default" r:id="rId8"/>'
    parts[DOCUMENT] = parts[DOCUMENT].replace(first, new, 1)
    word = printed(pack(parts))
    sections = re.findall(rb"<w:sectPr.*?</w:sectPr>", word.parts[DOCUMENT], re.DOTALL)
    assert sections
    assert all(b'r:id="rId9"' in one and b'r:id="rId8"' in one for one in sections)
    assert not lint(pack(word.parts))


def test_headers_of_the_packaged_template_are_as_they_are() -> None:
    word = printed(PLAN.read_bytes())
    assert b'r:id="rIdHeader"' in word.parts[DOCUMENT]
