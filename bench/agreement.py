"""How far the two renditions of a paper agree: the PDF by Typst, and LibreOffice's PDF of the Word file.

    python -m bench.agreement [--json] [--quick]

The layout was tuned on the papers of the examples and the feature cases. Nothing was tuned on the others: the same
papers with their words shuffled, and generated plans.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from itertools import islice

from bench.tables import Table, hand_over, say
from tests.support.renditions import Agreement, Sample, compared, examples, features, generated, shuffled

SETS: dict[str, Callable[[], Iterable[Sample]]] = {
    "papers of the example plans (tuned)": examples,
    "feature cases (tuned)": features,
    "example papers, words shuffled": lambda: shuffled(examples()),
    "feature cases, words shuffled": lambda: shuffled(features()),
    "generated plans": lambda: generated(300),
}
GOALS = (
    ("page count equal in at least 99.5% of the papers", 0.995, lambda one: one.page_counts / one.papers),
    ("first lines of pages: at least 99%", 0.99, lambda one: one.starts / one.all_starts),
    ("the same characters in all papers", 1.0, lambda one: one.characters / one.papers),
    ("in the same order in all papers", 1.0, lambda one: one.order / one.papers),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--quick", action="store_true", help="a smoke test: few papers")
    options = parser.parse_args()
    table = Table(
        "The same paper by Typst and by LibreOffice",
        [
            "set",
            "papers",
            "same page count",
            "first lines of pages",
            "lines",
            "same place",
            "same characters",
            "same order",
        ],
    )
    whole = Agreement()
    for name, samples in SETS.items():
        say(name)
        found = compared(islice(samples(), 3 if options.quick else None), 2)
        table.add(name, *_figures(found))
        for fault in found.faults:
            say(f"  {fault}")
        whole = whole.with_(found)
    table.add("all", *_figures(whole))
    for wanted, least, share in GOALS:
        table.goal(wanted, f"{share(whole):.2%}", holds=share(whole) >= least)
    table.notes.append(
        "Place: the height of lines that both pages have, within a point. Order: that of the tags, footnotes last, "
        "charts left out. Generated plans are letters and signs by chance, harder than any text."
    )
    return hand_over([table], as_json=options.json)


def _figures(found: Agreement) -> Iterable[str]:
    yield f"{found.papers:,}"
    yield f"{found.page_counts:,}"
    yield f"{found.starts:,} of {found.all_starts:,}"
    yield f"{found.lines:,} of {found.all_lines:,} = {found.lines / found.all_lines:.2%}"
    yield f"{found.places / found.all_places:.2%}"
    yield f"{found.characters:,}"
    yield f"{found.order:,}"


if __name__ == "__main__":
    raise SystemExit(main())
