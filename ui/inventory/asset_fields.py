"""What the fields of an asset form know of each other: rooms follow the agency, details the category."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from spbe_assets.services import assets, references
from spbe_assets.services.assets import CategoryKind
from spbe_assets.services.model_suggestions import Model
from ui.context import AppContext
from ui.inventory.field_form import FieldForm
from ui.inventory.model_offer import ModelOffer
from ui.inventory.place_search import add_person, add_room, rooms, search

TABLES = ("category", "agency", "room", "rack", "person")
SEARCHES = {table: partial(search, table) for table in TABLES}
"""How the references of an asset form are found."""


class AssetFields(QObject):
    """Watches a form of assets; `kind_changed` fires when the category was set to another kind of equipment."""

    kind_changed = Signal()

    def __init__(self, context: AppContext, form: FieldForm) -> None:
        super().__init__(form)
        self._context, self._form = context, form
        self.kind = CategoryKind()
        self.offer = ModelOffer(context, form)
        self.offer.chosen.connect(self._fill)
        form.edited.connect(self._on_edited)

    def follow(self) -> None:
        """Look at the form again after values were put into it."""
        self.offer.stock.refresh()
        self._look_within_agency()
        self._see_kind()

    def _on_edited(self, table: str, key: str) -> None:
        if (table, key) == ("asset", "agency_id"):
            self._look_within_agency()
        if (table, key) == ("asset", "category_id"):
            self._see_kind()

    def _fill(self, model: Model) -> None:
        """Fill what a chosen model tells and is empty still."""
        if model.category_id is not None and self._form.cells["asset", "category_id"].entry.is_empty():
            category = model.category_id
            name = self._context.read(lambda session: references.name(session, "category", category))
            self._form.put("asset", {"category_id": category}, {"category_id": name})
            self._see_kind()
        table = self.kind.detail_table
        empty = {
            key: value
            for key, value in model.details.items()
            if (table, key) in self._form.cells and self._form.cells[table, key].entry.is_empty()
        }
        self._form.put(table, empty, {})

    def _look_within_agency(self) -> None:
        """Offer the rooms of the chosen agency, and to add a room or person that nobody has recorded yet."""
        agency, context = self._form.value("asset", "agency_id"), self._context
        room = self._form.reference("asset", "room_id")
        room.search_with(partial(rooms, agency), partial(add_room, context, agency) if agency else None)
        if ("asset", "custodian_id") in self._form.cells:
            person = self._form.reference("asset", "custodian_id")
            person.search_with(partial(search, "person"), partial(add_person, context, agency))

    def _see_kind(self) -> None:
        category = self._form.value("asset", "category_id")
        kind = self._context.read(lambda session: assets.kind_of(session, category))
        if kind != self.kind:
            self.kind = kind
            self.kind_changed.emit()
