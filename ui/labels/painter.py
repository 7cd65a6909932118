"""A label on any device Qt can paint on: in mm, as vectors, each letter where the PDF has it."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGlyphRun, QImage, QPainter, QPainterPath, QPen, QRawFont

from spbe_assets import pdf_fonts
from spbe_assets.labels.drawing import Bars, Code, Drawing, Item, Picture, Rule, Text
from spbe_assets.labels.geometry import Rect
from spbe_assets.labels.stock import Stock
from spbe_assets.labels.typeset import MM
from spbe_assets.paths import resource

FACE_PX = 1000
"""Letters are laid out at this size and scaled: Qt keeps the places of letters in 64ths of a pixel."""
WEIGHTS = {
    "Regular": QFont.Weight.Normal, "Medium": QFont.Weight.Medium, "SemiBold": QFont.Weight.DemiBold,
    "Bold": QFont.Weight.Bold,
}  # fmt: skip
DASH_MM = 2 / MM
OUTLINE_MM = 0.1
INK, OUTLINE = QColor("black"), QColor("#999999")


class LabelPainter:
    """Paints labels with an open painter whose unit is a mm from the top left of the page.

    It belongs to the thread that made it, because Qt's raw fonts do. With a `dot_mm` codes begin on whole dots;
    their modules are whole dots already (`layout.draw`).
    """

    def __init__(self, painter: QPainter, dot_mm: float = 0.0) -> None:
        self._painter, self._dot = painter, dot_mm
        self._faces: dict[str, Face] = {}
        self._pictures: dict[bytes, QImage] = {}
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.LosslessImageRendering)

    def paint(self, drawing: Drawing, rect: Rect, scale: float, outlined: Stock | None = None) -> None:
        """Paint a label into a cell of the page, or a page.

        Args:
            drawing: the label, in mm of its cell.
            rect: where the cell goes on the page (`Fit.moved`).
            scale: how much larger everything is drawn (`Fit.scale`).
            outlined: the stock whose cells get an outline, if they do.
        """
        self._painter.save()
        self._painter.translate(rect.x, rect.y)
        self._painter.scale(scale, scale)
        if outlined is not None and outlined.outline:
            self._outline(outlined)
        for item in drawing.items:
            self._item(item, rect, scale)
        self._painter.restore()

    def _item(self, item: Item, rect: Rect, scale: float) -> None:
        if isinstance(item, Text):
            self._text(item)
        elif isinstance(item, Rule):
            self._rule(item)
        elif isinstance(item, Picture):
            self._picture(item)
        else:
            corner = QPointF(self._snapped(item.x, rect.x, scale), self._snapped(item.y, rect.y, scale))
            self._painter.translate(corner)
            self._painter.fillPath(_modules(item), INK)
            self._painter.translate(-corner)

    def _snapped(self, at: float, cell: float, scale: float) -> float:
        """A place in the cell, moved so that it lies on a dot of the page."""
        if not self._dot:
            return at
        return (round((cell + at * scale) / self._dot) * self._dot - cell) / scale

    def _text(self, text: Text) -> None:
        painter, factor = self._painter, text.size / MM / FACE_PX
        painter.save()
        painter.translate(text.x, text.y)
        painter.scale(factor, factor)
        painter.setPen(INK)
        painter.drawGlyphRun(QPointF(), self._face(text.font).run(text.text))
        painter.restore()

    def _face(self, font: str) -> Face:
        if font not in self._faces:
            self._faces[font] = Face(font)
        return self._faces[font]

    def _rule(self, rule: Rule) -> None:
        pen = QPen(INK, rule.width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
        if rule.dashed:
            pen.setDashPattern([DASH_MM / rule.width] * 2)
        self._painter.setPen(pen)
        self._painter.drawLine(QLineF(rule.x1, rule.y1, rule.x2, rule.y2))

    def _picture(self, picture: Picture) -> None:
        image = self._pictures.get(picture.png)
        if image is None:
            image = self._pictures[picture.png] = _on_white(picture.png)
        if not image.isNull():
            factor = min(picture.width / image.width(), picture.height / image.height())
            goal = QRectF(picture.x, picture.y, image.width() * factor, image.height() * factor)
            self._painter.drawImage(goal, image)

    def _outline(self, stock: Stock) -> None:
        inset = OUTLINE_MM / 2
        self._painter.setPen(QPen(OUTLINE, OUTLINE_MM))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        box = QRectF(0, 0, stock.cell_width, stock.cell_height).adjusted(inset, inset, -inset, -inset)
        self._painter.drawRoundedRect(box, stock.corner_radius, stock.corner_radius)


class _Letter(NamedTuple):
    glyph: int
    width: float


class Face:
    """One of the shipped fonts: Qt's outlines, the PDF's widths, so that lines end where they were laid out."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._font = _raw_font(name)
        self._letters: dict[str, _Letter] = {}

    def run(self, text: str) -> QGlyphRun:
        letters = [self._letter(one) for one in text]
        at, places = 0.0, []
        for letter in letters:
            places.append(QPointF(at, 0))
            at += letter.width
        made = QGlyphRun()
        made.setRawFont(self._font)
        made.setGlyphIndexes([letter.glyph for letter in letters])
        made.setPositions(places)
        return made

    def _letter(self, text: str) -> _Letter:
        if text not in self._letters:
            glyph = self._font.glyphIndexesForString(text)[0]
            self._letters[text] = _Letter(glyph, pdf_fonts.width(text, self._name, FACE_PX))
        return self._letters[text]


def _raw_font(name: str) -> QRawFont:
    """The font as the window has it, since printers are sent such a font once and other ones letter by letter."""
    family, _dash, style = name.partition("-")
    wanted = QFont(pdf_fonts.MONO_FAMILY if "Mono" in family else pdf_fonts.FAMILY)
    wanted.setPixelSize(FACE_PX)
    wanted.setWeight(WEIGHTS[style])
    wanted.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    found = QRawFont.fromFont(wanted)
    if found.familyName() == wanted.family() and found.styleName() == style:
        return found
    return QRawFont(str(resource("fonts", f"{name}.ttf")), FACE_PX, QFont.HintingPreference.PreferNoHinting)


def _modules(code: Code | Bars) -> QPainterPath:
    """All dark modules as one path, in mm from the code's corner: printers then show no hairlines between rows."""
    path, module = QPainterPath(), code.module
    path.setFillRule(Qt.FillRule.WindingFill)
    if isinstance(code, Code):
        for column, row, length in code.symbol.runs:
            path.addRect(column * module, row * module, length * module, module)
    else:
        for first, length in code.runs:
            path.addRect(first * module, 0, length * module, code.height)
    return path


def _on_white(png: bytes) -> QImage:
    """A picture without transparency, which many printer drivers get wrong."""
    image = QImage.fromData(png)
    paper = QImage(image.size(), QImage.Format.Format_RGB32)
    paper.fill(Qt.GlobalColor.white)
    if not image.isNull():
        painter = QPainter(paper)
        painter.drawImage(0, 0, image)
        painter.end()
    return paper
