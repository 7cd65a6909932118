"""Assets and links with everything a spreadsheet shows of them, a page at a time, references as names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from spbe_assets.domain.filters import AssetFilter, LinkFilter, LinkOrder, Order
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.i18n import _
from spbe_assets.services import link_listing, listing
from spbe_assets.sheets.parts import EXTRA, PARTS
from spbe_assets.storage.tables import (
    Agency,
    Asset,
    Category,
    DeviceDetail,
    Link,
    Person,
    Rack,
    Room,
    ServerDetail,
    Site,
)

PAGE = 1000
Values: TypeAlias = dict[str, Any]
"""Part key -> value; nothing for parts that are empty."""

_NOT_SHOWN = frozenset(
    ("brand_model", "acquired", "category_words", "category_more", "condition_good", "condition_light",
     "condition_heavy", "custodian_first", "custodian_last", "room_now", "source_id", "mbps", "kbps", "port_kbps",
     "circuit_type")
)  # fmt: skip
_EMPTY: tuple[Any, ...] = (None, "")


def columns_of(target: str) -> list[str]:
    """The part keys that exports and templates show, in their order."""
    keys = [key for key in PARTS[target] if key not in _NOT_SHOWN]
    keys.remove("record_id")
    if "category" in keys:
        keys.remove("category")
        keys.insert(keys.index("name") + 1, "category")
    return ["record_id", *keys]


def extra_names(session: Session) -> list[str]:
    """The names of all further fields that assets have."""
    found: dict[str, None] = {}
    for extra in session.scalars(select(Asset.extra).where(Asset.live, Asset.extra != {}).distinct()):
        found.update(dict.fromkeys(extra))
    return sorted(found)


def assets(
    session: Session, wanted: AssetFilter, progress: Progress = SILENT, order: Order | None = None
) -> Iterator[Values]:
    """The assets a filter means, in the order of their tags unless another is named."""
    numbers = listing.numbers(session, wanted, order)
    for first in range(0, len(numbers), PAGE):
        progress.step(first, len(numbers), _("Writing"))
        page = list(numbers[first : first + PAGE])
        found = {row["n"]: row for row in session.execute(_asset_query().where(Asset.n.in_(page))).mappings()}
        details = _details(session, [row["id"] for row in found.values()])
        for number in page:
            if number in found:
                yield _asset(dict(found[number]), details.get(found[number]["id"], {}))


def links(
    session: Session, wanted: LinkFilter, progress: Progress = SILENT, order: LinkOrder | None = None
) -> Iterator[Values]:
    """The links a filter means, in the order of their names unless another is named."""
    numbers = link_listing.numbers(session, wanted, order)
    for first in range(0, len(numbers), PAGE):
        progress.step(first, len(numbers), _("Writing"))
        page = list(numbers[first : first + PAGE])
        found = {row["n"]: row for row in session.execute(_link_query().where(Link.n.in_(page))).mappings()}
        yield from (_filled(dict(found[number])) for number in page if number in found)


def _asset_query() -> Select[Any]:
    own = [getattr(Asset, key) for key, part in PARTS["asset"].items() if part.field and hasattr(Asset, key)]
    # a rack knows its room too; the asset's own room goes first because people move things without telling the rack
    return (
        select(
            Asset.n, Asset.id, Asset.extra, *own, Category.code.label("category"),
            Category.asset_class.label("class"), Agency.name.label("agency"), Room.name.label("room"),
            Site.name.label("site"), Rack.name.label("rack"), Person.name.label("custodian"),
            Person.nip.label("custodian_nip"), Person.contact.label("custodian_contact"),
        )
        .outerjoin(Category, Category.id == Asset.category_id)
        .outerjoin(Agency, Agency.id == Asset.agency_id)
        .outerjoin(Room, Room.id == Asset.room_id)
        .outerjoin(Site, Site.id == Room.site_id)
        .outerjoin(Rack, Rack.id == Asset.rack_id)
        .outerjoin(Person, Person.id == Asset.custodian_id)
    )  # fmt: skip


def _link_query() -> Select[Any]:
    owner, a_agency, z_agency = aliased(Agency), aliased(Agency), aliased(Agency)
    a_site, z_site = aliased(Site), aliased(Site)
    own = [getattr(Link, key) for key, part in PARTS["link"].items() if part.field and hasattr(Link, key)]
    return (
        select(
            Link.n, Link.id, *own, owner.name.label("agency"), a_agency.name.label("a_agency"),
            z_agency.name.label("z_agency"), a_site.name.label("a_site"), z_site.name.label("z_site"),
        )
        .outerjoin(owner, owner.id == Link.agency_id)
        .outerjoin(a_agency, a_agency.id == Link.a_agency_id)
        .outerjoin(z_agency, z_agency.id == Link.z_agency_id)
        .outerjoin(a_site, a_site.id == Link.a_site_id)
        .outerjoin(z_site, z_site.id == Link.z_site_id)
    )  # fmt: skip


def _asset(row: Values, detail: Values) -> Values:
    extra = row.pop("extra") or {}
    return {**_filled(row), **detail, **{EXTRA + name: value for name, value in extra.items()}}


def _filled(row: Values) -> Values:
    row["record_id"] = row.pop("id").hex()
    row.pop("n")
    return {key: value for key, value in row.items() if value not in _EMPTY}


def _details(session: Session, assets: Sequence[bytes]) -> dict[bytes, Values]:
    found: dict[bytes, Values] = {}
    for kind, prefix in ((DeviceDetail, "device."), (ServerDetail, "server.")):
        for row in session.execute(select(kind.__table__).where(kind.asset_id.in_(assets), kind.live)).mappings():
            values = {_part_of(key, prefix): value for key, value in row.items() if value not in _EMPTY}
            known = {key: value for key, value in values.items() if key in PARTS["asset"] and key not in _OWN_NAMES}
            found.setdefault(row["asset_id"], {}).update(known)
    return found


_OWN_NAMES = frozenset(("n", "id", "asset_id", "deleted", "rev"))
_SHARED = {"management_ip": "ip", "ip": "ip", "mac": "mac", "hostname": "hostname", "behind_ups": "behind_ups"}


def _part_of(key: str, prefix: str) -> str:
    return _SHARED.get(key) or prefix + key
