"""The second step: what kind of file it is, whose equipment, and what each column means."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from spbe_assets.i18n import _, ngettext
from spbe_assets.sheets.match import KEY_TITLES, key_title
from spbe_assets.sheets.presets import AUTO, TEMPLATE, presets
from ui import format
from ui.context import AppContext
from ui.importer.column_table import REMARK, ColumnList, ColumnTable
from ui.importer.footer import Footer
from ui.importer.work import Loaded
from ui.inventory import place_search
from ui.inventory.reference_box import ReferenceBox
from ui.widgets.basics import button, elided, label
from ui.widgets.card import Card
from ui.widgets.notice import Notice

MOST_NAMED = 6


class ColumnsPage(QWidget):
    """Shows a `Loaded` and asks for another one; the screen reads and plans."""

    kind_chosen = Signal(str, object)
    changed = Signal(object)
    agency_chosen = Signal()
    check_asked = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loaded: Loaded | None = None
        self._number = 0
        self.kind, self.sheet, self.keys, self.layout_box = QComboBox(), QComboBox(), QComboBox(), QComboBox()
        self.agency = ReferenceBox(context, partial(place_search.search, "agency"))
        self.agency.setPlaceholderText(_("As the file says"))
        self.found = elided("", "muted")
        self.header_button = button(_("Another row of titles…"), "small", "rows-3")
        self.unknown = Notice("warn", "")
        self.model = ColumnTable()
        self.table = ColumnList(self.model)
        self.other_button = button(_("Another file…"), "", "folder-open")
        self.check_button = button(_("Check the rows"), "main")
        self.footer = Footer(self.other_button, self.check_button)

        column = QVBoxLayout(self)
        column.setContentsMargins(16, 4, 16, 12)
        column.setSpacing(12)
        column.addWidget(self._choices())
        column.addWidget(self.unknown)
        column.addWidget(self.table, 1)
        column.addWidget(self.footer)

        self.kind.activated.connect(self._ask_again)
        self.sheet.activated.connect(self._ask_again)
        self.keys.activated.connect(self._match_by)
        self.layout_box.activated.connect(self._show_layout)
        self.unknown.acted.connect(self._keep_unknown)
        self.model.chosen.connect(self._mean)
        self.agency.chosen.connect(self.agency_chosen)
        self.check_button.clicked.connect(self.check_asked)

    def _choices(self) -> Card:
        card = Card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        boxes = (
            (_("Kind of file"), self.kind, 3), (_("Sheet"), self.sheet, 2), (_("Whose equipment"), self.agency, 3),
            (_("Records are found again by"), self.keys, 3),
        )  # fmt: skip
        for number, (title, box, stretch) in enumerate(boxes):
            name = label(title, "small")
            name.setBuddy(box)
            box.setAccessibleName(title)
            box.setMinimumWidth(120)
            if isinstance(box, QComboBox):
                box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            grid.addWidget(name, 0, number)
            grid.addWidget(box, 1, number)
            grid.setColumnStretch(number, stretch)
        card.body.addLayout(grid)
        told = QHBoxLayout()
        told.setSpacing(8)
        told.addWidget(self.found, 1)
        told.addWidget(self.header_button)
        card.body.addLayout(told)
        card.body.addWidget(self.layout_box)
        return card

    def show_loaded(self, loaded: Loaded, agency: str) -> None:
        """Show a file; `agency` is the name of the chosen one."""
        self._loaded, self._number = loaded, min(self._number, len(loaded.recognised.tables) - 1)
        if self._number not in loaded.layouts():
            self._number = 0
        self._fill_kinds(loaded)
        self._fill_sheets(loaded)
        self._fill_keys(loaded)
        self._fill_layouts(loaded)
        self.agency.show_record(loaded.options.agency_id, agency)
        self._show_table()

    def _fill_kinds(self, loaded: Loaded) -> None:
        self.kind.clear()
        for preset in presets().values():
            is_offered = preset.id == loaded.recognised.preset.id or not (preset.family == TEMPLATE or preset.instead)
            if is_offered and self.kind.findData(preset.choice) < 0:
                self.kind.addItem(preset.title, preset.choice)
        self.kind.setCurrentIndex(self.kind.findData(loaded.recognised.preset.choice))

    def _fill_sheets(self, loaded: Loaded) -> None:
        self.sheet.clear()
        names = [sheet.name for sheet in loaded.book.sheets if sheet.rows]
        if len(names) > 1:
            self.sheet.addItem(_("All of this kind"), None)
        for name in names:
            self.sheet.addItem(name, name)
        self.sheet.setCurrentIndex(max(self.sheet.findData(loaded.sheet), 0))
        self.sheet.setEnabled(len(names) > 1)

    def _fill_keys(self, loaded: Loaded) -> None:
        self.keys.clear()
        chosen, usual = loaded.recognised.tables[0].mapping.match, loaded.recognised.preset.match
        known = [key for key in usual if key in KEY_TITLES]
        self.keys.addItem(_("the strongest that a row has"), usual)
        for key in known:
            self.keys.addItem(key_title(key), (key,))
        self.keys.setCurrentIndex(0 if chosen == usual else known.index(chosen[0]) + 1 if chosen[0] in known else 0)
        self.keys.setToolTip("\n".join([_("In this order:"), *(key_title(key) for key in known)]))
        self.keys.setEnabled(len(known) > 1)

    def _fill_layouts(self, loaded: Loaded) -> None:
        self.layout_box.clear()
        for number in loaded.layouts():
            table = loaded.recognised.tables[number]
            said = _("Columns of the table in sheet “{sheet}”, row {row}")
            self.layout_box.addItem(said.format(sheet=table.sheet, row=table.header.first), number)
        self.layout_box.setCurrentIndex(self.layout_box.findData(self._number))
        self.layout_box.setVisible(self.layout_box.count() > 1)

    def _show_table(self) -> None:
        if self._loaded is None:
            return
        table = self._loaded.recognised.tables[self._number]
        self.model.show_table(table)
        self.table.setColumnHidden(REMARK, not (table.mapping.unknown or table.mapping.doubled))
        if not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))
        self.found.set_whole(_found(self._loaded))
        self._show_unknown(self._loaded)
        self.footer.remark.set_whole(" ".join(self._loaded.recognised.notes))

    def _show_unknown(self, loaded: Loaded) -> None:
        mappings = [loaded.recognised.tables[number].mapping for number in loaded.layouts()]
        left = [
            mapping.titles[column]
            for mapping in mappings
            for column in sorted(mapping.unknown)
            if not mapping.parts[column]
        ]
        can_keep = any(mapping.keeping_unknown() != mapping for mapping in mappings)
        self.unknown.setVisible(bool(left))
        if left:
            told = ngettext("{n} column is not known and is left out", "{n} columns are not known and are left out",
                            len(left))  # fmt: skip
            names = ", ".join(f"“{title}”" for title in left[:MOST_NAMED]) + (" …" if len(left) > MOST_NAMED else "")
            self.unknown.set(format.counted(told, len(left)), names, _("Keep as further fields") if can_keep else "")

    @Slot()
    def _ask_again(self) -> None:
        """Another kind or sheet: the whole file is looked at again."""
        if self._loaded is None:
            return
        chosen = self.kind.currentData()
        was = self._loaded.recognised.preset.choice
        sheet = self.sheet.currentData() if self.sheet.isEnabled() else None
        if chosen != was or sheet != self._loaded.sheet:
            kept = self._loaded.kind if chosen == was and sheet == self._loaded.sheet else chosen
            self.kind_chosen.emit(AUTO if kept == AUTO else kept, sheet)

    @Slot()
    def _match_by(self) -> None:
        if self._loaded is not None:
            self.changed.emit(self._loaded.with_match(tuple(self.keys.currentData())))

    @Slot()
    def _show_layout(self) -> None:
        self._number = self.layout_box.currentData()
        self._show_table()

    @Slot()
    def _keep_unknown(self) -> None:
        loaded = self._loaded
        if loaded is not None:
            for number in loaded.layouts():
                mapping = loaded.recognised.tables[number].mapping
                loaded = loaded.with_mapping(number, mapping.keeping_unknown())
            self.changed.emit(loaded)

    @Slot(int, str)
    def _mean(self, column: int, part: str) -> None:
        if self._loaded is not None:
            mapping = self._loaded.recognised.tables[self._number].mapping
            if mapping.parts[column] != part:
                self.changed.emit(self._loaded.with_mapping(self._number, mapping.with_part(column, part)))


def _found(loaded: Loaded) -> str:
    """Where the titles were found, and how many rows follow."""
    tables = loaded.recognised.tables
    header, rows = tables[0].header, sum(len(table.rows) for table in tables)
    at = str(header.first) if header.first == header.last else f"{header.first}–{header.last}"
    below = ngettext("{n} row below", "{n} rows below", rows).format(n=format.number(rows))
    if len(tables) == 1:
        said = _("Titles found in row {row} of sheet “{sheet}”, {below}")
        told = said.format(row=at, sheet=tables[0].sheet, below=below)
    else:
        several = ngettext("{n} table found", "{n} tables found", len(tables)).format(n=len(tables))
        told = f"{several}, {below}"
    return " · ".join((told, _("columns as you chose them before"))) if loaded.is_remembered else told
