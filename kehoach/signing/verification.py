"""What was found in a signed PDF, as values, and as the plain JSON in which it comes from the process that looked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from kehoach.frozen import attribute, frozen, names_of


class Coverage(StrEnum):
    """How much of the file the bytes of a signature's /ByteRange are."""

    FILE = "file"
    """All of it, but the signature itself."""
    REVISION = "revision"
    """All of the file as it was when it was signed; something was added later."""
    PART = "part"
    """Not even that: what is outside is not protected."""


class LaterChanges(StrEnum):
    """What was added to the file after a signature."""

    NONE = "none"
    UPKEEP = "upkeep"
    """Time stamps and proofs for archiving, which show nothing."""
    SIGNING = "signing"
    """Further signatures, in fields of their own."""
    OTHER = "other"
    """Anything else, which may change what a reader sees."""


class Unreadable(StrEnum):
    """Why a file was not judged."""

    NOT_PDF = "not-pdf"
    BROKEN = "broken"
    ENCRYPTED = "encrypted"
    TOO_LARGE = "too-large"
    TOO_SLOW = "too-slow"
    """It broke the limit of time or of memory."""


@frozen
class JudgedSignature:
    """One signature. Times are ISO 8601 in the time of Việt Nam (+07:00), "" where there is none.

    `is_intact`: the signed bytes are those that were signed, and the signature is whole itself. `is_valid`: it was
    made with the key of its certificate, in a way that is still safe. `is_trusted`: the certificate leads to one of the
    trust list. `in_force`: the certificate was, at the time of signing. `has_expired`: it no longer is. `is_stamped`:
    the time is that of a trusted time-stamp authority, else of the signer's own computer. `detail` is what pyHanko
    says, in English.
    """

    field: str
    name: str = ""
    organisation: str = ""
    issued_by: str = ""
    serial: str = ""
    time: str = ""
    is_stamped: bool = False
    is_intact: bool = False
    is_valid: bool = False
    is_trusted: bool = False
    in_force: bool = False
    has_expired: bool = False
    coverage: Coverage = Coverage.PART
    changes: LaterChanges = LaterChanges.OTHER
    changed: tuple[str, ...] = ()
    """Fields that came or changed after it, and are no signatures."""
    detail: str = ""


Words = tuple[tuple[str, ...], ...]
"""The words of each page."""


@frozen
class Verification:
    """What a PDF says of itself and of its signatures, these in the order of signing.

    `empty` are signature fields that nobody has signed. `is_in_corner`: the agency's field is at the top right of the
    first page, where separately filed appendices and electronic copies have it (Annex I, II.8.b and III.1.d). `claims`
    are those of its metadata, `PDF/A-2A`; nobody tested them. `active` is what may act or show something else later:
    `javascript` `launch` `embedded-files` `annotations` `form` `media`. `words` are those of the pages, None where they
    were not asked for. `at_signing` are the words when the first signature was made that something else followed.
    """

    signatures: tuple[JudgedSignature, ...] = ()
    empty: tuple[str, ...] = ()
    is_in_corner: bool = False
    claims: tuple[str, ...] = ()
    active: tuple[str, ...] = ()
    words: Words | None = None
    at_signing: Words | None = None
    unreadable: Unreadable | None = None
    detail: str = attribute(default="", compare=False)


def verification_to_plain(found: Verification) -> dict[str, Any]:
    """A verification as JSON values."""
    plain = {name: getattr(found, name) for name in names_of(Verification)}
    plain["signatures"] = [{name: getattr(one, name) for name in names_of(JudgedSignature)} for one in found.signatures]
    return plain


def verification_from_plain(plain: Mapping[str, Any]) -> Verification:
    """The verification that `verification_to_plain` was given. Raises KeyError, TypeError or ValueError for another.

    Texts are taken as texts whatever they hold: they come from a process that has read a stranger's file.
    """
    return Verification(
        signatures=tuple(map(_signature, plain["signatures"])),
        empty=_texts(plain["empty"]),
        is_in_corner=bool(plain["is_in_corner"]),
        claims=_texts(plain["claims"]),
        active=_texts(plain["active"]),
        words=_words(plain["words"]),
        at_signing=_words(plain["at_signing"]),
        unreadable=Unreadable(plain["unreadable"]) if plain["unreadable"] else None,
        detail=str(plain["detail"]),
    )


def _signature(plain: Mapping[str, Any]) -> JudgedSignature:
    made: dict[str, Any] = {}
    for name in names_of(JudgedSignature):
        kind = type(_BLANK[name])
        made[name] = _texts(plain[name]) if kind is tuple else kind(plain[name])
    return JudgedSignature(**made)


_BLANK = {name: getattr(JudgedSignature(""), name) for name in names_of(JudgedSignature)}


def _texts(plain: Sequence[Any]) -> tuple[str, ...]:
    return tuple(map(str, plain))


def _words(plain: Sequence[Sequence[Any]] | None) -> Words | None:
    return None if plain is None else tuple(map(_texts, plain))
