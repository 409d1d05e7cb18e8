"""The workbench for everybody: no screen has a fault that axe-core knows, none needs a mouse, nothing moves unasked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

import kehoach
from tests.support.amounts import LONG
from tests.support.browser import Drafter, Visit, Workbench, serving, until, visiting
from tests.support.drafting import LAST_FILE, TASKS, Drafting, make_workspace, path_of

EDITS = 100 if LONG else 6
SIZES = {"100%": (1440, 900), "200%": (720, 450)}
"""The window, in its own pixels: at 200% half as many in each direction."""


@pytest.fixture(scope="module")
def visit(browser: Browser, workbench: Workbench) -> Iterator[Visit]:
    with visiting(browser, workbench, with_axe=True) as visit:
        yield visit


# The screens, each in the state in which it has most on it


def overview(you: Drafting) -> None:
    you.drafter.sees("heading", "Kế hoạch của đơn vị")


def new_plan(you: Drafting) -> None:
    you.drafter.choose(you.drafter.find("link", "Kế hoạch mới"))
    you.drafter.write(you.drafter.field("Đơn vị ban hành"), "bình lư")
    you.drafter.sees("option")


def opening_a_file(you: Drafting) -> None:
    you.drafter.choose(you.drafter.find("link", "Mở tệp Word năm trước"))
    you.drafter.sees("button", "Đọc tệp")


def comparing(you: Drafting) -> None:
    opening_a_file(you)
    you.drafter.give_file(you.drafter.labelled("Tệp Word, PDF hoặc văn bản"), you.folder.parent / LAST_FILE)
    you.drafter.choose(you.drafter.find("button", "Đọc tệp"))
    you.drafter.sees("heading", "Đối chiếu")


def carried_over(you: Drafting) -> None:
    comparing(you)
    you.drafter.choose(you.drafter.find("button", "Lập kế hoạch năm mới"))
    you.drafter.sees("heading", "Kế hoạch năm mới")


def writing(you: Drafting) -> None:
    you.open("sua")
    you.drafter.sees("region", re.compile("^Điều cần xem"))
    you.choose_item(re.compile("Hướng dẫn phân loại rác"))
    you.show_all_fields(you.drafter, "Người phụ trách")


def adding(you: Drafting) -> None:
    writing(you)
    you.drafter.choose(you.drafter.find("button", "Thêm", you.drafter.region("Dàn ý")))
    you.drafter.sees("menuitem", "Nhiệm vụ")


def bodies(you: Drafting) -> None:
    you.open("sua")
    you.choose_item("Cơ quan")
    you.drafter.sees("button", re.compile("^Văn phòng"), you.drafter.region("Mẫu nhập"))


def another_paper(you: Drafting) -> None:
    you.open("viec")
    you.drafter.show_paper("Trích gửi Phòng Kinh tế xã")
    you.choose_item(re.compile("^Mục đích$"))
    you.drafter.choose(you.drafter.find("button", "Xem chỗ này trên trang"))
    you.drafter.find("alert").filter(has_text="không in ra").wait_for()


def text(you: Drafting) -> None:
    you.open("sua")
    you.drafter.choose(you.drafter.find("tab", "Văn bản"))
    you.drafter.sees("textbox", "Văn bản kế hoạch", you.drafter.find("tabpanel", "Văn bản"))


def asked(you: Drafting) -> None:
    """The question of what to keep: a field is typed into while another program writes the same one."""
    you.open("chi-tieu")
    clash(you, "chi-tieu", 1)
    you.drafter.sees("dialog", "Tệp đã thay đổi bên ngoài")


def issuing(you: Drafting) -> None:
    you.go("Phát hành", "ban-hanh")
    you.drafter.sees("button", re.compile("^Tạo tất cả"))


def issued_files(you: Drafting) -> None:
    issuing(you)
    you.drafter.choose(you.drafter.find("button", re.compile("^Tạo tất cả")))
    you.drafter.sees("link", re.compile("Tải tất cả"))


SCREENS: dict[str, Callable[[Drafting], None]] = {
    "overview": overview,
    "new plan": new_plan,
    "opening a file": opening_a_file,
    "comparing": comparing,
    "carried over": carried_over,
    "writing": writing,
    "adding": adding,
    "bodies": bodies,
    "another paper": another_paper,
    "text": text,
    "what to keep": asked,
    "issuing": issuing,
    "files": issued_files,
}
SHOWN = [(screen, size) for screen in SCREENS for size in SIZES]


def clash(you: Drafting, name: str, turn: int) -> None:
    """Type into a field, and before it is saved write that field from outside."""
    you.choose_item(re.compile("Hướng dẫn phân loại rác"))
    field = you.drafter.field("Thời hạn", you.drafter.region("Mẫu nhập"))
    path = path_of(you.folder, name)
    you.drafter.write(field, f"{turn}/8")
    path.write_text(re.sub(r"deadline: .*", f"deadline: {turn}/9", path.read_text(encoding="utf-8")), encoding="utf-8")


@pytest.mark.parametrize(("screen", "size"), SHOWN if LONG else SHOWN[::3])
def test_a_screen_has_no_fault_that_axe_knows(visit: Visit, screen: str, size: str) -> None:
    drafter = visit.tab()
    width, height = SIZES[size]
    drafter.page.set_viewport_size({"width": width, "height": height})
    SCREENS[screen](Drafting(drafter, visit.workbench.folder))
    drafter.step(f"axe-{screen}")
    assert violations(drafter) == []
    overflow = drafter.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, "nobody scrolls sideways"
    drafter.page.close()


def violations(drafter: Drafter) -> list[str]:
    """What axe-core, with all its rules, says against a screen."""
    found: Any = drafter.page.evaluate("() => axe.run(document)")
    return [
        f"{one['id']}: {one['help']}: {' | '.join(node['html'][:120] for node in one['nodes'][:3])}"
        for one in found["violations"]
    ]


def test_axe_finds_what_is_planted(visit: Visit) -> None:
    drafter = visit.tab()
    drafter.page.evaluate("() => document.querySelector('main').appendChild(document.createElement('input'))")
    assert any(one.startswith("label") for one in violations(drafter))
    drafter.page.close()


@pytest.mark.parametrize("name", TASKS if LONG else ["begin one from a Word file", "move a section"])
def test_a_task_is_done_by_keyboard_alone(name: str, browser: Browser, tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "xa")
    if TASKS[name].begins_empty:
        folder = tmp_path / "moi"
        folder.mkdir()
    with serving(folder) as workbench, visiting(browser, workbench) as visit:
        drafter = visit.tab(hand="keys")
        TASKS[name].task(Drafting(drafter, folder))  # which looks at what came of it, on the disk and on the page
        assert drafter.strokes > 0


def test_f6_goes_from_pane_to_pane_and_back(visit: Visit) -> None:
    drafter = visit.tab()
    Drafting(drafter, visit.workbench.folder).open("han")
    panes = ["Dàn ý", "Mẫu nhập", "Trang in"]
    drafter.walk_into(drafter.region("Dàn ý"))
    for key, order in (("F6", panes[1:]), ("Shift+F6", panes[1::-1])):
        for pane in order:
            drafter.press(key)
            assert drafter.region(pane).evaluate("e => e.contains(document.activeElement)"), (key, pane)
    drafter.page.close()


def test_keys_add_move_and_undo(visit: Visit) -> None:
    path = path_of(visit.workbench.folder, "hoan-tac")
    before = path.read_text(encoding="utf-8")
    drafter = visit.tab(hand="keys")
    drafting = Drafting(drafter, visit.workbench.folder)
    drafting.open("hoan-tac")
    drafting.choose_item(re.compile("Hướng dẫn phân loại rác"))
    drafter.walk_into(drafter.find("tree", "Dàn ý"))
    drafter.press("Alt+ArrowDown")
    moved = until(lambda: (now := path.read_text(encoding="utf-8")) != before and now, "the task moved down")
    assert moved.index("Theo dõi, tổng hợp") < moved.index("task: huong-dan")
    drafter.press("Control+z")
    until(lambda: path.read_text(encoding="utf-8") == before, "it is back")
    drafter.press("Control+y")
    until(lambda: path.read_text(encoding="utf-8") == moved, "it is down again")
    drafting.choose_item(re.compile("Hướng dẫn phân loại rác"))
    drafter.walk_into(drafter.find("tree", "Dàn ý"))
    drafter.press("Alt+ArrowUp")
    until(lambda: path.read_text(encoding="utf-8") == before, "it is up again")
    drafter.press("Control+Enter")
    made = until(lambda: (now := path.read_text(encoding="utf-8")) != before and now, "a new task after it")
    assert made.count("- task: ") == before.count("- task: ") + 1
    drafter.page.close()


PLACES = """() => {
  const active = document.activeElement
  const moved = [...document.querySelectorAll('*')].filter(e => e.scrollTop || e.scrollLeft)
  return {
    active: active.getAttribute('aria-label') || active.id || active.name || active.tagName,
    label: active.labels?.[0]?.textContent.trim() ?? '',
    value: active.value, start: active.selectionStart, end: active.selectionEnd,
    window: [scrollX, scrollY],
    scrolled: moved.map(e => [e.getAttribute('aria-label') || e.id || e.tagName, e.scrollTop, e.scrollLeft]),
  }
}"""
"""Where the focus and the caret are, and how far each pane is scrolled."""


def at_rest(drafter: Drafter) -> Any:
    """Where everything is once something is scrolled and moves no more."""
    seen: list[Any] = []

    def is_so() -> bool:
        drafter.page.wait_for_timeout(100)
        seen.append(drafter.page.evaluate(PLACES))
        is_scrolled = seen[-1]["scrolled"] or seen[-1]["window"] != [0, 0]
        return bool(is_scrolled) and len(seen) > 3 and seen[-1] == seen[-2] == seen[-3]

    until(is_so, "something is scrolled")
    return seen[-1]


@pytest.mark.parametrize("by", ["another program", "another tab"])
def test_focus_and_scroll_stay_over_a_hundred_edits_of_others(visit: Visit, by: str) -> None:
    path = path_of(visit.workbench.folder, "phan")
    drafter = visit.tab()
    drafting = Drafting(drafter, visit.workbench.folder)
    drafting.open("phan")
    drafting.choose_item(re.compile("Hướng dẫn phân loại rác"))
    field = drafter.field("Lời văn", drafter.region("Mẫu nhập"))
    drafter.focus(field)
    field.evaluate("e => e.setSelectionRange(7, 12)")
    shape = drafter.region("Trang in").bounding_box()
    assert shape
    drafter.page.mouse.move(shape["x"] + shape["width"] / 2, shape["y"] + 200)
    drafter.page.mouse.wheel(0, 300)
    before = at_rest(drafter)
    other = visit.tab() if by == "another tab" else None
    if other:
        second = Drafting(other, visit.workbench.folder)
        second.open("phan")
        second.choose_item(re.compile("Bản có hố rác tập trung"))
    for turn in range(EDITS):
        if other:
            other.write(other.field("Mức cần đạt", other.region("Mẫu nhập")), f"{turn + 20} bản")
        else:
            changed = re.sub(r"value: \d+ bản", f"value: {turn + 20} bản", path.read_text(encoding="utf-8"))
            path.write_text(changed, encoding="utf-8")
        until(lambda t=turn: f"value: {t + 20} bản" in path.read_text(encoding="utf-8"), "the other's edit")  # type: ignore[misc]
        drafter.page.wait_for_timeout(60)
        assert drafter.page.evaluate(PLACES) == before, f"after edit {turn}"
    drafter.waits_for_pages(kehoach.open(path))
    assert drafter.page.evaluate(PLACES) == before
    if other:
        other.page.close()
    drafter.page.close()
