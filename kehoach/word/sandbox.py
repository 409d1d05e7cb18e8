"""Jinja without a way out: what a template may do is listed here, everything else is refused.

Jinja's own sandbox keeps templates away from Python's insides; it does not bound their work, and each of its holes so
far led through a filter or a method that no official paper needs.
"""

from __future__ import annotations

from types import CodeType
from typing import Any

from jinja2 import StrictUndefined, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import escape

from kehoach.ooxml.names import escaped

FILTERS = frozenset(
    "capitalize count d default first int items join last length list lower map reject rejectattr replace reverse "
    "select selectattr sort string title trim unique upper".split()
)
"""Filters of a template. Left out: what pads to any length (`center`, `format`, `indent`, `batch`, `round`), what lets
raw XML through (`safe`), what differs from run to run (`random`), and what reaches attributes by name (`attr`)."""

_ATTRIBUTES = (
    (str, frozenset("endswith lower startswith strip title upper".split())),
    (dict, frozenset("get items keys values".split())),
    (
        LoopContext,
        frozenset(
            "changed cycle depth depth0 first index index0 last length nextitem previtem revindex revindex0".split()
        ),
    ),
)
"""Methods that a template may call, by the type of the value; the keys of a dictionary are no attributes."""

_OF_DICT = frozenset(dir(dict))
_BRACES = {"{_{": "{{", "}_}": "}}", "{_%": "{%", "%_}": "%}"}
"""What a template writes to print the braces of a tag."""


def methods(value: object) -> frozenset[str]:
    """What a template may call on a value."""
    return frozenset[str]().union(*(names for kind, names in _ATTRIBUTES if isinstance(value, kind)))


class _Code(CodeGenerator):
    """Jinja's code with two short ways: to keys of dictionaries, where its own begins with an exception for each, and
    to the escape of a text, where its own wraps what is joined right after. Together they are half of a long table.
    """

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
            self.write("environment.escaped(")
        else:
            super()._output_child_pre(node, frame, finalize)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's own name
        """Write what follows a dot. What is no plain dictionary, or no key of it, goes through the sandbox."""
        if node.attr in _OF_DICT:
            super().visit_Getattr(node, frame)
            return
        value, key = self.temporary_identifier(), repr(node.attr)
        self.write(f"({value}[{key}] if ({value} := ")
        self.visit(node.node, frame)
        self.write(f").__class__ is dict and {key} in {value} else environment.getattr({value}, {key}))")


class _OwnCode(_Code):
    """The code of a template of ours, which asks only for keys that every paper has."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's own name
        self.visit(node.node, frame)
        self.write(f"[{node.attr!r}]")


class Sandbox(ImmutableSandboxedEnvironment):
    """The dialect's engine: every value escaped, an undefined name is an error, no functions, no files."""

    code_generator_class = _Code
    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}

    @staticmethod
    def escaped(value: Any) -> str:
        """What `{{ value }}` prints."""
        return escaped(value) if value.__class__ is str else escape(value)

    def compiled(self, source: str) -> tuple[Template, nodes.Template]:
        """A template ready to render, and what it consists of. Raises jinja2.TemplateError."""
        tree = self._parsed(source)
        return self._loaded(self.compile(tree)), tree

    def as_code(self, source: str) -> tuple[str, nodes.Template]:
        """A template as Python code without the line that imports Jinja, and what it consists of."""
        tree = self._parsed(source)
        return self.compile(tree, raw=True).partition("\n")[2], tree

    def _loaded(self, code: CodeType) -> Template:
        return Template.from_code(self, code, self.make_globals(None))

    def _parsed(self, source: str) -> nodes.Template:
        tree = self.parse(source)
        for data in tree.find_all(nodes.TemplateData):
            data.data = _braced(data.data)
        for constant in tree.find_all(nodes.Const):
            if isinstance(constant.value, str):
                constant.value = _braced(constant.value)
        return tree

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may see this attribute: only listed ones."""
        return attr in methods(obj)

    def wrap_str_format(self, value: Any) -> None:
        """No formatting: `'{:1000000000}'` would fill the memory."""

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Multiplication and remainder of numbers; on texts they repeat and format, and powers have no end."""
        if operator == "**" or not (isinstance(left, int | float) and isinstance(right, int | float)):
            raise SecurityError(f"{operator} is for numbers" if operator != "**" else "** is not used in templates")
        return super().call_binop(context, operator, left, right)


class OwnSandbox(Sandbox):
    """Makes the code of a template of ours, which `word.prepared` runs without Jinja."""

    code_generator_class = _OwnCode


def _braced(text: str) -> str:
    for written, meant in _BRACES.items():
        text = text.replace(written, meant)
    return text
