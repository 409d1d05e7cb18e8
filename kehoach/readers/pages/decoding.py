"""Bytes of a text file as clean text: its encoding, letters from before Unicode, and signs that nobody sees."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from kehoach.diagnostics import UNSEEN, Message, UnreadableFile, _, by_number
from kehoach.readers.encodings import old_encoding
from kehoach.readers.legacy_words import from_tcvn3, from_vni, is_syllable, legacy_words
from kehoach.readers.pages.private_signs import PRIVATE_SIGNS
from kehoach.vietnamese import nfc

LARGEST = 10_000_000
"""Bytes. A plan of a hundred pages has 0.3 million."""
MOST_LINES = 200_000
LONGEST_LINE = 100_000
_OTHER_FILES = ((b"PK\x03\x04", ".docx"), (b"%PDF", ".pdf"), (b"\xd0\xcf\x11\xe0", ".doc"), (b"{\\rtf", ".rtf"))
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_HIDDEN = re.compile(f"{UNSEEN.pattern.partition('|')[0]}|[\u00ad\u200b-\u200d\u2060\ufeff\ufffe\uffff]")
_SIGNS = str.maketrans(PRIVATE_SIGNS)
_SAVE = _("open it in Notepad and save it with the encoding UTF-8")


def decoded(data: str | bytes, name: str) -> tuple[str, tuple[Message, ...]]:
    """Text in NFC, lines ended by a line feed, pages by a form feed; and what to say of it. Raises UnreadableFile."""
    if len(data) > LARGEST:
        raise UnreadableFile(
            _("{path} is larger than {limit} MB", path=name, limit=LARGEST // 1_000_000), _("is it the right file?")
        )
    remarks: list[Message] = []
    text = data if isinstance(data, str) else _text(data, name, remarks)
    text = re.sub("\r\n|[\r\v\x85\u2028\u2029]", "\n", text)
    if text.count("\n") > MOST_LINES or max(map(len, re.split("[\n\f]", text))) > LONGEST_LINE:
        raise UnreadableFile(
            _("{path} has more than {lines} lines, or a line longer than {long} characters", path=name,
              lines=MOST_LINES, long=LONGEST_LINE),
            _("a plan has neither; is it the right file?"),
        )  # fmt: skip
    text = nfc(_converted(text, remarks)).translate(_SIGNS)
    return _seen(text, name, remarks), tuple(remarks)


def _text(data: bytes, name: str, remarks: list[Message]) -> str:
    for beginning, suffix in _OTHER_FILES:
        if data.startswith(beginning):
            raise UnreadableFile(
                _("{path} is no text, it seems to be a {suffix} file", path=name, suffix=suffix),
                _("give it the ending {suffix}", suffix=suffix),
            )
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None) or _wide(data) or "utf-8"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise UnreadableFile(_("{path} is no text", path=name), _SAVE) from None
    if b"\x00" in data:
        raise UnreadableFile(_("{path} is no text", path=name), _SAVE)
    share, encoding, text = max(_readings(data), key=lambda one: one[0])
    if share < 0.8:
        raise UnreadableFile(_("{path} is in an encoding that is not recognised", path=name), _SAVE)
    remarks.append(_("the file is not Unicode; it was read as {encoding}", encoding=encoding))
    return text


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of many is zero, and hardly any other."""
    sample = data[: 1 << 16]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(sample) < 4 or max(even, odd) < 0.15 * len(sample) or min(even, odd) > 0.02 * len(sample):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _readings(data: bytes) -> Iterator[tuple[float, str, str]]:
    """What bytes that are not UTF-8 may be: how much of it is Vietnamese, the encoding, the text."""
    plain = data.decode("latin-1")
    for encoding, text in (
        ("windows-1258", nfc(data.decode("cp1258", "replace"))),
        ("TCVN3", from_tcvn3(plain)),
        ("VNI", from_vni(plain)),
    ):
        yield 0.0 if "\ufffd" in text else _vietnamese_share(text), encoding, text


def _vietnamese_share(text: str) -> float:
    """How many of the words with other letters than ASCII are syllables, 0 to 1; of the first 100,000 characters."""
    words = [word for word in _WORD.findall(text[:100_000]) if not word.isascii()]
    return sum(map(is_syllable, words)) / len(words) if words else 0.0


def _converted(text: str, remarks: list[Message]) -> str:
    """The text with the lines, and words, that are in an encoding from before Unicode, or were read in a wrong one."""
    if text.isascii():
        return text
    lines = text.split("\n")
    found = {number: encoding for number, line in enumerate(lines) if (encoding := old_encoding(line))}
    if not found:
        return text
    usual = Counter(found.values()).most_common(1)[0][0]
    others = sum(not line.isascii() for line in lines)
    of_all = len(found) > others / 2 and usual != "UTF-8"
    for number, line in enumerate(lines):
        if line.isascii():
            continue
        encoding = found.get(number) or (usual if of_all and all(sign <= "\u00ff" for sign in line) else "")
        if encoding:
            lines[number] = _UNICODE[encoding](line)
        else:
            for word in reversed(list(legacy_words(line))):
                lines[number] = lines[number][: word.start] + word.right + lines[number][word.end :]
    places = ", ".join(str(number + 1) for number in list(found)[:10]) + (", …" if len(found) > 10 else "")
    remarks.append(
        _("not Unicode, seems to be {encoding}, and was converted: line {places}", encoding=usual, places=places)
    )
    return "\n".join(lines)


def _read_again(line: str) -> str:
    """UTF-8 that was read as windows-1252."""
    as_bytes = b"".join(
        sign.encode("latin-1") if sign <= "\u00ff" else sign.encode("cp1252", "replace") for sign in line
    )
    try:
        return as_bytes.decode("utf-8")
    except UnicodeDecodeError:
        return line


_UNICODE: dict[str, Callable[[str], str]] = {"TCVN3": from_tcvn3, "VNI": from_vni, "UTF-8": _read_again}


def _seen(text: str, name: str, remarks: list[Message]) -> str:
    """The text without signs that steer a terminal or the direction of a line, or are not shown at all."""
    hidden = Counter(sign for sign in _HIDDEN.findall(text) if sign != "\f")
    if not hidden:
        return text
    if sum(count for sign, count in hidden.items() if sign < " ") > len(text) / 100:
        raise UnreadableFile(_("{path} is no text", path=name), _SAVE)
    signs = ", ".join(f"{by_number(sign)} ({count})" for sign, count in sorted(hidden.items())[:10])
    remarks.append(_("signs that are not shown were left out: {signs}", signs=signs))
    return _HIDDEN.sub(lambda match: "\f" if match.group() == "\f" else "", text)
