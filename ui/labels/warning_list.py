"""What is less than perfect about the labels, one sentence each; hidden while there is nothing to say."""

from __future__ import annotations

from PySide6.QtWidgets import QListWidget, QVBoxLayout, QWidget

from spbe_assets.domain.labels import LabelRun
from spbe_assets.i18n import _, ngettext
from ui import format
from ui.widgets.notice import Notice

HEIGHT_PX = 110


class WarningList(QWidget):
    """A count and the sentences, so many as the run kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = Notice("warn", "")
        self.lines = QListWidget()
        self.lines.setObjectName("warnings")
        self.lines.setAccessibleName(_("Warnings"))
        self.lines.setWordWrap(True)
        self.lines.setMaximumHeight(HEIGHT_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.notice)
        column.addWidget(self.lines)
        self.hide()

    def show_run(self, run: LabelRun | None) -> None:
        """Show the warnings of a run; None or none hides all."""
        sentences = [str(warning) for warning in run.warnings] if run else []
        self.lines.clear()
        self.lines.addItems(sentences)
        if run and sentences:
            said = ngettext("{n} label needs a look", "{n} labels need a look", run.warned)
            self.notice.set(format.counted(said, run.warned))
        self.setVisible(bool(sentences))
