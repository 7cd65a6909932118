"""What a province publishes of its register: counts and scores of agencies, nothing about one thing or person."""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import extract, func
from sqlalchemy.orm import Session

from spbe_assets.domain.criteria import Aspect
from spbe_assets.domain.ids import Id
from spbe_assets.domain.readiness import Readiness
from spbe_assets.domain.scoring import Score
from spbe_assets.domain.vocabulary import LinkStatus
from spbe_assets.paths import resource
from spbe_assets.services import criteria_sets, link_register, readiness, report_subject, settings
from spbe_assets.services.link_register import RegisteredLink
from spbe_assets.services.measures.basis import Join, in_books
from spbe_assets.services.report_subject import Subject
from spbe_assets.storage.tables import Asset, Category

LICENCE, USUAL_LICENCE = "public.licence", "CC-BY-4.0"
"""The setting of the province that names the licence of its public data, and what holds without it."""
UNKNOWN = "unknown"
RUNNING = (LinkStatus.ACTIVE, LinkStatus.DOWN)
AGES = ((2, "0-2"), (5, "3-5"), (8, "6-8"))
OLDER = "9+"
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PublicData:
    """Tables by name, as rows of plain values; `assessment` is what the scores rest on."""

    as_of: date
    province: str
    owner: str
    licence: str
    tables: Mapping[str, tuple[Row, ...]]
    assessment: Readiness
    subject: Subject

    @property
    def rows(self) -> int:
        """All rows of all tables."""
        return sum(map(len, self.tables.values()))


def read(session: Session, as_of: date) -> PublicData:
    """What may be published of the whole province.

    Raises:
        Invalid: the criteria that hold, or a setting they lean on, can't be used.
    """
    subject = report_subject.read(session, as_of)
    assessment = readiness.assess(session, criteria_sets.active(session), as_of)
    numbers = {agency.id: place for place, agency in enumerate(subject.agencies, 1)}
    links = [link for link in link_register.read(session, subject) if link.status in RUNNING and link.unit]
    tables = {
        "instansi": tuple(_agencies(assessment, numbers, links, subject)),
        "perangkat": tuple(_equipment(session, subject, numbers)),
        "tautan": tuple(_links(links, subject, numbers)),
        "kesiapan": tuple(_readiness(assessment, numbers)),
    }
    return PublicData(
        as_of=as_of,
        province=subject.province,
        owner=subject.owner,
        licence=licence(session),
        tables={name: tuple(sorted(rows, key=_by_agency)) for name, rows in tables.items()},
        assessment=assessment,
        subject=subject,
    )


def licence(session: Session) -> str:
    """The name of the licence that the province chose for its public data."""
    return str(settings.province(session, LICENCE, USUAL_LICENCE))


def licences() -> tuple[str, ...]:
    """The names of the licences to choose from, the usual one first."""
    return tuple(spec()["licence"])


@cache
def spec() -> dict[str, Any]:
    """What the package says of itself, its tables and its licences, as read from `package.toml`."""
    with resource("public", "package.toml").open("rb") as file:
        return tomllib.load(file)


def _by_agency(row: Row) -> tuple[Any, ...]:
    return tuple(value for value in row.values() if isinstance(value, (int, str)))


def _agencies(
    assessment: Readiness, numbers: Mapping[Id, int], links: list[RegisteredLink], subject: Subject
) -> Iterator[Row]:
    rates: defaultdict[Id, list[Decimal]] = defaultdict(list)
    for link in links:
        if (owner := subject.owners.get(link.unit) if link.unit else None) is not None:
            rates[owner.id].append(link.down or Decimal(0))
    for agency in assessment.agencies:
        yield {
            "no_instansi": numbers[agency.id], "instansi": agency.name, "singkatan": agency.abbreviation,
            "wilayah": agency.region, "barang": agency.counts.assets, "server": agency.counts.servers,
            "tautan": len(rates[agency.id]), "mbps": sum(rates[agency.id], Decimal(0)), **_score(agency.result.score),
        }  # fmt: skip


def _score(score: Score) -> Row:
    return {
        "nilai": score.value, "nilai_terburuk": score.worst, "nilai_terbaik": score.best,
        "kelengkapan": round(score.coverage * 100),
    }  # fmt: skip


def _equipment(session: Session, subject: Subject, numbers: Mapping[Id, int]) -> Iterator[Row]:
    bought = func.coalesce(Asset.year, extract("year", Asset.acquired_on)).label("bought")
    columns = (Asset.agency_id, Category.asset_class, Asset.condition, bought)
    counted: Counter[tuple[Id, str, str, str]] = Counter()
    query = in_books(Join.CATEGORY).query(*columns, func.count()).group_by(*columns)
    for unit, asset_class, condition, year, count in session.execute(query):
        if (owner := subject.owners.get(unit)) is not None:
            key = owner.id, _known(asset_class), _known(condition), _age(subject.as_of.year, year)
            counted[key] += count
    names = {agency.id: agency.name for agency in subject.agencies}
    for (agency, asset_class, condition, age), count in counted.items():
        yield {
            "no_instansi": numbers[agency], "instansi": names[agency], "kelas": asset_class, "kondisi": condition,
            "umur": age, "jumlah": count,
        }  # fmt: skip


def _known(option: Any) -> str:
    """The stored value of an option of this version; what a newer one wrote counts as not recorded."""
    return str(option.value) if hasattr(option, "name") else UNKNOWN


def _age(this_year: int, year: int | None) -> str:
    if year is None:
        return UNKNOWN
    return next((name for last, name in AGES if this_year - year <= last), OLDER)


def _links(links: list[RegisteredLink], subject: Subject, numbers: Mapping[Id, int]) -> Iterator[Row]:
    groups: dict[tuple[Id, str, str, str], list[Decimal | None]] = {}
    for link in links:
        if (owner := subject.owners.get(link.unit) if link.unit else None) is not None:
            key = owner.id, _known(link.kind), _known(link.medium), _known(link.role)
            groups.setdefault(key, []).append(link.down)
    names = {agency.id: agency.name for agency in subject.agencies}
    for (agency, kind, medium, role), rates in groups.items():
        yield {
            "no_instansi": numbers[agency], "instansi": names[agency], "jenis": kind, "media": medium, "peran": role,
            "jumlah": len(rates), "mbps": sum((rate for rate in rates if rate is not None), Decimal(0)),
            "tanpa_mbps": sum(rate is None for rate in rates),
        }  # fmt: skip


def _readiness(assessment: Readiness, numbers: Mapping[Id, int]) -> Iterator[Row]:
    for agency in assessment.agencies:
        for aspect in Aspect:
            if (score := agency.result.aspects.get(aspect)) is not None:
                named = {"no_instansi": numbers[agency.id], "instansi": agency.name, "aspek": str(aspect)}
                yield {**named, **_score(score)}
