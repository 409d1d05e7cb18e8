"""Ids: where they are used, what happens when a thing gets another one, and which ids new things get."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from kehoach import editing
from kehoach.diagnostics import Finding
from kehoach.editing import Document, DocumentKind, PlanFiles, Refused, Renaming, WorkspaceFiles
from kehoach.edits import apply
from kehoach.pipeline.related_files import workspace_files
from kehoach.pipeline.session import Session
from kehoach.source import Source
from kehoach.storage.workspace import Workspace
from tests.support.amounts import spread
from tests.support.oddyaml import said as said_in
from tests.support.plans import ROOT
from tests.support.samepaper import said

OWN = """\
year: 2026
issuer: phuong-tan-phong
date: 2/2026
subject: Thử mã năm {{ year }}
opening: >
  {{ agency('van-phong').full }} và {{ agency("tan-phong-kinh-te") }} thực hiện{{ note('ghi-chu') }}, xem
  {{ place('muc-tieu') }}, {{ place('chi-tieu') }}, {{ place('chung') }}:
sections:
  - kind: targets
    id: muc-tieu
    items:
      - target: chi-tieu
        name: "Chỉ tiêu \\"một\\": có mã"
        value: 10 hộ
        shares: {van-phong: 4 hộ, 'to-1': 6 hộ}
        total: 10 hộ
        text: 'Đạt {{ value }}, trong đó {{ share(''van-phong'') }} và {{ share("to-1") }}; TODO(hỏi van-phong)'
      - text: "Nhắc lại \\"{{ target('chi-tieu').value }}\\" và *{{ target(\\"chi-tieu\\").value }}* của van-phong."
      - target: chung
        value: 5%
        text: >  # {{ target('chi-tieu') }} trong ghi chú không phải là mã
          Đạt {{ value }}, {{
          target('chi-tieu').value }}.
  - kind: duties
    items:
      - agencies: van-phong
        items:
          - task: chung
            name: Việc một
            lead: [ "van-phong", to-1 ]
            coordinating:
              - 'tan-phong-kinh-te'
              - >
                to-1
            deadline: 15/6
            targets: chi-tieu
            text: Việc của {{ lead }}, hạn {{ due('nam') }}.
      - agencies: [to-1]
        items:
          - task: viec-hai
            targets: [chi-tieu, chung]
            deadline: 15/6
            text: Việc hai.
reporting:
  - from: [van-phong, to-1]
    to: phuong-tan-phong
    periods:
      - {id: nam, name: năm, due: 15/12}
recipients:
  - Như trên
archive: VT
signature:
  authority: TM
  title: Chủ tịch
  name: A
agencies:
  van-phong: Văn phòng riêng
  "to-1":
    name: Tổ một
    parent: van-phong
notes:
  ghi-chu: Chú thích có {{ agency('to-1') }}.
  thua: "TODO(hỏi ai, {{ agency('to-1') }}?)"
appendices:
  - kind: targets
    id: phu-luc
    title: Chỉ tiêu, xem {{ place('phu-luc') }}
    show:
      - heading: Chính
        targets: [chi-tieu]
  - kind: table
    title: Bảng
    columns: [A, B]
    rows: |
      {{ agency('van-phong') }} | {{ target('chi-tieu').value }}
      x | {{ place('chi-tieu') }}
"""
OWN_RESULTS = """\
reported: {van-phong: 1/12/2026}
targets:
  chi-tieu: {value: 9 hộ, shares: {van-phong: 3 hộ, to-1: 6 hộ}}
  "chung": 4%
tasks:
  chung: {status: hoàn thành, on: 1/12, members: {van-phong: hoàn thành}}
duties:
  to-1: Đã làm.
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example workspace, and a plan with agencies of its own, one of which is called as one of the registry."""
    folder = tmp_path_factory.mktemp("w")
    for name in ("plans", "results"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "plans/2026/rieng.yaml").write_text(OWN, encoding="utf-8")
    (folder / "results/2026/rieng").mkdir(parents=True)
    (folder / "results/2026/rieng/nam.yaml").write_text(OWN_RESULTS, encoding="utf-8")
    return folder


def files_of(folder: Path) -> WorkspaceFiles:
    found = workspace_files(Workspace(folder))
    assert not found.unread
    return found


def everything(files: WorkspaceFiles) -> Iterator[tuple[str, str, Source]]:
    """Every thing with an id, with a file that knows it: those of other years of a plan, once."""
    seen = set()
    registry = [files.registry] if files.registry else []
    for document in (*registry, *(one for plan in files.plans for one in plan.documents)):
        for one in document.occurrences:
            scope = tuple(d.source.path for d in files.scope(one.kind, one.id, one.source))
            if one.is_definition and (one.kind, one.id, scope) not in seen:
                seen.add((one.kind, one.id, scope))
                yield one.kind, one.id, one.source


def without_comments(text: str) -> str:
    """A file as what is not a comment, by PyYAML: the texts of its scalars, keys too."""
    return "\n".join(token.value for token in yaml.scan(text) if isinstance(token, yaml.ScalarToken))


def test_every_use_of_an_id_is_found(made: Path) -> None:
    """An id with a hyphen is no word of the language: a search for it finds its uses, and nothing else."""
    for document in (one for plan in files_of(made).plans for one in plan.documents):
        found = Counter(one.id for one in document.occurrences)
        text = without_comments(document.source.text)
        for identity in [one for one in found if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", one)]:
            typed = len(re.findall(rf"(?<![\w-]){identity}(?![\w-])", text))
            beside = sum(map(text.count, (f"của {identity}", f"TODO(hỏi {identity}", f"ai, {{{{ agency('{identity}')")))
            assert found[identity] == typed - beside, (document.source.path, identity)
        for one in document.occurrences:
            if one.is_placed:
                assert one.span.text.strip("'\"") == one.id


def test_uses_of_every_kind_are_found(made: Path) -> None:
    (own,) = [one for one in files_of(made).plans if one.name == "rieng"]
    found = Counter((one.kind, one.is_definition) for one in own.plan.occurrences)
    assert found == Counter(
        {
            ("agency", True): 2,
            ("agency", False): 19,
            ("target", True): 2,
            ("target", False): 8,
            ("task", True): 2,
            ("period", True): 1,
            ("period", False): 1,
            ("note", True): 2,
            ("note", False): 1,
            ("place", True): 2,
            ("place", False): 5,
        }
    )


Look = tuple[list[tuple[str, list[str]]], list[tuple[str, str, int, str]]]
"""All papers of a plan, line by line, and all its findings."""


def look(folder: Path, plan: Path) -> Look:
    session = Session.open(folder / plan)
    assert not session.has_errors, session.findings
    return sorted((one.name, said(one.content)) for one in session.papers()), list(map(_told, session.findings))


def _told(finding: Finding) -> tuple[str, str, int, str]:
    return finding.code, Path(finding.span.source.path).name, finding.span.line, f"{finding.message} {finding.hint}"


def as_before(seen: Look, old: str, new: str, *, printed: bool) -> Look:
    """What was seen, with the new id as the old one. Papers are called by ids, some findings name them, and the name
    of a source of funding is `printed`.
    """

    def back(text: str) -> str:
        return text.replace(new, old)

    papers, findings = seen
    return (
        sorted((back(name), list(map(back, lines)) if printed else lines) for name, lines in papers),
        sorted((code, back(file), line, back(text)) for code, file, line, text in findings),
    )


def carry_out(folder: Path, renaming: Renaming) -> None:
    for path, edits in renaming.edits.items():
        file = Path(path)
        file.write_text(apply(file.read_text(encoding="utf-8"), edits), encoding="utf-8")
    for path, to in renaming.moves.items():
        Path(path).rename(to)


def test_with_another_id_papers_and_findings_are_the_same(made: Path, tmp_path: Path) -> None:
    plans = [path.relative_to(made) for path in Workspace(made).plans()]
    before = {plan: look(made, plan) for plan in plans}
    things = list(everything(files_of(made)))
    assert len(things) > 100
    own = [one for one in things if Path(one[2].path).name == "rieng.yaml"]
    assert {kind for kind, _id, _source in own} == {"agency", "target", "task", "period", "note", "place"}
    for number, (kind, old, source) in enumerate([*spread(things, 5), *spread(own, 6)]):
        folder = tmp_path / str(number)
        shutil.copytree(made, folder)
        where = Source(str(folder / Path(source.path).relative_to(made)), "")
        new = "Nguồn mới lắm" if kind == "fund" else "zz-ma-moi-9"
        renaming = files_of(folder).rename(kind, old, new, where)
        carry_out(folder, renaming)
        of_registry = str(folder / "plans/agencies.yaml") in renaming.edits
        for plan in spread([one for one in plans if of_registry or str(folder / one) in renaming.edits], 2):
            now = as_before(look(folder, plan), old, new, printed=kind == "fund")
            assert now == as_before(before[plan], old, new, printed=kind == "fund"), (kind, old)
        if old != "chung":  # a target and a task are both called so
            carry_out(folder, files_of(folder).rename(kind, new, old, where))
            assert _texts(folder) == _texts(made), (kind, old)
        shutil.rmtree(folder)


def _texts(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text("utf-8") for path in sorted(folder.rglob("*.yaml"))}


@pytest.mark.parametrize(
    ("kind", "old", "new", "why"),
    [
        ("agency", "van-phong", "Văn phòng", '"Văn phòng" cannot be an id'),
        ("agency", "van-phong", "", '"" cannot be an id'),
        ("agency", "van-phong", "to-1", "the id to-1 is used already"),
        ("agency", "van-phong", "tan-phong-kinh-te", "the id tan-phong-kinh-te is used already"),
        ("target", "chi-tieu", "chung", "the id chung is used already"),
        ("target", "chi-tieu", "muc-tieu", "the id muc-tieu is used already"),
        ("place", "muc-tieu", "chi-tieu", "the id chi-tieu is used already"),
        ("note", "ghi-chu", "thua", "the id thua is used already"),
        ("task", "khong-co", "moi", "nothing here has the id khong-co"),
    ],
)
def test_what_would_make_two_things_one_is_refused(made: Path, kind: str, old: str, new: str, why: str) -> None:
    files = files_of(made)
    source = Source(str(made / "plans/2026/rieng.yaml"), "")
    with pytest.raises(Refused) as caught:
        files.rename(kind, old, new, source)
    assert str(caught.value).startswith(why)


def test_an_id_of_the_registry_is_not_taken_from_a_plans_own(made: Path) -> None:
    """`van-phong` of the plan is another body than that of the registry: neither is renamed with the other."""
    files = files_of(made)
    registry, own = made / "plans/agencies.yaml", made / "plans/2026/rieng.yaml"
    of_all = files.rename("agency", "van-phong", "vp", Source(str(registry), ""))
    assert str(own) not in of_all.edits
    assert str(registry) in of_all.edits
    of_own = files.rename("agency", "van-phong", "vp", Source(str(own), ""))
    assert set(of_own.edits) == {str(own), str(made / "results/2026/rieng/nam.yaml")}
    with pytest.raises(Refused, match="used already"):  # the plan would take its own body for that of the registry
        files.rename("agency", "tan-phong-kinh-te", "to-1", Source(str(registry), ""))


def test_a_period_takes_its_results_files_along(made: Path) -> None:
    renaming = files_of(made).rename("period", "nam", "ca-nam", Source(str(made / "plans/2026/rieng.yaml"), ""))
    old = made / "results/2026/rieng/nam.yaml"
    assert renaming.moves == {str(old): str(old.with_name("ca-nam.yaml"))}


def test_nothing_is_renamed_while_a_file_that_may_know_it_cannot_be_read(made: Path) -> None:
    def read(path: Path) -> Source:
        return Source(str(path), "a: [" if path.name == "chuyen-doi-so.yaml" else path.read_text(encoding="utf-8"))

    files = workspace_files(Workspace(made), read)
    with pytest.raises(Refused, match="cannot be read"):
        files.rename("agency", "van-phong", "vp", Source(str(made / "plans/agencies.yaml"), ""))
    own = Source(str(made / "plans/2026/rieng.yaml"), "")
    assert files.rename("target", "chi-tieu", "moi", own).edits  # which the broken file cannot know
    broken = workspace_files(
        Workspace(made), lambda path: Source(str(path), "a: [" if path.name == "nam.yaml" else read(path).text)
    )
    with pytest.raises(Refused, match="cannot be read"):
        broken.rename("target", "chi-tieu", "moi", own)
    assert broken.rename("note", "ghi-chu", "moi", own).edits


def document(text: str, kind: DocumentKind = DocumentKind.PLAN) -> Document:
    return Document.read(Source("x.yaml", text), kind)


def test_an_escape_that_hides_an_id_is_refused() -> None:
    file = document("opening: \"{{ agency('so\\x2da') }} {{ agency('so-a') }}\"\nagencies:\n  so-a: A\n")
    with pytest.raises(Refused, match="has escapes"):
        WorkspaceFiles(None, (PlanFiles(file),)).rename("agency", "so-a", "so-b", file.source)


def test_new_things_get_ids_of_their_names() -> None:
    file = document(OWN)
    items: editing.Path = ("sections", 0, "items")
    target = editing.add_target(file, items, "Tỷ lệ hộ cận nghèo", value="2%", text="Còn {{ value }}.")
    assert (target.id, target.path) == ("ho-can-ngheo", (*items, 3))
    after = said_in(apply(OWN, target.edits))
    assert after["sections"][0]["items"][3] == {
        "target": "ho-can-ngheo",
        "name": "Tỷ lệ hộ cận nghèo",
        "value": "2%",
        "text": "Còn {{ value }}.",
    }
    again = editing.add_target(document(apply(OWN, target.edits)), items, "Tỷ lệ hộ cận nghèo", 0)
    assert (again.id, again.path) == ("ho-can-ngheo-2", (*items, 0))
    task = editing.add_task(file, ("sections", 1, "items", 1, "items"), "Chi tiêu", lead=["van-phong"], deadline="15/6")
    assert task.id == "chi-tieu-2"  # a target is called so, and place('chi-tieu') must stay clear
    assert "lead: [van-phong]" in apply(OWN, task.edits)
    fund = editing.add_fund(file, items, "Ngân sách nhà nước", amount="5 triệu đồng")
    assert said_in(apply(OWN, fund.edits))["sections"][0]["items"][3]["fund"] == "Ngân sách nhà nước"
    duty = editing.add_duty(file, ("sections", 1, "items"), ["to-1"], 0, items=["Làm việc A."])
    assert said_in(apply(OWN, duty.edits))["sections"][1]["items"][0] == {
        "agencies": ["to-1"],
        "items": ["Làm việc A."],
    }
    agency = editing.add_agency(file, "Sở Nội vụ", taken=("so-noi-vu",))
    assert (agency.id, agency.path) == ("so-noi-vu-2", ("agencies", "so-noi-vu-2"))
    registry = document("so-y-te: Sở Y tế\n", DocumentKind.REGISTRY)
    agency = editing.add_agency(registry, "Phòng Tư pháp", of="thành phố")
    assert apply(registry.source.text, agency.edits) == (
        "so-y-te: Sở Y tế\nphong-tu-phap:\n  name: Phòng Tư pháp\n  of: thành phố\n"
    )


def test_a_copy_has_ids_of_its_own_and_refers_to_them() -> None:
    text = (
        "sections:\n"
        "  - kind: targets\n"
        "    items:\n"
        "      # về nhóm\n"
        "      - id: nhom\n"
        "        text: 'Xem {{ place(\"nhom\") }}, {{ target(''a'').value }}, {{ target(''b'').value }}'\n"
        "        items:\n"
        "          - {target: a, value: 5%}\n"
        "          - task: 'a'\n"
        "            targets: [a, b]\n"
        "      - target: b\n"
    )
    after = apply(text, editing.duplicate(document(text), ("sections", 0, "items", 0)))
    assert after == text.replace(
        "      - target: b\n",
        "      # về nhóm\n"
        "      - id: nhom-2\n"
        "        text: 'Xem {{ place(\"nhom-2\") }}, {{ target(''a-2'').value }}, {{ target(''b'').value }}'\n"
        "        items:\n"
        "          - {target: a-2, value: 5%}\n"
        "          - task: 'a-3'\n"
        "            targets: [a-2, b]\n"
        "      - target: b\n",
    )


def test_a_copy_of_any_item_changes_nothing_but_ids(made: Path) -> None:
    """The ids of the copy are new; with the old ones in their place it says what the item says."""
    for plan in spread(files_of(made).plans, 2):
        file = plan.plan
        tree = said_in(file.source.text)
        for section, one in enumerate(tree["sections"]):
            for index, item in enumerate(one.get("items") or ()):
                after = said_in(apply(file.source.text, editing.duplicate(file, ("sections", section, "items", index))))
                items = after["sections"][section]["items"]
                assert not set(_ids(items[index + 1])) & set(_ids(items[index]))
                assert _without_ids(items[index + 1]) == _without_ids(item)
                del items[index + 1]
                assert after == tree


def _ids(tree: object) -> Iterator[tuple[str, str]]:
    if isinstance(tree, dict):
        for key, one in tree.items():
            if key in ("id", "target", "task"):
                yield key, one
            else:
                yield from _ids(one)
    for one in tree if isinstance(tree, list) else ():
        yield from _ids(one)


def _without_ids(tree: object) -> str:
    return re.sub(r"-\d+\b", "", str(tree))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("sections:\n  - heading: A\n", "sections:\n  - heading: X: y\n"),
        ("sections:\n  - kind: text\n", "sections:\n  - kind: text\n    heading: X: y\n"),
    ],
)
def test_a_heading_is_changed(before: str, after: str) -> None:
    edits = editing.change_heading(document(before), ("sections", 0), "X: y")
    assert apply(before, edits) == after.replace("X: y", '"X: y"')
    text = (
        "appendices:\n  - kind: table\n    title: A\nsections:\n  - items:\n"
        "      - label: B\n      - fund: C\n      - table:\n"
    )
    file = document(text)
    for path, key in (
        (("appendices", 0), "title: X"),
        (("sections", 0, "items", 0), "label: X"),
        (("sections", 0, "items", 1), "fund: X"),
        (("sections", 0, "items", 2), "table: X"),
    ):
        assert key in apply(text, editing.change_heading(file, path, "X"))
