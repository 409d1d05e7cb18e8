"""Charts that Word draws and edits itself: a chart part, and the workbook with its numbers."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree

from kehoach.documents.chart import AXIS_SIZE, COLORS, LEGEND_SIZE, NUMBER_SIZE, TITLE_SIZE, Chart, ChartForm, Series
from kehoach.frozen import frozen
from kehoach.nghi_dinh_30 import FONT, MARGINS
from kehoach.ooxml.names import XML_DECLARATION, R, W, escape, quoteattr
from kehoach.ooxml.package import pack, unpack
from kehoach.ooxml.workbook import open_workbook
from kehoach.patterns import regex

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CHART_PART = regex(r"word/(?:charts|embeddings)/chart(\d+)\.")
_EMU = 36000
"""English Metric Units in a millimetre."""
_NUMBERS = "[$-42A]#,##0"
"""Numbers in Vietnamese notation, whatever the language of Word."""


@frozen
class _Form:
    """What makes bars horizontal or vertical, in DrawingML's words."""

    direction: str
    order: str
    category_side: str
    value_side: str
    crosses: str
    gap: int


_FORMS = {
    ChartForm.BARS: _Form("bar", "maxMin", "l", "b", "max", 50),
    ChartForm.COLUMNS: _Form("col", "minMax", "b", "l", "autoZero", 100),
}


def with_charts(parts: Mapping[str, bytes], document: str, charts: Sequence[Chart]) -> dict[str, bytes]:
    """The parts of a package that charts change or add.

    `document` is the name of the part in which their drawings are, `parts` holds the content types and its relations.
    """
    folder, _slash, name = document.rpartition("/")
    types, relations = "[Content_Types].xml", f"{folder}/_rels/{name}.rels"
    made: dict[str, bytes] = {}
    reported, related = "", ""
    if b'Extension="xlsx"' not in parts[types]:
        reported += f'<Default Extension="xlsx" ContentType="{_SHEET}"/>'
    first = max((int(found[1]) for found in map(_CHART_PART.match, parts) if found), default=0) + 1
    for number, chart in enumerate(charts, 1):
        at = first + number - 1
        part, book = f"{folder}/charts/chart{at}.xml", f"{folder}/embeddings/chart{at}.xlsx"
        made[part] = _chart_space(chart, "rId1").encode()
        ElementTree.fromstring(made[part])  # a fault of ours is reported here, not by Word
        made[book] = chart_workbook(chart)
        relation = f'<Relationship Id="rId1" Type="{R}/package" Target="../embeddings/chart{at}.xlsx"/>'
        made[f"{folder}/charts/_rels/chart{at}.xml.rels"] = (
            f'{XML_DECLARATION}<Relationships xmlns="{_RELATIONS}">{relation}</Relationships>'.encode()
        )
        reported += f'<Override PartName="/{part}" ContentType="{_CHART}"/>'
        related += f'<Relationship Id="{_relation(number)}" Type="{R}/chart" Target="charts/chart{at}.xml"/>'
    made[types] = parts[types].replace(b"</Types>", f"{reported}</Types>".encode())
    made[relations] = parts[relations].replace(b"</Relationships>", f"{related}</Relationships>".encode())
    return made


def drawing(chart: Chart, number: int) -> str:
    """The element that shows chart `number` in the run where it is."""
    return _drawing(chart, _relation(number), number)


def _relation(number: int) -> str:
    return f"rIdKehoachChart{number}"


def chart_workbook(chart: Chart) -> bytes:
    """The numbers of a chart as a workbook: categories down, series across. The same bytes for the same numbers."""
    buffer = io.BytesIO()
    book = open_workbook(buffer)
    sheet = book.add_worksheet("Số liệu")
    for column, series in enumerate(chart.series, 1):
        sheet.write_string(0, column, series.name)
        for row, value in enumerate(series.values, 1):
            if value is not None:
                sheet.write_number(row, column, float(value))
    for row, category in enumerate(chart.categories, 1):
        sheet.write_string(row, 0, category)
    sheet.set_column(0, 0, 60)
    book.close()
    return pack(unpack(buffer.getvalue()))


def _drawing(chart: Chart, relation: str, number: int) -> str:
    size = f'cx="{round(MARGINS.text_width * _EMU)}" cy="{round(chart.height * _EMU)}"'
    return (
        f'<w:drawing xmlns:w="{W}" xmlns:wp="{_WP}" xmlns:a="{_A}"><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {size}/><wp:docPr id="{number}" name="Biểu đồ {number}" descr={quoteattr(chart.description)}/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_C}">'
        f'<c:chart xmlns:c="{_C}" xmlns:r="{R}" r:id="{relation}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


def _chart_space(chart: Chart, relation: str) -> str:
    """Bars or columns, each with its number."""
    form = _FORMS[chart.form]
    axis = "General" if chart.form is ChartForm.BARS else _numbers(chart)
    series = "".join(_series(one, index, chart) for index, one in enumerate(chart.series))
    return (
        XML_DECLARATION
        + f'<c:chartSpace xmlns:c="{_C}" xmlns:a="{_A}" xmlns:r="{R}"><c:lang val="vi-VN"/>'
        + '<c:roundedCorners val="0"/><c:chart>'
        + f"<c:title><c:tx><c:rich><a:bodyPr/><a:p>{_font(TITLE_SIZE, bold=True)}<a:r>"
        + f'<a:rPr lang="vi-VN" sz="{TITLE_SIZE * 100}" b="1"/><a:t>{escape(chart.title)}</a:t></a:r></a:p>'
        + "</c:rich></c:tx>"
        + '<c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>'
        + f'<c:barChart><c:barDir val="{form.direction}"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        + f'{series}<c:gapWidth val="{form.gap}"/><c:axId val="1"/><c:axId val="2"/></c:barChart>'
        + f'<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="{form.order}"/></c:scaling><c:delete val="0"/>'
        + f'<c:axPos val="{form.category_side}"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        + '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        + f'{_text(AXIS_SIZE)}<c:crossAx val="2"/>'
        + '<c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/>'
        + '<c:noMultiLvlLbl val="1"/></c:catAx>'
        + '<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/>'
        + f'{_floor(chart)}</c:scaling><c:delete val="0"/>'
        + f'<c:axPos val="{form.value_side}"/><c:numFmt formatCode="{axis}" sourceLinked="0"/>'
        + '<c:majorTickMark val="out"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        + f'{_text(AXIS_SIZE)}<c:crossAx val="1"/><c:crosses val="{form.crosses}"/></c:valAx></c:plotArea>'
        + f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_text(LEGEND_SIZE)}</c:legend>'
        + '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        + f'<c:txPr><a:bodyPr/><a:p>{_font(LEGEND_SIZE)}<a:endParaRPr lang="vi-VN"/></a:p></c:txPr>'
        + f'<c:externalData r:id="{relation}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _series(series: Series, index: int, chart: Chart) -> str:
    column, last = chr(ord("B") + index), len(chart.categories) + 1
    names = "".join(f'<c:pt idx="{at}"><c:v>{escape(name)}</c:v></c:pt>' for at, name in enumerate(chart.categories))
    values = "".join(
        f'<c:pt idx="{at}"><c:v>{value:f}</c:v></c:pt>' for at, value in enumerate(series.values) if value is not None
    )
    count = f'<c:ptCount val="{len(chart.categories)}"/>'
    sheet = "'Số liệu'!"
    labels = (
        f'<c:dLbls><c:numFmt formatCode="{_numbers(chart)}" sourceLinked="0"/>{_text(NUMBER_SIZE)}'
        '<c:dLblPos val="outEnd"/>'
        '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        '<c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        if chart.is_labelled(series)
        else ""
    )
    return (
        f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/><c:tx><c:strRef><c:f>{sheet}${column}$1</c:f>'
        f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(series.name)}</c:v></c:pt></c:strCache></c:strRef>'
        f'</c:tx><c:spPr><a:solidFill><a:srgbClr val="{COLORS[index % len(COLORS)]}"/></a:solidFill></c:spPr>'
        f'<c:invertIfNegative val="0"/>{labels}'
        f"<c:cat><c:strRef><c:f>{sheet}$A$2:$A${last}</c:f><c:strCache>{count}{names}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>{sheet}${column}$2:${column}${last}</c:f><c:numCache>"
        f"<c:formatCode>General</c:formatCode>{count}{values}</c:numCache></c:numRef></c:val></c:ser>"
    )


def _floor(chart: Chart) -> str:
    """Columns are on zero, or a small change would look like a large one."""
    return '<c:min val="0"/>' if chart.begins_at_zero else ""


def _numbers(chart: Chart) -> str:
    return f"{_NUMBERS}.{'0' * chart.places}" if chart.places else _NUMBERS


def _text(size: int) -> str:
    return f'<c:txPr><a:bodyPr/><a:p>{_font(size)}<a:endParaRPr lang="vi-VN"/></a:p></c:txPr>'


def _font(size: int, *, bold: bool = False) -> str:
    face = f'<a:latin typeface="{FONT}"/><a:cs typeface="{FONT}"/>'
    return f'<a:pPr><a:defRPr sz="{size * 100}" b="{int(bold)}">{face}</a:defRPr></a:pPr>'
