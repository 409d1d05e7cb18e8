"""`so-dang-ky.xlsx`: the register of issued documents with the ten columns of Annex IV, part I."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from kehoach.exports.sheets import SheetColumn, Sheets
from kehoach.ooxml.package import pack, unpack
from kehoach.ooxml.workbook import open_workbook
from kehoach.storage.register import EntryState, RegisterEntry
from kehoach.vietnamese import cut

_REMARKS = {EntryState.RESERVED: "Đang ban hành", EntryState.ISSUED: "", EntryState.REVOKED: "Đã thu hồi"}
_LONGEST_NAME = 31
"""Characters that the name of a sheet may have."""


def write_register(entries: Sequence[RegisterEntry], issuers: Mapping[str, str]) -> bytes:
    """The workbook: a sheet for each issuer and year, its numbers by type. The same entries give the same bytes."""
    books: dict[tuple[str, int], list[RegisterEntry]] = {}
    for entry in entries:
        books.setdefault((entry.series.issuer, entry.series.year), []).append(entry)
    buffer = io.BytesIO()
    with open_workbook(buffer, title="Sổ đăng ký văn bản đi", author="; ".join(issuers.values())) as book:
        taken: set[str] = set()
        for (issuer, year), found in books.items() or {("", 0): []}.items():
            name = issuers.get(issuer, issuer)
            sheets = Sheets(book, f"SỔ ĐĂNG KÝ VĂN BẢN ĐI · {name} · Năm {year}" if year else "SỔ ĐĂNG KÝ VĂN BẢN ĐI")
            sheets.add(_sheet_name(f"{year} {name}".strip("0 "), taken), COLUMNS, found, numbered=True)
    return pack(unpack(buffer.getvalue()))


def _sheet_name(wanted: str, taken: set[str]) -> str:
    """A name that Excel takes, and that no other sheet has."""
    plain = "".join("-" if sign in "[]:*?/\\'" else sign for sign in wanted) or "Văn bản đi"
    name, number = cut(plain, _LONGEST_NAME), 1
    while name.lower() in taken:
        number += 1
        name = f"{cut(plain, _LONGEST_NAME - 4)} {number}"
    taken.add(name.lower())
    return name


def remark(entry: RegisterEntry) -> str:
    """Column 10: what became of the paper."""
    said = [_REMARKS[entry.state] + (f": {entry.reason}" if entry.reason else "")]
    if entry.amends:
        said.append(f"Ban hành lần {entry.revision}, sửa đổi: {entry.amends}")
    return "\n".join(filter(None, said))


COLUMNS = (
    SheetColumn("Số, ký hiệu văn bản", 16, lambda row: row.name),
    SheetColumn("Ngày tháng văn bản", 13, lambda row: row.day),
    SheetColumn("Tên loại và trích yếu nội dung văn bản", 46, lambda row: row.title),
    SheetColumn("Người ký", 20, lambda row: row.signer),
    SheetColumn("Nơi nhận văn bản", 34, lambda row: "; ".join(row.recipients)),
    SheetColumn("Đơn vị, người nhận bản lưu", 16, lambda row: row.archive),
    SheetColumn("Số lượng bản", 9, lambda _row: None),
    SheetColumn("Ngày chuyển", 12, lambda _row: None),
    SheetColumn("Ký nhận", 12, lambda _row: None),
    SheetColumn("Ghi chú", 26, remark),
)
"""The ten columns of the decree. Copies, the day of sending and the receipt are the clerk's to fill in."""
