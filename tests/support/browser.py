"""The workbench in a real browser: a server of its own, the system's Chromium, and a drafter who sees roles and names.

A `Drafter` finds what is on a screen by role and accessible name only, as a person or a screen reader does, and counts
what it takes: each click and each key is a stroke, the letters of what is typed are counted apart. With the hand `keys`
it does without a mouse.
"""

from __future__ import annotations

import base64
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any, Literal, TypeVar
from urllib.parse import urlsplit

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

import kehoach
from kehoach.pipeline.page_words import PageBox
from kehoach.pipeline.session import Session
from kehoach.pipeline.session_paper import SessionPaper
from kehoach.typeset.outlines import with_outlines
from kehoach.vietnamese import fold
from tests.support.judges import HERE, need
from tests.support.patience import PATIENCE

T = TypeVar("T")
Hand = Literal["mouse", "keys"]
Name = str | re.Pattern[str]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
WINDOWLESS = shutil.which("chromium-headless-shell") or CHROMIUM
"""The same without the frame of its windows, where it is here: a visit takes half as much of the processor."""
AXE = HERE / "judges" / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = os.environ.get("KEHOACH_SHOTS")
"""A folder for a picture of each step; none are made without it."""
PAGE_WIDTH = 210 / 25.4 * 72
"""A4 in points."""
TABS = 400
"""How often Tab or an arrow is pressed before a place counts as out of a keyboard's reach."""
ACTIVE = "e => e === document.activeElement || document.activeElement?.getAttribute('aria-activedescendant') === e.id"
HOLDS_ACTIVE = "e => e.contains(document.activeElement)"


def until(asked: Callable[[], T], what: str, patience: float = PATIENCE) -> T:
    """Ask again and again until the answer is true; that answer. A failure of the test when it never is."""
    end = time.monotonic() + patience
    while True:
        if found := asked():
            return found
        if time.monotonic() > end:
            pytest.fail(f"never seen in {patience:.0f} s: {what}")
        time.sleep(0.02)


class Workbench:
    """`kehoach web` for one folder, as a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.said: list[str] = []
        self.start()

    def start(self) -> None:
        """Start it, and wait for the address that it prints."""
        command = [sys.executable, "-m", "kehoach", "web", str(self.folder), "--no-browser", "--port", "0"]
        environment = {**os.environ, "KEHOACH_LANG": "vi", "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", env=environment
        )
        self.said.clear()
        threading.Thread(target=self._listen, args=(self.process,), daemon=True).start()
        address = until(self._address, f"an address; {self.said}")
        self.address = address
        self.origin = "{0.scheme}://{0.netloc}".format(urlsplit(address))

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        self.said.extend(iter(process.stdout.readline, ""))

    def _address(self) -> str:
        if self.process.poll() is not None:
            pytest.fail(f"kehoach web ended with {self.process.returncode}: {''.join(self.said)}")
        return next((found[0] for line in self.said if (found := re.search(r"http://127\.0\.0\.1:\d+\S*", line))), "")

    def kill(self) -> None:
        """End it as a power cut does."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.kill()
                pytest.fail(f"kehoach web did not end within {PATIENCE:.0f} s of Ctrl-C")

    @property
    def faults(self) -> list[str]:
        """The lines of tracebacks that it printed."""
        return [line for line in self.said if "Traceback" in line or re.match(r"\w*(Error|Exception)\b", line)]


@contextmanager
def chromium(program: str | None = CHROMIUM) -> Iterator[Browser]:
    """The system's browser, started once. A judge: without it a test is skipped, or fails where judges are required."""
    need(program is not None, "Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def serving(folder: Path) -> Iterator[Workbench]:
    """A workbench for a folder, which must end without a traceback."""
    workbench = Workbench(folder)
    try:
        yield workbench
    finally:
        workbench.stop()
    assert not workbench.faults, "".join(workbench.said)


class Visit:
    """One browser's visit to a workbench: its cookie, its tabs, and what went wrong in them."""

    def __init__(self, browser: Browser, workbench: Workbench, *, with_axe: bool = False) -> None:
        self.workbench = workbench
        self.faults: list[str] = []
        self.context: BrowserContext = browser.new_context(
            viewport={"width": 1440, "height": 900}, locale="vi-VN", accept_downloads=True
        )
        self.context.set_default_timeout(PATIENCE * 1000)
        if with_axe:
            need(AXE.exists(), "axe-core")
            self.context.add_init_script(path=AXE)
        self.looks = Looks(browser)

    def tab(self, path: str = "", *, hand: Hand = "mouse", painted: bool = False) -> Drafter:
        """A new tab: at the address that the server printed, then at a path of it, or as soon as that is `painted`."""
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("console", self._heard)
        page.on("request", self._asked)
        page.goto(self.workbench.address)
        if path:
            page.goto(self.workbench.origin + path, wait_until="commit" if painted else "load")
        return Drafter(page, hand, self.workbench, self.looks)

    def _heard(self, message: Any) -> None:
        if message.type == "error" and not re.search(r"net::ERR_|status of 4(09|22|23)", message.text):
            self.faults.append(f"console: {message.text}")

    def _asked(self, request: Any) -> None:
        if not request.url.startswith(("data:", "blob:", "http://127.0.0.1:", "ws://127.0.0.1:")):
            self.faults.append(f"asked outside: {request.url}")

    def close(self) -> None:
        self.looks.close()
        self.context.close()


@contextmanager
def visiting(browser: Browser, workbench: Workbench, *, with_axe: bool = False) -> Iterator[Visit]:
    """A visit in which no script fails, the server's own policy blocks nothing, and nothing is asked of the outside."""
    visit = Visit(browser, workbench, with_axe=with_axe)
    try:
        yield visit
    finally:
        visit.close()
    assert not visit.faults, visit.faults


class Drafter:
    """A person at one tab of the workbench."""

    def __init__(self, page: Page, hand: Hand, workbench: Workbench, looks: Looks) -> None:
        self._page = page
        self._looks = looks
        self.hand = hand
        self.workbench = workbench
        self.strokes = 0
        """Clicks and keys so far, but for letters."""
        self.letters = 0
        self._steps = 0

    # What is on the screen

    def find(self, role: str, name: Name | None = None, within: Locator | None = None) -> Locator:
        """What has a role and an accessible name: a text is the whole name, a pattern a part of it."""
        inside: Any = within or self._page
        exact = isinstance(name, str)
        found: Locator = inside.get_by_role(role, name=name, exact=exact) if name else inside.get_by_role(role)
        return found

    def field(self, name: Name, within: Locator | None = None) -> Locator:
        """What one types into under that label."""
        found = self.find("textbox", name, within)
        for role in ("combobox", "spinbutton"):
            found = found.or_(self.find(role, name, within))
        return found

    def labelled(self, name: Name) -> Locator:
        """What has that label, whatever it is."""
        return self._page.get_by_label(name, exact=isinstance(name, str))

    @property
    def region(self) -> Callable[[str], Locator]:
        return lambda name: self.find("region", name)

    def sees(self, role: str, name: Name | None = None, within: Locator | None = None) -> Locator:
        """Wait until it is there."""
        found = self.find(role, name, within).first
        found.wait_for()
        return found

    def text(self, locator: Locator) -> str:
        return " ".join((locator.text_content() or "").split())

    # What a hand does

    def choose(self, locator: Locator) -> None:
        """Click it, or go there with Tab and press Enter."""
        if self.hand == "mouse":
            locator.click()
            self.strokes += 1
        else:
            self.walk_to(locator)
            self.press("Enter")

    def choose_in(self, container: Locator, item: Locator, along: str = "ArrowDown") -> None:
        """Click an item of a tree, a menu, a list or a row of tabs; or go into it with Tab, along it with arrows."""
        if self.hand == "mouse":
            self.choose(item)
            return
        self.walk_into(container)
        self.press("Home")
        self._walk(item, along)
        self.press("Enter")

    def focus(self, locator: Locator) -> None:
        """Click into a field, or go there with Tab."""
        if self.hand == "mouse":
            self.choose(locator)
        else:
            self.walk_to(locator)

    def write(self, locator: Locator, text: str) -> None:
        """Put a text in place of what a field holds."""
        self.focus(locator)
        self.press("Control+a")
        self.type(text)

    def pick(self, combobox: Locator, letters: str) -> None:
        """Type some letters into a field with suggestions and take the first that has them all."""
        self.focus(combobox)
        self.type(letters)
        wanted = fold(letters.replace("-", " "))
        self.sees("option")
        until(lambda: wanted in fold(self.text(self.find("option").first)), f"a suggestion for {letters!r}")
        self.press("Enter")

    def press(self, key: str) -> None:
        self._page.keyboard.press(key)
        self.strokes += 1

    def type(self, letters: str) -> None:
        """Type letters one after the other."""
        self._page.keyboard.type(letters)
        self.letters += len(letters)

    @property
    def paper(self) -> Locator:
        """Where it is chosen which paper the pages show."""
        return self.find("combobox", "Xem văn bản", self.region("Trang in"))

    def show_paper(self, name: str) -> None:
        """Choose the paper that the pages show."""
        self.paper.select_option(label=name)
        self.strokes += 2

    def click_word(self, box: PageBox) -> None:
        """Click a word of a printed page."""
        image = self.sees("img", f"Trang {box.page}", self.region("Trang in"))
        image.scroll_into_view_if_needed()
        shape = image.bounding_box()
        assert shape
        scale = min(shape["width"], shape["height"]) / PAGE_WIDTH  # tables are across
        image.click(position={"x": (box.x + box.width / 2) * scale, "y": (box.y + box.height / 2) * scale})
        self.strokes += 1

    def give_file(self, chooser: Locator, path: Path) -> None:
        """Open the chooser of a file field and choose a file: two clicks."""
        with self._page.expect_file_chooser() as opened:
            self.choose(chooser)
        opened.value.set_files(path)
        self.strokes += 1

    def download(self, link: Locator) -> Path:
        """Click a link that gives a file; where the browser put it."""
        with self._page.expect_download() as begun:
            self.choose(link)
        return Path(begun.value.path())

    def walk_to(self, locator: Locator) -> None:
        """Press Tab until it has the focus."""
        self._walk(locator, "Tab")

    def walk_into(self, container: Locator) -> None:
        """Press Tab until something in it has the focus."""
        container.first.wait_for()
        for _turn in range(TABS):
            if container.first.evaluate(HOLDS_ACTIVE):
                return
            self.press("Tab")
        pytest.fail(f"no Tab leads into {container}")

    def _walk(self, locator: Locator, key: str) -> None:
        locator.first.wait_for()
        for _turn in range(TABS):
            if locator.first.evaluate(ACTIVE):
                return
            self.press(key)
        pytest.fail(f"no {key} leads to {locator}")

    # What a person waits for

    def waits_for_saved(self, path: Path, is_so: Callable[[Session], object]) -> Session:
        """Wait until the file of a plan says something; the plan as kehoach reads that file."""

        def asked() -> Session | None:
            try:
                session = kehoach.open(path)
                return session if is_so(session) else None
            except (kehoach.KehoachError, AssertionError, AttributeError, IndexError, StopIteration):
                return None

        return until(asked, f"{path.name} with what was done")

    def waits_for_pages(self, session: Session, paper: SessionPaper | None = None) -> None:
        """Wait until the pages on the screen are those of a plan, or of another paper of it, sign for sign."""
        expected = (paper or session.paper()).svg()
        region = self.region("Trang in")

        def shown() -> bool:
            images = self.find("img", re.compile(r"^Trang \d+"), region)
            if images.count() != len(expected):
                return False
            sources = images.evaluate_all("all => all.map(e => e.currentSrc || e.src)")
            drawn = [self._page.request.get(source).body() for source in sources]
            return all(self._looks.same(one, other) for one, other in zip(drawn, expected, strict=True))

        until(shown, "the pages of the paper as the plan is saved")

    def step(self, name: str) -> None:
        """A picture of the screen, where pictures are asked for."""
        self._steps += 1
        if SHOTS:
            folder = Path(SHOTS)
            folder.mkdir(parents=True, exist_ok=True)
            self._page.screenshot(path=folder / f"{name}-{self._steps:02}.png", caret="initial")

    # What only a test asks

    @property
    def page(self) -> Page:
        """The tab itself: for what no person does (protocols, measuring), never for finding things."""
        return self._page

    def restart(self) -> None:
        """End the server, start it anew, and go to its new address."""
        self.workbench.stop()
        self.workbench.start()
        self._page.goto(self.workbench.address)


class Looks:
    """How SVG pages look in a browser, whatever they are made of: two that paint the same are the same page."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._painted: dict[bytes, Image.Image] = {}

    @cached_property
    def _page(self) -> Page:
        return self._browser.new_page(viewport={"width": 640, "height": 920})

    def same(self, one: bytes, other: bytes) -> bool:
        """Whether no spot of two pages differs by more than what the smoothing of edges does."""
        if one in (other, with_outlines(other)):
            return True
        left, right = self._of(one), self._of(other)
        return left.size == right.size and ImageChops.difference(left, right).getextrema()[1] < 64

    def close(self) -> None:
        if "_page" in self.__dict__:
            self._page.close()

    def _of(self, svg: bytes) -> Image.Image:
        if svg not in self._painted:
            source = base64.b64encode(svg).decode("ascii")
            self._page.set_content(f'<body style="margin:0"><img width=640 src="data:image/svg+xml;base64,{source}">')
            painted = self._page.get_by_role("img").screenshot()
            self._painted[svg] = Image.open(BytesIO(painted)).convert("L").reduce(2)
        return self._painted[svg]


def words(session: Session, kind: str = "plan") -> str:
    """The words of a printed paper, in the order of its pages."""
    return " ".join(box.text for box in session.paper(kind).words_on_pages)  # type: ignore[arg-type]


def word_box(session: Session, text: str) -> PageBox:
    """The first word of the plan's pages that begins so."""
    return next(box for box in session.paper().words_on_pages if box.text.startswith(text))
