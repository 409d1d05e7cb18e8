"""From a word on a page to where it was typed, and back.

The truth comes from changing the plan and composing again: a word that was found is changed where it was found, and
must change on the page; a word of the file is changed, and every word of the pages that changes must have been found
there.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pdfplumber
import pytest

import kehoach
from kehoach.locating.leaves import Location
from kehoach.locating.matching import locate
from kehoach.pipeline.session import Session
from kehoach.pipeline.session_paper import SessionPaper
from kehoach.source import Span
from kehoach.typeset.inline import TracedLine
from kehoach.typeset.source import source
from tests.support.amounts import LONG
from tests.support.plans import ROOT, SEED

PLANS = sorted((ROOT / "plans").glob("2*/*.yaml"))
SIGNS = 500 if LONG else 12
"""How many signs of a plan's papers, and half as many words of its file, are tried: with the long tests the number that
was promised."""


@dataclass(frozen=True)
class Asked:
    """A paper, as a session is asked for it."""

    kind: str
    period: str = ""
    agency: str = ""

    def of(self, session: Session) -> SessionPaper:
        return session.paper(self.kind, period=self.period, agency=self.agency)  # type: ignore[arg-type]


def papers(session: Session) -> list[Asked]:
    """The plan, its reports, and some extracts."""
    assert session.plan
    bodies = [paper.name.split("/")[1] for paper in session.papers() if paper.name.startswith("trich/")]
    known = [body for body in bodies if body in session.agencies.by_id][:4]
    reports = (Asked("report", period=period) for period in session.plan.periods)
    return [Asked("plan"), *reports, *(Asked("extract", agency=body) for body in known)]


def lines_of(paper: SessionPaper) -> list[TracedLine]:
    lines: list[TracedLine] = []
    source(paper.content, trace=lines)
    return lines


def composed(session: Session, asked: Asked) -> list[TracedLine]:
    """The lines of a paper after a change; none where the change was in the name of what is asked for."""
    try:
        return lines_of(asked.of(session))
    except kehoach.KehoachError:
        return []


def with_word_changed(text: str, start: int, end: int) -> str | None:
    """The text with another word there; None for what is no word."""
    word = text[start:end]
    if word.startswith("{{"):
        other = "Zqz"
    elif re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)+", word):
        other = '"Ban Zqz"'  # an id
    elif re.fullmatch(r"20\d\d", word):
        other = str(int(word) + 1)
    elif digit := re.search(r"\d", word):
        other = f"{word[: digit.start()]}{(int(digit[0]) + 1) % 9 + 1}{word[digit.end() :]}"
    elif letter := re.search(r"[^\W\d_]", word):
        other = f"{word[: letter.end()]}zq{word[letter.end() :]}"
    else:
        return None
    return text[:start] + other + text[end:]


@pytest.fixture(params=PLANS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def session(request: pytest.FixtureRequest) -> Session:
    return kehoach.open(request.param)


def test_a_word_changes_where_it_was_found(session: Session) -> None:
    text, chance, tried, wrong = session.text, random.Random(1), 0, []
    asked = papers(session)
    printed = {one: (paper, lines_of(paper)) for one in asked if (paper := one.of(session))}
    kinds = sorted({one.kind for one in asked})
    while tried < SIGNS:
        kind = chance.choice(kinds)  # as often the plan as an extract
        one = chance.choice([other for other in asked if other.kind == kind])
        paper, lines = printed[one]
        at = chance.randrange(len(lines))
        words = lines[at].words
        if not words:
            continue
        number = chance.randrange(len(words))
        place = locate(lines[at].typed, lines[at].origin, paper.leaves)[number]
        if not place or not place.is_typed or place.span.source.path != str(session.path):
            continue
        changed = with_word_changed(text, place.span.start, place.span.end)
        session.edit(changed or text)
        if changed is None or session.has_errors:
            continue
        again = composed(session, one)
        if len(again) != len(lines):
            continue
        tried += 1
        others = again[at].words
        if len(others) == len(words) and others[number] == words[number]:
            wrong.append((one, words[number], " ".join(words), place.span.text, place.line))
    assert len(wrong) <= 0.02 * max(tried, 50), wrong


def changes(session: Session, number: int) -> Iterator[tuple[int, str, SessionPaper, Location | None, str]]:
    """Words of the file are changed: for each word of a page that changes the line of the file, the paper, the place
    that was found for it, and itself."""
    text, chance = session.text, random.Random(number)
    printed = [(one, paper := one.of(session), lines_of(paper)) for one in papers(session)]
    spans = [match.span() for match in re.finditer(r"(?m)#.*$|^.*?[^\s:]+:(?=\s)", text)]
    comments_and_keys = {at for start, end in spans for at in range(start, end)}
    typed = [
        match
        for match in re.finditer(r"[^\s\"'\[\]{}|>,-][^\s\"'\[\]{}|>,]*", text)
        if match.start() not in comments_and_keys
    ]
    for match in chance.sample(typed, number):
        changed = with_word_changed(text, *match.span())
        session.edit(changed or text)
        if changed is None or session.has_errors:
            continue
        line = text.count("\n", 0, match.start()) + 1
        for one, paper, lines in printed:
            again = composed(session, one)
            for old, new in zip(lines, again, strict=False) if len(lines) == len(again) else ():
                if old.inline == new.inline or len(old.words) != len(new.words):
                    continue
                places = locate(old.typed, old.origin, paper.leaves)
                for word, other, place in zip(old.words, new.words, places, strict=True):
                    if word != other:
                        yield line, match[0], paper, place, word


def test_what_changes_was_found_where_it_was_typed(session: Session) -> None:
    right, elsewhere, lost = 0, [], []
    for line, typed, _paper, place, word in changes(session, SIGNS // 2):
        if place is None or not place.is_typed:
            lost.append((line, typed, word))
        elif place.is_on(str(session.path), line):
            right += 1
        elif not covers(place.item, line):
            elsewhere.append((line, typed, word, place.line))
    assert not elsewhere
    assert len(lost) <= 0.02 * max(right + len(lost), 100), lost


def covers(span: Span, line: int) -> bool:
    return span.line <= line <= span.end_line


def test_every_word_is_on_the_page_where_the_pdf_has_it() -> None:
    paper = kehoach.open(SEED).paper()
    pages = paper.words_on_pages
    with pdfplumber.open(BytesIO(paper.pdf())) as opened:
        for number, page in enumerate(opened.pages, 1):
            known = {
                (word["text"], round(word["x0"]), round((word["top"] + word["bottom"]) / 2 / 8))
                for word in page.extract_words(use_text_flow=True, extra_attrs=["size"])
            }
            found = [box for box in pages if box.page == number and re.fullmatch(r"\w+", box.text)]
            assert len(found) > 50
            here = [box for box in found if any(near(box.x, box.text, one) for one in known)]
            assert len(here) >= 0.98 * len(found)


def near(x: float, text: str, word: tuple[str, int, int]) -> bool:
    return word[0] == text and abs(word[1] - x) <= 1


def test_a_click_gives_the_value_and_the_sentence() -> None:
    plan = kehoach.open(SEED)
    line = next(at for at, text in enumerate(plan.text.splitlines(), 1) if "value: 1,50%" in text)
    (box, *_more) = plan.pages_of(line)
    place = plan.place_at(box.page, box.x + box.width / 2, box.y + box.height / 2)
    assert place
    assert place.span.text == "{{ value }}"
    assert place.value
    assert place.value.line == line
    assert covers(place.item, line)
    assert box.text.startswith("1,50%")


def test_a_place_without_a_word_has_none() -> None:
    plan = kehoach.open(SEED)
    assert plan.place_at(1, 1, 1) is None
    assert plan.place_at(0, 100, 100) is None
    assert plan.place_at(99, 100, 100) is None
    assert plan.pages_of(1) == ()


def test_kehoachs_own_words_are_nobodys() -> None:
    plan = kehoach.open(SEED)
    nation = next(box for box in plan.paper().words_on_pages if box.text == "CỘNG")
    assert plan.place_at(nation.page, nation.x + 1, nation.y + 1) is None


def test_lines_of_results_have_places_too() -> None:
    plan = kehoach.open(SEED)
    report = plan.paper("report", period="nam")
    file = ROOT / "results" / "2024" / "giam-ngheo" / "nam.yaml"
    found = [at for at in range(1, len(file.read_text(encoding="utf-8").splitlines()) + 1) if report.pages_of(at, file)]
    assert len(found) > 5


def test_other_papers_have_pages_of_the_line_of_the_plan() -> None:
    plan = kehoach.open(SEED)
    line = next(at for at, text in enumerate(plan.text.splitlines(), 1) if "name: Lập danh sách hộ nghèo" in text)
    assert plan.pages_of(line) == ()
    assert plan.paper("report", period="nam").pages_of(line)


def test_kehoachs_own_words_are_not_those_of_a_text_that_begins_so() -> None:
    report = kehoach.open(SEED).paper("report", period="nam", agency="phong-kinh-te")
    words = report.words_on_pages
    texts = [box.text for box in words]
    for own in (["thực", "hiện", "Kế", "hoạch"], ["thành", "phố", "báo", "cáo"]):
        found = [box for at, box in enumerate(words) if texts[at : at + 4] == own]
        assert found
        for box in found:
            place = report.place_at(box.page, box.x + 1, box.y + 1)
            assert place is None or not place.is_typed, (own, place.span.text)
