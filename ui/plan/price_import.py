"""What an import of prices would do, before anything is written."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from spbe_assets.i18n import _
from spbe_assets.services import goods
from spbe_assets.sheets.plan_model import Fate
from spbe_assets.sheets.price_list import PricedRow, PricePlan
from ui import format
from ui.plan import words
from ui.plan.list_table import ListColumn, ListView
from ui.widgets.basics import button, label
from ui.widgets.notice import Notice
from ui.widgets.table import Cell

SIZE = (860, 560)
MOST_NOTES = 3
TONES = {Fate.NEW: "good", Fate.CHANGED: "accent", Fate.SAME: "muted", Fate.REJECTED: "bad"}


class PriceImport(QDialog):
    """Accepting it means that the list is wanted."""

    def __init__(self, plan: PricePlan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = ListView(_columns(), lambda row: (row.row, row.good, row.year), _("Rows of the list"))
        self.notes = Notice("warn", "")
        self.import_button, self.cancel_button = button(_("Import"), "main", "file-up"), button(_("Cancel"))

        self.setWindowTitle(_("Import a price list"))
        self.resize(*SIZE)
        for_needs = sum(row.shipped and not row.reason for row in plan.rows)
        told = _(
            "{rows} prices: {new} new, {changed} changed, {same} same, {rejected} rejected; {for_needs} for needs."
        )
        counts = {name: format.number(plan.count(fate)) for name, fate in _FATES.items()}
        figures = {"rows": format.number(len(plan.rows)), "for_needs": format.number(for_needs)}
        self.summary = label(told.format(**figures, **counts), "muted", wrap=True)
        self.notes.set(plan.notes[0], " ".join(plan.notes[1:MOST_NOTES])) if plan.notes else self.notes.hide()
        self.import_button.setEnabled(bool(plan.count(Fate.NEW) + plan.count(Fate.CHANGED)))

        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.import_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(plan.file, "record", wrap=True))
        column.addWidget(self.summary)
        column.addWidget(self.notes)
        column.addWidget(self.table, 1)
        column.addLayout(foot)

        self.import_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)
        self.table.show_rows(sorted(plan.rows, key=lambda row: (not row.reason, not row.shipped, row.row)))


_FATES = {"new": Fate.NEW, "changed": Fate.CHANGED, "same": Fate.SAME, "rejected": Fate.REJECTED}


def _columns() -> list[ListColumn]:
    return [
        ListColumn(
            _("Row"), lambda row: Cell(format.number(row.row), style="muted", right=True), lambda row: row.row, 56
        ),
        ListColumn(_("Name"), lambda row: Cell(row.title or row.kode_barang), lambda row: row.title.casefold()),
        ListColumn(_("Prices the need"), _good, lambda row: row.good if row.shipped else None, 190),
        ListColumn(_("Year"), lambda row: Cell(str(row.year or "")), lambda row: row.year, 60),
        ListColumn(_("Price (Rp)"), _price, lambda row: row.rupiah, 120, right=True),
        ListColumn(_("What happens"), _fate, lambda row: list(Fate).index(row.fate), 200),
    ]


def _good(row: PricedRow) -> Cell:
    return Cell(goods.shipped()[row.good].title, style="strong") if row.shipped else Cell(format.NOTHING, style="muted")


def _price(row: PricedRow) -> Cell:
    return Cell(words.money(row.rupiah or None), right=True)


def _fate(row: PricedRow) -> Cell:
    if row.reason:
        return Cell(row.reason, tone="bad")
    if row.fate is Fate.CHANGED and row.before is not None:
        return Cell(_("Was {price}").format(price=format.number(row.before)), tone="accent")
    texts = {Fate.NEW: _("New"), Fate.SAME: _("Already so")}
    return Cell(texts.get(row.fate, ""), tone=TONES[row.fate])
