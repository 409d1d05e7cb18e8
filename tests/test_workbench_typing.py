"""Vietnamese typed key by key into every kind of field of the workbench: the text that was meant, nothing lost.

The file is read by PyYAML itself, not by kehoach. Telex and VNI, each as UniKey sends it (letters taken back and put
anew) and as a composition of the system.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.amounts import LONG, spread
from tests.support.browser import Drafter, Visit, until
from tests.support.drafting import Drafting, path_of
from tests.support.input_methods import METHODS, Typist, states

TEXT = "Đẩy mạnh tuyên truyền, vận động Nhân dân giữ gìn đường làng; đạt 95% trước ngày 15/6"
NAME = "Nguyễn Thị Quỳnh Hương"
AUTOSAVE = 0.8
"""Seconds after the last key after which the workbench saves."""


@dataclass(frozen=True)
class Field:
    """A field of a form: the entry of the outline, its label, what is typed, and where it is in the file."""

    entry: str | re.Pattern[str]
    label: str
    typed: str
    written: Callable[[Any], object]


def section(plan: Any, kind: str) -> Any:
    return next(one for one in plan["sections"] if one["kind"] == kind)["items"]


FIELDS = {
    "a line": Field("Thông tin chung", "Trích yếu", TEXT, lambda plan: plan["subject"]),
    "a name": Field(
        re.compile("Hướng dẫn phân loại rác"),
        "Tên nhiệm vụ",
        f"Hướng dẫn phân loại rác; {TEXT}",
        lambda plan: section(plan, "duties")[0]["items"][0]["name"],
    ),
    "a text in one line of the file": Field(
        re.compile("Hướng dẫn phân loại rác"),
        "Lời văn",
        TEXT,
        lambda plan: section(plan, "duties")[0]["items"][0]["text"],
    ),
    "a text in a block of the file": Field(
        re.compile("Tỷ lệ hộ phân loại rác"), "Lời văn", TEXT, lambda plan: section(plan, "targets")[0]["text"]
    ),
    "a quoted text": Field(
        re.compile("Bản có hố rác"), "Lời văn", f"{TEXT}: đủ", lambda plan: section(plan, "targets")[1]["text"]
    ),
    "a heading": Field(
        re.compile("^Tuyên truyền"),
        "Đề mục",
        f"Tuyên truyền; {TEXT}",
        lambda plan: section(plan, "solutions")[0]["heading"],
    ),
    "a name of a person": Field("Nơi nhận và người ký", "Họ và tên", NAME, lambda plan: plan["signature"]["name"]),
    "the end": Field("Thông tin chung", "Kết thúc", TEXT, lambda plan: plan["closing"]),
}
WAYS = [(method, way) for method in METHODS for way in ("replacing", "composing")]
TRIED = [(name, *way) for name in FIELDS for way in WAYS]
SHARE = TRIED if LONG else [one for number, one in enumerate(TRIED) if number % 7 == 0]
"""In the short run some of the fields, by turns with each way."""


@pytest.fixture(scope="module")
def drafter(visit: Visit) -> Drafter:
    """One tab with an open plan for all the fields."""
    drafter = visit.tab()
    Drafting(drafter, visit.workbench.folder).open("viec")
    return drafter


def as_written(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def plain(found: object) -> str:
    """A text of the file without the end of its block."""
    return " ".join(str(found).split())


@pytest.mark.parametrize("word", ["tiếng", "Đường", "Ủy", "quyền", "Thưởng", "nghiêng", "ưỡn", "ẵm", "ậm"])
@pytest.mark.parametrize("method", METHODS)
def test_the_keys_of_a_word_make_it(word: str, method: str) -> None:
    *_before, (_key, whole) = states(word, METHODS[method])
    assert whole == word


@pytest.mark.parametrize(("name", "method", "way"), SHARE)
def test_what_is_typed_into_a_field_is_what_is_saved(drafter: Drafter, name: str, method: str, way: str) -> None:
    asked = FIELDS[name]
    path = path_of(drafter.workbench.folder, "viec")
    drafting = Drafting(drafter, drafter.workbench.folder)
    drafting.choose_item(asked.entry)
    drafting.show_all_fields(drafter, asked.label)
    field = drafter.field(asked.label, drafter.region("Mẫu nhập"))
    drafter.focus(field)
    drafter.press("Control+a")
    drafter.press("Delete")
    typist = Typist(drafter.page, METHODS[method], way)
    typist.between = hesitating(drafter)
    typist.type(asked.typed)
    assert field.input_value() == asked.typed
    until(lambda: plain(asked.written(as_written(path))) == asked.typed, f"{asked.typed!r} in {path.name}")
    time.sleep(0.1)
    assert field.input_value() == asked.typed, "what was saved puts nothing else into the field"


def hesitating(drafter: Drafter) -> Callable[[], None]:
    """Once, in the middle of a word, a drafter looks out of the window for longer than the workbench waits."""
    keys = iter(range(10_000))
    return lambda: drafter.page.wait_for_timeout(AUTOSAVE * 1000 + 400) if next(keys) == 23 else None


@pytest.mark.parametrize("method", METHODS)
def test_suggestions_understand_what_is_typed(drafter: Drafter, method: str) -> None:
    path = path_of(drafter.workbench.folder, "viec")
    Drafting(drafter, drafter.workbench.folder).choose_item(re.compile("Hướng dẫn phân loại rác"))
    form = drafter.region("Mẫu nhập")
    drafter.focus(drafter.field("Cơ quan phối hợp", form))
    Typist(drafter.page, METHODS[method], "composing").type("Trung tâm")
    drafter.choose(drafter.sees("option", re.compile("^Trung tâm")))
    task = partial(lambda: section(as_written(path), "duties")[0]["items"][0])
    assert until(lambda: "trung-tam-hanh-chinh-cong" in task()["coordinating"], "the body in the file")
    drafter.choose(drafter.find("button", re.compile("^Bỏ Trung tâm"), form))
    assert until(lambda: "trung-tam-hanh-chinh-cong" not in task()["coordinating"], "the body gone from the file")


@pytest.mark.parametrize(("method", "way"), spread(WAYS, 2))
def test_the_text_tab_takes_what_is_typed(visit: Visit, method: str, way: str) -> None:
    path = path_of(visit.workbench.folder, "phan")
    drafter = visit.tab()
    Drafting(drafter, visit.workbench.folder).open("phan")
    drafter.choose(drafter.find("tab", "Văn bản"))
    editor = drafter.sees("textbox", re.compile("."), drafter.find("tabpanel", "Văn bản"))
    drafter.focus(editor)
    drafter.press("Control+Home")
    drafter.type("# ")
    typist = Typist(drafter.page, METHODS[method], way)
    typist.between = hesitating(drafter)
    typist.type(f"{TEXT} ({method}, {way})")
    drafter.press("Enter")
    assert until(
        lambda: path.read_text(encoding="utf-8").startswith(f"# {TEXT} ({method}, {way})\n"),
        "the comment in the first line of the file",
    )
    drafter.page.close()


@pytest.mark.parametrize(("method", "way"), spread(WAYS, 2))
def test_a_plan_is_begun_with_what_is_typed(visit: Visit, method: str, way: str) -> None:
    drafter = visit.tab("/moi")
    typist = Typist(drafter.page, METHODS[method], way)
    drafter.focus(drafter.field("Đơn vị ban hành"))
    drafter.press("Control+a")
    typist.type("Bình Lư")
    drafter.page.wait_for_timeout(400)  # a drafter reads the list before the click, which by then has come to rest
    drafter.choose(drafter.sees("option", re.compile("xã Bình Lư, tỉnh Lai Châu")))
    drafter.write(drafter.field("Năm"), "2028")
    drafter.focus(drafter.field("Tên kế hoạch"))
    typist.type(f"{NAME} {method} {way}")
    drafter.choose(drafter.find("button", "Tạo kế hoạch"))
    drafter.sees("tree", "Dàn ý")
    plans = (visit.workbench.folder / "plans" / "2028").glob("*.yaml")
    assert any(f"{NAME} {method} {way}" in plain(as_written(path)["subject"]) for path in plans)
    drafter.page.close()


def test_nothing_is_sent_or_replaced_during_a_composition(visit: Visit, drafter: Drafter) -> None:
    path = path_of(visit.workbench.folder, "viec")
    Drafting(drafter, visit.workbench.folder).choose_item(re.compile("Bản có hố rác"))
    field = drafter.field("Tên chỉ tiêu", drafter.region("Mẫu nhập"))
    drafter.write(field, "Số bản ")
    typist = Typist(drafter.page, METHODS["telex"], "composing")
    until(lambda: section(as_written(path), "targets")[1]["name"].strip() == "Số bản", "what was typed so far")
    sent: list[str] = []
    beat = "/nhip"  # says only that the page is open
    drafter.page.on(
        "request",
        lambda one: sent.append(one.url) if one.method == "POST" and not one.url.endswith(beat) else None,
    )

    def is_quiet() -> bool:
        sent.clear()
        drafter.page.wait_for_timeout(AUTOSAVE * 1000 * 2)
        return not sent

    until(is_quiet, "everything that was typed has gone")
    for _key, state in states("nước", METHODS["telex"]):
        typist.show(state)
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace("Phát thanh hằng tuần", "Phát thanh hằng ngày"), encoding="utf-8")
    drafter.page.wait_for_timeout(AUTOSAVE * 1000 * 3)
    assert sent == []
    assert field.input_value() == "Số bản nước", "the word is still there"
    typist.show("nướ")
    assert field.input_value() == "Số bản nướ", "and still a composition"
    typist.commit("nước")
    typist.type(" sạch")
    until(lambda: section(as_written(path), "targets")[1]["name"] == "Số bản nước sạch", "the whole name")
    assert "Phát thanh hằng ngày" in path.read_text(encoding="utf-8"), "the other's edit too"
