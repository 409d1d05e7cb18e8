"""Case files: a plan with what is expected of it in its own comments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

CASES = Path(__file__).parent.parent / "cases"
FEATURES = sorted((CASES / "features").glob("*.yaml"))
RULES = sorted((CASES / "rules").glob("*/*.yaml"))


@dataclass(frozen=True)
class FeatureCase:
    """A plan that uses one structural feature, and the lines that it prints."""

    path: Path

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def feature(self) -> str:
        return re.search(r"^# feature: (.+)$", self.text, re.M)[1]  # type: ignore[index]

    @property
    def name(self) -> str:
        """What it is, in Vietnamese."""
        return re.search(r"^# kiểu: (.+)$", self.text, re.M)[1]  # type: ignore[index]

    @property
    def seen(self) -> str:
        return re.search(r"^# seen: (.+)$", self.text, re.M)[1]  # type: ignore[index]

    @property
    def fragment(self) -> str:
        """The YAML that says it: what stands between the comments `# [` and `# ]`."""
        return "".join(re.findall(r"^# \[\n(.*?)^# \]\n", self.text, re.M | re.S))

    @property
    def expected(self) -> list[list[str]]:
        """Blocks of neighbouring lines."""
        blocks = self.text.split("# expect:\n")[1:]
        return [
            [line.removeprefix("# | ") for line in block.splitlines() if line.startswith("# | ")] for block in blocks
        ]


def holds(lines: list[str], block: list[str]) -> bool:
    """Whether the block stands in the lines, without a gap."""
    return any(lines[i : i + len(block)] == block for i in range(len(lines) - len(block) + 1))
