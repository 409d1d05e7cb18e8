"""How the tags of a template belong together: which closes which, and which names each can see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kehoach.frozen import frozen
from kehoach.templates.template import Path, Shape, Tag, Template, TemplatePart

_CLOSES = {
    "endif": "if",
    "endfor": "for",
    "endwith": "with",
    "endfilter": "filter",
    "endmacro": "macro",
    "endcall": "call",
    "endautoescape": "autoescape",
    "endset": "block set",
}
OPENS = frozenset(_CLOSES.values())
_BRANCHES = {"elif": {"if"}, "else": {"if", "for"}}
_OWN_NAMES = OPENS - {"if", "autoescape"}
"""Blocks whose names end with them."""

Scope = Mapping[str, Shape | None]
"""What each name stands for; None where that is not known, so that anything may follow."""


@dataclass
class Blocks:
    """The blocks of a part.

    `pairs` are an opening with each of its branches and its end; `mixed` pairs are of two levels, `{%p if %}` with
    `{% endif %}`. `unclosed` and `unopened` have no partner; `crossed` ends are inside of another block.
    """

    pairs: list[tuple[Tag, Tag]] = field(default_factory=list)
    mixed: list[tuple[Tag, Tag]] = field(default_factory=list)
    unclosed: list[Tag] = field(default_factory=list)
    unopened: list[Tag] = field(default_factory=list)
    crossed: list[Tag] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether every block is closed in its place."""
        misplaced = any(opening.holder != other.holder for opening, other in self.pairs)
        return not (self.mixed or self.unclosed or self.unopened or self.crossed or misplaced)


def blocks_of(part: TemplatePart) -> Blocks:
    """Pair the tags of a part: first those of one level, then what is left across levels."""
    found = Blocks()
    for level in dict.fromkeys(tag.level for tag in part.tags):
        _pair([tag for tag in part.tags if tag.level == level], found)
    for end in sorted(found.unopened, key=_start):
        _pair_across(end, found)
    whole = [(_start(a), _start(b), b) for a, b in found.pairs if b.code.word in _CLOSES]
    found.crossed = [end for a, b, end in whole if any(a < other < b < last for other, last, _end in whole)]
    return found


def _pair(tags: list[Tag], found: Blocks) -> None:
    """Pair tags of one level. A wrong end closes nothing; a block inside one that ends is not closed."""
    open_tags = list[Tag]()
    for tag in tags:
        word = tag.code.word
        if word in OPENS:
            open_tags.append(tag)
        elif word in _BRANCHES:
            if open_tags and open_tags[-1].code.word in _BRANCHES[word]:
                found.pairs.append((open_tags[-1], tag))
            else:
                found.unopened.append(tag)
        elif word in _CLOSES:
            if not any(one.code.word == _CLOSES[word] for one in open_tags):
                found.unopened.append(tag)
                continue
            while open_tags[-1].code.word != _CLOSES[word]:
                found.unclosed.append(open_tags.pop())
            found.pairs.append((open_tags.pop(), tag))
    found.unclosed += open_tags


def _pair_across(end: Tag, found: Blocks) -> None:
    """Pair an end, or a branch, with the nearest open block of another level before it."""
    word = end.code.word
    wanted = _BRANCHES.get(word) or {_CLOSES[word]}
    candidates = found.unclosed if word in _CLOSES else [*found.unclosed, *(opening for opening, _end in found.pairs)]
    before = [tag for tag in candidates if tag.code.word in wanted and tag.level != end.level]
    before = [tag for tag in before if _start(tag) < _start(end)]
    if before:
        opening = max(before, key=_start)
        found.mixed.append((opening, end))
        found.unopened.remove(end)
        if word in _CLOSES:
            found.unclosed.remove(opening)


def _start(tag: Tag) -> int:
    return tag.span.start


@frozen
class UnknownStep:
    """A name that is not there, the name before its dot ("" for none), and those that would have been."""

    name: str
    owner: str
    known: tuple[str, ...]


def scopes(part: TemplatePart, template: Template) -> Iterator[tuple[Tag, Scope]]:
    """Every tag with the names that it sees, its own among them."""
    stack: list[dict[str, Shape | None]] = [dict.fromkeys(template.common), dict(template.names.fields or {})]
    for tag in part.tags:
        code = tag.code
        if _CLOSES.get(code.word) in _OWN_NAMES and len(stack) > 2:
            stack.pop()
        seen = {name: shape for level in stack for name, shape in level.items()}
        made = {name: _value(path, seen) for name, path in code.binds}
        if code.word in ("macro", "set", "block set"):
            stack[-1].update(made)
        if code.word in _OWN_NAMES:
            stack.append(made)
        yield tag, {**seen, **made}


def follow(path: Path, scope: Scope) -> Shape | UnknownStep | None:
    """What a path leads to: a shape, None for what is not known, or the step that leads nowhere."""
    if path[0] not in scope:
        return UnknownStep(path[0], "", tuple(scope))
    shape = scope[path[0]]
    for index, step in enumerate(path[1:], 1):
        if shape is None:
            return None
        if step == "[]":
            shape = shape.each
        elif shape.fields and step in shape.fields:
            shape = shape.fields[step]
        elif step in shape.methods:
            return None
        else:
            owner = ".".join(path[:index]).replace(".[]", "[]")
            return UnknownStep(step, owner, tuple(shape.fields or ()))
    return shape


def _value(path: Path | None, scope: Scope) -> Shape | None:
    found = follow(path, scope) if path else None
    return found if isinstance(found, Shape) else None


def always_run(part: TemplatePart, template: Template) -> frozenset[Tag]:
    """The loops that run at least once in every paper."""
    found = set()
    for tag, scope in scopes(part, template):
        if tag.code.loop:
            shape = follow(tag.code.loop, scope)
            if isinstance(shape, Shape) and shape.filled:
                found.add(tag)
    return frozenset(found)


def unprinted(template: Template) -> list[str]:
    """The texts of a plan that the template never uses, as `parts[].signature.name`.

    Empty where a name is bound to what cannot be followed, such as a filtered list: anything may be used through it.
    """
    used = set()
    for part in template.parts:
        if part.runs:
            for tag, scope in scopes(part, template):
                if any(scope[name] is None for name, _path in tag.code.binds):
                    return []
                used |= {id(follow(path, scope)) for path in tag.code.uses}
    return [name for name, shape in _texts(template.names, "") if id(shape) not in used]


def _texts(shape: Shape, name: str) -> Iterator[tuple[str, Shape]]:
    """The texts below a shape, but for those that a template may as well type itself."""
    if shape.each:
        yield from _texts(shape.each, f"{name}[]")
    elif shape.fields:
        for key, inner in shape.fields.items():
            yield from _texts(inner, f"{name}.{key}" if name else key)
    elif shape.own:
        yield name, shape
