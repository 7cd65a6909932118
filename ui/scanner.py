"""Wedge scanners: a burst of keys ended by Enter or Tab is a scan, whatever has the focus.

Fingers leave longer gaps than a scanner does. The first key of a burst goes into a text field as ever; those that
follow at once are held back until it is clear who typed them. What is no scan is typed a moment later, in its order.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from spbe_assets.domain.tags import SCHEME
from ui.preferences import Preferences

LEAST = 4
SLACK_MS = 10
TAKES_SCANS = "takes_scans"
"""A widget with this property gets the code itself, by its slot `take_scan(text)` or as the text of a line.

Our own labels open their record nevertheless where a line without a slot is for something else than "tag"."""
ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
SHIFTS = (Qt.Key.Key_Shift, Qt.Key.Key_CapsLock, Qt.Key.Key_AltGr)
WITH_TEXT = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
Act = Callable[[str], bool]


class Scanner(QObject):
    """Reads the keys of whatever has the focus; `scanned` carries the code without the key that ended it.

    Args:
        app: the application.
        preferences: keys that follow each other within their `scanner_gap_ms` come from a scanner.
        act: does what a single key means where no text has the focus, and says whether it means anything; such keys
            are held back too, so that no shortcut acts on a part of a code.
    """

    scanned = Signal(str)

    def __init__(self, app: QApplication, preferences: Preferences, act: Act | None = None) -> None:
        super().__init__(app)
        self._app = app
        self._preferences = preferences
        self._gap_ms = preferences.scanner_gap_ms
        self._act = act or (lambda _text: False)
        self._run = ""
        self._last_ms = 0.0
        self._target: QWidget | None = None
        self._before: _Before | None = None
        self._held: list[QKeyEvent] = []
        self._replaying = False
        self._is_listening = True
        self._patience = QTimer(self, singleShot=True)

        self._patience.timeout.connect(self.give_back)
        # Not a filter of the application: that would call Python, and wait for its lock, at every event there is.
        app.focusChanged.connect(self._follow)
        self._follow(None, app.focusWidget())

    def stop(self) -> None:
        """Leave the keys alone from now on."""
        if not self._is_listening:
            return
        self._is_listening = False
        self.give_back()
        self._app.focusChanged.disconnect(self._follow)
        self._follow(self._app.focusWidget(), None)

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None and shiboken6.isValid(before):
            before.removeEventFilter(self)
        if now is not None:
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind not in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride) or self._replaying:
            return False
        if not isinstance(event, QKeyEvent) or not isinstance(watched, QWidget) or not _listens_to(watched):
            return False
        if kind == QEvent.Type.ShortcutOverride:
            return self._override(watched, event)
        return self._press(watched, event)

    def give_back(self) -> None:
        """Type what was held back: it came from fingers."""
        self._patience.stop()
        held, self._held = self._held, []
        self._replaying = True
        try:
            for event in held:
                if self._target is not None and shiboken6.isValid(self._target):
                    self._type(self._target, event)
        finally:
            self._replaying = False

    def _type(self, target: QWidget, event: QKeyEvent) -> None:
        if _text_of(target) is not None or not self._act(event.text()):
            QApplication.sendEvent(target, event)

    def _override(self, watched: QWidget, event: QKeyEvent) -> bool:
        """Keep shortcuts from acting on keys that may be part of a code, and on the one that ends it."""
        is_end = event.key() in ENDS and self._is_scan(_ms(event))
        if not is_end and not (self._may_be_code(watched, event) and _text_of(watched) is None):
            return False
        event.accept()
        return True

    def _press(self, watched: QWidget, event: QKeyEvent) -> bool:
        if event.key() in SHIFTS:
            return False
        if self._may_be_code(watched, event):
            return self._letter(watched, event)
        if event.key() in ENDS and self._is_scan(_ms(event)):
            event.accept()
            self._tell()
            return True
        self._run = ""
        self.give_back()
        return False

    def _letter(self, watched: QWidget, event: QKeyEvent) -> bool:
        goes_on = self._goes_on(watched, event)
        if not goes_on:
            self.give_back()
            self._gap_ms = self._preferences.scanner_gap_ms
            self._run, self._target, self._before = "", watched, _Before.of(watched)
        self._run += event.text()
        self._last_ms = _ms(event)
        if not goes_on and self._before is not None:
            return False
        self._held.append(event.clone())
        self._patience.start(self._gap_ms + SLACK_MS)
        event.accept()
        return True

    def _goes_on(self, watched: QWidget, event: QKeyEvent) -> bool:
        return self._target is watched and self._run != "" and _ms(event) - self._last_ms <= self._gap_ms

    def _may_be_code(self, watched: QWidget, event: QKeyEvent) -> bool:
        # No code begins with a space; held back, it would press a button after it was let go.
        return _is_letter(event) and (event.text() != " " or self._goes_on(watched, event))

    def _is_scan(self, now_ms: float) -> bool:
        return len(self._run) >= LEAST and now_ms - self._last_ms <= self._gap_ms

    def _tell(self) -> None:
        text, target, before = self._run, self._target, self._before
        self._run, self._target, self._before = "", None, None
        self._held.clear()
        self._patience.stop()
        if before is not None:
            before.restore()
        taker = _taker(target)
        if taker is None or not _handed_over(taker, text):
            self.scanned.emit(text)


class _Before:
    """The text of a field before a burst, to be put back."""

    def __init__(self, field: QLineEdit | QPlainTextEdit | QTextEdit) -> None:
        self._field = field
        if isinstance(field, QLineEdit):
            self._text, self._position = field.text(), field.cursorPosition()
            self._anchor, self._length = field.selectionStart(), field.selectionLength()
        else:
            cursor = field.textCursor()
            self._text, self._position = field.toPlainText(), cursor.position()
            self._anchor, self._length = cursor.anchor(), 0

    @classmethod
    def of(cls, widget: QWidget) -> _Before | None:
        """What a widget holds; None where it takes no text."""
        field = _text_of(widget)
        return None if field is None else cls(field)

    def restore(self) -> None:
        field = self._field
        if not shiboken6.isValid(field):
            return
        if isinstance(field, QLineEdit):
            self._restore_line(field)
        elif field.toPlainText() != self._text:
            whole = field.textCursor()
            whole.select(QTextCursor.SelectionType.Document)
            whole.insertText(self._text)
            whole.setPosition(self._anchor)
            whole.setPosition(self._position, QTextCursor.MoveMode.KeepAnchor)
            field.setTextCursor(whole)

    def _restore_line(self, field: QLineEdit) -> None:
        untype = getattr(field, "untype", field.setText)  # a type-ahead also takes back what it offered for the letter
        if field.text() != self._text:
            untype(self._text)
        if self._anchor >= 0:
            field.setSelection(self._anchor, self._length)
        else:
            field.setCursorPosition(self._position)


def _listens_to(widget: QWidget) -> bool:
    """Whether a code may come now: not while a menu is open, nor while a dialog waits that has no use for one."""
    if QApplication.activePopupWidget() is not None:
        return False
    return QApplication.activeModalWidget() is None or _taker(widget) is not None


def _text_of(widget: QWidget) -> QLineEdit | QPlainTextEdit | QTextEdit | None:
    field: QWidget | None = widget
    if isinstance(widget, QAbstractSpinBox):
        field = widget.findChild(QLineEdit)
    is_text = isinstance(field, QLineEdit | QPlainTextEdit | QTextEdit)
    return field if is_text and not field.isReadOnly() else None  # type: ignore[union-attr, return-value]


def _taker(widget: QWidget | None) -> QWidget | None:
    while widget is not None and not widget.property(TAKES_SCANS):
        widget = widget.parentWidget()
    return widget


def _handed_over(taker: QWidget, text: str) -> bool:
    """Give a code to a widget; False where it is none of its own."""
    take = getattr(taker, "take_scan", None)
    is_label = text.upper().startswith(SCHEME)
    if take is not None:
        take(text)
    elif isinstance(taker, QLineEdit) and (not is_label or taker.property(TAKES_SCANS) == "tag"):
        taker.setText(text[len(SCHEME) :] if is_label else text)
        taker.textEdited.emit(taker.text())
    else:
        return False
    return True


def _is_letter(event: QKeyEvent) -> bool:
    text = event.text()
    plain = not event.modifiers() & ~WITH_TEXT
    return plain and len(text) == 1 and text.isprintable() and not event.isAutoRepeat()


def _ms(event: QKeyEvent) -> float:
    """When the key was pressed; by the clock of the system, because a busy window reads its keys late."""
    return float(event.timestamp()) or monotonic() * 1000
