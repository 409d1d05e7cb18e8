"""An edit that is not made, and why."""

from __future__ import annotations

from kehoach.diagnostics import Message, _

UNSAFE = _("this cannot be changed here without changing something else; change it in the text of the file")


class Refused(Exception):
    """What was asked for cannot be done without a doubt, so nothing is changed.

    `message` says why, `hint` what the drafter can do. It is no fault: a form shows it beside the field.
    """

    def __init__(self, message: Message, hint: Message | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.hint = hint
