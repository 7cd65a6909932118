"""A photo in a window of its own: fitted or at full size, the next and the one before, copy and save."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from spbe_assets.i18n import _
from spbe_assets.services.attachments import AttachmentRow
from spbe_assets.services.photos import LARGEST_SIDE
from ui import format as formats
from ui.context import AppContext
from ui.photos import copies
from ui.photos.pictures import Pictures
from ui.widgets.basics import button, elided, label


class PhotoViewer(QDialog):
    """Left and Right go through the photos, F fits, 1 shows every pixel, Esc closes."""

    def __init__(
        self,
        context: AppContext,
        pictures: Pictures,
        rows: Sequence[AttachmentRow],
        number: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._pictures = context, pictures
        self._rows, self.number, self.is_fitted = list(rows), number, True
        self.setWindowTitle(_("Photo"))

        self.picture = QLabel()
        self.picture.setTextFormat(Qt.TextFormat.PlainText)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.area = QScrollArea(widgetResizable=True)
        self.area.setWidget(self.picture)
        self.area.setAccessibleName(_("Photo"))
        self.caption = elided("", "strong")
        self.count = label("", "small")
        self.before = self._button(_("Previous"), "chevron-left", "←", lambda: self.go(-1))
        self.after = self._button(_("Next"), "chevron-right", "→", lambda: self.go(1))
        self.fit_button = self._button(_("Fit"), "maximize", "F", lambda: self.fit(True))
        self.full_button = self._button(_("100 %"), "scan", "1", lambda: self.fit(False))
        self.copy_button = self._button(_("Copy"), "copy", "Ctrl+C", self.copy)
        self.save_button = self._button(_("Save a copy…"), "save", "Ctrl+S", self.save)

        self._lay_out()
        pictures.arrived.connect(self._on_arrived)
        self.area.installEventFilter(self)
        self._show()

    def _button(self, text: str, icon: str, keys: str, act: Callable[[], object]) -> QPushButton:
        made = button(text, "", icon)
        made.setToolTip(keys)
        made.clicked.connect(lambda: act())
        return made

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.caption, 1)
        head.addWidget(self.count)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for one in (self.before, self.after, self.fit_button, self.full_button):
            foot.addWidget(one)
        foot.addStretch(1)
        for one in (self.copy_button, self.save_button):
            foot.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.area, 1)
        column.addLayout(foot)
        self.resize(960, 680)

    def go(self, step: int) -> None:
        """Show the one `step` further, if there is one."""
        self.number = max(0, min(len(self._rows) - 1, self.number + step))
        self._show()

    def fit(self, is_fitted: bool) -> None:
        """Fit the photo into the window, or show it pixel by pixel."""
        self.is_fitted = is_fitted
        self._draw()

    def copy(self) -> None:
        """Put the photo on the clipboard."""
        image = self._image()
        if image is not None:
            QGuiApplication.clipboard().setImage(image)
            self._context.message.emit(_("Photo copied"))

    def save(self) -> None:
        """Save a copy somewhere."""
        copies.ask_and_save(self._context, self._rows[self.number], self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = {
            Qt.Key.Key_Left: lambda: self.go(-1),
            Qt.Key.Key_Right: lambda: self.go(1),
            Qt.Key.Key_F: lambda: self.fit(True),
            Qt.Key.Key_1: lambda: self.fit(False),
        }
        ctrl = {Qt.Key.Key_C: self.copy, Qt.Key.Key_S: self.save}
        acts = ctrl if event.modifiers() & Qt.KeyboardModifier.ControlModifier else plain
        act = acts.get(Qt.Key(event.key()))
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The scroll area would scroll by the arrows; here they go through the photos.
        is_arrow = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        if is_arrow and event.type() is QEvent.Type.KeyPress:
            self.keyPressEvent(event)  # type: ignore[arg-type]
            return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw()

    def _image(self) -> QImage | None:
        return self._pictures.image(self._rows[self.number].sha256, LARGEST_SIDE)

    def _on_arrived(self, sha256: str) -> None:
        if sha256 == self._rows[self.number].sha256:
            self._draw()

    def _show(self) -> None:
        row, last = self._rows[self.number], len(self._rows) - 1
        when = formats.moment(row.taken_at) if row.taken_at else ""
        self.caption.set_whole(" · ".join(part for part in (row.caption, when) if part) or _("No caption"))
        places = {"n": formats.number(self.number + 1), "total": formats.number(last + 1)}
        self.count.setText(_("{n} of {total}").format(**places))
        self.before.setEnabled(self.number > 0)
        self.after.setEnabled(self.number < last)
        self._draw()

    def _draw(self) -> None:
        image, row = self._image(), self._rows[self.number]
        self.copy_button.setEnabled(image is not None)
        if image is None:
            self.picture.setText(_("The photo is damaged.") if self._pictures.is_damaged(row.sha256) else _("Reading…"))
            return
        scale = self.devicePixelRatioF()
        room = self.area.maximumViewportSize() * scale
        if self.is_fitted and (image.width() > room.width() or image.height() > room.height()):
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            image = image.scaled(room, keep, smooth)
        drawn = QPixmap.fromImage(image)
        drawn.setDevicePixelRatio(scale)
        self.picture.setPixmap(drawn)
