"""Where printing begins on the sheet, how often, and on which printer."""

from __future__ import annotations

from PySide6.QtWidgets import QSpinBox

from spbe_assets.domain.labels import Design
from spbe_assets.domain.progress import Progress
from spbe_assets.i18n import _
from spbe_assets.labels.printing import MOST_COPIES
from spbe_assets.labels.stock import Stock
from spbe_assets.services import qr, settings
from ui import format
from ui.context import AppContext
from ui.labels.page import LabelPage, ask, form
from ui.labels.printer_box import PrinterBox
from ui.labels.sheet_picker import SheetPicker
from ui.widgets.basics import label, pad
from ui.widgets.notice import Notice

NEXT_CELL_SETTING = "labels.next_cell."


class PlacePage(LabelPage):
    """`start`, `copies` and `printer` are the answers; the last used cell of each paper is remembered."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(_("Place on the sheet"))
        self._context = context
        self._paper: Stock | None = None
        self._labels = 0
        self.start, self.copies = QSpinBox(), QSpinBox()
        self.copies.setRange(1, MOST_COPIES)
        for spin in (self.start, self.copies):
            pad(spin)
        self.printers = PrinterBox(context)
        self.last_end = label("", "small", wrap=True)
        self.code = Notice("good", "")
        self.picker = SheetPicker()

        self._form = form()
        self._start_name = ask(self._form, _("First free cell"), self.start)
        ask(self._form, _("Copies of each"), self.copies)
        self.asked.addLayout(self._form)
        self.asked.addWidget(self.last_end)
        self.asked.addWidget(label(_("Printer"), "muted"))
        self.asked.addWidget(self.printers)
        self.asked.addWidget(self.code)
        self.asked.addStretch(1)
        self.stage.addWidget(self.picker, 1)
        self.setFocusProxy(self.start)

        self.picker.chosen.connect(self.start.setValue)
        self.start.valueChanged.connect(lambda _value: self._changed())
        self.copies.valueChanged.connect(lambda _value: self._changed())
        self.printers.changed.connect(self.changed)

    def show_paper(self, paper: Stock) -> None:
        """Ask about this paper; it begins where its last sheet ended."""
        is_other = self._paper is None or self._paper.id != paper.id
        self._paper = paper
        is_sheet = paper.cells > 1
        self.start.blockSignals(True)
        self.start.setRange(1, paper.cells)
        if is_other:
            self.start.setValue(self._free_from())
        self.start.blockSignals(False)
        for part in (self.start, self._start_name):
            part.setVisible(is_sheet)
        self.setFocusProxy(self.start if is_sheet else self.copies)
        self.printers.show_paper(paper)
        self._show()

    def show_count(self, labels: int) -> None:
        """Show on the sheet how far so many labels go."""
        self._labels = labels
        self._show()

    def show_module(self, width_mm: float, design: Design) -> None:
        """Say how well a code will be read whose narrowest part is so wide; 0 where there is none."""
        self.code.setVisible(width_mm > 0)
        if width_mm <= 0:
            return
        is_good = width_mm >= qr.READABLE_MM or design.symbology.value != "qr"
        self.code.set_tone("good" if is_good else "warn")
        said = _("Squares of the code: {width} mm").format(width=format.decimal(width_mm, 2))
        advice = (
            _("Easy to read with a phone or a scanner.") if is_good else _("Choose a larger label, so that it scans.")
        )
        self.code.set(said, advice)

    def remember(self, paper: Stock, next_cell: int) -> None:
        """Keep where the last sheet of a paper ended, for the next time."""
        store = self._context.store

        def keep(_progress: Progress) -> None:
            settings.set_installation(store, NEXT_CELL_SETTING + paper.id, next_cell)

        self._context.run_later(keep).then(self, lambda _done: self._go_on(paper))

    def _go_on(self, paper: Stock) -> None:
        if self._paper is not None and self._paper.id == paper.id:
            self.start.setValue(self._free_from())
            self._show()

    def _free_from(self) -> int:
        """The first free cell of the last sheet, as far as anybody knows."""
        if self._paper is None:
            return 1
        free = settings.installation(self._context.store, NEXT_CELL_SETTING + self._paper.id, 1)
        return free if isinstance(free, int) and 1 <= free <= self._paper.cells else 1

    def _changed(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        if self._paper is None:
            return
        self.picker.show_sheet(self._paper, self.start.value(), self._labels)
        free, is_sheet = self._free_from(), self._paper.cells > 1
        if not is_sheet:
            self.hint.setText(_("Labels on a roll follow each other; there is no first cell to choose."))
        elif free > 1:
            sentence = _("The last sheet of this paper is free from cell {n} on. Click another cell if it is not.")
            self.hint.setText(sentence.format(n=format.number(free)))
        else:
            self.hint.setText(_("Click the first cell that is still free; cell 1 on a fresh sheet."))
        self.hint.show()
        self.last_end.hide()
