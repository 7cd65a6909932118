"""What all commands share: the options every one takes, how they open the database, how they answer."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spbe_assets.domain import os_errors
from spbe_assets.domain.errors import Refused
from spbe_assets.i18n import _
from spbe_assets.paths import default_database

if TYPE_CHECKING:
    from spbe_assets.storage.store import Actor, Store

COMMON = ("db", "json", "operator")


@dataclass(frozen=True, slots=True)
class Call:
    """How a command was called: on which database, for whom, and in which form to answer."""

    db: Path | None = None
    json: bool = False
    operator: str | None = None

    @property
    def path(self) -> Path:
        """The database file.

        Raises:
            Refused: none was named, and the folder for your own can't be made.
        """
        try:
            return self.db or default_database()
        except OSError as error:
            told = _("Your data folder can't be made ({reason}); name a database with --db.")
            raise Refused(told.format(reason=os_errors.reason(error))) from error

    @contextmanager
    def reading(self) -> Iterator[Store]:
        """The open database of a command that only reads; a missing one is refused."""
        from spbe_assets.storage.store import Store

        yield from _closing(Store.open(self.path))

    @contextmanager
    def writing(self) -> Iterator[Store]:
        """The open database of a command that writes; a missing one is made."""
        from spbe_assets.storage.store import Store

        yield from _closing(Store.open_or_create(self.path))

    def actor(self, store: Store) -> Actor:
        """Whose name history will show: as given, else as the window knows it, else the system's user."""
        import getpass

        from spbe_assets.storage.store import Actor

        return Actor(self.operator or store.local_setting("operator") or getpass.getuser())

    def answer(self, data: Any, *lines: str) -> None:
        """Print the answer: `data` as JSON for machines, else the lines for people."""
        if self.json:
            click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=plain))
        else:
            for line in lines:
                click.echo(line)


def named_input(path: Path) -> Path:
    """The path of a file that is there.

    Raises:
        Refused: there is none.
    """
    if not path.is_file():
        raise Refused(_("There is no file {file}; check the name.").format(file=path))
    return path


def named_output(path: Path) -> Path:
    """The path of a file that can be made.

    Raises:
        Refused: its folder does not exist, or it is a folder itself.
    """
    if path.is_dir():
        raise Refused(_("{file} is a folder; name a file in it.").format(file=path))
    if not path.absolute().parent.is_dir():
        raise Refused(_("The folder {folder} does not exist.").format(folder=path.absolute().parent))
    return path


def plain(value: object) -> Any:
    """A value as JSON holds it: ids in hex, times in ISO form, decimals as text."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    return str(value)


class ProgramCommand(click.Command):
    """A command whose help speaks the language in use."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=_("Usage:") + " ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [parameter for parameter in self.get_params(ctx) if isinstance(parameter, click.Option)]
        records = [option.get_help_record(ctx) for option in options]
        with formatter.section(_("Options")):
            formatter.write_dl([record for record in records if record is not None])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _("Show this help.")
        return option


class ProgramGroup(ProgramCommand, click.Group):
    """A group of commands whose help speaks the language in use."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        with formatter.section(_("Commands")):
            formatter.write_dl(self.short_helps())

    def short_helps(self) -> list[tuple[str, str]]:
        """Name and one line for each command."""
        return [(name, one.help or "") for name, one in self.commands.items()]


def common_options() -> list[click.Parameter]:
    """The options that every command takes, before or after its name."""
    path = click.Path(path_type=Path)
    return [
        click.Option(["--db"], type=path, metavar=_("FILE"), help=_("The database; without it, your own.")),
        click.Option(["--json"], is_flag=True, default=False, help=_("Answer in JSON, for machines.")),
        click.Option(["--operator"], metavar=_("NAME"), help=_("The name that history shows for the change.")),
    ]


@click.pass_context
def remember(ctx: click.Context, /, **common: Any) -> None:
    """Keep the common options that were given before the command's name."""
    ctx.obj = Call(**common)


def command(name: str, help_text: str) -> Callable[[Callable[..., int | None]], click.Command]:
    """Make a command of a function that takes a `Call` and its own options; it returns the exit code, None for 0."""

    def decorate(function: Callable[..., int | None]) -> click.Command:
        @click.pass_context
        def called(ctx: click.Context, /, **given: Any) -> int | None:
            own = {key: value for key, value in given.items() if key not in COMMON}
            outer = ctx.obj if isinstance(ctx.obj, Call) else Call()
            stated = {key: given[key] for key in COMMON if given[key]}
            return function(replace(outer, **stated), **own)

        functools.update_wrapper(called, function)  # click hangs the options on the function
        made = click.command(name, cls=ProgramCommand, help=help_text)(called)
        made.params += common_options()
        return made

    return decorate


def _closing(store: Store) -> Iterator[Store]:
    try:
        yield store
    finally:
        store.close()
        if store.became is not None:
            from spbe_assets.storage import identity

            click.echo(identity.sentence(store.became), err=True)
