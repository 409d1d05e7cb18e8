"""Work for benchmarks and load tests: a workspace with the plans of many communes, and their results.

    python -m bench.work FOLDER [--communes N]

The plans have the structure of the example of 2026, which goes back to the plan of 2024: nine pages, 4 bodies that
report and 12 that get an extract. Real are the names of the 38 communes of Lai Châu province (Resolution
1670/NQ-UBTVQH15); as the names of the other 3,283 are no part of this project, the list is gone through again for each
further province, which has a number. All figures are invented; the same number of communes gives the same bytes.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kehoach.vietnamese import slug

ROOT = Path(__file__).resolve().parent.parent
YEAR = 2026
TODAY = "31/12/2026"
"""The day to build on: the reports of the year are due by then."""
COUNTRY = 3_321

WARDS = ("Tân Phong", "Đoàn Kết")
COMMUNES = (
    "Bình Lư", "Sin Suối Hồ", "Tả Lèng", "Bản Bo", "Khun Há", "Bum Tở", "Nậm Hàng", "Thu Lũm", "Pa Ủ", "Mường Tè",
    "Mù Cả", "Hua Bum", "Tà Tổng", "Bum Nưa", "Mường Mô", "Sìn Hồ", "Lê Lợi", "Pa Tần", "Hồng Thu", "Nậm Tăm",
    "Tủa Sín Chải", "Pu Sam Cáp", "Nậm Mạ", "Nậm Cuổi", "Phong Thổ", "Sì Lở Lầu", "Dào San", "Khổng Lào", "Than Uyên",
    "Tân Uyên", "Mường Khoa", "Nậm Sỏ", "Pắc Ta", "Mường Than", "Mường Kim", "Khoen On",
)  # fmt: skip

_REGISTRY = """\
ngan-hang-csxh:
  name: Ngân hàng Chính sách xã hội
  of: tỉnh
bao-hiem-xa-hoi:
  name: Bảo hiểm xã hội
  of: tỉnh
co-quan-lien-quan: các cơ quan, đơn vị liên quan
"""

_BODIES = """\
agencies:
  ubnd:
    name: UBND {level} {name}
    short: UBND {level}
    letterhead: [ỦY BAN NHÂN DÂN, {capitals}]
    symbol: UBND
    place: {name}
    collective: ỦY BAN NHÂN DÂN
    head: CHỦ TỊCH
  van-phong:
    name: Văn phòng HĐND và UBND
    parent: ubnd
    of: {level}
  phong-kinh-te:
    name: {economy}
    parent: ubnd
    of: {level}
  phong-van-hoa-xa-hoi:
    name: Phòng Văn hóa - Xã hội
    parent: ubnd
    of: {level}
  mat-tran:
    name: Ủy ban Mặt trận Tổ quốc Việt Nam
    of: {level}
  doan-the:
    name: các đoàn thể chính trị - xã hội
    of: {level}
  tram-y-te:
    name: Trạm Y tế
    of: {level}
  cong-an:
    name: Công an
    of: {level}
  thon-ban: các thôn, bản
"""

_IDS = {
    "phuong-tan-phong": "ubnd",
    "tan-phong-van-phong": "van-phong",
    "tan-phong-kinh-te": "phong-kinh-te",
    "tan-phong-van-hoa-xa-hoi": "phong-van-hoa-xa-hoi",
    "mat-tran-phuong": "mat-tran",
    "doan-the-phuong": "doan-the",
    "to-dan-pho": "thon-ban",
}


@dataclass(frozen=True)
class Commune:
    """One commune or ward. `number` counts from 0 through the country."""

    number: int

    @property
    def name(self) -> str:
        names = (*COMMUNES, *WARDS)
        return names[self.number % len(names)]

    @property
    def level(self) -> str:
        return "phường" if self.name in WARDS else "xã"

    @property
    def stem(self) -> str:
        """The name of its files: `binh-lu-001`, of the first province."""
        return f"{slug(self.name)}-{self.number // (len(COMMUNES) + len(WARDS)) + 1:03}"


def make_work(folder: Path, communes: int) -> list[Path]:
    """Write registry, plans and results of the first `communes` into a folder; returns the plans."""
    source = (ROOT / "plans" / str(YEAR) / "giam-ngheo.yaml").read_text(encoding="utf-8")
    _write(folder / "plans" / "agencies.yaml", _REGISTRY)
    paths = []
    for number in range(communes):
        commune, chance = Commune(number), random.Random(number)
        paths.append(folder / "plans" / str(YEAR) / f"{commune.stem}.yaml")
        plan = plan_of(commune, source, chance)
        _write(paths[-1], plan)
        for period, month in (("6-thang", 6), ("nam", 12)):
            path = folder / "results" / str(YEAR) / commune.stem / f"{period}.yaml"
            _write(path, results_of(plan, month, chance))
    return paths


def plan_of(commune: Commune, source: str, chance: random.Random) -> str:
    """The plan of one commune, made of the example."""
    text = source[source.index("year:") : source.index("\nagencies:")]
    for old, new in _IDS.items():
        text = re.sub(rf"(?<![\w-]){old}(?![\w-])", new, text)
    text = text.replace("phường Tân Phong", f"{commune.level} {commune.name}")
    text = text.replace("của tỉnh, phường", f"của tỉnh, {commune.level}").replace("” phường\n", f"” {commune.level}\n")
    text = text.replace("nghèo của phường", f"nghèo của {commune.level}").replace(
        "địa bàn phường", f"địa bàn {commune.level}"
    )
    text = re.sub(r"bàn phường\.", f"bàn {commune.level}.", text)
    text = text.replace(
        "coordinating: [co-quan-lien-quan]\n", "coordinating: [co-quan-lien-quan, tram-y-te, cong-an]\n"
    )
    before = chance.uniform(1.4, 9.0)
    text = text.replace("1,42%  # ước thực hiện, chưa có báo cáo năm", _percent(before))
    text = text.replace("1,35%", _percent(before - chance.uniform(0.05, 0.9)))
    text = text.replace("04 hộ", f"{chance.randint(2, 30):02} hộ").replace(" 86%", f" {chance.randint(60, 95)}%")
    text = text.replace("12/QĐ-UBND", f"{chance.randint(1, 40):02}/QĐ-UBND").replace(
        "96/BC", f"{chance.randint(60, 400)}/BC"
    )
    economy = "Phòng Kinh tế" if commune.level == "xã" else "Phòng Kinh tế, Hạ tầng và Đô thị"
    names = {"level": commune.level, "name": commune.name, "economy": economy}
    whole = f"{commune.level} {commune.name}"
    return (
        f"# SỐ LIỆU GIẢ ĐỊNH, để đo tốc độ: kế hoạch của UBND {whole}, tỉnh thứ {commune.number // 38 + 1}.\n"
        f"{text}\n{_BODIES.format(**names, capitals=whole.upper())}"
    )


def results_of(plan: str, month: int, chance: random.Random) -> str:
    """The results of a plan after some months: a value for each target, a state for each task."""
    last = month == 12
    lines = ["# SỐ LIỆU GIẢ ĐỊNH, để đo tốc độ.", "reported:"]
    lines += [f"  {body}: {chance.randint(8, 12):02}/{month}/{YEAR}" for body in ("van-phong", "phong-kinh-te")]
    lines.append("targets:")
    for target, value in re.findall(r"- target: (\S+)\n(?:.*\n){1,3}?\s+value: (\S+(?: hộ)?)", plan):
        lines += [f"  {target}:", f"    value: {_reached(value, last, chance)}"]
    lines.append("tasks:")
    for task in re.findall(r"- task: (\S+)", plan):
        done = last and chance.random() < 0.9
        lines += [f"  {task}:", f"    status: {'hoàn thành' if done else 'đang thực hiện'}"]
        lines += [f"    on: {chance.randint(1, 8):02}/{month}/{YEAR}"] if done else []
        lines.append(f"    text: Đã thực hiện với {chance.randint(11, 400)} lượt hộ nghèo, hộ cận nghèo trên địa bàn.")
    planned = chance.randint(400, 9_000)
    lines += ["funds:", "  Ngân sách nhà nước:", *_fund(planned, last, chance)]
    lines += [
        "leadership: >",
        "  Ủy ban nhân dân đã ban hành các văn bản chỉ đạo, phân công thành viên phụ trách từng thôn, bản.",
    ]
    return "\n".join([*lines, ""])


def _reached(value: str, last: bool, chance: random.Random) -> str:
    if value.endswith(" hộ"):
        return f"{int(value[:-3]) if last else int(value[:-3]) // 2:02} hộ".replace("00 hộ", "0 hộ")
    wanted = float(value.rstrip("%").replace(",", "."))
    return value if last else _percent(wanted * chance.uniform(0.9, 1.0))


def _fund(planned: int, last: bool, chance: random.Random) -> Iterator[str]:
    spent = planned * (chance.uniform(0.9, 1.0) if last else chance.uniform(0.3, 0.5))
    for name, amount in (("planned", planned), ("allocated", planned), ("disbursed", round(spent))):
        yield f"    {name}: {amount:,} triệu đồng".replace(",", ".")


def _percent(value: float) -> str:
    return f"{value:.2f}%".replace(".", ",")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def main() -> int:
    """Write a workspace."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--communes", type=int, default=100)
    asked = parser.parse_args()
    print(f"{len(make_work(asked.folder, asked.communes))} plans; build them: kehoach build --today {TODAY} --jobs 0")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
