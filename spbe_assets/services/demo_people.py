"""The people of the sample province: duty data of persons who do not exist."""

from __future__ import annotations

from random import Random

from spbe_assets.domain.ids import Id
from spbe_assets.services.demo_catalogue import told
from spbe_assets.storage.tables import Person, Values
from spbe_assets.storage.unit_of_work import UnitOfWork


def name(rng: Random) -> str:
    """A name as Riau has them."""
    people = told("places")["people"]
    given, family = rng.choice(people["given"]), rng.choice(people["family"])
    return f"{given} {family if family != given else people['family'][0]}"


def employ(uow: UnitOfWork, agency: Id, count: int, rng: Random) -> list[tuple[Id, str]]:
    """Make people of an agency; their ids and names, without titles."""
    people = told("places")["people"]
    names = [name(rng) for _ in range(count)]
    rows = [_person(agency, full, rng.choice(people["titles"]), rng.choice(people["positions"]), rng) for full in names]
    return list(zip(uow.create_many(Person, rows), names, strict=True))


def _person(agency: Id, full: str, degree: str, position: str, rng: Random) -> Values:
    born = rng.randrange(1968, 1999)
    appointed = min(born + rng.randrange(22, 34), 2024)
    number = f"{born}{rng.randrange(1, 13):02}{rng.randrange(1, 29):02}{appointed}{rng.randrange(1, 13):02}"
    return {
        "agency_id": agency,
        "name": full + degree,
        "nip": f"{number}{rng.randrange(1, 3)}{rng.randrange(1, 60):03}" if rng.random() < 0.9 else "",
        "position": position,
    }
