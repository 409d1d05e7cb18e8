"""`kehoach lsp`: what an editor starts; it speaks over standard input and output."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib.util import find_spec

from kehoach.diagnostics import EnvironmentFailure, Translator, _


def serve(day: Callable[[], date | None], to: Translator) -> None:
    """Serve the editor that started this program until it ends. `day` is what results are compared with.

    Raises EnvironmentFailure where pygls is not installed.
    """
    if find_spec("pygls") is None:
        raise EnvironmentFailure(
            _("the language server needs pygls, which is not installed"),
            _("install it: {command}", command='pip install "kehoach[lsp]"'),
        )
    from kehoach.language_server.features import serve as run

    run(day, to)
