"""`kehoach template check`: every rule of KH8, where it fires, exactly, and where it keeps quiet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from kehoach.diagnostics import EnvironmentFailure, Finding
from kehoach.documents.kinds import KINDS
from kehoach.documents.paper import Paper
from kehoach.ooxml.names import w
from kehoach.ooxml.package import pack, unpack
from kehoach.pipeline.custom_templates import examine_template
from kehoach.templates.names import names_of
from kehoach.templates.template import Shape
from kehoach.word.context import context
from kehoach.word.docx import write_docx
from kehoach.word.marks import Marks
from tests.support import anyplan
from tests.support.cases import CASES, FEATURES, FeatureCase
from tests.support.judges import lint, sdk_errors
from tests.support.plans import ROOT, TEMPLATE, make, registry
from tests.support.templates import DOCUMENT, TEMPLATES, TemplateCase


def placed(finding: Finding) -> tuple[str, ...]:
    source, span = finding.span.source, finding.span
    return finding.code, source.part, source.line(span.line) if source.text else "", span.text


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_template_case(path: Path) -> None:
    case = TemplateCase(path)
    findings = examine_template(case.docx, Path("plan.docx"))
    assert sorted(map(placed, findings)) == case.expected, [str(f.message) for f in findings]
    codes = {row[0] for row in case.expected}
    assert path.parent.name in codes if path.stem.startswith("fires") else not codes


def test_the_packaged_template_is_clean() -> None:
    assert examine_template(TEMPLATE.read_bytes(), Path("plan.docx")) == ()


BREAKS = {"KH801", "KH803", "KH805", "KH806", "KH807", "KH809", "KH810", "KH814", "KH817"}
"""What the errors of these rules say is true: such a template does not print, or prints a broken file."""


@pytest.mark.parametrize(
    "path",
    [path for path in TEMPLATES if path.parent.name in BREAKS and path.stem.startswith("fires")],
    ids=lambda path: f"{path.parent.name}-{path.stem}",
)
def test_an_error_is_one(path: Path, tmp_path: Path) -> None:
    docx = TemplateCase(path).docx
    assert any(faults_of(sample(), docx, tmp_path) for sample in KINDS["plan"].samples)


def faults_of(paper: Paper, template: bytes, folder: Path) -> list[str]:
    """What stops a paper from being printed, or a judge says against it; the quick judge first."""
    try:
        written = write_docx(paper, template, Path("plan.docx"))
    except EnvironmentFailure as failure:
        return [str(failure)]
    return lint(written) or sdk_errors(written, folder, ("Microsoft365",))


@pytest.mark.parametrize(
    "path",
    [path for path in TEMPLATES if path.stem.startswith("quiet") and path.parent.name in BREAKS],
    ids=lambda path: f"{path.parent.name}-{path.stem}",
)
def test_what_is_let_pass_prints_a_sound_file(path: Path) -> None:
    for sample in KINDS["plan"].samples:
        assert lint(write_docx(sample(), TemplateCase(path).docx, Path("plan.docx"))) == []


def context_of(document: Paper) -> dict[str, Any]:
    return context(document, Marks())


def unknown_paths(value: Any, shape: Shape, path: tuple[str, ...] = ()) -> Iterator[str]:
    """Names of a real context that the sample did not show, and lists that are empty though called filled."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if shape.fields is None or key not in shape.fields:
                yield ".".join((*path, key))
            else:
                yield from unknown_paths(inner, shape.fields[key], (*path, key))
    elif isinstance(value, list):
        if shape.each is None or (shape.filled and not value):
            yield ".".join((*path, "[]"))
        else:
            for inner in value:
                yield from unknown_paths(inner, shape.each, (*path, "[]"))


NAMES = names_of(KINDS["plan"].samples[0]())


@pytest.mark.parametrize("case", [FeatureCase(path) for path in FEATURES[::3]], ids=lambda case: case.path.stem)
def test_the_sample_shows_every_name_of_real_papers(case: FeatureCase) -> None:
    document = make(case.text, registry(CASES / "agencies.yaml")).document()
    assert list(unknown_paths(context_of(document), NAMES)) == []


@settings(max_examples=30, phases=[Phase.generate])
@given(st.data())
def test_lists_called_filled_are_never_empty(data: st.DataObject) -> None:
    text, _leaves = anyplan.plan(data.draw, lambda: data.draw(anyplan.texts))
    document = make(text, registry(CASES / "agencies.yaml")).document()
    assert list(unknown_paths(context_of(document), NAMES)) == []


def test_a_filled_list_that_is_empty_is_noticed() -> None:
    values = context_of(KINDS["plan"].samples[0]())
    values["parts"][0]["letterhead"]["issuer"] = []
    assert list(unknown_paths(values, NAMES)) == ["parts.[].letterhead.issuer.[]"]


PIECES = ["{{ ", " }}", "{%p ", " %}", "{", "}", "%", "if ", "endif", "for x in parts", "“", "–", ".", "x", " ", ""]


@settings(max_examples=30, phases=[Phase.generate])
@given(st.integers(0, 10_000), st.integers(0, 12), st.lists(st.sampled_from(PIECES), max_size=4))
def test_no_damage_of_a_template_ends_in_a_traceback(place: int, length: int, pieces: list[str]) -> None:
    """Any stretch of any text replaced by any signs: findings, or a template that prints."""
    parts = unpack(TEMPLATE.read_bytes())
    document = etree.fromstring(parts[DOCUMENT])
    texts = [element for element in document.iter(w("t")) if element.text]
    element = texts[place % len(texts)]
    start = place % (len(element.text) + 1)
    element.text = element.text[:start] + "".join(pieces) + element.text[start + length :]
    findings = examine_template(pack({**parts, DOCUMENT: etree.tostring(document)}), Path("plan.docx"))
    for finding in findings:
        assert finding.span.source.path == "plan.docx"
        assert str(finding.message)


@pytest.mark.parametrize("kind", KINDS)
def test_the_packaged_template_of_every_kind_is_sound(kind: str) -> None:
    name = KINDS[kind].template
    assert examine_template((ROOT / "templates" / name).read_bytes(), Path(name)) == ()


def test_a_report_template_without_its_own_parts_is_told() -> None:
    told = examine_template((ROOT / "templates" / "extract.docx").read_bytes(), Path("report.docx"))
    assert any("addressee" in str(finding.message) for finding in told)
