"""Which service changes or deletes a record of which table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spbe_assets.domain.ids import Id

if TYPE_CHECKING:
    from spbe_assets.storage.unit_of_work import UnitOfWork

PLACES = ("site", "room", "rack", "facility")


def update(uow: UnitOfWork, table: str, row_id: Id, values: dict[str, Any]) -> None:
    """Change fields of a record that is no asset, with the checks of its kind."""
    from spbe_assets.services import agencies, editing, links, people, places

    if table in PLACES:
        places.update(uow, table, row_id, values)
        return
    services = {"link": links.update, "agency": agencies.update, "person": people.update}
    if table in services:
        services[table](uow, row_id, values)
    else:
        editing.update(uow, table, row_id, values)


def delete(uow: UnitOfWork, table: str, row_id: Id) -> None:
    """Delete a record with what belongs to it.

    Raises:
        Refused: another record still refers to it.
    """
    from spbe_assets.services import assets, editing, links

    services = {"asset": assets.delete, "link": links.delete}
    if table in services:
        services[table](uow, [row_id])
    else:
        editing.delete(uow, table, [row_id])
