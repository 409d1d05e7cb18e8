"""What a tag of the dialect says, read by Jinja itself one tag at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from jinja2 import Environment, TemplateSyntaxError, nodes

from kehoach.templates.template import Code, Path

_ENGINE = Environment(autoescape=True)
COMMON = frozenset({"loop", "self", "caller", "varargs", "kwargs"})
"""Names that Jinja brings itself."""

LEVEL = re.compile(r"\{[{%#](p|tr|tc|r)\s")
_WORD = re.compile(r"\w*")
_OPENINGS = {"if", "for", "with", "filter", "macro", "call", "autoescape"}
_ALONE = {"else", "endset", "vm", "hm", *(f"end{word}" for word in _OPENINGS)}
_OF_DOCXTPL = {"colspan", "cellbg"}
"""Statements of docxtpl that are followed by a value; `vm` and `hm` are alone."""
WORDS = frozenset({*_OPENINGS, *_ALONE, *_OF_DOCXTPL, "elif", "set"})
"""Every statement that a template may use."""

_STRAIGHT = str.maketrans("“”‘’", "\"\"''")
"""docxtpl makes these quotes straight before Jinja sees them."""


@lru_cache(maxsize=4096)
def read_tag(text: str) -> Code:
    """The meaning of one tag as typed, `{{ … }}`, `{% … %}` or `{# … #}`."""
    inner = LEVEL.sub("{{ ", text)[2:-2].strip("-+").strip().translate(_STRAIGHT)
    if text.startswith("{#"):
        return Code()
    if text.startswith("{{"):
        return _parsed("", "{{ " + inner + " }}")
    word = _WORD.match(inner)[0]  # type: ignore[index]
    rest = inner[len(word) :].strip()
    if word in _ALONE and not rest:
        return Code(word)
    if word in _OF_DOCXTPL:
        return _parsed(word, "{{ " + rest + " }}")
    if word == "set" and "=" not in rest:
        return _parsed("block set", "{% " + inner + " %}{% endset %}")
    if word == "elif":
        return _parsed(word, "{% if " + rest + " %}{% endif %}")
    return _parsed(word, "{% " + inner + " %}" + ("{% end" + word + " %}" if word in _OPENINGS else ""))


def _parsed(word: str, text: str) -> Code:
    try:
        meaning = _meaning(word, _ENGINE.parse(text))
    except (TemplateSyntaxError, RecursionError, ValueError) as error:  # the last: a number of 5,000 digits
        return Code(word, problem=str(error))
    allowed = not word or word.split()[-1] in WORDS
    return meaning if allowed else Code(word, problem="not in a template")


def _meaning(word: str, tree: nodes.Template) -> Code:
    loops = list(tree.find_all(nodes.For))
    names = (name.name for name in tree.find_all(nodes.Name) if name.ctx in ("store", "param"))
    bound: list[tuple[str, Path | None]] = [(name, None) for name in names]
    loop = _path(loops[0].iter) if loops and loops[0].test is None else None
    each = _path(loops[0].iter) if loops else None
    if loops and isinstance(loops[0].target, nodes.Name):
        bound = [(loops[0].target.name, (*each, "[]") if each else None)]
    for assigned in tree.find_all(nodes.Assign):
        if isinstance(assigned.target, nodes.Name):
            bound = [(assigned.target.name, _path(assigned.node))]
    bound += [(macro.name, None) for macro in tree.find_all(nodes.Macro)]
    return Code(
        word,
        uses=tuple(dict.fromkeys(_uses(tree))),
        binds=tuple(bound),
        filters=tuple(f.name for f in tree.find_all(nodes.Filter)),
        loop=loop,
    )


def _uses(node: nodes.Node) -> Iterator[Path]:
    """Every name that is read, with what follows its dots, as long as that is plain."""
    path = _path(node)
    if path is not None:
        yield path
        return
    for child in node.iter_child_nodes():
        yield from _uses(child)


def _path(node: nodes.Node) -> Path | None:
    if isinstance(node, nodes.Name):
        return (node.name,) if node.ctx == "load" else None
    if isinstance(node, nodes.Getattr):
        before = _path(node.node)
        return (*before, node.attr) if before else None
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        before = _path(node.node)
        step = node.arg.value if isinstance(node.arg.value, str) else "[]"
        return (*before, step) if before else None
    return None
