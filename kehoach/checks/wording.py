"""KH6: the wording of texts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kehoach.diagnostics import Severity, _
from kehoach.edits import Edit
from kehoach.model.agency import Agencies
from kehoach.model.plan import Plan
from kehoach.model.prose import Prose
from kehoach.model.scopes import texts
from kehoach.rules import Found, RuleBook
from kehoach.typeface import covers
from kehoach.vietnamese import LOWERED, RAISED

book = RuleBook()

_DOUBLED = re.compile(r"(?<![\w-])(\w+) \1(?![\w-])", re.IGNORECASE)
_REDUPLICATED = frozenset(
    "luôn thường dần ngày đêm người nhà đời nơi từ mãi xa ngang đều song rất thôi khư năm tháng lớp lần ai đâu".split()
)
"""Words that Vietnamese does double, `luôn luôn`, `ngày ngày`."""


def _all(plan: Plan, agencies: Agencies) -> Iterator[Prose]:
    for prose, _scope in texts(plan, agencies):
        yield prose


@book.rule("KH601", Severity.WARNING)
def doubled_word(plan: Plan, agencies: Agencies) -> Iterator[Found]:
    """A word stands twice in a row.

    Why: the eye passes over it, and it stays for years in plans copied from one another.
    Bad:
        Phối hợp với với các hội, đoàn thể
    Good:
        Phối hợp với các hội, đoàn thể
    """
    for prose in _all(plan, agencies):
        for match in _DOUBLED.finditer(prose.source):
            word = match[1]
            if word.isalpha() and word.lower() not in _REDUPLICATED and match.group().split(" ")[1] == word.lower():
                again = prose.source.at(match.start() + len(word) + 1, match.end())
                first_end = prose.source.at(match.start(), match.start() + len(word)).end
                yield Found(
                    again,
                    _("{word} stands twice", word=f'"{word}"'),
                    _("delete one of the two"),
                    (Edit(first_end, again.end, ""),),
                )


@book.rule("KH603", Severity.ERROR, article="Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, mục I.4")
def character_outside_the_typeface(plan: Plan, agencies: Agencies) -> Iterator[Found]:
    """A character that Times New Roman does not have.

    Why: documents are set in Times New Roman; for such a character another font steps in, or an empty box.
    Bad:
        Hoàn thành ✔ trong Quý I
    Good:
        Hoàn thành trong Quý I
    """
    for prose in _all(plan, agencies):
        strange = {letter for letter in set(prose.source) if not covers(letter)} - {"\n", *LOWERED, *RAISED}
        for index, letter in enumerate(prose.source) if strange else ():
            if letter in strange:
                yield Found(
                    prose.source.at(index),
                    _("Times New Roman does not have {letter} (U+{code:04X})", letter=letter, code=ord(letter)),
                    _("write it in another way"),
                )


@book.rule("KH602", Severity.INFO)
def literal_year(plan: Plan, agencies: Agencies) -> Iterator[Found]:
    """The plan's year is typed in a text.

    Why: next year somebody must find and change every one of them; `{{ year }}` changes by itself.
    Bad:
        year: 2024
        subject: Giảm nghèo bền vững năm 2024
    Good:
        subject: Giảm nghèo bền vững năm {{ year }}
    """
    if not plan.year.is_one or not plan.year.text:
        return
    year = re.compile(rf"(?<![\d/.,-])(?<!tháng \d năm )(?<!tháng \d\d năm ){plan.year.first}(?![\d/])")
    for prose in _all(plan, agencies):
        for match in year.finditer(prose.source):
            yield Found(
                prose.source.at(match.start(), match.end()),
                _("the plan's year is typed here"),
                _("write {{{{ year }}}}"),
            )
