"""The drafting screen when a drafter is faster than it is: nothing clicked or typed is lost or lands elsewhere."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import yaml

import kehoach
from tests.support.browser import Drafter, Visit, Workbench, until, word_box
from tests.support.drafting import path_of

FORM = "Mẫu nhập"
ACTIVE = "() => document.activeElement.value ?? document.activeElement.textContent.trim()"
LINE = "() => getSelection().focusNode?.parentElement?.closest('.cm-line')?.textContent ?? ''"
TASK = re.compile("Hướng dẫn phân loại rác")


def as_written(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def item(drafter: Drafter, name: str | re.Pattern[str]) -> Any:
    return drafter.find("treeitem", name, drafter.sees("tree", "Dàn ý")).last


def heading(drafter: Drafter, text: str) -> bool:
    return until(
        lambda: text in drafter.text(drafter.find("heading", within=drafter.region(FORM)).first), f"the form: {text}"
    )


@contextmanager
def held_back(visit: Visit, address: str) -> Iterator[None]:
    """What the page asks for at such an address waits until the end of the block."""
    waiting: list[Any] = []
    visit.context.route(address, lambda route: waiting.append(route))
    try:
        yield
        until(lambda: waiting or visit.context.pages[-1].wait_for_timeout(20), address)
    finally:
        for one in waiting:
            one.continue_()
        visit.context.unroute(address)


# Before the scripts are there


def test_a_click_before_the_scripts_are_there_is_done_afterwards(visit: Visit) -> None:
    with held_back(visit, "**/static/drafting_outline.js*"):
        drafter = visit.tab("/soan/2027/han", painted=True)
        item(drafter, TASK).click()
    assert heading(drafter, "Nhiệm vụ: Hướng dẫn phân loại rác")
    drafter.page.close()


def test_a_click_on_a_page_before_the_scripts_are_there_leads_to_its_word(visit: Visit) -> None:
    session = kehoach.open(path_of(visit.workbench.folder, "chi-tieu"))
    with held_back(visit, "**/static/drafting_outline.js*"):
        drafter = visit.tab("/soan/2027/chi-tieu", painted=True)
        drafter.click_word(word_box(session, "95%"))
    assert until(lambda: drafter.page.evaluate(ACTIVE) == "95%", "the focus in the field of the figure")
    drafter.page.close()


def test_keys_before_the_scripts_are_there_are_done_afterwards(visit: Visit) -> None:
    with held_back(visit, "**/static/drafting_outline.js*"):
        drafter = visit.tab("/soan/2027/han", painted=True)
        item(drafter, "Thông tin chung").focus()
        for key in ("ArrowDown", "ArrowDown", "ArrowDown", "Enter"):
            drafter.press(key)
    assert heading(drafter, "Nơi nhận và người ký")
    assert until(
        lambda: drafter.region(FORM).evaluate("e => e.contains(document.activeElement)"), "the focus in the form"
    )
    drafter.page.close()


def test_what_is_typed_before_the_scripts_are_there_is_saved(visit: Visit) -> None:
    path = path_of(visit.workbench.folder, "phan")
    with held_back(visit, "**/static/drafting_outline.js*"):
        drafter = visit.tab("/soan/2027/phan", painted=True)
        drafter.write(drafter.field("Mở đầu", drafter.region(FORM)), "Xây dựng kế hoạch như sau:")
    assert until(lambda: as_written(path)["opening"].strip() == "Xây dựng kế hoạch như sau:", "the opening in the file")
    drafter.page.close()


# While an answer is on its way


def test_letters_typed_after_enter_in_the_outline_go_into_the_form(visit: Visit) -> None:
    path = path_of(visit.workbench.folder, "viec")
    drafter = visit.tab("/soan/2027/viec")
    item(drafter, re.compile("^Tuyên truyền")).focus()
    with held_back(visit, "**/phan?*"):
        drafter.press("Enter")
        drafter.type("Lam gap")
        drafter.press("Backspace")
        drafter.type("n ")
    field = drafter.field("Đề mục", drafter.region(FORM))
    assert until(lambda: "Lam gan " in field.input_value(), "the letters in the field")
    assert until(lambda: "Lam gan" in str(as_written(path)["sections"][2]["items"][0]["heading"]), "and in the file")
    drafter.page.close()


def test_letters_typed_after_ctrl_enter_go_into_the_new_item(visit: Visit) -> None:
    path = path_of(visit.workbench.folder, "viec")
    drafter = visit.tab("/soan/2027/viec?o=/sections/4/items/0/items/0")
    name = drafter.field("Tên nhiệm vụ", drafter.region(FORM))
    name.focus()
    with held_back(visit, "**/lenh"):
        drafter.press("Control+Enter")
        drafter.type("Ra quan")

    def tasks() -> Any:
        return as_written(path)["sections"][4]["items"][0]["items"]

    assert until(lambda: "Ra quan" in str(tasks()[1]), "the new name")
    assert tasks()[0]["name"] == "Hướng dẫn phân loại rác"
    drafter.page.close()


def test_the_menu_that_is_opened_while_an_entry_is_on_its_way_stays_open(visit: Visit) -> None:
    drafter = visit.tab("/soan/2027/ban-hanh")
    drafter.field("Trích yếu", drafter.region(FORM)).focus()
    with held_back(visit, "**/phan?*"):
        drafter.click_word(word_box(kehoach.open(path_of(visit.workbench.folder, "ban-hanh")), "95%"))
        drafter.choose(drafter.find("button", "Thêm", drafter.region("Dàn ý")))
        drafter.sees("menu")
    assert heading(drafter, "Chỉ tiêu: Tỷ lệ hộ phân loại rác")
    drafter.page.wait_for_timeout(200)
    assert drafter.find("menu").is_visible()
    assert drafter.find("menuitem", "Phần").evaluate("e => e === document.activeElement")
    drafter.page.close()


# Where one begins


def test_a_plan_that_was_just_begun_opens_at_the_first_that_is_to_be_decided(visit: Visit) -> None:
    drafter = visit.tab("/moi")
    drafter.write(drafter.field("Đơn vị ban hành"), "bình lư")
    drafter.choose(drafter.sees("option", re.compile("xã Bình Lư")))
    drafter.write(drafter.field("Năm"), "2029")
    drafter.write(drafter.field("Tên kế hoạch"), "Chuyển đổi số")
    drafter.choose(drafter.find("button", "Tạo kế hoạch"))
    drafter.sees("tree", "Dàn ý")
    (path,) = (visit.workbench.folder / "plans" / "2029").glob("*.yaml")
    assert as_written(path)["bases"][0]["type"].startswith("TODO(")
    first = drafter.field("Loại văn bản", drafter.region(FORM))
    assert until(lambda: first.evaluate("e => e === document.activeElement"), "the focus in the first undecided field")
    assert drafter.page.evaluate("() => [scrollY, document.querySelector('main').scrollTop]") == [0, 0]
    drafter.page.close()


def test_a_plan_that_was_read_with_nothing_open_begins_at_its_title(visit: Visit) -> None:
    drafter = visit.tab("/soan/2027/han?o=bat-dau")
    title = drafter.find("heading", re.compile("phòng cháy", re.IGNORECASE)).first
    assert until(lambda: title.evaluate("e => e === document.activeElement"), "the focus on the title")
    assert "bat-dau" not in drafter.page.url, "the next visit begins as usual"
    drafter.page.close()


# An entry that was moved or removed


def chosen(drafter: Drafter) -> str:
    return drafter.text(drafter.sees("tree", "Dàn ý").locator('[aria-selected="true"]').first)


def test_undoing_a_move_leaves_the_entry_chosen(visit: Visit) -> None:
    path = path_of(visit.workbench.folder, "phan")
    before = path.read_bytes()
    drafter = visit.tab("/soan/2027/phan?o=/sections/3")
    assert "Kinh phí" in chosen(drafter)
    for key in ("Alt+ArrowUp", "Alt+ArrowUp"):
        drafter.press(key)
    assert until(lambda: [one["kind"] for one in as_written(path)["sections"]][1] == "funding", "the move in the file")
    for _step in range(2):
        drafter.choose(drafter.find("button", "Hoàn tác"))
    assert until(lambda: path.read_bytes() == before, "the file as it was")
    assert until(
        lambda: drafter.page.evaluate("() => new URLSearchParams(location.search).get('o')") == "/sections/3", "it"
    )
    assert "Kinh phí" in chosen(drafter)
    drafter.page.close()


def test_another_tab_follows_its_entry_or_says_that_it_was_removed(visit: Visit) -> None:
    watching = visit.tab("/soan/2027/sua?o=/sections/2/items/1/items/0")
    acting = visit.tab("/soan/2027/sua?o=/sections/2/items/1")
    assert "Mỗi tháng một lần" in chosen(watching)
    assert "Ra quân" in chosen(acting)
    acting.choose(acting.find("button", "Đưa lên"))
    row = watching.sees("tree", "Dàn ý").locator('[data-key="/sections/2/items/0/items/0"]')
    assert until(lambda: row.get_attribute("aria-selected") == "true", "its entry at the new place")
    assert "Mỗi tháng một lần" in chosen(watching)
    acting.choose(item(acting, re.compile("Mỗi tháng một lần")))
    assert heading(acting, "Ý")
    acting.choose(acting.find("button", "Xóa"))
    assert until(lambda: "Ra quân" in chosen(watching), "the parent")
    assert "đã bị xóa" in watching.text(watching.find("alert").first)
    for tab in (watching, acting):
        tab.page.close()


# The text, when its checker does not answer


def checkers(workbench: Workbench) -> list[int]:
    """The language servers that a workbench started, by their process ids."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            is_child = folder.joinpath("stat").read_text().rpartition(")")[2].split()[1] == str(workbench.process.pid)
            if is_child and b"\0lsp\0" in folder.joinpath("cmdline").read_bytes():
                found.append(int(folder.name))
    return found


def text_of(drafter: Drafter) -> Any:
    drafter.choose(drafter.find("tab", "Văn bản"))
    return drafter.sees("textbox", re.compile("."), drafter.find("tabpanel", "Văn bản"))


def write_comment(drafter: Drafter, editor: Any, path: Path, words: str) -> None:
    drafter.focus(editor)
    drafter.press("Control+Home")
    drafter.type(f"# {words}")
    drafter.press("Enter")
    until(lambda: f"# {words}\n" in path.read_text(encoding="utf-8"), f"{words} in the file")


def test_a_checker_that_ends_is_reported_and_what_is_typed_is_saved(visit: Visit) -> None:
    path = path_of(visit.workbench.folder, "phan")
    drafter = visit.tab("/soan/2027/phan")
    editor = text_of(drafter)
    note = drafter.find("tabpanel", "Văn bản").get_by_text("không trả lời")
    (checker,) = until(lambda: checkers(visit.workbench), "the checker")
    drafter.page.wait_for_timeout(500)
    assert not note.is_visible()
    os.kill(checker, signal.SIGKILL)
    note.wait_for()
    write_comment(drafter, editor, path, "khong co bo kiem tra")
    drafter.choose(drafter.find("button", "Kiểm tra lại"))
    assert until(lambda: not note.is_visible() and checkers(visit.workbench), "the checker again")
    assert editor.evaluate("e => e.contains(document.activeElement)"), "one types on"
    drafter.page.close()


def test_letters_typed_after_a_click_on_a_page_go_to_its_place_in_the_text(visit: Visit) -> None:
    path = path_of(visit.workbench.folder, "ban-hanh")
    drafter = visit.tab("/soan/2027/ban-hanh")
    drafter.focus(text_of(drafter))
    box = word_box(kehoach.open(path), "Lò")
    with held_back(visit, "**/cho"):
        drafter.click_word(box)
        drafter.type("Ba")
        drafter.press("Enter")
        drafter.press("Backspace")
    assert until(
        lambda: "name:BaLòThịMẫu" in "".join(path.read_text(encoding="utf-8").split()), "the letters in the file"
    )
    drafter.page.close()


def test_without_a_checker_the_text_is_there_and_is_saved(visit: Visit) -> None:
    path = path_of(visit.workbench.folder, "phan")
    visit.context.route_web_socket("**/ngon-ngu", lambda socket: socket.close())
    drafter = visit.tab("/soan/2027/phan")
    editor = text_of(drafter)
    drafter.find("tabpanel", "Văn bản").get_by_text("không trả lời").wait_for()
    write_comment(drafter, editor, path, "van luu duoc")
    drafter.page.close()


# Old pages, while the plan has an error


BROKEN = "sections:\n  - kind: khong-co\n    text: Thêm trước.\n"


def old_page(drafter: Drafter) -> None:
    drafter.region("Trang in").get_by_text("bản trước").wait_for()


def test_a_click_on_an_old_page_leads_to_the_field_as_it_is_by_now(visit: Visit) -> None:
    path = path_of(visit.workbench.folder, "chi-tieu")
    drafter = visit.tab("/soan/2027/chi-tieu")
    drafter.choose(item(drafter, "Mục tiêu, chỉ tiêu"))
    drafter.choose(drafter.find("button", "Đưa xuống"))
    assert until(lambda: as_written(path)["sections"][2]["kind"] == "targets", "the move in the file")
    drafter.waits_for_pages(kehoach.open(path))
    session = kehoach.open(path)
    path.write_text(session.text.replace("sections:\n", BROKEN), encoding="utf-8")
    old_page(drafter)
    drafter.click_word(word_box(session, "95%"))
    assert until(lambda: drafter.page.evaluate(ACTIVE) == "95%", "the focus in the field of the figure")
    drafter.click_word(word_box(session, "Lò"))
    assert until(lambda: drafter.page.evaluate(ACTIVE) == "Lò Thị Mẫu", "the focus in the name of who signs")
    path.write_text(f"a: [\n{session.text}", encoding="utf-8")
    assert until(lambda: drafter.find("treeitem").count() == 0, "a text that nothing can read")
    drafter.click_word(word_box(session, "95%"))
    assert until(lambda: "95%" in drafter.page.evaluate(LINE), "its line in the text")
    drafter.page.close()


def test_a_click_on_what_was_removed_since_an_old_page_says_so(visit: Visit) -> None:
    path = path_of(visit.workbench.folder, "hoan-tac")
    session = kehoach.open(path)
    drafter = visit.tab("/soan/2027/hoan-tac")
    item(drafter, re.compile("Tỷ lệ hộ")).wait_for()
    without = re.sub(r"      - target: phan-loai-rac\n(.*\n){5}", "", session.text)
    path.write_text(without.replace("sections:\n", BROKEN), encoding="utf-8")
    old_page(drafter)
    drafter.click_word(word_box(session, "95%"))
    drafter.find("alert").get_by_text("không còn trong kế hoạch").wait_for()
    drafter.page.close()
