"""What the drafting screen makes of a plan: outline, forms, and the edits that its buttons make."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import yaml

from kehoach.diagnostics import Severity
from kehoach.editing import Document, DocumentKind, Refused
from kehoach.edits import apply
from kehoach.pipeline.session import Session
from kehoach.source import Source
from kehoach.storage.workspace import Workspace
from kehoach.web.drafting_view import View, place_of, stretch_of
from kehoach.web.following import followed, nearest
from kehoach.web.forms import EntryForm, FormMaker, Widget
from kehoach.web.item_commands import ITEM_COMMANDS, value_edits
from kehoach.web.new_items import KINDS
from kehoach.web.open_plan import OpenPlans
from kehoach.web.outline import PrintedTexts, outline
from kehoach.web.paths import BODIES, entry_of, path_of, written
from kehoach.web.remarks import fix_of, remarks
from kehoach.web.suggestions import offered, suggestions
from tests.support.amounts import LONG, spread
from tests.support.plans import ROOT, SEED

TEXT = SEED.read_text(encoding="utf-8")
PLANS = sorted((ROOT / "plans").glob("2*/*.yaml"))


def document(text: str = TEXT) -> Document:
    return Document.read(Source(str(SEED), text), DocumentKind.PLAN)


@pytest.fixture(scope="module")
def session() -> Session:
    return Session.open(SEED)


@pytest.fixture(scope="module")
def printed(session: Session) -> PrintedTexts:
    return PrintedTexts.of(session.plan, session.agencies)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """A second, naive reading: every value by its path."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if not isinstance(value, (dict, list)):
        yield path, value
    for key, inner in pairs:
        yield from leaves(inner, (*path, str(key) if isinstance(value, dict) else key))


def edited(act: Callable[[Document], Any], text: str = TEXT) -> tuple[Any, str]:
    """What a command gave, and the text after its edits."""
    done = act(document(text))
    return done, apply(text, done if isinstance(done, tuple) else done.edits)


def do(verb: str, text: str = TEXT, **body: Any) -> tuple[Any, str]:
    return edited(lambda doc: ITEM_COMMANDS[verb](doc, body), text)


# Paths


def test_paths_are_written_and_read_back() -> None:
    root = document().root
    for path, _value in leaves(yaml.safe_load(TEXT)):
        assert path_of(written(path), root) == path
    assert written(("a/b", "~", 0)) == "/a~1b/~0/0"
    assert path_of("/a~1b/~0", root) == ("a/b", "~")
    with pytest.raises(ValueError, match="chung"):
        path_of("chung", root)


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        (("year",), "chung"),
        (("sections", 1, "items", 0, "items", 2, "shares", "doan-ket"), "/sections/1/items/0/items/2"),
        (("sections", 1, "heading"), "/sections/1"),
        (("sections", 1, "items", 3), "/sections/1/items/3"),
        (("bases", 0, "type"), "/bases/0"),
        (("bases",), "/bases"),
        (("recipients", 2), "ky"),
        (("signature", "name"), "ky"),
        (("agencies", "phong-a", "name"), "co-quan/phong-a"),
        (("reporting", 0, "periods", 1, "due"), "/reporting/0/periods/1"),
        (("reporting", 0, "to"), "/reporting/0"),
        (("appendices", 0, "items", 1), "/appendices/0/items/1"),
        (("decision", "articles", 0), "/decision"),
    ],
)
def test_each_value_belongs_to_an_entry(path: tuple[Any, ...], entry: str) -> None:
    assert entry_of(path) == entry


# Outline


def test_the_outline_has_every_part_and_item_once(printed: PrintedTexts) -> None:
    entries = outline(document(), printed)
    keys = [one.key for one in entries]
    assert len(keys) == len(set(keys))
    assert keys[:5] == ["chung", "/bases", "/bases/0", "ky", BODIES]
    wanted = {entry_of(path) for path, _value in leaves(yaml.safe_load(TEXT))}
    assert wanted <= set(keys)
    assert all(one.label and "{{" not in one.label and len(one.label) < 100 for one in entries)


def test_entries_say_how_much_is_found_in_them(printed: PrintedTexts) -> None:
    text = TEXT.replace("year: 2024", "year: 2024\ncontents: cái gì").replace("value: 1,50%", "value: [1]")
    session = Session.open(SEED)
    session.edit(text)
    entries = outline(document(text), printed, session.findings)
    counts = {one.key: one.counts.get(Severity.ERROR, 0) for one in entries if one.counts}
    assert counts["chung"]
    assert counts["/sections/1/items/0/items/0"]


# Forms


def forms(path: Any, printed: PrintedTexts, session: Session) -> Iterator[EntryForm]:
    doc = Document.read(Source(str(path), path.read_text(encoding="utf-8")), DocumentKind.PLAN)
    maker = FormMaker(doc, printed, session.agencies)
    for one in outline(doc, printed):
        if one.key != BODIES:
            form = maker.form(one.key)
            assert form, one.key
            yield form


def widgets(form: EntryForm) -> Iterator[Widget]:
    waiting = [*form.usual, *form.more]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += one.parts


def test_every_value_of_a_plan_has_a_field_in_the_form_of_its_entry(printed: PrintedTexts, session: Session) -> None:
    shown: dict[str, set[str]] = {
        form.key: {one.path for one in widgets(form)} for form in forms(SEED, printed, session)
    }
    for path, value in leaves(yaml.safe_load(TEXT)):
        above = {written(path[: at + 1]) for at in range(len(path))}
        assert value is None or above & shown[entry_of(path)], path


@pytest.mark.parametrize("path", PLANS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_form_says_how_yaml_is_typed(path: Any, printed: PrintedTexts, session: Session) -> None:
    for form in forms(path, printed, session):
        for one in widgets(form):
            said = f"{one.label} {one.about} " + " ".join(choice.title for choice in one.choices)
            assert not re.search(r"(?i)yaml|gạch\.|`|\btrue\b|\bfalse\b|kehoach|\[", said), (one.path, said)
            assert one.label


def test_a_form_is_short(printed: PrintedTexts, session: Session) -> None:
    for form in forms(SEED, printed, session):
        assert len(form.usual) <= 10, form.heading


def test_what_a_task_is_about_comes_first_also_what_is_not_written(printed: PrintedTexts, session: Session) -> None:
    form = FormMaker(document(), printed, session.agencies).form("/sections/4/items/1/items/0")
    assert form
    labels = [one.label for one in form.usual]
    assert labels[:4] == ["Tên nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn"]
    assert labels[-1] == "Lời văn"
    assert (form.heading, form.renames, form.id) == (
        "Nhiệm vụ: Bố trí kinh phí thực hiện Kế hoạch", "task", "bo-tri-kinh-phi",
    )  # fmt: skip


# Commands


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("at", ["/sections/1/items/0/items/1", "/sections/0", "/bases/0"])
def test_what_is_added_is_where_it_says_and_can_be_read(kind: str, at: str) -> None:
    own = kind in ("section", "basis", "appendix")
    if at.startswith("/bases") and not own:
        with pytest.raises(Refused):
            do("them", kind=kind, at=at)
        return
    done, text = do("them", kind=kind, at=at)
    after = document(text)
    assert after.find(path_of(done.chosen, after.root)) is not None
    assert after.find(path_of(done.field, after.root)) is not None
    assert len(list(leaves(yaml.safe_load(text)))) > len(list(leaves(yaml.safe_load(TEXT))))
    session = Session.open(SEED)
    session.edit(text)
    assert not [one for one in session.findings if one.severity is Severity.ERROR and one.code != "KH118"], kind


def test_a_new_item_of_the_same_kind_is_after_the_chosen_one() -> None:
    done, text = do("them", kind="", at="/sections/1/items/0/items/0")
    assert done.chosen == "/sections/1/items/0/items/1"
    items = yaml.safe_load(text)["sections"][1]["items"][0]["items"]
    assert "target" in items[1]
    assert items[2] == yaml.safe_load(TEXT)["sections"][1]["items"][0]["items"][1]


def test_moving_down_and_up_again_changes_nothing() -> None:
    done, text = do("chuyen", at="/sections/0/items/0", step=1)
    assert done.chosen == "/sections/0/items/1"
    before, after = (yaml.safe_load(one)["sections"][0]["items"] for one in (TEXT, text))
    assert after == [before[1], before[0]]
    back, again = do("chuyen", text, at=done.chosen, step=-1)
    assert (back.chosen, yaml.safe_load(again)) == ("/sections/0/items/0", yaml.safe_load(TEXT))
    with pytest.raises(Refused):
        do("chuyen", at="/sections/0/items/0", step=-1)
    with pytest.raises(Refused):
        do("chuyen", at="chung", step=1)


def test_after_removing_the_next_entry_is_chosen() -> None:
    done, text = do("xoa", at="/sections/0/items/0")
    assert done.chosen == "/sections/0/items/0"
    assert yaml.safe_load(text)["sections"][0]["items"] == yaml.safe_load(TEXT)["sections"][0]["items"][1:]
    done, text = do("xoa", text, at="/sections/0/items/0")
    assert done.chosen == "/sections/0"
    assert "items" not in yaml.safe_load(text)["sections"][0]


def test_a_copy_has_an_id_of_its_own() -> None:
    done, text = do("nhan-doi", at="/sections/1/items/0/items/0")
    items = yaml.safe_load(text)["sections"][1]["items"][0]["items"]
    assert done.chosen == "/sections/1/items/0/items/1"
    assert items[0]["target"] != items[1]["target"]
    assert items[0]["name"] == items[1]["name"]


def test_lines_and_keys_are_added_and_taken_out() -> None:
    done, text = do("them-dong", path="/recipients")
    assert yaml.safe_load(text)["recipients"][-1] == "…"
    _gone, again = do("bo-dong", text, path=done.field)
    assert yaml.safe_load(again) == yaml.safe_load(TEXT)
    at = "/sections/1/items/0/items/1"
    done, text = do("them-khoa", path=f"{at}/values", key="2025")
    assert done.field == f"{at}/values/2025"
    with pytest.raises(Refused):
        do("them-khoa", text, path=f"{at}/values", key="2025")
    _gone, again = do("bo-dong", text, path=done.field)
    assert yaml.safe_load(again) == yaml.safe_load(TEXT)


# Fields


def test_a_field_is_set_and_an_optional_one_that_is_left_empty_goes() -> None:
    path = "/sections/1/items/0/items/0/baseline"
    _edits, text = edited(lambda doc: value_edits(doc, path, "1,6%", ends=False))
    assert yaml.safe_load(text)["sections"][1]["items"][0]["items"][0]["baseline"] == "1,6%"
    _edits, text = edited(lambda doc: value_edits(doc, path, "", ends=False))
    assert yaml.safe_load(text)["sections"][1]["items"][0]["items"][0]["baseline"] is None
    _edits, text = edited(lambda doc: value_edits(doc, path, "", ends=True), text)
    assert "baseline" not in yaml.safe_load(text)["sections"][1]["items"][0]["items"][0]


def test_the_keys_of_the_plan_itself_stay_for_who_fills_them_in() -> None:
    _edits, text = edited(lambda doc: value_edits(doc, "/date", "", ends=True))
    assert yaml.safe_load(text)["date"] is None


def test_a_new_task_says_its_name_until_it_has_a_text_and_its_id_is_of_its_name() -> None:
    done, text = do("them", kind="task", at="/sections/4/items/1")
    name = f"{done.chosen}/name"
    for typed in ("R", "Rà soát", "Rà soát hộ nghèo"):
        _edits, text = edited(lambda doc, typed=typed: value_edits(doc, name, typed, ends=False), text)  # type: ignore[misc]
    _edits, text = edited(lambda doc: value_edits(doc, name, "Rà soát hộ nghèo", ends=True), text)
    task = yaml.safe_load(text)["sections"][4]["items"][1]["items"][-1]
    assert task == {"task": "ra-soat-ho-ngheo", "name": "Rà soát hộ nghèo", "text": "Rà soát hộ nghèo."}
    _edits, text = edited(lambda doc: value_edits(doc, f"{done.chosen}/text", "Khác.", ends=True), text)
    _edits, text = edited(lambda doc: value_edits(doc, name, "Tên khác", ends=True), text)
    task = yaml.safe_load(text)["sections"][4]["items"][1]["items"][-1]
    assert task == {"task": "ra-soat-ho-ngheo", "name": "Tên khác", "text": "Khác."}


# Following


@pytest.mark.parametrize("seed", range(60 if LONG else 12))
def test_an_entry_is_followed_when_others_are_added_moved_or_removed(seed: int) -> None:
    chance = random.Random(seed)
    plan = yaml.safe_load(TEXT)
    tasks = [path[:-1] for path, _value in leaves(plan) if path[-1] == "task"]
    chosen = chance.choice(tasks)
    identity = _at(plan, chosen)["task"]
    text = TEXT
    for _turn in range(4):
        at = written(chance.choice(tasks))
        verb = chance.choice(["them", "chuyen", "nhan-doi", "xoa"])
        try:
            _done, text = do(verb, text, at=at, kind="line", step=chance.choice([1, -1]))
        except Refused:
            continue
    now = yaml.safe_load(text)
    key = followed(written(chosen), Source(str(SEED), TEXT), document(text))
    if identity in [_at(now, path[:-1])["task"] for path, _value in leaves(now) if path[-1] == "task"]:
        assert _at(now, path_of(key, document(text).root))["task"] == identity


def test_an_entry_that_was_moved_is_followed_to_its_new_place() -> None:
    at, text = "/sections/4/items/1", TEXT
    for _turn in range(3):
        done, text = do("chuyen", text, at=at, step=1)
        at = done.chosen
    assert followed("/sections/4/items/1", Source(str(SEED), TEXT), document(text)) == at == "/sections/4/items/4"
    assert followed(at, Source(str(SEED), text), document()) == "/sections/4/items/1"


def _at(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


# Places, remarks, suggestions


def test_a_place_of_the_file_is_a_field_with_a_caret() -> None:
    at = TEXT.index("đa chiều, bền vững, hạn chế")
    place = place_of(document(), (at, at + 2), 0.5)
    assert (place.entry, place.path) == ("/sections/0/items/0/items/0", "/sections/0/items/0/items/0")
    value = yaml.safe_load(TEXT)["sections"][0]["items"][0]["items"][0]
    assert value[place.caret - 1 :].startswith("đa chiều, bền vững")


def test_an_entry_is_made_of_a_stretch_of_the_file() -> None:
    start, end, keys = stretch_of(document(), "/sections/1/items/0/items/0")
    assert TEXT[start:end].startswith("target: ho-ngheo\n")
    assert "ho-ngheo-nguoi-co-cong" not in TEXT[start:end]
    assert keys == ()
    assert stretch_of(document(), "ky")[2] == ("recipients", "archive", "signature")


def test_the_fix_of_a_finding_is_made_by_its_key(session: Session) -> None:
    source = Source(str(SEED), TEXT)
    found = remarks(session.findings, source, document())
    (one,) = [remark for remark in found if remark.finding.code == "KH601"]
    fix = fix_of(session.findings, source, one.key, 0)
    assert fix
    assert apply(TEXT, fix.edits) == TEXT.replace("Phối hợp với với Chi nhánh", "Phối hợp với Chi nhánh")
    assert fix_of(session.findings, source, one.key, 99) is None
    assert fix_of(session.findings, source, "KH601.0.1", 0) is None


@pytest.mark.parametrize(
    ("typed", "first"),
    [("phong tu phap", "phong-tu-phap"), ("tu phap", "phong-tu-phap"), ("PHÒNG TƯ PHÁP", "phong-tu-phap")],
)
def test_bodies_are_found_without_tones(session: Session, typed: str, first: str) -> None:
    found = suggestions(typed, offered("agency", session.plan, session.agencies))
    assert found[0].value == first


def test_targets_are_found_by_some_words(session: Session) -> None:
    found = suggestions("nha o", offered("target", session.plan, session.agencies))
    assert "nha-o" in [one.value for one in found]
    assert suggestions("không có gì như vậy", offered("target", session.plan, session.agencies)) == ()


def test_a_view_goes_to_the_nearest_entry_that_is_there() -> None:
    plans = OpenPlans(Workspace(ROOT), lambda *_event: None, lambda: date(2024, 1, 2))
    view = View(plans, plans.plan(SEED))
    assert view.known("/sections/1/items/0/items/0/value") == "/sections/1/items/0/items/0"
    assert view.known("/sections/1/items/99") == "/sections/1"
    assert view.known("/signature/name") == "ky"
    assert view.known("") == "chung"
    assert view.title.startswith("Kế hoạch thực hiện công tác giảm nghèo")
    assert all(line.name for line in spread(view.body_lines, 5))


# What is not decided, and what a text prints in place of expressions

OPEN = """\
year: 2024
issuer: ubnd-tp-lai-chau
subject: giảm nghèo năm {{ year }}
bases:
  - type: TODO(loại văn bản)
    number: TODO(số, ký hiệu)
    date: TODO(ngày)
    issuer: TODO(cơ quan)
    subject: TODO(trích yếu)
sections:
  - kind: targets
    items:
      - target: ho-ngheo
        name: TODO(tên chỉ tiêu)
        value: 1,5%
        lead: TODO(ai)
        text: TODO(việc gì) đạt {{ value }}, năm {{ year }} và {{ year }}.
  - kind: duties
    items:
      - agencies: [Phòng Kinh tế]
        items: [TODO(nội dung được giao)]
      - agencies: [Phòng Văn hóa]
        items: [TODO(nội dung được giao)]
opening: Xây dựng kế hoạch như sau.
recipients: [Các phòng]
archive: VT
signature: {authority: [TM], title: Chủ tịch, name: Lò Thị Mẫu}
"""


def opened(text: str) -> tuple[Session, FormMaker]:
    session = Session.open(SEED)
    session.edit(text)
    return session, FormMaker(document(text), PrintedTexts.of(session.plan, session.agencies), session.agencies)


def test_an_undecided_value_is_an_empty_field_with_its_question() -> None:
    _session, maker = opened(OPEN)
    target = maker.form("/sections/0/items/0")
    line = maker.form("/sections/1/items/0/items/0")
    basis = maker.form("/bases/0")
    assert target
    assert line
    assert basis
    shown = {one.label: (one.value, one.asked) for form in (target, line, basis) for one in form.usual}
    assert shown["Tên chỉ tiêu"] == ("", "tên chỉ tiêu")
    assert shown["Mức cần đạt"] == ("1,5%", "")
    assert shown["Cơ quan chủ trì"] == ((), "ai")
    assert shown["Lời văn"][0].startswith("TODO(việc gì) đạt {{ value }}"), "a sentence stays as it is typed"
    assert shown["Ý"] == ("", "nội dung được giao")
    assert {one.asked for one in basis.usual} == {"loại văn bản", "số, ký hiệu", "ngày", "cơ quan", "trích yếu"}


def test_each_expression_of_a_text_is_shown_with_what_it_prints() -> None:
    _session, maker = opened(OPEN)
    general, target = maker.form("chung"), maker.form("/sections/0/items/0")
    assert general
    assert target
    prints = {one.path: one.prints for form in (general, target) for one in form.usual if one.prints}
    assert prints == {
        "/subject": (("{{ year }}", "2024"),),
        "/sections/0/items/0/text": (
            ("TODO(việc gì)", "[chưa quyết định: việc gì]"),
            ("{{ value }}", "1,5%"),
            ("{{ year }}", "2024"),
        ),
    }


def test_the_outline_says_in_words_what_is_undecided() -> None:
    _session, maker = opened(OPEN)
    labels = [one.label for one in outline(maker.document, maker.printed)]
    assert not [label for label in labels if "TODO" in label or "{{" in label]
    assert "[chưa quyết định: loại văn bản]" in labels
    assert [one.label for one in outline(maker.document, PrintedTexts()) if "TODO" in one.label] == []


def test_findings_that_say_the_same_name_their_items() -> None:
    plans = OpenPlans(Workspace(ROOT), lambda *_event: None, lambda: date(2026, 1, 2))
    plan = plans.plan(SEED)
    plans.change(plan, {SEED: OPEN})
    named = {one.entry: one.item for one in View(plans, plan).remarks if one.item}
    assert named == {
        "/sections/1/items/0/items/0": "mục II.1: Phòng Kinh tế",
        "/sections/1/items/1/items/0": "mục II.2: Phòng Văn hóa",
    }


@pytest.mark.parametrize("path", PLANS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_moved_entry_is_followed_there_and_back_and_a_removed_one_is_gone(path: Any) -> None:
    text = path.read_text(encoding="utf-8")
    before = document(text)
    keys = [one.key for one in outline(before, PrintedTexts()) if re.search(r"/\d+$", one.key)]
    for number, key in enumerate(keys):
        if not LONG and number % 5:
            continue
        for step in (1, -1):
            try:
                done, moved = do("chuyen", text, at=key, step=step)
            except Refused:
                continue
            assert followed(key, before.source, document(moved)) == done.chosen
            assert followed(done.chosen, Source(str(SEED), moved), before) == key
        _done, without = do("xoa", text, at=key)
        assert followed(key, before.source, document(without)) == "", key


def test_of_an_entry_that_is_gone_the_nearest_around_it_is_chosen() -> None:
    _done, text = do("xoa", at="/sections/4/items/1/items/0")
    _done, moved = do("chuyen", text, at="/sections/4/items/1", step=1)
    assert nearest("/sections/4/items/1/items/0", Source(str(SEED), TEXT), document(moved)) == "/sections/4/items/2"
    _done, text = do("xoa", at="/bases/0")
    assert nearest("/bases/0", Source(str(SEED), TEXT), document(text)) in ("/bases", "chung")
    _done, text = do("xoa", at="/sections/3")
    assert nearest("/sections/3", Source(str(SEED), TEXT), document(text)) == "chung"
