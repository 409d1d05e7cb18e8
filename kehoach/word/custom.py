"""Templates of owners: read in docxtpl's dialect, compiled once, and what their faults are called."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from xml.parsers.expat import ExpatError

from jinja2 import TemplateError
from lxml import etree

from kehoach.diagnostics import EnvironmentFailure, _
from kehoach.ooxml.guard import opened
from kehoach.patterns import regex
from kehoach.word.compiled import CompiledTemplate, EmptyTable
from kehoach.word.dialect import prepared
from kehoach.word.received import made_ready, text_parts
from kehoach.word.restored import numbers_by_itself

_TAG = regex(r"\{[{%#].{0,60}")


@contextmanager
def faults_named(path: Path) -> Iterator[None]:
    """What fails with the template of this name is an EnvironmentFailure that says what is wrong with it."""
    try:
        yield
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
def compiled_template(template: bytes, path: Path) -> CompiledTemplate:
    """A template, known by its bytes; a run prints many papers with few of them."""
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


def _refuse_idle_tags(parts: Mapping[str, bytes], path: Path) -> None:
    """Refuse tags where the dialect does not look: in a comment or a property they would stay as they are."""
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
