"""Signature fields: at the prescribed places, archivable, accessible, and good for two signatures."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageDraw

from kehoach.pipeline.examine import look_at_plan
from kehoach.pipeline.products import Product, extract_products, plan_product
from kehoach.pipeline.renditions import typeset
from kehoach.pipeline.signable import signable_pdf
from kehoach.signing.fields import FieldPlace, with_fields
from kehoach.signing.names import AGENCY, SIGNER
from kehoach.source import Source
from kehoach.typeface import width_mm
from tests.support.amounts import LONG, spread
from tests.support.archivable import elements, faults
from tests.support.judges import need
from tests.support.pdf import Pdf
from tests.support.plans import ROOT, SMALL, registry
from tests.support.renditions import examples
from tests.support.signing import Issuer, Verdict, is_sound, issuer, pdfsig, signed, verdicts
from tests.test_typeset_accessible import UNREADABLE

MM = 72 / 25.4
SEAL = 36.0
TITLE, NAME = "PHÓ CHỦ TỊCH", "Trần Đình Tiến"
BOTH = [SIGNER, AGENCY]


@dataclass(frozen=True)
class Rect:
    """A box on a page, in millimetres from its top left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def of(cls, page: int, height: float, box: Any) -> Rect:
        left, bottom, right, top = map(float, box)
        return cls(page, left / MM, (height - top) / MM, right / MM, (height - bottom) / MM)

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def common(self, other: Rect) -> tuple[float, float]:
        """Width and height of what both cover, 0 where they do not meet."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return (across, down) if self.page == other.page and across > 0 and down > 0 else (0, 0)


@dataclass(frozen=True)
class Signable:
    """A PDF with fields, as pikepdf and pdfplumber see it, neither of which was asked where fields go."""

    pdf: bytes

    @cached_property
    def fields(self) -> dict[str, Rect]:
        with pikepdf.open(BytesIO(self.pdf)) as opened:
            return {
                str(one.T): Rect.of(number, float(page.MediaBox[3]), one.Rect)
                for number, page in enumerate(opened.pages, 1)
                for one in page.get("/Annots", ())
                if one.Subtype == "/Widget"
            }

    @cached_property
    def texts(self) -> list[tuple[str, Rect]]:
        """What is printed: lines with their places, blanks at their ends left out."""
        return [(one.text, Rect(one.page, one.left, one.top, one.right, one.bottom)) for one in Pdf(self.pdf).lines]

    def text(self, wanted: str) -> Rect:
        """Where the last line of this text is."""
        return [box for text, box in self.texts if text == wanted][-1]

    def covered(self) -> list[str]:
        """The texts that a field covers."""
        return [text for text, box in self.texts for field in self.fields.values() if box.common(field) != (0, 0)]


def products(text: str, path: str, agency: str = "", form: str = "") -> Iterator[Product]:
    examined = look_at_plan(Source(str(ROOT / path), text), registry())
    assert examined.plan is not None
    if not agency:
        return iter([plan_product(examined, examined.plan)])
    return extract_products(examined, examined.plan, (agency,), certified=form)


def made(product: Product) -> Signable:
    return Signable(signable_pdf(product, product.paper(product.content())))


@cache
def product(name: str, agency: str = "", form: str = "") -> Product:
    path = f"plans/2024/{name}.yaml"
    text = (ROOT / path).read_text(encoding="utf-8")
    issued = text.replace("number:\n", "number: 15\n", 1).replace("date: 1/2024", "date: 12/1/2024", 1)
    (one,) = products(issued, path, agency, form)
    return one


SAMPLES = {
    "plan": ("giam-ngheo",),
    "decision": ("chuyen-doi-so",),
    "paper copy": ("giam-ngheo", "phong-tu-phap", "paper"),
    "paper copy of a plan with a decision": ("chuyen-doi-so", "doan-the", "paper"),
    "electronic copy": ("giam-ngheo", "phong-tu-phap", "electronic"),
}


@cache
def sample(name: str) -> Signable:
    return made(product(*SAMPLES[name]))


def is_between(one: Signable, title: str, name: str) -> None:
    """Annex I, II.7.d and II.8.a."""
    signer, seal = one.fields[SIGNER], one.fields[AGENCY]
    above, below = one.text(title), one.text(name)
    assert signer.page == seal.page == above.page == below.page
    assert above.bottom < seal.top < signer.top < signer.bottom < seal.bottom < below.top
    assert signer.middle[0] == pytest.approx(above.middle[0], abs=0.5)
    assert signer.middle[0] == pytest.approx(below.middle[0], abs=0.5)
    assert signer.middle[1] == pytest.approx((above.bottom + below.top) / 2, abs=1.5)
    assert (seal.width, seal.height) == pytest.approx((SEAL, SEAL), abs=0.01)
    assert signer.common(seal) == pytest.approx((signer.width / 3, signer.height), abs=0.01)
    assert seal.left < signer.left
    assert one.covered() == []


@pytest.mark.parametrize(
    ("name", "page", "title", "signer"),
    [
        ("plan", 8, TITLE, NAME),
        ("decision", 1, TITLE, "Nguyễn Văn A"),
        ("paper copy", 1, "[QUYỀN HẠN, CHỨC VỤ]", "[Họ và tên]"),
        ("paper copy of a plan with a decision", 1, "[QUYỀN HẠN, CHỨC VỤ]", "[Họ và tên]"),
    ],
)
def test_the_signer_is_between_title_and_name_and_the_seal_over_the_left_third(
    name: str, page: int, title: str, signer: str
) -> None:
    one = sample(name)
    assert list(one.fields) == BOTH
    assert one.fields[SIGNER].page == page
    is_between(one, title, signer)


def test_the_fields_go_with_the_signature_to_the_next_page() -> None:
    pages = set()
    for count in range(14, 26):
        text = SMALL.replace("      - Nội dung.\n", "      - Nội dung của kế hoạch.\n" * count)
        (plan,) = products(text, "plans/2024/nho.yaml")
        one = made(plan)
        is_between(one, "CHỦ TỊCH", "Nguyễn Văn Bình")
        pages.add(one.fields[SIGNER].page)
    assert pages == {1, 2}


def test_an_electronic_copy_is_signed_at_the_top_right_by_the_body_alone() -> None:
    """Annex I, Part II, I.3: no picture, a text of size 10."""
    one = sample("electronic copy")
    (field,) = one.fields.values()
    assert list(one.fields) == [AGENCY]
    assert (field.page, field.right, field.top) == pytest.approx((1, 190, 20), abs=0.01)
    assert 4 < field.height < 8  # a line of size 10, with room around it
    assert field.width > width_mm("Trích sao; UBND thành phố Lai Châu; 12/01/2024; 14:05:30 +07:00", 10)
    first = min((box for _text, box in one.texts), key=lambda box: box.top)
    assert field.bottom < first.top
    assert one.covered() == []
    assert not any(text.startswith("Trích sao;") for text, _box in one.texts)  # the signature will say it


def test_in_every_example_nothing_is_covered() -> None:
    papers = [one for one in examples() if any(part.signature for part in one.paper.parts)]
    assert len(papers) > 10
    for one in spread(papers, 8):
        thing = Product(one.name, lambda: None, lambda *_: b"", one.template)
        found = Signable(signable_pdf(thing, one.paper))
        assert set(found.fields) <= set(BOTH), one.name
        assert AGENCY in found.fields, one.name
        assert found.covered() == [], one.name


def test_what_nobody_signs_has_no_fields() -> None:
    extract = product("giam-ngheo", "phong-tu-phap", "")
    with pytest.raises(ValueError, match="trich/phong-tu-phap"):
        made(extract)


def test_only_the_space_for_the_signature_differs_from_the_plain_rendition() -> None:
    plan = product(*SAMPLES["plan"])
    plain = Signable(typeset(plan, plan.content()))
    assert [text for text, _box in sample("plan").texts] == [text for text, _box in plain.texts]
    assert b"kehoach:field:" not in sample("plan").pdf


def test_the_same_bytes_each_time() -> None:
    for name, arguments in SAMPLES.items():
        assert made(product(*arguments)).pdf == sample(name).pdf, name


def test_the_fields_have_names_tooltips_and_texts_instead() -> None:
    said = {}
    for name in SAMPLES:
        with pikepdf.open(BytesIO(sample(name).pdf)) as opened:
            said[name] = [str(one.TU) for one in opened.Root.AcroForm.Fields]
            assert [str(node.Alt) for kind, _parent, node in elements(opened) if kind == "Form"] == said[name]
            assert all(one.FT == "/Sig" and "/V" not in one for one in opened.Root.AcroForm.Fields)
    assert said["plan"] == said["decision"]
    assert said["plan"][0] == "Chữ ký số của người có thẩm quyền ký văn bản"
    assert said["paper copy"][0] == "Chữ ký số của người có thẩm quyền ký bản trích sao"
    assert "Trích sao; UBND thành phố Lai Châu; thời gian ký" in said["electronic copy"][0]


def test_the_fields_are_read_after_the_title_and_before_the_name() -> None:
    with pikepdf.open(BytesIO(sample("plan").pdf)) as opened:
        kinds_ = [kind for kind, parent, _node in elements(opened) if parent == "Div"][-6:]
    assert kinds_ == ["P", "P", "P", "Form", "Form", "P"]


def test_the_rules_and_pdfua_find_nothing(tmp_path: Path) -> None:
    need(find_spec("pdfua") is not None, "pdfua")
    import pdfua

    for name, arguments in SAMPLES.items():
        one = product(*arguments)
        content = one.content()
        docx = one.write(content, (ROOT / "templates" / one.template).read_bytes(), Path(one.template))
        assert faults(sample(name).pdf, docx) == [], name
        path = tmp_path / "paper.pdf"
        path.write_bytes(sample(name).pdf)
        report = pdfua.validate(str(path))
        assert [str(finding) for finding in report.findings] == [], name
        assert {each.rule_id for each in report.outcomes if each.skipped_reason} <= {UNREADABLE}, name


@pytest.mark.parametrize(
    ("fault", "change"),
    [
        ("without a tooltip", lambda widget, _element: widget.__delattr__("TU")),
        ("without an appearance", lambda widget, _element: widget.__delattr__("AP")),
        ("hidden or not printed", lambda widget, _element: widget.__setattr__("F", 6)),
        ("not tagged", lambda widget, _element: widget.__delattr__("StructParent")),
        ("not tagged", lambda _widget, element: element.__setattr__("S", pikepdf.Name.Link)),
        ("without a text instead", lambda _widget, element: element.__delattr__("Alt")),
    ],
)
def test_the_rules_about_fields_can_fail(fault: str, change: Callable[[Any, Any], None]) -> None:
    one, out = product(*SAMPLES["paper copy"]), BytesIO()
    docx = one.write(one.content(), (ROOT / "templates" / one.template).read_bytes(), Path(one.template))
    with pikepdf.open(BytesIO(sample("paper copy").pdf)) as opened:
        element = next(node for kind, _parent, node in elements(opened) if kind == "Form")
        change(opened.Root.AcroForm.Fields[0], element)
        opened.save(out)
    assert [found for found in faults(out.getvalue(), docx) if found.endswith(fault)]


def test_a_field_without_a_link_is_the_last_that_is_read() -> None:
    plan = product(*SAMPLES["plan"])
    place = FieldPlace("van_thu", 1, (100, 700, 200, 740.5), "Chữ ký số của văn thư")
    pdf = with_fields(typeset(plan, plan.content()), [place])
    with pikepdf.open(BytesIO(pdf)) as opened:
        (field,) = opened.Root.AcroForm.Fields
        last = list(elements(opened))[-1]
        assert [float(number) for number in field.Rect] == [100, 700, 200, 740.5]
        assert (last[0], str(last[2].Alt), last[2].K.Obj.T) == ("Form", place.tooltip, "van_thu")
    docx = plan.write(plan.content(), (ROOT / "templates" / plan.template).read_bytes(), Path(plan.template))
    assert faults(pdf, docx) == []
    assert is_sound(signed(pdf, "van_thu", issuer().signer("Văn thư")), ["van_thu"])


def picture(color: str, *, is_round: bool = False) -> Image.Image:
    """A picture as the decree wants it: PNG, transparent around what is drawn."""
    image = Image.new("RGBA", (300, 300) if is_round else (280, 200), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((4, 4, image.width - 5, image.height - 5), outline=color, width=8)
    return image


@cache
def signed_twice(name: str) -> bytes:
    """The sample signed by the person and by the body, each with a picture; a copy without one by the body."""
    pdf = sample(name).pdf
    if SIGNER not in sample(name).fields:
        return signed(pdf, AGENCY, issuer().signer("Cơ quan"))
    pdf = signed(pdf, SIGNER, issuer().signer("Người ký"), picture("blue"))
    return signed(pdf, AGENCY, issuer().signer("Cơ quan"), picture("red", is_round=True))


@pytest.mark.parametrize("name", SAMPLES)
def test_both_signatures_are_valid_for_pyhanko_and_pdfsig(name: str, tmp_path: Path) -> None:
    fields = list(sample(name).fields)
    last = len(fields) - 1
    pdf = signed_twice(name)
    assert verdicts(pdf) == [Verdict(one, True, at == last, True) for at, one in enumerate(fields)]
    assert pdfsig(pdf, tmp_path) == dict.fromkeys(fields, "Signature is Valid.")
    one = product(*SAMPLES[name])
    docx = one.write(one.content(), (ROOT / "templates" / one.template).read_bytes(), Path(one.template))
    assert faults(pdf, docx) == []


def test_the_first_signature_is_valid_before_and_after_the_second() -> None:
    first = signed(sample("plan").pdf, SIGNER, issuer().signer("Người ký"))
    assert verdicts(first) == [Verdict(SIGNER, True, True, True)]
    second = signed(first, AGENCY, issuer().signer("Cơ quan"))
    assert second.startswith(first)
    assert verdicts(second) == [Verdict(SIGNER, True, False, True), Verdict(AGENCY, True, True, True)]


def test_a_certificate_that_is_not_trusted_is_found() -> None:
    stranger = Issuer("Người lạ").signer("Người lạ")
    assert not is_sound(signed(sample("plan").pdf, SIGNER, stranger), [SIGNER])


def test_every_changed_byte_is_found() -> None:
    pdf, chance = signed_twice("paper copy"), random.Random(22)
    assert is_sound(pdf, BOTH)
    missed = []
    for at in chance.sample(range(len(pdf)), 200 if LONG else 40):
        other = chance.choice([byte for byte in range(256) if byte != pdf[at]])
        if is_sound(pdf[:at] + bytes([other]) + pdf[at + 1 :], BOTH):
            missed.append((at, pdf[at], other))
    assert missed == []
