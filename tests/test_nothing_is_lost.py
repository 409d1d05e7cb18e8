"""Whatever a plan says, it prints: no leaf string is lost on the way from YAML to Word."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kehoach.documents import body
from kehoach.model.agency import Agencies
from kehoach.vietnamese import sentence_end
from tests.support import anyplan
from tests.support.amounts import LONG
from tests.support.cases import CASES
from tests.support.judges import lint
from tests.support.plans import make, registry
from tests.support.printing import Printer
from tests.support.word import WordFile

AGENCIES: Agencies = registry(CASES / "agencies.yaml")


def flat(text: str) -> str:
    """A text as it is compared: no blanks, no capitals (headings are printed in capitals)."""
    return "".join(text.split()).upper()


def lost(text: str, leaves: list[str]) -> list[str]:
    """The leaves of a plan that its Word file does not print."""
    made = make(text, AGENCIES)
    assert made.errors == [], made.errors
    docx = made.docx()
    assert lint_of(docx) == []
    printed = flat(WordFile(docx).text())
    return [leaf for leaf in leaves if flat(sentence_end(leaf)) not in printed]


def lint_of(docx: bytes) -> list[str]:
    """Our nine rules; a text may itself hold the signs of a tag, which the file must print."""
    return [fault for fault in lint(docx) if "L8" not in fault or "mark" in fault]


@st.composite
def plans(draw: st.DrawFn) -> tuple[str, list[str]]:
    return anyplan.plan(draw, lambda: draw(anyplan.texts))


@settings(max_examples=500 if LONG else 60, phases=[Phase.explicit, Phase.generate])
@given(plans())
def test_no_leaf_of_any_plan_is_lost(case: tuple[str, list[str]]) -> None:
    text, leaves = case
    assert lost(text, leaves) == []


def test_a_planted_loss_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(self: body.Body, item: object) -> tuple[object, ...]:
        return ()

    monkeypatch.setattr(body.Body, "_part", forgetful)

    @settings(max_examples=200, phases=[Phase.generate], suppress_health_check=list(HealthCheck), database=None)
    @given(plans())
    def property_(case: tuple[str, list[str]]) -> None:
        assert lost(*case) == []

    with pytest.raises(AssertionError):
        property_()


HARD = "& < > \" ' </w:t> &lt; a: b #c -"


@settings(max_examples=12, phases=[Phase.generate])
@given(st.data())
def test_special_signs_reach_the_page_unharmed(printer: Printer, data: st.DataObject) -> None:
    numbers = iter(range(10_000))
    text, leaves = anyplan.plan(data.draw, lambda: f"Câu{next(numbers)} {HARD}")
    assert lost(text, leaves) == []
    pdf = printer.pdf(make(text, AGENCIES).docx())
    printed = flat(" ".join(pdf.words()))
    for leaf in leaves:
        head = flat(sentence_end(leaf))
        assert printed.count(flat(HARD)[:12]) >= len(leaves) // 2
        assert head[:8] in printed


def test_special_signs_in_every_field_reach_the_page_unharmed(printer: Printer) -> None:
    text = (CASES.parent / "data" / "every-field.yaml").read_text(encoding="utf-8")
    made = make(text, AGENCIES)
    assert made.errors == []
    docx = made.docx()
    word = WordFile(docx)
    footnotes = "".join(word.parts["word/footnotes.xml"].decode("utf-8").split())
    printed = flat(word.text())
    page = flat(" ".join(printer.pdf(docx).words()))
    not_printed = {23, 25}  # the name of a task is for tables and extracts; 25 is not used
    for number in range(1, 74):
        token = f"T{number:02}"
        if number in not_printed:
            continue
        if number == 43:
            assert f"{token}&amp;&lt;&gt;" in footnotes
        else:
            assert f"{token}&<" in printed.replace(">", ""), token
            assert f"{token}&<" in page.replace(">", ""), token
    for place in (printed, page):
        assert place.count("&<>\"'") >= 60
