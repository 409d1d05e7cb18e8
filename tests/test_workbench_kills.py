"""Kills and other writers while a drafter types: at most a second is lost, no file breaks, nothing goes unasked."""

from __future__ import annotations

import random
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Error, Route

from tests.support.amounts import LONG
from tests.support.browser import Drafter, Visit, Workbench, until
from tests.support.drafting import Drafting, make_workspace, path_of

KILLS = 200 if LONG else 2
INTERLEAVINGS = 200 if LONG else 4
LONGEST = 4.0 if LONG else 1.5
"""Seconds of typing after which the power is cut at the latest."""
LOST = 1.0
"""Seconds of typing that may be lost."""
SAVED = 0.8
"""Seconds, at most, until some words are saved where the machine has nothing else to do. Where it takes longer, as much
more may be lost."""
WORDS = "giữ sạch đường làng ngõ xóm và nguồn nước quanh năm mỗi hộ tự phân loại rác tại nhà".split()


def as_written(path: Path) -> Any:
    """The file as PyYAML reads it: broken, it raises."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def target(plan: Any) -> Any:
    return next(one for one in plan["sections"] if one["kind"] == "targets")["items"][0]


def task(plan: Any) -> Any:
    return next(one for one in plan["sections"] if one["kind"] == "duties")["items"][0]["items"][0]


@dataclass
class Typed:
    """What was typed, and when each letter of it was."""

    text: str = ""
    moments: list[float] = field(default_factory=list)

    def add(self, letter: str) -> None:
        self.text += letter
        self.moments.append(time.monotonic())

    def until(self, moment: float) -> str:
        return self.text[: sum(at <= moment for at in self.moments)]


@pytest.mark.parametrize("victim", ["server", "tab"])
def test_a_kill_loses_at_most_a_second_of_typing(browser: Browser, tmp_path: Path, victim: str) -> None:
    folder = make_workspace(tmp_path / "xa")
    path = path_of(folder, "chi-tieu")
    untouched = path.read_text(encoding="utf-8")
    chance = random.Random(24)
    workbench = Workbench(folder)
    try:
        for turn in range(KILLS // 2):
            path.write_text(untouched, encoding="utf-8")
            visit = Visit(browser, workbench)
            drafter = visit.tab()
            typed, cut, lost = killed_while_typing(drafter, folder, victim, chance, turn)
            visit.close()
            if victim == "server":
                workbench.process.wait()
                workbench.start()
            else:
                time.sleep(lost)  # what is under way may arrive
            written = " ".join(target(as_written(path))["text"].split())
            whole = " ".join(typed.text.split())
            safe = " ".join(typed.until(cut - lost).split())
            unsaved = not safe and written == " ".join(target(yaml.safe_load(untouched))["text"].split())
            assert unsaved or whole.startswith(written), f"turn {turn}: {written!r} is nothing of what was typed"
            assert len(written) >= len(safe), f"turn {turn}: {whole[len(written) :]!r} was lost, cut at {cut}"
            rest = {**as_written(path), "sections": None}
            assert rest == {**yaml.safe_load(untouched), "sections": None}
    finally:
        workbench.stop()
    assert not workbench.faults


def killed_while_typing(
    drafter: Drafter, folder: Path, victim: str, chance: random.Random, turn: int
) -> tuple[Typed, float, float]:
    """Type into a field until the server, or the tab, is gone; what was typed, when it went, what may be lost."""
    drafting = Drafting(drafter, folder)
    drafting.open("chi-tieu")
    drafting.choose_item(re.compile("Tỷ lệ hộ phân loại rác"))
    field = drafter.field("Lời văn", drafter.region("Mẫu nhập"))
    began = time.monotonic()
    drafter.write(field, f"Lần {turn}:")
    until(lambda: f"Lần {turn}:" in path_of(folder, "chi-tieu").read_text(encoding="utf-8"), "the first words saved")
    lost = LOST * max(1.0, (time.monotonic() - began) / SAVED)
    typed = Typed(f"Lần {turn}:", [time.monotonic()] * len(f"Lần {turn}:"))
    cut = time.monotonic() + chance.uniform(0.3, LONGEST)
    timer = threading.Timer(cut - time.monotonic(), drafter.workbench.process.kill)
    if victim == "server":
        timer.start()
    while time.monotonic() < cut:
        letters = " " + chance.choice(WORDS)
        for letter in letters:
            drafter.page.keyboard.type(letter)
            typed.add(letter)
            drafter.page.wait_for_timeout(chance.choice((5, 30, 60, 60, 900 if chance.random() < 0.05 else 60)))
            if time.monotonic() >= cut:
                break
    if victim == "server":
        timer.join()
    else:
        cut = time.monotonic()
        drafter.page.close(run_before_unload=False)
    return typed, cut, lost


def test_what_was_typed_while_the_server_was_away_is_not_lost(browser: Browser, tmp_path: Path) -> None:
    """The server is killed and comes back at the same port: the tab says that it could not save, and keeps the text."""
    folder = make_workspace(tmp_path / "xa")
    workbench = Workbench(folder)
    try:
        visit = Visit(browser, workbench)
        drafter = visit.tab()
        drafting = Drafting(drafter, folder)
        drafting.open("chi-tieu")
        drafting.choose_item(re.compile("Tỷ lệ hộ phân loại rác"))
        value = drafter.field("Tên chỉ tiêu", drafter.region("Mẫu nhập"))
        workbench.kill()
        drafter.write(value, "Tên mới")
        until(lambda: "Chưa lưu được" in drafter.text(drafter.find("status").first), "that it is not saved")
        assert value.input_value() == "Tên mới"
        visit.close()
    finally:
        workbench.stop()


def test_it_ends_without_a_word_when_a_tab_is_open(browser: Browser, tmp_path: Path) -> None:
    """Ctrl-C in the window of commands, while the browser still shows the plan."""
    workbench = Workbench(make_workspace(tmp_path / "xa"))
    visit = Visit(browser, workbench)
    for path in ("/", "/soan/2027/han", "/phat-hanh/2027/han"):
        visit.tab(path).page.wait_for_timeout(300)
    workbench.stop()
    assert not workbench.faults, "".join(workbench.said)
    visit.close()


@dataclass
class Editor:
    """Another program that has the same file open: it reads, waits, and writes all of it."""

    path: Path
    read: str = ""

    def open(self) -> None:
        self.read = self.path.read_text(encoding="utf-8")

    def save(self, pattern: str, replacement: str) -> None:
        """Write what was read, with something else in it."""
        changed, number = re.subn(pattern, replacement, self.read)
        assert number == 1
        beside = self.path.with_name(f".{self.path.name}.swp")
        beside.write_text(changed, encoding="utf-8")
        beside.replace(self.path)


@dataclass(frozen=True)
class Turn:
    """One interleaving: the editor reads and writes so many seconds after the drafter's first key."""

    same_field: bool
    reads: float
    writes: float
    keeps_mine: bool

    @classmethod
    def any(cls, chance: random.Random) -> Turn:
        reads = chance.uniform(0, 1.6)
        stale = chance.choice((0.0, chance.uniform(0, 1.5)))
        return cls(chance.random() < 0.5, reads, reads + stale, chance.random() < 0.5)


@pytest.fixture(scope="module")
def drafter(visit: Visit) -> Drafter:
    drafter = visit.tab()
    drafting = Drafting(drafter, visit.workbench.folder)
    drafting.open("viec")
    drafting.choose_item(re.compile("Hướng dẫn phân loại rác"))
    return drafter


@pytest.mark.parametrize("number", range(INTERLEAVINGS))
def test_two_writers_lose_nothing_without_a_question(drafter: Drafter, number: int) -> None:
    turn = Turn.any(random.Random(number))
    path = path_of(drafter.workbench.folder, "viec")
    mine, theirs = f"Việc của tôi, lần {number}", f"Việc của người khác, lần {number}"
    editor, due = Editor(path), f"{number % 28 + 1}/{number % 3 + 9}"
    began = time.monotonic()
    name = drafter.field("Tên nhiệm vụ", drafter.region("Mẫu nhập"))
    drafter.write(name, mine)
    pause(drafter, began + turn.reads)
    editor.open()
    pause(drafter, began + turn.writes)
    if turn.same_field:
        editor.save(r"(?m)^( +name: ).*(?=\n +coordinating)", rf"\g<1>{theirs}")
    else:
        editor.save(r"(?m)^( +deadline: ).*", rf"\g<1>{due}")
    knowing = mine in editor.read
    answers = Answers(drafter, re.compile("^Giữ của tôi" if turn.keeps_mine else "^Lấy của"))

    def settled() -> bool:
        now = task(as_written(path))
        if not turn.same_field:
            kept = mine if not answers.given or turn.keeps_mine else now["name"]
            return bool(now["name"] == kept and now["deadline"] == due)
        if answers.given:
            return bool(now["name"] == (mine if turn.keeps_mine else theirs))
        return bool(knowing and now["name"] == theirs)

    def over() -> bool:
        return not answers.give() and settled()

    until(over, f"{turn}, answers: {answers.given}, known to the editor: {knowing}; {task(as_written(path))}")
    pause(drafter, time.monotonic() + 1)
    assert until(over, "that it stays so")


def test_what_is_typed_while_an_answer_is_under_way_stays(visit: Visit) -> None:
    """Somebody chose the other program's value, and goes on at once, with a slow server."""
    path = path_of(visit.workbench.folder, "chi-tieu")
    drafter = visit.tab()
    drafting = Drafting(drafter, visit.workbench.folder)
    drafting.open("chi-tieu")
    drafting.choose_item(re.compile("Tỷ lệ hộ phân loại rác"))
    name = drafter.field("Tên chỉ tiêu", drafter.region("Mẫu nhập"))
    editor = Editor(path)
    editor.open()
    drafter.write(name, "Tên của tôi")
    until(lambda: "Tên của tôi" in path.read_text(encoding="utf-8"), "what was typed, saved")
    editor.save(r"(?m)^( +name: )Tỷ lệ hộ phân loại rác.*", r"\g<1>Tên của người khác")
    question = drafter.sees("dialog")
    drafter.page.wait_for_timeout(1000)  # the findings have come
    held: dict[str, list[Route]] = {"chon": [], "sua": []}
    drafter.page.route("**/chon", lambda route: held["chon"].append(route))
    drafter.page.route("**/sua", lambda route: held["sua"].append(route))
    drafter.choose(drafter.find("button", re.compile("^Lấy của"), question).first)
    waits(drafter, lambda: bool(held["chon"]))
    drafter.write(name, "Tên")
    held["chon"].pop().continue_()
    waits(drafter, lambda: bool(held["sua"]))
    drafter.type(" mới")
    drafter.page.wait_for_timeout(300)
    assert name.input_value() == "Tên mới"
    held["sua"].pop().continue_()
    drafter.page.unroute_all()
    drafter.type(" nhất")
    until(lambda: target(as_written(path))["name"] == "Tên mới nhất", "what was typed last")
    assert name.input_value() == "Tên mới nhất"
    drafter.page.close()


def waits(drafter: Drafter, found: Callable[[], bool]) -> None:
    """Wait for what arrives in this process."""

    def asked() -> bool:
        drafter.page.wait_for_timeout(20)
        return found()

    until(asked, "the request")


@dataclass
class Answers:
    """Answers each question of what to keep in the same way."""

    drafter: Drafter
    answer: re.Pattern[str]
    given: int = 0

    def give(self) -> bool:
        """Answer a question that is on the screen; whether there was one."""
        dialog = self.drafter.find("dialog")
        if not dialog.is_visible():
            return False
        self.drafter.choose(self.drafter.find("button", self.answer, dialog).first)
        until(lambda: not dialog.is_visible(), "the question answered")
        self.given += 1
        return True


def pause(drafter: Drafter, end: float) -> None:
    """Until that moment, with the tab going on."""
    drafter.page.wait_for_timeout(max(0, end - time.monotonic()) * 1000)


def test_two_tabs_on_two_fields_keep_both(visit: Visit) -> None:
    path = path_of(visit.workbench.folder, "han")
    tabs = [visit.tab(), visit.tab()]
    for tab in tabs:
        drafting = Drafting(tab, visit.workbench.folder)
        drafting.open("han")
        drafting.choose_item(re.compile("Hướng dẫn phân loại rác"))
    for turn in range(3):
        for tab, label in zip(tabs, ("Tên nhiệm vụ", "Thời hạn"), strict=True):
            tab.write(tab.field(label, tab.region("Mẫu nhập")), f"{turn + 1}/7")
    both = ("3/7", "3/7")
    assert until(lambda: (task(as_written(path))["name"], task(as_written(path))["deadline"]) == both, "both")
    for tab in tabs:
        tab.page.close()


def test_text_that_cannot_be_read_is_kept_as_typed(visit: Visit) -> None:
    """The last good page stays, marked as old; the text is on disk, letter for letter, and goes on from there."""
    path = path_of(visit.workbench.folder, "phan")
    good = path.read_text(encoding="utf-8")
    drafter = visit.tab()
    Drafting(drafter, visit.workbench.folder).open("phan")
    drafter.sees("img", "Trang 1", drafter.region("Trang in"))
    drafter.choose(drafter.find("tab", "Văn bản"))
    drafter.focus(drafter.sees("textbox", re.compile("."), drafter.find("tabpanel", "Văn bản")))
    drafter.press("Control+End")
    drafter.type("notes: [mở ngoặc")
    until(lambda: path.read_text(encoding="utf-8") == f"{good}notes: [mở ngoặc", "the text as it was typed")
    until(lambda: "Trang của bản trước" in drafter.text(drafter.region("Trang in")), "the page marked as old")
    assert drafter.find("img", "Trang 1", drafter.region("Trang in")).is_visible()
    drafter.page.reload()
    drafter.sees("tab", "Văn bản")
    assert path.read_text(encoding="utf-8") == f"{good}notes: [mở ngoặc"
    path.write_text(good, encoding="utf-8")
    until(lambda: "Trang của bản trước" not in drafter.text(drafter.region("Trang in")), "the page is that of the file")
    try:
        drafter.page.close()
    except Error:
        pytest.fail("the tab does not close")
