"""Links of the sample province: intranet, internet, reserves, doubles, ended ones, and what was measured on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import LinkKind, LinkRole, LinkStatus, Medium, Ownership
from spbe_assets.services.demo_catalogue import told
from spbe_assets.services.demo_places import Office
from spbe_assets.storage.tables import Link, LinkTest, Values
from spbe_assets.storage.unit_of_work import UnitOfWork

INTRANET_END = "Jaringan Intra Pemerintah Provinsi Riau"
INTERNET_END = "Internet"


def lay(
    uow: UnitOfWork, offices: Sequence[Office], edges: dict[Id, Id], centre: Office, rng: Random, today: date
) -> int:
    """Make the links of every agency and their tests; `edges` names the router or firewall they end at.

    Returns:
        How many links there are.
    """
    rows = [row for office in offices for row in _of_agency(office, edges.get(office.id), centre, rng, today)]
    tags = uow.next_tags(len(rows))
    links = uow.create_many(Link, [{**row, "tag": tag} for row, tag in zip(rows, tags, strict=True)])
    uow.create_many(
        LinkTest, [test for link, row in zip(links, rows, strict=True) for test in _tests(link, row, rng, today)]
    )
    return len(links)


def _of_agency(office: Office, edge: Id | None, centre: Office, rng: Random, today: date) -> Iterator[Values]:
    laid = _Laid(office, edge, centre, rng, today)
    if office is not centre:
        if rng.random() < 0.55 + 0.43 * office.quality:
            yield laid.link("intranet", LinkRole.PRIMARY)
        if rng.random() < 0.4 * office.quality:
            yield laid.link("intranet", LinkRole.BACKUP)
    if rng.random() < 0.95:
        yield laid.link("internet", LinkRole.PRIMARY)
    if rng.random() < 0.55 * office.quality:
        yield laid.link("internet", LinkRole.BACKUP)
    if rng.random() < 0.18:
        yield laid.link("internet", LinkRole.PRIMARY, double=True)
    if rng.random() < 0.25:
        yield laid.link("internet", LinkRole.PRIMARY, ended=True)
    for site in office.sites[1:]:
        if rng.random() < 0.35 + 0.5 * office.quality:
            yield laid.link("remote", LinkRole.PRIMARY, site=site)


class _Laid:
    """Draws the links of one agency."""

    def __init__(self, office: Office, edge: Id | None, centre: Office, rng: Random, today: date) -> None:
        self._office, self._edge, self._centre = office, edge, centre
        self._rng, self._today = rng, today
        self._count = 0

    def link(
        self, sort: str, role: LinkRole, *, double: bool = False, ended: bool = False, site: Id | None = None
    ) -> Values:
        """One link as it would be written down; what is not known is left out."""
        rng, office = self._rng, self._office
        provider, service, medium, owner, rates, per_mbps = rng.choice(told("services")["links"][sort])
        rate = rng.choice(rates)
        self._count += 1
        kind = LinkKind.INTRANET if sort == "intranet" else LinkKind.INTERNET
        row: Values = {
            "name": _name(office, sort, role, self._count, double=double), "agency_id": office.id,
            "provider": provider, "service_name": service, "kind": kind, "medium": Medium(medium), "role": role,
            "mbps_down": Decimal(rate), "mbps_up": Decimal(rate if per_mbps > 20_000 or not per_mbps else rate // 2),
            "status": LinkStatus.ENDED if ended else LinkStatus.DOWN if rng.random() < 0.03 else LinkStatus.ACTIVE,
            "monthly_rupiah": rate * per_mbps or None,
        }  # fmt: skip
        row |= self._ends(kind, site)
        row |= dict(self._contract(provider, owner, ended=ended))
        if rng.random() > 0.35 + 0.6 * office.quality:
            del row["mbps_up"], row["mbps_down"]
        return row

    def _ends(self, kind: LinkKind, site: Id | None) -> Values:
        office, row = self._office, Values()
        row["a_agency_id"] = office.id
        if site or office.sites:
            row["a_site_id"] = site or office.sites[0]
        if self._edge is not None and site is None and self._rng.random() < 0.5 + 0.4 * office.quality:
            row |= {"a_asset_id": self._edge, "a_port": f"sfp-sfpplus{self._count}"}
        if kind is LinkKind.INTERNET:
            row["z_text"] = INTERNET_END
        elif office is not self._centre and not office.is_regency:
            row |= {"z_agency_id": self._centre.id, "z_site_id": self._centre.sites[0]}
        else:
            row["z_text"] = INTRANET_END
        return row

    def _contract(self, provider: str, owner: str, *, ended: bool) -> Iterator[tuple[str, Any]]:
        rng, office, today = self._rng, self._office, self._today
        known = 0.4 + 0.55 * office.quality
        year = today.year - 1 if ended or rng.random() < 0.1 else today.year
        if rng.random() < known:
            yield "ownership", Ownership(owner)
            yield "owner_name", "Pemerintah Provinsi Riau" if owner == "own" else provider
        if owner == "own":
            return
        if rng.random() < known:
            yield "circuit_id", f"{rng.randrange(4_700_000, 4_999_999)}-{rng.randrange(10_000, 99_999)}"
        if rng.random() < known:
            yield "contract_number", f"555/{rng.randrange(10, 900):03}/{office.number:02}.INET/{year}"
            yield "starts_on", date(year, 1, 2)
            yield "ends_on", date(year, 12, 31)
        if rng.random() < known:
            yield "sla_percent", Decimal(rng.choice(("99", "99.5", "99.5", "99.7")))
        if rng.random() < 0.5 * known:
            yield "ip_block", f"103.{rng.randrange(16, 250)}.{rng.randrange(250)}.{rng.randrange(0, 256, 8)}/29"


def _name(office: Office, sort: str, role: LinkRole, count: int, *, double: bool) -> str:
    if sort == "remote":
        return f"Internet UPT {office.short} {count}"
    second = " kedua" if double else " cadangan" if role is LinkRole.BACKUP else ""
    return f"{'Intranet' if sort == 'intranet' else 'Internet'}{second} {office.short}"


def _tests(link: Id, row: Values, rng: Random, today: date) -> Iterator[Values]:
    if "mbps_down" not in row or row["status"] is not LinkStatus.ACTIVE or rng.random() < 0.4:
        return
    days = int(rng.expovariate(1 / 110))
    for _ in range(rng.choice((1, 1, 2, 3))):
        day = today - timedelta(days=days + 1)
        share = Decimal(rng.choice((98, 96, 95, 93, 91, 88, 74, 52))) / 100
        yield {
            "link_id": link, "tested_at": datetime(day.year, day.month, day.day, 3, rng.randrange(60), tzinfo=UTC),
            "tested_by": "Tim Infrastruktur TIK", "mbps_down": row["mbps_down"] * share,
            "mbps_up": row["mbps_up"] * share, "latency_ms": Decimal(rng.randrange(3, 60)),
            "loss_percent": Decimal(rng.choice(("0", "0", "0", "0.5", "2"))),
        }  # fmt: skip
        days += rng.randrange(80, 190)
