"""`add server|device|link FIELD=VALUE…`: record one more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from spbe_assets.cli.frame import Call
from spbe_assets.cli.frame import command as program_command
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _

if TYPE_CHECKING:
    from spbe_assets.storage.unit_of_work import UnitOfWork

TABLES = {"server": ("asset", "server_detail"), "device": ("asset", "device_detail"), "link": ("link",)}


@program_command(
    "add", _("Add a record, such as: add server name=“Database server” agency=Diskominfotik memory_gb=64 condition=B")
)
@click.argument("kind", type=click.Choice(list(TABLES)))
@click.argument("pairs", nargs=-1, metavar="FIELD=VALUE…")
def command(call: Call, kind: str, pairs: tuple[str, ...]) -> None:
    """Add a record."""
    from spbe_assets.cli import refs

    with call.writing() as store:
        with store.write(call.actor(store), "create") as uow:
            table = TABLES[kind][0]
            row_id = _create(uow, kind, pairs)
        with store.read() as session:
            ref = refs.told(session, table, row_id)
    call.answer(
        {"ref": ref, "table": table, "id": row_id, "action": uow.changes.action}, _("Added: {ref}").format(ref=ref)
    )


def _create(uow: UnitOfWork, kind: str, pairs: tuple[str, ...]) -> Id:
    from spbe_assets.cli import pairs as typed
    from spbe_assets.services import assets, links

    values = typed.read(uow.session, TABLES[kind], pairs)
    if kind == "link":
        return links.create(uow, values["link"])
    asset, detail = (values[table] for table in TABLES[kind])
    if kind == "server" and "category_id" not in asset:
        asset["category_id"] = typed.named(uow.session, "category", "server")
    return assets.create(uow, asset, detail)
