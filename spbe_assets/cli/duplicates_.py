"""`duplicates`: records that are perhaps the same thing twice; `--apart` says that two of them are not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from spbe_assets.cli.frame import Call
from spbe_assets.cli.frame import command as program_command
from spbe_assets.domain.errors import Refused
from spbe_assets.i18n import _

if TYPE_CHECKING:
    from spbe_assets.services.duplicates import Pair, Side


@program_command("duplicates", _("List what may be recorded twice; make one record of two with “combine”."))
@click.option("--no-near", is_flag=True, help=_("Leave out serial numbers that only look alike."))
@click.option("--apart", nargs=2, metavar="REF REF", help=_("Say that these two are different things."))
def command(call: Call, no_near: bool, apart: tuple[str, str] | None) -> int:
    """List what may be recorded twice."""
    if apart:
        return _keep_apart(call, *apart)
    from spbe_assets.services import duplicates

    with call.reading() as store, store.read() as session:
        pairs = duplicates.listed(session, near=not no_near)
    call.answer([_data(pair) for pair in pairs], *(map(_line, pairs) if pairs else [_("Nothing is recorded twice.")]))
    return 1 if pairs else 0


def _keep_apart(call: Call, one: str, other: str) -> int:
    from spbe_assets.cli import refs
    from spbe_assets.services import duplicates

    with call.reading() as store, store.write(call.actor(store), "apart") as uow:
        table, first = refs.find(uow.session, one)
        second_table, second = refs.find(uow.session, other)
        if table != second_table:
            raise Refused(_("These are records of different kinds; nobody takes them for one."))
        duplicates.keep_apart(uow, table, first, second)
    data = {"table": table, "one": first, "other": second, "action": uow.changes.action}
    call.answer(data, _("Two different things: {one} and {other}").format(one=one, other=other))
    return 0


def _data(pair: Pair) -> dict[str, Any]:
    sides = {"one": _side(pair.one), "other": _side(pair.other)}
    return {"table": pair.table, "reason": pair.reason.value, "value": pair.value, **sides}


def _side(side: Side) -> dict[str, Any]:
    return {"ref": side.ref, "tag": side.tag, "name": side.name, "agency": side.agency, "room": side.room}


def _line(pair: Pair) -> str:
    from spbe_assets.services.duplicates import REASONS

    told = [" ".join(part for part in (side.ref, side.name) if part) for side in (pair.one, pair.other)]
    return f"{told[0]} = {told[1]} · {_(REASONS[pair.reason])}: {pair.value}"
