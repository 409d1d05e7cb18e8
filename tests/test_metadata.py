"""Metadata of issued papers: the decree's fields, by hand from its Annex VI and from the plans; as JSON and in XMP."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.diagnostics import EnvironmentFailure
from kehoach.documents.certified import compose_certified
from kehoach.documents.metadata import Metadata, MetadataRecipient, flat, metadata_of, metadata_problems, too_long
from kehoach.exports.metadata_json import write_metadata
from kehoach.frozen import replace
from kehoach.model.base import Ref
from kehoach.nghi_dinh_30 import OUTGOING_METADATA
from kehoach.pdf.xmp import NAMESPACE, page_count, with_metadata
from kehoach.pipeline.examine import Examiner
from kehoach.pipeline.products import all_products
from kehoach.pipeline.results import find_results
from kehoach.storage.workspace import Workspace
from kehoach.word.docx import write_docx
from tests.support.archivable import faults
from tests.support.cases import CASES, FEATURES, FeatureCase
from tests.support.judges import need
from tests.support.plans import ROOT, SMALL, TEMPLATE, Made, make, registry
from tests.support.renditions import TODAY, printed, typeset

SUBJECT = "Thực hiện công tác giảm nghèo bền vững trên địa bàn thành phố Lai Châu năm 2024"
SEED_FIELDS = {
    "TypeName": "Kế hoạch",
    "CodeNumber": "15",
    "CodeNotation": "KH-UBND",
    "IssuedDate": "12/01/2024",
    "OrganName": "Ủy ban nhân dân thành phố Lai Châu",
    "Subject": SUBJECT,
    "Language": "Tiếng Việt",
    "SignerInfo": {"Position": "Phó Chủ tịch", "FullName": "Trần Đình Tiến"},
    "To": [
        {"OrganName": "Sở Lao động - TB&XH tỉnh"},
        {"OrganName": "TT. Thành ủy, HĐND, UBND thành phố"},
        {"OrganName": "Các cơ quan, đơn vị có thành viên BCĐ Chương trình MTQG"},
        {"OrganName": "Các cơ quan, đơn vị liên quan"},
    ],
}
"""What the seed plan says once it has number 15 and the 12th of January."""


@cache
def issued(name: str = "giam-ngheo") -> Made:
    text = (ROOT / "plans" / "2024" / f"{name}.yaml").read_text(encoding="utf-8")
    return make(text.replace("number:\n", "number: 15\n", 1).replace("date: 1/2024", "date: 12/1/2024", 1))


def of(made: Made, **known: Any) -> Metadata:
    assert made.plan is not None
    return metadata_of(made.plan, made.agencies, **known)


def as_json(metadata: Metadata) -> dict[str, Any]:
    return json.loads(write_metadata(metadata))  # type: ignore[no-any-return]


@cache
def seed_pdf() -> bytes:
    return typeset(issued().document())


# The fields


def test_the_seed_plan() -> None:
    assert as_json(of(issued())) == SEED_FIELDS
    assert as_json(of(issued(), pages=8)) == {**SEED_FIELDS, "PageAmount": 8}


def test_a_plan_with_a_decision_is_the_decision() -> None:
    assert as_json(of(issued("chuyen-doi-so"))) == {
        "TypeName": "Quyết định",
        "CodeNumber": "15",
        "CodeNotation": "QĐ-UBND",
        "IssuedDate": "12/01/2024",
        "OrganName": "Ủy ban nhân dân thành phố Lai Châu",
        "Subject": "Ban hành Kế hoạch chuyển đổi số trên địa bàn thành phố Lai Châu năm 2024",
        "Language": "Tiếng Việt",
        "SignerInfo": {"Position": "Phó Chủ tịch", "FullName": "Nguyễn Văn A"},
        "To": [  # "Như Điều 3" is no body
            {"OrganName": "Sở Thông tin và Truyền thông tỉnh"},
            {"OrganName": "TT. Thành ủy, HĐND thành phố"},
            {"OrganName": "Lãnh đạo UBND thành phố"},
        ],
    }


def test_what_a_draft_does_not_know_is_absent() -> None:
    draft = make(SMALL.replace("title: Chủ tịch", "title: TODO(ai ký)").replace("name: Nguyễn", "name: TODO(ai)  # "))
    found = as_json(of(draft))
    assert found.keys().isdisjoint({"CodeNumber", "IssuedDate", "SignerInfo", "PageAmount", "Priority", "FileCode"})
    assert found["CodeNotation"] == "KH-UBND"
    assert "Subject" not in as_json(of(make(SMALL.replace("Thử việc", "Thử TODO(việc gì)"))))


@pytest.mark.parametrize(
    ("lines", "printed_as"),
    [("number: 5\ndate: 3/9/2024", ("05", "03/09/2024")), ("number: 1234\ndate: 31/12/2024", ("1234", "31/12/2024"))],
)
def test_number_and_day_are_as_printed(lines: str, printed_as: tuple[str, str]) -> None:
    found = flat(of(make(SMALL.replace("date: 1/2024", lines))))
    assert (found["CodeNumber"], found["IssuedDate"]) == printed_as


def feature(begins: str) -> Made:
    path = next(path for path in FEATURES if path.name.startswith(begins))
    return make(FeatureCase(path).text, registry(CASES / "agencies.yaml"), path.name)


def test_recipients_one_by_one_without_purposes_units_and_archive() -> None:
    assert flat(of(feature("36-")))["To.OrganName"] == [
        "Bộ Khoa học và Công nghệ",
        "Bộ Nội vụ",
        "Bộ Tài chính",
        "Văn phòng UBND tỉnh",
    ]


@pytest.mark.parametrize(
    ("begins", "position", "name"),
    [("39-", "Phó Chánh Văn phòng", "Lê Thị Hoa"), ("40-", "Q. Chủ tịch", "Trần Văn Sơn")],
)
def test_the_signer_by_order_and_acting(begins: str, position: str, name: str) -> None:
    found = flat(of(feature(begins)))
    assert (found["SignerInfo.Position"], found["SignerInfo.FullName"]) == (position, name)


@cache
def papers() -> dict[str, Metadata]:
    """The fields of every paper that `build` makes of the examples."""
    workspace, found = Workspace.around(ROOT / "plans"), {}
    examiner = Examiner(workspace)
    for path in workspace.plans():
        examined = examiner.examine(path)
        assert examined.plan is not None
        results = find_results(examined.plan, examined, examiner, TODAY)
        for product in all_products(examined, examined.plan, results):
            if product.template:
                name = f"{path.parent.name}/{path.stem}/{product.name.removesuffix('.docx')}"
                paper = product.paper(product.content())
                found[name] = metadata_of(examined.plan, examined.agencies, paper)
    return found


def test_reports() -> None:
    own = as_json(papers()["2024/giam-ngheo/bao-cao/6-thang"])
    assert own["TypeName"] == "Báo cáo"
    assert own["CodeNotation"] == "BC-UBND"
    assert "CodeNumber" not in own
    assert "IssuedDate" not in own
    assert own["OrganName"] == "Ủy ban nhân dân thành phố Lai Châu"
    assert own["Subject"].startswith("Kết quả 6 tháng đầu năm 2024 thực hiện Kế hoạch số")
    assert own["SignerInfo"] == {"Position": "Phó Chủ tịch", "FullName": "Trần Đình Tiến"}

    ward = as_json(papers()["2024/giam-ngheo/bao-cao/6-thang/doan-ket"])
    assert ward["OrganName"] == "Ủy ban nhân dân phường Đoàn Kết"
    assert ward["To"] == [
        {"OrganName": "UBND thành phố Lai Châu"},
        {"OrganName": "Phòng Lao động - Thương binh và Xã hội thành phố"},
    ]
    assert ward["SignerInfo"] == {"Position": "CHỦ TỊCH"}

    office = as_json(papers()["2024/giam-ngheo/bao-cao/6-thang/phong-kinh-te"])
    assert office["OrganName"] == "Phòng Kinh tế thành phố"
    assert office.keys().isdisjoint({"CodeNumber", "CodeNotation", "SignerInfo"})  # slots: no symbol is known

    group = as_json(papers()["2026/giam-ngheo/bao-cao/nam/to-dan-pho"])
    assert "OrganName" not in group  # each of them sends its own


def test_a_working_extract_is_of_no_type() -> None:
    assert as_json(papers()["2024/giam-ngheo/trich/doan-ket"]) == {
        "OrganName": "Ủy ban nhân dân thành phố Lai Châu",
        "Subject": "Giao UBND phường Đoàn Kết",
        "Language": "Tiếng Việt",
    }


@pytest.mark.parametrize("electronic", [False, True])
def test_a_certified_extract_is_the_copy_not_what_is_copied(electronic: bool) -> None:
    one = issued()
    assert one.plan is not None
    paper = compose_certified(one.plan, one.agencies, Ref("phong-tu-phap"), electronic=electronic)
    frame = {} if electronic else {"CodeNotation": "TrS-UBND", "To": [{"OrganName": "Phòng Tư pháp thành phố"}]}
    assert as_json(of(one, paper=paper)) == {
        "TypeName": "Bản trích sao",
        "OrganName": "Ủy ban nhân dân thành phố Lai Châu",
        "Subject": SUBJECT,
        "Language": "Tiếng Việt",
        **frame,
    }


# Lengths: by hand from the table, Annex VI, Part II

LENGTHS = (
    "13 4 20 3 100 11 30 10 200 500 30 3 500 100 50 13 200 1 3 10".split()  # 1.1 to 16, one after the other
)
FULL = Metadata(
    "A" * 13, 2024, "B" * 20, 999, "C" * 100, "1" * 11, "D" * 30, date(2024, 1, 12), "E" * 200, "F" * 500, "G" * 30,
    999, "H" * 500, "I" * 100, "J" * 50, (MetadataRecipient("K" * 200, "L" * 13),) * 2, 9, 999, date(2024, 12, 31),
)  # fmt: skip
"""Every field as long as it may be."""


def test_the_lengths_are_the_decrees() -> None:
    assert [str(field.length) for field in OUTGOING_METADATA] == LENGTHS
    assert len(flat(FULL)) == 20
    assert too_long(FULL) == ()
    assert metadata_problems(FULL) == ()
    assert too_long(replace(FULL, subject="e\u0302\u0300" * 500)) == ()  # letters count, not their marks


@pytest.mark.parametrize(
    ("change", "name", "length"),
    [
        ({"subject": "ề" * 501}, "Subject", 501),
        ({"page_amount": 1000}, "PageAmount", 4),
        ({"signer_name": "J" * 51}, "SignerInfo.FullName", 51),
        ({"to": (MetadataRecipient("K"), MetadataRecipient("K" * 201))}, "To.OrganName", 201),
        ({"code_number": "1" * 12}, "CodeNumber", 12),
        ({"priority": 10}, "Priority", 2),
    ],
)
def test_one_more_is_too_long(change: dict[str, Any], name: str, length: int) -> None:
    changed = replace(FULL, **change)
    assert [(field.name, found) for field, found in too_long(changed)] == [(name, length)]
    (problem,) = metadata_problems(changed)
    assert name in str(problem)
    assert str(length) in str(problem)


def test_every_paper_of_the_examples_and_features_passes() -> None:
    found = {**papers(), **{path.stem: of(feature(path.name)) for path in FEATURES}}
    assert len(found) > 200
    assert {name: [str(one) for one in metadata_problems(each)] for name, each in found.items() if too_long(each)} == {}
    assert {"TypeName", "Subject", "OrganName"} <= flat(found["2024/giam-ngheo/ke-hoach"]).keys()


# JSON


def test_json_is_the_decrees_order_in_utf8() -> None:
    data = write_metadata(of(issued(), pages=8))
    assert data.startswith('{\n "TypeName": "Kế hoạch",\n "CodeNumber": "15",\n'.encode())
    found = json.loads(write_metadata(FULL))
    assert (
        list(found)
        == (
            "FileCode DocOrdinal TypeName CodeNumber CodeNotation IssuedDate OrganName Subject Language PageAmount "
            "Description SignerInfo To Priority IssuedAmount DueDate"
        ).split()
    )
    assert found["FileCode"] == {"OrganId": "A" * 13, "FileCatalog": 2024, "FileNotation": "B" * 20}
    assert found["To"] == [{"OrganId": "L" * 13, "OrganName": "K" * 200}] * 2
    assert found["DueDate"] == "31/12/2024"
    assert write_metadata(Metadata()) == b"{}\n"


def test_a_code_known_of_one_recipient() -> None:
    metadata = Metadata(to=(MetadataRecipient("A"), MetadataRecipient("B", "H38.17")))
    assert as_json(metadata) == {"To": [{"OrganName": "A"}, {"OrganId": "H38.17", "OrganName": "B"}]}
    assert flat(metadata) == {"To.OrganId": ["", "H38.17"], "To.OrganName": ["A", "B"]}


# XMP


def in_xmp(pdf: bytes) -> dict[str, str | list[str]]:
    """The decree's fields, as pikepdf reads them."""
    with pikepdf.open(BytesIO(pdf)) as opened, opened.open_metadata() as xmp:
        return {
            key.removeprefix(f"{{{NAMESPACE}}}"): [one or "" for one in value] if isinstance(value, list) else value
            for key, value in xmp.items()
            if key.startswith(f"{{{NAMESPACE}}}")
        }


def flattened(found: dict[str, Any]) -> Iterator[tuple[str, str | list[str]]]:
    """JSON as XMP has it: names of parts after a dot, numbers as text."""
    for name, value in found.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{part}", str(one)) for part, one in value.items())
        elif isinstance(value, list):
            yield from ((f"{name}.{part}", [one[part] for one in value]) for part in value[0])
        else:
            yield name, str(value)


@pytest.mark.parametrize("metadata", [of(issued(), pages=8), FULL], ids=["seed", "full"])
def test_xmp_says_what_json_says(metadata: Metadata) -> None:
    pdf = with_metadata(seed_pdf(), flat(metadata))
    assert in_xmp(pdf) == dict(flattened(as_json(metadata)))
    assert page_count(pdf) == page_count(seed_pdf()) == 8


def test_all_else_of_the_pdf_is_as_it_was() -> None:
    before, pdf = seed_pdf(), with_metadata(seed_pdf(), flat(FULL))
    assert printed(pdf) == printed(before)
    with pikepdf.open(BytesIO(before)) as old, pikepdf.open(BytesIO(pdf)) as new:
        assert dict(old.docinfo) == dict(new.docinfo)
        assert old.Root.keys() == new.Root.keys()
        assert old.pdf_version == new.pdf_version
        assert old.trailer.ID[0] == new.trailer.ID[0]
        assert "/Filter" not in new.Root.Metadata  # readable without a PDF program
        assert [page.Contents.read_raw_bytes() for page in old.pages] == [
            page.Contents.read_raw_bytes() for page in new.pages
        ]


def test_it_is_still_pdf_a_and_pdf_ua(tmp_path: Path) -> None:
    docx = write_docx(issued().document(), TEMPLATE.read_bytes(), Path("plan.docx"))
    for number, metadata in enumerate((of(issued(), pages=8), FULL)):
        pdf = with_metadata(seed_pdf(), flat(metadata))
        assert faults(pdf, docx) == []
        (tmp_path / f"{number}.pdf").write_bytes(pdf)
    need(find_spec("pdfua") is not None, "pdfua")
    import pdfua

    for path in tmp_path.glob("*.pdf"):
        assert [str(finding) for finding in pdfua.validate(str(path)).findings] == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b"<pdfaProperty:name>PageAmount", b"<pdfaProperty:name>PagesAmount", "PageAmount is not described"),
        (b">8</nd30:PageAmount>", b">8b</nd30:PageAmount>", "PageAmount is no number"),
        (b"<pdfaProperty:valueType>seq Text", b"<pdfaProperty:valueType>Text", "To.OrganName is no Text"),
    ],
)
def test_the_judge_of_extensions_can_fail(old: bytes, new: bytes, fault: str) -> None:
    docx = write_docx(issued().document(), TEMPLATE.read_bytes(), Path("plan.docx"))
    out = BytesIO()
    with pikepdf.open(BytesIO(with_metadata(seed_pdf(), flat(of(issued(), pages=8))))) as pdf:
        data = pdf.Root.Metadata.read_bytes()
        assert old in data
        pdf.Root.Metadata.write(data.replace(old, new))
        pdf.save(out)
    assert any(fault in found for found in faults(out.getvalue(), docx))


PROGRAM = """
import hashlib, sys
from kehoach.exports.metadata_json import write_metadata
from kehoach.documents.metadata import flat
from kehoach.pdf.xmp import with_metadata
from tests.test_metadata import issued, of, seed_pdf
metadata = of(issued(), pages=8)
print(hashlib.sha256(write_metadata(metadata) + with_metadata(seed_pdf(), flat(metadata))).hexdigest())
"""


def test_the_same_bytes_from_any_process(tmp_path: Path) -> None:
    metadata = of(issued(), pages=8)
    here = hashlib.sha256(write_metadata(metadata) + with_metadata(seed_pdf(), flat(metadata))).hexdigest()
    environment = {"TZ": "Asia/Ho_Chi_Minh", "LC_ALL": "C", "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=tmp_path, env=os.environ | environment, capture_output=True, text=True
    )
    assert done.stdout.strip() == here, done.stderr


def one_page(packet: str | None) -> bytes:
    """A PDF of one empty page, with this packet of XMP or none."""
    out = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        if packet is not None:
            pdf.Root.Metadata = pdf.make_stream(packet.encode())
        pdf.save(out, fix_metadata_version=False)
    return out.getvalue()


RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:format>application/pdf</dc:format></rdf:Description></rdf:RDF>'
)


@pytest.mark.parametrize("packet", [None, f'<x:xmpmeta xmlns:x="adobe:ns:meta/">{RDF}</x:xmpmeta>'])
def test_a_pdf_of_another_program(packet: str | None) -> None:
    assert in_xmp(with_metadata(one_page(packet), {"Subject": "Kế hoạch"})) == {"Subject": "Kế hoạch"}


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zs", "Zl", "Zp"]), min_size=1))
def test_any_text_comes_back(text: str) -> None:
    found = in_xmp(with_metadata(one_page(None), {"Subject": text, "To.OrganName": [text, "b"]}))
    assert found == {"Subject": text, "To.OrganName": [text, "b"]}


def signed() -> bytes:
    """A PDF with a dictionary as a signature has it."""
    out = BytesIO()
    with pikepdf.open(BytesIO(one_page(None))) as pdf:
        pdf.Root.Sig = pikepdf.Dictionary(Type=pikepdf.Name.Sig, ByteRange=[0, 1, 2, 3])
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "pdf",
    [
        signed(),
        b"no PDF",
        b"%PDF-1.7\n%%EOF",
        one_page("no XML"),
        one_page(f"<broken>{RDF}"),
        with_metadata(one_page(None), {"Subject": "Kế hoạch"}),
    ],
    ids=["signed", "none", "empty", "without RDF", "broken XML", "twice"],
)
def test_what_is_refused(pdf: bytes) -> None:
    with pytest.raises(EnvironmentFailure):
        with_metadata(pdf, {"Subject": "Kế hoạch"})


def test_names_are_the_decrees() -> None:
    with pytest.raises(ValueError, match="Title"):
        with_metadata(one_page(None), {"Title": "Kế hoạch"})
