from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from kehoach.pdf.converter import Converter
from kehoach.storage.workspace import fonts
from tests.support.amounts import LONG
from tests.support.judges import need_office
from tests.support.pdf import Pdf
from tests.support.plans import SEED, make
from tests.support.printing import Printer
from tests.support.word import WordFile

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.support.browser import Visit, Workbench

# A runner that was itself put into the background ignores Ctrl-C, and so would every process that a test interrupts.
with suppress(ValueError):  # not the main thread
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Where bytecode is not kept, each `kehoach` that a test starts compiles the package anew: half a second of its start.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

gc.set_threshold(200_000, 50, 50)  # as the commands do

settings.register_profile(
    "kehoach",
    deadline=None,
    derandomize=True,
    max_examples=100 if LONG else 40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("kehoach")


LONGEST = (
    "test_verify", "test_jobs", "test_tracked", "test_locked", "test_page_to_line", "test_contributing", "test_docs",
    "test_signature_fields", "test_hostile_templates", "test_compiled", "test_comparing", "test_template_check",
    "test_office_files", "test_typeset_agreement", "test_import_formats", "test_warm", "test_watch",
    "test_workbench_access", "test_workbench_attacks", "test_workbench_drafting", "test_workbench_issuing",
    "test_workbench_kills", "test_workbench_pages", "test_workbench_tasks", "test_workbench_typing",
    "test_web_security", "test_language_server", "test_editing", "test_features", "test_index", "test_issue",
    "test_mistakes", "test_office_faults", "test_lock",
)  # fmt: skip
"""Files that take ten seconds or so: they are begun first, and no process waits long for the other at the end."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.stem not in LONGEST)
    if not LONG:
        for item in items:
            if "long" in item.keywords:
                item.add_marker(pytest.mark.skip(reason="a long test: make test-all"))


def pytest_collection_finish() -> None:
    """What the tests are made of stays to the end: looking for garbage in it was a fifth of their time."""
    gc.freeze()


@pytest.fixture(scope="session")
def seed_docx() -> bytes:
    return make(SEED.read_text(encoding="utf-8")).docx()


@pytest.fixture(scope="session")
def seed_word(seed_docx: bytes) -> WordFile:
    return WordFile(seed_docx)


@pytest.fixture(scope="session")
def seed_pdf(seed_docx: bytes) -> Pdf:
    need_office()
    with Converter(fonts()) as converter:
        return Pdf(converter.convert(seed_docx))


@pytest.fixture(scope="session")
def printer() -> Iterator[Printer]:
    printer = Printer()
    yield printer
    printer.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium. One for each file: what drives it would be in the way of other tests."""
    from tests.support.browser import WINDOWLESS, chromium

    with chromium(WINDOWLESS) as browser:
        yield browser


@pytest.fixture(scope="module")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """A workbench for a commune's workspace."""
    from tests.support.browser import serving
    from tests.support.drafting import make_workspace

    with serving(make_workspace(tmp_path_factory.mktemp("workbench") / "xa")) as workbench:
        yield workbench


@pytest.fixture(scope="module")
def visit(browser: Browser, workbench: Workbench) -> Iterator[Visit]:
    """A visit to it that ends without a fault of a script, of the policy or of the server."""
    from tests.support.browser import visiting

    with visiting(browser, workbench) as visit:
        yield visit
