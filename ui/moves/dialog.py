"""The dialog of one act: who, when, how many and which; one undo step; then the minutes on offer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.filters import AssetFilter
from spbe_assets.domain.records import AssetRow
from spbe_assets.formats import today
from spbe_assets.i18n import _
from spbe_assets.services import listing
from spbe_assets.services.moves import Act, Ended, Paper
from ui import format as formats
from ui.context import AppContext
from ui.inventory import place_search
from ui.inventory.chosen import Chosen
from ui.inventory.field_form import FieldForm, Group
from ui.moves import kinds
from ui.moves.kinds import ActKind
from ui.widgets.basics import button, divider, elided, label
from ui.widgets.notice import Notice
from ui.widgets.progress import ProgressDialog

SIZE = (580, 660)
NAMED = 4
MOVEMENT, ASSET = "movement", "asset"


class MoveDialog(QDialog):
    """Nothing is written before the button is pressed; `minutes_asked` carries the papers of an act that was done."""

    minutes_asked = Signal(object)

    def __init__(self, context: AppContext, kind: ActKind, chosen: Chosen, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._kind, self._chosen = context, kind, chosen
        self.papers: tuple[Paper, ...] = ()

        self.form = FieldForm(context, self._searches())
        self.which = elided("", "small")
        self.failure = Notice("bad", "")
        self.failure.hide()
        self.act_button = button(self._heading(), "main", kind.icon)
        self.cancel_button = button(_("Cancel"))
        self.said = Notice("good", "")
        self.minutes_button = button(_("Save minutes (PDF)…"), "main", "file-down")
        self.close_button = button(_("Close"))
        self.pages = QStackedWidget()

        self._lay_out()
        self.setWindowTitle(_(kind.title))
        self.resize(*SIZE)
        self._begin()
        self.act_button.clicked.connect(self.apply)
        self.cancel_button.clicked.connect(self.reject)
        self.close_button.clicked.connect(self.accept)
        self.minutes_button.clicked.connect(self._ask_minutes)
        for keys in ("Ctrl+S", "Ctrl+Return"):
            QShortcut(QKeySequence(keys), self, self._press).setWhatsThis(_(kind.title))

    def _searches(self) -> dict[str, Any]:
        return {table: partial(place_search.search, table) for table in ("agency", "person", "room")}

    def _heading(self) -> str:
        return formats.counted(self._kind.heading(self._chosen.count), self._chosen.count)

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(20, 14, 20, 10)
        head.setSpacing(2)
        head.addWidget(label(self._heading(), "record", wrap=True))
        head.addWidget(self.which)
        self.pages.addWidget(self._act_page())
        self.pages.addWidget(self._done_page())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(divider())
        column.addWidget(self.pages, 1)

    def _act_page(self) -> QWidget:
        self.form.add_groups(self._groups())
        body = QWidget()
        body.setObjectName("scrolled")
        inner = QVBoxLayout(body)
        inner.setContentsMargins(20, 14, 20, 14)
        inner.addWidget(self.form)
        inner.addStretch(1)
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        notice = QVBoxLayout()
        notice.setContentsMargins(20, 8, 20, 8)
        notice.addWidget(label(_(self._kind.told), "small", wrap=True))
        notice.addWidget(self.failure)
        foot = _foot(self.cancel_button, self.act_button)
        return _page(area, notice, foot)

    def _groups(self) -> list[Group]:
        return [Group(title, keys[0][0], tuple(key for _table, key in keys)) for title, keys in self._kind.groups]

    def _done_page(self) -> QWidget:
        box = QVBoxLayout()
        box.setContentsMargins(20, 16, 20, 16)
        box.addWidget(self.said)
        box.addStretch(1)
        return _page(None, box, _foot(self.close_button, self.minutes_button))

    def _begin(self) -> None:
        day = "returned_on" if self._kind.ends else "on_date"
        self.form.begin_with(MOVEMENT, {day: today()}, {})
        cells = self.form.cells
        if (MOVEMENT, "to_agency_id") in cells:
            self.form.reference(MOVEMENT, "to_agency_id").chosen.connect(self._follow_agency)
            self._follow_agency()
        wanted = self._wanted()
        job = self._context.read_later(
            lambda session, _progress: listing.rows_first(session, wanted, limit=NAMED), quiet=True
        )
        job.then(self, self._name)
        next(iter(cells.values())).entry.setFocus()

    @Slot()
    def _follow_agency(self) -> None:
        """Rooms of the receiving agency come first; rooms and people it has not recorded yet can be added."""
        agency_id = self.form.value(MOVEMENT, "to_agency_id")
        person = self.form.reference(MOVEMENT, "to_person_id")
        person.search_with(
            partial(place_search.search, "person"), partial(place_search.add_person, self._context, agency_id)
        )
        if (MOVEMENT, "to_room_id") in self.form.cells:
            room = self.form.reference(MOVEMENT, "to_room_id")
            make = partial(place_search.add_room, self._context, agency_id) if agency_id is not None else None
            room.search_with(partial(place_search.rooms, agency_id), make)

    def _name(self, rows: Sequence[AssetRow]) -> None:
        names = [" ".join(part for part in (row.tag, row.name) if part) for row in rows]
        more = self._chosen.count - len(names)
        text = ", ".join(names)
        if more > 0:
            text = _("{names} and {n} more").format(names=text, n=formats.number(more))
        self.which.set_whole(text)

    def _wanted(self) -> AssetFilter:
        wanted = self._chosen.filter
        if not isinstance(wanted, AssetFilter):
            raise TypeError("only equipment can be moved")
        return wanted

    def _press(self) -> None:
        (self.act_button if self.pages.currentIndex() == 0 else self.minutes_button).click()

    @Slot()
    def apply(self) -> None:
        """Write the act; the dialog then says so, and stays as it is where it was refused."""
        values = self._values()
        if values is None:
            return
        self.failure.hide()
        kind, wanted, what = self._kind, self._wanted(), kinds.value(self._kind, values)
        done = formats.counted(kind.done(self._chosen.count), self._chosen.count)
        reason = kinds.reason(kind, values)
        job = self._context.write(lambda uow, progress: kind.run(uow, wanted, what, progress), reason, done, quiet=True)
        self.setEnabled(False)
        ProgressDialog(job, self._heading(), self)
        job.then(self, partial(self._show_done, done)).otherwise(self, self._refused)
        job.finished.connect(self._let_go)

    def _values(self) -> dict[str, Any] | None:
        wrong = self.form.first_wrong((MOVEMENT, ASSET))
        values = {} if wrong else {key: self.form.value(table, key) for table, key in self._kind.keys}
        day = "returned_on" if self._kind.ends else "on_date"
        if wrong is None and values[day] is None:
            wrong = self.form.say(MOVEMENT, day, kinds.missing_day())
        if wrong is not None:
            wrong.entry.setFocus()
            return None
        return values

    def _let_go(self) -> None:
        self.setEnabled(True)
        if self.pages.currentIndex() == 1:
            self._done_focus()

    def _done_focus(self) -> None:
        self.minutes_button.setDefault(True)
        self.minutes_button.setFocus()

    def _show_done(self, said: str, result: Act | Ended) -> None:
        self.papers = result.papers
        if not self.papers:
            self.accept()
            return
        self.said.set(said, _("The minutes (Berita Acara) can be looked at, signed by hand and saved as a PDF."))
        self.pages.setCurrentIndex(1)

    def _refused(self, error: Exception) -> None:
        cell = self.form.say(MOVEMENT, error.field, str(error)) if isinstance(error, Invalid) else None
        if cell is not None:
            cell.entry.setFocus()
            return
        self.failure.set(str(error))
        self.failure.show()

    @Slot()
    def _ask_minutes(self) -> None:
        self.accept()
        self.minutes_asked.emit(self.papers)


def _foot(*buttons: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(20, 10, 20, 12)
    row.setSpacing(8)
    row.addStretch(1)
    for one in buttons:
        row.addWidget(one)
    return row


def _page(body: QWidget | None, below: QVBoxLayout, foot: QHBoxLayout) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    if body is not None:
        column.addWidget(body, 1)
    column.addLayout(below, 0 if body is not None else 1)
    column.addWidget(divider())
    column.addLayout(foot)
    return made


def open_minutes(context: AppContext, papers: Sequence[Paper], parent: QWidget) -> None:
    """Show the minutes of an act, or of the acts that a return ended, over a window."""
    from ui.moves.minutes import MinutesDialog

    dialog = MinutesDialog(context, papers, parent.window())
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
