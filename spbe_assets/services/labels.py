"""What is printed: which records a filter or a list of tags means, blank labels, and what was printed before."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from spbe_assets.domain import tags
from spbe_assets.domain.errors import Invalid, Refused
from spbe_assets.domain.filters import AssetFilter, LinkFilter
from spbe_assets.domain.ids import Id
from spbe_assets.domain.labels import Blank, Design, LabelContent, Listed, Part
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.sort_keys import natural
from spbe_assets.i18n import _
from spbe_assets.services import label_ledger, link_listing, numbering, selection
from spbe_assets.services.label_contents import (
    OWNER_SETTING,
    PAGE,
    blank_contents,
    contents,
    link_contents,
    mixed,
    owner_line,
    pages,
    province_owner,
)
from spbe_assets.storage.tables import Asset, LabelPrint, Link
from spbe_assets.storage.unit_of_work import UnitOfWork

__all__ = [
    "OWNER_SETTING", "PAGE", "already_printed", "blank_contents", "by_tags", "chosen", "contents", "count", "give_tags",
    "link_contents", "next_blank", "owner_line", "province_owner", "reserve_blank", "tagged",
]  # fmt: skip

TAGGED_AT_ONCE = 1000
MOST_BLANK = 100_000
MOST_EXAMPLES = 5
BLANK_PARTS = (Part.OWNER,)
"""What a blank label says beside its tag."""
Wanted: TypeAlias = AssetFilter | LinkFilter | Listed | Blank


@dataclass(frozen=True, slots=True)
class Matches:
    """The records that a list of tags means, by table and row number in the order of the list, and tags of nobody."""

    found: list[tuple[str, int]]
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """What gets a label: the contents of the first ones, how many there are in all, and tags that nobody carries."""

    contents: Iterator[LabelContent]
    records: int
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reprints:
    """How many of the wanted labels were printed before with the very same words, and the tags of some of them."""

    count: int
    examples: tuple[str, ...]


def chosen(session: Session, wanted: Wanted, most: int | None = None) -> Chosen:
    """The labels that are wanted, the first `most` of them: by tag, links by name, a list in its own order."""
    if isinstance(wanted, Blank):
        return Chosen(blank_contents(session, wanted.tags[:most]), len(wanted.tags))
    if isinstance(wanted, Listed):
        matches = by_tags(session, wanted.tags)
        return Chosen(mixed(session, matches.found[:most]), len(matches.found), matches.unknown)
    if isinstance(wanted, LinkFilter):
        links = link_listing.numbers(session, wanted)
        return Chosen(link_contents(session, links[:most]), len(links))
    first = tagged(session, wanted, most)
    is_whole = most is None or len(first) < most
    return Chosen(contents(session, first), len(first) if is_whole else count(session, wanted, has_tag=True))


def tagged(session: Session, wanted: AssetFilter, most: int | None = None) -> array[int]:
    """The row numbers of the assets a filter means that have a tag, in the order of tags; the first `most` of them."""
    chosen = select(Asset.n).where(*selection.conditions(session, wanted), Asset.tag_key > "")
    return array("q", session.scalars(chosen.order_by(Asset.tag_key, Asset.n).limit(most)))


def count(session: Session, wanted: AssetFilter, *, has_tag: bool) -> int:
    """How many assets a filter means that have a tag, or that have none."""
    tag = Asset.tag_key > "" if has_tag else Asset.tag_key == ""
    chosen = select(func.count()).select_from(Asset).where(*selection.conditions(session, wanted), tag)
    return session.scalar(chosen) or 0


def give_tags(uow: UnitOfWork, wanted: AssetFilter, progress: Progress = SILENT) -> int:
    """Give the assets a filter means that have no tag the next ones of the installation's series.

    Returns:
        How many got one.
    """
    chosen = select(Asset.id).where(*selection.conditions(uow.session, wanted), Asset.tag_key == "")
    ids = list(uow.session.scalars(chosen.order_by(Asset.n)))
    for start in range(0, len(ids), TAGGED_AT_ONCE):
        progress.step(start, len(ids))
        some = ids[start : start + TAGGED_AT_ONCE]
        fresh = uow.next_tags(len(some))
        uow.update_many(Asset, {row_id: {"tag": tag} for row_id, tag in zip(some, fresh, strict=True)})
    return len(ids)


def by_tags(session: Session, wanted: Iterable[str]) -> Matches:
    """The assets and links with these tags, in that order, and the tags that nobody carries.

    Lower case, spaces around and the scheme of a scanned code don't matter; blank lines and repeats are skipped.
    """
    lines = {_normal(line): line.strip() for line in wanted if line.strip()}
    found: list[tuple[str, int]] = []
    unknown: list[str] = []
    for page in pages(lines):
        carriers = _carriers(session, page)
        for tag in page:
            found += carriers.get(tag, ())
            unknown += [] if tag in carriers else [lines[tag]]
    return Matches(found, tuple(unknown))


def next_blank(session: Session, replica: Id, count: int) -> Blank:
    """The next tags of an installation's series, for a preview: nothing is reserved.

    Raises:
        Refused: it owns no series.
    """
    series = numbering.present(session, replica)
    if series is None:
        raise Refused(_("This installation has no tag series left; ask your admin for one."))
    return Blank(tuple(str(tags.make(series.prefix, series.next_number + step)) for step in range(count)))


def reserve_blank(uow: UnitOfWork, count: int, stock: str) -> Blank:
    """Take the next tags of the installation's series for blank labels and note these in the ledger of prints.

    Undo takes the labels out of the ledger again; their numbers never come back.

    Args:
        uow: the action.
        count: how many labels.
        stock: the id of the paper they are printed on.

    Raises:
        Invalid: so many are not possible.
        Refused: the installation owns no series.
    """
    if not 1 <= count <= MOST_BLANK:
        raise Invalid(_("Print between 1 and 100,000 blank labels at a time."), "count")
    reserved = uow.next_tags(count)
    shared = {
        "record_table": "", "printed_at": datetime.now(UTC), "printed_by": uow.user, "stock": stock,
        "reason": label_ledger.BLANK,
    }  # fmt: skip
    made = blank_contents(uow.session, reserved)
    uow.create_many(LabelPrint, ({"revision": one.revision(BLANK_PARTS)} | shared for one in made))
    return Blank(tuple(reserved))


def already_printed(session: Session, wanted: Wanted, design: Design) -> Reprints:
    """Which of the wanted labels were printed before with the same words, so that somebody should say why again."""
    again = 0
    examples: list[str] = []
    for page in pages(mixed(session, _labelled(session, wanted))):
        before = label_ledger.revisions(session, [content.record_id for content in page])
        same = [one.tag for one in page if (one.record_id, one.revision(design.parts)) in before]
        again += len(same)
        examples += same[: MOST_EXAMPLES - len(examples)]
    return Reprints(again, tuple(examples))


def _labelled(session: Session, wanted: Wanted) -> Iterable[tuple[str, int]]:
    """The wanted records that may have a label already."""
    if isinstance(wanted, Blank):
        return []
    if isinstance(wanted, Listed):
        return by_tags(session, wanted.tags).found
    if isinstance(wanted, LinkFilter):
        return [("link", number) for number in link_listing.numbers(session, wanted)]
    chosen = select(Asset.n).where(*selection.conditions(session, wanted), Asset.labelled_at.is_not(None))
    return [("asset", number) for number in session.scalars(chosen.order_by(Asset.tag_key, Asset.n))]


def _carriers(session: Session, wanted: Iterable[str]) -> dict[str, list[tuple[str, int]]]:
    """Tag in capitals -> the records that carry it, as table and row number."""
    sought = list(wanted)
    keys = [natural(tag)[:64] for tag in sought]
    assets = select(Asset.tag, Asset.n).where(Asset.live, Asset.tag_key.in_(keys)).order_by(Asset.n)
    links = select(Link.tag, Link.n).where(Link.live, func.upper(Link.tag).in_(sought)).order_by(Link.n)
    found: dict[str, list[tuple[str, int]]] = {}
    for table, question in (("asset", assets), ("link", links)):
        for tag, number in session.execute(question):
            found.setdefault(tag.upper(), []).append((table, number))
    return found


def _normal(line: str) -> str:
    known = tags.parse(line)
    return str(known) if known else line.strip().upper().removeprefix(tags.SCHEME)
