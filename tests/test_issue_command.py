"""`kehoach issue`, `revoke` and `register` at the command line: what is printed, exit codes, the decree's columns."""

from __future__ import annotations

import io
import json
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from kehoach.storage.register import Register
from tests.support import forked
from tests.support.plans import ROOT, SMALL, small_workspace

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def kehoach(tmp_path: Path) -> Run:
    small_workspace(tmp_path)

    def run(*words: str, code: int = 0, lang: str = "en") -> subprocess.CompletedProcess[str]:
        done = forked.run(*words, "--lang", lang, cwd=tmp_path)
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done

    return run


def test_from_the_first_number_to_a_revoked_one(kehoach: Run, tmp_path: Path) -> None:
    assert "no paper has a number here yet" in kehoach("register").stdout
    asked = kehoach("issue", "2024/nho", code=2)
    assert "the next free number of 2024 is 01" in asked.stderr
    add = ("register", "add", "4", "--date", "10/01/2024", "--type", "KH", "--subject", "Việc khác")
    assert "who issues the paper is not given" in kehoach(*add, code=2).stderr
    kehoach(*add, "--issuer", "ubnd-tp-lai-chau", "--signer", "Trần Thị Hà", "--recipient", "Như trên")
    assert "04/KH-UBND" in kehoach(*add, code=3).stderr
    assert "perhaps KH?" in kehoach(*("KHH" if word == "KH" else word for word in add), code=2).stderr
    kehoach("register", "add", "7", "--date", "11/01/2024", "--subject", "Trả lời", "--symbol", "UBND-VP")
    done = kehoach("issue", "2024/nho", "--number", "6", "--date", "12/01/2024")
    assert "issued as 06/KH-UBND of 12/01/2024: ban-hanh/2024/nho/1" in done.stderr
    assert "nobody has number 05/KH-UBND of 2024" in done.stderr
    assert "issued already" in kehoach("issue", "2024/nho").stderr
    assert "06/KH-UBND" in kehoach("issue", "2024/nho", "--number", "9", code=3).stderr
    table = kehoach("register").stdout
    rows = [line.split()[0] for line in table.splitlines() if "/" in line and "2024" in line and line[0].isdigit()]
    assert rows == ["07/UBND-VP", "04/KH-UBND", "06/KH-UBND"]
    kehoach("revoke", "2024/nho", "trùng")
    assert "revoked" in kehoach("register").stdout
    found = json.loads(kehoach("register", "--format", "json", "--year", "2024").stdout)
    assert [(one["symbol"], one["state"]) for one in found["entries"]] == [
        ("07/UBND-VP", "issued"), ("04/KH-UBND", "issued"), ("06/KH-UBND", "revoked"),
    ]  # fmt: skip
    assert found["entries"][2]["reason"] == "trùng"
    assert {note["kind"] for note in found["notes"]} == {"gap"}
    assert json.loads(kehoach("register", "--format", "json", "--year", "2023").stdout)["entries"] == []
    assert "KH719" in kehoach("check", "2024/nho", code=1).stdout


def test_findings_in_the_way_are_printed(kehoach: Run, tmp_path: Path) -> None:
    plan = tmp_path / "plans/2024/nho.yaml"
    plan.write_text(SMALL.replace("Nội dung.", "Nội dung TODO(ai làm?)."), encoding="utf-8")
    done = kehoach("issue", "2024/nho", "--number", "6", "--date", "12/01/2024", code=1)
    assert "ai làm?" in done.stdout
    found = json.loads(
        kehoach("issue", "2024/nho", "--number", "6", "--date", "12/01/2024", "--format", "json", code=1).stdout
    )
    assert [one["severity"] for one in found] == ["undecided"]


def test_the_sheet_has_the_ten_columns_of_the_decree(kehoach: Run, tmp_path: Path) -> None:
    kehoach("issue", "2024/nho", "--number", "6", "--date", "12/01/2024")
    kehoach("register", "--xlsx", "so.xlsx")
    data = (tmp_path / "so.xlsx").read_bytes()
    (sheet,) = openpyxl.load_workbook(io.BytesIO(data)).worksheets
    form = (ROOT / "tests/data/so-dang-ky.txt").read_text(encoding="utf-8").splitlines()
    head, numbers, row = ([cell.value for cell in line] for line in sheet.iter_rows())
    assert head == form
    assert numbers == [f"({number})" for number in range(1, 11)]
    assert row[:6] == [
        "06/KH-UBND", datetime(2024, 1, 12), "Kế hoạch thử việc lưu tệp năm 2024", "Nguyễn Văn Bình",
        "Các cơ quan liên quan", "VT, TH",
    ]  # fmt: skip
    assert "already exists" in kehoach("register", "--xlsx", "so.xlsx", code=3).stderr
    kehoach("register", "--xlsx", "lai.xlsx")
    assert (tmp_path / "lai.xlsx").read_bytes() == data
    assert ".xlsx" in kehoach("register", "--xlsx", "so.csv", code=2).stderr


def test_an_empty_register_prints_an_empty_sheet(kehoach: Run, tmp_path: Path) -> None:
    kehoach("register", "--xlsx", "so.xlsx")
    (sheet,) = openpyxl.load_workbook(tmp_path / "so.xlsx").worksheets
    assert sheet.max_column == 10


def test_a_damaged_register_is_one_line(kehoach: Run, tmp_path: Path) -> None:
    kehoach("issue", "2024/nho", "--number", "6", "--date", "12/01/2024")
    register = Register.of(tmp_path)
    register.path.write_bytes(b"x" * 5000)
    for words in (("register",), ("issue", "2024/nho"), ("check", "2024/nho"), ("build",), ("revoke", "2024/nho", "x")):
        done = kehoach(*words, code=4)
        assert "so-dang-ky.sqlite is damaged" in done.stderr
        assert len(done.stderr.strip().splitlines()) <= 4
    assert register.path.read_bytes() == b"x" * 5000


def test_the_messages_are_vietnamese(kehoach: Run) -> None:
    assert "số tiếp theo của năm 2024 là 01" in kehoach("issue", "2024/nho", code=2, lang="vi").stderr
    done = kehoach("issue", "2024/nho", "--number", "6", "--date", "12/01/2024", lang="vi")
    assert "đã ban hành, số 06/KH-UBND ngày 12/01/2024" in done.stderr
    assert "chưa văn bản nào mang số 01-05/KH-UBND năm 2024" in done.stderr
