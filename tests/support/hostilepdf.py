"""PDF files made to harm whoever verifies them: sixty, by name, made of a signed one or from nothing."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable

import pikepdf

from kehoach.signing.names import AGENCY, SIGNER
from tests.support.identities import office, person, signed, with_fields

CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
METADATA = CATALOG[:-2] + b"/Metadata 4 0 R>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"


def pdf(*objects: bytes, trailer: bytes = b"", head: bytes = b"%PDF-1.7\n") -> bytes:
    """A file of these objects, the first being the catalog, with a true table of their places."""
    out = bytearray(head)
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)


def stream(data: bytes, extra: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), extra, data)


def update(data: bytes, objects: dict[int, bytes], *, trailer: bytes = b"") -> bytes:
    """The file with objects appended to it, as a program that edits a PDF would."""
    last = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    root = re.findall(rb"/Root (\d+ \d+ R)", data)[-1]
    size = max(int(number) for number in re.findall(rb"/Size (\d+)", data))
    out = bytearray(data if data.endswith(b"\n") else data + b"\n")
    table = []
    for number, body in sorted(objects.items()):
        table.append(b"%d 1\n%010d 00000 n \n" % (number, len(out)))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    size = max([size, *(number + 1 for number in objects)])
    out += b"xref\n" + b"".join(table)
    out += b"trailer\n<</Size %d/Root %s/Prev %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, root, last, trailer, start)
    return bytes(out)


def _object(data: bytes, number: int) -> bytes:
    return re.findall(rb"\n%d 0 obj\s*(.*?)\s*endobj" % number, data, re.DOTALL)[-1]


def _ranged(data: bytes, change: Callable[[list[int]], list[int] | bytes]) -> bytes:
    """The file with another /ByteRange in its last signature, of the same length."""
    match = list(re.finditer(rb"/ByteRange ?\[([^\]]*)\]", data))[-1]
    made = change([int(number) for number in match[1].split()])
    text = made if isinstance(made, bytes) else b" ".join(b"%d" % number for number in made)
    return data[: match.start(1)] + text.ljust(len(match[1]))[: len(match[1])] + data[match.end(1) :]


def _contents(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    match = list(re.finditer(rb"/Contents\s*<([0-9A-Fa-f]{1000,})>", data))[-1]
    made = change(match[1])
    return data[: match.start(1)] + made.ljust(len(match[1]), b"0")[: len(match[1])] + data[match.end(1) :]


def _root(data: bytes) -> int:
    return int(re.findall(rb"/Root (\d+) 0 R", data)[-1])


def _with_root(data: bytes, extra: bytes, **objects: bytes) -> bytes:
    """The file updated, its catalog having more in it."""
    number = _root(data)
    body = _object(data, number)
    more = {int(name[1:]): value for name, value in objects.items()}
    return update(data, {number: body[: body.rindex(b">>")] + extra + b">>", **more})


def _page(data: bytes) -> tuple[int, bytes]:
    """Number and body of the page."""
    number = int(re.findall(rb"\n(\d+) 0 obj\s*<<[^>]*?/Type ?/Page\b", data)[-1])
    return number, _object(data, number)


def _overlaid(data: bytes) -> bytes:
    number, body = _page(data)
    note = b"<</Type/Annot/Subtype/FreeText/Rect[100 300 500 500]/DA(/Helv 12 Tf)/Contents(500 ty dong)>>"
    body = re.sub(rb"/Annots ?\[", b"/Annots [901 0 R ", body)
    return update(data, {number: body, 901: note})


def _redrawn(data: bytes) -> bytes:
    number, body = _page(data)
    body = re.sub(rb"/Contents ?\d+ 0 R", b"/Contents 902 0 R", body)
    return update(data, {number: body, 902: stream(b"BT /F1 20 Tf 100 500 Td (500) Tj ET")})


def _nested(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


def _deep_pages(depth: int) -> bytes:
    nodes = [b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (number + 3) for number in range(depth)]
    return pdf(CATALOG, *nodes, PAGE)


def _bomb(levels: int, size: int) -> bytes:
    data = b"\0" * size
    for _level in range(levels):
        data = zlib.compress(data, 9)
    return data


def _form(fields: bytes, *more: bytes, extra: bytes = b"") -> bytes:
    """A file of one page with an AcroForm; objects from 4 on are `more`."""
    catalog = b"<</Type/Catalog/Pages 2 0 R%s/AcroForm<</SigFlags 3/Fields[%s]>>>>" % (extra, fields)
    return pdf(catalog, PAGES, PAGE, *more)


def _sig(value: bytes) -> bytes:
    return _form(b"4 0 R", b"<</FT/Sig/T(nguoi_ky)/V 5 0 R/Rect[0 0 1 1]>>", value)


_SIG = b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached"


def hostile(plain: bytes, good: bytes) -> dict[str, Callable[[], bytes]]:
    """Makers of hostile files by name, of an unsigned file and of one that is signed twice."""
    half = len(good) // 2
    return {
        # no PDF, or none any more
        "empty": lambda: b"",
        "text": lambda: "Đây không phải tệp PDF".encode(),
        "zip": lambda: b"PK\x03\x04" + bytes(1000),
        "head only": lambda: b"%PDF-1.7\n",
        "zeros": lambda: b"%PDF-1.7\n" + bytes(1_000_000),
        "junk before": lambda: b"MZ\x90junk\n" + good,
        "cut in half": lambda: good[:half],
        "cut at the end": lambda: good[:-20],
        "cut in the signature": lambda: good[: good.rindex(b"/Contents") + 500],
        "turned round": lambda: good[::-1],
        "second half": lambda: b"%PDF-1.7\n" + good[half:],
        "line ends changed": lambda: good.replace(b"\n", b"\r\n"),
        "two files in one": lambda: good + plain,
        "the signed after the plain": lambda: plain + good,
        # tables of places
        "xref to itself": lambda: pdf(CATALOG, PAGES, PAGE, trailer=b"/Prev 9"),
        "xref loop": lambda: _looped(),
        "xref far away": lambda: re.sub(rb"startxref\s+\d+", b"startxref\n99999999999", good),
        "xref negative": lambda: re.sub(rb"startxref\s+\d+", b"startxref\n-1", good),
        "no startxref": lambda: good.replace(b"startxref", b"startxxxx"),
        "huge size": lambda: pdf(CATALOG, PAGES, PAGE, trailer=b"/Size 999999999999"),
        "huge table": lambda: (
            b"%PDF-1.7\nxref\n0 2000000000\n0000000000 65535 f \ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF"
        ),
        "root is a number": lambda: pdf(b"42", PAGES, PAGE),
        "root refers to itself": lambda: pdf(b"1 0 R", PAGES, PAGE),
        "a thousand ends": lambda: good + b"startxref\n0\n%%EOF\n" * 1000,
        "wrong end": lambda: good + b"startxref\n123\n%%EOF\n",
        # depth and size
        "page tree loops": lambda: pdf(CATALOG, b"<</Type/Pages/Kids[2 0 R]/Count 1>>", PAGE),
        "deep page tree": lambda: _deep_pages(20_000),
        "deep array": lambda: pdf(CATALOG[:-2] + b"/X " + _nested(100_000) + b">>", PAGES, PAGE),
        "deep dictionary": lambda: pdf(b"<</X " * 50_000 + b"1" + b">>" * 50_000, PAGES, PAGE),
        "field tree loops": lambda: _form(b"4 0 R", b"<</T(a)/Kids[4 0 R]>>"),
        "deep field tree": lambda: _form(
            b"4 0 R", *(b"<</T(a)/Kids[%d 0 R]>>" % (number + 5) for number in range(5000)), b"<</T(b)/FT/Sig>>"
        ),
        "many fields": lambda: _form(b"4 0 R " * 50_000, b"<</T(nguoi_ky)/FT/Sig>>"),
        "bomb in the metadata": lambda: pdf(
            METADATA, PAGES, PAGE, stream(_bomb(1, 1 << 30), b"/Type/Metadata/Filter/FlateDecode")
        ),
        "bomb in a bomb": lambda: pdf(
            METADATA, PAGES, PAGE,
            stream(_bomb(2, 1 << 30), b"/Filter[/FlateDecode/FlateDecode]"),
        ),
        "bomb in the objects": lambda: _object_stream_bomb(),
        "bomb on the page": lambda: pdf(
            CATALOG, PAGES, PAGE[:-2] + b"/Contents 4 0 R>>", stream(_bomb(1, 1 << 30), b"/Filter/FlateDecode")
        ),
        "length that lies": lambda: pdf(METADATA, PAGES, PAGE, b"<</Length 2000000000>>stream\nx\nendstream"),
        "length that loops": lambda: pdf(METADATA, PAGES, PAGE, b"<</Length 4 0 R>>stream\nx\nendstream"),
        "long number": lambda: pdf(CATALOG[:-2] + b"/X " + b"9" * 500_000 + b">>", PAGES, PAGE),
        "long name": lambda: pdf(CATALOG[:-2] + b"/" + b"A" * 3_000_000 + b" 1>>", PAGES, PAGE),
        "encrypted": lambda: _encrypted(plain, "a"),
        "encrypted with nothing": lambda: _encrypted(plain, ""),
        "encryption that is broken": lambda: pdf(CATALOG, PAGES, PAGE, trailer=b"/Encrypt<</Filter/Standard/V 1>>"),
        # signatures
        "range null": lambda: _ranged(good, lambda _old: b"null"),
        "range negative": lambda: _ranged(good, lambda old: [-1, *old[1:]]),
        "range overlaps": lambda: _ranged(good, lambda old: [0, old[1], old[1] - 100, old[3]]),
        "range past the end": lambda: _ranged(good, lambda old: [0, old[1], old[2], 99999999]),
        "range without hole": lambda: _ranged(good, lambda old: [0, old[1], old[1], old[3]]),
        "range of three": lambda: _ranged(good, lambda old: old[:3]),
        "range of nothing": lambda: _ranged(good, lambda _old: [0, 0, 0, 0]),
        "no signature in it": lambda: _contents(good, lambda _old: b""),
        "signature is zeros": lambda: _contents(good, lambda old: b"0" * len(old)),
        "signature is deep": lambda: _contents(good, lambda old: b"3080" * (len(old) // 4)),
        "signature is huge": lambda: _contents(good, lambda _old: b"308480000000"),
        "signature of the other": lambda: _contents(good, lambda _old: _first_contents(good)),
        "value without range": lambda: _sig(_SIG + b"/Contents<30>>>"),
        "value is itself": lambda: _sig(b"5 0 R"),
        "value is text": lambda: _sig(b"(signed, honestly)"),
        # what came after
        "note laid over": lambda: _overlaid(good),
        "page drawn anew": lambda: _redrawn(good),
        "page drawn anew between": lambda: signed(_redrawn(_once(plain)), AGENCY, office()),
        "note laid over between": lambda: signed(_overlaid(_once(plain)), AGENCY, office()),
        "script added": lambda: _with_root(good, b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>"),
        "launch added": lambda: _with_root(good, b"/OpenAction<</S/Launch/F(calc.exe)>>"),
        "file embedded": lambda: _with_root(
            good, b"/Names<</EmbeddedFiles<</Names[(a)903 0 R]>>>>", o903=b"<</Type/Filespec/F(a)/EF<</F 904 0 R>>>>",
            o904=stream(b"MZ"),
        ),
        "form taken away": lambda: _without_form(good),
        "other pages signed along": lambda: _swapped(plain),
        "bytes at the end": lambda: good + b"% and one more thing\n",
        # scripts that were there when it was signed
        "script signed": lambda: _signed_with(plain, b"/OpenAction<</S/JavaScript/JS(this.print())>>"),
        "script by reference signed": lambda: _signed_with(
            plain, b"/OpenAction 905 0 R", o905=b"<</S 906 0 R/JS(x)>>", o906=b"/JavaScript"
        ),
        "address fetched": lambda: _signed_with(plain, b"/AA<</O<</S/SubmitForm/F(http://127.0.0.1:9/x)>>>>"),
    }  # fmt: skip


def _without_form(data: bytes) -> bytes:
    number = _root(data)
    return update(data, {number: re.sub(rb"/AcroForm \d+ 0 R", b"", _object(data, number))})


def _swapped(plain: bytes) -> bytes:
    """A second catalog with other pages is signed along, and made the true one afterwards."""
    fielded = with_fields(plain)
    page = b"<</Type/Page/Parent 922 0 R/MediaBox[0 0 595 842]/Contents 924 0 R>>"
    pages = b"<</Type/Pages/Kids[923 0 R]/Count 1>>"
    catalog = _object(fielded, _root(fielded))
    catalog = re.sub(rb"/Pages \d+ 0 R", b"/Pages 922 0 R", catalog)
    more = {921: catalog, 922: pages, 923: page, 924: stream(b"BT (500) Tj ET")}
    good = signed(signed(update(fielded, more), SIGNER, person()), AGENCY, office())
    now = re.sub(rb"/Pages \d+ 0 R", b"/Pages 922 0 R", _object(good, _root(good)))
    return update(good, {_root(good): now})


def _once(plain: bytes) -> bytes:
    return signed(with_fields(plain), SIGNER, person())


def _signed_with(plain: bytes, extra: bytes, **objects: bytes) -> bytes:
    made = with_fields(_with_root(plain, extra, **objects))
    return signed(signed(made, SIGNER, person()), AGENCY, office())


def _encrypted(data: bytes, password: str) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as made:
        made.save(out, encryption=pikepdf.Encryption(user=password, owner="b"))
    return out.getvalue()


def _first_contents(data: bytes) -> bytes:
    return re.findall(rb"/Contents\s*<([0-9A-Fa-f]{1000,})>", data)[0]  # type: ignore[no-any-return]


def _looped() -> bytes:
    first = pdf(CATALOG, PAGES, PAGE)
    second = update(first, {3: PAGE})
    start = int(re.findall(rb"startxref\s+(\d+)", second)[-1])
    return second.replace(b"/Size 4/Root 1 0 R>>", b"/Size 4/Root 1 0 R/Prev %d>>" % start, 1)


def _object_stream_bomb() -> bytes:
    inside = zlib.compress(b"1 0 " + b" " * (1 << 30), 9)
    return pdf(b"4 0 R", PAGES, PAGE, stream(inside, b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode"))
