"""Jinja without a way out: what a template may do is listed here, everything else is refused.

Jinja's own sandbox keeps templates away from Python's insides; it does not bound their work, and each of its holes so
far led through a filter or a method that no official paper needs.
"""

from __future__ import annotations

from typing import Any

from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

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


def methods(value: object) -> frozenset[str]:
    """What a template may call on a value."""
    return frozenset[str]().union(*(names for kind, names in _ATTRIBUTES if isinstance(value, kind)))


class Sandbox(ImmutableSandboxedEnvironment):
    """The dialect's engine: every value escaped, an undefined name is an error, no functions, no files."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}

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
