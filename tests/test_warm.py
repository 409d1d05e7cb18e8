"""One warm LibreOffice, the real one: the same PDF as a cold start makes, the same walls around it."""

from __future__ import annotations

import io
import os
import random
import signal
import socket
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from kehoach.diagnostics import EnvironmentFailure
from kehoach.pdf import libreoffice
from kehoach.pdf import resident_office as warm
from kehoach.pdf.converter import Converter, normalised
from kehoach.pdf.pool import Job
from kehoach.pdf.resident_office import ResidentOffice, message
from kehoach.storage.workspace import fonts
from tests.support.judges import need_office
from tests.support.offices import processes
from tests.support.pdf import Pdf
from tests.support.plans import SMALL, make
from tests.test_pdf import with_linked_picture

LIMIT = 60.0


@pytest.fixture(scope="module")
def small_docx() -> bytes:
    return make(SMALL).docx()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the office's files lie, under a name that the protocol and the shell must bear."""
    folder = tmp_path / "tệp, 'tạm' \\ $x"
    folder.mkdir()
    monkeypatch.setattr(warm, "fast_place", lambda: folder)
    return folder


@pytest.fixture
def office(place: Path) -> Iterator[ResidentOffice]:
    need_office()
    made = ResidentOffice(fonts())
    made.start()
    yield made
    made.end()
    assert list(place.iterdir()) == []
    assert processes(place) == []


def asked(office: ResidentOffice, docx: bytes) -> bytes:
    office.send(docx)
    return office.receive(LIMIT)


def test_the_57th_document_has_the_bytes_of_a_cold_start(seed_docx: bytes, seed_pdf: Pdf, small_docx: bytes) -> None:
    need_office()
    with Converter(fonts()) as converter:
        small_pdf = converter.convert(small_docx)
    jobs = [Job(seed_docx if n in (0, 30, 56) else small_docx) for n in range(57)]
    with Converter(fonts()) as converter:
        made = {one.index: one.pdf for one in converter.convert_all(jobs)}
    assert [made[n] for n in range(57)] == [seed_pdf.data if n in (0, 30, 56) else small_pdf for n in range(57)]


def test_two_offices_make_the_same(seed_docx: bytes, seed_pdf: Pdf) -> None:
    need_office()
    with Converter(fonts(), 2) as converter:
        made = [one.pdf for one in converter.convert_all(Job(seed_docx) for _turn in range(6))]
    assert made == [seed_pdf.data] * 6


def test_titles_are_held_against_the_documents(seed_docx: bytes, small_docx: bytes) -> None:
    need_office()
    jobs = [Job(seed_docx, title="Kế hoạch khác"), Job(small_docx), Job(seed_docx)]
    with Converter(fonts()) as converter:
        first, *others = sorted(converter.convert_all(jobs), key=lambda one: one.index)
    assert "did not understand" in str(first.failure)
    assert [one.failure for one in others] == [None, None]


@pytest.mark.parametrize("garbage", [b"", b"plain text", b"PK\x03\x04" + b"garbage " * 500, b"<html><p>x</p></html>"])
def test_garbage_is_told_and_the_others_are_made(garbage: bytes, small_docx: bytes) -> None:
    need_office()
    jobs = [Job(small_docx), Job(garbage, title="Kế hoạch"), Job(small_docx)]
    with Converter(fonts()) as converter:
        made = sorted(converter.convert_all(jobs), key=lambda one: one.index)
    assert [one.pdf is None for one in made] == [False, True, False]
    assert isinstance(made[1].failure, EnvironmentFailure)


@pytest.mark.parametrize("blocked", [True, False])
def test_a_warm_office_draws_no_picture_that_is_linked_to(
    office: ResidentOffice, seed_docx: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, blocked: bool
) -> None:
    if not blocked:  # which shows that the test can fail
        allowed = tuple(row for row in libreoffice._SETTINGS if "Links" not in row[1])
        monkeypatch.setattr(libreoffice, "_SETTINGS", allowed)
        office.end()
        office = ResidentOffice(fonts())
        office.start()
    try:
        made = asked(office, with_linked_picture(seed_docx, tmp_path))
    finally:
        office.end()
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert any(page.get_images() for page in opened.pages) is not blocked


def test_nobody_else_may_reach_the_office_or_its_files(office: ResidentOffice) -> None:
    assert office._office is not None
    name = office._office.socket
    for path in (name, office._office.home):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    if os.getuid() != 0:
        pytest.skip("only root can be somebody else")
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.setuid(65534)
            socket.socket(socket.AF_UNIX).connect(str(name))
        except PermissionError:
            code = 7
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


def test_an_office_that_is_killed_is_told_of_and_leaves_nothing(office: ResidentOffice, small_docx: bytes) -> None:
    asked(office, small_docx)
    os.kill(office._process, signal.SIGKILL)
    office.send(small_docx)
    with pytest.raises(EnvironmentFailure, match="made no PDF"):
        office.receive(LIMIT)


def test_its_memory_is_seen(office: ResidentOffice, small_docx: bytes) -> None:
    normalised(asked(office, small_docx))
    assert 50_000_000 < office.memory() < warm.MOST_MEMORY
    assert not office.is_worn


def test_a_limit_in_seconds_is_kept(office: ResidentOffice, seed_docx: bytes) -> None:
    os.kill(office._process, signal.SIGSTOP)
    office.send(seed_docx)
    began = time.monotonic()
    with pytest.raises(EnvironmentFailure, match="did not finish within"):
        office.receive(0.5)
    assert 0.5 <= time.monotonic() - began < LIMIT / 2


def test_an_office_that_is_killed_between_two_documents_is_replaced(small_docx: bytes, place: Path) -> None:
    need_office()
    with Converter(fonts()) as converter:
        first = {one.pdf for one in converter.convert_all([Job(small_docx)] * 3)}
        kill_all(place)
        second = {one.pdf for one in converter.convert_all([Job(small_docx)] * 3)}
    assert len(first) == 1
    assert first == second
    assert list(place.iterdir()) == []


def test_a_request_escapes_what_the_protocol_uses() -> None:
    sent = message(["a,b", "c\\d", 'x:{"y":1}'], Path("/tmp/é"))
    assert sent == b'InternalIPC::Arguments1file:///tmp/%C3%A9,a\\,b,c\\\\d,x:{"y":1}\0'


def offices(place: Path) -> list[int]:
    """The processes of real offices whose files lie in a folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if os.fsencode(place) in (entry / "environ").read_bytes() and "soffice" in os.readlink(entry / "exe"):
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def kill_all(place: Path) -> None:
    for process in offices(place):
        os.kill(process, signal.SIGKILL)


@pytest.mark.parametrize("documents", [60, pytest.param(1000, marks=pytest.mark.long)])
def test_with_an_office_killed_every_fifty_documents_all_are_made(
    documents: int, small_docx: bytes, place: Path
) -> None:
    """At a random moment after each fiftieth. Memory stays bounded, nothing is left."""
    need_office()
    chance = random.Random(50)
    with Converter(fonts()) as converter:
        expected = converter.convert(small_docx)
    killed = biggest = 0
    with Converter(fonts(), 2) as converter:
        came = []
        for one in converter.convert_all(Job(small_docx) for _n in range(documents)):
            came.append(one.index)
            assert one.pdf == expected, one.failure
            if len(came) % 50 == 25:
                time.sleep(chance.random() / 10)
                alive = offices(place)
                biggest = max(biggest, *map(memory, alive), 0)
                os.kill(chance.choice(alive), signal.SIGKILL)
                killed += 1
    assert sorted(came) == list(range(documents))
    assert killed == documents // 50
    assert biggest < warm.MOST_MEMORY
    assert list(place.iterdir()) == []
    assert processes(place) == []


def memory(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
