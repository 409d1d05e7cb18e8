"""A plan begins in the workbench: blank for any unit, or from a document; the same files as the commands write."""

from __future__ import annotations

import html
import json
import random
import re
import shutil
from pathlib import Path

import pytest

from kehoach.commands.import_plan import ImportRequest, import_plan
from kehoach.commands.init import init
from kehoach.commands.new import new
from kehoach.country.asked import office
from kehoach.country.search import offices_like
from kehoach.country.units import communes, provinces
from kehoach.importing.proof import ImportProof, proof
from kehoach.importing.side_by_side import WordFate, side_by_side
from kehoach.model.agency import Agencies
from kehoach.model.base import Ref
from kehoach.pipeline.examine import Examiner, look_at_registry
from kehoach.pipeline.importer import ImportedPlan, imported, read_document
from kehoach.pipeline.next_year import DraftRequest, write_draft
from kehoach.pipeline.office_entries import with_office
from kehoach.readers.document import ReadDocument
from kehoach.source import Source
from kehoach.storage.workspace import Workspace
from kehoach.vietnamese import fold
from tests.support.amounts import spread
from tests.support.plans import ROOT, make
from tests.support.web_server import Answer, WebServer, fingerprint
from tests.test_import import COMMUNE

TITLE = "giảm nghèo bền vững năm 2027"
NAME = "giam-ngheo-ben-vung-nam-2027"


@pytest.fixture
def server(tmp_path: Path) -> WebServer:
    (tmp_path / "xa").mkdir()
    return WebServer(tmp_path / "xa")


def begin(server: WebServer, issuer: str, year: str = "2027", title: str = TITLE) -> Answer:
    return server.post("/moi", issuer=issuer, year=year, title=title)


def options(answer: Answer) -> list[str]:
    return [" ".join(one.split()) for one in re.findall(r'role="option"[^>]*>([^<]*)<', answer.text)]


def agencies_of(folder: Path) -> Agencies:
    return Examiner(Workspace(folder)).registry.agencies


def test_a_unit_is_found_by_part_of_its_name_without_marks(server: WebServer) -> None:
    assert options(server.get("/don-vi?q=bum+to")) == ["UBND xã Bum Tở, tỉnh Lai Châu"]
    assert options(server.get("/don-vi?q=")) == []
    assert options(server.get("/don-vi?q=S%E1%BB%9F+N%E1%BB%99i+v%E1%BB%A5+t%E1%BB%89nh+Lai+Ch%C3%A2u")) == [
        "Sở Nội vụ, tỉnh Lai Châu"
    ]


DRAWN = random.Random(24).sample(sorted([*communes(), *provinces()]), 300)


@pytest.mark.parametrize("code", spread(DRAWN, 25))
def test_every_unit_comes_first_by_its_full_name_and_names_itself(code: str) -> None:
    unit = {**provinces(), **communes()}[code]
    for typed in (unit.full, fold(unit.full), f"UBND {unit.full}"):
        assert offices_like(typed)[0].unit == unit
    assert office(f"{unit.titled}, {unit.province.titled}" if unit.province else unit.titled).unit == unit
    for one in offices_like(unit.name):
        parts = re.findall(r"\w+", fold(one.full))
        is_heir = fold(unit.name) in map(fold, one.unit.merged)
        assert is_heir or all(any(w.startswith(t) for w in parts) for t in re.findall(r"\w+", fold(unit.name)))


def test_a_plan_begins_in_an_empty_folder_as_by_the_commands(server: WebServer, tmp_path: Path) -> None:
    answer = begin(server, "UBND xã Bum Tở, tỉnh Lai Châu")
    assert (answer.status, answer.headers["hx-redirect"]) == (204, f"/soan/2027/{NAME}?o=bat-dau")
    there = tmp_path / "khac"
    init(there, "xã Bum Tở, tỉnh Lai Châu")
    new(f"2027/{NAME}", None, there)
    mine, theirs = fingerprint(server.folder), fingerprint(there)
    plan = f"plans/2027/{NAME}.yaml"
    assert set(mine) == set(theirs)
    assert {name for name in mine if mine[name] != theirs[name]} == {plan}
    text, blank = ((folder / plan).read_text(encoding="utf-8") for folder in (server.folder, there))
    asked = "subject: TODO(kế hoạch về việc gì, năm nào)"
    assert text == blank.replace(asked, "subject: Giảm nghèo bền vững năm {{ year }}")


def test_nothing_is_overwritten(server: WebServer) -> None:
    begin(server, "xã Bum Tở, tỉnh Lai Châu")
    before = fingerprint(server.folder)
    answer = begin(server, "UBND xã Bum Tở, tỉnh Lai Châu")
    assert answer.headers["hx-redirect"] == f"/soan/2027/{NAME}-2?o=bat-dau"
    after = fingerprint(server.folder)
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) == {f"plans/2027/{NAME}-2.yaml"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"year": "27"}, "Hãy gõ năm bằng bốn chữ số"),
        ({"year": ""}, "Hãy gõ năm bằng bốn chữ số"),
        ({"title": " "}, "Hãy gõ kế hoạch về việc gì"),
        ({"issuer": ""}, "Hãy gõ tên đơn vị"),
        ({"issuer": "xã Không Có"}, "Không Có"),
        ({"issuer": "Tân Phong"}, "Tân Phong"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_written(
    server: WebServer, typed: dict[str, str], said: str
) -> None:
    answer = server.post("/moi", **{"issuer": "xã Bum Tở, tỉnh Lai Châu", "year": "2027", "title": TITLE, **typed})
    assert answer.status == 200
    field = next(iter(typed))
    fault = re.search(rf'id="{field}-loi"[^>]*>([^<]+)<', answer.text)
    assert fault
    assert said in fault[1]
    assert list(server.folder.iterdir()) == []


def test_a_title_may_say_plan_and_be_of_any_signs(server: WebServer) -> None:
    for number, title in enumerate(('kế hoạch "a": b # c', "x: [y, {z", "- 'a'", "@ % &", "1.", "năm\tnay", "ữ" * 300)):
        answer = begin(server, "xã Bum Tở, tỉnh Lai Châu", str(2030 + number), title)
        _soan, _screen, year, name = answer.headers["hx-redirect"].removesuffix("?o=bat-dau").split("/")
        plan = make(server.workbench.plan(year, name).read_text(encoding="utf-8"), agencies_of(server.folder)).plan
        assert plan
        wanted = " ".join(title.removeprefix("kế hoạch ").split())
        assert str(plan.subject)[1:] == wanted[1:]


def test_the_registry_comes_first_and_is_used(server: WebServer) -> None:
    init(server.folder, "xã Bình Lư, tỉnh Lai Châu")
    assert 'value="UBND xã Bình Lư, tỉnh Lai Châu"' in server.get("/moi").text
    assert options(server.get("/don-vi?q="))[0] == "UBND xã Bình Lư, tỉnh Lai Châu"
    before = (server.folder / "plans" / "agencies.yaml").read_bytes()
    begin(server, "UBND xã Bình Lư, tỉnh Lai Châu")
    assert (server.folder / "plans" / "agencies.yaml").read_bytes() == before
    assert "issuer: ubnd-xa\n" in (server.folder / "plans" / "2027" / f"{NAME}.yaml").read_text(encoding="utf-8")


def test_another_unit_enters_the_registry_of_the_example(server: WebServer) -> None:
    shutil.copytree(ROOT / "plans", server.folder / "plans")
    registry = server.folder / "plans" / "agencies.yaml"
    before = registry.read_text(encoding="utf-8")
    seed = [
        finding.code
        for finding in Examiner(Workspace(server.folder)).examine(server.folder / "plans/2024/giam-ngheo.yaml").findings
    ]
    begin(server, "xã Bum Tở, tỉnh Lai Châu")
    text = registry.read_text(encoding="utf-8")
    assert text.startswith(before.rstrip())
    agencies = agencies_of(server.folder)
    plan = server.folder / "plans" / "2027" / f"{NAME}.yaml"
    examined = Examiner(Workspace(server.folder)).examine(plan)
    assert examined.plan
    issuer = agencies.get(examined.plan.issuer)  # type: ignore[arg-type]
    assert issuer
    assert issuer.name == "UBND xã Bum Tở"
    assert {finding.code for finding in examined.findings} == {"KH110"}
    again = Examiner(Workspace(server.folder)).examine(server.folder / "plans/2024/giam-ngheo.yaml").findings
    assert [finding.code for finding in again] == seed


@pytest.mark.parametrize("code", spread(DRAWN, 15))
def test_an_office_enters_a_registry_with_all_its_bodies_once(code: str) -> None:
    text = (ROOT / "plans" / "agencies.yaml").read_text(encoding="utf-8")
    own = look_at_registry(Source("agencies.yaml", text)).agencies
    asked = office(code)
    whole, issuer = with_office(text, own, asked)
    joined = look_at_registry(Source("agencies.yaml", whole))
    assert not joined.findings
    made = joined.agencies
    assert {key: made.by_id[key].full_name for key in own} == {key: own.by_id[key].full_name for key in own}
    wanted = {body.full_name for body in alone(asked).by_id.values()}
    below = {one.full_name for one in made.by_id.values() if isinstance(one.parent, Ref) and one.parent.text == issuer}
    assert made.by_id[issuer].full_name in wanted
    assert below <= wanted
    assert len(below) == sum(isinstance(one.parent, Ref) for one in alone(asked).by_id.values()) - bool(
        asked.unit.province
    )
    assert with_office(whole, made, asked) == (whole, issuer)


def alone(asked: object) -> Agencies:
    from kehoach.country.registry import registry_text

    return look_at_registry(Source("agencies.yaml", registry_text(asked))).agencies  # type: ignore[arg-type]


def test_a_committee_that_the_registry_has_without_its_province_is_offered_once(server: WebServer) -> None:
    shutil.copytree(ROOT / "plans", server.folder / "plans")
    before = (server.folder / "plans" / "agencies.yaml").read_bytes()
    offered = options(server.get("/don-vi?q=phuong+tan+phong"))
    assert offered[0] == "UBND phường Tân Phong"
    assert not any(one.startswith("UBND phường Tân Phong,") for one in offered)
    begin(server, "UBND phường Tân Phong, tỉnh Lai Châu")
    assert (server.folder / "plans" / "agencies.yaml").read_bytes() == before
    text = (server.folder / "plans" / "2027" / f"{NAME}.yaml").read_text(encoding="utf-8")
    assert "issuer: phuong-tan-phong\n" in text


# Documents


def read_in(server: WebServer, name: str, data: bytes) -> Answer:
    answer = server.upload("/nhap", name, data)
    return server.get(answer.headers["hx-redirect"]) if "hx-redirect" in answer.headers else answer


def key_of(page: Answer) -> str:
    return re.search(r'hx-post="(/nhap/[^/]+)/nhan"', page.text)[1]  # type: ignore[index]


def test_a_document_becomes_the_plan_that_the_command_makes(server: WebServer, tmp_path: Path) -> None:
    document = tmp_path / "ke-hoach-pccc-rung.txt"
    document.write_text(COMMUNE, encoding="utf-8")
    page = read_in(server, document.name, document.read_bytes())
    assert "Đối chiếu" in page.words
    assert "Giữ được 100% số chữ" in page.words
    assert list(server.folder.iterdir()) == [], "nothing is written before it is taken"
    answer = server.post(f"{key_of(page)}/nhan")
    assert answer.headers["hx-redirect"] == "/soan/2026/ke-hoach-pccc-rung?o=bat-dau"
    (tmp_path / "khac").mkdir()
    import_plan(document, ImportRequest(), tmp_path / "khac")
    assert fingerprint(server.folder) == fingerprint(tmp_path / "khac")
    assert server.post(f"{key_of(page)}/nhan").status == 404, "taken once"


def test_a_second_document_of_that_name_gets_another(server: WebServer) -> None:
    for name in ("rung", "rung-2"):
        page = read_in(server, "Rừng.txt", COMMUNE.encode())
        assert server.post(f"{key_of(page)}/nhan").headers["hx-redirect"] == f"/soan/2026/{name}?o=bat-dau"


def test_a_document_becomes_next_years_plan_as_the_two_commands_make_it(server: WebServer, tmp_path: Path) -> None:
    document = tmp_path / "ke-hoach-pccc-rung.txt"
    document.write_text(COMMUNE, encoding="utf-8")
    page = read_in(server, document.name, document.read_bytes())
    assert 'name="year" type="text" inputmode="numeric" class="short" value="2027"' in page.text
    answer = server.post(f"{key_of(page)}/nam-moi", year="2027")
    assert answer.headers["hx-redirect"] == "/nam-moi/2027/ke-hoach-pccc-rung"
    there = tmp_path / "khac"
    there.mkdir()
    import_plan(document, ImportRequest(), there)
    write_draft(there / "plans/2026/ke-hoach-pccc-rung.yaml", DraftRequest(2027), None, server.workbench.say)
    mine, theirs = fingerprint(server.folder), fingerprint(there)
    assert set(mine) == set(theirs)
    memory = "plans/2027/ke-hoach-pccc-rung.ledger.json"  # names the files with their folders
    assert {name for name in mine if mine[name] != theirs[name]} == {memory}
    assert [one["new"] for one in json.loads((server.folder / memory).read_text(encoding="utf-8"))["entries"]] == [
        one["new"] for one in json.loads((there / memory).read_text(encoding="utf-8"))["entries"]
    ]
    assert server.post(f"{key_of(page)}/nhan").status == 404, "taken once"


def test_what_was_carried_over_is_listed_with_its_places(server: WebServer) -> None:
    page = read_in(server, "rung.txt", COMMUNE.encode())
    listed = server.get(server.post(f"{key_of(page)}/nam-moi", year="2027").headers["hx-redirect"])
    draft = (server.folder / "plans/2027/rung.yaml").read_text(encoding="utf-8")
    old = (server.folder / "plans/2026/rung.yaml").read_text(encoding="utf-8")
    number = re.search(r"^number: (.+)$", old, re.MULTILINE)
    assert number
    assert re.search(r"^number:$", draft, re.MULTILINE)
    assert f"{number[1]} → (để trống)" in listed.words
    assert "2026 → 2027" in listed.words
    assert "TODO" not in listed.words
    changed = draft.count("TODO(") - old.count("TODO(")
    assert f"Phải quyết định ({changed})" in listed.words
    for address in re.findall(r'href="(/soan/2027/rung[^"]*)"', listed.text):
        assert server.get(html.unescape(address)).status == 200
    assert "/nam-moi/2027/rung" in server.overview().text
    assert server.get("/nam-moi/2026/rung").status == 404, "that one was made of no other"


@pytest.mark.parametrize(
    ("year", "said"),
    [
        ("2026", "năm sau năm của kế hoạch"),
        ("2025", "năm sau năm của kế hoạch"),
        ("27", "bốn chữ số"),
        ("", "bốn chữ số"),
    ],
)
def test_a_year_that_no_plan_can_be_made_for_is_refused(server: WebServer, year: str, said: str) -> None:
    page = read_in(server, "rung.txt", COMMUNE.encode())
    answer = server.post(f"{key_of(page)}/nam-moi", year=year)
    fault = re.search(r'id="year-loi"[^>]*>([^<]+)<', answer.text)
    assert fault
    assert said in fault[1]
    assert "--" not in fault[1]
    assert list(server.folder.iterdir()) == [], "nothing is written"


def test_a_plan_that_cannot_be_moved_on_is_taken_as_it_is(server: WebServer) -> None:
    whole = read_in(server, "rung.txt", COMMUNE.replace("năm 2026", "giai đoạn 2026 - 2030").encode())
    assert 'value="2031"' in whole.text, "the year after its last"
    doubtful = read_in(server, "a.txt", "Một dòng chữ.".encode())
    assert "Còn nghi ngờ" in doubtful.words
    assert "nam-moi" not in doubtful.text
    assert "Nhận kế hoạch này" in doubtful.words


def test_what_is_put_away_is_gone(server: WebServer) -> None:
    page = read_in(server, "a.txt", COMMUNE.encode())
    assert server.post(f"{key_of(page)}/bo").headers["hx-redirect"] == "/nhap"
    assert server.get(key_of(page)).status == 404
    assert list(server.folder.iterdir()) == []


def test_a_word_file_shows_both_sides_word_by_word(server: WebServer, seed_docx: bytes) -> None:
    page = read_in(server, "..\\..\\Kế hoạch <b>.docx", seed_docx)
    assert "Giữ được 100% số chữ" in page.words
    assert "<b>.docx" not in page.text
    table = page.text.partition("<tbody>")[2]
    for side in (1, 2):
        cells = re.findall(r"<td>(.*?)</td>", table, re.DOTALL)[side - 1 :: 2]
        words = re.sub(r"<[^>]*>", " ", " ".join(cells))
        assert "Chi nhánh Ngân hàng Chính sách xã hội" in " ".join(words.split())
    assert "<del>" not in table
    assert "<ins>" not in table


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("", b"", "Hãy chọn một tệp trước"),
        ("a.exe", b"MZ", "a.exe"),
        ("a.docx", b"PK\x03\x04 broken", "a.docx"),
        ("a.txt", b"", "a.txt"),
        ("a.pdf", b"%PDF-1.7 broken", "a.pdf"),
        ("con.txt", b"...", "con"),
    ],
)
def test_what_cannot_be_read_is_said_in_its_place(server: WebServer, name: str, data: bytes, said: str) -> None:
    answer = read_in(server, name, data)
    fault = re.search(r'id="tep-loi"[^>]*>([^<]+)<', answer.text)
    assert fault
    assert said in fault[1]
    assert list(server.folder.iterdir()) == []


def test_nothing_of_a_document_stays_on_the_disk(
    server: WebServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tam"))
    (tmp_path / "tam").mkdir()
    for name, data in (("a.txt", COMMUNE.encode()), ("a.docx", b"PK\x03\x04 broken"), ("b.txt", b"a" * 3_000_000)):
        read_in(server, name, data)
        assert list((tmp_path / "tam").iterdir()) == []


@pytest.mark.parametrize("seed", spread(range(40), 6))
def test_the_two_sides_say_what_the_proof_says(tmp_path: Path, seed: int) -> None:
    """Lines of a document are dropped, added and swapped: each text is whole, as many words are marked as are lost."""
    chosen = random.Random(seed)
    lines = COMMUNE.splitlines()
    for _turn in range(3):
        at = chosen.randrange(10, len(lines) - 8)
        match chosen.randrange(3):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, f"Điều này {chosen.random()} không ở đâu.")
            case 2:
                lines[at], lines[at + 1] = lines[at + 1], lines[at]
    path = tmp_path / "a.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    document = read_document(path)
    made = imported(document, None, path.name)
    assert made.paper
    assert made.proof
    agree(document, made, "\n".join(lines), made.proof)
    shorter = "\n".join(line for line in lines if not line.startswith(("Chủ động", "- Tỷ lệ")))
    path.write_text(shorter, encoding="utf-8")
    other = read_document(path)
    less = proof(other, made.found, made.paper)
    assert less.added
    agree(other, made, shorter, less)


def agree(document: ReadDocument, made: ImportedPlan, text: str, found_before: ImportProof) -> None:
    """The two sides of a document and a draft are whole, and their marks are those of the proof."""
    assert made.paper
    found = side_by_side(document, made.found, made.paper)
    old = [piece for row in found for line in row.document for piece in line]
    new = [piece for row in found for line in row.paper for piece in line]
    typed = re.findall(r"[^\W_]+", text)
    assert sorted(re.findall(r"[^\W_]+", " ".join(piece.text for piece in old))) == sorted(typed)

    def words(pieces: object, fate: WordFate) -> int:
        return sum(len(re.findall(r"[^\W_]+", one.text)) for one in pieces if one.fate is fate)  # type: ignore[attr-defined]

    assert words(old, WordFate.DIFFERENT) == sum(len(re.findall(r"[^\W_]+", one.text)) for one in found_before.lost)
    assert words(new, WordFate.DIFFERENT) == len(found_before.added)
    assert words(old, WordFate.MOVED) >= found_before.moved
    assert all(
        row.differs == any(p.fate is WordFate.DIFFERENT for x in (*row.document, *row.paper) for p in x)
        for row in found
    )
