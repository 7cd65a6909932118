"""A step of the label assistant: what is asked at the left, what it looks like at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ui.widgets.basics import label

ASKED_PX = 312
ROW_PX = 32


class LabelPage(QWidget):
    """Put questions into `asked` and their picture into `stage`; `changed` fires when an answer is another one."""

    changed = Signal()

    def __init__(self, title: str, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hint = label(hint, "muted", wrap=True)
        questions = QWidget()
        questions.setObjectName("scrolled")
        self.asked = QVBoxLayout(questions)
        self.asked.setContentsMargins(0, 0, 8, 0)
        self.asked.setSpacing(10)
        self.asked.addWidget(label(title, "heading"))
        self.asked.addWidget(self.hint)
        self.hint.setVisible(bool(hint))
        self.stage = QVBoxLayout()
        self.stage.setContentsMargins(0, 0, 0, 0)
        self.stage.setSpacing(8)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 14, 16, 14)
        row.setSpacing(20)
        row.addWidget(_scrolled(questions))
        row.addLayout(self.stage, 1)

    def enter(self) -> None:
        """Give the keyboard to the first question."""
        proxy = self.focusProxy()
        if proxy is not None:
            proxy.setFocus(Qt.FocusReason.OtherFocusReason)


def ask(form: QFormLayout, name: str, field: QWidget) -> QLabel:
    """A named question; returns its name, so that both can be hidden."""
    field.setAccessibleName(name)
    shown = label(name, "muted")
    shown.setBuddy(field)
    shown.setMinimumHeight(ROW_PX)
    form.addRow(shown, field)
    return shown


def form() -> QFormLayout:
    """Questions below each other, their fields as wide as there is room."""
    made = QFormLayout()
    made.setHorizontalSpacing(16)
    made.setVerticalSpacing(8)
    made.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return made


def _scrolled(questions: QWidget) -> QScrollArea:
    scroll = QScrollArea()
    scroll.setWidget(questions)
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFixedWidth(ASKED_PX)
    return scroll
