"""One edit for many assets: what it would change, then changing it in one undo step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain import validation
from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.fields import CATALOGUE, Field, Kind
from spbe_assets.domain.filters import AssetFilter
from spbe_assets.domain.ids import Id
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.i18n import _
from spbe_assets.services import listing, references
from spbe_assets.services.selection import chunks
from spbe_assets.storage.tables import Asset
from spbe_assets.storage.unit_of_work import UnitOfWork

CHUNK = 1_000
SAMPLES = 20
MOST_PROBLEMS = 20
_FIELDS = CATALOGUE["asset"]
_ONE_OF_A_KIND = frozenset({"tag", "serial", "nibar", "register", "source_id"})
_JOINED = {Kind.TEXT: " ", Kind.LONG_TEXT: "\n"}


class How(Enum):
    """What happens to a field; one that is not mentioned is left."""

    SET = auto()
    CLEAR = auto()
    APPEND = auto()


@dataclass(frozen=True, slots=True)
class FieldEdit:
    """What happens to one field; `value` for SET and APPEND."""

    key: str
    how: How
    value: Any = None


@dataclass(frozen=True, slots=True)
class BulkEdit:
    """The edit of several fields at once.

    Raises:
        Invalid: a value is impossible, or a field can't be edited for many assets.
    """

    edits: tuple[FieldEdit, ...]

    def __post_init__(self) -> None:
        for edit in self.edits:
            _check(edit)

    @property
    def keys(self) -> tuple[str, ...]:
        """The fields it touches."""
        return tuple(edit.key for edit in self.edits)

    def changed(self, present: Mapping[str, Any]) -> dict[str, Any]:
        """The values that really change in an asset that holds `present`.

        Raises:
            Invalid: a text would grow too long.
        """
        wanted = {edit.key: _result(edit, present[edit.key]) for edit in self.edits}
        changed = {key: value for key, value in wanted.items() if value != present[key]}
        return validation.checked("asset", changed)


@dataclass(frozen=True, slots=True)
class Sample:
    """What would change in one field of one asset, as people read it."""

    tag: str
    name: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class BulkPreview:
    """What an edit would do: assets chosen, assets changed, some of the changes, and assets it can't be done to."""

    count: int
    changed: int
    samples: tuple[Sample, ...] = ()
    problems: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class _Row:
    id: Id
    tag: str
    name: str
    values: Mapping[str, Any]


def preview(
    session: Session,
    chosen: AssetFilter | Iterable[Id],
    edit: BulkEdit,
    limit: int = SAMPLES,
    progress: Progress = SILENT,
    first: int | None = None,
) -> BulkPreview:
    """What the edit would do to the chosen assets.

    Args:
        session: for reading.
        chosen: the assets.
        edit: what is to happen.
        limit: so many changes are shown.
        progress: of looking at all assets.
        first: look only at so many of the assets, for a first glance; the counts are of these.

    Raises:
        Cancelled: the user stopped it.
    """
    numbers = _numbers(session, chosen) if first is None else _first_numbers(session, chosen, first)
    changed, samples, problems = 0, list[tuple[_Row, str, Any]](), list[str]()
    for done, row in enumerate(_rows(session, numbers, edit.keys)):
        if done % CHUNK == 0:
            progress.step(done, len(numbers))
        try:
            values = edit.changed(row.values)
        except Invalid as problem:
            problems.append(f"{row.tag}: {problem}")
            continue
        changed += bool(values)
        if len(samples) < limit:
            samples += [(row, key, value) for key, value in values.items()]
    return BulkPreview(len(numbers), changed, tuple(_shown(session, samples[:limit])), tuple(problems[:MOST_PROBLEMS]))


def apply(uow: UnitOfWork, chosen: AssetFilter | Iterable[Id], edit: BulkEdit, progress: Progress = SILENT) -> int:
    """Carry the edit out; assets that `preview` listed as problems stay as they are.

    Returns:
        How many assets changed.

    Raises:
        Cancelled: the user stopped it; nothing is changed then.
        NotFound: a value names a record that is gone.
    """
    numbers, changed = _numbers(uow.session, chosen), 0
    for start in range(0, len(numbers), CHUNK):
        progress.step(start, len(numbers))
        edits = dict(_edits(_rows(uow.session, numbers[start : start + CHUNK], edit.keys), edit))
        changed += uow.update_many(Asset, edits)
    progress.step(len(numbers), len(numbers))
    return changed


def editable() -> tuple[Field, ...]:
    """The fields that can be edited for many assets."""
    return tuple(of for key, of in _FIELDS.items() if key not in _ONE_OF_A_KIND)


def can_append(of: Field) -> bool:
    """Whether something can be added behind what the field holds."""
    return of.kind in _JOINED or of.kind is Kind.EXTRA


def _check(edit: FieldEdit) -> None:
    of = _FIELDS[edit.key]
    if edit.key in _ONE_OF_A_KIND:
        raise Invalid(
            _("{field} belongs to one asset only and can't be set for many.").format(field=of.label), edit.key
        )
    if edit.how is How.APPEND and not can_append(of):
        raise Invalid(_("Nothing can be added to {field}; set it instead.").format(field=of.label), edit.key)
    if edit.how is not How.CLEAR:
        validation.checked("asset", {edit.key: edit.value})


def _result(edit: FieldEdit, present: Any) -> Any:
    of = _FIELDS[edit.key]
    if edit.how is How.CLEAR:
        return validation.empty(of)
    if edit.how is How.SET:
        return edit.value
    if of.kind is Kind.EXTRA:
        return {**(present or {}), **edit.value}
    return _JOINED[of.kind].join(part for part in (present, edit.value) if part)


def _numbers(session: Session, chosen: AssetFilter | Iterable[Id]) -> Sequence[int]:
    # Taken before the first write: an edit may move assets out of the filter that chose them.
    if isinstance(chosen, AssetFilter):
        return listing.numbers(session, chosen)
    return listing.numbers(session, AssetFilter(ids=frozenset(chosen)))


def _first_numbers(session: Session, chosen: AssetFilter | Iterable[Id], first: int) -> Sequence[int]:
    wanted = chosen if isinstance(chosen, AssetFilter) else AssetFilter(ids=frozenset(chosen))
    return listing.first_numbers(session, wanted, limit=first)


def _rows(session: Session, numbers: Sequence[int], keys: Sequence[str]) -> Iterator[_Row]:
    columns = [getattr(Asset, key) for key in keys]
    for part in chunks(list(numbers), CHUNK):
        found = session.execute(select(Asset.n, Asset.id, Asset.tag, Asset.name, *columns).where(Asset.n.in_(part)))
        by_number = {row[0]: row for row in found}
        for number in part:
            if number in by_number:
                _n, row_id, tag, name, *values = by_number[number]
                yield _Row(row_id, tag, name, dict(zip(keys, values, strict=True)))


def _edits(rows: Iterable[_Row], edit: BulkEdit) -> Iterator[tuple[Id, dict[str, Any]]]:
    for row in rows:
        try:
            values = edit.changed(row.values)
        except Invalid:
            continue
        if values:
            yield row.id, values


def _shown(session: Session, samples: Sequence[tuple[_Row, str, Any]]) -> Iterator[Sample]:
    for row, key, value in samples:
        of = _FIELDS[key]
        before, after = (_text(session, of, part) for part in (row.values[key], value))
        yield Sample(row.tag, row.name, of.label, before, after)


def _text(session: Session, of: Field, value: Any) -> str:
    if of.kind is Kind.REFERENCE:
        return references.name(session, of.refers_to, value)
    return validation.show(of, value)
