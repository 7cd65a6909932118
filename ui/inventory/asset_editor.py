"""Edits an asset with its server or device details; the category decides which details there are."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from spbe_assets.domain.errors import NotFound
from spbe_assets.domain.ids import Id
from spbe_assets.domain.records import AssetDetail
from spbe_assets.domain.vocabulary import Status
from spbe_assets.i18n import _
from spbe_assets.services import assets
from ui.context import AppContext
from ui.inventory.form_groups import REGISTER, TECHNICAL, WHAT
from ui.inventory.place_search import add_person, add_room, rooms, search
from ui.inventory.record_editor import RecordEditor
from ui.jobs import Job

DETAILS = ("server_detail", "device_detail")
NEW = {"status": Status.ACTIVE, "quantity": 1}


class AssetEditor(RecordEditor):
    """A sheet beside the list; other screens follow through `context.changed`."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        searches = {table: partial(search, table) for table in ("category", "agency", "room", "rack", "person")}
        super().__init__(context, searches, ("asset", *DETAILS), parent)
        self._detail_table = ""
        for groups in (WHAT, TECHNICAL, REGISTER):
            self.form.add_groups(groups)
        self._show_details("")

    def show_record(self, record_id: Id) -> bool:
        try:
            detail = self._context.read(lambda session: assets.detail(session, record_id))
        except NotFound:
            return False
        self.record_id, self.rev, self.is_new = record_id, detail.asset.rev, False
        self._head(detail.asset.get("name") or detail.title or _("Unnamed"), detail.asset.get("tag") or "")
        self._load(detail)
        return True

    def _load(self, detail: AssetDetail) -> None:
        self.form.load("asset", detail.asset.values, detail.asset.names)
        for table in DETAILS:
            known = detail.detail if detail.detail is not None and detail.detail.table == table else None
            self.form.load(table, known.values if known else {}, known.names if known else {})
        self._show_details(detail.detail_table)

    def show_new(self) -> None:
        self._begin(_("New equipment"), _("Gets the next tag of this installation when it is saved."))

    def show_copy(self, record_id: Id) -> bool:
        try:
            detail = self._context.read(lambda session: assets.detail(session, record_id))
            shared = self._context.read(lambda session: assets.duplicate(session, record_id))
        except NotFound:
            return False
        self._copy(detail, *shared)
        return True

    def _copy(self, detail: AssetDetail, values: Mapping[str, Any], details: Mapping[str, Any]) -> None:
        name = detail.asset.get("name") or detail.title
        self._begin(_("Copy of {name}").format(name=name), _("Tag, serial number and register are left empty."))
        self.form.put("asset", values, detail.asset.names)
        if detail.detail is not None:
            self.form.put(detail.detail.table, details, detail.detail.names)
        self._show_details(detail.detail_table)

    def _begin(self, title: str, note: str) -> None:
        self.record_id, self.rev, self.is_new = None, None, True
        self._head(title, note)
        for table in ("asset", *DETAILS):
            self.form.load(table, NEW if table == "asset" else {}, {})
        self._show_details("")

    def tables_shown(self) -> tuple[str, ...]:
        return ("asset", self._detail_table) if self._detail_table else ("asset",)

    def _look_within_agency(self) -> None:
        """Offer the rooms of the chosen agency, and to add a room or person that nobody has recorded yet."""
        agency, context = self.form.value("asset", "agency_id"), self._context
        room, person = self.form.reference("asset", "room_id"), self.form.reference("asset", "custodian_id")
        room.search_with(partial(rooms, agency), partial(add_room, context, agency) if agency else None)
        person.search_with(partial(search, "person"), partial(add_person, context, agency))

    def _show_details(self, table: str) -> None:
        self._detail_table = table
        self._look_within_agency()
        for known in DETAILS:
            self.form.show_table(known, known == table)

    def _on_edited(self, table: str, key: str) -> None:
        super()._on_edited(table, key)
        if (table, key) == ("asset", "agency_id"):
            self._look_within_agency()
        if (table, key) == ("asset", "category_id"):
            category = self.form.value("asset", "category_id")
            kind = self._context.read(lambda session: assets.kind_of(session, category))
            self._show_details(kind.detail_table)

    def _write(self, edits: Mapping[str, Mapping[str, Any]]) -> Job:
        record_id, rev, table = self.record_id, self.rev, self._detail_table
        values, details = dict(edits["asset"]), dict(edits.get(table, {}))

        def change(uow: Any, _progress: object) -> Id:
            if record_id is None:
                return assets.create(uow, NEW | values, details)
            assets.update(uow, record_id, values, details, seen_rev=rev)
            return record_id

        return self._context.write(change, "create" if record_id is None else "edit", quiet=True)
