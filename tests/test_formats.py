"""Findings for other programs: SARIF judged by its schema, GitHub's workflow commands read back."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import jsonschema
import pytest

from kehoach import show
from kehoach.diagnostics import ENGLISH, Finding, Report, Severity, _
from kehoach.edits import Edit, apply
from kehoach.language import translator
from kehoach.show.github import as_github
from kehoach.show.sarif import as_sarif
from kehoach.source import Source
from tests.support.cases import CASES, RULES
from tests.support.forked import run
from tests.support.plans import make, registry
from tests.test_cli import PLAN, place  # noqa: F401
from tests.test_rules import unmarked

SCHEMA = json.loads((Path(__file__).parent / "data" / "sarif-2.1.0.json").read_text(encoding="utf-8"))


def judge(log: dict[str, Any]) -> list[str]:
    """What the schema of SARIF 2.1.0 has against a log."""
    return [f"{error.json_path}: {error.message}" for error in jsonschema.Draft202012Validator(SCHEMA).iter_errors(log)]


@pytest.fixture(scope="module")
def everything() -> Report:
    """The findings of every case of every rule, each case under a name of its own."""
    agencies, report = registry(CASES / "agencies.yaml"), Report()
    for path in RULES:
        text = unmarked(path.read_bytes().decode("utf-8"))[0]
        report += Report(make(text, agencies, f"plans/{path.parent.name} thử/{path.name}").findings)
    return report


@pytest.mark.parametrize("language", ["vi", "en"])
def test_sarif_of_every_rule_fits_the_schema(everything: Report, language: str) -> None:
    log = json.loads(as_sarif(everything, translator(language), language, Path("/việc của tôi")))
    assert judge(log) == []
    [one] = log["runs"]
    assert one["columnKind"] == "unicodeCodePoints"
    rules = one["tool"]["driver"]["rules"]
    assert len(rules) > 50
    assert len(one["results"]) == len(everything.findings)
    for result, finding in zip(one["results"], everything.findings, strict=True):
        rule = rules[result["ruleIndex"]]
        assert result["ruleId"] == rule["id"] == finding.code
        for text in ("Quy định:", "Provision:"):
            assert text in rule["help"]["text"]
        first, second = ("Quy định:", "Provision:") if language == "vi" else ("Provision:", "Quy định:")
        assert rule["help"]["text"].index(first) < rule["help"]["text"].index(second)
    assert {result["level"] for result in one["results"]} == {"error", "warning", "note"}


def test_the_schema_can_fail(everything: Report) -> None:
    log = json.loads(as_sarif(everything, translator("vi"), "vi", Path("/")))
    log["runs"][0]["results"][0]["level"] = "fatal"
    log["runs"][0]["results"][1]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    assert len(judge(log)) == 2


def offset(text: str, line: int, column: int) -> int:
    """The character a region speaks of, counted the plain way."""
    return sum(len(one) + 1 for one in text.split("\n")[: line - 1]) + column - 1


def stretch(text: str, region: dict[str, int]) -> tuple[int, int]:
    return (
        offset(text, region["startLine"], region["startColumn"]),
        offset(text, region["endLine"], region["endColumn"]),
    )


def test_regions_and_fixes_of_sarif_mean_the_same_characters(everything: Report) -> None:
    log = json.loads(as_sarif(everything, translator("en"), "en", Path("/")))
    fixes = 0
    for result, finding in zip(log["runs"][0]["results"], everything.findings, strict=True):
        text, span = finding.span.source.text, finding.span
        region = result["locations"][0]["physicalLocation"]["region"]
        assert stretch(text, region) == (span.start, min(span.end, len(text)))
        for fix in result.get("fixes", ()):
            [change] = fix["artifactChanges"]
            edits = [
                Edit(*stretch(text, one["deletedRegion"]), one["insertedContent"]["text"])
                for one in change["replacements"]
            ]
            assert finding.fix is not None
            assert apply(text, edits) == apply(text, finding.fix)
            fixes += 1
    assert fixes == sum(bool(finding.fix) for finding in everything.findings) > 20


def test_columns_count_characters_also_beyond_the_first_plane() -> None:
    source = Source("a.yaml", "a: 🌾 với với\r\n")
    finding = Finding("KH601", "doubled-word", Severity.WARNING, _("bad"), source.span(9, 12))
    [result] = json.loads(as_sarif(Report((finding,)), translator("vi"), "vi", Path("/")))["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startColumn"], region["endColumn"]) == (10, 13)


def test_sarif_of_the_command_names_files_that_are_there(place: Path) -> None:  # noqa: F811
    (place / "plans/2024/năm mới 100%.yaml").write_text("year: [\n", encoding="utf-8")
    done = run("check", "--format", "sarif", cwd=place)
    log = json.loads(done.stdout)
    assert (done.returncode, judge(log)) == (1, [])
    [one] = log["runs"]
    assert one["invocations"][0]["exitCode"] == 1
    base = unquote(urlparse(one["originalUriBaseIds"]["%SRCROOT%"]["uri"]).path)
    files = set()
    for result in one["results"]:
        artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert artifact["uriBaseId"] == "%SRCROOT%"
        assert artifact["uri"].isascii()
        files.add(Path(base + unquote(artifact["uri"])))
    assert files == {place / PLAN, place / "plans/2024/năm mới 100%.yaml"}


def test_sarif_tells_failures(place: Path) -> None:  # noqa: F811
    done = run("check", "--format", "sarif", "--lang", "en", PLAN, "plans/2024/khong-co.yaml", cwd=place)
    log = json.loads(done.stdout)
    assert (done.returncode, judge(log)) == (2, [])
    invocation = log["runs"][0]["invocations"][0]
    assert invocation["executionSuccessful"] is False
    assert "khong-co.yaml" in invocation["toolExecutionNotifications"][0]["message"]["text"]


COMMAND = re.compile(r"::(error|warning|notice) ([^:\n]*)::([^\n]*)")


def read_back(line: str) -> tuple[str, dict[str, str], str]:
    """A workflow command as GitHub's runner reads it: properties part at commas, then the escapes are undone."""
    match = COMMAND.fullmatch(line)
    assert match, line
    properties = dict(part.split("=", 1) for part in match[2].split(","))

    def plain(text: str) -> str:
        for sign, code in (("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C"), ("%", "%25")):
            text = text.replace(code, sign)
        return text

    return match[1], {key: plain(value) for key, value in properties.items()}, plain(match[3])


def test_github_commands_escape_what_has_a_meaning() -> None:
    text = "a: bc\nd: e\n"
    source = Source("C:/tỉnh, huyện/50%25::x.yaml", text)
    one = Finding("KH601", "doubled-word", Severity.INFO, _("100% {x}", x="a\r\nb::c, d"), source.span(3, 5), _("x"))
    two = Finding("KH110", "undecided", Severity.UNDECIDED, _("x"), source.span(0, 8))
    first, second = as_github(Report((one, two)), translator("vi"))
    assert read_back(first) == (
        "notice",
        {
            "file": source.path,
            "line": "1",
            "endLine": "1",
            "col": "4",
            "endColumn": "6",
            "title": "KH601 doubled-word",
        },
        "100% a⏎b::c, d\nx",
    )
    assert read_back(second)[1] == {"file": source.path, "line": "1", "endLine": "2", "title": "KH110 undecided"}


def test_github_format_of_every_rule(everything: Report) -> None:
    lines = list(as_github(everything, translator("vi")))
    assert len(lines) == len(everything.findings)
    for line, finding in zip(lines, everything.findings, strict=True):
        command, properties, text = read_back(line)
        assert (properties["file"], int(properties["line"])) == (finding.file, finding.span.line)
        assert text.startswith(finding.message.into(translator("vi")))
        assert (command == "error") == (finding.severity is Severity.ERROR)


def test_render_speaks_the_same_formats(place: Path) -> None:  # noqa: F811
    plan = place / PLAN
    plan.write_text(plan.read_text(encoding="utf-8").replace("[phong-tu-phap]", "[phong-tu-phaap]"), encoding="utf-8")
    for form in ("json", "github", "sarif", "text"):
        checked = run("check", "--format", form, PLAN, cwd=place)
        rendered = run("render", "--format", form, PLAN, cwd=place)
        assert (rendered.returncode, rendered.stdout) == (checked.returncode, checked.stdout) == (1, rendered.stdout)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_manual_of_every_rule_is_printed(place: Path, language: str) -> None:  # noqa: F811
    listed = run("rule", "--lang", language, cwd=place).stdout.splitlines()
    assert len(listed) > 55
    manual = run("rule", "KH094", "--lang", language, cwd=place).stdout
    words = ["Sai:", "Đúng:", "Quy định:"] if language == "vi" else ["Bad:", "Good:", "Provision:"]
    assert [line for line in manual.splitlines() if line.split(" ")[0] in words or line in words]
    for word in words:
        assert word in manual
    assert run("rule", "KH9999", "--lang", language, cwd=place).returncode == 2


def test_a_word_file_has_a_part_and_a_paragraph_instead_of_lines() -> None:
    source = Source("templates/plan.docx", "một\nhai {{ x }}\n", part="word/document.xml")
    finding = Finding("KH801", "unknown-name", Severity.ERROR, _("bad"), source.span(8, 15))
    log = json.loads(as_sarif(Report((finding,)), translator("vi"), "vi", Path("/")))
    assert judge(log) == []
    [location] = log["runs"][0]["results"][0]["locations"]
    assert "region" not in location["physicalLocation"]
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "word/document.xml:đoạn 2"
    [line] = as_github(Report((finding,)), translator("vi"))
    assert read_back(line) == (
        "error",
        {"file": "templates/plan.docx", "title": "KH801 unknown-name"},
        "word/document.xml:đoạn 2: bad",
    )


def test_a_text_shows_the_first_thousand_and_counts_the_rest() -> None:
    source = Source("p.yaml", "TODO(a) " * 1200)
    found = [
        Finding("KH101", "x", Severity.UNDECIDED, _("open"), source.span(8 * at, 8 * at + 7)) for at in range(1200)
    ]
    lines = list(show.as_text(Report(tuple(found)), ENGLISH))
    assert sum("undecided KH101" in line for line in lines) == 1000
    assert lines[-1].startswith("and 200 more findings")
    assert show.summary(Report(tuple(found)), ENGLISH) == "1200 undecided"
    assert len(json.loads(show.as_json(Report(tuple(found)), ENGLISH))) == 1200


@pytest.mark.parametrize("at", [0, 39, 40, 41, 99, 100, 500, 858, 859, 860, 999])
def test_of_a_long_line_the_place_of_the_fault_is_shown(at: int) -> None:
    text = "".join(chr(0x4E00 + index) for index in range(1000))
    source = Source("p.yaml", f"first\n{text}\nlast")
    finding = Finding("KH101", "x", Severity.ERROR, _("wrong"), source.span(6 + at, 7 + at))
    shown, carets = list(show.as_text(Report((finding,)), ENGLISH))[1:3]
    assert len(shown) <= 148
    assert shown[carets.index("^")] == text[at]
