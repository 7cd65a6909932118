"""The pages of a PDF below each other, drawn off the GUI thread as they come into sight.

PDFium is not safe in two threads at once, so that one lock guards every call into it.
"""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from spbe_assets.i18n import _
from ui import theme
from ui.widgets import ruler

if TYPE_CHECKING:
    from ui.context import AppContext

GAP_PX = 16
KEPT_PAGES = 12
POINTS_PER_INCH = 72
INCH_PX = 96
MM_PER_INCH = 25.4
ZOOMS = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0)
LONGEST_SIDE_PX = 6000
"""A page is never drawn larger than this, whatever its size and the zoom."""

_pdfium = Lock()


class Picture(NamedTuple):
    """A drawn page as plain bytes, because a worker must not make Qt objects."""

    pixels: bytes
    width: int
    height: int
    stride: int


def page_sizes(path: Path) -> list[tuple[float, float]]:
    """The sizes of the pages of a PDF in points."""
    import pypdfium2

    with _pdfium:
        document = pypdfium2.PdfDocument(path)
        try:
            return [document.get_page_size(number) for number in range(len(document))]
        finally:
            document.close()


def draw_page(path: Path, number: int, scale: float) -> Picture:
    """Draw one page at a scale of pixels per point."""
    import pypdfium2

    with _pdfium:
        document = pypdfium2.PdfDocument(path)
        try:
            page = document[number]
            drawn = page.render(scale=scale, prefer_bgrx=True)
            return Picture(bytes(drawn.buffer), drawn.width, drawn.height, drawn.stride)
        finally:
            document.close()


class PageArea(QAbstractScrollArea):
    """The pages; `moved` carries the number of the page that is looked at, from 0.

    Arrows scroll, Page Up and Down and Home and End go from page to page, Ctrl with +, - and 0 zoom.
    """

    moved = Signal(int)
    zoomed = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None, *, has_rulers: bool = False) -> None:
        super().__init__(parent)
        self._context = context
        self._edge = GAP_PX + (ruler.THICK_PX if has_rulers else 0)
        self._has_rulers = has_rulers
        self._path: Path | None = None
        self._sizes: list[tuple[float, float]] = []
        self._rects: list[QRect] = []
        self._drawn: OrderedDict[tuple[int, int], QPixmap] = OrderedDict()
        self._asked: set[tuple[int, int]] = set()
        self._zoom: float | None = None
        self._shown = -1
        self.setObjectName("pages")
        self.setAccessibleName(_("Pages of the preview"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(220, 200)

        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.horizontalScrollBar().valueChanged.connect(lambda _value: self.viewport().update())
        theme.notifier().changed.connect(self.viewport().update)

    def show_pages(self, path: Path | None, sizes: list[tuple[float, float]]) -> None:
        """Show the pages of another file; the page that was looked at stays where it is, if there is one."""
        self._path, self._sizes, self._shown = path, sizes, -1
        self._drawn.clear()
        self._asked.clear()
        self._lay_out()
        self._scrolled()

    @property
    def zoom(self) -> float | None:
        """1 is the size on paper; None fits a whole page into the view."""
        return self._zoom

    def set_zoom(self, zoom: float | None) -> None:
        """Zoom; None fits a whole page into the view. The page that is looked at stays."""
        kept = self.current
        self._zoom = zoom
        self._lay_out()
        self.go_to(kept)
        self.zoomed.emit()

    def step_zoom(self, step: int) -> None:
        """Zoom in (1) or out (-1) by one step."""
        now = self.factor
        larger = [zoom for zoom in ZOOMS if zoom > now * 1.01]
        smaller = [zoom for zoom in ZOOMS if zoom < now * 0.99]
        self.set_zoom((larger or [ZOOMS[-1]])[0] if step > 0 else (smaller or [ZOOMS[0]])[-1])

    @property
    def factor(self) -> float:
        """The size that is shown, 1 as on paper."""
        if self._zoom is not None or not self._sizes:
            return self._zoom or 1.0
        width, height = max(size[0] for size in self._sizes), max(size[1] for size in self._sizes)
        room = self.viewport().size()
        fitting = min((room.width() - 2 * self._edge) / width, (room.height() - 2 * self._edge) / height)
        return max(fitting * POINTS_PER_INCH / INCH_PX, 0.05)

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    @property
    def current(self) -> int:
        """The page that is looked at, from 0."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        return max(sum(rect.top() <= middle for rect in self._rects) - 1, 0)

    def go_to(self, number: int) -> None:
        """Bring a page to the top of the view."""
        if self._rects:
            rect = self._rects[min(max(number, 0), len(self._rects) - 1)]
            spare = max(self.viewport().height() - rect.height(), 2 * self._edge) // 2
            self.verticalScrollBar().setValue(rect.top() - spare)
        self._scrolled()

    def sizeHint(self) -> QSize:
        return QSize(480, 560)

    def resizeEvent(self, event: QResizeEvent) -> None:
        kept = self.current
        self._lay_out()
        if self._zoom is None:
            self.go_to(kept)
        super().resizeEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        with_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if not (self._zoom_by(event.key()) if with_ctrl else self._page_by(event.key())):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.colour("track"))
        shift = self._shift()
        for number, rect in enumerate(self._rects):
            place = rect.translated(shift, -self.verticalScrollBar().value())
            if place.intersects(event.rect()):
                painter.fillRect(place, Qt.GlobalColor.white)
                picture = self._picture(number)
                if picture is not None:
                    painter.drawPixmap(place, picture)
                painter.setPen(theme.colour("line"))
                painter.drawRect(place.adjusted(-1, -1, 0, 0))
        if self._has_rulers and self._rects:
            self._paint_rulers(painter, self._rects[self.current].translated(shift, -self.verticalScrollBar().value()))
        painter.end()

    def _paint_rulers(self, painter: QPainter, page: QRect) -> None:
        """Millimetres from the top left corner of the page that is looked at."""
        across, down = ruler.strips(self.viewport().rect())
        scale = self.factor * INCH_PX / MM_PER_INCH
        ruler.paint_ruler(painter, across, page.left(), scale, page.width() / scale)
        ruler.paint_ruler(painter, down, page.top(), scale, page.height() / scale)
        ruler.corner(painter)

    def _zoom_by(self, key: int) -> bool:
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.step_zoom(-1 if key == Qt.Key.Key_Minus else 1)
        elif key == Qt.Key.Key_0:
            self.set_zoom(None)
        elif key == Qt.Key.Key_1:
            self.set_zoom(1.0)
        else:
            return False
        return True

    def _page_by(self, key: int) -> bool:
        goals = {
            Qt.Key.Key_PageDown: self.current + 1,
            Qt.Key.Key_PageUp: self.current - 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: self.count - 1,
        }
        if key not in goals:
            return False
        self.go_to(goals[Qt.Key(key)])
        return True

    def _shift(self) -> int:
        widest = max((rect.width() for rect in self._rects), default=0) + 2 * self._edge
        room = self.viewport().width()
        return (room - widest) // 2 if widest < room else -self.horizontalScrollBar().value()

    def _lay_out(self) -> None:
        scale = self.factor * INCH_PX / POINTS_PER_INCH
        widest = round(max((size[0] for size in self._sizes), default=0) * scale)
        self._rects, top = [], self._edge
        for width, height in self._sizes:
            shown = QSize(round(width * scale), round(height * scale))
            self._rects.append(QRect(self._edge + (widest - shown.width()) // 2, top, shown.width(), shown.height()))
            top += shown.height() + GAP_PX
        room = self.viewport().size()
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setRange(0, max(top - room.height(), 0))
        down.setPageStep(room.height())
        down.setSingleStep(48)
        across.setRange(0, max(widest + 2 * self._edge - room.width(), 0))
        across.setPageStep(room.width())
        self.viewport().update()

    def _scrolled(self) -> None:
        self.viewport().update()
        if self.current != self._shown:
            self._shown = self.current
            self.moved.emit(self._shown)

    def _picture(self, number: int) -> QPixmap | None:
        """The drawn page, the nearest there is meanwhile; asks for the right one."""
        width = round(self._rects[number].width() * self.devicePixelRatioF())
        key = (number, width)
        if key in self._drawn:
            self._drawn.move_to_end(key)
            return self._drawn[key]
        self._ask(key)
        return next((self._drawn[other] for other in reversed(self._drawn) if other[0] == number), None)

    def _ask(self, key: tuple[int, int]) -> None:
        path = self._path
        if path is None or key in self._asked:
            return
        self._asked.add(key)
        number, width = key
        longest = max(self._sizes[number])
        scale = min(width / self._sizes[number][0], LONGEST_SIDE_PX / longest)
        job = self._context.run_later(lambda _progress: draw_page(path, number, scale), quiet=True)
        job.then(self, lambda picture: self._keep(path, key, picture))

    def _keep(self, path: Path, key: tuple[int, int], picture: Picture) -> None:
        if path != self._path:
            return
        form = QImage.Format.Format_RGB32
        image = QImage(picture.pixels, picture.width, picture.height, picture.stride, form)
        self._drawn[key] = QPixmap.fromImage(image)
        while len(self._drawn) > KEPT_PAGES:
            gone, _old = self._drawn.popitem(last=False)
            self._asked.discard(gone)
        self.viewport().update()
