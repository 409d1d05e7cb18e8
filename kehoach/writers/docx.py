"""Word files from documents and templates: docxtpl's dialect in a sandbox, then our own last pass.

docxtpl prepares the template and runs Jinja. What it would do behind our back is switched off: it parses broken XML by
dropping what it does not understand, evaluates document properties as templates, and leaves the clock in the package.
"""

from __future__ import annotations

import io
from typing import Any
from zipfile import BadZipFile

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from kehoach.diagnostics import Surroundings, _
from kehoach.documents.paper import PlanDocument, Properties
from kehoach.writers.context import context
from kehoach.writers.finish import Finish, hollow
from kehoach.writers.marks import Marks
from kehoach.writers.numbering import Numbering, find_base
from kehoach.writers.ooxml import w
from kehoach.writers.package import pack, unpack
from kehoach.writers.runs import Runs
from kehoach.writers.template_styles import LIST_NAME

_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def write_docx(document: PlanDocument, template: bytes, name: str) -> bytes:
    """The Word file of a document: the same bytes for the same document and template.

    `name` is the template's, for messages. Raises Surroundings when the template cannot be rendered.
    """
    marks = Marks()
    values = context(document, marks)
    rendering = _Rendering(io.BytesIO(template))
    try:
        rendering.render(values, _environment(), autoescape=True)
    except (TemplateError, TypeError, ArithmeticError, AttributeError) as error:
        raise Surroundings(
            _("the template {name} cannot be rendered: {problem}", name=name, problem=str(error)),
            _("compare it with the packaged template"),
        ) from error
    except (BadZipFile, KeyError, PackageNotFoundError) as error:
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


def _environment() -> ImmutableSandboxedEnvironment:
    """Jinja without a way out: no attributes of Python, no undefined names, every value escaped."""
    return ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


class _Rendering(DocxTemplate):  # type: ignore[misc]
    """docxtpl without its silent repairs."""

    def fix_tables(self, xml: str) -> Any:
        """Parse strictly first: docxtpl's own parser drops what it does not understand."""
        etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
        return super().fix_tables(xml)

    def render_properties(self, context: dict[str, Any], jinja_env: Any = None) -> None:
        """Document properties are values, not templates."""


def _finished(rendering: _Rendering, marks: Marks, properties: Properties) -> bytes:
    package = rendering.docx
    part = package.part
    footnotes = next((p for p in part.package.iter_parts() if p.content_type == _FOOTNOTES), None)
    notes = etree.fromstring(footnotes.blob) if footnotes is not None else None
    numbering_part = getattr(part, "numbering_part", None) if _has_numbering(part) else None
    base = find_base(numbering_part.element, LIST_NAME) if numbering_part is not None else None
    finish = Finish(
        marks,
        Runs(marks, notes),
        Numbering(numbering_part.element, *base) if base and numbering_part is not None else None,
        _headings(package.styles.element),
    )
    finish.body(package.element.body)
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
