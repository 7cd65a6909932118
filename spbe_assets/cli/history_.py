"""`history REF`: who changed a record, when, and from what."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from spbe_assets.cli.frame import Call
from spbe_assets.cli.frame import command as program_command
from spbe_assets.domain import reasons
from spbe_assets.i18n import _

if TYPE_CHECKING:
    from spbe_assets.domain.records import HistoryEntry


@program_command("history", _("Show who changed a record, when, and from what, the newest first."))
@click.argument("ref", metavar="REF")
def command(call: Call, ref: str) -> None:
    """Show a record's history."""
    from spbe_assets.cli import refs
    from spbe_assets.services import history

    with call.reading() as store, store.read() as session:
        table, row_id = refs.find(session, ref)
        of_asset = table == "asset"
        entries = history.of_asset(session, row_id) if of_asset else history.of_record(session, table, row_id)
    call.answer([asdict(entry) for entry in entries], *map(_line, entries))


def _line(entry: HistoryEntry) -> str:
    from spbe_assets import formats

    change = _change(entry) if entry.field else reasons.told(entry.reason)
    return f"{formats.datetime_text(entry.at, short=True)} · {entry.user} · {change} [{entry.action.hex()}]"


def _change(entry: HistoryEntry) -> str:
    return f"{entry.field}: {entry.before or '-'} → {entry.after or '-'}"
