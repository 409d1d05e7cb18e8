"""Nothing that a file, a name or an argument holds steers the terminal, or begins a line that a CI takes for its own.

| what holds it | commands |
|---|---|
| texts, keys, ids of a plan, as they are and as escapes of YAML | check in four formats, --diff, diff, history, next |
| agencies' ids and names, results | check, report, history |
| names of files and folders | every command |
| texts, tags, links and parts of a template | template check, render |
| arguments and options | usage errors, rule, history, new |
"""

from __future__ import annotations

import json
import os
import pty
import random
import re
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

from kehoach import cli
from kehoach.diagnostics import _
from kehoach.ooxml.package import pack, unpack
from kehoach.options import Display
from kehoach.show.terminal import as_json, as_line
from tests.support import hostile
from tests.support.amounts import spread
from tests.support.plans import ROOT
from tests.support.spoken import spoken

WORD = "KEOLAN"
"""Begins what a file says after each bad character: no line may begin with it."""
BAD = (
    "\x1b[31m", "\x1b]0;x\x07", "\x1b[2J", "\x9b5m", "\x85", "\x7f", "\x08", "\x0c", "\x1b", "\x90x\x9c",
    "\n", "\r\n", "\r", "\n::error::", "\n  ::set-output name=x::", "\r::warning::", "\u2028::error::", "\x0b::error::",
    "::error::", "##[error]", "##vso[task.setvariable]",
    "\u202e", "\u202a", "\u2066", "\u2069", "\u200e", "\u200f", "\u061c", "\x00",
)  # fmt: skip
STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
GITHUB = re.compile(r"::(error|warning|notice) (\w+=[^:,]*,?)+::.*")
PLAN = "plans/2024/thu.yaml"
REPORTED = "results/2024/thu/6-thang.yaml"


def harm(said: str, form: str = "text") -> list[str]:
    """The lines that do harm."""
    return [line for line in said.split("\n") if STEERING.search(line) or _commands(line, form)]


def _commands(line: str, form: str) -> bool:
    if form == "github" and GITHUB.fullmatch(line):
        return False
    return line.startswith(WORD) or line.lstrip().startswith("::") or bool(re.search(r"##\w*\[", line))


def evil(dice: random.Random, *, but: str = "") -> str:
    """A text with some bad characters in it, none of `but`."""
    bad = [one for one in BAD if not frozenset(one) & frozenset(but)]
    return "Một " + "".join(f"{dice.choice(bad)}{WORD} " for _time in range(dice.choice([1, 2, 3])))


def in_quotes(text: str) -> str:
    """As YAML writes it with escapes."""
    return json.dumps(text).replace("\\u001b", "\\e")


def workspace(place: Path, plan: str = hostile.PLAN, template: bytes = b"", registry: str = "") -> None:
    files: dict[str, str] = {
        PLAN: plan,
        "plans/2023/thu.yaml": hostile.PLAN.replace("2024", "2023"),
        "plans/agencies.yaml": registry or (ROOT / "plans/agencies.yaml").read_text(encoding="utf-8"),
    }
    for name, text in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text, encoding="utf-8", newline="")
    (place / ".kehoach").symlink_to("nowhere")  # so that no schemas for editors are made
    if template:
        (place / "templates").mkdir(exist_ok=True)
        (place / "templates/plan.docx").write_bytes(template)


Case = tuple[str, ...]


def in_a_plan(place: Path, dice: random.Random) -> Iterator[Case]:
    text = evil(dice)
    held = dice.choice(
        [text, in_quotes(text), in_quotes(evil(dice, but="\x1b\x07\x00\x08\x0b\x0c\x7f\x85\x90\x9b\x9c"))]
    )
    key, old = dice.choice(
        [
            ("issuer: ", "ubnd-tp-lai-chau"), ("subject: ", "Thử một mẫu"), ("", "opening"), ("year: ", "2024"),
            ("date: ", "3/2024"), ("heading: ", "Mục đích"), ("kind: ", "purpose"), ("- ", "Một việc"),
            ("archive: ", "VT"), ("authority: ", "[TM]"), ("name: ", "Nguyễn Văn A"), ("title: ", "Chủ tịch"),
            ("- ", "Như trên"), ("year: 2024", ""),
        ]
    )  # fmt: skip
    new = f"{key}{held}" if old else f"{key}\n{held}: {held}"
    workspace(place, hostile.PLAN.replace(key + old, new, 1))
    form = dice.choice(["text", "text", "json", "github", "sarif"])
    yield dice.choice([("check", PLAN, "--format", form), ("check", "--diff", PLAN)])
    yield dice.choice(
        [
            ("diff", "plans/2023/thu.yaml", PLAN), ("next", PLAN, "--year", "2025"), ("history", "ho-ngheo"),
            ("diff", PLAN, "plans/2023/thu.yaml", "--format", "json"), ("build", PLAN), ("check", "--fix"),
        ]
    )  # fmt: skip


def in_the_registry(place: Path, dice: random.Random) -> Iterator[Case]:
    text = dice.choice([evil(dice), in_quotes(evil(dice))])
    head, entry = "agencies:\n", f"  - id: {text}\n    name: {text}\n    kinds: {text}\n"
    whole = (ROOT / "plans/agencies.yaml").read_text(encoding="utf-8")
    workspace(place, registry=dice.choice([f"{head}{entry}", f"{whole}\n{entry}", whole.replace("Sở", text, 3)]))
    yield ("check", "--format", dice.choice(["text", "github", "json"]))
    yield ("extract", PLAN)


def in_results(place: Path, dice: random.Random) -> Iterator[Case]:
    workspace(place)
    text = dice.choice([evil(dice), in_quotes(evil(dice))])
    (place / REPORTED).parent.mkdir(parents=True, exist_ok=True)
    shape = dice.choice(["targets:\n  {0}: {0}\n", "{0}: {0}\n", "tasks:\n  x: {0}\n", "notes: {0}\n"])
    (place / REPORTED).write_text(shape.format(text), encoding="utf-8", newline="")
    yield ("check", REPORTED)
    yield ("report", PLAN, "--period", "6-thang")


def in_names(place: Path, dice: random.Random) -> Iterator[Case]:
    name = evil(dice, but="\x00/")
    folder = dice.choice(["plans/2024", f"plans/{name}", "2024"])
    workspace(place)
    (place / folder).mkdir(parents=True, exist_ok=True)
    path = f"{folder}/{dice.choice(['', '::error::'])}{name}.yaml"
    (place / path).write_text(hostile.PLAN.replace("VT", dice.choice(["VT", "VT VT", "[", "\x07"])), encoding="utf-8")
    form = dice.choice(["text", "json", "github", "sarif"])
    yield dice.choice([("check", path, "--format", form), ("check", "--diff", path), ("check",), ("build",)])
    yield dice.choice(
        [
            ("render", path), ("next", path, "--year", "2025"), ("release", path), ("extract", path), ("new", path),
            ("history", "x", "--plan", name), ("init", name), ("template", "check", path), ("render", f"{path}x"),
            ("schema", "--to", f"{path}/x"), ("diff", PLAN, path), ("report", path, "--period", "x", "--start"),
        ]
    )  # fmt: skip


def in_a_template(place: Path, dice: random.Random) -> Iterator[Case]:
    text = evil(dice, but="\x1b\x07\x00\x08\x0b\x0c\x7f\x90\x9b")  # XML has none of these
    tag = dice.choice(["{{{{ {0} }}}}", "{{% {0} %}}", "{{{{ '{0}'|{0} }}}}", "{{{{ part['{0}'] }}}}", "{0}"])
    inside = tag.format(text).replace("\r", "&#13;")
    parts = unpack(hostile.template_with("MARK", dice.choice(["body", "header", "footnote"])))
    parts = {name: data.replace(b"MARK", inside.encode()) for name, data in parts.items()}
    if dice.random() < 0.3:
        relation = f'<Relationship Id="rId99" Type="x/{{{text}}}" Target="{text}" TargetMode="External"/>'.encode()
        name = "word/_rels/document.xml.rels"
        parts[name] = parts[name].replace(b"</Relationships>", relation + b"</Relationships>")
    if dice.random() < 0.3:
        parts[f"word/{text}.xml"] = b"<x"
    workspace(place, template=pack(parts))
    yield ("template", "check", "templates/plan.docx", "--format", dice.choice(["text", "github", "json"]))
    yield ("render", PLAN)


def in_arguments(place: Path, dice: random.Random) -> Iterator[Case]:
    workspace(place)
    text = evil(dice, but="\x00")
    yield dice.choice(
        [
            ("rule", text), ("check", text), ("check", "--format", text), (text,), (f"--{text}",), ("diff", PLAN, text),
            ("check", f"--{text}=x"), ("release", "x", text), ("build", "--jobs", text), ("check", "--select", text),
            ("template", text), ("template", "new", text), ("check", "--today", text), ("render", PLAN, "--wait", text),
        ]
    )  # fmt: skip
    yield dice.choice(
        [
            ("history", text), ("new", text), ("new", "2027/x", "--issuer", text), ("extract", PLAN, "--agency", text),
            ("report", PLAN, "--period", text), ("next", PLAN, "--year", "2025", "--issuer", text),
            ("next", PLAN, "--year", text), ("build", "-o", text, PLAN), ("next", PLAN, "--year", "2025", "--to", text),
        ]
    )  # fmt: skip


PLACES = (in_a_plan, in_a_plan, in_a_plan, in_the_registry, in_results, in_names, in_names, in_a_template, in_arguments)


@pytest.mark.parametrize("kind", sorted({place.__name__ for place in PLACES}))
def test_hostile_inputs_steer_nothing(tmp_path: Path, kind: str) -> None:
    """Of the two hundred of the long run a third."""
    inputs = [number for number in range(200) if PLACES[number % len(PLACES)].__name__ == kind]
    inputs = [*spread(inputs, len(inputs) // 3)]
    told = 0
    for number in inputs:
        dice = random.Random(number)
        place = tmp_path / str(number)
        place.mkdir()
        cases = list(PLACES[number % len(PLACES)](place, dice))
        for args in cases if number % 4 == 0 else cases[:1]:  # the second ones make documents
            form = args[args.index("--format") + 1] if "--format" in args else "text"
            out, err = spoken(place, *args, *(() if args[0] == "" or WORD in args[0] else ("--color", "never")))
            assert (harm(out, form), harm(err)) == ([], []), (number, args)
            told += WORD in out + err
            if form in ("json", "sarif") and out and WORD not in form:
                json.loads(out)
    assert told > len(inputs) // 3


@pytest.mark.parametrize("commands", [12, pytest.param(200, marks=pytest.mark.long)])
def test_commands_on_a_real_terminal_steer_nothing(tmp_path: Path, commands: int) -> None:
    """Commands in one process whose terminal is a pseudo-terminal."""
    asked: list[tuple[str, Case]] = []
    for number in range(commands):
        place = tmp_path / str(number)
        place.mkdir()
        asked += [(str(place), case) for case in PLACES[number % len(PLACES)](place, random.Random(number))][:1]
    child, terminal = pty.fork()
    if child == 0:
        for place_, case in asked:
            os.chdir(place_)
            sys.argv = ["kehoach", *case]
            try:
                for stream in (sys.stdin, sys.stdout, sys.stderr):
                    assert stream is not None
                sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
                sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
                os.environ["NO_COLOR"] = "1"
                cli.main()
            except SystemExit:
                continue
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
        os._exit(0)
    said = b""
    while True:
        try:
            said += os.read(terminal, 65536)
        except OSError:  # the other end is closed
            break
    os.waitpid(child, 0)
    text = said.decode().replace("\r\n", "\n")
    assert text.count(WORD) > commands * 5 // 6
    assert "Traceback" not in text
    assert [line for line in harm(text) if not GITHUB.fullmatch(line)] == []


def test_colours_are_ours_alone(tmp_path: Path) -> None:
    workspace(tmp_path, hostile.PLAN.replace("Một việc", "Một\x1b[8m việc việc"))
    out, _err = spoken(tmp_path, "check", PLAN, "--color", "always")
    assert "\x1b[31m" in out
    assert "\x1b[8m" not in out
    assert "<U+001B>[8m" in out


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif"])
def test_a_name_that_is_no_text_is_shown(tmp_path: Path, form: str) -> None:
    workspace(tmp_path)
    path = "plans/2024/x\udcff.yaml"  # how Python has the byte FF
    (tmp_path / path).write_text(hostile.PLAN.replace("VT", "["), encoding="utf-8")
    out, err = spoken(tmp_path, "check", path, "--format", form)
    if form in ("json", "sarif"):
        json.loads(out)
    assert harm(out, form) == harm(err) == []
    assert {"json": "\\udcff", "sarif": "%FF"}.get(form, "x<U+DCFF>.yaml") in out


def test_our_own_lines_stay_and_those_of_a_value_become_one() -> None:
    hint = _("write:\n{head}\n{rest}", head="a\nb", rest=Path("c\nd"))
    assert str(hint) == "write:\na⏎b\nc⏎d"
    assert str(_("{x:.1f} {y}", x=1.25, y=_("z\n{w}", w="\x1b"))) == "1.2 z\n<U+001B>"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::error::x", "<U+003A>:error::x"),
        ("   ::error::x", "   <U+003A>:error::x"),
        ("a ::error::x", "a ::error::x"),
        (": x", ": x"),
        ("a ##[error]x ##vso[x] ## [x]", "a <U+0023>#[error]x <U+0023>#vso[x] ## [x]"),
        ("a\tb\r\nc\rd", "a\tb⏎c<U+000D>d"),
        ("\udcff\u202e\u200d", "<U+DCFF><U+202E>\u200d"),
    ],
)
def test_the_last_gate(text: str, shown: str) -> None:
    assert as_line(text) == shown


def test_json_stays_json() -> None:
    value = {"a": "\u202e\x9b\x7f ##[error] \ud800 x\n", "b": [1]}
    shown = as_json(json.dumps(value, ensure_ascii=False, indent=1))
    assert json.loads(shown) == value
    assert not STEERING.search(shown)
    shown.encode()


def screen(written: str) -> list[str]:
    """The lines of a terminal after what was written: a return goes to the line's beginning, ESC [K clears its rest."""
    lines, column = [""], 0
    for part in re.findall(r"\x1b\[K|.", written, re.DOTALL):
        if part == "\x1b[K":
            lines[-1] = lines[-1][:column]
        elif part == "\n":
            lines, column = [*lines, ""], 0
        elif part == "\r":
            column = 0
        else:
            lines[-1] = lines[-1][:column] + part + lines[-1][column + 1 :]
            column += 1
    return lines


def test_nothing_is_left_of_the_line_of_progress(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = Display("vi", quiet=False, color="always")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    shown.progress(0, 2, "")
    shown._began = -10.0
    shown.progress(1, 2, "2027/mot-ke-hoach-co-ten-dai ke-hoach.pdf")
    shown.say("ke-hoach.docx", err=True)
    shown.progress(2, 2, "2027/mot-ke-hoach-co-ten-dai ke-hoach.pdf")
    shown.end_progress()
    assert screen(capsys.readouterr().err) == ["ke-hoach.docx", ""]
