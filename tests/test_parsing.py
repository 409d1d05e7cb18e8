"""What texts mean: quantities, deadlines, dates, expressions; and what stands in for a text without meaning."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, nodes

from kehoach.diagnostics import Severity
from kehoach.model.base import Todo
from kehoach.model.period import Deadline
from kehoach.model.plan import Plan
from kehoach.model.prose import Call, Form, Name, Sum, UnknownName, look_up
from kehoach.model.quantity import Quantity
from kehoach.parse import dates, prose, quantities
from kehoach.parse.plan import ParseContext
from kehoach.parse.tables import rows
from kehoach.parse.unclear import Unclear
from kehoach.readers.yaml import read
from kehoach.source import MappingNode, Source, Text, TextNode
from tests.support.plans import SEED, SMALL, make
from tests.support.word import WordFile


def node(text: str) -> TextNode:
    source = Source("a.yaml", text)
    anchors = tuple((i, i) for i in range(len(text)))
    return TextNode(Text(text, source.span(0, len(text)), anchors))


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "bound"),
    [
        ("1,56%", "1.56", None, "%", ""),
        ("08 hộ", "8", None, "hộ", ""),
        ("26.120 ha", "26120", None, "ha", ""),
        ("1.234.567,5 tỷ đồng", "1234567.5", None, "tỷ đồng", ""),
        ("1.50%", "1.50", None, "%", ""),
        ("10 - 13%/năm", "10", "13", "%/năm", ""),
        ("08 - 09%/năm", "8", "9", "%/năm", ""),
        ("4/100.000 trẻ", "4", None, "/100.000 trẻ", ""),
        ("≥ 30%", "30", None, "%", "≥"),
        ("trên 90%", "90", None, "%", "trên"),
        ("-2,5%", "-2.5", None, "%", ""),
        ("395 triệu USD", "395", None, "triệu USD", ""),
        ("2 lần/tháng", "2", None, "lần/tháng", ""),
        ("5", "5", None, "", ""),
    ],
)
def test_quantity(text: str, low: str, high: str | None, unit: str, bound: str) -> None:
    found = quantities.quantity(node(text))
    assert isinstance(found, Quantity)
    assert (found.low, found.high) == (Decimal(low), Decimal(high) if high else None)
    assert (found.unit, found.bound, str(found)) == (unit, bound, text)


@given(st.integers(0, 10**9), st.integers(0, 99), st.sampled_from(["%", " hộ", " tỷ đồng"]))
def test_a_number_written_the_vietnamese_way_is_read_back(whole: int, cents: int, unit: str) -> None:
    text = f"{whole:,}".replace(",", ".") + f",{cents:02}{unit}"
    found = quantities.quantity(node(text))
    assert isinstance(found, Quantity)
    assert found.low == Decimal(f"{whole}.{cents:02}")
    assert found.unit == unit.strip()


@pytest.mark.parametrize("text", ["một nửa", "1,5,6%", "%", "khoảng", "1.23.456,"])
def test_no_quantity(text: str) -> None:
    with pytest.raises(Unclear):
        quantities.quantity(node(text))


@pytest.mark.parametrize(
    ("text", "printed", "last"),
    [
        ("15/6", "15/6", date(2024, 6, 15)),
        ("15/6/2025", "15/6/2025", date(2025, 6, 15)),
        ("6/2024", "6/2024", date(2024, 6, 30)),
        ("tháng 2", "tháng 2", date(2024, 2, 29)),
        ("Quý II/2024", "Quý II/2024", date(2024, 6, 30)),
        ("Quí IV-2025", "Quí IV-2025", date(2025, 12, 31)),
        ("Quý IV/2025- Quý II/2026", "Quý IV/2025- Quý II/2026", date(2026, 6, 30)),
        ("2026", "2026", date(2026, 12, 31)),
        ("15/11 hàng năm", "15/11 hàng năm", date(2024, 11, 15)),
        ("ngày 16 hằng tháng", "ngày 16 hằng tháng", None),
        ("hằng quý", "hằng quý", None),
        ("thường xuyên, hằng năm", "thường xuyên, hằng năm", None),
        ("4/2026, 8/2026", "4/2026, 8/2026", date(2026, 8, 31)),
        ("16 tháng 12", "16 tháng 12", date(2024, 12, 16)),
        ("Từ ngày 15/11/2025 đến ngày 15/12/2025", "Từ ngày 15/11/2025 đến ngày 15/12/2025", date(2025, 12, 15)),
        ("2026 và các năm tiếp theo", "2026 và các năm tiếp theo", date(2026, 12, 31)),
        ("Theo tiến độ xây dựng văn bản", "Theo tiến độ xây dựng văn bản", None),
        ("trước tháng 6", "trước tháng 6", date(2024, 5, 31)),
        ("trước Quý II/2026", "trước Quý II/2026", date(2026, 3, 31)),
        ("trước Quý I/2026", "trước Quý I/2026", date(2025, 12, 31)),
        ("trước năm 2030", "trước năm 2030", date(2029, 12, 31)),
        ("trước hết năm 2026", "trước hết năm 2026", date(2026, 12, 31)),
        ("trước tháng 1", "trước tháng 1", None),
        ("Quý 1, 2, 3/2026", "Quý 1, 2, 3/2026", date(2026, 9, 30)),
        ("ngày 15 tháng 3, tháng 6, tháng 9", "ngày 15 tháng 3, tháng 6, tháng 9", date(2024, 9, 15)),
        ("từ 8h ngày 20/3 đến 17h ngày 22/3", "từ 8h ngày 20/3 đến 17h ngày 22/3", date(2024, 3, 22)),
        ("30/6 (cấp xã), 15/7 (cấp tỉnh)", "30/6 (cấp xã), 15/7 (cấp tỉnh)", date(2024, 7, 15)),
        ("6 tháng đầu năm", "6 tháng đầu năm", date(2024, 6, 30)),
        ("15/11 - 15/2/2025", "15/11 - 15/2/2025", date(2025, 2, 15)),
        ("từ ngày 15 đến ngày 20 tháng 6", "từ ngày 15 đến ngày 20 tháng 6", date(2024, 6, 20)),
        ("từ 1/6 trở đi", "từ 1/6 trở đi", None),
        ("trong vòng 10 ngày, kể từ ngày 15/6", "trong vòng 10 ngày, kể từ ngày 15/6", None),
        ("Sau khi Luật, Nghị định được ban hành", "Sau khi Luật, Nghị định được ban hành", None),
        ("15", "15", None),
        ("15/6 - 16/6 - 17/6", "15/6 - 16/6 - 17/6", None),
        ("15-3-2026", "15/3/2026", date(2026, 3, 15)),
        ("2026-04-30", "30/4/2026", date(2026, 4, 30)),
        ("15.6", "15/6", date(2024, 6, 15)),
    ],
)
def test_deadline(text: str, printed: str, last: date | None) -> None:
    found = dates.deadline(node(text))
    assert isinstance(found, Deadline)
    assert (str(found), found.last_day(2024)) == (printed, last)


@pytest.mark.parametrize("text", ["31/6", "29/2/2023", "0/5", "5/13", "từ 1/6 đến 31/6", "20/3, 31/9"])
def test_no_deadline(text: str) -> None:
    with pytest.raises(Unclear):
        dates.deadline(node(text))


PIECES = [
    "từ", "đến", "trước", "hết", "trong", "ngày", "tháng", "quý", "năm", "hằng", "II", "6", "15", "31", "2026", "15/6",
    "/", "-", ",", ";", "và", "(", ")", "cuối", "17h00", "thường xuyên", "trở đi", "và các năm tiếp theo", "theo",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=9), st.sampled_from(["", " "]))
def test_no_wording_is_refused_but_for_days_that_are_not(pieces: list[str], blank: str) -> None:
    reading = ParseContext(Source("", ""))
    found = reading.read("deadline", node(blank.join(pieces)))
    assert all(f.code == "KH301" and re.search("month|day", str(f.message)) for f in reading.findings)
    assert bool(reading.findings) != (isinstance(found, Deadline) and bool(found.stretches))


def test_a_text_of_any_length_is_read_at_once() -> None:
    for text in (
        "15/6, " * 20_000,
        "(" * 50_000,
        "từ " * 50_000,
        "hoàn thành " * 50_000,
        "ngày 15 tháng 6, tháng " * 9_000,
    ):
        assert isinstance(dates.deadline(node(text)), Deadline)


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_every_real_day_is_a_deadline(day: date) -> None:
    found = dates.deadline(node(f"{day.day}/{day.month}/{day.year}"))
    assert isinstance(found, Deadline)
    assert found.last_day(1999) == day


def test_any_typed_value_may_be_undecided() -> None:
    for parser in (quantities.quantity, dates.deadline, dates.issue_date, dates.cited_date, dates.every):
        assert parser(node("TODO(hỏi anh Nam)")) == Todo("hỏi anh Nam")


@pytest.mark.parametrize(
    ("source", "tree"),
    [
        ("year", Name("year")),
        ("year - 1", Sum(Name("year"), -1)),
        ("due('nam')", Call("due", "nam")),
        ("target('a').value_2030", Form(Call("target", "a"), "value_2030")),
        ("issuer.short", Form(Name("issuer"), "short")),
    ],
)
def test_expression(source: str, tree: object) -> None:
    text = f"trước {{{{ {source} }}}} sau"
    found = prose.prose(node(text))
    assert found.paragraphs[0][0] == "trước "
    assert found.expressions[0].tree == tree
    assert found.expressions[0].span.text == f"{{{{ {source} }}}}"


@pytest.mark.parametrize(
    "source",
    [
        "''.__class__", "year | upper", "year * 2", "a.b.c", "f(1)", "f('a', 'b')", "f(a='b')", "[1]",
        "year if x else y", "cycler.__init__.__globals__.os.popen('id').read()", "", "year -", "range(10)",
        "lipsum()", "self", "x[0]",
    ],
)  # fmt: skip
def test_no_expression(source: str) -> None:
    """Shapes outside the closed set are refused; names outside it find no value (rule KH107)."""
    text = f"{{{{ {source} }}}}"
    try:
        found = prose.prose(node(text))
    except Unclear:
        return
    assert isinstance(found.expressions[0].tree, Name)


@given(
    st.from_regex(r"[a-z_]{1,6}(\('[a-z0-9-]{0,5}'\))?(\.[a-z_]{1,5})?( ?[-+] ?[0-9]{1,3})?", fullmatch=True)
    | st.text("ab_('\").+-1 |*[]{}", max_size=12)
)
def test_an_expression_means_what_jinja_means_by_it(source: str) -> None:
    """What is accepted is an expression of Jinja's, of the same shape."""
    tree = prose._tree(source)
    if tree is None:
        return
    body = Environment().parse("{{" + source + "}}").body
    assert isinstance(body[0], nodes.Output)
    assert shape(body[0].nodes[0]) == tree


def shape(node: nodes.Node) -> object:
    match node:
        case nodes.Name(name=name):
            return Name(name)
        case nodes.Call(node=nodes.Name(name=name), args=[nodes.Const(value=str(argument))]):
            return Call(name, argument)
        case nodes.Getattr(node=inner, attr=attr):
            return Form(shape(inner), attr)  # type: ignore[arg-type]
        case nodes.Add(left=left, right=nodes.Const(value=int(amount))):
            return Sum(shape(left), amount)  # type: ignore[arg-type]
        case nodes.Sub(left=left, right=nodes.Const(value=int(amount))):
            return Sum(shape(left), -amount)  # type: ignore[arg-type]
    return node


def test_equal_values_are_equal_wherever_they_stand() -> None:
    first = make("# một dòng chú thích\n" + SEED.read_text(encoding="utf-8")).plan
    second = make(SEED.read_text(encoding="utf-8")).plan
    assert first == second
    assert first is not None
    assert second is not None
    assert first.at("date").line == second.at("date").line + 1


def test_the_model_is_frozen() -> None:
    plan = make(SEED.read_text(encoding="utf-8")).plan
    assert plan is not None
    with pytest.raises(AttributeError, match="frozen"):
        plan.number = "5"  # type: ignore[misc]


def test_one_run_tells_every_fault_and_the_rest_is_still_checked() -> None:
    text = SEED.read_text(encoding="utf-8")
    text = text.replace("value: 1,50%", "valeu: 1,50%").replace("due: 15/6 ", "due: 31/6 ")
    text = text.replace("agencies: [phong-tu-phap]", "agencies: [phong-tu-phaap]").replace("archive: VT,", "archive: ")
    codes = [f.code for f in make(text).findings]
    assert set(codes) >= {"KH101", "KH301", "KH201", "KH701", "KH601"}
    assert len(codes) <= 7


def test_an_empty_file_and_a_list_are_findings() -> None:
    for text in ("", "- a\n", "một câu\n"):
        made = make(text)
        assert isinstance(made.plan, Plan)
        assert made.errors


def test_the_year_itself_may_be_undecided() -> None:
    made = make(SEED.read_text(encoding="utf-8").replace("\nyear: 2024\n", "\nyear: TODO(năm nào?)\n"))
    assert made.errors == []
    assert made.document().draft == "DỰ THẢO"
    assert "KH110" in [f.code for f in made.findings]


def test_a_plan_is_the_same_wherever_its_lines_are() -> None:
    text = SEED.read_text(encoding="utf-8").replace("value: 9,2%", "value: TODO(hỏi)")
    plan, moved = make(text).plan, make(f"# ghi chú\n\n{text}").plan
    assert plan == moved
    assert hash(plan) == hash(moved)
    assert plan != make(text.replace("due: 15/6 ", "due: 14/6 ")).plan


def test_the_running_text_does_not_show_what_stands_for_something_else() -> None:
    plan = make(SEED.read_text(encoding="utf-8").replace("\nopening: >\n", "\nopening: >\n  TODO(hỏi ai) ")).plan
    assert plan is not None
    shown, written = plan.running.whole, "\n\n".join(prose.source for prose in plan.running.proses)
    assert "{{ year }}" in written
    assert "TODO(hỏi ai)" in written
    assert not any(sign in shown for sign in ("{{", "}}", "TODO", "hỏi ai"))
    assert len(shown) == len(written)


@pytest.mark.parametrize(
    ("kind", "columns"),
    [
        ("tasks", "order, name, text, lead, coordinating, person, deadline, deliverable, fund, note"),
        ("targets", "order, name, text, unit, baseline, value, values, by, lead, coordinating, note"),
        ("funding", "order, name, text, amount, amounts, note"),
    ],
)
def test_every_column_that_the_manual_names_is_taken(kind: str, columns: str) -> None:
    rows = "".join(f"      {column}: Cột {column}\n" for column in columns.split(", "))
    made = make(f"{SMALL}appendices:\n  - kind: {kind}\n    title: Bảng\n    columns:\n{rows}")
    assert not [finding for finding in made.findings if finding.severity is Severity.ERROR]
    assert made.plan is not None
    assert list(getattr(made.plan.appendices[0], "columns")) == columns.split(", ")  # noqa: B009


def test_a_section_without_a_heading_is_called_by_its_kind_and_a_target_by_its_name() -> None:
    made = make(SMALL.replace("recipients:", """\
  - kind: targets
    items:
      - target: ho-ngheo
        name: Số hộ nghèo
        value: 7 hộ
        text: Còn {{ value }}.
  - kind: funding
    items:
      - Lồng ghép để giảm {{ target('ho-ngheo').name }}.
recipients:""", 1))  # fmt: skip
    shown = WordFile(made.docx()).text().replace("\u00a0", " ")
    assert "KINH PHÍ THỰC HIỆN" in shown
    assert "để giảm Số hộ nghèo." in shown


@pytest.mark.parametrize("amount", ["9" * 18, "9" * 19, "9" * 5000, "0" * 5000])
def test_what_is_added_to_a_value_has_at_most_eighteen_digits(amount: str) -> None:
    made = make(SEED.read_text(encoding="utf-8").replace("Châu năm {{ year }}", f"Châu {{{{ year - {amount} }}}}"))
    assert ("KH106" in " ".join(made.errors)) == (len(amount) > 18)


def test_a_long_number_of_a_plan_is_no_number_to_add_to() -> None:
    with pytest.raises(UnknownName):
        look_up(Sum(Name("value"), 1), {"value": "9" * 5000})
    assert look_up(Sum(Name("value"), 1), {"value": "9" * 18}) == 10**18


def test_a_cell_of_a_pasted_table_is_a_text_that_knows_its_place() -> None:
    source = Source("p.yaml", "rows: |\n  1 | Năm {{ year }} {{ note('a') }}\t TODO(hỏi) \n  chỉ một ô\n")
    node, _findings = read(source)
    assert isinstance(node, MappingNode)
    found = rows(node.get("rows"))  # type: ignore[arg-type]
    assert [[str(cell) for cell in row] for row in found] == [
        ["1", "Năm {{ year }} {{ note('a') }}", "TODO(hỏi)"],
        ["chỉ một ô"],
    ]
    assert [one.span.text for one in found[0][1].expressions] == ["{{ year }}", "{{ note('a') }}"]
    assert [todo.span.text for todo in found[0][2].todos] == ["TODO(hỏi)"]
