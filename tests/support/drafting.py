"""What a drafter does in the workbench: ten tasks, done by roles and names with any hand.

Each task begins at the overview and ends when the file on disk and the pages on the screen say what was meant.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import kehoach
from kehoach.model.items import Task
from kehoach.pipeline.session import Session
from tests.support.browser import Drafter, until, word_box, words

COMMUNE = "xã Bình Lư, tỉnh Lai Châu"

PLAN = """\
# Dòng này phải còn nguyên.
year: 2027
issuer: ubnd-xa
number:
date: 1/2027
subject: {topic} trên địa bàn xã Bình Lư năm {{{{ year }}}}

bases:
  - type: Quyết định
    number: 1658/QĐ-TTg
    date: 01/10/2021
    issuer: Thủ tướng Chính phủ
    subject: phê duyệt Chiến lược quốc gia về tăng trưởng xanh giai đoạn 2021 - 2030, tầm nhìn 2050

opening: >
  {{{{ issuer.short }}}} xây dựng kế hoạch như sau:

sections:
  - kind: purpose
    items:
      - heading: Mục đích
        items:
          - Giữ đường làng, ngõ xóm và nguồn nước sạch quanh năm; mỗi hộ tự phân loại rác.
      - heading: Yêu cầu
        items:
          - Việc làm thường xuyên, không làm theo phong trào.   # ý của Chủ tịch

  - kind: targets
    items:
      - target: phan-loai-rac
        name: Tỷ lệ hộ phân loại rác tại nhà
        baseline: 60%
        value: 95%
        text: >
          Tỷ lệ hộ phân loại rác tại nhà đạt {{{{ value }}}} (năm {{{{ year - 1 }}}} là {{{{ baseline }}}}).
      - target: ban-co-ho-rac
        name: Bản có hố rác tập trung
        value: 12 bản
        text: "{{{{ value }}}} có hố rác tập trung đúng quy cách."

  - kind: solutions
    items:
      - heading: Tuyên truyền
        items:
          - Phát thanh hằng tuần; cán bộ bản hướng dẫn từng hộ cách phân loại rác.
      - heading: Ra quân tổng vệ sinh
        items:
          - Mỗi tháng một lần vào sáng thứ Bảy tuần đầu tháng.

  - kind: funding
    items:
      - fund: Ngân sách xã
        text: Ngân sách xã bố trí trong dự toán năm {{{{ year }}}}.

  - kind: duties
    items:
      - agencies: [phong-kinh-te]
        items:
          - task: huong-dan
            name: Hướng dẫn phân loại rác
            coordinating: [van-phong]
            deadline: 31/3
            targets: [phan-loai-rac, ban-co-ho-rac]
            text: Hướng dẫn các hộ phân loại rác, xong trước ngày {{{{ deadline }}}}.
          - Theo dõi, tổng hợp kết quả thực hiện.
      - agencies: [van-phong]
        items:
          - Bố trí phương tiện cho các đợt ra quân.

closing: >
  Trên đây là Kế hoạch của {{{{ issuer.short }}}}; yêu cầu các cơ quan, đơn vị triển khai thực hiện.

recipients:
  - Đảng ủy, HĐND xã
  - Các cơ quan
archive: VT, KT

signature:
  authority: [TM]
  title: Chủ tịch
  name: Lò Thị Mẫu
"""
"""A commune's plan of two pages; `topic` tells one from another."""

SLIPS = {
    "trong dự toán": "trong trong dự toán",
    "thường xuyên, không": "thường xuyên , không",
    "hằng tuần; cán bộ": "hằng tuần;cán bộ",
    "date: 01/10/2021": "date: 1/10/2021",
    "tập trung đúng quy cách.": "tập trung đúng quy cách./.",
}
"""Five slips, each of which kehoach has a fix for: how it is meant, and how it was typed."""

TOPICS = {
    "han": "Phòng cháy, chữa cháy rừng",
    "chi-tieu": "Phát triển giáo dục mầm non",
    "viec": "Tổng vệ sinh môi trường",
    "sua": "Chăm sóc người có công",
    "phan": "Phòng, chống dịch bệnh mùa hè",
    "ban-hanh": "Chuyển đổi số cộng đồng",
    "hoan-tac": "Phổ biến, giáo dục pháp luật",
}
"""The plans of the workspace: the name of the file, and what the plan is about."""
LAST_YEAR = "Phòng, chống đuối nước trẻ em"
LAST_FILE = "Kế hoạch năm trước.docx"


def make_workspace(folder: Path) -> Path:
    """A commune's workspace with a plan for each topic, one of them with slips."""
    command = [sys.executable, "-m", "kehoach", "init", "--for", COMMUNE, str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    (folder / "plans" / "2027").mkdir(parents=True, exist_ok=True)
    for name, topic in TOPICS.items():
        path_of(folder, name).write_text(PLAN.format(topic=topic), encoding="utf-8")
    slips = path_of(folder, "sua")
    text = slips.read_text(encoding="utf-8")
    for meant, typed in SLIPS.items():
        assert text.count(meant) == 1, meant
        text = text.replace(meant, typed)
    slips.write_text(text, encoding="utf-8")
    make_last_years_file(folder)
    return folder


def make_last_years_file(folder: Path) -> None:
    """Last year's plan of the commune as a Word file, beside its workspace, and the words of its pages."""
    path = path_of(folder, "nam-truoc")
    path.write_text(PLAN.format(topic=LAST_YEAR).replace("2027", "2026"), encoding="utf-8")
    session = kehoach.open(path)
    (folder.parent / LAST_FILE).write_bytes(session.paper().docx())
    (folder.parent / "nam-truoc.txt").write_text(words(session), encoding="utf-8")
    path.unlink()


def path_of(folder: Path, name: str, year: int = 2027) -> Path:
    return folder / "plans" / str(year) / f"{name}.yaml"


def title_of(name: str) -> str:
    """A plan's subject as it prints."""
    return f"{TOPICS[name]} trên địa bàn xã Bình Lư năm 2027"


@dataclass(frozen=True)
class Drafting:
    """A drafter in the workspace of these tasks."""

    drafter: Drafter
    folder: Path

    # The ten tasks

    def begin_a_communes_plan(self) -> None:
        you = self.drafter
        you.choose(you.find("link", "Kế hoạch mới"))
        you.sees("heading", "Kế hoạch mới")
        you.step("bat-dau")
        you.pick(you.field("Đơn vị ban hành"), "bum to")
        year = int(you.field("Năm").input_value())
        you.focus(you.field("Tên kế hoạch"))
        you.type("phòng, chống rét cho trâu, bò")
        you.step("bat-dau")
        you.press("Enter")
        you.sees("region", "Dàn ý")
        path = self._new_plan(year)
        session = you.waits_for_saved(path, lambda found: found.plan)
        assert session.plan
        assert session.plan.year.first == year
        assert "XÃ BUM TỞ" in words(session)
        assert "phòng, chống rét cho trâu, bò" in words(session).lower()
        assert not session.has_errors
        you.waits_for_pages(session)
        you.step("bat-dau")

    def begin_from_a_word_file(self) -> None:
        you, before = self.drafter, set(self._plans())
        you.choose(you.find("link", "Mở tệp Word năm trước"))
        you.give_file(you.labelled("Tệp Word, PDF hoặc văn bản"), self.folder.parent / LAST_FILE)
        you.step("nhap")
        you.choose(you.find("button", "Đọc tệp"))
        you.sees("heading", "Đối chiếu")
        assert "100%" in you.text(you.find("main"))
        assert set(self._plans()) == before, "nothing is written before it is accepted"
        you.step("nhap")
        you.choose(you.find("button", "Nhận kế hoạch này"))
        you.sees("region", "Dàn ý")
        (path,) = set(self._plans()) - before
        session = you.waits_for_saved(path, lambda found: found.plan)
        expected = (self.folder.parent / "nam-truoc.txt").read_text(encoding="utf-8")
        assert words(session) == expected, "the pages say what the Word file said"
        you.waits_for_pages(session)
        you.step("nhap")

    def add_a_task(self) -> None:
        you, path = self.drafter, path_of(self.folder, "viec")
        self.open("viec")
        self.choose_item(re.compile("Phòng Kinh tế"))
        you.choose(you.find("button", "Thêm", you.region("Dàn ý")))
        you.step("them-viec")
        you.choose_in(you.find("menu"), you.find("menuitem", "Nhiệm vụ"))
        form = you.region("Mẫu nhập")
        you.sees("heading", re.compile("^Nhiệm vụ"), form)
        you.write(you.field("Tên nhiệm vụ", form), "Ra quân dọn chợ")
        self.show_all_fields(you, "Cơ quan chủ trì")
        you.pick(you.field("Cơ quan chủ trì", form), "van phong")
        you.write(you.field("Thời hạn", form), "15/6")
        self.show_all_fields(you, "Phục vụ chỉ tiêu")
        you.pick(you.field("Phục vụ chỉ tiêu", form), "ban-co")
        you.write(you.field("Lời văn", form), "Ra quân dọn chợ trung tâm xã trước ngày {{ deadline }}.")
        you.step("them-viec")
        session = you.waits_for_saved(path, lambda found: task_named(found, "Ra quân dọn chợ").targets)
        made = task_named(session, "Ra quân dọn chợ")
        assert [str(body) for body in made.lead] == ["van-phong"]
        assert [str(target) for target in made.targets] == ["ban-co-ho-rac"]
        session = you.waits_for_saved(path, lambda found: "trung tâm xã trước ngày 15/6." in words(found))
        assert "# ý của Chủ tịch" in session.text
        you.waits_for_pages(session)
        you.step("them-viec")

    def change_a_deadline(self) -> None:
        you, path = self.drafter, path_of(self.folder, "han")
        before = path.read_text(encoding="utf-8")
        self.open("han")
        self.choose_item(re.compile("Hướng dẫn phân loại rác"))
        you.write(you.field("Thời hạn", you.region("Mẫu nhập")), "30/4")
        session = you.waits_for_saved(path, lambda found: "deadline: 30/4\n" in found.text)
        assert session.text == before.replace("deadline: 31/3", "deadline: 30/4"), "nothing else was touched"
        assert "xong trước ngày 30/4." in words(session)
        you.waits_for_pages(session)
        you.step("doi-han")

    def change_a_target(self) -> None:
        """By a click on its figure on the page; without a mouse by the outline."""
        you, path = self.drafter, path_of(self.folder, "chi-tieu")
        before = path.read_text(encoding="utf-8")
        self.open("chi-tieu")
        if you.hand == "mouse":
            you.click_word(word_box(kehoach.open(path), "95%"))
            until(lambda: you.text(you.find("heading", re.compile("^Chỉ tiêu"))), "the form of the target")
            value = you.field("Mức cần đạt", you.region("Mẫu nhập"))
            until(lambda: value.evaluate("e => e === document.activeElement"), "the focus in the field of the word")
            you.press("Control+a")
            you.type("97,5%")
        else:
            self.choose_item(re.compile("Tỷ lệ hộ phân loại rác tại nhà"))
            you.write(you.field("Mức cần đạt", you.region("Mẫu nhập")), "97,5%")
        session = you.waits_for_saved(path, lambda found: found.text != before and "97,5%" in found.text)
        assert session.text == before.replace("value: 95%", "value: 97,5%"), "nothing else was touched"
        assert "tại nhà đạt 97,5%" in words(session)
        you.waits_for_pages(session)
        you.step("doi-chi-tieu")

    def rename_a_body(self, name: str = "Văn phòng Hội đồng và Ủy ban") -> None:
        you = self.drafter
        self.open("han")
        self.choose_item("Cơ quan")
        form = you.region("Mẫu nhập")
        you.choose(you.find("button", re.compile("^Văn phòng"), form).first)
        used = re.compile(r"dùng ở \d+ chỗ trong \d+ kế hoạch", re.IGNORECASE)
        until(lambda: used.search(you.text(form)), "where it is used")
        you.write(you.field("Tên", form), name)
        you.step("doi-ten")
        for other in ("han", "viec", "phan"):
            session = you.waits_for_saved(path_of(self.folder, other), lambda found: name in words(found))
            assert "van-phong" in session.text, "the id is what it was"
        you.waits_for_pages(kehoach.open(path_of(self.folder, "han")))
        you.step("doi-ten")

    def mend_five_slips(self) -> None:
        you, path = self.drafter, path_of(self.folder, "sua")
        self.open("sua")
        for left in range(len(SLIPS), 0, -1):
            found = you.sees("region", re.compile("^Điều cần xem"))
            until(lambda n=left, r=found: self.fixable(r).count() >= n, f"{left} findings")  # type: ignore[misc]
            you.choose(self.fixable(found).first)
            you.step("sua-loi")
            before = path.read_text(encoding="utf-8")
            you.choose(you.find("button", re.compile("^Sửa: "), you.region("Mẫu nhập")).first)
            until(lambda b=before: path.read_text(encoding="utf-8") != b, "the fix in the file")  # type: ignore[misc]
        assert path.read_text(encoding="utf-8") == PLAN.format(topic=TOPICS["sua"])
        session = kehoach.open(path)
        you.waits_for_pages(session)
        you.step("sua-loi")

    def move_a_section(self) -> None:
        you, path = self.drafter, path_of(self.folder, "phan")
        self.open("phan")
        self.choose_item(re.compile("Kinh phí", re.IGNORECASE))
        you.choose(you.find("button", "Đưa lên", you.region("Dàn ý")))
        session = you.waits_for_saved(path, lambda found: kinds(found)[3] != "funding")
        assert kinds(session) == ["purpose", "targets", "funding", "solutions", "duties"]
        assert "III. KINH PHÍ" in words(session)
        assert sorted(session.text.split()) == sorted(PLAN.format(topic=TOPICS["phan"]).split()), "no word is lost"
        you.waits_for_pages(session)
        you.step("chuyen-phan")

    def number_and_build_all(self) -> None:
        you, path = self.drafter, path_of(self.folder, "ban-hanh")
        self.go("Phát hành", "ban-hanh")
        you.sees("heading", "Phát hành")
        you.write(you.field("Số"), "15")
        you.write(you.field("Ngày ban hành"), "20/01/2027")
        you.step("tao-tat-ca")
        you.choose(you.find("button", re.compile(r"^Tạo tất cả: \d+ tệp")))
        you.sees("link", re.compile("Tải tất cả"))
        you.step("tao-tat-ca")
        session = you.waits_for_saved(path, lambda found: found.plan.number and found.plan.date)  # type: ignore[union-attr]
        assert "Số: 15/KH-UBND" in words(session)
        assert "ngày 20 tháng 01 năm 2027" in words(session)
        made = self.folder / "outputs" / "2027" / "ban-hanh"
        assert (made / "ke-hoach.docx").read_bytes() == session.paper().docx()
        assert (made / "ke-hoach.pdf").read_bytes().startswith(b"%PDF")
        names = {paper.name for paper in session.papers()}
        assert names <= {str(file.relative_to(made).with_suffix("")) for file in made.rglob("*.docx")}

    def undo_ten_steps_after_a_restart(self) -> None:
        you, path = self.drafter, path_of(self.folder, "hoan-tac")
        before = path.read_bytes()
        self.open("hoan-tac")
        self.choose_item(re.compile("Hướng dẫn phân loại rác"))
        strokes, letters = you.strokes, you.letters
        fields = ("Tên nhiệm vụ", "Thời hạn")  # by turns: what is typed on in one field may be one step
        steps = [before.decode()]
        for number in range(10):
            you.write(you.field(fields[number % 2], you.region("Mẫu nhập")), f"{number + 1}/5")
            changed = until(lambda: (now := path.read_text(encoding="utf-8")) != steps[-1] and now, "the edit")
            steps.append(self.settled(changed, path, f"{number + 1}/5"))
        you.restart()
        you.strokes, you.letters = strokes, letters  # what made the ten steps is not what undoing them takes
        self.open("hoan-tac", counted=False)
        for step in reversed(steps[:-1]):
            you.choose(you.find("button", "Hoàn tác"))
            until(lambda s=step: path.read_text(encoding="utf-8") == s, f"undone to {step}")  # type: ignore[misc]
        assert path.read_bytes() == before
        session = kehoach.open(path)
        you.waits_for_pages(session)
        you.step("hoan-tac")

    # What they share

    def go(self, where: str, name: str) -> None:
        """Follow one of the two links of a plan on the overview."""
        you = self.drafter
        you.sees("heading", "Kế hoạch của đơn vị")
        row = you.find("listitem").filter(has=you.find("link", re.compile(re.escape(title_of(name)), re.IGNORECASE)))
        you.choose(you.find("link", where, row))

    def open(self, name: str, *, counted: bool = True) -> None:
        """Open a plan from the overview."""
        before = self.drafter.strokes
        self.go("Soạn", name)
        self.drafter.sees("tree", "Dàn ý")
        if not counted:
            self.drafter.strokes = before

    def choose_item(self, name: str | re.Pattern[str]) -> None:
        """Choose an entry of the outline."""
        you = self.drafter
        tree = you.sees("tree", "Dàn ý")
        item = you.find("treeitem", name, tree).last
        you.choose_in(tree, item)
        until(lambda: item.get_attribute("aria-selected") == "true", f"the form of {name}")

    def show_all_fields(self, you: Drafter, wanted: str) -> None:
        """Open what is folded away, where a field is in it."""
        if not you.field(wanted, you.region("Mẫu nhập")).is_visible():
            you.choose(you.find("group", "Thêm thông tin").get_by_text("Thêm thông tin"))

    def settled(self, text: str, path: Path, typed: str) -> str:
        """The text of the file when all of what was typed is in it."""
        if f": {typed}\n" not in text:
            until(lambda: f": {typed}\n" in path.read_text(encoding="utf-8"), f"{typed} in the file")
        return path.read_text(encoding="utf-8")

    def fixable(self, region: object) -> object:
        """The buttons of the list of findings."""
        return self.drafter.find("button", re.compile("lỗi|cảnh báo|lưu ý", re.IGNORECASE), region)  # type: ignore[arg-type]

    def _plans(self) -> list[Path]:
        return list((self.folder / "plans").glob("*/*.yaml"))

    def _new_plan(self, year: int) -> Path:
        found = until(lambda: list((self.folder / "plans" / str(year)).glob("*.yaml")), f"a plan of {year}")
        return found[0]


def kinds(session: Session) -> list[str]:
    assert session.plan
    return [str(section.kind.value) for section in session.plan.sections]


def task_named(session: Session, name: str) -> Task:
    """The task of that name. Raises StopIteration."""
    assert session.plan
    return next(task for task in session.plan.tasks.values() if str(task.name) == name)


@dataclass(frozen=True)
class Promise:
    """A task with the keys and clicks that it may take by mouse, letters apart: fixed before the screens existed."""

    task: Callable[[Drafting], None]
    strokes: int
    begins_empty: bool = False
    """Whether it begins in an empty folder."""


TASKS = {
    "begin a commune's plan": Promise(Drafting.begin_a_communes_plan, 6, begins_empty=True),
    "begin one from a Word file": Promise(Drafting.begin_from_a_word_file, 5, begins_empty=True),
    "add a task with lead, deadline, target": Promise(Drafting.add_a_task, 15),
    "change a deadline": Promise(Drafting.change_a_deadline, 4),
    "change a target": Promise(Drafting.change_a_target, 3),
    "mend five slips through their fixes": Promise(Drafting.mend_five_slips, 11),
    "move a section": Promise(Drafting.move_a_section, 3),
    "rename a body everywhere": Promise(Drafting.rename_a_body, 5),
    "set number and day and build all": Promise(Drafting.number_and_build_all, 6),
    "undo ten steps after a restart": Promise(Drafting.undo_ten_steps_after_a_restart, 12),
}
