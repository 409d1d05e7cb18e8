"""Facts of a task on lines of their own below it: "Cơ quan chủ trì: ...", "Thời gian thực hiện: ..."."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kehoach.importing.bodies import Bodies
from kehoach.importing.texts import FileTexts
from kehoach.recognising.facts_times import deadline_in, is_wording
from kehoach.recognising.fields import field_in
from kehoach.recognising.found import FoundNode, FoundTable
from kehoach.vietnamese import upper_first
from kehoach.yaml_text import Written


def fields_of(
    nodes: Sequence[FoundNode | FoundTable], bodies: Bodies, texts: FileTexts
) -> tuple[dict[str, str], dict[str, Written], int]:
    """Of the lines below a task: what each fact is called, the facts, and how many of the first lines state them."""
    labels: dict[str, str] = {}
    facts: dict[str, Written] = {}
    for node in nodes:
        if not isinstance(node, FoundNode) or node.children or not node.label or node.style is not _style(nodes):
            break
        if any(run.note for run in node.text.runs):
            break
        text = node.text.text.replace("\u00a0", " ").strip()
        found = field_in(text)
        fact = _fact(found.key, text[found.start : found.end], bodies, texts) if found else None
        if found is None or fact is None or found.key in labels or f"{found.label}: {text[found.start :]}" != text:
            break
        labels[found.key], facts[found.key] = found.label, fact
    return labels, facts, len(labels)


def _style(nodes: Sequence[FoundNode | FoundTable]) -> object:
    return nodes[0].style if isinstance(nodes[0], FoundNode) else None


def _fact(key: str, said: str, bodies: Bodies, texts: FileTexts) -> Written | None:
    """What a line says, None where the plan would print it otherwise."""
    if key in ("lead", "coordinating"):
        for typed in (said, said[:1].lower() + said[1:]):
            names = bodies.named(typed)
            refs = tuple(bodies.ref(one) for one in names) if all(one.id for one in names) or typed == said else ()
            if refs and upper_first(bodies.joined(refs)).replace("\u00a0", " ") == said:
                return refs
        return None
    if key == "deadline":
        found = deadline_in(said)
        return said if (found and found.text == said) or is_wording(said) else None
    return texts.years(said)


def shared(made: Sequence[Any]) -> dict[str, str] | None:
    """What all items of a list call their facts, where each is a task that has these: their parent says it once."""
    own = [item.get("fields") if isinstance(item, dict) else None for item in made]
    if not own or not own[0] or any(fields != own[0] for fields in own):
        return None
    return own[0]  # type: ignore[no-any-return]
