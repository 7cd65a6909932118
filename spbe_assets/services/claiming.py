"""Putting a label that was printed blank on a record by scanning it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain import tags
from spbe_assets.domain.errors import Invalid, Refused
from spbe_assets.domain.ids import Id
from spbe_assets.domain.labels import LabelContent
from spbe_assets.domain.tags import Tag
from spbe_assets.i18n import _
from spbe_assets.services import assets, former_tags, label_contents, label_ledger, labels, links, rows
from spbe_assets.storage.tables import Asset, LabelPrint, Link, Replica, TagSeries
from spbe_assets.storage.unit_of_work import UnitOfWork


def claim(uow: UnitOfWork, tag: str, table: str, record_id: Id) -> bool:
    """Give a record the tag of a label that is stuck on it now; the tag it had stays findable by scanning.

    The ledger notes the label for the record, so that it is no longer without one.

    Args:
        uow: the action.
        tag: as scanned, with or without the scheme.
        table: `asset` or `link`.
        record_id: the record that the label is on.

    Returns:
        False where the record carries this tag already.

    Raises:
        Invalid: it is no tag of this program.
        Refused: another record carries or carried it, its series is foreign, or its number was not given out yet.
        NotFound: the record was deleted meanwhile.
    """
    known = tags.parse(tag)
    if known is None:
        raise Invalid(_("{code} is not a tag of this program; scan a label that was printed here.").format(code=tag))
    if rows.record(uow.session, table, record_id).get("tag") == str(known):
        return False
    _require_free(uow.session, str(known))
    if refused := refusal(uow.session, known):
        raise Refused(refused)
    update = assets.update if table == "asset" else links.update
    update(uow, record_id, {"tag": str(known)})
    uow.create(LabelPrint, record_table=table, record_id=record_id, reason=label_ledger.CLAIMED, **_printed(uow, known))
    return True


def refusal(session: Session, tag: Tag) -> str:
    """Why no record may be given this tag, as a sentence; empty where its series and number are in order."""
    owned = select(TagSeries.replica, TagSeries.next_number).where(TagSeries.prefix == tag.series, TagSeries.live)
    owners = session.execute(owned).all()
    if not owners:
        said = _("No installation that is known here owns the series {series} of this tag; use a label of your own.")
        return said.format(series=tag.series)
    me = session.scalar(select(Replica.id).where(Replica.me))
    if any(owner == me and tag.number >= following for owner, following in owners):
        return _("The number of this tag was not given out yet; print blank labels to take new numbers.")
    return ""


def _require_free(session: Session, tag: str) -> None:
    for table, number in labels.by_tags(session, [tag]).found:
        kind: Any = Asset if table == "asset" else Link
        _refuse(
            session, _("{tag} is the tag of {name} already; use another label."), tag, table, _id(session, kind, number)
        )
    for former in former_tags.find(session, tag)[:1]:
        _refuse(session, _("{tag} was the tag of {name} before; use another label."), tag, former.table, former.id)


def _refuse(session: Session, said: str, tag: str, table: str, record_id: Id) -> None:
    name = former_tags.called(session, table, record_id) or _("an unnamed record")
    raise Refused(said.format(tag=tag, name=name))


def _id(session: Session, kind: Any, number: int) -> Id:
    found: Id = session.scalars(select(kind.id).where(kind.n == number)).one()
    return found


def _printed(uow: UnitOfWork, tag: Tag) -> dict[str, Any]:
    """When, by whom and on what the blank label was printed; of one printed elsewhere only that it is here now."""
    content = LabelContent(b"", str(tag), label_contents.province_owner(uow.session))
    revision = content.revision(labels.BLANK_PARTS)
    blank = select(LabelPrint.printed_at, LabelPrint.printed_by, LabelPrint.stock).where(
        LabelPrint.record_id.is_(None), LabelPrint.revision == revision, LabelPrint.live
    )
    row = uow.session.execute(blank).first() or (datetime.now(UTC), uow.user, "")
    return {"revision": revision, **dict(zip(("printed_at", "printed_by", "stock"), row, strict=True))}
