"""`phan-cong.json`: the assignment table for systems that track tasks; its form: `schemas/phan-cong-1.schema.json`."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from kehoach.documents.assignment_table import Amount, AssignmentTable, Due, NamedBody
from kehoach.model.terms import Term

VERSION = 1
"""Raised when a key changes its meaning or goes; new keys may come without."""


def write_json(table: AssignmentTable) -> bytes:
    """The table as JSON, UTF-8. Dates are ISO 8601, numbers are numbers, texts are as printed."""
    found = {
        "version": VERSION,
        "plan": {
            "id": table.plan,
            "number": table.number or None,
            "issued": _iso(table.issued),
            "type": table.type,
            "subject": table.subject,
            "issuer": table.issuer,
        },
        "tasks": [
            {
                "id": task.id or None,
                "text": task.text,
                "lead": _bodies(task.lead),
                "coordinating": _bodies(task.coordinating),
                "person": task.person or None,
                "deadline": _due(task.due),
                "deliverable": task.deliverable or None,
                "fund": task.fund or None,
                "targets": list(task.targets),
                "section": task.place or None,
            }
            for task in table.tasks
        ],
        "targets": [
            {
                "id": target.id,
                "name": target.name,
                "unit": target.unit or None,
                "baseline": _amount(target.baseline),
                "value": _amount(target.value),
                "values": {str(year): _amount(amount) for year, amount in target.by_year},
                "by": target.by or None,
                "better": target.better,
                "shares": [{**_body(body), **(_amount(share) or {})} for body, share in target.shares],
            }
            for target in table.targets
        ],
        "deadlines": [
            {"id": row.id, "kind": row.kind, "what": row.what, "who": _bodies(row.who), "deadline": _due(row.due)}
            for row in table.deadlines
        ],
    }
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def _bodies(bodies: tuple[NamedBody, ...]) -> list[dict[str, Any]]:
    return [_body(body) for body in bodies]


def _body(body: NamedBody) -> dict[str, Any]:
    return {"agency": body.id or None, "agency_name": body.name}


def _due(due: Due) -> dict[str, Any] | None:
    if not due.text:
        return None
    return {
        "text": due.text,
        "date": _iso(due.day),
        "every": due.every or None,
        "days": [_term(term) for term in due.terms],
        "dated": any(term.day or term.begins for term in due.terms),
        "continues": due.continues,
    }


def _term(term: Term) -> dict[str, Any]:
    at = f"{term.at:%H:%M}" if term.at else None
    every = str(term.every) if term.every else None
    return {"from": _iso(term.begins), "date": _iso(term.day), "time": at, "every": every, "until": _iso(term.until)}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _amount(amount: Amount) -> dict[str, Any] | None:
    if not amount.text:
        return None
    return {"text": amount.text, "number": float(amount.number) if amount.number is not None else None}
