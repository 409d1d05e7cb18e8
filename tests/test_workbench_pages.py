"""From a click on a printed word to the field it was typed in, and from an item to its places on the page.

The field is right when what it says is printed around the word (`tests.support.printed_fields`): neither asks the code
that finds places. Which words are clicked is the session's: those that were typed in the plan.
"""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Route

import kehoach
from kehoach.language import translator
from kehoach.locating.leaves import Location
from kehoach.pipeline.page_words import PageBox
from kehoach.pipeline.product_labels import labels
from kehoach.pipeline.session import Session
from kehoach.pipeline.session_paper import SessionPaper
from kehoach.vietnamese import upper_first
from tests.support.amounts import LONG
from tests.support.browser import HOLDS_ACTIVE, PATIENCE, WINDOWLESS, Drafter, Visit, chromium, serving, until
from tests.support.drafting import Drafting, make_workspace, path_of
from tests.support.patience import comes_true
from tests.support.plans import ROOT
from tests.support.printed_fields import ReadPlan, Sign, pieces

CLICKS = {"plan": (500, 12), "report": (500, 6), "extract": (500, 6)}
"""How many words of each kind of paper are clicked: in the long run, and otherwise."""
KINDS = {"plan": "ke-hoach", "report": "bao-cao", "extract": "trich"}
HELD = """() => {
  const field = document.activeElement, text = field.selectedOptions?.[0]?.textContent ?? ''
  if (field === document.body) return []
  const bodies = [...field.parentElement.querySelectorAll('button')].map(e => e.textContent)
  return [field.value ?? field.textContent, text, ...bodies, ...[...(field.labels ?? [])].map(e => e.textContent)]
}"""
"""What the field that has the focus says: its value, the bodies chosen in it, the body that it is about."""
SHOWN = """e => [...e.querySelectorAll('input, textarea, select, button, label')].map(e => e.value || e.textContent)"""
"""The same of all fields of a form."""
AUTHORITIES = {"Thay mặt tập thể": "TM", "Ký thay người đứng đầu": "KT"}
"""What is printed for two of the choices."""
FOCUSED = "() => document.activeElement.value ?? document.activeElement.textContent"


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    folder = make_workspace(tmp_path_factory.mktemp("pages") / "xa")
    for name in ("plans", "results"):
        shutil.copytree(ROOT / name, folder / name, dirs_exist_ok=True)
    with chromium(WINDOWLESS) as browser, serving(folder) as workbench:
        visit = Visit(browser, workbench)
        yield visit
        visit.close()
    assert not visit.faults


@pytest.fixture(scope="module")
def seed(visit: Visit) -> Path:
    return path_of(visit.workbench.folder, "giam-ngheo", 2024)


def typed_words(paper: SessionPaper, path: Path) -> Iterator[tuple[int, PageBox, Location]]:
    """The words of a paper that were typed in the plan's file: their numbers among all words, and their places."""
    for number, box in enumerate(paper.words_on_pages):
        place = paper.place_at(box.page, box.x + box.width / 2, box.y + box.height / 2)
        if place and place.is_typed and place.span.source.path == str(path) and pieces(box.text):
            yield number, box, place


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


@pytest.mark.parametrize("kind", CLICKS)
def test_a_click_on_a_word_leads_to_its_field(visit: Visit, seed: Path, kind: str) -> None:
    session, known, chance = kehoach.open(seed), ReadPlan.read(seed), random.Random(1)
    clicks = CLICKS[kind][not LONG]
    papers = [paper for paper in session.papers() if paper.name.split("/")[0] == KINDS[kind]]
    if not LONG:
        papers = chance.sample(papers, min(2, len(papers)))
    words = [(paper, *word) for paper in papers for word in typed_words(paper, seed)]
    drafter = visit.tab("/soan/2024/giam-ngheo")
    wrong, elsewhere, shown = [], [], None
    for paper, number, box, _place in sorted(chance.sample(words, clicks), key=lambda word: word[0].name):
        if paper is not shown:
            drafter.show_paper(name_of(session, paper.name))
            drafter.waits_for_pages(session, paper)
            shown = paper
        sign = Sign.of([one.text for one in paper.words_on_pages], number)
        drafter.page.evaluate("() => document.activeElement.blur()")
        drafter.click_word(box)
        if not came_to(drafter, sign, known):
            wrong.append((paper.name, box.page, box.text, drafter.page.evaluate(HELD)))
        form = drafter.region("Mẫu nhập")
        is_there = form.evaluate(HOLDS_ACTIVE)
        if is_there and (better := sign.better(said(form.evaluate(SHOWN), known), known.items)):
            elsewhere.append((paper.name, box.page, box.text, drafter.page.evaluate(HELD), better))
    print(f"{kind}: {clicks - len(wrong)} of {clicks} words of {len(papers)} papers; wrong: {wrong}")
    assert not elsewhere, "an item that the word is not of"
    assert len(wrong) <= 0.02 * max(clicks, 50), wrong
    drafter.page.close()


def name_of(session: Session, paper: str) -> str:
    """What the screen calls a paper."""
    assert session.plan
    return upper_first(labels(session.plan, session.agencies)(paper).into(translator("vi")))


def came_to(drafter: Drafter, sign: Sign, known: ReadPlan) -> bool:
    """Whether the focus comes to a field that says a word where it is printed."""
    return comes_true(lambda: any(map(sign.is_of, said(drafter.page.evaluate(HELD), known))), PATIENCE)


def said(shown: list[str], known: ReadPlan) -> list[str]:
    """What some fields of a form say, the names of bodies in all their ways."""
    texts = (re.sub("^Bỏ | ×$", "", text) for text in shown)
    return [name for text in texts for name in known.said(AUTHORITIES.get(text, text))]


def test_a_click_on_a_figure_leads_to_where_it_is_typed_once(visit: Visit, seed: Path) -> None:
    session = kehoach.open(seed)
    box = next(
        b
        for _, b, place in typed_words(session.paper(), seed)
        if place.span.text == "{{ value }}" and "1,50%" in b.text
    )
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
    page = next(
        box.page
        for _, box, place in typed_words(session.paper(), seed)
        if "Quỹ vì" in place.item.text and box.text == "Vận"
    )
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


def test_a_paper_is_chosen_by_keys_and_kept_while_typing_and_after_loading_anew(visit: Visit) -> None:
    path = path_of(visit.workbench.folder, "giam-ngheo", 2025)
    *_others, last = kehoach.open(path).papers()
    drafter, extract, name = visit.tab("/soan/2025/giam-ngheo"), last.name, name_of(kehoach.open(path), last.name)
    assert extract.startswith("trich/")
    drafter.sees("tree", "Dàn ý")
    drafter.walk_into(drafter.region("Dàn ý"))
    for key in ("F6", "F6", "Tab"):
        drafter.press(key)
    assert drafter.paper.evaluate(HOLDS_ACTIVE), "the next stop after the region itself"
    drafter.press("End")
    assert until(lambda: drafter.paper.evaluate("e => e.selectedOptions[0].textContent") == name, "the extract")
    session = kehoach.open(path)
    drafter.waits_for_pages(session, session.paper_named(extract))
    assert drafter.paper.evaluate(HOLDS_ACTIVE), "the focus is where it was"
    other = visit.tab("/soan/2025/giam-ngheo")
    other.waits_for_pages(session)
    drafting = Drafting(drafter, visit.workbench.folder)
    drafting.choose_item("Thông tin chung")
    drafter.write(drafter.field("Trích yếu", drafter.region("Mẫu nhập")), "Giảm nghèo bền vững năm {{ year }}")
    session = drafter.waits_for_saved(path, lambda found: "Giảm nghèo bền vững năm {{ year }}" in found.text)
    drafter.waits_for_pages(session, session.paper_named(extract))
    other.waits_for_pages(session)
    drafter.page.reload()
    drafter.waits_for_pages(session, session.paper_named(extract))
    assert drafter.paper.evaluate("e => e.selectedOptions[0].textContent") == name
    other.page.close()
    drafter.page.close()


def test_an_item_is_shown_in_the_paper_or_said_not_to_be_there(visit: Visit, seed: Path) -> None:
    session, report = kehoach.open(seed), "bao-cao/6-thang"
    drafter = visit.tab("/soan/2024/giam-ngheo")
    drafting, button = Drafting(drafter, visit.workbench.folder), "Xem chỗ này trên trang"
    drafter.show_paper(name_of(session, report))
    drafter.waits_for_pages(session, session.paper_named(report))
    boxes = session.paper_named(report).words_on_pages
    page = next(one.page for one, two in pairwise(boxes) if (one.text, two.text) == ("Người", "lao"))
    assert page > 2
    image = drafter.sees("img", f"Trang {page}", drafter.region("Trang in"))
    visible = "e => { const r = e.getBoundingClientRect(); return r.top < innerHeight && r.bottom > 0 }"
    drafting.choose_item(re.compile("Người lao động có nhu cầu"))
    assert not image.evaluate(visible)
    drafter.choose(drafter.find("button", button))
    until(lambda: image.evaluate(visible), "the page of the item")
    drafting.choose_item(re.compile("^Mục đích$"))
    drafter.choose(drafter.find("button", button))
    drafter.find("alert").filter(has_text="không in ra trong văn bản đang xem").wait_for()
    drafter.page.close()


def test_a_paper_is_marked_while_the_plan_has_an_error_and_gives_way_when_it_is_gone(visit: Visit) -> None:
    path, extract = path_of(visit.workbench.folder, "giam-ngheo", 2025), "trich/phong-tu-phap"
    drafter, before = visit.tab("/soan/2025/giam-ngheo"), kehoach.open(path)
    drafting, region = Drafting(drafter, visit.workbench.folder), drafter.region("Trang in")
    drafter.show_paper(name_of(before, extract))
    drafter.waits_for_pages(before, before.paper_named(extract))
    drafting.choose_item("Thông tin chung")
    year = drafter.field("Năm, giai đoạn", drafter.region("Mẫu nhập"))
    drafter.write(year, "hai nghìn")
    mark = "Trang của bản trước: kế hoạch đang có lỗi"
    until(lambda: mark in drafter.text(region), "the mark of old pages")
    drafter.waits_for_pages(before, before.paper_named(extract))
    drafter.write(year, "2025")
    until(lambda: not region.get_by_text(mark).is_visible(), "no mark")
    drafting.choose_item(re.compile("^Phòng Tư pháp"))
    drafter.choose(drafter.find("button", "Xóa", drafter.region("Dàn ý")))
    told = drafter.find("status", within=region)
    until(lambda: "không còn tạo ra văn bản vừa xem" in drafter.text(told), "why it is gone")
    session = drafter.waits_for_saved(path, lambda found: extract not in {one.name for one in found.papers()})
    drafter.waits_for_pages(session)
    assert drafter.paper.evaluate("e => e.selectedOptions[0].textContent") == "Kế hoạch"
    drafter.page.close()
