"""`kehoach check --watch`: a save is followed by its findings, whatever way the editor saves."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.patience import PATIENCE
from tests.support.plans import ROOT
from tests.test_cli import PLAN, run


class Watcher:
    """A running `check --watch` or `render --watch`, read line by line."""

    def __init__(self, place: Path, *args: str, command: str = "check") -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kehoach", command, "--watch", "--lang", "en", *args],
            cwd=place, env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
        )  # fmt: skip
        self.lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line)

    def until(self, sign: str) -> str:
        """Everything printed up to the line that holds the sign."""
        seen = ""
        while sign not in seen:
            try:
                seen += self.lines.get(timeout=PATIENCE)
            except queue.Empty:
                pytest.fail(f"{sign!r} was not told; told was:\n{seen}")
        return seen


@pytest.fixture
def place(tmp_path: Path) -> Path:
    assert run("init", ".", cwd=tmp_path).returncode == 0
    return tmp_path


@pytest.fixture
def watcher(place: Path) -> Iterator[Watcher]:
    found = Watcher(place)
    assert "\x1b" not in found.until("1 warning")  # no screen, nothing to clear
    yield found
    found.process.kill()
    found.process.wait()


def test_every_way_of_saving_is_seen(place: Path, watcher: Watcher) -> None:
    plan = place / PLAN
    good = plan.read_text(encoding="utf-8")

    plan.write_text(good.replace("[phong-tu-phap]", "[phong-mot]"), encoding="utf-8")
    assert '"phong-mot"' in watcher.until("1 error")

    beside = plan.with_suffix(".tmp")  # put in place by a rename
    beside.write_text(good.replace("[phong-tu-phap]", "[phong-hai]"), encoding="utf-8")
    beside.replace(plan)
    assert '"phong-hai"' in watcher.until("1 error")

    plan.write_text(good[: good.index("- target: ho-ngheo")] + "- [", encoding="utf-8")  # half of it
    assert "KH001" in watcher.until("1 error")

    backup = plan.with_name("giam-ngheo.yaml~")  # moved away, and written anew
    plan.rename(backup)
    plan.write_text(good.replace("better: lower", "better: thấp", 1), encoding="utf-8")
    watcher.until('"thấp"')
    watcher.until("1 warning")

    plan.unlink()
    plan.write_text(good, encoding="utf-8")
    assert "error" not in watcher.until("1 warning").replace("0 error", "")


def test_the_registry_and_new_plans_are_seen(place: Path, watcher: Watcher) -> None:
    agencies = place / "plans/agencies.yaml"
    text = agencies.read_text(encoding="utf-8")
    agencies.write_text(text.replace("phong-tu-phap:", "phong-khac:"), encoding="utf-8")
    assert '"phong-tu-phap"' in watcher.until("1 error")
    agencies.write_text(text, encoding="utf-8")
    watcher.until("1 warning")
    other = place / "plans/2030/moi.yaml"
    other.parent.mkdir()
    other.write_text("year: 2030\n", encoding="utf-8")
    assert "plans/2030/moi.yaml:1:1: error KH102" in watcher.until("error")


def test_a_plan_named_may_go_and_come_back(place: Path) -> None:
    plan = place / PLAN
    good = plan.read_bytes()
    watcher = Watcher(place, PLAN)
    try:
        watcher.until("1 warning")
        plan.unlink()
        assert PLAN in watcher.until("cannot be opened")
        plan.write_bytes(good)
        assert "cannot be opened" not in watcher.until("1 warning")
    finally:
        watcher.process.kill()
        watcher.process.wait()


def test_ctrl_c_ends_it_quietly(watcher: Watcher) -> None:
    watcher.process.send_signal(signal.SIGINT)
    assert watcher.process.wait(timeout=PATIENCE) == 130
    rest = ""
    while not watcher.lines.empty():
        rest += watcher.lines.get()
    assert "Traceback" not in rest


def test_on_a_terminal_each_report_begins_on_an_empty_screen(place: Path) -> None:
    import pty

    screen, end = pty.openpty()
    command = [sys.executable, "-m", "kehoach", "check", "--watch"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"}
    process = subprocess.Popen(command, cwd=place, env=environment, stdout=end, stderr=end, stdin=end)
    os.close(end)
    try:
        seen = ""
        while "Ctrl-C" not in seen:
            seen += os.read(screen, 65536).decode("utf-8", "replace")
        assert seen.startswith("\x1b[2J\x1b[1;1H")
    finally:
        process.kill()
        process.wait()
        os.close(screen)


def test_it_goes_with_checking_only(place: Path) -> None:
    assert run("check", "--watch", "--fix", cwd=place).returncode == 2
    assert run("check", "--watch", cwd=place.parent).returncode == 2


def test_nothing_of_it_is_loaded_by_a_plain_check(place: Path) -> None:
    code = "import sys; sys.argv = ['kehoach', 'check', '-q']\nfrom kehoach.cli import main\n"
    code += "try: main()\nexcept SystemExit: pass\n"
    code += "print([m for m in sys.modules if m.startswith(('watchfiles', 'anyio', 'kehoach.schema'))])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.stdout.splitlines()[-1] == "[]", done.stdout + done.stderr


@pytest.fixture
def printer(place: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Watcher, Path]]:
    folder = tmp_path_factory.mktemp("pages")
    found = Watcher(place, "--png", str(folder), PLAN, command="render")
    found.until("1 warning")
    yield found, folder
    found.process.kill()
    found.process.wait()


def test_only_pages_that_changed_are_written(place: Path, printer: tuple[Watcher, Path]) -> None:
    watcher, folder = printer
    assert sorted(path.name for path in folder.iterdir()) == [f"trang-{number}.png" for number in range(1, 9)]
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    plan = place / PLAN
    good = plan.read_text(encoding="utf-8")

    plan.write_text(good.replace("name: Trần Đình Tiến", "name: Trần Đình Toán"), encoding="utf-8")
    watcher.until("1 warning")
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert [name for name in sorted(after) if after[name] != before[name]] == ["trang-8.png"]

    plan.write_text(good.replace("issuer:", "isuer:", 1), encoding="utf-8")
    assert "KH101" in watcher.until("1 error")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == after  # the last good pages stay


def test_the_pdf_follows_each_save(place: Path) -> None:
    watcher = Watcher(place, PLAN, command="render")
    try:
        watcher.until("1 warning")
        made = place / "outputs" / "2024" / "giam-ngheo" / "ke-hoach.pdf"
        first = made.read_bytes()
        plan = place / PLAN
        text = plan.read_text(encoding="utf-8").replace("name: Trần Đình Tiến", "name: Trần Đình Toán")
        plan.write_text(text, encoding="utf-8")
        watcher.until("1 warning")
        assert made.read_bytes() != first
    finally:
        watcher.process.kill()
        watcher.process.wait()


def test_pages_go_with_watching_and_one_plan(place: Path) -> None:
    assert run("render", "--png", "trang", PLAN, cwd=place).returncode == 2
    assert run("render", "--watch", "--png", "trang", PLAN, PLAN, cwd=place).returncode == 2
