"""Vietnamese typed key by key, as input methods really behave.

A word is what the drafter's keys make of it, one after the other: `tieengs` is seen as t, ti, tie, tiê, tiên, tiêng,
tiếng. How a program gets these states differs:

`replacing`    as UniKey does: letters go through; where a key changes letters before it, Backspaces and the new letters
               are sent.
`composing`    as the input methods of Windows, macOS and IBus do: the word is a composition until it is committed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from playwright.sync_api import CDPSession, Page

TONES = "\u0301\u0300\u0309\u0303\u0323"  # sắc, huyền, hỏi, ngã, nặng
CIRCUMFLEX, BREVE, HORN = "\u0302\u0306\u031b"


@dataclass(frozen=True)
class Method:
    """Which keys make which marks."""

    tones: str
    """The keys of the five tones, in the order of `TONES`."""
    marks: Callable[[str, str], str]
    """The key that puts a mark (one of the three, or a stroke: -) on a letter."""


TELEX = Method("sfrxj", lambda letter, mark: {CIRCUMFLEX: letter.lower(), "-": "d"}.get(mark, "w"))
VNI = Method("12345", lambda _letter, mark: {CIRCUMFLEX: "6", HORN: "7", BREVE: "8", "-": "9"}[mark])
METHODS = {"telex": TELEX, "vni": VNI}


def states(word: str, method: Method) -> Iterator[tuple[str, str]]:
    """Each key of a word, and what is seen of the word after it. The tone is typed last."""
    seen, tone_key, whole = "", "", unicodedata.normalize("NFC", word)
    for letter in whole:
        base, *marks = unicodedata.normalize("NFD", letter.replace("đ", "d\ufe0e").replace("Đ", "D\ufe0e"))
        seen += base
        yield base, seen
        for mark in marks:
            if mark in TONES:
                tone_key = method.tones[TONES.index(mark)]
            else:
                seen = seen[:-1] + _marked(base, mark)
                yield method.marks(base, "-" if mark == "\ufe0e" else mark), seen
    if tone_key:
        yield tone_key, whole


def _marked(base: str, mark: str) -> str:
    return {"d": "đ", "D": "Đ"}[base] if mark == "\ufe0e" else unicodedata.normalize("NFC", base + mark)


class Typist:
    """Types into whatever has the focus of a tab."""

    def __init__(self, page: Page, method: Method, way: str) -> None:
        self._page, self._method = page, method
        self._protocol: CDPSession = page.context.new_cdp_session(page)
        self._word = {"replacing": self._replace, "composing": self._compose}[way]
        self.between: Callable[[], None] = lambda: None
        """Called after each key of a word."""

    def type(self, text: str) -> None:
        """A text: words by the input method, signs and blanks as keys."""
        for part in re.findall(r"[^\W\d_]+|.", unicodedata.normalize("NFC", text)):
            if part[0].isalpha():
                self._word(part)
            else:
                self._page.keyboard.type(part)

    def _replace(self, word: str) -> None:
        seen = ""
        for key, state in states(word, self._method):
            if state == seen + key:
                self._page.keyboard.type(key)
            else:
                same = next(
                    (at for at, pair in enumerate(zip(seen, state, strict=False)) if pair[0] != pair[1]), len(seen)
                )
                for _letter in seen[same:]:
                    self._page.keyboard.press("Backspace")
                for letter in state[same:]:
                    self._packet(letter)
            seen = state
            self.between()

    def _compose(self, word: str) -> None:
        for _key, state in states(word, self._method):
            self.show(state)
            self.between()
        self.commit(word)

    def show(self, state: str) -> None:
        """What an input method shows of a word that is not committed."""
        self._process("rawKeyDown")
        self._protocol.send(
            "Input.imeSetComposition", {"text": state, "selectionStart": len(state), "selectionEnd": len(state)}
        )
        self._process("keyUp")

    def commit(self, word: str) -> None:
        """The end of a composition."""
        self._protocol.send("Input.insertText", {"text": word})

    def _process(self, kind: str) -> None:
        """The key event that a page sees while an input method has the keys."""
        self._protocol.send(
            "Input.dispatchKeyEvent", {"type": kind, "key": "Process", "windowsVirtualKeyCode": 229, "code": "KeyA"}
        )

    def _packet(self, letter: str) -> None:
        """A letter that a program sends as if it were a key (VK_PACKET)."""
        event = {"key": letter, "windowsVirtualKeyCode": 231, "text": letter, "unmodifiedText": letter}
        self._protocol.send("Input.dispatchKeyEvent", {"type": "keyDown", **event})
        self._protocol.send("Input.dispatchKeyEvent", {"type": "keyUp", "key": letter, "windowsVirtualKeyCode": 231})
