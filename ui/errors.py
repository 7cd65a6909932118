"""The two kinds of error: expected ones become a sentence, everything else a report that can be copied."""

from __future__ import annotations

import logging
import platform
import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, Slot, qInstallMessageHandler, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from spbe_assets import __version__
from spbe_assets.domain.errors import Cancelled
from spbe_assets.i18n import _
from ui.widgets.basics import button, icon_label, label

logger = logging.getLogger("spbe_assets.ui")
QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
}


def start_log() -> None:
    """Write the log from now on; loaded late, because the first paint needs none."""
    from spbe_assets import log

    log.set_up()


def report(error: BaseException) -> str:
    """What a maintainer needs: version, machine, traceback."""
    lines = traceback.format_exception(type(error), error, error.__traceback__)
    machine = f"{platform.platform()} · Python {platform.python_version()} · Qt {qVersion()}"
    return f"SPBE Assets {__version__}\n{machine}\n\n{''.join(lines)}"


class CrashDialog(QDialog):
    """Says that a mistake of ours happened, that saved records are safe, and offers the report."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Something went wrong"))
        self.setMinimumSize(620, 400)
        self.text = QPlainTextEdit(text)
        self.text.setReadOnly(True)
        self.text.setProperty("kind", "code")
        self.text.setMinimumHeight(220)
        self.copy_button = button(_("Copy report"), icon="copy")
        self.go_on_button = button(_("Go on working"), "main")

        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(icon_label("circle-alert", "bad", 24), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.addWidget(label(_("This is a mistake in the program, not yours."), "record"))
        safe = _("Everything saved before is safe; what was being done just now was not saved.")
        ask = _("Please copy the report and give it to your administrator; look through it first.")
        words.addWidget(label(f"{safe} {ask}", "muted", wrap=True))
        head.addLayout(words, 1)
        row = QHBoxLayout()
        row.addWidget(self.copy_button)
        row.addStretch()
        row.addWidget(self.go_on_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(14)
        column.addLayout(head)
        column.addWidget(self.text)
        column.addLayout(row)

        self.copy_button.clicked.connect(self._copy)
        self.go_on_button.clicked.connect(self.accept)

    def add(self, text: str) -> None:
        """One more report while the dialog is open."""
        self.text.appendPlainText(f"\n{text}")

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.copy_button.setText(_("Copied"))


class Reporter(QObject):
    """Catches what nobody else did, on any thread: logs it and shows one crash dialog on the GUI thread."""

    caught = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.dialog: CrashDialog | None = None
        self.window: QWidget | None = None
        self.caught.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take over from Python's and Qt's own handlers."""
        sys.excepthook = self._excepthook
        threading.excepthook = lambda args: self.tell(args.exc_value or RuntimeError("a thread died"))
        qInstallMessageHandler(_log_qt)

    def tell(self, error: BaseException) -> None:
        """Log an error that is a bug, and show it; safe from any thread."""
        if isinstance(error, Cancelled):
            return
        start_log()
        text = report(error)
        logger.error("unexpected error\n%s", text)
        self.caught.emit(text)

    def _excepthook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.tell(error)

    @Slot(str)
    def _show(self, text: str) -> None:
        if self.dialog is not None:
            self.dialog.add(text)
            return
        self.dialog = CrashDialog(text, self.window)
        self.dialog.finished.connect(self._forget)
        self.dialog.open()

    @Slot()
    def _forget(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None


def _log_qt(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    logger.log(QT_LEVELS.get(kind, logging.ERROR), "Qt: %s", text)
