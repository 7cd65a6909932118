"""`installation show`: who this installation is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spbe_assets.cli.frame import Call, ProgramGroup
from spbe_assets.cli.frame import command as program_command
from spbe_assets.i18n import _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

command = ProgramGroup("installation", help=_("This installation: the one that its changes are signed with."))


@program_command("show", _("Show the name, fingerprint and tag series of this installation."))
def show(call: Call) -> None:
    """Show this installation."""
    with call.reading() as store, store.read() as session:
        name, series = _me(session)
        fingerprint = store.replica.hex().upper()
    call.answer(
        {"name": name, "fingerprint": fingerprint, "card": None, "series": series},
        _("Name: {name}").format(name=name or "-"),
        _("Fingerprint: {fingerprint}").format(fingerprint=fingerprint),
        _("Tag series: {series}").format(series=", ".join(series)),
    )


def _me(session: Session) -> tuple[str, list[str]]:
    """Name and tag series of this installation."""
    from sqlalchemy import select

    from spbe_assets.storage.tables import Replica, TagSeries

    me, name = session.execute(select(Replica.id, Replica.name).where(Replica.me)).one()
    series = select(TagSeries.prefix).where(TagSeries.replica == me, TagSeries.live).order_by(TagSeries.n)
    return name, list(session.scalars(series))


command.add_command(show)
