"""Word files from documents and templates: docxtpl's dialect in a sandbox, compiled once for each template.

What a template's faults are called is here; what is done, in `compiled`.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from xml.parsers.expat import ExpatError

from jinja2 import TemplateError
from lxml import etree

from kehoach.diagnostics import EnvironmentFailure, _
from kehoach.documents.paper import Paper
from kehoach.patterns import regex
from kehoach.word.compiled import CompiledTemplate, EmptyTable
from kehoach.word.context import context
from kehoach.word.marks import Marks
from kehoach.word.prepared import shipped


def write_docx(document: Paper, template: bytes, path: Path) -> bytes:
    """The Word file of a document: the same bytes for the same document and template.

    `path` is the template's, for messages. Raises EnvironmentFailure when the template cannot be rendered.
    """
    try:
        with _undisturbed():
            marks = Marks()
            return _compiled(template, path).printed(context(document, marks), marks, document.properties)
    except (TemplateError, TypeError, ArithmeticError, AttributeError) as error:
        raise EnvironmentFailure(
            _("the template {name} cannot be rendered: {problem}", name=path, problem=str(error)[:300]),
            _("compare it with the packaged template"),
        ) from error
    except EmptyTable:
        raise EnvironmentFailure(
            _("the template {name} leaves a table without a row, or a cell without a paragraph", name=path)
        ) from None
    except KeyError as error:
        raise EnvironmentFailure(_("the template {name} is no Word file", name=path)) from error
    except (etree.XMLSyntaxError, ExpatError, ValueError) as error:
        raise EnvironmentFailure(
            _("the template {name} gives broken XML: {problem}", name=path, problem=str(error))
        ) from error


@lru_cache(8)
def _compiled(template: bytes, path: Path) -> CompiledTemplate:
    """A template, known by its bytes; a run prints many papers with few of them."""
    if ready := shipped(template, Path(path).name):
        return CompiledTemplate(ready)
    # late: it takes long to load, and packaged templates are shipped prepared
    from kehoach.ooxml.guard import opened
    from kehoach.word.dialect import prepared
    from kehoach.word.received import made_ready
    from kehoach.word.restored import numbers_by_itself

    saved = opened(template, path)
    _refuse_idle_tags(saved, path)
    parts = made_ready(saved)
    if not numbers_by_itself(parts):
        raise EnvironmentFailure(
            _(
                "the template {name} has lost the list of its headings: I., 1., a) and dashes would be missing",
                name=path,
            ),
            _("begin from the packaged template: kehoach template new plan -o FOLDER"),
        )
    return CompiledTemplate(prepared(parts))


_TAG = regex(r"\{[{%#].{0,60}")


def _refuse_idle_tags(parts: Mapping[str, bytes], path: Path) -> None:
    """Refuse tags where the dialect does not look: in a comment or a property they would stay as they are."""
    from kehoach.word.received import text_parts

    filled = set(text_parts(parts))
    for part, data in parts.items():
        if part.endswith(".xml") and part not in filled and part.startswith(("word/", "docProps/")):
            text = re.sub(r"<[^>]*>", "", data.decode("utf-8", "replace"))
            if tag := _TAG.search(text):
                raise EnvironmentFailure(
                    _("the template {name} has a tag in {part}, where none is filled in: {tag}",
                      name=path, part=part, tag=tag.group()),
                    _("delete it; tags belong in the text, the header, the footer or a footnote"),
                )  # fmt: skip


@contextmanager
def _undisturbed() -> Iterator[None]:
    """No garbage is collected while a paper is printed: of ten thousands of small values none is garbage yet."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
