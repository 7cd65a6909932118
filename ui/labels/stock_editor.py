"""The dialog for label papers of one's own: numbers at the left, the paper drawn to scale at the right, live."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMessageBox,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from spbe_assets.domain.errors import AppError, Invalid
from spbe_assets.i18n import _, ngettext
from spbe_assets.labels import own_stocks
from spbe_assets.labels import stock as stocks
from spbe_assets.labels.stock import Stock
from spbe_assets.labels.stock_checks import mm
from ui import format
from ui.context import AppContext
from ui.labels import stock_asking
from ui.labels.stock_drawing import StockDrawing
from ui.labels.stock_fields import StockFields
from ui.labels.stock_sample import StockSample
from ui.widgets.basics import button, divider, label
from ui.widgets.notice import Notice

SIZE = (1120, 700)
FORM_PX = 440
SAMPLE_AFTER_MS = 120
NEW_ID = "own-new"


class StockEditor(QDialog):
    """`saved` carries the id of the paper to go on with: one that was saved or imported; empty after a deletion."""

    saved = Signal(str)

    def __init__(self, context: AppContext, paper: Stock | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._own: dict[str, Stock] = {}
        self.which, self.copy_from = QComboBox(), QComboBox()
        self.fields, self.drawing, self.sample = StockFields(), StockDrawing(), StockSample()
        self.measures = label("", "muted", wrap=True)
        self.failure = Notice("bad", "")
        self.import_button = button(_("Import…"), icon="file-down")
        self.export_button = button(_("Export…"), icon="file-up")
        self.delete_button = button(_("Delete"), "danger", "trash-2")
        self.cancel_button = button(_("Cancel"))
        self.save_button = button(_("Save"), "main")
        self._sample_timer = QTimer(self)
        self._sample_timer.setSingleShot(True)
        self._sample_timer.setInterval(SAMPLE_AFTER_MS)

        self._lay_out()
        self._connect()
        start = paper or stocks.find(stocks.DEFAULT)
        self._load(start.id)
        if start.id not in self._own:
            self._copy(start)
        self.fields.entries["number"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _connect(self) -> None:
        self.which.activated.connect(lambda _at: self._take())
        self.copy_from.activated.connect(lambda _at: self._copy_chosen())
        self.fields.changed.connect(self._check)
        self.fields.pointed.connect(self.drawing.point_at)
        self._sample_timer.timeout.connect(self._show_sample)
        self.import_button.clicked.connect(self.ask_import)
        self.export_button.clicked.connect(self.ask_export)
        self.delete_button.clicked.connect(self.ask_delete)
        self.cancel_button.clicked.connect(self.reject)
        self.save_button.clicked.connect(self.save)
        for keys in ("Ctrl+S", "Ctrl+Return"):
            QShortcut(QKeySequence(keys), self, self.save).setWhatsThis(_("Save"))

    @property
    def chosen(self) -> Stock | None:
        """The paper of one's own that is being changed; None for a new one."""
        return self._own.get(self.which.currentData() or "")

    @property
    def paper(self) -> Stock | None:
        """The paper as it stands in the fields; None while it can't be right."""
        try:
            return self.fields.stock(self.chosen.id if self.chosen else NEW_ID)
        except Invalid:
            return None

    @Slot()
    def save(self) -> None:
        """Keep the paper and close; a refusal is told instead."""
        paper = self.paper
        if paper is None or not self.save_button.isEnabled():
            return
        if self.chosen is None:
            paper = replace(paper, id=own_stocks.new_id(paper, stocks.catalogue()), source="")
        self.save_button.setEnabled(False)
        job = self._context.run_later(lambda _progress: own_stocks.save(paper), quiet=True)
        job.then(self, self._end).otherwise(self, self._fail)

    @Slot()
    def ask_import(self) -> QFileDialog:
        """Ask for a file with label papers."""
        return stock_asking.ask_import(self, self.import_file)

    def import_file(self, path: Path) -> None:
        """Take the papers of a file over, and show the first."""
        job = self._context.run_later(lambda _progress: own_stocks.import_file(path), quiet=True)
        job.then(self, self._show_imported).otherwise(self, self._fail)

    @Slot()
    def ask_export(self) -> QFileDialog | None:
        """Ask where to write the paper as it stands."""
        paper = self.paper
        if paper is None:
            return None
        kept = paper if self.chosen else replace(paper, id=own_stocks.new_id(paper, ()), source="")
        return stock_asking.ask_export(self, kept, lambda path: self._export(kept, path))

    @Slot()
    def ask_delete(self) -> QMessageBox | None:
        """Ask whether the chosen paper is really to go."""
        paper = self.chosen
        return stock_asking.ask_delete(self, paper, lambda: self._delete(paper.id)) if paper else None

    def _export(self, paper: Stock, path: Path) -> None:
        job = self._context.run_later(lambda _progress: own_stocks.export(paper, path), quiet=True)
        told = _("{title} was written to {file}").format(title=paper.title, file=path.name)
        job.then(self, lambda _done: self._context.message.emit(told)).otherwise(self, self._fail)

    def _delete(self, stock_id: str) -> None:
        job = self._context.run_later(lambda _progress: own_stocks.delete(stock_id), quiet=True)
        job.then(self, lambda _done: self._show_deleted()).otherwise(self, self._fail)

    def _show_deleted(self) -> None:
        self._load("")
        self.saved.emit("")

    def _show_imported(self, taken: list[Stock]) -> None:
        self._load(taken[0].id)
        told = ngettext("{n} label paper imported", "{n} label papers imported", len(taken))
        self._context.message.emit(format.counted(told, len(taken)))
        self.saved.emit(taken[0].id)

    def _end(self, paper: Stock) -> None:
        self._context.message.emit(_("Label paper saved"))
        self.saved.emit(paper.id)
        self.accept()

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            self._context.error_raised.emit(error)
            return
        self.failure.set(str(error))
        self.failure.show()
        self.save_button.setEnabled(self.paper is not None)

    def _load(self, chosen: str) -> None:
        """Read one's own papers again and choose one, or a new one."""
        found = own_stocks.own()
        self._own = found.stocks
        self.which.clear()
        self.which.addItem(_("A new paper"), "")
        for one in self._own.values():
            self.which.addItem(one.title, one.id)
        self.copy_from.clear()
        for one in stocks.catalogue().values():
            self.copy_from.addItem(one.title, one.id)
        self.copy_from.setCurrentIndex(-1)
        self.failure.set("\n".join(found.problems))
        self.failure.setVisible(bool(found.problems))
        self.which.setCurrentIndex(max(self.which.findData(chosen), 0))
        self._take()

    def _take(self) -> None:
        paper = self.chosen
        self.delete_button.setEnabled(paper is not None)
        if paper is not None:
            self.fields.show_stock(paper)
        else:
            self._copy(stocks.find(stocks.DEFAULT))

    def _copy_chosen(self) -> None:
        paper = stocks.catalogue().get(self.copy_from.currentData() or "")
        if paper is not None:
            self._copy(paper)

    def _copy(self, paper: Stock) -> None:
        """Take the sizes of another paper; a name that was given stays."""
        kept = self.chosen
        named = replace(paper, maker=kept.maker, number=kept.number) if kept else replace(paper, number="")
        self.fields.show_stock(named)

    @Slot()
    def _check(self) -> None:
        """Draw what stands there, and say what can't be right."""
        problem: Invalid | None = None
        try:
            self.fields.stock(NEW_ID)
        except Invalid as error:
            problem = error
        self.fields.show_problem(problem)
        self.drawing.show_sketch(self.fields.sketch(), problem.field if problem else "")
        for one in (self.save_button, self.export_button):
            one.setEnabled(problem is None)
        self._sample_timer.start()

    @Slot()
    def _show_sample(self) -> None:
        paper = self.paper
        self.sample.show_stock(paper)
        told = _("Content of one label, {width} × {height} mm")
        words = told.format(width=mm(paper.cell_width), height=mm(paper.cell_height)) if paper else ""
        warnings = self.sample.drawing.warnings if self.sample.drawing else []
        self.measures.setText(" · ".join([words, *map(str, warnings)]))

    def _lay_out(self) -> None:
        self.setWindowTitle(_("My own label paper"))
        self.resize(*SIZE)
        self.copy_from.setEditable(True)
        self.copy_from.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.copy_from.setLineEdit(QLineEdit(placeholderText=_("Maker, number or size")))
        completer = QCompleter(self.copy_from.model(), self.copy_from)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.copy_from.setCompleter(completer)
        head = QHBoxLayout()
        head.setContentsMargins(20, 14, 20, 12)
        head.setSpacing(20)
        for name, choice in ((_("Paper"), self.which), (_("Copy the sizes from"), self.copy_from)):
            head.addLayout(_asked(name, choice), 1)
        body = QHBoxLayout()
        body.setContentsMargins(20, 12, 20, 12)
        body.setSpacing(20)
        body.addWidget(self._form())
        body.addLayout(self._stage(), 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 12, 20, 14)
        foot.setSpacing(8)
        for part in (self.import_button, self.export_button, self.delete_button):
            foot.addWidget(part)
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(divider())
        column.addLayout(body, 1)
        column.addWidget(divider())
        column.addLayout(foot)

    def _form(self) -> QWidget:
        inside = QWidget()
        inside.setObjectName("scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(6)
        column.addWidget(self.failure)
        column.addWidget(self.fields, 1)
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        area.setFixedWidth(FORM_PX)
        return area

    def _stage(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(self.drawing, 1)
        column.addWidget(self.measures)
        column.addWidget(self.sample)
        return column


def _asked(name: str, choice: QComboBox) -> QHBoxLayout:
    shown = label(name, "muted")
    shown.setBuddy(choice)
    choice.setAccessibleName(name)
    choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(shown)
    row.addWidget(choice, 1)
    return row
