"""The row below the label assistant: how many labels, back, on, and at the last step the button that prints."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from spbe_assets.i18n import _
from spbe_assets.labels.printers import Printer, PrinterKind
from ui.icons import set_icon
from ui.widgets.basics import button, label


class Foot(QWidget):
    """`titles` are the steps in order; the last one prints."""

    def __init__(self, titles: Sequence[str], indent_px: int) -> None:
        super().__init__()
        self._titles = titles
        self.counts = label("", "muted")
        self.back_button, self.next_button = button(_("Back")), button("", "main", "arrow-right")
        self.next_button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.save_button = button("", "main", "printer")
        self.save_button.setAutoDefault(True)  # Enter presses it, on every system
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 12)
        row.setSpacing(8)
        row.addSpacing(indent_px)
        row.addWidget(self.counts, 1)
        for one in (self.back_button, self.next_button, self.save_button):
            row.addWidget(one)

    def show_step(self, step: int) -> None:
        """Offer what can be done from a step."""
        last = len(self._titles) - 1
        self.back_button.setVisible(step > 0)
        self.next_button.setVisible(step < last)
        self.save_button.setVisible(step == last)
        self.next_button.setText(_("Next: {step}").format(step=self._titles[min(step + 1, last)]))

    def show_printer(self, printer: Printer) -> None:
        """Name the button by what it does."""
        is_pdf, is_file = printer.kind is PrinterKind.PDF, is_a_file(printer)
        said = _("Save PDF…") if is_pdf else _("Save the printer file…") if is_file else _("Print…")
        self.save_button.setText(said)
        set_icon(self.save_button, "file-down" if is_file else "printer", "on_accent", gap=4)


def is_a_file(printer: Printer) -> bool:
    """Whether what comes out is a file that is saved somewhere."""
    return printer.kind is PrinterKind.PDF or (printer.is_thermal and not printer.address)
