"""The sample province: plausible, the same for the same seed, and only agencies when no assets are wanted."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from spbe_assets.domain import tags
from spbe_assets.domain.errors import Cancelled, Refused
from spbe_assets.domain.vocabulary import AssetClass, Condition, LinkKind, LinkStatus
from spbe_assets.services import demo, demo_catalogue
from spbe_assets.storage import check
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import (
    Agency,
    Asset,
    Category,
    DeviceDetail,
    LabelPrint,
    Link,
    Person,
    Room,
    ServerDetail,
    Site,
)

TODAY = date(2026, 11, 20)
ASSETS = 3_000
BUDI = Actor("Budi")


def filled(path: Path, assets: int = ASSETS, seed: int = 1) -> Store:
    store = Store.create(path)
    with store.write(BUDI, demo.REASON) as uow:
        demo.fill(uow, assets, seed, today=TODAY)
    return store


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return filled(tmp_path_factory.mktemp("province") / "assets.spbe")


def seen(session: Session) -> list[Row[tuple[object, ...]]]:
    """Everything people see of assets and links, without ids."""
    hidden = {"id", "n", "category_id", "agency_id", "room_id", "rack_id", "custodian_id", "born", "rev"}
    assets = [column for column in Asset.__table__.columns if column.name not in hidden]
    places = select(*assets, Agency.name, Category.code, Room.name, Person.name, ServerDetail.hostname, DeviceDetail.ip)
    rows = session.execute(
        places.join(Agency, Agency.id == Asset.agency_id)
        .join(Category, Category.id == Asset.category_id)
        .outerjoin(Room, Room.id == Asset.room_id)
        .outerjoin(Person, Person.id == Asset.custodian_id)
        .outerjoin(ServerDetail, ServerDetail.asset_id == Asset.id)
        .outerjoin(DeviceDetail, DeviceDetail.asset_id == Asset.id)
        .order_by(Asset.n)
    ).all()
    links = session.execute(select(Link.tag, Link.name, Link.provider, Link.mbps_down, Link.ends_on).order_by(Link.n))
    return [*rows, *links]


def test_the_same_seed_makes_the_same_province_and_another_seed_another(province: Store, tmp_path: Path) -> None:
    again, other = filled(tmp_path / "again.spbe"), filled(tmp_path / "other.spbe", assets=100, seed=2)
    with province.read() as first, again.read() as second, other.read() as third:
        assert seen(first) == seen(second)
        assert seen(first)[:100] != seen(third)[:100]


def test_without_assets_only_the_twelve_regency_agencies_are_added_and_nothing_is_invented(store: Store) -> None:
    with store.write(BUDI, demo.REASON) as uow:
        made = demo.fill(uow, 0, today=TODAY)
    with store.read() as session:
        rows = session.execute(select(Agency.name, Agency.staff_count, Agency.head, Agency.kode_lokasi)).all()
        assert session.scalar(select(func.count()).select_from(Site)) == 0
    assert (made.agencies, len(rows)) == (55, 55)
    assert {(row.staff_count, row.head, row.kode_lokasi) for row in rows} == {(None, "", "")}
    assert sum(row.name.startswith("Dinas Komunikasi dan Informatika ") for row in rows) == 12


def test_agencies_alone_can_be_filled_later_but_a_filled_register_is_refused(store: Store) -> None:
    for assets in (0, 50):
        with store.write(BUDI, demo.REASON) as uow:
            assert demo.fill(uow, assets, today=TODAY).agencies == 55
    with pytest.raises(Refused, match="new file"), store.write(BUDI, demo.REASON) as uow:
        demo.fill(uow, 50, today=TODAY)


def test_exactly_as_many_assets_are_made_as_asked_for_in_one_action(province: Store, tmp_path: Path) -> None:
    with province.read() as session:
        assert session.scalar(select(func.count()).select_from(Asset).where(Asset.live)) == ASSETS
    with filled(tmp_path / "one.spbe", assets=1).read() as session:
        assert session.scalar(select(func.count()).select_from(Asset)) == 1


def test_the_filled_database_passes_its_own_check(province: Store) -> None:
    assert check.check(province) == []


def test_every_tag_is_valid_and_unique_and_links_go_on_counting(province: Store) -> None:
    with province.read() as session:
        found = [*session.scalars(select(Asset.tag)), *session.scalars(select(Link.tag))]
    assert len(set(found)) == len(found)
    assert {tag.series for tag in map(tags.parse, found) if tag} == {"R7"}
    assert [tag.number for tag in map(tags.parse, found) if tag] == list(range(1, len(found) + 1))


def test_registers_run_without_gaps_for_each_agency_and_code(province: Store) -> None:
    with province.read() as session:
        rows = session.execute(
            select(Asset.agency_id, Asset.kode_barang, Asset.register).where(Asset.kode_barang != "")
        )
        runs: dict[tuple[bytes | None, str], list[int]] = {}
        for agency, code, register in rows:
            runs.setdefault((agency, code), []).append(int(register))
    assert all(sorted(run) == list(range(1, len(run) + 1)) for run in runs.values())


def test_a_nibar_has_45_digits_and_none_comes_twice(province: Store) -> None:
    with province.read() as session:
        found = list(session.scalars(select(Asset.nibar).where(Asset.nibar != "")))
    assert {(len(nibar), nibar.isdigit()) for nibar in found} == {(45, True)}
    assert len(set(found)) == len(found) > ASSETS / 10


def test_the_register_has_a_plausible_mix_and_honest_gaps(province: Store) -> None:
    with province.read() as session:
        classes = Counter(session.scalars(select(Category.asset_class).join(Asset, Asset.category_id == Category.id)))
        rows = session.execute(
            select(Asset.serial, Asset.condition, Asset.room_id, Asset.verified_at, Asset.year)
        ).all()
    share = {kind: count / ASSETS for kind, count in classes.items()}
    assert share[AssetClass.END_USER] > 0.4
    assert 0.02 < share[AssetClass.SERVER] < 0.05
    assert min(classes[kind] for kind in (AssetClass.SECURITY, AssetClass.STORAGE, AssetClass.POWER)) > 0
    for gap in (sum(not row[index] for row in rows) / ASSETS for index in range(4)):
        assert 0.02 < gap < 0.45
    years = {row.year for row in rows if row.year}
    assert min(years) >= 2013 and max(years) == TODAY.year


def test_old_pieces_are_in_a_worse_state_than_new_ones(province: Store) -> None:
    def broken(session: Session, *when: object) -> float:
        found = Counter(session.scalars(select(Asset.condition).where(*when)))  # type: ignore[arg-type]
        return found[Condition.HEAVY_DAMAGE] / sum(found.values())

    with province.read() as session:
        assert broken(session, Asset.year >= 2023) < 0.05 < 0.15 < broken(session, Asset.year <= 2018)


def test_nothing_happens_in_the_future(province: Store) -> None:
    with province.read() as session:
        for when in (Asset.acquired_on, ServerDetail.backup_last):
            assert session.scalar(select(func.max(when))) <= TODAY
        for moment in (Asset.verified_at, LabelPrint.printed_at):
            newest = session.scalars(select(moment).where(moment.is_not(None)).order_by(moment.desc())).first()
            assert newest is not None and newest < datetime(2026, 11, 21, tzinfo=UTC)


def test_host_names_of_details_are_found_by_search(province: Store) -> None:
    from spbe_assets.domain.filters import AssetFilter
    from spbe_assets.services import listing

    with province.read() as session:
        name = session.scalars(select(ServerDetail.hostname).where(ServerDetail.hostname != "")).first()
        assert name is not None
        assert listing.count(session, AssetFilter(text=name)) >= 1


def test_labels_are_printed_for_about_half(province: Store) -> None:
    with province.read() as session:
        labelled = session.scalar(select(func.count()).select_from(Asset).where(Asset.labelled_at.is_not(None)))
    assert labelled is not None and 0.3 < labelled / ASSETS < 0.7


def test_links_have_reserves_doubles_and_ended_ones_and_both_ends(province: Store) -> None:
    with province.read() as session:
        rows = session.execute(
            select(Link.kind, Link.status, Link.name, Link.a_agency_id, Link.z_agency_id, Link.z_text)
        ).all()
    assert all(row.a_agency_id and (row.z_agency_id or row.z_text) for row in rows)
    assert {LinkKind.INTRANET, LinkKind.INTERNET} <= {row.kind for row in rows}
    assert {LinkStatus.ACTIVE, LinkStatus.ENDED} <= {row.status for row in rows}
    assert any(" cadangan " in row.name for row in rows) and any(" kedua " in row.name for row in rows)


def test_cancelling_leaves_no_trace(store: Store) -> None:
    class Stopped:
        def step(self, done: int, total: int, text: str = "") -> None:
            if done:
                raise Cancelled

    with pytest.raises(Cancelled), store.write(BUDI, demo.REASON) as uow:
        demo.fill(uow, demo.BATCH + 1, progress=Stopped(), today=TODAY)
    with store.read() as session:
        assert session.scalar(select(func.count()).select_from(Asset)) == 0
        assert session.scalar(select(func.count()).select_from(Agency)) == 43


@pytest.mark.parametrize("style", ["PF{X*6}", "FOC{c}{w}Z{X*3}", "{y}{9*5}", "F4{F*4}"])
def test_serials_do_not_come_twice_until_their_space_is_used_up(style: str) -> None:
    serials = demo_catalogue.Serials(style, "a model")
    found = [serials.running() for _ in range(4_000)]
    assert len(set(found)) == len(found)


def test_a_week_and_year_stand_in_the_serial_where_the_maker_puts_them() -> None:
    serials = demo_catalogue.Serials("FOC{c}{w}Z{X*3}", "a model")
    assert serials.batch(2019, 7) == ("FOC2307Z", "")
    assert demo_catalogue.Serials("", "a rack").running() == ""


def test_every_category_of_the_sample_is_shipped_and_every_year_has_a_model(store: Store) -> None:
    with store.read() as session:
        catalogue = demo_catalogue.catalogue(session)
    for kind in catalogue.kinds.values():
        assert all(kind.on_sale(year) for year in range(2010, 2040))
        assert kind.named(Random(1), 3)


def test_the_first_seed_has_the_series_r7() -> None:
    assert demo.series(1) == "R7"
    assert len({demo.series(seed) for seed in range(500)}) == 500
    assert len(demo.series(10**30)) <= 8
