"""A form made from the field catalogue: groups of labelled inputs, each with its sentence where a value can't be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.fields import CATALOGUE, Field, Kind
from spbe_assets.i18n import _
from ui.context import AppContext
from ui.inventory.field_inputs import FieldInput, ReferenceInput
from ui.inventory.make_input import make_input
from ui.inventory.pin_button import PinButton
from ui.inventory.reference_box import ReferenceBox, Search
from ui.widgets.basics import label, set_kind

WIDE = {Kind.TEXT, Kind.LONG_TEXT, Kind.REFERENCE}
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """A heading (English source string) and the keys of one table under it.

    Fields with keys in `narrow` share a line, those in `wide` have one of their own, whatever kind they are.
    """

    title: str
    table: str
    keys: tuple[str, ...]
    narrow: frozenset[str] = frozenset()
    wide: frozenset[str] = frozenset()


class FieldCell(QWidget):
    """A label over an input over the sentence that says what is wrong, which is there only when something is."""

    pin_pressed = Signal()

    def __init__(self, field: Field, entry: FieldInput, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field, self.entry = field, entry
        title = label(field.label, "small")
        title.setBuddy(entry)
        self.problem = label("", "bad", wrap=True)
        self.problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        self._head = QHBoxLayout()
        self._head.setSpacing(4)
        self._head.addWidget(title, 1)
        self.pin: PinButton | None = None
        column.addLayout(self._head)
        column.addWidget(entry)
        column.addWidget(self.problem)
        column.addStretch(1)
        entry.left.connect(self.check)
        entry.edited.connect(lambda: self.say(""))

    def show_pin(self, pinned: bool | None) -> None:
        """Show the pin in or out; None takes it away."""
        if pinned is None:
            if self.pin is not None:
                self.pin.hide()
            return
        if self.pin is None:
            self.pin = PinButton(self.field.label)
            self._head.addWidget(self.pin)
            self.pin.clicked.connect(lambda: self.pin_pressed.emit())
        self.pin.setChecked(pinned)
        self.pin.show()

    def check(self) -> bool:
        """Say what is wrong with the value, if anything is."""
        try:
            self.entry.value()
        except Invalid as error:
            self.say(str(error))
            return False
        self.say("")
        return True

    def say(self, sentence: str) -> None:
        """Show a sentence, or take it away."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        focus = self.entry.focusProxy()
        if focus is not None:
            set_kind(focus, "true" if sentence else "false", "invalid")


class FieldForm(QWidget):
    """Shows groups of fields in two columns; `edited` names the field the user changed, `pin_pressed` that to pin."""

    edited = Signal(str, str)
    pin_pressed = Signal(str, str)

    def __init__(self, context: AppContext, searches: Mapping[str, Search], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self.searches = context, dict(searches)
        self.cells: dict[Key, FieldCell] = {}
        self._loaded: dict[Key, Any] = {}
        self._begun: dict[Key, Any] = {}
        self._groups: dict[str, list[QWidget]] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(20)

    def add_groups(self, groups: Iterable[Group]) -> None:
        """Append groups below those that are there."""
        for group in groups:
            made = self._make_group(group)
            self._groups.setdefault(group.table, []).append(made)
            self._column.addWidget(made)

    def _make_group(self, group: Group) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(label(_(group.title), "heading"), 0, 0, 1, 2)
        row, column = 1, 0
        for key in group.keys:
            cell = self._make_cell(CATALOGUE[group.table][key])
            wide = key in group.wide or (cell.field.kind in WIDE and key not in group.narrow)
            if column and wide:
                row, column = row + 1, 0
            grid.addWidget(cell, row, column, 1, 2 if wide else 1, Qt.AlignmentFlag.AlignTop)
            row, column = (row + 1, 0) if wide or column else (row, 1)
        return made

    def _make_cell(self, field: Field) -> FieldCell:
        search = self.searches.get(field.refers_to)
        cell = FieldCell(field, make_input(field, self._context, search))
        cell.entry.edited.connect(lambda: self.edited.emit(field.table, field.key))
        cell.entry.entered.connect(self._go_on)
        cell.pin_pressed.connect(lambda: self.pin_pressed.emit(field.table, field.key))
        self.cells[field.table, field.key] = cell
        return cell

    def _go_on(self) -> None:
        """Enter goes to the next field, as Tab does."""
        self.focusNextChild()

    def show_pins(self, pinned: frozenset[Key] | None, but: frozenset[str] = frozenset()) -> None:
        """Show a pin beside every field except those with keys in `but`; None takes all pins away."""
        for key, cell in self.cells.items():
            cell.show_pin(None if pinned is None or key[1] in but else key in pinned)

    def focused(self) -> Key | None:
        """The field that has the cursor."""
        focus = self.window().focusWidget()
        return next((key for key, cell in self.cells.items() if focus and cell.isAncestorOf(focus)), None)

    def held(self) -> tuple[dict[Key, Any], dict[Key, str]]:
        """The values of all fields that hold a possible one, and the names of references."""
        values = {key: value for key in self.cells if (value := self.value(*key)) not in (None, "")}
        return values, {key: name for key in values if (name := self.cells[key].entry.shown_name())}

    def show_table(self, table: str, visible: bool) -> None:
        """Show or hide every group of a table; what was typed there is kept."""
        for made in self._groups.get(table, []):
            made.setVisible(visible)

    def load(self, table: str, values: Mapping[str, Any], names: Mapping[str, str]) -> None:
        """Put the values of a record; from now on they count as unchanged."""
        for (of_table, key), cell in self.cells.items():
            if of_table == table:
                value = values.get(key)
                self._loaded[of_table, key] = self._begun[of_table, key] = _blank(value)
                cell.entry.show_value(value, names.get(key, ""))
                cell.say("")

    def put(self, table: str, values: Mapping[str, Any], names: Mapping[str, str]) -> None:
        """Put values that count as typed by the user, such as those of a duplicate."""
        for key, value in values.items():
            cell = self.cells.get((table, key))
            if cell is not None:
                cell.entry.show_value(value, names.get(key, ""))

    def begin_with(self, table: str, values: Mapping[str, Any], names: Mapping[str, str]) -> None:
        """Put values of a new record that nobody typed: they are saved with it, but alone are no loss."""
        self.put(table, values, names)
        for key in values:
            if (table, key) in self.cells:
                self._begun[table, key] = _blank(self.value(table, key))

    def typed(self, table: str) -> tuple[dict[str, Any], dict[str, str]]:
        """What the user has changed so far and could be saved, with the names of references, as `put` takes it."""
        values, names = {}, {}
        for (of_table, key), cell in self.cells.items():
            if (
                of_table == table
                and self._differs((table, key), cell)
                and (value := self.value(table, key)) is not None
            ):
                values[key], names[key] = value, cell.entry.shown_name()
        return values, names

    def reference(self, table: str, key: str) -> ReferenceBox:
        """The type-ahead of a field that refers to other records."""
        entry = self.cells[table, key].entry
        if not isinstance(entry, ReferenceInput):
            raise TypeError(f"{table}.{key} refers to nothing")
        return entry.box

    def value(self, table: str, key: str) -> Any:
        """The present value of a field, None where it is wrong."""
        try:
            return self.cells[table, key].entry.value()
        except Invalid:
            return None

    def edits(self, table: str) -> dict[str, Any]:
        """The fields whose value differs from what was loaded. Raises Invalid at the first wrong one."""
        changed = {}
        for (of_table, key), cell in self.cells.items():
            if of_table == table and _blank(value := cell.entry.value()) != self._loaded.get((table, key)):
                changed[key] = value
        return changed

    def is_changed(self) -> bool:
        """Whether anything would be lost."""
        return any(self._differs(key, cell) for key, cell in self.cells.items())

    def _differs(self, key: Key, cell: FieldCell) -> bool:
        try:
            return bool(_blank(cell.entry.value()) != self._begun.get(key))
        except Invalid:
            return True

    def first_wrong(self, tables: Sequence[str]) -> FieldCell | None:
        """Check every field of some tables, say what is wrong and return the first such cell."""
        wrong = [cell for (table, _key), cell in self.cells.items() if table in tables and not cell.check()]
        return wrong[0] if wrong else None

    def say(self, table: str, key: str, sentence: str) -> FieldCell | None:
        """Show a sentence that came from saving beside its field."""
        cell = self.cells.get((table, key))
        if cell is not None:
            cell.say(sentence)
        return cell


def _blank(value: Any) -> Any:
    return None if value == "" else value
