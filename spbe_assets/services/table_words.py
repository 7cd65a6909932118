"""How many records of a table there are, in words."""

from __future__ import annotations

from collections.abc import Callable

from spbe_assets import formats
from spbe_assets.i18n import ngettext

COUNTED: dict[str, Callable[[int], str]] = {
    "asset": lambda n: ngettext("{n} item", "{n} items", n),
    "link": lambda n: ngettext("{n} end of a link", "{n} ends of links", n),
    "person": lambda n: ngettext("{n} person", "{n} people", n),
    "agency": lambda n: ngettext("{n} unit below it", "{n} units below it", n),
    "region": lambda n: ngettext("{n} region", "{n} regions", n),
    "site": lambda n: ngettext("{n} site", "{n} sites", n),
    "room": lambda n: ngettext("{n} room", "{n} rooms", n),
    "rack": lambda n: ngettext("{n} rack", "{n} racks", n),
    "facility": lambda n: ngettext("{n} facility", "{n} facilities", n),
    "movement": lambda n: ngettext("{n} move in the history of items", "{n} moves in the history of items", n),
    "link_test": lambda n: ngettext("{n} measurement of a link", "{n} measurements of links", n),
    "software": lambda n: ngettext("{n} software record", "{n} software records", n),
    "cloud_service": lambda n: ngettext("{n} cloud service", "{n} cloud services", n),
    "service_bus": lambda n: ngettext("{n} service bus", "{n} service buses", n),
    "inventory_statement": lambda n: ngettext(
        "{n} statement that a list is complete", "{n} statements that lists are complete", n
    ),
    "form_issue": lambda n: ngettext("{n} issued form", "{n} issued forms", n),
    "need": lambda n: ngettext("{n} planned need", "{n} planned needs", n),
    "attachment": lambda n: ngettext("{n} photo or document", "{n} photos and documents", n),
    "sweep": lambda n: ngettext("{n} sweep", "{n} sweeps", n),
    "sweep_room": lambda n: ngettext("{n} swept room", "{n} swept rooms", n),
    "sighting": lambda n: ngettext("{n} sighting in a sweep", "{n} sightings in sweeps", n),
    "assignment": lambda n: ngettext("{n} assignment in the field", "{n} assignments in the field", n),
    "server_detail": lambda n: ngettext("{n} set of server details", "{n} sets of server details", n),
    "device_detail": lambda n: ngettext("{n} set of device details", "{n} sets of device details", n),
    "label_print": lambda n: ngettext("{n} printed label", "{n} printed labels", n),
}
"""How many rows of each table that can refer to a record, with `{n}` for the number."""


def counted(table: str, count: int) -> str:
    """Such as `3 items`."""
    return COUNTED[table](count).format(n=formats.number(count))
