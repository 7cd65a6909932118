"""Many different items as in a spreadsheet: typed row by row, or a block pasted from one; one write at the end."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from spbe_assets.domain.changes import Changes
from spbe_assets.domain.errors import Refused
from spbe_assets.domain.filters import AssetFilter
from spbe_assets.domain.ids import Id
from spbe_assets.domain.progress import Progress
from spbe_assets.i18n import _, ngettext
from spbe_assets.sheets import apply, block, twins
from spbe_assets.sheets.plan_model import Fate, ImportPlan, PlannedRow
from spbe_assets.sheets.twins import NO_TWINS, Twins
from ui import format as formats
from ui.context import AppContext
from ui.entry.grid_model import GridModel
from ui.entry.grid_view import GridTable
from ui.inventory.chosen import ASSETS, Chosen
from ui.inventory.pin_board import PinBoard
from ui.navigation import LABELS
from ui.widgets.basics import button, divider, elided, icon_button, label, set_kind
from ui.widgets.notice import Notice
from ui.widgets.progress import ProgressDialog

SIZE = (1180, 640)
AFTER_MS = 200
LONGEST_SAID = 3


class GridDialog(QDialog):
    """A grid over the list; wrong cells carry their sentence, and nothing is written before the button is pressed."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._turn = 0
        self._writing = False
        self.plan: ImportPlan | None = None
        self.made: tuple[Id, ...] = ()
        self.defaults, self._names = PinBoard.of(context).pins.of(ASSETS)
        self.defaults = {key: value for key, value in self.defaults.items() if key not in ("name", "register")}

        self.model = GridModel()
        self.table = GridTable(self.model)
        self.pinned = elided("", "small")
        self.said = label("", "small", wrap=True)
        self.column_button = button(_("Column"), "small", "plus")
        self.rows_button = button(_("Remove rows"), "small", "x")
        self.wrong_button = icon_button("arrow-right", _("Go to the next marked cell (F8)"))
        self.failure = Notice("bad", "")
        self.question = Notice("warn", _("The rows are not recorded yet."), "", _("Discard them"))
        self.record_button = button("", "main", "check")
        self.labels_button = button(_("Record and print labels"), "", "printer")
        self.cancel_button = button(_("Cancel"))
        self._later = QTimer(self, singleShot=True, interval=AFTER_MS)

        self._lay_out()
        self._connect()
        self._show_plan(None)
        self.table.go_to(0, 0)

    def _lay_out(self) -> None:
        self.setWindowTitle(_("Many rows"))
        self.resize(*SIZE)
        self.setProperty("takes_scans", "serial")
        self.table.setObjectName("framed")
        for notice in (self.failure, self.question):
            notice.hide()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.pinned, 1)
        head.addWidget(self.column_button)
        head.addWidget(self.rows_button)
        state = QHBoxLayout()
        state.setSpacing(8)
        state.addWidget(self.said, 1)
        state.addWidget(self.wrong_button)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 10, 16, 12)
        foot.setSpacing(8)
        hint = _(
            "Enter: next row · Ctrl+D or dragging the corner: fill, with Ctrl numbers count on · Ctrl+V: paste · "
            "Alt+Down: meaning of the column"
        )
        foot.addWidget(label(hint, "small", wrap=True), 1)
        for one in (self.cancel_button, self.labels_button, self.record_button):
            foot.addWidget(one)
        body = QVBoxLayout()
        body.setContentsMargins(16, 12, 16, 10)
        body.setSpacing(8)
        body.addLayout(head)
        body.addWidget(self.table, 1)
        body.addLayout(state)
        body.addWidget(self.failure)
        body.addWidget(self.question)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(body, 1)
        column.addWidget(divider())
        column.addLayout(foot)

    def _connect(self) -> None:
        self.model.edited.connect(self._on_edited)
        self.table.pasted.connect(self.paste)
        self.table.selectionModel().currentChanged.connect(lambda _now, _before: self._say())
        self.model.modelReset.connect(self._say)
        self.column_button.clicked.connect(self.add_column)
        self.rows_button.clicked.connect(self.remove_rows)
        self.wrong_button.clicked.connect(self.go_to_wrong)
        self.question.acted.connect(lambda: self.done(0))
        self.record_button.clicked.connect(lambda: self.record())
        self.labels_button.clicked.connect(lambda: self.record(then_labels=True))
        self.cancel_button.clicked.connect(self.reject)
        self._later.timeout.connect(self.ask)
        for keys in ("Ctrl+S", "Ctrl+Return"):
            QShortcut(QKeySequence(keys), self, self.record).setWhatsThis(_("Record all rows"))
        QShortcut(QKeySequence("F8"), self, self.go_to_wrong).setWhatsThis(_("Go to the next marked cell"))
        names = [self._names.get(key, str(value)) for key, value in self.defaults.items()]
        pinned = _("Pinned, where a row says nothing: {values}").format(values=" · ".join(names))
        self.pinned.set_whole(pinned if names else _("Nothing is pinned: agency and room come from the rows alone."))

    def paste(self, text: str) -> None:
        """Put a block from the clipboard: into an empty grid whole, with its own columns, else from the cursor on."""
        try:
            cells = block.read(text)
        except Refused as error:
            self._fail(error)
            return
        self.failure.hide()
        if not cells:
            return
        if not self.model.is_blank or len(cells) == len(cells[0]) == 1:
            self.model.paste(*self.table.current(), cells)
            return
        job = self._context.read_later(lambda session, _progress: block.understood(session, cells))
        job.then(self, self._take)

    def _take(self, found: tuple[tuple[str, ...], block.Cells]) -> None:
        if self.model.is_blank:
            self.model.load(*found)
            self.table.go_to(0, 0)
            self.ask()

    def take_scan(self, text: str) -> None:
        """A scanned code fills the serial number of the row under the cursor, and goes to the next."""
        row, column = self.table.current()
        if "serial" in self.model.parts and self.model.parts[column] not in ("serial", "tag", "nibar", "mac"):
            column = self.model.parts.index("serial")
        self.model.setData(self.model.index(row, column), text)
        self.table.go_to(min(row + 1, self.model.rowCount() - 1), column)

    def add_column(self) -> None:
        """Append a column and ask what it means."""
        self.model.add_column("")
        last = len(self.model.parts) - 1
        self.table.fit()
        self.table.go_to(self.table.current()[0], last)
        self.table.choose_part(last)

    def remove_rows(self) -> None:
        """Take the rows out in which cells are selected."""
        row, column = self.table.current()
        self.model.remove_rows({at for at, _column in self.table.places()})
        self.table.go_to(min(row, self.model.rowCount() - 1), column)
        self.table.setFocus()

    def go_to_wrong(self) -> None:
        """Put the cursor on the next cell that is wrong after the one that has it; without any, that stands twice."""
        marked, here = self.model.wrong or self.model.doubted, self.table.current()
        if marked:
            self.table.go_to(*next((place for place in marked if place > here), marked[0]))
            self.table.setFocus()

    def _on_edited(self) -> None:
        self._turn += 1
        self._later.start()

    def ask(self) -> None:
        """Ask what the rows would make, off the GUI thread."""
        self._turn += 1
        if self.model.is_blank:
            self._show_plan(None)
            return
        cells, parts, defaults = self.model.cells, tuple(self.model.parts), dict(self.defaults)

        def look(session: Any, _progress: Progress) -> tuple[ImportPlan, Twins]:
            return block.plan_block(session, cells, parts, defaults), twins.found(session, cells, parts)

        job = self._context.read_later(look, quiet=True)
        job.then(self, partial(self._on_planned, self._turn)).otherwise(self, self._fail)

    def _on_planned(self, turn: int, looked: tuple[ImportPlan, Twins]) -> None:
        if turn == self._turn:
            self.failure.hide()
            self._show_plan(*looked)

    def _show_plan(self, plan: ImportPlan | None, twice: Twins = NO_TWINS) -> None:
        self.plan = plan
        if plan is not None:
            remarks = {row.row - 1: self._remark(row) for row in plan.rows if row.fate in (Fate.CHANGED, Fate.SAME)}
            told = {place: f"{text} {remarks.get(place[0], '')}".strip() for place, text in twice.items()}
            self.model.show_problems(plan.problems, remarks, told)
        counts = Counter(row.fate for row in plan.rows) if plan else Counter()
        makes = counts[Fate.NEW] + counts[Fate.CHANGED]
        rows = formats.counted(ngettext("{n} item", "{n} items", makes), makes)
        self.record_button.setText(_("Record {items}").format(items=rows))
        self.record_button.setEnabled(makes > 0 and not counts[Fate.REJECTED])
        self.labels_button.setEnabled(self.record_button.isEnabled())
        self.wrong_button.setVisible(bool(self.model.wrong or self.model.doubted))
        self._say()

    def _remark(self, row: PlannedRow) -> str:
        if row.fate is Fate.SAME:
            return _("This item is recorded already and stays as it is.")
        return _("This item is recorded already; the row changes {n} fields of it.").format(n=len(row.changes))

    def _say(self) -> None:
        """Say what is wrong or doubtful under the cursor, else how all of it stands."""
        place, wrong, doubted = self.table.current(), self.model.wrong, self.model.doubted
        here = place in doubted and place not in wrong
        sentence = self.model.sentence(*place) or self._summary()
        self.said.setText(sentence)
        set_kind(self.said, "warn" if here or (doubted and not wrong) else "bad" if wrong else "small")

    def _summary(self) -> str:
        if self.plan is None:
            return ""
        wrong, twice = len({row for row, _column in self.model.wrong}), len(self.model.doubted)
        changed = sum(row.fate is Fate.CHANGED for row in self.plan.rows)
        counts = (
            (wrong, ngettext("{n} row is wrong.", "{n} rows are wrong.", wrong)),
            (twice, ngettext("{n} number stands twice.", "{n} numbers stand twice.", twice)),
            (changed, ngettext("{n} known item is changed.", "{n} known items are changed.", changed)),
        )
        parts = [formats.counted(told, n) for n, told in counts if n]
        new = [str(one.values.get("name", "")) for one in self.plan.proposals if one.is_new]
        if new:
            more = " …" if len(new) > LONGEST_SAID else ""
            parts.append(_("Also added: {names}").format(names=", ".join(new[:LONGEST_SAID]) + more))
        return " ".join(parts)

    def record(self, *, then_labels: bool = False) -> None:
        """Write all rows in one step; they are planned again first, so that nothing old is written."""
        self.record_button.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self._writing or self.model.is_blank:
            return
        cells, parts, defaults = self.model.cells, tuple(self.model.parts), dict(self.defaults)

        store, actor = self._context.store, self._context.actor

        def write(progress: Progress) -> tuple[tuple[Id, ...], Changes]:
            with store.write(actor, "create") as uow:
                apply.apply(uow, block.plan_block(uow.session, cells, parts, defaults), progress)
            return tuple(uow.changes.ids(ASSETS)), uow.changes

        self._writing = True
        job = self._context.write_through(write, _("Rows recorded"), quiet=True)
        ProgressDialog(job, _("Recording"), self)
        job.then(self, partial(self._on_made, then_labels)).otherwise(self, self._fail)

    def reject(self) -> None:
        """Close if nothing is lost, else ask in place; a second Esc goes on."""
        if self._writing:
            return
        if self.model.is_blank:
            super().reject()
        else:
            self.question.setVisible(not self.question.isVisible())

    def _on_made(self, then_labels: bool, ids: tuple[Id, ...]) -> None:
        self.made = ids
        self.accept()
        if then_labels:
            self._context.navigate(LABELS, Chosen(ASSETS, AssetFilter(ids=frozenset(ids)), ids, len(ids)))

    def _fail(self, error: Exception) -> None:
        self._writing = False
        self.failure.set(str(error))
        self.failure.show()
        self.table.setFocus()


def many_rows(context: AppContext, chosen: Chosen | None, parent: QWidget) -> GridDialog:
    """Open an empty grid over the list."""
    dialog = GridDialog(context, parent.window())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    dialog.table.setFocus()
    return dialog


def paste_block(context: AppContext, chosen: Chosen | None, parent: QWidget) -> GridDialog | None:
    """Open a grid with the block that the clipboard holds; nothing where it holds none."""
    text = QGuiApplication.clipboard().text()
    if not text.strip():
        context.message.emit(_("The clipboard holds no text; copy rows in a spreadsheet first."))
        return None
    dialog = many_rows(context, chosen, parent)
    dialog.paste(text)
    return dialog
