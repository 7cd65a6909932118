"""Whose packs are accepted, and how that is seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from spbe_assets.domain import cards
from spbe_assets.domain.cards import Card
from spbe_assets.domain.errors import Invalid, NotFound, Refused
from spbe_assets.domain.ids import derived_id
from spbe_assets.domain.vectors import Branch, Point, Vector
from spbe_assets.services import action_log, history, peers
from spbe_assets.services.log_filter import LogFilter
from spbe_assets.services.peers import PeerRow
from spbe_assets.storage import history as log
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Installation
from spbe_assets.storage.undo import undo

BUDI = Actor("Budi")
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def card(name: str = "Laptop Sari", person: str = "Sari", key: int = 7) -> Card:
    return Card(derived_id("peer", str(key)), name, person, bytes([key]) * 32, "age1" + "q" * 58)


def enrol(store: Store, text: str, name: str = "", person: str = "") -> PeerRow:
    with store.write(BUDI, peers.enrolment(text, name)) as uow:
        return peers.enrol(uow, text, name, person)


def listed(store: Store) -> list[PeerRow]:
    with store.read() as session:
        return peers.listed(session)


def find(store: Store, text: str) -> PeerRow:
    with store.read() as session:
        return peers.find(session, text)


def test_a_card_enrols_with_its_names(store: Store) -> None:
    row = enrol(store, card().text)
    assert listed(store) == [row]
    assert (row.name, row.person, row.replica) == ("Laptop Sari", "Sari", card().replica)
    assert (row.has_card, row.is_trusted, row.enrolled_by, row.heard_at) == (True, True, "Budi", None)
    assert row.words == cards.words(card().fingerprint)
    with store.read() as session:
        assert peers.card_of(session, row.fingerprint) == card()


def test_the_admin_may_call_it_otherwise(store: Store) -> None:
    row = enrol(store, card().text, "Tim lapangan 2", "Sari Dewi")
    assert (row.name, row.person) == ("Tim lapangan 2", "Sari Dewi")


def test_a_bare_fingerprint_needs_a_name_and_learns_its_card_from_a_pack(store: Store) -> None:
    fingerprint = card().fingerprint
    with pytest.raises(Invalid, match="name"):
        enrol(store, fingerprint)
    row = enrol(store, fingerprint, "Laptop 3")
    assert (row.has_card, row.person) == (False, "")
    with store.connection() as connection:
        peers.hear(connection, fingerprint, Vector(), NOON, card())
    (row,) = listed(store)
    assert (row.has_card, row.name, row.person, row.heard_at) == (True, "Laptop 3", "Sari", NOON)


def test_a_card_of_another_key_is_not_learnt(store: Store) -> None:
    row = enrol(store, card().fingerprint, "Laptop 3")
    with store.connection() as connection:
        peers.hear(connection, row.fingerprint, None, NOON, card(key=8))
    assert not listed(store)[0].has_card


def test_the_newest_pack_says_what_its_sender_holds(store: Store) -> None:
    fingerprint = enrol(store, card().text).fingerprint

    def vector(seq: int) -> Vector:
        return Vector({bytes(16): (Branch(Point(seq, bytes([seq]) * 32)),)})

    with store.connection() as connection:
        peers.hear(connection, fingerprint, vector(5), NOON, card())
        peers.hear(connection, fingerprint, vector(3), NOON - timedelta(days=1), card("Older name"))
    with store.read() as session:
        assert peers.vector_of(session, fingerprint) == vector(5)
        assert peers.vector_of(session, "0" * 64) is None
        assert peers.card_of(session, fingerprint) == card()
    assert listed(store)[0].heard_at == NOON


def test_words_alone_and_half_a_fingerprint_enrol_nobody(store: Store) -> None:
    fingerprint = card().fingerprint
    with pytest.raises(Invalid, match="comparing"):
        enrol(store, " ".join(cards.words(fingerprint)), "Laptop")
    with pytest.raises(Invalid, match="64 digits"):
        enrol(store, fingerprint[:40], "Laptop")
    assert listed(store) == []


def test_this_installation_is_not_enrolled_with_itself(store: Store) -> None:
    own = replace(card(), replica=store.replica)
    with pytest.raises(Refused, match="itself"):
        enrol(store, own.text)
    with store.write(BUDI, peers.PRESENT) as uow:
        peers.present_self(uow, own)
    with pytest.raises(Refused, match="itself"):
        enrol(store, own.fingerprint, "Me")


def test_revoked_is_refused_until_reinstated_or_enrolled_again(store: Store) -> None:
    fingerprint = enrol(store, card().text).fingerprint
    with store.write(BUDI, f"{peers.REVOKE} Laptop Sari") as uow:
        peers.revoke(uow, fingerprint)
    assert not listed(store)[0].is_trusted
    with store.write(BUDI, peers.PRESENT) as uow:
        peers.reinstate(uow, fingerprint)
    assert listed(store)[0].is_trusted
    with store.write(BUDI, f"{peers.REVOKE} Laptop Sari") as uow:
        peers.revoke(uow, fingerprint)
    assert enrol(store, card().text).is_trusted
    with pytest.raises(NotFound), store.write(BUDI, peers.PRESENT) as uow:
        peers.revoke(uow, "0" * 64)


def test_one_is_found_by_name_person_fingerprint_or_words(store: Store) -> None:
    sari = enrol(store, card().text)
    joko = enrol(store, card("Laptop Joko", "Joko", 9).text)
    assert find(store, "laptop  sari") == find(store, "SARI") == sari
    assert find(store, joko.fingerprint) == find(store, joko.fingerprint[:8].upper()) == joko
    assert find(store, " ".join(joko.words)) == joko
    with pytest.raises(NotFound, match="Near: Laptop Joko"):
        find(store, "Laptop Jko")
    with pytest.raises(NotFound, match="enrol"):
        find(store, "zzz")


def test_two_of_a_name_are_told_apart_by_fingerprint(store: Store) -> None:
    one, other = enrol(store, card().text), enrol(store, card(key=9).text)
    with pytest.raises(Refused, match=one.fingerprint[:8]):
        find(store, "Laptop Sari")
    assert find(store, other.fingerprint[:6]) == other


def test_history_shows_who_enrolled_and_revoked(store: Store) -> None:
    fingerprint = enrol(store, card().text).fingerprint
    with store.write(BUDI, f"{peers.REVOKE} Laptop Sari") as uow:
        peers.revoke(uow, fingerprint)
    with store.read() as session:
        lines = action_log.listed(session, LogFilter(verbs=frozenset({peers.ENROL, peers.REVOKE})))
        reasons = [line.reason for line in lines]
    assert [line.user for line in lines] == ["Budi", "Budi"]
    assert reasons == ["revocation of Laptop Sari", "enrolment of Laptop Sari"]
    with pytest.raises(Refused, match="nothing to undo"):
        undo(store, BUDI)


def test_installations_are_called_by_what_they_call_themselves(store: Store) -> None:
    own = replace(card("Server Dinas", "Ani"), replica=store.replica)
    with store.read() as session:
        assert peers.names(session) == {}
    with store.write(BUDI, peers.PRESENT) as uow:
        peers.rename_self(uow, own)
    with store.read() as session:
        assert peers.names(session) == {store.replica: "Ani · Server Dinas"}
        assert history.installations(session)[store.replica] == "Ani · Server Dinas"
        assert "Server Dinas" in [name for name, _seq, _hash in log.heads(session)]


def test_presenting_again_changes_nothing(store: Store) -> None:
    own = replace(card(), replica=store.replica)
    for expected in (1, 0):
        with store.write(BUDI, peers.PRESENT) as uow:
            peers.present_self(uow, own)
        assert len(uow.changes.touched.get("installation", ())) == expected
    with store.write(BUDI, peers.PRESENT) as uow:
        uow.delete(Installation, derived_id("installation", store.replica.hex()))
    with store.write(BUDI, peers.PRESENT) as uow:
        peers.present_self(uow, own)
    with store.read() as session:
        assert peers.names(session)


def test_an_installation_needs_a_name(store: Store) -> None:
    with pytest.raises(Invalid, match="name"), store.write(BUDI, peers.PRESENT) as uow:
        peers.rename_self(uow, replace(card(" "), replica=store.replica))
