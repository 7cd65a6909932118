"""What single agencies get at least and at most in all years together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from spbe_assets.domain import amounts
from spbe_assets.domain.errors import AppError, Invalid
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _
from ui import format
from ui.context import AppContext
from ui.plan.list_table import ListColumn, ListView
from ui.widgets.basics import button, elided, label
from ui.widgets.notice import Notice
from ui.widgets.search_box import SearchBox
from ui.widgets.table import Cell

SIZE = (640, 560)
Agency = tuple[Id, str]


class LimitsDialog(QDialog):
    """`wanted` carries (least, most), each by agency, once OK is pressed."""

    wanted = Signal(object)

    def __init__(
        self,
        context: AppContext,
        agencies: Sequence[Agency],
        least: Mapping[Id, int],
        most: Mapping[Id, int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._agencies, self.least, self.most = (
            sorted(agencies, key=lambda one: one[1].casefold()),
            dict(least),
            dict(most),
        )
        self.search = SearchBox(_("Find an agency…"))
        self.table = ListView(self._columns(), lambda one: one[0], _("Shares of agencies"))
        self.name = elided("", "heading")
        self.least_field, self.most_field = QLineEdit(), QLineEdit()
        self.set_button = button(_("Set"), icon="check")
        self.failure = Notice("bad", "")
        self.failure.hide()
        self.ok_button, self.cancel_button = button(_("OK"), "main"), button(_("Cancel"))

        self.setWindowTitle(_("Shares of agencies"))
        self.resize(*SIZE)
        self._lay_out()
        self.search.searched.connect(self._show)
        self.table.picked.connect(self._show_chosen)
        self.table.entered.connect(lambda _row: self.least_field.setFocus())
        for field in (self.least_field, self.most_field):
            field.returnPressed.connect(self.set_limits)
        self.set_button.clicked.connect(self.set_limits)
        self.ok_button.clicked.connect(self._finish)
        self.cancel_button.clicked.connect(self.reject)
        self._show("")

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.addWidget(self.name, 0, 0, 1, 3)
        for at, (caption, field) in enumerate(
            ((_("At least (Rp)"), self.least_field), (_("At most (Rp)"), self.most_field))
        ):
            name = label(caption, "small")
            name.setBuddy(field)
            field.setAccessibleName(caption)
            field.setPlaceholderText(_("no limit"))
            grid.addWidget(name, 1, at)
            grid.addWidget(field, 2, at)
        grid.addWidget(self.set_button, 2, 2)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.ok_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        told = _("What an agency gets at least and at most over all years. Empty means no limit.")
        column.addWidget(label(told, "muted", wrap=True))
        column.addWidget(self.search)
        column.addWidget(self.table, 1)
        column.addLayout(grid)
        column.addWidget(self.failure)
        column.addLayout(foot)

    def _columns(self) -> list[ListColumn]:
        def cell(limits: dict[Id, int], agency: Agency) -> Cell:
            amount = limits.get(agency[0])
            return Cell(format.NOTHING if amount is None else format.rupiah(amount), right=True)

        return [
            ListColumn(_("Agency"), lambda one: Cell(one[1]), lambda one: one[1].casefold()),
            ListColumn(_("At least"), lambda one: cell(self.least, one), lambda one: self.least.get(one[0]), 140, True),
            ListColumn(_("At most"), lambda one: cell(self.most, one), lambda one: self.most.get(one[0]), 140, True),
        ]

    @Slot(str)
    def _show(self, text: str) -> None:
        named = text.casefold().split()
        self.table.show_rows([one for one in self._agencies if all(word in one[1].casefold() for word in named)])
        if not self.table.selected() and self.table.list.rows:
            self.table.selectRow(0)

    @Slot()
    def _show_chosen(self) -> None:
        chosen = self.table.selected()
        names = ", ".join(name for _id, name in chosen)
        self.name.set_whole(names)
        for field, limits in ((self.least_field, self.least), (self.most_field, self.most)):
            amounts_set = {limits.get(agency) for agency, _name in chosen}
            amount = amounts_set.pop() if len(amounts_set) == 1 else None
            field.setText("" if amount is None else format.number(amount))
        self.set_button.setEnabled(bool(chosen))

    @Slot()
    def set_limits(self) -> bool:
        """Take what was typed for the selected agencies; False where it is no amount."""
        try:
            least, most = _typed(self.least_field), _typed(self.most_field)
            if least is not None and most is not None and least > most:
                raise Invalid(_("An agency can't get at least more than it gets at most; check the amounts."))
        except AppError as error:
            self.failure.set(str(error))
            self.failure.show()
            return False
        self.failure.hide()
        for agency, _name in self.table.selected():
            for limits, amount in ((self.least, least), (self.most, most)):
                limits.pop(agency, None)
                if amount is not None:
                    limits[agency] = amount
        self.table.viewport().update()
        return True

    @Slot()
    def _finish(self) -> None:
        if not self.table.selected() or self.set_limits():
            self.wanted.emit((self.least, self.most))
            self.accept()


def _typed(field: QLineEdit) -> int | None:
    return amounts.rupiah(field.text()) if field.text().strip() else None
