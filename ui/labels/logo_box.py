"""The logo of the labels: shown small, chosen from a PNG, JPEG or SVG, removed; the whole province prints it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, QStandardPaths, Qt, Signal, Slot
from PySide6.QtGui import QImage, QImageWriter, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QWidget

from spbe_assets.domain.errors import AppError, Invalid
from spbe_assets.i18n import _
from spbe_assets.labels import logo
from ui.context import AppContext
from ui.jobs import Job
from ui.widgets.basics import button, icon_button
from ui.widgets.file_dialogs import ask_open

SMALL_PX, EDGE_PX = 32, 3
SVG_PX, MOST_SVG_BYTES = 400, 2_000_000
NO_SVG = b"<svg/>"
_KEEP = Qt.AspectRatioMode.KeepAspectRatio


class LogoBox(QWidget):
    """`png` is the logo, empty for none; `changed` fires when it is another one, chosen here or elsewhere."""

    changed = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._asked: Job | None = None
        self.png = b""
        self.small = QLabel()
        self.small.setAccessibleName(_("Logo"))
        self.choose_button, self.remove_button = button("", icon="image"), icon_button("x", _("Remove the logo"))

        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (self.small, self.choose_button, self.remove_button):
            row.addWidget(part)
        row.addStretch(1)
        self._show(b"")
        self.choose_button.clicked.connect(self.ask)
        self.remove_button.clicked.connect(self.remove)
        self.refresh()

    def refresh(self) -> None:
        """Ask for the logo that the province has now: it may come from elsewhere, or be taken back."""
        asked = self._asked = self._context.read_later(lambda session, _progress: logo.kept(session))
        asked.then(self, lambda png: self._take(png) if self._asked is asked else None)

    @Slot()
    def ask(self) -> QFileDialog:
        """Ask for a picture."""
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation))
        kinds = _("Pictures (*.png *.jpg *.jpeg *.svg)")
        return ask_open(self, _("Choose the logo"), folder, kinds, self.read)

    def read(self, path: Path) -> None:
        """Print this picture beside the owner, on this and every other installation."""
        try:
            png = svg_as_png(path) if path.suffix.lower() == ".svg" else logo.read(path)
        except AppError as error:
            self._context.error_raised.emit(error)
            return
        self._keep(png, _("The logo is printed from now on"))

    @Slot()
    def remove(self) -> None:
        """Print no logo any more."""
        self._keep(b"", _("No logo is printed any more"))

    def _keep(self, png: bytes, said: str) -> None:
        self._asked = None  # what was asked before is out of date
        self._context.write(lambda uow, _progress: logo.keep(uow, png), "settings", said)
        self._take(png)

    def _take(self, png: bytes) -> None:
        if png != self.png:
            self._show(png)
            self.changed.emit()

    def _show(self, png: bytes) -> None:
        self.png = png
        if png:
            self.small.setPixmap(_on_paper(png))
        self.choose_button.setText(_("Another logo…") if png else _("Choose a logo…"))
        for part in (self.small, self.remove_button):
            part.setVisible(bool(png))


def svg_as_png(path: Path) -> bytes:
    """An SVG as the PNG that a design keeps.

    Raises:
        Invalid: it can't be read, is too large, damaged or no SVG.
    """
    content = logo.content_of(path)
    renderer = QSvgRenderer(QByteArray(content if b"<svg" in content and len(content) <= MOST_SVG_BYTES else NO_SVG))
    size = renderer.defaultSize()
    if not renderer.isValid() or size.isEmpty():
        raise Invalid(_("{file} can't be used as a logo: it is damaged, too large, or no SVG.").format(file=path.name))
    image = QImage(size.scaled(SVG_PX, SVG_PX, _KEEP).expandedTo(QSize(1, 1)), QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    packed = QBuffer()
    packed.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(packed, b"png").write(image)
    return logo.prepared(bytes(packed.data().data()), path.name)


def _on_paper(png: bytes) -> QPixmap:
    """The logo small, with white around it: a dark one is seen in the dark theme too."""
    picture = QPixmap()
    picture.loadFromData(png)
    picture = picture.scaled(3 * SMALL_PX, SMALL_PX, _KEEP, Qt.TransformationMode.SmoothTransformation)
    paper = QPixmap(picture.size() + QSize(2 * EDGE_PX, 2 * EDGE_PX))
    paper.fill(Qt.GlobalColor.white)
    painter = QPainter(paper)
    painter.drawPixmap(EDGE_PX, EDGE_PX, picture)
    painter.end()
    return paper
