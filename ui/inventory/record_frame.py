"""The frame of a record pane: icon, name, codes, a coloured word, tabs over pages, actions at the foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QTabBar, QVBoxLayout, QWidget

from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _
from ui import format as formats
from ui import theme
from ui.icons import set_icon
from ui.widgets.basics import Pill, button, divider, label, set_kind

WIDTH = 392
TILE = 40
TABS_LEFT = 10
ROOMY_TAB, TIGHT_TAB = 20, 9
"""What a tab takes beside its text: padding, ring and the space to the next one."""


class IconTile(QLabel):
    """The icon of a kind of record on a soft ground."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(QSize(TILE, TILE))
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def show_icon(self, name: str) -> None:
        """Draw another icon."""
        set_icon(self, name, "accent", 22)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("soft_accent"))
        painter.drawRoundedRect(self.rect(), 8, 8)
        painter.end()
        super().paintEvent(event)


class RecordFrame(QFrame):
    """Pages are made when their tab is opened, so that going down the list stays quick.

    The buttons only ask; the screen acts.
    """

    edit_asked = Signal()
    duplicate_asked = Signal()
    delete_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pane")
        self.setFixedWidth(WIDTH)
        self._pages: Sequence[tuple[str, Callable[[], QWidget]]] = ()
        self._numbers: dict[str, int] = {}
        self._kept: list[QWidget] = []

        self.tile = IconTile()
        self.name = label("", "record", wrap=True, select=True)
        self.codes = label("", "code-muted", wrap=True, select=True)
        self.pill = Pill()
        self.tabs = QTabBar(expanding=False, drawBase=False)
        self.tabs.setAccessibleName(_("Parts of the record"))
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.edit_button = button(_("Edit"), "main", "pencil")
        self.duplicate_button = button(_("Duplicate"), "", "copy")
        self.delete_button = button(_("Delete"), "", "trash-2")

        self._lay_out()
        self.tabs.currentChanged.connect(self._open_page)
        self.edit_button.clicked.connect(lambda: self.edit_asked.emit())
        self.duplicate_button.clicked.connect(lambda: self.duplicate_asked.emit())
        self.delete_button.clicked.connect(lambda: self.delete_asked.emit())

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.name, 1)
        first.addWidget(self.pill, 0, Qt.AlignmentFlag.AlignTop)
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addLayout(first)
        names.addWidget(self.codes)
        names.addStretch(1)
        head = QHBoxLayout()
        head.setContentsMargins(16, 14, 16, 8)
        head.setSpacing(12)
        head.addWidget(self.tile, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(names, 1)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(TABS_LEFT, 0, 0, 0)
        tabs.addWidget(self.tabs)
        tabs.addStretch(1)
        actions = QHBoxLayout()
        actions.setContentsMargins(16, 12, 16, 12)
        actions.setSpacing(8)
        for one, keys in ((self.edit_button, "F2"), (self.duplicate_button, "Ctrl+D"), (self.delete_button, "Del")):
            one.setToolTip(keys)
            actions.addWidget(one)
        actions.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(tabs)
        column.addWidget(divider())
        column.addWidget(self._scroll, 1)
        column.addWidget(divider())
        column.addLayout(actions)

    def show_record(self, record_id: Id) -> bool:
        """Show a record; False where it has been deleted meanwhile."""
        raise NotImplementedError

    def show_pages(self, pages: Sequence[tuple[str, Callable[[], QWidget]]]) -> None:
        """Take the pages of another record; the tab that was open stays open if it is there."""
        at = self.tabs.currentIndex()
        wanted = self._pages[at][0] if 0 <= at < len(self._pages) else ""
        self._pages = pages
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for title, _make in pages:
            self.tabs.addTab(self._numbered(title))
        self._space_tabs()
        titles = [title for title, _make in pages]
        self.tabs.setCurrentIndex(titles.index(wanted) if wanted in titles else 0)
        self.tabs.blockSignals(False)
        self._open_page(self.tabs.currentIndex())

    def number_tab(self, title: str, number: int) -> None:
        """Say in a tab how many things are behind it; nothing for none."""
        self._numbers[title] = number
        for at, (known, _make) in enumerate(self._pages[: self.tabs.count()]):
            if known == title:
                self.tabs.setTabText(at, self._numbered(title))
        self._space_tabs()

    def _space_tabs(self) -> None:
        """Air between the tabs as long as all of them have room; where even tight ones have none, no numbers."""
        set_kind(self.tabs, "true" if self._needed(ROOMY_TAB) <= WIDTH - TABS_LEFT else "false", "roomy")
        if self._needed(TIGHT_TAB) > WIDTH - TABS_LEFT:
            for at, (title, _make) in enumerate(self._pages[: self.tabs.count()]):
                self.tabs.setTabText(at, title)

    def _needed(self, beside: int) -> int:
        metrics = QFontMetrics(theme.font(weight=QFont.Weight.DemiBold))
        texts = (self.tabs.tabText(at) for at in range(self.tabs.count()))
        return sum(metrics.horizontalAdvance(text) + beside for text in texts)

    def open_tab(self, title: str) -> None:
        """Turn to a page."""
        titles = [known for known, _make in self._pages]
        if title in titles:
            self.tabs.setCurrentIndex(titles.index(title))

    def keep(self, page: QWidget) -> None:
        """Never destroy this page when another takes its place: it is refilled for the next record."""
        page.setParent(self)
        page.hide()
        self._kept.append(page)

    def _numbered(self, title: str) -> str:
        number = self._numbers.get(title)
        return f"{title} ({formats.number(number)})" if number else title

    def _open_page(self, number: int) -> None:
        if not 0 <= number < len(self._pages):
            return
        body = self._pages[number][1]()
        on_show = self._scroll.widget()
        if on_show is not None and on_show.isAncestorOf(body):
            return
        old = self._scroll.takeWidget()
        self._save_kept()
        page = QWidget()
        page.setObjectName("scrolled")
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(14)
        column.addWidget(body)
        column.addStretch(1)
        self._scroll.setWidget(page)
        body.show()
        if old is not None:
            old.deleteLater()

    def _save_kept(self) -> None:
        for page in self._kept:
            if page.parent() is not self:
                page.setParent(self)
                page.hide()

    def page(self) -> QWidget | None:
        """The page on show."""
        return self._scroll.widget()
