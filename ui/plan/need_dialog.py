"""Changes one need, or asks for one that no gap proposes."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from spbe_assets.domain import amounts
from spbe_assets.domain.errors import AppError, Invalid
from spbe_assets.domain.needs import MUST, NeedKind, NeedState
from spbe_assets.i18n import _
from spbe_assets.services import goods, needs
from spbe_assets.services.needs import NeedRow
from ui import format
from ui.context import AppContext
from ui.inventory import place_search
from ui.inventory.reference_box import ReferenceBox
from ui.widgets.basics import button, label
from ui.widgets.notice import Notice

OTHER = ""
WIDTH_PX, NOTES_PX = 540, 70


class NeedDialog(QDialog):
    """Nothing is written before Save; an impossible value is said above the buttons."""

    def __init__(self, context: AppContext, need: NeedRow | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._need = context, need
        self.agency = ReferenceBox(context, partial(place_search.search, "agency"))
        self.good, self.kind = QComboBox(), QComboBox()
        self.title, self.kode, self.quantity, self.unit = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self.price, self.year, self.notes = QLineEdit(), QLineEdit(), QPlainTextEdit()
        self.must = QCheckBox(_("Must be bought: every plan has to hold it"))
        self.failure = Notice("bad", "")
        self.failure.hide()
        self.save_button, self.cancel_button = button(_("Save"), "main"), button(_("Cancel"))

        self.setWindowTitle(_("Add a need") if need is None else _("Need"))
        self.setMinimumWidth(WIDTH_PX)
        self._lay_out()
        self._fill()
        self.good.currentIndexChanged.connect(self._on_good)
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.reject)
        for keys in ("Ctrl+S", "Ctrl+Return"):
            QShortcut(QKeySequence(keys), self, self.save)
        (self.agency if need is None else self.quantity).setFocus()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for quarter in range(4):
            grid.setColumnStretch(quarter, 1)
        rows: tuple[tuple[tuple[str, QWidget, int], ...], ...] = (
            ((_("Agency"), self.agency, 4),),
            ((_("Goods"), self.good, 4),),
            ((_("Name"), self.title, 4),),
            ((_("Kind"), self.kind, 2), (_("Kode barang"), self.kode, 2)),
            ((_("Quantity"), self.quantity, 1), (_("Counted in"), self.unit, 1), (_("Unit price (Rp)"), self.price, 2)),
            ((_("Only in the year"), self.year, 1),),
            ((_("Notes"), self.notes, 4),),
        )
        for number, row in enumerate(rows):
            place = 0
            for name, widget, span in row:
                caption = label(name, "small")
                caption.setBuddy(widget)
                widget.setAccessibleName(name)
                grid.addWidget(caption, 2 * number, place, 1, span)
                grid.addWidget(widget, 2 * number + 1, place, 1, span)
                place += span
        self.notes.setFixedHeight(NOTES_PX)
        self.notes.setTabChangesFocus(True)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addLayout(grid)
        column.addWidget(self.must)
        column.addWidget(self.failure)
        column.addLayout(foot)

    def _fill(self) -> None:
        for good in sorted(goods.shipped().values(), key=lambda one: one.title.casefold()):
            self.good.addItem(good.title, good.id)
        self.good.addItem(_("Something else"), OTHER)
        for kind in NeedKind:
            self.kind.addItem(kind.label, str(kind))
        need = self._need
        self.good.setCurrentIndex(max(self.good.findData(need.good if need else OTHER), 0))
        if need is None:
            self.quantity.setText("1")
            self._on_good()
            return
        self.agency.show_record(need.agency_id, need.agency)
        self.agency.setEnabled(False)
        self.title.setText(need.title)
        self.kode.setText(need.kode_barang)
        self.unit.setText(need.unit)
        self.kind.setCurrentIndex(self.kind.findData(str(need.kind)))
        self.quantity.setText(format.number(need.quantity))
        if need.price_from == "own" and need.unit_rupiah is not None:
            self.price.setText(format.number(need.unit_rupiah))
        elif need.unit_rupiah is not None:
            shown = {"price": format.number(need.unit_rupiah), "origin": need.price_from.label.lower()}
            self.price.setPlaceholderText(_("{price} ({origin})").format(**shown))
        if need.state is not NeedState.POSTPONED and need.year is not None:
            self.year.setText(str(need.year))
        self.must.setChecked(need.must)
        self.notes.setPlainText(need.notes)
        self.year.setEnabled(need.state is not NeedState.POSTPONED)

    @Slot()
    def _on_good(self) -> None:
        """Another good brings its own name, code and unit."""
        good = goods.shipped().get(self.good.currentData())
        for box, text in (
            (self.title, good.title if good else ""),
            (self.kode, good.kode_barang if good else ""),
            (self.unit, good.unit if good else ""),
        ):
            box.setText(text)
        if good is not None:
            self.kind.setCurrentIndex(self.kind.findData(str(good.kind)))
        self.price.setPlaceholderText(_("from the price list") if good else "")

    @Slot()
    def save(self) -> None:
        """Write it and close; what is impossible is said and nothing is written."""
        try:
            agency, values = self.agency.record_id(), self.values()
            if agency is None:
                raise Invalid(_("Choose the agency that needs it."), "agency")
        except AppError as error:
            self._refused(error)
            return
        need, done = self._need, _("Need saved: {title}").format(title=values.get("title") or self.title.text())

        def change(uow: Any, _progress: object) -> None:
            if need is None:
                needs.add(uow, agency, values)
            else:
                needs.edit(uow, need, values, seen_rev=need.rev)

        job = self._context.write(change, "need", done, quiet=True)
        self.setEnabled(False)
        job.then(self, lambda _result: self.accept()).otherwise(self, self._refused)

    def values(self) -> dict[str, Any]:
        """What was typed; of a need that stands already only what differs.

        Raises:
            Invalid: a number is none.
        """
        good = goods.shipped().get(self.good.currentData())
        typed = {
            "good": self.good.currentData(),
            "title": "" if good and self.title.text().strip() == good.title else self.title.text().strip(),
            "kode_barang": "" if good and self.kode.text().strip() == good.kode_barang else self.kode.text().strip(),
            "unit": "" if good and self.unit.text().strip() == good.unit else self.unit.text().strip(),
            "kind": "" if good and self.kind.currentData() == str(good.kind) else self.kind.currentData(),
            "quantity": amounts.whole(self.quantity.text()),
            "unit_rupiah": amounts.rupiah(self.price.text()) if self.price.text().strip() else None,
            "priority": MUST if self.must.isChecked() else None,
            "notes": self.notes.toPlainText().strip(),
        }
        if self.year.isEnabled():
            typed["year"] = amounts.whole(self.year.text()) if self.year.text().strip() else None
        if self._need is None:
            return {key: value for key, value in typed.items() if value not in ("", None)}
        if typed["quantity"] == self._need.quantity:
            del typed["quantity"]  # it goes on following the gaps
        if typed["good"] == self._need.good:
            del typed["good"]
        return typed

    def _refused(self, error: Exception) -> None:
        self.setEnabled(True)
        if not isinstance(error, AppError):
            self._context.error_raised.emit(error)
            return
        self.failure.set(str(error))
        self.failure.show()
        box = {
            "agency": self.agency, "quantity": self.quantity, "unit_rupiah": self.price, "year": self.year,
            "title": self.title, "kode_barang": self.kode, "unit": self.unit,
        }.get(getattr(error, "field", ""))  # fmt: skip
        if box is not None:
            box.setFocus()
