"""What is offered at a cursor, also where the text is broken there; `¤` is the cursor.

What is offered is written, and the text that comes of it judged by the parser: an offer is one that kehoach takes.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from kehoach.editing.model_types import DocumentKind
from kehoach.language_server.completion import completion
from kehoach.language_server.cursor import CursorSlot
from kehoach.language_server.edited import EditedFile
from kehoach.language_server.proposals import Completion, Proposal, ProposalKind, plain
from kehoach.model.agency import Agencies, Agency
from kehoach.pipeline.examine import look_at_plan
from kehoach.pipeline.open_workspace import OpenWorkspace
from kehoach.schema.build import Known, plan_schema
from kehoach.source import Source
from kehoach.storage.workspace import Workspace
from tests.support.amounts import LONG
from tests.support.plans import ROOT, SEED, registry

OF_OWN_KEYS = {"values", "fields", "shares", "notes", "amounts", "agencies", "columns"}
"""Keys whose contents have keys that the drafter chooses."""
RESULTS = ROOT / "results/2024/giam-ngheo/nam.yaml"
REGISTRY = ROOT / "plans/agencies.yaml"


@pytest.fixture(scope="module")
def workspace() -> OpenWorkspace:
    return OpenWorkspace(Workspace(ROOT), lambda: None)


Ask = Callable[..., dict[str, Proposal]]


@pytest.fixture
def ask(workspace: OpenWorkspace) -> Ask:
    """What is offered after a text was replaced by one with the cursor in it, by label."""

    def asked(before: str, after: str, path: Path = SEED) -> dict[str, Proposal]:
        return {one.label: one for one in _offered(workspace, before, after, path)[1].proposals}

    return asked


def _offered(workspace: OpenWorkspace, before: str, after: str, path: Path = SEED) -> tuple[str, Completion]:
    text = path.read_text(encoding="utf-8")
    assert before in text
    text = text.replace(before, after, 1)
    offset = text.index("¤")
    return text.replace("¤", ""), completion(edited(workspace, text.replace("¤", ""), path), offset)


def edited(workspace: OpenWorkspace, text: str, path: Path) -> EditedFile:
    kind = workspace.kind_of(path)
    assert kind is not None
    session = workspace.plan_of(path)
    agencies = session.agencies if session else workspace.registry.agencies
    return EditedFile(Source(str(path), text), kind, agencies, session.plan if session else None, is_sound=True)


def test_keys_are_those_that_are_allowed_and_not_there(ask: Ask) -> None:
    offered = ask("better: lower\n", "better: lower\n            ¤\n")
    assert {"by", "lead", "coordinating", "values", "total"} <= set(offered)
    assert not {"target", "name", "value", "task", "deadline", "text", "shares"} & set(offered)
    assert "plans/agencies.yaml" in offered["lead"].text
    assert offered["lead"].detail == "Cơ quan chủ trì"


def test_a_half_typed_key_changes_nothing_of_that(ask: Ask) -> None:
    """Nothing can be parsed while it is there."""
    for typed in ("v", "val", "better", "val: "):
        offered = ask(
            "better: lower\n", f"better: lower\n            {typed.replace(': ', '')}¤{': ' if ':' in typed else ''}\n"
        )
        assert "values" in offered


@pytest.mark.parametrize(
    ("before", "after", "offered"),
    [
        ("kind: targets", "kind: ¤", "duties"),
        ("kind: targets", "kind:¤", "duties"),
        ("authority: [TM, KT]", "authority: [¤]", "TUQ"),
        ("authority: [TM, KT]", "authority: [TM, ¤", "TUQ"),
        ("better: lower", "better: ¤", "higher"),
        ("request: true", "request: ¤", "false"),
        ("through: phong-ldtbxh", "through: ¤", "phong-tu-phap"),
        ("agencies: [phong-tu-phap]", "agencies: [¤]", "phong-tu-phap"),
        ("agencies: [phong-tu-phap]", "agencies:\n        - ¤", "phong-tu-phap"),
        ("targets: [nha-o", "targets: [¤", "ho-ngheo"),
        ("due: 15/12\n", "due: ¤\n", "15/6"),
        ("year: 2024\n", "year: ¤\n", "2024"),
        ("- type: Quyết định", "- type: ¤", "Nghị quyết"),
        ("- target: ho-ngheo\n", "- target: ¤\n", "ty-le-ho-ngheo"),
        ("              doan-ket: 01 hộ\n", "              ¤\n", "doan-ket"),
        ("{{ issuer.short }}", "{{ ¤ }}", "year"),
        ("{{ issuer.short }}", "{{¤", "issuer"),
        ("{{ issuer.short }}", "{{ issuer.¤ }}", "capital"),
        ("{{ issuer.short }}", "{{ agency('¤') }}", "phong-tu-phap"),
        ("{{ issuer.short }}", "{{ target(¤", "ho-ngheo"),
        ("{{ issuer.short }}", "{{ due('¤", "6-thang"),
        ("giảm từ {{ baseline }}", "giảm từ {{ b¤ }}", "baseline"),
        ("giảm từ {{ baseline }}", "giảm từ {{ share('¤') }}", "sung-phai"),
    ],
)
def test_values_and_names(ask: Ask, before: str, after: str, offered: str) -> None:
    assert offered in ask(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("year: 2024\n", "year: 2024  # ¤\n"),
        ("Nhằm thực hiện", "¤Nhằm thực hiện"),
        ("lead: [mat-tran]", "lead: [mat-tran] ¤"),
        ("{{ issuer.short }}", "{{ issuer.short }} ¤"),
    ],
)
def test_where_there_is_nothing_to_offer(ask: Ask, before: str, after: str) -> None:
    assert ask(before, after) == {}


def test_what_is_between_the_brackets_is_not_offered_again(ask: Ask) -> None:
    assert "phong-tu-phap" not in ask("agencies: [phong-tu-phap]", "agencies: [phong-tu-phap, ¤]")


def test_a_body_of_the_past_comes_last_and_is_marked(ask: Ask) -> None:
    text = (ROOT / "plans/2026/giam-ngheo.yaml").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.strip().startswith("to:"))
    offered = ask(line, line.split("to:")[0] + "to: ¤", ROOT / "plans/2026/giam-ngheo.yaml")
    marks = [one.is_gone for one in offered.values() if one.kind is ProposalKind.AGENCY]
    assert offered["phong-tu-phap"].is_gone
    assert marks == sorted(marks)


def test_names_say_what_they_print(ask: Ask) -> None:
    offered = ask("giảm từ {{ baseline }}", "giảm từ {{ ¤ }}")
    assert offered["baseline"].prints == "1,56%"
    assert offered["year"].prints == "2024"
    assert ask("{{ issuer.short }}", "{{ issuer.¤ }}")["short"].prints == "UBND thành phố"


def test_results_offer_what_the_plan_has(ask: Ask) -> None:
    text = RESULTS.read_text(encoding="utf-8")
    targets = text.index("targets:")
    first = text[targets:].split("\n")[1]
    offered = ask(first + "\n", "  ¤\n", RESULTS)
    assert first.strip().split(":")[0] in offered
    assert "status" in ask("tasks:\n", "tasks:\n  x:\n    ¤\n", RESULTS)
    assert "hoàn thành" in ask("tasks:\n", "tasks:\n  x: ¤\n", RESULTS)


def test_the_registry_offers_keys_of_bodies(ask: Ask) -> None:
    assert "symbol" in ask("phong-kinh-te:\n", "phong-kinh-te:\n  ¤\n", REGISTRY)
    assert "phong-tu-phap" in ask("successors: [", "successors: [¤", REGISTRY)


def test_all_keys_that_are_offered_are_those_of_the_schema(workspace: OpenWorkspace) -> None:
    """At random places of the plans: the JSON schema says which keys there are."""
    schema = plan_schema(Known())
    allowed = {key for one in (schema, *schema["definitions"].values()) for key in one.get("properties", ())}
    seen: set[str] = set()
    for path in sorted((ROOT / "plans").glob("*/*.yaml")):
        text = path.read_text(encoding="utf-8")
        lines = text.splitlines(keepends=True)
        for number in random.Random(1).sample(range(len(lines)), len(lines) if LONG else 25):
            indent = len(lines[number]) - len(lines[number].lstrip(" -"))
            before = "".join(lines[:number])
            found = completion(
                edited(workspace, f"{before}{' ' * indent}\n{''.join(lines[number:])}", path), len(before) + indent
            )
            keys = {one.label.removeprefix("- ") for one in found.proposals if one.kind is ProposalKind.KEY}
            assert keys <= allowed, path
            seen |= keys
    assert {"deadline", "heading", "appendices", "title"} <= seen | {"title"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("      - heading: Yêu cầu\n", "      - ¤\n      - heading: Yêu cầu\n"),
        ("bases:\n", "bases:\n  - ¤\n"),
        ("archive: VT, PLĐ\n", "archive: VT, PLĐ\n¤\n"),
        ("            better: lower\n", "            better: lower\n            ¤\n"),
        ("          - task: dao-tao-nghe\n", "          - task: dao-tao-nghe\n            ¤\n"),
    ],
)
def test_what_is_offered_is_read_once_it_is_filled_in(workspace: OpenWorkspace, before: str, after: str) -> None:
    """Each proposal with its places to fill filled by an undecided point: the structure is right."""
    text = SEED.read_text(encoding="utf-8")
    if before not in text:
        pytest.skip("the example has changed")
    broken, found = _offered(workspace, before, after)
    assert len(found.proposals) > 5
    for one in found.proposals:
        filled = one.insert
        value = "a: TODO(gì)" if one.label in OF_OWN_KEYS and "\n" in filled and "- " not in filled else "TODO(gì)"
        for number in range(1, 9):
            filled = filled.replace(f"${{{number}}}", value)
        text = broken[: found.start] + plain(filled) + broken[found.end :]
        examined = look_at_plan(Source(str(SEED), text), registry(), check=False)
        assert examined.readable, (one.label, plain(filled))
        shapes = [str(f.message) for f in examined.findings if f.code in ("KH101", "KH103")]
        assert shapes == [], (one.label, plain(filled))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("due: 15/12\n", "due: ¤\n"),
        ("            better: lower\n", "            by: ¤\n"),
        ("            better: lower\n", "            every: ¤\n"),
        ("- type: Quyết định", "- type: ¤"),
        ("        name: 6 tháng\n", "        name: ¤\n"),
        ("year: 2024\n", "year: ¤\n"),
        ("better: lower\n", "better: ¤\n"),
        ("request: true\n", "request: ¤\n"),
    ],
)
def test_forms_and_words_that_are_offered_are_read(workspace: OpenWorkspace, before: str, after: str) -> None:
    broken, found = _offered(workspace, before, after)
    offered = [one for one in found.proposals if one.kind in (ProposalKind.VALUE, ProposalKind.WORD)]
    assert offered
    for one in offered:
        text = broken[: found.start] + plain(one.insert) + broken[found.end :]
        examined = look_at_plan(Source(str(SEED), text), registry(), check=False)
        assert not [str(f.message) for f in examined.findings if f.vital], one.label


def test_an_empty_file_can_begin_with_a_whole_one(workspace: OpenWorkspace) -> None:
    file = EditedFile(Source(str(SEED), ""), DocumentKind.PLAN, registry())
    first = completion(file, 0, "year: 2027\nsubject: TODO(gì)\n# TODO(không)\n").proposals[0]
    assert first.insert == "year: 2027\nsubject: ${1:TODO(gì)}\n# TODO(không)\n"
    assert not [one for one in completion(file, 0).proposals if one.label == first.label]


def test_of_very_many_bodies_those_are_offered_that_are_typed() -> None:
    """A province has more of them than a list shows; the editor is told to ask again."""
    many = Agencies({f"xa-{number}": Agency(name=f"Ủy ban nhân dân xã Số {number}") for number in range(3000)})
    text = "reporting:\n  - to: "
    for typed, offered in (("", "xa-0"), ("so 2999", "xa-2999"), ("Số 2999", "xa-2999")):
        file = EditedFile(Source(str(SEED), text + typed), DocumentKind.PLAN, many)
        found = completion(file, len(text + typed))
        assert not found.is_whole
        assert found.proposals[0].label == offered
        assert len(found.proposals) <= 1000


def test_an_editor_without_places_to_fill_gets_the_text_alone() -> None:
    assert plain("a ${1:b {{ c }} d} ${2} $3 \\$4 \\}") == "a b {{ c }} d   $4 }"


def test_a_slot_that_knows_nothing_offers_nothing(workspace: OpenWorkspace) -> None:
    file = edited(workspace, "khong-co:\n  con:\n    ", SEED)
    assert file.cursor(len(file.source.text)).slot is CursorSlot.CHILD
    assert completion(file, len(file.source.text)).proposals == ()
