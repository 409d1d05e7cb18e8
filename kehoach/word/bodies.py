"""Parts of a template as Jinja compiles them, ready to print, and what the text of a body guarantees."""

from __future__ import annotations

from jinja2 import nodes

from kehoach.word.prepared import BodyCode, Printer, TemplateProof, TemplateSource
from kehoach.word.sandbox import OwnSandbox, Sandbox
from kehoach.word.template_proof import Unproven, prove, with_elastic_tables


def part_printer(text: str) -> Printer:
    """What prints a part. Raises jinja2.TemplateError."""
    return Sandbox().compiled(text)[0].generate


def body_printer(body: TemplateSource) -> tuple[TemplateProof, Printer]:
    """What prints a body, with signs for its tables where it can have them. Raises jinja2.TemplateError."""
    text, elastic = _elastic(body)
    template, tree = Sandbox().compiled(text)
    return _proof(tree, elastic=elastic), template.generate


def body_code(body: TemplateSource) -> BodyCode:
    """A body of ours as code that prints without Jinja. Raises jinja2.TemplateError."""
    text, elastic = _elastic(body)
    code, tree = OwnSandbox().as_code(text)
    return BodyCode(code, _proof(tree, elastic=elastic))


def _elastic(body: TemplateSource) -> tuple[str, bool]:
    """The text of a body with signs for tables, where its text shows where they belong."""
    try:
        return with_elastic_tables(body.text), True
    except Unproven:
        return body.text, False


def _proof(tree: nodes.Template, *, elastic: bool) -> TemplateProof:
    return prove(tree) if elastic else TemplateProof((), False)
