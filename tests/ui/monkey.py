"""Somebody who clicks, types, drags and drops at random in the real window; the same seed does the same again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import shiboken6
from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QInputMethodEvent, QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

WORDS = (
    "server",
    "PC-07",
    "10.20.30.40",
    "ruang rapat",
    "2021",
    "0",
    "-5",
    "é漢🙂",
    "x" * 300,
    "'; drop",
    "=1+1",
    "%",
    "مرحبا",
)
KEYS = (
    "Tab", "Shift+Tab", "Return", "Space", "Esc", "Up", "Down", "Left", "Right", "Home", "End", "PgUp", "PgDown", "Del",
    "Backspace", "F1", "F2", "Menu", "Ctrl+A", "Ctrl+B", "Ctrl+C", "Ctrl+D", "Ctrl+E", "Ctrl+F", "Ctrl+K", "Ctrl+N",
    "Ctrl+P", "Ctrl+S", "Ctrl+Shift+S", "Ctrl+Shift+N", "Ctrl+V", "Ctrl+X", "Ctrl+Z", "Ctrl+Y", "Alt+Up", "Alt+Down",
    "Alt+1", "Alt+2", "Alt+3", "Alt+4", "Alt+5", "Alt+6", "Alt+7", "Alt+8", "Alt+9", "Shift+Down", "Ctrl+Space",
    "Ctrl+/",
)  # fmt: skip
EVERY_MS = 15
PATIENCE = 6
"""So many pokes a dialog or menu gets before it is closed."""


@dataclass
class Monkey:
    """Acts on the windows of an application; `did` names every act, so that a failure can be told.

    Attributes:
        app: the application.
        random: decides everything.
        files: what may be dropped.
        did: every act so far.
    """

    app: QApplication
    random: Random
    files: Sequence[Path] = ()
    did: list[str] = field(default_factory=list)
    _pokes: int = 0

    def __post_init__(self) -> None:
        self._keeper = QTimer(self.app)
        self._keeper.setInterval(EVERY_MS)
        # By way of another timer: one whose slot is under way does not fire in the event loop of a dialog.
        self._keeper.timeout.connect(lambda: QTimer.singleShot(0, self._mind_dialogs))
        self._keeper.start()

    def stop(self) -> None:
        """Leave the application alone."""
        self._keeper.stop()

    def act(self, window: QWidget) -> None:
        """Do one thing in a window, or wait while something is open above it: QTest would reach through it."""
        if self.app.activePopupWidget() is not None or self.app.activeModalWidget() is not None:
            QTest.qWait(EVERY_MS)
            return
        acts: tuple[tuple[Callable[[QWidget], None], int], ...] = (
            (self._click, 40), (self._press, 30), (self._type, 12), (self._scan, 3), (self._wheel, 6), (self._drag, 4),
            (self._drop, 3), (self._resize, 2), (self._close, 1),
        )  # fmt: skip
        chosen = self.random.choices([act for act, _weight in acts], [weight for _act, weight in acts])[0]
        chosen(window)
        self.app.processEvents()

    def _targets(self, window: QWidget) -> list[QWidget]:
        kinds = (QLineEdit, QTextEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox, QTabBar, QAbstractSlider)
        found = [
            one
            for one in window.findChildren(QWidget)
            if one.isVisible() and one.isEnabled() and one.window() is window
        ]
        return [
            one for one in found
            if one.focusPolicy() != Qt.FocusPolicy.NoFocus or isinstance(one, kinds) or _is_viewport(one)
        ] or [window]  # fmt: skip

    def _pick(self, window: QWidget) -> QWidget:
        return self.random.choice(self._targets(window))

    def _place(self, target: QWidget) -> QPoint:
        return QPoint(self.random.randrange(max(target.width(), 1)), self.random.randrange(max(target.height(), 1)))

    def _tell(self, what: str, target: QWidget) -> None:
        self.did.append(f"{what} {type(target).__name__} {target.objectName() or target.accessibleName()}".strip())

    def _click(self, window: QWidget) -> None:
        target, roll = self._pick(window), self.random.random()
        where = self._place(target)
        self._tell("click", target)
        modifiers = self.random.choice(
            [Qt.KeyboardModifier.NoModifier] * 4
            + [Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier]
        )
        if roll < 0.1:
            QTest.mouseDClick(target, Qt.MouseButton.LeftButton, modifiers, where)
        elif roll < 0.18:
            QTest.mouseClick(target, Qt.MouseButton.RightButton, modifiers, where)
        else:
            QTest.mouseClick(target, Qt.MouseButton.LeftButton, modifiers, where)

    def _press(self, window: QWidget) -> None:
        target = self.app.focusWidget() or window
        keys = self.random.choice(KEYS)
        self._tell(keys, target)
        for _again in range(self.random.choice((1, 1, 1, 2, 5))):
            if shiboken6.isValid(target):
                _press(target, keys)

    def _type(self, window: QWidget) -> None:
        target = self.app.focusWidget() or self._pick(window)
        text = self.random.choice(WORDS)
        self._tell(f"type {text[:12]!r} into", target)
        for letter in text[:40]:
            if shiboken6.isValid(target):
                _letter(self.app, target, letter)

    def _scan(self, window: QWidget) -> None:
        target = self.app.focusWidget() or window
        self._tell("scan into", target)
        for letter in self.random.choice(("K3QF-00042-H", "SPBE:K3QF-00001-X", "SN12345678")):
            if shiboken6.isValid(target):
                QTest.keyClicks(target, letter)
        if shiboken6.isValid(target):
            QTest.keyClick(target, Qt.Key.Key_Return)

    def _wheel(self, window: QWidget) -> None:
        target = self._pick(window)
        self._tell("wheel over", target)
        where = QPointF(self._place(target))
        turn = QPoint(0, self.random.choice((-120, 120, -960, 960)))
        there = QPointF(target.mapToGlobal(where.toPoint()))
        event = QWheelEvent(where, there, QPoint(), turn, Qt.MouseButton.NoButton,
                            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
        self.app.sendEvent(target, event)

    def _drag(self, window: QWidget) -> None:
        target = self._pick(window)
        self._tell("drag in", target)
        start, end = self._place(target), self._place(target)
        for act in (
            lambda: QTest.mousePress(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start),
            lambda: QTest.mouseMove(target, end),
            lambda: QTest.mouseRelease(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end),
        ):
            if shiboken6.isValid(target):
                act()

    def _drop(self, window: QWidget) -> None:
        takers = [one for one in window.findChildren(QWidget) if one.isVisible() and one.acceptDrops()]
        if not takers or not self.files:
            return
        target = self.random.choice(takers)
        self._tell("drop a file on", target)
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(self.random.choice(self.files)))])
        where, copy = self._place(target), Qt.DropAction.CopyAction
        buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        self.app.sendEvent(target, QDragEnterEvent(where, copy, data, buttons, keys))
        if shiboken6.isValid(target):
            self.app.sendEvent(target, QDropEvent(QPointF(where), copy, data, buttons, keys))

    def _resize(self, window: QWidget) -> None:
        self.did.append("resize")
        window.resize(self.random.choice((1024, 1366, 1920)), self.random.choice((640, 700, 768, 1080)))

    def _close(self, window: QWidget) -> None:
        self.did.append("close the window")
        window.close()

    def _mind_dialogs(self) -> None:
        """Poke what is open above the window, then close it: a dialog runs its own event loop."""
        top = self.app.activePopupWidget() or self.app.activeModalWidget()
        if top is None:
            self._pokes = 0
            return
        self._pokes += 1
        if self._pokes > PATIENCE:
            self._pokes = 0
            self.did.append(f"close {type(top).__name__}")
            _close(top)
        elif self.random.random() < 0.5:
            target = self._pick(top)
            self._tell("in a dialog: click", target)
            QTest.mouseClick(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, self._place(target))
        else:
            keys = self.random.choice(("Tab", "Return", "Space", "Down", "Up", "A", "1"))
            self.did.append(f"in a dialog: {keys}")
            focus = self.app.focusWidget()
            _press(focus if focus is not None and top.isAncestorOf(focus) else top, keys)


def _press(target: QWidget, keys: str) -> None:
    pressed = QKeySequence(keys)[0]
    QTest.keyClick(target, pressed.key(), pressed.keyboardModifiers())


def _letter(app: QApplication, target: QWidget, letter: str) -> None:
    """Type a letter; QTest knows no keys beyond ASCII, an input method does."""
    if letter.isascii():
        QTest.keyClicks(target, letter)
        return
    event = QInputMethodEvent()
    event.setCommitString(letter)
    app.sendEvent(target, event)


def _close(top: QWidget) -> None:
    if isinstance(top, QDialog):
        top.reject()
    else:
        top.close()


def _is_viewport(widget: QObject) -> bool:
    parent = widget.parent()
    return isinstance(parent, QAbstractItemView) and parent.viewport() is widget
