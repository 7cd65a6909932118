"""What is less than perfect about the labels, one sentence each; hidden while there is nothing to say."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QListWidget, QVBoxLayout, QWidget

from spbe_assets.domain.labels import LabelRun
from spbe_assets.i18n import _, ngettext
from ui import format
from ui.widgets.notice import Notice

HEIGHT_PX = 110


class WarningList(QWidget):
    """A count and the sentences, so many as the run kept; `tags_wanted` says that untagged records shall get tags."""

    tags_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.untagged, self.notice = Notice("warn", ""), Notice("warn", "")
        self.lines = QListWidget()
        self.lines.setObjectName("warnings")
        self.lines.setAccessibleName(_("Warnings"))
        self.lines.setWordWrap(True)
        self.lines.setSpacing(2)
        self.lines.setMaximumHeight(HEIGHT_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.untagged)
        column.addWidget(self.notice)
        column.addWidget(self.lines)
        for part in (self.untagged, self.notice, self.lines):
            part.hide()

        self.untagged.acted.connect(self.tags_wanted)

    def show_run(self, run: LabelRun | None) -> None:
        """Show the warnings of a run; None or none hides all."""
        sentences = [str(warning) for warning in run.warnings] if run else []
        self.lines.clear()
        self.lines.addItems(sentences)
        if run and sentences:
            said = ngettext("{n} label needs a look", "{n} labels need a look", run.warned)
            self.notice.set(format.counted(said, run.warned))
        for part in (self.notice, self.lines):
            part.setVisible(bool(sentences))

    def show_untagged(self, count: int) -> None:
        """Say how many records can't get a label, and offer the remedy."""
        if count:
            said = ngettext("{n} record has no tag yet", "{n} records have no tag yet", count)
            self.untagged.set(format.counted(said, count), _("They get no label."), _("Give tags"))
        self.untagged.setVisible(count > 0)
