"""`edit REF FIELD=VALUE…`: change fields of a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from spbe_assets.cli.frame import Call
from spbe_assets.cli.frame import command as program_command
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _

if TYPE_CHECKING:
    from spbe_assets.storage.unit_of_work import UnitOfWork


@program_command("edit", _("Change fields of a record; FIELD= with nothing behind it clears the field."))
@click.argument("ref", metavar="REF")
@click.argument("pairs", nargs=-1, required=True, metavar="FIELD=VALUE…")
def command(call: Call, ref: str, pairs: tuple[str, ...]) -> None:
    """Change fields of a record."""
    from spbe_assets.cli import refs

    with call.reading() as store, store.write(call.actor(store), "edit") as uow:
        table, row_id = refs.find(uow.session, ref)
        _change(uow, table, row_id, pairs)
    changed = any(uow.changes.touched.values())
    data = {"table": table, "id": row_id, "changed": changed, "action": uow.changes.action if changed else None}
    call.answer(data, _("Changed: {ref}").format(ref=ref) if changed else _("Nothing to change: it says so already."))


def _change(uow: UnitOfWork, table: str, row_id: Id, pairs: tuple[str, ...]) -> None:
    from spbe_assets.cli import changing
    from spbe_assets.cli import pairs as typed
    from spbe_assets.services import assets, completeness
    from spbe_assets.services.asset_detail import detail_table_of

    if table != "asset":
        changing.update(uow, table, row_id, typed.read(uow.session, (table,), pairs)[table])
        return
    detail_table = detail_table_of(uow.session, row_id) or completeness.DEVICE_DETAIL
    values = typed.read(uow.session, (table, detail_table), pairs)
    assets.update(uow, row_id, values[table], values[detail_table])
