from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from spbe_assets.domain.errors import Invalid, NotFound, Refused
from spbe_assets.domain.filters import LinkFilter, LinkOrder, LinkSort
from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import LinkKind, LinkRole, LinkStatus
from spbe_assets.services import link_listing, links, references
from spbe_assets.services.link_ends import End
from tests.services.world import World


@pytest.fixture
def uplink(world: World) -> Id:
    values = {
        "name": "Uplink", "provider": "Telkom", "circuit_id": "CID-77", "kind": LinkKind.INTERNET,
        "agency_id": world.ict, "a_asset_id": world.switch, "a_port": "Te1/1", "z_text": "Internet",
        "mbps_down": Decimal("2500.5"), "role": LinkRole.PRIMARY,
    }  # fmt: skip
    return world.write(lambda uow: links.create(uow, values))


def test_a_link_shows_its_two_ends_as_people_name_them(world: World, uplink: Id) -> None:
    row = world.read(lambda session: link_listing.rows_first(session, LinkFilter()))[0]
    assert (row.end_a, row.end_z, row.agency, row.mbps_down) == (
        "Core switch Te1/1",
        "Internet",
        "Diskominfotik",
        "2500.5",
    )
    assert row.tag
    to_site = {"z_text": "", "z_agency_id": world.health, "z_site_id": world.site}
    world.write(lambda uow: links.update(uow, uplink, to_site))
    row = world.read(lambda session: link_listing.rows_first(session, LinkFilter()))[0]
    assert row.end_z == "Gedung A"


def test_a_contract_may_not_end_before_it_starts(world: World, uplink: Id) -> None:
    world.write(lambda uow: links.update(uow, uplink, {"starts_on": date(2026, 1, 1)}))
    with pytest.raises(Invalid) as refused:
        world.write(lambda uow: links.update(uow, uplink, {"ends_on": date(2025, 12, 31)}))
    assert refused.value.field == "ends_on"


def test_links_are_found_at_their_devices_and_agencies(world: World, uplink: Id) -> None:
    with world.store.read() as session:
        assert [row.id for row in links.ending_at(session, world.switch)] == [uplink]
        assert links.ending_at(session, world.server) == []
        assert [row.id for row in links.of_agency(session, world.ict)] == [uplink]


def test_a_link_is_found_by_tag_circuit_name_and_short_id(world: World, uplink: Id) -> None:
    with world.store.read() as session:
        tag = links.detail(session, uplink).get("tag")
        for reference in (tag, tag.lower(), f"SPBE:{tag}", "CID-77", "uplink", references.short("link", uplink)):
            assert links.find(session, reference) == uplink
        with pytest.raises(NotFound):
            links.find(session, "nothing")
    world.write(lambda uow: links.create(uow, {"name": "Uplink"}))
    with world.store.read() as session, pytest.raises(Refused):
        links.find(session, "uplink")


def test_tests_hang_on_their_link_and_go_with_it(world: World, uplink: Id) -> None:
    early, late = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
    for when in (early, late):
        world.write(lambda uow, at=when: links.add_test(uow, uplink, {"tested_at": at, "mbps_down": Decimal(90)}))
    with world.store.read() as session:
        assert [one.get("tested_at") for one in links.tests(session, uplink)] == [late, early]
    with pytest.raises(Invalid):
        world.write(lambda uow: links.add_test(uow, uplink, {"loss_percent": Decimal(101)}))
    world.write(lambda uow: links.delete(uow, [uplink]))
    with world.store.read() as session:
        assert links.tests(session, uplink) == []
        assert link_listing.count(session, LinkFilter()) == 0


def test_two_primary_links_of_one_kind_are_worth_a_look(world: World, uplink: Id) -> None:
    again = {"name": "IndiHome", "kind": LinkKind.INTERNET, "role": LinkRole.PRIMARY, "agency_id": world.ict}
    assert world.read(lambda session: links.double_links(session, world.ict)) == []
    second = world.write(lambda uow: links.create(uow, again))
    assert {row.id for row in world.read(lambda session: links.double_links(session, world.ict))} == {uplink, second}
    world.write(lambda uow: links.update(uow, second, {"status": LinkStatus.ENDED}))
    assert world.read(lambda session: links.double_links(session, world.ict)) == []


def test_the_same_circuit_of_the_same_provider_is_a_warning(world: World, uplink: Id) -> None:
    with world.store.read() as session:
        assert [row.id for row in links.similar(session, {"circuit_id": "CID-77", "provider": "TELKOM"})] == [uplink]
        assert links.similar(session, {"circuit_id": "CID-77", "provider": "Icon+"}) == []
        assert links.similar(session, {"circuit_id": "CID-77", "provider": "Telkom"}, besides=uplink) == []


def test_a_duplicate_link_starts_without_its_circuit(world: World, uplink: Id) -> None:
    values = world.read(lambda session: links.duplicate(session, uplink))
    assert values["provider"] == "Telkom"
    assert not {"tag", "circuit_id", "ip_block"} & set(values)


@pytest.mark.parametrize("by", list(LinkSort))
@pytest.mark.parametrize("descending", [False, True])
def test_link_lists_agree_in_every_order(world: World, by: LinkSort, descending: bool) -> None:
    for number in range(1, 6):
        kind = LinkKind.INTRANET if number % 2 else None
        values = {"name": f"Link {number}", "kind": kind, "mbps_down": Decimal(number) if number > 2 else None}
        world.write(lambda uow, made=values: links.create(uow, {**made, "agency_id": world.clinic}))
    order = LinkOrder(by, descending)
    with world.store.read() as session:
        for wanted in (LinkFilter(), LinkFilter(text="link"), LinkFilter(agency_ids=frozenset({world.health}))):
            rows = link_listing.rows_first(session, wanted, order)
            assert [row.n for row in rows] == list(link_listing.numbers(session, wanted, order))
            assert len(rows) == link_listing.count(session, wanted) == 5
            ids = [row.id for row in rows]
            assert link_listing.still_matching(session, wanted, ids) == link_listing.numbers_of(session, ids)


def test_every_part_of_a_link_filter_narrows(world: World, uplink: Id) -> None:
    wanted = [
        (LinkFilter(text="telkom diskominfotik"), 1),
        (LinkFilter(text="telkom kesehatan"), 0),
        (LinkFilter(kinds=frozenset({LinkKind.INTRANET})), 0),
        (LinkFilter(roles=frozenset({LinkRole.PRIMARY})), 1),
        (LinkFilter(statuses=frozenset({LinkStatus.DOWN})), 0),
        (LinkFilter(no_rate=True), 0),
        (LinkFilter(ends_before=date(2030, 1, 1)), 0),
        (LinkFilter(region_ids=frozenset({world.regency})), 0),
        (LinkFilter(ids=frozenset({uplink})), 1),
        (LinkFilter(ids=frozenset()), 0),
    ]
    with world.store.read() as session:
        for one, count in wanted:
            assert link_listing.count(session, one) == count, one


def test_an_end_is_found_among_agencies_buildings_and_devices(world: World) -> None:
    from spbe_assets.services import link_ends

    with world.store.read() as session:
        found = {
            (end.table, end.id) for text in ("kominfo", "gedung", "core") for end in link_ends.choices(session, text)
        }
        assert {("agency", world.ict), ("site", world.site), ("asset", world.switch)} <= found
        assert not any(end.table == "asset" for end in link_ends.choices(session, ""))
        ends = (
            End("", "site", world.site),
            End("", "asset", world.server),
            End("", "agency", world.clinic),
            End("JIP"),
        )
        assert [link_ends.agency_of(session, end) for end in ends] == [world.ict, world.ict, world.clinic, None]


def test_a_link_with_its_two_ends_its_test_and_the_proof_is_one_action(world: World) -> None:
    from spbe_assets.services import attachments
    from spbe_assets.storage import undo
    from tests.services.world import BUDI

    proof = attachments.ready_document(b"%PDF-1.4", "speed")
    ends = End("Gedung A", "site", world.site), End("  Internet ")
    test = {"mbps_down": Decimal(62)}
    values = {"provider": "Telkom", "mbps_down": Decimal(100)}
    made = world.write(lambda uow: links.create_between(uow, *ends, values, test, [proof]))
    with world.store.read() as session:
        link, (measured,) = links.detail(session, made), links.tests(session, made)
        assert (link.get("a_site_id"), link.get("z_text"), link.get("agency_id")) == (world.site, "Internet", world.ict)
        assert link.get("tag") and measured.get("tested_by") == "Budi" and measured.get("tested_at") is not None
        assert [row.caption for row in attachments.of_record(session, "link_test", measured.id)] == ["speed"]
    undo.undo(world.store, BUDI)
    with world.store.read() as session, pytest.raises(NotFound):
        links.detail(session, made)


def test_without_figures_the_proof_belongs_to_the_link(world: World) -> None:
    from spbe_assets.services import attachments

    proof = attachments.ready_document(b"%PDF-1.4", "contract")
    made = world.write(lambda uow: links.create_between(uow, End("JIP"), End("Internet"), {}, {}, [proof]))
    with world.store.read() as session:
        assert links.tests(session, made) == []
        assert len(attachments.of_record(session, "link", made)) == 1
        assert links.detail(session, made).get("agency_id") is None
