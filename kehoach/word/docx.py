"""Word files from documents and templates. Here are packaged templates; `word.custom` knows those of owners."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from kehoach.documents.paper import Paper
from kehoach.word.compiled import CompiledTemplate
from kehoach.word.context import context
from kehoach.word.marks import Marks
from kehoach.word.prepared import shipped


def write_docx(document: Paper, template: bytes, path: Path) -> bytes:
    """The Word file of a document: the same bytes for the same document and template.

    `path` is the template's, for messages. Raises EnvironmentFailure when the template cannot be rendered.
    """
    if packaged := _packaged(template, Path(path).name):
        return _printed(document, packaged)
    from kehoach.word.custom import compiled_template, faults_named  # late: it takes long to load

    with faults_named(path):
        return _printed(document, compiled_template(template, path))


@lru_cache(8)
def _packaged(template: bytes, name: str) -> CompiledTemplate | None:
    """The packaged template of that name, None where the bytes are others."""
    prepared = shipped(template, name)
    return CompiledTemplate(prepared) if prepared else None


def _printed(document: Paper, template: CompiledTemplate) -> bytes:
    with _undisturbed():
        marks = Marks()
        return template.printed(context(document, marks), marks, document.properties)


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
