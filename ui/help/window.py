"""The window of the user guide: pages at the left, text at the right; it stays beside the window it helps with."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from spbe_assets.i18n import _
from ui.help.guide import Page, pages
from ui.help.reader import Reader
from ui.widgets.basics import label
from ui.widgets.search_box import SearchBox

SIZE = (1080, 720)
LIST_WIDTH = 232
ROW_PX = 32
NAME = Qt.ItemDataRole.UserRole


class HelpWindow(QWidget):
    """Typing in the box keeps the pages that mention every word."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(_("User guide"))
        self.resize(*SIZE)

        self.search = SearchBox(_("Search the guide…"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Pages"))
        self.list.setObjectName("sections")
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.nothing = label(_("No page mentions all of these words."), "muted", wrap=True)
        self.reader = Reader()
        self.reader.setAccessibleName(_("User guide"))

        self._lay_out()
        self.search.searched.connect(self._fill)
        self.search.returnPressed.connect(self.reader.setFocus)
        self.list.currentItemChanged.connect(self._on_chosen)
        self.reader.page_asked.connect(self.go_to)
        self._fill("")
        QShortcut(QKeySequence("Esc"), self, self.close)
        QShortcut(QKeySequence("Ctrl+F"), self, self.search.setFocus)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(12, 12, 0, 12)
        left.setSpacing(8)
        left.addWidget(self.search)
        left.addWidget(self.nothing)
        left.addWidget(self.list, 1)
        side = QWidget()
        side.setFixedWidth(LIST_WIDTH)
        side.setLayout(left)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(side)
        row.addWidget(self.reader, 1)

    def go_to(self, name: str) -> None:
        """Show a page and bring the window forward; an unknown name shows the first page."""
        if self.search.text():
            self.search.clear()
            self._fill("")
        names = [page.name for page in pages()]
        self.list.setCurrentRow(names.index(name) if name in names else 0)
        self.show()
        self.raise_()
        self.activateWindow()

    def _fill(self, words: str) -> None:
        current = self.list.currentItem()
        kept = current.data(NAME) if current is not None else ""
        self.list.clear()
        for page in pages():
            if page.mentions(words):
                item = QListWidgetItem(page.title)
                item.setData(NAME, page.name)
                item.setSizeHint(QSize(0, ROW_PX))
                self.list.addItem(item)
                if page.name == kept:
                    self.list.setCurrentItem(item)
        self.nothing.setVisible(self.list.count() == 0)
        if self.list.count() and self.list.currentItem() is None:
            self.list.setCurrentRow(0)
        self.reader.mark(words)

    def _on_chosen(self, item: QListWidgetItem | None) -> None:
        page = _page(item.data(NAME)) if item is not None else None
        if page is not None and self.reader.source() != QUrl.fromLocalFile(str(page.file)):
            self.reader.show_page(page)
            self.reader.mark(self.search.text())


def _page(name: str) -> Page | None:
    return next((page for page in pages() if page.name == name), None)


def shown(parent: QWidget) -> HelpWindow:
    """The guide of a window, made when it is asked for the first time."""
    top = parent.window()
    return top.findChild(HelpWindow) or HelpWindow(top)
