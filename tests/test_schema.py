"""The schema for editors: it knows every key, says what it is in Vietnamese, and judges like the parser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kehoach.model.base import Located
from kehoach.model.fields import fields_of
from kehoach.model.items import Exhibit, Pasted
from kehoach.model.plan import Plan
from kehoach.parse.plan import PARSERS, ParseContext, parse_agencies, parse_plan
from kehoach.readers.yaml import read
from kehoach.schema import class_texts, scalars, texts
from kehoach.schema.build import Known, plan_schema, registry_schema, results_schema
from kehoach.source import ListNode, MappingNode, Node, Source, Span, Text, TextNode
from tests.support import anyplan
from tests.support.cases import CASES, FEATURES, RULES
from tests.support.plans import ROOT, SEED, make, registry
from tests.test_rules import unmarked

SHAPE = {
    "KH007",
    "KH013",
    "KH101",
    "KH102",
    "KH103",
    "KH104",
    "KH105",
    "KH106",
    "KH135",
    "KH144",
    "KH108",
    "KH150",
    "KH111",
    "KH118",
    "KH301",
    "KH302",
    "KH401",
}
"""Findings of structure and form, which an editor should see as well."""

CALENDAR = re.compile(r"month \d+|\d+ .*month|there is no month|has no day")

VIETNAMESE = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE)

NUMBER = re.compile(r"[-+]?(?:\d+|\d*\.\d+|\d+\.\d*)(?:[eE][-+]?\d+)?")


def as_editor(node: Node) -> Any:
    """The value that an editor's YAML (1.2, core) sees in a node."""
    if isinstance(node, ListNode):
        return [as_editor(item) for item in node.items]
    if isinstance(node, MappingNode):
        return {str(entry.key.value): as_editor(entry.value) for entry in node.by_key.values()}
    text = str(node.value)
    if node.style:
        return text
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text.lower() in ("true", "false") and text in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return text.lower() == "true"
    if re.fullmatch(r"[-+]?\d+", text):
        return int(text)
    return float(text) if NUMBER.fullmatch(text) else text


PLAN = jsonschema.Draft7Validator(plan_schema(Known()))
REGISTRY = jsonschema.Draft7Validator(registry_schema(Known()))
RESULTS = jsonschema.Draft7Validator(results_schema(Known()))


def errors(validator: jsonschema.Draft7Validator, node: Node) -> list[str]:
    return [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in validator.iter_errors(as_editor(node))]


def schemas(schema: Any) -> Iterator[dict[str, Any]]:
    """Every mapping inside a schema."""
    if isinstance(schema, dict):
        yield schema
        for inner in schema.values():
            yield from schemas(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from schemas(inner)


def classes(cls: type[Located] = Located) -> Iterator[type[Located]]:
    for inner in cls.__subclasses__():
        if inner.__module__.startswith("kehoach."):
            yield inner
            yield from classes(inner)


def test_all_are_valid_schemas_of_draft_7() -> None:
    for schema in (PLAN.schema, REGISTRY.schema, RESULTS.schema):
        jsonschema.Draft7Validator.check_schema(schema)


def test_every_key_of_the_model_has_a_title_and_a_description_in_vietnamese() -> None:
    definitions = {"Plan": PLAN.schema, **PLAN.schema["definitions"]}
    definitions |= {"Results": RESULTS.schema, **RESULTS.schema["definitions"]}
    told = 0
    for cls in set(classes()):
        if cls.__name__.startswith("_") or cls in (Exhibit, Pasted):  # what others are made from
            continue
        properties = definitions[cls.__name__]["properties"]
        keys = [info.key for info in fields_of(cls).values()]
        assert [key for key in properties if key in keys] == keys, cls
        for key in keys:
            assert properties[key]["title"], (cls, key)
            assert properties[key]["description"], (cls, key)
            assert "`" not in properties[key]["description"]
            told += 1
    assert told > 100
    for _title, text in [*class_texts.CLASSES.values(), *(t for keys in texts.FIELDS.values() for t in keys.values())]:
        assert VIETNAMESE.search(text) or not re.sub(r"`[^`]*`|\W", "", text), text


def test_every_text_is_of_a_key_that_exists() -> None:
    known = {cls.__name__: cls for cls in (*classes(),)}
    assert set(class_texts.CLASSES) - {"Registry"} <= set(known)
    for name, keys in texts.FIELDS.items():
        family = [cls for cls in known.values() if name in [c.__name__ for c in cls.__mro__]]
        fields = {info.key for cls in family for info in fields_of(cls).values()}
        assert set(keys) <= fields, name


def test_every_word_of_a_closed_set_is_explained() -> None:
    found = [s for s in schemas(PLAN.schema) if "enum" in s]
    assert len(found) > 15
    for schema in found:
        assert len(schema["enumDescriptions"]) == len(schema["enum"])


@pytest.mark.parametrize("path", [SEED, *FEATURES], ids=lambda path: path.stem)
def test_a_good_plan_is_good_in_the_editor(path: Path) -> None:
    node, _findings = read(Source(path.name, path.read_text(encoding="utf-8")))
    assert node is not None
    assert errors(PLAN, node) == []


def test_the_registries_are_good_in_the_editor() -> None:
    for path in (ROOT / "plans" / "agencies.yaml", CASES / "agencies.yaml"):
        node, _findings = read(Source(path.name, path.read_text(encoding="utf-8")))
        assert node is not None
        assert errors(REGISTRY, node) == []


@pytest.mark.parametrize("path", RULES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_editor_judges_like_the_parser(path: Path) -> None:
    text, _expected = unmarked(path.read_bytes().decode("utf-8"))
    source = Source(path.name, text)
    node, findings = read(source)
    if node is None or (isinstance(node, MappingNode) and not node.entries):
        return
    found = (*findings, *parse_plan(node, source)[1])
    shape = [f for f in found if f.code in SHAPE and not CALENDAR.search(str(f.message))]
    told = errors(PLAN, node)
    assert bool(told) == bool(shape), (told, [(f.code, str(f.message)) for f in found])


KINDS = {
    "years": ["2024", "2026-2030", "2025-", "năm 2024", "24", "TODO(năm nào?)", "2026 - 2030"],
    "year": ["2024", "24", "1776", "TODO(x)"],
    "issue_date": ["1/2024", "15/1/2024", "15-1-2024", "2024", "TODO(?)"],
    "day": ["1/7/2025", "7/2025", "2025", "TODO(?)"],
    "cited_date": ["15/12/2023", "2023", "12/2023", "ngày 12 tháng 6 năm 2025", "12/6", "TODO()"],
    "every": ["tháng", "Quý", "năm", "tuần", "TODO(?)"],
    "deadline": [
        "15/6", "15/6/2024", "6/2024", "tháng 6", "Quý II", "Quý II/2024", "2026", "15/11 hằng năm", "15 tháng 6",
        "ngày 16 hằng tháng", "hằng tháng", "hàng quý", "thường xuyên", "Thường xuyên", "15 tháng 6 năm 2024",
        "đến hết 2026", "6/2024 - 8/2024", "15/6, 15/12", "2026 và các năm tiếp theo", "Theo tiến độ của tỉnh",
        "Quí IV-2025", "Quý IV năm 2025", "Quý I - Quý II", "trước 15/6", "Chậm nhất 15/6", "trong tháng 6",
        "cuối năm", "15", "sớm", "15/6/24", "Quý V", "15/6 và 15/12", "Todo: hỏi", "Todomap",
        "TODO(khi nào?)", "TODO()", "TODO",
    ],
    "quantity": [
        "1,56%", "08 hộ", "26.120 ha", "10 - 13%/năm", "≥ 30%", "dưới 4/100.000 trẻ", "Trên 5%", "5", "0.5", "-3",
        "khoảng một nửa", "1,5,6%", "hộ 5", "TODO(?)", "1.234.567,8 đồng", "1-2", "5 -7%",
    ],
    "id": ["ho-ngheo", "5", "Hộ nghèo", "ho ngheo", "-x", "TODO(x)"],
    "flag": ["true", "false", "có", "Không", "no", "ngang", "TODO(x)"],
    "prose": [
        "Một câu", "{{ year }}", "đạt {{ value }} năm {{ year - 1 }}.", "{{ agency('x').short }}", '{{ due("x") }}',
        "{{ value | upper }}", "{% if x %}", "{{ a.b.c }}", "}} {{", "TODO(a (b) c)", "50% {x} #", "{#", "{{ }}",
    ],
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_value_is_judged_alike(kind: str) -> None:
    nowhere = Span(Source("", ""), 0, 0)
    validator = jsonschema.Draft7Validator(scalars.scalar(kind))
    verdicts = set()
    for text in KINDS[kind]:
        node = TextNode(Text(text, nowhere))
        reading = ParseContext(nowhere.source)
        reading.read(kind, node)
        assert validator.is_valid(as_editor(node)) == (not reading.findings), text
        verdicts.add(not reading.findings)
    assert verdicts == {True, False}


def test_every_kind_of_text_is_known() -> None:
    for kind in PARSERS:
        assert scalars.scalar(kind)


@settings(max_examples=25)
@given(st.data())
def test_a_plan_of_any_shape_is_good_in_the_editor(data: st.DataObject) -> None:
    text, _leaves = anyplan.plan(data.draw, lambda: data.draw(anyplan.texts))
    node, _findings = read(Source("any.yaml", text))
    assert node is not None
    assert errors(PLAN, node) == []


def test_the_workspace_s_ids_are_enums() -> None:
    known = Known({"so-a": "Sở A", "so-b": "Sở B"}, {"ho-ngheo": "Tỷ lệ hộ nghèo"})
    validator = jsonschema.Draft7Validator(plan_schema(known))
    head = "year: 2024\nissuer: {}\nsubject: x\nopening: x\nrecipients: [x]\narchive: VT, TH\n"
    head += "signature: {{title: A, name: B}}\n"
    tasks = "sections:\n  - kind: duties\n    items:\n      - task: a\n        lead: {}\n        targets: [{}]\n"

    def good(issuer: str, lead: str, target: str) -> bool:
        node, _findings = read(Source("p", (head + tasks).format(issuer, lead, target)))
        assert node is not None
        return not errors(validator, node)

    assert good("so-a", "so-b", "ho-ngheo")
    assert good("Sở A", "[so-a, Hội Nông dân]", "ho-ngheo")
    assert good("TODO(ai?)", "", "moi-them")  # a new target is no fault in the editor: `check` judges it
    assert not good("so-c", "so-b", "ho-ngheo")
    assert not good("so-a", "so-c", "ho-ngheo")
    assert not good("so-a", "[so-a, so-c]", "ho-ngheo")
    assert not good("so-a", "so-b", "Hộ nghèo")


def test_in_the_registry_an_id_may_have_been_written_just_now() -> None:
    validator = jsonschema.Draft7Validator(registry_schema(Known({"so-a": "Sở A"})))
    for value, good in (("so-moi", True), ("so-a", True), ("[so-a]", False)):
        node, _findings = read(Source("agencies.yaml", f"so-moi: Sở mới\nso-b: {{name: Sở B, parent: {value}}}\n"))
        assert node is not None
        assert (not errors(validator, node)) == good, value


def test_an_own_agency_is_told_by_name() -> None:
    schema = plan_schema(Known({"so-a": "Sở A"}))
    reference = next(s for s in schemas(schema["definitions"]["ref"]) if "enum" in s)
    assert reference["enumDescriptions"] == ["Sở A"]


def test_seed_plan_validates_against_its_own_workspace() -> None:
    made = make(SEED.read_text(encoding="utf-8"))
    assert made.plan is not None
    agencies = {id: agency.full_name for id, agency in registry().by_id.items()}
    targets = {id: str(target.name) for id, target in made.plan.targets.items()}
    node, _findings = read(Source("seed", SEED.read_text(encoding="utf-8")))
    assert node is not None
    assert errors(jsonschema.Draft7Validator(plan_schema(Known(agencies, targets))), node) == []


def test_a_registry_fault_is_seen() -> None:
    for text in ("Sở A: x\n", "so-a: {nmae: x}\n", "so-a: {of: x}\n", "so-a: {name: x, since: 2025}\n"):
        source = Source("agencies.yaml", text)
        node, _findings = read(source)
        assert node is not None
        assert parse_agencies(node, source)[1]
        assert errors(REGISTRY, node), text


def test_model_of_the_schema_is_the_plan() -> None:
    assert list(PLAN.schema["properties"]) == [info.key for info in fields_of(Plan).values()]


@pytest.mark.parametrize("path", sorted((ROOT / "results").rglob("*.yaml")), ids=lambda path: path.stem)
def test_good_results_are_good_in_the_editor(path: Path) -> None:
    node, _findings = read(Source(path.name, path.read_text(encoding="utf-8")))
    assert node is not None
    assert errors(RESULTS, node) == []


def test_faults_of_results_are_seen() -> None:
    of_a_target = "targets:\n  nha-o:\n    valu: 1\n"
    for text in ("targets:\n  nha-o: bảy\n", "tasks:\n  nha-o: xong\n", "task:\n", of_a_target):
        node, _findings = read(Source("nam.yaml", text))
        assert node is not None
        assert errors(RESULTS, node), text
