"""A Word part as it reads once its editing is over: changes accepted, comments and hidden text gone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from kehoach.ooxml.elements import TC, TR, P, R, T, ancestor
from kehoach.ooxml.names import w
from kehoach.patterns import regex

_EDITED = regex(
    rb"<w:(?:ins|del|move\w+|comment\w+|\w+Change|cellIns|cellDel|vanish|customXml(?:Ins|Del|Move)\w+)[ />]"
)
_GONE = tuple(w(name) for name in ("del", "moveFrom"))
_KEPT = tuple(w(name) for name in ("ins", "moveTo"))
_MARKERS = regex(
    r"(?:comment|moveFrom|moveTo|customXml(?:Ins|Del|Move)\w*)Range\w*$|\w+Change$|cellIns$|annotationRef$"
)
_HIDDEN = w("vanish")
_OFF = ("0", "false", "off")
_NAMED = regex(rb'<(Relationship|Override) [^>]*\b(?:comments\w*|people)\.xml"[^>]*?(?:/>|></\1>)')
_COMMENTS = regex(r"word/(?:comments\w*|people)\.xml$")

REVISIONS, COMMENTS, HIDDEN = "revisions", "comments", "hidden"


def accepted(parts: Mapping[str, bytes], texts: Iterator[str] | tuple[str, ...]) -> dict[str, bytes]:
    """The parts of a package, those of `texts` as they read once editing is over; without the parts of comments.

    Raises lxml's XMLSyntaxError for a part that is not well formed.
    """
    hiding = hiding_styles(parts.get("word/styles.xml", b""))
    done = {name: data for name, data in parts.items() if not _COMMENTS.match(name)}
    for name in texts:
        if name in done and (_EDITED.search(done[name]) or any(style.encode() in done[name] for style in hiding)):
            done[name] = _accepted(done[name], hiding)
    if b"<w:trackRevisions" in done.get("word/settings.xml", b""):
        done["word/settings.xml"] = re.sub(rb"<w:trackRevisions[^>]*/>", b"", done["word/settings.xml"])
    if len(done) < len(parts):
        for name in [name for name in done if name.endswith(".rels") or name == "[Content_Types].xml"]:
            done[name] = _NAMED.sub(b"", done[name])
    return done


def hiding_styles(styles: bytes) -> frozenset[str]:
    """The ids of styles whose text is hidden."""
    if b"<w:vanish" not in styles:
        return frozenset()
    root = etree.fromstring(styles)
    return frozenset(style.get(w("styleId"), "") for style in root.iter(w("style")) if _hides(style.find(w("rPr"))))


def hidden_texts(root: Any, hiding: frozenset[str]) -> Iterator[str]:
    """The text of each run that `accepted` takes out because it is hidden; `hiding` are styles, as above."""
    for paragraph in root.iter(P):
        for run in _hidden_runs(paragraph, hiding):
            if text := "".join(one.text or "" for one in run.iter(T)):
                yield text


def leftovers(root: Any, hiding: frozenset[str]) -> Iterator[tuple[str, Any]]:
    """The first element of each kind of what editing left in a part: changes, comments, hidden text."""
    for kind, found in (
        (REVISIONS, (one for one in root.iter(*_GONE, *_KEPT) if ancestor(one, P) is not None or one.tag in _GONE)),
        (COMMENTS, root.iter(w("commentReference"))),
        (HIDDEN, (run for run in root.iter(R) if _is_hidden(run, hiding) and run.find(T) is not None)),
    ):
        first = next(iter(found), None)
        if first is not None:
            yield kind, first


def _accepted(data: bytes, hiding: frozenset[str]) -> bytes:
    root = etree.fromstring(
        data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    )
    ended = [mark.getparent().getparent().getparent() for mark in root.iter(w("del")) if _marks_paragraph(mark)]
    for paragraph in reversed(ended):  # each then moves what it has itself, however many are joined
        _join_with_next(paragraph)
    for frame, marker in ((TR, "trPr"), (TC, "tcPr")):
        gone = w("del") if frame == TR else w("cellDel")
        for one in list(root.iter(frame)):
            properties = one.find(w(marker))
            if properties is not None and properties.find(gone) is not None:
                one.getparent().remove(one)
    for element in list(root.iter(*_GONE)):
        _remove(element)
    for element in list(root.iter(*_KEPT)):
        _unwrap(element)
    for element in [one for one in root.iter() if isinstance(one.tag, str)]:
        if _MARKERS.match(etree.QName(element).localname):
            _remove(element)
    for reference in list(root.iter(w("commentReference"))):
        _remove(ancestor(reference, R))
    for paragraph in list(root.iter(P)):
        _drop_hidden(paragraph, hiding)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _marks_paragraph(mark: Any) -> bool:
    """Whether a deletion is that of the end of a paragraph."""
    above = mark.getparent()
    return bool(above.tag == w("rPr") and above.getparent().tag == w("pPr"))


def _join_with_next(paragraph: Any) -> None:
    """What is left of a paragraph goes to the begin of the next, whose form it takes."""
    following = paragraph.getnext()
    if following is None or following.tag != P:
        return
    first = next(following.iterchildren(), None)
    at = 0 if first is None or first.tag != w("pPr") else 1
    for child in reversed([child for child in paragraph if child.tag != w("pPr")]):
        following.insert(at, child)
    paragraph.getparent().remove(paragraph)


def _remove(element: Any) -> None:
    if element is not None and element.getparent() is not None:
        element.getparent().remove(element)


def _unwrap(element: Any) -> None:
    """Put the children of an element in its place."""
    for child in list(element):
        element.addprevious(child)
    element.getparent().remove(element)


def _drop_hidden(paragraph: Any, hiding: frozenset[str]) -> None:
    """Take hidden runs out of a paragraph; those that hold a statement of the template print nothing and stay."""
    runs = _hidden_runs(paragraph, hiding)
    if "{%" not in "".join(text.text or "" for run in runs for text in run.iter(T)):
        for run in runs:
            _remove(run)


def _hidden_runs(paragraph: Any, hiding: frozenset[str]) -> list[Any]:
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    whole = style is not None and style.get(w("val")) in hiding
    return [run for run in paragraph.iter(R) if ancestor(run, P) is paragraph and (whole or _is_hidden(run, hiding))]


def _is_hidden(run: Any, hiding: frozenset[str]) -> bool:
    properties = run.find(w("rPr"))
    style = properties.find(w("rStyle")) if properties is not None else None
    return _hides(properties) or (style is not None and str(style.get(w("val"))) in hiding)


def _hides(properties: Any) -> bool:
    hidden = properties.find(_HIDDEN) if properties is not None else None
    return False if hidden is None else str(hidden.get(w("val"))) not in _OFF
