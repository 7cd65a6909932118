"""Work that goes on beside the window while its standstills are measured: an import and a report."""

from __future__ import annotations

from datetime import date
from itertools import islice
from random import Random
from typing import Any

from spbe_assets.services import demo_places
from spbe_assets.services.demo_assets import Register
from spbe_assets.services.demo_catalogue import catalogue
from spbe_assets.storage.tables import Asset
from spbe_assets.storage.unit_of_work import UnitOfWork
from ui.context import AppContext
from ui.jobs import Job
from ui.readiness import run

IMPORTED = 20_000
TODAY = date(2026, 11, 20)
CHUNK = 2_000


def write(context: AppContext) -> Job:
    """What the last step of an import does, on the writer thread of the window."""
    return context.write(_rows, "import benchmark.xlsx")


def assess(context: AppContext) -> Job:
    """Work out the readiness of the province, as the readiness screen does."""
    return context.read_apart(run.assess)


def _rows(uow: UnitOfWork, _progress: Any) -> None:
    offices = demo_places.offices(uow, IMPORTED, Random(2))
    demo_places.furnish(uow, offices, IMPORTED, Random(3))
    register = Register(catalogue(uow.session), offices, Random(4), TODAY)
    supply = (piece.values for piece in register.pieces(IMPORTED))
    while some := list(islice(supply, CHUNK)):
        uow.create_many(Asset, some)
