"""Files beside a plan: pictures and tables are read with limits, printed, watched, compared, carried into next year."""

from __future__ import annotations

import io
import os
import struct
import time
import zipfile
import zlib
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree
from PIL import Image

from kehoach.commands.build import build
from kehoach.commands.next import draft
from kehoach.comparing import compare
from kehoach.diagnostics import Severity
from kehoach.documents.plan import compose_plan
from kehoach.ooxml.package import unpack
from kehoach.parse.number_formats import shown
from kehoach.pipeline.examine import Examined, Examiner
from kehoach.pipeline.next_year import DraftRequest
from kehoach.pipeline.production import RunOptions
from kehoach.storage.workspace import Workspace
from kehoach.tracking.tracked import tracked
from kehoach.word.docx import write_docx
from tests.support.judges import lint, sdk_errors
from tests.support.plans import ROOT, SMALL, TEMPLATE

DAY = date(2024, 12, 31)
PICTURE = "      - picture: hinh.png\n        alt: Sơ đồ tổ chức\n"
TABLE = "      - table: Bảng\n        file: bang.xlsx\n"


def png(width: int = 300, height: int = 200, color: str = "red", **saved: Any) -> bytes:
    return encoded("PNG", Image.new("RGB", (width, height), color), **saved)


def encoded(kind: str, image: Image.Image, **saved: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **saved)
    return buffer.getvalue()


def workbook(*rows: list[Any], merged: tuple[str, ...] = ()) -> bytes:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    book.save(buffer)
    return buffer.getvalue()


def changed_part(package: bytes, part: str, old: str, new: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as there, zipfile.ZipFile(buffer, "w") as made:
        for name in there.namelist():
            data = there.read(name)
            made.writestr(name, data.replace(old.encode(), new.encode()) if name == part else data)
    return buffer.getvalue()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """The folder of the plans of a year, with a registry above."""
    folder = tmp_path / "plans" / "2024"
    folder.mkdir(parents=True)
    (tmp_path / "plans" / "agencies.yaml").write_bytes((ROOT / "plans" / "agencies.yaml").read_bytes())
    return folder


def examined(place: Path, items: str, **files: bytes) -> Examined:
    for name, data in files.items():
        (place / name.replace("_", ".")).write_bytes(data)
    path = place / "nho.yaml"
    path.write_text(SMALL.replace("      - Nội dung.\n", f"      - Nội dung.\n{items}"), encoding="utf-8")
    return Examiner(Workspace.around(place)).examine(path)


def codes(found: Examined) -> list[str]:
    return [finding.code for finding in found.findings if finding.code[:4] in ("KH13", "KH14")]


def docx(found: Examined) -> bytes:
    assert found.plan is not None
    assert not found.stops, [str(one.message) for one in found.findings]
    return write_docx(compose_plan(found.plan, found.agencies), TEMPLATE.read_bytes(), Path("plan.docx"))


def sizes(package: bytes) -> list[tuple[float, float]]:
    """Width and height of each drawing, in millimetres."""
    root = etree.fromstring(unpack(package)["word/document.xml"])
    return [(int(one.get("cx")) / 36000, int(one.get("cy")) / 36000) for one in root.iter("{*}extent")]


# Pictures


@pytest.mark.parametrize(
    ("dots", "width", "expected"),
    [
        ((300, 150), "", (50.8, 25.4)),  # 150 dots to the inch
        ((3000, 1500), "", (160, 80)),  # at most the text's width
        ((300, 150), "120 mm", (120, 60)),
        ((300, 150), "50%", (80, 40)),
        ((300, 150), "900 mm", (160, 80)),
        ((300, 3000), "160 mm", (23.7, 237)),  # never higher than the page
    ],
)
def test_a_picture_fits_the_page(place: Path, dots: tuple[int, int], width: str, expected: tuple[float, float]) -> None:
    asked = f"        width: {width}\n" if width else ""
    found = examined(place, PICTURE + asked, hinh_png=png(*dots, dpi=(150, 150)))
    assert sizes(docx(found))[0] == pytest.approx(expected, abs=0.1)


def test_a_picture_is_read_to_who_cannot_see_it_and_is_the_same_twice(place: Path, tmp_path: Path) -> None:
    found = examined(place, PICTURE * 2, hinh_png=png())
    made = docx(found)
    assert made == docx(found)
    drawn = [one.get("descr") for one in etree.fromstring(unpack(made)["word/document.xml"]).iter("{*}docPr")]
    assert drawn == ["Sơ đồ tổ chức"] * 2
    assert sum(name.startswith("word/media/") for name in unpack(made)) == 1
    assert lint(made) == []
    assert sdk_errors(made, tmp_path) == []


def test_without_a_text_for_who_cannot_see_it_no_picture(place: Path) -> None:
    found = examined(place, "      - picture: hinh.png\n", hinh_png=png())
    assert [one.code for one in found.findings if "alt" in str(one.message)] == ["KH102"]


def test_where_and_by_whom_a_photo_was_taken_stays_here(place: Path) -> None:
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (21.0, 2.0, 3.0)}
    exif[0x013B] = "Nguyen Van A"
    photo = encoded("JPEG", Image.new("RGB", (40, 20)), exif=exif, comment=b"bi mat")
    drawing = png(40, 20, pnginfo=None, exif=exif)
    items = PICTURE + PICTURE.replace("png", "jpg")
    media = [data for name, data in unpack(docx(examined(place, items, hinh_png=drawing, hinh_jpg=photo))).items()
             if name.startswith("word/media/")]  # fmt: skip
    assert len(media) == 2
    for data in media:
        assert b"Nguyen" not in data
        assert b"bi mat" not in data
        assert not Image.open(io.BytesIO(data)).getexif()


def test_a_photo_lies_as_the_camera_was_held_and_prints_in_colours_that_word_knows(place: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    image = Image.new("CMYK", (40, 20))
    found = docx(examined(place, PICTURE.replace("png", "jpg"), hinh_jpg=encoded("JPEG", image, exif=exif)))
    (photo,) = (data for name, data in unpack(found).items() if name.startswith("word/media/"))
    with Image.open(io.BytesIO(photo)) as opened:
        assert (opened.mode, opened.size) == ("RGB", (20, 40))


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))


BOMB = b"".join((b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", struct.pack(">LLBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)),
                 chunk(b"IDAT", zlib.compress(b"\0" * 5_000_000)), chunk(b"IEND", b"")))  # fmt: skip
HOSTILE_PICTURES = {
    "bomb": BOMB,
    "bomb within Pillow's limit": BOMB.replace(struct.pack(">LL", 60_000, 60_000), struct.pack(">LL", 9_000, 9_000)),
    "cut off": png(400, 400)[:-40],
    "cut off early": encoded("JPEG", Image.effect_noise((200, 200), 90))[:3000],
    "empty": b"",
    "gif": encoded("GIF", Image.new("P", (9, 9))),
    "text": b"so do",
    "word": b"PK\x03\x04",
    "head of png alone": b"\x89PNG\r\n\x1a\n",
    "head of jpeg alone": b"\xff\xd8\xff\xe0",
}


@pytest.mark.parametrize("name", HOSTILE_PICTURES)
def test_what_is_no_picture_is_one_finding(place: Path, name: str) -> None:
    began = time.monotonic()
    assert codes(examined(place, PICTURE, hinh_png=HOSTILE_PICTURES[name])) == ["KH140"]
    assert time.monotonic() - began < 60


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../../../a.png", "link.png", "folder", "pipe", "khong-co.png", "a\\b.png"]
)
def test_a_file_has_to_be_one_inside_of_the_workspace(place: Path, tmp_path_factory: Any, name: str) -> None:
    outside = tmp_path_factory.mktemp("outside") / "a.png"
    outside.write_bytes(png())
    (place / "link.png").symlink_to(outside)
    (place / "folder").mkdir()
    os.mkfifo(place / "pipe")
    found = examined(place, PICTURE.replace("hinh.png", name))
    assert codes(found) == ["KH139"]
    (finding,) = (one for one in found.findings if one.code == "KH139")
    assert finding.span.text == name


SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="48" viewBox="0 0 96 48">{}</svg>'


def test_a_drawing_is_drawn_in_the_packaged_typeface(place: Path) -> None:
    pytest.importorskip("resvg_py")
    text = '<rect width="96" height="48" fill="#fff"/><text x="5" y="30" font-family="Arial">Kế hoạch</text>'
    found = examined(place, PICTURE.replace("png", "svg"), hinh_svg=SVG.format(text).encode())
    made = docx(found)
    assert sizes(made)[0] == pytest.approx((25.4, 12.7), abs=0.1)
    (data,) = (data for name, data in unpack(made).items() if name.startswith("word/media/"))
    with Image.open(io.BytesIO(data)) as opened:
        assert opened.size == (1900, 950)
        assert len(opened.convert("L").getcolors()) > 10  # letters, and their smooth edges


def test_without_what_draws_a_drawing_one_line_says_how_to_get_it(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kehoach.parse.vector.find_spec", lambda _name: None)
    found = examined(place, PICTURE.replace("png", "svg"), hinh_svg=SVG.format("<g/>").encode())
    assert ["pip install kehoach[pictures]" in str(one.hint) for one in found.findings if one.code == "KH140"] == [True]


HOSTILE_DRAWINGS = {
    "file": SVG.format('<image href="/etc/passwd" width="9" height="9"/>'),
    "page": SVG.format('<image xlink:href="http://localhost/a.png" xmlns:xlink="http://www.w3.org/1999/xlink"/>'),
    "drawing in it": SVG.format('<image href="data:image/svg+xml;base64,AAAA"/>'),
    "style": SVG.format("<style>@import url(http://localhost/a.css);</style>"),
    "url": SVG.format('<rect fill="url(other.svg#a)"/>'),
    "entity": '<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("&a;"),
    "broken": SVG.format("<g>"),
    "no size": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "thin": SVG.format("").replace('"48"', '"0.001"'),
    "large": SVG.format("<g/>" * 2_000_000),
}


@pytest.mark.parametrize("name", HOSTILE_DRAWINGS)
def test_a_hostile_drawing_is_one_finding(place: Path, name: str) -> None:
    began = time.monotonic()
    found = examined(place, PICTURE.replace("png", "svg"), hinh_svg=HOSTILE_DRAWINGS[name].encode())
    assert codes(found) == ["KH140"]
    assert not any("pip install" in str(one.hint) for one in found.findings)
    assert time.monotonic() - began < 60


# Tables


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        (1234.5, "#,##0.0", "1.234,5"),
        (1234567, "General", "1234567"),
        (0.1 + 0.2, "General", "0,3"),
        (0.125, "0.0%", "12,5%"),
        (-5, "#,##0;(#,##0)", "(5)"),
        (2.345, "0.00", "2,35"),  # as Excel rounds
        (1_000_000.0, '#,##0" đồng"', "1.000.000 đồng"),
        (1_500_000, "#,##0,", "1.500"),
        (3, "0.##", "3"),
        (7, "00", "07"),
        (0, '_(* #,##0_);_(* \\(#,##0\\);_(* "-"??_);_(@_)', "-"),
        (datetime(2026, 3, 5), "m/d/yyyy", "05/03/2026"),
        (datetime(2026, 3, 5), "mm/yyyy", "03/2026"),
    ],
)
def test_numbers_are_as_seen_in_the_sheet_in_vietnamese_form(value: Any, form: str, expected: str) -> None:
    assert shown(value, form) == expected


def rows(found: Examined) -> list[list[str]]:
    assert found.plan is not None
    (table,) = found.plan.tables
    return [[str(cell) for cell in table.columns], *([str(cell) for cell in row] for row in table.rows)]


def test_joined_cells_are_headings_below_headings_cells_over_several_rows_and_rows_across(place: Path) -> None:
    data = workbook(
        ["TT", "Kinh phí", None], [None, "2026", "2027"], ["Nhóm A", None, None], [1, 5, 6], [None, 7, 8],
        merged=("A1:A2", "B1:C1", "A3:C3", "A4:A5"),
    )  # fmt: skip
    found = examined(place, TABLE, bang_xlsx=data)
    assert rows(found) == [["TT", "Kinh phí > 2026", "Kinh phí > 2027"], ["Nhóm A"], ["1", "5", "6"], ["", "7", "8"]]
    assert found.plan is not None
    assert found.plan.tables[0].merge == (1,)


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_is_read_however_excel_saved_it(place: Path, separator: str, encoding: str) -> None:
    text = f'TT{separator}Xã\r\n1{separator}"Tân{separator}""Lập"""\r\n2{separator}=cmd|x!A1\r\n'
    found = examined(place, TABLE.replace("xlsx", "csv"), bang_csv=text.encode(encoding))
    assert rows(found) == [["TT", "Xã"], ["1", f'Tân{separator}"Lập"'.replace("\t", " ")], ["2", "=cmd|x!A1"]]
    assert codes(found) == []


def test_a_cell_is_a_text_like_any_other(place: Path) -> None:
    data = workbook(["TT", "Việc"], [1, "Năm {{ year }}: TODO(ai làm?)"], [2, "{{ khong_co }}"])
    found = examined(place, TABLE, bang_xlsx=data)
    assert [(one.code, Path(one.span.source.path).name, one.span.source.part, one.span.line) for one in found.findings
            if one.span.source.path != str(place / "nho.yaml")][:2] == [
        ("KH110", "bang.xlsx", "Sheet", 2), ("KH107", "bang.xlsx", "Sheet", 3)
    ]  # fmt: skip


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/workbook.xml", b" " * 60_000_000)
    return buffer.getvalue()


GOOD = workbook(["TT", "Số"], [1, 2])
SHEET = "xl/worksheets/sheet1.xml"


def joined(cells: str, count: int) -> bytes:
    many = f'<mergeCell ref="{cells}"/>' * count
    return changed_part(GOOD, SHEET, "</sheetData>", f"</sheetData><mergeCells>{many}</mergeCells>")


HOSTILE_WORKBOOKS = {
    "bomb": (bomb(), "KH141"),
    "cut off": (GOOD[:2000], "KH141"),
    "text": (b"TT;So", "KH141"),
    "old": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "KH141"),
    "entities": (
        changed_part(GOOD, "xl/workbook.xml", "<workbook", '<!DOCTYPE a [<!ENTITY b "c">]><workbook'),
        "KH141",
    ),
    "macros": (changed_part(GOOD, "[Content_Types].xml", "sheet.main+xml", "sheet.macroEnabled.main+xml"), "KH141"),
    "a last row far away": (changed_part(GOOD, SHEET, 'r="2"', 'r="1048576"'), ""),
    "a last column far away": (changed_part(GOOD, SHEET, 'r="B2"', 'r="XFD2"'), "KH141"),
    "broken": (changed_part(GOOD, SHEET, "<sheetData>", "<sheetData><row><c/>"), "KH141"),
    "nothing": (workbook(), "KH141"),
    "formula": (workbook(["TT", "Số"], [1, "=1+1"]), "KH142"),
    "error": (workbook(["TT", "Số"], [1, "#REF!"]), "KH142"),
    "control character": (workbook(["TT", "Số"], [1, "a\u202eb"]), "KH142"),
    "joined cells without end": (joined("A1:B1048576", 99_000), "KH141"),
    "joined cells far down": (joined("A2:A1048576", 1_900), ""),
    "many columns": (workbook(list(range(100)), list(range(100))), "KH141"),
}


@pytest.mark.parametrize("name", HOSTILE_WORKBOOKS)
def test_a_hostile_workbook_is_one_finding(place: Path, name: str) -> None:
    data, code = HOSTILE_WORKBOOKS[name]
    began = time.monotonic()
    assert codes(examined(place, TABLE, bang_xlsx=data)) == ([code] if code else [])
    assert time.monotonic() - began < 60  # three seconds on a quiet machine


@pytest.mark.parametrize(
    "data", ["Số;hộ".encode("cp1258", "replace") + b"\xff", b"a;b\n\0;c", b'"a;b\n1;2', b"", b"\xff\xfe\x00"]
)
def test_a_csv_that_is_none_is_one_finding(place: Path, data: bytes) -> None:
    assert codes(examined(place, TABLE.replace("xlsx", "csv"), bang_csv=data)) == ["KH141"]


# Documents


def built(place: Path) -> Any:
    time.sleep(0.02)
    made = list(build([], place.parent.parent, RunOptions(fresh=True, today=DAY)))
    assert not any(one.report.failures for one in made)
    return [path.name for one in made for path in one.report.written]


@pytest.mark.parametrize(("name", "data"), [("hinh.png", png(color="blue")), ("bang.xlsx", workbook(["A"], [9]))])
def test_a_changed_file_makes_the_plan_anew(place: Path, name: str, data: bytes) -> None:
    examined(place, PICTURE + TABLE, hinh_png=png(), bang_xlsx=GOOD)
    assert "ke-hoach.docx" in built(place)
    assert built(place) == []
    (place / name).write_bytes(data)
    assert built(place) == ["ke-hoach.docx"]
    assert built(place) == []


def test_a_file_that_is_missing_and_comes_makes_the_plan(place: Path) -> None:
    examined(place, PICTURE)
    assert built(place) == []
    (place / "hinh.png").write_bytes(png())
    assert "ke-hoach.docx" in built(place)


def test_another_picture_of_the_same_name_is_a_difference_and_both_are_in_the_tracked_file(
    place: Path, tmp_path: Path
) -> None:
    old, new = (examined(place, PICTURE, hinh_png=png(color=color)) for color in ("red", "blue"))
    assert old.plan is not None
    assert new.plan is not None
    found = compare(old.plan, old.agencies, new.plan, new.agencies)
    assert ["hinh.png" in str(one) for one in found] == [True]
    made = tracked(docx(old), docx(new), "UBND", DAY)
    assert sum(name.startswith("word/media/") for name in unpack(made)) == 2
    assert lint(made) == []
    assert sdk_errors(made, tmp_path) == []


def test_next_year_names_the_files_where_they_are_and_asks_about_each(place: Path) -> None:
    examined(place, PICTURE + TABLE, hinh_png=png(), bang_xlsx=workbook(["TT", "Năm 2024"], [1, "Năm 2024"]))
    drafted = draft(place / "nho.yaml", DraftRequest(2025), RunOptions(today=DAY), str)
    text = (place.parent / "2025" / "nho.yaml").read_text(encoding="utf-8")
    assert "picture: ../2024/hinh.png" in text
    assert "file: ../2024/bang.xlsx" in text
    assert drafted.ledger is not None
    asked = [one.old for one in drafted.ledger.entries if one.verify]
    assert {"hinh.png", "bang.xlsx"} <= set(asked)
    assert not drafted.report.stops


def test_a_file_without_a_name_is_no_table(place: Path) -> None:
    found = examined(place, "      - table: Bảng\n        file:\n").findings
    assert [finding.code for finding in found if finding.severity is Severity.ERROR] == ["KH102", "KH102"]
