"""Links out of rows: two ends, rates, and what the words for a circuit say about its kind and medium."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spbe_assets.domain.fields import Kind as FieldKind
from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import LinkKind, Medium
from spbe_assets.i18n import _
from spbe_assets.sheets import words
from spbe_assets.sheets.context import Context
from spbe_assets.sheets.match import Draft, Values
from spbe_assets.sheets.record_ids import record_id

_TELLING = ("name", "circuit_id", "tag", "provider")


class LinkRows:
    """Makes the drafts of one table."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._preset = context.table.preset
        self._columns = {key: column.values for key, column in context.columns.items()}
        self._plain = [
            (key, column.values)
            for key, column in context.columns.items()
            if column.part.field is not None and column.part.field.kind is not FieldKind.REFERENCE
        ]

    def drafts(self) -> Iterator[Draft]:
        """The drafts of every row; a broken row gives one draft that says so."""
        for index, row in enumerate(self._context.rows):
            values = {key: column[index] for key, column in self._plain if column[index] is not None}
            draft = Draft(self._context.table.sheet, row.number, values)
            self._describe(index, draft)
            self._rate(index, values)
            self._ends(index, values)
            if not any(values.get(key) for key in _TELLING) and index not in self._context.broken:
                self._context.reject(index, _("Nothing in this row says which link it is; name it."))
            draft.broken = index in self._context.broken
            yield draft

    def _cell(self, index: int, part: str) -> Any:
        column = self._columns.get(part)
        return column[index] if column is not None else None

    def _describe(self, index: int, draft: Draft) -> None:
        values, in_words = draft.values, self._cell(index, "circuit_type") or ""
        if in_words and "service_name" not in values:
            values["service_name"] = in_words
        service = " ".join(filter(None, (in_words, values.get("service_name"))))
        if kind := words.meaning("circuits", service):
            draft.derived["kind"] = LinkKind(kind)
        if medium := words.meaning("media", service):
            draft.derived["medium"] = Medium(medium)
        named = " ".join(filter(None, (values.get("provider"), values.get("circuit_id") or values.get("service_name"))))
        if "name" not in values:
            draft.derived["name"] = named
        if (record := self._cell(index, "record_id")) is not None:
            values["id"] = record_id(record)
        if self._preset.source_system:
            source_id = values.get(self._preset.source_from)
            if source_id:
                values["source_system"], values["source_id"] = self._preset.source_system, source_id

    def _rate(self, index: int, values: Values) -> None:
        given = (self._cell(index, part) for part in ("mbps", "kbps", "port_kbps"))
        rate = next((one for one in given if one is not None), None)
        if rate is not None:
            values.setdefault("mbps_down", rate)
            values.setdefault("mbps_up", rate)

    def _ends(self, index: int, values: Values) -> None:
        context = self._context
        agency = context.agency_of(index, self._cell(index, "agency"))
        if agency is not None:
            values["agency_id"] = agency
        given = {end: self._end(index, end, agency, values) for end in "az"}
        if self._preset.ends_at_provider and values.get("provider") and sum(given.values()) == 1:
            blank = next(end for end, is_given in given.items() if not is_given)
            values[f"{blank}_text"] = values["provider"]

    def _end(self, index: int, end: str, agency: Id | None, values: Values) -> bool:
        """Look up the agency and site of an end; whether the file gives one."""
        context, site, named = self._context, self._cell(index, f"{end}_site"), self._cell(index, f"{end}_agency")
        if named:
            values[f"{end}_agency_id"] = context.agency_of(index, named)
        if site:
            context.at(index)
            values[f"{end}_site_id"] = context.directory.site(site, values.get(f"{end}_agency_id", agency))
        return bool(site or named or values.get(f"{end}_text"))
