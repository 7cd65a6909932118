"""The measurements of one link: measured against contracted, add, change, delete, evidence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListView, QPushButton, QVBoxLayout, QWidget

from spbe_assets.domain.changes import Changes
from spbe_assets.domain.errors import NotFound
from spbe_assets.domain.ids import Id
from spbe_assets.domain.records import Record
from spbe_assets.i18n import _
from spbe_assets.services import attachments, links
from spbe_assets.services.attachments import AttachmentRow
from ui.context import AppContext
from ui.links.measured import Measurement, measurement
from ui.links.measurement_form import TABLE, MeasurementForm
from ui.links.measurement_list import MeasurementList, MeasurementPainter, height_of
from ui.photos.page import AttachmentsPage
from ui.photos.pictures import Pictures
from ui.widgets.basics import button, label

OWN_KEYS = {Qt.Key.Key_F2: "edit", Qt.Key.Key_Return: "edit", Qt.Key.Key_Enter: "edit", Qt.Key.Key_Delete: "delete"}
OWN_KEYS |= {Qt.Key.Key_Insert: "add"}


class Lines(QListView):
    """Its keys go before those of the window while it has the focus."""

    def __init__(self, pictures: Pictures, acts: dict[str, Callable[[], None]]) -> None:
        super().__init__()
        self._acts = acts
        self.setAccessibleName(_("Measurements"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(MeasurementPainter(pictures, self))
        pictures.arrived.connect(lambda _sha256: self.viewport().update())
        self.doubleClicked.connect(lambda _index: acts["edit"]())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride and event.key() in OWN_KEYS:
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = OWN_KEYS.get(Qt.Key(event.key()))
        if act is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        else:
            self._acts[act]()


class MeasurementsPage(QWidget):
    """Made once for a pane and refilled by `show_link`."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.link: Record | None = None
        self.pictures = Pictures(context, self)
        self.list = MeasurementList(self)

        self.add_button = button(_("Add measurement"), "", "plus")
        self.empty = label(
            _("Nothing measured yet. Run a speed test at the office and add what it says."), "muted", wrap=True
        )
        self.lines = Lines(self.pictures, {"add": self.add, "edit": self.edit, "delete": self.delete})
        self.lines.setModel(self.list)
        self.edit_button = self._button(_("Change"), "F2", self.edit)
        self.evidence_button = self._button(_("Evidence"), "", self.show_evidence)
        self.delete_button = self._button(_("Delete"), "Del", self.delete)

        self._lay_out()
        self.add_button.clicked.connect(self.add)
        context.changed.connect(self._on_changed)
        context.reloaded.connect(self.reload)

    def _button(self, text: str, keys: str, act: Callable[[], None]) -> QPushButton:
        made = button(text, "flat")
        made.setToolTip(keys)
        made.clicked.connect(lambda: act())
        return made

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.add_button)
        top.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        for one in (self.edit_button, self.evidence_button, self.delete_button):
            foot.addWidget(one)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.empty)
        column.addWidget(self.lines)
        column.addLayout(foot)
        column.addStretch(1)

    def show_link(self, link: Record) -> None:
        """Show the measurements of another link."""
        self.link = link
        self.reload()

    def reload(self) -> None:
        """Ask the database again; the same measurement stays chosen."""
        if self.link is None:
            return
        link_id, chosen = self.link.id, self.chosen()
        try:
            self.link, found, evidence = self._context.read(lambda session: _read(session, link_id))
        except NotFound:
            return  # the pane goes away with its link
        lines = [measurement(test, self.link.values, evidence.get(test.id, ())) for test in found]
        self.list.show_lines(lines)
        ids = [line.id for line in lines]
        if lines:
            self.lines.setCurrentIndex(self.list.index(ids.index(chosen.id) if chosen and chosen.id in ids else 0))
        self.lines.setFixedHeight(sum(height_of(self.list.index(row)) for row in range(len(lines))) + 4)
        self.empty.setVisible(not lines)
        for one in (self.lines, self.edit_button, self.evidence_button, self.delete_button):
            one.setVisible(bool(lines))

    def chosen(self) -> Measurement | None:
        """The current measurement."""
        row = self.lines.currentIndex().row()
        return self.list.lines[row] if 0 <= row < len(self.list.lines) else None

    def add(self) -> None:
        """Open an empty form."""
        if self.link is not None:
            self._open(MeasurementForm(self._context, self.link.id, None, self))

    def edit(self) -> None:
        """Open the form of the chosen measurement."""
        chosen = self.chosen()
        if self.link is not None and chosen is not None:
            self._open(MeasurementForm(self._context, self.link.id, chosen.test, self))

    def delete(self) -> None:
        """Delete the chosen measurement."""
        chosen = self.chosen()
        if chosen is not None:
            doomed = chosen.id
            self._context.write(
                lambda uow, _progress: links.delete_test(uow, doomed), "delete", _("Measurement deleted")
            )

    def show_evidence(self) -> None:
        """Show what proves the chosen measurement."""
        chosen = self.chosen()
        if chosen is None:
            return
        shown = QDialog(self)
        shown.setWindowTitle(_("Evidence of the measurement"))
        column = QVBoxLayout(shown)
        column.setContentsMargins(16, 14, 16, 14)
        column.addWidget(AttachmentsPage(self._context, TABLE, chosen.id))
        shown.resize(560, 420)
        self._open(shown)

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _on_changed(self, changes: Changes) -> None:
        if changes.affects(TABLE, "link", "attachment"):
            self.reload()


def _read(session: Any, link_id: Id) -> tuple[Record, list[Record], dict[Id, list[AttachmentRow]]]:
    link = links.detail(session, link_id)
    found = links.tests(session, link_id)
    return link, found, attachments.of_records(session, TABLE, [test.id for test in found])
