"""Mistyped command lines in one sentence each, in the language in use."""

from __future__ import annotations

from difflib import get_close_matches

import click
from click.exceptions import MissingParameter, NoSuchCommand, NoSuchOption

from spbe_assets.i18n import _


def sentence(error: click.UsageError) -> str:
    """What is wrong with the command line, and where to read how it should be."""
    return f"{_wrong(error)} {_remedy(error)}".strip()


def _wrong(error: click.UsageError) -> str:
    if isinstance(error, MissingParameter):
        return _("{name} is missing.").format(name=_name(error))
    if isinstance(error, NoSuchOption):
        return _("There is no option {name}.").format(name=error.option_name)
    if isinstance(error, NoSuchCommand):
        return _("There is no command {name}.").format(name=error.command_name)
    if isinstance(error, click.BadParameter):
        return _("{name} does not fit.").format(name=_name(error))
    return error.format_message()


def _remedy(error: click.UsageError) -> str:
    nearest = _nearest(error)
    if nearest:
        return _("Did you mean {names}?").format(names=", ".join(nearest))
    if isinstance(error, click.BadParameter) and error.param and isinstance(error.param.type, click.Choice):
        return _("Possible: {names}.").format(names=", ".join(error.param.type.choices))
    return _("See “{command} --help”.").format(command=error.ctx.command_path) if error.ctx else ""


def _nearest(error: click.UsageError) -> list[str]:
    if isinstance(error, NoSuchOption):
        return error.possibilities or []
    if isinstance(error, NoSuchCommand) and error.ctx and isinstance(error.ctx.command, click.Group):
        return get_close_matches(error.command_name, error.ctx.command.list_commands(error.ctx))
    return []


def _name(error: click.BadParameter) -> str:
    if isinstance(error.param, click.Option):
        return error.param.opts[-1]
    if error.param is not None and error.ctx is not None:
        return error.param.make_metavar(error.ctx)
    return str(error.param_hint or "")
