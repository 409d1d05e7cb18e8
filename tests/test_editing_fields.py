"""The fields of a form: every key of the model has one, in Vietnamese, with what is typed there now."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kehoach.editing import Document, DocumentKind, FieldKind, FormField, class_of, field_at, fields
from kehoach.editing import Path as ValuePath
from kehoach.schema.build import Known
from kehoach.source import Source
from tests.support.oddyaml import Tree, said
from tests.support.plans import ROOT, SEED
from tests.test_editing_ids import OWN, OWN_RESULTS

EXAMPLES = [*sorted(ROOT.glob("plans/*/*.yaml")), *sorted(ROOT.glob("results/**/*.yaml"))]


def document(text: str, kind: DocumentKind = DocumentKind.PLAN) -> Document:
    return Document.read(Source("x.yaml", text), kind)


def every(file: Document, path: ValuePath = ()) -> Iterator[FormField]:
    """Every field of a file, from the outside in."""
    for one in fields(file, path):
        yield one
        if one.kind in (FieldKind.ITEMS, FieldKind.OBJECT, FieldKind.MAPPING, FieldKind.LIST) and one.is_written:
            yield from every(file, one.path)


def leaves(tree: Tree, path: ValuePath = ()) -> Iterator[tuple[ValuePath, str]]:
    """Every text of a file."""
    if isinstance(tree, dict):
        for key, one in tree.items():
            yield from leaves(one, (*path, key))
    elif isinstance(tree, list) and not (path and path[-1] == "rows"):
        for index, one in enumerate(tree):
            yield from leaves(one, (*path, index))
    elif isinstance(tree, str):
        yield path, tree


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: "-".join(path.parts[-3:]))
def test_every_text_of_the_examples_has_a_field_that_shows_it(path: Path) -> None:
    kind = DocumentKind.RESULTS if "results" in path.parts else DocumentKind.PLAN
    text = path.read_text(encoding="utf-8")
    found = {one.path: one for one in every(document(text, kind))}
    for place, value in leaves(said(text)):
        assert found[place].value == value, place
        assert found[place].is_written
        assert found[place].title[0].isupper() or found[place].title.startswith("`"), found[place]
        assert found[place].description


def test_what_is_typed_decides_the_kind_of_the_field() -> None:
    file = document(OWN)
    kinds = {".".join(map(str, one.path)): (one.kind, one.item) for one in every(file)}
    assert kinds["year"] == (FieldKind.YEAR, None)
    assert kinds["issuer"] == (FieldKind.AGENCY, None)
    assert kinds["subject"] == (FieldKind.PARAGRAPHS, None)
    assert kinds["archive"] == (FieldKind.LINE, None)
    assert kinds["sections"] == (FieldKind.ITEMS, FieldKind.OBJECT)
    assert kinds["sections.0.kind"] == (FieldKind.CHOICE, None)
    assert kinds["sections.0.items.0.target"] == (FieldKind.ID, None)
    assert kinds["sections.0.items.0.value"] == (FieldKind.QUANTITY, None)
    assert kinds["sections.0.items.0.shares"] == (FieldKind.MAPPING, FieldKind.QUANTITY)
    assert kinds["sections.0.items.0.shares.to-1"] == (FieldKind.QUANTITY, None)
    assert kinds["sections.1.items.0.agencies"] == (FieldKind.LIST, FieldKind.AGENCY)
    assert kinds["sections.1.items.0.items.0.targets"] == (FieldKind.LIST, FieldKind.TARGET)
    assert kinds["sections.1.items.0.items.0.deadline"] == (FieldKind.DEADLINE, None)
    assert kinds["sections.1.items.0.request"] == (FieldKind.FLAG, None)
    assert kinds["appendices.1.rows"] == (FieldKind.ROWS, None)
    assert kinds["recipients.0"] == (FieldKind.PARAGRAPHS, None)
    assert kinds["agencies"] == (FieldKind.MAPPING, FieldKind.OBJECT)
    assert kinds["notes.ghi-chu"] == (FieldKind.PARAGRAPHS, None)
    results = {".".join(map(str, one.path)): one.kind for one in every(document(OWN_RESULTS, DocumentKind.RESULTS))}
    assert results["tasks.chung.status"] is FieldKind.CHOICE
    assert results["reported.van-phong"] is FieldKind.DATE
    assert results["targets.chi-tieu.met"] is FieldKind.FLAG


def test_choices_are_words_with_their_meanings_and_ids_with_names() -> None:
    file = document(OWN)
    known = Known(
        agencies={"so-y-te": "Sở Y tế", "van-phong": "Văn phòng chung"}, targets={"khac": "Của kế hoạch khác"}
    )
    kind = field_at(file, ("sections", 0, "kind"), known)
    assert kind is not None
    assert ("targets", "Mục tiêu, chỉ tiêu") in [(one.value, one.title) for one in kind.choices]
    agencies = field_at(file, ("sections", 1, "items", 0, "agencies"), known)
    assert agencies is not None
    assert agencies.may_be_one
    assert {one.value: one.title for one in agencies.choices} == {
        "so-y-te": "Sở Y tế",
        "van-phong": "Văn phòng riêng",  # the plan's own
        "to-1": "Tổ một",
    }
    targets = field_at(file, ("sections", 1, "items", 0, "items", 0, "targets"), known)
    assert targets is not None
    assert {one.value: one.title for one in targets.choices} == {
        "chi-tieu": 'Chỉ tiêu "một": có mã',
        "chung": "Đạt {{ value }}, {{ target('chi-tieu').value }}.",
    }


def test_what_is_needed_and_what_is_written() -> None:
    found = {one.key: one for one in fields(document("subject: A\nnumber:\n"), ())}
    assert [key for key, one in found.items() if one.is_required and one.kind is not FieldKind.ITEMS] == [
        "year",
        "issuer",
        "subject",
        "opening",
        "archive",
        "signature",
    ]
    assert [key for key, one in found.items() if one.is_written] == ["subject"]
    assert found["number"].value is None


def test_a_place_has_the_name_of_its_class() -> None:
    file = document(OWN)
    assert class_of(file, ("sections", 0, "items", 0))[:2] == ("Target", "Chỉ tiêu")
    assert class_of(file, ("sections", 1, "items", 0, "items", 0))[:2] == ("Task", "Nhiệm vụ")
    assert class_of(file, ("appendices", 1))[:2] == ("TableAppendix", "Phụ lục bảng tự do")
    assert class_of(file, ("recipients", 0))[0] == "Recipient"
    assert [one.value for one in fields(file, ("recipients", 0))] == ["Như trên", None]
    assert class_of(file, ("notes", "ghi-chu")) == ("", "", "")
    assert fields(file, ("notes", "ghi-chu")) == ()
    assert fields(file, ("khong-co",)) == ()


def test_a_text_in_place_of_a_mapping_is_the_key_that_it_stands_for() -> None:
    registry = document("so-y-te: Sở Y tế\n", DocumentKind.REGISTRY)
    found = {one.key: one.value for one in fields(registry, ("so-y-te",)) if one.is_written}
    assert found == {"name": "Sở Y tế"}


def test_the_value_at_a_place_of_the_text_is_found() -> None:
    text = SEED.read_text(encoding="utf-8")
    file = document(text)
    for path, value in leaves(said(text)):
        node = file.find(path)
        assert node is not None
        for offset in (node.span.start, node.span.end):
            assert file.path_at(offset) == path, (path, value)
    assert file.path_at(text.index("năm 2024 của UBND")) == ()
    assert file.path_at(text.index("issuer:") + 2) == ("issuer",)
