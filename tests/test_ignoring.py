"""What a run is asked not to show, what a comment silences, and what nobody can hide."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml as pyyaml
from hypothesis import given
from hypothesis import strategies as st

from kehoach.diagnostics import Selection, Severity
from kehoach.documents.plan import compose_plan
from kehoach.pipeline.examine import look_at_plan
from kehoach.readers import yaml
from kehoach.readers.comments import comments
from kehoach.source import Source
from kehoach.word.docx import write_docx
from tests.support.cases import RULES
from tests.support.forked import run
from tests.support.plans import SEED, TEMPLATE, registry
from tests.test_cli import PLAN, place  # noqa: F401
from tests.test_rules import looked_at

ANY = re.compile("")


def events(text: str) -> list[tuple[str, str | None]]:
    return [(type(e).__name__, getattr(e, "value", None)) for e in pyyaml.parse(text, Loader=pyyaml.CSafeLoader)]


@given(st.text(st.sampled_from("ab:-#\n >|'\"[]{},?é"), max_size=60))
def test_what_is_taken_for_a_comment_means_nothing_to_yaml(text: str) -> None:
    source = Source("a.yaml", text)
    node, _findings = yaml.read(source)
    if node is None:
        return
    blank = list(text)
    for comment in comments(source, node, ANY):
        assert comment.span.text.startswith("#")
        blank[comment.span.start : comment.span.end] = " " * len(comment.span.text)
    assert events("".join(blank)) == events(text)


TEXTS = st.text(st.sampled_from("ab#:'\" \n-é"), max_size=30)


@given(st.dictionaries(st.sampled_from("abcdef"), st.lists(TEXTS, max_size=3), min_size=1))
def test_a_hash_sign_inside_a_text_is_no_comment(data: dict[str, list[str]]) -> None:
    """PyYAML writes texts with hash signs plain, quoted and over several lines; between them stand comments."""
    written = pyyaml.safe_dump(data, allow_unicode=True, width=12)
    text = written.replace("\n- ", "\n# lời bàn\n- ") + "# cuối cùng\n"
    if pyyaml.safe_load(text) != data:
        return
    source = Source("a.yaml", text)
    node, _findings = yaml.read(source)
    assert node is not None
    found = [comment.span.text for comment in comments(source, node, ANY)]
    assert found == ["# lời bàn"] * text.count("\n# lời bàn\n- ") + ["# cuối cùng"]


def test_comments_of_blocks_quotes_and_brackets() -> None:
    text = (
        "# một\na: >  # hai\n  # không\n  chữ # không\n# ba\nb: 'x # không'  # bốn\n"
        'c: [a, "b # không",  # năm\n  d]\ne: x#không\nf:   # sáu\n  |\n  g # không\n'
    )
    source = Source("a.yaml", text)
    node, _findings = yaml.read(source)
    assert node is not None
    found = [comment.span.text for comment in comments(source, node, ANY)]
    assert found == ["# một", "# hai", "# ba", "# bốn", "# năm", "# sáu"]


@pytest.mark.parametrize(
    ("select", "ignore", "shown"),
    [
        (None, (), "KH201 KH204 KH601"),
        (("KH2",), (), "KH201 KH204"),
        (None, ("KH2",), "KH601"),
        (("KH2",), ("KH204",), "KH201"),
        (("KH204",), ("KH2",), "KH204"),
        (("KH2", "KH204"), ("KH204",), "KH201"),
        (("KH",), ("KH",), ""),
    ],
)
def test_the_longest_beginning_decides(select: tuple[str, ...] | None, ignore: tuple[str, ...], shown: str) -> None:
    selection = Selection(select, ignore)
    assert [code for code in ("KH201", "KH204", "KH601") if selection.shows(code)] == shown.split()


def add_faults(place: Path) -> None:  # noqa: F811
    """An error of KH2 on top of the warning of KH6 that the example has."""
    plan = place / PLAN
    plan.write_text(plan.read_text(encoding="utf-8").replace("[phong-tu-phap]", "[phong-tu-phaap]"), encoding="utf-8")


def codes(place: Path, *args: str) -> tuple[int, list[str]]:  # noqa: F811
    done = run("check", "--format", "json", "--lang", "en", *args, cwd=place)
    return done.returncode, [finding["code"] for finding in json.loads(done.stdout)]


def test_select_and_ignore_of_check(place: Path) -> None:  # noqa: F811
    add_faults(place)
    assert codes(place) == (1, ["KH201", "KH601"])
    assert codes(place, "--select", "KH2") == (1, ["KH201"])
    assert codes(place, "--select", "kh601,KH3", "--select", "KH7") == (0, ["KH601"])
    assert codes(place, "--ignore", "KH601", "--ignore", "KH201") == (0, [])
    hidden = run("check", "-q", "--ignore", "KH2", cwd=place)
    assert hidden.stderr == "số lỗi không hiện theo yêu cầu nhưng vẫn chặn việc in: 1\n"


def test_an_unknown_code_is_told_with_the_nearest(place: Path) -> None:  # noqa: F811
    for option in ("--select", "--ignore"):
        done = run("check", option, "KH6,KH2O4", "--lang", "en", cwd=place)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == "kehoach: there is no rule KH2O4. perhaps KH204?\n"
    assert run("check", "--select", "", cwd=place).returncode == 2
    assert run("render", "--select", "XX", PLAN, cwd=place).returncode == 2


def test_render_shows_every_error_and_is_stopped_by_it(place: Path) -> None:  # noqa: F811
    add_faults(place)
    done = run("render", "--ignore", "KH201", "--select", "KH3", PLAN, cwd=place)
    assert done.returncode == 1
    assert "KH201" in done.stdout
    assert "KH601" not in done.stdout
    assert not (place / "outputs/2024").exists()


def test_nobody_hides_that_a_file_cannot_be_read(place: Path) -> None:  # noqa: F811
    (place / PLAN).write_text("year: [2024\n", encoding="utf-8")
    assert codes(place, "--ignore", "KH", "--select", "KH6") == (1, ["KH001"])


def test_an_error_with_a_reason_is_silenced_and_renders(place: Path) -> None:  # noqa: F811
    add_faults(place)
    plan = place / PLAN
    text = plan.read_text(encoding="utf-8")
    written = "[phong-tu-phaap]  # kehoach: ignore[KH201] đang chờ quyết định thành lập"
    plan.write_text(text.replace("[phong-tu-phaap]", written), encoding="utf-8")
    done = run("render", PLAN, cwd=place)
    assert (done.returncode, "KH201" in done.stdout) == (0, False)
    assert "3 bỏ qua theo chú thích trong tệp" in done.stderr  # two are the seed's own
    assert (place / "outputs/2024/giam-ngheo/ke-hoach.docx").exists()
    plan.write_text(text.replace("[phong-tu-phaap]", written.replace(" đang chờ quyết định thành lập", "")))
    assert codes(place) == (1, ["KH201", "KH092", "KH601"])


def test_a_comment_in_the_registry(place: Path) -> None:  # noqa: F811
    registry = place / "plans/agencies.yaml"
    entry = "phong-thu:\n  name: Phòng Thử\n  parent: khong-co  # kehoach: ignore[KH204] chưa có quyết định\n"
    registry.write_text(registry.read_text(encoding="utf-8") + entry, encoding="utf-8")
    assert codes(place) == (0, ["KH601"])
    registry.write_text(registry.read_text(encoding="utf-8").replace("khong-co", "ubnd-tp-lai-chau"), encoding="utf-8")
    assert sorted(codes(place)[1]) == ["KH094", "KH601"]


FIRING = [path for path in RULES if path.stem.startswith("fires") and path.parent.name[:3] not in ("KH0", "KH1")]


def test_every_error_that_can_be_ignored_still_prints() -> None:
    """Whatever error a comment may silence, the document is composed and written without a fault of ours."""
    printed = 0
    for path in FIRING:
        made = looked_at(path)
        errors = [finding for finding in made.findings if finding.severity is Severity.ERROR]
        if made.plan and errors and not any(finding.vital for finding in errors):
            assert write_docx(compose_plan(made.plan, made.agencies), TEMPLATE.read_bytes(), path.name)
            printed += 1
    assert printed >= 15


def test_a_text_that_is_looked_at_again_is_silenced_again() -> None:
    """What was read of a text is remembered, with the places of the first time."""
    text = SEED.read_text(encoding="utf-8")
    again = [look_at_plan(Source(str(SEED), text[:1] + text[1:]), registry()) for _time in range(2)]
    assert again[0].source is not again[1].source
    assert again[0].ignored == again[1].ignored
    assert again[0].ignored
    assert again[0].findings == again[1].findings
