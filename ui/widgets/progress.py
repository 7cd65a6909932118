"""How long work shows itself: a bar, what is being done, and Cancel."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from spbe_assets.i18n import _
from ui import format
from ui.jobs import Job
from ui.widgets.basics import button, elided, label

APPEARS_AFTER_MS = 400


class ProgressPanel(QWidget):
    """Follows one job; goes on its own layout, inside a screen."""

    def __init__(self, job: Job, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job = job
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.count = label("", "small")
        self.text = elided("", "small")
        self.cancel_button = button(_("Cancel"))

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(title, "heading"))
        column.addWidget(self.bar)
        row = QHBoxLayout()
        row.addWidget(self.text, 1)
        row.addWidget(self.count)
        row.addWidget(self.cancel_button)
        column.addLayout(row)

        job.progressed.connect(self._show)
        self.cancel_button.clicked.connect(self.cancel)

    @Slot()
    def cancel(self) -> None:
        """Ask the job to stop; the bar stays until it has."""
        self._job.cancel()
        self.cancel_button.setEnabled(False)
        self.text.set_whole(_("Stopping…"))

    @Slot(int, int, str)
    def _show(self, done: int, total: int, text: str) -> None:
        self.bar.setRange(0, max(total, 0))
        self.bar.setValue(done)
        if total:
            counts = {"done": format.number(done), "total": format.number(total)}
            self.count.setText(_("{done} of {total}").format(**counts))
        if self.cancel_button.isEnabled():
            self.text.set_whole(text)


class ProgressDialog(QDialog):
    """The same in a window of its own; appears only when the job takes a while, and closes with it."""

    def __init__(self, job: Job, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.panel = ProgressPanel(job, title)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)

        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.addWidget(self.panel)
        self.setMinimumWidth(460)

        self._timer.timeout.connect(self.show)
        job.finished.connect(self._finish)
        self._timer.start(APPEARS_AFTER_MS)

    @Slot()
    def reject(self) -> None:
        self.panel.cancel()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.panel.cancel()
        event.ignore()

    @Slot(object)
    def _finish(self, _job: object) -> None:
        self._timer.stop()
        self.hide()
        self.deleteLater()
