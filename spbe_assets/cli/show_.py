"""`show REF`: one record with all its fields."""

from __future__ import annotations

import click

from spbe_assets.cli.frame import Call
from spbe_assets.cli.frame import command as program_command
from spbe_assets.i18n import _


@program_command("show", _("Show a record: named by its tag, or by table and short id, such as agency:9f27c1d0."))
@click.argument("ref", metavar="REF")
def command(call: Call, ref: str) -> None:
    """Show a record."""
    from spbe_assets.cli import records, refs
    from spbe_assets.services import assets, references, rows

    with call.reading() as store, store.read() as session:
        table, row_id = refs.find(session, ref)
        record = rows.record(session, table, row_id)
        detail = assets.detail(session, row_id).detail if table == "asset" else None
        data = {"ref": references.short(table, row_id), "table": table, "id": row_id, **records.as_data(record)}
        lines = list(records.as_lines(record))
        if detail is not None:
            data["detail"] = {"table": detail.table, **records.as_data(detail)}
            lines += records.as_lines(detail)
    call.answer(data, *lines)
