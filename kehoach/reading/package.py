"""The parts of a Word file as trees: found by their relations, its tracked changes accepted."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from lxml import etree

from kehoach.diagnostics import UnreadableFile, _
from kehoach.ooxml.accepted import accepted
from kehoach.ooxml.guard import text_parts
from kehoach.ooxml.names import w

_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
)
_MAIN = "word/document.xml"


class WordPackage:
    """A Word file as it is read. Raises UnreadableFile for what is none, or what is made to harm."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._parsed: dict[str, tuple[bytes, Any]] = {}
        self.original = text_parts(data, name)
        main = self._related("", "officeDocument")
        self.main = main[0] if main else _MAIN
        # Parsed before anything else is done with it: lxml has limits of depth and length.
        if self.main not in self.original or self._parse(self.main, self.original).tag != w("document"):
            raise UnreadableFile(
                _("{path} is no Word document (.docx), or it is broken", path=name),
                _("open it in Word and save it again; if that does not help, ask where the file comes from"),
            )

    @cached_property
    def _accepted(self) -> Mapping[str, bytes]:
        texts = [self.main, *self.part_names("footnotes"), *self.part_names("endnotes")]
        for name in (*texts, "word/styles.xml"):
            if name in self.original:
                self._parse(name, self.original)
        return accepted(self.original, tuple(texts))

    @property
    def has_macros(self) -> bool:
        """Whether programs are in the file; nothing runs them here."""
        return b"macroEnabled" in self.original.get("[Content_Types].xml", b"")

    @property
    def hides(self) -> bool:
        """Whether text is hidden somewhere, by itself or by a style."""
        return any(b"<w:vanish" in data for data in self.original.values())

    def part_names(self, kind: str) -> list[str]:
        """The names of the parts that the document refers to by relations of a kind, "footnotes"."""
        return [name for name in self._related(self.main, kind) if name in self.original]

    def raw(self, name: str) -> Any:
        """The root of a part as it was saved, with what was changed and commented."""
        return self._parse(name, self.original)

    def part(self, kind: str) -> Any:
        """The root of the first part of a kind as it reads once editing is over; None when there is none."""
        names = self.part_names(kind)
        return self._parse(names[0], self._accepted) if names else None

    def document(self) -> Any:
        """The root of the document as it reads once editing is over."""
        return self._parse(self.main, self._accepted)

    def _related(self, source: str, kind: str) -> list[str]:
        folder, name = posixpath.split(source)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if rels not in self.original:
            return []
        found = []
        for relation in self._parse(rels, self.original):
            if str(relation.get("Type", "")).rpartition("/")[2] == kind and relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
                found.append(target.lstrip("/"))
        return found

    def _parse(self, name: str, parts: Mapping[str, bytes]) -> Any:
        data = parts[name]
        if name in self._parsed and self._parsed[name][0] is data:
            return self._parsed[name][1]
        try:
            root = etree.fromstring(data, _PARSER)
        except etree.XMLSyntaxError as error:
            raise UnreadableFile(
                _("{path} is refused: its part {part} is no text that can be read: {problem}", path=self._name,
                  part=name, problem=str(error)),
                _("open it in Word and save it again; if that does not help, ask where the file comes from"),
            ) from None  # fmt: skip
        self._parsed[name] = data, root
        return root
