"""Plans on their way to a later year: a text, a registry, what came of it; and plans of every manner of writing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from kehoach.diagnostics import Severity
from kehoach.model.agency import Agencies
from kehoach.pipeline.examine import look_at_plan
from kehoach.readers.yaml import read
from kehoach.rolling.ledger import Ledger
from kehoach.rolling.roll import roll_forward
from kehoach.rolling.rollover import Rollover
from kehoach.rolling.yaml_editor import YamlEditor
from kehoach.source import MappingNode, Source
from tests.support.plans import registry

REGISTRY = registry()


def turned(text: str, year: int, issuer: str = "", agencies: Agencies = REGISTRY, **known: Any) -> Rollover:
    """The turn of a plan text. Its errors are a fault of the test."""
    source = Source("plan.yaml", text)
    examined = look_at_plan(source, agencies)
    assert examined.plan is not None
    errors = [f"{f.span.line} {f.code} {f.message}" for f in examined.findings if f.severity is Severity.ERROR]
    assert not errors, f"{errors}\n{text}"
    node, _findings = read(source)
    assert isinstance(node, MappingNode)
    return Rollover(examined.plan, examined.agencies, YamlEditor(node, source), year, issuer, **known)


def rolled(text: str, year: int, issuer: str = "", agencies: Agencies = REGISTRY, **known: Any) -> Ledger:
    """The ledger of a plan text."""
    return roll_forward(turned(text, year, issuer, agencies, **known), "draft.yaml")


def once(text: str, old: str, new: str) -> str:
    """`text` with `old`, which stands there once, replaced."""
    assert text.count(old) == 1, (text.count(old), old)
    return text.replace(old, new)


PHRASES = [
    "Tăng cường công tác tuyên truyền",
    "năm 2024 phấn đấu giảm 03 hộ nghèo",
    "so với năm 2023",
    "đến năm 2025",
    "năm 2026 tiếp tục",
    "giai đoạn 2021-2025",
    "Nghị quyết số 12/NQ-HĐND ngày 05/01/2024 của HĐND thành phố",
    "theo Luật Đất đai năm 2024",
    "trước ngày 15/6/2024",
    "trước ngày 30/4",
    "Quý II/2024",
    "{{ year }}",
    "cuối năm {{ year - 1 }}",
    "{{ agency('phong-tu-phap') }}",
    "{{ agency('phong-tu-phap').inline }}",
    "Phòng Tư pháp thành phố",
    "phòng Kinh tế",
    "{{ issuer.short }}",
    "TODO(bao nhiêu, lúc nào)",
    "12,5% hộ nghèo",
    "2024 người",
    "{{ due('nam') }}",
]
_COMMENTS = ["", "", "", "  # ghi chú", "  # năm 2024", "  # chuyển tiếp: cũ"]


class Writer:
    """Writes one plan in every manner that YAML allows: plain, quoted, folded, literal, flow, with comments."""

    def __init__(self, draw: Callable[[Any], Any]) -> None:
        self.draw = draw
        self.number = 0

    def pick(self, *choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))

    def sentence(self) -> str:
        parts = self.draw(st.lists(st.sampled_from(PHRASES), min_size=1, max_size=4))
        return "Nội dung " + " ".join(parts)

    def text(self, indent: int) -> str:
        """A scalar after its key or dash, with the line end."""
        value = self.sentence()
        pad = " " * (indent + 2)
        style = self.pick("plain", "single", "double", "folded", "literal", "wrapped")
        plain = ": " not in value and " #" not in value and "{{" not in value
        if style == "plain" and plain:
            return f"{value}{self.pick(*_COMMENTS)}\n"
        if style == "single":
            return "'" + value.replace("'", "''") + f"'{self.pick(*_COMMENTS)}\n"
        if style == "double":
            return f'"{value}"{self.pick(*_COMMENTS)}\n'
        if style == "literal":
            return f"|\n{pad}{value}\n{pad}{self.sentence()}\n"
        words = value.split(" ")
        at = self.draw(st.integers(0, len(words)))
        lines = [line for line in (" ".join(words[:at]), " ".join(words[at:])) if line]
        return ">\n" + "".join(f"{pad}{line}\n" for line in lines) + self.pick("", "\n")

    def id(self) -> str:
        self.number += 1
        return f"ma-{self.number}"

    def value(self, *values: str) -> str:
        chosen = self.pick(*values)
        return self.pick(chosen, f'"{chosen}"', f"'{chosen}'") + self.pick(*_COMMENTS) + "\n"

    def refs(self) -> str:
        ids = self.draw(
            st.lists(
                st.sampled_from(["phong-tu-phap", "phong-kinh-te", "xa-phuong", "Hội Nông dân"]),
                min_size=1,
                max_size=3,
                unique=True,
            )
        )
        if self.pick(True, False):
            return f"[{', '.join(ids)}]{self.pick(*_COMMENTS)}\n"
        return self.pick(ids[0], f'"{ids[0]}"') + "\n"

    def target(self, pad: str) -> str:
        out = f"{pad}- target: {self.id()}{self.pick(*_COMMENTS)}\n"
        lead = pad + "  "
        out += f"{lead}name: Chỉ tiêu số {self.number}\n"
        if self.pick(True, False):
            out += f"{lead}baseline: {self.value('31,56%', 'TODO(chưa rõ)')}"
        out += f"{lead}better: lower\n{lead}value: {self.value('1,50%', '≤ 30%', '10 - 13%', 'TODO(bao nhiêu)')}"
        if self.pick(True, False):
            flow = self.pick(True, False)
            shares = {"doan-ket": "01 hộ", "sung-phai": "02 hộ"}
            if flow:
                out += f"{lead}shares: {{{', '.join(f'{key}: {value}' for key, value in shares.items())}}}\n"
            else:
                out += f"{lead}shares:\n" + "".join(
                    f"{lead}  {k}: {v}{self.pick(*_COMMENTS)}\n" for k, v in shares.items()
                )
        return out + f"{lead}text: {self.text(len(lead))}"

    def task(self, pad: str) -> str:
        lead = pad + "  "
        out = f"{pad}- task: {self.id()}\n{lead}text: {self.text(len(lead))}"
        if self.pick(True, False):
            out += f"{lead}coordinating: {self.refs()}"
        if self.pick(True, False):
            deadlines = ("15/6", "Quý II/2024", "30/9/2024", "hằng tháng", "15/11 hằng năm", "6/2024")
            out += f"{lead}deadline: {self.value(*deadlines)}"
        return out

    def plan(self) -> str:
        out = f"# đầu tệp, năm 2024\nyear: {self.value('2024')}issuer: ubnd-tp-lai-chau\n"
        out += self.pick("", f"number: {self.value('15', '15/KH-UBND')}", "number:\n")
        out += f"date: {self.value('1/2024', '05/2/2024')}subject: {self.text(0)}"
        out += self.pick("", self.bases())
        out += f"opening: {self.text(0)}{self.pick('', chr(10), '# giữa chừng 2024' + chr(10))}sections:\n"
        out += "  - kind: targets\n    items:\n" + "".join(
            self.target("      ") for _ in range(self.draw(st.integers(1, 2)))
        )
        out += f"  - kind: duties\n    items:\n      - agencies: {self.refs()}        items:\n"
        out += "".join(self.task("          ") for _ in range(self.draw(st.integers(1, 2))))
        out += f"          - {self.text(10)}"
        out += self.pick(
            "", "  - kind: funding\n    items:\n      - fund: Ngân sách\n        amount: 1.850 triệu đồng\n"
        )
        out += "reporting:\n  - from: [xa-phuong]\n    to: ubnd-tp-lai-chau\n    periods:\n"
        out += f"      - id: nam\n        name: 01 năm\n        due: {self.value('15/12', '15/12/2024')}"
        out += f"recipients:\n  - {self.text(2)}archive: VT, TH\nsignature:\n"
        out += "  authority: TM\n  title: Chủ tịch\n  name: Nguyễn Văn Bình\n"
        return out

    def bases(self) -> str:
        out = f"bases:\n  - type: Quyết định{self.pick(*_COMMENTS)}\n    number: {self.value('1544/QĐ-UBND')}"
        out += f"    date: {self.value('15/12/2023')}    issuer: ubnd-tp-lai-chau\n"
        out += f"    subject: {self.pick('giao chỉ tiêu năm 2024', 'quy định chung')}\n"
        line = "Nghị quyết số 12/NQ-HĐND ngày 05/01/2024 của HĐND thành phố về nhiệm vụ"
        return out + self.pick(
            "", f"  - {line}\n", f"  - {line} năm 2024\n", f"  - >\n    {line} năm\n    {{{{ year }}}}\n"
        )


@st.composite
def plans(draw: Callable[[Any], Any]) -> str:
    """A plan text of some manner."""
    return Writer(draw).plan()
