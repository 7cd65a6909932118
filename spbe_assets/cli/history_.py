"""`history REF`: who changed a record, when, and from what."""

from __future__ import annotations

from dataclasses import asdict

import click

from spbe_assets.cli.frame import Call
from spbe_assets.cli.frame import command as program_command
from spbe_assets.i18n import _


@program_command("history", _("Show who changed a record, when, and from what, the newest first."))
@click.argument("ref", metavar="REF")
def command(call: Call, ref: str) -> None:
    """Show a record's history."""
    from spbe_assets import formats
    from spbe_assets.cli import refs
    from spbe_assets.services import history

    with call.reading() as store, store.read() as session:
        entries = history.of_record(session, *refs.find(session, ref))
    lines = [
        f"{formats.datetime_text(entry.at)}  {entry.user}  {entry.field}: “{entry.before}” → “{entry.after}”  [{entry.action.hex()}]"
        for entry in entries
    ]
    call.answer([asdict(entry) for entry in entries], *lines)
