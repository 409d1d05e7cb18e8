"""What a drafter meets in the editor: the real yaml-language-server over a workspace as `kehoach init` makes it.

`¤` marks where the cursor is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.forked import run
from tests.support.language_server import LanguageServer
from tests.support.plans import SEED
from tests.test_cli import PLAN


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nơi làm việc")
    done = run("init", ".", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def server(place: Path) -> Iterator[LanguageServer]:
    found = LanguageServer(place)
    yield found
    found.close()


class Editor:
    """A plan open in the editor."""

    count = 0

    def __init__(self, server: LanguageServer, before: str, after: str) -> None:
        text = SEED.read_text(encoding="utf-8")
        assert before in text
        text = text.replace(before, after, 1)
        cursor = text.find("¤")
        self.text = text.replace("¤", "")
        self.line, self.column = self.text[:cursor].count("\n") + 1, cursor - self.text.rfind("\n", 0, cursor)
        Editor.count += 1
        self.path = server.root / "plans" / "2024" / f"mo-{Editor.count}.yaml"
        self.server = server
        self.told = server.open(self.path, self.text)

    def offered(self) -> dict[str, str]:
        """Labels of what is offered at the cursor, with what is said of each."""
        items = self.server.completion(self.path, self.line, self.column)
        assert len({i["label"] + i.get("insertText", "") for i in items}) == len(items)
        return {item["label"]: _text(item.get("documentation")) for item in items}

    def hover(self) -> str:
        return self.server.hover(self.path, self.line, self.column)


def _text(documentation: Any) -> str:
    return documentation["value"] if isinstance(documentation, dict) else documentation or ""


def place_of(diagnostic: dict[str, Any]) -> tuple[int, int, int]:
    start, end = diagnostic["range"]["start"], diagnostic["range"]["end"]
    return start["line"] + 1, start["character"] + 1, end["character"] + 1


def test_the_example_has_no_complaint(server: LanguageServer, place: Path) -> None:
    for name in (PLAN, "plans/agencies.yaml"):
        assert server.open(place / name, (place / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("before", "after", "wrong", "message"),
    [
        ("kind: targets", "kind: targts", "targts", "các từ dùng được: purpose, targets"),
        ("better: lower", "better: thấp", "thấp", "higher, lower"),
        ("value: 1,50%", "valeu: 1,50%", "valeu", "valeu"),
        ("through: phong-ldtbxh", "through: phong-ldtbx", "phong-ldtbx", "plans/agencies.yaml"),
        ("agencies: [phong-tu-phap]", "agencies: [phong-tu-phaap]", "phong-tu-phaap", "plans/agencies.yaml"),
        ("date: 15/12/2023", "date: 15-12-2023", "15-12-2023", "Ngày"),
        ("value: 08 hộ", "value: tám hộ", "tám hộ", "08 hộ"),
        ("request: true", "request: vâng", "vâng", "true hoặc false"),
        ("- target: ho-ngheo\n", "- target: Hộ nghèo\n", "Hộ nghèo", "không dấu"),
    ],
)
def test_a_wrong_value_is_told_at_its_place(
    server: LanguageServer, before: str, after: str, wrong: str, message: str
) -> None:
    editor = Editor(server, before, after)
    start = editor.text.index(after) + after.index(wrong)
    line, column = editor.text[:start].count("\n") + 1, start - editor.text.rfind("\n", 0, start)
    assert [place_of(told) for told in editor.told] == [(line, column, column + len(wrong))], editor.told
    assert message in editor.told[0]["message"]


def test_a_missing_key_is_told_at_the_thing_that_lacks_it(server: LanguageServer) -> None:
    editor = Editor(server, "  name: Trần Đình Tiến\n", "")
    line = editor.text.splitlines().index("signature:") + 1
    assert [place_of(told) for told in editor.told] == [(line, 1, 10)]
    assert '"name"' in editor.told[0]["message"]


def test_a_missing_key_of_the_plan_is_told_at_its_beginning(server: LanguageServer) -> None:
    editor = Editor(server, "archive: VT, PLĐ\n", "")
    line = editor.text.splitlines().index("year: 2024") + 1
    assert [place_of(told)[:2] for told in editor.told] == [(line, 1)]
    assert '"archive"' in editor.told[0]["message"]


def test_keys_are_offered_with_what_they_are_for(server: LanguageServer) -> None:
    offered = Editor(server, "better: lower\n", "better: lower\n            ¤\n").offered()
    assert {"by", "lead", "coordinating", "values", "total"} <= set(offered)
    assert not {"target", "name", "value", "task", "deadline"} & set(offered)
    assert "mã trong plans/agencies.yaml" in offered["lead"].lower()


def test_top_keys_are_offered(server: LanguageServer) -> None:
    offered = Editor(server, "  name: Trần Đình Tiến\n", "  name: Trần Đình Tiến\n¤\n").offered()
    assert set(offered) == {
        "type",
        "list",
        "decision",
        "addressees",
        "below_title",
        "agencies",
        "notes",
        "appendices",
        "reminder",
        "contents",
    }


def test_a_new_item_offers_every_kind_and_its_snippets(server: LanguageServer) -> None:
    offered = Editor(server, "- target: ho-ngheo\n", "- ¤\n          - target: ho-ngheo\n").offered()
    assert {"target", "task", "fund", "agencies", "paragraph", "heading", "text", "items"} <= set(offered)
    assert {"chỉ tiêu", "nhiệm vụ", "phân công", "nguồn kinh phí", "TODO"} <= set(offered)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("through: phong-ldtbxh", "through: ¤"),
        ("agencies: [phong-tu-phap]", "agencies: [¤]"),
        ("agencies: [phong-tu-phap]", "agencies: ¤"),
        ("to: ubnd-tp-lai-chau", "to: ph¤"),
    ],
)
def test_the_workspace_s_agencies_are_offered_by_name(server: LanguageServer, before: str, after: str) -> None:
    offered = Editor(server, before, after).offered()
    assert offered["phong-tu-phap"] == "Phòng Tư pháp thành phố (đến hết 30/6/2025)"
    assert "doan-ket" in offered


def test_the_plan_s_targets_are_offered_by_name(server: LanguageServer) -> None:
    offered = Editor(server, "targets: [nha-o]", "targets: [¤]").offered()
    assert offered["ho-ngheo"] == "Tỷ lệ hộ nghèo"


def test_words_are_offered_with_their_meaning(server: LanguageServer) -> None:
    assert Editor(server, "kind: targets", "kind: ¤").offered()["duties"] == "Tổ chức thực hiện, phân công"
    assert Editor(server, "authority: [TM, KT]", "authority: [¤]").offered()["TUQ"] == "Thừa ủy quyền"


@pytest.mark.parametrize(
    ("before", "after", "title", "text"),
    [
        ("year: 2024", "ye¤ar: 2024", "Năm, giai đoạn", "2026-2030"),
        ("closing: >", "clo¤sing: >", "Kết thúc", "Đoạn cuối cùng"),
        ("task: van-dong", "ta¤sk: van-dong", "Mã nhiệm vụ", "gạch nối"),
        ("due: 15/12", "du¤e: 15/12", "Hạn gửi", "hằng năm"),
        ("better: lower", "bet¤ter: lower", "Chiều tốt", "Càng thấp càng tốt"),
        ("kind: targets", "kind: tar¤gets", "Loại phần", "Mục tiêu, chỉ tiêu"),
        ("lead: [mat-tran]", "le¤ad: [mat-tran]", "Cơ quan chủ trì", "plans/agencies.yaml"),
        ("lead: [mat-tran]", "lead: [mat¤-tran]", "Cơ quan", "Uỷ ban Mặt trận Tổ quốc Việt Nam thành phố"),
    ],
)
def test_hovering_explains(server: LanguageServer, before: str, after: str, title: str, text: str) -> None:
    shown = Editor(server, before, after).hover()
    assert shown.startswith(f"#### {title}")
    assert text in shown


def test_the_registry_is_helped_with_too(server: LanguageServer, place: Path) -> None:
    path = place / "plans" / "agencies.yaml"
    text = path.read_text(encoding="utf-8").replace("\nphong-kinh-te:\n  name:", "\nphong-kinh-te:\n  nmae:")
    told = server.open(path.with_name("khác.yaml"), text)
    line = text.splitlines().index("phong-kinh-te:") + 1
    assert {place_of(t)[:2] for t in told} == {(line, 1), (line + 1, 3)}


def test_the_settings_of_vs_code_bind_the_schema_too(place: Path) -> None:
    """Without the first line of the file, as in a plan copied from elsewhere."""
    settings = json.loads((place / ".vscode/settings.json").read_text(encoding="utf-8"))
    yaml = {key.removeprefix("yaml."): value for key, value in settings.items() if key.startswith("yaml.")}
    server = LanguageServer(place, {"schemas": yaml["schemas"], "schemaStore": {"enable": yaml["schemaStore.enable"]}})
    try:
        for name, fault in ((PLAN, "kind: targts"), ("plans/agencies.yaml", "nmae: x")):
            text = (place / name).read_text(encoding="utf-8").split("\n", 1)[1]
            assert "$schema" not in text
            text = text.replace("kind: targets", fault, 1) + (f"\nso-x:\n  {fault}\n" if "nmae" in fault else "")
            told = server.open((place / name).with_suffix(".yaml"), text)
            assert told, name
    finally:
        server.close()
