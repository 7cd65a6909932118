"""Whose form it is: the agencies that get one each, with the words of their title block."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import RegionKind
from spbe_assets.services import areas
from spbe_assets.services.forms.form import Signer, day_text, said
from spbe_assets.storage.tables import Agency, Person, Region

UNITS_BETWEEN = " › "
DOTS = "." * 30
_GOVERNMENTS = {
    RegionKind.PROVINCE: ("", "PEMERINTAH PROVINSI {name}"),
    RegionKind.REGENCY: ("Kabupaten ", "PEMERINTAH KABUPATEN {name}"),
    RegionKind.CITY: ("Kota ", "PEMERINTAH KOTA {name}"),
}
_OFFICER = "pengurus barang"


@dataclass(frozen=True, slots=True)
class Unit:
    """An agency as title blocks name it.

    `agency` is the one at the top and `sub_unit` the way from there to it; `order` sorts units as forms stand in a
    book: by region, kode lokasi and name. `head` and `officer` are who sign for it, (name, NIP) each.
    """

    id: Id | None
    agency: str = ""
    sub_unit: str = ""
    government: str = ""
    province: str = ""
    regency: str = ""
    kode_lokasi: str = ""
    head: tuple[str, str] = ("", "")
    officer: tuple[str, str] = ("", "")
    order: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its own name."""
        return self.sub_unit.rpartition(UNITS_BETWEEN)[2] or self.agency

    def title_block(self) -> tuple[tuple[str, str], ...]:
        """The labelled lines over its form, without those nobody knows."""
        lines = [("PROVINSI", self.province), ("KAB/KOTA", self.regency), ("UNIT", self.agency)]
        if self.sub_unit:
            lines.append(("SUB UNIT", self.sub_unit))
        return (*lines, ("NO. KODE LOKASI", self.kode_lokasi))

    def signers(self, day: date) -> tuple[Signer, ...]:
        """Head and keeper of the goods, as a KIB is signed."""
        return (
            Signer(("MENGETAHUI,", "PENGGUNA BARANG / KUASA PENGGUNA BARANG"), *self.head),
            Signer((f"{DOTS}, {day_text(day)}", "PENGURUS BARANG"), *self.officer),
        )


class Units:
    """All agencies, read once."""

    def __init__(self, session: Session) -> None:
        chosen = select(Agency.id, Agency.parent_id, Agency.region_id, Agency.name, Agency.kode_lokasi, Agency.head)
        self._agencies = {row.id: row for row in session.execute(chosen.where(Agency.live))}
        self._parents: Mapping[Id, Id | None] = {row.id: row.parent_id for row in self._agencies.values()}
        regions = select(Region.id, Region.parent_id, Region.kind, Region.name, Region.code)
        self._regions = {row.id: row for row in session.execute(regions.where(Region.live))}
        self._provinces = [row for row in self._regions.values() if row.kind is RegionKind.PROVINCE]
        self._people = _people(session)

    def sorted(self, ids: Iterable[Id | None]) -> list[Unit]:
        """The units of some agencies in the order of a book; None stands for what belongs to none, at the end."""
        return sorted(set(map(self.of, ids)), key=lambda unit: (unit.id is None, unit.order, unit.id or b""))

    def of(self, agency_id: Id | None) -> Unit:
        """One unit; one that is gone or unknown has the words of the province only."""
        if agency_id is None or agency_id not in self._agencies:
            return Unit(None, **self._government(None))
        ways = [self._agencies[step] for step in areas.above(self._parents, agency_id) if step in self._agencies]
        region = self._regions.get(next((way.region_id for way in ways if way.region_id), b""))
        names = [said(way.name) for way in reversed(ways)]
        kode = next((way.kode_lokasi for way in ways if way.kode_lokasi), "")
        return Unit(
            agency_id, names[0], UNITS_BETWEEN.join(names[1:]), kode_lokasi=said(kode),
            head=self._signer(ways, "kepala dinas", said(ways[0].head)), officer=self._signer(ways, _OFFICER, ""),
            order=(region.code if region else "", kode, *names), **self._government(region),
        )  # fmt: skip

    def _government(self, region: Any) -> dict[str, Any]:
        region = region or (self._provinces[0] if len(self._provinces) == 1 else None)
        if region is None or region.kind not in _GOVERNMENTS:
            return {}
        prefix, title = _GOVERNMENTS[region.kind]
        own = {"government": title.format(name=region.name.removeprefix(prefix).upper())}
        if region.kind is RegionKind.PROVINCE:
            return own | {"province": region.name}
        above = self._regions.get(region.parent_id) or (self._provinces[0] if self._provinces else None)
        return own | {"regency": region.name, "province": above.name if above else ""}

    def _signer(self, ways: list[Any], position: str, name: str) -> tuple[str, str]:
        """The person of that position; for the head the name that the agency itself knows goes first."""
        of_agency = self._people.get(ways[0].id, [])
        if name:
            return name, next((nip for _position, called, nip in of_agency if called == name), "")
        return next(((called, nip) for held, called, nip in of_agency if held.startswith(position)), ("", ""))


def _people(session: Session) -> dict[Id, list[tuple[str, str, str]]]:
    found: dict[Id, list[tuple[str, str, str]]] = {}
    chosen = select(Person.agency_id, Person.position, Person.name, Person.nip).where(Person.live).order_by(Person.n)
    for agency, position, name, nip in session.execute(chosen):
        if agency is not None:
            found.setdefault(agency, []).append((position.casefold(), name, nip))
    return found
