"""The page "Label" of a record: its label as it would be printed now, and every print with who, when, where and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spbe_assets.domain.changes import Changes
from spbe_assets.domain.ids import Id
from spbe_assets.domain.labels import Design
from spbe_assets.i18n import _
from spbe_assets.labels import stock as stocks
from spbe_assets.labels.drawing import Drawing
from spbe_assets.labels.layout import draw, for_stock
from spbe_assets.labels.stock import Stock
from spbe_assets.services import label_contents, label_ledger, settings
from spbe_assets.services.label_ledger import Print
from ui import format as formats
from ui.context import AppContext
from ui.inventory.label_picture import LabelPicture
from ui.labels.paper_page import STOCK_SETTING
from ui.widgets.basics import Pill, button, divider, label, pill

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Known:
    """What is to be said: the label on its paper (None without a tag), the prints, and what the papers are called."""

    drawing: Drawing | None
    stock: Stock
    prints: Sequence[Print]
    papers: dict[str, str]


class RecordLabelPage(QWidget):
    """Reads off the GUI thread, and again whenever the label may say something else or was printed."""

    print_asked = Signal()

    def __init__(self, context: AppContext, table: str, record_id: Id, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._table, self._record_id = context, table, record_id
        self.picture = LabelPicture()
        self.paper = label(_("Reading…"), "small", wrap=True)
        self.untagged = label(_("Without a tag there is no label. Choose Edit to give it one."), "muted", wrap=True)
        self.state = Pill()
        self.print_button = button(_("Print label"), "", "printer")
        self.print_button.setToolTip("Ctrl+P")
        self._past = QVBoxLayout()

        self._lay_out()
        self.print_button.clicked.connect(lambda: self.print_asked.emit())
        context.changed.connect(self._on_changed)
        context.reloaded.connect(self.read)
        self.read()

    def _lay_out(self) -> None:
        across = QHBoxLayout()
        across.setSpacing(8)
        across.addWidget(self.print_button)
        across.addStretch(1)
        across.addWidget(self.state, 0, Qt.AlignmentFlag.AlignVCenter)
        self._past.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.picture, self.paper, self.untagged):
            column.addWidget(part)
        self.picture.hide()
        self.untagged.hide()
        self.print_button.setEnabled(False)
        column.addLayout(across)
        column.addLayout(self._past)

    @Slot()
    def read(self) -> None:
        """Show the label and its prints as they are now."""
        table, record_id = self._table, self._record_id
        chosen = str(settings.installation(self._context.store, STOCK_SETTING, stocks.DEFAULT))
        job = self._context.read_later(lambda session, _progress: known(session, table, record_id, chosen))
        job.then(self, self._show)

    def _on_changed(self, changes: Changes) -> None:
        if changes.affects(self._table, "label_print", *label_contents.FOLLOWS_FROM):
            self.read()

    def _show(self, found: Known) -> None:
        has_tag = found.drawing is not None
        if found.drawing is not None:
            self.picture.show_label(found.drawing, found.stock)
        self.paper.setText(_("On {paper}").format(paper=found.stock.title))
        for part in (self.picture, self.paper):
            part.setVisible(has_tag)
        self.untagged.setVisible(not has_tag)
        self.print_button.setEnabled(has_tag)
        self.state.set(*_state(found.prints))
        self._show_prints(found)

    def _show_prints(self, found: Known) -> None:
        while (item := self._past.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for one in found.prints[:MOST_SHOWN]:
            self._past.addWidget(divider())
            self._past.addWidget(_line(one, found.papers))


def known(session: Any, table: str, record_id: Id, chosen: str) -> Known:
    """What the page says of a record; `chosen` is the paper that was used last."""
    catalogue = stocks.catalogue()
    stock = catalogue.get(chosen) or catalogue[stocks.DEFAULT]
    content = next(iter(label_contents.of_records(session, table, [record_id])), None)
    prints = label_ledger.prints(session, table, record_id)
    drawing = None
    if content is not None and content.tag:
        drawing = draw(content, stock.cell_width, stock.cell_height, for_stock(Design(), stock))
    papers = {one.stock: catalogue[one.stock].title for one in prints if one.stock in catalogue}
    return Known(drawing, stock, prints, papers)


def _state(prints: Sequence[Print]) -> tuple[str, str]:
    if not prints:
        return _("No label yet"), "muted"
    return (_("Label outdated"), "warn") if prints[0].is_outdated else (_("Label up to date"), "good")


def _line(one: Print, papers: dict[str, str]) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    head = QHBoxLayout()
    when = formats.moment(one.at) if one.at is not None else ""
    head.addWidget(label(" · ".join(part for part in (when, one.by) if part), "heading", wrap=True), 1)
    if one.is_outdated:
        head.addWidget(pill(_("Outdated"), "muted"), 0, Qt.AlignmentFlag.AlignTop)
    column.addLayout(head)
    for text in (papers.get(one.stock, one.stock), label_ledger.reason_text(one.reason)):
        if text:
            column.addWidget(label(text, "small", wrap=True))
    return made
