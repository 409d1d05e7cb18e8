"""What a person should know of the reading of a Word file: what was left out, what was taken as accepted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from kehoach.diagnostics import Message, _
from kehoach.ooxml.accepted import hidden_texts, hiding_styles
from kehoach.ooxml.names import w
from kehoach.reading.package import WordPackage

_INSERTED, _DELETED = (w("ins"), w("moveTo")), (w("del"), w("moveFrom"))
_TEXTS = (w("t"), w("delText"))
_PAGE = re.compile(r"[\s\d\-–—/.|]*")
_NUMBER = re.compile(r"\s{0,40}\\?\s{0,40}(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)
_PAGE_WORDS = re.compile(r"(?:trang|page|tr\.?)\s{0,40}(?:số)?", re.IGNORECASE)


class Remarks:
    """What is noticed while a document is read, by kind; `messages` says each kind once."""

    def __init__(self) -> None:
        self.hidden: list[str] = []
        self.contents = 0
        self.blanks: list[str] = []
        self.merged: list[str] = []
        self.unknown_signs = 0
        self.pictures: list[str] = []
        self.others: Counter[str] = Counter()
        self.legacy: Counter[str] = Counter()

    def messages(self) -> Iterator[Message]:
        """The remarks, in the order in which they matter."""
        if self.hidden:
            yield _hidden(self.hidden)
        if self.merged:
            yield _("text of merged cells, which Word does not show, is left out: {text}", text=" … ".join(self.merged))
        if self.contents:
            yield _("a table of contents of {count} lines is left out: it is made of the headings", count=self.contents)
        if self.blanks:
            yield _(
                "blanks that nobody has filled in are read as they print: {text}",
                text=", ".join(dict.fromkeys(self.blanks)),
            )
        for encoding, count in sorted(self.legacy.items()):
            yield _(
                "{count} paragraphs were typed in {encoding} and are converted to Unicode: proofread them",
                count=count,
                encoding=encoding,
            )
        if self.unknown_signs:
            yield _("{count} pictures of a sign font are read as □", count=self.unknown_signs)
        if self.pictures:
            yield _("pictures are left out: {places}", places=", ".join(dict.fromkeys(self.pictures)))
        for kind, count in sorted(self.others.items()):
            yield _OTHERS[kind](count)


def _hidden(texts: list[str]) -> Message:
    return _("hidden text is left out: {text}", text=" … ".join(text.strip() for text in texts if text.strip()))


_OTHERS = {
    "chart": lambda count: _("charts are left out: {count}", count=count),
    "diagram": lambda count: _("diagrams are left out, with the words in them: {count}", count=count),
    "object": lambda count: _("embedded objects are left out: {count}", count=count),
    "chunk": lambda count: _(
        "parts in another format are left out: {count}; open the file in Word and save it again", count=count
    ),
    "field": lambda count: _("fields whose numbers only Word computes are left out: {count}", count=count),
}


def of_package(package: WordPackage) -> Iterator[Message]:
    """What is to say of a file before it is read: macros, tracked changes, comments, headers and footers."""
    if package.has_macros:
        yield _("it has macros (programs); they were not run and are left out")
    texts = [package.main, *package.part_names("footnotes"), *package.part_names("endnotes")]
    hiding = hiding_styles(package.original.get("word/styles.xml", b""))
    hidden = [text for name in texts for text in hidden_texts(package.raw(name), hiding)] if package.hides else []
    if hidden:
        yield _hidden(hidden)
    yield from _changes([package.raw(name) for name in texts if _is_edited(package.original[name])])
    for name in package.part_names("comments"):
        for comment in package.raw(name).iter(w("comment")):
            words = _words(comment)
            if words:
                yield _("a comment by {author} is left out: {text}", author=comment.get(w("author"), "?"), text=words)
    seen = set()
    for kind in ("header", "footer"):
        for name in package.part_names(kind):
            words = _beside_numbers(package.raw(name))
            if words and words not in seen:
                seen.add(words)
                yield (
                    _("a page header is left out: {text}", text=words)
                    if kind == "header"
                    else _("a page footer is left out: {text}", text=words)
                )


def _is_edited(data: bytes) -> bool:
    return any(mark in data for mark in (b":ins ", b":del ", b":moveFrom ", b":moveTo "))


def _changes(roots: list[Any]) -> Iterator[Message]:
    """A remark for each who changed something, and the day."""
    found: dict[tuple[str, str], list[int]] = {}
    for root in roots:
        for one in root.iter(*_INSERTED, *_DELETED):
            key = (str(one.get(w("author"), "?")), str(one.get(w("date"), ""))[:10])
            found.setdefault(key, [0, 0])[one.tag in _DELETED] += 1
    for (author, day), (inserted, deleted) in found.items():
        year, _dash, rest = day.partition("-")
        yield _(
            "tracked changes by {author} of {day} are taken as accepted: {inserted} insertions, {deleted} deletions",
            author=author,
            day="/".join([*rest.split("-")[::-1], year]) if rest else "?",
            inserted=inserted,
            deleted=deleted,
        )


def _words(root: Any) -> str:
    paragraphs = ("".join(text.text or "" for text in one.iter(*_TEXTS)) for one in root.iter(w("p")))
    return " ".join(" ".join(paragraphs).split())


def _beside_numbers(root: Any) -> str:
    """The words of a header or footer, "" where there is nothing but the number of the page."""
    for field in list(root.iter(w("fldSimple"))):
        if _NUMBER.match(str(field.get(w("instr"), ""))):
            for text in field.iter(w("t")):
                text.text = ""
    code, inside = "", False
    for one in root.iter(w("fldChar"), w("instrText"), w("t")):
        if one.tag == w("fldChar"):
            kind = one.get(w("fldCharType"))
            inside = kind == "separate" and bool(_NUMBER.match(code))
            code = "" if kind == "begin" else code
        elif one.tag == w("instrText"):
            code += one.text or ""
        elif inside:
            one.text = ""
    for one in list(root.iter("{*}Fallback")):
        one.getparent().remove(one)
    marks = [str(one.get("string", "")) for one in root.iter("{urn:schemas-microsoft-com:vml}textpath")]
    words = " ".join([_words(root), *marks]).strip()
    return "" if _PAGE.fullmatch(_PAGE_WORDS.sub("", words)) else words
