"""`kehoach lsp` as an editor uses it: the real program, spoken to over standard input and output.

What is expected comes from PyYAML, from plain searches in the texts, and from `kehoach check` on the saved files.
"""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import pytest
import yaml

from kehoach.commands.check import Fixing, check
from kehoach.diagnostics import Report, Selection
from kehoach.language import translator
from kehoach.pipeline.rule_book import all_rules
from kehoach.schema.texts import FIELDS
from tests.support.amounts import LONG
from tests.support.language_server import Editor, Json
from tests.support.plans import ROOT

PLANS = ("plans/2024/giam-ngheo.yaml", "plans/2024/chuyen-doi-so.yaml", "plans/2026/giam-ngheo.yaml")
SEED, REGISTRY, RESULTS = PLANS[0], "plans/agencies.yaml", "results/2024/giam-ngheo/nam.yaml"
TODAY = date(2024, 12, 31)
VIETNAMESE = translator("vi")
PLACES = 20 if LONG else 2
"""At which each feature is asked of each plan."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nơi làm việc")
    for name in ("plans", "results"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def editor(place: Path) -> Iterator[Editor]:
    found = Editor(today="31/12/2024")
    for name in (*PLANS, REGISTRY, RESULTS):
        found.open(place / name)
    yield found
    found.close()


@pytest.fixture(autouse=True)
def _as_saved(editor: Editor, place: Path) -> Iterator[None]:
    """Every file is as it is saved again after a test, and saved as it was."""
    saved = {place / name: (ROOT / name).read_text(encoding="utf-8") for name in (*PLANS, REGISTRY, RESULTS)}
    yield
    for path, text in saved.items():
        path.write_text(text, encoding="utf-8")
        if editor.texts[path] != text:
            editor.replace(path, text)
            editor.current(path)


def shown(editor: Editor, path: Path, report: Report) -> list[tuple[str, Any, str]]:
    """What a report says of a file, as an editor shows it."""
    found = []
    for one in report.findings:
        if one.span.source.path == str(path):
            said = one.message.into(VIETNAMESE)
            said += f"\ngợi ý: {one.hint.into(VIETNAMESE)}" if one.hint else ""
            said += f"\ncăn cứ: {one.article}" if one.article else ""
            found.append((one.code, editor.range(path, one.span.start, one.span.end), said))
    return found


def seen(diagnostics: list[Json]) -> list[tuple[str, Any, str]]:
    return [(one["code"], one["range"], one["message"]) for one in diagnostics]


def checked(editor: Editor, path: Path) -> list[tuple[str, Any, str]]:
    """What `kehoach check` says of the text as it is in the editor, once it is saved."""
    path.write_text(editor.texts[path], encoding="utf-8", newline="")
    return shown(editor, path, check((path,), path.parent, TODAY))


def places_of(path: Path, text: str, what: str) -> list[int]:
    """Some of the offsets at which a pattern begins, as many as are asked."""
    every = [match.start(1) for match in re.finditer(what, text, re.MULTILINE)]
    return sorted(random.Random(path.name + what).sample(every, min(PLACES, len(every))))


def each(editor: Editor, place: Path, what: str) -> Iterator[tuple[Path, str, int]]:
    for name in PLANS:
        path = place / name
        for offset in places_of(path, editor.texts[path], what):
            yield path, editor.texts[path], offset


def bodies(place: Path) -> dict[str, Any]:
    found = yaml.load((place / REGISTRY).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return {key: value if isinstance(value, dict) else {"name": value} for key, value in found.items()}


ID_OF_A_BODY = r"(?:(?:lead|coordinating|agencies|from): \[|(?:to|through|issuer|lead): )([a-z][a-z0-9-]+)(?=[\],\n])"


def test_findings_are_those_of_check(editor: Editor, place: Path) -> None:
    for name in (*PLANS, REGISTRY, RESULTS):
        path = place / name
        editor.change(path, (0, 0, "\n"))
        assert seen(editor.current(path)) == checked(editor, path), name


def test_a_finding_carries_its_rule(editor: Editor, place: Path) -> None:
    path = place / SEED
    at = editor.texts[path].index("through: phong-ldtbxh") + len("through: phong-ldtb")
    editor.change(path, (at, at + 2, ""))
    (found,) = [one for one in editor.current(path) if one["severity"] == 1]
    assert (found["code"], found["source"], found["data"]["name"]) == ("KH201", "kehoach", "unknown-agency")
    hover = editor.at("hover", path, at - 1)["contents"]["value"]
    assert VIETNAMESE.gettext(all_rules()["KH201"].manual.title) in hover


def test_keys_are_explained(editor: Editor, place: Path) -> None:
    titles = {
        key: {texts[key][0] for texts in FIELDS.values() if key in texts} for texts in FIELDS.values() for key in texts
    }
    for path, text, offset in each(editor, place, r"^ *(?:- )?([a-z_]+):(?= |$)"):
        key = re.match(r"[a-z_]+", text[offset:])[0]  # type: ignore[index]
        found = editor.at("hover", path, offset + 1)
        title = found["contents"]["value"].split("\n")[0].removeprefix("#### ")
        assert title in titles[key] or title == key, key  # a column of an appendix is called by its own word
        assert found["range"] == editor.range(path, offset, offset + len(key))


def test_bodies_are_explained_found_and_coloured(editor: Editor, place: Path) -> None:
    """By name; at their entry of the registry; as long as their id."""
    known, registry = bodies(place), editor.texts[place / REGISTRY]
    for path, text, offset in each(editor, place, ID_OF_A_BODY):
        identity = re.match(r"[a-z0-9-]+", text[offset:])[0]  # type: ignore[index]
        if identity not in known:
            continue  # the plan's own
        assert known[identity]["name"] in editor.at("hover", path, offset + 1)["contents"]["value"]
        (found,) = editor.at("definition", path, offset + 1)
        start = re.search(rf"^{identity}:", registry, re.MULTILINE).start()  # type: ignore[union-attr]
        assert found["uri"] == (place / REGISTRY).as_uri()
        assert found["range"] == editor.range(place / REGISTRY, start, start + len(identity))
        assert (offset, offset + len(identity), "class") in coloured(editor, path)


def coloured(editor: Editor, path: Path) -> list[tuple[int, int, str]]:
    """The semantic tokens of a file, unpacked."""
    legend = editor.capabilities["semanticTokensProvider"]["legend"]["tokenTypes"]
    data = editor.of_file("semanticTokens/full", path)["data"]
    found, line, unit = [], 0, 0
    for at in range(0, len(data), 5):
        step, forward, length, kind, _modifiers = data[at : at + 5]
        line, unit = line + step, forward + (unit if step == 0 else 0)
        start = editor.offset(editor.texts[path], {"line": line, "character": unit})
        found.append((start, start + length, legend[kind]))
    assert all(one[1] <= two[0] for one, two in pairwise(found)), "one over another"
    return found


def test_references_are_all_places_of_the_word(editor: Editor, place: Path) -> None:
    """A plain search says how many, where a target alone has the id."""
    for path, text, offset in each(editor, place, r"- target: ([a-z0-9-]+)$"):
        identity = re.match(r"[a-z0-9-]+", text[offset:])[0]  # type: ignore[index]
        if f"task: {identity}\n" in text:
            continue
        found = editor.at("references", path, offset + 1, context={"includeDeclaration": True})
        files = [*place.glob(f"plans/*/{path.name}"), *place.glob(f"results/*/{path.stem}/*.yaml")]
        word = re.compile(rf"(?<![\w-]){identity}(?=:|\]|,|$|'\))", re.MULTILINE)
        expected = sum(len(word.findall(re.sub("#.*", "", one.read_text(encoding="utf-8")))) for one in files)
        assert len(found) == expected, identity
        here = [one for one in found if one["uri"] == path.as_uri()]
        assert len(editor.at("documentHighlight", path, offset + 1)) == len(here)


def test_an_id_is_renamed_in_every_file(editor: Editor, place: Path) -> None:
    path, offset = place / SEED, editor.texts[place / SEED].index("- target: ho-ngheo\n") + len("- target: ")
    ready = editor.at("prepareRename", path, offset)
    assert (ready["placeholder"], ready["range"]) == ("ho-ngheo", editor.range(path, offset, offset + 8))
    edit = editor.at("rename", path, offset, newName="ho-ngheo-moi")
    changes = {unquote(urlparse(one["textDocument"]["uri"]).path): one for one in edit["documentChanges"]}
    assert changes[str(path)]["textDocument"]["version"] == editor.versions[path]
    for name, one in changes.items():
        before = Path(name).read_text(encoding="utf-8")
        editor.texts.setdefault(Path(name), before)
        after = editor.edited(Path(name), one["edits"], before)
        assert after.replace("ho-ngheo-moi", "ho-ngheo") == before
        assert len(one["edits"]) == after.count("ho-ngheo-moi")
    assert {str(place / RESULTS), str(path)} <= set(changes)


def test_an_id_that_cannot_be_is_refused_with_the_reason(editor: Editor, place: Path) -> None:
    path, offset = place / SEED, editor.texts[place / SEED].index("- target: ho-ngheo\n") + len("- target: ")
    document = {"uri": path.as_uri()}
    for new, word in (("Hộ nghèo", "ho-ngheo"), ("nha-o", "nha-o")):
        answer = editor.answer(
            "textDocument/rename", textDocument=document, position=editor.position(path, offset), newName=new
        )
        assert answer["error"]["code"] == -32803
        assert word in answer["error"]["message"]
    assert editor.at("prepareRename", path, editor.texts[path].index("Nhằm thực hiện")) is None


def test_completion_where_something_is_typed(editor: Editor, place: Path) -> None:
    """A key is taken away but for its first letter: it is offered, and written as it was."""
    for path, text, offset in each(editor, place, r"^ +(?:- )?([a-z_]{3,}):(?= |$)"):
        key = re.match(r"[a-z_]+", text[offset:])[0]  # type: ignore[index]
        end = text.index("\n", offset)
        editor.change(path, (offset + 1, end, ""))
        offered = {one["label"]: one for one in editor.offered(path, offset + 1)}
        assert key in offered, (key, path.name, text[offset:end])
        edit = offered[key]["textEdit"]
        assert edit["newText"].startswith(f"{key}:")
        assert edit["range"] == editor.range(path, offset, offset + 1)
        editor.replace(path, text)


def test_what_is_offered_is_found_without_marks(editor: Editor, place: Path) -> None:
    """Bodies by their names, items and keys by what they are called."""
    path = place / SEED
    text = editor.texts[path]
    for before, after, words in (
        ("through: phong-ldtbxh", "through: ", ("phong tu phap", "Phòng Tư pháp")),
        (
            "- target: ho-ngheo\n",
            "- \n          - target: ho-ngheo\n",
            ("chi tieu", "nhiem vu", "de muc"),
        ),
    ):
        editor.replace(path, text.replace(before, after, 1))
        at = text.index(before) + len(after.split("\n")[0])
        found = " ".join(one["filterText"] for one in editor.offered(path, at))
        assert [word for word in words if word not in found] == []


def test_completion_of_bodies(editor: Editor, place: Path) -> None:
    known = bodies(place)
    for path, text, offset in each(editor, place, ID_OF_A_BODY):
        identity = re.match(r"[a-z0-9-]+", text[offset:])[0]  # type: ignore[index]
        if identity not in known:
            continue
        editor.change(path, (offset, offset + len(identity), ""))
        offered = {one["label"]: one for one in editor.offered(path, offset)}
        assert known[identity]["name"] in offered[identity]["detail"]
        assert known[identity]["name"] in offered[identity]["filterText"]
        editor.replace(path, text)


def test_the_outline_has_every_heading(editor: Editor, place: Path) -> None:
    def names(symbols: list[Json]) -> Iterator[str]:
        for one in symbols:
            first, last = (tuple(one[key]["start"].values()) for key in ("range", "selectionRange"))
            assert first <= last, one["name"]
            yield one["name"]
            yield from names(one["children"])

    for name in PLANS:
        path = place / name
        found = " ".join(names(editor.of_file("documentSymbol", path)))
        headings = re.findall(r"^ +(?:- )?heading: ([^{>#\n]+)$", editor.texts[path], re.MULTILINE)
        assert len(headings) > 5
        assert [heading for heading in headings if heading.strip("\"'") not in found] == []
        assert "{{" not in found


def test_folds_are_the_values_of_several_lines(editor: Editor, place: Path) -> None:
    """PyYAML says where a key or item begins and its value ends; of two that begin on a line the longer is meant."""

    def values(node: yaml.Node) -> Iterator[tuple[int, int]]:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                yield key.start_mark.line, last(value)
                yield from values(value)
        elif isinstance(node, yaml.SequenceNode) and not node.flow_style:
            for value in node.value:
                yield value.start_mark.line, last(value)
                yield from values(value)

    def last(node: yaml.Node) -> int:
        while isinstance(node, (yaml.MappingNode, yaml.SequenceNode)) and node.value and not node.flow_style:
            node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
        before = editor.texts[path][: node.end_mark.index].rstrip()
        return len(before.split("\n")) - 1

    for name in (*PLANS, REGISTRY):
        path = place / name
        folds = {one["startLine"]: one["endLine"] for one in editor.of_file("foldingRange", path) if "kind" not in one}
        expected: dict[int, int] = {}
        for first, end in values(yaml.compose(editor.texts[path], Loader=yaml.BaseLoader)):
            expected[first] = max(end, expected.get(first, 0))
        assert folds == {first: end for first, end in expected.items() if end > first}, name


def test_a_finding_is_mended_by_its_action(editor: Editor, place: Path) -> None:
    path = place / SEED
    at = editor.texts[path].index("through: phong-ldtbxh") + len("through: ")
    editor.change(path, (at + 10, at + 12, ""))
    editor.current(path)
    actions = [one for one in editor.actions(path, at, at) if one.get("kind") == "quickfix"]
    assert actions[0]["title"] == "Sửa thành: phong-ldtbxh"
    assert actions[0]["isPreferred"] is True
    assert actions[0]["diagnostics"][0]["code"] == "KH201"
    mended = editor.edited(path, actions[0]["edit"]["changes"][path.as_uri()])
    assert mended == (ROOT / SEED).read_text(encoding="utf-8")


def test_a_word_that_was_meant_is_an_action(editor: Editor, place: Path) -> None:
    """Where kehoach would not write it by itself."""
    path = place / SEED
    at = editor.texts[path].index("kind: duties") + len("kind: ")
    editor.change(path, (at, at + 6, "dutis"))
    found = [one for one in editor.current(path) if one["code"] == "KH104"]
    assert "có phải duties" in found[0]["message"]
    titles = [one["title"] for one in editor.actions(path, at, at + 2)]
    assert "Sửa thành: duties" in titles


def test_a_warning_can_be_silenced(editor: Editor, place: Path) -> None:
    """With a reason, which is asked for."""
    path = place / SEED
    (warning,) = editor.open(path)
    start = editor.offset(editor.texts[path], warning["range"]["start"])
    action = next(one for one in editor.actions(path, start, start) if "KH601" in one["title"])
    (edit,) = action["edit"]["changes"][path.as_uri()]
    at = editor.offset(editor.texts[path], edit["range"]["start"])
    editor.change(path, (at, at, edit["newText"]))
    assert {"KH601", "KH092"} == {one["code"] for one in editor.current(path)}
    at += len(edit["newText"])
    editor.change(path, (at, at, "như bản gốc"))
    assert editor.current(path) == []


def test_all_safe_fixes_are_those_of_check(editor: Editor, place: Path) -> None:
    path = place / SEED
    text = editor.texts[path].replace("15/12/2023", "15 / 12 / 2023").replace(" hộ nghèo,", " hộ nghèo ,", 3)
    editor.replace(path, text)
    editor.current(path)
    (action,) = editor.actions(path, 0, 0, ["source.fixAll"])
    resolved = editor.ask("codeAction/resolve", **action)
    made = editor.edited(path, resolved["edit"]["changes"][path.as_uri()])
    path.write_text(text, encoding="utf-8")
    check((path,), place, TODAY, Fixing(Selection(), write=True))
    assert made == path.read_text(encoding="utf-8") != text


def test_the_page_of_a_line_is_shown(editor: Editor, place: Path) -> None:
    path = place / SEED
    lens = editor.of_file("codeLens", path)
    assert len(lens) == len(re.findall("^  - kind: ", editor.texts[path], re.MULTILINE))
    editor.change(path, (editor.texts[path].index("Nhằm thực"), editor.texts[path].index("Nhằm thực") + 4, "Để"))
    picture = editor.ask("workspace/executeCommand", **{k: lens[0]["command"][k] for k in ("command", "arguments")})
    file = Path(unquote(urlparse(picture).path))
    assert file.read_bytes().startswith(b"\x89PNG")
    asked = [one["params"] for one in list(editor.requests.queue) if one["method"] == "window/showDocument"]
    assert asked[-1] == {"uri": picture, "external": True}


def test_a_plan_with_errors_shows_no_page_and_says_why(editor: Editor, place: Path) -> None:
    path = place / SEED
    editor.replace(path, editor.texts[path].replace("year: 2024", "year: hai"))
    arguments = [path.as_uri(), 30]
    assert editor.ask("workspace/executeCommand", command="kehoach.openPage", arguments=arguments) is None
    said = [one["params"]["message"] for one in list(editor.requests.queue) if one["method"] == "window/showMessage"]
    assert "lỗi" in said[-1]


def test_an_unsaved_registry_counts_for_open_plans(editor: Editor, place: Path) -> None:
    path, registry = place / SEED, place / REGISTRY
    editor.replace(registry, editor.texts[registry].replace("\nphong-tu-phap:", "\nphong-tu-phap-cu:"))
    assert "KH201" in {one["code"] for one in editor.published(path.as_uri())}


def test_a_fault_of_a_registry_that_is_not_open_is_shown_too(editor: Editor, tmp_path: Path) -> None:
    """With one, plans are not checked as a whole: nobody would know why."""
    path, registry = tmp_path / "plans" / "2024" / "k.yaml", tmp_path / REGISTRY
    path.parent.mkdir(parents=True)
    registry.write_text("so-y-te: [Sở Y tế\n", encoding="utf-8")
    editor.open(path, (ROOT / SEED).read_text(encoding="utf-8"))
    assert [one["code"] for one in editor.published(registry.as_uri())] == ["KH001"]
    registry.write_text("so-y-te: Sở Y tế\n", encoding="utf-8")
    editor.tell("textDocument/didSave", textDocument={"uri": path.as_uri()})
    assert editor.published(registry.as_uri()) == []
    registry.write_text("so-y-te: [Sở Y tế\n", encoding="utf-8")
    editor.tell("workspace/didChangeWatchedFiles", changes=[{"uri": registry.as_uri(), "type": 2}])
    assert editor.published(registry.as_uri()) != []
    editor.close_file(path)
    assert editor.published(registry.as_uri()) == []


def test_files_of_other_kinds_are_left_alone(editor: Editor, place: Path) -> None:
    other = place / "ansible.yaml"
    document = {"uri": other.as_uri(), "languageId": "yaml", "version": 1, "text": "a: [\n"}
    editor.tell("textDocument/didOpen", textDocument=document)
    editor.texts[other] = "a: [\n"
    assert editor.at("hover", other, 0) is None
    assert editor.at("completion", other, 0) is None
    untitled = {**document, "uri": "untitled:Untitled-1"}
    editor.tell("textDocument/didOpen", textDocument=untitled)
    editor.tell("textDocument/didClose", textDocument={"uri": "untitled:Untitled-1"})
    assert not [one for one in list(editor.diagnostics.queue) if one["uri"] in (other.as_uri(), untitled["uri"])]


def test_files_of_another_workspace_have_its_registry(editor: Editor, tmp_path: Path) -> None:
    path = tmp_path / "plans" / "2024" / "k.yaml"
    path.parent.mkdir(parents=True)
    (tmp_path / REGISTRY).write_text("so-y-te: Sở Y tế\n", encoding="utf-8")
    editor.open(path, "year: 2024\nissuer: ")
    offered = [one["label"] for one in editor.offered(path, len(editor.texts[path]))]
    assert "so-y-te" in offered
    assert "phong-tu-phap" not in offered
    editor.close_file(path)
    assert editor.published(path.as_uri()) == []


TYPED = [
    "", "\n", "\n  ", "- ", ": ", "{{ ", " }}", "'", '"', "\t", "[", "#", "ế", "😀", "\u2028", "\x85", "\r\n", "x y",
    "TODO(",
]  # fmt: skip


def random_changes(chance: random.Random, text: str) -> list[tuple[int, int, str]]:
    """What an editor may send at once: up to three stretches replaced, each in the text that the one before left."""
    changes = []
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        start = chance.randrange(len(text) + 1)
        end = min(start + chance.choice([0, 0, 1, 5, 40]), len(text))
        if "\r" in text[max(start - 1, 0) : end + 1]:
            continue  # a client never cuts a line end in two
        new = chance.choice(TYPED)
        changes.append((start, end, new))
        text = text[:start] + new + text[end:]
    return changes


SERIES = 10 if LONG else 3
"""Edits of one file before another one is edited."""


@pytest.mark.parametrize(
    ("encoding", "edits"), [("utf-16", 2000), ("utf-32", 200), ("utf-8", 200)] if LONG else [("utf-16", 9)]
)
def test_random_edits_do_no_harm(place: Path, encoding: str, edits: int) -> None:
    """No crash; findings are those of `check` on the saved text, also where the text is broken."""
    chance, editor = random.Random(encoding), Editor(encoding, today="31/12/2024")
    paths = [place / name for name in (*PLANS, REGISTRY, RESULTS)]
    saved = {path: path.read_text(encoding="utf-8") for path in paths}
    for path in paths:
        editor.open(path)
    try:
        for number in range(edits):
            path = paths[number // SERIES % len(paths)]
            editor.change(path, *random_changes(chance, editor.texts[path]))
            offset = chance.randrange(len(editor.texts[path]) + 1)
            editor.at("completion", path, offset)
            editor.at(chance.choice(["hover", "definition", "documentHighlight", "prepareRename"]), path, offset)
            editor.of_file(chance.choice(["documentSymbol", "foldingRange", "semanticTokens/full", "codeLens"]), path)
            editor.actions(path, offset, offset)
            found = seen(editor.current(path))
            assert found == checked(editor, path), (number, path.name)
            if number % SERIES == SERIES - 1:  # the next file is edited, and this one is as it was
                path.write_text(saved[path], encoding="utf-8")
                editor.replace(path, saved[path])
                editor.current(path)
        assert editor.process.poll() is None
        assert not [one for one in list(editor.requests.queue) if one["method"] == "window/showMessage"]
    finally:
        editor.close()


@pytest.mark.long
def test_memory_is_flat_over_many_changes(place: Path) -> None:
    editor, path = Editor(today="31/12/2024"), place / SEED
    editor.open(path)
    text = editor.texts[path]
    at, sizes = text.index("Nhằm thực hiện"), []
    for number in range(10_000):
        editor.change(path, (at, at + (number > 0) * 6, f"{number:06d}"))
        editor.current(path)
        editor.diagnostics.queue.clear()
        if number in (999, 9_999):
            status = Path(f"/proc/{editor.process.pid}/status").read_text(encoding="ascii")
            sizes.append(int(re.search(r"VmRSS:\s+(\d+)", status)[1]))  # type: ignore[index]
    editor.close()
    assert sizes[1] < sizes[0] * 1.05, sizes


def started(*options: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "kehoach", "lsp", *options], cwd=ROOT,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def test_it_ends_when_the_editor_does() -> None:
    program = started()
    assert program.communicate(timeout=30)[0] == b""  # standard input is closed
    assert program.returncode == 0


def test_it_ends_when_it_is_told_to(place: Path) -> None:
    editor = Editor()
    picture = None
    editor.open(place / SEED)
    picture = editor.ask(
        "workspace/executeCommand", command="kehoach.openPage", arguments=[(place / SEED).as_uri(), 30]
    )
    assert Path(unquote(urlparse(picture).path)).exists()
    editor.ask("shutdown")
    editor.tell("exit")
    assert editor.process.wait(timeout=30) == 0
    assert not Path(unquote(urlparse(picture).path)).exists()


def test_what_is_no_request_is_answered_and_forgotten(editor: Editor, place: Path) -> None:
    assert "error" in editor.answer("textDocument/khong-co")
    editor.tell("textDocument/didChange", nothing=1)
    editor.send({"id": "x", "method": "textDocument/hover", "params": []})
    assert editor.at("hover", place / SEED, editor.texts[place / SEED].index("kind:") + 1)


def test_without_pygls_one_line_says_what_to_install(tmp_path: Path) -> None:
    hidden = tmp_path / "sitecustomize.py"
    hidden.write_text(
        "import importlib.util as u\nfind = u.find_spec\n"
        "u.find_spec = lambda name, *rest: None if name == 'pygls' else find(name, *rest)\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "kehoach", "lsp"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8",
        env={"PYTHONPATH": f"{tmp_path}:{ROOT}", "KEHOACH_LANG": "vi", "PATH": "/usr/bin"},
    )  # fmt: skip
    assert done.returncode == 4
    assert 'pip install "kehoach[lsp]"' in done.stderr
    assert "Traceback" not in done.stderr
