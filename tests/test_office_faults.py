"""LibreOffice missing, hanging, crashing, lying: told with exit 4, the Word file made, no process and no file left."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from kehoach.diagnostics import EnvironmentFailure
from kehoach.pdf import libreoffice
from kehoach.pdf.converter import Converter, normalised
from kehoach.pdf.libreoffice import LibreOffice
from kehoach.storage.workspace import fonts
from tests.support.judges import need_office
from tests.support.offices import processes
from tests.support.patience import PATIENCE, at_best, comes_true
from tests.support.pdf import Pdf
from tests.support.plans import ROOT, SMALL, small_workspace

DOCUMENT = "outputs/2024/nho/ke-hoach.docx"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A workspace beside a folder for temporary files and one for a LibreOffice that is none."""
    for name in ("ws", "tmp", "bin"):
        (tmp_path / name).mkdir()
    small_workspace(tmp_path / "ws")
    return tmp_path


def start(place: Path, office: str, *files: str, limit: int = 1) -> subprocess.Popen[str]:
    """`kehoach render --pdf` with a LibreOffice that is this shell script; the output folder is `$out`, the PDF `$pdf`.

    `limit` is its time in seconds.
    """
    program = place / "bin" / "soffice"
    find = 'for a in "$@"; do case "$last" in --outdir) out="$a";; esac; last="$a"; done; pdf="$out/document.pdf"\n'
    program.write_text(f"#!/bin/sh\n{find}{office}\n", encoding="utf-8")
    program.chmod(0o755)
    settings = f"from kehoach.pdf import libreoffice\nlibreoffice.START_LIMIT = {limit}\n"
    script = settings + "from kehoach.cli import main\nmain()"
    return subprocess.Popen(
        [
            sys.executable,
            "-c",
            script,
            "render",
            "--pdf",
            "--engine",
            "libreoffice",
            *(files or ("plans/2024/nho.yaml",)),
        ],
        cwd=place / "ws",
        env={
            "PYTHONPATH": str(ROOT),
            "PATH": f"{place / 'bin'}:/usr/bin:/bin",
            "KEHOACH_LANG": "en",
            "TMPDIR": str(place / "tmp"),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def nothing_is_left(place: Path) -> None:
    """No process and no temporary file, at once or within a moment."""
    comes_true(lambda: not processes(place) and not list((place / "tmp").iterdir()))
    assert processes(place) == []
    assert list((place / "tmp").iterdir()) == []


HANGS = "trap '' TERM INT; (trap '' TERM; sleep 97.5) & sleep 97.5 & wait; sleep 97.5"
LIES = {
    "says yes and makes nothing": ("exit 0", "made no PDF"),
    "crashes": ("echo broken; kill -SEGV $$", "made no PDF: broken"),
    "has a bad profile": ("echo 'User installation could not be completed'; exit 77", "could not be completed"),
    "is killed while writing": ('head -c 9000 "$SEED" > "$pdf"; kill -9 $$', "PDF"),
    "writes half a PDF": ('head -c 9000 "$SEED" > "$pdf"', "not complete"),
    "writes no PDF": ('echo "<html>" > "$pdf"', "not complete"),
    "writes an empty file": (': > "$pdf"', "not complete"),
    "writes into a full disk": ("echo x > /dev/full; exit 0", "made no PDF"),
    "makes a PDF of something else": ('cat "$SEED" > "$pdf"', "did not understand"),
    "cannot write there": ('chmod 500 "$out"; exit 0', "made no PDF"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_failed_conversion_is_told_and_the_word_file_is_made(place: Path, seed_pdf: Pdf, lie: str) -> None:
    (place / "seed.pdf").write_bytes(seed_pdf.data)
    office, told = LIES[lie]
    run = start(place, f"SEED={place}/seed.pdf\n{office}")
    _out, err = run.communicate(timeout=PATIENCE)
    assert run.returncode == 4, err
    lines = [line for line in err.splitlines() if line.startswith("kehoach:")]
    assert len(lines) == 1
    assert told in lines[0]
    assert DOCUMENT in err
    assert (place / "ws" / DOCUMENT).exists()
    assert not (place / "ws" / DOCUMENT).with_suffix(".pdf").exists()
    nothing_is_left(place)


def test_a_hanging_program_is_ended_in_time_and_not_asked_again(place: Path) -> None:
    run = start(place, f"echo run >> {place}/runs; {HANGS}")
    _out, err = run.communicate(timeout=PATIENCE)
    assert run.returncode == 4, err
    assert "did not finish within 1 seconds" in err
    assert (place / "runs").read_text(encoding="utf-8") == "run\n"
    assert (place / "ws" / DOCUMENT).exists()
    nothing_is_left(place)


def test_the_limit_is_kept_within_two_seconds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{HANGS}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(libreoffice, "find", lambda: str(program))
    monkeypatch.setattr(libreoffice, "START_LIMIT", 0.5)
    with LibreOffice(fonts()) as office:
        for rows, limit in ((0, 0.5), (10, 1.5)):  # and it grows with the longest table
            assert limit <= at_best(partial(does_not_finish, office, rows), limit + 2) < limit + 2
    assert processes(tmp_path) == []


def does_not_finish(office: LibreOffice, rows: int) -> None:
    with pytest.raises(EnvironmentFailure, match="did not finish"):
        office.convert(b"", rows)


def test_after_a_crash_it_is_asked_once_more_with_a_new_profile(place: Path) -> None:
    need_office()
    real = shutil.which("soffice")
    seen = 'grep -c BlockUntrusted "$HOME/profile/user/registrymodifications.xcu"'
    run = start(
        place,
        f"if [ ! -e {place}/once ]; then : > {place}/once; echo > $HOME/profile/user/registrymodifications.xcu\n"
        f'kill -SEGV $$; fi\n{seen} > {place}/profile; exec {real} "$@"',
        limit=60,
    )
    _out, err = run.communicate(timeout=2 * PATIENCE)
    assert run.returncode == 0, err
    assert (place / "profile").read_text(encoding="utf-8") == "1\n"
    nothing_is_left(place)


def test_one_that_hangs_does_not_stop_the_others(place: Path) -> None:
    other = place / "ws/plans/2024/khac.yaml"
    other.write_text(SMALL, encoding="utf-8")
    office = f"if [ ! -e {place}/once ]; then : > {place}/once; {HANGS}; fi; exit 0"
    run = start(place, office, "plans/2024/nho.yaml", "plans/2024/khac.yaml")
    _out, err = run.communicate(timeout=PATIENCE)
    assert run.returncode == 4
    told = [line for line in err.splitlines() if line.startswith("kehoach:")]
    assert ["did not finish" in told[0], "made no PDF" in told[1]] == [True, True]
    assert (place / "ws/outputs/2024/khac/ke-hoach.docx").exists()
    nothing_is_left(place)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -9), (signal.SIGTERM, -15)])
def test_whatever_ends_the_run_ends_its_office(place: Path, number: int, code: int) -> None:
    run = start(place, f": > {place}/started; {HANGS.replace('97.5', '96.5')}")
    assert comes_true((place / "started").exists)
    run.send_signal(number)
    _out, err = run.communicate(timeout=PATIENCE)
    assert run.returncode == code
    assert "Traceback" not in err
    nothing_is_left(place)
    assert not list((place / "ws/outputs/2024/nho").glob("*.tmp"))


@pytest.mark.parametrize("garbage", [b"", b"plain text", b"PK\x03\x04" + b"garbage " * 500, b"<html><p>x</p></html>"])
def test_the_real_one_makes_no_pdf_of_garbage(garbage: bytes) -> None:
    need_office()
    with Converter(fonts()) as converter, pytest.raises(EnvironmentFailure):
        converter.convert(garbage, title="Kế hoạch")


def test_a_full_disk_for_temporary_files_is_told(place: Path) -> None:
    need_office()
    script = 'mount -t tmpfs -o size=300k none ../tmp && exec "$@"'
    wrapped = ["unshare", "-rm", "sh", "-c", script, "sh"]
    if subprocess.run([*wrapped, "true"], cwd=place / "ws", capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a disk in memory")
    done = subprocess.run(
        [
            *wrapped,
            sys.executable,
            "-m",
            "kehoach",
            "render",
            "--pdf",
            "--engine",
            "libreoffice",
            "plans/2024/nho.yaml",
        ],
        cwd=place / "ws",
        env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"], "KEHOACH_LANG": "en", "TMPDIR": str(place / "tmp")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 4, done.stderr
    assert len([line for line in done.stderr.splitlines() if line.startswith("kehoach:")]) == 1
    assert (place / "ws" / DOCUMENT).exists()


def test_what_a_dead_run_left_long_ago_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(libreoffice, "find", lambda: "/bin/true")
    for name, age in (("kehoach-office-old", 4000), ("kehoach-office-alive", 100), ("somebody-s", 4000)):
        (tmp_path / name / "profile").mkdir(parents=True)
        moment = time.time() - age
        os.utime(tmp_path / name, (moment, moment))
    with LibreOffice(fonts()):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kehoach-office-alive", "somebody-s"]


def test_no_damage_of_a_pdf_is_a_traceback(seed_pdf: Pdf) -> None:
    """Cut anywhere, or with some bytes changed: refused in one line, or still a PDF that can be read."""
    import random

    chance = random.Random(6)
    data = seed_pdf.data
    refused = 0
    for _turn in range(60):
        broken = bytearray(data)
        for _byte in range(chance.choice([1, 20, 500])):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        if chance.random() < 0.3:
            broken = broken[: chance.randrange(len(broken))] + b"\n%%EOF\n"
        try:
            assert normalised(bytes(broken)).startswith(b"%PDF-")
        except EnvironmentFailure:
            refused += 1
    assert refused > 10
