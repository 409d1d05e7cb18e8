"""The sections of plans that read like real ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.support import realwords as words
from tests.support.realtables import TableMaker

_LISTS = ("letter", "letter-dot", "number-bracket", "paren", "roman-paren", "star", "number")


class SectionMaker(TableMaker):
    """Makes sections."""

    def sections(self) -> Iterator[dict[str, Any]]:
        """All of a plan's."""
        parts = self.has("parts", 0.07)
        kinds = {
            "purpose": self._purpose, "targets": self._targets, "solutions": self._solutions,
            "funding": self._funding, "duties": self._duties, "reporting": self._reporting,
        }  # fmt: skip
        for kind in [kind for kind in kinds if kind in ("solutions", "duties") or self.yes(0.75)]:
            section: dict[str, Any] = {"kind": kind}
            if parts and kind in ("purpose", "targets", "solutions"):
                section["part"] = {"purpose": "Những vấn đề chung", "targets": "Mục tiêu"}.get(kind, "Nội dung")
            if self.has("section headings of their own", 0.3):
                section["heading"] = self.one(words.SECTION_HEADINGS[kind])
            yield section | kinds[kind]()
            if kind == "targets" and self.has("text section", 0.1):
                yield {"kind": "text", "heading": "Đối tượng, phạm vi", "text": self.paragraphs()}

    def _purpose(self) -> dict[str, Any]:
        heads = [{"heading": head, "items": self.lines(1, 3)} for head in ("Mục đích", "Yêu cầu")]
        if self.has("headings with text", 0.3):
            heads[0] = {"heading": "Mục đích", "text": self.paragraphs()}
        return {"items": heads} if self.yes(0.7) else {"items": self.lines(2, 4)}

    # targets

    def _targets(self) -> dict[str, Any]:
        flat: list[Any] = [self.target() for _each in range(self.chance.randint(2, 5))]
        if self.has("figures of the past", 0.15):
            flat.append(f"Năm {self.year - 1}, tỷ lệ {self.one(words.MEASURED)} đạt {self.chance.randint(40, 80)}%.")
        if self.has("two targets in a bullet", 0.15):
            flat.append(self._two_targets())
        if self.has("targets on two levels", 0.4):
            general = {"heading": "Mục tiêu chung", "text": self.sentence()}
            return {"items": [general, {"heading": "Mục tiêu cụ thể", "items": flat}]}
        return {"text": "Phấn đấu đạt các chỉ tiêu sau:", "items": flat} if self.yes(0.4) else {"items": flat}

    def _two_targets(self) -> dict[str, Any]:
        first, second = self.some(words.MEASURED, 2, 2)
        parts = [
            {"target": self.id("ct"), "value": "95%", "text": f"{{{{ value }}}} {first};"},
            {"target": self.id("ct"), "value": "72,5%", "text": f"tỷ lệ {second} đạt {{{{ value }}}}."},
        ]
        return {"label": "Về xã hội", "parts": parts}

    def target(self) -> dict[str, Any]:
        """A target in its sentence."""
        made: dict[str, Any] = {"target": self.id("ct")}
        share = f"{self.chance.randint(41, 99)}{self.one(('', '', ',5'))}%"
        measured = self.one(words.MEASURED)
        way = self.chance.randint(0, 9)
        if way < 4:
            value, text = self.one(words.TARGETS)
            made |= {"name": measured, "value": value.format(share), "text": text.format(measured)}
        elif way == 4:
            low = self.chance.randint(2, 9)
            made |= {"baseline": f"{low + 2},{self.chance.randint(1, 9)}%", "value": f"{low}%", "better": "lower"}
            made["text"] = self.one(words.FALLS).format(self.one(words.FALLING))
        elif way == 5:
            low = self.chance.randint(30, 60)
            made |= {"baseline": f"{low}%", "value": f"{low + 12}%"}
            made["text"] = f"Nâng tỷ lệ {measured} từ {{{{ baseline }}}} lên {{{{ value }}}}."
        elif way < 8:
            unit, text = self.one(words.COUNTED)
            figure = self.one(
                (f"{self.chance.randint(2, 60):02}", f"{self.chance.randint(1, 9)}.{self.one((150, 400))}")
            )
            made |= {"value": f"{figure} {unit}", "text": text.format("{{ value }}")}
        elif way == 8:
            value, text = self.one(words.MEASURES)
            made |= {"value": value, "text": text}
        else:
            made |= {"value": share, "text": f"Mở 02 đợt ra quân để ít nhất {{{{ value }}}} {measured}."}
            return made
        self.alone.add(made["target"])
        return made

    # solutions

    def _solutions(self) -> dict[str, Any]:
        if self.has("paragraphs without marks", 0.08):
            return {"text": self.paragraphs(), "items": [{"paragraph": self.sentence()} for _each in range(3)]}
        if self.has("facts printed under tasks", 0.08):
            return self._tasks_with_fields()
        return {"items": [self.head(self.one((1, 1, 2))) for _each in range(self.chance.randint(2, 4))]}

    def _tasks_with_fields(self) -> dict[str, Any]:
        fields = {"lead": "Cơ quan chủ trì", "coordinating": "Cơ quan phối hợp", "deadline": "Thời gian thực hiện"}
        tasks = [
            {
                "task": self.id("nv"),
                "heading": heading,
                "text": self.sentence(),
                "lead": self.some(words.BODIES, 1, 2),
                "coordinating": self.some(words.BODIES, 1, 2),
                "deadline": self.one((f"Quý IV/{self.year}", "thường xuyên", self.day())),
            }
            for heading in self.some(words.HEADINGS, 2, 3)
        ]
        return {"fields": fields, "items": tasks}

    def head(self, depth: int) -> dict[str, Any]:
        """A heading with what is below it."""
        made: dict[str, Any] = {"heading": self.one(words.HEADINGS)}
        if self.has("text below a heading", 0.2):
            made["text"] = self.sentence()
        if depth > 1:
            self.kinds.add("headings of two levels")
            return made | {"items": [self.head(depth - 1) for _each in range(self.chance.randint(2, 3))]}
        if "text" in made and self.yes(0.3):
            return made
        return made | {"items": self._below_heading()}

    def _below_heading(self) -> list[Any]:
        items = self.lines(2, 4)
        if self.has("plus below a dash", 0.15):
            items.append({"text": self.sentence(":"), "items": self.lines(2, 3)})
        if self.has("labels that run in", 0.1):
            items += [{"label": label, "text": self.sentence()} for label in self.some(words.LABELS, 1, 2)]
        if self.has("paragraph among items", 0.05):
            items.append({"paragraph": self.sentence()})
        if self.has("table in the body", 0.06):
            title = "Bảng 1. Kế hoạch phân bổ" if "titled" not in self.kinds and self.has("titled", 0.4) else ""
            items.append({"table": title, **self.free_table()})
        if self.has("list of another kind below a sentence", 0.1):
            style = self.one(_LISTS)
            self.kinds.add(f"{style} below a sentence")
            items.append({"text": self.sentence(" như sau:"), "list": style, "items": self.lines(2, 4)})
        return items

    def _funding(self) -> dict[str, Any]:
        funds = ("Ngân sách nhà nước", "Nguồn xã hội hóa", "Vốn lồng ghép các chương trình")
        if self.has("amounts", 0.5):
            items = [
                {"fund": fund, "amount": self.money(), "text": self.one(words.PAID).format(fund)}
                for fund in self.some(funds, 1, 3)
            ]
            return {"items": items}
        return {"text": self.one(words.PAID_BY)}

    # duties

    def _duties(self) -> dict[str, Any]:
        way = self.one(("names", "names", "names", "labels", "sentences", "headings"))
        self.kinds.add(f"duties by {way}")
        items: list[Any] = []
        for body in self.some(words.BODIES, 2, 5):
            several = self.has("duty of several bodies", 0.2)
            bodies = [body, *[one for one in self.some(words.BODIES, 1, 2) if one != body]] if several else [body]
            lines = [self.duty_line() for _each in range(self.one((1, 2, 3)))]
            items.append(self._duty(way, bodies, lines))
        if way == "names" and self.has("requested bodies", 0.3):
            items.append({"agencies": [self.one(words.ASKED)], "request": "true", "items": self.lines(1, 2)})
        return {"items": items} | ({"list": "number"} if way in ("labels", "sentences") else {})

    def _duty(self, way: str, bodies: list[str], lines: list[Any]) -> dict[str, Any]:
        made: dict[str, Any] = {"agencies": bodies}
        if way == "labels":
            return made | {"label": "{{ agencies }}", "text": self.sentence()}
        if way == "sentences":
            text = f"{{{{ agencies }}}} có trách nhiệm {self.sentence().lower().replace('**', '').replace('*', '')}"
            return made | {
                "heading": "none",
                "text": text if "note(" not in text else "{{ agencies }} theo dõi.",
            }
        if way == "headings":
            made["heading"] = self.one(("Trách nhiệm của {{ agencies }}", "Giao {{ agencies }}"))
        return made | {"items": lines}

    def duty_line(self) -> Any:
        """What a body has to do, perhaps until some day."""
        if not self.has("deadlines in sentences", 0.25):
            return self.one(words.TRAPS) if self.has("days that are no deadlines", 0.1) else self.sentence()
        day, quarter = self.day(), f"Quý {self.one(('II', 'III', 'IV'))}/{self.year}"
        deadline, before = self.one(
            (
                (day, "trước ngày"),
                (f"tháng {self.chance.randint(3, 9)}/{self.year}", "trong"),
                (quarter, "hoàn thành trong"),
                (day, "chậm nhất ngày"),
                (quarter, "xong trong"),
            )
        )
        text = f"{self.one(words.VERBS)} {self.one(words.OBJECTS)}, {before} {{{{ deadline }}}}."
        return {"task": self.id("nv"), "deadline": deadline, "text": text}

    def _reporting(self) -> dict[str, Any]:
        if self.yes():
            return {"items": self.lines(1, 2)}
        self.kinds.add("reports")
        to = "so-noi-vu" if self.issuer == "ubnd-tinh" else self.issuer
        day = f"{self.one((5, 10, 15)):02}/12"
        self.flows.append(
            {"from": ["xa-phuong"], "to": to, "periods": [{"id": "nam", "name": "năm", "due": f"{day}/{self.year}"}]}
        )
        text = "{{ agency('xa-phuong') }} báo cáo kết quả năm về {{ agency('TO') }} trước ngày {{ due('nam') }}."
        return {"text": text.replace("TO", to)}
