"""Word files from documents and templates: docxtpl's dialect in a sandbox, then our own last pass.

docxtpl prepares the template and runs Jinja. What it would do behind our back is switched off: it parses broken XML by
dropping what it does not understand, evaluates document properties as templates, and leaves the clock in the package.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import TemplateError
from lxml import etree

from kehoach.diagnostics import Surroundings, _
from kehoach.documents.paper import Paper, Properties
from kehoach.writers.context import context
from kehoach.writers.finish import Finish, hollow
from kehoach.writers.guard import opened
from kehoach.writers.marks import Marks
from kehoach.writers.numbering import Numbering, find_base
from kehoach.writers.ooxml import w
from kehoach.writers.package import pack, unpack
from kehoach.writers.runs import Runs
from kehoach.writers.sandbox import Sandbox
from kehoach.writers.template_styles import LIST_NAME

_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def write_docx(document: Paper, template: bytes, name: str) -> bytes:
    """The Word file of a document: the same bytes for the same document and template.

    `name` is the template's, for messages. Raises Surroundings when the template cannot be rendered.
    """
    marks = Marks()
    values = context(document, marks)
    parts = opened(template, name)
    _refuse_idle_tags(parts, name)
    rendering = _Rendering(io.BytesIO(pack(parts)))
    try:
        rendering.render(values, Sandbox(), autoescape=True)
    except (TemplateError, TypeError, ArithmeticError, AttributeError) as error:
        raise Surroundings(
            _("the template {name} cannot be rendered: {problem}", name=name, problem=str(error)[:300]),
            _("compare it with the packaged template"),
        ) from error
    except (KeyError, PackageNotFoundError) as error:
        raise Surroundings(_("the template {name} is no Word file", name=name)) from error
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Surroundings(
            _("the template {name} gives broken XML: {problem}", name=name, problem=str(error))
        ) from error
    docx = _finished(rendering, marks, document.properties)
    if hollow(rendering.docx.element.body):
        raise Surroundings(
            _("the template {name} leaves a table without a row, or a cell without a paragraph", name=name)
        )
    return docx


_FILLED = re.compile(rb'PartName="/([^"]+)"[^>]*wordprocessingml\.(?:document\.main|header|footer|footnotes)\+xml"')
_TAG = re.compile(r"\{[{%#].{0,60}")


def _refuse_idle_tags(parts: Mapping[str, bytes], name: str) -> None:
    """Refuse tags where the dialect does not look: in a comment or a property they would stay as they are."""
    filled = {part.decode() for part in _FILLED.findall(parts.get("[Content_Types].xml", b""))}
    for part, data in parts.items():
        if part.endswith(".xml") and part not in filled and part.startswith(("word/", "docProps/")):
            text = re.sub(r"<[^>]*>", "", data.decode("utf-8", "replace"))
            if tag := _TAG.search(text):
                raise Surroundings(
                    _("the template {name} has a tag in {part}, where none is filled in: {tag}",
                      name=name, part=part, tag=tag.group()),
                    _("delete it; tags belong in the text, the header, the footer or a footnote"),
                )  # fmt: skip


class _Rendering(DocxTemplate):  # type: ignore[misc]
    """docxtpl without its silent repairs."""

    def fix_tables(self, xml: str) -> Any:
        """Parse strictly first: docxtpl's own parser drops what it does not understand."""
        etree.fromstring(xml, _parser())
        return super().fix_tables(xml)

    def render_properties(self, context: dict[str, Any], jinja_env: Any = None) -> None:
        """Document properties are values, not templates."""


def _parser() -> Any:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)


def _finished(rendering: _Rendering, marks: Marks, properties: Properties) -> bytes:
    package = rendering.docx
    part = package.part
    footnotes = next((p for p in part.package.iter_parts() if p.content_type == _FOOTNOTES), None)
    notes = etree.fromstring(footnotes.blob, _parser()) if footnotes is not None else None
    numbering_part = getattr(part, "numbering_part", None) if _has_numbering(part) else None
    base = find_base(numbering_part.element, LIST_NAME) if numbering_part is not None else None
    finish = Finish(
        marks,
        Runs(marks, notes),
        Numbering(numbering_part.element, *base) if base and numbering_part is not None else None,
        _headings(package.styles.element),
    )
    finish.body(package.element.body)
    if finish.charts:
        from kehoach.writers.charts import place_chart  # late: few papers have one

        for number, (place, chart) in enumerate(finish.charts, 1):
            place_chart(part, place, chart, number)
    if notes is not None and footnotes is not None:
        finish.part(notes)
        footnotes._blob = etree.tostring(notes, xml_declaration=True, encoding="UTF-8", standalone=True)
    _set_properties(package.core_properties, properties)
    buffer = io.BytesIO()
    rendering.save(buffer)
    return pack(unpack(buffer.getvalue()))


def _has_numbering(part: Any) -> bool:
    return any(relation.reltype.endswith("/numbering") for relation in part.rels.values())


def _headings(styles: Any) -> dict[str, tuple[int, int]]:
    """Of each style with an outline level: that level, and its level in the list (-1 for none)."""
    found = {}
    for style in styles.findall(w("style")):
        outline = style.find(f"{w('pPr')}/{w('outlineLvl')}")
        level = style.find(f"{w('pPr')}/{w('numPr')}/{w('ilvl')}")
        numbered = style.find(f"{w('pPr')}/{w('numPr')}")
        if outline is not None:
            listed = int(level.get(w("val"))) if level is not None else 0 if numbered is not None else -1
            found[style.get(w("styleId"))] = (int(outline.get(w("val"))), listed)
    return found


def _set_properties(core: Any, properties: Properties) -> None:
    core.title = properties.title[:255]
    core.subject = properties.subject[:255]
    core.author = properties.author[:255]
    core.language = properties.language
