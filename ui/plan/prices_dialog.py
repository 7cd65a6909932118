"""The price list of a year: look at it, type a price, or import the province's own list after a look at the rows."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from spbe_assets.domain import amounts
from spbe_assets.domain.changes import Changes
from spbe_assets.domain.errors import AppError
from spbe_assets.i18n import _
from spbe_assets.services import prices
from spbe_assets.sheets import price_list
from spbe_assets.sheets.price_list import PricePlan
from ui import format
from ui.context import AppContext
from ui.plan import price_rows
from ui.plan.list_table import ListView
from ui.plan.price_import import PriceImport
from ui.plan.price_rows import PriceList, PriceRow
from ui.widgets.basics import button, elided, label, pad
from ui.widgets.file_dialogs import ask_open, documents
from ui.widgets.notice import Notice
from ui.widgets.search_box import SearchBox

SIZE = (900, 620)
PRICE_PX = 190


class PricesDialog(QDialog):
    """Every price that is typed is one action of its own; an import is one as a whole."""

    def __init__(self, context: AppContext, year: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._all: tuple[PriceRow, ...] = ()
        self.year, self.inflation = QSpinBox(), QDoubleSpinBox()
        self.search = SearchBox(_("Find a good…"))
        self.table = ListView(price_rows.columns(), lambda row: row.good, _("Price list"))
        self.name, self.field = elided("", "heading"), QLineEdit()
        self.set_button = button(_("Set the price"), icon="check")
        self.delete_button = button(_("Delete the price"), "flat")
        self.import_button = button(_("Import a list…"), "main", "file-up")
        self.close_button = button(_("Close"))
        self.failure = Notice("bad", "")
        self.failure.hide()

        self.setWindowTitle(_("Price list"))
        self.resize(*SIZE)
        self._prepare(year)
        self._lay_out()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Ask for the prices of the year again."""
        year = self.year.value()
        self._context.read_later(lambda session, _progress: price_rows.read(session, year)).then(self, self._show)

    @Slot()
    def set_price(self) -> None:
        """Write what was typed for the chosen good."""
        chosen: list[PriceRow] = self.table.selected()
        if len(chosen) != 1:
            return
        row, year = chosen[0], self.year.value()
        try:
            rupiah = amounts.rupiah(self.field.text())
        except AppError as error:
            self._fail(error)
            return
        self.failure.hide()
        title = "" if row.is_shipped else row.title
        done = _("Price of {good} for {year}: {price}").format(good=row.title, year=year, price=format.rupiah(rupiah))

        def change(uow: Any, _progress: object) -> None:
            prices.set_price(
                uow, row.good, year, rupiah, title=title, kode_barang=row.kode_barang, unit=row.unit, source=row.source
            )

        self._context.write(change, "price", done, quiet=True).otherwise(self, self._fail)

    @Slot()
    def delete_price(self) -> None:
        """Take the chosen lines out of the list of this year."""
        lines = [row.line for row in self.table.selected() if row.line is not None]
        if lines:
            self._context.write(lambda uow, _progress: prices.delete(uow, lines), "price", _("Price deleted"))

    @Slot()
    def ask_file(self) -> QFileDialog:
        """Ask for the spreadsheet to import."""
        kinds = _("Spreadsheets (*.xlsx *.xls *.ods *.csv)")
        return ask_open(self, _("Import a price list"), documents(), kinds, self.read)

    def read(self, path: Path) -> None:
        """Read a list and show what it would do; nothing is written yet."""
        year = self.year.value()
        self.failure.hide()
        self.import_button.setEnabled(False)
        job = self._context.read_later(
            lambda session, progress: price_list.plan_prices(session, path, year, progress), quiet=True
        )
        job.then(self, self._preview).otherwise(self, self._fail)
        job.finished.connect(self._let_go)

    def _prepare(self, year: int) -> None:
        self.year.setRange(prices.YEARS.start, prices.YEARS.stop - 1)
        self.year.setValue(year)
        self.year.setAccessibleName(_("Year of the list"))
        self.inflation.setRange(0, prices.MOST_INFLATION)
        self.inflation.setDecimals(1)
        self.inflation.setSingleStep(0.5)
        self.inflation.setSuffix(" %")
        self.inflation.setAccessibleName(_("Inflation a year"))
        self.field.setFixedWidth(PRICE_PX)
        self.field.setAccessibleName(_("Unit price"))
        for spin in (self.year, self.inflation):
            pad(spin)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        for caption, widget in ((_("Year"), self.year), (_("Inflation a year"), self.inflation)):
            name = label(caption, "small")
            name.setBuddy(widget)
            top.addWidget(name)
            top.addWidget(widget)
            top.addSpacing(8)
        top.addWidget(self.search, 1)
        edit = QHBoxLayout()
        edit.setSpacing(8)
        edit.addWidget(self.name, 1)
        for one in (self.field, self.set_button, self.delete_button):
            edit.addWidget(one)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.import_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        told = _("Goods without a price use an estimate (≈). Later years take the newest list and add inflation.")
        column.addWidget(label(told, "muted", wrap=True))
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addLayout(edit)
        column.addWidget(self.failure)
        column.addLayout(foot)

    def _connect(self) -> None:
        self._context.changed.connect(self._on_changed)
        self._context.reloaded.connect(self.refresh)
        self.year.valueChanged.connect(self.refresh)
        self.inflation.editingFinished.connect(self._set_inflation)
        self.search.searched.connect(self._show_rows)
        self.table.picked.connect(self._show_chosen)
        self.table.entered.connect(self._begin)
        self.field.returnPressed.connect(self.set_price)
        self.set_button.clicked.connect(self.set_price)
        self.delete_button.clicked.connect(self.delete_price)
        self.import_button.clicked.connect(self.ask_file)
        self.close_button.clicked.connect(self.accept)

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if changes.affects("price", "setting"):
            self.refresh()

    @Slot(object)
    def _begin(self, _row: object) -> None:
        self.field.setFocus()
        self.field.selectAll()

    @Slot()
    def _set_inflation(self) -> None:
        percent = Decimal(str(round(self.inflation.value(), 1)))
        if percent == self._inflation:
            return
        done = _("Inflation: {n} percent a year").format(n=format.decimal(percent, 1))
        self._context.write(lambda uow, _progress: prices.set_inflation(uow, percent), "settings", done)

    def _show(self, found: PriceList) -> None:
        if found.year != self.year.value():
            return
        self._all, self._inflation = found.rows, found.inflation
        with QSignalBlocker(self.inflation):
            self.inflation.setValue(float(found.inflation))
        self._show_rows()

    _inflation = prices.INFLATION_DEFAULT

    @Slot()
    def _show_rows(self) -> None:
        named = self.search.text().casefold().split()
        shown = [row for row in self._all if all(word in f"{row.title} {row.kode_barang}".casefold() for word in named)]
        self.table.show_rows(shown)
        if not self.table.selected() and shown:
            self.table.selectRow(0)

    @Slot()
    def _show_chosen(self) -> None:
        chosen: list[PriceRow] = self.table.selected()
        one = chosen[0] if len(chosen) == 1 else None
        self.name.set_whole(one.title if one else "")
        if not self.field.hasFocus() or one is None:
            self.field.setText(format.number(one.rupiah) if one and one.line is not None and one.rupiah else "")
        shown = format.number(one.rupiah) if one and one.rupiah is not None else ""
        self.field.setPlaceholderText(_("now {price}").format(price=shown) if shown else "")
        for widget in (self.field, self.set_button):
            widget.setEnabled(one is not None)
        self.delete_button.setEnabled(any(row.line is not None for row in chosen))

    def _preview(self, plan: PricePlan) -> None:
        dialog = PriceImport(plan, self)
        dialog.accepted.connect(lambda: self._write(plan))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _write(self, plan: PricePlan) -> None:
        done = _("Price list imported: {file}").format(file=plan.file)
        job = self._context.write(
            lambda uow, _progress: price_list.apply_prices(uow, plan), f"prices {plan.file}"[:200], done, quiet=True
        )
        job.otherwise(self, self._fail)

    @Slot()
    def _let_go(self) -> None:
        self.import_button.setEnabled(True)

    def _fail(self, error: Exception) -> None:
        if isinstance(error, AppError):
            self.failure.set(str(error))
            self.failure.show()
        else:
            self._context.error_raised.emit(error)
