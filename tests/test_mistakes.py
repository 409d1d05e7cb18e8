"""Mistakes of a drafter: each told where it was made, in at most two findings, with a way out, in both languages."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from kehoach.commands.check import check
from kehoach.diagnostics import Severity
from kehoach.language import translator
from kehoach.show import as_json
from tests.support.amounts import LONG
from tests.support.mistakes import SLIPS, Mistake, Page, mistakes
from tests.support.plans import ROOT, SEED, make

REGISTRY = ROOT / "plans" / "agencies.yaml"
PAGES = {"plan": Page(SEED.read_text(encoding="utf-8")), "registry": Page(REGISTRY.read_text(encoding="utf-8"))}
MISTAKES = list(mistakes(PAGES["plan"], PAGES["registry"]))


def test_there_are_sixty() -> None:
    assert len({(m.file, m.name) for m in MISTAKES}) == len(MISTAKES) >= 60


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda m: f"{m.file}-{m.name}".replace(" ", "-"))
def test_a_mistake_is_told_at_its_place(mistake: Mistake, tmp_path: Path) -> None:
    (tmp_path / "plans" / "2024").mkdir(parents=True)
    plan, registry = tmp_path / "plans" / "2024" / SEED.name, tmp_path / "plans" / "agencies.yaml"
    plan.write_text(mistake.text if mistake.file == "plan" else PAGES["plan"].text, encoding="utf-8")
    registry.write_text(mistake.text if mistake.file == "registry" else PAGES["registry"].text, encoding="utf-8")
    messages, report = [], check([plan], tmp_path)
    assert report.exit_code == 1
    for language in ("vi", "en"):
        found = json.loads(as_json(report, translator(language)))
        found = [f for f in found if f["code"] != "KH601"]  # "với với" of the original
        assert 1 <= len(found) <= 2, found
        places = [(f["code"], Path(f["file"]).name, f["line"], f["column"]) for f in found]
        name = (plan if mistake.at == "plan" else registry).name
        assert (mistake.code, name, mistake.line, mistake.column) in places, found
        messages.append([f["message"] for f in found])
        assert all(f["hint"] for f in found if f["code"] < "KH107"), found
    assert messages[0] != messages[1]


def _tried() -> list[tuple[str, str, str, int, int]]:
    """Slips at many places of the seed; all of them in the long run."""
    tried = [slip for name in SLIPS for slip in SLIPS[name](PAGES["plan"])]
    share = len(tried) if LONG else 50
    return random.Random(20241123).sample(tried, min(share, len(tried)))


def test_slips_anywhere_are_told_near_their_line() -> None:
    """No traceback; at most two errors; nearly all told on the line of the slip or the one below."""
    before = {(f.code, str(f.message)) for f in make(PAGES["plan"].text).findings}
    far, silent, told = [], [], 0
    tried = _tried()
    for kind, where, text, first, last in tried:
        findings = [f for f in make(text).findings if (f.code, str(f.message)) not in before]
        if not findings:
            silent.append((kind, where))
            continue
        told += 1
        errors = [f for f in findings if f.severity is Severity.ERROR]
        assert len(errors) <= 3, (kind, where, [str(f.message) for f in errors])
        lines = [f.span.line for f in findings]
        if not any(first <= line <= last + 1 for line in lines):
            far.append((kind, where, lines, [str(f.message) for f in findings]))
    assert told > len(tried) * 5 // 8
    assert len(far) <= told // 30, far
    assert not silent, silent
