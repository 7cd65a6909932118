"""Sets of criteria: the shipped one and those of the province's own, which of them holds, and which evaluations count.

An own set is a row whose body is TOML text, so it travels with packs, has a history and can be undone like any record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain import criteria_file, criteria_writer
from spbe_assets.domain.criteria import Criteria, Framework
from spbe_assets.domain.errors import AppError, Invalid, NotFound, Refused
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _
from spbe_assets.paths import resource
from spbe_assets.services import goods, settings
from spbe_assets.storage.tables import CriteriaSet
from spbe_assets.storage.unit_of_work import UnitOfWork
from spbe_assets.storage.whole_file import whole_file

SHIPPED = ("criteria", "spbe-2026.toml")
ACTIVE, FRAMEWORKS, ONLY_SUPPORTING = "criteria.active", "criteria.frameworks", "criteria.only_supporting"
"""Settings of the province: the hex id of an own set, the evaluations shown, whether only what supports them counts."""
LONGEST_NAME, LONGEST_VERSION = 120, 24
_REVISION = re.compile(r"(.*?)-r(\d+)")


@dataclass(frozen=True, slots=True)
class SetRow:
    """A set as people choose it; `id` is None for the shipped one. `problem` says why one can't be used."""

    id: Id | None
    name: str
    version: str
    based_on: str = ""
    notes: str = ""
    is_active: bool = False
    rev: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which evaluations are shown, and whether only criteria that support one of them count."""

    frameworks: tuple[Framework, ...] = tuple(Framework)
    only_supporting: bool = False


@cache
def shipped() -> Criteria:
    """The criteria that come with the program."""
    return read_file(resource(*SHIPPED))


def read_file(path: Path) -> Criteria:
    """The criteria of a file.

    Raises:
        Invalid: it can't be read or is no criteria file; the sentence names line and reason.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        sentence = _("The criteria file {file} can't be read; it must be a TOML text in UTF-8.")
        raise Invalid(sentence.format(file=path)) from None
    return parsed(text, path.name)


def write_file(criteria: Criteria, path: Path) -> None:
    """Write criteria as TOML; the file appears only when it is complete.

    Raises:
        Refused: it can't be written there.
    """
    with whole_file(path) as part:
        part.write_text(criteria_writer.written(criteria), encoding="utf-8")


def parsed(text: str, source: str) -> Criteria:
    """The criteria of a TOML text whose remedies name goods that the program knows.

    Raises:
        Invalid: it is no criteria file; the sentence names `source`, line and reason.
    """
    return criteria_file.parse(text, source, goods.shipped().keys())


def active(session: Session) -> Criteria:
    """The criteria that assessments are made with: the set that holds, as far as the chosen evaluations want it.

    Raises:
        Invalid: the set is of a newer program, or damaged; the sentence names line and reason.
    """
    which = chosen(session)
    return _holding(session).counted(which.frameworks, only_supporting=which.only_supporting)


def with_settings(session: Session) -> Criteria:
    """The set that holds, for its settings alone: the shipped one where the own one can't be read."""
    try:
        return _holding(session)
    except Invalid:
        return shipped()


def opened(session: Session, set_id: Id | None) -> Criteria:
    """A set as it is kept, with the criteria that are switched off; None for the shipped one.

    Raises:
        NotFound: it was deleted.
        Invalid: it can't be read; the sentence names line and reason.
    """
    if set_id is None:
        return shipped()
    row = _row(session, set_id)
    if row is None:
        raise NotFound(_("This set of criteria was deleted meanwhile; choose another one."))
    return parsed(row.body, row.name)


def listed(session: Session) -> list[SetRow]:
    """The shipped set, then the own ones by name."""
    holding = _active_id(session)
    rows = session.execute(_query().order_by(CriteriaSet.name, CriteriaSet.id)).all()
    holds = {row.id for row in rows} & {holding}
    first = SetRow(None, _("Shipped criteria"), shipped().version, is_active=not holds)
    return [first, *(_set_row(row, is_active=row.id in holds) for row in rows)]


def save(
    uow: UnitOfWork, set_id: Id | None, name: str, criteria: Criteria, *, notes: str = "", seen_rev: int | None = None
) -> Id:
    """Keep a set under its version; None makes a new one.

    Raises:
        Invalid: name or version is impossible, or nothing would count.
        NotFound: it was deleted.
        StaleEdit: somebody saved it after `seen_rev` was read.
    """
    name = _checked_name(name)
    if len(criteria.version) > LONGEST_VERSION:
        raise Invalid(_("The version may have {n} characters.").format(n=LONGEST_VERSION), "version")
    if not any(criterion.active for criterion in criteria.criteria):
        raise Invalid(_("Leave at least one criterion switched on."))
    body = criteria_writer.written(criteria)
    parsed(body, name)
    values = {"name": name, "version": criteria.version, "body": body, "notes": notes}
    if set_id is None:
        return uow.create(CriteriaSet, **values, based_on=_base(criteria.version))
    uow.update(CriteriaSet, set_id, seen_rev=seen_rev, **values)
    return set_id


def copy(uow: UnitOfWork, criteria: Criteria, name: str) -> Id:
    """Make an own set of these criteria, under a version of its own.

    Raises:
        Invalid: the name is impossible, or nothing would count.
    """
    return save(uow, None, name, replace(criteria, version=next_version(uow.session, criteria.version)))


def rename(uow: UnitOfWork, set_id: Id, name: str, seen_rev: int | None = None) -> None:
    """Call an own set something else.

    Raises:
        Invalid: the name is empty or too long.
        NotFound: it was deleted.
    """
    uow.update(CriteriaSet, set_id, seen_rev=seen_rev, name=_checked_name(name))


def delete(uow: UnitOfWork, set_id: Id) -> None:
    """Take an own set away.

    Raises:
        Refused: assessments are made with it.
        NotFound: it was deleted already.
    """
    if _active_id(uow.session) == set_id:
        raise Refused(_("This set is in use; use another one first."))
    uow.delete(CriteriaSet, set_id)


def activate(uow: UnitOfWork, set_id: Id | None) -> None:
    """Assess with a set from now on, in the whole province; None goes back to the shipped one.

    Raises:
        NotFound: it was deleted.
        Invalid: it can't be read.
    """
    opened(uow.session, set_id)
    if set_id is None:
        settings.reset_province(uow, ACTIVE)
    else:
        settings.set_province(uow, ACTIVE, set_id.hex())


def chosen(session: Session) -> Choice:
    """Which evaluations the province chose; both, and every criterion counts, until it chooses."""
    kept = settings.province_all(session, "criteria.")
    names = kept.get(FRAMEWORKS)
    found = tuple(one for one in Framework if isinstance(names, list) and one in names)
    return Choice(found or tuple(Framework), kept.get(ONLY_SUPPORTING) is True)


def choose(uow: UnitOfWork, choice: Choice) -> None:
    """Choose the evaluations for the whole province.

    Raises:
        Invalid: none is chosen.
    """
    if not choice.frameworks:
        raise Invalid(_("Choose at least one evaluation."))
    for key, value, usual in (
        (FRAMEWORKS, [str(one) for one in Framework if one in choice.frameworks], [str(one) for one in Framework]),
        (ONLY_SUPPORTING, choice.only_supporting, False),
    ):
        if value == usual:
            settings.reset_province(uow, key)
        else:
            settings.set_province(uow, key, value)


def next_version(session: Session, version: str) -> str:
    """The version that an edited set gets: 2026.1 becomes 2026.1-r2, past those other sets have."""
    return _next(version, session.scalars(select(CriteriaSet.version).where(CriteriaSet.live)))


def _next(version: str, taken: Iterable[str]) -> str:
    base, number = _base(version), _revision(version)
    others = [_revision(one) for one in taken if _base(one) == base]
    return f"{base[: LONGEST_VERSION - 5]}-r{max([number, *others]) + 1}"


def _base(version: str) -> str:
    found = _REVISION.fullmatch(version)
    return found.group(1) if found else version


def _revision(version: str) -> int:
    found = _REVISION.fullmatch(version)
    return int(found.group(2)) if found else 1


def _holding(session: Session) -> Criteria:
    set_id = _active_id(session)
    row = _row(session, set_id) if set_id else None
    return parsed(row.body, row.name) if row else shipped()


def _active_id(session: Session) -> Id | None:
    kept = settings.province(session, ACTIVE)
    try:
        return bytes.fromhex(kept) if isinstance(kept, str) and kept else None
    except ValueError:
        return None


def _query() -> Any:
    columns = (CriteriaSet.id, CriteriaSet.name, CriteriaSet.version, CriteriaSet.based_on, CriteriaSet.notes)
    return select(*columns, CriteriaSet.body, CriteriaSet.rev).where(CriteriaSet.live)


def _row(session: Session, set_id: Id) -> Any:
    return session.execute(_query().where(CriteriaSet.id == set_id)).one_or_none()


def _set_row(row: Any, *, is_active: bool) -> SetRow:
    try:
        version, problem = parsed(row.body, row.name).version, ""
    except AppError as error:
        version, problem = row.version, str(error)
    return SetRow(row.id, row.name, version, row.based_on, row.notes, is_active, row.rev, problem)


def _checked_name(name: str) -> str:
    if not name.strip():
        raise Invalid(_("Give the set a name."), "name")
    if len(name.strip()) > LONGEST_NAME:
        raise Invalid(_("This text is too long; at most {n} characters fit.").format(n=LONGEST_NAME), "name")
    return name.strip()
