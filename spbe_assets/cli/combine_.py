"""`combine KEEP_REF OTHER_REF`: make one record of two that are the same thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from spbe_assets.cli.frame import Call
from spbe_assets.cli.frame import command as program_command
from spbe_assets.domain.errors import Invalid, Refused
from spbe_assets.i18n import _, ngettext

if TYPE_CHECKING:
    from spbe_assets.services.combining import Combination


@program_command("combine", _("Make one record of two: everything that belonged to the other one goes to the first."))
@click.argument("kept", metavar="KEEP_REF")
@click.argument("other", metavar="OTHER_REF")
@click.option("--take", multiple=True, metavar="FIELD", help=_("Take this field's value from the other record."))
def command(call: Call, kept: str, other: str, take: tuple[str, ...]) -> None:
    """Make one record of two."""
    from spbe_assets import formats
    from spbe_assets.cli import refs
    from spbe_assets.services import combining

    with call.reading() as store, store.write(call.actor(store), "combine") as uow:
        table, kept_id = refs.find(uow.session, kept)
        other_table, other_id = refs.find(uow.session, other)
        _require_alike(table, other_table)
        found = combining.preview(uow.session, table, kept_id, other_id)
        values = _values(found, take)
        moved = combining.combine(uow, table, kept_id, other_id, values)
        ref = refs.told(uow.session, table, kept_id)
    data = {
        "table": table, "id": kept_id, "ref": ref, "taken": sorted(values), "repointed": moved,
        "action": uow.changes.action,
    }  # fmt: skip
    lines = [_("One record now: {ref}").format(ref=ref)]
    if moved:
        told = ngettext("{n} record refers to it now.", "{n} records refer to it now.", moved)
        lines.append(told.format(n=formats.number(moved)))
    call.answer(data, *lines)


def _require_alike(table: str, other: str) -> None:
    from spbe_assets.services.references import NAMED

    if table != other:
        raise Refused(_("These are records of different kinds; only two of the same kind can be one."))
    if table not in NAMED:
        raise Refused(_("Records of this kind can't be combined."))


def _values(found: Combination, take: tuple[str, ...]) -> dict[str, Any]:
    """What the other record fills in, and what is taken from it by name."""
    values = found.proposed()
    by_name = {name: one for one in found.differences for name in _names(one.key)}
    for name in take:
        if name not in by_name:
            known = ", ".join(one.key.removesuffix("_id") for one in found.differences)
            told = _("The two don't differ in “{name}”; they do in: {names}.")
            raise Invalid(told.format(name=name, names=known or "—"))
        values[by_name[name].key] = by_name[name].other
    return values


def _names(key: str) -> set[str]:
    return {key, key.removesuffix("_id"), key.rpartition(".")[2]}
