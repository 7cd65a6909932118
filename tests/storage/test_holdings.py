"""What a database says that it holds is what its log says, however its chains fork and break."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from sqlalchemy import delete, insert, select

from spbe_assets.domain import vectors
from spbe_assets.domain.vectors import Link, Vector
from spbe_assets.storage import chain as stored
from spbe_assets.storage import holdings
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Aside, Asset, Changeset
from tests.domain.test_vectors import chain, worlds

ACTOR = Actor("Sari")


def fill(store: Store, links: list[Link]) -> None:
    rows = [
        {
            "id": link.id, "replica": link.replica, "seq": link.seq, "prev": link.prev, "hlc": 1, "action": bytes(16),
            "user": "", "verb": "edit", "reason": "edit", "received_at": datetime.now(UTC), "ops": 1,
            "body": stored.pack(link.id),
        }
        for link in links
    ]  # fmt: skip
    with store.connection() as connection:
        connection.exec_driver_sql("DROP TRIGGER IF EXISTS changeset_is_never_deleted")
        for name in connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'changeset'"
        ).scalars():
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        connection.execute(delete(Changeset))
        if rows:
            connection.execute(insert(Changeset), rows)


def links_in(store: Store) -> dict[int, Link]:
    with store.read() as session:
        rows = session.execute(
            select(Changeset.n, Changeset.replica, Changeset.seq, Changeset.id, Changeset.prev)
        ).all()
    return {n: Link(replica, seq, name, prev) for n, replica, seq, name, prev in rows}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(worlds())
def test_the_database_agrees_with_the_pure_rules(store: Store, world: tuple[list[Link], set[int], set[int]]) -> None:
    links, mine, theirs = world
    fill(store, [links[n] for n in sorted(mine)])
    wanted = vectors.build([links[n] for n in theirs])
    with store.read() as session:
        assert holdings.vector(session) == vectors.build(links[n] for n in mine)
        found = holdings.lacking(session, wanted)
        bodies = list(holdings.bodies(session, found))
    by_number = links_in(store)
    assert {by_number[n] for n in found} == set(vectors.lacking([links[n] for n in mine], wanted))
    assert bodies == [by_number[n].id for n in found]


def test_two_branches_that_look_like_one_chain_are_told_apart(store: Store) -> None:
    """Each number is there once, but the upper half follows on a changeset that is not."""
    trunk = chain(bytes(16), 5)
    here, there = chain(bytes(16), 5, trunk[-1], "here"), chain(bytes(16), 9, trunk[-1], "there")
    fill(store, trunk + here + there[5:])
    with store.read() as session:
        (later, earlier) = holdings.vector(session).branches[bytes(16)]
    assert (later.head.seq, later.first, earlier.head.seq, earlier.first) == (14, 11, 10, 1)


def test_what_is_set_aside_is_held_but_not_sent(store: Store) -> None:
    with store.write(ACTOR) as uow:
        uow.create(Asset, name="Router")
    with store.read() as session:
        before, told = holdings.lacking(session, Vector()), holdings.vector(session)
    with store.connection() as connection:
        connection.execute(insert(Aside), [{"changeset": before[-1]}])
    with store.read() as session:
        assert holdings.lacking(session, Vector()) == before[:-1]
        assert holdings.vector(session) == told


def test_the_shipped_rows_are_never_sent(tmp_path: Path, store: Store) -> None:
    with store.read() as session:
        numbers = holdings.lacking(session, Vector())
        assert 1 not in numbers
        assert all(b'"genesis 1"' not in body for body in holdings.bodies(session, numbers))
