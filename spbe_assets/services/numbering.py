"""The tag series of an installation: which prefix its new records get, and which number comes next."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain import tags
from spbe_assets.domain.errors import Invalid, Refused
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _
from spbe_assets.storage import tag_numbers
from spbe_assets.storage.tables import Asset, TagSeries
from spbe_assets.storage.unit_of_work import UnitOfWork

LARGEST_NUMBER = 999_999_999
_PREFIX = re.compile(r"[0-9A-Z]{1,8}")
_LOOKED_AT = 50


@dataclass(frozen=True, slots=True)
class Series:
    """The series new records are numbered in."""

    prefix: str
    next_number: int

    @property
    def next_tag(self) -> str:
        """The tag that the next record gets."""
        return str(tags.make(self.prefix, self.next_number))


def present(session: Session, replica: Id) -> Series | None:
    """The series that an installation numbers in; None where it owns none."""
    owned = select(TagSeries.prefix, TagSeries.next_number).where(TagSeries.replica == replica, TagSeries.live)
    row = session.execute(owned.order_by(TagSeries.n.desc()).limit(1)).first()
    return Series(*row) if row else None


def begin(uow: UnitOfWork, prefix: str, first: int = 1) -> Series:
    """Number new records in another series from now on.

    The first number is at least one more than any that was ever given under this prefix, so that no tag comes twice.

    Raises:
        Invalid: the prefix is not one to eight letters and digits, or the number is out of range.
        Refused: the series belongs to another installation.
    """
    wanted = prefix.strip().upper()
    if not _PREFIX.fullmatch(wanted):
        raise Invalid(_("A series is one to eight letters and digits, such as R7."), "prefix")
    if not 1 <= first <= LARGEST_NUMBER:
        raise Invalid(_("The first number must lie between 1 and 999,999,999."), "first")
    replica = uow.author.replica
    known = uow.session.execute(
        select(TagSeries.replica, TagSeries.next_number).where(TagSeries.prefix == wanted)
    ).all()
    if any(owner != replica for owner, _next in known):
        raise Refused(_("The series {prefix} belongs to another installation.").format(prefix=wanted))
    number = max(first, _after_used(uow.session, wanted), *(following for _owner, following in known), 1)
    made = uow.create(TagSeries, prefix=wanted, replica=replica)
    tag_numbers.begin_at(uow.session.connection(), made, number)
    return Series(wanted, number)


def grant(uow: UnitOfWork, replica: Id) -> str:
    """The short series of another installation, such as R7; one that nobody has is given to it if it has none yet."""
    given = select(TagSeries.prefix).where(TagSeries.replica == replica, TagSeries.live)
    others = given.where(TagSeries.prefix != tags.series_of(replica)).order_by(TagSeries.n.desc())
    present = uow.session.scalar(others.limit(1))
    if present:
        return present
    taken = set(uow.session.scalars(select(TagSeries.prefix)))
    free = (prefix for number in count(1) if (prefix := f"R{number}") not in taken)
    prefix = next(one for one in free if _after_used(uow.session, one) == 1)
    uow.create(TagSeries, prefix=prefix, replica=replica)
    return prefix


def _after_used(session: Session, prefix: str) -> int:
    """One more than the largest number that any asset carries under a prefix, deleted ones included."""
    carried = select(Asset.tag).where(Asset.tag.startswith(f"{prefix}-", autoescape=True))
    highest = session.scalars(carried.order_by(Asset.tag_key.desc()).limit(_LOOKED_AT))
    known = [tag.number for text in highest if (tag := tags.parse(text))]
    return max(known, default=0) + 1
