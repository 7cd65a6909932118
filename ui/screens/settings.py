"""Pengaturan: sections at the left, one page of settings at the right; every choice takes effect at once."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QScrollArea, QStackedWidget, QWidget

from spbe_assets.domain.changes import Changes
from spbe_assets.i18n import N_, _
from ui import icons, theme
from ui.context import AppContext
from ui.settings.about import AboutPage
from ui.settings.backups import BackupsPage
from ui.settings.data import DataPage
from ui.settings.installations import InstallationsPage
from ui.settings.limits import LimitsPage
from ui.settings.lives import LivesPage
from ui.settings.looks import LooksPage
from ui.settings.numbering import NumberingPage
from ui.settings.owner import OwnerPage
from ui.settings.page import Page
from ui.settings.person import PersonPage
from ui.settings.scanner import ScannerPage
from ui.widgets.screen import Screen

PAGES: tuple[type[Page], ...] = (
    PersonPage, LooksPage, ScannerPage, NumberingPage, InstallationsPage, OwnerPage, LimitsPage, LivesPage, DataPage,
    BackupsPage, AboutPage,
)  # fmt: skip
SECTIONS_PX, SECTION_PX = 220, 40


class SettingsScreen(Screen):
    """A page is made when its section is opened for the first time."""

    name, title, icon = "settings", N_("Settings"), "settings"

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.sections = QListWidget()
        self.sections.setObjectName("sections")
        self.sections.setAccessibleName(_("Sections of the settings"))
        self.sections.setFixedWidth(SECTIONS_PX)
        self.sections.setUniformItemSizes(True)
        self.sections.setIconSize(QSize(18, 18))
        self.sections.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pages = QStackedWidget()
        self._made: dict[int, Page] = {}
        for kind in PAGES:
            item = QListWidgetItem(_(kind.title), self.sections)
            item.setSizeHint(QSize(0, SECTION_PX))
            self.pages.addWidget(_scrolled())

        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 0, 0)
        row.setSpacing(24)
        row.addWidget(self.sections)
        row.addWidget(self.pages, 1)
        self.body.addLayout(row)
        self.setFocusProxy(self.sections)
        self._tint()

        self.sections.currentRowChanged.connect(self._open)
        theme.notifier().changed.connect(self._tint)
        self.sections.setCurrentRow(0)

    def page(self, kind: type[Page]) -> Page:
        """Open a section and return its page."""
        self.sections.setCurrentRow(PAGES.index(kind))
        return self._made[PAGES.index(kind)]

    def refresh(self, changes: Changes | None) -> None:
        for page in self._made.values():
            page.refresh(changes)

    def take_scan(self, code: str) -> bool:
        page = self._made.get(self.pages.currentIndex())
        return page is not None and page.take_scan(code)

    def show_argument(self, argument: object) -> None:
        """The title of a section (a source string) opens it."""
        for number, kind in enumerate(PAGES):
            if kind.title == argument:
                self.sections.setCurrentRow(number)

    def _open(self, number: int) -> None:
        holder = self.pages.widget(number)
        if number not in self._made and isinstance(holder, QScrollArea):
            self._made[number] = PAGES[number](self.context)
            holder.setWidget(self._made[number])
        self.pages.setCurrentIndex(number)

    def _tint(self) -> None:
        for number, kind in enumerate(PAGES):
            self.sections.item(number).setIcon(icons.icon(kind.icon, "muted", 18))


def _scrolled() -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    return area
