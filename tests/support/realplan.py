"""Plans that read like real ones, by a seed: of every level, with every structure that offices use."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.support import realwords as words
from tests.support.realsections import SectionMaker
from tests.support.realtables import Rows

_PLAIN = re.compile(r"[^\W_][\w/ ,.%()-]*")
_STYLES = (
    (),
    (),
    ("roman", "number", "letter", "dash"),
    ("number", "decimal", "letter", "dash"),
    ("capital", "roman", "number", "letter"),
    ("roman", "number", "decimal", "dash"),
)


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
    chance = random.Random(f"real-{seed}")
    year, several = chance.choice((2025, 2026)), chance.random() < 0.15
    maker = _PlanMaker(chance, year, several, chance.choice(words.ISSUERS), chance.choice(words.TOPICS))
    text = "\n".join(_entries(maker.plan(), 0)) + "\n"
    return RealPlan(text, frozenset(maker.alone), frozenset(maker.kinds))


class _PlanMaker(SectionMaker):
    def plan(self) -> dict[str, Any]:
        """The whole plan, as its file has it."""
        decided = self.has("decision", 0.12)
        if self.several:
            self.kinds.add("several years")
        plan: dict[str, Any] = {"year": f"{self.year}-{self.last_year}" if self.several else str(self.year)}
        if self.has("another type", 0.08):
            plan["type"] = self.one(("CTr", "PA", "ĐA"))
        plan["issuer"] = self.issuer
        if self.has("draft", 0.2):
            plan["date"] = f"{self.one((2, 3))}/{self.year}" if self.yes() else str(self.year)
        else:
            plan |= {"number": str(self.chance.randint(1, 480)), "date": f"{self.chance.randint(1, 28)}/2/{self.year}"}
        subject = self.one(words.SUBJECTS).format(self.topic)
        subject = subject[:1].upper() + subject[1:]
        plan["subject"] = f"{subject} {'giai đoạn' if self.several else 'năm'} {{{{ year }}}}"
        if self.has("long subject", 0.15):
            plan["subject"] += self.one((" trên địa bàn", ", định hướng đến năm 2035", " (lần thứ hai)"))
        if decided:
            plan["decision"] = self.decision()
        elif self.has("addressees", 0.1):
            plan["addressees"] = self.one((["Các sở, ban, ngành tỉnh"], ["Các cơ quan chuyên môn", "Các thôn, bản"]))
        if deep := self.one(_STYLES) if self.yes(0.6) else ():
            self.kinds.add(" ".join(deep))
            plan["list"] = list(deep)
        if bases := list(self.bases()):
            plan["bases"] = bases
        if not decided:
            plan["opening"] = self.one(words.OPENINGS).format(self.name)
            if not bases and self.yes(0.3):
                plan["opening"] = f"{self.sentence()}\n{plan['opening']}"
        plan["sections"] = list(self.sections())
        if self.has("closing", 0.4):
            plan["closing"] = self.one(words.CLOSINGS).format(self.name)
            if self.yes(0.3):
                plan["closing"] += f"\n{words.CLOSINGS[2]}"
        if self.flows:
            plan["reporting"] = self.flows
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
