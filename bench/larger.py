"""The example plan of 2024 many times as large, for benchmarks of growth: its registry and its results grow with it.

A copy has all the items of the sections again, with ids of its own, and bodies of its own that they go to. All copies
are of equal size; the first is the example.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
YEAR = 2024
NAME = "giam-ngheo"
_ISSUER = "ubnd-tp-lai-chau"
_ITEMS = re.compile(r"(?m)^    items:\n(?P<items>(?:      .*\n|\n)+)")


def make_larger(folder: Path, times: int) -> Path:
    """Write registry, plan and results of so many times the example's size into a folder; returns the plan."""
    registry, plan = (_read("plans", *names) for names in (("agencies.yaml",), (str(YEAR), f"{NAME}.yaml")))
    bodies = [key for key in re.findall(r"(?m)^([a-z-]+):", registry) if key != _ISSUER]
    ids = [*bodies, *re.findall(r"- (?:target|task): (\S+)", plan)]
    again = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(map(re.escape, ids), key=len, reverse=True))})(?![\w-])")
    _write(folder / "plans" / "agencies.yaml", registry + "".join(_bodies_again(registry, again, times)))
    made = _write(folder / "plans" / str(YEAR) / f"{NAME}.yaml", _plan(plan, again, times))
    for period in ("6-thang", "nam"):
        results = _results(_read("results", str(YEAR), NAME, f"{period}.yaml"), again, times)
        _write(folder / "results" / str(YEAR) / NAME / f"{period}.yaml", results)
    return made


def _bodies_again(registry: str, again: re.Pattern[str], times: int) -> Iterator[str]:
    """The entries of the bodies but the issuer, with a number after their names."""
    entries = re.split(r"(?m)^(?=[a-z-]+:)", registry)[2:]
    text = re.sub(r"(?m)\s*#.*$|^  aliases:.*\n", "", "".join(entries))
    for number in range(2, times + 1):
        numbered = re.sub(r"(?m)^(  name|  short|[a-z-]+): (.+)$", rf"\1: \2 {number}", text)
        yield again.sub(rf"\g<0>-{number}", numbered)


def _plan(plan: str, again: re.Pattern[str], times: int) -> str:
    """The plan with the items of each section so many times."""

    def larger(section: re.Match[str]) -> str:
        items = section["items"].rstrip("\n") + "\n"
        copies = (_copy(items, again, number) for number in range(2, times + 1))
        return "".join(("    items:\n", items, *copies, "\n"))

    return _ITEMS.sub(larger, plan)


def _copy(items: str, again: re.Pattern[str], number: int) -> str:
    bare = re.sub(
        r"(?m)^        heading: (?:Phòng|Đề nghị) .*\n|\s+# .*$", "", items
    )  # names its bodies without number
    numbered = re.sub(r"(?m)^(\s+- fund: .*)$", rf"\1 {number}", bare)
    return again.sub(rf"\g<0>-{number}", numbered)


def _results(results: str, again: re.Pattern[str], times: int) -> str:
    """The results with the entries of every body, target, task and fund so many times."""

    def larger(section: re.Match[str]) -> str:
        entries = re.sub(r"\s+# .*$", "", section[2], flags=re.M)
        if section[1] == "funds:\n":
            copies = [re.sub(r"(?m)^(  \S.*):$", rf"\1 {number}:", entries) for number in range(2, times + 1)]
        else:
            copies = [again.sub(rf"\g<0>-{number}", entries) for number in range(2, times + 1)]
        return "".join((section[1], section[2], *copies))

    return re.sub(r"(?m)^((?:reported|targets|tasks|funds):\n)((?:  .*\n)+)", larger, results)


def _read(*names: str) -> str:
    return ROOT.joinpath(*names).read_text(encoding="utf-8")


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
