"""What stands side by side: the letterhead, recipients beside the signature, the frame of a certified copy."""

from __future__ import annotations

from collections.abc import Iterable

from kehoach.documents.paper import CopyFrame, Letterhead, Part, SignatureBlock
from kehoach.nghi_dinh_30 import MARGINS
from kehoach.paragraph_forms import ABOVE_COPY, ABOVE_NUMBER, ABOVE_SIGNATURE, COPY_COLUMNS, FORMS, SIGNATURE_COLUMNS
from kehoach.typeset.code import millimetres, points
from kehoach.typeset.field_places import FieldLinks, between_title_and_name
from kehoach.typeset.inline import InlineWriter

_RULE_END = f"v({points(FORMS['DuongKe'].after)})"
"""A gap at the end of a cell is not dropped by itself."""
_ABOVE_NUMBER = f"v({points(ABOVE_NUMBER)})"
_SIGNING_SPACE = f"v({points(FORMS['CachChuKy'].line)})"


def rule(length: float) -> str:
    """A drawn line of that length in millimetres."""
    return f"DuongKe({millimetres(length)})"


def letterhead_code(letterhead: Letterhead, draft: str, inline: InlineWriter) -> str:
    """Boxes 1 to 4 of the decree's diagram; `draft` is the mark below the number, "" where there is none."""
    left = [f"CoQuanChuQuan({inline.text(line)})" for line in letterhead.parent]
    left += [f"CoQuanBanHanh({inline.text(line)})" for line in letterhead.issuer]
    right = [f"QuocHieu({inline.text(letterhead.nation)})", f"TieuNgu({inline.text(letterhead.motto)})"]
    cells = [
        _stack(*left, rule(letterhead.rule), _RULE_END),
        _stack(*right, rule(letterhead.motto_rule), _RULE_END),
    ]
    if letterhead.place_date:
        mark = [f"DuThao({inline.text(draft)})"] if draft else []
        cells.append(_stack(_ABOVE_NUMBER, f"SoKyHieu({inline.code(letterhead.number)})", *mark))
        cells.append(_stack(_ABOVE_NUMBER, f"DiaDanh({inline.code(letterhead.place_date)})"))
    return _frame(letterhead.columns, cells)


def signature_code(part: Part, signature: SignatureBlock, inline: InlineWriter, links: FieldLinks | None = None) -> str:
    """Recipients and signature, side by side, never apart; with `links`, places for digital signatures."""
    return _above() + _frame(SIGNATURE_COLUMNS, _signing(signature, inline, part, links), whole=True)


def copy_code(
    part: Part, signature: SignatureBlock, frame: CopyFrame, inline: InlineWriter, links: FieldLinks | None = None
) -> str:
    """The signature of a plan, and below a line the frame of its copy, all on one page (Annex I, Part II, II.2.a).

    With `links`, who certifies the copy has places for digital signatures.
    """
    left, right = _signing(signature, inline, part)
    inline.origin = ()
    copied_left, copied_right = _signing(frame.signature, inline, links=links)
    line = f"DuongKe({millimetres(MARGINS.text_width)}, above: 0pt)"
    cells = [
        _over(2, left),
        right,
        _over(3, _stack(f"v({points(ABOVE_COPY)})", line)),
        _stack(*(f"CoQuanBanHanh({inline.text(name)})" for name in frame.issuer), rule(frame.rule), _RULE_END),
        _over(2, _stack(_ABOVE_NUMBER, f"TenLoai(above: 0pt, {inline.text(frame.form)})")),
        _stack(_ABOVE_NUMBER, f"SoKyHieu({inline.text(frame.number)})"),
        _over(2, _stack(_ABOVE_NUMBER, f"DiaDanh({inline.text(frame.place_date)})")),
        _over(2, copied_left),
        copied_right,
    ]
    return _above() + _frame(COPY_COLUMNS, cells, whole=True)


def _signing(
    signature: SignatureBlock, inline: InlineWriter, part: Part | None = None, links: FieldLinks | None = None
) -> tuple[str, str]:
    """Recipients, and what the signer signs below; of a `part` it is made from what that says."""
    inline.origin = part.origin("recipients") if part else ()
    recipients = [f"NoiNhan({inline.code(line.text)})" for line in signature.recipients]
    inline.origin = part.origin("signature") if part else ()
    signer = [f"ChuKy({inline.code(line)})" for line in signature.lines]
    office = [f"ChuKy({inline.code(signature.office)})"] if signature.office else []
    space = between_title_and_name(links) if links else _SIGNING_SPACE
    return (
        _stack('NoiNhanNhan("Nơi nhận:")', *recipients),
        _stack(*signer, space, *office, f"HoTen({inline.code(signature.name)})"),
    )


def _above() -> str:
    """The empty line above a signature, which keeps it with the text above."""
    line = FORMS["CuoiPhan"].line
    return f"block(above: {points(ABOVE_SIGNATURE)}, below: 0pt, height: {points(line)}, sticky: true)\n"


def _over(columns: int, cell: str) -> str:
    return f"grid.cell(colspan: {columns}, {cell})"


def _stack(*paragraphs: str) -> str:
    return "{ " + "; ".join(paragraphs) + " }"


def _frame(columns: Iterable[float], cells: Iterable[str], *, whole: bool = False) -> str:
    widths = ", ".join(map(millimetres, columns))
    return f"frame({'false' if whole else 'true'}, ({widths}), {', '.join(cells)})"
