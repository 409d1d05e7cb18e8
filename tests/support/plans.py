"""Plans for tests: from a text to the Word file, as the commands do it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kehoach.diagnostics import Finding, Severity
from kehoach.documents.paper import Paper
from kehoach.documents.plan import compose_plan
from kehoach.model.agency import Agencies
from kehoach.model.plan import Plan
from kehoach.parse.plan import parse_agencies
from kehoach.pipeline.examine import look_at_plan
from kehoach.readers.yaml import read
from kehoach.source import Source
from kehoach.word.docx import write_docx

ROOT = Path(__file__).parent.parent.parent
SEED = ROOT / "plans" / "2024" / "giam-ngheo.yaml"
TEMPLATE = ROOT / "templates" / "plan.docx"

SMALL = """\
year: 2024
issuer: ubnd-tp-lai-chau
date: 1/2024
subject: Thử việc lưu tệp năm {{ year }}
opening: >
  UBND thành phố ban hành Kế hoạch như sau:
sections:
  - kind: purpose
    items:
      - Nội dung.
recipients:
  - Các cơ quan liên quan
archive: VT, TH
signature:
  authority: TM
  title: Chủ tịch
  name: Nguyễn Văn Bình
"""
ONE_TASK = """\
  - kind: duties
    items:
      - agencies: phong-kinh-te
        items:
          - task: mot
            name: Việc đầu năm
            deadline: 15/2
            text: Làm việc đầu năm.
"""
"""A section with a task of Phòng Kinh tế, for a plan as small: it belongs before `recipients`."""


def small_workspace(folder: Path) -> Path:
    """A workspace with a plan of a few lines, which renders fast; gives the plan's path."""
    plan = folder / "plans" / "2024" / "nho.yaml"
    plan.parent.mkdir(parents=True)
    plan.write_text(SMALL, encoding="utf-8")
    shutil.copy(ROOT / "plans" / "agencies.yaml", folder / "plans")
    return plan


def registry(path: Path = ROOT / "plans" / "agencies.yaml") -> Agencies:
    """The repository's own registry, or that of another file."""
    return _registry(Source(path.name, path.read_text(encoding="utf-8")))


@cache
def _registry(source: Source) -> Agencies:
    node, findings = read(source)
    assert node is not None
    assert not findings
    return parse_agencies(node, source)[0]


@dataclass(frozen=True)
class Made:
    """A plan read from a text, with all its findings."""

    plan: Plan | None
    agencies: Agencies
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> list[str]:
        return [
            f"{f.span.line}:{f.span.column} {f.code} {f.message}" for f in self.findings if f.severity is Severity.ERROR
        ]

    def document(self) -> Paper:
        assert self.plan is not None
        assert not self.errors, self.errors
        return compose_plan(self.plan, self.agencies)

    def docx(self) -> bytes:
        return write_docx(self.document(), TEMPLATE.read_bytes(), Path("plan.docx"))


def parsed(text: str, agencies: Agencies | None = None, path: str = "plan.yaml") -> Made:
    """Read and parse a plan text, without the rules: for what is asked of the plan itself."""
    examined = look_at_plan(
        Source(_placed(path, text), text), registry() if agencies is None else agencies, check=False
    )
    return Made(examined.plan, examined.agencies, examined.findings)


def make(text: str, agencies: Agencies | None = None, path: str = "plan.yaml") -> Made:
    """Read, parse and check a plan text."""
    examined = look_at_plan(Source(_placed(path, text), text), registry() if agencies is None else agencies)
    return Made(examined.plan, examined.agencies, examined.findings)


def _placed(path: str, text: str) -> str:
    """The path of a plan that is a case of features, beside which its pictures and tables are; any other as it is."""
    return str(ROOT / "tests" / "cases" / "features" / path) if " tep/" in text else path
