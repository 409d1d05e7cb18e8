"""Saving: nothing of the user's is ever lost or overwritten silently."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.diagnostics import EnvironmentFailure, UnreadableFile, WouldOverwrite
from kehoach.storage import workspace
from kehoach.storage.files import MAX_NAME, safe_name
from kehoach.storage.outputs import DocumentState, OutputDocument, OutputFolder
from kehoach.storage.saving import is_abandoned, owner, replace_file, rewrite
from kehoach.storage.workspace import Workspace, plan_id, save_new


@pytest.fixture
def output(tmp_path: Path) -> OutputFolder:
    return OutputFolder(tmp_path / "outputs" / "2026" / "a")


def test_a_document_is_written_with_its_manifest(output: OutputFolder) -> None:
    path = output.save("ke-hoach.docx", b"one", {"plans/2026/a.yaml": "12"})
    assert path.read_bytes() == b"one"
    manifest = json.loads((output.folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["outputs"]["ke-hoach.docx"] == {
        "inputs": {"plans/2026/a.yaml": "12"},
        "sha256": workspace.digest(b"one"),
    }


def test_what_kehoach_wrote_is_replaced(output: OutputFolder) -> None:
    output.save("a.docx", b"one", {})
    assert output.save("a.docx", b"two", {}).read_bytes() == b"two"


def test_what_is_already_there_is_not_written_again(output: OutputFolder) -> None:
    path = output.save("a.docx", b"one", {})
    before = path.stat().st_mtime_ns
    output.save("a.docx", b"one", {})
    assert path.stat().st_mtime_ns == before


def test_what_a_person_edited_is_left_alone(output: OutputFolder) -> None:
    path = output.save("a.docx", b"one", {})
    path.write_bytes(b"edited")
    with pytest.raises(WouldOverwrite):
        output.save("a.docx", b"two", {})
    assert path.read_bytes() == b"edited"


@pytest.mark.parametrize("saved", [b"one", b"two"])
@pytest.mark.parametrize("kept", [b"one", b"edited"])
def test_a_released_document_is_left_alone_whatever_it_holds(output: OutputFolder, kept: bytes, saved: bytes) -> None:
    path = output.save("a.docx", b"one", {})
    path.write_bytes(kept)
    output.release("a.docx")
    with pytest.raises(WouldOverwrite):
        output.save("a.docx", saved, {})
    assert (path.read_bytes(), output.standing("a.docx")) == (kept, DocumentState.RELEASED)
    assert not output.remove("a.docx")
    output.save("a.docx", b"two", {}, overwrite=True, now=datetime(2026, 1, 5, 9, 30))
    assert (output.folder / "a~20260105-093000.docx").read_bytes() == kept
    assert (path.read_bytes(), output.standing("a.docx")) == (b"two", DocumentState.RELEASED)


def test_a_file_that_kehoach_never_wrote_is_left_alone(output: OutputFolder) -> None:
    output.folder.mkdir(parents=True)
    (output.folder / "a.docx").write_bytes(b"somebody's")
    with pytest.raises(WouldOverwrite):
        output.save("a.docx", b"two", {})


def test_overwriting_keeps_a_dated_copy(output: OutputFolder) -> None:
    path = output.save("a.docx", b"one", {})
    for number, edited in enumerate((b"edited", b"edited again")):
        path.write_bytes(edited)
        output.save("a.docx", f"new {number}".encode(), {}, overwrite=True, now=datetime(2026, 1, 5, 9, 30))
    assert (output.folder / "a~20260105-093000.docx").read_bytes() == b"edited"
    assert (output.folder / "a~20260105-093000-2.docx").read_bytes() == b"edited again"
    assert path.read_bytes() == b"new 1"


def test_a_broken_manifest_makes_every_document_a_person_s(output: OutputFolder) -> None:
    output.save("a.docx", b"one", {})
    (output.folder / "manifest.json").write_text("{broken", encoding="utf-8")
    with pytest.raises(WouldOverwrite):
        output.save("a.docx", b"two", {})


@pytest.mark.parametrize("call", ["fsync", "replace", "fdopen"])
def test_when_the_disk_refuses_the_old_bytes_stay(
    output: OutputFolder, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    path = output.save("a.docx", b"one", {})

    def refuse(*_args: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, call, refuse)
    with pytest.raises(EnvironmentFailure) as failed:
        output.save("a.docx", b"two", {})
    assert failed.value.exit_code == 4
    monkeypatch.undo()
    assert path.read_bytes() == b"one"
    assert [p.name for p in output.folder.iterdir() if p.suffix == ".tmp"] == []


@pytest.mark.parametrize("call", ["fsync", "fdopen", "mkstemp"])
def test_of_several_documents_only_that_fails_for_which_the_disk_is_full(
    output: OutputFolder, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    module = tempfile if call == "mkstemp" else os
    real, calls = getattr(module, call), count(1)

    def refuse(*values: object, **named: object) -> object:
        if next(calls) == 2:
            raise OSError(28, "No space left on device")
        return real(*values, **named)

    monkeypatch.setattr(module, call, refuse)
    failed = output.save_all([OutputDocument(name, name.encode(), {}) for name in ("a", "b", "c")])
    monkeypatch.undo()
    assert [type(one) for one in failed] == [type(None), EnvironmentFailure, type(None)]
    assert sorted(p.name for p in output.folder.iterdir() if not p.name.startswith(".")) == ["a", "c", "manifest.json"]
    assert (output.standing("a"), output.standing("b")) == (DocumentState.OURS, DocumentState.MISSING)


def test_what_failed_first_is_told_when_the_manifest_fails_too(
    output: OutputFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is to be written: one document was edited, the other is there, but made from something else."""
    output.save("a", b"one", {})
    output.save("b", b"one", {}).write_bytes(b"edited")

    def refuse(*_values: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    failed = output.save_all([OutputDocument("a", b"one", {"x": "1"}), OutputDocument("b", b"two", {})])
    assert [type(one) for one in failed] == [EnvironmentFailure, WouldOverwrite]


def test_what_cannot_be_deleted_is_told(output: OutputFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    path = output.save("a.docx", b"one", {})

    def refuse(*_values: object, **_named: object) -> None:
        raise OSError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(EnvironmentFailure, match=r"a\.docx cannot be written: no permission"):
        output.remove("a.docx")
    assert path.read_bytes() == b"one"
    assert output.standing("a.docx") is DocumentState.OURS


class Killed(BaseException):
    """Stands for kill -9: nothing of ours catches it."""


@pytest.mark.parametrize("renames", [0, 1, 2])
def test_killed_between_manifest_and_document_neither_is_taken_for_a_person_s(
    output: OutputFolder, monkeypatch: pytest.MonkeyPatch, renames: int
) -> None:
    path = output.save("a.docx", b"one", {})
    real, left = os.replace, renames

    def replace(*names: str) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise Killed
        real(*names)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(Killed):
        output.save("a.docx", b"two", {})
    monkeypatch.undo()
    assert path.read_bytes() == (b"two" if renames == 2 else b"one")
    assert output.save("a.docx", b"three", {}).read_bytes() == b"three"
    path.write_bytes(b"one")  # put back by a person: no run was killed since
    with pytest.raises(WouldOverwrite):
        output.save("a.docx", b"four", {})


def test_an_edited_document_stays_a_person_s_when_the_run_that_was_to_replace_it_is_killed(
    output: OutputFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = output.save("a.docx", b"one", {})
    path.write_bytes(b"edited")
    real = os.replace

    def replace(old: str, new: Path) -> None:
        if new == path:
            raise Killed
        real(old, new)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(Killed):
        output.save("a.docx", b"two", {}, overwrite=True)
    monkeypatch.undo()
    assert path.read_bytes() == b"edited"
    assert output.standing("a.docx") is DocumentState.EDITED


def test_copies_of_one_moment_do_not_replace_each_other(output: OutputFolder) -> None:
    now = datetime(2026, 11, 28, 7, 30)
    for text in (b"one", b"two", b"three"):
        path = output.save("a.docx", b"ours", {}, overwrite=True, now=now)
        path.write_bytes(text)
    output.save("a.docx", b"ours", {}, overwrite=True, now=now)
    copies = {copy.name: copy.read_bytes() for copy in output.folder.glob("a~*")}
    assert copies == {
        "a~20261128-073000.docx": b"one", "a~20261128-073000-2.docx": b"two", "a~20261128-073000-3.docx": b"three",
    }  # fmt: skip


def test_a_temporary_file_of_a_killed_run_goes_with_the_next(output: OutputFolder) -> None:
    output.save("a.docx", b"one", {})
    left = output.folder / ".kehoach-abc.tmp"
    left.write_bytes(b"half")
    output.save("a.docx", b"two", {})
    assert not left.exists()


def test_where_nobody_locks_only_an_old_temporary_file_goes(tmp_path: Path) -> None:
    for name, age in ((".kehoach-old.tmp", 4000), (".kehoach-new.tmp", 10)):
        (tmp_path / name).write_bytes(b"half")
        moment = time.time() - age
        os.utime(tmp_path / name, (moment, moment))
    replace_file(tmp_path / "a", b"x")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".kehoach-new.tmp", "a"]


@pytest.mark.parametrize("broken", ["{broken", "[]", '{"outputs": {"a.docx": 1}}', "[" * 100_000, "\0"])
def test_no_manifest_breaks_a_run(output: OutputFolder, broken: str) -> None:
    output.folder.mkdir(parents=True)
    (output.folder / "manifest.json").write_text(broken, encoding="utf-8")
    assert output.save("a.docx", b"x", {}).read_bytes() == b"x"


def test_rights_of_a_file_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"")
    path.chmod(0o640)
    replace_file(path, b"x")
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_new_file_has_the_rights_that_the_user_gives_new_files(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        replace_file(tmp_path / "a", b"x")
    finally:
        os.umask(before)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640


def test_a_new_file_may_be_in_folders_that_are_not_there_yet(tmp_path: Path) -> None:
    for name in ("a", "b"):
        save_new(tmp_path / "one/two" / name, b"x")
    with pytest.raises(WouldOverwrite):
        save_new(tmp_path / "one/two/a", b"y")
    assert (tmp_path / "one/two/a").read_bytes() == b"x"


# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
RESERVED = {"con", "prn", "aux", "nul", "conin$", "conout$"}
RESERVED |= {f"{port}{number}" for port in ("com", "lpt") for number in "123456789¹²³"}
HOSTILE = [
    "../../x", "/etc/x", "a/../../b", "..", ".", "", "CON", "nul.docx", "com1", "a:b", "C:\\x", "\\\\host\\share",
    "a\u202eb", "a\nb", "a.", "a ", "CONIN$", "conout$.txt", "AUX", "prn", "lpt9", "COM¹.x", "x" * 300,
    "Kế hoạch " * 40, "\0", "a*b?", "~", "-rf", "…" * 200,
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_made_harmless(name: str) -> None:
    check_name(name)


@given(st.text(max_size=200))
def test_any_name_is_made_harmless(name: str) -> None:
    check_name(name)


def check_name(name: str) -> None:
    safe = safe_name(name)
    assert safe not in ("", ".", "..")
    assert len(safe.encode()) <= MAX_NAME
    assert not any(sign in safe for sign in '<>:"/\\|?*\0\n\u202e')
    assert safe == safe.strip(" .")
    assert safe.split(".")[0].lower() not in RESERVED
    assert safe_name(safe) == safe


def test_two_long_names_stay_two() -> None:
    assert safe_name("x" * 200 + "a") != safe_name("x" * 200 + "b")


def test_vietnamese_names_are_kept() -> None:
    assert safe_name("Kế hoạch giảm nghèo 2026") == "Kế hoạch giảm nghèo 2026"


def test_a_symlink_out_of_the_folder_is_refused(output: OutputFolder, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    output.folder.mkdir(parents=True)
    (output.folder / "trich").symlink_to(outside)
    with pytest.raises(EnvironmentFailure):
        output.save("trich/a.docx", b"x", {})
    assert list(outside.iterdir()) == []


def test_a_workspace_is_found_from_below_and_missing_is_told(tmp_path: Path) -> None:
    (tmp_path / "plans" / "2026").mkdir(parents=True)
    assert Workspace.around(tmp_path / "plans" / "2026").root == tmp_path
    with pytest.raises(UnreadableFile):
        Workspace.around(Path("/"))


def test_the_id_of_a_plan_is_year_and_name() -> None:
    assert plan_id(Path("plans/2024/giam-ngheo.yaml"), 2025) == "2024/giam-ngheo"
    assert plan_id(Path("plans/khac.yaml"), 2025) == "2025/khac"


@pytest.mark.parametrize(
    ("stands", "state"),
    [
        (b"two", DocumentState.OURS), (b"one", DocumentState.OLD), (b"edited", DocumentState.EDITED),
        (None, DocumentState.MISSING),
    ],
)  # fmt: skip
def test_the_state_of_a_document_whose_run_was_killed_while_replacing_it(
    output: OutputFolder, stands: bytes | None, state: DocumentState
) -> None:
    path = output.save("a.docx", b"two", {})
    book = output.folder / "manifest.json"
    manifest = json.loads(book.read_text(encoding="utf-8"))
    manifest["outputs"]["a.docx"]["before"] = workspace.digest(b"one")
    book.write_text(json.dumps(manifest), encoding="utf-8")
    path.unlink()
    if stands is not None:
        path.write_bytes(stands)
    assert output.standing("a.docx") is state


# Owners, and what killed runs and full disks leave


@pytest.mark.skipif(os.name == "nt" or os.getuid() != 0, reason="only root can give a file away")
def test_a_file_that_another_user_rewrites_keeps_its_owner(tmp_path: Path, output: OutputFolder) -> None:
    plan = tmp_path / "a.yaml"
    plan.write_bytes(b"a")
    document = output.save("a.docx", b"one", {})
    for path in (plan, document):
        os.chown(path, 12345, 23456)
        path.chmod(0o640)
    rewrite(plan, b"a", "b")
    output.save("a.docx", b"two", {})
    for path in (plan, document):
        found = path.stat()
        assert (found.st_uid, found.st_gid, found.st_mode & 0o777) == (12345, 23456, 0o640)


def test_where_the_owner_cannot_stay_the_plan_of_another_is_left(
    tmp_path: Path, output: OutputFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = tmp_path / "a.yaml"
    plan.write_bytes(b"a")
    document = output.save("a.docx", b"one", {})
    real = os.stat

    def of_another(path: object, **named: bool) -> os.stat_result:
        found = real(path, **named)  # type: ignore[call-overload]
        if ".kehoach-" in str(path):
            return os.stat_result([*found[:4], found.st_uid + 1, *found[5:10]])
        return found  # type: ignore[no-any-return]

    def refuse(*_values: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "stat", of_another)
    monkeypatch.setattr(os, "chown", refuse)
    with pytest.raises(EnvironmentFailure, match="no permission"):
        rewrite(plan, b"a", "b")
    output.save("a.docx", b"two", {})
    monkeypatch.undo()
    assert (plan.read_bytes(), document.read_bytes()) == (b"a", b"two")


def test_what_a_killed_run_left_beside_a_plan_goes_at_once(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True)
    mine = owner()
    gone = mine.replace(str(os.getpid()), done.stdout.strip())
    for name in (gone, mine, f"0badcafe-{done.stdout.strip()}-"):
        (tmp_path / f".kehoach-{name}x.tmp").touch()
    assert is_abandoned(f".kehoach-{gone}x.tmp")
    replace_file(tmp_path / "a.yaml", b"a")
    left = {path.name for path in tmp_path.glob(".kehoach-*")}
    assert left == {f".kehoach-{mine}x.tmp", f".kehoach-0badcafe-{done.stdout.strip()}-x.tmp"}


def test_a_nearly_full_disk_keeps_what_fits(output: OutputFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """57 documents are staged before the manifest finds no room: some of them make room for it."""
    room = {"left": 60}
    real_open, real_unlink = tempfile.mkstemp, Path.unlink

    def take(*values: object, **named: object) -> object:
        if not room["left"]:
            raise OSError(28, "No space left on device")
        room["left"] -= 1
        return real_open(*values, **named)  # type: ignore[call-overload]

    def free(path: Path, missing_ok: bool = False) -> None:
        room["left"] += path.exists()
        real_unlink(path, missing_ok=missing_ok)

    documents = [OutputDocument(f"{number}.docx", b"%d" % number, {}) for number in range(57)]
    output.save("0.docx", b"old", {})
    room["left"] = 57
    monkeypatch.setattr(tempfile, "mkstemp", take)
    monkeypatch.setattr(Path, "unlink", free)
    failures = output.save_all(documents)
    monkeypatch.undo()
    saved = [one.name for one, failure in zip(documents, failures, strict=True) if failure is None]
    assert 20 < len(saved) < 57
    assert all(output.standing(name) is DocumentState.OURS for name in saved)
    assert sorted(path.name for path in output.folder.glob("*.docx")) == sorted(saved)
    assert output.save_all(documents) == [None] * 57
