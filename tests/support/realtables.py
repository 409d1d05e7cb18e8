"""The appendices and tables of plans that read like real ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tests.support import realwords as words
from tests.support.realmaker import Maker

_UNITS = (("ha", "1.{}00", 3), ("xã", "{:02}", 9), ("triệu đồng/người", "{},5", 60), ("lượt khách", "{}.000", 90))


class Rows(str):
    """Lines of a block that each print by themselves."""


class TableMaker(Maker):
    """Makes appendices and tables."""

    def money(self) -> str:
        """A sum."""
        return self.one((f"{self.chance.randint(2, 900)} triệu đồng", f"{self.chance.randint(2, 30)},5 tỷ đồng"))

    def appendices(self) -> Iterator[dict[str, Any]]:
        """All of a plan's."""
        ways = {
            "tasks": self._tasks, "targets": self._target_table, "funding": self._funding_table,
            "table": self.free_table, "text": self._text,
        }  # fmt: skip
        typed = self.has("typed marks of appendices", 0.1)
        for number, kind in enumerate(self.some(tuple(ways), 0, self.one((1, 1, 2, 3))), 1):
            self.kinds.add(f"appendix {kind}")
            made: dict[str, Any] = {"kind": kind, "title": self.one((*words.HEADINGS, *words.APPENDICES))}
            if typed:
                made["mark"] = f"Phụ lục {number:02}"
            if self.has("landscape", 0.3):
                made["landscape"] = "true"
            if self.has("no closing sign", 0.1):
                made["closing_sign"] = "false"
            if self.has("line below the title of an appendix", 0.1):
                made["below_title"] = self.one(("none", "(Kèm theo văn bản của cơ quan chủ trì)"))
            yield made | ways[kind]()

    # facts

    def _tasks(self) -> dict[str, Any]:
        columns = {"order": self.one(("TT", "STT")), "text": self.one(("Nội dung nhiệm vụ", "Nhiệm vụ", "Nội dung"))}
        columns |= {"lead": self.one(("Cơ quan chủ trì", "Đơn vị chủ trì", "Cơ quan thực hiện"))}
        columns |= {"coordinating": self.one(("Cơ quan phối hợp", "Đơn vị phối hợp"))} if self.yes(0.7) else {}
        columns["deadline"] = self.one(("Thời gian thực hiện", "Thời hạn hoàn thành", "Thời gian hoàn thành"))
        columns |= {"deliverable": self.one(("Sản phẩm", "Kết quả đầu ra"))} if self.yes(0.3) else {}
        columns |= {"note": "Ghi chú"} if self.yes(0.15) else {}
        tasks: list[Any] = [self._task(columns) for _each in range(self.chance.randint(2, 6))]
        made: dict[str, Any] = {"columns": columns}
        if self.has("short names", 0.15):
            made["names"] = "short"
        if self.has("groups in a task table", 0.4):
            half = len(tasks) // 2
            tasks = [
                {"heading": head, "items": group}
                for head, group in zip(words.HEADINGS[:2], (tasks[:half], tasks[half:]), strict=True)
            ]
            if self.has("numbers that restart", 0.4):
                made["restart"] = "true"
        return made | {"items": tasks}

    def _task(self, columns: Mapping[str, str]) -> dict[str, Any]:
        made: dict[str, Any] = {"task": self.id("nv"), "text": self.sentence()}
        if self.yes(0.1):
            made["text"] += f"\n{self.sentence()}"
        made["lead"] = self.some(words.BODIES, 1, 2)
        if "coordinating" in columns and self.yes(0.8):
            made["coordinating"] = self.some([one for one in words.BODIES if one not in made["lead"]], 1, 3)
        if self.yes(0.9):
            made["deadline"] = self._deadline()
        if "deliverable" in columns:
            made["deliverable"] = self.one(words.GOODS)
        return made

    def _deadline(self) -> str:
        quarter = self.one(("I", "II", "III", "IV"))
        return str(
            self.one(
                (
                    self.day(), f"Quý {quarter}/{self.year}", f"Quý {quarter}", f"Tháng {self.chance.randint(1, 12)}",
                    f"Tháng {self.chance.randint(1, 12)}/{self.year}", "Thường xuyên", "Hằng năm", "Hằng quý",
                    str(self.year), f"Quý II - Quý III/{self.year}", f"Trước ngày {self.day()}",
                    "Theo hướng dẫn của Trung ương", f"Năm {self.year}", "Khi có yêu cầu",
                    f"Tháng 6, tháng 12/{self.year}",
                )
                if not self.several
                else (
                    self.day(), f"Quý {quarter}/{self.year}", "Hằng năm", "Thường xuyên",
                    f"{self.year}-{self.year + 2}",
                )
            )
        )  # fmt: skip

    def _target_table(self) -> dict[str, Any]:
        columns = {"order": "TT", "name": self.one(("Chỉ tiêu", "Tên chỉ tiêu", "Nội dung chỉ tiêu"))}
        columns |= {"unit": self.one(("Đơn vị tính", "ĐVT"))} if self.yes(0.8) else {}
        years = self.several and self.has("targets by years", 0.5)
        if self.yes() and not years:
            columns["baseline"] = self.one((f"Năm {self.year - 1}", f"Thực hiện năm {self.year - 1}"))
        if years:
            columns["values"] = "Kế hoạch các năm"
        else:
            columns["value"] = self.one(("Chỉ tiêu giao", "Kế hoạch", f"Năm {self.year}", f"Kế hoạch năm {self.year}"))
        if self.yes(0.3):
            columns["lead"] = "Cơ quan chủ trì"
        items = [self._target_row(columns, name) for name in self.some(words.MEASURED, 2, 5)]
        if self.has("groups in a target table", 0.2):
            items = [{"heading": "Về kinh tế", "items": items[:1]}, {"heading": "Về xã hội", "items": items[1:]}]
        return {"columns": columns, "items": items}

    def _target_row(self, columns: Mapping[str, str], measured: str) -> dict[str, Any]:
        low = self.chance.randint(30, 60)
        made: dict[str, Any] = {"target": self.id("ct"), "name": f"Tỷ lệ {measured}"}
        form = "{}%"
        if self.yes(0.4):
            unit, number, most = self.one(_UNITS)
            form, low = f"{number} {unit}", self.chance.randint(2, most)
            made["name"] = f"Quy mô {measured}"
        made |= {"baseline": form.format(low)} if "baseline" in columns else {}
        if "values" in columns:
            made["values"] = {str(self.year + at): form.format(low + at) for at in range(3)}
        else:
            made["value"] = form.format(low + self.chance.randint(1, 6))
        return made | ({"lead": self.some(words.BODIES, 1, 1)} if "lead" in columns else {})

    def _funding_table(self) -> dict[str, Any]:
        columns = {
            "order": "STT",
            "name": self.one(("Nguồn kinh phí", "Nguồn vốn")),
            "amount": self.one(("Số tiền", "Kinh phí")),
        }
        funds = ("Ngân sách tỉnh", "Ngân sách xã", "Nguồn xã hội hóa", "Nguồn vay tín dụng")
        return {"columns": columns, "items": [{"fund": one, "amount": self.money()} for one in self.some(funds, 1, 4)]}

    # other tables

    def free_table(self) -> dict[str, Any]:
        """A table that lists anything."""
        made: dict[str, Any] = {"columns": ["TT", "Đơn vị", "Số hộ", "Ghi chú"]}
        rows = [f"{at} | Thôn {name} | {self.chance.randint(3, 300)} | " for at, name in enumerate("AĐEM", 1)]
        if self.has("header of two lines", 0.4):
            made["columns"] = ["TT", "Đơn vị", f"Năm {self.year} > Kế hoạch", f"Năm {self.year} > Cả vùng"]
            rows = [f"{at} | Thôn {name} | {at * 7} | {at * 9}" for at, name in enumerate("AĐEM", 1)]
        elif self.has("header of three lines", 0.2):
            made["columns"] = [
                "TT",
                "Xã",
                "Năm nay > Kế hoạch > Lúa",
                "Năm nay > Kế hoạch > Ngô",
                "Năm nay > Ước",
                "Ghi chú",
            ]
            rows = [f"{at} | {name} | {at}.250 | {at},5 | 9 | *Ước*" for at, name in enumerate("AĐE", 1)]
        if self.has("column numbers", 0.3):
            made["column_numbers"] = "true"
        if self.has("rows across", 0.3):
            rows = ["I. Vùng đồng bằng", *rows[:2], "II. Vùng núi", *rows[2:]]
        elif self.has("levels", 0.3):
            made["levels"] = ["roman", "number", "dash"]
            rows = [
                "I | Vùng đồng bằng | 10 | 12",
                *rows[:2],
                "- | Trong đó | 1 | 2",
                "II | Vùng núi | 8 | 9",
                *rows[2:],
            ]
        elif self.has("merged cells", 0.3):
            made["columns"] = ["TT", "Cụm", "Tên thôn", "Số hộ"]
            made["merge"] = ["2"]
            rows = ["1 | Cụm Bắc | Thôn A | 12", "2 |  | Thôn B | 15", "3 | Cụm Nam | Thôn C | 9", "4 |  | Thôn D | 7"]
        elif self.has("total row", 0.3):
            rows.append("Tổng cộng |  | 1.200 | ")
        if self.has("cells of several paragraphs", 0.2):
            rows.append("9 | Thôn Đoàn Kết<br>(mới sáp nhập) | 12 | **x**")
        if self.has("remark", 0.3):
            made["remark"] = "Đơn vị tính: hộ"
        made["rows"] = Rows("\n".join(rows))
        if self.has("note below a table", 0.25):
            made["note"] = "Ghi chú: số liệu ước thực hiện."
        return made

    def _text(self) -> dict[str, Any]:
        heads: list[Any] = [{"heading": head, "items": self.lines(1, 2)} for head in self.some(words.HEADINGS, 2, 3)]
        if self.has("table in a text appendix", 0.15):
            heads.append({"heading": "Biểu tổng hợp", "items": [{"table": "", **self.free_table()}]})
        made: dict[str, Any] = {"text": self.sentence(), "items": heads} if self.yes(0.3) else {"items": heads}
        return made | ({"list": "roman"} if self.yes(0.3) else {})
