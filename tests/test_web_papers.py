"""The papers that a page of the workbench can show of a plan: each page its own, and only that one is made."""

from __future__ import annotations

import html
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

import kehoach
from kehoach.pipeline.page_words import PageBox
from kehoach.pipeline.products import NotNamed
from kehoach.pipeline.session_paper import SessionPaper
from kehoach.typeset.outlines import with_outlines
from kehoach.web.desk import desk_of
from kehoach.web.open_plan import OpenPlan
from tests.support.plans import ONE_TASK, ROOT, SMALL, small_workspace
from tests.support.web_server import WebServer

AT = "/soan/2024/nho"
TEXT = SMALL.replace(
    "recipients:",
    f"""\
{ONE_TASK}      - agencies: phong-tu-phap
        items:
          - Soạn tờ rơi.
reporting:
  - from: [phong-kinh-te]
    to: ubnd-tp-lai-chau
    periods:
      - {{id: nam, name: 01 năm, due: 15/12}}
recipients:""",
)
PAPERS = {
    "ke-hoach": "Kế hoạch",
    "bao-cao/nam": "Báo cáo năm 2024",
    "bao-cao/nam/phong-kinh-te": "Báo cáo năm 2024 của Phòng Kinh tế thành phố",
    "trich/phong-kinh-te": "Trích gửi Phòng Kinh tế thành phố",
    "trich/phong-tu-phap": "Trích gửi Phòng Tư pháp thành phố",
}
TASK = "/sections/1/items/0/items/0"


class Page:
    """A page of the screen at one paper."""

    def __init__(self, server: WebServer, paper: str = "ke-hoach", at: str = AT) -> None:
        self.server, self.paper, self.at = server, paper, at

    def get(self, part: str, **query: str) -> Any:
        answer = self.server.get(f"{self.at}/{part}?{urlencode({**query, 'van-ban': self.paper})}")
        assert answer.status == 200
        return json.loads(answer.text)

    def post(self, verb: str, **body: object) -> Any:
        sent = json.dumps({"seen": self.state["seen"], **body, "paper": self.paper}).encode()
        return json.loads(self.server.ask("POST", f"{self.at}/{verb}", sent, content_type="application/json").text)

    @property
    def state(self) -> Any:
        return self.get("phan")

    @property
    def pages(self) -> list[bytes]:
        """The pages as a browser is given them."""
        return [self.server.get(f"/trang/{key}.svg").body for key, _width, _height in self.state["pages"]]

    @property
    def papers(self) -> dict[str, str]:
        """What there is to choose."""
        found = re.findall(r'<option value="([^"]*)">([^<]*)</option>', self.state["papers"])
        return {html.unescape(name): html.unescape(called) for name, called in found}

    def click(self, box: PageBox) -> Any:
        return self.post("cho", page=box.page, x=box.x + box.width / 2, y=box.y + box.height / 2)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[WebServer]:
    small_workspace(tmp_path).write_text(TEXT, encoding="utf-8")
    server = WebServer(tmp_path)
    yield server
    server.workbench.close()


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    folder = tmp_path_factory.mktemp("papers")
    for name in ("plans", "results"):
        shutil.copytree(ROOT / name, folder / name)
    server = WebServer(folder)
    yield server
    server.workbench.close()


def file_of(server: WebServer) -> Path:
    return server.folder / "plans" / "2024" / "nho.yaml"


def open_plan(server: WebServer) -> OpenPlan:
    return desk_of(server.workbench).plans.plan(file_of(server))


def set_text(page: Page, text: str) -> Any:
    return page.post("sua", path=f"{TASK}/text", value=text)


def test_the_papers_are_those_that_the_plan_makes_as_people_call_them(server: WebServer) -> None:
    assert Page(server).papers == PAPERS
    shown = server.get(AT).text
    for called in PAPERS.values():
        assert called in html.unescape(shown)


@pytest.mark.parametrize("name", PAPERS)
def test_a_page_is_given_the_pages_of_the_paper_it_asks_for(server: WebServer, name: str) -> None:
    page = Page(server, name)
    expected = [with_outlines(one) for one in kehoach.open(file_of(server)).paper_named(name).svg()]
    assert page.pages == expected
    assert (page.state["paper"], page.state["asked"], page.state["old"]) == (name, name, False)
    assert page.state["pages"][0][0] in server.get(f"{AT}?{urlencode({'van-ban': name})}").text


def test_a_change_makes_the_paper_that_is_shown_and_no_other(server: WebServer) -> None:
    first, second = Page(server, "bao-cao/nam"), Page(server, "trich/phong-kinh-te")
    before = {page.paper: page.state["pages"] for page in (first, second)}
    plan = open_plan(server)
    assert set(plan.painted) == set(before), "the plan itself is not set while nobody looks at it"
    answer = set_text(second, "Làm việc đầu năm cho xong.")
    assert answer["paper"] == second.paper
    assert answer["pages"] != before[second.paper]
    assert [name for name, one in plan.painted.items() if one.version == plan.version] == [second.paper]
    assert first.state["paper"] == first.paper, "another page goes on with its own"


def test_only_pages_that_changed_are_others(seed: WebServer) -> None:
    page = Page(seed, "bao-cao/nam", "/soan/2024/giam-ngheo")
    before = [key for key, *_size in page.state["pages"]]
    answer = page.post("sua", path="/signature/name", value="Trần Đình Tiến Mới")
    after = [key for key, *_size in answer["pages"]]
    assert len(before) == len(after) > 3
    assert 0 < sum(one != other for one, other in zip(before, after, strict=True)) <= 2
    assert [key for key, *_size in page.post("hoan-tac")["pages"]] == before


def test_a_paper_that_is_gone_gives_way_to_the_plan(server: WebServer) -> None:
    page = Page(server, "trich/phong-tu-phap")
    assert page.state["paper"] == page.paper
    answer = page.post("lenh", do="xoa", at="/sections/1/items/1")
    assert (answer["asked"], answer["paper"]) == (page.paper, "ke-hoach")
    assert answer["pages"] == Page(server).state["pages"]
    assert page.paper not in page.papers
    assert Page(server, "../../agencies").state["paper"] == "ke-hoach"


def test_with_an_error_the_last_good_pages_of_that_paper_stay(server: WebServer) -> None:
    page, other = Page(server, "bao-cao/nam"), Page(server, "trich/phong-kinh-te")
    good = page.state["pages"]
    broken = page.post("sua", path="/year", value="hai nghìn")
    assert (broken["paper"], broken["pages"], broken["old"]) == (page.paper, good, True)
    assert page.papers == PAPERS, "what there was to choose still is"
    assert (other.state["paper"], other.state["pages"], other.state["old"]) == (other.paper, [], True)
    assert page.get("cho-cua", o=TASK)["boxes"] == []
    mended = page.post("sua", path="/year", value="2024")
    assert (mended["pages"], mended["old"]) == (good, False)
    assert other.state["pages"]


def test_a_paper_that_was_chosen_stays_chosen_when_the_plan_has_an_error_from_the_beginning(server: WebServer) -> None:
    file_of(server).write_text(TEXT.replace("year: 2024", "year: [2024"), encoding="utf-8")
    page = Page(server, "bao-cao/nam")
    assert page.papers == {"ke-hoach": "Kế hoạch", "bao-cao/nam": "Văn bản đã chọn trước đó"}
    page.post("chu", value=TEXT)
    assert page.papers == PAPERS
    assert page.state["pages"]


def box_of(paper: SessionPaper, *words: str) -> PageBox:
    """The first of some words that are printed one after the other."""
    boxes = paper.words_on_pages
    texts = [box.text for box in boxes]
    return next(box for at, box in enumerate(boxes) if texts[at : at + len(words)] == list(words))


@pytest.mark.parametrize("name", ["bao-cao/nam/phong-kinh-te", "trich/phong-kinh-te"])
def test_a_word_of_a_paper_leads_to_its_item_and_the_item_to_its_places(server: WebServer, name: str) -> None:
    page, paper = Page(server, name), kehoach.open(file_of(server)).paper_named(name)
    box = box_of(paper, *("Làm việc đầu năm." if name.startswith("trich") else "Việc đầu năm").split())
    answer = page.click(box)
    assert (answer["entry"], answer["path"].rpartition("/")[0]) == (TASK, TASK)
    found = page.get("cho-cua", o=TASK)
    assert found["paper"] == name
    assert any(number == box.page and x <= box.x <= x + width for number, x, _y, width, _height in found["boxes"])
    assert page.get("cho-cua", o="/sections/0")["boxes"] == [], "which is in the plan alone"
    assert Page(server).get("cho-cua", o="/sections/0")["boxes"]


def test_a_deadline_leads_to_its_task_although_kehoach_adds_the_year(seed: WebServer) -> None:
    paper = kehoach.open(seed.folder / "plans" / "2024" / "giam-ngheo.yaml").paper_named("trich/phong-kinh-te")
    page = Page(seed, paper.name, "/soan/2024/giam-ngheo")
    box = next(one for one in paper.words_on_pages if one.text.startswith("15/6/2024"))
    assert page.click(box)["path"] == "/reporting/0/periods/0/due"


def test_a_word_of_the_results_says_that_it_is_theirs(seed: WebServer) -> None:
    file = seed.folder / "results" / "2024" / "giam-ngheo" / "nam.yaml"
    paper = kehoach.open(seed.folder / "plans" / "2024" / "giam-ngheo.yaml").paper_named("bao-cao/nam")
    line = next(at for at, text in enumerate(file.read_text(encoding="utf-8").splitlines(), 1) if "Ban Chỉ đạo" in text)
    answer = Page(seed, paper.name, "/soan/2024/giam-ngheo").click(paper.pages_of(line, file)[0])
    assert answer == {"entry": "", "refused": "Chữ này lấy từ kết quả đã nhập, không nằm trong kế hoạch"}


def test_a_session_knows_its_papers_by_their_names(server: WebServer) -> None:
    session = kehoach.open(file_of(server))
    for paper in session.papers():
        assert session.paper_named(paper.name).content == paper.content
    assert session.paper_named("ke-hoach") is session.paper()
    for name in ("trich/khong-co", "bao-cao/quy-1", "phan-cong", ""):
        with pytest.raises(NotNamed):
            session.paper_named(name)
