"""The command line in the language of the run: help, usage, and what click says of faults in it.

Click's own sentences are translated by gettext from the catalogue, which `tools/catalogue.py` gives them.
"""

from __future__ import annotations

import gettext
import os
import re
import sys
from pathlib import Path
from typing import Any

import click

from kehoach.diagnostics import Message, _
from kehoach.patterns import regex

_OF_TYPES = {
    "integer": "INTEGER", "integer range": "INTEGER", "float range": "NUMBER", "directory": "DIRECTORY", "file": "FILE",
    "path": "FILE",
}  # fmt: skip


def speak(language: str) -> None:
    """Have click speak a language from now on. It asks gettext, which asks the environment.

    Programs that we start get none of it: each has an environment of its own.
    """
    gettext.bindtextdomain("kehoach", Path(__file__).parent / "locale")
    gettext.textdomain("kehoach")
    os.environ["LANGUAGE"] = language


class SpokenCommand(click.Command):
    """A command whose help is in one language: its docstring has both, ` / ` or an empty line between them."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Name what it takes in the language of the run, then read the arguments: a fault in them names these."""
        self.options_metavar = gettext.gettext("[OPTIONS]")
        for param in self.params:
            param.metavar = _metavar(param)
        return super().parse_args(ctx, args)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the half of the docstring that is in the language of the run."""
        self.help = _half(self.help or "")
        super().format_help_text(ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        """The half of it, for the list of commands: shown whole."""
        return _half(self.help or "").split("\n\n")[0].replace("\n", " ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, each explained in the language of the run."""
        for param in self.get_params(ctx):
            if isinstance(param, click.Option) and param.help:
                param.help = gettext.gettext(param.help)
        super().format_options(ctx, formatter)


def _metavar(param: click.Parameter) -> str | None:
    """What help calls the value of a parameter; None where click says it: a flag, a choice."""
    if isinstance(param, click.Option):
        name = param.metavar or ("" if param.is_flag else _OF_TYPES.get(param.type.name, ""))
        return gettext.gettext(name) if name else None
    if param.metavar:
        return param.metavar
    name = gettext.gettext(str(param.name).upper())
    return (name if param.required else f"[{name}]") + ("..." if param.nargs != 1 else "")


class SpokenGroup(SpokenCommand, click.Group):
    """A group of such commands."""

    command_class = SpokenCommand
    group_class = type

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Name the commands in the language of the run too."""
        self.subcommand_metavar = gettext.gettext("COMMAND [ARGS]...")
        return super().parse_args(ctx, args)

    def main(self, *args: Any, **extra: Any) -> Any:
        """Choose the language before anything is read of the command line."""
        from kehoach.language import choose

        speak(choose(asked_language(), os.environ))
        return super().main(*args, **extra)


def in_words(error: click.ClickException) -> str:
    """What is wrong with the command line. Where click would count (a plural, a list of guesses) it is said anew."""
    said = error.format_message()
    if isinstance(error, click.NoSuchOption):
        guess = _option_meant(error)
        found = _("there is no option {name}; perhaps {guess}?", name=error.option_name, guess=guess)
        return _translated(found if guess else _("there is no option {name}", name=error.option_name))
    if match := _NO_COMMAND.match(said):
        guesses = ", ".join(re.findall(r"'([^']*)'", match["guesses"]))
        return _translated(_("there is no command {name}; perhaps {guess}?", name=match["name"], guess=guesses))
    if match := _NO_DAY.search(said):
        return _translated(
            _("{option}: there is no day {value}; write day/month/year, as in 31/12/2027",
              option=_hint(error).strip("'"), value=match["value"])
        )  # fmt: skip
    if match := _NOT_ONE_OF.search(said):
        where = gettext.gettext("Invalid value for {param_hint}: {message}").partition("{message}")[0]
        known = _translated(_("{value} is none of {choices}", value=match["value"], choices=match["choices"]))
        return where.format(param_hint=getattr(error, "param_hint", None) or _hint(error)) + known
    if (match := _TOO_MUCH.match(said)) and error.ctx and (whole := _plan_in_pieces(error.ctx, match["args"])):  # type: ignore[attr-defined]
        return _translated(
            _("the name of a plan has neither marks nor blanks; write: {command}", command=f"kehoach new {whole}")
        )
    if match := _TOO_MUCH.match(said):
        return _translated(_("too much is given: {args}", args=match["args"]))
    if match := _NEEDS_ONE.match(said):
        return _translated(_("{option} needs a value", option=match["option"]))
    return gettext.gettext(said)  # our own sentence; one of click's is translated already


def _plan_in_pieces(ctx: click.Context, rest: str) -> str:
    """The name of a new plan that blanks cut up, 2027/Đuối nước trẻ em, as it is written; "" for anything else."""
    from kehoach.vietnamese import slug

    year, _stroke, name = str(ctx.params.get("plan") or "").partition("/")
    marked = not f"{name}{rest}".isascii()
    return f"{year}/{slug(f'{name} {rest}')}" if ctx.info_name == "new" and name and marked else ""


_TOO_MUCH = regex(r"Got unexpected extra arguments? \((?P<args>.*)\)", re.DOTALL)
_NO_COMMAND = regex(r".*'(?P<name>[^']*)'\. \(?Did you mean (?:one of: )?(?P<guesses>'[^?]*)\?", re.DOTALL)
_NO_DAY = regex(r"'(?P<value>[^']*)' does not match the formats? ", re.DOTALL)
_CALLED = {
    "nam": "year", "ky": "period", "ngay": "today", "hom-nay": "today", "sua": "fix", "co-quan": "agency",
    "tat-ca": "all", "cho": "for", "don-vi": "for", "ghi-de": "overwrite", "thu-muc": "output",
    "bat-dau": "start", "mau": "form", "vi-du": "example", "ngon-ngu": "lang", "bo-qua": "ignore",
}  # fmt: skip
"""What people call the options in Vietnamese."""


def _option_meant(error: click.NoSuchOption) -> str:
    """The option probably meant: by its name in Vietnamese, else one that is written nearly so; "" where none is."""
    from kehoach.vietnamese import nearest, slug

    params = error.ctx.command.get_params(error.ctx) if error.ctx else []
    known = [name[2:] for param in params if isinstance(param, click.Option) for name in param.opts if name[:2] == "--"]
    called = _CALLED.get(slug(error.option_name), "")
    guess = called if called in known else nearest(error.option_name.lstrip("-"), known)
    return f"--{guess}" if guess else ""


_NOT_ONE_OF = regex(r"'(?P<value>[^']*)' is not one of (?P<choices>.*)\.$", re.DOTALL)
_NEEDS_ONE = regex(r"Option '(?P<option>[^']*)' requires ")


def _hint(error: click.ClickException) -> str:
    param = getattr(error, "param", None)
    return param.get_error_hint(getattr(error, "ctx", None)) if param else ""


def _translated(message: Message) -> str:
    from kehoach.language import choose, translator

    return message.into(translator(choose(os.environ.get("LANGUAGE"), {})))


def asked_language() -> str | None:
    """The language asked for on the command line, before it is parsed or where it cannot be."""
    for before, after in zip(sys.argv, [*sys.argv[1:], ""], strict=True):
        if before == "--lang" or before.startswith("--lang="):
            return before.partition("=")[2] or after
    return None


def _half(text: str) -> str:
    """The part of a docstring in the language of the run: Vietnamese first, then English."""
    first, *others = re.split(r" /\s+|\n\n", text, maxsplit=1)
    return others[0] if others and os.environ.get("LANGUAGE") == "en" else first
