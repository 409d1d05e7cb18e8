"""Plans that read like real ones, by a seed: of every level, with every structure that offices use."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.support import realwords as words

_PLAIN = re.compile(r"[^\W_][\w/ ,.%()-]*")
_STYLES = (
    (),
    (),
    ("roman", "number", "letter", "dash"),
    ("number", "decimal", "letter", "dash"),
    ("capital", "roman", "number", "letter"),
    ("roman", "number", "decimal", "dash"),
)
FREE = ("table", "text")


class Rows(str):
    """Lines of a block that each print by themselves."""


@dataclass
class RealPlan:
    """A plan as its file has it. `alone` are the ids of targets whose sentence states them alone; `kinds` what the plan
    has that others have not.
    """

    text: str
    alone: frozenset[str]
    kinds: frozenset[str]


def real_plan(seed: int) -> RealPlan:
    """The plan of a seed."""
    maker = _Maker(random.Random(f"real-{seed}"))
    text = "\n".join(_entries(maker.plan(), 0)) + "\n"
    return RealPlan(text, frozenset(maker.alone), frozenset(maker.kinds))


@dataclass
class _Maker:
    chance: random.Random
    alone: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    notes: dict[str, str] = field(default_factory=dict)
    ids: int = 0
    deep: tuple[str, ...] = ()

    # chance

    def yes(self, share: float = 0.5) -> bool:
        return self.chance.random() < share

    def one(self, of: Sequence[Any]) -> Any:
        return self.chance.choice(of)

    def some(self, of: Sequence[Any], low: int, high: int) -> list[Any]:
        return self.chance.sample(of, min(len(of), self.chance.randint(low, high)))

    def has(self, kind: str, share: float) -> bool:
        if self.yes(share):
            self.kinds.add(kind)
            return True
        return False

    def id(self, of: str) -> str:
        self.ids += 1
        return f"{of}-{self.ids}"

    # the plan

    def plan(self) -> dict[str, Any]:
        self.year = self.one((2025, 2026))
        self.issuer = self.one(words.ISSUERS)
        self.topic = self.one(words.TOPICS)
        self.name = words.NAMES[self.issuer]
        several = self.has("several years", 0.15)
        decided = self.has("decision", 0.12)
        plan: dict[str, Any] = {"year": f"{self.year}-{self.year + 4}" if several else str(self.year)}
        self.years = "{{ year }}"
        if self.has("another type", 0.08):
            plan["type"] = self.one(("CTr", "PA", "ĐA"))
        plan["issuer"] = self.issuer
        if self.has("draft", 0.2):
            plan["date"] = f"{self.one((2, 3))}/{self.year}" if self.yes() else str(self.year)
        else:
            plan |= {"number": str(self.chance.randint(1, 480)), "date": f"{self.chance.randint(1, 28)}/2/{self.year}"}
        subject = self.one(words.SUBJECTS).format(self.topic)
        subject = subject[:1].upper() + subject[1:]
        plan["subject"] = f"{subject} {'giai đoạn' if several else 'năm'} {{{{ year }}}}"
        if decided:
            plan["decision"] = self.decision()
        elif self.has("addressees", 0.1):
            plan["addressees"] = self.one((["Các sở, ban, ngành tỉnh"], ["Các cơ quan chuyên môn", "Các thôn, bản"]))
        self.deep = self.one(_STYLES) if self.yes(0.6) else ()
        if self.deep:
            self.kinds.add(" ".join(self.deep))
            plan["list"] = list(self.deep)
        if bases := list(self.bases()):
            plan["bases"] = bases
        if not decided:
            plan["opening"] = self.one(words.OPENINGS).format(self.name)
            if not bases and self.yes(0.3):
                plan["opening"] = f"{self.sentence()}\n{plan['opening']}"
        plan["sections"] = list(self.sections())
        if self.has("closing", 0.4):
            plan["closing"] = self.one(words.CLOSINGS).format(self.name)
        if flows := getattr(self, "flows", None):
            plan["reporting"] = flows
        plan["recipients"] = list(self.recipients())
        plan["archive"] = self.one(("VT", "VT, NC", "VT, KGVX (2)"))
        plan["signature"] = self.signature()
        if appendices := list(self.appendices()):
            plan["appendices"] = appendices
        if self.notes:
            plan["notes"] = self.notes
        return plan

    def decision(self) -> dict[str, Any]:
        year = "{{ year }}"
        return {
            "subject": f"Ban hành Kế hoạch {self.topic} {year}",
            "articles": [
                f"Ban hành kèm theo Quyết định này Kế hoạch {self.topic} {year}.",
                "Quyết định này có hiệu lực kể từ ngày ký.",
                "Thủ trưởng các cơ quan, đơn vị có liên quan chịu trách nhiệm thi hành Quyết định này.",
            ][: self.one((2, 3))],
        }

    def bases(self) -> Iterator[Any]:
        for type_, subject, date in self.some(words.LAWS, 0, 2):
            yield {"type": type_, "subject": subject, "date": date}
        for type_, number, issuer, subject in self.some(words.CITED, 0, 3):
            year = self.chance.randint(2020, self.year - 1)
            day, month = self.chance.randint(1, 28), self.chance.randint(1, 12)
            date = f"{day} tháng {month} năm {year}" if self.yes(0.3) else f"{day:02}/{month}/{year}"
            sign = str(self.chance.randint(10, 990)) + number.format(year)
            basis = {"verb": self.one(("Căn cứ", "Căn cứ", "Thực hiện"))}
            yield basis | {
                "type": type_,
                "number": sign,
                "date": date,
                "issuer": issuer,
                "subject": subject.format(self.one(words.TOPICS)),
            }
        if self.has("basis in words", 0.2):
            yield self.one(words.LINES)

    def recipients(self) -> Iterator[Any]:
        for line in self.some(words.RECIPIENTS, 2, 5):
            if self.has("recipients with lines", 0.1):
                yield {"text": line, "items": ["LĐVP, các phòng", "Trung tâm Thông tin"]}
            else:
                yield line

    def signature(self) -> dict[str, Any]:
        name = self.one(words.PEOPLE)
        if self.issuer == "so-y-te":
            ways: tuple[tuple[list[str], str], ...] = (([], "Giám đốc"), (["KT"], "Phó Giám đốc"), (["Q"], "Giám đốc"))
        else:
            ways = (
                (["TM"], "Chủ tịch"), (["TM", "KT"], "Phó Chủ tịch"), (["KT"], "Phó Chủ tịch"), ([], "Chủ tịch"),
                (["TM", "Q"], "Chủ tịch"), (["TL"], "Chánh Văn phòng"), (["TUQ"], "Giám đốc Sở Nội vụ"),
            )  # fmt: skip
        authority, title = self.one(ways)
        self.kinds.add(f"signed {'+'.join(authority) or 'by the head'}")
        return {"authority": authority, "title": title, "name": name} if authority else {"title": title, "name": name}

    # sections

    def sections(self) -> Iterator[dict[str, Any]]:
        parts = self.has("parts", 0.07)
        kinds = ["purpose", "targets", "solutions", "funding", "duties", "reporting"]
        for kind in [kind for kind in kinds if kind in ("solutions", "duties") or self.yes(0.75)]:
            section: dict[str, Any] = {"kind": kind}
            if parts and kind in ("purpose", "targets", "solutions"):
                section["part"] = {"purpose": "Những vấn đề chung", "targets": "Mục tiêu"}.get(kind, "Nội dung")
            section |= getattr(self, f"_{kind}")()
            yield section
            if kind == "targets" and self.has("text section", 0.1):
                yield {"kind": "text", "heading": "Đối tượng, phạm vi", "text": self.paragraphs()}

    def _purpose(self) -> dict[str, Any]:
        heads = [{"heading": head, "items": self.lines(1, 3)} for head in ("Mục đích", "Yêu cầu")]
        if self.has("headings with text", 0.3):
            heads[0] = {"heading": "Mục đích", "text": self.paragraphs()}
        return {"items": heads} if self.yes(0.7) else {"items": self.lines(2, 4)}

    def _targets(self) -> dict[str, Any]:
        flat = [self.target() for _each in range(self.chance.randint(2, 5))]
        if self.has("targets on two levels", 0.4):
            general = {"heading": "Mục tiêu chung", "text": self.sentence()}
            return {"items": [general, {"heading": "Mục tiêu cụ thể", "items": flat}]}
        return {"text": "Phấn đấu đạt các chỉ tiêu sau:", "items": flat} if self.yes(0.4) else {"items": flat}

    def target(self) -> dict[str, Any]:
        made: dict[str, Any] = {"target": self.id("ct")}
        share = f"{self.chance.randint(41, 99)}{self.one(('', '', ',5'))}%"
        measured = self.one(words.MEASURED)
        way = self.chance.randint(0, 7)
        if way == 0:
            made |= {"name": f"Tỷ lệ {measured}", "value": share, "text": f"Tỷ lệ {measured} đạt {{{{ value }}}}."}
        elif way == 1:
            made |= {"name": measured, "value": share, "text": f"Phấn đấu {{{{ value }}}} {measured}."}
        elif way == 2:
            low = self.chance.randint(2, 9)
            falling = self.one(words.FALLING)
            made |= {"baseline": f"{low + 2},{self.chance.randint(1, 9)}%", "value": f"{low}%", "better": "lower"}
            text = self.one(("Giảm tỷ lệ {} từ {{{{ baseline }}}} xuống còn {{{{ value }}}}.",))
            made["text"] = text.format(falling)
        elif way == 3:
            unit, text = self.one(words.COUNTED)
            made |= {"value": f"{self.chance.randint(2, 60):02} {unit}", "text": text.format("{{ value }}")}
        elif way == 4:
            made |= {"value": f"trên {share}", "text": f"Bảo đảm {{{{ value }}}} {measured}."}
        elif way == 5:
            made |= {"value": share, "text": f"{{{{ value }}}} {measured}, {self.one(words.MANNERS[:5])}."}
        elif way == 6:
            low = self.chance.randint(30, 60)
            made |= {"baseline": f"{low}%", "value": f"{low + 12}%"}
            made["text"] = f"Nâng tỷ lệ {measured} từ {{{{ baseline }}}} lên {{{{ value }}}}."
        else:
            made |= {"value": share, "text": f"Mở 02 đợt ra quân để ít nhất {{{{ value }}}} {measured}."}
            return made
        self.alone.add(made["target"])
        return made

    def _solutions(self) -> dict[str, Any]:
        if self.has("paragraphs without marks", 0.08):
            return {"text": self.paragraphs(), "items": [{"paragraph": self.sentence()} for _each in range(3)]}
        return {"items": [self.head(self.one((1, 1, 2))) for _each in range(self.chance.randint(2, 4))]}

    def head(self, depth: int) -> dict[str, Any]:
        made: dict[str, Any] = {"heading": self.one(words.HEADINGS)}
        if self.has("text below a heading", 0.2):
            made["text"] = self.sentence()
        if depth > 1:
            self.kinds.add("headings of two levels")
            return made | {"items": [self.head(depth - 1) for _each in range(self.chance.randint(2, 3))]}
        items = self.lines(2, 4)
        if self.has("plus below a dash", 0.15):
            items.append({"text": self.sentence(":"), "items": self.lines(2, 3)})
        if self.has("table in the body", 0.06):
            items.append({"table": "", **self.free_table()})
        if "text" in made and self.yes(0.3):
            return made
        return made | {"items": items}

    def _funding(self) -> dict[str, Any]:
        funds = ("Ngân sách nhà nước", "Nguồn xã hội hóa", "Vốn lồng ghép các chương trình")
        if self.has("amounts", 0.5):
            items = [
                {
                    "fund": fund,
                    "amount": f"{self.chance.randint(2, 900)} triệu đồng",
                    "text": f"{fund}: {{{{ amount }}}}.",
                }
                for fund in self.some(funds, 1, 3)
            ]
            return {"items": items}
        return {"text": "Kinh phí thực hiện do ngân sách nhà nước bảo đảm theo phân cấp và các nguồn hợp pháp khác."}

    def _duties(self) -> dict[str, Any]:
        items: list[Any] = []
        for body in self.some(words.BODIES, 2, 5):
            several = self.has("duty of several bodies", 0.2)
            bodies = [body, *[one for one in self.some(words.BODIES, 1, 2) if one != body]] if several else [body]
            items.append({"agencies": bodies, "items": [self.duty_line() for _each in range(self.one((1, 2, 3)))]})
        if self.has("requested bodies", 0.3):
            items.append({"agencies": [self.one(words.ASKED)], "request": "true", "items": self.lines(1, 2)})
        return {"items": items}

    def duty_line(self) -> Any:
        if not self.has("deadlines in sentences", 0.25):
            return self.sentence()
        deadline, before = self.one(
            (
                (f"{self.chance.randint(1, 28):02}/{self.chance.randint(3, 9)}/{self.year}", "trước ngày"),
                (f"tháng {self.chance.randint(3, 9)}/{self.year}", "trong"),
                (f"Quý {self.one(('II', 'III', 'IV'))}/{self.year}", "hoàn thành trong"),
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
        self.flows = [
            {"from": ["xa-phuong"], "to": to, "periods": [{"id": "nam", "name": "năm", "due": f"{day}/{self.year}"}]}
        ]
        text = "{{ agency('xa-phuong') }} báo cáo kết quả năm về {{ agency('TO') }} trước ngày {{ due('nam') }}."
        return {"text": text.replace("TO", to)}

    # texts

    def sentence(self, end: str = ".") -> str:
        manner = self.one(words.MANNERS)
        text = f"{self.one(words.VERBS)} {self.one(words.OBJECTS)}{', ' + manner if manner else ''}"
        if self.yes(0.2):
            text += f"; {self.one(words.VERBS).lower()} {self.one(words.OBJECTS)}"
        if end == "." and self.has("emphasis", 0.04):
            text = text.replace(" ", " **", 1).replace(",", "**,", 1) if "," in text else f"{text} *(nếu có)*"
        if end == "." and self.has("footnotes", 0.03):
            key = f"chu-thich-{len(self.notes) + 1}"
            self.notes[key] = words.NOTES[len(self.notes) % len(words.NOTES)]
            text += f"{{{{ note('{key}') }}}}"
        return text + end

    def paragraphs(self) -> str:
        return "\n".join(self.sentence() for _each in range(self.one((1, 1, 2))))

    def lines(self, low: int, high: int) -> list[Any]:
        return [self.sentence() for _each in range(self.chance.randint(low, high))]

    # appendices

    def appendices(self) -> Iterator[dict[str, Any]]:
        for kind in self.some(("tasks", "targets", "funding", "table", "text"), 0, self.one((1, 1, 2, 3))):
            self.kinds.add(f"appendix {kind}")
            made: dict[str, Any] = {"kind": kind, "title": self.one(words.HEADINGS)}
            if self.has("landscape", 0.3):
                made["landscape"] = "true"
            if kind in FREE and self.has("no closing sign", 0.2):
                made["closing_sign"] = "false"
            yield made | getattr(self, f"_table_of_{kind}")()

    def _table_of_tasks(self) -> dict[str, Any]:
        columns = {"order": self.one(("TT", "STT")), "text": self.one(("Nội dung nhiệm vụ", "Nhiệm vụ", "Nội dung"))}
        columns |= {"lead": self.one(("Cơ quan chủ trì", "Đơn vị chủ trì")), "coordinating": "Cơ quan phối hợp"}
        if not self.yes(0.7):
            del columns["coordinating"]
        columns["deadline"] = self.one(("Thời gian thực hiện", "Thời hạn hoàn thành", "Thời gian hoàn thành"))
        if self.yes(0.3):
            columns["deliverable"] = "Sản phẩm"
        tasks = [self.task(columns) for _each in range(self.chance.randint(2, 6))]
        if self.has("groups in a task table", 0.4):
            half = len(tasks) // 2
            tasks = [
                {"heading": head, "items": group}
                for head, group in zip(words.HEADINGS[:2], (tasks[:half], tasks[half:]), strict=True)
            ]
        return {"columns": columns, "items": tasks}

    def task(self, columns: Mapping[str, str]) -> dict[str, Any]:
        made: dict[str, Any] = {"task": self.id("nv"), "text": self.sentence().replace("**", "")}
        made["lead"] = self.some(words.BODIES, 1, 2)
        if "coordinating" in columns and self.yes(0.8):
            made["coordinating"] = self.some([one for one in words.BODIES if one not in made["lead"]], 1, 3)
        if self.yes(0.9):
            made["deadline"] = self.one(
                (
                    f"{self.chance.randint(1, 28):02}/{self.chance.randint(3, 12)}/{self.year}",
                    f"Quý {self.one(('I', 'II', 'III', 'IV'))}/{self.year}",
                    f"Tháng {self.chance.randint(1, 12)}/{self.year}",
                    "Thường xuyên",
                    "Hằng năm",
                    "Hằng quý",
                    str(self.year),
                    f"Quý II - Quý III/{self.year}",
                    f"Trước {self.chance.randint(10, 28)}/{self.chance.randint(3, 12)}/{self.year}",
                )
            )
        if "deliverable" in columns:
            made["deliverable"] = self.one(words.GOODS)
        return made

    def _table_of_targets(self) -> dict[str, Any]:
        columns = {"order": "TT", "name": "Chỉ tiêu", "unit": self.one(("Đơn vị tính", "ĐVT"))}
        columns |= {"baseline": f"Năm {self.year - 1}"} if self.yes() else {}
        columns |= {"value": self.one(("Chỉ tiêu giao", "Kế hoạch"))}
        if self.yes(0.3):
            columns["lead"] = "Cơ quan chủ trì"
        items = []
        for measured in self.some(words.MEASURED, 2, 5):
            low = self.chance.randint(30, 60)
            made: dict[str, Any] = {"target": self.id("ct"), "name": f"Tỷ lệ {measured}"}
            made |= {"baseline": f"{low}%"} if "baseline" in columns else {}
            made["value"] = f"{low + self.chance.randint(1, 30)}%"
            made |= {"lead": self.some(words.BODIES, 1, 1)} if "lead" in columns else {}
            items.append(made)
        return {"columns": columns, "items": items}

    def _table_of_funding(self) -> dict[str, Any]:
        columns = {"order": "STT", "name": "Nguồn kinh phí", "amount": self.one(("Số tiền", "Kinh phí (triệu đồng)"))}
        funds = ("Ngân sách tỉnh", "Ngân sách xã", "Nguồn xã hội hóa", "Nguồn vay tín dụng")
        items = [
            {"fund": one, "amount": f"{self.chance.randint(20, 900)} triệu đồng"} for one in self.some(funds, 2, 4)
        ]
        return {"columns": columns, "items": items}

    def _table_of_table(self) -> dict[str, Any]:
        return self.free_table()

    def free_table(self) -> dict[str, Any]:
        made: dict[str, Any] = {"columns": ["TT", "Đơn vị", "Số hộ", "Ghi chú"]}
        rows = [f"{at} | Thôn {name} | {self.chance.randint(3, 300)} | " for at, name in enumerate("AĐEM", 1)]
        if self.has("header of two lines", 0.4):
            made["columns"] = ["TT", "Đơn vị", f"Năm {self.year} > Kế hoạch", f"Năm {self.year} > Cả vùng"]
            rows = [f"{at} | Thôn {name} | {at * 7} | {at * 9}" for at, name in enumerate("AĐEM", 1)]
        if self.has("column numbers", 0.3):
            made["column_numbers"] = "true"
        if self.has("rows across", 0.3):
            rows = ["I. Vùng đồng bằng", *rows[:2], "II. Vùng núi", *rows[2:]]
        elif self.has("levels", 0.3):
            made["levels"] = ["roman", "number"]
            rows = ["I | Vùng đồng bằng | 10 | 12", *rows[:2], "II | Vùng núi | 8 | 9", *rows[2:]]
        elif self.has("merged cells", 0.3):
            made["columns"] = ["TT", "Cụm", "Tên thôn", "Số hộ"]
            made["merge"] = ["2"]
            rows = ["1 | Cụm Bắc | Thôn A | 12", "2 |  | Thôn B | 15", "3 | Cụm Nam | Thôn C | 9", "4 |  | Thôn D | 7"]
        if self.has("remark", 0.3):
            made["remark"] = "Đơn vị tính: hộ"
        made["rows"] = Rows("\n".join(rows))
        if self.has("note below a table", 0.25):
            made["note"] = "Ghi chú: số liệu ước thực hiện."
        return made

    def _table_of_text(self) -> dict[str, Any]:
        heads = [{"heading": head, "items": self.lines(1, 2)} for head in self.some(words.HEADINGS, 2, 3)]
        return {"text": self.sentence(), "items": heads} if self.yes(0.3) else {"items": heads}


# The file


def _entries(mapping: Mapping[str, Any], indent: int) -> Iterator[str]:
    for key, value in mapping.items():
        yield from _entry(f"{' ' * indent}{key}:", value, indent)


def _entry(lead: str, value: Any, indent: int) -> Iterator[str]:
    """A value after its key or dash."""
    pad = " " * (indent + 2)
    if isinstance(value, Mapping):
        yield lead
        yield from _entries(value, indent + 2)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        yield lead
        for one in value:
            if isinstance(one, Mapping):
                first, *rest = _entries(one, indent + 4)
                yield f"{pad}- {first.strip()}"
                yield from rest
            else:
                yield from _entry(f"{pad}-", one, indent + 2)
    elif _PLAIN.fullmatch(value) and not isinstance(value, Rows):
        yield f"{lead} {value}"
    elif value == "":
        yield lead
    else:
        yield f"{lead} {'|' if isinstance(value, Rows) else '>'}"
        yield ("\n" if isinstance(value, Rows) else "\n\n").join(pad + line for line in value.split("\n"))
