"""Generated plans made into Word files, and imported from these alone."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kehoach.documents.paper import Paper
from kehoach.model.items import Target
from kehoach.parse.plan import parse_agencies
from kehoach.pipeline.importer import ImportedPlan, imported
from kehoach.readers.yaml import read
from kehoach.reading.word import read_word
from kehoach.source import Source
from tests.support import realwords
from tests.support.importedfacts import Recognised, facts_of, printed_items
from tests.support.plans import Made, make
from tests.support.realplan import RealPlan, real_plan
from tests.support.samepaper import differences


@dataclass(frozen=True)
class Way:
    """A generated plan, and the draft that its Word file became."""

    plan: RealPlan
    made: Made
    paper: Paper
    result: ImportedPlan

    def differences(self) -> list[str]:
        """What the paper of the draft says otherwise."""
        if self.result.paper is None:
            return [f"{one.code} {one.message}" for one in self.result.examined.findings]
        plain = [] if self.result.with_facts else ["no facts were kept"]
        return plain + differences(self.paper, self.result.paper)

    def count(self, recognised: Recognised) -> None:
        """Count the facts that were found."""
        examined = self.result.examined
        if self.made.plan is None or examined.plan is None or self.result.paper is None:
            return
        doubtful = frozenset(
            place
            for item, _above, place, in_table in printed_items(self.paper)
            if isinstance(item, Target) and not in_table and item.target not in self.plan.alone
        )
        known = facts_of(self.made.plan, self.made.agencies, self.paper)
        recognised.count(known, facts_of(examined.plan, examined.agencies, self.result.paper), doubtful)


@lru_cache(maxsize=64)
def written(seed: int) -> tuple[RealPlan, Made, bytes]:
    """The plan of a seed, and its Word file."""
    plan = real_plan(seed)
    source = Source("agencies.yaml", realwords.REGISTRY)
    node, findings = read(source)
    assert node is not None
    assert not findings
    made = make(plan.text, parse_agencies(node, source)[0])
    return plan, made, made.docx()


def way(seed: int, docx: bytes | None = None) -> Way:
    """The plan of a seed there and back, by a Word file of it that a program saved where one is given."""
    plan, made, own = written(seed)
    result = imported(read_word(docx or own, "plan.docx"), made.agencies, "nhap.yaml")
    return Way(plan, made, made.document(), result)


def saved_by_office(docx: Mapping[int, bytes], folder: Path) -> dict[int, bytes]:
    """Word files as LibreOffice opened and saved them."""
    for seed, data in docx.items():
        (folder / f"{seed}.docx").write_bytes(data)
    home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
    names = [f"{seed}.docx" for seed in docx]
    ask = ["soffice", home, "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", "saved", *names]
    subprocess.run(ask, cwd=folder, check=True, capture_output=True, timeout=600)
    return {seed: (folder / "saved" / f"{seed}.docx").read_bytes() for seed in docx}
