"""A template compiled once: whatever does not depend on the paper is done before the first one is printed.

The guard has looked, docxtpl has prepared each part, Jinja has compiled it, what its fixed text guarantees is known
(`prove`), and the parts that no paper changes are deflated. A paper is then its context, Jinja's output, one pass
over that (`finish`), a check whether it is well formed, and a zip.
"""

from __future__ import annotations

import re
from itertools import count, islice
from typing import Any

from kehoach.documents.paper import Picture, Properties, Slot
from kehoach.ooxml.names import LIST_NAME, escape
from kehoach.ooxml.offsets import changed
from kehoach.ooxml.package import joined, member, order
from kehoach.patterns import regex
from kehoach.word.cell_widths import UnevenRows
from kehoach.word.control_characters import resolved
from kehoach.word.marks import Marks, value_marks
from kehoach.word.numbering import Numbering
from kehoach.word.pictures import with_pictures
from kehoach.word.postprocess import Lead, Postprocessor, UnknownColumnWidths
from kehoach.word.prepared import PreparedPart, Printer
from kehoach.word.prompts import with_prompts
from kehoach.word.runs import Runs, has_small_signs
from kehoach.word.well_formed import check_well_formed

# Jinja is imported late, where something has to be compiled: packaged templates are compiled already.

_DRAWING = regex(rb'(<wp:docPr(?= )[^>]* id=")[^"]*')
_FIRST_DRAWING = 1001
"""The number of the first drawing that a template brings; charts of the paper itself begin with 1."""
_STRETCH = 4096
"""How many pieces of Jinja's output are joined at once."""
_NOTES_END = b"</w:footnotes>"
_MOST_PROPERTY = 255


class EmptyTable(Exception):
    """A printed table has no row, a row no cell, or a cell no paragraph: Word refuses such a file."""


class CompiledTemplate:
    """One template, ready to print papers. Raises jinja2.TemplateError."""

    def __init__(self, prepared: PreparedPart) -> None:
        self._template = prepared
        self._body = self._template.sources[self._template.document]
        if prepared.body:
            self.proof, self._print = prepared.body.proof, prepared.body.printer()
        else:
            from kehoach.word.bodies import body_printer

            self.proof, self._print = body_printer(self._body)
        self._forbidden = [stretch.encode() for stretch in self.proof.forbidden]
        self._plain: Printer | None = None
        self._styles = f"{self._template.document.rpartition('/')[0]}/styles.xml"
        self._has_drawings = "<wp:docPr" in self._body.text
        self._leads: dict[bytes, Lead | None] = {}
        self._filled: dict[str, Printer] = {}
        fixed: dict[str, bytes] = {}
        for name, source in self._template.sources.items():
            if name == self._template.document:
                continue
            if "{" in source.text or "}" in source.text:
                from kehoach.word.bodies import part_printer

                self._filled[name] = part_printer(source.text)
            elif (done := _small(source.text.encode(), Marks(), source.namespaces, {})) != source.text.encode():
                fixed[name] = done
        self._fixed: dict[str, bytes] = {**self._template.parts, **fixed}
        self._core = re.split("\ufdd0([^\ufdd0\ufdd1\n]*)\ufdd1", self._fixed[self._template.core].decode())
        changing = {self._template.document, self._template.core, *self._filled}
        self._members = {name: member(name, data) for name, data in self._fixed.items() if name not in changing}
        self._order = sorted(self._fixed, key=order)

    def printed(self, values: dict[str, Any], marks: Marks, properties: Properties) -> bytes:
        """The Word file that a context makes of this template; `marks` are those in its texts.

        Raises jinja2.TemplateError or what a calculation in the template raises, EmptyTable, and expat.ExpatError or
        ValueError for what is not well formed.
        """
        prompts: dict[str, Slot] = {}
        filled = self._body_parts(values, marks, prompts)
        filled[self._template.core] = self._properties(properties)
        for name, printer in self._filled.items():
            if name not in filled:
                filled[name] = _small(
                    _rendered(printer, values), marks, self._template.sources[name].namespaces, prompts
                )
        if prompts:
            filled.update(with_prompts({**self._fixed, **filled}, self._template.document, prompts.values()))
        for name, data in filled.items():
            if name.endswith(".xml"):
                check_well_formed(data, proven=self.proof.proven and name == self._template.document)
        names = self._order if filled.keys() <= self._fixed.keys() else sorted({*self._order, *filled}, key=order)
        return joined(member(name, filled[name]) if name in filled else self._members[name] for name in names)

    def _body_parts(self, values: dict[str, Any], marks: Marks, prompts: dict[str, Slot]) -> dict[str, bytes]:
        """The body, and each part that is changed by what is there. Slots that it shows are added to `prompts`."""
        if self.proof.proven:
            xml = _rendered(self._print, values)
            if any(stretch in xml for stretch in self._forbidden):
                raise EmptyTable
            xml = _numbered_drawings(xml) if self._has_drawings else xml
        else:
            xml = self._looked_at(self._plainly(values))
        finish, numbering = self._finish(marks)
        try:
            xml = finish.body(xml)
        except UnknownColumnWidths:
            finish, numbering = self._finish(marks)
            from kehoach.word.dialect import tidied  # late: it takes long to load

            xml = finish.body(tidied(resolved(self._plainly(values))))
        except UnevenRows:
            finish, numbering = self._finish(marks)
            xml = finish.body(self._plainly(values))
        notes: list[str] | None = [] if self._template.notes else None
        pictures: list[Picture] = []
        if marks.inlines or has_small_signs(xml):
            runs = Runs(marks, self._body.namespaces, notes, prompts)
            xml, pictures = runs.part(xml), runs.pictures
        parts = {self._template.document: xml}
        if notes:
            parts.update(self._notes(notes, values, marks, prompts))
        if numbering is not None and numbering.made:
            from kehoach.word.list_definitions import with_definitions  # late: few papers need one

            assert self._template.numbering is not None
            data = self._fixed[self._template.numbering]
            parts[self._template.numbering] = with_definitions(data, LIST_NAME, numbering.made)
        if finish.contents.tables:
            from kehoach.word.contents import with_contents_styles  # late: few papers have one

            parts[self._styles] = with_contents_styles(self._fixed.get(self._styles, b""))
        if finish.charts:
            from kehoach.word.charts import with_charts  # late: few papers have one

            parts.update(with_charts(self._fixed, self._template.document, finish.charts))
        if pictures:
            parts.update(with_pictures({**self._fixed, **parts}, self._template.document, pictures))
        return parts

    def _plainly(self, values: dict[str, Any]) -> bytes:
        """The body as the template's own text prints it, without signs for tables."""
        if self._plain is None:
            from kehoach.word.bodies import part_printer

            self._plain = part_printer(self._body.text)
        xml = _rendered(self._plain, values)
        return _numbered_drawings(xml) if self._has_drawings else xml

    def _finish(self, marks: Marks) -> tuple[Postprocessor, Numbering | None]:
        numbering = Numbering(*self._template.base) if self._template.base else None
        finish = Postprocessor(marks, numbering, self._template.headings, self._leads)
        finish.contents.styles = self._fixed.get(self._styles, b"")
        return finish, numbering

    def _looked_at(self, xml: bytes) -> bytes:
        """A body that the template's text guarantees nothing about, put right and looked at as a tree."""
        from kehoach.word.dialect import tidied  # late: it takes long to load
        from kehoach.word.template_proof import has_empty_table

        xml = tidied(resolved(xml))
        if has_empty_table(xml):
            raise EmptyTable
        return xml

    def _notes(
        self, notes: list[str], values: dict[str, Any], marks: Marks, prompts: dict[str, Slot]
    ) -> dict[str, bytes]:
        name = self._template.notes
        assert name is not None
        printer = self._filled.get(name)
        text = _rendered(printer, values) if printer else self._template.sources[name].text.encode()
        at = text.rindex(_NOTES_END)
        text = text[:at] + "".join(notes).encode() + text[at:]
        return {name: _small(text, marks, self._template.sources[name].namespaces, prompts)}

    def _properties(self, properties: Properties) -> bytes:
        pieces = list(self._core)
        for at in range(1, len(pieces), 2):
            pieces[at] = escape(getattr(properties, pieces[at])[:_MOST_PROPERTY])
        return "".join(pieces).encode()


def _rendered(printer: Printer, values: dict[str, Any]) -> bytes:
    """What is printed, in UTF-8. It is joined in stretches: a long table as one string would be twice as large."""
    pieces = printer(values)
    stretches = []
    while stretch := list(islice(pieces, _STRETCH)):
        stretches.append("".join(stretch).encode())
    return b"".join(stretches)


def _small(xml: bytes, marks: Marks, namespaces: str, prompts: dict[str, Slot]) -> bytes:
    """A part beside the body: its signs as markup, its runs cut, nothing of lists and tables."""
    xml = resolved(xml)
    xml = changed(xml, [(start, end, b"") for start, end, _index in value_marks(xml)])
    return Runs(marks, namespaces, None, prompts).part(xml)


def _numbered_drawings(xml: bytes) -> bytes:
    """Each drawing with a number of its own: in a loop, one of the template is printed several times."""
    numbers = count(_FIRST_DRAWING)
    return _DRAWING.sub(lambda tag: b"%b%d" % (tag[1], next(numbers)), xml)
