"""CONTRIBUTING.md works: each recipe is followed step by step in a copy of the repository.

What a reader types or opens is taken from the page, so that the page cannot drift from what is tested here.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import cache_from_source
from io import BytesIO
from pathlib import Path

import docx
import pytest

from tests.support.plans import ROOT

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
RECORD = "tests/data/revisions.json"
PO = "kehoach/locale/vi/LC_MESSAGES/kehoach.po"
SEED = "plans/2024/giam-ngheo.yaml"


def recipe(heading: str) -> str:
    """The section of the page under a heading."""
    found = re.search(rf"^## {heading}\n(.+?)(?=^## |\Z)", PAGE, re.M | re.S)
    assert found, heading
    return found[1]


def named(text: str, end: str) -> str:
    """The one path in backticks that ends so."""
    (path,) = {path for path in re.findall(r"`([\w./]+)`", text) if path.endswith(end)}
    return path


@dataclass(frozen=True)
class House:
    """A copy of the repository."""

    root: Path

    def read(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def change(self, path: str, old: str, new: str) -> None:
        text = self.read(path)
        assert text.count(old) == 1, (path, old)
        self.write(path, text.replace(old, new))

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Python with the copy's code."""
        own = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        own |= {"PYTHONPATH": str(self.root), "PYTHONUTF8": "1"}
        return subprocess.run(
            [sys.executable, *words], cwd=self.root, env=own, capture_output=True, text=True, timeout=300
        )

    def kehoach(self, *words: str) -> str:
        done = self.run("-m", "kehoach", *words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def generated(self, *names: str) -> str:
        """What `make generated` does to these files."""
        done = self.run("tools/generate.py", *names)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def tested(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self.run("-m", "pytest", "-p", "no:cacheprovider", *words)

    def raise_revision(self, path: str, writer: str) -> None:
        text, count = re.subn(rf'"{writer}": (\d+)', lambda found: f'"{writer}": {int(found[1]) + 1}', self.read(path))
        assert count == 1
        self.write(path, text)

    def lines(self, path: str) -> list[str]:
        """The paragraphs of a Word file, outside of tables."""
        return [paragraph.text for paragraph in docx.Document(BytesIO((self.root / path).read_bytes())).paragraphs]


@pytest.fixture
def house(tmp_path: Path) -> House:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("the recipes are followed in a copy of what git lists: this is no clone")
    for name in filter(None, listed.stdout.split("\0")):
        for path in (ROOT / name, Path(cache_from_source(str(ROOT / name)))):  # what is compiled already
            if path.is_file():
                to = tmp_path / path.relative_to(ROOT)
                to.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, to)
    return House(tmp_path)


def test_every_path_on_the_page_exists() -> None:
    paths = {path for path in re.findall(r"`([\w./-]+/[\w./-]*)`", PAGE) if not path.startswith("outputs/")}
    assert len(paths) > 10
    assert {path for path in paths if not (ROOT / path).exists()} - {"tests/cases/rules/KH399/fires.yaml"} == set()


def test_add_a_rule(house: House) -> None:
    page = recipe("Add a rule")
    (block,) = re.findall(r"^   ```python\n(.+?)^   ```", page, re.M | re.S)
    block = re.sub(r"^   ", "", block, flags=re.M)
    code = re.search(r'"(KH\d+)"', block)[1]  # type: ignore[index]
    assert code not in house.kehoach("rule")  # 1
    family = named(page, "dates.py")
    house.write(family, f"{house.read(family)}\n\n{block}")  # 2

    fires = named(page, "fires.yaml")
    (marked,) = re.findall(r"`(⟦.+?⟧)`", page)
    neighbour = house.read("tests/cases/rules/KH303/quiet.yaml")
    assert neighbour.count("deadline: 15/6\n") == 1
    house.write(fires, neighbour.replace("deadline: 15/6\n", f"deadline: {marked}\n"))  # 3
    house.write(fires.replace("fires", "quiet"), neighbour.replace("deadline: 15/6\n", "deadline: 11/2026\n"))

    assert f"written: {named(page, '.po')}" in house.generated(PO)  # 4
    empty = re.compile(r'^msgid "(.+)"\nmsgstr ""$', re.M)
    new = {match[1] for match in empty.finditer(house.read(PO))}
    texts = [re.search(r'"""(.+)', block)[1], re.search(r'_\("(.+?)"', block)[1]]  # type: ignore[index]
    assert new >= {*texts, re.search(r"Why: (.+)", block)[1]}  # type: ignore[index]
    house.write(PO, empty.sub(r'msgid "\1"\nmsgstr "Tiếng Việt của \1"', house.read(PO)))
    house.generated(PO, PO.replace(".po", ".mo"), "docs/rules.md")
    assert f"Tiếng Việt của {texts[0]}" in house.kehoach("rule", code)
    assert f"### {code}\n" in house.read("docs/rules.md")

    narrow = ("tests/test_rules.py", "-k", f"{code} or firing")
    done = house.tested(*narrow)  # 5
    assert done.returncode == 0, done.stdout
    house.change(family, block, re.sub(r"^(    for )", r"    return\n\1", block, count=1, flags=re.M))
    done = house.tested(*narrow)
    assert f"test_rule_case[{code}-fires]" in done.stdout
    assert done.returncode == 1


def test_change_a_template(house: House) -> None:
    page = recipe("Add a template, or change one")
    builder, numbers = named(page, "builder.py"), named(page, "output_revisions.py")
    house.change(
        builder,
        "_template(_PROMULGATION + _ADDRESSEES)",
        '_template(_PROMULGATION + _ADDRESSEES + paragraph("CuoiPhan", "Về {{ about }}"))',
    )  # 1
    house.change(named(page, "context.py"), '"draft": document.draft', '"draft": document.draft, "about": "việc này"')
    made = (named(page, "plan.docx"), RECORD)
    refused = house.run("tools/generate.py", *made)
    assert numbers in refused.stderr
    for writer in re.search(r"writers (.+) make", refused.stderr)[1].split(", "):  # type: ignore[index]
        house.raise_revision(numbers, writer)
    house.generated(*made)
    house.kehoach("template", "check", named(page, "plan.docx"))  # 2
    house.kehoach("build", SEED)  # 3, without the PDF
    (printed,) = house.root.glob("outputs/2024/giam-ngheo/ke-hoach.docx")
    assert "Về việc này" in house.lines(str(printed.relative_to(house.root)))


NOTICE = '''\
"""A notice of the plan."""

from __future__ import annotations

from kehoach.documents.letterhead import compose_letterhead, title
from kehoach.documents.paper import Paper, Paragraph, Part, PartKind, Role
from kehoach.documents.properties import properties
from kehoach.model.agency import Agencies
from kehoach.model.plan import Plan


def compose_notice(plan: Plan, agencies: Agencies) -> Paper:
    """One line."""
    line = Paragraph(Role.TEXT, ("Kế hoạch đã ban hành.",))
    letterhead = compose_letterhead(plan.issuer, agencies)
    part = Part(PartKind.MAIN, title("THÔNG BÁO", ()), (line,), letterhead)
    return Paper((part,), properties(plan, agencies, "Tin", "Tin"))
'''


def test_add_a_kind_of_paper(house: House) -> None:
    page = recipe("Add a kind of paper")
    (composer,) = re.findall(r"`([\w/]+/<kind>\.py)`", page)
    house.write(composer.replace("<kind>", "notice"), NOTICE)  # 1
    kinds = named(page, "kinds.py")
    constant = 'NOTICE = PaperKind(compose_notice, "notice.docx", "thong-bao", (full_paper, bare_paper))\n'
    house.change(kinds, "\nKINDS: ", f"{constant}\nKINDS: ")  # 2
    house.change(kinds, '    "plan": PLAN,\n', '    "plan": PLAN,\n    "notice": NOTICE,\n')
    house.change(kinds, "@frozen", "from kehoach.documents.notice import compose_notice\n\n\n@frozen")

    builder = named(page, "builder.py")
    house.change(
        builder,
        "\nTEMPLATES = {\n",
        'def notice_template() -> bytes:\n    """A notice."""\n    return _template("")\n\n\n'
        'TEMPLATES = {\n    "notice.docx": notice_template,\n',
    )
    assert "written: templates/notice.docx" in house.generated("templates/notice.docx", RECORD)  # 3
    house.kehoach("template", "check", "templates/notice.docx")

    products = named(page, "products.py")
    house.change(
        products,
        "\ndef report_products(",
        '\ndef notice_product(examined: Examined, plan: Plan) -> Product:\n    """The notice."""\n'
        "    return _paper(NOTICE, NOTICE.file, lambda: NOTICE.compose(plan, examined.agencies))\n"
        "\n\ndef report_products(",
    )  # 4
    house.change(
        products,
        "import CERTIFIED, CHANGES, EXTRACT, KINDS, LEDGER, PLAN,",
        "import CERTIFIED, CHANGES, EXTRACT, KINDS, LEDGER, NOTICE, PLAN,",
    )
    start = "    yield plan_product(examined, plan)\n"
    house.change(products, start, f"{start}    yield notice_product(examined, plan)\n")
    house.kehoach("build", SEED)
    lines = house.lines("outputs/2024/giam-ngheo/thong-bao.docx")  # 5
    assert [line for line in lines if line] == ["THÔNG BÁO", "Kế hoạch đã ban hành."]


def test_add_a_case_of_differences(house: House) -> None:
    page = recipe("Add a case of differences")
    (folder,) = re.findall(r"`(tests/[\w/]+/)`", page)
    old, new, expected = (f"{folder}moi/{named(page, end)}" for end in ("old.yaml", "new.yaml", "expected.txt"))
    neighbour = house.read(f"{folder}nothing/old.yaml")
    house.write(old, neighbour)
    house.write(new, neighbour.replace("name: Nguyễn Văn Bình", "name: Trần Thị An"))
    said = "Signing\n  ~ name: Nguyễn Văn Bình -> Trần Thị An\ndifferences: 1 (1 changed)\n"
    house.write(expected, said)
    done = house.tested("tests/test_comparing.py::test_case[moi]")
    assert done.returncode == 0, done.stdout
