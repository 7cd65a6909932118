"""The forms that somebody wants, by their names in the catalogue of reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from sqlalchemy.orm import Session

from spbe_assets.domain.filters import AssetFilter
from spbe_assets.domain.ids import Id
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.reports import Wanted
from spbe_assets.services import areas
from spbe_assets.services.forms import kib_b, kir, label_register, rkbmd
from spbe_assets.services.forms.form import Form

KIB_B, KIR, KIBAR, RKBMD, LABELS = "kib-b", "kir", "kibar", "rkbmd", "labels"


def forms(session: Session, wanted: Wanted, progress: Progress = SILENT) -> Iterator[Form]:
    """The forms of one kind, one by one; KIBAR has a layout of its own and is none of them.

    Raises:
        Refused: RKBMD is wanted and no plan is chosen.
    """
    agencies = agencies_of(session, wanted)
    if wanted.report == KIR:
        rooms = [wanted.room_id] if wanted.room_id else []
        return kir.forms(kir.cards(session, agencies, rooms, progress))
    return of_agencies(session, wanted.report, agencies, progress)


def of_agencies(session: Session, name: str, agencies: Iterable[Id], progress: Progress = SILENT) -> Iterator[Form]:
    """The forms of a kind that go by agencies; as `forms`."""
    if name == KIB_B:
        return kib_b.forms(session, agencies, progress)
    if name == RKBMD:
        return chain(rkbmd.procurement(session, agencies), rkbmd.maintenance(session, agencies))
    return iter([label_register.form(session, agencies, progress)])


def agencies_of(session: Session, wanted: Wanted) -> Iterable[Id]:
    """The agencies that a wish names, itself or by a region; empty for all."""
    if wanted.agency_id is not None:
        return [wanted.agency_id]
    return areas.agencies_in(session, [wanted.region_id]) if wanted.region_id is not None else ()


def assets_of(wanted: Wanted) -> AssetFilter:
    """The assets that a wish for KIBAR means."""
    agencies = frozenset([wanted.agency_id] if wanted.agency_id else [])
    return AssetFilter(agency_ids=agencies, region_ids=frozenset([wanted.region_id] if wanted.region_id else []))
