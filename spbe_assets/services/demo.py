"""The sample province: 55 agencies with buildings, equipment and links, to try the program and to measure it.

The same seed on the same day gives the same province, apart from ids. Goods, names and places come from
`resources/demo`; agencies and codes are real, people, serials and prices are made up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from random import Random

from sqlalchemy import func, select

from spbe_assets.domain.errors import Refused
from spbe_assets.domain.ids import Id
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.tags import SERIES_ALPHABET
from spbe_assets.i18n import N_, _
from spbe_assets.services import demo_links, demo_places, demo_records
from spbe_assets.services.demo_assets import Piece, Register
from spbe_assets.services.demo_catalogue import catalogue
from spbe_assets.services.demo_details import Details
from spbe_assets.services.demo_places import Office
from spbe_assets.storage.genesis import agency_id
from spbe_assets.storage.tables import Agency, Asset, DeviceDetail, LabelPrint, ServerDetail, TagSeries, Values
from spbe_assets.storage.unit_of_work import UnitOfWork

REASON = "demo"
CENTRE = "Dinas Komunikasi, Informatika dan Statistik"
BATCH = 4_000
MOST_LABELS = 150_000
STOCK = "avery-l7163"
EDGES = frozenset({"router", "firewall"})


@dataclass(frozen=True, slots=True)
class Filled:
    """What was made."""

    agencies: int
    assets: int
    links: int


def fill(uow: UnitOfWork, assets: int, seed: int = 1, progress: Progress = SILENT, today: date | None = None) -> Filled:
    """Fill a new database; with no assets, only the agencies that are not shipped are added, without invented facts.

    Raises:
        Refused: the database holds assets already.
        Cancelled: the user asked to stop.
    """
    if uow.session.scalar(select(Asset.n).where(Asset.live).limit(1)) is not None:
        raise Refused(_("The database holds assets already; make the sample province in a new file."))
    demo_places.agencies(uow)
    agencies = uow.session.scalar(select(func.count()).select_from(Agency).where(Agency.live)) or 0
    if not assets:
        return Filled(agencies, 0, 0)
    return _Province(uow, assets, seed, progress, today or datetime.now(UTC).date()).fill()


class _Province:
    """One run: every part draws from a generator of its own, so that a change in one leaves the others as they are."""

    def __init__(self, uow: UnitOfWork, assets: int, seed: int, progress: Progress, today: date) -> None:
        self._uow, self._assets, self._seed = uow, assets, seed
        self._progress, self._today = progress, today
        self._labels_left = MOST_LABELS
        self._edges: dict[Id, Id] = {}
        self._details = Details(self._draw("details"), today)

    def fill(self) -> Filled:
        uow, rng = self._uow, self._draw("places")
        uow.create(TagSeries, prefix=series(self._seed), replica=uow.author.replica)
        offices = demo_places.offices(uow, self._assets, rng)
        demo_places.furnish(uow, offices, self._assets, rng)
        centre = next(office for office in offices if office.id == agency_id(CENTRE))
        demo_records.facilities(uow, offices, centre, self._draw("facilities"))
        self._fill_register(offices)
        links = demo_links.lay(uow, offices, self._edges, centre, self._draw("links"), self._today)
        demo_records.software(uow, offices, self._draw("software"), self._today)
        demo_records.clouds(uow, offices, centre, self._draw("clouds"), self._today)
        demo_records.statements(uow, offices, self._draw("statements"), self._today)
        demo_records.room_cards(uow, offices, self._draw("cards"), self._today)
        return Filled(len(offices), self._assets, links)

    def _draw(self, part: str) -> Random:
        return Random(f"{self._seed} {part}")  # noqa: S311

    def _fill_register(self, offices: list[Office]) -> None:
        register = Register(catalogue(self._uow.session), offices, self._draw("register"), self._today)
        supply, done = register.pieces(self._assets), 0
        while batch := list(islice(supply, BATCH)):
            self._progress.step(done, self._assets, _(N_("Making equipment")))
            self._write(batch)
            done += len(batch)

    def _write(self, batch: list[Piece]) -> None:
        uow, details = self._uow, self._details
        tags = uow.next_tags(len(batch))
        ids = uow.create_many(Asset, ({**piece.values, "tag": tag} for piece, tag in zip(batch, tags, strict=True)))
        made = list(zip(ids, batch, strict=True))
        uow.create_many(ServerDetail, _known(details.server(asset, piece) for asset, piece in made))
        uow.create_many(DeviceDetail, _known(details.device(asset, piece) for asset, piece in made))
        labels = [_label(asset, piece) for asset, piece in made if piece.labelled_at][: self._labels_left]
        self._labels_left -= len(labels)
        uow.create_many(LabelPrint, labels)
        for asset, piece in made:
            if piece.kind.code in EDGES:
                self._edges.setdefault(piece.office.id, asset)


def _known(rows: Iterable[Values | None]) -> Iterable[Values]:
    return (row for row in rows if row is not None)


def _label(asset: Id, piece: Piece) -> Values:
    return {
        "record_table": "asset", "record_id": asset, "printed_at": piece.labelled_at,
        "printed_by": piece.office.people[0][1], "stock": STOCK,
    }  # fmt: skip


def series(seed: int) -> str:
    """The tag series of a sample province: R7 for the first seed, so that its tags are the same on every machine."""
    number, letters = seed + 6, ""
    while number and len(letters) < 7:
        number, digit = divmod(abs(number), len(SERIES_ALPHABET))
        letters = SERIES_ALPHABET[digit] + letters
    return f"R{letters}"
