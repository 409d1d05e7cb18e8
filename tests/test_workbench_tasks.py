"""Ten tasks of a drafter in the workbench, by roles and names only, each with the keys and clicks that it may take.

What is expected of each is the file on disk, as kehoach reads it, and the pages on the screen.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import kehoach
from tests.support.browser import Visit, Workbench, chromium, serving, visiting
from tests.support.drafting import SLIPS, TASKS, Drafting, make_workspace, path_of


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    with serving(make_workspace(tmp_path_factory.mktemp("workbench") / "xa")) as workbench:
        yield workbench


@pytest.fixture
def visit(browser: Browser, workbench: Workbench) -> Iterator[Visit]:
    with visiting(browser, workbench) as visit:
        yield visit


@pytest.mark.parametrize("name", TASKS)
def test_a_task_takes_no_more_keys_and_clicks_than_promised(name: str, visit: Visit) -> None:
    task, strokes = TASKS[name]
    drafter = visit.tab()
    task(Drafting(drafter, visit.workbench.folder))
    assert drafter.strokes <= strokes


def test_the_slips_are_what_the_tasks_say(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "xa")
    assert not kehoach.open(path_of(folder, "han")).findings
    found = kehoach.open(path_of(folder, "sua")).findings
    assert len(found) == len(SLIPS)
    assert all(finding.fix for finding in found)
