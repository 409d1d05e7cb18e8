"""What every typeset paper begins with: the page, a function for each kind of paragraph, the rules of breaking lines.

The rules make Typst, Word and LibreOffice break lines and pages at the same places. Lines are filled greedily, blanks
never shrink; a gap between paragraphs is the larger of the two, and is dropped where a page breaks by itself.
"""

from __future__ import annotations

from functools import cache

from kehoach.frozen import replace
from kehoach.nghi_dinh_30 import MARGINS
from kehoach.paragraph_forms import (
    BORDER,
    CELL_PADDING,
    CONTENTS_GAPS,
    CONTENTS_STEP,
    FORMS,
    GAP_BELOW,
    RULE_SPACE,
    RULE_WEIGHT,
    ParagraphForm,
)
from kehoach.typeset.code import millimetres, points, truth

FAMILY = "Liberation Serif"
_ASCENT, _DESCENT, _LINE_GAP = 1825 / 2048, 443 / 2048, 87 / 2048
"""Of Liberation Serif (its table hhea), as a share of the size. Word processors put the gap above the line."""
_SLACK, _CELL_SLACK, _SLANT = 0.065, -0.05, 1.45
"""What must be left at the end of a line, in points: word processors round widths, in cells the other way. LibreOffice
also leaves a twelfth of the height of slanted lines."""
_CELLS = ("OBang", "OBangGiua", "ODauBang")


@cache
def preamble() -> str:
    """The definitions; the same for every paper."""
    return "\n".join((_settings(), _paragraphs(), *map(_form, FORMS), _rule(), _frames(), _contents(), _charts()))


def edges(size: float) -> tuple[float, float]:
    """How far a line of a size reaches above and below its baseline, in points, rounded as word processors do it."""
    above = round(_ASCENT * size * 20) + round(_LINE_GAP * size * 20)
    return above / 20, (round((_ASCENT + _DESCENT + _LINE_GAP) * size * 20) - above) / 20


def _text(form: ParagraphForm) -> str:
    """How the text of a form is set, as the arguments of Typst's `text`."""
    above, below = edges(form.size)
    weight, style = "bold" if form.bold else "regular", "italic" if form.italic else "normal"
    return (
        f'(size: {points(form.size)}, weight: "{weight}", style: "{style}", '
        f"top-edge: {points(above)}, bottom-edge: {points(-below)})"
    )


def _form(name: str) -> str:
    """The function that sets a paragraph of a form."""
    form = FORMS[name]
    slack = _CELL_SLACK if name in _CELLS else _SLANT if form.italic else _SLACK
    align = "auto" if form.align == "both" else form.align
    above, below = (0.0, 0.0) if name in _CELLS else (form.before, form.after)  # of a cell they are its inset
    breakable = truth(not name.startswith("Heading"))
    return (
        f"#let {name}(..parts, above: {points(above)}, below: {points(below)}, keep: {truth(form.keep_next)}, "
        f"level: 0, align: {align}, indent: {millimetres(form.first_line)}, side: {millimetres(form.left)}) = "
        f"paragraph(above, below, keep, {breakable}, side, {points(slack)}, align, indent, level, {_text(form)}, "
        "parts.pos().join())"
    )


def _settings() -> str:
    return f"""\
#set text(font: "{FAMILY}", lang: "vi", region: "VN", hyphenate: false, kerning: false, ligatures: false,
  overhang: false, fallback: false)
#set par(leading: 0pt, spacing: 0pt, linebreaks: "simple", justification-limits: (spacing: (min: 100%, max: 1000%)))
#set block(spacing: 0pt)
#set strong(delta: 0)
#set terms(separator: " ", indent: 0pt, hanging-indent: 0pt)
#set super(typographic: false, size: 0.58em, baseline: -0.33em)
#set sub(typographic: false, size: 0.58em, baseline: 0.08em)
#set highlight(top-edge: "ascender", bottom-edge: "descender")
#set footnote.entry(separator: line(length: 25%, stroke: 0.5pt), clearance: 3pt, gap: 0pt, indent: 0pt)
#show footnote.entry: it => {{ set text(..{_text(FORMS["FootnoteText"])}); set par(justify: true); it }}
#show heading: it => it.body
"""


def _paragraphs() -> str:
    """Paragraphs, lists, sheets; marks inside of a line."""
    item = FORMS["MucLietKe"]
    return f"""\
#let paragraph(above, below, keep, breakable, side, slack, alignment, indent, level, style, body) = block(
  above: above, below: below, sticky: keep, breakable: breakable, width: 100%, inset: (left: side, right: slack), {{
    set text(..style)
    set par(justify: alignment == auto, first-line-indent: (amount: indent, all: true))
    set align(if alignment == auto {{ left }} else {{ alignment }})
    if level > 0 {{
      show heading: set text(..style)
      heading(level: level, outlined: false, bookmarked: true, if indent != 0mm {{ h(indent) }} + body)
    }} else {{ par(body) }}
  }})
#let go-in = h({millimetres(item.first_line)})
#let gap-below = {points(GAP_BELOW)}
#let listed(keep, ..items) = block(above: {points(item.before)}, below: {points(item.after)}, sticky: keep,
  width: 100%, inset: (right: {points(_SLACK)}), {{
    set text(..{_text(item)})
    set par(justify: true, spacing: {points(item.before)})
    terms(tight: false, ..items)
  }})
#let listed-below(..items) = block(above: {points(item.before)}, below: 0pt, width: 100%,
  terms(tight: false, ..items))
#let number() = context {{
  let page = counter(page).get().first()
  if page > 1 {{
    set text(..{_text(FORMS["SoTrang"])})
    block(height: {millimetres(MARGINS.top - MARGINS.header)}, width: 100%, align(center + top, str(page)))
  }}
}}
#let sheet(flipped, body) = {{
  counter(page).update(1)
  page(paper: "a4", flipped: flipped, header: number(), header-ascent: 0pt, margin: (
    top: {millimetres(MARGINS.top)}, bottom: {millimetres(MARGINS.bottom)}, left: {millimetres(MARGINS.left)},
    right: {millimetres(MARGINS.right)}), body)
}}
#let todo(body) = highlight(fill: rgb("#ffff00"), body)
#let slot(body) = highlight(fill: rgb("#fff2cc"), body)
#let slot-optional(body) = highlight(fill: rgb("#ededed"), body)
#let br = h(0.01pt)
"""


def _rule() -> str:
    form = FORMS["DuongKe"]
    return f"""\
#let DuongKe(length, above: {points(form.before)}) = block(above: above, below: {points(form.after)}, width: 100%,
  height: {points(RULE_WEIGHT + RULE_SPACE + form.line)}, sticky: true, align(center + top, pdf.artifact(
    move(dy: {points(RULE_WEIGHT / 2)}, line(length: length, stroke: {points(RULE_WEIGHT)})))))
"""


def _frames() -> str:
    """Frames without lines, and tables; a line takes room of its own, as it does in a word processor."""
    cell = FORMS["OBang"]
    return f"""\
#let frame(breakable, columns, ..cells) = block(above: 0pt, below: 0pt, breakable: breakable,
  align(center, grid(columns: columns, ..cells)))
#let lined(columns, ..cells) = block(above: 0pt, below: 0pt, align(center, table(columns: columns, align: horizon,
  stroke: {points(BORDER)}, inset: (x: {millimetres(CELL_PADDING)}, top: {points(cell.before + BORDER)},
  bottom: {points(cell.after)}), ..cells)))
"""


def _contents() -> str:
    text = FORMS["NoiDung"]
    below_heading, above_entry = CONTENTS_GAPS
    return f"""\
#let ContentsHeading(body) = block(above: 0pt, below: {points(below_heading)}, width: 100%, sticky: true, {{
  set text(..{_text(replace(text, bold=True))})
  set align(center)
  par(body)
}})
#let ContentsEntry(level, target, paged, body) = block(above: {points(above_entry)}, below: 0pt, width: 100%,
  inset: (left: {millimetres(CONTENTS_STEP)} * (level - 1)), {{
    set text(..{_text(text)})
    let page() = box(width: 1fr, repeat(gap: 0pt, ".")) + context str(counter(std.page).at(target).first())
    par(link(target, body + if paged {{ page() }}))
  }})
"""


def _charts() -> str:
    return f"""\
#let at(x, y, body) = place(dx: x, dy: y, body)
#let label-box(width, height, side, body) = box(width: width, height: height, align(side + horizon, body))
#let chart(alt, body) = block(above: {points(FORMS["BieuDo"].before)}, below: 0pt, figure(alt: alt, kind: "chart",
  supplement: none, numbering: none, outlined: false, body))
"""
