"""Links as lines of a list: by row number, with the names of owner and ends."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from spbe_assets.domain import amounts
from spbe_assets.domain.records import LinkRow
from spbe_assets.storage.tables import Agency, Asset, Link, Site

PAGE = 5_000
RATES = slice(11, 13)

_OWNER, _A_AGENCY, _Z_AGENCY = aliased(Agency), aliased(Agency), aliased(Agency)
_A_SITE, _Z_SITE = aliased(Site), aliased(Site)
_A_ASSET, _Z_ASSET = aliased(Asset), aliased(Asset)


def rows(session: Session, numbers: Iterable[int]) -> dict[int, LinkRow]:
    """The rows of some numbers; a number that is gone is absent."""
    found: dict[int, LinkRow] = {}
    waiting = iter(numbers)
    while part := list(islice(waiting, PAGE)):
        for values in session.execute(_columns(), {"numbers": part}):
            found[values[0]] = _row(*values)
    return found


def label_of(agency: Any) -> ColumnElement[str]:
    """What lists show for an agency."""
    return func.coalesce(func.nullif(agency.abbreviation, ""), agency.name)


@cache
def _columns() -> Any:
    """The rows of the `numbers`: made once, as making it takes longer than asking it."""
    chosen: Any = select(
        Link.n, Link.id, Link.tag, Link.name, Link.provider, Link.kind, Link.role, Link.status,
        func.coalesce(label_of(_OWNER), ""), _end("a", _A_AGENCY, _A_SITE, _A_ASSET),
        _end("z", _Z_AGENCY, _Z_SITE, _Z_ASSET), Link.mbps_down,
        Link.mbps_up, Link.circuit_id, Link.monthly_rupiah, Link.contract_number, Link.ends_on, Link.ip_block,
    )  # fmt: skip
    for named, column in (
        (_OWNER, Link.agency_id), (_A_AGENCY, Link.a_agency_id), (_A_SITE, Link.a_site_id),
        (_A_ASSET, Link.a_asset_id), (_Z_AGENCY, Link.z_agency_id), (_Z_SITE, Link.z_site_id),
        (_Z_ASSET, Link.z_asset_id),
    ):  # fmt: skip
        chosen = chosen.outerjoin(named, named.id == column)
    return chosen.where(Link.n.in_(bindparam("numbers", expanding=True)))


def _end(end: str, agency: Any, site: Any, asset: Any) -> ColumnElement[str]:
    """An end as people name it: the device and port, else the site, the agency, or the text."""
    port = getattr(Link, f"{end}_port")
    device = func.nullif(asset.name, "") + func.coalesce(" " + func.nullif(port, ""), "")
    return func.coalesce(device, func.nullif(site.name, ""), label_of(agency), getattr(Link, f"{end}_text"))


def _row(*values: Any) -> LinkRow:
    cells = [*values]
    cells[RATES] = [_rate(rate) for rate in cells[RATES]]
    return LinkRow(*cells)


def _rate(rate: Decimal | None) -> str:
    return "" if rate is None else amounts.plain(rate)
