"""The screen from which papers are made and a plan is issued: progress, stop, files edited by hand, the register."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator

import kehoach
from tests.support.browser import HOLDS_ACTIVE, Drafter, Visit, Workbench, serving, until, visiting
from tests.support.drafting import make_workspace, path_of
from tests.support.plans import ROOT

OURS = {"manifest.json", ".kehoach.lock"}
"""What kehoach keeps beside its papers for itself."""
BUILD = re.compile(r"^Tạo tất cả: \d+ tệp")


def outputs(workbench: Workbench, name: str, year: int = 2027) -> Path:
    return workbench.folder / "outputs" / str(year) / name


def built(visit: Visit, name: str) -> Drafter:
    """A tab at the plan's screen, after all its papers were made."""
    drafter = visit.tab(f"/phat-hanh/2027/{name}")
    drafter.choose(drafter.find("button", BUILD))
    drafter.sees("link", re.compile("Tải tất cả"))
    return drafter


def test_the_zip_holds_every_file_as_it_is_on_disk(visit: Visit) -> None:
    drafter = built(visit, "han")
    folder = outputs(visit.workbench, "han")
    with zipfile.ZipFile(drafter.download(drafter.find("link", re.compile("Tải tất cả")))) as taken:
        packed = {Path(name).name: taken.read(name) for name in taken.namelist() if not name.endswith("/")}
    on_disk = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert packed == {name: data for name, data in on_disk.items() if name not in OURS}
    assert {"ke-hoach.docx", "ke-hoach.pdf"} <= set(packed)
    word = drafter.download(drafter.find("link", "Word").first)
    assert word.read_bytes() == on_disk["ke-hoach.docx"]
    drafter.page.close()


@pytest.mark.parametrize(("name", "keeps"), [("viec", True), ("hoan-tac", False)])
def test_a_file_edited_by_hand_is_asked_about(visit: Visit, name: str, keeps: bool) -> None:
    drafter = built(visit, name)
    paper = outputs(visit.workbench, name) / "ke-hoach.docx"
    made, edited = paper.read_bytes(), f"sửa bằng tay, {keeps}".encode()
    paper.write_bytes(edited)
    drafter.page.reload()
    until(lambda: "đã sửa bằng tay" in drafter.text(drafter.find("main")), "that it was edited by hand")
    assert paper.read_bytes() == edited, "nothing is replaced unasked"
    drafter.choose(drafter.find("button", "Giữ tệp của tôi" if keeps else "Thay, giữ một bản sao").first)
    if keeps:
        until(lambda: not drafter.find("button", "Giữ tệp của tôi").is_visible(), "the answer taken")
        assert paper.read_bytes() == edited
    else:
        until(lambda: paper.read_bytes() == made, "the paper made anew")
        assert edited in [path.read_bytes() for path in paper.parent.glob("ke-hoach*.docx")], "the copy"
    answered = drafter.sees("list", "Các tệp") if keeps else drafter.find("status").filter(has_text="Đã xong")
    until(lambda: answered.count() == 1 and answered.evaluate(HOLDS_ACTIVE), "the focus at what came of it")
    drafter.page.close()


def test_a_build_shows_how_far_it_is_and_can_be_stopped(browser: Browser, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "plans", tmp_path / "plans")
    with serving(tmp_path) as workbench, visiting(browser, workbench) as visit:
        papers, made = stopped_and_built(visit)
        assert papers
        assert papers <= made


def stopped_and_built(visit: Visit) -> tuple[set[str], set[str]]:
    """Begin to make all papers of the seed plan, stop, begin again, and go away: what there must be, and what is."""
    drafter = visit.tab("/phat-hanh/2024/giam-ngheo")
    button = drafter.sees("button", BUILD)
    total = int(re.findall(r"\d+", drafter.text(button))[0])
    assert total > 40
    drafter.choose(button)
    bar = drafter.sees("progressbar")
    until(lambda: int(bar.get_attribute("aria-valuenow") or bar.get_attribute("value") or 0) > 0, "some progress")
    drafter.choose(drafter.find("button", "Dừng"))
    until(lambda: not drafter.find("button", "Dừng").is_visible(), "the end of it")
    session = kehoach.open(path_of(visit.workbench.folder, "giam-ngheo", 2024))
    names = {f"{paper.name}.docx" for paper in session.papers()}
    folder = outputs(visit.workbench, "giam-ngheo", 2024)
    made = [path for path in folder.rglob("*.*") if path.name not in OURS]
    assert len(made) < total, "it stopped before the end"
    assert all(zipfile.is_zipfile(path) for path in made if path.suffix == ".docx")
    drafter.choose(drafter.sees("button", BUILD))
    drafter.sees("progressbar")
    drafter.page.close()  # the work goes on without the page

    def there() -> set[str]:
        return {path.relative_to(folder).as_posix() for path in folder.rglob("*.docx")}

    until(lambda: names <= there(), "every paper", 60)
    return names, there()


def test_what_is_to_be_looked_at_leads_to_its_field(visit: Visit) -> None:
    drafter = visit.tab("/phat-hanh/2027/sua")
    region = drafter.sees("region", re.compile("^Điều cần xem"))
    found = region.get_by_role("link").or_(region.get_by_role("button"))
    until(lambda: found.count() >= 5, "five findings")
    drafter.choose(found.first)
    drafter.sees("region", "Mẫu nhập")
    assert "/soan/2027/sua" in drafter.page.url
    drafter.page.close()


def test_a_plan_is_issued_once_and_the_overview_says_so(visit: Visit) -> None:
    path = path_of(visit.workbench.folder, "phan")
    drafter = visit.tab("/phat-hanh/2027/phan")
    drafter.write(drafter.field("Số"), "15")
    drafter.write(drafter.field("Ngày ban hành"), "20/01/2027")
    drafter.choose(drafter.find("button", "Ban hành"))
    dialog = drafter.sees("dialog", "Ban hành kế hoạch?")
    drafter.press("Escape")
    until(lambda: not dialog.is_visible(), "the question closed")
    assert not (visit.workbench.folder / "ban-hanh").exists()
    drafter.choose(drafter.find("button", "Ban hành"))
    drafter.choose(drafter.find("button", "Ban hành", drafter.sees("dialog", "Ban hành kế hoạch?")))
    issued = visit.workbench.folder / "ban-hanh" / "2027" / "phan" / "1"
    until(lambda: (issued / "ban-giao.zip").exists(), "the issued files", 60)
    session = drafter.waits_for_saved(path, lambda found: found.plan.number)  # type: ignore[union-attr]
    assert "Số: 15/KH-UBND" in " ".join(box.text for box in session.paper().words_on_pages)
    drafter.page.goto(visit.workbench.origin + "/")
    until(lambda: "Đã ban hành, số 15/KH-UBND" in drafter.text(drafter.find("main")), "that it is issued")
    drafter.page.close()


def test_the_issued_plan_says_what_to_sign_and_what_is_odd_about_its_number(browser: Browser, tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "xa")
    with serving(folder) as workbench, visiting(browser, workbench) as visit:
        drafter = visit.tab("/phat-hanh/2027/phan")
        assert has_focus(drafter.field("Số")), "one types at once"
        drafter.type("15")
        drafter.write(drafter.field("Ngày ban hành"), "20/01/2027")
        drafter.choose(drafter.find("button", "Ban hành"))
        dialog = drafter.sees("dialog", "Ban hành kế hoạch?")
        assert "Số 15, ngày 20/01/2027." in drafter.text(dialog)
        drafter.choose(drafter.find("button", "Ban hành", dialog))
        main = drafter.find("main")
        until(lambda: "Đã ban hành, số 15/KH-UBND" in drafter.text(main), "that it is issued", 60)
        until(
            lambda: has_focus(drafter.find("status").filter(has_text="số 15/KH-UBND")), "the focus at what came of it"
        )
        said = drafter.text(main)
        assert "Chưa văn bản nào mang số 01-14/KH-UBND năm 2027" in said
        assert "ban-hanh/2027/phan/1" in said
        assert (folder / "ban-hanh/2027/phan/1/ke-hoach.pdf").exists()
        assert "kehoach issue plans/2027/phan.yaml --amend" in said
        assert "kehoach revoke plans/2027/phan.yaml" in said
        drafter.page.reload()
        until(lambda: has_focus(drafter.find("heading", "Phát hành")), "the focus at the heading")


def test_a_number_left_to_the_register_is_shown_once_it_is_given(browser: Browser, tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "xa")
    with serving(folder) as workbench, visiting(browser, workbench) as visit:
        drafter = visit.tab("/phat-hanh/2027/han")
        drafter.write(drafter.field("Ngày ban hành"), "20/01/2027")
        drafter.choose(drafter.find("button", "Ban hành"))
        drafter.choose(drafter.find("button", "Ban hành", drafter.sees("dialog", "Ban hành kế hoạch?")))
        until(lambda: "số 01/KH-UBND" in drafter.text(drafter.find("main")), "that it is issued", 60)
        until(lambda: drafter.field("Số").input_value() == "01", "the number in its field")
        assert "Để trống" not in drafter.text(drafter.find("main"))


def has_focus(locator: Locator) -> bool:
    return locator.count() == 1 and bool(locator.evaluate("e => e === document.activeElement"))
