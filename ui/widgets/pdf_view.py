"""A PDF as it will be printed: its pages, and a row of buttons above them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spbe_assets.i18n import _
from ui import format
from ui.widgets.basics import icon_button, label
from ui.widgets.pdf_pages import PageArea, page_sizes

if TYPE_CHECKING:
    from ui.context import AppContext


class PdfView(QWidget):
    """The pages with a row of buttons above them; `opened` carries the number of pages once a file is shown.

    `has_rulers` puts millimetres along the edges, where the size on paper matters.
    """

    opened = Signal(int)

    def __init__(self, context: AppContext, parent: QWidget | None = None, *, has_rulers: bool = False) -> None:
        super().__init__(parent)
        self._context = context
        self._wanted: Path | None = None
        self.pages = PageArea(context, has_rulers=has_rulers)
        self.before_button = icon_button("chevron-up", _("Page before (Page Up)"))
        self.after_button = icon_button("chevron-down", _("Next page (Page Down)"))
        self.where = label("", "small")
        self.smaller_button = icon_button("zoom-out", _("Smaller (Ctrl −)"))
        self.larger_button = icon_button("zoom-in", _("Larger (Ctrl +)"))
        self.zoom = label("", "small")
        self.fit_button = icon_button("maximize", _("Whole page (Ctrl 0)"))
        self.real_button = icon_button("file-text", _("Size on paper (Ctrl 1)"))

        row = QHBoxLayout()
        row.setSpacing(4)
        for part in (self.before_button, self.after_button, self.where):
            row.addWidget(part)
        row.addStretch()
        for part in (self.zoom, self.smaller_button, self.larger_button, self.fit_button, self.real_button):
            row.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self.pages, 1)
        self.setFocusProxy(self.pages)

        self.before_button.clicked.connect(lambda: self.pages.go_to(self.pages.current - 1))
        self.after_button.clicked.connect(lambda: self.pages.go_to(self.pages.current + 1))
        self.smaller_button.clicked.connect(lambda: self.pages.step_zoom(-1))
        self.larger_button.clicked.connect(lambda: self.pages.step_zoom(1))
        self.fit_button.clicked.connect(lambda: self.pages.set_zoom(None))
        self.real_button.clicked.connect(lambda: self.pages.set_zoom(1.0))
        self.pages.moved.connect(lambda _number: self._say())
        self.pages.zoomed.connect(self._say)
        self._say()

    def open(self, path: Path) -> None:
        """Show a file; it must stay where it is while it is shown."""
        self._wanted = path
        job = self._context.run_later(lambda _progress: page_sizes(path), quiet=True)
        job.then(self, lambda sizes: self._show(path, sizes))
        job.otherwise(self, self._context.error_raised.emit)

    def clear(self) -> None:
        """Show nothing."""
        self._wanted = None
        self.pages.show_pages(None, [])
        self._say()

    @property
    def page_count(self) -> int:
        """How many pages are shown."""
        return self.pages.count

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say()

    def _show(self, path: Path, sizes: list[tuple[float, float]]) -> None:
        if path == self._wanted:
            self.pages.show_pages(path, sizes)
            self._say()
            self.opened.emit(len(sizes))

    def _say(self) -> None:
        count, now = self.pages.count, self.pages.current
        numbers = {"n": format.number(now + 1), "total": format.number(count)}
        self.where.setText(_("page {n} of {total}").format(**numbers) if count else "")
        self.zoom.setText(f"{round(self.pages.factor * 100)}%" if count else "")
        self.before_button.setEnabled(now > 0)
        self.after_button.setEnabled(now + 1 < count)
        for part in (self.smaller_button, self.larger_button, self.fit_button, self.real_button):
            part.setEnabled(count > 0)
