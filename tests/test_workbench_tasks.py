"""Ten tasks of a drafter in the workbench, by roles and names only, each with the keys and clicks that it may take.

What is expected of each is the file on disk, as kehoach reads it, and the pages on the screen.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import kehoach
from tests.support.browser import Workbench, serving, visiting
from tests.support.drafting import SLIPS, TASKS, Drafting, make_workspace, path_of


@pytest.fixture(scope="module")
def empty(workbench: Workbench) -> Iterator[Workbench]:
    """A workbench for an empty folder."""
    folder = workbench.folder.parent / "moi"
    folder.mkdir()
    with serving(folder) as empty:
        yield empty


def test_an_empty_folder_says_what_to_do(browser: Browser, empty: Workbench) -> None:
    with visiting(browser, empty) as visit:
        drafter = visit.tab()
        assert 'Bấm "Kế hoạch mới", hoặc mở tệp Word' in drafter.text(drafter.find("main"))
        assert not list(empty.folder.rglob("*.yaml")), "looking at it writes nothing"


@pytest.mark.parametrize("name", TASKS)
def test_a_task_takes_no_more_keys_and_clicks_than_promised(
    name: str, browser: Browser, workbench: Workbench, request: pytest.FixtureRequest
) -> None:
    promise = TASKS[name]
    served: Workbench = request.getfixturevalue("empty") if promise.begins_empty else workbench
    with visiting(browser, served) as visit:
        drafter = visit.tab()
        promise.task(Drafting(drafter, served.folder))
        assert drafter.strokes <= promise.strokes


def test_the_slips_are_what_the_tasks_say(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "xa")
    assert not kehoach.open(path_of(folder, "han")).findings
    found = kehoach.open(path_of(folder, "sua")).findings
    assert len(found) == len(SLIPS)
    assert all(finding.fix for finding in found)
