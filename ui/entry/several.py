"""Several at once: what 30 like items share is filled in once, then their serial numbers are scanned in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from spbe_assets.domain.errors import NotFound
from spbe_assets.domain.filters import AssetFilter
from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import Condition, Status
from spbe_assets.i18n import N_, _, ngettext
from spbe_assets.services import assets, entry
from spbe_assets.services.completeness import DEVICE_DETAIL
from spbe_assets.services.entry import Batch, Planned
from spbe_assets.services.model_suggestions import Model
from spbe_assets.services.pins import UNPINNABLE
from ui import format as formats
from ui.context import AppContext
from ui.entry.serials_pane import SerialsPane
from ui.inventory.asset_fields import SEARCHES, AssetFields
from ui.inventory.chosen import ASSETS, Chosen
from ui.inventory.field_form import FieldForm, Group
from ui.inventory.pin_board import PinBoard
from ui.navigation import LABELS
from ui.widgets.basics import button, divider, label
from ui.widgets.empty_state import EmptyState
from ui.widgets.notice import Notice
from ui.widgets.progress import ProgressDialog

SIZE = (1080, 640)
FORM_PX = 440
AFTER_MS = 120
MOST_SAID = 3
NEW = {"status": Status.ACTIVE, "condition": Condition.GOOD}
SHARED = (
    Group(N_("What they are"), "asset", ("category_id", "brand", "model", "name"), frozenset({"brand", "model"})),
    Group(N_("Where they are"), "asset", ("agency_id", "room_id", "custodian_id")),
    Group(
        N_("Goods register and state"),
        "asset",
        ("kode_barang", "register", "year", "price_rupiah", "acquired_on", "fund_source", "condition", "status"),
        frozenset({"fund_source"}),
    ),
)


class SeveralDialog(QDialog):
    """Fields at the left, serial numbers and what becomes of them at the right; everything is one undo step.

    A scanner's code goes to the list wherever the cursor is.
    """

    def __init__(self, context: AppContext, like: Id | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._turn = 0
        self._writing = False
        self._details: Mapping[str, Any] = {}
        self.board = PinBoard.of(context)
        self.made: tuple[Id, ...] = ()

        self.form = FieldForm(context, SEARCHES)
        self.form.add_groups(SHARED)
        self.fields = AssetFields(context, self.form)
        self.pane = SerialsPane(context)
        self.failure = Notice("bad", "")
        self.question = Notice("warn", _("The items are not recorded yet."), "", _("Discard them"))
        self.record_button = button("", "main", "check")
        self.cancel_button = button(_("Cancel"))
        self.pages = QStackedWidget()
        self._later = QTimer(self, singleShot=True, interval=AFTER_MS)

        self._lay_out()
        self._connect()
        self._fill(like)
        self._on_lines()

    def _lay_out(self) -> None:
        self.setWindowTitle(_("Several at once"))
        self.resize(*SIZE)
        self.setProperty("takes_scans", "serial")
        for notice in (self.failure, self.question):
            notice.hide()
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        page.setObjectName("scrolled")
        inside = QVBoxLayout(page)
        inside.setContentsMargins(16, 14, 16, 20)
        inside.addWidget(self.form)
        inside.addStretch(1)
        area.setWidget(page)
        area.setFixedWidth(FORM_PX)
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(area)
        across.addWidget(self.pane, 1)
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(across, 1)
        column.addWidget(self.failure)
        column.addWidget(self.question)
        column.addWidget(divider())
        column.addLayout(self._foot())
        self.pages.addWidget(work)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.pages)

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 10, 16, 12)
        foot.setSpacing(8)
        note = _("Numbers at the end of name and register count on. Everything is one undo step.")
        foot.addWidget(label(note, "small", wrap=True), 1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.record_button)
        return foot

    def _connect(self) -> None:
        self.pane.changed.connect(self._on_lines)
        self.cancel_button.clicked.connect(self.reject)
        self.question.acted.connect(lambda: self.done(0))
        self.record_button.clicked.connect(self.record)
        self.form.edited.connect(lambda _table, _key: self._later.start())
        self.form.pin_pressed.connect(lambda table, key: self.board.toggle((table, key)))
        self.board.changed.connect(self._show_pins)
        self._later.timeout.connect(self.plan)
        self.fields.offer.chosen.connect(self._on_model)
        for keys in ("Ctrl+S", "Ctrl+Return"):
            QShortcut(QKeySequence(keys), self, self.record).setWhatsThis(_("Record all of them"))
        QShortcut(QKeySequence("Ctrl+Shift+P"), self, self._pin_focused)

    def _fill(self, like: Id | None) -> None:
        """Begin with what is pinned, or with what another item is."""
        values, names = self.board.pins.of("asset")
        details: Mapping[str, Any] = {}
        if like is not None:
            try:
                found = self._context.read(lambda session: assets.detail(session, like))
                values, details = self._context.read(lambda session: assets.duplicate(session, like))
                names = dict(found.asset.names)
            except NotFound:
                pass
        self._details = details
        self.form.put("asset", NEW | values, names)
        self.fields.follow()
        self._show_pins()

    def _on_model(self, model: Model) -> None:
        if self.fields.kind.detail_table == DEVICE_DETAIL:
            self._details = dict(model.details)

    def _show_pins(self) -> None:
        self.form.show_pins(self.board.pins.keys, UNPINNABLE)

    def _pin_focused(self) -> None:
        focused = self.form.focused()
        if focused is not None:
            self.board.toggle(focused)

    def focus_first(self) -> None:
        """Put the cursor into the first empty field, or to the serial numbers when it is known what they are."""
        empty = [cell for cell in list(self.form.cells.values())[:3] if cell.entry.is_empty()]
        (empty[0].entry if empty else self.pane.serials).setFocus(Qt.FocusReason.TabFocusReason)

    def take_scan(self, text: str) -> None:
        """A scanner's code is a serial number, whatever has the focus."""
        self.pane.take([text])

    def _on_lines(self) -> None:
        self.record_button.setText(_("Record {items}").format(items=self.pane.count_text()))
        self.record_button.setEnabled(self.pane.lines.rowCount() > 0)
        self.plan()

    def plan(self) -> None:
        """Ask what the items will get, off the GUI thread."""
        self._turn += 1
        batch, replica = self.batch(), self._context.store.replica
        if batch.serials:
            job = self._context.read_later(lambda session, _progress: entry.preview(session, batch, replica))
            job.then(self, partial(self._show_planned, self._turn))

    def _show_planned(self, turn: int, planned: Sequence[Planned]) -> None:
        if turn == self._turn:
            self.pane.lines.show_planned(planned)

    def batch(self) -> Batch:
        """What would be recorded now."""
        values = {key: value for (_table, key), value in self.form.held()[0].items()}
        return Batch(values, self._details, self.pane.lines.serials)

    def record(self) -> None:
        """Write all items; where a value is wrong, go there instead."""
        self.pane.serials.take()
        self.record_button.setFocus(Qt.FocusReason.ShortcutFocusReason)
        wrong = self.form.first_wrong(("asset",))
        if wrong is not None:
            wrong.entry.setFocus(Qt.FocusReason.OtherFocusReason)
        if wrong is not None or self._writing or not self.pane.lines.rowCount():
            return
        batch, held = self.batch(), self.form.held()
        items = formats.counted(ngettext("{n} item", "{n} items", len(batch.serials)), len(batch.serials))
        done = _("{items} recorded").format(items=items)
        job = self._context.write(lambda uow, progress: entry.create(uow, batch, progress), "create", done, quiet=True)
        self._writing = True
        ProgressDialog(job, done, self)
        job.then(self, partial(self._on_made, done, held)).otherwise(self, self._on_failed)

    def reject(self) -> None:
        """Close if nothing is lost, else ask in place; a second Esc goes on."""
        if self._writing:
            return
        if self.pane.lines.rowCount():
            self.question.setVisible(not self.question.isVisible())
        else:
            super().reject()

    def _on_failed(self, error: Exception) -> None:
        self._writing = False
        self.failure.set(str(error))
        self.failure.show()

    def _on_made(self, done: str, held: tuple[Any, Any], ids: Sequence[Id]) -> None:
        self._writing = False
        self.made = tuple(ids)
        self.pane.remove_first(len(ids))
        self.board.hold(*held)
        for notice in (self.failure, self.question):
            notice.hide()
        self.labels_button = button(_("Print labels for these"), "main", "printer")
        self.more_button = button(_("More like these"), "", "plus")
        self.close_button = button(_("Close"))
        text = _("They stand in the list now; Ctrl+Z takes all of them back.")
        page = EmptyState("circle-check", done, text, self.labels_button, self.more_button, self.close_button)
        self.labels_button.clicked.connect(self.print_labels)
        self.more_button.clicked.connect(self.go_on)
        self.close_button.clicked.connect(self.accept)
        self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        for one in (self.labels_button, self.more_button, self.close_button):
            one.setAutoDefault(True)
        QTimer.singleShot(0, self, self.labels_button.setFocus)

    def print_labels(self) -> None:
        """Go to the label screen with what was recorded."""
        self.accept()
        wanted = AssetFilter(ids=frozenset(self.made))
        self._context.navigate(LABELS, Chosen(ASSETS, wanted, self.made, len(self.made)))

    def go_on(self) -> None:
        """The next go, with the same fields and no serial numbers; name and register count on."""
        last = self._context.read(lambda session: assets.duplicate(session, self.made[-1]))[0]
        self.form.put("asset", {key: last[key] for key in ("name", "register") if key in last}, {})
        if (done := self.pages.widget(1)) is not None:
            self.pages.removeWidget(done)
            done.deleteLater()
        self.plan()
        self.pane.serials.setFocus()


def several_at_once(context: AppContext, _chosen: Chosen | None, parent: QWidget) -> SeveralDialog:
    """Open the dialog over the list; what is pinned is filled in."""
    return _open(SeveralDialog(context, None, parent.window()))


def several_like(context: AppContext, chosen: Chosen | None, parent: QWidget) -> SeveralDialog:
    """The same with what the first of the chosen assets is."""
    ids = chosen.ids if chosen is not None and chosen.table == ASSETS else ()
    return _open(SeveralDialog(context, ids[0] if ids else None, parent.window()))


def _open(dialog: SeveralDialog) -> SeveralDialog:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    dialog.focus_first()
    return dialog
