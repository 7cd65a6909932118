"""What an agency says about the completeness of its registers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from spbe_assets.domain.errors import Invalid
from spbe_assets.services import criteria_sets, readiness, statements
from spbe_assets.storage.genesis import agency_id
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.undo import undo

TODAY = date(2026, 11, 24)
BUDI = Actor("Budi")
HEALTH = agency_id("Dinas Kesehatan")


def stated(store: Store) -> set[str]:
    with store.read() as session:
        return set(statements.of_agency(session, HEALTH))


def state(store: Store, *subjects: str, on: date = TODAY) -> None:
    with store.write(BUDI) as uow:
        statements.state(uow, HEALTH, subjects, on, TODAY, "Sari")


def intra(store: Store) -> float | None:
    with store.read() as session:
        found = readiness.assess(session, criteria_sets.active(session), TODAY, HEALTH).agencies[0].result
    part = found.criterion("net-intra")
    return part.score.value if part else None


def test_no_link_counts_as_zero_once_the_register_is_stated_complete(store: Store) -> None:
    assert intra(store) is None
    state(store, "link")
    assert intra(store) == 0
    undo(store, BUDI)
    assert intra(store) is None


def test_exactly_what_is_named_is_stated_and_earlier_words_stay_as_they_were(store: Store) -> None:
    state(store, "link", "server", on=TODAY - timedelta(days=30))
    state(store, "server", "software")
    assert stated(store) == {"server", "software"}
    with store.read() as session:
        kept = statements.of_agency(session, HEALTH)
    assert (kept["server"].complete_on, kept["server"].stated_by) == (TODAY - timedelta(days=30), "Sari")
    assert kept["software"].complete_on == TODAY
    state(store, "link")
    assert stated(store) == {"link"}


def test_a_day_to_come_and_an_unknown_subject_are_refused(store: Store) -> None:
    with pytest.raises(Invalid, match="still to come"):
        state(store, "link", on=TODAY + timedelta(days=1))
    with pytest.raises(Invalid, match="tea"):
        state(store, "tea")


def test_subjects_that_no_criterion_asks_about_are_not_asked() -> None:
    asked = statements.asked_of(criteria_sets.shipped())
    assert asked[:3] == ("server", "end-user", "network")
    assert set(asked) >= {"link", "facility", "software"}
    assert "cooling" not in asked
    assert all(statements.subject_title(subject) for subject in asked)
