"""What a paragraph of each style of the packaged templates looks like is what `paragraph_forms` says."""

from __future__ import annotations

import zipfile
from io import BytesIO
from xml.etree import ElementTree

import pytest

from kehoach.documents.kinds import KINDS
from kehoach.paragraph_forms import FORMS, ParagraphForm
from tests.support.plans import ROOT

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEMPLATES = sorted({kind.template for kind in KINDS.values()})
SHOWN = ("sz", "b", "i", "jc", "spacing", "ind", "keepNext")
"""The elements that say how a paragraph is set."""

PARTS = ("styles", "numbering")

Attributes = dict[str, str]


def forms(docx: bytes) -> dict[str, ParagraphForm]:
    """The form of each paragraph style of a Word file: of its defaults, and of all that the style is based on."""
    with zipfile.ZipFile(BytesIO(docx)) as package:
        styles, numbering = (ElementTree.fromstring(package.read(f"word/{name}.xml")) for name in PARTS)
    found = {style.get(f"{W}styleId", ""): style for style in styles.iter(f"{W}style")}
    levels = {level.get(f"{W}ilvl", ""): level for level in numbering.iter(f"{W}lvl")}
    defaults = styles.find(f"{W}docDefaults")
    assert defaults is not None
    made = {}
    for identity, style in found.items():
        if style.get(f"{W}type") == "paragraph" and not style.get(f"{W}default"):
            chain = [style]
            while (parent := chain[0].find(f"{W}basedOn")) is not None:
                chain.insert(0, found[parent.get(f"{W}val", "")])
            said: dict[str, Attributes] = {}
            for part in (defaults, *chain):
                listed = part.find(f"{W}pPr/{W}numPr/{W}ilvl")
                if listed is not None:  # what a list says comes before what its style says
                    note(levels[listed.get(f"{W}val", "")], said)
                note(part, said)
            made[identity] = form(said)
    return made


def note(part: ElementTree.Element, said: dict[str, Attributes]) -> None:
    """Put what an element says over what was said before it, attribute by attribute."""
    for properties in (*part.iter(f"{W}pPr"), *part.iter(f"{W}rPr")):
        for one in properties:
            name = one.tag.removeprefix(W)
            if name in SHOWN:
                said.setdefault(name, {}).update({key.removeprefix(W): value for key, value in one.items()})


def form(said: dict[str, Attributes]) -> ParagraphForm:
    gaps, indents = said.get("spacing", {}), said.get("ind", {})
    assert set(gaps) <= {"before", "after", "line", "lineRule"}
    assert set(indents) <= {"left", "firstLine"}
    if gaps.get("lineRule") != "exact":
        assert gaps.get("line", "240") == "240", "a line of another height than the typeface's"
    return ParagraphForm(
        size=int(said["sz"]["val"]) / 2,
        bold=is_on(said, "b"),
        italic=is_on(said, "i"),
        align=said.get("jc", {}).get("val", "left"),
        before=int(gaps.get("before", 0)) / 20,
        after=int(gaps.get("after", 0)) / 20,
        left=int(indents.get("left", 0)) / 1440 * 25.4,
        first_line=int(indents.get("firstLine", 0)) / 1440 * 25.4,
        line=int(gaps["line"]) / 20 if gaps.get("lineRule") == "exact" else 0,
        keep_next=is_on(said, "keepNext"),
    )


def is_on(said: dict[str, Attributes], name: str) -> bool:
    return name in said and said[name].get("val", "1") not in ("0", "false")


@pytest.mark.parametrize("template", TEMPLATES)
def test_each_style_has_its_form(template: str) -> None:
    read = forms((ROOT / "templates" / template).read_bytes())
    assert list(read) == list(FORMS)
    for style, wanted in FORMS.items():
        is_close = pytest.approx(vars(wanted), abs=25.4 / 1440 / 2)
        assert vars(read[style]) == is_close, style


@pytest.mark.parametrize(
    ("old", "new", "styles"),
    [
        ('w:firstLine="720"/><w:jc', 'w:firstLine="567"/><w:jc', {"CanCu", "GhiChu", "MucLietKe", "NoiDung", "Dieu"}),
        ('<w:jc w:val="right"/></w:pPr></w:style>', "</w:pPr><w:rPr><w:b/></w:rPr></w:style>", {"KetThuc"}),
        ('<w:spacing w:before="40" w:after="40"/></w:pPr>', "</w:pPr>", {"OBang", "OBangGiua"}),
    ],
)
def test_another_form_is_seen_in_all_that_is_based_on_it(old: str, new: str, styles: set[str]) -> None:
    docx = (ROOT / "templates" / TEMPLATES[0]).read_bytes()
    before, after = forms(docx), forms(changed(docx, old, new))
    assert {name for name in FORMS if before[name] != after[name]} == styles


def changed(docx: bytes, old: str, new: str) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(docx)) as package, zipfile.ZipFile(made, "w") as copy:
        for name in package.namelist():
            text = package.read(name)
            if name == "word/styles.xml":
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode())
            copy.writestr(name, text)
    return made.getvalue()
