"""Ids made of names: short, of the words that say most, in small letters without marks."""

from __future__ import annotations

import re
from collections.abc import Collection

from kehoach.country.bodies import DEPARTMENTS
from kehoach.vietnamese import fold, slug

_KNOWN = {fold(body.name): body.id for body in DEPARTMENTS}
_SHORTER = (
    ("uy-ban-mat-tran-to-quoc-viet-nam", "mttq"), ("mat-tran-to-quoc-viet-nam", "mttq"), ("mat-tran-to-quoc", "mttq"),
    ("uy-ban-nhan-dan", "ubnd"), ("hoi-dong-nhan-dan", "hdnd"), ("lien-hiep-phu-nu", "phu-nu"),
    ("lao-dong-thuong-binh-va-xa-hoi", "ldtbxh"), ("nong-nghiep-va-phat-trien-nong-thon", "nnptnt"),
    ("doan-thanh-nien-cong-san-ho-chi-minh", "doan-thanh-nien"), ("doan-tncs-ho-chi-minh", "doan-thanh-nien"),
)  # fmt: skip
_LEFT_OUT = re.compile(r"(?<![^-])(?:va|cac|nhung|cua|co-lien-quan|lien-quan|thuoc|tren-dia-ban)(?![^-])-?")
_LONGEST_OF_BODIES = 36


def proposed_id(name: str, taken: Collection[str] = ()) -> str:
    """A short id of a name, another than those `taken`: "so-noi-vu", "ubnd-xa-phuong"."""
    made = _KNOWN.get(fold(name)) or slug(name)
    for long, short in _SHORTER:
        made = re.sub(rf"(?<![^-]){long}(?![^-])", short, made)
    words = (_LEFT_OUT.sub("", made).strip("-") or made or "co-quan").split("-")
    while len(words) > 1 and len("-".join(words)) > _LONGEST_OF_BODIES:
        words.pop()
    identity = "-".join(words)
    number, found = 1, identity
    while found in taken:
        number += 1
        found = f"{identity}-{number}"
    return found


_LONGEST = 32
_EMPTY = frozenset("và của cho được có là tại trong với về trên các những khoảng từ đến để".split())


def short_id(name: str) -> str:
    """An id of the words that say most: `ho-ngheo` of "Tỷ lệ hộ nghèo"; "" where none is left."""
    said = re.sub(r"(?i)^(?:tỷ lệ|tỉ lệ|tỷ trọng|số lượng|tổng số) (?=\w+ \w)", "", name)
    words = [slug(word) for word in re.findall(r"\w+", said) if word.lower() not in _EMPTY]
    while len(words) > 1 and (len("-".join(words)) > _LONGEST or len(words) > 5):
        words.pop()
    return "-".join(words)[:_LONGEST].strip("-")
