"""No sign that only the YAML has, TODO(...) or {{ }}, is on a paper: open points everywhere, every paper of a plan."""

from __future__ import annotations

import re

from kehoach.comparing import compare
from kehoach.documents.change_summary import compose_change_summary
from kehoach.documents.paper import Paper, Paragraph, Table, plain
from kehoach.documents.plan import compose_plan
from kehoach.documents.report import compose_report
from kehoach.model.reporting import reports
from kehoach.model.results import Reported
from tests.support.plans import SEED, Made, make

OLD = make(SEED.read_text(encoding="utf-8"))


def asking() -> Made:
    """The example plan with an open point in every short text: names, headings, titles, periods, signer."""
    head, tail = SEED.read_text(encoding="utf-8").split("reporting:\n", 1)
    text = re.sub(
        r"^( *(?:- )?(?:name|heading|title|office|subject|label|deliverable): )(?![>|&*])([^#\n]+?)( +#.*)?$",
        r"\1\2 TODO(số, ký hiệu)",
        head,
        flags=re.MULTILINE,
    )
    tail = tail.replace("name: 6 tháng", "name: TODO(kỳ nào?)")
    text += "reporting:\n" + tail.replace("name: Trần", "name: Trần TODO(ai ký?)").replace(
        "title: Phó", "title: Phó TODO(ai?)"
    )
    assert text.count("TODO(số, ký hiệu)") > 40
    return make(text)


def said(paper: Paper) -> str:
    """Everything that a paper prints as text."""
    lines = []
    for part in paper.parts:
        lines += [*part.title.subject, part.title.link, *part.addressees, *part.bases, *part.opening]
        if part.signature:
            lines += [*part.signature.lines, part.signature.office, part.signature.name]
            lines += [line.text for line in part.signature.recipients]
        for block in part.blocks:
            if isinstance(block, Paragraph):
                lines.append(block.text)
            elif isinstance(block, Table):
                lines += [cell for row in block.rows for cell in row.cells]
    return "\n".join([*map(plain, lines), paper.properties.title, paper.properties.subject])


def test_no_paper_shows_how_a_plan_is_typed() -> None:
    new = asking()
    assert OLD.plan is not None
    assert new.plan is not None
    yearly = reports(new.plan, 2024)["nam"]
    papers = {
        "plan": compose_plan(new.plan, new.agencies),
        "report": compose_report(new.plan, new.agencies, yearly, Reported()),
        "agency": compose_report(new.plan, new.agencies, yearly, Reported(), "phong-kinh-te"),
    }
    for name, (old, other) in {"came": (OLD, new), "went": (new, OLD)}.items():
        assert old.plan is not None
        assert other.plan is not None
        found = tuple(compare(old.plan, old.agencies, other.plan, other.agencies))
        papers[name] = compose_change_summary(old.plan, other.plan, other.agencies, found)
    shown = {name: re.findall(r".*(?:TODO|Todo|\{\{|\}\}).*", said(paper)) for name, paper in papers.items()}
    assert shown == {name: [] for name in papers}
