"""Which program makes the PDF of a product, and its PDF where that is the built-in one.

The built-in engine sets papers in the forms of the packaged templates. Where the Word file comes from anything else, an
owner's template or a person's own hands, its PDF is made from that very file, by Word or LibreOffice.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kehoach.diagnostics import EnvironmentFailure, _
from kehoach.documents.kinds import CERTIFIED, EXTRACT
from kehoach.pdf import converter
from kehoach.pdf.engine import Engine
from kehoach.pipeline.products import Product
from kehoach.storage.files import digest, read_bytes
from kehoach.storage.workspace import TEMPLATES, fonts, packaged

if TYPE_CHECKING:
    from kehoach.documents.paper import Paper
    from kehoach.typeset.field_places import FieldLinks
    from kehoach.typeset.inline import TracedLine
    from kehoach.typeset.source import TypstSource

# What makes a PDF is imported when one is wanted.

EARLIER = {
    "34ea701a0cc41eb8", "5d482e1c7155d0ac", "2618773d8f57de79", "42353f8d345fae52", "5cb25bc790f45937",
    "f6d21562b47222dd",
}  # fmt: skip
"""How the hashes of the templates begin that earlier versions handed out: workspaces have copies of them, and what they
print is laid out as on those of today."""


def engine_for(wanted: Engine, product: Product, template: Path | None, *, edited: bool = False) -> Engine:
    """The engine that makes the PDF of a product on this template, when `wanted` is asked for.

    `edited`: its Word file is a person's own. Raises EnvironmentFailure where nothing here can.
    """
    own = _own_by(product, template, edited=edited)
    if wanted is Engine.AUTO:
        wanted = (Engine.WORD if converter.word_is_here() else Engine.LIBREOFFICE) if own else Engine.BUILTIN
        if wanted is Engine.LIBREOFFICE and not program(wanted):
            from kehoach.pdf.libreoffice import INSTALL

            raise EnvironmentFailure(
                _("no PDF: {reason}, so only Word or LibreOffice can make it, and neither is installed", reason=own),
                _("install it and run again: {command}", command=INSTALL.get(sys.platform, INSTALL["linux"])),
            )
    elif wanted is Engine.BUILTIN and own:
        raise EnvironmentFailure(
            _("no PDF by the built-in engine: {reason}", reason=own),
            _("leave out --engine: Word or LibreOffice makes it from the Word file"),
        )
    return wanted


def _own_by(product: Product, template: Path | None, *, edited: bool) -> object:
    """Why a Word file is not as the built-in engine sets its paper; "" where it is."""
    if edited:
        return _("the Word file was edited by hand")
    if product.writers != ("docx",):
        return _("it shows tracked changes")
    if template is not None and is_own(template, product.template):
        return _("the template {name} is your own", name=template.name)
    return ""


def is_own(template: Path, name: str) -> bool:
    """Whether a template is not, byte for byte, the packaged one of that name, or one that was."""
    if template.is_relative_to(packaged()):
        return False
    data = read_bytes(template)
    return data != read_bytes(packaged() / TEMPLATES / name) and digest(data)[:16] not in EARLIER


def program(engine: Engine) -> str:
    """The program that an engine is here, with its version; "" where it is not installed. None is started."""
    if engine is not Engine.BUILTIN:
        return converter.program(engine)
    from kehoach.typeset import engine as typesetter

    return typesetter.name()


def typeset(product: Product, paper: Paper) -> bytes:
    """The PDF of a paper by the built-in engine; of a certified copy with its signature fields.

    Raises EnvironmentFailure.
    """
    from kehoach.typeset import engine as typesetter

    if product.template == CERTIFIED.template:
        from kehoach.pipeline.signable import signable_pdf  # it needs this module

        return signable_pdf(product, paper)

    return typesetter.pdf(typeset_source(product, paper), fonts(), paper.properties.day)


def typeset_source(
    product: Product, paper: Paper, trace: list[TracedLine] | None = None, links: FieldLinks | None = None
) -> TypstSource:
    """What the built-in engine is given of a paper; with a `trace` its words are links, with `links` it has places for
    digital signatures (`typeset.source`)."""
    from kehoach.typeset.source import source

    return source(paper, draft_below_title=product.template == EXTRACT.template, trace=trace, links=links)
