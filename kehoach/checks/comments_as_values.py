"""KH1: what was typed after a hash sign and was meant to be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from kehoach.diagnostics import Severity, _
from kehoach.model.agency import Agencies
from kehoach.model.base import Ref
from kehoach.model.plan import Plan
from kehoach.patterns import regex
from kehoach.rules import RuleBook, Violation
from kehoach.source import ListNode, MappingNode, Node
from kehoach.vietnamese import fold

if TYPE_CHECKING:  # most runs meet no results
    from kehoach.checks.results_case import ResultsCase

book = RuleBook()
KeyPath = tuple[str, ...]


@book.rule("KH157", Severity.INFO)
def comment_after_empty_key(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A key has no value, and a text after a hash sign.

    Why: a text after # is a comment and is not read. Whoever goes to the end of such a line and types, types into it.
    Bad:
        leadership:      # công tác lãnh đạo: đã họp 03 lần
    Good:
        leadership: Đã họp 03 lần
    """
    if plan.written:
        yield from _unread(plan.written, lambda path, text: any(one.fullmatch(text) for one in _OF_A_BLANK_PLAN))


def comments_of_results(case: ResultsCase) -> Iterator[Violation]:
    """The same in a results file; what `report --start` itself wrote there in earlier versions is no finding."""
    if case.results.written:
        yield from _unread(case.results.written, lambda path, text: _explains(path, text, case))


_OF_A_BLANK_PLAN = (
    regex("để trống khi chưa ban hành"),
    regex(r"15/1/\d{4}; chưa biết ngày thì viết 1/\d{4}"),
)
"""Comments that `kehoach new` wrote after keys without a value in earlier versions."""

_EXPLAINED = {
    "reported": "cơ quan nào đã báo cáo, ngày nào",
    "targets": "kết quả từng chỉ tiêu",
    "tasks": "tiến độ từng nhiệm vụ",
    "members": "tiến độ của từng thành viên",
    "funds": "kinh phí: kế hoạch (khi kế hoạch không ghi số), đã phân bổ, đã giải ngân",
    "duties": "nhiệm vụ khác được giao: kết quả của từng cơ quan",
    "leadership": "công tác lãnh đạo, chỉ đạo",
    "solutions": "kết quả theo nhóm giải pháp",
    "difficulties": "khó khăn, tồn tại, hạn chế",
    "causes": "nguyên nhân",
    "proposals": "đề xuất, kiến nghị",
    "met": "có, không",
}
_BEFORE = regex(r"(?:đã báo cáo|[^:.;]{3,30} \d{4}): [^:.;]{1,40}")
"""What an earlier report said: "Quý I năm 2026: 17,5%"."""
_BY_BODY = ("reported", "duties", "members")


def _explains(path: KeyPath, text: str, case: ResultsCase) -> bool:
    """Whether the comment is the one that `report --start` wrote there."""
    key, above = path[-1], path[-2] if len(path) > 1 else ""
    if key == "next":
        return bool(case.reporting) and text.endswith(f"trọng tâm {case.reporting.next_name}")  # type: ignore[union-attr]
    if key in ("value", "status", "met") and _BEFORE.fullmatch(text):
        return True
    if above in _BY_BODY:
        return fold(text) == fold(case.agencies.name_of(Ref(key)))
    if above == "shares":
        target = case.plan.targets.get(path[-3])
        share = getattr(target.shares.get(key), "text", "") if target else ""
        return fold(text) == fold(f"{case.agencies.name_of(Ref(key))}; kế hoạch: {share}")
    if above == "solutions":
        headings = {str(number): str(group.heading) for number, group in enumerate(case.plan.solutions, 1)}
        return fold(text) == fold(headings.get(key, ""))
    return text == _EXPLAINED.get(key)


_LOOKS_LIKE = regex(r":[ \t]+#")
_AFTER_KEY = regex(r"[ \t]*:[ \t]+(?P<comment>#[ \t]*(?P<text>[^\r\n]*\w[^\r\n]*))")


def _unread(node: MappingNode, explains: Callable[[KeyPath, str], bool]) -> Iterator[Violation]:
    """Every comment after a key without a value that does not explain the key."""
    source = node.span.source
    if not _LOOKS_LIKE.search(source.text):
        return
    for path, end in _empty(node, ()):
        match = _AFTER_KEY.match(source.text, end)
        if match and not explains(path, " ".join(match["text"].split())):
            yield Violation(
                source.span(match.start("comment"), match.end("comment")),
                _("what is after # is a comment: it is not read"),
                _("type the value before #, or put the comment on the line above"),
            )


def _empty(node: Node, above: KeyPath) -> Iterator[tuple[KeyPath, int]]:
    """The keys without a value, each with those above it and where it ends."""
    if isinstance(node, MappingNode):
        for entry in node.entries:
            path = (*above, str(entry.key.value))
            if isinstance(entry.value, (MappingNode, ListNode)):
                yield from _empty(entry.value, path)
            elif entry.value.is_empty:
                yield path, entry.key.span.end
    elif isinstance(node, ListNode):
        for item in node.items:
            yield from _empty(item, above)
