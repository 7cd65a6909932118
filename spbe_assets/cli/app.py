"""The command line's entry: commands are loaded when they are called, errors become one sentence."""

from __future__ import annotations

import atexit
import gc
import importlib
import os
import sys
from collections.abc import Sequence

import click

from spbe_assets import __version__, i18n
from spbe_assets.cli import bugs, language
from spbe_assets.cli.frame import ProgramGroup, common_options, remember
from spbe_assets.cli.refusals import sentence
from spbe_assets.domain.errors import AppError
from spbe_assets.i18n import N_, _

DONE, FINDINGS, REFUSED, STOPPED = 0, 1, 2, 130

COMMANDS = {
    "demo": N_("Fill a new database with a synthetic province."),
    "import": N_("Import a spreadsheet."),
    "export": N_("Export a list, an official form or the empty template."),
    "search": N_("Find assets."),
    "show": N_("Show a record."),
    "history": N_("Show who changed a record, when, and from what."),
    "undo": N_("Turn back an action, by default the last one."),
    "redo": N_("Do again what was undone last."),
    "add": N_("Add a server, device or link."),
    "edit": N_("Change fields of a record."),
    "delete": N_("Delete a record; undo brings it back."),
    "labels": N_("Print QR labels to a PDF."),
    "scan": N_("Say what the codes in a picture or a scanner's file mean."),
    "stocks": N_("List, import or export label papers."),
    "readiness": N_("Report how ready the agencies are."),
    "assess": N_("Keep the readiness of a day, and compare two days."),
    "report": N_("Write a report: infrastructure book, links, what expires, age, stock-taking."),
    "evidence": N_("Write the evidence pack for the indicators of an evaluation."),
    "plan": N_("Plan what to buy under a budget for the greatest gain in readiness."),
    "prices": N_("List, import or set the unit prices that plans reckon with."),
    "bast": N_("Write the official minutes of a hand-over, loan, repair or disposal proposal."),
    "installation": N_("Show this installation; enrol those whose packs are accepted."),
    "pack": N_("Hand out work, hand it over, and merge what came."),
    "conflicts": N_("List what two people changed differently."),
    "resolve": N_("Decide what a field holds that two people changed."),
    "duplicates": N_("List what may be recorded twice."),
    "combine": N_("Make one record of two that are the same thing."),
    "sweep": N_("Take stock: import scans, list sweeps, write their minutes."),
    "backup": N_("Copy the database and test the copy."),
    "restore": N_("Put a backup in the place of the database."),
    "check": N_("Verify the change log and the whole database."),
}
"""Command -> what it does; its code is the module of that name with an underscore behind it."""


class LazyCommands(ProgramGroup):
    """Knows the commands by name and loads only the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        return importlib.import_module(f"spbe_assets.cli.{cmd_name}_").command  # type: ignore[no-any-return]

    def short_helps(self) -> list[tuple[str, str]]:
        return [(name, _(help_text)) for name, help_text in COMMANDS.items()]


RARELY = 50_000
"""Objects between two collections: a large write keeps millions of objects and makes no cycles worth looking for."""


def run(arguments: Sequence[str]) -> int:
    """Carry out a command line.

    Returns:
        0 done; 1 done with rejects or findings; 2 refused, nothing changed; 70 a mistake of ours, reported in a file.
    """
    i18n.use(language.chosen())
    gc.set_threshold(RARELY, 20, 50)
    atexit.register(gc.freeze)  # a last look at everything takes a fifth of a second and frees nothing
    _speak_utf8()
    with bugs.Report() as report:
        return _carry_out(list(arguments))
    return report.code


def script() -> None:
    """Entry of the `spbe-assets` script."""
    sys.exit(run(sys.argv[1:]))


def _carry_out(arguments: list[str]) -> int:
    try:
        code = _program().main(arguments, prog_name="spbe-assets", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except click.Abort:
        return _refuse(_("Stopped; nothing was changed."), STOPPED)
    except click.UsageError as error:
        return _refuse(sentence(error), REFUSED)
    except AppError as error:
        return _refuse(str(error), REFUSED)
    return code if isinstance(code, int) else DONE


def _program() -> click.Group:
    """The group, made when it is used, so that its help speaks the language in use."""
    group = LazyCommands("spbe-assets", callback=remember, help=_("The register of a province's ICT infrastructure."))
    group.params = [*common_options(), _version_option()]
    return group


def _version_option() -> click.Option:
    def show(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
        if wanted and not ctx.resilient_parsing:
            click.echo(f"SPBE Assets {__version__}")
            ctx.exit()

    return click.Option(
        ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=show, help=_("Show the version.")
    )


def _refuse(text: str, code: int) -> int:
    click.echo(text, err=True)
    return code


def _speak_utf8() -> None:
    """Machines read UTF-8 whatever the console of Windows thinks; a terminal shows what it can."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace") if stream.isatty() else reconfigure(encoding="utf-8")
