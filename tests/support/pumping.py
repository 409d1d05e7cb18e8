"""Every regular expression of the package, and texts that make a careless one slow."""

from __future__ import annotations

import ast
import builtins
import importlib
import inspect
import itertools
import pkgutil
import re
import time
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as sre  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

import kehoach
from kehoach.patterns import _LatePattern

METHODS = ("match", "fullmatch", "search", "findall", "finditer", "split", "sub", "subn")
ANCHORED = {"match", "fullmatch"}
PROBE = 1_000
"""How long the first text is: a quadratic expression takes a millisecond for it, a linear one far less."""
STEEP = 2.9
"""Twice the text may take so many times as long: 2 is in proportion, 4 is quadratic."""
_SAMPLES = {
    codes.CATEGORY_DIGIT: "1",
    codes.CATEGORY_NOT_DIGIT: "a",
    codes.CATEGORY_SPACE: " ",
    codes.CATEGORY_NOT_SPACE: "a",
    codes.CATEGORY_WORD: "a",
    codes.CATEGORY_NOT_WORD: ".",
}


@dataclass(frozen=True)
class Expression:
    """One regular expression, where it is written, and what is done with it."""

    place: str
    pattern: re.Pattern[Any]
    methods: frozenset[str]

    def seconds(self, text: str) -> float:
        """Processor time over a text."""
        whole = text.encode() if isinstance(self.pattern.pattern, bytes) else text
        began = time.process_time()
        if self.methods and self.methods <= ANCHORED:
            for method in self.methods:
                getattr(self.pattern, method)(whole)
        else:
            for _match in self.pattern.finditer(whole):
                pass
        return time.process_time() - began


@dataclass(frozen=True)
class Pump:
    """A text that can be made as long as one likes."""

    before: str
    piece: str
    after: str

    def text(self, size: int) -> str:
        return self.before + self.piece * (size // len(self.piece)) + self.after


def expressions() -> list[Expression]:
    """Those with a name in a module, and those that stand in a call; each once."""
    modules = [
        importlib.import_module(found.name)
        for found in pkgutil.walk_packages(kehoach.__path__, "kehoach.")
        if not found.name.endswith("__main__")
    ]
    found: dict[tuple[Any, int], Expression] = {}
    for module in modules:
        nodes = list(ast.walk(ast.parse(Path(str(module.__file__)).read_text("utf-8"))))
        for place, pattern, methods in _written_in(module, nodes, _methods_by_name(nodes)):
            key = (pattern.pattern, pattern.flags)
            if methods == {"compile"} and key in found:
                continue
            methods = methods | found[key].methods if key in found else methods
            found[key] = Expression(place, pattern, frozenset(methods))
    return list(found.values())


@cache
def floor() -> float:
    """Seconds that nobody looks at: half of what the plainest quadratic expression takes, on this machine."""
    plainest = Expression("here", re.compile("a+b"), frozenset({"search"}))
    return min(plainest.seconds("a" * PROBE) for _try in range(10)) / 2


def steep(expression: Expression) -> Pump | None:
    """A text for which the time of an expression grows faster than the text; none: none was found.

    It must grow so twice: a busy machine blurs one measurement.
    """
    for pump in pumps(expression.pattern):
        slow = expression.seconds(pump.text(PROBE)) > floor()
        if slow and _grows(expression, pump) and _grows(expression, pump):
            return pump
    return None


def _grows(expression: Expression, pump: Pump) -> bool:
    """Looked at with care, the better one of two tries at each size: most expressions do not grow at the first step."""
    once, twice = (_best(expression, pump, factor) for factor in (1, 2))
    return twice > max(floor(), once * STEEP * 0.8) and _best(expression, pump, 4) > twice * STEEP


def _best(expression: Expression, pump: Pump, factor: int) -> float:
    return min(expression.seconds(pump.text(PROBE * factor)) for _try in range(2))


def pumps(pattern: re.Pattern[Any]) -> Iterator[Pump]:
    """Texts made of what an expression itself is made of: its beginnings, then one of its pieces many times."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        raw = pattern.pattern
        tree = sre.parse(raw, pattern.flags & ~re.UNICODE if isinstance(raw, bytes) else pattern.flags)
    beginnings = list(dict.fromkeys(["", *_beginnings(tree)]))[-4:]
    atoms = list(dict.fromkeys([*_atoms(tree), "a", " ", "1"]))
    atoms = sorted(atoms, key=len, reverse=True)[:4] + sorted(atoms, key=len)[:6]
    pieces = [piece for piece in dict.fromkeys(atoms) if piece]
    pairs = ["".join(pair) for part in (pieces[:5], pieces[4:]) for pair in itertools.permutations(part, 2)]
    for piece in dict.fromkeys([*pieces, *pairs]):
        for before in beginnings if piece in pieces else beginnings[:1]:
            yield Pump(before, piece, "\x01")


def _beginnings(tree: Any) -> Iterator[str]:
    """Shortest texts of the first parts of an expression, one more each time."""
    text = ""
    for index, item in enumerate(tree):
        text += _shortest([item])
        if item[0] is not codes.LITERAL or index + 1 == len(tree) or tree[index + 1][0] is not codes.LITERAL:
            yield text


def _atoms(tree: Any) -> Iterator[str]:
    """The characters of an expression, the words in it, and what is repeated in it."""
    word = ""
    for code, value in tree:
        if code is codes.LITERAL:
            word += chr(value)
            yield chr(value)
            continue
        if len(word) > 1:
            yield word
        word = ""
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            yield _shortest(value[2])
            yield from _atoms(value[2])
        elif code is codes.SUBPATTERN:
            yield _shortest(value[3])
            yield from _atoms(value[3])
        elif code is codes.ATOMIC_GROUP:
            yield from _atoms(value)
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            yield from _atoms(value[1])
        elif code is codes.BRANCH:
            for branch in value[1][:12]:
                yield _shortest(branch)
                yield from _atoms(branch)
        elif code is codes.IN:
            yield from _members(value)
    if len(word) > 1:
        yield word


def _members(items: Any) -> Iterator[str]:
    """Some characters that a set names, be they in it or left out of it."""
    for code, value in items[:12]:
        if code is codes.LITERAL:
            yield chr(value)
        elif code is codes.RANGE:
            yield chr(value[0])
        elif code is codes.CATEGORY:
            yield _SAMPLES.get(value, "a")


def _shortest(tree: Any) -> str:
    """A short text that a part of an expression takes; nothing is said about what it looks ahead for."""
    text = ""
    for code, value in tree:
        if code is codes.LITERAL:
            text += chr(value)
        elif code in (codes.ANY, codes.NOT_LITERAL):
            text += "a"
        elif code is codes.IN:
            left_out = set(_members(value)) if value[0][0] is codes.NEGATE else set()
            text += (
                next((sign for sign in "a1 .-x" if sign not in left_out), "b")
                if left_out
                else next(_members(value), "a")
            )
        elif code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            text += _shortest(value[2]) * max(int(value[0]), 1 if value[0] else 0)
        elif code is codes.SUBPATTERN:
            text += _shortest(value[3])
        elif code is codes.ATOMIC_GROUP:
            text += _shortest(value)
        elif code is codes.BRANCH:
            text += _shortest(value[1][0])
    return text


def _methods_by_name(nodes: list[ast.AST]) -> dict[str, set[str]]:
    """What is done in a module with names that look like those of constants: `_NUMBER.fullmatch`."""
    used: dict[str, set[str]] = {}
    for node in nodes:
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            used.setdefault(node.func.value.id, set()).add(node.func.attr)
        for argument in [*node.args, *(word.value for word in node.keywords)]:
            if isinstance(argument, ast.Name):
                used.setdefault(argument.id, set()).add("handed on")
    return used


def _written_in(
    module: ModuleType, nodes: list[ast.AST], used: Mapping[str, set[str]]
) -> Iterator[tuple[str, re.Pattern[Any], set[str]]]:
    """Place, expression and what is done with it."""
    file = module.__name__.removeprefix("kehoach.")
    for name, value in vars(module).items():
        value = _compiled_late(value)
        for pattern in _patterns(value):
            methods = set(used.get(name, ())) if isinstance(value, re.Pattern | _LatePattern) else {"any"}
            yield f"{file}.{name}", pattern, methods
    for node in nodes:
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        if ast.unparse(node.func.value) == "re" and node.func.attr in (*METHODS, "compile"):
            made = _evaluated(_assigned(node.args[0], nodes), module)
            flags = next((_evaluated(arg, module) for arg in node.args[1:] if ast.unparse(arg).startswith("re.")), 0)
            if isinstance(made, str | bytes):
                yield f"{file}:{node.lineno}", re.compile(made, flags), {node.func.attr}


def _compiled_late(value: Any) -> object:
    """What a function gives that remembers expressions compiled when they are first needed; anything else itself."""
    kept = getattr(value, "__wrapped__", None)
    wanted = kept is not None and "re.Pattern" in str(getattr(kept, "__annotations__", {}).get("return", ""))
    return value() if wanted and not inspect.signature(kept).parameters else value


def _patterns(value: object) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, _LatePattern):
        yield re.compile(value.pattern, value._flags)
    elif isinstance(value, tuple | list | set | frozenset):
        for item in value:
            yield from _patterns(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _patterns(item)


def _assigned(node: ast.expr, nodes: list[ast.AST]) -> ast.expr:
    """What a local name in small letters was given, where that is a text."""
    if isinstance(node, ast.Name) and node.id.islower():
        for found in nodes:
            given = isinstance(found, ast.Assign) and isinstance(found.value, ast.JoinedStr | ast.Constant)
            if isinstance(found, ast.Assign) and given and ast.unparse(found.targets[0]) == node.id:
                return found.value
    return node


class _StandIns(dict[str, Any]):
    """Local names of a function: a word each."""

    def __init__(self, module: ModuleType) -> None:
        super().__init__()
        self.known = vars(module).keys() | vars(builtins).keys()

    def __missing__(self, name: str) -> Any:
        if name in self.known:
            raise KeyError(name)
        return ["ba", "ba"] if name == "old" else "ba"


def _evaluated(node: ast.expr, module: ModuleType) -> Any:
    """The value of an argument; none: it hangs on what only a run can tell."""
    try:
        return eval(ast.unparse(node), vars(module), _StandIns(module))
    except Exception:
        return None
