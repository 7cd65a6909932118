"""Shows one page of Markdown in the product's type, with pictures as wide as the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import (
    QFont,
    QImage,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextTable,
    QTextTableFormat,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from ui import theme
from ui.help.guide import Page

HEADING_PX = {1: 22, 2: 16, 3: 14}
SPACE_PX = {1: (4, 10), 2: (18, 6), 3: (12, 4)}
PICTURE_PX = 760
MARGIN_PX = 20
PICTURE_MARK = "\N{OBJECT REPLACEMENT CHARACTER}"


class Reader(QTextBrowser):
    """`page_asked` carries the name of a page that a link leads to; links to the net are not followed."""

    page_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self._page: Page | None = None
        self.anchorClicked.connect(self._follow)
        theme.notifier().changed.connect(self._draw_again)

    def show_page(self, page: Page) -> None:
        """Show a page from its beginning."""
        self._page = page
        self.setSource(QUrl.fromLocalFile(str(page.file)), QTextDocument.ResourceType.MarkdownResource)
        self._dress()

    def mark(self, words: str) -> None:
        """Mark every occurrence of the words and go to the first."""
        marks = list[QTextEdit.ExtraSelection]()
        for word in words.split():
            cursor = self.document().find(word)
            while not cursor.isNull():
                marks.append(_marked(cursor))
                cursor = self.document().find(word, cursor)
        self.setExtraSelections(marks)
        if marks:
            first = min((mark.cursor for mark in marks), key=lambda cursor: cursor.selectionStart())
            first.clearSelection()
            self.setTextCursor(first)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        if kind == QTextDocument.ResourceType.ImageResource.value and self._page is not None:
            return _picture(self._page.file.parent / QUrl(name).path())
        return super().loadResource(kind, name)

    def _follow(self, link: QUrl) -> None:
        if link.scheme() in ("", "file") and link.path().endswith(".md"):
            self.page_asked.emit(Path(link.path()).stem)

    def _draw_again(self) -> None:
        if self._page is not None:
            self.show_page(self._page)

    def _dress(self) -> None:
        document = self.document()
        document.setDefaultFont(theme.font())
        document.setDocumentMargin(MARGIN_PX)
        block = document.begin()
        while block.isValid():
            _set_block(QTextCursor(block), block.blockFormat().headingLevel(), is_picture=PICTURE_MARK in block.text())
            block = block.next()
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                _set_table(frame)


def _set_block(cursor: QTextCursor, level: int, *, is_picture: bool) -> None:
    look = QTextBlockFormat()
    above, below = SPACE_PX.get(level, (2, 6))
    look.setTopMargin(above)
    look.setBottomMargin(below)
    if not is_picture:  # a line as high as a picture would grow by a third of it
        look.setLineHeight(130, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    cursor.mergeBlockFormat(look)
    if level:
        face = QFont(theme.font())
        face.setPixelSize(HEADING_PX.get(level, 14))
        face.setWeight(QFont.Weight.DemiBold)
        look_of_text = QTextCharFormat()
        look_of_text.setFont(face)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(look_of_text)


def _set_table(table: QTextTable) -> None:
    look = QTextTableFormat(table.format())
    look.setBorder(1)
    look.setBorderStyle(QTextTableFormat.BorderStyle.BorderStyle_Solid)
    look.setBorderBrush(theme.colour("line"))
    look.setBorderCollapse(True)
    look.setCellPadding(6)
    look.setCellSpacing(0)
    look.setTopMargin(6)
    look.setBottomMargin(10)
    table.setFormat(look)


def _marked(cursor: QTextCursor) -> QTextEdit.ExtraSelection:
    mark = QTextEdit.ExtraSelection()
    mark.cursor = cursor
    mark.format.setBackground(theme.colour("soft_warn"))
    return mark


def _picture(file: Path) -> QImage:
    image = QImage(str(file))
    wide = image.width() > PICTURE_PX
    return image.scaledToWidth(PICTURE_PX, Qt.TransformationMode.SmoothTransformation) if wide else image
