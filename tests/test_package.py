"""Packages for hand-over: what goes in comes out, the same bytes each time, and whatever differs is reported."""

from __future__ import annotations

import hashlib
import io
import json
import os
import stat
import struct
import subprocess
import sys
import time
import warnings
import zipfile
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.diagnostics import UnreadableFile
from kehoach.exports.package import MAX_FILES, check_package, package, read_package
from kehoach.storage.files import safe_name
from tests.support.plans import ROOT

FILES = {
    "ke-hoach.pdf": b"%PDF-1.7 PK\x01\x02 PK\x05\x06",
    "bao-cao/6-thang.docx": b"PK\x03\x04" + bytes(range(256)),
    "Quyết định.pdf": b"",
}
METADATA = '{"TypeName": "Kế hoạch"}\n'.encode()
SMALL = package(FILES, METADATA)


def problems(data: bytes) -> list[str]:
    return [str(problem) for problem in check_package(data)]


# What is in it


def test_the_manifest_by_hand() -> None:
    with zipfile.ZipFile(io.BytesIO(SMALL)) as archive:
        assert archive.namelist() == [
            "manifest.json",
            "metadata.json",
            "Quyết định.pdf",
            "bao-cao/6-thang.docx",
            "ke-hoach.pdf",
        ]
        assert json.loads(archive.read("manifest.json")) == {
            "version": 1,
            "files": [
                {
                    "name": "Quyết định.pdf",
                    "size": 0,
                    "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",  # of nothing
                },
                {
                    "name": "bao-cao/6-thang.docx",
                    "size": 260,
                    "sha256": hashlib.sha256(FILES["bao-cao/6-thang.docx"]).hexdigest(),
                },
                {"name": "ke-hoach.pdf", "size": 18, "sha256": hashlib.sha256(FILES["ke-hoach.pdf"]).hexdigest()},
                {"name": "metadata.json", "size": 29, "sha256": hashlib.sha256(METADATA).hexdigest()},
            ],
        }
        assert archive.read("metadata.json") == METADATA
        for entry in archive.infolist():
            assert (entry.date_time, entry.create_system, entry.external_attr, entry.compress_type, entry.extra) == (
                (1980, 1, 1, 0, 0, 0),
                0,
                0x20,
                zipfile.ZIP_STORED,
                b"",
            )
            assert bool(entry.flag_bits & 0x800) != entry.filename.isascii()  # names are UTF-8, and say so


NAMES = st.lists(st.text(max_size=12).map(safe_name), min_size=1, max_size=3).map("/".join)


@given(st.dictionaries(NAMES, st.binary(max_size=300), max_size=6), st.binary(max_size=100))
def test_what_goes_in_comes_out(files: dict[str, bytes], metadata: bytes) -> None:
    try:
        made = package(files, metadata)
    except ValueError:
        folded = {name.casefold() for name in files}
        parts = [name.split("/")[:end] for name in folded for end in range(1, name.count("/") + 1)]
        assert len(folded) < len(files) or folded & {"manifest.json", "metadata.json", *map("/".join, parts)}
        return
    assert problems(made) == []
    found = read_package(made, "goi.zip")
    assert (found.files, found.metadata) == (files, metadata)
    assert package(dict(reversed(files.items())), metadata) == made


def test_the_same_bytes_from_any_process() -> None:
    program = (
        "import hashlib; from tests.test_package import *;"
        "print(hashlib.sha256(package(dict(reversed(FILES.items())), METADATA)).hexdigest())"
    )
    for more in (
        {"TZ": "Asia/Ho_Chi_Minh", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "America/New_York", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2", "SOURCE_DATE_EPOCH": "1"},
    ):
        environment = os.environ | more | {"PYTHONPATH": str(ROOT)}
        done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True)
        assert done.stdout.strip() == hashlib.sha256(SMALL).hexdigest(), done.stderr


@pytest.mark.parametrize(
    "names",
    [
        ["../a.pdf"], ["/a.pdf"], ["a//b.pdf"], ["a\\b.pdf"], ["c:a.pdf"], ["a.pdf "], ["a."], [""], ["a/"],
        ["nul.pdf"], ["a\0.pdf"], ["a\u202epdf"], ["e\u0302.pdf"], ["a" * 101], ["/".join(["a" * 60] * 5)], ["a?.pdf"],
        ["manifest.json"], ["metadata.json"], ["Manifest.JSON"], ["a.pdf", "A.PDF"], ["a", "A/b"],
    ],
)  # fmt: skip
def test_names_that_some_system_does_not_take(names: list[str]) -> None:
    with pytest.raises(ValueError, match=r"not safe on every system|two files with one name"):
        package(dict.fromkeys(names, b""), METADATA)


# What differs


def rezipped(
    change: Callable[[dict[str, bytes]], None], compression: int = zipfile.ZIP_DEFLATED, data: bytes = SMALL
) -> bytes:
    """The package with other files in it, zipped by another program."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def put(name: str, content: bytes) -> Callable[[dict[str, bytes]], None]:
    return lambda files: files.__setitem__(name, content)


def test_zipped_again_by_another_program_it_is_the_same() -> None:
    assert problems(rezipped(lambda files: None)) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (put("ke-hoach.pdf", b"%PDF-1.7"), "ke-hoach.pdf has 8 bytes; the manifest says 18"),
        (put("ke-hoach.pdf", b"%PDF-1.7 PK\x01\x02 PK\x05\x07"), "ke-hoach.pdf is not the file of the manifest"),
        (put("metadata.json", METADATA.replace(b"T", b"t")), "metadata.json is not the file of the manifest"),
        (put("more.pdf", b""), "more.pdf is in the package, but not in the manifest"),
        (lambda files: files.pop("ke-hoach.pdf"), "ke-hoach.pdf is in the manifest, but not in the package"),
        (lambda files: files.pop("metadata.json"), "metadata.json is in the manifest, but not in the package"),
        (lambda files: files.pop("manifest.json"), "it has no manifest.json"),
    ],
)
def test_what_differs_is_said(change: Callable[[dict[str, bytes]], None], said: str) -> None:
    data = rezipped(change)
    (problem,) = problems(data)
    assert problem.startswith(said)
    with pytest.raises(UnreadableFile, match=r"goi\.zip"):
        read_package(data, "goi.zip")


def test_all_differences_are_said() -> None:
    def change(files: dict[str, bytes]) -> None:
        files["b.pdf"] = files.pop("ke-hoach.pdf")
        files["Quyết định.pdf"] = b"x"

    assert len(problems(rezipped(change))) == 3


def test_each_changed_byte_is_found_or_changes_nothing() -> None:
    told = 0
    for at in range(len(SMALL)):
        data = SMALL[:at] + bytes([SMALL[at] ^ 0x20]) + SMALL[at + 1 :]
        if problems(data):
            told += 1
        else:  # as a time, that nobody goes by
            assert read_package(data, "") == read_package(SMALL, "")
    assert told > 0.8 * len(SMALL)


# Hostile zips


def with_entry(name: str, data: bytes = b"x", compression: int = zipfile.ZIP_DEFLATED, mode: int = 0) -> bytes:
    """The package with one more entry, whatever its name."""
    out = io.BytesIO(SMALL)
    with zipfile.ZipFile(out, "a", compression) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        entry = zipfile.ZipInfo(name)
        entry.compress_type, entry.external_attr = compression, mode << 16
        archive.writestr(entry, data)
    return out.getvalue()


def patched(data: bytes, head: bytes, offset: int, value: bytes) -> bytes:
    """Bytes of the last record with this head, replaced."""
    changed = bytearray(data)
    at = changed.rindex(head) + offset
    changed[at : at + len(value)] = value
    return bytes(changed)


def lying_about_its_size() -> bytes:
    data = with_entry("a.bin", b"\0" * 40_000_000)
    for head, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        data = patched(data, head, offset, struct.pack("<I", 1000))
    return data


def overlapping() -> bytes:
    """A hundred entries, all of the same stored megabyte."""
    body = b"\0" * 1_000_000
    crc = zlib.crc32(body)
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 0, 0, 0x21, crc, len(body), len(body), 3, 0)
    out, entries = local + b"a00" + body, b""
    for number in range(100):
        sizes = (crc, len(body), len(body), 3, 0, 0, 0, 0, 0, 0)
        entries += struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 0x21, *sizes) + b"a%02d" % number
    return out + entries + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 100, 100, len(entries), len(out), 0)


def of_64_bits() -> bytes:
    """A zip with the record that says where its list of entries really is."""
    count, size, at = struct.unpack("<H2L", SMALL[-12:-2])
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, at)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(SMALL), 1)
    more = record + locator
    return SMALL + more + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(more), len(SMALL), 0)


ROWS = [{"name": one.name, "size": one.size, "sha256": one.sha256} for one in read_package(SMALL, "").manifest]


def manifest(text: str | bytes) -> bytes:
    return rezipped(put("manifest.json", text if isinstance(text, bytes) else text.encode()))


def rows(*found: object, version: object = 1) -> str:
    """A manifest as kehoach writes one, but for what is in it."""
    return json.dumps({"version": version, "files": found}, ensure_ascii=False, indent=1) + "\n"


def row(**changed: object) -> bytes:
    return manifest(rows(*ROWS[:-1], {**ROWS[-1], **changed}))


HOSTILE: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "no zip": lambda: b"%PDF-1.7\n" * 100,
    "an empty zip": lambda: b"PK\x05\x06" + b"\0" * 18,
    "cut short": lambda: SMALL[:-30],
    "cut in the middle": lambda: SMALL[: len(SMALL) // 2],
    "something before": lambda: b"#!/bin/sh\n" + SMALL,
    "something after": lambda: SMALL + b"x",
    "a comment": lambda: SMALL[:-2] + b"\x05\0PK\x05\x06x",
    "a bomb": lambda: with_entry("a.bin", b"\0" * 60_000_000),
    "a bomb of zips": lambda: with_entry("a.zip", with_entry("b.zip", b"\0" * 30_000_000)),
    "a size that is not true": lying_about_its_size,
    "overlapping": overlapping,
    "too many": lambda: rezipped(lambda files: files.update({f"a{n}": b"" for n in range(MAX_FILES)})),
    "64-bit form": of_64_bits,
    "upward": lambda: with_entry("../a.pdf"),
    "upward inside": lambda: with_entry("a/../../b.pdf"),
    "from the root": lambda: with_entry("/etc/passwd"),
    "a drive": lambda: with_entry("c:a.pdf"),
    "a backslash": lambda: patched(with_entry("a/b.pdf"), b"a/b.pdf", 0, b"a\\b.pdf"),
    "a device": lambda: with_entry("bao-cao/con.pdf"),
    "a stream of a file": lambda: with_entry("ke-hoach.pdf:x"),
    "a blank at the end": lambda: with_entry("a.pdf "),
    "hidden direction": lambda: with_entry("a\u202efdp.exe"),
    "loose marks": lambda: with_entry("e\u0302.pdf"),
    "a long name": lambda: with_entry("a" * 5000),
    "twice": lambda: with_entry("ke-hoach.pdf"),
    "twice but for capitals": lambda: with_entry("KE-HOACH.pdf"),
    "a file and a folder": lambda: with_entry("ke-hoach.pdf/a"),
    "a folder": lambda: with_entry("a/", b""),
    "a link": lambda: with_entry("a.pdf", b"/etc/passwd", zipfile.ZIP_STORED, stat.S_IFLNK | 0o777),
    "bzip2": lambda: with_entry("a.pdf", compression=zipfile.ZIP_BZIP2),
    "lzma": lambda: with_entry("a.pdf", compression=zipfile.ZIP_LZMA),
    "encrypted": lambda: patched(SMALL, b"PK\x01\x02", 8, b"\x01\x00"),
    "another name inside": lambda: patched(SMALL, b"PK\x03\x04", 30, b"x"),
    "another checksum": lambda: patched(SMALL, b"PK\x01\x02", 16, b"\1\2\3\4"),
    "a place beyond the end": lambda: patched(SMALL, b"PK\x01\x02", 42, b"\xff\xff\xff\x7f"),
    "no JSON": lambda: manifest("không"),
    "no UTF-8": lambda: manifest(b"\xff\xfe{}"),
    "a list": lambda: manifest("[]"),
    "a number": lambda: manifest("1"),
    "nested": lambda: manifest("[" * 90_000),
    "a long number": lambda: manifest(rows(*ROWS).replace("29", "9" * 10_000)),
    "no number": lambda: manifest(rows(*ROWS).replace("29", "NaN")),
    "newer": lambda: manifest(rows(*ROWS, version=2)),
    "older": lambda: manifest(rows(*ROWS, version=0)),
    "no version": lambda: manifest(rows(*ROWS, version=True)),
    "no files": lambda: manifest(rows()),
    "files of another kind": lambda: manifest(rows(*ROWS, 1)),
    "a row twice": lambda: manifest(rows(*ROWS, ROWS[-1])),
    "a key twice": lambda: manifest(rows(*ROWS).replace("{", '{\n "files": [],', 1)),
    "in another order": lambda: manifest(rows(*reversed(ROWS))),
    "a name of another kind": lambda: row(name=1),
    "half a character": lambda: manifest(rows(*ROWS).replace("metadata", "\\ud800")),
    "a size of another kind": lambda: row(size=True),
    "a hash of another kind": lambda: row(sha256=None),
    "a hash in capitals": lambda: row(sha256=str(ROWS[-1]["sha256"]).upper()),
    "a name upward": lambda: row(name="../metadata.json"),
    "the manifest of another": lambda: rezipped(
        put("manifest.json", zipfile.ZipFile(io.BytesIO(package({}, METADATA))).read("manifest.json"))
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_packages(name: str) -> None:
    data = HOSTILE[name]()
    begun = time.process_time()
    assert problems(data) != []
    with pytest.raises(UnreadableFile):
        read_package(data, "goi.zip")
    assert time.process_time() - begun < 2
