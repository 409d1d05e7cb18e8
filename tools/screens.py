"""The pictures of the workbench in the README and the guide: `make screens` takes them, a test says when they are old.

A picture is made of the workbench's own templates, styles and scripts, of a plan of the tests, and of what this program
does on the screens. The hash of all these is kept beside the pictures.
"""

from __future__ import annotations

import hashlib
import re
import sys
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import ViewportSize

from tests.support.browser import Drafter, Visit, chromium, serving
from tests.support.drafting import LAST_FILE, Drafting, make_workspace

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
STAMP = IMAGES / "screens.sha256"
SIZE = ViewportSize(width=1280, height=800)
COLOURS = 96


def overview(_you: Drafting) -> None:
    """The plans by year."""


def comparing(you: Drafting) -> None:
    """Last year's Word file beside the plan that was read."""
    you.drafter.choose(you.drafter.find("link", "Mở tệp Word năm trước"))
    you.drafter.give_file(you.drafter.labelled("Tệp Word, PDF hoặc văn bản"), you.folder.parent / LAST_FILE)
    you.drafter.choose(you.drafter.find("button", "Đọc tệp"))
    you.drafter.sees("heading", "Đối chiếu")


def writing(you: Drafting) -> None:
    """A task with its fields, and the page beside it."""
    you.open("viec")
    you.choose_item(re.compile("Hướng dẫn phân loại rác"))
    you.drafter.sees("img", "Trang 1")
    you.drafter.choose(you.drafter.find("button", "Xem chỗ này trên trang"))


def issuing(you: Drafting) -> None:
    """Number and day, and the files that were made."""
    you.go("Phát hành", "ban-hanh")
    you.drafter.write(you.drafter.field("Số"), "15")
    you.drafter.write(you.drafter.field("Ngày ban hành"), "20/01/2027")
    you.drafter.choose(you.drafter.find("button", re.compile("^Tạo tất cả")))
    you.drafter.sees("link", re.compile("Tải tất cả"))


SCREENS: dict[str, Callable[[Drafting], None]] = {
    "tong-quan": overview,
    "doi-chieu": comparing,
    "soan": writing,
    "phat-hanh": issuing,
}
"""Each picture, and what is done from the overview to get there."""


def fingerprint() -> str:
    """The hash of all that the pictures are made of."""
    web = ROOT / "kehoach" / "web"
    files = [
        *sorted(web.glob("templates/*.html")),
        *sorted(web.glob("static/kehoach*")),
        ROOT / "tools" / "screens.py",
        ROOT / "tests" / "support" / "drafting.py",
    ]
    found = hashlib.sha256()
    for path in files:
        found.update(f"{path.relative_to(ROOT).as_posix()}\n".encode() + path.read_bytes())
    return found.hexdigest() + "\n"


def picture(drafter: Drafter) -> bytes:
    """The screen as a small PNG."""
    drafter.page.wait_for_timeout(1500)
    taken = Image.open(BytesIO(drafter.page.screenshot(caret="initial"))).convert("RGB")
    written = BytesIO()
    taken.quantize(COLOURS, dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
    return written.getvalue()


def main() -> int:
    """Take all pictures."""
    with tempfile.TemporaryDirectory(prefix="kehoach-screens-") as name:
        folder = make_workspace(Path(name) / "ke-hoach-xa")
        with chromium() as browser, serving(folder) as workbench:
            visit = Visit(browser, workbench)
            for stem, steps in SCREENS.items():
                drafter = visit.tab()
                drafter.page.set_viewport_size(SIZE)
                steps(Drafting(drafter, folder))
                (IMAGES / f"{stem}.png").write_bytes(picture(drafter))
                drafter.page.close()
            visit.close()
    STAMP.write_text(fingerprint(), encoding="ascii")
    return 0


if __name__ == "__main__":
    sys.exit(main())
