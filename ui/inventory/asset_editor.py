"""Edits an asset with its server or device details; the category decides which details there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from spbe_assets.domain.errors import NotFound
from spbe_assets.domain.fields import CATALOGUE
from spbe_assets.domain.ids import Id
from spbe_assets.domain.records import AssetDetail
from spbe_assets.domain.vocabulary import Status
from spbe_assets.i18n import _
from spbe_assets.services import assets, completeness
from spbe_assets.services.pins import UNPINNABLE
from ui.context import AppContext
from ui.inventory.asset_fields import SEARCHES, AssetFields
from ui.inventory.checklist import Checklist
from ui.inventory.form_groups import REGISTER, TECHNICAL, WHAT
from ui.inventory.pin_board import PinBoard
from ui.inventory.record_editor import SEE, RecordEditor
from ui.jobs import Job

DETAILS = ("server_detail", "device_detail")
NEW = {"status": Status.ACTIVE, "quantity": 1}


class AssetEditor(RecordEditor):
    """A sheet beside the list; other screens follow through `context.changed`.

    What is pinned stays for the next new item, also in the next session.
    """

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, SEARCHES, ("asset", *DETAILS), parent)
        self._detail_table = ""
        self.board = PinBoard.of(context)
        for groups in (WHAT, TECHNICAL, REGISTER):
            self.form.add_groups(groups)
        self.fields = AssetFields(context, self.form)
        self.checklist = Checklist()
        self.under_head.addWidget(self.checklist)
        self._show_details("")

        self.fields.kind_changed.connect(lambda: self._show_details(self.fields.kind.detail_table))
        self.form.pin_pressed.connect(lambda table, key: self.board.toggle((table, key)))
        self.board.changed.connect(self._show_pins)
        self.checklist.asked.connect(self.go_to_missing)
        for keys, slot in (("Ctrl+Shift+P", self._pin_focused), ("Ctrl+J", self.go_to_missing)):
            QShortcut(QKeySequence(keys), self, context=SEE).activated.connect(slot)

    def show_record(self, record_id: Id) -> bool:
        try:
            detail = self._context.read(lambda session: assets.detail(session, record_id))
        except NotFound:
            return False
        self.record_id, self.rev, self.is_new = record_id, detail.asset.rev, False
        self._head(detail.asset.get("name") or detail.title or _("Unnamed"), detail.asset.get("tag") or "")
        self._show_pins()
        self._load(detail)
        return True

    def _load(self, detail: AssetDetail) -> None:
        self.form.load("asset", detail.asset.values, detail.asset.names)
        for table in DETAILS:
            known = detail.detail if detail.detail is not None and detail.detail.table == table else None
            self.form.load(table, known.values if known else {}, known.names if known else {})
        self.fields.follow()
        self._show_details(detail.detail_table)

    def show_new(self) -> None:
        self._begin(_("New equipment"), _("Gets the next tag of this installation when it is saved."))
        for table in ("asset", *DETAILS):
            self.form.begin_with(table, *self.board.pins.of(table))
        self._show_kind()

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
        note = _("Tag, serial number and NIBAR are left empty; register and a number in the name count on.")
        self._begin(_("Copy of {name}").format(name=name), note)
        self.form.put("asset", values, detail.asset.names)
        if detail.detail is not None:
            self.form.put(detail.detail.table, details, detail.detail.names)
        self.fields.follow()
        self._show_details(detail.detail_table)

    def show_another(self) -> None:
        """After "save and next" on a new item: the next one, with what is pinned."""
        self.show_new()

    def _begin(self, title: str, note: str) -> None:
        self.record_id, self.rev, self.is_new = None, None, True
        self._head(title, note)
        self._show_pins()
        for table in ("asset", *DETAILS):
            self.form.load(table, NEW if table == "asset" else {}, {})
        self._show_kind()

    def tables_shown(self) -> tuple[str, ...]:
        return ("asset", self._detail_table) if self._detail_table else ("asset",)

    def focus_first(self) -> None:
        """Put the cursor into the first field, of a new item into the first that pins have left empty."""
        super().focus_first()
        if self.is_new:
            empty = [cell for cell in self.form.cells.values() if cell.entry.is_empty()]
            self._go_to(empty[0])

    def _show_pins(self) -> None:
        self.form.show_pins(self.board.pins.keys if self.is_new else None, UNPINNABLE)

    def _pin_focused(self) -> None:
        focused = self.form.focused()
        if self.is_new and focused is not None:
            self.board.toggle(focused)

    def go_to_missing(self) -> None:
        """Put the cursor into the next field worth filling, after the one that has it."""
        keys, here = list(self.form.cells), self.form.focused()
        missing = self._missing()[0]
        later = [key for key in missing if here is not None and keys.index(key) > keys.index(here)]
        if missing:
            self.focus_field(*(later or missing)[0])

    def _missing(self) -> tuple[list[tuple[str, str]], int]:
        kind = self.fields.kind
        wanted = completeness.wanted(kind.asset_class, serialised=kind.serialised)
        own = {key for table, key in self.form.cells if table == "asset"}
        places = [("asset" if key in own else self._detail_table, key) for key in wanted]
        order = list(self.form.cells)
        shown = sorted((place for place in places if place in self.form.cells), key=order.index)
        return [place for place in shown if self.form.cells[place].entry.is_empty()], len(shown)

    def _check_off(self) -> None:
        missing, wanted = self._missing()
        self.checklist.show_missing([CATALOGUE[table][key] for table, key in missing], wanted)

    def _show_kind(self) -> None:
        self.fields.follow()
        self._show_details(self.fields.kind.detail_table)

    def _show_details(self, table: str) -> None:
        self._detail_table = table
        for known in DETAILS:
            self.form.show_table(known, known == table)
        self._check_off()

    def _on_edited(self, table: str, key: str) -> None:
        super()._on_edited(table, key)
        self._check_off()

    def _write(self, edits: Mapping[str, Mapping[str, Any]]) -> Job:
        record_id, rev, table = self.record_id, self.rev, self._detail_table
        values, details = dict(edits["asset"]), dict(edits.get(table, {}))
        held = self.form.held()

        def change(uow: Any, _progress: object) -> Id:
            if record_id is None:
                return assets.create(uow, NEW | values, details)
            assets.update(uow, record_id, values, details, seen_rev=rev)
            return record_id

        job = self._context.write(change, "create" if record_id is None else "edit", quiet=True)
        return job if record_id is not None else job.then(self, lambda _made: self.board.hold(*held))
