"""`search TEXT`: the assets and links that a text finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from spbe_assets import formats
from spbe_assets.cli.frame import Call
from spbe_assets.cli.frame import command as program_command
from spbe_assets.i18n import _, ngettext

if TYPE_CHECKING:
    from spbe_assets.domain.records import AssetRow, LinkRow

LIMIT = 20


@program_command(
    "search", _("Find assets and links by tag, name, serial number, brand, address, room, agency or person.")
)
@click.argument("text", metavar="TEXT")
@click.option("--limit", type=click.IntRange(min=1), default=LIMIT, help=_("Show at most so many of each."))
def command(call: Call, text: str, limit: int) -> None:
    """Find assets and links."""
    from spbe_assets.domain.filters import AssetFilter, LinkFilter
    from spbe_assets.services import link_listing, listing

    with call.reading() as store, store.read() as session:
        assets = listing.rows_first(session, AssetFilter(text=text), limit=limit)
        links = link_listing.rows_first(session, LinkFilter(text=text), limit=limit)
        asset_count = listing.count(session, AssetFilter(text=text))
        link_count = link_listing.count(session, LinkFilter(text=text))
    data = {
        "assets": asset_count, "links": link_count,
        "rows": [_asset(row) for row in assets] + [_link(row) for row in links],
    }  # fmt: skip
    found = ngettext("{n} asset", "{n} assets", asset_count).format(n=formats.number(asset_count))
    also = ngettext("{n} link", "{n} links", link_count).format(n=formats.number(link_count))
    call.answer(data, *map(_asset_line, assets), *map(_link_line, links), f"{found}, {also}")


def _asset(row: AssetRow) -> dict[str, Any]:
    return {
        "table": "asset", "id": row.id, "tag": row.tag, "name": row.name, "category": row.title, "brand": row.brand,
        "model": row.model, "serial": row.serial, "agency": row.agency, "room": row.room,
        "condition": row.condition, "status": row.status, "year": row.year,
    }  # fmt: skip


def _link(row: LinkRow) -> dict[str, Any]:
    return {
        "table": "link", "id": row.id, "tag": row.tag, "name": row.name, "provider": row.provider, "kind": row.kind,
        "role": row.role, "status": row.status, "agency": row.agency, "end_a": row.end_a, "end_z": row.end_z,
        "mbps_down": row.mbps_down,
    }  # fmt: skip


def _asset_line(row: AssetRow) -> str:
    what = " ".join(part for part in (row.brand, row.model) if part)
    parts = (row.name or row.title, what, row.serial, row.agency, row.room, row.condition or "")
    return f"{row.tag:<14} " + " · ".join(part for part in parts if part)


def _link_line(row: LinkRow) -> str:
    parts = (row.name, row.provider, row.agency, row.mbps_down and f"{row.mbps_down} Mbps")
    return f"{row.tag or row.id.hex()[-8:]:<14} " + " · ".join(part for part in parts if part)
