"""The register of printed labels: what was printed for which record, when, by whom, on which paper and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets import formats
from spbe_assets.domain.ids import Id
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.i18n import _
from spbe_assets.services import areas, label_ledger
from spbe_assets.services.forms.form import Column, Form, Kind, Row, numbered
from spbe_assets.storage.tables import Agency, Asset, LabelPrint, Link

PART = 500


def form(session: Session, agency_ids: Iterable[Id] = (), progress: Progress = SILENT) -> Form:
    """The whole register, the newest print first; of some agencies and the units below them, if they are named."""
    named = frozenset(agency_ids)
    wanted = areas.agencies_below(session, named) if named else None
    names = _agency_names(session)
    told = " · ".join(sorted(names.get(one, "") for one in named)) or _("All agencies")
    return Form(
        name=_("Label register"),
        titles=(_("Label register"),),
        head=((_("Agency"), told), (_("As of"), formats.date_text(formats.today()))),
        columns=_columns(),
        rows=numbered(_rows(session, wanted, names, progress)),
        is_numbered=False,
        page=_("Page {number} of {pages}"),
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("No."), 3.6, Kind.CENTRED),
        Column(_("Tag"), 10.0),
        Column(_("Name"), 21.0),
        Column(_("Agency"), 19.0),
        Column(_("Printed"), 12.5),
        Column(_("By"), 11.0),
        Column(_("Paper"), 10.0),
        Column(_("Reason"), 14.0),
    )


def _rows(session: Session, wanted: frozenset[Id] | None, names: Mapping[Id, str], progress: Progress) -> Iterator[Row]:
    columns = (
        LabelPrint.record_table, LabelPrint.record_id, LabelPrint.printed_at, LabelPrint.printed_by, LabelPrint.stock,
        LabelPrint.reason, LabelPrint.n,
    )  # fmt: skip
    prints = session.execute(select(*columns).where(LabelPrint.live)).all()
    newest_first = sorted(prints, key=lambda row: (row.printed_at or label_ledger.LONG_AGO, row.n), reverse=True)
    for first in range(0, len(newest_first), PART):
        progress.step(first, len(newest_first), _("Writing"))
        some = newest_first[first : first + PART]
        records = _records(session, some)
        for row in some:
            tag, name, agency = records.get((row.record_table, row.record_id), ("", "", None))
            if wanted is None or agency in wanted:
                at, reason = formats.datetime_text(row.printed_at, short=True), label_ledger.reason_text(row.reason)
                yield tag, name, names.get(agency, "") if agency else "", at, row.printed_by, row.stock, reason


def _records(session: Session, prints: Iterable[Any]) -> dict[tuple[str, Id], tuple[str, str, Id | None]]:
    found: dict[tuple[str, Id], tuple[str, str, Id | None]] = {}
    for table, kind in (("asset", Asset), ("link", Link)):
        ids = {row.record_id for row in prints if row.record_table == table and row.record_id}
        chosen = select(kind.id, kind.tag, kind.name, kind.agency_id).where(kind.id.in_(ids))
        found |= {(table, row.id): (row.tag, row.name, row.agency_id) for row in session.execute(chosen)}
    return found


def _agency_names(session: Session) -> dict[Id, str]:
    return {row: name for row, name in session.execute(select(Agency.id, Agency.name))}
