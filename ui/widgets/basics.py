"""Factories for the small parts: labels, buttons, chips, pills. Looks come from the style sheet by `kind`."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractSpinBox, QFrame, QLabel, QPushButton, QSizePolicy, QWidget

from spbe_assets.i18n import _
from ui.icons import set_icon

ICON_ROLES = {
    "main": "on_accent", "flat": "accent", "danger": "bad", "icon": "muted", "icon-small": "muted", "chip": "accent",
}  # fmt: skip
CROSS_PX = 24
SPIN_MARGINS = (7, 0, 4, 0)


def restyle(widget: QWidget) -> None:
    """Make the style sheet look again after a property has changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def set_kind(widget: QWidget, kind: str, name: str = "kind") -> None:
    """Set a property that the style sheet reads."""
    if widget.property(name) != kind:
        widget.setProperty(name, kind)
        restyle(widget)


def label(text: str, kind: str = "", *, wrap: bool = False, select: bool = False) -> QLabel:
    """A text; never read as HTML, because names may hold anything.

    Args:
        text: what it says.
        kind: title, record, heading, strong, figure, muted, small, good, warn, bad, code, code-muted; empty for plain.
        wrap: break lines where needed.
        select: let the mouse select it, for codes worth copying.
    """
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("kind", kind)
    made.setWordWrap(wrap)
    if select:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


class ElidedLabel(QLabel):
    """A text of one line that ends in … where there is no room, and says the whole in its tooltip."""

    def __init__(self, text: str = "", kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", kind)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.set_whole(text)

    def set_whole(self, text: str) -> None:
        """Say something else."""
        self._whole = text
        self._elide()

    def whole(self) -> str:
        """The text that is meant, elided or not."""
        return self._whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        self.ensurePolished()
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width(), 24))
        self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


def elided(text: str, kind: str = "") -> ElidedLabel:
    """A text of one line that ends in … where there is no room."""
    return ElidedLabel(text, kind)


def button(text: str, kind: str = "", icon: str = "") -> QPushButton:
    """A button: "" plain, "main" (one a screen), "flat", "danger", "small"."""
    made = QPushButton(text)
    made.setProperty("kind", kind)
    made.setAutoDefault(False)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if icon:
        set_icon(made, icon, ICON_ROLES.get(kind, "text"), gap=4)
    return made


def icon_button(icon: str, tip: str, kind: str = "icon") -> QPushButton:
    """A button that shows only an icon, square or "icon-small" as high as a line; its tip is for screen readers too."""
    made = button("", kind)
    set_icon(made, icon, ICON_ROLES.get(kind, "text"))
    made.setToolTip(tip)
    made.setAccessibleName(tip)
    return made


class Chip(QPushButton):
    """A filter as a chip: when it is on, its cross (or Delete) takes it away, the rest opens it."""

    removed = Signal()

    def __init__(self, text: str, on: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("kind", "chip")
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft if on else Qt.LayoutDirection.LeftToRight)
        self.setProperty("on", "true" if on else "false")
        self.is_on = on
        if on:
            set_icon(self, "x", "accent", 12, gap=-4)
            self.setToolTip(_("Click × to remove this filter"))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        where = event.position().toPoint()
        if self.is_on and where.x() > self.width() - CROSS_PX and self.rect().contains(where):
            self.setDown(False)
            self.removed.emit()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens it as Space does, Delete takes the filter away."""
        if self.is_on and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


def chip(text: str, on: bool = False) -> Chip:
    """A filter chip."""
    return Chip(text, on)


class Pill(QLabel):
    """A small coloured word: good, warn, bad, info, accent or muted; never colour alone."""

    def __init__(self, text: str = "", tone: str = "muted", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set(text, tone)

    def set(self, text: str, tone: str) -> None:
        """Say something else; an empty text hides it."""
        self.setText(text)
        set_kind(self, tone, "pill")
        if not text or self.parent() is not None:  # showing one without a parent would open a window
            self.setVisible(bool(text))


def pill(text: str, tone: str) -> Pill:
    """A small coloured word."""
    return Pill(text, tone)


def pad(spin: QAbstractSpinBox) -> None:
    """Keep the text of a spin or date box off its edge: style sheets don't reach the field inside."""
    spin.lineEdit().setTextMargins(*SPIN_MARGINS)


def divider() -> QFrame:
    """A line of one pixel."""
    made = QFrame()
    made.setObjectName("divider")
    return made


def icon_label(icon: str, role: str = "muted", size: int = 16) -> QLabel:
    """An icon that only decorates."""
    made = QLabel()
    made.setFixedSize(size, size)
    set_icon(made, icon, role, size)
    return made
