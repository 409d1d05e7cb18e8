"""Templates that try to run code, or to work for ever: none gets further than one clear line."""

from __future__ import annotations

import multiprocessing
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import jinja2
import pytest

from kehoach.commands.render import render
from kehoach.pipeline.production import RunOptions
from tests.support import forked
from tests.support.hostile import PLACES, printed, template_with, workspace
from tests.support.judges import lint
from tests.support.plans import ROOT

PAYLOADS = {
    "cycler": "{{ cycler.__init__.__globals__.os.popen('touch CANARY').read() }}",
    "lipsum": "{{ lipsum.__globals__['os'].popen('touch CANARY').read() }}",
    "joiner": "{{ joiner.__init__.__globals__.os.popen('touch CANARY').read() }}",
    "namespace": "{{ namespace.__init__.__globals__.os.popen('touch CANARY').read() }}",
    "self": "{{ self._TemplateReference__context.cycler.__init__.__globals__.os.popen('touch CANARY').read() }}",
    "subclasses": "{% for c in ''.__class__.__mro__[1].__subclasses__() %}{% if c.__name__ == 'Popen' %}"
    "{{ c('touch CANARY', shell=True).wait() }}{% endif %}{% endfor %}",
    "loop": "{% for p in [1] %}{{ loop.__init__.__globals__['__builtins__']['open']('CANARY', 'w') }}{% endfor %}",
    "macro": "{% macro m() %}x{% endmacro %}{{ m.__init__.__globals__['__builtins__']['open']('CANARY', 'w') }}",
    "attr filter": "{{ (cycler|attr('__init__')|attr('__globals__')).os.popen('touch CANARY').read() }}",
    "map filter": "{{ [cycler]|map(attribute='__init__.__globals__.os')|first }}",
    "format": "{% set f = '{0.__class__.__init__.__globals__}'.format %}{{ f(cycler) }}{{ f(draft) }}",
    "include": "{% include '/etc/passwd' %}{% import 'os' as os %}{{ os.popen('touch CANARY') }}",
}
"""Ways out of a template that were found in the wild or are named in Jinja's advisories."""


def tried(plan: Path, capsys: pytest.CaptureFixture[str] | None = None) -> tuple[int, str, Path]:
    """Exit code, what was told, and the document, of a render by the function behind `kehoach render`."""
    report = render([plan], RunOptions())
    told = " ".join(str(failure.message) for failure in report.failures)
    return report.exit_code, told, plan.parent.parent.parent / "outputs" / "2024" / "thu" / "ke-hoach.docx"


EVERYWHERE = [
    pytest.param(name, place, marks=[pytest.mark.long] if (at + by) % 3 else [])
    for at, name in enumerate(PAYLOADS)
    for by, place in enumerate(PLACES)
]
"""Each payload in each place; in the normal run each in two."""


@pytest.mark.parametrize(("name", "place"), EVERYWHERE)
def test_no_payload_runs_anywhere(name: str, place: str, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    plan = workspace(tmp_path, template_with(PAYLOADS[name].replace("CANARY", str(canary)), place))
    code, told, document = tried(plan)
    assert not canary.exists()
    assert code == 4
    assert "templates/plan.docx" in told
    assert "\n" not in told
    assert not document.exists()


def test_the_payloads_can_run(tmp_path: Path) -> None:
    """In Jinja as it comes most of them do, so the test above can fail."""
    ran = set()
    for name, payload in PAYLOADS.items():
        canary = tmp_path / name.replace(" ", "-")
        try:
            shown = jinja2.Template(payload.replace("CANARY", str(canary))).render(draft="")
        except Exception:
            shown = ""
        if canary.exists() or "<module 'os'" in shown or "'__builtins__'" in shown:
            ran.add(name)
    assert ran >= set(PAYLOADS) - {"include", "macro", "format"}
    assert len(ran) >= 10


@pytest.mark.parametrize("place", PLACES)
def test_by_the_command_it_is_one_line_and_exit_4(place: str, tmp_path: Path) -> None:
    plan = workspace(tmp_path, template_with(PAYLOADS["cycler"].replace("CANARY", str(tmp_path / "canary")), place))
    done = forked.run("render", str(plan), cwd=plan.parent, KEHOACH_LANG="en")
    assert done.returncode == 4
    assert not (tmp_path / "canary").exists()
    assert "Traceback" not in done.stderr
    assert sum("templates/plan.docx" in line for line in done.stderr.splitlines()) == 1


def run(plan: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "KEHOACH_LANG": "en"}
    command = [sys.executable, "-m", "kehoach", "render", str(plan)]
    return subprocess.run(command, cwd=plan.parent, env=environment, capture_output=True, text=True, timeout=60)


_NESTED = "{%% for a in %s %%}" * 9 % (("'1234567890'",) * 9) + "x" + "{% endfor %}" * 9
_DOUBLED = "{% set a = 'xxxxxxxxxx' %}" + "{% set a = a ~ a %}" * 40 + "{{ a }}"
GREEDY = {
    "a format of a gigabyte": "{{ '%1000000000d'|format(1) }}",
    "a format by remainder": "{{ '%1000000000d' % 1 }}",
    "a method that formats": "{{ '{:1000000000}'.format(1) }}",
    "a text a hundred million times": "{{ 'a'*10**8 }}",
    "a list a hundred million times": "{{ [1] * 100000000 }}",
    "a thousand million turns": _NESTED,
    "a range of ranges": "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
    "a power": "{{ 2**99999999 }}",
    "a tower of powers": "{{ 9**9**9**9 }}",
    "a huge join": "{{ (['a'] * 10**8)|join('aaaaaaaaaa') }}",
    "doubling": _DOUBLED,
    "a macro that calls itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "pages of filler": "{{ lipsum(1000000) }}",
    "padding": "{{ 'a'|center(1000000000) }}",
    "a method that pads": "{{ 'a'.ljust(1000000000) }}",
    "a recursive loop": "{% for a in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    "replacing to any length": "{{ 'aaaaaaaaaa'" + "|replace('a', 'aaaaaaaaaa')" * 12 + " }}",
    "tags without end": "".join(f"{{{{ name{number} }}}}" for number in range(10_001)),
    "brackets in brackets": "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
}


def measured(plan: Path) -> tuple[subprocess.CompletedProcess[str], int]:
    """What came of `kehoach render`, and the most memory in kB that a process of it or of those before it took."""
    return run(plan), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss


@pytest.fixture(scope="module")
def small() -> Iterator[ProcessPoolExecutor]:
    """A process of little memory, whose only children are the commands that are measured."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as executor:
        yield executor


QUICK = {
    "a format of a gigabyte", "a thousand million turns", "a power", "a huge join", "doubling",
    "a macro that calls itself", "tags without end",
}  # fmt: skip
"""Greedy templates of different kinds; the others are left to the long run."""


@pytest.mark.parametrize(
    "name", [name if name in QUICK else pytest.param(name, marks=pytest.mark.long) for name in GREEDY]
)
def test_a_greedy_template_is_stopped(name: str, tmp_path: Path, small: ProcessPoolExecutor) -> None:
    """Within five seconds and 512 MB, with one line that names the template."""
    plan = workspace(tmp_path, template_with(GREEDY[name], "body"))
    began = time.monotonic()
    done, most = small.submit(measured, plan).result()
    took = time.monotonic() - began
    print(f"{name}: {took:.1f} s, {most // 1024} MB; {done.stderr}")
    assert done.returncode == 4
    assert sum("templates/plan.docx" in line for line in done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr
    assert not list(plan.parent.parent.parent.rglob("ke-hoach.docx"))
    assert took < 30, "and nothing is waited for without end"
    assert most < 512 * 1024


OWNERS = {
    "filters": "{{ draft|upper }}{{ parts|length }}{{ parts|map(attribute='kind')|join(', ') }}",
    "methods": "{{ parts[0].title.subject.upper() }}{% for k, v in parts[0].title.items() %}{{ k }}{% endfor %}",
    "sums": "{{ parts|length * 2 + 1 }}{{ 7 % 2 }}{{ 7 // 2 }}",
    "loops": "{% for p in parts %}{{ loop.index }}{{ loop.cycle('a', 'b') }}{% if loop.last %}.{% endif %}{% endfor %}",
    "macros": "{% macro m(x) %}{{ x }}!{% endmacro %}{{ m('a') }}",
    "defaults": "{{ nothing|default('không có') }}",
}


@pytest.mark.parametrize("name", OWNERS)
def test_what_an_owner_needs_is_there(name: str, tmp_path: Path) -> None:
    plan = workspace(tmp_path, template_with(OWNERS[name], "body"))
    code, told, document = tried(plan)
    assert (code, told) == (0, "")
    assert not any("L8" in fault for fault in lint(document.read_bytes()))
    assert "{{" not in printed(document.read_bytes())


def test_apart_or_not_the_document_is_the_same(tmp_path: Path) -> None:
    from kehoach.word.isolated import write_docx_isolated
    from tests.support.plans import SEED, TEMPLATE, make

    made = make(SEED.read_text(encoding="utf-8"))
    assert write_docx_isolated(made.document(), TEMPLATE.read_bytes(), Path("plan.docx")) == made.docx()
