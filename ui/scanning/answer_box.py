"""What one scan means and what can be done with it, under the pile; each line has a key."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from spbe_assets.i18n import _
from spbe_assets.services.scanning import Scan
from ui.palette.line_list import LineList
from ui.palette.lines import Line
from ui.palette.scan_answers import ScanAnswers
from ui.widgets.basics import elided, label

HEIGHT_PX = 200


class AnswerBox(QFrame):
    """`taken` carries the line that was chosen by a click, by Enter or by its key."""

    taken = Signal(object)

    def __init__(self, answers: ScanAnswers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answers = answers
        self.code = elided("", "heading")
        self.sentence = label("", "muted", wrap=True)
        self.list = LineList()
        self.list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.list.setAccessibleName(_("What to do with the code"))
        self.setObjectName("pane")  # the ground of the list above it, under a line
        self.setFixedHeight(HEIGHT_PX)

        words = QVBoxLayout()
        words.setContentsMargins(14, 10, 14, 6)
        words.setSpacing(2)
        words.addWidget(self.code)
        words.addWidget(self.sentence)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(words)
        column.addWidget(self.list, 1)
        self.list.picked.connect(self.taken)

    def show_scan(self, scan: Scan | None) -> None:
        """Show the answer of a scan; nothing for None."""
        self.code.set_whole(scan.code if scan is not None else "")
        self.sentence.setText(scan.sentence if scan is not None else "")
        self.sentence.setVisible(bool(self.sentence.text()))
        self.list.show_groups(self._answers.groups(scan) if scan is not None else ())
        self.setVisible(scan is not None)

    def line_of(self, event: QKeyEvent) -> Line | None:
        """The line that a key takes: its own key, or Enter for the marked one."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self.list.line()
        typed = event.text().upper() if not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier else ""
        return next((line for line in self.list.lines() if typed and line.keys == typed), None)
