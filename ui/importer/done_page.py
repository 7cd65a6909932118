"""The last step: the receipt, and the way back as long as it stands."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from spbe_assets.i18n import _, ngettext
from spbe_assets.sheets.apply import Receipt
from ui import format
from ui.importer.work import Planned
from ui.widgets.basics import button, icon_label, label
from ui.widgets.card import Card
from ui.widgets.notice import Notice

WIDTH = 640


class DonePage(QWidget):
    """The buttons only ask; the screen shows, undoes and saves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.text = label("", "record", wrap=True), label("", "muted", wrap=True)
        self.rejected = Notice("warn", "")
        self.show_button = button(_("Show them in the inventory"), "main", "server")
        self.undo_button = button(_("Undo this import"), "", "undo-2")
        self.again_button = button(_("Import it again"), "", "redo-2")
        self.next_button = button(_("Import another file"), "", "file-up")
        self._good, self._back = icon_label("circle-check", "good", 28), icon_label("undo-2", "muted", 28)
        self._has_rejects = self._can_show = False
        self._figures = QGridLayout()
        self._figures.setHorizontalSpacing(32)
        self._figures.setVerticalSpacing(0)

        column = QVBoxLayout(self)
        column.setContentsMargins(16, 24, 16, 16)
        column.addWidget(self._receipt(), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def _receipt(self) -> Card:
        card = Card()
        card.setFixedWidth(WIDTH)
        card.body.setContentsMargins(24, 22, 24, 22)
        card.body.setSpacing(16)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.text)
        head = QHBoxLayout()
        head.setSpacing(14)
        for icon in (self._good, self._back):
            head.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        card.body.addLayout(head)
        self._figures_box = QWidget()
        figures = QHBoxLayout(self._figures_box)
        figures.setContentsMargins(0, 0, 0, 0)
        figures.addLayout(self._figures)
        figures.addStretch(1)
        card.body.addWidget(self._figures_box)
        card.body.addWidget(self.rejected)
        actions = QHBoxLayout()
        actions.setSpacing(8)
        for one in (self.show_button, self.undo_button, self.again_button, self.next_button):
            actions.addWidget(one)
        actions.addStretch(1)
        card.body.addLayout(actions)
        return card

    def show_receipt(self, planned: Planned, receipt: Receipt) -> None:
        """Say what came in."""
        counts = receipt.counts
        come = counts.new + counts.changed
        told = ngettext("{n} record imported from {file}", "{n} records imported from {file}", come)
        self.title.setText(told.format(n=format.number(come), file=planned.plan.file))
        self.text.setText(_("It is one step: undo takes all of it back."))
        self._show_figures(planned, receipt)
        told = ngettext("{n} row was not imported", "{n} rows were not imported", counts.rejected)
        self.rejected.set(
            format.counted(told, counts.rejected),
            _("Save them as a file, correct them there, and import that file."),
            _("Save rejected rows…"),
        )
        self._has_rejects, self._can_show = counts.rejected > 0, planned.plan.target in ("asset", "link")
        self.mark_undone(is_undone=receipt.batch is None)

    def _show_figures(self, planned: Planned, receipt: Receipt) -> None:
        while (item := self._figures.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        counts = receipt.counts
        shown = [(_("New"), counts.new), (_("Changed"), counts.changed), (_("Same"), counts.same),
                 (_("Rejected"), counts.rejected), (_("Places and people"), receipt.made_places)]  # fmt: skip
        for column, (title, n) in enumerate(one for one in shown if one[1] or one[0] == shown[0][0]):
            self._figures.addWidget(label(format.number(n), "figure"), 0, column)
            self._figures.addWidget(label(title, "muted"), 1, column)

    def mark_undone(self, *, is_undone: bool) -> None:
        """Say whether the import still stands."""
        if is_undone:
            self.title.setText(_("The import was taken back"))
            self.text.setText(_("The records are as they were before. History keeps both steps."))
        self._good.setVisible(not is_undone)
        self._back.setVisible(is_undone)
        self._figures_box.setVisible(not is_undone)
        self.rejected.setVisible(self._has_rejects and not is_undone)
        self.show_button.setVisible(self._can_show and not is_undone)
        self.again_button.setVisible(is_undone)
        self.undo_button.setVisible(not is_undone)
