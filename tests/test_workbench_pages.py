"""From a click on a printed word to the field it was typed in, and from an item to its places on the page.

The field is right when it holds the scalar of the file, as PyYAML reads it, at the place that the session's own law
(`test_page_to_line`) proves for the word.
"""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Locator, Route

import kehoach
from kehoach.locating.leaves import Location
from kehoach.pipeline.page_words import PageBox
from kehoach.pipeline.session import Session
from kehoach.source import Span
from tests.support.amounts import LONG
from tests.support.browser import Drafter, Visit, chromium, serving, until
from tests.support.drafting import Drafting, make_workspace, path_of
from tests.support.plans import ROOT

CLICKS = 500 if LONG else 12
CHOSEN = "() => document.activeElement.parentElement.parentElement.textContent"
"""What stands around a field in which bodies are chosen: their names, one button each."""
FOCUSED = "() => document.activeElement.value ?? document.activeElement.textContent"


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    folder = make_workspace(tmp_path_factory.mktemp("pages") / "xa")
    shutil.copytree(ROOT / "plans", folder / "plans", dirs_exist_ok=True)
    with chromium() as browser, serving(folder) as workbench:
        visit = Visit(browser, workbench)
        yield visit
        visit.close()
    assert not visit.faults


@pytest.fixture(scope="module")
def seed(visit: Visit) -> Path:
    return path_of(visit.workbench.folder, "giam-ngheo", 2024)


def scalars(text: str) -> list[yaml.ScalarNode]:
    """Every scalar of a file, as PyYAML reads it."""
    found, left = [], [yaml.compose(text, yaml.CSafeLoader)]
    while left:
        node = left.pop()
        if isinstance(node, yaml.ScalarNode):
            found.append(node)
        elif isinstance(node, yaml.MappingNode):
            left += [value for _key, value in node.value]
        else:
            left += node.value
    return found


def written_at(span: Span, known: list[yaml.ScalarNode]) -> str:
    """The scalar of the file that holds a place."""
    holding = [node for node in known if node.start_mark.index <= span.start < node.end_mark.index]
    return plain(holding[0].value) if holding else ""


def plain(text: str) -> str:
    return " ".join(text.split())


def typed_words(session: Session) -> Iterator[tuple[PageBox, Location]]:
    """The words of the plan's pages that were typed in its own file."""
    for box in session.paper().words_on_pages:
        place = session.place_at(box.page, box.x + box.width / 2, box.y + box.height / 2)
        if place and place.is_typed and place.span.source.path == str(session.path):
            yield box, place


def test_pages_look_the_same_however_they_are_written_and_differ_by_a_letter(seed: Path, visit: Visit) -> None:
    session = kehoach.open(seed)
    first = session.paper().svg()[0]
    session.edit(session.text.replace("Huy động sức mạnh", "Huy động sức mạnn"))
    other = session.paper().svg()[0]
    assert other != first
    renamed = re.sub(rb'"#?(g[0-9A-F]+)"', lambda found: found[0].replace(b"g", b"h", 1), first)
    assert renamed != first
    assert visit.looks.same(first, renamed)
    assert not visit.looks.same(first, other)


def test_a_click_on_a_word_leads_to_its_field(visit: Visit, seed: Path) -> None:
    session = kehoach.open(seed)
    known = scalars(session.text)
    words = list(typed_words(session))
    drafter = visit.tab("/soan/2024/giam-ngheo")
    wrong = []
    for box, place in random.Random(1).sample(words, CLICKS):
        spans = [span for span in (place.span, place.value) if span and span.source.path == str(seed)]
        expected = {written_at(span, known) for span in spans}
        drafter.page.evaluate("() => document.activeElement.blur()")
        drafter.click_word(box)
        bodies = {body.name for body in (session.agencies.by_id.get(one) for one in expected) if body}
        if not came_to(drafter, expected, {str(name) for name in bodies} | {one for one in expected if one.isupper()}):
            wrong.append((box.page, box.text, plain(str(drafter.page.evaluate(FOCUSED)))[:80], expected))
    assert len(wrong) <= 0.02 * max(CLICKS, 50), wrong
    drafter.page.close()


def came_to(drafter: Drafter, expected: set[str], chosen: set[str]) -> bool:
    """Whether the focus comes within two seconds to a field that holds one of these, or for which one was chosen."""
    for _turn in range(40):
        held = plain(str(drafter.page.evaluate(FOCUSED)))
        if held in expected or (not held and any(name in drafter.page.evaluate(CHOSEN) for name in chosen)):
            return True
        drafter.page.wait_for_timeout(50)
    return False


def test_a_click_on_a_figure_leads_to_where_it_is_typed_once(visit: Visit, seed: Path) -> None:
    session = kehoach.open(seed)
    box = next(box for box, place in typed_words(session) if place.span.text == "{{ value }}" and "1,50%" in box.text)
    drafter = visit.tab("/soan/2024/giam-ngheo")
    drafter.click_word(box)
    assert until(lambda: drafter.page.evaluate(FOCUSED) == "1,50%", "the focus in the field of the figure")
    drafter.page.close()


def test_a_click_beside_every_word_does_nothing(visit: Visit) -> None:
    drafter = visit.tab("/soan/2024/giam-ngheo")
    image = drafter.sees("img", "Trang 1", drafter.region("Trang in"))
    heading = drafter.find("heading", within=drafter.region("Mẫu nhập")).first
    before = drafter.text(heading)
    image.click(position={"x": 3, "y": 3})
    drafter.page.wait_for_timeout(500)
    assert drafter.text(heading) == before
    assert not drafter.region("Mẫu nhập").evaluate("e => e.contains(document.activeElement)")
    drafter.page.close()


def test_a_page_that_is_seen_waits_for_no_other(visit: Visit) -> None:
    drafter = visit.tab("/soan/2026/giam-ngheo")
    images = drafter.find("img", re.compile(r"^Trang \d+$"), drafter.region("Trang in"))
    drafter.sees("img", "Trang 4", drafter.region("Trang in"))
    before = images.evaluate_all("all => all.map(e => e.src)")
    Drafting(drafter, visit.workbench.folder).choose_item(re.compile("Mục đích"))
    field = drafter.field("Đề mục", drafter.region("Mẫu nhập"))
    drafter.focus(field)
    asked: list[Route] = []
    drafter.page.route("**/trang/*.svg", lambda route: asked.append(route))
    drafter.page.keyboard.insert_text("thêm nhiều chữ cho các trang sau " * 40)
    until(lambda: drafter.page.wait_for_timeout(300) or asked, "pages are asked for")
    seen = len(asked)
    assert seen < 3
    for route in asked[:seen]:
        route.continue_()
    until(lambda: drafter.page.wait_for_timeout(300) or len(asked) > seen, "others are asked for, and not answered")
    assert changed(images, before) == list(range(seen))
    for route in asked[seen:]:
        route.continue_()
    until(lambda: len(changed(images, before)) > seen, "the others too")
    drafter.page.unroute("**/trang/*.svg")
    drafter.page.close()


def changed(images: Locator, before: list[str]) -> list[int]:
    """Which pictures are others than before."""
    now = images.evaluate_all("all => all.map(e => e.src)")
    return [at for at, source in enumerate(before) if at >= len(now) or now[at] != source]


def test_a_chosen_item_is_shown_on_its_page_only_when_asked(visit: Visit, seed: Path) -> None:
    session = kehoach.open(seed)
    page = next(box.page for box, place in typed_words(session) if "Quỹ vì" in place.item.text and box.text == "Vận")
    drafter = visit.tab("/soan/2024/giam-ngheo")
    image = drafter.sees("img", f"Trang {page}", drafter.region("Trang in"))
    visible = "e => { const r = e.getBoundingClientRect(); return r.top < innerHeight && r.bottom > 0 }"
    assert page > 2
    Drafting(drafter, visit.workbench.folder).choose_item(re.compile("Vận động tham gia các phong trào"))
    drafter.page.wait_for_timeout(700)
    assert not image.evaluate(visible), "nothing scrolls unasked"
    drafter.choose(drafter.find("button", "Xem chỗ này trên trang"))
    until(lambda: image.evaluate(visible), "the page of the item")
    drafter.page.close()
