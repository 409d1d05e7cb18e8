"""Takes the pictures of docs/editors.md: drives a running code-server, in which the extension is installed.

    python tools/vscode/pictures.py ADDRESS FOLDER

ADDRESS is that of a code-server without a password, FOLDER a workspace as `kehoach init` makes it. Needs playwright,
pillow and the system's Chromium. The pictures go to docs/images/.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright  # type: ignore[import-not-found]

IMAGES = Path(__file__).resolve().parent.parent.parent / "docs" / "images"
PLAN = "plans/2024/giam-ngheo.yaml"
SIZE = {"width": 1000, "height": 560}


def go(page: Page, place: str) -> None:
    """Put the cursor at line:column."""
    page.keyboard.press("Control+G")
    time.sleep(0.6)
    page.keyboard.type(place)
    page.keyboard.press("Enter")
    time.sleep(0.8)


def find(page: Page, text: str, back: int = 0) -> None:
    """Put the cursor after the first place of a text, some characters back."""
    lines = page.plan_text.split("\n")
    number = next(at for at, line in enumerate(lines) if text in line)
    go(page, f"{number + 1}:{lines[number].index(text) + len(text) + 1 - back}")


def undo(page: Page) -> None:
    """Take everything back that was typed."""
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    for _ in range(30):
        page.keyboard.press("Control+Z")
    time.sleep(1)


def findings(page: Page) -> None:
    """A slip of the pen is underlined, and explained where the pointer is."""
    find(page, "through: phong-ldtbxh")
    page.keyboard.press("Backspace")
    time.sleep(2)
    page.keyboard.press("Control+K")
    page.keyboard.press("Control+I")
    time.sleep(1.5)


def fixes(page: Page) -> None:
    """What can be done about it."""
    find(page, "through: phong-ldtbxh")
    page.keyboard.press("Backspace")
    time.sleep(2)
    page.keyboard.press("Control+.")
    time.sleep(1.5)


def bodies(page: Page) -> None:
    """Bodies are offered by their names."""
    find(page, "agencies: [phong-tu-phap", back=0)
    page.keyboard.type(", kinh te")
    page.keyboard.press("Control+Space")
    time.sleep(2)


def keys(page: Page) -> None:
    """Keys are offered with what they mean."""
    find(page, "better: lower")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Space")
    time.sleep(2)


def names(page: Page) -> None:
    """Names inside of braces are offered with what they print."""
    find(page, "giảm từ {{ baseline", back=8)
    for _ in range(8):
        page.keyboard.press("Delete")
    page.keyboard.press("Control+Space")
    time.sleep(2)


def hover(page: Page) -> None:
    """Who a body is."""
    find(page, "through: phong-ldtbxh", back=4)
    page.keyboard.press("Control+K")
    page.keyboard.press("Control+I")
    time.sleep(1.5)


def references(page: Page) -> None:
    """Where an id is used, in all files."""
    find(page, "- target: ho-ngheo", back=3)
    page.keyboard.press("Shift+F12")
    time.sleep(3)


def rename(page: Page) -> None:
    """Another id everywhere."""
    find(page, "- target: ho-ngheo", back=3)
    page.keyboard.press("F2")
    time.sleep(1.5)


def outline(page: Page) -> None:
    """The parts of the plan."""
    page.keyboard.press("Control+Shift+O")
    time.sleep(2)


def printed(page: Page) -> None:
    """The page of a line."""
    find(page, "Nhằm thực hiện mục tiêu")
    page.keyboard.press("F1")
    time.sleep(0.7)
    page.keyboard.type("Xem trang in")
    time.sleep(1)
    page.keyboard.press("Enter")
    time.sleep(5)


def save(page: Page, path: Path) -> None:
    """A picture in few colours, as small as it can be."""
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(96, dither=Image.Dither.NONE)
    picture.save(path, optimize=True)


STEPS: dict[str, Callable[[Page], None]] = {
    "findings": findings, "fixes": fixes, "keys": keys, "bodies": bodies, "names": names, "hover": hover,
    "references": references, "rename": rename, "outline": outline, "page": printed,
}  # fmt: skip


def main() -> None:
    """Open the example and take each picture."""
    address, folder, *only = sys.argv[1:]
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE)
        page.plan_text = (Path(folder) / PLAN).read_text(encoding="utf-8")
        page.goto(f"{address}/?folder={folder}")
        page.wait_for_selector(".monaco-workbench", timeout=60_000)
        time.sleep(6)
        page.keyboard.press("Control+P")
        time.sleep(1)
        page.keyboard.type("2024/giam-ngheo")
        time.sleep(2)
        page.keyboard.press("Enter")
        time.sleep(3)
        page.keyboard.press("Control+B")  # no side bar
        time.sleep(5)
        for name, step in STEPS.items():
            if not only or name in only:
                step(page)
                save(page, IMAGES / f"editor-{name}.png")
                undo(page)
        browser.close()


if __name__ == "__main__":
    main()
