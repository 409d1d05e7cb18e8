"""Every file that is made from another one: `make generated` writes them, a test says when one is stale."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]


def _typeface() -> bytes:
    import make_typeface

    return make_typeface.module().encode()


def _template() -> bytes:
    from kehoach.writers.template_builder import plan_template

    return plan_template()


def _po() -> bytes:
    import catalogue

    return catalogue.po_bytes(catalogue.updated())


def _mo() -> bytes:
    import catalogue

    return catalogue.mo_bytes(catalogue.updated())


def _features() -> bytes:
    """The structural features of real plans, one after the other, each with the YAML that says it."""
    from tests.support.cases import FEATURES, FeatureCase

    cases = [FeatureCase(path) for path in FEATURES]
    lines = [
        "# Structural features of real plans",
        "",
        "What was found in twelve real plans of Vietnamese provinces and cities (2024 to 2026), and what",
        "the decree allows beyond them, each with its YAML. Every row is a file in `tests/cases/features`,",
        "which holds a whole plan, what it prints, and is rendered and judged by a test. This page is made from those",
        "files by `make generated`.",
        "",
        "| # | feature | seen in |",
        "|---|---|---|",
        *(f"| [{case.path.stem[:2]}](#{case.path.stem}) | {case.feature} | {case.seen} |" for case in cases),
        "",
    ]
    for case in cases:
        lines += [f"## {case.path.stem}", "", f"{case.feature}.", "", "```yaml", case.fragment.rstrip("\n"), "```", ""]
        for block in case.expected:
            lines += ["prints", "", "```text", *block, "```", ""]
    return "\n".join(lines).encode()


FILES: dict[str, Callable[[], bytes]] = {
    "kehoach/typeface_widths.py": _typeface,
    "templates/plan.docx": _template,
    "kehoach/locale/vi/LC_MESSAGES/kehoach.po": _po,
    "kehoach/locale/vi/LC_MESSAGES/kehoach.mo": _mo,
    "docs/features.md": _features,
}
"""Each generated file and what makes it."""


def main(*, write: bool) -> int:
    """Write the stale files, or only name them; 1 when some were named."""
    stale = 0
    for name, make in FILES.items():
        path, data = ROOT / name, make()
        if path.exists() and path.read_bytes() == data:
            continue
        if write:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        print(f"{'written' if write else 'stale'}: {name}")
        stale += not write
    return int(stale > 0)


if __name__ == "__main__":
    sys.exit(main(write="--check" not in sys.argv[1:]))
