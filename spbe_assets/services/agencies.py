"""Agencies and the units below them: their tree, their names as people write them, editing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain import validation
from spbe_assets.domain.errors import NotFound, Refused
from spbe_assets.domain.ids import Id
from spbe_assets.domain.records import Choice, Record
from spbe_assets.domain.sort_keys import natural, normal_name
from spbe_assets.i18n import _
from spbe_assets.services import areas, references, rows
from spbe_assets.storage.tables import Agency
from spbe_assets.storage.unit_of_work import UnitOfWork

NEAREST = 3
SEPARATOR = " › "


@dataclass(frozen=True, slots=True)
class Node:
    """An agency in the tree: `depth` 0 for those that are part of none, `children` directly below it."""

    id: Id
    name: str
    abbreviation: str
    region_id: Id | None
    parent_id: Id | None
    depth: int
    children: int


def tree(session: Session) -> list[Node]:
    """All live agencies, each followed by what is below it, by name."""
    chosen = select(Agency.id, Agency.name, Agency.abbreviation, Agency.region_id, Agency.parent_id)
    found = {row.id: row for row in session.execute(chosen.where(Agency.live))}
    below: dict[Id | None, list[Id]] = {}
    for row_id in sorted(found, key=lambda one: (natural(found[one].name), one)):
        parent = found[row_id].parent_id
        below.setdefault(parent if parent in found else None, []).append(row_id)
    nodes: list[Node] = []
    waiting = [(row_id, 0) for row_id in reversed(below.get(None, []))]
    while waiting:
        row_id, depth = waiting.pop()
        children = below.get(row_id, [])
        nodes.append(Node(*found[row_id], depth, len(children)))
        waiting += [(child, depth + 1) for child in reversed(children)]
    return nodes


def path(session: Session, agency_id: Id | None) -> str:
    """An agency with everything above it, the topmost first; empty for None."""
    if agency_id is None:
        return ""
    chosen = session.execute(select(Agency.id, Agency.parent_id, Agency.name)).all()
    parents = {row_id: parent for row_id, parent, _name in chosen}
    names = {row_id: name for row_id, _parent, name in chosen}
    return SEPARATOR.join(names[row_id] for row_id in reversed(areas.above(parents, agency_id)) if row_id in names)


def names(session: Session, ids: Iterable[Id]) -> dict[Id, str]:
    """The names of agencies by id."""
    return references.names(session, "agency", ids)


def choices(session: Session, text: str, limit: int = references.MOST_CHOICES) -> list[Choice]:
    """Agencies whose name or abbreviation holds every word of the text."""
    return references.choices(session, "agency", text, limit)


def find(session: Session, name: str) -> Id:
    """The agency of a name, abbreviation or `agency:short-id`, whatever its case, accents and spacing.

    Raises:
        NotFound: there is none; the sentence names the nearest.
        Refused: several are called so.
    """
    if name.strip().casefold().startswith("agency:"):
        return references.find(session, name.strip().casefold())[1]
    chosen = session.execute(select(Agency.id, Agency.name, Agency.abbreviation).where(Agency.live)).all()
    sought = normal_name(name)
    for spelled in (Agency.name.key, Agency.abbreviation.key):
        found = [row for row in chosen if sought and normal_name(getattr(row, spelled)) == sought]
        if len(found) == 1:
            return Id(found[0].id)
        if found:
            raise Refused(_several(name, [row.name for row in found]))
    raise NotFound(_nearest(name, [(row.name, row.abbreviation) for row in chosen]))


def detail(session: Session, agency_id: Id) -> Record:
    """An agency with all its fields.

    Raises:
        NotFound: it was deleted.
    """
    return rows.record(session, "agency", agency_id)


def create(uow: UnitOfWork, values: Mapping[str, Any]) -> Id:
    """Record an agency or a unit below one.

    Raises:
        Invalid: a value is impossible.
    """
    return uow.create(Agency, **validation.checked("agency", values))


def update(uow: UnitOfWork, agency_id: Id, values: Mapping[str, Any], seen_rev: int | None = None) -> None:
    """Change fields of an agency; `parent_id` among them moves it.

    Raises:
        Invalid: a value is impossible.
        Refused: it would become part of itself.
        StaleEdit: somebody saved it after `seen_rev` was read.
    """
    if values.get("parent_id") is not None:
        _require_no_cycle(uow.session, agency_id, values["parent_id"])
    uow.update(Agency, agency_id, seen_rev=seen_rev, **validation.checked("agency", values))


def move(uow: UnitOfWork, agency_id: Id, parent_id: Id | None) -> None:
    """Make an agency part of another one, or of none.

    Raises:
        Refused: it would become part of itself.
    """
    update(uow, agency_id, {"parent_id": parent_id})


def delete(uow: UnitOfWork, ids: Iterable[Id]) -> None:
    """Delete agencies that nothing refers to.

    Raises:
        Refused: something still does.
    """
    uow.delete_many(Agency, ids)


def _require_no_cycle(session: Session, agency_id: Id, parent_id: Id) -> None:
    if parent_id in areas.agencies_below(session, [agency_id]):
        named = references.names(session, "agency", [agency_id, parent_id])
        raise Refused(
            _("{name} can't become part of {parent}, because that lies below it.").format(
                name=named.get(agency_id, ""), parent=named.get(parent_id, "")
            )
        )


def _several(name: str, found: list[str]) -> str:
    return _("Several agencies are called “{name}”: {names}. Use the full name.").format(
        name=name, names=", ".join(sorted(found)[:5])
    )


def _nearest(name: str, known: list[tuple[str, str]]) -> str:
    sought = normal_name(name)
    holding = [full for full, _short in known if set(sought.split()) <= set(normal_name(full).split())]
    spellings = {normal_name(spelling): full for full, short in known for spelling in (full, short) if spelling}
    close = [spellings[spelling] for spelling in get_close_matches(sought, spellings, n=NEAREST, cutoff=0.5)]
    nearest = list(dict.fromkeys(holding + close))[:NEAREST]
    if not nearest:
        return _("There is no agency “{name}”; check the name or create it first.").format(name=name)
    listed = ", ".join(f"“{full}”" for full in nearest)
    return _("There is no agency “{name}”; the nearest are {nearest}.").format(name=name, nearest=listed)
