"""A target over the years: its figures, the command, the chart of the annual report, and builds."""

from __future__ import annotations

import json
import shutil
import zipfile
from io import BytesIO
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from kehoach.commands.build import build
from kehoach.diagnostics import Report
from kehoach.documents.chart import Chart, ChartForm
from kehoach.documents.report import compose_report
from kehoach.model.base import Todo
from kehoach.model.history import Edition, History, history, trend
from kehoach.model.outcome import target_outcome
from kehoach.model.reporting import reports
from kehoach.model.results import Reported
from kehoach.pipeline.plan_maker import together
from kehoach.pipeline.production import RunOptions
from kehoach.vietnamese import number_text
from kehoach.word.docx import write_docx
from tests.support.cases import CASES
from tests.support.forked import run
from tests.support.judges import lint, sdk_errors
from tests.support.plans import ROOT, make, registry
from tests.support.word import WordFile
from tests.test_reports import TEMPLATE, C, results

BASE = (CASES / "results" / "plan.yaml").read_text(encoding="utf-8")
AGENCIES = registry(CASES / "agencies.yaml")


def text_of(year: int, value: str, baseline: str = "1,60%") -> str:
    text = BASE.replace("year: 2026\n", f"year: {year}\n").replace("date: 1/2026", f"date: 1/{year}")
    return text.replace("value: 1,50%", f"value: {value}").replace("baseline: 1,56%", f"baseline: {baseline}")


SEVERAL = (
    BASE.replace("year: 2026\n", "year: 2026-2030\n")
    .replace("{{ year }}", "{{ first_year }}")
    .replace(
        "value: 1,50%", "values:\n          2026: 1,50%\n          2028: TODO(chờ Nghị quyết)\n          2030: 1,10%"
    )
    .replace("Giảm còn {{ value }}", "Giảm còn {{ value_2030 }}")
    .replace(" 30/4\n", " 30/4 hằng năm\n")
    .replace(" 15/6\n", " 15/6 hằng năm\n")
    .replace(" 15/12\n", " 15/12 hằng năm\n")
)


def edition(text: str, told: dict[tuple[int, str], str] | None = None) -> Edition:
    """A plan with results, given as the figures of `ho-ngheo` by year and report."""
    made = make(text, AGENCIES)
    assert made.plan is not None
    assert made.errors == []
    found = {at: results(f"targets:\n  ho-ngheo: {value}\n") for at, value in (told or {}).items()}
    return Edition(made.plan, made.agencies, Reported(found))


def rows(found: History) -> list[tuple[int, str, str | None, str | None, str | None, str | None]]:
    return [
        (
            one.year,
            "?" if isinstance(one.planned, Todo) else str(one.planned),
            str(one.outcome.actual) if one.outcome.actual else None,
            number_text(one.percent, 1) if one.percent is not None else None,
            one.met and str(one.met),
            one.reporting and one.reporting.id,
        )
        for one in found.years
    ]


# The figures


@pytest.mark.parametrize(
    ("text", "told", "expected"),
    [
        (text_of(2025, "1,50%"), {}, [(2025, "1,50%", None, None, None, None)]),
        (text_of(2025, "TODO(chờ)").replace("Giảm còn {{ value }}", "Giảm"), {}, [(2025, "?", None, None, None, None)]),
        (
            text_of(2025, "1,50%"),
            {(2025, "nam"): "1,50%", (2025, "6-thang"): "1,55%"},
            [(2025, "1,50%", "1,50%", "100", "đạt", "nam")],
        ),
        (text_of(2025, "1,50%"), {(2025, "nam"): "1,55%"}, [(2025, "1,50%", "1,55%", "50", "chưa đạt", "nam")]),
        # before the year is closed: not yet missed, but what is reached is reached
        (text_of(2025, "1,50%"), {(2025, "6-thang"): "1,55%"}, [(2025, "1,50%", "1,55%", "50", None, "6-thang")]),
        (text_of(2025, "1,50%"), {(2025, "6-thang"): "1,45%"}, [(2025, "1,50%", "1,45%", "150", "vượt", "6-thang")]),
        # of several years: those with a value of their own, or a result
        (
            SEVERAL,
            {(2027, "nam"): "1,46%", (2026, "nam"): "1,50%"},
            [
                (2026, "1,50%", "1,50%", "100", "đạt", "nam"),
                (2027, "None", "1,46%", None, None, "nam"),
                (2028, "?", None, None, None, None),
                (2030, "1,10%", None, None, None, None),
            ],
        ),
        (
            SEVERAL,
            {(2031, "nam"): "1,46%"},
            [(2026, "1,50%", *4 * (None,)), (2028, "?", *4 * (None,)), (2030, "1,10%", *4 * (None,))],
        ),
    ],
)
def test_a_year_of_a_target(text: str, told: dict[tuple[int, str], str], expected: list[tuple[object, ...]]) -> None:
    assert rows(history("ho-ngheo", [edition(text, told)])) == expected


def test_a_target_without_a_figure_is_met_or_not() -> None:
    made = edition(text_of(2025, "1,50%"))
    told = Reported({(2025, "nam"): results("targets:\n  quy-che:\n    met: không\n")})
    (year,) = history("quy-che", [Edition(made.plan, made.agencies, told)]).years
    assert (year.outcome.counted, year.met and str(year.met)) == (False, "chưa đạt")


def test_one_value_of_several_years_stands_at_their_end() -> None:
    assert [year.year for year in history("nha-o", [edition(SEVERAL)]).years] == [2030]


def test_of_two_plans_for_one_year_the_one_that_begins_last_counts() -> None:
    both = [edition(SEVERAL, {(2027, "nam"): "9%"}), edition(text_of(2027, "1,40%"), {(2027, "nam"): "1,39%"})]
    found = {row[0]: row[1:3] for row in rows(history("ho-ngheo", both))}
    assert found[2027] == ("1,40%", "1,39%")
    assert found[2026] == ("1,50%", None)
    dropped = text_of(2030, "1,40%").replace("target: ho-ngheo", "target: khac").replace("[ho-ngheo]", "[khac]")
    years = [year.year for year in history("ho-ngheo", [edition(SEVERAL), edition(dropped)]).years]
    assert years == [2026, 2028], "the later plan no longer has it"


def test_the_trend_has_what_is_known() -> None:
    found = trend(history("ho-ngheo", [edition(SEVERAL, {(2026, "6-thang"): "1,53%", (2027, "nam"): "1,46%"})]))
    shown = [(p.year, str(p.planned), str(p.actual), p.is_final) for p in found]
    assert shown == [
        (2026, "1,50%", "1,53%", False),
        (2027, "None", "1,46%", True),
        (2030, "1,10%", "None", False),
    ]


HUNDREDTHS = st.integers(1, 400).map(lambda number: f"{number // 100},{number % 100:02}%")


@given(st.lists(st.tuples(HUNDREDTHS, HUNDREDTHS), min_size=3, max_size=3))
def test_each_year_is_what_its_own_report_says_in_whatever_order_plans_come(figures: list[tuple[str, str]]) -> None:
    """The law: a history is the outcomes of the closing reports, year by year, and nothing else."""
    editions = [
        edition(text_of(2024 + at, planned, "5%"), {(2024 + at, "nam"): actual, (2024 + at, "6-thang"): "3%"})
        for at, (planned, actual) in enumerate(figures)
    ]
    alone = tuple(
        target_outcome(
            one.plan.targets["ho-ngheo"], reports(one.plan, one.plan.year.first)["nam"], one.plan, one.reported
        )
        for one in editions
    )
    for order in permutations(editions):
        assert tuple(year.outcome for year in history("ho-ngheo", order).years) == alone


# The command


def put(place: Path, year: int, text: str, name: str = "mau", **told: str) -> None:
    """A plan into a workspace, with results by report: the figure of `ho-ngheo`."""
    path = place / f"plans/{year}/{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    for report, figure in told.items():
        put_result(place, year, report, figure, name)


def put_result(place: Path, year: int, report: str, figure: str, name: str = "mau") -> None:
    path = place / f"results/{year}/{name}/{report}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"targets:\n  ho-ngheo: {figure}\n", encoding="utf-8")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Three years of one plan, and a plan of several years under another name."""
    put(tmp_path, 2024, text_of(2024, "1,70%", "1,80%"), nam="1,71%")
    put(tmp_path, 2025, text_of(2025, "1,60%", "1,71%"), nam="1,55%")
    put(tmp_path, 2026, text_of(2026, "1,50%", "1,55%"), nam="1,50%")
    put(tmp_path, 2026, SEVERAL, "dai-han")
    shutil.copy(CASES / "agencies.yaml", tmp_path / "plans/agencies.yaml")
    return tmp_path


def test_the_command_shows_a_table_for_each_name_of_plans(place: Path) -> None:
    done = run("history", "ho-ngheo", "--lang", "en", cwd=place / "plans/2024")
    assert (done.returncode, done.stderr) == (0, "")
    several, one = done.stdout.split("\n\n")
    assert one.splitlines() == [
        "mau: Tỷ lệ hộ nghèo (ho-ngheo)",
        "year  baseline  plan   result  of the plan (%)  judgement  report",
        "2024  1,80%     1,70%  1,71%               90*  missed     năm 2024",
        "2025  1,71%     1,60%  1,55%            145,5*  exceeded   năm 2025",
        "2026  1,55%     1,50%  1,50%              100*  met        năm 2026",
        "* less is better: the fall reached, compared with the fall planned from the baseline",
    ]
    assert [line.split("  ")[0] for line in several.splitlines()[2:]] == ["2026", "2028", "2030"]
    assert "undecided" in several
    assert "no result yet" in several
    for plan in ("mau", "2024/mau", "plans/2024/mau.yaml"):
        assert run("history", "ho-ngheo", "--plan", plan, "--lang", "en", cwd=place).stdout == one


def test_the_command_as_json(place: Path) -> None:
    done = run("history", "ho-ngheo", "--format", "json", cwd=place)
    assert done.returncode == 0
    found = json.loads(done.stdout)
    assert found["findings"] == []
    several, one = found["tables"]
    assert {key: one[key] for key in ("plan", "target", "name")} == {
        "plan": "mau",
        "target": "ho-ngheo",
        "name": "Tỷ lệ hộ nghèo",
    }
    assert one["years"][0] == {
        "year": 2024,
        "plan": "2024/mau",
        "better": "lower",
        "baseline": {"text": "1,80%", "number": 1.8, "unit": "%", "undecided": False},
        "planned": {"text": "1,70%", "number": 1.7, "unit": "%", "undecided": False},
        "actual": {"text": "1,71%", "number": 1.71, "unit": "%", "undecided": False},
        "percent": 90.0,
        "measure": "change",
        "met": "missed",
        "report": "nam",
        "final": True,
    }
    open_year = several["years"][1]
    assert open_year["planned"] == {"text": "chờ Nghị quyết", "number": None, "unit": None, "undecided": True}
    assert [open_year[key] for key in ("actual", "percent", "measure", "met", "report")] == [None] * 5
    documented = (ROOT / "docs/interface.md").read_text(encoding="utf-8")
    assert [key for key in (*found, *one, *open_year, *open_year["planned"]) if f"`{key}`" not in documented] == []


@pytest.mark.parametrize(
    ("arguments", "guess"),
    [
        (["ho-ngeo"], "có phải ho-ngheo?"),
        (["quyche", "--plan", "mau"], "có phải quy-che?"),
        (["ho-ngheo", "--plan", "daihan"], "có phải dai-han?"),
        (["ho-ngheo", "--plan", "xyz"], "ở đây có: dai-han, mau"),
    ],
)
def test_a_name_that_nothing_bears_is_answered_with_the_nearest(arguments: list[str], guess: str, place: Path) -> None:
    done = run("history", *arguments, cwd=place)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert guess in done.stderr


def test_errors_are_told_and_the_rest_is_shown(place: Path) -> None:
    path = place / "plans/2025/mau.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("[so-tai-chinh, xa", "[so-tai-chin, xa"), encoding="utf-8")
    put_result(place, 2026, "nam", "mười hộ")
    done = run("history", "ho-ngheo", "--plan", "mau", cwd=place)
    assert done.returncode == 1
    assert [line.split("  ")[0] for line in done.stdout.splitlines()[2:4]] == ["2024", "2026"]
    assert "1,50%" in done.stdout.splitlines()[3], "the plan without the results that cannot be read"
    assert "plans/2025/mau.yaml:" in done.stdout
    assert "results/2026/mau/nam.yaml:2:13: lỗi KH401" in done.stdout
    record = json.loads(run("history", "ho-ngheo", "--plan", "mau", "--format", "json", cwd=place).stdout)
    assert {finding["code"] for finding in record["findings"]} == {"KH201", "KH401"}
    path.write_bytes(b"\xff\xfe")
    assert run("history", "ho-ngheo", "--plan", "mau", cwd=place).returncode == 2


# The annual report


def chart_of(editions: list[Edition], period: str = "nam", agency: str = "", year: int | None = None) -> Chart | None:
    """The chart of columns in the report on the last plan."""
    *earlier, last = editions
    reporting = reports(last.plan, year or last.plan.year.first)[period]
    paper = compose_report(last.plan, last.agencies, reporting, last.reported, agency, tuple(earlier))
    charts = [block for block in paper.parts[0].blocks if isinstance(block, Chart) and block.form is ChartForm.COLUMNS]
    assert len(charts) <= 1
    return charts[0] if charts else None


def three_years() -> list[Edition]:
    return [
        edition(text_of(2024, "1,7%", "1,80%"), {(2024, "nam"): "1,71%"}),
        edition(text_of(2025, "1,60%", "1,71%"), {(2025, "6-thang"): "1,58%"}),
        edition(text_of(2026, "1,50%", "1,55%"), {(2026, "nam"): "1,48%"}),
    ]


def test_the_chart_has_plan_and_result_of_each_year() -> None:
    chart = chart_of(three_years())
    assert chart is not None
    assert chart.title == "Tỷ lệ hộ nghèo qua các năm (%)"
    assert chart.categories == ("2024", "2025", "2026")
    shown = {one.name: [None if value is None else str(value) for value in one.values] for one in chart.series}
    assert shown == {"Kế hoạch": ["1.7", "1.60", "1.50"], "Thực hiện": ["1.71", None, "1.48"]}, "half a year is no year"
    assert chart.places == 2
    assert "Năm 2025: kế hoạch 1,60%; Năm 2026: kế hoạch 1,50%, thực hiện 1,48%." in chart.description


def test_there_is_no_chart_without_a_second_year_in_one_unit_and_a_result() -> None:
    first, second, third = three_years()
    assert chart_of([third]) is None
    assert chart_of([first, third], "6-thang") is None
    assert chart_of([first, third], agency="so-tai-chinh") is None
    assert chart_of([second, edition(text_of(2026, "1,50%"))]) is None, "half a year is no year"
    assert chart_of([first, third]) is not None


def test_a_target_whose_unit_changed_is_passed_over() -> None:
    first, _second, third = three_years()
    households = edition(text_of(2025, "7 hộ", "14 hộ"))
    chart = chart_of([first, households, third])
    assert chart is not None
    assert chart.categories == ("2024", "2026")
    assert chart_of([households, third]) is None


def test_a_plan_of_several_years_shows_those_up_to_the_report() -> None:
    several = edition(SEVERAL, {(2026, "nam"): "1,50%", (2027, "nam"): "1,46%"})
    before = edition(text_of(2025, "1,60%"), {(2025, "nam"): "1,56%"})
    chart = chart_of([before, several], year=2027)
    assert chart is not None
    assert chart.categories == ("2025", "2026", "2027")
    assert [value and str(value) for value in chart.series[0].values] == ["1.60", "1.50", None]


def test_the_report_with_the_chart_is_a_sound_word_file(tmp_path: Path) -> None:
    *earlier, last = three_years()
    reporting = reports(last.plan, 2026)["nam"]
    paper = compose_report(last.plan, last.agencies, reporting, last.reported, earlier=tuple(earlier))
    docx = write_docx(paper, TEMPLATE, Path("report.docx"))
    assert sdk_errors(docx, tmp_path) == []
    assert lint(docx) == []
    file = WordFile(docx)
    chart = etree.fromstring(file.parts["word/charts/chart2.xml"])
    assert chart.find(f".//{C}barDir").get("val") == "col"
    assert chart.find(f".//{C}valAx/{C}scaling/{C}min").get("val") == "0"
    assert {form.get("formatCode") for form in chart.iter(f"{C}numFmt")} == {"General", "[$-42A]#,##0.00"}
    values = [[(v.get("idx"), v.findtext(f"{C}v")) for v in val.iter(f"{C}pt")] for val in chart.iter(f"{C}val")]
    assert values == [[("0", "1.7"), ("1", "1.60"), ("2", "1.50")], [("0", "1.71"), ("2", "1.48")]]
    with zipfile.ZipFile(BytesIO(file.parts["word/embeddings/chart2.xlsx"])) as book:
        sheet = etree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    cells = {cell.get("r"): cell.findtext("{*}v") for cell in sheet.iter("{*}c") if cell.get("t") != "s"}
    assert cells == {"B2": "1.7", "B3": "1.6", "B4": "1.5", "C2": "1.71", "C4": "1.48"}


# Builds


@pytest.fixture
def built(place: Path) -> Path:
    """The three years, built."""
    shutil.rmtree(place / "plans/2026/dai-han", ignore_errors=True)
    (place / "plans/2026/dai-han.yaml").unlink()
    assert make_all(place).exit_code == 0
    return place


def make_all(place: Path) -> Report:
    return together(build([], place, RunOptions(fresh=True)))


def written(report: Report, place: Path, year: int) -> set[str]:
    folder = place / f"outputs/{year}/mau"
    return {path.relative_to(folder).as_posix() for path in report.written if path.is_relative_to(folder)}


def test_a_build_puts_the_chart_into_the_annual_report_only(built: Path) -> None:
    for year, charts in ((2024, 1), (2025, 2), (2026, 2)):
        files = sorted((built / f"outputs/{year}/mau").rglob("*.docx"))
        found = {
            path.relative_to(built / f"outputs/{year}/mau").as_posix(): sum(
                name.startswith("word/charts/chart") for name in WordFile(path.read_bytes()).parts
            )
            for path in files
        }
        assert {name: count for name, count in found.items() if count} == {"bao-cao/nam.docx": charts}
    assert make_all(built).written == ()


def test_an_earlier_plan_or_its_results_make_the_annual_reports_stale_and_nothing_else(built: Path) -> None:
    put(built, 2024, text_of(2024, "1,69%", "1,80%"))
    report = make_all(built)
    assert written(report, built, 2025) == written(report, built, 2026) == {"bao-cao/nam.docx"}
    put_result(built, 2024, "nam", "1,66%")
    report = make_all(built)
    assert written(report, built, 2026) == {"bao-cao/nam.docx"}
    put_result(built, 2024, "nam", "1,66% # như trên")
    assert make_all(built).written == (), "what is printed is the same"
    put_result(built, 2026, "nam", "1,49%")
    report = make_all(built)
    assert written(report, built, 2025) == set(), "a later year"
    (built / "plans/2024/mau.yaml").unlink()
    shutil.rmtree(built / "results/2024")
    assert written(make_all(built), built, 2026) == {"bao-cao/nam.docx"}


def test_an_earlier_plan_with_an_error_is_left_out_and_comes_back(built: Path) -> None:
    annual = built / "outputs/2026/mau/bao-cao/nam.docx"
    before = annual.read_bytes()
    good = (built / "plans/2025/mau.yaml").read_bytes()
    for bad in (good.replace(b"[so-tai-chinh, xa", b"[so-tai-chin, xa"), b"\xff\xfe", b"a: [\n"):
        (built / "plans/2025/mau.yaml").write_bytes(bad)
        report = together(build([built / "plans/2026/mau.yaml"], built, RunOptions(fresh=True)))
        assert report.exit_code == 0, report.failures
        chart = etree.fromstring(WordFile(annual.read_bytes()).parts["word/charts/chart2.xml"])
        assert [v.text for v in chart.find(f".//{C}cat").iter(f"{C}v")] == ["2024", "2026"]
    (built / "plans/2025/mau.yaml").write_bytes(good)
    assert written(make_all(built), built, 2026) == {"bao-cao/nam.docx"}
    assert annual.read_bytes() == before


def test_what_is_fresh_does_not_read_earlier_plans(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kehoach.pipeline import results as room

    def refuse(*_arguments: object) -> None:
        raise AssertionError("read")

    monkeypatch.setattr(room, "examine_edition", refuse)
    assert make_all(built).written == ()
    put_result(built, 2024, "nam", "1,66%")
    with pytest.raises(AssertionError, match="read"):
        make_all(built)
