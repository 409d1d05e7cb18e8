"""What a fault of syntax comes from: the one small change after which the file can be read.

YAML notices a fault where it can go on no longer, often lines after the slip: a key without its colon is a text that
swallows the next lines. So likely slips above that place are fixed on trial; the first change that lets YAML read on
says what was wrong, and where.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import yaml

from kehoach.diagnostics import Message, _
from kehoach.edits import Edit, apply
from kehoach.frozen import frozen, replace
from kehoach.patterns import regex
from kehoach.source import Source, Span

WINDOW = 12
"""How many written lines above the place of the fault are tried."""
LARGE = 200_000
"""In a text of more characters than this nothing is tried: it would take seconds. The longest real plan has 70,000."""
BEYOND = 3
"""A change helps when YAML then reads on by more lines than this."""

_KEY = r"[a-z][a-z0-9_-]*"
_NO_COLON = regex(rf"(?P<lead> *(?:- +)*)(?P<key>{_KEY})(?P<sign> *[：=;,.]| ?:(?=\S)|(?= )|$) *(?P<rest>.*)")
_BAD_DASH = regex(r"(?P<lead> *)(?P<sign>(?:-{2,}|[-+*•●▪–—−])(?: ?))(?P<rest>[^\s-].*)")
_TWO_DASHES = regex(r"(?P<lead> *)(?P<sign>- +- +)(?P<rest>.*)")
_OPEN_QUOTE = regex(rf" *(?:- +)*(?:{_KEY}: +)?(?P<quote>[\"'])(?P<rest>.*)")
_TYPED_MARK = regex(r"(?:[a-zđ]\)|[0-9]{1,2}[.)]|[ivx]{1,4}\.) ")
_WITH_VALUE = regex(rf"{_KEY}: +[^\s>|#]")


@frozen
class Repair:
    """A change that would help, and what it says about the slip."""

    span: Span
    edit: Edit
    message: Message
    hint: Message
    is_certain: bool = True
    """Whether this change alone is meant: only then it is safe to read on after it."""


def cause(source: Source, offset: int, began: int) -> Repair | None:
    """The slip after a fault that YAML noticed at `offset`, inside what began at `began`; None when no small change
    helps or the text is large."""
    if len(source.text) > LARGE:
        return None
    noticed = source.line_of(offset)
    lines = [n for n in range(noticed, 0, -1) if source.line(n).strip() and not source.line(n).lstrip().startswith("#")]
    first = source.line_of(began)
    depth = _depth(source.line(noticed))
    parent = next((n for n in lines if _depth(source.line(n)) < depth), 1)
    near = {first - 1, first, first + 1, parent, *[n for n in lines if n > parent][-1:]}
    window = lines[:WINDOW] + [n for n in lines[WINDOW:] if n in near]
    for look, where in ((_separator, window), (_dash, window), (_quote, lines)):
        for number in where:
            repair = look(source, number)
            if repair and _helps(source, repair, noticed):
                return repair
    repair = _plainest(source, window, noticed)
    if _is_prose(source.line(noticed)) and not (repair and _is_prose(source.line(repair.span.line))):
        return _orphan(source, noticed)
    return repair


def closed(source: Source, opened: int) -> tuple[Message, tuple[Edit, ...]]:
    """What to do about a quote or bracket that is opened there and never closed; and the edit, where YAML reads on."""
    number = source.line_of(opened)
    line, end = source.line(number), source.line_starts[number - 1] + len(source.line(number).rstrip())
    sign = {"[": "]", "{": "}"}.get(source.text[opened], source.text[opened])
    whole = f"{line.rstrip()}{sign}"
    if "#" not in line and len(source.text) <= LARGE:
        closing = (Edit(end, end, sign),)
        found = fault_of(apply(source.text, closing))
        if found is None or found > number + BEYOND:
            return _("write:\n{line}", line=whole), closing
    return _("close it with {sign} where it ends, or leave it out", sign=sign), ()


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_prose(line: str) -> bool:
    return not re.match(rf" *(?:-(?: |$)|{_KEY}:(?: |$))", line)


def _orphan(source: Source, number: int) -> Repair:
    """A text that is below no key."""
    line, start = source.line(number), source.line_starts[number - 1]
    return Repair(
        source.span(start + _depth(line), start + len(line.rstrip())),
        Edit(start, start, ""),
        _("this text belongs to no key"),
        _("write `text: >` above it, or a dash before it; and indent it deeper than that line"),
        is_certain=False,
    )


def fault_of(text: str) -> int | None:
    """The line (1-based) where YAML stops reading, None when it reads all."""
    loader = yaml.CSafeLoader(text)
    try:
        while loader.get_event() is not None:
            pass
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return mark.line + 1 if mark else 1
    finally:
        loader.dispose()
    return None


def _helps(source: Source, repair: Repair, noticed: int) -> bool:
    line = fault_of(apply(source.text, (repair.edit,)))
    return line is None or line > noticed + BEYOND


def _separator(source: Source, number: int) -> Repair | None:
    """`key value`, `key:value`, `key = value`: the colon, or the space after it, is missing."""
    line, start = source.line(number), source.line_starts[number - 1]
    match = _NO_COLON.fullmatch(line)
    if match is None or ("-" not in match["lead"] and _goes_on(source, number, match["sign"].strip(), match["rest"])):
        return None
    mended = f"{match['lead']}{match['key']}: {match['rest']}".rstrip()
    return Repair(
        source.span(start + match.start("key"), start + match.end("key")),
        Edit(start, start + len(line), mended),
        _("the key {key} needs a colon and a space after it", key=match["key"]),
        _("write: {line}", line=mended.strip()),
    )


def _goes_on(source: Source, number: int, sign: str, rest: str) -> bool:
    """Whether the line probably goes on with the text above it: "gia, xây dựng ..." is no key with a wrong sign."""
    above = source.line(number - 1) if number > 1 else ""
    if not above.strip() or not _is_prose(above) or above.lstrip().startswith("#"):
        return False
    return sign in tuple(";,.") or (not sign and rest[:1].islower())


def _dash(source: Source, number: int) -> Repair | None:
    """`-text`, `• text`, `- - text`."""
    line, start = source.line(number), source.line_starts[number - 1]
    match = _TWO_DASHES.fullmatch(line) or _BAD_DASH.fullmatch(line)
    if match is None:
        return None
    lead = match["lead"]
    return Repair(
        source.span(start + len(lead), start + len(lead + match["sign"].rstrip())),
        Edit(start, start + len(line), f"{lead}- {match['rest']}"),
        _("a bullet begins with one dash and one space"),
        _("write: {line}", line=f"- {match['rest']}"),
    )


def _quote(source: Source, number: int) -> Repair | None:
    """A quote that is opened and not closed on its line."""
    line, start = source.line(number), source.line_starts[number - 1]
    match = _OPEN_QUOTE.fullmatch(line)
    if match is None or match["rest"].rstrip().endswith(match["quote"]):
        return None
    return Repair(
        source.span(start + match.start("quote")),
        Edit(start + len(line), start + len(line), match["quote"]),
        _("a quote is opened here and never closed"),
        _("delete the quote, or close it at the end of the text"),
    )


def _plainest(source: Source, window: list[int], noticed: int) -> Repair | None:
    """The line whose indentation or dash is wrong: of all that would help, what leaves the plainest structure."""
    found: list[tuple[tuple[bool, int, int, int, int], Repair]] = []
    for near, number in enumerate(window):
        for size, repair in _moved(source, number):
            text = apply(source.text, (repair.edit,))
            line = fault_of(text)
            if line is None or line > noticed + BEYOND:
                odd = _oddities(text) + _jumps(text) + 2 * (size > 4)  # a dash adds an entry, which looks like a plan
                found.append(((line is not None, odd, size, _beside(source, repair), near), repair))
    if not found:
        return None
    score, best = min(found, key=lambda entry: entry[0])
    rivals = [
        one for other, one in found if other[0] == score[0] and other[1] - score[1] < _CLOSE and other[2] == score[2]
    ]
    is_bullet = source.line(source.line_of(best.edit.start)).lstrip().startswith("- ")
    return _undecided(best, rivals) if len(rivals) > 1 and (score[3] == 2 or is_bullet) else best


_CLOSE = 2
"""Two structures whose oddities differ by less than this may both be meant."""


def _undecided(best: Repair, rivals: list[Repair]) -> Repair:
    """The place alone, where several changes would help as well: a hint that is obeyed must not spoil the text."""
    columns = {len(one.edit.text) for one in rivals if one.edit.start == best.edit.start}
    if len(columns) < 2:
        return best
    fits = ", ".join(map(str, sorted(columns)))
    hint = _("as many as {columns} spaces would fit: which lines does it belong to?", columns=fits)
    return replace(best, hint=hint, is_certain=False)


def _beside(source: Source, repair: Repair) -> int:
    """How many of the lines above and below it the line would then not be in one column with."""
    number = source.line_of(repair.edit.start)
    above = source.line(number - 1) if number > 1 else ""
    below = source.line(number + 1) if number < len(source.line_starts) else ""
    column = len(repair.edit.text)
    return (column != len(above) - len(above.lstrip(" -"))) + (not below.strip() or column != _depth(below))


def _moved(source: Source, number: int) -> Iterator[tuple[int, Repair]]:
    """The line with more or fewer spaces before it, or with a dash; each with the size of the change."""
    line, start = source.line(number), source.line_starts[number - 1]
    body = line.lstrip()
    depth = len(line) - len(body)
    if _lost_its_dash(source, number):
        yield 1, _with_dash(source, number, depth)
        return
    near = range(max(depth - 4, 0), depth + 5)
    for wanted in (*near, *sorted(_columns_beside(source, number) - set(near))):
        if wanted != depth and (wanted % 2 == 0 or depth % 2):
            yield (
                min(abs(wanted - depth), 4),
                Repair(
                    source.span(start + depth),
                    Edit(start, start + depth, " " * wanted),
                    _("this line begins with {depth} spaces and does not fit its neighbours", depth=depth),
                    _("with {wanted} spaces it would fit", wanted=wanted),
                ),
            )
    for lead in {depth, max(depth - 2, 0)} if not body.startswith("-") else ():
        yield 5, _with_dash(source, number, lead)


def _columns_beside(source: Source, number: int) -> set[int]:
    """The columns of the keys above and below a line: of one that lost all of its indentation, where it belongs."""
    last = len(source.line_starts)
    around = [source.line(near) for near in (number - 1, number + 1) if 1 <= near <= last]
    return {len(line) - len(line.lstrip(" -")) for line in around if line.strip()}


def _with_dash(source: Source, number: int, lead: int) -> Repair:
    """The line as a bullet that begins in column `lead`."""
    line, start = source.line(number), source.line_starts[number - 1]
    depth = _depth(line)
    return Repair(
        source.span(start + depth, start + len(line.rstrip())),
        Edit(start, start + depth, " " * lead + "- "),
        _("the dash of a bullet is missing here"),
        _("write:\n{line}", line=f"{' ' * lead}- {line.strip()}"),
    )


def _lost_its_dash(source: Source, number: int) -> bool:
    """Whether a line is a bullet without its dash: a new sentence in the column of bullets, or the first key of a list.

    Moved deeper, the sentence would become part of the bullet above it; and what has a value has no keys below it.
    """
    line = source.line(number)
    body, depth = line.lstrip(), _depth(line)
    above = source.line(number - 1) if number > 1 else ""
    below = source.line(number + 1) if number < len(source.line_starts) else ""
    if body in (">", "|") and above.rstrip().endswith(":") and _depth(above) < depth:
        return True
    if _is_prose(line):
        near = next(
            (n for n in range(number - 1, 0, -1) if source.line(n).strip() and _depth(source.line(n)) <= depth), 0
        )
        bullet = source.line(near) if near else ""
        opens = near == number - 1 and bullet.rstrip().endswith((">", "|"))
        begins = body[:1].isupper() or body in (">", "|") or _TYPED_MARK.match(body) is not None
        return begins and _depth(bullet) == depth and bullet.lstrip().startswith("- ") and not opens
    opened = above.rstrip().endswith(":") and _depth(above) < depth
    return opened and bool(_WITH_VALUE.match(body)) and _depth(below) == depth + 2


def _jumps(text: str) -> int:
    """How many lines are more than one step of two spaces deeper than the line above."""
    jumps, above = 0, 0
    for line in text.split("\n"):
        body = line.lstrip(" ")
        if body and not body.startswith("#"):
            depth = len(line) - len(body)
            jumps += depth - above not in (0, 2) if depth > above else depth % 2
            above = depth + 2 * len(re.match(r"(?:- +)*", body)[0].split())  # type: ignore[index]
    return jumps


def _oddities(text: str) -> int:
    """How unlike a plan the structure of `text` looks, the more the odder: keys given twice, without a value, or below
    a certain key in one place only; and keys and entries that were lost in a text."""
    odd, pairs = 0, Counter[tuple[str, str]]()
    above: list[tuple[str, set[str]] | None] = []
    key, pending = "", False
    loader = yaml.CSafeLoader(text)
    try:
        while (event := loader.get_event()) is not None:
            if isinstance(event, yaml.MappingStartEvent):
                above.append((key, set()))
            elif isinstance(event, yaml.SequenceStartEvent):
                above.append(None)
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                above.pop()
            elif isinstance(event, yaml.ScalarEvent) and above and above[-1] is not None:
                parent, keys = above[-1]
                if pending:
                    odd += event.value == ""
                else:
                    odd += 3 * (event.value in keys) + 4 * (re.fullmatch(_KEY, event.value) is None)
                    keys.add(event.value)
                    pairs[parent, event.value] += 1
                    key, pending = event.value, True
                    continue
            pending = False
            if above and above[-1] is None and not isinstance(event, (yaml.SequenceStartEvent, yaml.SequenceEndEvent)):
                odd -= 1  # an entry of a list, not lost in a text
    except yaml.MarkedYAMLError:
        pass  # what follows the next fault looks the same whatever was fixed here
    finally:
        loader.dispose()
    return odd + sum(count == 1 for count in pairs.values()) - 3 * pairs.total()
