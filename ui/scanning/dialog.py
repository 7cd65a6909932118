"""Scan one thing after another: by hand scanner, picture, camera or a scanner's file; then go on with all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from spbe_assets.domain.changes import Changes
from spbe_assets.domain.filters import AssetFilter
from spbe_assets.i18n import _
from spbe_assets.services import scanning
from spbe_assets.services.attachment_files import Source
from spbe_assets.services.scanning import Scan
from ui import navigation
from ui.context import AppContext
from ui.inventory.chosen import ASSETS, Chosen, actions
from ui.palette.lines import Line
from ui.palette.scan_answers import OnShow, ScanAnswers
from ui.preferences import Preferences
from ui.scanner import TAKES_SCANS
from ui.scanning import bringing
from ui.scanning.answer_box import AnswerBox
from ui.scanning.asking import Asker
from ui.scanning.bringing import Brought
from ui.scanning.camera import CameraBox
from ui.scanning.drops import Drops
from ui.scanning.foot import Foot, summary
from ui.scanning.pile import Pile
from ui.scanning.pile_view import PileView
from ui.widgets.basics import button, divider, label
from ui.widgets.notice import Notice
from ui.widgets.progress import ProgressDialog

SIZE = (900, 620)
MOST_TOLD = 4
CAMERA_KEYS = "Ctrl+Shift+C"


def _nothing() -> OnShow | None:
    return None


class ScanDialog(QDialog):
    """Keeps its pile while it is closed. `taken` carries the tags of what was found, in the order of scanning.

    Args:
        context: the window's.
        parent: what it opens over.
        on_show: tells the record that is open behind it, which an unknown code can be put on.
    """

    taken = Signal(list)

    def __init__(
        self, context: AppContext, parent: QWidget | None = None, on_show: Callable[[], OnShow | None] = _nothing
    ) -> None:
        super().__init__(parent)
        self._context, self._preferences = context, Preferences()
        self._asker = Asker(context, self)

        self.box = QLineEdit()
        self.picture_button = button(_("Picture or file…"), "", "image")
        self.camera_button = button(_("Camera"), "", "camera")
        self.notice = Notice("bad", "")
        self.camera = CameraBox(context)
        self.pile = Pile(self)
        self.table = PileView(self.pile)
        self.answer = AnswerBox(ScanAnswers(context, self._go, self._search, on_show))
        self.summary = label("", "small")
        self.foot = Foot()

        self._dress()
        self._lay_out()
        self._connect()
        self._on_pile()

    def _dress(self) -> None:
        self.setWindowTitle(_("Scan"))
        self.setProperty(TAKES_SCANS, "scan")
        self.resize(*SIZE)
        self.notice.hide()
        self.box.setPlaceholderText(_("Scan now, or type a tag or serial number…"))
        self.box.setAccessibleName(_("Code"))
        self.box.setMaxLength(scanning.LONGEST)
        self.picture_button.setToolTip("Ctrl+O")
        self.camera_button.setToolTip(CAMERA_KEYS)

    def _lay_out(self) -> None:
        ways = QHBoxLayout()
        ways.setSpacing(8)
        ways.addWidget(self.box, 1)
        ways.addWidget(self.picture_button)
        ways.addWidget(self.camera_button)
        top = QVBoxLayout()
        top.setContentsMargins(20, 14, 20, 12)
        top.setSpacing(10)
        top.addLayout(ways)
        top.addWidget(self.notice)
        top.addWidget(self.summary)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.camera)
        middle.addWidget(self.table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(divider())
        column.addLayout(middle, 1)
        for part in (self.answer, divider(), self.foot):
            column.addWidget(part)

    def _connect(self) -> None:
        self.box.returnPressed.connect(self._take_typed)
        self.picture_button.clicked.connect(self.ask_for_files)
        self.camera_button.clicked.connect(self.switch_camera)
        self.camera.seen.connect(self._take_seen)
        self.camera.said.connect(self._say)
        self.camera.switched.connect(self.table.make_room)
        self._asker.answered.connect(self._lay_down)
        self._asker.renewed.connect(self.pile.renew)
        self.table.selectionModel().currentRowChanged.connect(self._show_answer)
        self.table.doubleClicked.connect(self._take_marked)
        self.answer.taken.connect(self._take_line)
        self.foot.clear_button.clicked.connect(self.start_anew)
        self.foot.list_button.clicked.connect(self.show_in_list)
        self.foot.edit_button.clicked.connect(self.edit_together)
        self.foot.print_button.clicked.connect(self.print_labels)
        for signal in (self.pile.rowsInserted, self.pile.modelReset, self.pile.dataChanged):
            signal.connect(self._on_pile)
        self._context.changed.connect(self._on_changed)
        Drops(self, self.take_sources)
        for watched in (self.box, self.table, self.answer.list):
            watched.installEventFilter(self)
        keys = (("Ctrl+O", self.ask_for_files), (CAMERA_KEYS, self.switch_camera), ("Ctrl+P", self.print_labels))
        for text, slot in keys:
            QShortcut(QKeySequence(text), self, slot)

    @property
    def is_busy(self) -> bool:
        """Whether a code still waits for its answer."""
        return self._asker.is_busy

    def take_scan(self, text: str) -> None:
        """Look a code up and lay it on the pile; a hand scanner's codes come here."""
        self._beep()
        self._asker.ask([text])

    def take_sources(self, sources: Sequence[Source]) -> None:
        """Read pictures and scanner files off the GUI thread, and lay what they hold on the pile."""
        given = tuple(sources)
        if given:
            self.notice.hide()
            job = self._context.run_later(lambda progress: bringing.read(given, progress))
            ProgressDialog(job, _("Reading codes"), self)
            job.then(self, self._take_brought)

    @Slot()
    def ask_for_files(self) -> None:
        """Let somebody choose pictures and scanner files."""
        bringing.ask(self, self.take_sources)

    @Slot()
    def switch_camera(self) -> None:
        """Switch the camera on, or off."""
        self.notice.hide()
        if self.camera.is_on:
            self.camera.stop()
        else:
            self.camera.start()

    @Slot()
    def start_anew(self) -> None:
        """Clear the pile."""
        self.notice.hide()
        self._asker.forget()
        self.pile.clear()
        self.box.setFocus()

    @Slot()
    def show_in_list(self) -> None:
        """Show what was found in the inventory."""
        self._go(navigation.INVENTORY, self.pile.as_filter())

    @Slot()
    def edit_together(self) -> None:
        """Edit the equipment that was found in one step."""
        ids = tuple(hit.id for hit in self.pile.hits("asset"))
        edit = next((one for one in actions(ASSETS) if one.name == "bulk"), None)
        parent = self.parentWidget()
        if ids and edit is not None and parent is not None:
            self.accept()
            edit.run(self._context, Chosen(ASSETS, AssetFilter(), ids, len(ids)), parent)

    @Slot()
    def print_labels(self) -> None:
        """Hand the tags of what was found to whoever listens, and close."""
        tags = self.pile.tags()
        if tags:
            self.accept()
            self.taken.emit(tags)

    def done(self, result: int) -> None:
        self.camera.stop()
        super().done(result)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.matches(QKeySequence.StandardKey.Paste):
            return self._paste()
        if watched is self.box:
            return self._leave_box(event)
        if event.matches(QKeySequence.StandardKey.Delete):
            self.table.remove_selected()
            return True
        line = self.answer.line_of(event)
        if line is not None:
            self._take_line(line)
        return line is not None

    def _paste(self) -> bool:
        found = bringing.on_clipboard()
        self.take_sources(found)
        return bool(found)

    def _leave_box(self, event: QKeyEvent) -> bool:
        if event.key() != Qt.Key.Key_Down or not self.pile.rowCount():
            return False
        self.table.setFocus()
        return True

    def _take_typed(self) -> None:
        text = self.box.text().strip()
        self.box.clear()
        if text:
            self._asker.ask([text])

    def _take_seen(self, texts: list[str]) -> None:
        fresh = self._asker.fresh(texts)
        if fresh:
            self._beep()
            self._asker.ask(fresh)

    def _take_brought(self, found: Brought) -> None:
        if found.refused:
            more = ["…"] if len(found.refused) > MOST_TOLD else []
            self._say("\n".join((*found.refused[:MOST_TOLD], *more)))
        self._asker.ask(found.texts)

    def _lay_down(self, scans: list[Scan]) -> None:
        self.pile.add(scans)
        if scans:
            self.table.mark(scans[-1].code)

    @Slot()
    def _on_pile(self) -> None:
        self.table.show_empty_if_needed()
        self.summary.setText(summary(self.pile))
        self.summary.setVisible(self.pile.rowCount() > 0)
        self.foot.show_pile(self.pile)
        self._show_answer()

    @Slot()
    def _show_answer(self) -> None:
        self.answer.show_scan(self.table.current())

    def _on_changed(self, changes: Changes) -> None:
        self._asker.renew(self.pile.codes_to_renew(changes.ids("asset") | changes.ids("link")))

    def _take_marked(self) -> None:
        line = self.answer.list.line()
        if line is not None:
            self._take_line(line)

    def _take_line(self, line: Line) -> None:
        line.run()

    def _go(self, place: str, argument: object) -> None:
        self.accept()
        self._context.navigate(place, argument)

    def _search(self, code: str) -> None:
        self._go(navigation.INVENTORY, AssetFilter(text=code))

    def _say(self, sentence: str) -> None:
        self.notice.set(sentence)
        self.notice.show()

    def _beep(self) -> None:
        if self._preferences.scanner_beep:
            QApplication.beep()
