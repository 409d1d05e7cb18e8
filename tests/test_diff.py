"""`kehoach diff` as a person meets it: what it prints, its Word files, exit codes; the summary is always one page."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from kehoach.commands.diff import Compared, diff
from kehoach.comparing import compare
from kehoach.documents.change_summary import compose_change_summary
from kehoach.documents.paper import Paper
from kehoach.pipeline.examine import Examiner
from kehoach.pipeline.production import RunOptions
from kehoach.pipeline.products import change_products, plan_product
from kehoach.show.differences import compared
from kehoach.storage.workspace import Workspace
from kehoach.word.docx import write_docx
from tests.support.forked import run
from tests.support.judges import lint, need_office, sdk_errors
from tests.support.pdf import Pdf
from tests.support.plans import ROOT, SEED, SMALL, make, small_workspace
from tests.support.printing import Printer
from tests.support.revisions import Verb, by_libreoffice
from tests.support.word import WordFile

TEMPLATE = (ROOT / "templates" / "extract.docx").read_bytes()
OLD, NEW = "plans/2024/nho.yaml", "plans/2025/nho.yaml"
KEYS = [
    "topic", "kind", "name", "what", "of", "detail", "old", "new", "by", "undecided", "old_place", "new_place",
]  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A workspace with a small plan and that of the next year, which says one thing more."""
    small_workspace(tmp_path)
    following = SMALL.replace("2024", "2025").replace("- Nội dung.\n", "- Nội dung.\n      - Điều mới trong năm.\n")
    (tmp_path / "plans" / "2025").mkdir()
    (tmp_path / NEW).write_text(following, encoding="utf-8")
    return tmp_path


def documents(place: Path, wanted: RunOptions | None = None) -> Compared:
    return diff(place / OLD, place / NEW, wanted or RunOptions(), documents=True)


# Told


def test_differences_are_no_failure(place: Path) -> None:
    done = run("diff", OLD, NEW, "--lang", "en", cwd=place)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "The plan itself",
        "  ~ year: 2024 -> 2025",
        "  ~ date: 1/2024 -> 1/2025",
        "Wording",
        "  + Mục đích, yêu cầu: Điều mới trong năm.",
    ]
    assert done.stderr.splitlines() == ["differences: 3 (1 added, 2 changed)"]
    assert not (place / "outputs").exists()


def test_the_same_plan_twice(place: Path) -> None:
    done = run("diff", OLD, OLD, "--lang", "en", cwd=place)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "the plans say the same\n")
    assert run("diff", OLD, OLD, "-q", cwd=place).stderr == ""


def test_json_has_fixed_keys(place: Path) -> None:
    done = run("diff", OLD, NEW, "--format", "json", cwd=place)
    records = json.loads(done.stdout)
    assert [list(record) for record in records] == [KEYS] * 3
    year, _date, line = records
    assert (year["topic"], year["kind"], year["what"], year["old"], year["new"]) == (
        "plan", "changed", "year", "2024", "2025",
    )  # fmt: skip
    assert (year["old_place"]["file"], year["old_place"]["line"]) == (OLD, 1)
    assert (line["kind"], line["old"], line["old_place"], line["new_place"]["line"]) == ("added", None, None, 11)
    assert json.loads(run("diff", OLD, OLD, "--format", "json", cwd=place).stdout) == []


def test_a_plan_with_errors_is_not_compared(place: Path) -> None:
    text = (place / NEW).read_text(encoding="utf-8")
    (place / NEW).write_text(text.replace("issuer: ubnd-tp-lai-chau", "issuer: ubnd-tp-lai-chao"), encoding="utf-8")
    done = run("diff", OLD, NEW, "--docx", cwd=place)
    assert done.returncode == 1
    assert "KH201" in done.stdout
    assert "2025" not in done.stdout.replace(NEW, "")
    assert not (place / "outputs").exists()
    found = json.loads(run("diff", OLD, NEW, "--format", "json", cwd=place).stdout)
    assert [one["code"] for one in found] == ["KH201"]


def test_undecided_points_are_no_failure(place: Path) -> None:
    text = (place / NEW).read_text(encoding="utf-8")
    (place / NEW).write_text(text.replace("title: Chủ tịch", "title: TODO(ai ký?)"), encoding="utf-8")
    done = run("diff", OLD, NEW, "--lang", "en", cwd=place)
    assert done.returncode == 0
    assert "  ~ signer's title: Chủ tịch -> TODO(ai ký?) (undecided)" in done.stdout.splitlines()


def test_a_file_that_cannot_be_opened(place: Path) -> None:
    assert run("diff", OLD, "plans/2025/khac.yaml", cwd=place).returncode == 2
    assert run("diff", "plans/2023/nho.yaml", NEW, cwd=place).returncode == 2


def test_each_plan_sees_the_registry_of_its_own_workspace(
    place: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    shutil.copytree(place / "plans", other / "plans")
    registry = other / "plans" / "agencies.yaml"
    text = registry.read_text(encoding="utf-8")
    registry.write_text(text.replace("name: UBND thành phố Lai Châu", "name: UBND khác", 1), "utf-8")
    found = diff(place / OLD, other / NEW, RunOptions(), documents=False)
    assert not found.report.findings
    (renamed,) = (one for one in found.differences if one.topic == "agencies")
    assert renamed.kind == "renamed"
    assert (renamed.old and renamed.old.text, renamed.new and renamed.new.text) == (
        "UBND thành phố Lai Châu", "UBND khác",
    )  # fmt: skip


def test_options_of_word_files_go_with_word_files(place: Path) -> None:
    done = run("diff", OLD, NEW, "-o", "đi", cwd=place)
    assert done.returncode == 2
    assert "--docx" in done.stderr


# Word files


def test_word_files_stand_beside_the_new_plan(place: Path, tmp_path: Path) -> None:
    found = documents(place)
    folder = place / "outputs" / "2025" / "nho"
    assert [path.name for path in found.report.written] == ["so-sanh.docx", "tom-tat-thay-doi.docx"]
    assert found.report.exit_code == 0
    for name in ("so-sanh.docx", "tom-tat-thay-doi.docx"):
        docx = (folder / name).read_bytes()
        assert lint(docx) == []
        assert sdk_errors(docx, tmp_path) == []
    before = {name: (folder / name).read_bytes() for name in ("so-sanh.docx", "tom-tat-thay-doi.docx")}
    documents(place)
    assert before == {name: (folder / name).read_bytes() for name in before}


def test_elsewhere(place: Path) -> None:
    documents(place, RunOptions(output=place / "đi"))
    assert (place / "đi" / "2025" / "nho" / "so-sanh.docx").exists()
    assert not (place / "outputs").exists()


def test_a_document_edited_by_hand_is_left_alone(place: Path) -> None:
    documents(place)
    summary = place / "outputs" / "2025" / "nho" / "tom-tat-thay-doi.docx"
    summary.write_bytes(b"of a person")
    again = documents(place)
    assert again.report.exit_code == 3
    assert summary.read_bytes() == b"of a person"
    assert documents(place, RunOptions(overwrite=True)).report.exit_code == 0
    assert [path.read_bytes() for path in summary.parent.glob("tom-tat-thay-doi~*.docx")] == [b"of a person"]


def test_a_build_leaves_them_alone(place: Path) -> None:
    documents(place)
    done = run("build", NEW, cwd=place)
    assert done.returncode == 0, done.stderr
    assert (place / "outputs" / "2025" / "nho" / "so-sanh.docx").exists()


def test_as_pdf(place: Path) -> None:
    need_office()
    found = documents(place, RunOptions(pdf=True))
    assert [path.name for path in found.report.written] == [
        "so-sanh.docx", "so-sanh.pdf", "tom-tat-thay-doi.docx", "tom-tat-thay-doi.pdf",
    ]  # fmt: skip
    assert Pdf((place / "outputs/2025/nho/tom-tat-thay-doi.pdf").read_bytes()).pages == 1


# One page

SEED_TEXT = SEED.read_text(encoding="utf-8")
OTHER = (ROOT / "plans" / "2024" / "chuyen-doi-so.yaml").read_text(encoding="utf-8")


def rolled() -> str:
    """The seed plan a year later, with points still to decide."""
    text = SEED_TEXT
    for old, new in (
        ("year: 2024\n", "year: 2025\n"),
        ("date: 1/2024", "date: 1/2025"),
        ("baseline: 1,56%", "baseline: 1,50%"),
        ("value: 1,50%", "value: 1,40%"),
        ("value: 08 hộ", "value: TODO(bao nhiêu hộ, theo đề nghị của phòng Quản lý đô thị?)"),
        ("sung-phai: 05 hộ", "sung-phai: TODO(giao bao nhiêu hộ?)"),
        ("Huy động các nguồn ủng hộ", "Vận động mọi nguồn ủng hộ"),
        ("name: Trần Đình Tiến", "name: Nguyễn Văn A"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    return text


def verbose() -> str:
    """Another plan, all its names very long, and words that no line has room for."""
    text = re.sub(r"(name|heading|label): (\w)", rf"\1: {'Rất dài dòng và khác hẳn ' * 6}\2", OTHER)
    text = re.sub(r"(?m)^(subject: \|\n)  ", rf"\1  {'W' * 90} {'Trích yếu rất dài dòng ' * 12}", text)
    text = text.replace("value: 70%", f"value: TODO({'câu hỏi rất dài ' * 20})")
    return text.replace("year: 2024\n", "year: 2025\n", 1)


def summary(old: str, new: str) -> Paper:
    before, after = make(old), make(new)
    assert before.plan is not None
    assert after.plan is not None
    found = compare(before.plan, before.agencies, after.plan, after.agencies)
    return compose_change_summary(before.plan, after.plan, after.agencies, found)


PAIRS = {
    "small": (SMALL, SMALL.replace("Nội dung.", "Nội dung khác hẳn.")),
    "nothing": (SMALL, SMALL),
    "seed": (SEED_TEXT, rolled()),
    "everything": (SEED_TEXT, OTHER),
    "everything the other way": (OTHER, SEED_TEXT),
    "long names": (SEED_TEXT, verbose()),
}


@pytest.mark.parametrize("pair", PAIRS)
def test_the_summary_is_one_page(pair: str, printer: Printer, tmp_path: Path) -> None:
    docx = write_docx(summary(*PAIRS[pair]), TEMPLATE, Path("extract.docx"))
    assert lint(docx) == []
    assert sdk_errors(docx, tmp_path) == []
    pdf = printer.pdf(docx)
    assert pdf.pages == 1
    if pair.startswith(("everything", "long")):  # and the page is used
        assert max(line.bottom for line in pdf.lines) > 235


def test_the_most_important_stands_first() -> None:
    text = WordFile(write_docx(summary(*PAIRS["seed"]), TEMPLATE, Path("extract.docx"))).text()
    wanted = [
        "TÓM TẮT THAY ĐỔI",
        "Có 8 thay đổi (8 sửa)",
        "CHUNG", "Người ký: từ Trần Đình Tiến thành Nguyễn Văn A",
        "CHỈ TIÊU", "2024", "2025", "Tỷ lệ hộ nghèo", "1,50%", "1,40%", "08 hộ", "chưa quyết định: bao nhiêu hộ",
        "CÒN PHẢI QUYẾT ĐỊNH", "giao bao nhiêu hộ?",
        "THAY ĐỔI KHÁC",
    ]  # fmt: skip
    flat, at = " ".join(text.split()), 0
    for words in wanted:
        at = flat.find(words, at)
        assert at >= 0, words


def test_what_finds_no_room_is_counted() -> None:
    text = " ".join(WordFile(write_docx(summary(*PAIRS["everything"]), TEMPLATE, Path("extract.docx"))).text().split())
    assert re.search(r"và \d+ thay đổi khác về chỉ tiêu", text)
    assert re.search(r"và \d+ thay đổi khác về nhiệm vụ", text)
    assert "{{" not in text


def test_an_issued_plan_is_no_draft() -> None:
    new = SMALL.replace("date: 1/2024", "number: 5\ndate: 12/1/2024")
    assert summary(SMALL, new).draft == ""
    assert summary(SMALL, SMALL).draft != ""


def test_libreoffice_takes_the_command_s_own_file_back_to_either_plan() -> None:
    need_office()
    examiner = Examiner(Workspace.around(ROOT))
    template = (ROOT / "templates" / "plan.docx").read_bytes()
    jobs: dict[str, tuple[Verb, bytes]] = {}
    for year in (2024, 2025):
        old, new = (examiner.examine(ROOT / f"plans/{one}/giam-ngheo.yaml") for one in (year, year + 1))
        assert old.plan is not None
        assert new.plan is not None
        product = next(iter(change_products(old, old.plan, new, new.plan, ())))
        both = product.write(product.content(), template, "plan.docx")
        jobs |= {f"{year} accept": ("accept", both), f"{year} reject": ("reject", both)}
        for name, one, plan in (("accept", new, new.plan), ("reject", old, old.plan)):
            made = plan_product(one, plan)
            jobs[f"{year} {name} plain"] = ("leave", made.write(made.content(), template, "plan.docx"))
    seen = by_libreoffice(jobs)
    for name in ("2024 accept", "2024 reject", "2025 accept", "2025 reject"):
        assert seen[name].lines == seen[f"{name} plain"].lines, name
        assert not seen[name].left, name


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Báo cáo trong Quý II", "Báo cáo trong Quý II)", "Báo cáo trong [-Quý II-] {+Quý II)+}"),
        ("Mở lớp bơi (Quý II), do xã lo", "Mở lớp bơi (Quý II, hè) do xã lo", "Mở lớp bơi (Quý II, {+hè)+} do xã lo"),
        ("giao Phòng Kinh tế và thôn lo việc", "giao Văn phòng Ủy ban và bản lo việc",
         "giao [-Phòng Kinh tế và thôn-] {+Văn phòng Ủy ban và bản+} lo việc"),
    ],
)  # fmt: skip
def test_changed_words_are_shown_whole_and_no_commas_beside_them(old: str, new: str, said: str) -> None:
    assert compared(old, new) == said
