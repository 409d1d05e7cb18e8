"""`kehoach verify`: signatures made on the spot are judged as they were made, whatever was done to the file since."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
import logging
import random
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from kehoach.diagnostics import EnvironmentFailure
from kehoach.frozen import replace
from kehoach.pipeline.session import Session
from kehoach.signing import inspecting, verifying
from kehoach.signing.judging import Expected, Judgement, judge
from kehoach.signing.names import AGENCY, SIGNER
from kehoach.signing.page_texts import first_difference
from kehoach.signing.verification import (
    Unreadable,
    Verification,
    verification_from_plain,
    verification_to_plain,
)
from kehoach.signing.verifying import BadTrustFile, verified
from tests.support import forked
from tests.support.amounts import LONG
from tests.support.hostilepdf import hostile
from tests.support.identities import (
    NOW,
    OFFICE,
    PERSON,
    Identity,
    identity,
    office,
    person,
    plan_pdf,
    root,
    signed,
    signed_twice,
    stamped,
    with_fields,
)
from tests.support.plans import small_workspace

SECONDS = 70
"""That no file takes longer to be judged than: the limit is 60."""
ORDINARY = 8
"""Every eighth hostile file is in the ordinary run, one of the bombs too."""
CHANGED = 200 if LONG else 50
"""Places of the signed file where a byte is changed."""


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return plan_pdf(tmp_path_factory.mktemp("plan"))


@pytest.fixture(scope="module")
def good(plain: bytes) -> bytes:
    return signed_twice(plain)


def judged(data: bytes, *trust: Identity, moment: datetime = NOW, expected: Expected | None = None) -> Judgement:
    """A file, judged against the authority of the tests or against others."""
    found = verified(data, [one.pem for one in trust or (root(),)], moment, words=expected is not None)
    return judge(found, moment, has_trust=True, expected=expected)


def here(data: bytes, *trust: Identity, moment: datetime = NOW) -> Judgement:
    """The same in this very process, which is sooner: what is judged is no stranger's file."""
    logging.disable(logging.CRITICAL)
    try:
        anchors = inspecting.anchors([one.der for one in trust or (root(),)])
        found = asyncio.run(inspecting.inspect(data, anchors, moment))
    finally:
        logging.disable(logging.NOTSET)
    return judge(found, moment, has_trust=True)


def faults(made: Judgement) -> list[str]:
    return [remark.code for remark in made.faults]


def test_both_signatures_are_right(good: bytes) -> None:
    made = judged(good)
    assert faults(made) == []
    assert made.exit_code == 0
    assert [one.name for one in made.found.signatures] == [PERSON, OFFICE]
    assert [str(one.coverage) for one in made.found.signatures] == ["revision", "file"]
    assert [str(one.changes) for one in made.found.signatures] == [
        "signing",
        "none",
    ]  # the second leaves the first valid
    assert made.found.claims == ("PDF/A-2A", "PDF/UA-1")
    assert {remark.code for remark in made.remarks} == {"own-clock", "revocation"}
    assert datetime.fromisoformat(made.found.signatures[0].time).utcoffset() == timedelta(hours=7)


def test_trust_may_be_der_or_the_certificates_of_the_signers_themselves(good: bytes) -> None:
    assert judge(verified(good, [root().der], NOW), NOW, has_trust=True).exit_code == 0
    assert here(good, person(), office()).exit_code == 0


def test_one_signature_is_missing(plain: bytes) -> None:
    fielded = with_fields(plain)
    assert faults(here(plain)) == ["unsigned"]
    assert faults(here(fielded)) == ["unsigned"]
    only = here(signed(fielded, SIGNER, person()))
    assert faults(only) == ["missing-agency"]
    assert only.found.empty == (AGENCY,)
    assert faults(here(signed(fielded, AGENCY, office()))) == ["missing-signer"]


def test_the_agency_alone_signs_at_the_top_right_of_the_first_page(plain: bytes) -> None:
    """Annex I, II.8.b and III.1.d: of what is filed on its own. Elsewhere on the page the signer is missed."""
    corner, below = (signed(with_fields(plain, AGENCY, box=box), AGENCY, office())
                     for box in ((400, 760, 550, 820), (400, 300, 550, 360)))  # fmt: skip
    assert faults(here(corner)) == []
    assert OFFICE in str(here(corner).verdict)
    assert faults(here(below)) == ["missing-signer"]
    both = signed(with_fields(plain, SIGNER, AGENCY, box=(400, 760, 550, 820)), AGENCY, office())
    assert faults(here(both)) == ["missing-signer"]  # there is a field for the signer


def test_the_signer_signs_before_the_agency(plain: bytes) -> None:
    turned = signed(signed(with_fields(plain), AGENCY, office()), SIGNER, person())
    assert faults(here(turned)) == ["order"]


def test_a_stranger_is_not_trusted(plain: bytes, good: bytes) -> None:
    other = identity("Tổ chức khác")
    assert faults(here(good, other)) == ["untrusted", "untrusted"]
    forged = identity(PERSON, identity("Tổ chức chứng thực thử nghiệm"))  # of the same names, by another key
    made = here(signed(signed(with_fields(plain), SIGNER, forged), AGENCY, office()))
    assert set(faults(made)) <= {"altered", "untrusted"}
    assert made.exit_code == 1
    nobody = judge(verified(good, [], NOW), NOW, has_trust=False)
    assert faults(nobody) == ["no-trust"]


def test_a_third_signature_must_be_right_too(good: bytes) -> None:
    third = signed(good, "khac", identity("Người lạ", identity("Tổ chức khác")))
    assert faults(here(third)) == ["untrusted"]


def test_certificates_are_judged_for_the_time_of_signing(plain: bytes, good: bytes) -> None:
    gone = identity(PERSON, root(), begins=NOW - timedelta(days=20), days=10)
    made = here(signed(signed(with_fields(plain), SIGNER, gone), AGENCY, office()))
    assert faults(made) == ["expired"]
    later = here(good, moment=NOW + timedelta(days=5000))
    assert later.exit_code == 0
    assert "expired-since" in {remark.code for remark in later.remarks}
    assert faults(here(good, moment=NOW - timedelta(days=5))) == ["future", "future"]


def test_a_time_stamp_says_when_it_was_signed(plain: bytes, good: bytes) -> None:
    clock = identity("Dấu thời gian", root(), is_clock=True)
    made = here(signed(signed(with_fields(plain), SIGNER, person(), clock), AGENCY, office(), clock))
    assert faults(made) == []
    assert all(one.is_stamped for one in made.found.signatures)
    assert {remark.code for remark in made.remarks} == {"revocation"}
    assert faults(here(stamped(good, clock))) == []  # it shows nothing
    assert [str(one.changes) for one in here(stamped(good, clock)).found.signatures] == ["signing", "upkeep"]
    stranger = identity("Dấu thời gian", identity("Tổ chức khác"), is_clock=True)
    told = here(signed(signed(with_fields(plain), SIGNER, person(), stranger), AGENCY, office()))
    assert not told.found.signatures[0].is_stamped
    assert faults(told) == []  # then the time is the signer's own word


def changed(data: bytes, at: int, by: int) -> bytes:
    return data[:at] + bytes([data[at] ^ by]) + data[at + 1 :]


def test_a_changed_byte_is_found_anywhere(good: bytes) -> None:
    chance, tenth = random.Random(22), CHANGED // 10
    hole = good.rindex(b"/Contents") + 10, good.rindex(b"/ByteRange")
    places = [*chance.sample(range(len(good)), 8 * tenth), *(chance.randrange(*hole) for _time in range(tenth))]
    places += [chance.randrange(hole[0], hole[0] + 3100) for _time in range(tenth)]  # where it is not padding
    missed = [at for at in places if here(changed(good, at, 1 << chance.randrange(8))).exit_code == 0]
    assert len(places) == CHANGED
    assert missed == []


@pytest.mark.long
def test_every_changed_byte_of_a_signature_is_found(good: bytes) -> None:
    chance = random.Random(22)
    places = range(good.rindex(b"/Contents"), good.rindex(b"/ByteRange"))
    assert [at for at in places if here(changed(good, at, 1 << chance.randrange(8))).exit_code == 0] == []


def test_nothing_may_come_after_the_last_signature(good: bytes) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(good))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    made = judged(out.getvalue())
    assert faults(made) == ["changed", "changed"]
    said = {remark.code: str(remark.message) for remark in made.remarks}
    assert "“ỦY BAN NHÂN DÂN" in said["change"]  # the page is empty now: what it said is reported
    assert faults(here(good + b"% more\n")) == ["changed"]
    assert faults(here(with_fields(good, "them"))) == ["changed", "changed"]


HOSTILE = list(hostile(b"", b""))


def test_there_are_sixty() -> None:
    assert len(HOSTILE) >= 60


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[] if at % ORDINARY == 3 else [pytest.mark.long]) for at, name in enumerate(HOSTILE)],
)
def test_hostile_files_are_refused_or_judged(name: str, plain: bytes, good: bytes) -> None:
    data = hostile(plain, good)[name]()
    began = datetime.now()
    made = judged(data)
    assert made.exit_code in (1, 2)
    assert made.found.unreadable or made.faults
    assert (datetime.now() - began).total_seconds() < SECONDS


def test_what_takes_too_long_is_ended(good: bytes) -> None:
    with patch.object(verifying, "SECONDS", 0.05):
        assert verified(good, [root().pem], NOW).unreadable is Unreadable.TOO_SLOW
    with patch.object(verifying, "LARGEST", 1000):
        assert verified(good, [root().pem], NOW).unreadable is Unreadable.TOO_LARGE


def test_the_process_apart_opens_nothing() -> None:
    """After it has been confined neither the network nor a file, nor a program."""
    tried = """
import socket, subprocess, sys, os
from kehoach.signing import confined, inspecting
confined._limit(); confined._refuse_the_rest()
for what in (lambda: socket.create_connection(("127.0.0.1", 9), 1), lambda: socket.getaddrinfo("vn", 80),
             lambda: open("/etc/passwd"), lambda: open("x", "w"), lambda: subprocess.run(["true"]),
             lambda: os.system("true"), lambda: os.open("/etc/passwd", os.O_RDONLY), lambda: os.remove("x")):
    try:
        what()
    except PermissionError:
        print("refused")
"""
    done = subprocess.run([sys.executable, "-c", tried], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["refused"] * 8


def test_a_file_without_a_certificate_is_named(good: bytes) -> None:
    with pytest.raises(BadTrustFile) as caught:
        verified(good, [root().pem, b"none"], NOW)
    assert caught.value.number == 1


def test_a_missing_library_is_one_line(good: bytes) -> None:
    with patch.object(verifying, "find_spec", return_value=None), pytest.raises(EnvironmentFailure) as caught:
        verified(good, [], NOW)
    assert 'pip install "kehoach[sign]"' in str(caught.value.hint)


def test_a_verification_crosses_as_json(good: bytes) -> None:
    found = verified(good, [root().pem], NOW, words=True)
    assert found.words
    assert verification_from_plain(json.loads(json.dumps(verification_to_plain(found)))) == found
    with pytest.raises((KeyError, TypeError, ValueError)):
        verification_from_plain({"signatures": [{"field": "x"}]})


@pytest.mark.parametrize(
    ("found", "expected", "page", "said", "printed"),
    [
        ("a b|c d", "a b|c d", 0, "", ""),
        ("a b|c d", "a|b c|d", 0, "", ""),  # where pages end
        ("a,|b", "a ,|b", 0, "", ""),
        ("a b|c d", "a b|c e", 2, "b c d", "b c e"),
        ("a b|c d", "a b|c", 2, "b c d", "b c"),
        ("a", "a b", 1, "a", "a b"),
        ("", "a", 1, "", "a"),
        ("1 x|2 500 y", "1 x|2 700 y", 2, "x 2 500", "x 2 700"),
    ],
)
def test_the_first_difference_of_two_texts(found: str, expected: str, page: int, said: str, printed: str) -> None:
    one, other = (tuple(tuple(part.split()) for part in text.split("|")) for text in (found, expected))
    made = first_difference(one, other)
    found_there = (made.page, made.found, made.expected) if made else (0, "", "")
    assert found_there == (page, said, printed)


def test_the_text_is_what_the_plan_prints(tmp_path: Path) -> None:
    plan = small_workspace(tmp_path)
    pdf, trust = tmp_path / "da-ky.pdf", tmp_path / "tin-cay"
    pdf.write_bytes(signed_twice(Session.open(plan).paper().pdf()))
    trust.mkdir()
    (trust / "goc.crt").write_bytes(root().der)
    (trust / "readme.txt").write_text("không phải chứng thư", encoding="utf-8")
    before = hashlib.sha256(pdf.read_bytes()).hexdigest(), pdf.stat().st_mtime_ns

    code, out = run(tmp_path, "da-ky.pdf", "--trust", "tin-cay", "--plan", str(plan))
    assert code == 0
    assert out.splitlines()[0].startswith("da-ky.pdf: đúng")
    assert "Traceback" not in out

    plan.write_text(plan.read_text(encoding="utf-8").replace("Nội dung.", "Nội dung khác."), encoding="utf-8")
    code, out = run(tmp_path, "da-ky.pdf", "--trust", "tin-cay", "--plan", str(plan), "--format", "json")
    record = json.loads(out)["files"][0]
    assert code == 1
    assert [fault["code"] for fault in record["faults"]] == ["text"]
    assert record["text"]["page"] == 1
    assert "khác" in record["text"]["expected"]
    assert "khác" not in record["text"]["found"]

    plan.write_text(plan.read_text(encoding="utf-8").replace(PERSON, "Trần Thị Hoa"), encoding="utf-8")
    code, out = run(tmp_path, "da-ky.pdf", "--trust", "tin-cay", "--plan", str(plan), "--format", "json")
    assert "other-signer" in [fault["code"] for fault in json.loads(out)["files"][0]["faults"]]
    assert (hashlib.sha256(pdf.read_bytes()).hexdigest(), pdf.stat().st_mtime_ns) == before


def run(place: Path, *args: str) -> tuple[int, str]:
    done = forked.run("verify", *args, "--lang", "vi", cwd=place)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout


def test_exit_codes(tmp_path: Path, good: bytes) -> None:
    for name, data in (("dung.pdf", good), ("sai.pdf", good + b"\n%"), ("hong.pdf", b"%PDF-1.7\n")):
        (tmp_path / name).write_bytes(data)
    (tmp_path / "goc.pem").write_bytes(root().pem)
    trust = ("--trust", "goc.pem")
    assert run(tmp_path, "dung.pdf", *trust)[0] == 0
    assert run(tmp_path, "dung.pdf")[0] == 1
    code, out = run(tmp_path, "dung.pdf", "hong.pdf", "sai.pdf", "khong-co.pdf", "-q", *trust)
    assert code == 2
    assert [line.partition(":")[0] for line in out.splitlines()] == ["dung.pdf", "hong.pdf", "sai.pdf"]
    assert run(tmp_path, "dung.pdf", "--trust", "dung.pdf")[0] == 2
    assert run(tmp_path, "dung.pdf", "--trust", "khong-co.pem")[0] == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dung.pdf", "goc.pem", "hong.pdf", "sai.pdf"]


def test_what_is_not_proved_is_never_right() -> None:
    """Of a signature of which nothing is known nothing holds."""
    one = Verification().signatures
    assert one == ()
    blank = verification_to_plain(Verification())
    assert judge(verification_from_plain(blank), NOW, has_trust=True).exit_code == 1
    unknown = inspecting.JudgedSignature(SIGNER)
    both = Verification((unknown, replace(unknown, field=AGENCY)))
    assert judge(both, NOW, has_trust=True).exit_code == 1
