"""`delete REF`: take a record out of every list; undo brings it back."""

from __future__ import annotations

import click

from spbe_assets.cli.frame import Call
from spbe_assets.cli.frame import command as program_command
from spbe_assets.i18n import _


@program_command("delete", _("Delete a record; its history stays, and undo brings it back."))
@click.argument("ref", metavar="REF")
def command(call: Call, ref: str) -> None:
    """Delete a record."""
    from spbe_assets.cli import changing, refs

    with call.reading() as store, store.write(call.actor(store), "delete") as uow:
        table, row_id = refs.find(uow.session, ref)
        changing.delete(uow, table, row_id)
    data = {"table": table, "id": row_id, "action": uow.changes.action}
    call.answer(data, _("Deleted: {ref}").format(ref=ref))
