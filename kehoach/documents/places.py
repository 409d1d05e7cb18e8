"""Where the items of a plan are, as people cite it: `mục V.3`, `Phụ lục I`, `mục 2 Phụ lục I`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kehoach.documents.body import Body, Inherited
from kehoach.documents.texts import Counters
from kehoach.model.agency import Agencies
from kehoach.model.appendix import TextAppendix
from kehoach.model.base import Located
from kehoach.model.items import Exhibit
from kehoach.model.numbering import begins_part, typed_part_mark
from kehoach.model.once import once_a_plan
from kehoach.model.plan import Plan, Section
from kehoach.vietnamese import roman

_CALLED = re.compile(r"(?:Bảng|Hình|Ảnh|Sơ đồ|Bản đồ|Biểu đồ|Biểu|Biểu mẫu|Mẫu|Danh mục)(?: số)? \d+(?:\.\d+)*")
"""How the title of a table or picture begins that has a number."""


@once_a_plan
def printed(plan: Plan, agencies: Agencies) -> Body:
    """The plan as it prints: where each item is, and how it is labelled."""
    body = Body(plan, agencies, Counters(counting=True))
    body.sections(plan.sections)
    for appendix in plan.appendices:
        if isinstance(appendix, TextAppendix):
            body.items(appendix.items, Inherited(style=appendix.list))
    return body


@once_a_plan
def names_of_places(plan: Plan, agencies: Agencies) -> Mapping[str, str]:
    """What `{{ place('id') }}` prints, by id."""
    return {key: place_of(plan, agencies, (item, *reversed(above))) for key, (item, above) in plan.places.items()}


def place_of(plan: Plan, agencies: Agencies, inside_out: Iterable[object]) -> str:
    """The place of the first of these that is labelled: an item and what is around it, from the inside out."""
    around = tuple(inside_out)
    if isinstance(around[0], Exhibit) and (called := _CALLED.match(_title(around[0]))):
        return called[0]
    paths = printed(plan, agencies).places
    path = next((found for one in around if (found := paths.get(id(one))) and section_path(found)), ())
    appendix = next((label for label, one in labelled(plan.appendices) if any(one is other for other in around)), "")
    part = "" if appendix else _part(plan, around)
    return " ".join(filter(None, (f"mục {section_path(path)}" if path else "", part, appendix)))


def _title(exhibit: Exhibit) -> str:
    return str(getattr(exhibit, "table", None) or getattr(exhibit, "caption", None) or "")


def labelled(appendices: Sequence[Located]) -> Iterator[tuple[str, Located]]:
    """Each appendix with what it is called: as typed, else by its number where there are several (III.1.b)."""
    for number, appendix in enumerate(appendices, 1):
        typed = getattr(appendix, "mark", None)
        counted = f"Phụ lục {roman(number)}" if len(appendices) > 1 else "Phụ lục"
        yield str(typed) if typed else counted, appendix


def section_path(path: tuple[str, ...]) -> str:
    """Labels on the way to an item as people cite them: `V.3.a`; dashes have no name."""
    named: list[str] = []
    for label in path:
        word = label if label.startswith("(") else label.rstrip(".)")
        if word in ("", "-", "+", "*"):
            continue
        if named and word.startswith(f"{named[-1]}."):
            named[-1] = word
        else:
            named.append(word)
    return ".".join(named)


def _part(plan: Plan, around: tuple[object, ...]) -> str:
    """The Phần of an item: in each one the sections are counted anew."""
    section = next((one for one in around if isinstance(one, Section)), None)
    number, typed = 0, ""
    for one in plan.sections:
        if begins_part(one):
            number, typed = number + 1, typed_part_mark(one)
        if one is section:
            return typed or (f"Phần {roman(number)}" if number else "")
    return ""
